/** What an undo takes back and what it leaves: chains, what was changed afterwards, what cannot be taken back. */
import type { FieldForm } from '../../../shared/canonical.ts';
import type { HistoryId, LinkId, PassId, PersonId } from '../../../shared/ids.ts';
import type { Person, PersonFieldId, PersonFields } from '../../../shared/person.ts';
import { outlookTable } from '../../../worker/sync/fields/outlook.ts';
import { undoPlanOf, undoPlanKey, type UndoEntry, type UndoPlan } from '../../../worker/sync/undo-plan.ts';
import { aPerson } from '../../support/persons.ts';

const anna = 'anna' as PersonId;
const bram = 'bram' as PersonId;
const linkId = 'link' as LinkId;

const formOf = (field: PersonFieldId): FieldForm =>
  outlookTable.rows.find(({ id }) => id === field)?.form ?? 'text';

type Given = Omit<Partial<UndoEntry>, 'id'> & { id: string };

/** Newest first, as the history gives them. */
const entry = ({ id, ...given }: Given): UndoEntry => ({
  personId: anna,
  linkId,
  field: 'jobTitle',
  side: 'crm',
  from: 'Advocaat',
  to: 'Notaris',
  decision: 'R5.onlyRemote',
  outcome: 'done',
  ...given,
  id: id as HistoryId,
});

const has = (fields: Partial<PersonFields>, id: PersonId = anna): [PersonId, Person] => [
  id,
  aPerson({ lastName: 'Oort', ...fields }, { id }),
];

const plan = (
  entries: readonly UndoEntry[],
  persons: readonly [PersonId, Person][],
  over: Partial<Parameters<typeof undoPlanOf>[0]> = {},
): UndoPlan =>
  undoPlanOf({
    entries,
    persons: new Map(persons),
    asked: [],
    formOf,
    country: 'NL',
    takes: () => null,
    ...over,
  });

const told = ({ items, leftOut }: UndoPlan) => ({
  items: items.map(({ personId, field, expected, value, entryIds }) => [
    personId,
    field,
    expected,
    value,
    entryIds.join(' '),
  ]),
  leftOut: leftOut.map(({ historyId, because }) => [historyId, because]),
});

describe('one entry', () => {
  test('gets back what was there before', () => {
    expect(told(plan([entry({ id: '1' })], [has({ jobTitle: 'Notaris' })]))).toEqual({
      items: [[anna, 'jobTitle', 'Notaris', 'Advocaat', '1']],
      leftOut: [],
    });
  });

  test('a blank from before is given back too', () => {
    const { items } = plan([entry({ id: '1', from: null })], [has({ jobTitle: 'Notaris' })]);
    expect(items).toMatchObject([{ expected: 'Notaris', value: null }]);
  });

  test('a value that was overruled on the card is given to the CRM', () => {
    const lost = entry({
      id: '1',
      side: 'remote',
      from: 'Rechter',
      to: 'Notaris',
      decision: 'R5.conflict.crm',
      overruled: { side: 'remote', value: 'Rechter' },
    });
    expect(plan([lost], [has({ jobTitle: 'Notaris' })]).items).toMatchObject([{ value: 'Rechter' }]);
  });

  test('a value that was overruled in the CRM comes back to it', () => {
    const lost = entry({
      id: '1',
      from: 'Rechter',
      decision: 'R5.conflict.outlook',
      overruled: { side: 'crm', value: 'Rechter' },
    });
    expect(plan([lost], [has({ jobTitle: 'Notaris' })]).items).toMatchObject([{ value: 'Rechter' }]);
  });

  test('an undo is an entry like others and can be undone', () => {
    const undone = entry({ id: '2', from: 'Notaris', to: 'Advocaat', decision: 'undo' });
    expect(plan([undone], [has({ jobTitle: 'Advocaat' })]).items).toMatchObject([{ value: 'Notaris' }]);
  });
});

