/**
 * `node --import tsx bench/scale/history.ts [--rows N] [--json] [--plans]`: how long every question about history and held
 * changes takes in a store of N entries (5,000,000), what the database does for it, how large a row is, and what writing and
 * forgetting cost. Fills a database of its own on the PostgreSQL that comes along, or the empty one that DATABASE_URL names.
 * Exits with 1 when a large table is read from end to end, or a question takes longer than its target.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../../worker/store/open-store.ts';
import { fillHistory } from './history-fill.ts';
import { questionsOf, type Question } from './history-questions.ts';
import { catching, planOf, type PlanFigures } from './plans.ts';
import { measureSizes, type Sizes } from './history-sizes.ts';
import { measureWrites, type WriteFigures } from './history-writes.ts';

const ROUNDS = 41;
const WARM_UP = 4;
/** What a person, or a pass, waits for. */
const TARGET_P95_MS: Readonly<Record<Question['asker'], number>> = {
  pane: 50,
  pass: 50,
  office: 250,
  file: 250,
};
/** A question may not throw away more rows than this to find a page. */
export const largeTables = ['history', 'held_changes', 'passes', 'rulings', 'undo_items', 'cards'];

export interface Answered {
  readonly name: string;
  readonly asker: Question['asker'];
  readonly p50: number;
  readonly p95: number;
  readonly plans: readonly PlanFigures[];
  readonly missed: boolean;
}

const share = (sorted: readonly number[], of: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN;

const measure = async (
  db: ReturnType<typeof catching>,
  { name, asker, ask }: Question,
): Promise<Answered> => {
  const tookMs: number[] = [];
  db.caught = [];
  await ask(0);
  const caught = db.caught;
  db.caught = null;
  for (let round = 1; round < WARM_UP + ROUNDS; round += 1) {
    const begun = performance.now();
    await ask(round);
    const ms = performance.now() - begun;
    if (round >= WARM_UP) tookMs.push(ms);
    // What takes seconds is known after a few.
    if (round >= WARM_UP + 3 && ms > 1_000) break;
  }
  tookMs.sort((a, b) => a - b);
  const plans: PlanFigures[] = [];
  for (const query of caught) plans.push(await planOf(db, query));
  const p95 = share(tookMs, 0.95);
  const whole = plans.some(({ scannedWhole }) => scannedWhole.some((table) => largeTables.includes(table)));
  return { name, asker, p50: share(tookMs, 0.5), p95, plans, missed: whole || p95 > TARGET_P95_MS[asker] };
};

export interface HistoryFigures {
  readonly rows: number;
  readonly answered: readonly Answered[];
  readonly sizes: Sizes;
  readonly writes: WriteFigures;
}

const print = ({ rows, answered, sizes, writes }: HistoryFigures, withPlans: boolean): void => {
  console.log(
    `\n${rows.toLocaleString('en')} entries of history, ${String(ROUNDS)} rounds each; p50 and p95 in ms`,
  );
  for (const { name, asker, p50, p95, plans, missed } of answered) {
    const pages = plans.reduce((sum, plan) => sum + plan.pages, 0);
    const removed = plans.reduce((sum, plan) => sum + plan.removed, 0);
    const whole = [...new Set(plans.flatMap(({ scannedWhole }) => scannedWhole))].join(' ');
    console.log(
      `  ${asker.padEnd(7)}${name.padEnd(46)}${p50.toFixed(1).padStart(9)}${p95.toFixed(1).padStart(9)}` +
        `${pages.toLocaleString('en').padStart(10)} pages${removed.toLocaleString('en').padStart(10)} thrown away` +
        `${whole === '' ? '' : `   whole: ${whole}`}${missed ? '   MISSED' : ''}`,
    );
    if (withPlans) for (const { text } of plans) console.log(text.replaceAll(/^/gmu, '      '));
  }
  console.log(`\n${sizes.lines.join('\n')}`);
  console.log(`\n${writes.lines.join('\n')}`);
};

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '5000000' },
    json: { type: 'boolean', default: false },
    plans: { type: 'boolean', default: false },
  },
});

const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < 10_000) throw new Error('--rows takes a whole number from 10,000.');
const dataDir = await mkdtemp(join(tmpdir(), 'relatiebrug-bench-'));
const url = process.env['DATABASE_URL'];
const store = await openStore({ dataDir, ...(url === undefined ? {} : { databaseUrl: url }) });
try {
  await store.migrate();
  const filled = await fillHistory(store.db, rows, (table, seconds) => {
    if (!values.json) console.log(`filled ${table} in ${seconds.toFixed(1)} s`);
  });
  const db = catching(store.db);
  const answered: Answered[] = [];
  for (const question of await questionsOf(db, filled)) answered.push(await measure(db, question));
  const figures: HistoryFigures = {
    rows,
    answered,
    sizes: await measureSizes(store.db),
    writes: await measureWrites(store.db, filled),
  };
  if (values.json) console.log(JSON.stringify(figures, null, 1));
  else print(figures, values.plans);
  process.exitCode = answered.some(({ missed }) => missed) ? 1 : 0;
} finally {
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
}
