/**
 * One request and its answer in plain data: the same for a request of its own, one inside a $batch, and one that
 * came through a web `Request`.
 */
import type { SandboxUser } from '../users.ts';

export interface Call {
  readonly method: string;
  /** Path after the version, decoded, without empty segments. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Path and query as sent: what faults are matched against. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** JSON, or undefined without a body. */
  readonly body: unknown;
  readonly user: SandboxUser;
  readonly appId: string;
  /** The process that asks, where it is known (callers.ts). */
  readonly caller: string | null;
  readonly inBatch: boolean;
  readonly requestId: string;
  /** `https://host:port/v1.0`, the start of all links in answers. */
  readonly base: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON value, or text when the headers say so; undefined: no body. */
  readonly body?: unknown;
}

/** Path and query of a URL, relative or absolute, in the parts that a `Call` needs. */
export function readTarget(target: string): { segments: string[]; query: URLSearchParams } {
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return {
    segments: path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeSegment),
    query: new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1)),
  };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** `Prefer: IdType="ImmutableId"`, case-sensitive, on every request or not at all. */
export const wantsImmutableIds = (call: Call): boolean =>
  /(^|,|;)\s*IdType="ImmutableId"/.test(call.headers['prefer'] ?? '');

/** `Prefer: odata.maxpagesize=n`, or null. */
export function maxPageSize(call: Call): number | null {
  const size = /odata\.maxpagesize\s*=\s*(\d+)/i.exec(call.headers['prefer'] ?? '')?.[1];
  return size === undefined ? null : Math.max(1, Number(size));
}

export const ok = (body: unknown, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  headers,
  body,
});
export const created = (body: unknown, location?: string): Answer => ({
  status: 201,
  headers: location === undefined ? {} : { location },
  body,
});
export const noContent = (): Answer => ({ status: 204, headers: {} });
