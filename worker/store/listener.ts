/**
 * LISTEN on one connection of its own, which comes back by itself. What was notified while it was away is lost, so
 * every callback is called once, without payload, after each reconnect: a notification is a hint to look, never the truth.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { toStoreFailure } from './errors.ts';

const firstWaitMs = 100;
const longestWaitMs = 5_000;
/** A connection cut without a word is found out by asking. */
const askEveryMs = 30_000;

type OnNotify = (payload: string) => void;

export interface Listener {
  listen(channel: string, onNotify: OnNotify): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export const createListener = (config: pg.ClientConfig): Listener => {
  const callbacks = new Map<string, Set<OnNotify>>();
  const stop = new AbortController();
  let client: pg.Client | undefined;
  let connecting: Promise<void> | undefined;
  let asking: NodeJS.Timeout | undefined;

  const onNotification = ({ channel, payload }: pg.Notification): void => {
    for (const onNotify of callbacks.get(channel) ?? []) onNotify(payload ?? '');
  };

  const connect = async (): Promise<void> => {
    const next = new pg.Client(config);
    const lost = (): void => {
      if (client !== next) return;
      client = undefined;
      clearInterval(asking);
      void next.end().catch(() => undefined);
      if (!stop.signal.aborted) void reconnect();
    };
    next.on('error', lost);
    next.on('end', lost);
    next.on('notification', onNotification);
    await next.connect();
    try {
      for (const channel of callbacks.keys()) await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    client = next;
    asking = setInterval(() => void next.query('SELECT 1').catch(lost), askEveryMs);
    asking.unref();
  };

  const connectOnce = (): Promise<void> => {
    connecting ??= connect().finally(() => {
      connecting = undefined;
    });
    return connecting;
  };

  const reconnect = async (): Promise<void> => {
    for (let waitMs = firstWaitMs; !stop.signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        await sleep(waitMs, undefined, { signal: stop.signal, ref: false });
        if (callbacks.size === 0) return;
        await connectOnce();
        for (const all of callbacks.values()) for (const onNotify of all) onNotify('');
        return;
      } catch {
        // Still away: wait longer and try again, until it is back or we are closed.
      }
    }
  };

  const unlisten = async (channel: string, onNotify: OnNotify): Promise<void> => {
    const all = callbacks.get(channel);
    if (all?.delete(onNotify) !== true || all.size > 0) return;
    callbacks.delete(channel);
    if (callbacks.size > 0) {
      await client?.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
      return;
    }
    await disconnect();
  };

  const disconnect = async (): Promise<void> => {
    await connecting?.catch(() => undefined);
    const old = client;
    client = undefined;
    clearInterval(asking);
    await old?.end().catch(() => undefined);
  };

  return {
    listen: async (channel, onNotify) => {
      const own: OnNotify = (payload) => onNotify(payload);
      const all = callbacks.get(channel) ?? new Set<OnNotify>();
      callbacks.set(channel, all.add(own));
      try {
        await connecting?.catch(() => undefined);
        if (client === undefined) await connectOnce();
        else await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        all.delete(own);
        if (all.size === 0) callbacks.delete(channel);
        throw toStoreFailure(error);
      }
      return () => unlisten(channel, own);
    },
    close: async () => {
      stop.abort();
      callbacks.clear();
      await disconnect();
    },
  };
};
