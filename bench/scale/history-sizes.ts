/** How large the tables of history and held changes are, a row and an index, and how deep their indexes: for the paper. */
import sql from 'sql-template-tag';
import type { Db } from '../../worker/store/db.ts';

export interface TableSize {
  readonly table: string;
  readonly rows: number;
  readonly heapBytes: number;
  readonly indexes: readonly { readonly index: string; readonly bytes: number }[];
}

export interface Sizes {
  readonly tables: readonly TableSize[];
  readonly lines: readonly string[];
}

const mb = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`;

const linesOf = ({ table, rows, heapBytes, indexes }: TableSize): string[] => {
  const perRow = (bytes: number): string => (rows === 0 ? '–' : (bytes / rows).toFixed(0));
  const all = heapBytes + indexes.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    `${table}: ${rows.toLocaleString('en')} rows, ${mb(all)}, ${perRow(all)} bytes a row (itself ${perRow(heapBytes)})`,
    ...indexes.map(
      ({ index, bytes }) =>
        `  ${index.padEnd(34)}${mb(bytes).padStart(12)}${perRow(bytes).padStart(6)} a row`,
    ),
  ];
};

export const measureSizes = async (db: Db): Promise<Sizes> => {
  const tables = await db.query<TableSize>(sql`
    select c.relname as table, c.reltuples::float8 as rows, pg_table_size(c.oid)::float8 as "heapBytes",
      coalesce((select json_agg(json_build_object('index', x.relname, 'bytes', pg_relation_size(x.oid)) order by x.relname)
        from pg_index i join pg_class x on x.oid = i.indexrelid where i.indrelid = c.oid), '[]') as indexes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'sync' and c.relkind = 'r' and c.reltuples > 1000 order by pg_total_relation_size(c.oid) desc`);
  return { tables, lines: tables.flatMap(linesOf) };
};
