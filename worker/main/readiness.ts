/**
 * What `/readyz` tells: whether this process can do its work now. Anybody may ask it as often as they like, so that an answer is
 * kept for a moment and the store is asked once for all; a store that hangs is told as away.
 */
import sql from 'sql-template-tag';
import type { Readiness } from '../api/ports.ts';
import type { Store } from '../store/open-store.ts';

const keptMs = 1_000;
/** Well under what a load balancer waits. */
const answerWithinMs = 2_500;

export interface ReadinessParts {
  /** Null: not open yet, a start brings it up to date. */
  readonly store: () => Pick<Store, 'db' | 'pendingMigrations'> | null;
  /** Null: this process was told to run none. */
  readonly jobs: () => boolean | null;
  readonly monotonicMs: () => number;
}

const late = Symbol('late');

const inTime = async <T>(work: Promise<T>): Promise<T | typeof late> => {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<typeof late>((resolve) => {
    timer = setTimeout(resolve, answerWithinMs, late);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
};

type StoreReadiness = Pick<Readiness, 'database' | 'migrated'>;

const askStore = async (store: Pick<Store, 'db' | 'pendingMigrations'>): Promise<StoreReadiness> => {
  try {
    await store.db.query(sql`SELECT 1`);
  } catch {
    return { database: false, migrated: false };
  }
  // Also a schema of a newer version, which is refused with an error: the database answers, and is not for us.
  const pending = await store.pendingMigrations().catch(() => null);
  return { database: true, migrated: pending?.length === 0 };
};

/** Never throws. */
export const createReadiness = ({ store, jobs, monotonicMs }: ReadinessParts) => {
  let asking: Promise<StoreReadiness> | null = null;
  let known: StoreReadiness = { database: false, migrated: false };
  let knownAtMs = -Infinity;
  const ask = async (opened: Pick<Store, 'db' | 'pendingMigrations'>): Promise<StoreReadiness> => {
    const said = await inTime(askStore(opened));
    known = said === late ? { database: false, migrated: false } : said;
    knownAtMs = monotonicMs();
    return known;
  };
  return async (): Promise<Readiness> => {
    const opened = store();
    if (opened === null) return { database: false, migrated: false, jobs: jobs() };
    if (monotonicMs() - knownAtMs >= keptMs) {
      asking ??= ask(opened).finally(() => {
        asking = null;
      });
      await asking;
    }
    return { ...known, jobs: jobs() };
  };
};
