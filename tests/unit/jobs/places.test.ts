/** The places of one process: what may begin, and what a run that turns out to be long does to the others. */
import { Places } from '../../../worker/jobs/places.ts';
import { ranks, ranksInTurn } from '../../../worker/jobs/choose.ts';

const full = (places: Places): number => {
  let entered = 0;
  for (; places.freeForLong; entered += 1) places.enter('long');
  return entered;
};

test.each([
  [1, 1],
  [4, 1],
  [5, 2],
  [100, 25],
])('%i places for any work leave %i beside them for short work alone', (concurrent, kept) => {
  const places = new Places(concurrent);
  expect(full(places)).toBe(concurrent);
  expect([places.free, places.freeForLong]).toEqual([true, false]);
  for (let n = 0; n < kept; n += 1) {
    expect(places.free).toBe(true);
    places.enter('short');
  }
  expect(places.free).toBe(false);
});

test('short work may have every place, and then nothing more begins', () => {
  const places = new Places(4);
  for (let n = 0; n < 5; n += 1) places.enter('short');
  expect([places.free, places.freeForLong]).toEqual([false, false]);
});

test('a short run that turns out to be long counts as one while there is room, and is told to end when there is none', () => {
  const places = new Places(2);
  places.enter('long');
  places.enter('short');
  places.enter('short');
  expect(places.grow()).toBe(true);
  expect(places.taken).toEqual({ short: 1, long: 2 });
  expect(places.grow()).toBe(false);
  expect(places.taken).toEqual({ short: 1, long: 2 });
});

test('a person goes before a change, that before the night’s round, that before long work; at every fourth turn the other way round', () => {
  const { person, change, night, long } = ranks;
  expect([0, 1, 2, 3, 4].map((turn) => ranksInTurn(turn, true))).toEqual([
    [person, change, night, long],
    [person, change, night, long],
    [person, change, night, long],
    [long, night, change, person],
    [person, change, night, long],
  ]);
});

test('without a place for it no long work is asked for, at any turn', () => {
  for (let turn = 0; turn < 8; turn += 1) expect(ranksInTurn(turn, false)).not.toContain(ranks.long);
});
