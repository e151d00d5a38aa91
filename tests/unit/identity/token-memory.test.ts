/** Access tokens in memory: bounded, and the newest stay. */
import { TokenMemory } from '../../../worker/identity/token-memory.ts';
import type { UserKey } from '../../../worker/identity/clients.ts';

const key = (n: number): UserKey => `user-${n}`;
const held = (n: number) => ({ token: `token-${n}`, endsAtMs: n });

test('tokens of ten thousand users do not stay in memory; those fetched last do', () => {
  const memory = new TokenMemory();
  for (let n = 0; n < 10_000; n += 1) memory.set(key(n), held(n));
  expect(memory.size).toBeLessThanOrEqual(500);
  expect(memory.get(key(9_999))).toEqual(held(9_999));
  expect(memory.get(key(0))).toBeUndefined();
});

test('a token that is fetched anew counts as new, and one that is forgotten is gone', () => {
  const memory = new TokenMemory(2);
  memory.set(key(1), held(1));
  memory.set(key(2), held(2));
  memory.set(key(1), held(10));
  memory.set(key(3), held(3));
  expect(memory.get(key(1))).toEqual(held(10));
  expect(memory.get(key(2))).toBeUndefined();
  memory.delete(key(1));
  expect(memory.size).toBe(1);
});
