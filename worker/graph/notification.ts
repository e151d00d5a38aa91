/**
 * What Graph posts to the notification and lifecycle addresses. Anyone can post there: nothing in it is believed
 * but the hint to pass, and that only by whoever keeps the subscription's client state.
 * https://learn.microsoft.com/graph/change-notifications-delivery-webhooks, /graph/change-notifications-lifecycle-events
 */
import { z } from 'zod';

const notificationSchema = z.object({
  subscriptionId: z.string().min(1).max(200),
  clientState: z.string().max(128).nullish(),
  changeType: z.string().nullish(),
  lifecycleEvent: z.string().nullish(),
});

const bodySchema = z.object({ value: z.array(z.unknown()).max(10_000) });

export interface Notification {
  readonly subscriptionId: string;
  readonly clientState: string | null;
  /**
   * `change`: pass. `missed`: pass. `renew`: the subscription wants renewing. `removed`: make a new one and pass.
   * An event of a kind not known here reads as `missed`: a pass never does harm.
   */
  readonly event: 'change' | 'missed' | 'renew' | 'removed';
}

const eventOf = (lifecycleEvent: string | null | undefined): Notification['event'] => {
  switch (lifecycleEvent) {
    case null:
    case undefined:
      return 'change';
    case 'reauthorizationRequired':
      return 'renew';
    case 'subscriptionRemoved':
      return 'removed';
    default:
      return 'missed';
  }
};

/** Null for a body that is none of Graph's; single entries that are not well-formed fall out. */
export const parseNotification = (body: unknown): Notification[] | null => {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return null;
  return parsed.data.value.flatMap((entry): Notification[] => {
    const one = notificationSchema.safeParse(entry);
    if (!one.success) return [];
    const { subscriptionId, clientState, lifecycleEvent } = one.data;
    return [{ subscriptionId, clientState: clientState ?? null, event: eventOf(lifecycleEvent) }];
  });
};
