/**
 * A process from its start to its stop, as the outside may see it: `/readyz` says no until it is at its work and again when it
 * leaves, and with METRICS_PORT there is a door of its own for that, for `work` too.
 */
import type { Readiness } from '../api/ports.ts';
import { createSideDoor, type SideDoorDeps } from '../api/side-door.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Store } from '../store/open-store.ts';
import { metricsFor, speaksHttps } from './api-deps.ts';
import { realClock } from './clock.ts';
import { listen, type HttpServer } from './http-server.ts';
import type { Parts } from './parts.ts';
import { createReadiness } from './readiness.ts';

/** A scraper or a probe that is there when the process goes gets this long. */
const DRAIN_MS = 500;

export interface Life {
  readonly ready: () => Promise<Readiness>;
  readonly opened: (store: Store) => void;
  /** At its work. */
  readonly began: (jobs: Jobs | null) => void;
  readonly stops: () => void;
}

export const createLife = (withJobs: boolean): Life => {
  let store: Store | null = null;
  let jobs: Jobs | null = null;
  let phase: Readiness['phase'] = 'starting';
  const readiness = createReadiness({
    store: () => store,
    jobs: () => (withJobs ? (jobs?.running() ?? false) : null),
    monotonicMs: () => realClock.monotonicMs(),
  });
  return {
    ready: async () => {
      const now = await readiness();
      return phase === undefined ? now : { ...now, phase };
    },
    opened: (opened) => {
      store = opened;
    },
    began: (running) => {
      jobs = running;
      phase = undefined;
    },
    stops: () => {
      phase = 'stopping';
    },
  };
};

const doorDeps = ({ settings, metrics, log }: Parts, life: Life): Omit<SideDoorDeps, 'otherwise'> => ({
  ready: life.ready,
  meter: metrics.http,
  monotonicMs: () => realClock.monotonicMs(),
  isHttps: speaksHttps(settings),
  log,
});

/** What the ordinary address answers until the API is up. */
export const startingDoor = (
  parts: Parts,
  life: Life,
): ((request: Request) => Response | Promise<Response>) => {
  const { settings, metrics } = parts;
  const { token } = settings.metrics;
  const door = createSideDoor({
    ...doorDeps(parts, life),
    metrics: token === null ? undefined : metricsFor(token, metrics),
    otherwise: 'unavailable',
  });
  return (request) => door.fetch(request);
};

/** The door of METRICS_PORT; null without that setting. On it figures need a token only where one is set. */
export const openOwnDoor = async (parts: Parts, life: Life): Promise<HttpServer | null> => {
  const { settings, metrics, log } = parts;
  const { port, host, token } = settings.metrics;
  if (port === null) return null;
  const door = createSideDoor({
    ...doorDeps(parts, life),
    isHttps: false,
    metrics: token === null ? { allows: () => true, render: metrics.render } : metricsFor(token, metrics),
    otherwise: 'notFound',
  });
  const server = await listen({ host, port, tls: null }, (request) => door.fetch(request), DRAIN_MS);
  log.info({ url: server.url }, 'metrics and health');
  return server;
};
