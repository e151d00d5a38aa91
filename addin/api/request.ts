/** One request to the worker: sent, its answer read and checked against the schema both sides share. */
import type { z } from 'zod';
import { errorBody } from '../../shared/api/errors.ts';
import { ApiFailure } from './failure.ts';

/** Longer than almost any call of this pane takes: passes run in the worker, never in a request. A preview says its own. */
export const REQUEST_TIMEOUT_MS = 20_000;

/** How one call is made, where that differs from the others. */
export interface How {
  readonly timeoutMs?: number;
  /** Nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Asked<Schema extends z.ZodType> {
  readonly method: Method;
  readonly path: string;
  readonly answer: Schema;
  /** Sent as JSON. */
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly how?: How | undefined;
}

/** Throws ApiFailure, nothing else. */
export const request = async <Schema extends z.ZodType>(asked: Asked<Schema>): Promise<z.infer<Schema>> => {
  const response = await send(asked);
  const body = await bodyOf(response);
  if (!response.ok) throw failureOf(response, body);
  const read = asked.answer.safeParse(body);
  if (!read.success) throw new ApiFailure('notUnderstood');
  return read.data;
};

/** What is not JSON: taken as it is. Throws ApiFailure, nothing else. */
export const requestFile = async (path: string, headers: Readonly<Record<string, string>>): Promise<Blob> => {
  const response = await send({ method: 'GET', path, headers: { accept: '*/*', ...headers } });
  if (!response.ok) throw failureOf(response, await bodyOf(response));
  try {
    return await response.blob();
  } catch {
    // It broke off on the way.
    throw new ApiFailure('offline');
  }
};

const send = async ({
  method,
  path,
  headers = {},
  body,
  how,
}: Omit<Asked<z.ZodType>, 'answer'>): Promise<Response> => {
  const stop = new AbortController();
  const leave = () => {
    stop.abort();
  };
  if (how?.signal?.aborted === true) throw new ApiFailure('offline');
  how?.signal?.addEventListener('abort', leave);
  const timer = setTimeout(() => {
    stop.abort();
  }, how?.timeoutMs ?? REQUEST_TIMEOUT_MS);
  try {
    return await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: stop.signal,
    });
  } catch {
    throw new ApiFailure('offline');
  } finally {
    clearTimeout(timer);
    how?.signal?.removeEventListener('abort', leave);
  }
};

const bodyOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch {
    return null;
  }
};

const failureOf = (response: Response, body: unknown): ApiFailure => {
  const read = errorBody.safeParse(body);
  // A gateway in front of the worker answers in its own words.
  if (!read.success)
    return new ApiFailure([502, 503, 504].includes(response.status) ? 'unavailable' : 'notUnderstood');
  const { code, message, retryAfter, field, fields, current } = read.data.error;
  return new ApiFailure(code, message, retryAfter === undefined ? null : retryAfter * 1000, {
    ...(field === undefined ? {} : { field }),
    ...(fields === undefined ? {} : { fields }),
    ...(current === undefined ? {} : { current }),
  });
};
