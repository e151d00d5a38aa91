/** What is used no more is given back, and where there is little of it nothing is done. */
import { getHeapStatistics } from 'node:v8';
import { createGiveBack } from '../../../worker/main/give-back.ts';

const used = (): number => getHeapStatistics().used_heap_size;

test('garbage of a large pass does not stay in the heap', () => {
  const giveBack = createGiveBack();
  giveBack();
  const before = used();
  let most = 0;
  for (let portion = 0; portion < 6; portion += 1) {
    let kept: string[] | null = Array.from({ length: 60_000 }, (_, n) =>
      `person ${portion} ${n} ${'x'.repeat(40)}`.repeat(2),
    );
    most = Math.max(most, kept.length);
    kept = null;
    giveBack();
  }
  expect(most).toBe(60_000);
  expect(used() - before).toBeLessThan(40 * 1024 * 1024);
});
