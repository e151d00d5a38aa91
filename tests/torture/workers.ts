/**
 * The worker's processes under torture: `serve` (which also takes Outlook's notifications) and `work` beside it, each in
 * a time zone and with a clock of its own, killed and started anew. On the embedded store there is one of them
 * (docs/adr/0002-one-worker-per-data-folder.md).
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../../sandbox/index.ts';
import type { Random } from '../../sandbox/random.ts';
import { servedEnv, startWorker, type WorkerEnv, type WorkerProcess } from '../support/worker-process.ts';

const clockModule = fileURLToPath(new URL('./shifted-clock.mjs', import.meta.url));
const startAgainMs = 300;
const readyWithinMs = 60_000;
/** A worker that lost its database may end, to be started anew by whoever watches it. */
const excusedForMs = 30_000;

export const timeZones = [
  'Europe/Amsterdam',
  'America/St_Johns',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Los_Angeles',
  'UTC',
] as const;

/** Clocks of an office's machines differ by seconds: a wait that one of them has set is the other's too. */
const skewsMs = [0, 0, 300, -300, 1_500, -1_500, 4_000, -4_000];

/** The least that the settings allow, so that a dead worker's mailboxes come free soon. */
export const hurried: WorkerEnv = {
  LEASE_SECONDS: '5',
  GRAPH_TIMEOUT_MS: '2000',
  CRM_POLL_SECONDS: '1',
  CONCURRENT_PASSES: '3',
  // A flood of edits in a mailbox of a dozen cards is above it.
  BRAKE_CARDS: '6',
  NOTIFICATION_DELAY_SECONDS: '0',
  ALLOW_LOCAL_NOTIFICATIONS: 'true',
};

type Role = 'serve' | 'work';

interface Slot {
  readonly role: Role;
  worker: WorkerProcess | null;
  /** Killed on purpose: its end is no surprise. */
  readonly meant: Set<WorkerProcess>;
}

export interface Crew {
  /** What the workers are started with, without what differs from one to the other. */
  readonly env: WorkerEnv;
  /** Starts those that do not run, and waits until they do. */
  start(): Promise<void>;
  /** SIGKILL, and a new one in its place. Answers who. */
  kill(): Promise<Role>;
  killAll(): Promise<void>;
  /** From now on an end by itself is excused for a while. */
  excuse(): void;
  /** Moves the wall clock of every process, also of those that run. */
  setClock(offsetMs: number): void;
  /** Workers that ended though nobody killed them and nothing they stand on was away. */
  readonly surprises: readonly string[];
  /** Workers that ended by themselves while their database was away. */
  readonly gaveUp: number;
  /** What they logged, of each the end. */
  said(): string;
  /** SIGTERM to all; sentences about those that did not end well. */
  stop(): Promise<string[]>;
}

export interface CrewOptions {
  readonly sandbox: Sandbox;
  readonly random: Random;
  readonly storeEnv: WorkerEnv;
  readonly roles: readonly Role[];
  readonly clockOffsetMs: number;
}

export const createCrew = async (options: CrewOptions): Promise<Crew> => {
  const { sandbox, random, storeEnv } = options;
  const folder = mkdtempSync(join(tmpdir(), 'relatiebrug-torture-clock-'));
  const clockFile = join(folder, 'offset');
  const setClock = (offsetMs: number): void => writeFileSync(clockFile, String(offsetMs));
  setClock(options.clockOffsetMs);
  const env: WorkerEnv = {
    ...(await servedEnv(sandbox, { ...storeEnv, ...hurried })),
    TORTURE_CLOCK_FILE: clockFile,
    NODE_OPTIONS: `--import=${clockModule}`,
  };
  const slots: Slot[] = options.roles.map((role) => ({ role, worker: null, meant: new Set() }));
  const surprises: string[] = [];
  let gaveUp = 0;
  let excusedUntil = 0;
  let closing = false;

  const started: { readonly role: Role; readonly worker: WorkerProcess }[] = [];

  const begin = (slot: Slot): void => {
    const worker = startWorker([slot.role, '--json'], {
      ...env,
      TZ: random.pick(timeZones),
      TIME_ZONE: random.pick(timeZones),
      TORTURE_SKEW_MS: String(random.pick(skewsMs)),
    });
    slot.worker = worker;
    started.push({ role: slot.role, worker });
    void worker.ended.then(async ({ code, stdout, stderr }) => {
      if (closing || slot.meant.has(worker)) return;
      if (performance.now() < excusedUntil) gaveUp += 1;
      else surprises.push(`${slot.role} ended by itself (${String(code)}): ${(stdout + stderr).slice(-800)}`);
      slot.worker = null;
      await sleep(startAgainMs);
      if (slot.worker === null && !closing) begin(slot);
    });
  };

  const ready = async (slot: Slot): Promise<void> => {
    for (const until = performance.now() + readyWithinMs; performance.now() < until; await sleep(50)) {
      const { worker } = slot;
      const text = slot.role === 'serve' ? env['PUBLIC_URL']! : 'working';
      if (worker !== null && (await worker.until(text).then(yes, no))) return;
    }
    throw new Error(`${slot.role} does not start: ${surprises.join('\n')}`);
  };

  const end = async (slot: Slot): Promise<void> => {
    const { worker } = slot;
    if (worker === null) return;
    slot.meant.add(worker);
    slot.worker = null;
    await worker.kill();
  };

  return {
    env,
    start: async () => {
      for (const slot of slots) if (slot.worker === null) begin(slot);
      await Promise.all(slots.map(ready));
    },
    kill: async () => {
      const slot = random.pick(slots);
      await end(slot);
      if (!closing && slot.worker === null) begin(slot);
      return slot.role;
    },
    killAll: async () => {
      await Promise.all(slots.map(end));
    },
    excuse: () => {
      excusedUntil = performance.now() + excusedForMs;
    },
    setClock,
    surprises,
    get gaveUp() {
      return gaveUp;
    },
    said: () =>
      started
        .map(
          ({ role, worker }) => `── ${role} ${worker.pid}\n${tail(worker.stdout())}${tail(worker.stderr())}`,
        )
        .join('\n'),
    stop: async () => {
      closing = true;
      const ends = await Promise.all(
        slots.map(async ({ role, worker }) => {
          const ended = await worker?.stop();
          return ended === undefined || ended.code === 0 ? [] : [`${role} did not stop well: ${ended.code}`];
        }),
      );
      rmSync(folder, { recursive: true, force: true });
      return ends.flat();
    },
  };
};

const tail = (text: string): string => text.slice(-20_000);
const yes = (): boolean => true;
const no = (): boolean => false;
