/** A mailbox, its lease and invented rows, for the tests of the store. */
import { randomUUID } from 'node:crypto';
import {
  asId,
  type CardId,
  type ConnectorId,
  type EmployeeId,
  type FolderId,
  type HeldId,
  type HistoryId,
  type LinkId,
  type MailboxId,
  type PassId,
  type PersonId,
} from '../../../shared/ids.ts';
import type { HistoryEntry, Lease, PassCounts, PassStore, StoreWrite } from '../../../worker/pass/ports.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createMailboxes, type MailboxRecord } from '../../../worker/store/mailboxes.ts';
import type { Link } from '../../../worker/sync/link.ts';
import type { Hold } from '../../../worker/sync/plan.ts';

export const uuid = <T extends MailboxId | LinkId | PassId | HeldId | HistoryId | ConnectorId>(): T =>
  asId<T>(randomUUID());
export const person = (name: string | number): PersonId => asId(`person-${name}`);
export const card = (name: string | number): CardId => asId(`card-${name}`);
export const folder = asId<FolderId>('folder-contacts');
export const at = '2026-03-02T08:00:00.000Z';
export const ttlMs = 60_000;

export const noCounts = (): PassCounts => ({
  created: 0,
  toRemote: 0,
  toCrm: 0,
  conflicts: 0,
  held: 0,
  paused: 0,
  resumed: 0,
  removed: 0,
  repaired: 0,
  linked: 0,
  undone: 0,
  discarded: 0,
  requests: 0,
});

export const newMailbox = async (db: Db): Promise<MailboxRecord> => {
  const activation = await createMailboxes(db).activate({
    employeeId: asId<EmployeeId>(`employee-${randomUUID()}`),
    tid: 'tenant-1',
    oid: randomUUID(),
    upn: 'anouk@kantoor.example',
  });
  if (activation.outcome === 'refused') throw new Error(activation.because);
  return activation.mailbox;
};

export const hold = async (store: PassStore, mailboxId: MailboxId, ms = ttlMs): Promise<Lease> => {
  const lease = await store.acquire(mailboxId, 'test', ms);
  if (lease === null) throw new Error('The mailbox is held by another.');
  return lease;
};

export const link = (name: string | number, change: Partial<Link> = {}): Link => ({
  id: uuid(),
  personId: person(name),
  connectorId: uuid(),
  state: 'active',
  pausedBecause: null,
  cardId: card(name),
  folderId: folder,
  etag: 'etag-1',
  base: { lastName: { crm: 'Jansen', remote: 'Jansen' } },
  cleanUp: false,
  ...change,
});

export const heldChange = (of: Link, key: string): Hold => ({
  key,
  personId: of.personId,
  linkId: of.id,
  source: 'outlook',
  reason: 'conflict',
  donorPersonId: null,
  cardId: null,
  fields: [{ field: 'lastName', base: { crm: 'a', remote: 'a' }, crm: 'b', remote: null }],
});

export const holdWrite = (of: Link, key: string, id: HeldId = uuid()): StoreWrite => ({
  op: 'hold',
  id,
  passId: uuid(),
  at,
  hold: heldChange(of, key),
});

export const entry = (mailboxId: MailboxId, of: Link, change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: uuid(),
  at,
  passId: uuid(),
  mailboxId,
  personId: of.personId,
  linkId: of.id,
  field: 'lastName',
  side: 'crm',
  from: 'Jansen',
  to: 'Janssen',
  decision: 'R5.onlyRemote',
  ...change,
});
