/**
 * One shape for what came back: from the wire, from inside a `$batch`, or nothing at all. What it means is said in
 * classify.ts, not here.
 */
import type { Clock } from '../pass/ports.ts';
import { retryAfterMs } from './retry-after.ts';

/** An answer with a status. `body` is parsed JSON, or null where there was none (204, an HTML error page). */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfterMs: number | null;
  /** Graph's own error code, where the body carries one. */
  readonly code: string | null;
}

/** Code of a request that ended because the pass was told to stop. */
export const stopped = 'stopped';

/** No answer. `sent` is false when the request certainly never reached the socket. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(
    /** The system's code, e.g. `ECONNRESET`, `timeout` or `stopped`. */
    readonly code: string,
    readonly sent: boolean,
    options?: { cause?: unknown },
  ) {
    super(code, options);
  }
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Code of an error page that is no JSON: a proxy spoke, not Graph. */
export const notGraph = 'notGraph';

const errorCode = (body: unknown): string | null =>
  isObject(body) && isObject(body['error']) ? textOf(body['error']['code']) : null;

export interface Headers {
  get(name: string): string | null;
}

export const answerFrom = (status: number, headers: Headers, body: unknown, clock: Clock): Answer => {
  const servedAt = Date.parse(headers.get('date') ?? '');
  const nowMs = Number.isNaN(servedAt) ? clock.now().getTime() : servedAt;
  return {
    status,
    body,
    retryAfterMs: retryAfterMs(headers.get('retry-after'), nowMs),
    code: errorCode(body),
  };
};

/** The headers of a sub-answer: an object whose names may come in any letter case. */
export const headersOf = (record: unknown): Headers => {
  const values = new Map(
    isObject(record) ? Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]) : [],
  );
  return {
    get: (name) => {
      const value = values.get(name);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
    },
  };
};

/** The answer as it came over the wire, with its whole text. */
export const answerFromText = (status: number, headers: Headers, text: string, clock: Clock): Answer => {
  const parsed = parsedJson(text);
  const answer = answerFrom(status, headers, parsed ?? null, clock);
  return parsed === undefined && status >= 300 ? { ...answer, code: notGraph } : answer;
};

/** Undefined for text that is no JSON. */
const parsedJson = (text: string): unknown => {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};
