/**
 * R5 as a table that a product owner can read: base, CRM and Outlook, and what follows. A and A' compare equal (the same
 * value, typed in another way); B and C are other values; – is blank; none: nothing was ever agreed.
 */
import type { Agreed } from '../../../worker/sync/base.ts';
import { mergeField, type Merged } from '../../../worker/sync/merge.ts';
import type { ConflictPolicy } from '../../../worker/sync/selection.ts';

type Value = '–' | 'A' | "A'" | 'B' | 'C';
type Result = 'same' | 'agree' | 'to Outlook' | 'to CRM' | 'conflict' | 'held';

const table: [base: 'none' | '–' | 'A', crm: Value, outlook: Value, result: Result][] = [
  // Nothing was ever agreed: never guessed.
  ['none', '–', '–', 'agree'],
  ['none', 'A', 'A', 'agree'],
  ['none', 'A', "A'", 'agree'],
  ['none', 'A', '–', 'to Outlook'],
  ['none', '–', 'A', 'to CRM'],
  ['none', 'A', 'B', 'held'],
  // Blank was agreed.
  ['–', '–', '–', 'same'],
  ['–', 'A', '–', 'to Outlook'],
  ['–', '–', 'A', 'to CRM'],
  ['–', 'A', 'A', 'agree'],
  ['–', 'A', "A'", 'agree'],
  ['–', 'A', 'B', 'conflict'],
  // A was agreed, and neither changed it; a reformatted value is no change.
  ['A', 'A', 'A', 'same'],
  ['A', "A'", 'A', 'same'],
  ['A', 'A', "A'", 'same'],
  ['A', "A'", "A'", 'same'],
  // A was agreed, one side changed or cleared it.
  ['A', 'B', 'A', 'to Outlook'],
  ['A', 'B', "A'", 'to Outlook'],
  ['A', '–', 'A', 'to Outlook'],
  ['A', '–', "A'", 'to Outlook'],
  ['A', 'A', 'B', 'to CRM'],
  ['A', "A'", 'B', 'to CRM'],
  ['A', 'A', '–', 'to CRM'],
  ['A', "A'", '–', 'to CRM'],
  // A was agreed, both sides changed it.
  ['A', 'B', 'B', 'agree'],
  ['A', '–', '–', 'agree'],
  ['A', 'B', 'C', 'conflict'],
  ['A', 'B', '–', 'conflict'],
  ['A', '–', 'B', 'conflict'],
];

const forms = {
  'a single value': {
    form: 'text',
    A: 'Vries',
    "A'": ' Vries ',
    B: 'Jansen',
    C: 'Bakker',
    canonicalA: 'Vries',
  },
  'the first of many values': {
    form: 'phone',
    A: '+31201234567',
    "A'": '020-123 45 67',
    B: '+31207654321',
    C: '+31101111111',
    canonicalA: '+31201234567',
  },
  'an e-mail address': {
    form: 'email',
    A: 'p@abc.example',
    "A'": ' P@ABC.example',
    B: 'q@abc.example',
    C: 'r@abc.example',
    canonicalA: 'p@abc.example',
  },
  'a date': {
    form: 'date',
    A: '1980-02-29',
    "A'": '1980-02-29 ',
    B: '1981-03-01',
    C: '1979-12-31',
    canonicalA: '1980-02-29',
  },
} as const;

const outcome = (merged: Merged): Result =>
  merged.kind === 'toRemote'
    ? 'to Outlook'
    : merged.kind === 'toCrm'
      ? 'to CRM'
      : merged.kind === 'hold'
        ? 'held'
        : merged.kind;

describe.each(Object.entries(forms))('R5: the table, for %s', (_, values) => {
  const valueOf = (value: Value): string | null => (value === '–' ? null : values[value]);
  const baseOf = (base: 'none' | '–' | 'A'): Agreed | undefined => {
    if (base === 'none') return undefined;
    const text = base === '–' ? null : values.canonicalA;
    return { crm: text, remote: text };
  };
  const merge = (
    base: 'none' | '–' | 'A',
    crm: Value,
    outlook: Value,
    policy: ConflictPolicy,
    newest: 'crm' | 'remote' = 'crm',
  ): Merged =>
    mergeField(
      { form: values.form, base: baseOf(base), crm: valueOf(crm), remote: valueOf(outlook) },
      { policy, country: 'NL', newest, refusal: () => null },
    );

  test.each(table)('base %s, CRM %s, Outlook %s: %s', (base, crm, outlook, expected) => {
    const asks = merge(base, crm, outlook, 'ask');
    const wins = merge(base, crm, outlook, 'crm');
    if (expected === 'conflict') {
      expect(asks).toEqual({ kind: 'hold', reason: 'conflict' });
      expect(wins).toEqual({ kind: 'toRemote', decision: 'R5.conflict.crm', overrules: true });
      expect(merge(base, crm, outlook, 'outlook')).toEqual({
        kind: 'toCrm',
        decision: 'R5.conflict.outlook',
        overrules: true,
      });
      expect(merge(base, crm, outlook, 'newest', 'crm').kind).toBe('toRemote');
      expect(merge(base, crm, outlook, 'newest', 'remote').kind).toBe('toCrm');
    } else {
      // The policy speaks on conflicts only.
      for (const policy of ['crm', 'outlook', 'newest', 'ask'] as const) {
        expect(outcome(merge(base, crm, outlook, policy))).toBe(expected);
      }
      if (wins.kind === 'toRemote' || wins.kind === 'toCrm') expect(wins.overrules).toBe(false);
    }
  });
});

describe('R5: a value that one side cannot take is held with the reason', () => {
  const state = {
    form: 'text',
    base: { crm: 'Vries', remote: 'Vries' },
    crm: 'Vries',
    remote: null,
  } as const;
  test('the CRM refuses an empty last name', () => {
    const merged = mergeField(state, {
      policy: 'crm',
      country: 'NL',
      newest: 'crm',
      refusal: (value) => (value === null ? 'lastNameRequired' : null),
    });
    expect(merged).toEqual({ kind: 'hold', reason: 'lastNameRequired' });
  });

  test('a malformed address in the CRM is not put on a card, where the server would drop it', () => {
    const merged = mergeField(
      { form: 'email', base: undefined, crm: 'a@msn.com,', remote: null },
      { policy: 'crm', country: 'NL', newest: 'crm', refusal: () => null },
    );
    expect(merged).toEqual({ kind: 'hold', reason: 'malformedEmail' });
  });
});

describe('R5: each side is compared with its own half of the base', () => {
  const base = { crm: null, remote: '+31612345678' };
  const terms = { policy: 'crm', country: 'NL', newest: 'crm', refusal: () => null } as const;
  test("the user's own number in our place is no change", () => {
    expect(mergeField({ form: 'phone', base, crm: null, remote: '06-12345678' }, terms)).toEqual({
      kind: 'same',
    });
  });
  test('a new number in the CRM goes out', () => {
    expect(mergeField({ form: 'phone', base, crm: '020-1234567', remote: '06-12345678' }, terms).kind).toBe(
      'toRemote',
    );
  });
});
