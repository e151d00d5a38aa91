/**
 * The change feed: `CrmCursor` is a position in crm.change_feed. How positions are given, and why no change can be
 * skipped however late it commits, is told in the migration. Reading numbers what has been committed first.
 */
import sql from 'sql-template-tag';
import type { PersonId } from '../../../shared/ids.ts';
import { type CrmCursor, Trouble } from '../../pass/ports.ts';
import type { Queryable } from '../../store/db.ts';
import type { Runner } from './transact.ts';

/** Any number that nothing else in this database locks. */
const feedLock = '7021914405512317';

const positionOf = (cursor: CrmCursor): string => {
  if (!/^\d{1,18}$/u.test(cursor)) throw new Trouble('crm.foreignCursor', { kind: 'bug' });
  return cursor;
};

/** Safe to call from any number of processes; whoever comes second finds nothing left to do. */
const numberChanges = async (runner: Runner): Promise<void> => {
  const waiting = await runner.read((db) => db.query(sql`select id from crm.change_queue limit 1`));
  if (waiting.length === 0) return;
  await runner.write(async (tx) => {
    // Two statements: the second one's snapshot must be taken after the lock was got.
    await tx.query(sql`select pg_advisory_xact_lock(${feedLock}::bigint)`);
    await tx.query(sql`select crm.number_changes()`);
  });
};

const topOf = async (db: Queryable): Promise<string> => {
  const [row] = await db.query<{ top: string }>(
    sql`select coalesce(max(position), 0)::text as top from crm.change_feed`,
  );
  return row?.top ?? '0';
};

export const head = async (runner: Runner): Promise<CrmCursor> => {
  await numberChanges(runner);
  return runner.read(topOf);
};

export const changesAfter = async (
  runner: Runner,
  cursor: CrmCursor,
  limit: number,
): Promise<{ personIds: PersonId[]; cursor: CrmCursor; more: boolean }> => {
  const asked = positionOf(cursor);
  const size = Math.max(1, Math.trunc(limit));
  await numberChanges(runner);
  return runner.read(async (db) => {
    // A cursor beyond the feed was given before this CRM was restored from an older back-up: all is told again.
    const after = BigInt(asked) > BigInt(await topOf(db)) ? '0' : asked;
    const rows = await db.query<{ personId: PersonId; position: string }>(
      sql`select person_id::text as "personId", position::text from crm.change_feed
          where position > ${after}::bigint order by position limit ${size + 1}`,
    );
    const page = rows.slice(0, size);
    return {
      personIds: page.map((row) => row.personId),
      cursor: page.at(-1)?.position ?? after,
      more: rows.length > size,
    };
  });
};