describe('what is left as it is, with the reason', () => {
  test.each<[string, Partial<UndoEntry>, Partial<PersonFields>]>([
    ['creation', { field: null, side: 'remote', decision: 'R2.created', from: null, to: null }, {}],
    ['onlyGoesOut', { field: 'organisationName', side: 'remote', decision: 'R4.crmLeads' }, {}],
    ['onlyGoesOut', { field: 'privateEmail', side: 'remote', decision: 'R4.crmLeads' }, {}],
    [
      'onlyFilledCard',
      { side: 'remote', decision: 'R5.blankTakesOther', from: null },
      { jobTitle: 'Notaris' },
    ],
    [
      'ofAnother',
      {
        side: 'remote',
        from: 'Rechter',
        decision: 'decided.crm',
        overruled: { side: 'remote', value: 'Rechter', ofAnother: true },
      },
      { jobTitle: 'Notaris' },
    ],
    ['notDone', { outcome: 'notDone' }, { jobTitle: 'Notaris' }],
    ['notDone', { outcome: 'intended' }, { jobTitle: 'Notaris' }],
    ['changedSince', {}, { jobTitle: 'Rechter' }],
    ['changedSince', {}, { jobTitle: null }],
    ['sameAlready', {}, { jobTitle: 'Advocaat' }],
  ])('%s', (because, given, fields) => {
    const { items, leftOut } = plan([entry({ id: '1', ...given })], [has(fields)]);
    expect({ items, because: leftOut.map((each) => each.because) }).toEqual({
      items: [],
      because: [because],
    });
  });

  test('gone: a person who is no longer in the CRM', () => {
    expect(told(plan([entry({ id: '1' })], []))).toEqual({ items: [], leftOut: [['1', 'gone']] });
  });

  test('asked: another undo of the field waits for its pass', () => {
    const asked = [{ personId: anna, field: 'jobTitle' as const }];
    const { items, leftOut } = plan([entry({ id: '1' })], [has({ jobTitle: 'Notaris' })], { asked });
    expect([items, leftOut.map(({ because }) => because)]).toEqual([[], ['asked']]);
  });

  test('refusedByCrm: a value that it does not take, such as a blank surname', () => {
    const { leftOut } = plan(
      [entry({ id: '1', field: 'lastName', from: null, to: 'Oort' })],
      [has({ lastName: 'Oort' })],
      { takes: (field, value) => (field === 'lastName' && value === null ? 'lastNameRequired' : null) },
    );
    expect(leftOut).toMatchObject([{ because: 'refusedByCrm' }]);
  });
});

