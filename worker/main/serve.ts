/** `serve` and `work`: the long-running shapes of the worker. Each stops within 10 seconds. */
import { existsSync } from 'node:fs';
import { createApi } from '../api/app.ts';
import type { Served, Working } from '../cli/ports.ts';
import { createJobs, type Jobs } from '../jobs/index.ts';
import { requireSignIn } from '../settings.ts';
import { codeOf } from '../store/errors.ts';
import type { Store } from '../store/open-store.ts';
import { claimWorkerRole } from '../store/worker-role.ts';
import { addinFolder, apiDeps } from './api-deps.ts';
import { realClock } from './clock.ts';
import { startForgetting } from './forgetting.ts';
import { listen, type HttpServer } from './http-server.ts';
import { createLife, openOwnDoor, startingDoor, type Life } from './life.ts';
import { startNotices } from './notices.ts';
import type { Parts } from './parts.ts';
import { warnOfTooMuchGranted } from './warn-granted.ts';

/** What ends the process from inside: another process took the worker's role. */
const createFailure = () => {
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever serves waits for it; a command that ended does not.
  failed.catch(() => undefined);
  return { failed, fail };
};

/** Opened at the current schema; from then on its figures are told. */
const openCurrent = async (parts: Parts, life: Life): Promise<Store> => {
  // Told before it is brought up to date, which may take a while.
  life.opened(await parts.store());
  const store = await parts.current();
  parts.metrics.watchOffice(store.db);
  parts.metrics.watchProcess();
  return store;
};

const startJobs = async (parts: Parts, store: Store): Promise<Working & { readonly jobs: Jobs }> => {
  const { settings, log, metrics } = parts;
  const { failed, fail } = createFailure();
  const role = await claimWorkerRole({
    url: store.url,
    embedded: store.embedded,
    dataDir: settings.dataDir,
    onLost: fail,
  });
  const jobs = createJobs({
    db: store.db,
    runPass: await parts.runPass(),
    crm: await parts.crm(),
    mailboxes: await parts.mailboxes(),
    subscriptions: settings.notificationOrigin === null ? null : (await parts.graph()).subscriptions,
    clock: realClock,
    settings,
    log,
    meter: metrics.jobs,
  });
  await jobs.start();
  log.info({ concurrentPasses: settings.concurrentPasses }, 'jobs started');
  const endNotices = await startNotices(parts, store);
  const endForgetting = startForgetting(parts, store);
  const saidEnough = warnOfTooMuchGranted(await parts.identity(), log);
  return {
    jobs,
    failed,
    stop: async () => {
      saidEnough();
      await Promise.all([jobs.stop(), endNotices(), endForgetting()]);
      await role.release();
      log.info({}, 'jobs stopped');
    },
  };
};

export const startWork = async (parts: Parts): Promise<Working> => {
  requireSignIn(parts.settings);
  const life = createLife(true);
  const door = await openOwnDoor(parts, life);
  try {
    const working = await startJobs(parts, await openCurrent(parts, life));
    life.began(working.jobs);
    return {
      failed: working.failed,
      stop: async () => {
        life.stops();
        await working.stop();
        await door?.stop();
      },
    };
  } catch (error) {
    await door?.stop();
    throw error;
  }
};

/** An address that is taken is told only when nothing else is wrong: most often the other process is a worker too. */
const listenEarly = async (
  parts: Parts,
  fetch: Parameters<typeof listen>[1],
): Promise<{ readonly server: HttpServer } | { readonly taken: unknown }> => {
  try {
    return { server: await listen(parts.settings, fetch) };
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return { taken: error };
    throw error;
  }
};

export const startServe = async (parts: Parts, options: { readonly jobs: boolean }): Promise<Served> => {
  const { settings, log } = parts;
  requireSignIn(settings);
  const life = createLife(options.jobs);
  let fetch: Parameters<typeof listen>[1] = startingDoor(parts, life);
  const early = await listenEarly(parts, (request, peer) => fetch(request, peer));
  const closeDoors: (() => Promise<void>)[] = 'server' in early ? [early.server.stop] : [];
  let working: Awaited<ReturnType<typeof startJobs>> | null = null;
  try {
    const door = await openOwnDoor(parts, life);
    if (door !== null) closeDoors.push(door.stop);
    const store = await openCurrent(parts, life);
    working = options.jobs ? await startJobs(parts, store) : null;
    const api = createApi(await apiDeps(parts, working?.jobs ?? null, life.ready));
    if ('taken' in early) throw early.taken;
    fetch = (request, peer) => api.fetch(request, peer);
    life.began(working?.jobs ?? null);
    log.info({ url: early.server.url, jobs: options.jobs }, 'serving');
    return {
      url: early.server.url,
      publicUrl: settings.publicUrl,
      jobs: options.jobs,
      pane: existsSync(addinFolder(settings)),
      failed: working?.failed ?? createFailure().failed,
      stop: async () => {
        life.stops();
        await Promise.all([early.server.stop(), working?.stop()]);
        await door?.stop();
      },
    };
  } catch (error) {
    await working?.stop();
    await Promise.all(closeDoors.map((close) => close()));
    throw error;
  }
};
