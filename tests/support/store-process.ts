/**
 * A process of its own that opens the store of a data folder, for the tests of several processes and of kill -9.
 *
 *     store-process.ts DATA_DIR open     opens, says so, and leaves when its input ends
 *     store-process.ts DATA_DIR role     the same, and claims the worker role
 *     store-process.ts DATA_DIR write    the same, and writes rows, each told after it was confirmed
 *     store-process.ts DATA_DIR throw    the same, and ends with an uncaught error when its input ends
 *
 * Every answer is a line of JSON on standard output.
 */
import { openStore } from '../../worker/store/open-store.ts';
import { StoreError } from '../../worker/store/errors.ts';
import { claimWorkerRole } from '../../worker/store/worker-role.ts';

const [dataDir = '', mode = 'open'] = process.argv.slice(2);
const say = (fact: object): void => {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
};

try {
  const store = await openStore({ dataDir });
  const role = mode === 'role' ? await claimWorkerRole({ ...store, dataDir }) : null;
  const [server] = await store.db.query<{ started: Date }>({
    text: 'SELECT pg_postmaster_start_time() AS started',
    values: [],
  });
  say({ ready: true, pid: process.pid, uid: process.getuid?.() ?? null, server: server?.started });
  if (mode === 'write') {
    await store.db.query({ text: 'CREATE TABLE IF NOT EXISTS rows (n int)', values: [] });
    for (let n = 0; ; n += 1) {
      await store.db.query({ text: 'INSERT INTO rows VALUES ($1)', values: [n] });
      say({ wrote: n });
    }
  }
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once('end', resolve));
  if (mode === 'throw')
    process.nextTick(() => {
      throw new Error('uncaught');
    });
  if (mode === 'throw') await new Promise(() => undefined);
  await role?.release();
  await store.close();
  say({ closed: true });
} catch (error) {
  say(
    error instanceof StoreError ? { failed: error.code, message: error.message } : { failed: String(error) },
  );
  process.exitCode = 1;
}
