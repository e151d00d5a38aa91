/** Pages by a position that only grows, newest first: what is added meanwhile neither repeats nor hides a row. */
import sql, { type Sql } from 'sql-template-tag';

export interface PageRequest {
  readonly limit: number;
  /** What the page before gave as `next`; null is the first page. */
  readonly before: string | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Null: this was the last page. */
  readonly next: string | null;
}

export const newestPage: PageRequest = { limit: 50, before: null };

const largest = 500;

export const limitOf = ({ limit }: PageRequest): number => Math.min(Math.max(1, Math.floor(limit)), largest);

/** `rows` were asked with one more than the limit. */
export const toPage = <Row, T>(
  rows: readonly Row[],
  page: PageRequest,
  positionOf: (row: Row) => string,
  present: (row: Row) => T,
): Page<T> => {
  const limit = limitOf(page);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(present),
    next: rows.length > limit && last !== undefined ? positionOf(last) : null,
  };
};

/** A position as `next` gave it; anything else reads as the first page, since it came from outside. */
export const positionIn = ({ before }: PageRequest): string | null =>
  before !== null && /^\d{1,18}$/u.test(before) ? before : null;

/**
 * A mailbox's rows, newest first, by the index of mailboxes. An equality would leave the planner another way: from the newest row of
 * all mailboxes backward, which it thinks short and which is as long as the table for a mailbox that has been idle.
 */
export const ofMailbox = (id: Sql, mailbox: Sql = sql`mailbox_id`): Sql =>
  sql`${mailbox} BETWEEN ${id} AND ${id}`;
export const newestOfMailbox = (mailbox: Sql = sql`mailbox_id`, seq: Sql = sql`seq`): Sql =>
  sql`${mailbox}, ${seq} DESC`;

/** Its condition, for the column that holds the position: none at all for the first page. */
export const before = (page: PageRequest, column: Sql = sql`seq`): Sql => {
  const position = positionIn(page);
  return position === null ? sql`true` : sql`${column} < ${position}::bigint`;
};
