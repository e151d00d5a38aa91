/**
 * The token key is changed for another while users are signed in and workers run: nothing is lost by a repetition, an
 * interruption or an order of restarts, and afterwards the old key is of no use. Real commands on a real database; the
 * sign-ins come from the sandbox.
 *
 * Each was seen to fail with its safeguard taken away: in keys.ts one transaction around all rows (killed: nothing was
 * kept), `lockRow` made a plain select and `version` left out of `updateRow` (a sign-in made meanwhile was undone),
 * `outcomeOf` passing a SealError on (one damaged row stopped the others), the signal not looked at; in keyring.ts the
 * row left out of the additional data (a row copied to another user opened).
 */
import { randomBytes, randomUUID } from 'node:crypto';
import sql, { join } from 'sql-template-tag';
import { SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from '../../sandbox/index.ts';
import type { MailboxId } from '../../shared/ids.ts';
import type { Identity } from '../../worker/identity/index.ts';
import { parseNotification } from '../../worker/graph/index.ts';
import { createNotificationInbox } from '../../worker/jobs/index.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { hashClientState } from '../../worker/jobs/subscriptions.ts';
import { createKeyring } from '../../worker/identity/keyring.ts';
import { createKeys } from '../../worker/identity/keys.ts';
import { userKeyOf } from '../../worker/identity/clients.ts';
import { createIdentityWorld, TOKEN_KEY, type IdentityWorld } from '../support/identity-world.ts';
import { startWorker } from '../support/worker-process.ts';
import { inside, type Ran } from '../unit/cli/bin.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const karim = 'karim@kantoor-voorbeeld.example';
const newKey = new Uint8Array(32).fill(11);
const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
const [oldId, newId] = [TOKEN_KEY, newKey].map((key) => createKeyring(key).currentId) as [string, string];

let world: IdentityWorld;
beforeAll(async () => {
  world = await createIdentityWorld();
}, 120_000);
afterAll(() => world.close());
beforeEach(async () => {
  await world.empty();
  await world.db.query(sql`truncate identity.print_keys`);
});

const env = (key: Uint8Array, ...older: Uint8Array[]): Record<string, string> => ({
  DATABASE_URL: world.databaseUrl,
  CLIENT_ID: SANDBOX_CLIENT_ID,
  CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
  TOKEN_KEY: hex(key),
  ...(older.length === 0 ? {} : { TOKEN_KEYS_OLD: older.map(hex).join(',') }),
  LANGUAGE: 'en',
});
const keysCommand = (verb: 'status' | 'rotate', ...ring: [Uint8Array, ...Uint8Array[]]): Promise<Ran> =>
  inside(['keys', verb, '--json'], env(...ring));
const read = ({ out }: Ran): unknown => JSON.parse(out);
const keyIds = async (): Promise<string[]> =>
  (
    await world.db.query<{ key_id: string }>(
      sql`select distinct key_id from (select key_id from identity.tokens union all
          select key_id from identity.print_keys) as all_rows order by key_id`,
    )
  ).map(({ key_id }) => key_id);
const withKeys = (key: Uint8Array, ...tokenKeysOld: Uint8Array[]): Promise<Identity> =>
  world.another({ tokenKey: { kind: 'key', key }, tokenKeysOld });

/** Fingerprint keys of many mailboxes, each with its own text, sealed with the old key. */
const fingerprintKeys = async (count: number): Promise<void> => {
  const keyring = createKeyring(TOKEN_KEY);
  const rows = Array.from({ length: count }, () => {
    const id = randomUUID();
    const { sealed, keyId } = keyring.seal(randomBytes(32).toString('base64'), 'prints', id);
    return sql`(${id}, ${keyId}, ${sealed}, now())`;
  });
  await world.db.query(
    sql`insert into identity.print_keys (mailbox_id, key_id, sealed, made_at) values ${join(rows)}`,
  );
};

describe('keys status', () => {
  test('counts what is sealed with which key, and never shows a key', async () => {
    const mailbox = await world.activate(petra);
    await world.identity.prints(mailbox);
    const ran = await keysCommand('status', newKey, TOKEN_KEY);
    expect(ran.code).toBe(0);
    expect(read(ran)).toEqual({
      keys: [
        { keyId: newId, state: 'current', rows: { signIns: 0, fingerprints: 0, underWay: 0 } },
        { keyId: oldId, state: 'old', rows: { signIns: 1, fingerprints: 1, underWay: 0 } },
      ],
    });
    const words = await inside(['keys'], env(newKey, TOKEN_KEY));
    expect(words.out).toContain('do not take the previous key away yet');
    for (const key of [newKey, TOKEN_KEY])
      for (const form of [hex(key), Buffer.from(key).toString('base64')])
        expect(ran.out + ran.err + words.out + words.err).not.toContain(form);
  });

  test('says which key is missing, and that a person has to bring it back', async () => {
    await world.activate(petra);
    const ran = await inside(['keys', 'status'], env(newKey));
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(new RegExp(`${oldId} +not configured +1`));
    expect(ran.out).toContain('TOKEN_KEYS_OLD');
  });

  test('needs a key and says which setting gives one', async () => {
    const { TOKEN_KEY: _, ...without } = env(newKey);
    const ran = await inside(['keys', 'status'], without);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('TOKEN_KEY');
  });
});

describe('keys rotate', () => {
  test('seals everything with the new key; a second run finds nothing, and the old key can go', async () => {
    const mailbox = await world.activate(petra);
    await world.activate(karim);
    await world.identity.prints(mailbox);
    const before = (await world.identity.prints(mailbox))('phone', '+31201234567');
    expect(read(await keysCommand('rotate', newKey, TOKEN_KEY))).toMatchObject({ done: 3, left: 0 });
    expect(await keyIds()).toEqual([newId]);
    const again = await keysCommand('rotate', newKey, TOKEN_KEY);
    expect([again.code, read(again)]).toEqual([0, expect.objectContaining({ done: 0, left: 0 })]);

    const onlyNew = await withKeys(newKey);
    await world.sandbox.clock.advance(2 * 3_600_000);
    world.ahead(2 * 3_600_000);
    expect(await onlyNew.tokens.accessToken(mailbox)).toMatch(/^ey/);
    expect((await onlyNew.prints(mailbox))('phone', '+31201234567')).toBe(before);
    world.ahead(-2 * 3_600_000);
  });

  test('without the old key changes nothing, says so, and goes on when the key is back', async () => {
    await world.activate(petra);
    const rows = () => world.db.query(sql`select * from identity.tokens`);
    const before = await rows();
    const ran = await keysCommand('rotate', newKey);
    expect([ran.code, read(ran)]).toEqual([3, expect.objectContaining({ done: 0, missingKey: 1 })]);
    expect(await rows()).toEqual(before);
    expect(read(await keysCommand('rotate', newKey, TOKEN_KEY))).toMatchObject({ done: 1, missingKey: 0 });
  });

  test('leaves a damaged row and does the others', async () => {
    await world.activate(petra);
    await world.activate(karim);
    const { id } = world.sandbox.users.get(petra);
    await world.db.query(
      sql`update identity.tokens set sealed = set_byte(sealed, 20, (get_byte(sealed, 20) + 1) % 256)
          where user_key like ${`${id}.%`}`,
    );
    const ran = await keysCommand('rotate', newKey, TOKEN_KEY);
    expect(read(ran)).toMatchObject({ done: 1, damaged: 1, missingKey: 0, left: 0 });
  });

  test('opens no row that was copied to another user: the seal names its row', async () => {
    await world.activate(petra);
    await world.activate(karim);
    const { id } = world.sandbox.users.get(petra);
    await world.db.query(
      sql`update identity.tokens t set sealed = o.sealed from identity.tokens o
          where t.user_key like ${`${id}.%`} and o.user_key <> t.user_key`,
    );
    expect(read(await keysCommand('rotate', newKey, TOKEN_KEY))).toMatchObject({ done: 1, damaged: 1 });
  });

  test('broken off after some rows has lost nothing, and goes on where it stopped', async () => {
    await fingerprintKeys(20);
    const stop = new AbortController();
    const keys = createKeys(world.db, createKeyring(newKey, [TOKEN_KEY]));
    const told: string[] = [];
    const rotated = await keys.rotate({
      signal: stop.signal,
      onProgress: (done, of) => {
        told.push(`${done}/${of}`);
        if (done === 7) stop.abort();
      },
    });
    expect(rotated).toEqual({ done: 7, missingKey: 0, damaged: 0, left: 13 });
    expect(told.slice(-2)).toEqual(['6/20', '7/20']);
    expect(await keys.rotate()).toEqual({ done: 13, missingKey: 0, damaged: 0, left: 0 });
  });

  test('killed at any moment leaves every row readable with the two keys', async () => {
    const count = 2_000;
    await fingerprintKeys(count);
    const done = async (): Promise<number> => {
      const [row] = await world.db.query<{ n: number }>(
        sql`select count(*)::int as n from identity.print_keys where key_id = ${newId}`,
      );
      return row!.n;
    };
    const command = startWorker(['keys', 'rotate'], env(newKey, TOKEN_KEY));
    let ended = false;
    void command.ended.then(() => {
      ended = true;
    });
    while (!ended && (await done()) === 0) await new Promise((later) => setTimeout(later, 2));
    await command.kill();
    const { rows } = (await createKeys(world.db, createKeyring(newKey, [TOKEN_KEY])).status())[0]!;
    expect(rows.fingerprints).toBeGreaterThan(0);
    expect(rows.fingerprints).toBeLessThan(count);
    const rest = await keysCommand('rotate', newKey, TOKEN_KEY);
    expect(read(rest)).toMatchObject({ done: count - rows.fingerprints, missingKey: 0, damaged: 0, left: 0 });
  });

  test('beside workers that refresh, sign in and forget, nobody has to sign in again', async () => {
    const boxes: MailboxId[] = [await world.activate(petra), await world.activate(karim)];
    const workers = [await withKeys(newKey, TOKEN_KEY), await withKeys(newKey, TOKEN_KEY)];
    const back = [await withKeys(TOKEN_KEY, newKey)];
    const keys = [
      createKeys(world.db, createKeyring(newKey, [TOKEN_KEY])),
      createKeys(world.db, createKeyring(TOKEN_KEY, [newKey])),
    ];
    for (let round = 0; round < 6; round += 1) {
      // Each round every token in memory is too old: all of them refresh, and write their row.
      await world.sandbox.clock.advance(2 * 3_600_000);
      world.ahead(2 * 3_600_000);
      const got = await Promise.all([
        ...[...workers, ...back].flatMap(({ tokens }) => boxes.map((box) => tokens.accessToken(box))),
        ...keys.map(async (one) => `damaged ${(await one.rotate()).damaged}`),
      ]);
      for (const token of got) expect(token).toMatch(/^ey|^damaged 0$/);
    }
    for (const who of [petra, karim]) {
      const { id: oid, tenantId: tid } = world.sandbox.users.get(who);
      expect((await world.identity.tokens.status({ oid, tid })).state).toBe('signedIn');
    }
    world.ahead(-12 * 3_600_000);
  }, 60_000);

  test('does not bring back what was signed in anew between its look and its write', async () => {
    await world.activate(petra);
    const { id: oid, tenantId: tid } = world.sandbox.users.get(petra);
    const userKey = userKeyOf({ oid, tid });
    const fresh = createKeyring(newKey).seal('what the new sign-in left', 'identity.tokens', userKey);
    // The row is held while the rotation has looked and wants to write; then the new sign-in is committed.
    let rotation: Promise<unknown> = Promise.resolve();
    await world.db.transaction(async (tx) => {
      await tx.query(sql`select 1 from identity.tokens where user_key = ${userKey} for update`);
      rotation = createKeys(world.db, createKeyring(newKey, [TOKEN_KEY])).rotate();
      await new Promise((later) => setTimeout(later, 150));
      await tx.query(
        sql`update identity.tokens set sealed = ${fresh.sealed}, key_id = ${fresh.keyId}, version = version + 1
            where user_key = ${userKey}`,
      );
    });
    await rotation;
    const [row] = await world.db.query<{ sealed: Buffer; key_id: string }>(
      sql`select * from identity.tokens`,
    );
    expect(createKeyring(newKey).open(row!.sealed, row!.key_id, 'identity.tokens', userKey)).toBe(
      'what the new sign-in left',
    );
  });

  test('a worker that knows only the old key waits, and goes on when it has the new one', async () => {
    const mailbox = await world.activate(petra);
    const behind = await withKeys(TOKEN_KEY);
    await keysCommand('rotate', newKey, TOKEN_KEY);
    await expect(behind.tokens.accessToken(mailbox)).rejects.toMatchObject({
      code: 'signIn.keyMissing',
      what: { kind: 'misconfigured' },
    });
    expect(await keyIds()).toEqual([newId]);
    const restarted = await withKeys(newKey, TOKEN_KEY);
    expect(await restarted.tokens.accessToken(mailbox)).toMatch(/^ey/);
  });
});

test('keys notifications: no client state of before is believed, and every mailbox gets a new subscription', async () => {
  const mailbox = await world.activate(petra);
  const mailboxes = createMailboxes(world.db);
  const clientState = 'the client state of before';
  const expiresAt = new Date(Date.now() + 6 * 86_400_000).toISOString();
  await mailboxes.setSubscription(mailbox, {
    id: 'subscription-1',
    expiresAt,
    clientStateHash: hashClientState(clientState),
  });
  const hints: MailboxId[] = [];
  const take = createNotificationInbox({
    parse: parseNotification,
    mailboxes,
    onHint: async (id) => hints.push(id),
    onSubscriptions: () => undefined,
  });
  const delivery = { value: [{ subscriptionId: 'subscription-1', clientState, changeType: 'updated' }] };
  expect(await take(delivery)).toBe('taken');

  const ran = await inside(['keys', 'notifications', '--json'], env(TOKEN_KEY));
  expect([ran.code, read(ran)]).toEqual([0, { forgotten: 1, workerRuns: false }]);
  expect(await take(delivery)).toBe('refused');
  expect(hints).toEqual([mailbox]);
  expect((await mailboxes.dueSubscription(new Date())).map(({ id }) => id)).toEqual([mailbox]);
  const again = await inside(['keys', 'notifications', '--json'], env(TOKEN_KEY));
  expect(read(again)).toMatchObject({ forgotten: 0 });
});
