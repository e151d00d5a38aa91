/**
 * An office as it stands before its worker starts: sandbox, database, employees with mailboxes that were activated
 * through the real sign-in, and a ledger of what people type. The worker itself is a process of its own.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { Sandbox } from '../../sandbox/index.ts';
import { signInAs } from '../../sandbox/sign-in/browser.ts';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import { requestPass } from '../../worker/jobs/index.ts';
import { buildApp } from '../../worker/main/app.ts';
import { readSettings } from '../../worker/settings.ts';
import type { Db } from '../../worker/store/db.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { createPasses, type PassRecord } from '../../worker/store/passes.ts';
import type { ConflictPolicy } from '../../worker/sync/selection.ts';
import type { Box, LedgerSides } from './ledger.ts';
import { servedEnv, startWorker, type WorkerEnv } from './worker-process.ts';

const pollMs = 100;

export const sidesOf = (db: Db): LedgerSides => ({ db, crm: createEmbeddedCrm(db, { country: 'NL' }) });

/**
 * Walks each user through consent, at a `serve --no-jobs` that is killed afterwards: no pass has run yet. The policies
 * are given round to the mailboxes.
 */
export const activateAll = async (
  sandbox: Sandbox,
  db: Db,
  users: readonly string[],
  storeEnv: WorkerEnv,
  policies: readonly ConflictPolicy[] = ['crm'],
): Promise<Box[]> => {
  const env = await servedEnv(sandbox, storeEnv);
  const { crm } = sidesOf(db);
  const mailboxes = createMailboxes(db);
  const server = startWorker(['serve', '--no-jobs'], env);
  const app = buildApp(readSettings(env));
  const boxes: Box[] = [];
  try {
    await server.until(env['PUBLIC_URL']!);
    for (const [index, user] of users.entries()) {
      const account = sandbox.users.get(user);
      const employee = await crm.upsertEmployee({ email: account.mail, displayName: account.displayName });
      const { url } = await app.activationLink(employee!);
      await signInAs(account, url, { ca: sandbox.ca });
      const mailbox = await mailboxes.byUser(account.tenantId, account.id);
      if (mailbox === null) throw new Error(`${user} was not activated: ${server.stderr()}`);
      const conflictPolicy = policies[index % policies.length]!;
      await mailboxes.saveSettings(mailbox.id, { ...mailbox.settings, conflictPolicy });
      boxes.push({ user, employeeId: mailbox.employeeId, mailboxId: mailbox.id });
    }
  } finally {
    await Promise.all([server.kill(), app.close()]);
  }
  return boxes;
};

/** Asks a pass for every mailbox, as a change notification would. */
export const askAll = async (db: Db, boxes: readonly Box[]): Promise<void> => {
  for (const { mailboxId } of boxes) await requestPass(db, mailboxId, 'notification');
};

/** Mailboxes in which a pass is under way: its process holds the mailbox and has not closed the pass. */
export const passesUnderWay = (db: Db): Promise<PassRecord[]> => createPasses(db).running();

/** Mailboxes for which a pass is asked or runs, and whether the CRM's changes have been read for asking passes. */
const openWork = async (db: Db): Promise<{ mailboxIds: string[]; crmIsRead: boolean }> => {
  const [row] = await db.query<{ mailboxIds: string[]; crmIsRead: boolean }>(sql`
    SELECT
      coalesce((SELECT array_agg(mailbox_id::text) FROM jobs.requests WHERE requested > served), '{}') AS "mailboxIds",
      NOT EXISTS (SELECT FROM crm.change_queue) AND coalesce((SELECT max(position)::text FROM crm.change_feed), '0')
        = (SELECT cursor FROM jobs.crm_cursors WHERE crm = 'embedded') AS "crmIsRead"`);
  return row!;
};

export interface RestOptions {
  /** A person says "go on" where the brake holds a mailbox (R12): what came together in a long while is much at once. */
  readonly releasesBrakes?: boolean;
}

/** Waits until nothing is left that leads to a pass, and the last one of each mailbox went through. */
export const waitForRest = async (
  db: Db,
  boxes: readonly Box[],
  withinMs: number,
  { releasesBrakes = false }: RestOptions = {},
): Promise<void> => {
  const passes = createPasses(db);
  const mailboxes = createMailboxes(db);
  let restless: string[] = [];
  for (const until = Date.now() + withinMs; Date.now() < until; await sleep(pollMs)) {
    const open = await openWork(db);
    restless = open.crmIsRead ? [] : ['the CRM has changed'];
    for (const { user, mailboxId } of boxes) {
      const [last, mailbox] = await Promise.all([passes.last(mailboxId), mailboxes.byId(mailboxId)]);
      if (releasesBrakes && mailbox?.state === 'braked' && (await mailboxes.resume(mailboxId)))
        await requestPass(db, mailboxId, 'resume');
      else if (mailbox?.state !== 'active')
        throw new Error(`${user}: ${mailbox?.state} ${mailbox?.stateBecause}`);
      const rests = last?.outcome?.outcome === 'done' && !open.mailboxIds.includes(mailboxId);
      if (!rests) restless.push(`${user} ${JSON.stringify(last?.outcome ?? null)}`);
    }
    if (restless.length === 0) return;
  }
  throw new Error(`no rest within ${withinMs} ms: ${restless.join('; ')}`);
};
