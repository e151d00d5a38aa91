/** A worker process of its own for tests: runs jobs on the database given, until it is killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openDb } from '../../../worker/store/postgres.ts';
import { jobsOn, recordedPass } from './fixture.ts';

const [url = '', leaseMs = '2000', passMs = '20'] = process.argv.slice(2);
const db = openDb(url);
const runPass = recordedPass(db, Number(leaseMs), async ({ signal }) => {
  await sleep(Number(passMs), undefined, { signal }).catch(() => undefined);
  return signal?.aborted === true ? { outcome: 'stopped' } : { outcome: 'done' };
});
const jobs = jobsOn(db, runPass, { settings: { leaseMs: Number(leaseMs) } });
await jobs.start();
process.send?.('ready');
