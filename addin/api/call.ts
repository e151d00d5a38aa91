/**
 * One call to the worker's API as the person who is signed in. Sends the token for this API and nothing else that says
 * who is asking; a token that the worker refuses is renewed once.
 */
import type { z } from 'zod';
import type { Language } from '../../shared/texts/language.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { ApiFailure } from './failure.ts';
import { request, type Method } from './request.ts';

/** Checks the answer against `answer`. Throws ApiFailure, nothing else. */
export type Call = <Schema extends z.ZodType>(
  method: Method,
  path: string,
  answer: Schema,
  body?: object,
) => Promise<z.infer<Schema>>;

export const createCall = (signIn: Pick<SignIn, 'silent'>, language: Language): Call => {
  const headersOf = async (fresh: boolean) => {
    const token = await signIn.silent({ fresh });
    if (token === null) throw new ApiFailure('signIn');
    return { authorization: `Bearer ${token}`, 'accept-language': language };
  };
  return async (method, path, answer, body) => {
    const send = async (fresh: boolean) =>
      request({
        method,
        path,
        answer,
        headers: await headersOf(fresh),
        ...(body === undefined ? {} : { body }),
      });
    try {
      return await send(false);
    } catch (error) {
      if (!(error instanceof ApiFailure) || !['unauthenticated', 'tokenInvalid'].includes(error.code))
        throw error;
      return await send(true);
    }
  };
};

/** `?a=1&b=2`; what is undefined or null is left out. */
export const queryOf = (values: Readonly<Record<string, string | number | null | undefined>>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? '' : `?${query}`;
};
