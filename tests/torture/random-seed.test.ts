/** Statements 1 to 7 for the whole worker in processes of its own, with a new seed each time (docs/reliability.md). */
import { expectClean, timeoutMs } from './ci.ts';

const seed = Number(process.env['TORTURE_SEED'] ?? Math.floor(Math.random() * 1_000_000));

test(
  'nothing is lost, doubled, mixed or deleted under torture with a random seed',
  () => expectClean(seed),
  timeoutMs,
);
