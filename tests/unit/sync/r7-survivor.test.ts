/** R7: a linked card is gone; was it merged into another, or did the user remove it? */
import type { CardId } from '../../../shared/ids.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import { survivorOf } from '../../../worker/sync/guard/survivor.ts';
import {
  addresses,
  around,
  asPersonId,
  borrowTerms,
  daysAgo,
  hoursAgo,
  linkedTo,
  now,
  unlinked,
} from '../../support/neighbours.ts';
import { aPerson } from '../../support/persons.ts';

const petra = aPerson({ firstName: 'Petra', lastName: 'Vries', workEmail: 'info@abc.example' });
const geert = aPerson(
  { firstName: 'Geert', lastName: 'Dijk', workEmail: 'info@abc.example' },
  { id: asPersonId('person-geert') },
);
const petrasCard: Partial<OutlookCard> = {
  givenName: 'Petra',
  surname: 'Vries',
  jobTitle: 'Chef',
  mobilePhone: '06-11111111',
  ...addresses('info@abc.example', 'petra@abc.example'),
};
const own = linkedTo(petra, 'card-1', [daysAgo(60), petrasCard], [now, 'gone']);
const geertsCard: Partial<OutlookCard> = {
  givenName: 'Geert',
  surname: 'Dijk',
  ...addresses('info@abc.example'),
};
const grownCard: Partial<OutlookCard> = { ...geertsCard, businessPhones: ['06-11111111'] };

const survivor = (
  neighbours: Parameters<typeof around>[0],
  openFor: string | null = null,
  persons = [geert],
) => survivorOf(borrowTerms(), around(neighbours, persons, own), openFor as CardId | null)?.cardId ?? null;

describe('R7: another card has grown by the one that is gone', () => {
  test('in the same pass, by a value', () => {
    expect(survivor([unlinked('card-2', [daysAgo(60), geertsCard], [now, grownCard])])).toBe('card-2');
  });
  test('some hours before', () => {
    expect(survivor([unlinked('card-2', [daysAgo(60), geertsCard], [hoursAgo(24), grownCard])])).toBe(
      'card-2',
    );
  });
  test('by an address only', () => {
    const grown = { ...geertsCard, ...addresses('info@abc.example', 'petra@abc.example') };
    expect(survivor([linkedTo(geert, 'card-2', [daysAgo(60), geertsCard], [now, grown])])).toBe('card-2');
  });
  test('a linked card, also one of the same human', () => {
    expect(survivor([linkedTo(geert, 'card-2', [daysAgo(60), geertsCard], [now, grownCard])])).toBe('card-2');
    const tied = { id: asPersonId('person-2'), headId: petra.id };
    expect(survivor([linkedTo(tied, 'card-2', [daysAgo(60), geertsCard], [now, grownCard])])).toBe('card-2');
  });
  test('a new item that the merge left behind', () => {
    expect(survivor([unlinked('card-2', [now, petrasCard])])).toBe('card-2');
    const asGeert = { ...geertsCard, businessPhones: ['06-11111111', '020-1'] };
    expect(survivor([unlinked('card-2', [now, { ...asGeert, givenName: 'Petra' }])])).toBe('card-2');
  });
  test('the one that has grown most', () => {
    const more = { ...grownCard, jobTitle: 'Chef' };
    expect(
      survivor([
        unlinked('card-2', [daysAgo(60), geertsCard], [now, grownCard]),
        unlinked('card-3', [daysAgo(60), geertsCard], [now, more]),
      ]),
    ).toBe('card-3');
  });
});

describe('R7: nothing has grown: the user removed the card', () => {
  test.each<[string, Parameters<typeof survivor>[0]]>([
    ['no other card', []],
    ['another card that stays as it was', [unlinked('card-2', [daysAgo(60), geertsCard])]],
    [
      'another card with another new value',
      [unlinked('card-2', [daysAgo(60), geertsCard], [now, { ...geertsCard, jobTitle: 'Directeur' }])],
    ],
    ['growth of two days ago', [unlinked('card-2', [daysAgo(60), geertsCard], [hoursAgo(48), grownCard])]],
    [
      'one that has grown and is gone as well',
      [unlinked('card-2', [daysAgo(60), geertsCard], [hoursAgo(1), grownCard], [now, 'gone'])],
    ],
    [
      'one that has no address of it any more',
      [
        unlinked(
          'card-2',
          [daysAgo(60), geertsCard],
          [now, { ...grownCard, ...addresses('geert@abc.example') }],
        ),
      ],
    ],
    ['a new colleague at the same address', [unlinked('card-2', [now, geertsCard])]],
    [
      'a new colleague with the same title',
      [unlinked('card-2', [now, { ...geertsCard, jobTitle: 'Chef', mobilePhone: '06-3' }])],
    ],
    [
      'a card that we made meanwhile',
      [linkedTo(geert, 'card-2', [now, { ...geertsCard, surname: 'Vries' }])],
    ],
    ['one that had it long before', [unlinked('card-2', [daysAgo(90), grownCard])]],
  ])('%s', (_, neighbours) => {
    expect(survivor(neighbours)).toBeNull();
  });

  test('what the CRM gave the other card', () => {
    const told = { ...geert, fields: { ...geert.fields, workPhone: '0611111111' } };
    const card = linkedTo(geert, 'card-2', [daysAgo(60), geertsCard], [now, grownCard]);
    expect(survivor([card], null, [told])).toBeNull();
    expect(survivor([card], null, [geert])).toBe('card-2');
  });

  test('a card that was first seen together with this one', () => {
    const fresh = linkedTo(petra, 'card-1', [hoursAgo(2), petrasCard], [now, 'gone']);
    const surroundings = around([unlinked('card-2', [hoursAgo(3), { ...petrasCard }])], [], fresh);
    expect(survivorOf(borrowTerms(), surroundings, null)).toBeNull();
  });

  test('what this card showed is not known', () => {
    const surroundings = around([unlinked('card-2', [daysAgo(60), geertsCard], [now, grownCard])]);
    expect(survivorOf(borrowTerms(), surroundings, null)).toBeNull();
  });
});

describe('R7: a question that is open', () => {
  const old = unlinked('card-2', [daysAgo(60), geertsCard], [daysAgo(9), grownCard]);
  const more = unlinked('card-3', [daysAgo(60), geertsCard], [now, grownCard]);
  test('stays with its survivor while that lives, though the growth is old and another has grown since', () => {
    expect(survivor([more, old], 'card-2')).toBe('card-2');
  });
  test('ends when its survivor is gone', () => {
    const gone = unlinked('card-2', [daysAgo(60), geertsCard], [daysAgo(9), grownCard], [now, 'gone']);
    expect(survivor([gone], 'card-2')).toBeNull();
    expect(survivor([gone, more], 'card-2')).toBe('card-3');
  });
});
