/** What the middleware chain knows of one call; travels as a middleware option of the Graph client. */
import type { Context, MiddlewareOptions } from '@microsoft/microsoft-graph-client';
import type { Session } from './session.ts';

/**
 * `freely`: reads; repeated on any passing failure. `whenThrottled`: writes; repeated only after an answer that
 * says nothing was done (429).
 */
export type Repeat = 'freely' | 'whenThrottled';

/** Form of the ids in answers: only the immutable ones survive a move (R9); the others are asked for by the probe alone. */
export type Ids = 'immutable' | 'default';

export class Call implements MiddlewareOptions {
  /** What ended the chain: the client wraps errors and loses their kind. */
  thrown: unknown = null;
  token = '';
  clientRequestId = '';

  constructor(
    readonly session: Session,
    readonly url: string,
    readonly repeat: Repeat,
    readonly writes: boolean,
    /** Requests it counts as: sub-requests of a batch singly. */
    readonly count: number,
    /** Places in flight it takes: a batch takes all. */
    readonly places: number,
    readonly timeoutMs: number,
    readonly ids: Ids = 'immutable',
  ) {}
}

export const callOf = (context: Context): Call => {
  const call = context.middlewareControl?.getMiddlewareOptions(Call);
  if (!(call instanceof Call)) throw new TypeError('a request without its call');
  return call;
};

export const setHeader = (context: Context, name: string, value: string): void => {
  context.options = {
    ...context.options,
    headers: { ...(context.options?.headers as Record<string, string> | undefined), [name]: value },
  };
};
