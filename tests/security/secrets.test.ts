/**
 * Secrets and personal data stay where they belong. A worker of its own process on the database that comes along, with
 * everything logged (`trace`), a whole day's traffic and faults on top; every value that must not be seen is a marker or
 * is read from where it really lies. Looked through afterwards: all that was printed, the database's own log, what
 * `/metrics`, `/healthz` and `/readyz` say, the list of processes with the environments of children, and a dump of
 * every table.
 *
 * Seen to fail with a safeguard taken away: `bareError` in log.ts telling the error's message (the row that PostgreSQL
 * refused), `redact` left out there together with a Graph channel that logs its token (with `redact` it stayed hidden),
 * `process.env` handed to the server's processes in cluster.ts (the client secret), `log_min_messages` at its default in
 * server.ts (the database's log), the HMAC in print-keys.ts replaced by the value (the private card), `hashOf` in
 * flow-rows.ts returning what it is given (tickets and states in the dump).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { Agent, fetch } from 'undici';
import { createSandbox, SANDBOX_CLIENT_ID, type Sandbox } from '../../sandbox/index.ts';
import { signInAs } from '../../sandbox/sign-in/browser.ts';
import { createKeyring } from '../../worker/identity/keyring.ts';
import { processesIn } from '../../worker/store/embedded/processes.ts';
import type { Db } from '../../worker/store/db.ts';
import { openStore, type Store } from '../../worker/store/open-store.ts';
import {
  runCommand,
  servedEnv,
  startWorker,
  type WorkerEnv,
  type WorkerProcess,
} from '../support/worker-process.ts';

const petra = 'petra@kantoor-voorbeeld.example';

/** Each in one place only, so that whoever finds it knows where it came from. */
const secrets = {
  clientSecret: 'marker-geheim-van-de-app-7Q',
  tokenKey: 'c3'.repeat(32),
  metricsToken: 'marker-van-de-metingen-4T',
};
const typed = {
  lastName: 'Markersma',
  email: 'merkteken.persoon@merk-adres.example',
  phone: '0209876501',
  jobTitle: 'Merktekenmaker',
  /** More than most will take. */
  tooLong: `Merknaam${'n'.repeat(240)}`,
};
/** On a card of the user's own, which is nobody's business. */
const own = {
  surname: 'Geheimvriend',
  email: 'geheim.vriend@prive.example',
  notes: 'Merknotitie over iemand',
};

let sandbox: Sandbox;
let home: string;
let env: WorkerEnv;
let agent: Agent;
let worker: WorkerProcess;
let store: Store;
let db: Db;
/** Values that came into being on the way: tokens, tickets, codes, the client state. */
const seen: Record<string, string> = {};
/** What was found, each under where it was found. */
const places: Record<string, string> = {};

const call = async (method: string, path: string, token?: string, body?: unknown): Promise<string> => {
  const answer = await fetch(`${env['PUBLIC_URL']!}${path}`, {
    method,
    dispatcher: agent,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return answer.text();
};

const until = async (what: string, isSo: () => boolean | Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) if (await isSo()) return;
  throw new Error(`${what} did not come: ${worker.stderr().slice(-2_000)}`);
};

const command = async (...args: string[]): Promise<string> => {
  const { code, stdout, stderr } = await runCommand(args, env);
  places[`relatiebrug ${args[0]!} ${args[1] ?? ''}`] = stderr;
  if (code !== 0 && code !== 3) throw new Error(stderr);
  return stdout;
};

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'relatiebrug-secrets-')));
  await chmod(home, 0o755);
  sandbox = await createSandbox();
  sandbox.signIn.registerApp({ clientId: SANDBOX_CLIENT_ID, secrets: [secrets.clientSecret] });
  agent = new Agent({ connect: { ca: sandbox.ca } });
  const dataDir = join(home, 'data');
  env = await servedEnv(sandbox, {
    DATA_DIR: dataDir,
    CLIENT_SECRET: secrets.clientSecret,
    TOKEN_KEY: secrets.tokenKey,
    METRICS_TOKEN: secrets.metricsToken,
    ALLOW_LOCAL_NOTIFICATIONS: 'true',
    LOG_LEVEL: 'trace',
  });
  worker = startWorker(['serve'], env);
  await worker.until(env['PUBLIC_URL']!);
  store = await openStore({ dataDir });
  db = store.db;
  await aDay();
  await lookAround(dataDir);
}, 180_000);

afterAll(async () => {
  await store?.close();
  await worker?.stop();
  await agent?.close();
  await sandbox?.close();
  await rm(home, { recursive: true, force: true });
}, 60_000);

