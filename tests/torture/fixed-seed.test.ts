/** Statements 1 to 7 for the whole worker in processes of its own, with the choices of one seed (docs/reliability.md). */
import { expectClean, timeoutMs } from './ci.ts';

test(
  'nothing is lost, doubled, mixed or deleted under torture with a fixed seed',
  () => expectClean(20_261_122),
  timeoutMs,
);
