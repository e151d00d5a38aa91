/**
 * As whom the server runs. PostgreSQL refuses to run as root, so as root its processes are started as an unprivileged
 * user that owns the data folder; that user must be able to walk to it.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../errors.ts';

/** Null: as ourselves. */
export type ServerUser = { readonly uid: number; readonly gid: number } | null;

const candidates = ['postgres', 'nobody'];

const idOf = (flag: '-u' | '-g', name: string): number | null => {
  try {
    const id = Number(
      execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    return Number.isInteger(id) && id > 0 ? id : null;
  } catch {
    return null;
  }
};

/** `clusterFolder` keeps the user it was made by. */
export const findServerUser = (clusterFolder: string): ServerUser => {
  const self = process.getuid?.();
  if (self === undefined) return null;
  const owner = existsSync(clusterFolder) ? statSync(clusterFolder) : null;
  if (self !== 0) {
    if (owner === null || owner.uid === self) return null;
    throw new StoreError(
      'store.folderNotOurs',
      `The database in ${clusterFolder} was made by another user (uid ${owner.uid}; this process is uid ${self}). ` +
        'Run as that user, or as root if it was made by root, or set DATA_DIR to another folder.',
    );
  }
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of candidates) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null) return { uid, gid };
  }
  throw new StoreError(
    'store.noServerUser',
    'PostgreSQL does not run as root, and this machine has no user postgres or nobody to run it as. ' +
      'Make one (useradd --system postgres), or run Relatiebrug as a normal user, or set DATABASE_URL to a server.',
  );
};

const mayEnter = (path: string, user: NonNullable<ServerUser>): boolean => {
  const { mode, uid, gid } = statSync(path);
  if (uid === user.uid) return (mode & 0o100) !== 0;
  if (gid === user.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
};

/** The highest folder on the way to `path` (a real path) that the user may not enter, or null. */
export const blockingFolder = (path: string, user: ServerUser): string | null => {
  if (user === null) return null;
  const above = dirname(path);
  const blocked = above === path ? null : blockingFolder(above, user);
  return blocked ?? (mayEnter(path, user) ? null : path);
};
