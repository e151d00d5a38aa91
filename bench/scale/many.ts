/**
 * Thousands of activated mailboxes. One person signs in as people do; the others get what that sign-in leaves behind, made
 * for them by the sandbox and sealed as the worker seals it. What a pass does with such a mailbox is the same.
 */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { HOME_TENANT } from '../../sandbox/index.ts';
import type { SandboxUser } from '../../sandbox/users.ts';
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import { createKeyring } from '../../worker/identity/keyring.ts';
import { PURPOSE } from '../../worker/identity/tokens.ts';
import { newUser, type BenchBox, type BenchOffice } from './office.ts';

interface MsalCache {
  Account: Record<string, Record<string, unknown>>;
  IdToken: Record<string, Record<string, unknown>>;
  AccessToken: Record<string, Record<string, unknown>>;
  RefreshToken: Record<string, Record<string, unknown>>;
}

interface SignInLike {
  readonly user: string;
  readonly refreshToken: string;
  readonly idToken: string;
}

const chunk = 500;

const userKeyOf = (oid: string): string => `${oid}.${HOME_TENANT}`;

/** The first one's cache with the other's account and tokens; without an access token, as a night finds it. */
const cacheOf = (text: string, first: SandboxUser, user: SandboxUser, signIn: SignInLike): string => {
  const info = (oid: string): string =>
    Buffer.from(JSON.stringify({ uid: oid, utid: HOME_TENANT })).toString('base64url');
  const renamed = text
    .replaceAll(info(first.id), info(user.id))
    .replaceAll(first.id, user.id)
    .replaceAll(first.userPrincipalName, user.userPrincipalName)
    .replaceAll(first.displayName, user.displayName);
  const cache = JSON.parse(renamed) as MsalCache;
  cache.AccessToken = {};
  for (const entry of Object.values(cache.IdToken)) entry['secret'] = signIn.idToken;
  for (const entry of Object.values(cache.RefreshToken)) entry['secret'] = signIn.refreshToken;
  return JSON.stringify(cache);
};

/** `count` mailboxes, all paused (`goOnAll`). */
export const activateMany = async (office: BenchOffice, count: number): Promise<BenchBox[]> => {
  const { db, sandbox } = office;
  const [firstBox] = await office.activate([newUser('m0')]);
  if (firstBox === undefined || count === 1) return firstBox === undefined ? [] : [firstBox];
  const keyring = createKeyring(Buffer.from('5e'.repeat(32), 'hex'));
  const first = (await sandbox.ask<SandboxUser[]>('GET', 'users')).find(
    ({ userPrincipalName }) => userPrincipalName === firstBox.user,
  );
  if (first === undefined) throw new Error('no first user');
  const [row] = await db.query<{ sealed: Uint8Array; key_id: string }>(
    sql`SELECT sealed, key_id FROM identity.tokens WHERE user_key = ${userKeyOf(first.id)}`,
  );
  if (row === undefined) throw new Error('no tokens of the first user');
  const text = keyring.open(row.sealed, row.key_id, PURPOSE, userKeyOf(first.id));
  const like = Object.values((JSON.parse(text) as MsalCache).RefreshToken)[0]?.['secret'];
  const boxes = [firstBox];
  while (boxes.length < count) {
    const from = boxes.length;
    const names = Array.from({ length: Math.min(chunk, count - from) }, (_, i) =>
      newUser(`m${String(from + i)}`),
    );
    const users = await sandbox.ask<SandboxUser[]>(
      'POST',
      'users',
      names.map((name) => ({ userPrincipalName: name, displayName: name.slice(0, name.indexOf('@')) })),
    );
    const signIns = await sandbox.ask<SignInLike[]>('POST', 'sign-ins', { like, users: names });
    const rows = users.map((user, index) => {
      const signIn = signIns[index];
      if (signIn === undefined) throw new Error('a sign-in is missing');
      const { sealed } = keyring.seal(cacheOf(text, first, user, signIn), PURPOSE, userKeyOf(user.id));
      const ids = { employeeId: randomUUID() as EmployeeId, mailboxId: randomUUID() as MailboxId };
      return { user, sealed, ...ids };
    });
    await db.query(sql`
      INSERT INTO crm.employees (id, display_name, email)
      SELECT * FROM unnest(${rows.map(({ employeeId }) => employeeId)}::uuid[],
        ${rows.map(({ user }) => user.displayName)}::text[], ${rows.map(({ user }) => user.mail.toLowerCase())}::text[])`);
    await db.query(sql`
      INSERT INTO sync.mailboxes (id, employee_id, tid, oid, upn, settings, activated_at, state, state_because)
      SELECT n.id, n.employee_id, m.tid, n.oid, n.upn, m.settings, m.activated_at, m.state, m.state_because
      FROM unnest(${rows.map(({ mailboxId }) => mailboxId)}::uuid[], ${rows.map(({ employeeId }) => employeeId)}::text[],
        ${rows.map(({ user }) => user.id)}::text[], ${rows.map(({ user }) => user.userPrincipalName)}::text[])
        AS n (id, employee_id, oid, upn),
        sync.mailboxes AS m WHERE m.id = ${firstBox.mailboxId}`);
    await db.query(sql`
      INSERT INTO identity.tokens (user_key, sealed, key_id, renewed_at)
      SELECT n.user_key, n.sealed, ${keyring.currentId}, now()
      FROM unnest(${rows.map(({ user }) => userKeyOf(user.id))}::text[], ${rows.map(({ sealed }) => Buffer.from(sealed))}::bytea[])
        AS n (user_key, sealed)`);
    for (const { user, employeeId, mailboxId } of rows)
      boxes.push({ user: user.userPrincipalName, employeeId, mailboxId });
  }
  return boxes;
};

/** Persons `each` for every mailbox, of that mailbox's employee. */
export const addPersonsToAll = async (
  office: BenchOffice,
  boxes: readonly BenchBox[],
  each: number,
): Promise<void> => {
  await office.db.query(sql`
    INSERT INTO crm.persons (kind, first_name, last_name, last_name_key, sort_key, work_email, work_email_key, work_phone,
      relation_manager_id)
    SELECT 'contactPerson', 'Anna', 'Naam ' || k, 'naam ' || k, 'naam ' || k, 'p' || k || '@bedrijf.example',
      'p' || k || '@bedrijf.example', '030 ' || 1000000 + k, id
    FROM (
      SELECT e.id, (e.n - 1) * ${each}::int + p AS k
      FROM unnest(${boxes.map(({ employeeId }) => employeeId)}::uuid[]) WITH ORDINALITY AS e (id, n),
        generate_series(1, ${each}::int) AS p
    ) AS wanted`);
  await office.db.query(sql`ANALYZE`);
};

/** Resumes all and asks a pass for each. */
export const goOnAll = async (office: BenchOffice): Promise<void> => {
  await office.db.query(
    sql`UPDATE sync.mailboxes SET state = 'active', state_because = NULL WHERE state = 'paused'`,
  );
};