/** Import, sign-in, passes in both directions, the API, notifications, and what goes wrong on the way. */
const aDay = async (): Promise<void> => {
  const file = join(home, 'personen.csv');
  const head = 'Soort;Roepnaam;Achternaam;E-mail (zakelijk);Telefoon (zakelijk);Functie;Relatiebeheerder';
  const row = (name: string, email: string): string =>
    ['contactpersoon', 'Merel', name, email, typed.phone, typed.jobTitle, `Petra de Vries <${petra}>`].join(
      ';',
    );
  await writeFile(
    file,
    [
      head,
      row(typed.lastName, typed.email),
      row('Ander', 'x'),
      row(typed.tooLong, 'y@merk-adres.example'),
    ].join('\n'),
  );
  await command('import', file, '--create-employees', '--yes');

  const outlook = sandbox.outlook(petra);
  outlook.add({
    surname: own.surname,
    personalNotes: own.notes,
    emailAddresses: [{ address: own.email }],
  });

  const out = await command('mailbox', 'activate', petra, '--json');
  seen['link'] = /https:[^"\s]+/.exec(out + places['relatiebrug mailbox activate'])![0];
  seen['ticket'] = new URL(seen['link']).searchParams.get('ticket')!;
  delete places['relatiebrug mailbox activate'];
  const visit = await signInAs(sandbox.users.get(petra), seen['link'], { ca: sandbox.ca });
  for (const name of ['code', 'state']) seen[name] = visit.url.searchParams.get(name)!;
  await until('the first pass', () => outlook.cards().length === 2);

  await leftOpen();
  // A query that the server refuses, with what somebody typed in it.
  await db.query(sql`select ${typed.email}::int`).catch(() => undefined);

  // Such as a request gets over by itself: each is logged, and the pass goes on.
  for (const fault of [
    { kind: 'status', status: 503, body: 'html' },
    { kind: 'status', status: 429, retryAfter: 1 },
    { kind: 'cut' },
  ] as const)
    sandbox.faults.plan({ where: 'graph', method: 'GET', fault });
  const card = outlook.cards().find(({ values }) => values.surname === typed.lastName)!;
  outlook.edit(card, { jobTitle: `${typed.jobTitle} op zee`, surname: typed.tooLong });
  await until('the edit', async () => {
    const [row] = await db.query<{ n: number }>(
      sql`select count(*)::int as n from sync.history where to_value like ${`%${typed.jobTitle} op zee%`}`,
    );
    return row!.n > 0;
  });

  // And one that no repeating helps: in a pass of its own, so that nothing else ends that pass first.
  sandbox.faults.plan({ where: 'graph', path: '/delta', fault: { kind: 'status', status: 400 } });
  outlook.edit(card, { jobTitle: `${typed.jobTitle} voor anker` });
  await until('a request that Microsoft refuses', () => worker.stderr().includes('graph.failed'));

  await refusedByTheDatabase(() => outlook.edit(card, { jobTitle: `${typed.jobTitle} aan land` }));

  const token = sandbox.signIn.mintToken({ user: petra, kind: 'api' });
  seen['apiToken'] = token;
  for (const path of [
    '/api/me',
    `/api/lookup?email=${encodeURIComponent(typed.email)}`,
    `/api/persons?query=${typed.lastName}`,
    '/api/mailbox',
    '/api/held',
    '/api/history',
    `/connect/start?ticket=${seen['ticket']}`,
    `/connect/callback?code=${seen['code']}&state=${seen['state']}`,
    '/niet/hier',
  ])
    await call('GET', path, token);
  await call('GET', `/api/persons?query=${typed.lastName}`, `${token}x`);
  await call('POST', '/api/persons', token, { fields: { lastName: typed.lastName, unknown: typed.tooLong } });
  await call('PATCH', '/api/mailbox/settings', token, `{"${typed.lastName}`);
  await until('the subscription', () => sandbox.notifications.list().length > 0);
  seen['clientState'] = sandbox.notifications.list()[0]!.clientState ?? '';
  await call('POST', '/notifications/graph', undefined, {
    value: [{ subscriptionId: 'x', clientState: typed.lastName, resource: typed.email }],
  });
  sandbox.faults.plan({ where: 'sign-in', fault: { kind: 'deadRefreshToken', suberror: 'bad_token' } });
};

/** As a constraint does, with the row in the text of the error: the pass fails, and that is logged. */
const refusedByTheDatabase = async (edit: () => unknown): Promise<void> => {
  await db.query(sql`create function public.refuse() returns trigger language plpgsql as $$
    begin raise exception 'refused: %', new using detail = new::text, hint = new::text; end $$`);
  await db.query(
    sql`create trigger refuse before insert on sync.history for each row execute function public.refuse()`,
  );
  edit();
  await until('the refusal', () => worker.stderr().includes('P0001'));
  await db.query(sql`drop function public.refuse() cascade`);
};

/** A link that nobody opens, and a sign-in that is begun and not ended: their rows lie in the database. */
const leftOpen = async (): Promise<void> => {
  const link = async (): Promise<string> => {
    const out = await command('mailbox', 'activate', petra, '--json');
    const found = /https:[^"\s]+/.exec(out + places['relatiebrug mailbox activate'])![0];
    delete places['relatiebrug mailbox activate'];
    return found;
  };
  seen['openTicket'] = new URL(await link()).searchParams.get('ticket')!;
  const asked = await signInAs(sandbox.users.get(petra), await link(), {
    ca: sandbox.ca,
    stopBefore: (url) => url.origin === sandbox.authorityUrl,
  });
  for (const name of ['state', 'nonce']) seen[`open ${name}`] = asked.url.searchParams.get(name)!;
};

const lookAround = async (dataDir: string): Promise<void> => {
  const get = (path: string, token?: string): Promise<string> => call('GET', path, token);
  places['/metrics'] = await get('/metrics', secrets.metricsToken);
  places['/healthz'] = await get('/healthz');
  places['/readyz'] = await get('/readyz');
  places['the log'] = worker.stderr() + worker.stdout();
  places['the log of the database'] = await readFile(join(dataDir, 'postgres.log'), 'utf8');
  places['the list of processes'] = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => fileOf(pid, 'cmdline'))
    .join('\n');
  places['the environment of the children'] = processesIn(join(dataDir, 'postgres'))
    .map((pid) => fileOf(String(pid), 'environ'))
    .join('\n');
  seen['databasePassword'] = (await readFile(join(dataDir, 'postgres.password'), 'utf8')).trim();
  await readTokens();
  places['a dump'] = await dump();
};

const fileOf = (pid: string, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** The user's own, as they really are. */
const readTokens = async (): Promise<void> => {
  const [row] = await db.query<{ user_key: string; key_id: string; sealed: Buffer }>(
    sql`select user_key, key_id, sealed from identity.tokens`,
  );
  const keyring = createKeyring(Buffer.from(secrets.tokenKey, 'hex'));
  const cache = JSON.parse(
    keyring.open(row!.sealed, row!.key_id, 'identity.tokens', row!.user_key),
  ) as Record<'AccessToken' | 'RefreshToken' | 'IdToken', Record<string, { secret: string }>>;
  for (const kind of ['AccessToken', 'RefreshToken', 'IdToken'] as const)
    seen[kind] = Object.values(cache[kind])[0]!.secret;
};

/** Every row of every table, also the queue's; bytes as hexadecimal. */
const dump = async (): Promise<string> => {
  const tables = await db.query<{ name: string }>(sql`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`);
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await db.query<{ text: string }>({
      text: `select row_to_json(t)::text as text from ${name} t`,
      values: [],
    });
    texts.push(name, ...rows.map(({ text }) => text));
  }
  return texts.join('\n');
};

/** As it is, and as it would stand in JSON, an address, a dump of bytes, or coded. */
const forms = (value: string): string[] => [
  value,
  encodeURIComponent(value),
  Buffer.from(value).toString('hex'),
  Buffer.from(value).toString('base64').replace(/=+$/, ''),
  Buffer.from(value).toString('base64url'),
];
const foundIn = (place: string, values: Readonly<Record<string, string>>): string[] =>
  Object.entries(values)
    .filter(([, value]) => forms(value).some((form) => places[place]!.includes(form)))
    .map(([name]) => `${name} in ${place}`);

test('the day was a real one: everything that is looked for did exist, and everything that is looked through has content', () => {
  for (const name of [
    'ticket',
    'code',
    'state',
    'openTicket',
    'open nonce',
    'clientState',
    'RefreshToken',
    'databasePassword',
  ])
    expect({ name, length: (seen[name] ?? '').length > 15 }).toEqual({ name, length: true });
  for (const place of [
    '/metrics',
    'the log',
    'the list of processes',
    'the environment of the children',
    'a dump',
  ])
    expect({ place, length: places[place]!.length > 200 }).toEqual({ place, length: true });
  expect(places['the log']).toContain('graph.failed');
  expect(places['a dump']).toContain(typed.lastName);
});

test('no secret is printed, logged, measured, listed with the processes or given to a child, at any level', () => {
  const found = Object.keys(places)
    .filter((place) => place !== 'a dump')
    .flatMap((place) => foundIn(place, { ...secrets, ...seen }));
  expect(found).toEqual([]);
  for (const [place, text] of Object.entries(places))
    expect({ place, token: /eyJ[\w-]{20,}\.[\w-]{10,}\./.exec(text)?.[0] }).toEqual({ place });
});

test('nothing that people typed, and no name or address of theirs, is logged or measured', () => {
  const personal = { ...typed, ...own, upn: petra, name: 'Petra de Vries' };
  // A command's own result may name whom it is about; the list of processes has the command that was typed.
  const silent = [
    'the log',
    'the log of the database',
    '/metrics',
    '/healthz',
    '/readyz',
    'the environment of the children',
  ];
  expect(silent.flatMap((place) => foundIn(place, personal))).toEqual([]);
});

test('a dump of the database opens nobody’s mailbox and tells nothing of a private card', () => {
  const { metricsToken, clientSecret, tokenKey } = secrets;
  expect(foundIn('a dump', { ...seen, metricsToken, clientSecret, tokenKey })).toEqual([]);
  expect(foundIn('a dump', own)).toEqual([]);
});

test('files with secrets are their owner’s alone', async () => {
  const { mode } = await stat(join(home, 'data', 'postgres.password'));
  expect(mode & 0o077).toBe(0);
});
