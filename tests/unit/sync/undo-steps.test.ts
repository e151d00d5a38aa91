/** Undo as steps: an earlier value goes back into the CRM, and what somebody changed afterwards does not go with it. */
import type { HistoryId, LinkId, PersonId, UndoItemId } from '../../../shared/ids.ts';
import { alone } from '../../../worker/sync/guard/facts.ts';
import { planCreate } from '../../../worker/sync/plan-create.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import type { Link } from '../../../worker/sync/link.ts';
import { planPass, type PassInput } from '../../../worker/sync/plan-pass.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';
import type { UndoItem } from '../../../worker/sync/undo.ts';
import { aLink, aPerson, aReading, petra, terms } from '../../support/persons.ts';

const person = aPerson({ firstName: 'Petra', workPhone: '020-2', jobTitle: 'Chef' }, { version: 'v7' });
const { card, base } = planCreate(terms(), person);
const kinds = (steps: readonly { kind: string }[]) => steps.map(({ kind }) => kind);

const item = (over: Partial<UndoItem> = {}): UndoItem => ({
  id: 'item-1' as UndoItemId,
  historyId: 'entry-1' as HistoryId,
  personId: person.id,
  linkId: 'link-old' as LinkId,
  field: 'workPhone',
  expected: '020-2',
  value: '020-1',
  ...over,
});

const input = (
  items: readonly UndoItem[],
  over: {
    person?: typeof person | null;
    card?: Partial<OutlookCard> | null;
    link?: Partial<Link>;
    unlinked?: boolean;
  } = {},
): PassInput<OutlookCard> => {
  const who = over.person === undefined ? person : over.person;
  const around = { held: [], surroundings: alone, rulings: [] };
  return {
    terms: terms(),
    employeeId: petra,
    settings: defaultActivationSettings,
    excludedPersons: new Set(),
    brake: { cards: 20, share: 0.2, emptyFrom: 5 },
    brakeReleased: false,
    linked: 1,
    touched:
      over.unlinked === true
        ? []
        : [
            {
              link: aLink(base, over.link ?? {}),
              person: who,
              card: over.card === null ? null : aReading({ ...card, ...over.card }),
              twins: [],
              ...around,
            },
          ],
    unlinked:
      over.unlinked === true ? [{ personId: person.id, person: who, removedAtVersion: null, ...around }] : [],
    undo: items.map((each) => ({ item: each, person: who })),
  };
};

describe('an undo', () => {
  test('puts the earlier value into the CRM under the version that was read, and names what it takes back', () => {
    expect(planPass(input([item()])).steps).toEqual([
      {
        kind: 'undoPerson',
        personId: 'person-1',
        linkId: 'link-1',
        version: 'v7',
        patch: { workPhone: '020-1' },
        changes: [
          {
            field: 'workPhone',
            side: 'crm',
            from: '020-2',
            to: '020-1',
            decision: 'undo',
            undoes: 'entry-1',
          },
        ],
        itemIds: ['item-1'],
      },
    ]);
  });

  test('goes alone: what else the link asks for is merged in the next round', () => {
    const steps = planPass(input([item()], { card: { jobTitle: 'Eigenaar' } })).steps;
    expect(kinds(steps)).toEqual(['undoPerson']);
  });

  test('of a field that was changed in the CRM afterwards is refused, and the pass goes on', () => {
    const changed = aPerson({ ...person.fields, workPhone: '020-3' });
    const { steps } = planPass(input([item()], { person: changed }));
    expect(steps).toEqual([
      { kind: 'refuseUndo', itemIds: ['item-1'], because: 'changedSince' },
      expect.objectContaining({ kind: 'updateCard' }),
    ]);
  });

  test('of a field that was changed on the card afterwards is refused', () => {
    const { steps } = planPass(input([item()], { card: { businessPhones: ['020-3'] } }));
    expect(kinds(steps)).toEqual(['refuseUndo', 'updatePerson']);
  });

  test('is done though the same value stands there in another form', () => {
    expect(kinds(planPass(input([item({ expected: ' 020-2 ' })])).steps)).toEqual(['undoPerson']);
  });

  test('of which the CRM does not take the value any more is refused', () => {
    const blank = item({ field: 'lastName', expected: 'Vries', value: null });
    expect(planPass(input([blank])).steps).toEqual([
      { kind: 'refuseUndo', itemIds: ['item-1'], because: 'refusedByCrm' },
    ]);
  });

  test('of a person that is gone is refused, with all that belongs to it', () => {
    const two = [item(), item({ id: 'item-2' as UndoItemId, field: 'jobTitle' })];
    expect(planPass(input(two, { person: null })).steps[0]).toEqual({
      kind: 'refuseUndo',
      itemIds: ['item-1', 'item-2'],
      because: 'gone',
    });
  });

  test('of several fields is one write, without those that were changed since', () => {
    const steps = planPass(
      input([
        item(),
        item({ id: 'item-2' as UndoItemId, field: 'jobTitle', expected: 'Chef', value: 'Directeur' }),
        item({ id: 'item-3' as UndoItemId, field: 'firstName', expected: 'Truus', value: 'Els' }),
      ]),
    ).steps;
    expect(steps).toEqual([
      { kind: 'refuseUndo', itemIds: ['item-3'], because: 'changedSince' },
      expect.objectContaining({
        kind: 'undoPerson',
        patch: { workPhone: '020-1', jobTitle: 'Directeur' },
        itemIds: ['item-1', 'item-2'],
      }),
    ]);
  });

  test('that was cut off after its write is settled without another one', () => {
    const done = aPerson({ ...person.fields, workPhone: '020-1' }, { version: 'v8' });
    expect(planPass(input([item()], { person: done })).steps).toMatchObject([
      { kind: 'undoPerson', patch: {}, changes: [], itemIds: ['item-1'] },
    ]);
  });

  test('and its own undo, asked for at once, are done one after the other', () => {
    const back = item({ id: 'item-2' as UndoItemId, expected: '020-1', value: '020-2' });
    expect(planPass(input([item(), back])).steps).toMatchObject([
      { kind: 'undoPerson', patch: { workPhone: '020-1' }, itemIds: ['item-1'] },
    ]);
    const after = aPerson({ ...person.fields, workPhone: '020-1' }, { version: 'v8' });
    expect(planPass(input([back], { person: after })).steps).toMatchObject([
      { kind: 'undoPerson', patch: { workPhone: '020-2' }, itemIds: ['item-2'] },
    ]);
  });

  test('of a person whose card is gone or paused asks the CRM alone', () => {
    expect(kinds(planPass(input([item()], { card: null })).steps)).toEqual(['undoPerson']);
    const paused = { link: { state: 'paused', pausedBecause: 'former' } as const };
    const { steps } = planPass(input([item()], { ...paused, card: { businessPhones: ['020-3'] } }));
    expect(kinds(steps)).toEqual(['undoPerson']);
  });

  test('of a person without a link names the link of the entry, and makes no card of the old version', () => {
    expect(planPass(input([item()], { unlinked: true })).steps).toMatchObject([
      { kind: 'undoPerson', linkId: 'link-old' },
    ]);
  });

  test('of a person whose card was not looked at waits', () => {
    const other = { ...person, id: 'person-2' as PersonId };
    const elsewhere = { ...input([]), undo: [{ item: item({ personId: other.id }), person: other }] };
    expect(planPass(elsewhere).steps).toEqual([]);
  });
});
