/**
 * Microsoft Graph behind the ports `RemoteOpener` and `Subscriptions`: the official client with a middleware chain
 * of our own. Knows nothing of the CRM, the store or what a pass decides.
 */
import { Client } from '@microsoft/microsoft-graph-client';
import type { MailboxId } from '../../shared/ids.ts';
import type { Clock, RemoteOpener, RemoteTokens, Subscriptions } from '../pass/ports.ts';
import type { SpendingBook, SpendingLedger } from '../pass/ports/spending.ts';
import type { OutlookCard } from '../sync/fields/card.ts';
import { defaultAssumptions } from './assumptions.ts';
import type { GraphAssumptions } from './assumptions.ts';
import { serviceRoot } from './base-url.ts';
import { Channel } from './channel.ts';
import type { GraphLogEntry, Line } from './channel.ts';
import { gateKeeper } from './gate.ts';
import { outlookQuota } from './limits.ts';
import type { Quota } from './limits.ts';
import { noMeter } from './metrics.ts';
import type { GraphMeter } from './metrics.ts';
import { AuthenticationHandler } from './middleware/authentication.ts';
import { LimitsHandler } from './middleware/limits.ts';
import { RepeatHandler } from './middleware/repeat.ts';
import { RequestIdHandler } from './middleware/request-id.ts';
import { TransportHandler, graphAgent } from './middleware/transport.ts';
import { Pauses } from './pauses.ts';
import { outlookRemote } from './remote.ts';
import { SessionToken } from './session.ts';
import { createSpendings, type Spendings } from './spending.ts';
import { outlookSubscriptions } from './subscriptions.ts';

export { parseNotification } from './notification.ts';
export type { Notification } from './notification.ts';
export type { GraphLogEntry } from './channel.ts';
export type { GraphMeter } from './metrics.ts';
export { outlookQuota } from './limits.ts';
export type { Quota } from './limits.ts';

export interface GraphOptions {
  /** https, with or without `/v1.0`. */
  readonly baseUrl: string;
  readonly tokens: RemoteTokens;
  /** How the service may name this mailbox's user in a path, beside `me`; default: in no other way. */
  readonly ownNames?: (mailboxId: MailboxId) => Promise<readonly string[]>;
  readonly clock: Clock;
  /** Per mailbox; Outlook's documented limits unless given. */
  readonly quota?: Quota;
  /** Limit of one request, of its headers and of its body; a batch has twice as long. Default 30 s. */
  readonly timeoutMs?: number;
  /** PEM, instead of Node's roots (which NODE_EXTRA_CA_CERTS adds to). */
  readonly ca?: string;
  /** 0 ≤ n < 1; for the part of a pause that is left to chance. */
  readonly random?: () => number;
  /** What was measured of this service; the defaults hold everywhere. */
  readonly assumptions?: GraphAssumptions;
  readonly log?: (entry: GraphLogEntry) => void;
  /** Absent: nobody counts. */
  readonly meter?: GraphMeter;
  /** What all processes ask of a mailbox together; absent: this one is alone. */
  readonly ledger?: SpendingLedger;
}

export interface Graph {
  readonly opener: RemoteOpener<OutlookCard>;
  readonly subscriptions: Subscriptions;
  /** For the store, which carries the count with the lease; null without a ledger. */
  readonly spending: SpendingBook | null;
  /** The bare channel, for the probe alone. Trouble as `opener` has it. */
  channel(mailboxId: MailboxId, signal: AbortSignal): Promise<Channel>;
  /** Closes the connections; requests under way end as unclear. */
  close(): Promise<void>;
}

const defaultTimeoutMs = 30_000;

/** Trouble `misconfigured` when the base is not an https address. */
export const createGraph = (options: GraphOptions): Graph => {
  const { clock, quota = outlookQuota, timeoutMs = defaultTimeoutMs } = options;
  const service = serviceRoot(options.baseUrl);
  const meter = options.meter ?? noMeter;
  const pauses = new Pauses(clock, options.random ?? Math.random);
  const agent = graphAgent(timeoutMs * 2, options.ca);
  const client = Client.initWithMiddleware({
    baseUrl: service.root,
    defaultVersion: '',
    middleware: [
      new RepeatHandler(pauses, meter),
      new LimitsHandler(meter),
      new RequestIdHandler(),
      new AuthenticationHandler(service),
      new TransportHandler(agent),
    ],
  });
  const line: Line = {
    client,
    service,
    clock,
    pauses,
    timeoutMs,
    inFlight: quota.inFlight,
    meter,
    assumptions: options.assumptions ?? defaultAssumptions,
    log: options.log ?? (() => undefined),
  };
  const { ledger } = options;
  const spendings: Spendings | null =
    ledger === undefined ? null : createSpendings(ledger, clock, (mailboxId) => gateOf(mailboxId));
  const gateOf = gateKeeper(
    quota,
    clock,
    spendings === null ? null : (mailboxId, gate) => spendings.bookOf(mailboxId, gate),
  );
  const closing = new AbortController();
  const channel = (
    mailboxId: MailboxId,
    mayWrite: () => boolean,
    signal: AbortSignal | null,
    ownNames: readonly string[] = [],
  ): Channel => {
    // Whoever works on when all is closed (a preview, a subscription) is told to stop, and does not try again.
    const orClosing = signal === null ? closing.signal : AbortSignal.any([signal, closing.signal]);
    const token = new SessionToken(options.tokens, mailboxId, clock, orClosing);
    const session = { gate: gateOf(mailboxId), token, mayWrite, signal: orClosing, requests: 0 };
    return new Channel(line, session, { ...service, ownNames });
  };
  const open = async (
    mailboxId: MailboxId,
    mayWrite: () => boolean,
    signal: AbortSignal,
  ): Promise<Channel> => {
    const opened = channel(mailboxId, mayWrite, signal, await options.ownNames?.(mailboxId));
    // A sign-in that has ended is told before the first request, not in the middle of a pass.
    await opened.session.token.current();
    return opened;
  };
  return {
    opener: {
      open: async (mailboxId, { mayWrite, signal }) => outlookRemote(await open(mailboxId, mayWrite, signal)),
    },
    channel: (mailboxId, signal) => open(mailboxId, () => true, signal),
    subscriptions: outlookSubscriptions((mailboxId) => channel(mailboxId, () => true, null)),
    spending: spendings,
    close: async () => {
      closing.abort();
      await Promise.all([agent.destroy(), spendings?.close()]);
    },
  };
};
