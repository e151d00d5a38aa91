/** What passes would have written into the history of a mailbox, for the tests of history and undo at the API and the command line. */
import { randomUUID } from 'node:crypto';
import type { HistoryId, LinkId, MailboxId, PassId, PersonId } from '../../../shared/ids.ts';
import type { HistoryEntry, StoreWrite } from '../../../worker/pass/ports.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';

export const pastEntry = (
  mailboxId: MailboxId,
  personId: PersonId,
  change: Partial<HistoryEntry> = {},
): HistoryEntry => ({
  id: randomUUID() as string as HistoryId,
  at: '2026-03-02T08:00:00.000Z',
  passId: randomUUID() as string as PassId,
  mailboxId,
  personId,
  linkId: randomUUID() as string as LinkId,
  field: 'jobTitle',
  side: 'crm',
  from: 'Advocaat',
  to: 'Notaris',
  decision: 'R5.onlyRemote',
  ...change,
});

/** As a pass commits. */
export const commitAs = async (
  db: Db,
  mailboxId: MailboxId,
  writes: readonly StoreWrite[],
): Promise<void> => {
  const store = createPassStore(db);
  const lease = await store.acquire(mailboxId, 'test', 60_000);
  if (lease === null) throw new Error('the mailbox is held');
  await store.commit(lease, writes);
  await store.release(lease);
};

export const remember = (db: Db, mailboxId: MailboxId, entries: readonly HistoryEntry[]): Promise<void> =>
  commitAs(db, mailboxId, [{ op: 'history', entries, outcome: 'done' }]);
