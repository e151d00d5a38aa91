/** The round of notices beside the jobs: in one process at a time, every quarter of an hour. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ourTurn, startBeat } from '../jobs/beat.ts';
import { createMailer, createNotices } from '../notices/index.ts';
import type { Store } from '../store/open-store.ts';
import { realClock } from './clock.ts';
import type { Parts } from './parts.ts';

const EVERY_MS = 15 * 60_000;
const TURN_MS = 5 * 60_000;
/** A mail that is under way when the worker stops: its notice is then told again, which is better than not at all. */
const STOP_WITHIN_MS = 3_000;

/** Gives back what ends it. */
export const startNotices = async (parts: Parts, { db }: Pick<Store, 'db'>): Promise<() => Promise<void>> => {
  const { settings, log } = parts;
  const stopping = new AbortController();
  const [mailboxes, crm, identity] = [await parts.mailboxes(), await parts.crm(), await parts.identity()];
  const work = createNotices({
    db,
    settings,
    mailboxes,
    crm,
    signInEndsAt: async (account) => (await identity.tokens.status(account)).endsAt,
    send: settings.mail === null ? null : createMailer(settings.mail),
    now: () => realClock.now(),
    log,
    signal: stopping.signal,
  });
  const beat = startBeat({
    name: 'notices',
    everyMs: EVERY_MS,
    log,
    work: () => ourTurn(db, 'notices', TURN_MS, work),
  });
  return async () => {
    stopping.abort();
    await Promise.race([beat.stop(), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
  };
};
