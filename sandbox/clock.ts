/**
 * The sandbox's only clock. It follows real time (the default: a demo must feel alive) or stands still until it is
 * told to move (tests). Nothing else in sandbox/ may read the wall clock or set a timer of its own, so that a test
 * can put a week between two requests.
 */

export interface SandboxClock {
  /** Milliseconds since 1970, like `Date.now()`. */
  now(): number;
  /** The present as Graph writes it: `2026-03-01T08:00:00Z`. */
  iso(): string;
  /** Moves time forward and runs, in order and awaited, every task that falls due on the way. */
  advance(ms: number): Promise<void>;
  /** Time stands still at `at` (default: now) until `advance`. */
  hold(at?: number): void;
  /** Time runs along with real time again, from where it stands. */
  follow(): void;
  readonly mode: 'following' | 'held';
  /** Runs `task` when this clock has moved on by `delayMs`. The answer calls it off. */
  after(delayMs: number, task: () => void | Promise<void>): () => void;
  /** Waits in real time: for what a caller feels on the wire (latency), not for what the sandbox calls time. */
  pause(realMs: number): Promise<void>;
  /** Real time in milliseconds from a point of its own: for latencies that are to be exact. */
  moment(): number;
  /** Waits until that moment; not at all when it has gone by. */
  pauseUntil(moment: number): Promise<void>;
  /** Resolves when all tasks that have started are done. */
  settled(): Promise<void>;
  /** Back to following real time, all tasks called off. */
  reset(): void;
  /** Calls off everything; no timer stays behind. */
  close(): void;
}

interface Task {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void | Promise<void>;
}

const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export function createClock(options: { startAt?: number; held?: boolean } = {}): SandboxClock {
  let heldAt: number | null = null;
  let offset = options.startAt === undefined ? 0 : options.startAt - Date.now();
  let tasks: Task[] = [];
  let order = 0;
  let timer: NodeJS.Timeout | undefined;
  const running = new Set<Promise<void>>();
  const pauses = new Map<NodeJS.Timeout, () => void>();

  const now = (): number => heldAt ?? Date.now() + offset;

  const start = (task: Task): Promise<void> => {
    const work = Promise.resolve()
      .then(task.run)
      .finally(() => running.delete(work));
    running.add(work);
    return work;
  };

  const takeDue = (until: number): Task | undefined => {
    const first = tasks[0];
    if (!first || first.dueAt > until) return undefined;
    tasks.shift();
    return first;
  };

  /** One real timer, for the task that is due first; none while time stands still. */
  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const first = tasks[0];
    if (heldAt !== null || !first) return;
    timer = setTimeout(
      () => {
        for (let task = takeDue(now()); task; task = takeDue(now())) void start(task);
        arm();
      },
      Math.min(Math.max(first.dueAt - now(), 0), MAX_TIMEOUT_MS),
    );
    timer.unref();
  };

  const clear = (): void => {
    tasks = [];
    clearTimeout(timer);
    timer = undefined;
    for (const [pause, wake] of pauses) {
      clearTimeout(pause);
      wake();
    }
    pauses.clear();
  };

  if (options.held) heldAt = Date.now() + offset;

  return {
    now,
    iso: () => new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    async advance(ms) {
      if (!(ms >= 0)) throw new RangeError('time goes forward only');
      const target = now() + ms;
      for (let task = takeDue(target); task; task = takeDue(target)) {
        // The task sees the moment it was set for, not the end of the jump.
        const step = Math.max(task.dueAt - now(), 0);
        if (heldAt === null) offset += step;
        else heldAt += step;
        await start(task);
      }
      const rest = Math.max(target - now(), 0);
      if (heldAt === null) offset += rest;
      else heldAt += rest;
      arm();
    },
    hold(at) {
      heldAt = at ?? now();
      arm();
    },
    follow() {
      if (heldAt !== null) offset = heldAt - Date.now();
      heldAt = null;
      arm();
    },
    get mode() {
      return heldAt === null ? 'following' : 'held';
    },
    after(delayMs, run) {
      const task: Task = { dueAt: now() + Math.max(delayMs, 0), order: order++, run };
      tasks.push(task);
      tasks.sort((a, b) => a.dueAt - b.dueAt || a.order - b.order);
      arm();
      return () => {
        tasks = tasks.filter((other) => other !== task);
        arm();
      };
    },
    pause(realMs) {
      return new Promise((resolve) => {
        const pause = setTimeout(() => {
          pauses.delete(pause);
          resolve();
        }, realMs);
        pauses.set(pause, resolve);
      });
    },
    moment: () => performance.now(),
    async pauseUntil(moment) {
      // A timer may be a millisecond early, and is late under load.
      for (let leftMs = moment - performance.now(); leftMs > 0; leftMs = moment - performance.now())
        await this.pause(Math.ceil(leftMs));
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled([...running]);
    },
    reset() {
      clear();
      heldAt = options.held ? Date.now() : null;
      offset = options.startAt === undefined ? 0 : options.startAt - Date.now();
      if (heldAt !== null) heldAt += offset;
    },
    close: clear,
  };
}
