/**
 * One process' use of the embedded server: the first one starts it, the last one to leave stops it, and whoever comes
 * between attaches. A process that was killed does not count as a user any more; its server is found by the next.
 */
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import pg from 'pg';
import { codeOf } from '../errors.ts';
import { findPlaces, prepareCluster, type Cluster } from './cluster.ts';
import { countUsers, countUsersNow, registerUser, withFolderLock } from './folder-lock.ts';
import { ensureServer, signalStop, stopServer, urlOf, type Endpoint, type ServerSettings } from './server.ts';

export const databaseName = 'relatiebrug';

export interface EmbeddedServer {
  /** With the password: never for logs. */
  readonly url: string;
  readonly pid: number;
  /** Leaves; stops the server when nobody else uses it. Safe to repeat. */
  close(): Promise<void>;
}

const ensureDatabase = async (cluster: Cluster, endpoint: Endpoint): Promise<void> => {
  const client = new pg.Client({ connectionString: urlOf(endpoint, cluster.secret, 'postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } catch (error) {
    if (codeOf(error) !== '42P04') throw error;
  } finally {
    await client.end();
  }
};

export const openEmbedded = async (
  dataDir: string,
  settings: ServerSettings = {},
): Promise<EmbeddedServer> => {
  const places = await findPlaces(dataDir);
  const { cluster, endpoint, note } = await withFolderLock(places.lock, async () => {
    const cluster = await prepareCluster(places);
    const note = await registerUser(places.users, process.pid);
    try {
      const endpoint = await ensureServer(cluster, settings);
      await ensureDatabase(cluster, endpoint);
      return { cluster, endpoint, note };
    } catch (error) {
      await rm(note, { force: true });
      throw error;
    }
  });

  // A process that ends without closing (an uncaught error) leaves no server behind either.
  const onExit = (): void => {
    rmSync(note, { force: true });
    if (countUsersNow(places.users) === 0) signalStop(cluster, endpoint.pid);
  };
  process.once('exit', onExit);

  let closing: Promise<void> | undefined;
  const leave = (): Promise<void> =>
    withFolderLock(places.lock, async () => {
      process.off('exit', onExit);
      await rm(note, { force: true });
      if ((await countUsers(places.users)) === 0) await stopServer(cluster);
    });
  return {
    url: urlOf(endpoint, cluster.secret, databaseName),
    pid: endpoint.pid,
    close: () => {
      closing ??= leave();
      return closing;
    },
  };
};