describe('chains', () => {
  test('a field that was changed three times goes back to before the first', () => {
    const entries = [
      entry({ id: '3', from: 'C', to: 'D' }),
      entry({ id: '2', from: 'B', to: 'C' }),
      entry({ id: '1', from: 'A', to: 'B' }),
    ];
    expect(told(plan(entries, [has({ jobTitle: 'D' })]))).toEqual({
      items: [[anna, 'jobTitle', 'D', 'A', '3 2 1']],
      leftOut: [],
    });
  });

  test('it does not reach over a change that somebody else made between', () => {
    const entries = [entry({ id: '2', from: 'C', to: 'D' }), entry({ id: '1', from: 'A', to: 'B' })];
    expect(told(plan(entries, [has({ jobTitle: 'D' })]))).toEqual({
      items: [[anna, 'jobTitle', 'D', 'C', '2']],
      leftOut: [['1', 'changedSince']],
    });
  });

  test('behind a gap nothing is taken back, even where values would fit again', () => {
    const entries = [
      entry({ id: '3', from: 'C', to: 'D' }),
      entry({ id: '2', from: 'A', to: 'B' }),
      entry({ id: '1', from: 'B', to: 'C' }),
    ];
    expect(told(plan(entries, [has({ jobTitle: 'D' })]))).toEqual({
      items: [[anna, 'jobTitle', 'D', 'C', '3']],
      leftOut: [
        ['2', 'changedSince'],
        ['1', 'changedSince'],
      ],
    });
  });

  test('a change and its undo cancel each other out: nothing is left to do', () => {
    const entries = [
      entry({ id: '2', from: 'Notaris', to: 'Advocaat', decision: 'undo' }),
      entry({ id: '1' }),
    ];
    expect(told(plan(entries, [has({ jobTitle: 'Advocaat' })]))).toEqual({
      items: [],
      leftOut: [['2', 'sameAlready']],
    });
  });

  test('an entry that did not happen is no part of a chain', () => {
    const entries = [
      entry({ id: '3', from: 'B', to: 'C' }),
      entry({ id: '2', from: 'B', to: 'X', outcome: 'notDone' }),
      entry({ id: '1', from: 'A', to: 'B' }),
    ];
    expect(told(plan(entries, [has({ jobTitle: 'C' })]))).toEqual({
      items: [[anna, 'jobTitle', 'C', 'A', '3 1']],
      leftOut: [['2', 'notDone']],
    });
  });

  test('a change that the same pass carried on to the card is one change', () => {
    const entries = [
      entry({ id: '2', side: 'remote', from: 'Notaris', to: 'Advocaat', decision: 'R5.onlyCrm' }),
      entry({ id: '1', from: 'Notaris', to: 'Advocaat', decision: 'undo' }),
    ];
    expect(told(plan(entries, [has({ jobTitle: 'Advocaat' })]))).toEqual({
      items: [[anna, 'jobTitle', 'Advocaat', 'Notaris', '2 1']],
      leftOut: [],
    });
  });

  test('values that are only written differently are the same value', () => {
    const phone = { field: 'workPhone' as const };
    const entries = [
      entry({ id: '2', ...phone, from: '+31 20 123 45 67', to: '030-7654321' }),
      entry({ id: '1', ...phone, from: '010-1112222', to: '020-1234567' }),
    ];
    expect(told(plan(entries, [has({ workPhone: '+31307654321' })]))).toEqual({
      items: [[anna, 'workPhone', '030-7654321', '010-1112222', '2 1']],
      leftOut: [],
    });
  });

  test('persons and fields do not disturb each other, and those of one person stand together', () => {
    const entries = [
      entry({ id: '4', field: 'firstName', from: 'Ana', to: 'Anna' }),
      entry({ id: '3', personId: bram }),
      entry({ id: '2', personId: bram, field: 'birthDate', from: null, to: '1980-02-01' }),
      entry({ id: '1' }),
    ];
    const persons = [
      has({ jobTitle: 'Notaris', firstName: 'Anna' }),
      has({ jobTitle: 'Rechter', birthDate: '1980-02-01' }, bram),
    ];
    expect(told(plan(entries, persons))).toEqual({
      items: [
        [anna, 'firstName', 'Anna', 'Ana', '4'],
        [anna, 'jobTitle', 'Notaris', 'Advocaat', '1'],
        [bram, 'birthDate', '1980-02-01', null, '2'],
      ],
      leftOut: [['3', 'changedSince']],
    });
  });
});

describe('the key of a plan', () => {
  const scope = { pass: 'p' as PassId };
  const first = plan([entry({ id: '1' })], [has({ jobTitle: 'Notaris' })]);

  test('is the same for the same plan', () => {
    expect(undoPlanKey(scope, plan([entry({ id: '1' })], [has({ jobTitle: ' Notaris' })]))).toBe(
      undoPlanKey(scope, first),
    );
  });

  test('is another when the plan does something else, or was made for another scope', () => {
    const keys = [
      undoPlanKey(scope, first),
      undoPlanKey({ since: '2026-03-01T00:00:00.000Z' }, first),
      undoPlanKey(scope, plan([entry({ id: '1' })], [])),
      undoPlanKey(scope, plan([entry({ id: '1', from: 'Rechter' })], [has({ jobTitle: 'Notaris' })])),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
