/**
 * The merge guard (R7), measured on a labelled corpus: contaminations as Outlook and its clients make them, and the
 * honest edits of an office. `CORPUS_SEED` plays another one.
 */
import type { Wrap } from '../support/office.ts';
import { corpus, kinds } from './corpus.ts';
import { play, type Played } from './play.ts';
import { details, isThrough, table, wasHeld } from './table.ts';

const seed = Number(process.env['CORPUS_SEED'] ?? 20_260_3);

/** A pass that remembers no card and asks no CRM who else has an address: the guard sees nobody. */
const blind: Wrap = {
  store: (store) => ({
    ...store,
    knownCards: async () => new Map(),
    cardsWith: async () => [],
    carriers: async () => new Map(),
  }),
  crm: (crm) => ({ ...crm, findByEmail: async () => [] }),
};

const cases = corpus(seed);
let played: Played[] = [];
let unguarded: Played[] = [];
let contaminations: Played[] = [];
let honest: Played[] = [];

beforeAll(async () => {
  played = await play(cases);
  // Every fourth one is enough to see that they are contaminations.
  unguarded = await play(
    cases.filter(({ label }, index) => label === 'contamination' && index % 4 === 0),
    blind,
  );
  contaminations = played.filter((one) => one.case.label === 'contamination');
  honest = played.filter((one) => one.case.label === 'honest');
  process.stderr.write(table(seed, played, unguarded));
}, 600_000);

test('the corpus is large, the same for the same seed, and every kind has its cases', () => {
  expect(cases.length).toBeGreaterThanOrEqual(300);
  expect(corpus(seed)).toEqual(cases);
  expect(cases).toHaveLength(kinds.reduce((total, { count }) => total + count, 0));
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
  const small = kinds.filter(({ name, count }) => count < 5 && !name.startsWith('seldom: '));
  expect(small).toEqual([]);
});

test('R7: no contamination is let through, after no pass', () => {
  expect(details(contaminations.filter(isThrough))).toBe('');
});

test('R7: of the honest edits at most one in a hundred is held', () => {
  const held = honest.filter(wasHeld);
  expect(held.length <= honest.length / 100 ? '' : details(held)).toBe('');
});

test('R7: what is honestly typed beside a contamination arrives, and nothing else changes in the CRM', () => {
  expect(details(contaminations.filter(({ verdict }) => verdict.off.length > 0))).toBe('');
});

test('R7, R9: nobody silently loses the card in a merge, and a removal on purpose is taken as one', () => {
  expect(details(played.filter(({ verdict }) => verdict.cards.length > 0))).toBe('');
});

test('a card that shows something else than the CRM is either asked about or put right', () => {
  expect(details(played.filter(({ verdict }) => verdict.adrift.length > 0))).toBe('');
});

test('the corpus can fail: without the memory of cards most contaminations come through, of most kinds', () => {
  const through = unguarded.filter(isThrough);
  const all = new Set(unguarded.map((one) => one.case.kind));
  const kindsThrough = new Set(through.map((one) => one.case.kind));
  expect(through.length).toBeGreaterThan(unguarded.length / 2);
  expect(kindsThrough.size).toBeGreaterThan((all.size * 2) / 3);
});
