/** Back-ups of the store that the settings name; a restore takes the worker's role, so that none starts on the embedded store meanwhile. */
import type { BackupDesk } from '../cli/ports.ts';
import { openKeyring } from '../identity/keyring.ts';
import { openFrames, readContents, restoreBackup, writeBackup } from '../store/backup/index.ts';
import { claimWorkerRole } from '../store/worker-role.ts';
import { realClock } from './clock.ts';
import type { Parts } from './parts.ts';
import { version } from './version.ts';

export const createBackupDesk = async (parts: Parts): Promise<BackupDesk> => {
  const { settings } = parts;
  const store = await parts.store();
  return {
    write: (onProgress) =>
      writeBackup({ url: store.url, product: version, now: realClock.now(), onProgress }),
    open: openFrames,
    contents: () => readContents(store.db),
    opensSignIns: async ({ keyIds }) => {
      const { tokenKey, tokenKeysOld } = settings;
      if (keyIds.length === 0) return true;
      if (tokenKey === null) return null;
      // Something was sealed: a key file that is not there is lost, and not to be made anew.
      const keys = await openKeyring({ tokenKey, tokenKeysOld }, async () => true).catch(() => null);
      return keys !== null && keyIds.every((id) => keys.knows(id));
    },
    restore: async (opened, options) => {
      const role = await claimWorkerRole({
        url: store.url,
        embedded: store.embedded,
        dataDir: settings.dataDir,
      });
      try {
        const restored = await restoreBackup(opened, { url: store.url, ...options });
        // The queue brings its own schema; what waits in it is asked again by the first sweep.
        await parts.migrate();
        return restored;
      } finally {
        await role.release();
      }
    },
  };
};
