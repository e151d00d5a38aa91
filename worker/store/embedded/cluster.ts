/**
 * The data folder of the embedded server: made once, whole or not at all.
 *
 *     DATA_DIR/postgres            the data (0700, owned by the user that runs the server)
 *     DATA_DIR/postgres.socket     the local socket (0700, same owner)
 *     DATA_DIR/postgres.password   0600
 *     DATA_DIR/postgres.users/     who uses the server now
 *     DATA_DIR/postgres.lock       held while somebody opens or leaves
 *     DATA_DIR/postgres.log        what the server says (no statements, no values)
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, StoreError } from '../errors.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import { blockingFolder, findServerUser, type ServerUser } from './server-user.ts';

export const superuser = 'relatiebrug';

export interface Places {
  readonly dataDir: string;
  readonly cluster: string;
  readonly socket: string;
  readonly password: string;
  readonly users: string;
  readonly lock: string;
  readonly log: string;
}

export interface Cluster extends Places {
  readonly user: ServerUser;
  readonly binaries: Binaries;
  readonly secret: string;
}

/** Makes DATA_DIR where it is missing; the paths are real ones. */
export const findPlaces = async (dataDir: string): Promise<Places> => {
  try {
    // As root another user runs the server, and must be able to walk through the folders made here.
    await mkdir(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const root = await realpath(dataDir);
    const at = (name: string): string => join(root, `postgres${name}`);
    return {
      dataDir: root,
      cluster: at(''),
      socket: at('.socket'),
      password: at('.password'),
      users: at('.users'),
      lock: at('.lock'),
      log: at('.log'),
    };
  } catch (error) {
    throw new StoreError(
      'store.folderNotOurs',
      `The data folder ${dataDir} cannot be made or opened (${codeOf(error) ?? 'unknown'}). ` +
        'Set DATA_DIR to a folder that this user may write.',
      { cause: error },
    );
  }
};

/** As root: lets the server's user walk through DATA_DIR itself; refuses when a folder above it bars the way. */
const openTheWay = async (places: Places, user: ServerUser): Promise<void> => {
  if (user === null) return;
  const { mode } = await stat(places.dataDir);
  await chmod(places.dataDir, (mode & 0o777) | 0o011);
  const blocked = blockingFolder(places.dataDir, user);
  if (blocked === null) return;
  throw new StoreError(
    'store.folderNotReachable',
    `Relatiebrug runs as root, so its database runs as an unprivileged user (uid ${user.uid}), and that user may not enter ` +
      `${blocked}. Set DATA_DIR to a folder outside it (for example /var/lib/relatiebrug), or let others pass through ` +
      `(chmod o+x ${blocked}), or run Relatiebrug as a normal user, or set DATABASE_URL.`,
  );
};

const give = async (path: string, user: ServerUser): Promise<void> => {
  if (user !== null) await chown(path, user.uid, user.gid);
};

const makeSocketFolder = async ({ socket }: Places, user: ServerUser): Promise<void> => {
  await mkdir(socket, { recursive: true, mode: 0o700 });
  await chmod(socket, 0o700);
  await give(socket, user);
};

const writeSafely = async (path: string, text: string): Promise<void> => {
  const part = `${path}.part`;
  await rm(part, { force: true });
  const file = await open(part, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
};

const readSecret = async (places: Places): Promise<string> => {
  try {
    const secret = (await readFile(places.password, 'utf8')).trim();
    if (secret !== '') return secret;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw new StoreError(
        'store.folderNotOurs',
        `${places.password} cannot be read by this user (${codeOf(error) ?? 'unknown'}). Run as the user that made the ` +
          'data folder, or set DATA_DIR to another folder.',
        { cause: error },
      );
    }
  }
  if (existsSync(places.cluster)) {
    throw new StoreError(
      'store.passwordMissing',
      `${places.password} is missing or empty, and without it the database in ${places.cluster} cannot be opened. ` +
        'Put the file back from a back-up.',
    );
  }
  const secret = randomBytes(24).toString('hex');
  await writeSafely(places.password, `${secret}\n`);
  return secret;
};

/** initdb in a folder of its own that gets its name when it is whole, so that a crash leaves nothing half made. */
const makeCluster = async (cluster: Cluster): Promise<void> => {
  for (const name of await readdir(cluster.dataDir)) {
    if (name.startsWith('postgres.new-'))
      await rm(join(cluster.dataDir, name), { recursive: true, force: true });
  }
  const fresh = join(cluster.dataDir, `postgres.new-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${fresh}.password`;
  await mkdir(fresh, { mode: 0o700 });
  await give(fresh, cluster.user);
  await writeFile(passwordFile, cluster.secret, { mode: 0o600, flag: 'wx' });
  await give(passwordFile, cluster.user);
  const made = spawnSync(
    cluster.binaries.initdb,
    [
      ...[
        '-D',
        fresh,
        '-U',
        superuser,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--no-instructions',
      ],
      // The built-in collation: sorting depends neither on this machine's libraries nor on the bundled ICU.
      ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    ],
    { cwd: cluster.dataDir, env: serverEnvironment(), encoding: 'utf8', ...(cluster.user ?? {}) },
  );
  await rm(passwordFile, { force: true });
  if (made.status !== 0) {
    await rm(fresh, { recursive: true, force: true });
    throw new StoreError(
      'store.startFailed',
      `The database could not be made in ${cluster.dataDir}: ${lastLine(made.stderr) || 'initdb did not run'}.`,
      { cause: made.error },
    );
  }
  await rename(fresh, cluster.cluster);
};

export const lastLine = (text: string | null | undefined): string =>
  (text ?? '').trim().split('\n').at(-1)?.slice(0, 300) ?? '';

/** Nothing of our own environment (secrets) goes to the server. */
export const serverEnvironment = (): NodeJS.ProcessEnv => {
  const kept: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR']) {
    if (process.env[name] !== undefined) kept[name] = process.env[name];
  }
  return kept;
};

const checkVersion = async (cluster: Cluster): Promise<void> => {
  const version = await readFile(join(cluster.cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version?.trim() === cluster.binaries.major) return;
  throw version === null
    ? new StoreError(
        'store.folderNotOurs',
        `${cluster.cluster} is there but is no PostgreSQL data folder. Move it away, or set DATA_DIR to another folder.`,
      )
    : new StoreError(
        'store.otherVersion',
        `The data in ${cluster.cluster} is of PostgreSQL ${version.trim()}, this Relatiebrug comes with ` +
          `${cluster.binaries.major}. Export with the version that made it and import with this one.`,
      );
};

/** Everything a start needs, made where it is missing. Call it under the folder's lock; safe to repeat. */
export const prepareCluster = async (places: Places): Promise<Cluster> => {
  const user = findServerUser(places.cluster);
  await openTheWay(places, user);
  const binaries = await findBinaries(places.dataDir, user);
  const secret = await readSecret(places);
  const cluster: Cluster = { ...places, user, binaries, secret };
  try {
    await makeSocketFolder(places, user);
    if (!existsSync(places.cluster)) await makeCluster(cluster);
  } catch (error) {
    const code = codeOf(error);
    if (error instanceof StoreError || code === undefined) throw error;
    throw new StoreError(
      'store.folderNotOurs',
      `The data folder ${places.dataDir} cannot be prepared for the database (${code}). Its file system must allow ` +
        'private folders (0700) and, as root, another owner. Set DATA_DIR to a local disk, or set DATABASE_URL.',
      { cause: error },
    );
  }
  await checkVersion(cluster);
  return cluster;
};
