/** Pieces of route descriptions that all routes share, so that the OpenAPI document says the same everywhere. */
import type { z } from 'zod';
import { errorBody } from '../../../shared/api/errors.ts';

export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

export const body = <Schema extends z.ZodType>(schema: Schema) => ({
  content: { 'application/json': { schema } },
  required: true,
});

const refusal = (description: string) => json(errorBody, description);

/** Answers every guarded route may give. */
export const refusals = {
  401: refusal('No valid token.'),
  403: refusal('A valid token that may not do this.'),
  429: refusal('Too many requests; Retry-After says when.'),
  503: refusal('Not available now; Retry-After says when.'),
} as const;
export const notFound = { 404: refusal('There is no such thing, or not for you.') } as const;
export const conflict = { 409: refusal('The state of the world does not allow it (now).') } as const;
export const invalid = {
  400: refusal('Not to be read.'),
  413: refusal('Too large.'),
  415: refusal('Not JSON.'),
  422: refusal('One or more fields are not right.'),
} as const;

/** Security scheme by name, see app.ts. */
export const guarded = [{ microsoft: [] }];
