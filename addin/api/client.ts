/**
 * The worker's API as the pane uses it, typed and checked by the schemas in shared/api. Sends the token for this API and
 * nothing else that says who is asking; a token that the worker refuses is renewed once.
 */
import type { z } from 'zod';
import { mailbox, passAsked, type MailboxView } from '../../shared/api/mailbox.ts';
import { activationTicket, me, type ActivationTicket, type Me } from '../../shared/api/me.ts';
import type { Language } from '../../shared/texts/language.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { ApiFailure } from './failure.ts';
import { request, type Asked } from './request.ts';

export interface Api {
  me(): Promise<Me>;
  mailbox(): Promise<MailboxView>;
  /** Works once and for two minutes: open it at once. */
  ticket(): Promise<ActivationTicket>;
  syncNow(): Promise<MailboxView>;
  pause(): Promise<MailboxView>;
  /** Also the "go on" to a brake. */
  resume(): Promise<MailboxView>;
}

export const createApi = (signIn: Pick<SignIn, 'silent'>, language: Language): Api => {
  const call = async <Schema extends z.ZodType>(
    method: 'GET' | 'POST',
    path: string,
    answer: Schema,
  ): Promise<z.infer<Schema>> => {
    const send = async (fresh: boolean) =>
      request({ method, path, answer, headers: await headersOf(fresh) } satisfies Asked<Schema>);
    try {
      return await send(false);
    } catch (error) {
      if (!(error instanceof ApiFailure) || !['unauthenticated', 'tokenInvalid'].includes(error.code))
        throw error;
      return await send(true);
    }
  };

  const headersOf = async (fresh: boolean) => {
    const token = await signIn.silent({ fresh });
    if (token === null) throw new ApiFailure('signIn');
    return { authorization: `Bearer ${token}`, 'accept-language': language };
  };

  return {
    me: () => call('GET', '/api/me', me),
    mailbox: () => call('GET', '/api/mailbox', mailbox),
    ticket: () => call('POST', '/api/activation/ticket', activationTicket),
    syncNow: async () => (await call('POST', '/api/mailbox/sync', passAsked)).mailbox,
    pause: () => call('POST', '/api/mailbox/pause', mailbox),
    resume: () => call('POST', '/api/mailbox/resume', mailbox),
  };
};
