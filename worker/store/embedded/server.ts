/**
 * The running server of one data folder: found, started, stopped. A server that lives is attached to, also one whose
 * parent was killed; what a dead one left behind is cleared. Call everything here under the folder's lock.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { codeOf, StoreError } from '../errors.ts';
import { lastLine, serverEnvironment, superuser, type Cluster } from './cluster.ts';
import { commandOf, isAlive, processesIn } from './processes.ts';

export interface Endpoint {
  readonly pid: number;
  /** Folder of the socket, or an address. */
  readonly host: string;
  readonly port: number;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 20_000;
const askEveryMs = 40;
/** After a kill -9 of the postmaster its children need a moment to end, and until then a start is refused. */
const waitsBeforeStartMs = [0, 200, 500, 1_000, 2_000, 4_000];
/** sun_path is 108 bytes on Linux, 104 on macOS; the name of the socket goes behind the folder. */
const longestSocketFolder = 103 - '/.s.PGSQL.65535'.length;
const socketPort = 5432;
const longestLogBytes = 1_000_000;

const settings = {
  // A confirmed write survives a power cut; these are the defaults, and must not be lost by a changed file.
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // A small machine: 64 MB shared, few processes, no parallel plans, no compiling.
  shared_buffers: '64MB',
  max_connections: '100',
  max_wal_size: '256MB',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  io_method: 'sync',
  huge_pages: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and values of rows do not go into the log (LOG stands above ERROR in this setting).
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
} as const;

export type ServerSettings = Readonly<Record<string, string>>;

export const urlOf = (endpoint: Endpoint, secret: string, database: string): string => {
  const login = `postgresql://${superuser}:${secret}@`;
  const isSocket = endpoint.host.startsWith('/');
  return isSocket
    ? `${login}localhost:${endpoint.port}/${database}?host=${encodeURIComponent(endpoint.host)}`
    : `${login}${endpoint.host}:${endpoint.port}/${database}`;
};

