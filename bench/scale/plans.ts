/**
 * What PostgreSQL does for a query, as figures that a test can hold it to: tables read from end to end, rows read only to be
 * thrown away, pages touched. The queries are caught where the store hands them to the database, so that what is judged is
 * what runs.
 */
import type { Db, Queryable, SqlQuery } from '../../worker/store/db.ts';

export interface PlanFigures {
  /** Tables read from end to end. */
  readonly scannedWhole: readonly string[];
  /** Rows that were fetched and then thrown away by a condition, over all loops. */
  readonly removed: number;
  /** Pages of 8 kB, from memory or not. */
  readonly pages: number;
  readonly indexes: readonly string[];
  readonly tookMs: number;
  /** As PostgreSQL writes it for people. */
  readonly text: string;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const numberIn = (node: Node, key: string): number => Number(node[key] ?? 0);

const walk = (node: unknown, visit: (plan: Node) => void): void => {
  if (!isNode(node)) return;
  if ('Node Type' in node) visit(node);
  Object.values(node).forEach((value) => {
    walk(value, visit);
  });
};

/** Statements that have no plan. */
const hasPlan = ({ text }: SqlQuery): boolean => /^\s*(?:select|with|insert|update|delete)\b/iu.test(text);

class RolledBack extends Error {}

/** Runs the query for real, and takes back what it did. */
export const planOf = async (db: Db, { text, values }: SqlQuery): Promise<PlanFigures> => {
  let figures: PlanFigures | null = null;
  const explain = async (tx: Queryable, options: string): Promise<unknown[]> =>
    (
      await tx.query<{ 'QUERY PLAN': unknown }>({
        text: `explain (analyze, buffers, ${options}) ${text}`,
        values,
      })
    ).map((row) => row['QUERY PLAN']);
  await db
    .transaction(async (tx) => {
      const [json] = await explain(tx, 'format json');
      const [top] = json as [Node & { Plan: Node }];
      const scannedWhole: string[] = [];
      const indexes = new Set<string>();
      let removed = 0;
      walk(top, (plan) => {
        const table = plan['Relation Name'];
        if (plan['Node Type'] === 'Seq Scan' && typeof table === 'string') scannedWhole.push(table);
        if (typeof plan['Index Name'] === 'string') indexes.add(plan['Index Name']);
        removed +=
          (numberIn(plan, 'Rows Removed by Filter') + numberIn(plan, 'Rows Removed by Index Recheck')) *
          Math.max(1, numberIn(plan, 'Actual Loops'));
      });
      figures = {
        scannedWhole,
        removed,
        pages: numberIn(top.Plan, 'Shared Hit Blocks') + numberIn(top.Plan, 'Shared Read Blocks'),
        indexes: [...indexes],
        tookMs: numberIn(top, 'Execution Time'),
        text: '',
      };
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  let lines = '';
  await db
    .transaction(async (tx) => {
      lines = (await explain(tx, 'costs off, format text')).join('\n');
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  return { ...figures!, text: lines };
};

/** A database that remembers what it was asked while `caught` is not null. */
export const catching = (db: Db): Db & { caught: SqlQuery[] | null } => {
  const remember = (query: SqlQuery): void => {
    if (self.caught !== null && hasPlan(query)) self.caught.push({ text: query.text, values: query.values });
  };
  const through = (queryable: Queryable): Queryable => ({
    query: (query) => {
      remember(query);
      return queryable.query(query);
    },
  });
  const self: Db & { caught: SqlQuery[] | null } = {
    ...through(db),
    transaction: (work) => db.transaction((tx) => work(through(tx))),
    listen: (channel, onNotify) => db.listen(channel, onNotify),
    close: () => db.close(),
    caught: null,
  };
  return self;
};
