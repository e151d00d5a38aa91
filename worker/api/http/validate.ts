/** What a request that fails its schema is answered: 422 with every field by name; 404 for a path that can name nothing. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from '../ports.ts';
import { ApiError, type FieldFault } from './errors.ts';

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
  readonly input?: unknown;
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.');

const faultsOf = (issue: Issue): FieldFault[] => {
  switch (issue.code) {
    case 'unrecognized_keys':
      return (issue.keys ?? []).map((key) => ({ field: dotted([...issue.path, key]), problem: 'unknown' }));
    case 'too_big':
      return [{ field: dotted(issue.path), problem: 'tooLong' }];
    case 'invalid_type':
      return [{ field: dotted(issue.path), problem: issue.input === undefined ? 'required' : 'malformed' }];
    default:
      return [{ field: dotted(issue.path), problem: 'malformed' }];
  }
};

/** Throws ApiError `invalid`; the error handler answers. */
export const refuseInvalid: NonNullable<OpenAPIHono<ApiEnv>['defaultHook']> = (result) => {
  if (result.success) return;
  // An id that no schema takes (too long) is nobody's id.
  if (result.target === 'param') throw new ApiError('notFound');
  throw new ApiError('invalid', { fields: (result.error.issues as readonly Issue[]).flatMap(faultsOf) });
};
