/**
 * Memory given back in the middle of a large pass. V8 lets the heap grow with what it finds free on the machine before it looks for what
 * is used no more; a worker that shares its machine, or has a limit, shall not need several times what it holds. Asked between the
 * portions of a pass, where little is in hand, and does nothing before there is enough to give back.
 */
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A collection takes some tens of milliseconds; what has come since the last one makes it worth that. */
const worthBytes = 24 * 1024 * 1024;

export const createGiveBack = (): (() => void) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  let usedAfter: number | null = null;
  return () => {
    const used = getHeapStatistics().used_heap_size;
    usedAfter ??= used;
    if (used < usedAfter + worthBytes) return;
    collect();
    usedAfter = getHeapStatistics().used_heap_size;
  };
};
