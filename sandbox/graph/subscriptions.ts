/**
 * Change notifications ("Receive change notifications through webhooks", "subscription resource type", "Reduce
 * missing subscriptions and change notifications"): the handshake, renewal and end of subscriptions, delivery after
 * a change (own writes too), and lifecycle events on demand. A notification may come late, twice or not at all.
 */
import type { SandboxClock } from '../clock.ts';
import { created, noContent, ok, wantsImmutableIds, type Answer, type Call } from './call.ts';
import type { Folder, MailboxChange } from './entities.ts';
import { instant } from './fields.ts';
import type { Mailbox } from './mailbox.ts';
import { badRequest, notAllowed, Problem } from './problem.ts';
import type { Switches } from './switches.ts';

export interface PostAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Sends one POST to a subscriber; rejects when nobody answers within `timeoutMs`. */
export type Post = (url: string, body: string, contentType: string, timeoutMs: number) => Promise<PostAnswer>;

export type LifecycleEvent = 'missed' | 'subscriptionRemoved' | 'reauthorizationRequired';

export interface Subscription {
  readonly id: string;
  readonly userId: string;
  readonly tenantId: string;
  readonly appId: string;
  readonly resource: string;
  /** Folder it is limited to; null: all contact folders. */
  readonly folderId: string | null;
  readonly changeTypes: ReadonlySet<string>;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  readonly clientState: string | null;
  readonly immutableIds: boolean;
  expiresAt: number;
  pending: MailboxChange[];
}

export interface Delivery {
  readonly at: string;
  readonly subscriptionId: string;
  readonly kind: 'change' | LifecycleEvent;
  /** Status of the subscriber's answer; null: none in time. */
  readonly status: number | null;
  readonly changes: number;
}

export interface Subscriptions {
  answer(call: Call, mailbox: Mailbox): Promise<Answer>;
  /** Called by the store after each change. */
  notify(mailbox: Mailbox, change: MailboxChange): void;
  /** Sends a lifecycle event now; `subscriptionRemoved` ends the subscription first. */
  lifecycle(event: LifecycleEvent, userId?: string): Promise<void>;
  /** The next so many notifications are never sent. */
  lose(count: number): void;
  list(userId?: string): Subscription[];
  readonly deliveries: readonly Delivery[];
  reset(): void;
}

const MINUTE_MS = 60_000;
const MAX_LIFETIME_MS = 10_080 * MINUTE_MS;
const MIN_LIFETIME_MS = 45 * MINUTE_MS;
const MAX_PER_MAILBOX = 1_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
const DELIVERY_TIMEOUT_MS = 3_000;
const RETRY_AFTER_MS = [10_000, 60_000, 300_000, 3_600_000];
const CHANGE_TYPES = new Set(['created', 'updated', 'deleted']);

interface Parts {
  readonly clock: SandboxClock;
  readonly switches: Readonly<Switches>;
  readonly post: Post;
}

const invalid = (message: string): Problem => badRequest('InvalidRequest', message);
const failed = (message: string): Problem => badRequest('ValidationError', message);

function readUrl(given: unknown, name: string, switches: Readonly<Switches>): string {
  let url: URL;
  try {
    url = new URL(String(given));
  } catch {
    throw invalid(`${name} is not a valid address.`);
  }
  const allowed = switches.notificationUrls === 'httpsOnly' ? ['https:'] : ['https:', 'http:'];
  if (!allowed.includes(url.protocol)) throw invalid(`${name} must be an HTTPS address.`);
  return url.href;
}

