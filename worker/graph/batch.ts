/**
 * Up to twenty requests in one `$batch`. The outer answer says nothing of the inner ones: each is judged and
 * repeated by its own status and Retry-After. https://learn.microsoft.com/graph/json-batching (2025-02)
 */
import { NoAnswer, answerFrom, headersOf, isObject } from './answer.ts';
import type { Answer } from './answer.ts';
import { succeeded } from './channel.ts';
import type { Channel, Ended, GraphRequest } from './channel.ts';
import { classify, failureOf } from './classify.ts';
import type { Meaning } from './classify.ts';
import { batchSize, longestSleepMs, maxTries } from './limits.ts';
import { kindOf, statusClassOf } from './metrics.ts';
import { immutableIds } from './middleware/request-id.ts';

export const inBatches = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );

/** At most `batchSize` requests; the answers come in their order. */
export const sendBatch = async (channel: Channel, requests: readonly GraphRequest[]): Promise<Ended[]> => {
  const ended = new Map<number, Ended>();
  let open = requests.map((_, index) => index);
  let renewed = false;
  for (let tries = 1; open.length > 0; tries += 1) {
    const { answers, final } = await once(
      channel,
      open.map((index) => requests[index] as GraphRequest),
    );
    open.forEach((index, at) => ended.set(index, answers[at] as Ended));
    if (final || tries >= maxTries) break;
    const failed = open.flatMap((index) => failureAt(requests, ended, index));
    const unauthorized = failed.filter(({ meaning }) => meaning.kind === 'unauthorized');
    const renew: boolean = unauthorized.length > 0 && !renewed;
    if (renew) await channel.session.token.instead(await channel.session.token.current());
    renewed ||= renew;
    const later = await waited(channel, failed, tries);
    const again = [...(renew ? unauthorized : []), ...later];
    for (const { request } of again) channel.line.meter.retried(kindOf(request.method, request.path));
    open = again.map(({ index }) => index).sort((a, b) => a - b);
  }
  return requests.map((_, index) => ended.get(index) as Ended);
};

interface Failed {
  readonly index: number;
  readonly request: GraphRequest;
  readonly meaning: Meaning;
}

const failureAt = (
  requests: readonly GraphRequest[],
  ended: ReadonlyMap<number, Ended>,
  index: number,
): Failed[] => {
  const end = ended.get(index) as Ended;
  const request = requests[index] as GraphRequest;
  return succeeded(end) ? [] : [{ index, request, meaning: classify(failureOf(end)) }];
};

/** Those that may go out again, after the wait that the service asked for; none when that is long. */
const waited = async (channel: Channel, failed: readonly Failed[], tries: number): Promise<Failed[]> => {
  let longestMs: number | null = null;
  const again: Failed[] = [];
  for (const one of failed) {
    const { meaning, request } = one;
    if (meaning.kind !== 'retry' || meaning.because === 'stopped') continue;
    if (meaning.because === 'throttled') channel.line.meter.throttled();
    if (meaning.afterMs !== null) longestMs = Math.max(longestMs ?? 0, meaning.afterMs);
    if (request.repeat === 'freely' || meaning.because === 'throttled') again.push(one);
  }
  if (longestMs !== null) channel.session.gate.blockFor(longestMs);
  if (longestMs !== null && longestMs > longestSleepMs) return [];
  if (again.length > 0 && longestMs === null) await channel.line.pauses.after(tries, channel.session.signal);
  return again;
};

interface Once {
  readonly answers: Ended[];
  /** True when the chain has already repeated what may be repeated. */
  readonly final: boolean;
}

const once = async (channel: Channel, requests: readonly GraphRequest[]): Promise<Once> => {
  if (requests.length === 1) return { answers: await singly(channel, requests), final: true };
  const outer = await channel.send(
    {
      method: 'POST',
      path: '/$batch',
      body: { requests: requests.map(toPart) },
      repeat: requests.every(({ repeat }) => repeat === 'freely') ? 'freely' : 'whenThrottled',
      writes: requests.some(({ writes }) => writes),
    },
    requests.length,
  );
  if (succeeded(outer)) {
    const answers = byId(channel, outer);
    const part = ({ method, path }: GraphRequest, index: number): Ended => {
      const answer = answers.get(String(index + 1)) ?? new NoAnswer('noPartAnswer', true);
      channel.line.meter.answered(kindOf(method, path), statusClassOf(failureOf(answer).status));
      return answer;
    };
    return { answers: requests.map(part), final: false };
  }
  const { kind } = classify(failureOf(outer));
  // The batch as a whole was turned down (too large, ill-formed): each one speaks for itself.
  if (kind === 'refused') return { answers: await singly(channel, requests), final: true };
  // "Not there" about the batch must never be read as "not there" about a card.
  const speaksForParts = kind !== 'gone' && kind !== 'stale' && kind !== 'resync' && kind !== 'bug';
  const ended = speaksForParts ? outer : new NoAnswer('noBatchAnswer', true);
  return { answers: requests.map(() => ended), final: true };
};

const singly = async (channel: Channel, requests: readonly GraphRequest[]): Promise<Ended[]> => {
  const ended: Ended[] = [];
  for (const request of requests) ended.push(await channel.send(request));
  return ended;
};

const toPart = ({ method, path, headers, body }: GraphRequest, index: number) => ({
  id: String(index + 1),
  method,
  url: path,
  headers: {
    ...headers,
    Prefer: [immutableIds, headers?.['Prefer']].filter(Boolean).join(', '),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  },
  ...(body === undefined ? {} : { body }),
});

const byId = (channel: Channel, outer: Answer): Map<string, Answer> => {
  const list = isObject(outer.body) && Array.isArray(outer.body['responses']) ? outer.body['responses'] : [];
  return new Map(
    (list as unknown[]).flatMap((part): [string, Answer][] =>
      isObject(part) && typeof part['status'] === 'number'
        ? [
            [
              String(part['id']),
              answerFrom(
                part['status'],
                headersOf(part['headers']),
                part['body'] ?? null,
                channel.line.clock,
              ),
            ],
          ]
        : [],
    ),
  );
};
