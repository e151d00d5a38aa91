/**
 * The closed list of what the API answers when it does not do what was asked: code and HTTP status. The
 * sentence that goes with a code is in shared/texts/api.ts. Never tell errors apart by their sentence.
 */
import { z } from 'zod';

/** Code → HTTP status. A code is never reused for another meaning. */
export const apiErrors = {
  malformed: 400,
  unauthenticated: 401,
  tokenInvalid: 401,
  tenantNotAllowed: 403,
  clientNotAllowed: 403,
  scopeMissing: 403,
  notAnEmployee: 403,
  adminOnly: 403,
  notFound: 404,
  noMailbox: 404,
  methodNotAllowed: 405,
  stale: 409,
  signInAgain: 409,
  paused: 409,
  deactivated: 409,
  mailboxChanged: 409,
  braked: 409,
  accountTaken: 409,
  ticketUsed: 409,
  alreadyDecided: 409,
  overtaken: 409,
  notOffered: 409,
  notPaused: 409,
  planStale: 409,
  nothingToUndo: 409,
  undoTooMany: 409,
  tooLarge: 413,
  mediaType: 415,
  invalid: 422,
  notPossible: 422,
  tooMany: 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ApiErrorCode = keyof typeof apiErrors;
export const apiErrorCodes = Object.keys(apiErrors) as [ApiErrorCode, ...ApiErrorCode[]];

/** Why one field of the request was not taken. */
export const fieldProblems = [
  'required',
  'unknown',
  'malformed',
  'tooLong',
  'lastNameRequired',
  'malformedEmail',
  'invalidDate',
  'refusedByCrm',
  'notForThisKind',
  'unknownEmployee',
  'unknownOrganisation',
  'notOffered',
  'undecided',
  'unknownField',
  'onlyOut',
  'personGone',
  'cardIsAnothers',
  'notForPairs',
  'unknownGroup',
] as const;
export type FieldProblem = (typeof fieldProblems)[number];

export const errorBody = z
  .object({
    error: z.object({
      code: z.enum(apiErrorCodes),
      /** In the language asked for; for people, never to be parsed. */
      message: z.string(),
      /** Path of the field that was not taken (`fields.workEmail`), when one is to blame. */
      field: z.string().optional(),
      /** All fields that were not taken. */
      fields: z.array(z.object({ field: z.string(), problem: z.enum(fieldProblems) })).optional(),
      /**
       * What is so now: with `stale` the person, with `planStale` the plan as it is now, with `notPaused` whose cards cannot be cleaned up, with `mailboxChanged` the mailbox, with a decision that
       * was not taken (`alreadyDecided`, `overtaken`, `notPossible`) the held change.
       */
      current: z.unknown().optional(),
      /** Seconds to wait, with `tooMany` and `unavailable`. */
      retryAfter: z.int().nonnegative().optional(),
    }),
  })
  .meta({ id: 'Error', description: 'What went wrong. The code is stable, the message is for people.' });

export type ErrorBody = z.infer<typeof errorBody>;
