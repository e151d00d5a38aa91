/**
 * What of the database goes into a back-up: every table of our schemas but the few whose rows only say what is going on
 * at this very moment. Asked of the database itself, so that a new table is in without anybody thinking of it.
 */
import sql from 'sql-template-tag';
import type { Queryable } from '../db.ts';
import type { BackupTable } from './format.ts';

/** A test compares these with what the migrations make. The queue's own schema is not ours: it is made anew. */
export const ownSchemas: readonly string[] = ['crm', 'identity', 'jobs', 'pane', 'sync'];

/**
 * The migrations are told in the manifest. Tickets and sign-ins under way live for minutes and work once: brought back,
 * one that was used would work again. Runners and turns say who is at work now.
 */
const leftOut: readonly string[] = [
  'sync.schema_migrations',
  'identity.tickets',
  'identity.flows',
  'jobs.runners',
  'jobs.turns',
];

/** Rows of these alone make no database that has something to lose. */
const bookkeeping: readonly string[] = [...leftOut, 'jobs.crm_cursors', 'crm.change_feed'];

export type TableShape = Omit<BackupTable, 'rows'>;
export const nameOf = ({ schema, name }: { schema: string; name: string }): string => `${schema}.${name}`;

interface Reference {
  readonly table: string;
  readonly refers: string;
}

const readShapes = (db: Queryable): Promise<TableShape[]> =>
  db.query<TableShape>(sql`
    SELECT n.nspname AS schema, c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    WHERE c.relkind = 'r' AND n.nspname = ANY (${ownSchemas})
    GROUP BY n.nspname, c.relname ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`);

const readReferences = (db: Queryable): Promise<Reference[]> =>
  db.query<Reference>(sql`
    SELECT n.nspname || '.' || c.relname AS table, m.nspname || '.' || d.relname AS refers
    FROM pg_constraint k
    JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class d ON d.oid = k.confrelid JOIN pg_namespace m ON m.oid = d.relnamespace
    WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND n.nspname = ANY (${ownSchemas})`);

/** Tables before those that refer to them. */
const inOrder = (shapes: readonly TableShape[], references: readonly Reference[]): TableShape[] => {
  const placed = new Map<string, TableShape>();
  let left = [...shapes];
  while (left.length > 0) {
    const free = left.filter((shape) =>
      references.every(
        ({ table, refers }) =>
          table !== nameOf(shape) || placed.has(refers) || !left.some((other) => nameOf(other) === refers),
      ),
    );
    // Two that refer to each other: no schema of ours has that, and a test would say so.
    if (free.length === 0) throw new Error('Tables refer to each other in a circle.');
    for (const shape of free) placed.set(nameOf(shape), shape);
    left = left.filter((shape) => !placed.has(nameOf(shape)));
  }
  return [...placed.values()];
};

/** The tables of a back-up, in an order in which they can be filled. */
export const readCatalog = async (db: Queryable): Promise<TableShape[]> =>
  inOrder(await readShapes(db), await readReferences(db)).filter((shape) => !leftOut.includes(nameOf(shape)));

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quotedTable = ({ schema, name }: { schema: string; name: string }): string =>
  `${quoted(schema)}.${quoted(name)}`;

export interface Sequence {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
  readonly last: string;
}

/** Numbers that were given out, also by a table that lies in several. Read after the snapshot was taken, so that none is smaller than a row of it says. */
export const readSequences = (db: Queryable): Promise<Sequence[]> =>
  db.query<Sequence>(sql`
    SELECT * FROM (
      SELECT n.nspname AS schema, c.relname AS table, a.attname AS column,
        pg_sequence_last_value(
          pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname)::regclass
        )::text AS last
      FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND (a.attidentity <> '' OR a.atthasdef)
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (${ownSchemas})
      ORDER BY 1, 2, 3
    ) s WHERE last IS NOT NULL`);

export interface Contents {
  readonly empty: boolean;
  readonly persons: number;
  readonly mailboxes: number;
}

const countOf = async (db: Queryable, shape: TableShape): Promise<number> => {
  const [row] = await db.query<{ n: string }>({
    text: `SELECT count(*) AS n FROM ${quotedTable(shape)}`,
    values: [],
  });
  return Number(row?.n);
};

/** Also of a database without a schema, and of one with an older schema. */
export const readContents = async (db: Queryable): Promise<Contents> => {
  const shapes = await readShapes(db);
  const count = async (name: string): Promise<number> => {
    const shape = shapes.find((each) => nameOf(each) === name);
    return shape === undefined ? 0 : countOf(db, shape);
  };
  let empty = true;
  for (const shape of shapes) {
    if (bookkeeping.includes(nameOf(shape))) continue;
    const [row] = await db.query<{ any: boolean }>({
      text: `SELECT EXISTS (SELECT FROM ${quotedTable(shape)}) AS any`,
      values: [],
    });
    if (row?.any === true) empty = false;
  }
  return { empty, persons: await count('crm.persons'), mailboxes: await count('sync.mailboxes') };
};