/** What `postmaster.pid` says: pid, folder, start, port, socket folder, address. Null when there is none (yet). */
const readPostmaster = async (
  cluster: Cluster,
): Promise<{ pid: number; endpoint: Endpoint | null } | null> => {
  const text = await readFile(join(cluster.cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const [pidLine, , , portLine, socketLine, addressLine] = text.split('\n').map((line) => line.trim());
  const pid = Number(pidLine);
  const port = Number(portLine);
  const host = socketLine !== undefined && socketLine !== '' ? socketLine : addressLine;
  const known = host !== undefined && host !== '' && port > 0;
  return { pid, endpoint: known ? { pid, host, port } : null };
};

/** A live server of this very folder; its command line names the folder, since we gave it. */
const isOurs = (cluster: Cluster, pid: number): boolean => {
  if (!isAlive(pid)) return false;
  const command = commandOf(pid);
  return command === null || command === '' || command.includes(cluster.cluster);
};

const tryConnect = async (cluster: Cluster, endpoint: Endpoint): Promise<'ready' | 'notYet'> => {
  const client = new pg.Client({
    connectionString: urlOf(endpoint, cluster.secret, 'postgres'),
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(
      `SELECT current_setting('data_directory') AS folder`,
    );
    return rows[0]?.folder === cluster.cluster ? 'ready' : 'notYet';
  } catch (error) {
    // 28P01: the password file is not the one of this data; waiting does not mend that.
    if (codeOf(error) === '28P01') {
      throw new StoreError(
        'store.passwordMissing',
        `${cluster.password} does not hold the password of the database in ${cluster.cluster}. Put the right file back.`,
      );
    }
    return 'notYet';
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Waits until the server of this folder answers; null when it has ended instead. */
const waitUntilReady = async (cluster: Cluster, ended: () => boolean): Promise<Endpoint | null> => {
  const until = Date.now() + startTimeoutMs;
  while (Date.now() < until) {
    const found = await readPostmaster(cluster);
    if (found?.endpoint && isOurs(cluster, found.pid)) {
      if ((await tryConnect(cluster, found.endpoint)) === 'ready') return found.endpoint;
    }
    if (ended()) return null;
    await sleep(askEveryMs);
  }
  throw new StoreError(
    'store.startFailed',
    `The database in ${cluster.cluster} did not answer within ${startTimeoutMs / 1000} seconds. See ${cluster.log}.`,
  );
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const whereToListen = async (cluster: Cluster): Promise<ServerSettings> => {
  const loopback = process.platform === 'win32' || Buffer.byteLength(cluster.socket) > longestSocketFolder;
  if (loopback) {
    return { listen_addresses: '127.0.0.1', port: String(await freePort()), unix_socket_directories: '' };
  }
  return {
    listen_addresses: '',
    port: String(socketPort),
    unix_socket_directories: cluster.socket,
    unix_socket_permissions: '0700',
  };
};

const spawnServer = async (cluster: Cluster, extra: ServerSettings): Promise<() => boolean> => {
  const bytes = statSync(cluster.log, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > longestLogBytes) await rename(cluster.log, `${cluster.log}.old`);
  const log = openSync(cluster.log, 'a', 0o600);
  const all = { ...settings, ...(await whereToListen(cluster)), ...extra };
  try {
    const child = spawn(
      cluster.binaries.postgres,
      ['-D', cluster.cluster, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
      {
        cwd: cluster.dataDir,
        env: serverEnvironment(),
        // Its own session: a Ctrl-C at our terminal is ours to handle, and it outlives us until the last user left.
        detached: true,
        stdio: ['ignore', log, log],
        windowsHide: true,
        ...(cluster.user ?? {}),
      },
    );
    let ended = false;
    const onEnd = (): void => {
      ended = true;
    };
    child.once('error', onEnd);
    child.once('exit', onEnd);
    child.unref();
    return () => ended;
  } finally {
    closeSync(log);
  }
};

/**
 * A postmaster.pid whose number now belongs to another process, or to a zombie, would bar every start: it is removed once
 * no process of the old server is left on the data. One whose process is dead PostgreSQL clears by itself, with a look at
 * the shared memory that we cannot take where /proc is missing.
 */
const clearStale = async (cluster: Cluster): Promise<void> => {
  const found = await readPostmaster(cluster);
  if (found === null || isOurs(cluster, found.pid)) return;
  if (process.platform !== 'linux' && !isAlive(found.pid)) return;
  const until = Date.now() + stopTimeoutMs;
  while (processesIn(cluster.cluster).length > 0 && Date.now() < until) await sleep(askEveryMs);
  if (processesIn(cluster.cluster).length > 0) {
    throw new StoreError(
      'store.startFailed',
      `Processes of an earlier database server are still busy in ${cluster.cluster}. End them, then try again.`,
    );
  }
  await rm(join(cluster.cluster, 'postmaster.pid'), { force: true });
};

/** The server of this folder, attached to when it lives, started when it does not. */
export const ensureServer = async (cluster: Cluster, extra: ServerSettings = {}): Promise<Endpoint> => {
  for (const waitMs of waitsBeforeStartMs) {
    await sleep(waitMs);
    const found = await readPostmaster(cluster);
    if (found !== null && isOurs(cluster, found.pid)) {
      // Ready, starting, recovering or on its way out; in the last case the loop goes on and starts a new one.
      const endpoint = await waitUntilReady(cluster, () => !isAlive(found.pid));
      if (endpoint !== null) return endpoint;
    }
    await clearStale(cluster);
    const endpoint = await waitUntilReady(cluster, await spawnServer(cluster, extra));
    if (endpoint !== null) return endpoint;
  }
  const log = await readFile(cluster.log, 'utf8').catch(() => '');
  throw new StoreError(
    'store.startFailed',
    `The database in ${cluster.cluster} does not start: ${lastLine(log)} (more in ${cluster.log}).`,
  );
};

/** Asks for a fast shutdown and does not wait. */
export const signalStop = (cluster: Cluster, pid: number): void => {
  if (!isOurs(cluster, pid)) return;
  if (process.platform === 'win32') {
    spawnSync(cluster.binaries.pgCtl, ['stop', '-D', cluster.cluster, '-m', 'fast', '-W'], {
      stdio: 'ignore',
    });
    return;
  }
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It ended between the look and the signal.
  }
};

/** Stops the server of this folder and waits for its end; one that hangs is cut off, which recovery is made for. */
export const stopServer = async (cluster: Cluster): Promise<void> => {
  const found = await readPostmaster(cluster);
  if (found === null || !isOurs(cluster, found.pid)) return;
  signalStop(cluster, found.pid);
  const started = Date.now();
  for (let cut = false; isAlive(found.pid); await sleep(askEveryMs)) {
    if (!cut && Date.now() - started > stopTimeoutMs) {
      cut = true;
      process.kill(found.pid, 'SIGQUIT');
    }
    if (Date.now() - started > 2 * stopTimeoutMs) return;
  }
};
