/**
 * Who may ask what, as a matrix made from the routes of the application: every route × every kind of caller. A new route
 * without a row in support/rules.ts fails here, and so does a row that says less than the route allows.
 *
 * Seen to fail with the safeguard taken away, in a copy of the worker: `audience`, the comparison of the issuer, or the check of
 * `scp` left out of worker/identity/guard.ts (the callers of that name come in); `requireAdmin` left out of /api/admin/passes (its
 * rows); the look at the employee left out of `requireMailbox` in worker/api/http/who.ts (who has left is let in).
 */
import { FOREIGN_TENANT, HOME_TENANT, SANDBOX_CLIENT_ID } from '../../sandbox/index.ts';
import type { MintOptions } from '../../sandbox/sign-in/index.ts';
import { apiErrors, type ApiErrorCode, type ErrorBody } from '../../shared/api/errors.ts';
import { publicPaths } from '../../worker/api/app.ts';
import { fingerprintOf } from './support/fingerprint.ts';
import { fillMailbox, type FullMailbox } from './support/full-mailbox.ts';
import { adminUser, joost, jsonOf, morag, openGate, petra, sofie, type Gate } from './support/gate.ts';
import { describedRoutes, routesOf } from './support/routes.ts';
import { rules, type Answer, type Asked, type Expected } from './support/rules.ts';

let gate: Gate;
let mine: FullMailbox;
/** Who left: a mailbox as full as the other. */
let theirs: FullMailbox;
beforeAll(async () => {
  gate = await openGate();
  mine = await fillMailbox(gate, petra, 'tulp');
  theirs = await fillMailbox(gate, joost, 'roos');
  const { mail, displayName } = gate.office.sandbox.users.get(joost);
  await gate.office.crm.upsertEmployee({ email: mail, displayName, active: false });
}, 120_000);
afterAll(() => gate.close());

const versions = async (of: FullMailbox): Promise<Map<string, string>> => {
  const persons = await gate.office.crm.persons(Object.values(of.persons).map(({ id }) => id));
  return new Map([...persons.values()].map(({ id, version }) => [id, version]));
};

const send = (method: string, { path, body }: Asked, authorization?: string): Promise<Response> => {
  const { headers, ...rest } = jsonOf(body);
  return Promise.resolve(
    gate.app.request(path, {
      method,
      headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
      ...rest,
    }),
  );
};

/** As a row says it: the status, or the code of a refusal. */
const answered = async (response: Response): Promise<Answer> => {
  if (response.status < 400) return response.status;
  const text = await response.text();
  const { code } = (JSON.parse(text) as ErrorBody).error;
  expect(apiErrors[code]).toBe(response.status);
  return code;
};

const methodOf = (key: string): string => key.slice(0, key.indexOf(' '));
const guarded = Object.entries(rules).filter(([, { expected }]) => expected !== null);
const inSeconds = (ms: number): number => Math.floor((gate.office.sandbox.clock.now() + ms) / 1000);

