/**
 * Takes one delivery of change notifications: a hint to pass, believed only with the client state of the subscription.
 * learn.microsoft.com/graph/change-notifications-delivery-webhooks and -lifecycle-events (2026-08)
 */
import { timingSafeEqual } from 'node:crypto';
import type { MailboxId } from '../../shared/ids.ts';
import { hashClientState, type SubscriptionRecord } from './subscriptions.ts';

export interface Notification {
  readonly subscriptionId: string;
  readonly clientState: string | null;
  readonly event: 'change' | 'missed' | 'renew' | 'removed';
}

export interface NotificationDeps {
  /** Null for a body that is no delivery. */
  readonly parse: (body: unknown) => readonly Notification[] | null;
  readonly mailboxes: {
    bySubscription(
      subscriptionId: string,
    ): Promise<{ id: MailboxId; subscription: SubscriptionRecord | null } | null>;
    setSubscription(id: MailboxId, subscription: SubscriptionRecord | null): Promise<void>;
  };
  /** Asks a pass after a small delay. */
  readonly onHint: (mailboxId: MailboxId) => Promise<unknown>;
  /** Something is to be done about subscriptions now. */
  readonly onSubscriptions: () => void;
}

/** `refused`: not one of ours. Safe to repeat; many notifications of one mailbox are one hint. */
export const createNotificationInbox =
  ({ parse, mailboxes, onHint, onSubscriptions }: NotificationDeps) =>
  async (body: unknown): Promise<'taken' | 'refused' | 'garbage'> => {
    const notifications = parse(body);
    if (notifications === null) return 'garbage';
    let taken = false;
    for (const [subscriptionId, group] of bySubscription(notifications)) {
      const mailbox = await mailboxes.bySubscription(subscriptionId);
      if (mailbox === null || mailbox.subscription === null) continue;
      const { clientStateHash, ...subscription } = mailbox.subscription;
      const events = group.filter((one) => knows(one, clientStateHash)).map(({ event }) => event);
      if (events.length === 0) continue;
      taken = true;
      if (events.includes('removed')) await mailboxes.setSubscription(mailbox.id, null);
      else if (events.includes('renew')) {
        // As good as ended: the next round renews it.
        const ended = { ...subscription, clientStateHash, expiresAt: new Date(0).toISOString() };
        await mailboxes.setSubscription(mailbox.id, ended);
      }
      if (events.some((event) => event !== 'renew')) await onHint(mailbox.id);
      if (events.some((event) => event === 'removed' || event === 'renew')) onSubscriptions();
    }
    return taken ? 'taken' : 'refused';
  };

const bySubscription = (notifications: readonly Notification[]): Map<string, Notification[]> => {
  const groups = new Map<string, Notification[]>();
  for (const notification of notifications) {
    const group = groups.get(notification.subscriptionId) ?? [];
    group.push(notification);
    groups.set(notification.subscriptionId, group);
  }
  return groups;
};

/** In the same time however much of it is right. */
const knows = ({ clientState }: Notification, expectedHash: string): boolean => {
  if (clientState === null) return false;
  const [given, expected] = [Buffer.from(hashClientState(clientState)), Buffer.from(expectedHash)];
  return given.length === expected.length && timingSafeEqual(given, expected);
};
