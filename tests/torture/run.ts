/**
 * Tortures one office after the other until the time is over: opens it, lets everything happen that drawer.ts draws, rests
 * and checks now and then, and goes on with the next. Every step is recorded with its moment, and the passes of the
 * workers between them, so that a failure leaves a scenario behind.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { createRandom, type Random } from '../../sandbox/random.ts';
import { conflictPolicies, type ConflictPolicy } from '../../worker/sync/selection.ts';
import { stateOf } from './dump.ts';
import { Drawer } from './drawer.ts';
import { startLive, type Live } from './live.ts';
import { drawMoment, setOurClock, type Moment } from './moments.ts';
import { perform } from './perform.ts';
import type { Scenario, Step } from './scenario.ts';
import { countDay, countStep, kindOf, newTally, type Tally } from './tally.ts';
import { createWatch, type Watch } from './watch.ts';

/** An office's life: long enough for values to wander, short enough for its recording to be replayed. */
const dayMs = 100_000;
/** From one rest to the next. */
const restEveryMs = 24_000;
/** This share of the offices is on the store that comes along. */
const embeddedShare = 0.25;
const tellEveryMs = 10_000;
const tokenLifeMs = 3_600_000;

export interface Recorded {
  /** Since the office was opened. */
  readonly atMs: number;
  readonly step: Step;
}

export interface Failure {
  readonly problems: readonly string[];
  readonly scenario: Scenario;
  readonly recording: readonly Recorded[];
  readonly day: number;
  /** What the workers logged, and how the office stood (dump.ts). */
  readonly said: string;
  readonly state: string;
}

export interface TortureOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly store?: 'server' | 'embedded';
  /** Which office of this seed to begin with. */
  readonly firstDay?: number;
  readonly onProgress?: (line: string) => void;
  /** Ends before its time, between two steps. */
  readonly signal?: AbortSignal;
}

export interface TortureResult {
  readonly tally: Tally;
  readonly failure: Failure | null;
}

class Day {
  readonly recording: Recorded[] = [];
  readonly #startedAt = performance.now();
  #passSeq = '0';

  constructor(
    readonly live: Live,
    private readonly watch: Watch,
    private readonly random: Random,
    private readonly tally: Tally,
    private readonly lengthMs: number,
    private readonly options: TortureOptions,
  ) {}