/** What is no valid token of ours, however it is wrong; with the one answer that every route gives it. */
const impostors: readonly (readonly [string, () => string | undefined, ApiErrorCode])[] = [
  ['no token', () => undefined, 'unauthenticated'],
  ['garbage', () => 'Bearer aaa.bbb.ccc', 'tokenInvalid'],
  ['another scheme', () => `Basic ${Buffer.from('petra:geheim').toString('base64')}`, 'tokenInvalid'],
  ...(
    [
      ['a token that has expired', { expiresInSeconds: -120 }, 'tokenInvalid'],
      ['a token that is not valid yet', 'nbf', 'tokenInvalid'],
      ['a token for another audience', { audience: '99999999-0000-4000-8000-000000000000' }, 'tokenInvalid'],
      ['a token for Graph', { kind: 'graph' }, 'tokenInvalid'],
      ['an id token', { kind: 'id' }, 'tokenInvalid'],
      [
        'a token of another issuer',
        { issuer: `https://elsewhere.example/${HOME_TENANT}/v2.0` },
        'tokenInvalid',
      ],
      ['a token without a signature', { signature: 'none' }, 'tokenInvalid'],
      ['a token of a strange key', { signature: 'foreign' }, 'tokenInvalid'],
      ['a token of a strange key under our key’s name', { signature: 'foreignSameKid' }, 'tokenInvalid'],
      ['our issuer, a foreign tenant’s id', { claims: { tid: FOREIGN_TENANT } }, 'tokenInvalid'],
      ['a user of a foreign tenant', { user: morag }, 'tenantNotAllowed'],
      [
        'a user of a foreign tenant who says to be an administrator',
        { user: morag, roles: ['Relatiebrug.Admin'] },
        'tenantNotAllowed',
      ],
      [
        'a token that was given to another app',
        { azp: '99999999-0000-4000-8000-000000000000' },
        'clientNotAllowed',
      ],
      ['a token without our scope', { scope: 'User.Read' }, 'scopeMissing'],
      ['a token of the app itself', { scope: '', roles: ['Relatiebrug.Admin'] }, 'scopeMissing'],
    ] as readonly (readonly [string, Partial<MintOptions> | 'nbf', ApiErrorCode])[]
  ).map(([name, options, code]): readonly [string, () => string, ApiErrorCode] => [
    name,
    () => {
      const how = options === 'nbf' ? { claims: { nbf: inSeconds(600_000) } } : options;
      return `Bearer ${gate.token(how.user ?? petra, how)}`;
    },
    code,
  ]),
  [
    'a token signed with our client id as a password',
    () => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const [, payload = ''] = gate.token(petra).split('.');
      return `Bearer ${part({ alg: 'HS256', typ: 'JWT' })}.${payload}.${Buffer.from(SANDBOX_CLIENT_ID).toString('base64url')}`;
    },
    'tokenInvalid',
  ],
];

describe('The table of who may ask what', () => {
  test('has a row for every route of the application, and no other', () => {
    expect(routesOf(gate.app).sort()).toEqual(Object.keys(rules).sort());
  });

  test('calls public what the application names public, and the pane’s files; nothing under /api but its document', () => {
    const open = Object.entries(rules).flatMap(([key, { expected }]) =>
      expected === null ? [key.slice(key.indexOf(' ') + 1)] : [],
    );
    expect([...new Set(open)].sort()).toEqual([...publicPaths, '/*'].sort());
    expect(open.filter((path) => path.startsWith('/api/'))).toEqual(['/api/openapi.json']);
  });

  test('asks every route at an address that is this route’s', () => {
    for (const [key, { ask }] of Object.entries(rules)) {
      const [path = ''] = ask(mine, new Map()).path.split('?');
      const pattern = key
        .slice(key.indexOf(' ') + 1)
        .replace('/*', '/[^/]+')
        .replace(/\{\w+\}/gu, '[^/]+');
      expect([key, new RegExp(`^${pattern}$`, 'u').test(path)]).toEqual([key, true]);
    }
  });

  test('the document names every guarded route, with the refusals of the door', () => {
    const described = describedRoutes(gate.app).map(({ key }) => key);
    expect(described.sort()).toEqual(guarded.map(([key]) => key).sort());
  });
});

describe('No guarded route answers, and nothing changes, for', () => {
  test.each(impostors)('%s', async (_name, authorization, code) => {
    const before = await fingerprintOf(gate.office.db);
    const known = await versions(mine);
    for (const [key, { ask }] of guarded) {
      const response = await send(methodOf(key), ask(mine, known), authorization());
      const text = await response.text();
      expect([key, response.status, (JSON.parse(text) as ErrorBody).error.code]).toEqual([
        key,
        apiErrors[code],
        code,
      ]);
      expect(Object.keys((JSON.parse(text) as ErrorBody).error).sort()).toEqual(['code', 'message']);
    }
    expect(await fingerprintOf(gate.office.db)).toEqual(before);
  });
});