function readResource(
  given: unknown,
  call: Call,
  mailbox: Mailbox,
): { resource: string; folder: Folder | null } {
  const resource = String(given).replace(/^\//, '');
  const parts = resource.split('/').map(decodeURIComponent);
  const own = parts[0] === 'me' ? parts.slice(1) : parts[0] === 'users' ? parts.slice(2) : null;
  const wanted = parts[1]?.toLowerCase();
  if (parts[0] === 'users' && wanted !== call.user.id && wanted !== call.user.userPrincipalName.toLowerCase())
    throw new Problem(403, 'ExtensionError', 'Operation: Create; Exception: [Status Code: Forbidden]');
  if (own?.length === 1 && own[0] === 'contacts') return { resource, folder: null };
  if (own?.length === 3 && own[0] === 'contactFolders' && own[2] === 'contacts') {
    const folder = own[1] === 'contacts' ? mailbox.contacts : mailbox.folders.get(own[1] ?? '');
    if (folder) return { resource, folder };
    throw new Problem(404, 'ExtensionError', 'Operation: Create; Exception: [Status Code: NotFound]');
  }
  throw invalid(`Resource '${resource}' is not supported.`);
}

export function createSubscriptions({ clock, switches, post }: Parts): Subscriptions {
  let subscriptions = new Map<string, Subscription>();
  let deliveries: Delivery[] = [];
  let toLose = 0;
  let made = 0;

  const tidy = (): void => {
    for (const [id, { expiresAt }] of subscriptions) if (expiresAt <= clock.now()) subscriptions.delete(id);
  };

  const list = (userId?: string): Subscription[] => {
    tidy();
    return [...subscriptions.values()].filter((each) => userId === undefined || each.userId === userId);
  };

  const present = (subscription: Subscription): Record<string, unknown> => ({
    id: subscription.id,
    resource: subscription.resource,
    applicationId: subscription.appId,
    changeType: [...subscription.changeTypes].join(','),
    clientState: subscription.clientState,
    notificationUrl: subscription.notificationUrl,
    lifecycleNotificationUrl: subscription.lifecycleNotificationUrl,
    expirationDateTime: instant(subscription.expiresAt),
    creatorId: subscription.userId,
    includeResourceData: null,
    latestSupportedTlsVersion: 'v1_2',
  });

  const readExpiry = (given: unknown): number => {
    const at = typeof given === 'string' ? Date.parse(given) : NaN;
    if (Number.isNaN(at)) throw invalid('expirationDateTime is missing or invalid.');
    if (at <= clock.now()) throw invalid('expirationDateTime must be in the future.');
    // A minute of grace: clocks differ, and the service says so in its answer rather than refusing.
    if (at > clock.now() + MAX_LIFETIME_MS + MINUTE_MS)
      throw invalid('Subscription expiration can only be 10080 minutes in the future.');
    return Math.max(at, clock.now() + MIN_LIFETIME_MS);
  };

  /** The address must send the token back, as plain text, within ten seconds. */
  const handshake = async (url: string): Promise<void> => {
    const token = `Validation: Testing client application reachability for subscription ${++made}+/=`;
    const target = new URL(url);
    target.searchParams.set('validationToken', token);
    let answer: PostAnswer;
    try {
      answer = await post(target.href, '', 'text/plain; charset=utf-8', HANDSHAKE_TIMEOUT_MS);
    } catch {
      throw failed('Subscription validation request timed out.');
    }
    if (answer.status !== 200 || !answer.contentType.startsWith('text/plain') || answer.text !== token)
      throw failed(`Subscription validation request failed. HTTP status code is '${answer.status}'.`);
  };

  const create = async (call: Call, mailbox: Mailbox): Promise<Answer> => {
    const body = (call.body ?? {}) as Record<string, unknown>;
    if (body['includeResourceData'] === true)
      throw invalid('includeResourceData needs a certificate and $select; the stand-in does not offer it.');
    const changeType = body['changeType'];
    const changeTypes = (typeof changeType === 'string' ? changeType : '')
      .split(',')
      .map((type) => type.trim());
    if (!changeTypes.every((type) => CHANGE_TYPES.has(type))) throw invalid('changeType is invalid.');
    const clientState = (body['clientState'] ?? null) as string | null;
    if (clientState !== null && clientState.length > 128)
      throw invalid('clientState is longer than 128 characters.');
    const { resource, folder } = readResource(body['resource'], call, mailbox);
    const notificationUrl = readUrl(body['notificationUrl'], 'notificationUrl', switches);
    const lifecycle = body['lifecycleNotificationUrl'] ?? null;
    const lifecycleNotificationUrl =
      lifecycle === null ? null : readUrl(lifecycle, 'lifecycleNotificationUrl', switches);
    const expiresAt = readExpiry(body['expirationDateTime']);
    if (list(call.user.id).length >= MAX_PER_MAILBOX)
      throw new Problem(403, 'ExtensionError', 'The mailbox has reached its number of subscriptions.');
    await handshake(notificationUrl);
    if (lifecycleNotificationUrl !== null && lifecycleNotificationUrl !== notificationUrl)
      await handshake(lifecycleNotificationUrl);
    const subscription: Subscription = {
      id: `7f105c7d-2dc5-4530-97cd-${String(++made).padStart(12, '0')}`,
      userId: call.user.id,
      tenantId: call.user.tenantId,
      appId: call.appId,
      resource,
      folderId: folder?.id ?? null,
      changeTypes: new Set(changeTypes),
      notificationUrl,
      lifecycleNotificationUrl,
      clientState,
      immutableIds: wantsImmutableIds(call),
      expiresAt,
      pending: [],
    };
    subscriptions.set(subscription.id, subscription);
    return created({
      '@odata.context': `${call.base}/$metadata#subscriptions/$entity`,
      ...present(subscription),
    });
  };

  const own = (call: Call, id: string): Subscription => {
    tidy();
    const subscription = subscriptions.get(id);
    if (!subscription || subscription.userId !== call.user.id)
      throw new Problem(404, 'ResourceNotFound', 'The object was not found.');
    return subscription;
  };

  const renew = (call: Call, subscription: Subscription): Answer => {
    const { expirationDateTime, ...others } = (call.body ?? {}) as Record<string, unknown>;
    if (Object.keys(others).length > 0 && expirationDateTime === undefined)
      throw invalid('Only expirationDateTime and notificationUrl can be changed.');
    subscription.expiresAt = readExpiry(expirationDateTime);
    return ok({ '@odata.context': `${call.base}/$metadata#subscriptions/$entity`, ...present(subscription) });
  };

  const answer = async (call: Call, mailbox: Mailbox): Promise<Answer> => {
    const [, id, action] = call.segments;
    if (id === undefined) {
      if (call.method === 'POST') return create(call, mailbox);
      if (call.method === 'GET') return ok({ value: list(call.user.id).map(present) });
      throw notAllowed(call.method);
    }
    const subscription = own(call, id);
    if (action === 'reauthorize' && call.method === 'POST') return noContent();
    if (action !== undefined) throw notAllowed(call.method);
    if (call.method === 'GET') return ok(present(subscription));
    if (call.method === 'PATCH') return renew(call, subscription);
    if (call.method !== 'DELETE') throw notAllowed(call.method);
    subscriptions.delete(subscription.id);
    return noContent();
  };

  const changeBody = (subscription: Subscription, change: MailboxChange): Record<string, unknown> => {
    const id = subscription.immutableIds ? change.immutableId : change.id;
    const resource = `Users/${subscription.userId}/Contacts/${id}`;
    return {
      subscriptionId: subscription.id,
      subscriptionExpirationDateTime: instant(subscription.expiresAt),
      changeType: change.kind,
      resource,
      resourceData: {
        '@odata.type': '#Microsoft.Graph.Contact',
        '@odata.id': resource,
        '@odata.etag': change.etag,
        id,
      },
      clientState: subscription.clientState,
      tenantId: subscription.tenantId,
    };
  };

  const send = async (
    subscription: Subscription,
    url: string,
    kind: Delivery['kind'],
    value: unknown[],
  ): Promise<boolean> => {
    let status: number | null = null;
    try {
      ({ status } = await post(
        url,
        JSON.stringify({ value }),
        'application/json; charset=utf-8',
        DELIVERY_TIMEOUT_MS,
      ));
    } catch {
      // Nobody answered; told in the log by a status of null.
    }
    deliveries.push({
      at: clock.iso(),
      subscriptionId: subscription.id,
      kind,
      status,
      changes: value.length,
    });
    return status !== null && status >= 200 && status < 300;
  };

  const deliver = async (
    subscription: Subscription,
    changes: MailboxChange[],
    attempt = 0,
  ): Promise<void> => {
    if (!subscriptions.has(subscription.id)) return;
    const value = changes.map((change) => changeBody(subscription, change));
    if (await send(subscription, subscription.notificationUrl, 'change', value)) return;
    const delay = RETRY_AFTER_MS[attempt];
    if (delay !== undefined) clock.after(delay, () => deliver(subscription, changes, attempt + 1));
  };

  const notify = (mailbox: Mailbox, change: MailboxChange): void => {
    if (subscriptions.size === 0 || change.folder === mailbox.deletedItems) return;
    for (const subscription of list(mailbox.userId)) {
      if (subscription.folderId !== null && subscription.folderId !== change.folder.id) continue;
      if (!subscription.changeTypes.has(change.kind)) continue;
      if (toLose > 0) {
        toLose -= 1;
        continue;
      }
      // Changes of the same moment travel together.
      if (subscription.pending.push(change) > 1) continue;
      clock.after(switches.notificationDelayMs, () => deliver(subscription, subscription.pending.splice(0)));
    }
  };

  const lifecycle = async (event: LifecycleEvent, userId?: string): Promise<void> => {
    for (const subscription of list(userId)) {
      if (event === 'subscriptionRemoved') subscriptions.delete(subscription.id);
      const url = subscription.lifecycleNotificationUrl;
      if (url === null) continue;
      await send(subscription, url, event, [
        {
          subscriptionId: subscription.id,
          subscriptionExpirationDateTime: instant(subscription.expiresAt),
          tenantId: subscription.tenantId,
          clientState: subscription.clientState,
          lifecycleEvent: event,
        },
      ]);
    }
  };

  return {
    answer,
    notify,
    lifecycle,
    list,
    lose: (count) => void (toLose = count),
    get deliveries() {
      return deliveries;
    },
    reset() {
      subscriptions = new Map();
      deliveries = [];
      toLose = 0;
    },
  };
}
