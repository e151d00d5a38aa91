/**
 * The one way to the database: a query is `{text, values}`, a transaction gives the same one method to its
 * callback. Whoever needs SQL takes this and nothing of `pg`.
 */
export interface SqlQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface Queryable {
  /** Rows as objects by column name; int8 comes as text, jsonb parsed, timestamptz as Date. */
  query<Row extends object>(query: SqlQuery): Promise<Row[]>;
}

export interface Db extends Queryable {
  /** Commits when the callback fulfils, rolls back when it throws. READ COMMITTED. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /** Calls back for each NOTIFY on the channel, also after a reconnect (once, without payload). */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
