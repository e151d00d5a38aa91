/** Pages by a position that only grows, newest first: what is added meanwhile neither repeats nor hides a row. */

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
