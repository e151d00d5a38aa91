/**
 * Change notifications for a mailbox's contacts: a hint to pass, never the truth.
 * https://learn.microsoft.com/graph/api/resources/subscription
 */
import type { MailboxId } from '../../shared/ids.ts';
import { Trouble } from '../pass/ports.ts';
import type { Subscription, Subscriptions } from '../pass/ports.ts';
import { textOf } from './answer.ts';
import { segment } from './base-url.ts';
import { bodyOf, succeeded } from './channel.ts';
import type { Channel } from './channel.ts';
import { classify, failureOf } from './classify.ts';
import { subscriptionLifeMs } from './limits.ts';

export const outlookSubscriptions = (channelFor: (mailboxId: MailboxId) => Channel): Subscriptions => {
  const expiry = (channel: Channel): string =>
    new Date(channel.line.clock.now().getTime() + subscriptionLifeMs).toISOString();
  return {
    create: async (mailboxId, { notificationUrl, lifecycleUrl, clientState }) => {
      const channel = channelFor(mailboxId);
      const ended = await channel.send({
        method: 'POST',
        path: '/subscriptions',
        body: {
          changeType: 'created,updated,deleted',
          resource: '/me/contacts',
          notificationUrl,
          // Can only be given now, not added later.
          lifecycleNotificationUrl: lifecycleUrl,
          expirationDateTime: expiry(channel),
          clientState,
        },
        repeat: 'whenThrottled',
        writes: true,
      });
      return subscriptionOf(bodyOf(ended));
    },
    renew: async (mailboxId, id) => {
      const channel = channelFor(mailboxId);
      const ended = await channel.send({
        method: 'PATCH',
        path: `/subscriptions/${segment(id)}`,
        body: { expirationDateTime: expiry(channel) },
        // Sets an instant: the same however often it is done.
        repeat: 'freely',
        writes: true,
      });
      if (!succeeded(ended) && classify(failureOf(ended)).kind === 'gone') return 'gone';
      return subscriptionOf(bodyOf(ended));
    },
    remove: async (mailboxId, id) => {
      const ended = await channelFor(mailboxId).send({
        method: 'DELETE',
        path: `/subscriptions/${segment(id)}`,
        repeat: 'freely',
        writes: true,
      });
      if (!succeeded(ended) && classify(failureOf(ended)).kind !== 'gone') bodyOf(ended);
    },
  };
};

const subscriptionOf = (body: Record<string, unknown>): Subscription => {
  const id = textOf(body['id']);
  const expiresAt = Date.parse(textOf(body['expirationDateTime']) ?? '');
  if (id === null || Number.isNaN(expiresAt)) throw new Trouble('graph.unexpected', { kind: 'bug' });
  return { id, expiresAt: new Date(expiresAt).toISOString() };
};
