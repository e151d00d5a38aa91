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
    bySubscriptions(
      subscriptionIds: readonly string[],
    ): Promise<readonly { id: MailboxId; subscription: SubscriptionRecord | null }[]>;
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
    const groups = bySubscription(notifications);
    // Anyone can post thousands of ids: they cost one question together, not one each.
    const known = groups.size === 0 ? [] : await mailboxes.bySubscriptions([...groups.keys()]);
    const mailboxOf = new Map(known.map((mailbox) => [mailbox.subscription?.id, mailbox]));
    for (const [subscriptionId, group] of groups) {
      const mailbox = mailboxOf.get(subscriptionId);
      if (!mailbox?.subscription) continue;
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

/** What every id of Graph's looks like; anything else is nobody's, and may be text that the database does not take. */
const idPattern = /^[\x21-\x7e]{1,200}$/u;

const bySubscription = (notifications: readonly Notification[]): Map<string, Notification[]> => {
  const groups = new Map<string, Notification[]>();
  for (const notification of notifications) {
    if (!idPattern.test(notification.subscriptionId)) continue;
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
