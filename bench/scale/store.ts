/**
 * The PostgreSQL server of one measurement: the one that comes along (worker/store/embedded), with the settings that the
 * product gives it, so that a commit is as durable and as dear as an office's. Started here, given to the workers as
 * DATABASE_URL.
 */
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from '../../worker/store/db.ts';
import { openEmbedded } from '../../worker/store/embedded/open-embedded.ts';
import { migrate } from '../../worker/store/migrate.ts';
import { openDb } from '../../worker/store/postgres.ts';
import { serverCpuSeconds } from './usage.ts';

export interface BenchStore {
  readonly url: string;
  readonly db: Db;
  cpuSeconds(): number;
  close(): Promise<void>;
}

export const startBenchStore = async (): Promise<BenchStore> => {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'relatiebrug-bench-')));
  // As root another user runs the server, and must be able to walk in.
  await chmod(home, 0o755);
  const dataDir = join(home, 'data');
  const server = await openEmbedded(dataDir, { max_connections: '200' });
  const db = openDb(server.url, { applicationName: 'bench', maxConnections: 8 });
  await migrate(db);
  return {
    url: server.url,
    db,
    cpuSeconds: () => serverCpuSeconds(join(dataDir, 'postgres'), server.pid),
    close: async () => {
      await db.close();
      await server.close();
      await rm(home, { recursive: true, force: true });
    },
  };
};
