/**
 * What every screen asks of the worker: who I am and how my mailbox stands. What one screen alone asks is beside it, in
 * files of their own (persons.ts, held.ts, …), so that it is loaded with that screen.
 */
import { mailbox, passAsked, type MailboxView } from '../../shared/api/mailbox.ts';
import {
  activationTicket,
  me,
  type ActivationTicket,
  type Me,
  type TicketRequest,
} from '../../shared/api/me.ts';
import type { Language } from '../../shared/texts/language.ts';
import type { SignIn } from '../sign-in/sign-in.ts';
import { createCall, createCallFile, type Call, type CallFile } from './call.ts';

export interface Api {
  /** For what a screen asks beyond this. */
  readonly call: Call;
  /** A file that needs the token, which a link cannot carry. */
  readonly file: CallFile;
  me(): Promise<Me>;
  mailbox(): Promise<MailboxView>;
  /** Works once and for two minutes: open it at once. */
  ticket(wanted?: TicketRequest): Promise<ActivationTicket>;
  syncNow(): Promise<MailboxView>;
  pause(): Promise<MailboxView>;
  /** Also the "go on" to a brake: what was seen is what is resumed; refused when it is another by now. */
  resume(seen: Pick<MailboxView, 'state' | 'because'>): Promise<MailboxView>;
}

export const createApi = (signIn: Pick<SignIn, 'silent'>, language: Language): Api => {
  const call = createCall(signIn, language);
  return {
    call,
    file: createCallFile(signIn, language),
    me: () => call('GET', '/api/me', me),
    mailbox: () => call('GET', '/api/mailbox', mailbox),
    ticket: (wanted) => call('POST', '/api/activation/ticket', activationTicket, wanted),
    syncNow: async () => (await call('POST', '/api/mailbox/sync', passAsked)).mailbox,
    pause: () => call('POST', '/api/mailbox/pause', mailbox),
    resume: ({ state, because }) => call('POST', '/api/mailbox/resume', mailbox, { state, because }),
  };
};
