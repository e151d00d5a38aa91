/**
 * `$batch` ("Combine multiple HTTP requests using JSON batching"): at most 20, unique ids without regard to case,
 * relative URLs, a Content-Type with each body, answers in any order, `dependsOn` → 424. Outlook gets at most four of
 * a batch at a time.
 */
import type { Random } from '../random.ts';
import { ok, readTarget, type Answer, type Call } from './call.ts';
import { badRequest } from './problem.ts';

interface Item {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

interface ItemAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One of the places in which a batch's requests follow one another. */
export interface Place {
  /** Moment at which the last one's latency was over; null where nothing went before. */
  dueAt: number | null;
}

const MAX_ITEMS = 20;
const AT_A_TIME = 4;
const WITH_BODY = new Set(['POST', 'PATCH', 'PUT']);

/** Inside a batch headers are JSON, so their letter case shows: as the service writes it, `Retry-After`. */
const properNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replace(/(^|-)[a-z]/g, (letters) => letters.toUpperCase()),
      value,
    ]),
  );

const lowerNames = (headers: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

function readItem(given: unknown): Item {
  const { id, method, url, headers, body, dependsOn } = (given ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string')
    throw badRequest('BadRequest', 'Each request of a batch needs an id, a method and a url.');
  if (/^[a-z]+:\/\//i.test(url)) throw badRequest('BadRequest', `Request ${id}: the url must be relative.`);
  const item: Item = {
    id,
    method: method.toUpperCase(),
    url,
    headers: lowerNames((headers ?? {}) as Record<string, unknown>),
    body,
    dependsOn: Array.isArray(dependsOn) ? dependsOn.map(String) : [],
  };
  if (WITH_BODY.has(item.method) && (body === undefined || !item.headers['content-type']))
    throw badRequest('BadRequest', `Write request id : ${id} does not contain Content-Type header or body.`);
  return item;
}

function readItems(body: unknown): Item[] {
  const requests = (body as { requests?: unknown } | undefined)?.requests;
  if (!Array.isArray(requests) || requests.length === 0)
    throw badRequest('BadRequest', "Invalid batch payload format: 'requests' is missing or empty.");
  if (requests.length > MAX_ITEMS)
    throw badRequest(
      'MaxRequestsLimitExceeded',
      `Number of batch request steps exceeds the maximum value of ${MAX_ITEMS}.`,
    );
  const items = requests.map(readItem);
  const ids = new Set<string>();
  for (const { id, dependsOn } of items) {
    // "dependsOn" may only name requests that come before.
    for (const other of dependsOn)
      if (!ids.has(other.toLowerCase()))
        throw badRequest('BadRequest', `Request ${id} depends on an unknown request.`);
    if (ids.has(id.toLowerCase())) throw badRequest('BadRequest', `Duplicate request id: ${id}.`);
    ids.add(id.toLowerCase());
  }
  return items;
}

function toCall(item: Item, outer: Call): Call {
  const { segments, query } = readTarget(item.url);
  // Headers of the batch itself do not reach its requests, except who asks.
  return {
    ...outer,
    method: item.method,
    segments,
    query,
    target: item.url,
    headers: item.headers,
    body: item.body,
    inBatch: true,
  };
}

/** @param execute answers one request; never throws */
export async function answerBatch(
  call: Call,
  execute: (call: Call, place: Place) => Promise<Answer>,
  order: 'any' | 'asAsked',
  random: Random,
): Promise<Answer> {
  const items = readItems(call.body);
  const done = new Map<string, Promise<ItemAnswer>>();
  const slots: Promise<unknown>[] = Array.from({ length: AT_A_TIME }, () => Promise.resolve());

  const places: Place[] = slots.map(() => ({ dueAt: null }));

  const run = async (item: Item, slot: Promise<unknown>, place: Place): Promise<ItemAnswer> => {
    // Everything waited for comes earlier in the batch, so nobody waits for ever.
    await slot;
    for (const other of item.dependsOn) {
      place.dueAt = null;
      const before = await done.get(other.toLowerCase());
      if (!before || before.status >= 400) {
        const error = { code: 'FailedDependency', message: 'A request that this one depends on has failed.' };
        return { id: item.id, status: 424, headers: {}, body: { error } };
      }
    }
    const { status, headers, body } = await execute(toCall(item, call), place);
    const shown = properNames(
      body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    );
    return { id: item.id, status, headers: shown, ...(body === undefined ? {} : { body }) };
  };

  // Items share the places in turn: one per place at a time, four places.
  items.forEach((item, index) => {
    const place = index % AT_A_TIME;
    const answer = run(item, slots[place] ?? Promise.resolve(), places[place] ?? { dueAt: null });
    slots[place] = answer;
    done.set(item.id.toLowerCase(), answer);
  });
  const answers = await Promise.all(done.values());
  return ok({ responses: order === 'any' ? random.shuffle(answers) : answers });
}
