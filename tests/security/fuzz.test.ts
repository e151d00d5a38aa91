/**
 * The API under fuzzed requests, made from its own schemas: ten thousand bodies over all routes that take one, and paths and
 * queries of all routes. Whatever comes in: never an error of ours, never a word of how the worker is made, and every answer
 * is one that the document describes, in the form it describes.
 *
 * Seen to fail before `plainText` in shared/api/common.ts stood there: an id or a key with a NUL reached the database and was
 * answered 500, on five routes; and before worker/api/http/validate.ts took a path that can name nothing for 404: 422 was described
 * nowhere.
 */
import fc from 'fast-check';
import { errorBody } from '../../shared/api/errors.ts';
import { bodiesOf, queriesOf, textsOf } from './support/from-schema.ts';
import { idsOf } from './support/fingerprint.ts';
import { fillMailbox, type FullMailbox } from './support/full-mailbox.ts';
import { adminUser, openGate, petra, type Gate } from './support/gate.ts';
import { describedRoutes, type DescribedRoute } from './support/routes.ts';

const BODIES = 10_000;
/** Of each route that takes something in its path or its query. */
const PLACES = 60;
/** Asked side by side. */
const TOGETHER = 10;
const SEED = 20_261_122;

let gate: Gate;
let mine: FullMailbox;
let known: string[];
let routes: DescribedRoute[];
const tokens = new Map<string, string>();
beforeAll(async () => {
  gate = await openGate();
  mine = await fillMailbox(gate, petra, 'tulp');
  const { persons } = mine;
  known = [
    ...(await idsOf(gate.office.db, mine.mailboxId)),
    ...Object.values(persons).map(({ id }) => id),
    '1',
    '2',
    'linked@tulp.example',
  ];
  routes = describedRoutes(gate.app);
  tokens.set('user', gate.token(petra)).set('admin', gate.token(adminUser));
}, 120_000);
afterAll(() => gate.close());

interface Sent {
  readonly route: DescribedRoute;
  readonly path: string;
  readonly body?: string;
}

/** How the worker is made, and where it stands: in no answer. */
const tellTales = [
  /\bat .+:\d+:\d+/u,
  /node_modules/u,
  /\.ts\b/u,
  /\bSELECT\b|\bINSERT INTO\b/u,
  /syntax error/iu,
  /\bpg_|postgres/iu,
  /ZodError|TypeError/u,
];

const send = async ({ route, path, body }: Sent): Promise<string[]> => {
  const token = tokens.get(route.path.startsWith('/api/admin/') ? 'admin' : 'user') ?? '';
  const response = await gate.app.request(path, {
    method: route.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const faults: string[] = [];
  if (response.status >= 500) faults.push(`status ${String(response.status)}`);
  // Not of this route: a text in the path made it another's address, or none.
  const strayed = response.status === 404 || response.status === 405;
  if (!strayed && !route.answers.has(response.status)) faults.push(`undescribed ${String(response.status)}`);
  const schema = response.status >= 400 ? errorBody : route.answers.get(response.status);
  if (schema && !schema.safeParse(parsed(text)).success)
    faults.push(`not as described: ${text.slice(0, 300)}`);
  if (response.status >= 400)
    faults.push(...tellTales.filter((tale) => tale.test(text)).map((tale) => `tells ${tale.source}`));
  return faults;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Faults by route, each with the shortest request that has it. */
const sendAll = async (requests: readonly Sent[]): Promise<Map<string, string>> => {
  const found = new Map<string, string>();
  for (let at = 0; at < requests.length; at += TOGETHER) {
    await Promise.all(
      requests.slice(at, at + TOGETHER).map(async (sent) => {
        for (const fault of await send(sent)) {
          const key = `${sent.route.key}: ${fault}`;
          const told = JSON.stringify([sent.path, sent.body?.slice(0, 400)]);
          const before = found.get(key);
          if (before === undefined || told.length < before.length) found.set(key, told);
        }
      }),
    );
  }
  return found;
};

const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());
const pathOf = (route: DescribedRoute, values: readonly string[]): string => {
  let next = 0;
  return route.path.replace(/\{\w+\}/gu, () => encoded(values[next++ % values.length] ?? 'x'));
};
const queryOf = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0
    ? ''
    : `?${pairs.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')}`;

test('Ten thousand bodies, from right to hostile, over every route that takes one', async () => {
  const takers = routes.filter(({ body }) => body !== null);
  expect(takers.length).toBeGreaterThanOrEqual(14);
  // A preview reads the whole mailbox: fewer of those, more of all others.
  const isSlow = ({ key }: DescribedRoute): boolean => key === 'POST /api/mailbox/preview';
  const each = Math.ceil(BODIES / (takers.length - 1));
  const samples = takers.map((route) => {
    const ids = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...known) },
      { weight: 1, arbitrary: textsOf(known) },
    );
    const requests = fc.tuple(bodiesOf(route.body!, known), ids);
    return fc
      .sample(requests, { numRuns: isSlow(route) ? 100 : each, seed: SEED })
      .map(([body, id]): Sent => ({ route, path: pathOf(route, [id]), body }));
  });
  // Route by route in turn, so that what one does is met by the others.
  const mixed = Array.from({ length: each }, (_, i) =>
    samples.flatMap((requests) => requests[i] ?? []),
  ).flat();
  expect(mixed.length).toBeGreaterThanOrEqual(BODIES);
  expect(Object.fromEntries(await sendAll(mixed))).toEqual({});
}, 600_000);

test('Paths and queries, from right to hostile, of every route that takes one', async () => {
  // What ends the mailbox takes neither; deleting is what some of these do, and may.
  const takers = routes.filter(({ params, query }) => params !== null || query !== null);
  const requests = takers.flatMap((route) => {
    const query = route.query === null ? fc.constant<[string, string][]>([]) : queriesOf(route.query, known);
    return fc
      .sample(fc.tuple(textsOf(known), query), { numRuns: PLACES, seed: SEED })
      .map(([id, pairs]): Sent => ({ route, path: `${pathOf(route, [id])}${queryOf(pairs)}` }));
  });
  expect(Object.fromEntries(await sendAll(requests))).toEqual({});
}, 300_000);

test('Nothing of it was an error in the log', () => {
  expect(gate.logged.filter(({ level }) => level === 'error')).toEqual([]);
});
