/**
 * Ends the link of one user. First nothing may run any more, whatever else comes in between; then, while there is still a
 * sign-in, Graph is asked to send no more notifications; then the sign-in is deleted. Each step is safe to repeat, so that
 * who was cut off half-way asks again. Cards, links, bases, held changes and history are left as they are (R8, R13).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailboxId } from '../../shared/ids.ts';
import type { Subscriptions } from '../pass/ports.ts';
import { bareError, type Logger } from '../log.ts';
import type { Identity } from '../identity/index.ts';
import type { Mailboxes } from '../store/mailboxes.ts';
import type { Parts } from './parts.ts';

export interface DeactivateParts {
  readonly mailboxes: Pick<Mailboxes, 'byId' | 'deactivate' | 'setSubscription'>;
  readonly subscriptions: Pick<Subscriptions, 'remove'>;
  readonly tokens: Pick<Identity['tokens'], 'forget'>;
  readonly log: Pick<Logger, 'warn'>;
}

/** Nobody waits longer for Graph: what is not ended there ends by itself within a week, and is believed by nobody here. */
const SUBSCRIPTION_WAIT_MS = 5_000;

export const createDeactivate =
  ({ mailboxes, subscriptions, tokens, log }: DeactivateParts) =>
  async (mailboxId: MailboxId): Promise<void> => {
    await mailboxes.deactivate(mailboxId);
    const mailbox = await mailboxes.byId(mailboxId);
    if (mailbox === null) return;
    if (mailbox.subscription !== null) {
      const removed = subscriptions.remove(mailboxId, mailbox.subscription.id).catch((error: unknown) => {
        log.warn({ mailboxId, err: bareError(error) }, 'subscription not ended');
      });
      const waited = new AbortController();
      await Promise.race([
        removed,
        sleep(SUBSCRIPTION_WAIT_MS, undefined, { signal: waited.signal, ref: false }).catch(() => undefined),
      ]);
      waited.abort();
      // What comes in under it from now on is not known here.
      await mailboxes.setSubscription(mailboxId, null);
    }
    await tokens.forget(mailbox);
  };

/** Everything it takes is built first: a missing setting must not leave the half of it done. */
export const deactivateWith = async (parts: Parts): Promise<(mailboxId: MailboxId) => Promise<void>> =>
  createDeactivate({
    tokens: (await parts.identity()).tokens,
    subscriptions: (await parts.graph()).subscriptions,
    mailboxes: await parts.mailboxes(),
    log: parts.log,
  });
