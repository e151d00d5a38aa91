/**
 * One call to the worker's API as the person who is signed in. Sends the token for this API and nothing else that says
 * who is asking; a token that the worker refuses is renewed once.
 */
import type { z } from 'zod';
import type { Language } from '../../shared/texts/language.ts';
import type { SignInFailure } from '../sign-in/failure.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { ApiFailure } from './failure.ts';
import { request, requestFile, type How, type Method } from './request.ts';

/** Checks the answer against `answer`. Throws ApiFailure, nothing else. */
export type Call = <Schema extends z.ZodType>(
  method: Method,
  path: string,
  answer: Schema,
  body?: object,
  how?: How,
) => Promise<z.infer<Schema>>;

/** A whole file, e.g. to be saved. Throws ApiFailure, nothing else. */
export type CallFile = (path: string) => Promise<Blob>;

type SentHeaders = Readonly<Record<string, string>>;
type Renewing = <T>(send: (headers: SentHeaders) => Promise<T>) => Promise<T>;

const renewing =
  (signIn: Pick<SignIn, 'silent'>, language: Language): Renewing =>
  async (send) => {
    const headersOf = async (fresh: boolean): Promise<SentHeaders> => {
      const token = await signIn.silent({ fresh }).catch(tellSignIn);
      if (token === null) throw new ApiFailure('signIn');
      return { authorization: `Bearer ${token}`, 'accept-language': language };
    };
    try {
      return await send(await headersOf(false));
    } catch (error) {
      if (!(error instanceof ApiFailure) || !['unauthenticated', 'tokenInvalid'].includes(error.code))
        throw error;
      return send(await headersOf(true));
    }
  };

/** Outlook gave no token: it cannot reach Microsoft now, or a person must sort it out. */
const tellSignIn = (error: unknown): never => {
  const { name, code } = (error ?? {}) as Partial<SignInFailure>;
  if (name !== 'SignInFailure') throw error;
  throw new ApiFailure(code === 'offline' ? 'offline' : 'signIn');
};

export const createCall = (signIn: Pick<SignIn, 'silent'>, language: Language): Call => {
  const withToken = renewing(signIn, language);
  return (method, path, answer, body, how) =>
    withToken((headers) =>
      request({ method, path, answer, headers, ...(body === undefined ? {} : { body }), how }),
    );
};

export const createCallFile = (signIn: Pick<SignIn, 'silent'>, language: Language): CallFile => {
  const withToken = renewing(signIn, language);
  return (path) => withToken((headers) => requestFile(path, headers));
};

/** `?a=1&b=2`; what is undefined or null is left out. */
export const queryOf = (values: Readonly<Record<string, string | number | null | undefined>>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === '' ? '' : `?${query}`;
};
