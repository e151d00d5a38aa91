/** R7: a name that becomes another's holds the whole card; a name that becomes the person's own, or nobody's, does not. */
import { nameOfAnother } from '../../../worker/sync/guard/borrowed.ts';
import { outlookTable } from '../../../worker/sync/fields/outlook.ts';
import { blankCard, type OutlookCard } from '../../../worker/sync/fields/card.ts';
import {
  addresses,
  around,
  asPersonId,
  borrowTerms,
  daysAgo,
  linkedTo,
  unlinked,
} from '../../support/neighbours.ts';
import { aPerson } from '../../support/persons.ts';

const petra = aPerson({ firstName: 'Petra', initials: 'P.', surnamePrefix: 'de', lastName: 'Vries' });
const geert = aPerson(
  { firstName: 'Geert', surnamePrefix: 'van', lastName: 'Dijk' },
  { id: asPersonId('person-geert') },
);
const nameOn = (card: Partial<OutlookCard>) => outlookTable.nameOf({ ...blankCard, ...card });
const before = { givenName: 'Petra', initials: 'P.', middleName: 'de', surname: 'Vries' };
const geertsCard = {
  givenName: 'Geert',
  middleName: 'van',
  surname: 'Dijk',
  ...addresses('info@abc.example'),
};
const geerts = unlinked('card-geert', [daysAgo(40), geertsCard]);

const whose = (after: Partial<OutlookCard>, surroundings = around([geerts]), person = petra) =>
  nameOfAnother(borrowTerms(), person, nameOn(before), nameOn(after), surroundings);

describe('R7: the name on the card is another’s now', () => {
  test.each<[string, Partial<OutlookCard>]>([
    ['as it stands there', { givenName: 'Geert', middleName: 'van', surname: 'Dijk' }],
    ['in other letters', { givenName: 'GEERT', surname: 'van dijk' }],
    ['by its initial', { initials: 'G.', middleName: 'van', surname: 'Dijk' }],
    ['only in the shown name', { displayName: 'Geert van Dijk' }],
  ])('%s', (_, after) => {
    expect(whose(after)).toEqual({ personId: null, cardId: 'card-geert' });
  });

  test('of a person that is linked, or only in the CRM', () => {
    const linked = linkedTo(geert, 'card-geert', [daysAgo(40), geertsCard]);
    expect(whose(geertsCard, around([linked], [geert]))).toEqual({
      personId: geert.id,
      cardId: 'card-geert',
    });
    expect(whose(geertsCard, around([], [geert]))).toEqual({ personId: geert.id, cardId: null });
  });

  test('of a card that is gone, or had this name until a week ago', () => {
    const gone = unlinked('card-geert', [daysAgo(40), geertsCard], [daysAgo(7), 'gone']);
    expect(whose(geertsCard, around([gone]))?.cardId).toBe('card-geert');
    const renamed = unlinked(
      'card-geert',
      [daysAgo(40), geertsCard],
      [daysAgo(7), { ...geertsCard, ...before }],
    );
    expect(whose(geertsCard, around([renamed]))?.cardId).toBe('card-geert');
  });

  test('of a partner with the same initial and surname', () => {
    const pieter = unlinked('card-pieter', [daysAgo(40), { ...before, givenName: 'Pieter' }]);
    expect(whose({ ...before, givenName: 'Pieter' }, around([pieter]))?.cardId).toBe('card-pieter');
  });
});

describe('R7: the name on the card is nobody else’s', () => {
  test.each<[string, Partial<OutlookCard>]>([
    ['a name that nobody has', { ...before, surname: 'Vries-Bakker' }],
    ['no name any more', {}],
    ['the first name of another only: judged as a borrowed value', { ...before, givenName: 'Geert' }],
    ['the name that it had', before],
  ])('%s', (_, after) => {
    expect(whose(after)).toBeNull();
  });

  test('who takes the surname of a partner with the same initial is not that partner', () => {
    const pieter = unlinked('card-pieter', [daysAgo(40), { givenName: 'Pieter', surname: 'Bakker' }]);
    expect(whose({ ...before, middleName: null, surname: 'Bakker' }, around([pieter]))).toBeNull();
  });

  test('the CRM says the same by now', () => {
    expect(
      whose(geertsCard, around([geerts]), { ...petra, fields: { ...petra.fields, ...geert.fields } }),
    ).toBeNull();
  });

  test('it is the same human’s in another record', () => {
    const tied = { ...geert, headId: petra.id };
    const card = linkedTo(tied, 'card-2', [daysAgo(40), geertsCard]);
    expect(whose(geertsCard, around([card], [tied]))).toBeNull();
  });
});