  get #over(): boolean {
    return performance.now() > this.#startedAt + this.lengthMs || this.options.signal?.aborted === true;
  }

  #record(step: Step): void {
    this.recording.push({ atMs: Math.round(performance.now() - this.#startedAt), step });
  }

  /** Passes that the workers ran by themselves are steps too. */
  async #recordPasses(): Promise<void> {
    const rows = await this.live.store.db.query<{ seq: string; mailboxId: string }>(sql`
      SELECT seq, mailbox_id AS "mailboxId" FROM sync.passes
      WHERE seq > ${this.#passSeq}::bigint AND ended_at IS NOT NULL ORDER BY seq`);
    for (const { seq, mailboxId } of rows) {
      this.#passSeq = seq;
      const box = this.live.boxes.findIndex((each) => each.mailboxId === mailboxId);
      if (box >= 0) this.#record({ do: 'pass', box });
    }
  }

  #tellAt = 0;

  /** A line each ten seconds. */
  #tell(): void {
    if (performance.now() < this.#tellAt) return;
    this.#tellAt = performance.now() + tellEveryMs;
    const { steps, rests } = this.tally;
    const done = Object.values(steps).reduce((sum, count) => sum + count, 0);
    const { workerKills, storeCuts } = this.live.tolls;
    const seconds = Math.round((performance.now() - this.#startedAt) / 1_000);
    this.options.onProgress?.(
      `  ${seconds} s: ${done} steps, ${this.live.ledger.typed} values, ${this.live.sandbox.faults.log.length} faults, ` +
        `${workerKills} kills, ${storeCuts} store cuts, ${rests} rests`,
    );
  }

  async do(step: Step): Promise<string[]> {
    this.#tell();
    await this.#recordPasses();
    this.#record(step);
    if (step.do === 'rest') this.tally.rests += 1;
    if (step.do === 'clock' && step.advanceMs >= tokenLifeMs) this.watch.excuseSignIns();
    const result = await perform(this.live, step);
    if (result.done) countStep(this.tally, step);
    this.live.setClocks();
    const seen = await this.watch.look();
    return [...new Set([...(('problems' in result ? result.problems : null) ?? []), ...seen])];
  }

  async #doAll(steps: readonly Step[]): Promise<string[]> {
    for (const step of steps) {
      const problems = await this.do(step);
      if (problems.length > 0) return problems;
    }
    return [];
  }

  /** Bursts, and quiet moments in which passes come to their end. */
  #pauseMs(): number {
    return this.random.chance(0.5) ? 0 : this.random.below(this.random.chance(0.2) ? 1_500 : 250);
  }

  async run(drawer: Drawer): Promise<string[]> {
    const opened = await this.#doAll(drawer.opening());
    if (opened.length > 0) return opened;
    let restAt = performance.now() + restEveryMs;
    while (!this.#over) {
      const problems = await this.#doAll(drawer.next());
      if (problems.length > 0) return problems;
      if (performance.now() > restAt) {
        const found = await this.do({ do: 'rest' });
        if (found.length > 0) return found;
        const mixed = await this.#doAll(drawer.afterRest());
        if (mixed.length > 0) return mixed;
        restAt = performance.now() + restEveryMs;
      }
      await sleep(this.#pauseMs());
    }
    return this.do({ do: 'rest' });
  }
}

const drawPolicies = (random: Random): ConflictPolicy[] =>
  Array.from({ length: 3 + random.below(3) }, () => random.pick(conflictPolicies));

/** This process goes with the office: the sandbox is in it. */
const goTo = async (random: Random): Promise<Moment> => {
  const moment = drawMoment(random, Math.round(performance.timeOrigin + performance.now()));
  await setOurClock(moment.offsetMs);
  return moment;
};

const runDay = async (
  options: TortureOptions,
  day: number,
  lengthMs: number,
  tally: Tally,
): Promise<Failure | null> => {
  const seed = options.seed * 1_000 + day;
  const random = createRandom(seed);
  const policies = drawPolicies(random);
  const store = options.store ?? (random.chance(embeddedShare) ? 'embedded' : 'server');
  const moment = await goTo(random);
  options.onProgress?.(
    `office ${day} of seed ${options.seed}: ${policies.join(', ')}; ${store}; ${moment.name}`,
  );
  const live = await startLive({ seed, policies, store, clockOffsetMs: moment.offsetMs });
  const one = new Day(live, createWatch(live), random, tally, lengthMs, options);
  let state = '{}';
  const failureOf = (problems: readonly string[]): Failure => {
    for (const problem of problems) tally.violations[kindOf(problem)] += 1;
    const about = `found by torture --seed ${options.seed}, office ${day}`;
    const steps = one.recording.map(({ step }) => step);
    const { recording } = one;
    const scenario = { about, seed, policies, switches: {}, steps };
    return { problems, scenario, recording, day, said: live.crew.said(), state };
  };
  try {
    const problems = await one.run(new Drawer(random, policies.length));
    if (problems.length > 0) state = await stateOf(live);
    await countDay(tally, {
      db: live.store.db,
      faults: live.sandbox.faults.log,
      tolls: live.tolls,
      gaveUp: live.crew.gaveUp,
      persons: live.ledger.persons.length,
      cards: live.boxes.reduce((sum, box) => sum + live.ledger.cards(box).length, 0),
      typed: live.ledger.typed,
    });
    problems.push(...(await live.close()));
    if (problems.length === 0) return null;
    return failureOf(problems);
  } catch (error) {
    // What it cannot go on with must leave a recording behind as well.
    await live.crew.killAll();
    await live.close().catch(() => undefined);
    return failureOf([String((error as Error).stack ?? error)]);
  }
};

/** Fails (throws) only where it could not run at all. */
export const runTorture = async (options: TortureOptions): Promise<TortureResult> => {
  const tally = newTally();
  let leftMs = options.minutes * 60_000;
  for (let day = options.firstDay ?? 0; leftMs > 0 && options.signal?.aborted !== true; day += 1) {
    const lengthMs = Math.min(dayMs, leftMs);
    const failure = await runDay(options, day, lengthMs, tally);
    if (failure !== null) return { tally, failure };
    leftMs -= lengthMs;
  }
  return { tally, failure: null };
};
