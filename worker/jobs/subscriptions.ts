/**
 * Keeps every active mailbox's subscription to change notifications alive: made where it is missing, renewed before it
 * ends. Only a hint hangs on it (the daily pass is the net), so trouble here never stops a mailbox, it only waits.
 * learn.microsoft.com/graph/api/resources/subscription, lifetime of contacts: 7 days (2026-08)
 */
import { createHash, randomBytes } from 'node:crypto';
import type { MailboxId } from '../../shared/ids.ts';
import { bareError, type Logger } from '../log.ts';
import { Trouble, type Clock, type Subscription, type Subscriptions } from '../pass/ports.ts';
import type { Queryable } from '../store/db.ts';
import { requestPass } from './requests.ts';

/** Where Graph posts; the API serves these under PUBLIC_URL. */
export const notificationPath = '/notifications/graph';
export const lifecyclePath = '/notifications/graph/lifecycle';

/** Renewed when it ends within this time: six of its seven days are left for trouble to pass. */
const renewBeforeMs = 24 * 60 * 60_000;
const passAfterMs = 2_000;
/** An answer takes some tenths of a second: one after the other a thousand mailboxes would wait for minutes. */
const atOnce = 8;
/** After trouble that says nothing about its length. */
const troubleWaitMs = 15 * 60_000;

export interface SubscriptionRecord {
  readonly id: string;
  readonly expiresAt: string;
  /** SHA-256 of the client state, hex. */
  readonly clientStateHash: string;
}

export interface SubscribedMailboxes {
  /** Active ones without a subscription, or with one that ends before `before`. */
  dueSubscription(before: Date): Promise<{ id: MailboxId; subscription: SubscriptionRecord | null }[]>;
  setSubscription(id: MailboxId, subscription: SubscriptionRecord | null): Promise<void>;
  /** The user must sign in again (R14). */
  park(id: MailboxId, because: string): Promise<void>;
}

export interface SubscriptionDeps {
  readonly db: Queryable;
  readonly mailboxes: SubscribedMailboxes;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly log: Logger;
  /** Origin that Graph can reach. */
  readonly origin: string;
  readonly signal: AbortSignal;
}

export const hashClientState = (clientState: string): string =>
  createHash('sha256').update(clientState).digest('hex');

/** One round over the mailboxes that need something. Safe to repeat. */
export const createSubscriptionJob = (deps: SubscriptionDeps): (() => Promise<void>) => {
  const notBefore = new Map<MailboxId, number>();
  return async () => {
    const nowMs = deps.clock.now().getTime();
    const due = await deps.mailboxes.dueSubscription(new Date(nowMs + renewBeforeMs));
    const keepOne = async ({ id, subscription }: (typeof due)[number]): Promise<void> => {
      if ((notBefore.get(id) ?? 0) > nowMs) return;
      notBefore.delete(id);
      try {
        await keep(deps, id, subscription);
      } catch (error) {
        notBefore.set(id, nowMs + (await onTrouble(deps, id, error)));
      }
    };
    // Each is of another mailbox, so that the limits of none are touched.
    for (let at = 0; at < due.length && !deps.signal.aborted; at += atOnce) {
      await Promise.all(due.slice(at, at + atOnce).map(keepOne));
    }
  };
};

const keep = async (
  deps: SubscriptionDeps,
  mailboxId: MailboxId,
  known: SubscriptionRecord | null,
): Promise<void> => {
  if (known === null) return create(deps, mailboxId);
  const renewed = await deps.subscriptions.renew(mailboxId, known.id);
  if (renewed !== 'gone') {
    await deps.mailboxes.setSubscription(mailboxId, { ...known, ...bare(renewed) });
    return;
  }
  await create(deps, mailboxId);
};

/**
 * Of what changed before it, nobody told: since the one before ended, or since the first pass began to read. So a pass
 * is asked too; before the subscription is noted, so that after a crash both are done again, and a little later, so
 * that it reads when notifications are believed already.
 */
const create = async (deps: SubscriptionDeps, mailboxId: MailboxId): Promise<void> => {
  const clientState = randomBytes(32).toString('base64url');
  const made = await deps.subscriptions.create(mailboxId, {
    notificationUrl: deps.origin + notificationPath,
    lifecycleUrl: deps.origin + lifecyclePath,
    clientState,
  });
  await requestPass(deps.db, mailboxId, 'notification', { delayMs: passAfterMs });
  await deps.mailboxes.setSubscription(mailboxId, {
    ...bare(made),
    clientStateHash: hashClientState(clientState),
  });
};

const bare = ({ id, expiresAt }: Subscription): Subscription => ({ id, expiresAt });

/** Answers how long this mailbox's subscription is left alone. */
const onTrouble = async (deps: SubscriptionDeps, mailboxId: MailboxId, error: unknown): Promise<number> => {
  deps.log.warn({ mailboxId, err: bareError(error) }, 'subscription not kept');
  if (!(error instanceof Trouble)) return troubleWaitMs;
  if (error.what.kind === 'park') await deps.mailboxes.park(mailboxId, error.what.because);
  return error.what.kind === 'retry' ? error.what.afterMs : troubleWaitMs;
};
