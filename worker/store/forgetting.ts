/**
 * What is older than its term goes, a few at a time: settled history, closed held changes with what was decided, undos, passes.
 * Never what waits: an entry that is under way lies elsewhere, a person with an open held change or a card being made keeps
 * everything, and what a decision or an undo still needs stays. The tables themselves refuse whatever is younger than 90 days
 * (migration 0011). Why a term and no partitions by month: docs/adr/0011-history-at-size.md.
 *
 * Each call is one transaction that looks at the next rows in the order in which they were written; safe to repeat, and for
 * several processes at once, since a row that another is taking away is passed over.
 */
import sql, { empty, type Sql } from 'sql-template-tag';
import type { Db } from './db.ts';

/** Nothing younger goes, whatever the term and whichever clock is wrong. */
export const YOUNGEST_DAYS = 90;

export interface Forgotten {
  readonly forgotten: number;
  /** Where the next call goes on; null: what follows is younger, or there is nothing more. */
  readonly next: string | null;
}

export type Forget = (before: Date, after: string | null) => Promise<Forgotten>;

interface Row {
  readonly forgotten: number;
  readonly last: string | null;
  readonly old: number;
}

const BATCH = 1_000;

const behind = (after: string | null): Sql => (after === null ? empty : sql`AND t.seq > ${after}::bigint`);

/** By the clock of the worker and that of the database: one that runs ahead alone forgets nothing. */
const term = (before: Date): Sql =>
  sql`least(${before}, clock_timestamp() - make_interval(days => ${YOUNGEST_DAYS + 1}))`;

/** The next rows, and how many of them are past the term; those of them that may go are locked. */
const looked = (table: Sql, at: Sql, before: Date, after: string | null): Sql => sql`
  looked AS MATERIALIZED (
    SELECT t.* FROM ${table} t WHERE true ${behind(after)} ORDER BY t.seq LIMIT ${BATCH}
  ), old AS MATERIALIZED (SELECT * FROM looked WHERE ${at} < ${term(before)})`;

const answer = (gone: Sql): Sql => sql`
  SELECT (SELECT count(*) FROM ${gone})::int AS forgotten, (SELECT max(seq)::text FROM looked) AS last,
    (SELECT count(*) FROM old)::int AS old`;

const personWaits = (row: Sql): Sql => sql`(
  EXISTS (SELECT FROM sync.held_changes w
    WHERE w.person_id = ${row}.person_id AND w.mailbox_id = ${row}.mailbox_id AND w.state = 'open')
  OR EXISTS (SELECT FROM sync.links l
    WHERE l.mailbox_id = ${row}.mailbox_id AND l.person_id = ${row}.person_id AND l.state = 'creating'))`;

const historyQuery = (before: Date, after: string | null): Sql => sql`
  WITH ${looked(sql`sync.history_settled`, sql`at`, before, after)}, chosen AS MATERIALIZED (
    SELECT h.id FROM sync.history_settled h JOIN old o ON o.id = h.id
    WHERE NOT ${personWaits(sql`h`)}
      AND NOT EXISTS (SELECT FROM sync.undo_items i
        WHERE i.mailbox_id = h.mailbox_id AND i.history_id = h.id AND i.outcome = 'pending')
    ORDER BY h.seq FOR UPDATE OF h SKIP LOCKED
  ), gone AS (DELETE FROM sync.history_settled h USING chosen c WHERE h.id = c.id RETURNING h.id)
  ${answer(sql`gone`)}`;

/**
 * A decision speaks as long as its link lives, and one for a pair until it is taken back: only what nothing asks about any more
 * goes, with its decision.
 */
const heldQuery = (before: Date, after: string | null): Sql => sql`
  WITH ${looked(sql`sync.held_changes`, sql`closed_at`, before, after)}, chosen AS MATERIALIZED (
    SELECT h.id FROM sync.held_changes h JOIN old o ON o.id = h.id
    WHERE h.state <> 'open' AND NOT EXISTS (SELECT FROM sync.rulings r WHERE r.held_id = h.id AND (
      r.outcome = 'pending' OR (r.for_pair AND r.revoked_at IS NULL)
      OR h.link_id IS NULL OR EXISTS (SELECT FROM sync.links l WHERE l.id = h.link_id)))
    ORDER BY h.seq FOR UPDATE OF h SKIP LOCKED
  ), spoken AS (DELETE FROM sync.rulings r USING chosen c WHERE r.held_id = c.id RETURNING r.id),
  gone AS (DELETE FROM sync.held_changes h USING chosen c WHERE h.id = c.id RETURNING h.id)
  ${answer(sql`gone`)}`;

const undosQuery = (before: Date, after: string | null): Sql => sql`
  WITH ${looked(sql`sync.undos`, sql`asked_at`, before, after)}, chosen AS MATERIALIZED (
    SELECT u.id FROM sync.undos u JOIN old o ON o.id = u.id
    WHERE NOT EXISTS (SELECT FROM sync.undo_items i WHERE i.undo_id = u.id AND i.outcome = 'pending')
    ORDER BY u.seq FOR UPDATE OF u SKIP LOCKED
  ), items AS (DELETE FROM sync.undo_items i USING chosen c WHERE i.undo_id = c.id RETURNING i.id),
  gone AS (DELETE FROM sync.undos u USING chosen c WHERE u.id = c.id RETURNING u.id)
  ${answer(sql`gone`)}`;

/** The last pass of a mailbox says how it stands, however long ago it was. */
const passesQuery =
  (which: Sql) =>
  (before: Date, after: string | null): Sql => sql`
  WITH ${looked(sql`sync.passes`, sql`ended_at`, before, after)}, chosen AS MATERIALIZED (
    SELECT p.id FROM sync.passes p JOIN old o ON o.id = p.id
    WHERE ${which} AND EXISTS (SELECT FROM sync.passes n
      WHERE n.mailbox_id = p.mailbox_id AND n.seq > p.seq AND n.ended_at IS NOT NULL)
    ORDER BY p.seq FOR UPDATE OF p SKIP LOCKED
  ), gone AS (DELETE FROM sync.passes p USING chosen c WHERE p.id = c.id RETURNING p.id)
  ${answer(sql`gone`)}`;

/** It told what it did, and that was nothing. */
const wasQuiet = sql`p.outcome ->> 'outcome' = 'done' AND NOT EXISTS (
  SELECT FROM jsonb_each(coalesce(p.counts, '{"unknown": 1}')) AS c (what, n)
  WHERE c.what <> 'requests' AND c.n <> '0'::jsonb)`;

export const createForgetting = (db: Db) => {
  const run =
    (queryOf: (before: Date, after: string | null) => Sql): Forget =>
    (before, after) =>
      db.transaction(async (tx) => {
        await tx.query(sql`SELECT set_config('relatiebrug.forgets', 'on', true)`);
        const [row] = await tx.query<Row>(queryOf(before, after));
        const { forgotten, last, old } = row!;
        return { forgotten, next: old === 0 ? null : last };
      });
  return {
    history: run(historyQuery),
    held: run(heldQuery),
    undos: run(undosQuery),
    /** Those that changed nothing. */
    quietPasses: run(passesQuery(wasQuiet)),
    passes: run(passesQuery(sql`true`)),
  } satisfies Record<string, Forget>;
};
export type Forgetting = ReturnType<typeof createForgetting>;
