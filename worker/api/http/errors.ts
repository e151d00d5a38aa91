/**
 * How a route says no: it throws an ApiError, and this file alone turns errors into answers. What is not foreseen
 * is answered as `internal`, logged with its code, and tells the caller nothing more.
 */
import type { Context, ErrorHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import {
  apiErrors,
  type ApiErrorCode,
  type ErrorBody,
  type FieldProblem,
} from '../../../shared/api/errors.ts';
import { apiErrorTexts } from '../../../shared/texts/api.ts';
import { pickLanguage, type Language } from '../../../shared/texts/language.ts';
import { Trouble } from '../../pass/ports.ts';
import { codeOf, isUnavailable } from '../../store/errors.ts';
import type { ApiLog } from '../ports.ts';

export interface FieldFault {
  readonly field: string;
  readonly problem: FieldProblem;
}

export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ApiErrorCode,
    readonly details: {
      readonly fields?: readonly FieldFault[];
      readonly current?: unknown;
      readonly retryAfterSeconds?: number;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, { cause: details.cause });
  }
}

export const languageOf = (c: Context): Language => pickLanguage(c.req.header('accept-language'));

export const errorResponse = (c: Context, error: ApiError): Response => {
  const { fields, current, retryAfterSeconds } = error.details;
  const language = languageOf(c);
  const body: ErrorBody = {
    error: {
      code: error.code,
      message: apiErrorTexts[language][error.code],
      ...(fields?.[0] === undefined ? {} : { field: fields[0].field, fields: [...fields] }),
      ...(current === undefined ? {} : { current }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfter: retryAfterSeconds }),
    },
  };
  const status = apiErrors[error.code];
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(retryAfterSeconds));
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  c.header('Content-Language', language);
  c.header('Vary', 'Accept-Language', { append: true });
  c.header('Cache-Control', 'no-store');
  return c.json(body, status as ContentfulStatusCode);
};

/** The framework's own refusals, by status; their texts are not shown. */
const byStatus: Readonly<Record<number, ApiErrorCode>> = {
  400: 'malformed',
  404: 'notFound',
  405: 'methodNotAllowed',
  413: 'tooLarge',
  415: 'mediaType',
};

const statusOf = (error: unknown): number | null =>
  typeof error === 'object' && error !== null && 'getResponse' in error && 'status' in error
    ? Number(error.status)
    : null;

export const toApiError = (error: unknown): ApiError => {
  if (error instanceof ApiError) return error;
  const status = statusOf(error);
  if (status !== null) return new ApiError(byStatus[status] ?? 'internal', { cause: error });
  if (isUnavailable(error)) {
    return new ApiError('unavailable', { retryAfterSeconds: 5, cause: error });
  }
  if (error instanceof Trouble && error.what.kind === 'retry') {
    const seconds = Math.max(1, Math.ceil(error.what.afterMs / 1_000));
    return new ApiError('unavailable', { retryAfterSeconds: seconds, cause: error });
  }
  return new ApiError('internal', { cause: error });
};

/** Logs what is ours to mend; a caller's mistake is no event. */
export const onError =
  (log: ApiLog): ErrorHandler =>
  (thrown, c) => {
    const error = toApiError(thrown);
    if (apiErrors[error.code] >= 500) {
      const cause: unknown = error.details.cause ?? error;
      const path = c.req.routePath;
      const logged = { code: codeOf(cause) ?? error.code, method: c.req.method, path, err: cause };
      if (error.code === 'internal') log.error(logged, 'api.internal');
      else log.warn(logged, 'api.unavailable');
    }
    return errorResponse(c, error);
  };
