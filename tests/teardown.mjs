/**
 * After a whole run of jest: waits until the PostgreSQL server of the tests (tests/support/db.ts) is gone, unless
 * another run still uses it, so that nothing is left running behind `npm test`.
 */
import { readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = join(tmpdir(), `relatiebrug-tests-${process.getuid?.() ?? 'user'}`);
const longestWaitMs = 20_000;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const othersUseIt = async () => {
  const notes = await readdir(join(folder, 'users')).catch(() => []);
  return notes.some((note) => isAlive(Number(note.split('-')[0])));
};

export default async function teardown() {
  for (const note of await readdir(join(folder, 'users')).catch(() => [])) {
    if (note.startsWith(`${process.pid}-`)) await rm(join(folder, 'users', note), { force: true });
  }
  for (const until = Date.now() + longestWaitMs; Date.now() < until; await sleep(50)) {
    if (!existsSync(join(folder, 'server.json')) || (await othersUseIt())) return;
  }
}
