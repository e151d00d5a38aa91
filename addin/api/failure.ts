/** Why a call to the worker did not do what was asked. Told apart by `code` only. */
import type { ApiErrorCode, ErrorBody } from '../../shared/api/errors.ts';

export type FailureCode =
  | ApiErrorCode
  /** A person must sign in before this can be asked again. */
  | 'signIn'
  /** The worker was not reached: no network, or nobody answers there. */
  | 'offline'
  /** An answer that this pane does not understand: pane and worker are of different versions, or a proxy answered. */
  | 'notUnderstood';

export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  constructor(
    readonly code: FailureCode,
    /** The worker's sentence in the user's language, where it gave one. */
    readonly told: string | null = null,
    readonly retryAfterMs: number | null = null,
    /** Which fields were not taken, and what is so now (with `stale`, `planStale`, …). */
    readonly detail: Pick<ErrorBody['error'], 'field' | 'fields' | 'current'> = {},
  ) {
    super(code);
  }
}

/** By name, not by class: what was thrown may be anything. */
export const failureCodeOf = (error: unknown): FailureCode =>
  (error as Partial<ApiFailure> | null)?.name === 'ApiFailure' ? (error as ApiFailure).code : 'notUnderstood';

/** What a screen says of a failure. */
export interface Trouble {
  readonly code: FailureCode;
  /** The worker's own sentence, where it gave one. */
  readonly told: string | null;
}

export const troubleOf = (error: unknown): Trouble => ({
  code: failureCodeOf(error),
  told: (error as Partial<ApiFailure> | null)?.told ?? null,
});

/** Null: thrown by something else than a call to the worker. */
export const asApiFailure = (error: unknown): ApiFailure | null =>
  (error as Partial<ApiFailure> | null)?.name === 'ApiFailure' ? (error as ApiFailure) : null;
