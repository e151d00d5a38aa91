/**
 * Warns before something ends, and when a mailbox waits for its user (R14): a line in the log, and where a mail server is set
 * a mail to the user or the administrators. Each cause once; a mail that was refused is tried again, and holds up no other.
 * In the log ids only; in a mail nobody's name.
 */
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import { bareError, type Logger } from '../log.ts';
import type { Settings } from '../settings.ts';
import type { Db } from '../store/db.ts';
import { dueNotices, parkedCauses, type MailboxStanding, type Notice } from './due.ts';
import { endingsSoon } from './endings.ts';
import type { Mail, SendMail } from './mail.ts';
import { createNoticeRows, type NoticeRows } from './rows.ts';
import { mailToAdministrators, mailToUser } from './words.ts';

export { createMailer } from './mail.ts';
export { endingsSoon } from './endings.ts';

interface MailboxOfUser {
  readonly id: MailboxId;
  readonly employeeId: EmployeeId;
  readonly state: string;
  readonly tid: string;
  readonly oid: string;
}

export interface NoticeDeps {
  readonly db: Db;
  readonly settings: Pick<
    Settings,
    'credential' | 'clientSecretExpires' | 'tls' | 'language' | 'timeZone' | 'publicUrl' | 'noticeTo'
  >;
  readonly mailboxes: { list(): Promise<MailboxOfUser[]> };
  readonly crm: { employees(): Promise<{ id: EmployeeId; email: string; active: boolean }[]> };
  readonly signInEndsAt: (account: { readonly tid: string; readonly oid: string }) => Promise<Date | null>;
  /** Null: no mail server is set. */
  readonly send: SendMail | null;
  readonly now: () => Date;
  readonly log: Pick<Logger, 'warn'>;
  readonly signal: AbortSignal;
}

/** One round. Safe to repeat; throws only what the database throws. */
export const createNotices = (deps: NoticeDeps): (() => Promise<void>) => {
  const rows = createNoticeRows(deps.db);
  return async () => {
    const now = deps.now();
    const mailboxes = await deps.mailboxes.list();
    const standings = await standingsOf(deps, mailboxes);
    await rows.forget(standings.filter(({ parked }) => !parked).flatMap(({ id }) => parkedCauses(id)));
    const due = dueNotices(await endingsSoon(deps.settings, now), standings, now);
    for (const { kind, mailboxId, endsAt } of await rows.note(due, now)) {
      deps.log.warn({ kind, mailboxId, endsAt: endsAt?.toISOString() ?? null }, 'notice');
    }
    if (deps.send !== null) await mailAll(deps, deps.send, rows, due, mailboxes);
  };
};

const standingsOf = async (
  { signInEndsAt }: NoticeDeps,
  mailboxes: readonly MailboxOfUser[],
): Promise<MailboxStanding[]> => {
  const standings: MailboxStanding[] = [];
  for (const { id, state, tid, oid } of mailboxes) {
    const parked = state === 'signInAgain';
    standings.push({ id, parked, signInEndsAt: parked ? null : await signInEndsAt({ tid, oid }) });
  }
  return standings;
};

const mailAll = async (
  deps: NoticeDeps,
  send: SendMail,
  rows: NoticeRows,
  due: readonly Notice[],
  mailboxes: readonly MailboxOfUser[],
): Promise<void> => {
  const waiting = await rows.unmailed(
    due.map(({ cause }) => cause),
    deps.now(),
  );
  const unmailed = due.filter(({ cause }) => waiting.has(cause));
  if (unmailed.length === 0) return;
  const deliver = async (notices: readonly Notice[], mail: Mail): Promise<void> => {
    const causes = notices.map(({ cause }) => cause);
    if (deps.signal.aborted || causes.length === 0 || mail.to.length === 0) return;
    try {
      await send(mail);
      await rows.mailed(causes, deps.now());
    } catch (error) {
      deps.log.warn({ kind: notices[0]?.kind, err: bareError(error) }, 'notice not mailed');
      await rows.refused(causes, deps.now());
    }
  };
  const addresses = await addressesOf(deps, mailboxes);
  for (const notice of unmailed) {
    const address = notice.mailboxId === null ? undefined : addresses.get(notice.mailboxId);
    if (address !== undefined) {
      await deliver([notice], { to: [address], ...mailToUser(notice, deps.settings) });
    }
  }
  const forAdministrators = unmailed.filter(({ mailboxId }) => mailboxId === null);
  await deliver(forAdministrators, {
    to: deps.settings.noticeTo,
    ...mailToAdministrators(forAdministrators, deps.settings),
  });
};

/** Of the employees whom the CRM still has. */
const addressesOf = async (
  { crm }: NoticeDeps,
  mailboxes: readonly MailboxOfUser[],
): Promise<ReadonlyMap<MailboxId, string>> => {
  const employees = new Map((await crm.employees()).map((employee) => [employee.id, employee]));
  const addresses = new Map<MailboxId, string>();
  for (const { id, employeeId } of mailboxes) {
    const employee = employees.get(employeeId);
    if (employee?.active === true) addresses.set(id, employee.email);
  }
  return addresses;
};
