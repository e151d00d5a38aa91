/**
 * The worker's parts, each loaded and built when it is first asked for and closed in the opposite order. A part that failed to
 * build is tried again at the next asking, so that `doctor` can go on past it.
 */
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import { createEmbeddedCrm } from '../crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm } from '../crm/embedded/types.ts';
import type { GraphAssumptions } from '../graph/assumptions.ts';
import type { Graph } from '../graph/index.ts';
import type { Identity } from '../identity/index.ts';
import { requestPass } from '../jobs/requests.ts';
import { createLogger, withLogIds, type Logger } from '../log.ts';
import { createMetrics, type Metrics } from '../metrics/index.ts';
import type { PassDeps } from '../pass/context.ts';
import type { RunPass } from '../pass/ports.ts';
import type { SpendingLedger } from '../pass/ports/spending.ts';
import type { MakePreview } from '../pass/preview.ts';
import { requireSignIn, type Settings } from '../settings.ts';
import { CommandError } from '../cli/errors.ts';
import type { OutlookCard } from '../sync/fields/card.ts';
import type { Db, Queryable } from '../store/db.ts';
import { createMailboxes, type Activation, type Mailboxes } from '../store/mailboxes.ts';
import { databaseNow } from '../store/database-now.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { createSpendingLedger, withSpending } from '../store/spending.ts';
import { newId, realClock } from './clock.ts';
import { createGiveBack } from './give-back.ts';
import { version } from './version.ts';

/** Three parts have this long each, after 6 s for the jobs: a stop takes 10 s at most. */
const CLOSE_WITHIN_MS = 1_200;
/** Part of the lease one request may take; a batch takes twice that, and must end well before the lease does. */
const REQUEST_SHARE = 0.3;

export interface Parts {
  readonly settings: Settings;
  readonly log: Logger;
  /** Opened, whatever its schema. */
  readonly store: () => Promise<Store>;
  /** At the current schema. Throws CommandError `schemaBehind` where it may not be brought there. */
  readonly current: () => Promise<Store>;
  readonly migrate: () => Promise<string[]>;
  readonly crm: () => Promise<EmbeddedCrm>;
  readonly mailboxes: () => Promise<Mailboxes>;
  readonly identity: () => Promise<Identity>;
  readonly graph: () => Promise<Graph>;
  readonly runPass: () => Promise<RunPass>;
  readonly preview: () => Promise<MakePreview>;
  /** What this process counts. */
  readonly metrics: Metrics;
  readonly close: () => Promise<void>;
}

type Closer = () => Promise<void>;

/** Built once; a failure is forgotten. */
const lazily = <T>(build: () => Promise<T>): (() => Promise<T>) => {
  let built: Promise<T> | null = null;
  return () => {
    built ??= build().catch((error: unknown) => {
      built = null;
      throw error;
    });
    return built;
  };
};

export const createParts = (settings: Settings): Parts => {
  const closers: Closer[] = [];
  const log = createLogger(settings);
  const metrics = createMetrics(version);
  const store = lazily(async () => {
    const opened = await openStore({
      dataDir: settings.dataDir,
      maxConnections: settings.databaseConnections,
      ...(settings.databaseUrl === null ? {} : { databaseUrl: settings.databaseUrl }),
    });
    closers.push(() => opened.close());
    return opened;
  });
  const migrate = async (): Promise<string[]> => {
    const opened = await store();
    return opened.migrate();
  };
  const current = lazily(async () => {
    const opened = await store();
    const pending = await opened.pendingMigrations();
    if (pending.length > 0) {
      if (!settings.autoMigrate) throw new CommandError('schemaBehind', { n: pending.length });
      await migrate();
    }
    return opened;
  });
  const crm = lazily(async () => createEmbeddedCrm((await current()).db, { country: settings.country }));
  const mailboxes = lazily(async () => createMailboxes((await current()).db));
  const identity = lazily(async () => {
    const built = await buildIdentity(settings, log, await current(), await crm(), await mailboxes());
    closers.push(() => built.close());
    return built;
  });
  const assumptions = lazily(async () => (await import('./assumptions.ts')).readAssumptions(settings));
  const graph = lazily(async () => {
    const built = await buildGraph(
      settings,
      [log, metrics],
      await identity(),
      await mailboxes(),
      await assumptions(),
      createSpendingLedger((await current()).db),
    );
    closers.push(() => built.close());
    return built;
  });
  const passDeps = lazily(async (): Promise<PassDeps<OutlookCard>> => {
    const [{ createPassStore }, { outlookTable }] = await Promise.all([
      import('../store/pass-store.ts'),
      import('../sync/fields/outlook.ts'),
    ]);
    const { opener, spending } = await graph();
    const { db } = await current();
    const store = createPassStore(db);
    return {
      crm: await crm(),
      remotes: opener,
      store: spending === null ? store : withSpending(store, db, spending),
      table: outlookTable,
      prints: (await identity()).prints,
      clock: realClock,
      sharedNow: async () => databaseNow((await current()).db),
      newId,
      settings: passSettings(settings, await assumptions()),
      log,
      giveBack: createGiveBack(),
      meter: metrics.pass,
      trace: withLogIds,
    };
  });
  const runPass = lazily(async () => (await import('../pass/run-pass.ts')).createRunPass(await passDeps()));
  const preview = lazily(async () => {
    const [{ createPreview }, { readAtOneMoment }] = await Promise.all([
      import('../pass/preview.ts'),
      import('../store/snapshot.ts'),
    ]);
    const { db } = await current();
    return createPreview({ ...(await passDeps()), atOneMoment: (read) => readAtOneMoment(db, read) });
  });
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) {
      await inTime(one()).catch((error: unknown) => {
        log.warn({ err: error }, 'part not closed');
      });
    }
  };
  return {
    settings,
    log,
    store,
    current,
    migrate,
    crm,
    mailboxes,
    identity,
    graph,
    runPass,
    preview,
    metrics,
    close,
  };
};

