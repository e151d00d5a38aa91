/** The figures of a torture: counted while it runs, shown as a table or as JSON. */
import sql from 'sql-template-tag';
import type { FiredFault } from '../../sandbox/faults.ts';
import type { Queryable } from '../../worker/store/db.ts';
import { countFaults } from './faults.ts';
import type { Tolls } from './live.ts';
import type { Step } from './scenario.ts';

/** What the statements call a violation, by the sentence that tells it. */
export const violations = ['lost', 'doubled', 'mixed', 'deleted', 'other'] as const;
export type Violation = (typeof violations)[number];

export interface Tally {
  readonly steps: Record<string, number>;
  readonly faults: Record<string, number>;
  readonly passes: Record<string, number>;
  readonly held: Record<string, number>;
  readonly violations: Record<Violation, number>;
  days: number;
  rests: number;
  persons: number;
  cards: number;
  typed: number;
  decided: number;
  undone: number;
  /** Both sides had changed one field: held, or overruled and in the history. */
  conflicts: number;
  workerKills: number;
  storeCuts: number;
  connectionDrops: number;
  /** Workers that ended while their database was away, and were started anew. */
  gaveUp: number;
  signedInAgain: number;
  brakeReleased: number;
}

export const newTally = (): Tally => ({
  steps: {},
  faults: {},
  passes: {},
  held: {},
  violations: { lost: 0, doubled: 0, mixed: 0, deleted: 0, other: 0 },
  days: 0,
  rests: 0,
  persons: 0,
  cards: 0,
  typed: 0,
  decided: 0,
  undone: 0,
  conflicts: 0,
  workerKills: 0,
  storeCuts: 0,
  connectionDrops: 0,
  gaveUp: 0,
  signedInAgain: 0,
  brakeReleased: 0,
});

export const countStep = ({ steps }: Tally, step: Step): void => {
  steps[step.do] = (steps[step.do] ?? 0) + 1;
};

const addAll = (to: Record<string, number>, from: Record<string, number>): void => {
  for (const [name, count] of Object.entries(from)) to[name] = (to[name] ?? 0) + count;
};

interface StoreFigures {
  readonly passes: Record<string, number> | null;
  readonly held: Record<string, number> | null;
  readonly decided: number;
  readonly undone: number;
  readonly conflicts: number;
}

const storeFigures = async (db: Queryable): Promise<StoreFigures> => {
  const [row] = await db.query<StoreFigures>(sql`
    SELECT
      (SELECT json_object_agg(name, n) FROM (
        SELECT coalesce(outcome->>'outcome', 'running') AS name, count(*) AS n FROM sync.passes GROUP BY 1) AS p) AS passes,
      (SELECT json_object_agg(reason, n) FROM (
        SELECT reason, count(*) AS n FROM sync.held_changes GROUP BY 1) AS h) AS held,
      (SELECT count(*)::int FROM sync.rulings) AS decided,
      (SELECT count(*)::int FROM sync.undo_items WHERE outcome <> 'pending') AS undone,
      (SELECT count(*)::int FROM sync.history WHERE overruled_side IS NOT NULL)
        + (SELECT count(*)::int FROM sync.held_changes WHERE reason = 'conflict') AS conflicts`);
  return row!;
};

/** At the end of a day. */
export const countDay = async (
  tally: Tally,
  day: {
    readonly db: Queryable;
    readonly faults: readonly FiredFault[];
    readonly tolls: Tolls;
    readonly gaveUp: number;
    readonly persons: number;
    readonly cards: number;
    readonly typed: number;
  },
): Promise<void> => {
  const figures = await storeFigures(day.db);
  addAll(tally.passes, figures.passes ?? {});
  addAll(tally.held, figures.held ?? {});
  addAll(tally.faults, countFaults(day.faults));
  tally.days += 1;
  tally.decided += figures.decided;
  tally.undone += figures.undone;
  tally.conflicts += figures.conflicts;
  tally.persons += day.persons;
  tally.cards += day.cards;
  tally.typed += day.typed;
  tally.workerKills += day.tolls.workerKills;
  tally.storeCuts += day.tolls.storeCuts;
  tally.connectionDrops += day.tolls.drops;
  tally.signedInAgain += day.tolls.signIns;
  tally.brakeReleased += day.tolls.resumed;
  tally.gaveUp += day.gaveUp;
};

export const kindOf = (problem: string): Violation => {
  const text = problem.replace(/^\S+@\S+: /u, '');
  if (/^the app \w*(?:deleted|moved)/iu.test(text)) return 'deleted';
  return violations.find((kind) => text.startsWith(`${kind}:`)) ?? 'other';
};

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0);

const listed = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** Rows of the table: what, how many, and which. */
export const tableOf = (tally: Tally): (readonly [string, number, string])[] => [
  ['offices', tally.days, `${tally.persons} persons, ${tally.cards} cards`],
  ['steps', sum(tally.steps), listed(tally.steps)],
  ['values typed', tally.typed, ''],
  ['passes', sum(tally.passes), listed(tally.passes)],
  ['faults', sum(tally.faults), listed(tally.faults)],
  ['workers killed', tally.workerKills, `and ${tally.gaveUp} that ended while their store was away`],
  ['store cut off', tally.storeCuts, `and its connections dropped ${tally.connectionDrops} times`],
  ['signed in again', tally.signedInAgain, ''],
  ['brakes released', tally.brakeReleased, ''],
  ['held', sum(tally.held), listed(tally.held)],
  ['decided', tally.decided, ''],
  ['undone', tally.undone, ''],
  ['conflicts', tally.conflicts, ''],
  ['checked at rest', tally.rests, ''],
  ['lost', tally.violations.lost, ''],
  ['doubled', tally.violations.doubled, ''],
  ['mixed', tally.violations.mixed, ''],
  ['deleted', tally.violations.deleted, ''],
  ['other violations', tally.violations.other, ''],
];

/** As Markdown, so that it can stand in docs/reliability.md as it is. */
export const tableText = (tally: Tally): string => {
  const rows = tableOf(tally).map(([name, count, which]) => `| ${name} | ${count} | ${which} |`);
  return ['| what | how many | which |', '|---|---:|---|', ...rows].join('\n');
};
