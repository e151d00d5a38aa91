/**
 * A process of its own that keeps the tests' PostgreSQL server while test processes use it, and takes everything away
 * a moment after the last of them has ended, however it ended. Started by tests/support/db.ts: `test-server.ts FOLDER`.
 */
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { countUsers, withFolderLock } from '../../worker/store/embedded/folder-lock.ts';
import { openEmbedded } from '../../worker/store/embedded/open-embedded.ts';
import { markOf } from '../../worker/store/embedded/processes.ts';

const lookEveryMs = 250;
/** Looks without a user before it ends: between two test files nobody may be there. */
const emptyLooks = 2;

const [folder = ''] = process.argv.slice(2);
const pointer = join(folder, 'server.json');
const users = join(folder, 'users');
const lock = join(folder, 'lock');

/** What an earlier test server that was killed left behind. */
const clearOld = async (): Promise<void> => {
  for (const name of (await readdir(folder)).filter((each) => each.startsWith('data-'))) {
    const path = join(folder, name);
    // Attached to and left, so that a server that lives on is stopped.
    await openEmbedded(path).then(
      (server) => server.close(),
      () => undefined,
    );
    await rm(path, { recursive: true, force: true });
  }
};

await clearOld();
const dataDir = await mkdtemp(join(folder, 'data-'));
// Tests of what survives a power cut have a server of their own; here speed counts.
const server = await openEmbedded(dataDir, {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  autovacuum: 'off',
});
await writeFile(`${pointer}.part`, JSON.stringify({ ...markOf(process.pid), url: server.url }), {
  mode: 0o600,
});
await rename(`${pointer}.part`, pointer);

for (let empty = 0; empty < emptyLooks;) {
  await sleep(lookEveryMs);
  empty = (await countUsers(users)) === 0 ? empty + 1 : 0;
  if (empty < emptyLooks) continue;
  await withFolderLock(lock, async () => {
    // Somebody may have come in between; from here on nobody can.
    if ((await countUsers(users)) > 0) {
      empty = 0;
      return;
    }
    await server.close();
    await rm(dataDir, { recursive: true, force: true });
    await rm(pointer, { force: true });
  });
}
