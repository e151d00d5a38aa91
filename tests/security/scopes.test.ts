/**
 * Least privilege: the worker asks for the user's own contacts and nothing more, and says so in its log and in `doctor`
 * when Microsoft grants more: scopes that somebody consented to for another purpose, or application permissions, which
 * open every mailbox without its user. The sandbox's sign-in grants both as Entra does.
 *
 * Seen to fail with `tooMuch` in granted.ts returning nothing, with the names left unchecked there (what comes from
 * outside stood in the log), with `told` in tokens.ts left out (a line a refresh), with `grantedOf` in examine.ts
 * returning `grantedOk`, and with 'Mail.Read' added to GRAPH_SCOPES in clients.ts.
 */
import { SANDBOX_CLIENT_ID, SANDBOX_CLIENT_SECRET } from '../../sandbox/index.ts';
import { permissionsIn, tooMuch } from '../../worker/identity/granted.ts';
import { warnOfTooMuchGranted } from '../../worker/main/warn-granted.ts';
import { createIdentityWorld, type IdentityWorld } from '../support/identity-world.ts';
import { startWorker } from '../support/worker-process.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const karim = 'karim@kantoor-voorbeeld.example';

let world: IdentityWorld;
beforeAll(async () => {
  world = await createIdentityWorld();
}, 120_000);
afterAll(() => world.close());
beforeEach(() => world.empty());

/** The worker's warnings about what was granted. */
const warnings = (): object[] =>
  world.log.filter(({ message }) => message.startsWith('signIn.')).map(({ fields }) => fields);
const startUp = async (): Promise<void> => {
  const said: object[] = [];
  let enough = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    enough = resolve;
  });
  const identity = {
    tooMuchGranted: () => world.identity.tooMuchGranted(),
    check: () => world.identity.check().finally(() => setImmediate(enough)),
  };
  const warn = (fields: object, message: string): void => void said.push({ ...fields, message });
  warnOfTooMuchGranted(identity, { warn } as Parameters<typeof warnOfTooMuchGranted>[1], 0);
  await done;
  world.log.push(...said.map((fields) => ({ level: 'warn' as const, fields, message: 'signIn.' })));
};

test('a user is asked for his own contacts and his name, and for nothing else', async () => {
  const page = await world.visit(world.sandbox.users.get(petra), await world.ticket(petra));
  expect([...page.asked].sort()).toEqual(['Contacts.ReadWrite', 'User.Read', 'offline_access', 'profile']);
});

test('what was asked for is granted: nothing is said, at the start or at a refresh', async () => {
  const mailbox = await world.activate(petra);
  await (await world.another()).tokens.accessToken(mailbox);
  await startUp();
  expect(warnings()).toEqual([]);
  expect(await world.identity.check()).toEqual({ ok: true, permissions: [] });
});

test('scopes that came along are named at the start, and once when they are first seen in a token', async () => {
  world.sandbox.signIn.alsoGrant(['Mail.ReadWrite', 'Files.Read']);
  const boxes = [await world.activate(petra), await world.activate(karim)];
  const worker = await world.another();
  for (const box of [...boxes, ...boxes]) await worker.tokens.accessToken(box);
  expect(warnings()).toEqual([{ scopes: ['Files.Read', 'Mail.ReadWrite'] }]);
  world.log.length = 0;
  await startUp();
  expect(warnings()).toEqual([expect.objectContaining({ scopes: ['Files.Read', 'Mail.ReadWrite'] })]);
});

test('application permissions are named: they open every mailbox without its user', async () => {
  world.sandbox.signIn.registerApp({
    clientId: SANDBOX_CLIENT_ID,
    permissions: ['Contacts.ReadWrite', 'Mail.Read'],
  });
  await startUp();
  expect(warnings()).toEqual([expect.objectContaining({ permissions: ['Contacts.ReadWrite', 'Mail.Read'] })]);
});

test('doctor warns about both, says what to do, and is not wrong for it', async () => {
  world.sandbox.signIn.alsoGrant(['Mail.Send']);
  world.sandbox.signIn.registerApp({ clientId: SANDBOX_CLIENT_ID, permissions: ['User.Read.All'] });
  await world.activate(petra);
  const command = startWorker(['doctor', '--json'], {
    DATABASE_URL: world.databaseUrl,
    AUTHORITY: world.sandbox.authorityUrl,
    GRAPH_BASE_URL: world.sandbox.graphUrl,
    NODE_EXTRA_CA_CERTS: world.sandbox.caFile,
    CLIENT_ID: SANDBOX_CLIENT_ID,
    CLIENT_SECRET: SANDBOX_CLIENT_SECRET,
    ALLOWED_TENANTS: world.settings.allowedTenants.join(','),
    TOKEN_KEY: '07'.repeat(32),
    LANGUAGE: 'en',
  });
  const { stdout } = await command.ended;
  const { checks } = JSON.parse(stdout) as { checks: { check: string; state: string; message: string }[] };
  const granted = checks.filter(({ check }) => check === 'granted');
  expect(granted.map(({ state }) => state)).toEqual(['warning', 'warning']);
  expect(granted[0]?.message).toContain('(User.Read.All)');
  expect(granted[1]?.message).toContain('(Mail.Send)');
  expect(granted[1]?.message).toContain('Take it back in Entra');
}, 60_000);

test.each([
  [['Contacts.ReadWrite', 'User.Read', 'openid', 'profile', 'email', 'offline_access'], []],
  [['https://graph.microsoft.com/contacts.readwrite', 'user.read', ''], []],
  [
    ['Contacts.ReadWrite.Shared', 'Contacts.Read'],
    ['Contacts.Read', 'Contacts.ReadWrite.Shared'],
  ],
  [['https://graph.microsoft.com/Mail.Read', 'Mail.Read'], ['Mail.Read']],
  [['Directory.AccessAsUser.All', 'x"\nforged line', 'a'.repeat(500)], ['Directory.AccessAsUser.All']],
])('of %j too much is %j', (scopes, expected) => {
  expect(tooMuch(scopes)).toEqual(expected);
});

const token = (payload: unknown): string =>
  `x.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.x`;
test.each([
  [token({ roles: ['Mail.Read', 'Contacts.Read'] }), ['Contacts.Read', 'Mail.Read']],
  [token({ roles: ['a b', 7, null] }), []],
  [token({}), []],
  [token({ roles: 'Mail.Read' }), null],
  [token(null), null],
  ['an opaque token', null],
  ['', null],
])('an app token %# that cannot be read is not taken for one without permissions', (given, expected) => {
  expect(permissionsIn(given)).toEqual(expected);
});
