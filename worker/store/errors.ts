/**
 * What the store can say when it cannot be opened or used: a stable code, and for the person at the keyboard what
 * happened and what to do. Never carries a value from a row. Errors of PostgreSQL itself keep their SQLSTATE in `code`.
 */
export type StoreErrorCode =
  /** No binaries for this platform, or npm was told to leave optional packages out. */
  | 'store.noBinaries'
  /** Running as root and no unprivileged user to run the server as. */
  | 'store.noServerUser'
  /** A folder above the data folder may not be entered by the user that runs the server. */
  | 'store.folderNotReachable'
  /** The data folder belongs to another user, or cannot be written. */
  | 'store.folderNotOurs'
  /** The file with the server's password is gone while its data is there. */
  | 'store.passwordMissing'
  /** Data of another major version of PostgreSQL. */
  | 'store.otherVersion'
  /** Another process has been busy opening this folder for too long. */
  | 'store.busy'
  | 'store.startFailed'
  /** No answer from the server, or the connection broke. */
  | 'store.unreachable'
  /** A transaction that had failed inside was asked to commit. */
  | 'store.rolledBack'
  /** The database was made by a newer version of this program. */
  | 'store.newerSchema'
  /** A migration that was applied is no longer the one in the code. */
  | 'store.changedMigration'
  | 'store.migrationFailed'
  /** Another process runs jobs on this data folder. */
  | 'store.workerAlreadyRuns'
  /** There is no schema, so nothing to back up. */
  | 'store.nothingToBackUp'
  /** Not a file that `relatiebrug backup` wrote, or of a later form. */
  | 'store.notABackup'
  /** Cut off, or altered. */
  | 'store.backupDamaged'
  /** Of a schema that this version does not know. */
  | 'store.backupNewer'
  /** There is data where a back-up was to be restored. */
  | 'store.notEmpty'
  /** A worker or a pass is at work on what was to be replaced. */
  | 'store.inUse';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The `code` of an error of Node, PostgreSQL or our own; undefined where it has none. */
export const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
};

/** SQLSTATEs in which the server goes away or is not ready; class 08 is "connection exception". */
const goingAway = new Set(['57P01', '57P02', '57P03', '53300', '25P03']);

/** True where the database did not answer, so that the same call may be right a moment later. */
export const isUnavailable = (error: unknown): boolean => {
  const code = codeOf(error);
  if (code === undefined) return false;
  return (
    code === 'store.unreachable' ||
    goingAway.has(code) ||
    (code.length === 5 && code.startsWith('08')) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND'].includes(code)
  );
};

/**
 * The driver's errors with a code on each, and without `detail` and `where`, in which PostgreSQL quotes values of rows.
 */
export const toStoreFailure = (error: unknown): unknown => {
  if (codeOf(error) === undefined) {
    return new StoreError('store.unreachable', 'The connection to the database was lost.', { cause: error });
  }
  if (typeof error === 'object' && error !== null && 'detail' in error) {
    Object.assign(error, { detail: undefined, where: undefined });
  }
  return error;
};