/** A part that hangs (a question that a database does not answer) does not keep the others open; it goes on by itself. */
const inTime = async (closing: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_WITHIN_MS);
  });
  try {
    await Promise.race([closing, late]);
  } finally {
    clearTimeout(timer);
  }
};

const requestTimeoutMs = ({ graphTimeoutMs, leaseMs }: Settings): number =>
  Math.min(graphTimeoutMs, Math.floor(leaseMs * REQUEST_SHARE));

const passSettings = (settings: Settings, { secondLookMs }: GraphAssumptions) => ({
  country: settings.country,
  brake: settings.brake,
  leaseMs: settings.leaseMs,
  // A write that is under way when the lease ends could meet the next holder's (R13).
  writeMs: requestTimeoutMs(settings) * 2,
  secondLookMs,
});

const buildGraph = async (
  settings: Settings,
  [log, metrics]: readonly [Logger, Metrics],
  { tokens }: Identity,
  mailboxes: Mailboxes,
  assumptions: GraphAssumptions,
  ledger: SpendingLedger,
): Promise<Graph> => {
  const { createGraph, outlookQuota } = await import('../graph/index.ts');
  return createGraph({
    baseUrl: settings.graphBaseUrl,
    tokens,
    ownNames: async (mailboxId) => {
      const found = await mailboxes.byId(mailboxId);
      return found === null ? [] : [found.oid, `${found.oid}@${found.tid}`, found.upn ?? found.oid];
    },
    clock: realClock,
    quota: {
      ...outlookQuota,
      inFlight: settings.graphConcurrency,
      requests: settings.graphWindowRequests,
    },
    timeoutMs: requestTimeoutMs(settings),
    assumptions,
    log: (entry) => {
      log.debug(entry, 'graph');
    },
    meter: metrics.graph,
    ledger,
  });
};

const buildIdentity = async (
  settings: Settings,
  log: Logger,
  { db }: Store,
  crm: EmbeddedCrm,
  mailboxes: Mailboxes,
): Promise<Identity> => {
  const { createIdentity } = await import('../identity/index.ts');
  return createIdentity({
    settings: requireSignIn(settings),
    db,
    // Without an address of its own nobody is sent to the sign-in: the API and the command line refuse first.
    publicUrl: settings.publicUrl ?? 'https://localhost',
    language: settings.language,
    crm,
    mailboxes: {
      accountOf: async (mailboxId: MailboxId) => mailboxes.byId(mailboxId),
      byAccount: async ({ tid, oid }) => {
        const found = await mailboxes.byUser(tid, oid);
        return found === null ? null : { mailboxId: found.id, employeeId: found.employeeId };
      },
      ofEmployee: async (employeeId: EmployeeId) => {
        const found = await mailboxes.byEmployee(employeeId);
        return found === null ? null : { tid: found.tid, oid: found.oid, mailboxId: found.id };
      },
    },
    onActivated: async (tx, activated) => {
      const boxes = createMailboxes(within(tx));
      const { settings: chosen, ...who } = activated;
      const result: Activation = await boxes.activate(chosen === null ? who : { ...who, settings: chosen });
      // Two activations at the same moment: identity looked before, the database has the last word.
      if (result.outcome === 'refused') throw new ActivationRefused(result.because);
      const { id, state, stateBecause } = result.mailbox;
      if (chosen !== null && result.outcome !== 'activated') await boxes.saveSettings(id, chosen);
      const hasNotBegun = state === 'paused' && stateBecause === 'notStarted';
      // R12: a first sync waits, and the first one after a deactivation; one that has begun goes on, and one that waits
      // begins when that is asked.
      if (activated.start === 'afterPreview' && (result.outcome !== 'known' || hasNotBegun)) {
        await boxes.pause(id, 'notStarted');
        return { mailboxId: id, started: false };
      }
      if (hasNotBegun) await boxes.resume(id);
      await requestPass(tx, id, 'activation');
      return { mailboxId: id, started: true };
    },
    log,
  });
};

class ActivationRefused extends Error {
  override readonly name = 'ActivationRefused';
  readonly code: string;
  constructor(because: string) {
    super(because);
    this.code = `activation.${because}`;
  }
}

/** A transaction that is open already, for those who ask for one. */
const within = (tx: Queryable): Db => ({
  query: (query) => tx.query(query),
  transaction: (work) => work(tx),
  listen: () => Promise.reject(new Error('no listening inside a transaction')),
  close: () => Promise.resolve(),
});
