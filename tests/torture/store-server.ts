/**
 * The PostgreSQL server of one torture, alone for itself, so that it can be cut off and started anew under the worker's
 * hands. What was committed must survive every such cut: the processes die, the machine's memory does not, so `fsync`
 * may be off, `synchronous_commit` not.
 */
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { Db } from '../../worker/store/db.ts';
import { openEmbedded, type EmbeddedServer } from '../../worker/store/embedded/open-embedded.ts';
import { isAlive, processesIn } from '../../worker/store/embedded/processes.ts';
import { migrate } from '../../worker/store/migrate.ts';
import { openDb } from '../../worker/store/postgres.ts';
import { killNow } from '../support/kill-now.ts';

/** Our own connections are not dropped with the workers'. */
const ourName = 'torture';
const backWithinMs = 60_000;

/** `quit`: an immediate shutdown, the server tells its clients. `kill`: every process of it at once. */
export type Cut = 'quit' | 'kill';

export interface StoreServer {
  /** Folder that a worker on the embedded store is given as DATA_DIR. */
  readonly dataDir: string;
  readonly url: string;
  /** Ours; goes on through every cut. */
  readonly db: Db;
  /** The server dies, stays away for a while and comes back. */
  cut(how: Cut, awayMs: number): Promise<void>;
  /** Ends the connections of everybody else; answers how many. */
  dropConnections(share: number): Promise<number>;
  close(): Promise<void>;
}

export const startStore = async (): Promise<StoreServer> => {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'relatiebrug-torture-')));
  // As root another user runs the server, and must be able to walk in.
  await chmod(home, 0o755);
  const dataDir = join(home, 'data');
  const open = (): Promise<EmbeddedServer> =>
    openEmbedded(dataDir, { fsync: 'off', full_page_writes: 'off', max_connections: '200' });
  let server = await open();
  const db = openDb(server.url, { applicationName: ourName, maxConnections: 6 });
  await migrate(db);
  const processes = (): number[] => processesIn(join(dataDir, 'postgres'));

  const die = async (how: Cut): Promise<void> => {
    if (how === 'quit') killNow(server.pid, 'SIGQUIT');
    else for (const pid of processes()) killNow(pid);
    while (isAlive(server.pid) || processes().length > 0) await sleep(20);
  };

  const untilBack = async (): Promise<void> => {
    for (const until = performance.now() + backWithinMs; ; await sleep(50)) {
      try {
        await db.query(sql`SELECT 1`);
        return;
      } catch (error) {
        if (performance.now() > until) throw error;
      }
    }
  };

  return {
    dataDir,
    get url() {
      return server.url;
    },
    db,
    cut: async (how, awayMs) => {
      await die(how);
      await sleep(awayMs);
      await server.close();
      server = await open();
      await untilBack();
    },
    dropConnections: async (share) => {
      const dropped = await db.query(sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
          AND application_name <> ${ourName} AND random() < ${share}`);
      return dropped.length;
    },
    close: async () => {
      await db.close();
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
};
