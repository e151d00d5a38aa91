/** What belongs to one mailbox opened for one purpose: its gate, its token, its lease guard, its counts. */
import type { MailboxId } from '../../shared/ids.ts';
import { Trouble } from '../pass/ports.ts';
import type { Clock, RemoteTokens } from '../pass/ports.ts';
import type { MailboxGate } from './gate.ts';

/** A token is asked for anew after this long; whoever gives it out keeps a margin of minutes before its end. */
const tokenRestMs = 60_000;

/** A sign-in that hangs keeps nobody who was told to stop; Trouble `retry` then. */
const unlessStopped = async <T>(signal: AbortSignal | null, work: () => Promise<T>): Promise<T> => {
  if (signal === null) return work();
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new Trouble('graph.stopped', { kind: 'retry', afterMs: 0 }));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([stopped, work()]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};

export class SessionToken {
  #held: { readonly token: string; readonly atMs: number } | null = null;

  constructor(
    private readonly tokens: RemoteTokens,
    private readonly mailboxId: MailboxId,
    private readonly clock: Clock,
    private readonly signal: AbortSignal | null = null,
  ) {}

  /** Trouble as `RemoteTokens` has it. */
  async current(): Promise<string> {
    if (this.#held !== null && this.clock.monotonicMs() - this.#held.atMs < tokenRestMs)
      return this.#held.token;
    return this.#fetch();
  }

  /** Another token than the one the service turned down; several at once get the same one. */
  async instead(rejected: string): Promise<string> {
    return this.#held !== null && this.#held.token !== rejected ? this.#held.token : this.#fetch(rejected);
  }

  async #fetch(rejected?: string): Promise<string> {
    const token = await unlessStopped(this.signal, () => this.tokens.accessToken(this.mailboxId, rejected));
    this.#held = { token, atMs: this.clock.monotonicMs() };
    return token;
  }
}

export interface Session {
  readonly gate: MailboxGate;
  readonly token: SessionToken;
  /** Asked before each request that writes, when it is about to go onto the socket. */
  readonly mayWrite: () => boolean;
  readonly signal: AbortSignal | null;
  /** Requests sent, sub-requests counted singly. */
  requests: number;
}
