/**
 * The store of one process: the PostgreSQL server that DATABASE_URL names, or without it the embedded one under
 * DATA_DIR. Everything behind this is the same for both.
 */
import type { Db } from './db.ts';
import { openEmbedded } from './embedded/open-embedded.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { openDb, type DbOptions } from './postgres.ts';

export interface StoreSettings extends DbOptions {
  /** Unset: the embedded server. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
}

export interface Store {
  readonly db: Db;
  /** For libraries with a pool of their own (the queue). Holds the password: never for logs. */
  readonly url: string;
  readonly embedded: boolean;
  /** Names of the migrations that ran now. */
  migrate(): Promise<string[]>;
  pendingMigrations(): Promise<string[]>;
  /** Ends the connections and leaves the embedded server, which the last one to leave stops. */
  close(): Promise<void>;
}

/** Throws `StoreError`; an unreachable DATABASE_URL is found at the first query. */
export const openStore = async (settings: StoreSettings): Promise<Store> => {
  const server = settings.databaseUrl === undefined ? await openEmbedded(settings.dataDir) : null;
  const url = server?.url ?? settings.databaseUrl ?? '';
  const db = openDb(url, settings);
  return {
    db,
    url,
    embedded: server !== null,
    migrate: () => migrate(db),
    pendingMigrations: () => pendingMigrations(db),
    close: async () => {
      await db.close();
      await server?.close();
    },
  };
};