/** One after the other, as the table has them; what each row says of this caller. */
const askAll = async (
  caller: keyof Expected,
  of: FullMailbox,
  authorization: () => string,
  which: (answer: Answer) => boolean,
): Promise<void> => {
  for (const [key, { expected, ask }] of guarded) {
    if (expected === null || !which(expected[caller])) continue;
    const response = await send(methodOf(key), ask(of, await versions(of)), authorization());
    expect([key, await answered(response)]).toEqual([key, expected[caller]]);
  }
};
const isRefusal = (answer: Answer): boolean => typeof answer === 'string';
const isDone = (answer: Answer): boolean => !isRefusal(answer);
const bearer =
  (user: string, options: Partial<MintOptions> = {}): (() => string) =>
  () =>
    `Bearer ${gate.token(user, options)}`;

describe('A valid token', () => {
  test.each<[string, keyof Expected, () => [FullMailbox, string]]>([
    ['of a user without a mailbox', 'stranger', () => [mine, sofie]],
    ['of an administrator without a mailbox', 'admin', () => [mine, adminUser]],
    ['of somebody who has left the office', 'left', () => [theirs, joost]],
    ['of a user of the pane', 'user', () => [mine, petra]],
  ])('%s is refused what is not theirs, and changes nothing by asking', async (_name, caller, whose) => {
    const [of, user] = whose();
    const before = await fingerprintOf(gate.office.db);
    await askAll(caller, of, bearer(user), isRefusal);
    expect(await fingerprintOf(gate.office.db)).toEqual(before);
  });

  test.each<[string, keyof Expected, () => [FullMailbox, () => string]]>([
    ['of a user without a mailbox', 'stranger', () => [mine, bearer(sofie)]],
    ['of an administrator without a mailbox', 'admin', () => [mine, bearer(adminUser)]],
    ['of somebody who has left the office', 'left', () => [theirs, bearer(joost)]],
    ['of a user of the pane', 'user', () => [mine, bearer(petra)]],
  ])('%s is answered what the table says', async (_name, caller, whose) => {
    const [of, authorization] = whose();
    await askAll(caller, of, authorization, isDone);
  });

  test('with the administrator’s role opens the administrator’s routes; the same word in another claim does not', async () => {
    for (const [key, { expected, ask }] of guarded) {
      if (expected?.user !== 'adminOnly') continue;
      const as = async (options: Partial<MintOptions>): Promise<Answer> =>
        answered(await send(methodOf(key), ask(mine, new Map()), bearer(petra, options)()));
      expect([key, await as({ roles: ['Relatiebrug.Admin'] })]).toEqual([key, 200]);
      expect([key, await as({ roles: ['relatiebrug.admin', 'Relatiebrug.Admin.Reader'] })]).toEqual([
        key,
        'adminOnly',
      ]);
      expect([
        key,
        await as({ claims: { groups: ['Relatiebrug.Admin'], wids: ['Relatiebrug.Admin'] } }),
      ]).toEqual([key, 'adminOnly']);
      expect([key, await as({ claims: { roles: 'Relatiebrug.Admin' } })]).toEqual([key, 'adminOnly']);
    }
  });
});

test('Public routes tell nothing of anybody: no person, no mailbox, no employee', async () => {
  const secrets = [mine, theirs].flatMap((of) => [
    of.marker,
    of.mailboxId,
    of.employeeId,
    of.user,
    of.clientState,
  ]);
  for (const [key, { expected, ask }] of Object.entries(rules)) {
    if (expected !== null) continue;
    const text = await (await send(methodOf(key), ask(mine, new Map()))).text();
    expect([key, secrets.filter((secret) => text.includes(secret))]).toEqual([key, []]);
  }
});
