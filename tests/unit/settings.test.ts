/** The environment is checked at start: a wrong variable is named, a value is never repeated. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printEnvExample } from '../../worker/settings-example.ts';
import { settingNames, settingsTable } from '../../worker/settings-table.ts';
import type { Environment, SettingsError } from '../../worker/settings.ts';
import { loadEnvironment, loadSettings, readSettings, requireSignIn } from '../../worker/settings.ts';

const guid = '11111111-2222-4333-8444-555555555555';
const errorOf = (work: () => unknown): SettingsError => {
  try {
    work();
  } catch (error) {
    return error as SettingsError;
  }
  throw new Error('nothing was thrown');
};
const wrongNames = (env: Environment): string[] =>
  errorOf(() => readSettings(env)).problems.map((problem) => problem.name);

describe('an environment that is wrong', () => {
  test('every wrong variable is named at once, each with what is expected and an example', () => {
    const error = errorOf(() =>
      readSettings({ PORT: 'eighty', BRAKE_SHARE: '20%', LANGUAGE: 'en', LOG_LEVEL: 'x' }),
    );
    expect(error.name).toBe('SettingsError');
    expect(error.problems.map((problem) => problem.name)).toEqual(['PORT', 'BRAKE_SHARE', 'LOG_LEVEL']);
    expect(error.message).toContain('PORT: expected: a whole number from 0 to 65535');
    expect(error.message).toContain('example: PORT=3001');
  });

  test('the message is Dutch unless English is asked for', () => {
    expect(errorOf(() => readSettings({ PORT: 'x' })).message).toContain('verwacht: een geheel getal');
  });

  test('no message repeats a value that was given', () => {
    const secret = 'hunter2-S3cret';
    for (const name of settingNames) {
      const env = { [name]: secret, CLIENT_CERTIFICATE_FILE: secret, TOKEN_KEY: secret };
      expect(errorOf(() => readSettings(env)).message).not.toContain(secret);
    }
  });

  test.each([
    ['DATABASE_URL', 'mysql://db.example/x'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PUBLIC_URL', 'http://relatiebrug.example'],
    ['PUBLIC_URL', 'https://relatiebrug.example/pad'],
    ['PUBLIC_URL', 'https://user:password@relatiebrug.example'],
    ['AUTHORITY', 'http://localhost:8443'],
    ['GRAPH_BASE_URL', 'graph.microsoft.com'],
    ['CLIENT_ID', 'relatiebrug'],
    ['ALLOWED_TENANTS', `${guid},common`],
    ['ALLOWED_TENANTS', ' , '],
    ['ADMINS', 'Petra'],
    ['TOKEN_KEY', 'too short'],
    ['TOKEN_KEY', 'a'.repeat(63)],
    ['TOKEN_KEY', '0'.repeat(64)],
    ['TOKEN_KEY', Buffer.alloc(32, 0x11).toString('base64')],
    ['TOKEN_KEYS_OLD', `${'a'.repeat(64)},b`],
    ['TIME_ZONE', 'Europe/Utrecht'],
    ['NIGHT_WINDOW', '01:00'],
    ['NIGHT_WINDOW', '25:00-26:00'],
    ['NIGHT_WINDOW', '03:00-03:00'],
    ['CRM_PERSON_URL', 'https://crm.example/personen'],
    ['CRM_PERSON_URL', 'http://crm.example/{id}'],
    ['CRM_PERSON_URL', 'https://{id}.crm.example/'],
    ['CRM_PERSON_URL', 'https://crm.example:{id}/'],
    ['CRM_PERSON_URL', 'https://user:password@crm.example/{id}'],
    ['CRM_PERSON_URL', 'javascript:alert({id})'],
    ['COUNTRY', 'DE'],
    ['LANGUAGE', 'fr'],
    ['BRAKE_CARDS', '-1'],
    ['BRAKE_SHARE', '1.5'],
    ['GRAPH_CONCURRENCY', '5'],
    ['GRAPH_WINDOW_REQUESTS', '10001'],
    ['LEASE_SECONDS', '0'],
    ['CONCURRENT_PASSES', '0'],
    ['ALLOW_LOCAL_NOTIFICATIONS', 'maybe'],
    ['LOG_FORMAT', 'xml'],
    ['METRICS_PORT', '70000'],
    ['METRICS_TOKEN', 'short'],
    ['METRICS_TOKEN', 'with spaces, so that nobody can send it'],
  ])('%s=%s stops the start', (name, value) => {
    expect(wrongNames({ [name]: value })).toEqual([name]);
  });

  test('half a pair is told by the half that is missing', () => {
    expect(wrongNames({ TLS_CERT_FILE: 'a.pem' })).toEqual(['TLS_KEY_FILE']);
    expect(wrongNames({ CLIENT_KEY_FILE: 'a.pem' })).toEqual(['CLIENT_CERTIFICATE_FILE']);
  });

  test('figures are not told to other computers without a token', () => {
    for (const host of ['0.0.0.0', '::', '10.0.0.5', 'metrics.example'])
      expect(wrongNames({ METRICS_PORT: '9464', METRICS_HOST: host })).toEqual(['METRICS_TOKEN']);
    for (const host of ['127.0.0.1', 'localhost', '::1'])
      expect(readSettings({ METRICS_PORT: '9464', METRICS_HOST: host }).metrics).toEqual({
        port: 9464,
        host,
        token: null,
      });
    const token = 'a-token-of-24-characters';
    expect(readSettings({ METRICS_PORT: '0', METRICS_HOST: '::', METRICS_TOKEN: token }).metrics.token).toBe(
      token,
    );
  });

  test('two kinds of one thing are refused', () => {
    const both = { CLIENT_SECRET: 's', CLIENT_CERTIFICATE_FILE: 'a.pem', CLIENT_KEY_FILE: 'b.pem' };
    expect(wrongNames(both)).toEqual(['CLIENT_SECRET, CLIENT_CERTIFICATE_FILE']);
    expect(wrongNames({ TOKEN_KEY: 'ab'.repeat(32), TOKEN_KEY_FILE: 'k' })).toEqual([
      'TOKEN_KEY, TOKEN_KEY_FILE',
    ]);
  });
});

describe('an environment that is right', () => {
  test('an empty environment runs the embedded store with the documented defaults', () => {
    const settings = readSettings({ PORT: ' ' });
    expect(settings).toMatchObject({
      databaseUrl: null,
      dataDir: join(process.cwd(), '.data'),
      host: '127.0.0.1',
      port: 3001,
      publicUrl: null,
      notificationOrigin: null,
      tls: null,
      authority: 'https://login.microsoftonline.com',
      graphBaseUrl: 'https://graph.microsoft.com',
      timeZone: 'Europe/Amsterdam',
      nightWindow: { startMinute: 60, lengthMinutes: 240 },
      country: 'NL',
      language: 'nl',
      brake: { cards: 20, share: 0.2, emptyFrom: 5 },
      graphConcurrency: 4,
      graphWindowRequests: 10_000,
    });
  });

  test('lists, GUIDs and keys are read in every usual form', () => {
    const key = Buffer.alloc(32, 7);
    const settings = readSettings({
      CLIENT_ID: guid.toUpperCase(),
      ALLOWED_TENANTS: ` ${guid.toUpperCase()} , ${guid},`,
      ADMINS: `Petra@Kantoor.Example,${guid}`,
      TOKEN_KEY: key.toString('base64'),
      TOKEN_KEYS_OLD: `${key.toString('hex')},${key.toString('base64url')}`,
      AUTHORITY: 'https://localhost:8443/',
    });
    expect(settings.clientId).toBe(guid);
    expect(settings.paneClientIds).toEqual([guid]);
    expect(settings.allowedTenants).toEqual([guid, guid]);
    expect(settings.admins).toEqual(['petra@kantoor.example', guid]);
    expect(settings.tokenKey).toEqual({ kind: 'key', key: new Uint8Array(key) });
    expect(settings.tokenKeysOld).toEqual([new Uint8Array(key), new Uint8Array(key)]);
    expect(settings.authority).toBe('https://localhost:8443');
  });

  test('a night window may cross midnight', () => {
    expect(readSettings({ NIGHT_WINDOW: '23:30-04:00' }).nightWindow).toEqual({
      startMinute: 1410,
      lengthMinutes: 270,
    });
  });

  test('notifications are asked for only where Microsoft can reach us', () => {
    const origin = (env: Environment) => readSettings(env).notificationOrigin;
    expect(origin({ PUBLIC_URL: 'https://relatiebrug.example/' })).toBe('https://relatiebrug.example');
    expect(origin({ PUBLIC_URL: 'https://localhost:3001' })).toBeNull();
    expect(origin({ PUBLIC_URL: 'https://127.0.0.1:3001' })).toBeNull();
    expect(origin({ PUBLIC_URL: 'https://localhost:3001', ALLOW_LOCAL_NOTIFICATIONS: 'true' })).toBe(
      'https://localhost:3001',
    );
  });

  test.each([
    ['en_US:en', 'en'],
    ['nl_NL.UTF-8', 'nl'],
    ['de_DE:de', 'nl'],
    ['en', 'en'],
  ])('a LANGUAGE that the system sets for other programs (%s) does not stop the start', (value, expected) => {
    expect(readSettings({ LANGUAGE: value }).language).toBe(expected);
  });

  test('every example in the table passes its own check; where the office makes a secret itself, none is shown', () => {
    const refused = settingNames.filter(
      (name) => !settingsTable[name].schema.safeParse(settingsTable[name].example).success,
    );
    expect(refused).toEqual(['TOKEN_KEY', 'TOKEN_KEYS_OLD', 'METRICS_TOKEN']);
    for (const name of refused) expect(settingsTable[name].example).toBe('<openssl rand -hex 32>');
  });

  test('a key of one digit that was taken before can still be rotated away', () => {
    expect(readSettings({ TOKEN_KEYS_OLD: '0'.repeat(64) }).tokenKeysOld).toEqual([new Uint8Array(32)]);
  });
});

describe('what only sign-in needs', () => {
  test('is not asked for by readSettings and is named in full by requireSignIn', () => {
    const error = errorOf(() => requireSignIn(readSettings({})));
    expect(error.problems.map((problem) => problem.name)).toEqual([
      'CLIENT_ID',
      'CLIENT_SECRET / CLIENT_CERTIFICATE_FILE',
      'ALLOWED_TENANTS',
      'TOKEN_KEY / TOKEN_KEY_FILE',
    ]);
  });

  test('passes when all is there', () => {
    const settings = requireSignIn(
      readSettings({ CLIENT_ID: guid, CLIENT_SECRET: 's', ALLOWED_TENANTS: guid, TOKEN_KEY_FILE: 'k' }),
    );
    expect(settings.credential).toEqual({ kind: 'secret', secret: 's' });
    expect(settings.tokenKey).toEqual({ kind: 'file', file: join(process.cwd(), 'k') });
  });
});

describe('the .env file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'relatiebrug-env-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const write = (text: string): void => writeFileSync(join(folder, '.env'), text);

  test('a folder without one changes nothing', () => {
    expect(loadEnvironment(folder, { PORT: '1' })).toEqual({ PORT: '1' });
  });

  test('an unknown name in it stops the start and names the nearest known one', () => {
    write('POORT=80\nGRAPH_BASEURL=https://graph.example\n');
    const error = errorOf(() => loadSettings(folder, { LANGUAGE: 'en' }));
    expect(error.message).toContain('POORT: unknown setting in .env; did you mean PORT?');
    expect(error.message).toContain('GRAPH_BASEURL: unknown setting in .env; did you mean GRAPH_BASE_URL?');
  });

  test('an unknown name in the environment itself is somebody else’s', () => {
    expect(loadSettings(folder, { POORT: '80' }).port).toBe(3001);
  });

  test('a variable that Node.js reads before the file is not silently without effect', () => {
    write('NODE_EXTRA_CA_CERTS=ca.pem\n');
    expect(errorOf(() => loadSettings(folder, {})).message).toContain(
      'zet deze variabele in de omgeving zelf',
    );
  });

  test('the environment wins over the file, an empty one does not', () => {
    write('PORT=4000\nHOST="::1"\n# LOG_LEVEL=x\n');
    expect(loadSettings(folder, { PORT: '5000', HOST: '' })).toMatchObject({ port: 5000, host: '::1' });
  });

  test('.env.example lists every setting and nothing else, as the table says', () => {
    const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    expect(text).toBe(printEnvExample());
    expect(
      text
        .match(/^#[A-Z_]+(?==)/gm)
        ?.map((line) => line.slice(1))
        .sort(),
    ).toEqual([...settingNames].sort());
  });

  test('.env.example, with all marks taken away and its secrets made, is read without a complaint about a single line', () => {
    const text = printEnvExample().replace(/^#(?=[A-Z_]+=)/gm, '');
    write(text.replaceAll('<openssl rand -hex 32>', 'ab'.repeat(32)));
    const error = errorOf(() => loadSettings(folder, {}));
    expect(error.problems.map((problem) => problem.name)).toEqual([
      'CLIENT_SECRET, CLIENT_CERTIFICATE_FILE',
      'TOKEN_KEY, TOKEN_KEY_FILE',
    ]);
  });
});
