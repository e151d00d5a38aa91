/** R7, before a create: a card of the user's own that is probably this person's is asked about; another's is let be. */
import fc from 'fast-check';
import type { CardId } from '../../../shared/ids.ts';
import { blankCard, type OutlookCard } from '../../../worker/sync/fields/card.ts';
import { outlookTable } from '../../../worker/sync/fields/outlook.ts';
import { sameCardOf } from '../../../worker/sync/guard/before-create.ts';
import { namesAgree, personName, wholeName } from '../../../worker/sync/guard/names.ts';
import type { Neighbour } from '../../../worker/sync/guard/prints.ts';
import { addresses, around, borrowTerms, daysAgo, linkedTo, unlinked } from '../../support/neighbours.ts';
import { aPerson } from '../../support/persons.ts';

const petra = aPerson({
  firstName: 'Petra',
  initials: 'P.J.',
  surnamePrefix: 'van der',
  lastName: 'Berg',
  workEmail: 'info@abc.example',
  privateEmail: 'petra@thuis.example',
});
const found = (card: Partial<OutlookCard>, person = petra, address = 'info@abc.example') =>
  sameCardOf(
    borrowTerms(),
    person,
    around([unlinked('card-2', [daysAgo(3), { ...card, ...addresses(address) }])]),
  ) !== null;

const bySurname = { middleName: 'van der', surname: 'Berg' };
const initialsOnly = aPerson({ ...petra.fields, firstName: null });
const surnameOnly = aPerson({ ...petra.fields, firstName: null, initials: null });

describe('R7: probably the same person, so it is asked', () => {
  test.each<[string, Partial<OutlookCard>, typeof petra]>([
    ['the same name', { givenName: 'Petra', ...bySurname }, petra],
    ['the whole surname in one field', { givenName: 'Petra', surname: 'Van der Berg' }, petra],
    ['initials', { initials: 'P.J.', ...bySurname }, petra],
    ['an initial in the place of the first name', { givenName: 'P.', ...bySurname }, petra],
    ['initials in the place of the first name', { givenName: 'P.J.', ...bySurname }, petra],
    ['only the shown name', { displayName: 'mr. P. van der Berg' }, petra],
    ['only the surname', bySurname, petra],
    ['only the first name', { givenName: 'Petra' }, petra],
    ['a person with initials only', { givenName: 'Petra', ...bySurname }, initialsOnly],
    ['a person with a surname only', { givenName: 'Petra', ...bySurname }, surnameOnly],
  ])('%s', (_, card, person) => {
    expect(found(card, person)).toBe(true);
  });

  test('at any address that the person has', () => {
    expect(found({ givenName: 'Petra', ...bySurname }, petra, 'Petra@Thuis.example')).toBe(true);
  });

  test('a card without a name at an address of one’s own', () => {
    expect(found({}, petra, 'petra@thuis.example')).toBe(true);
    expect(found({ displayName: 'petra@thuis.example' }, petra, 'petra@thuis.example')).toBe(true);
  });
});

describe('R7: another, so a card is made', () => {
  test.each<[string, Partial<OutlookCard>, typeof petra]>([
    ['a colleague', { givenName: 'Geert', surname: 'Dijk' }, petra],
    ['a partner with the same initial', { givenName: 'Pieter', ...bySurname }, petra],
    ['a partner, in one line', { displayName: 'Pieter van der Berg' }, petra],
    ['another prefix', { givenName: 'Petra', middleName: 'van den', surname: 'Berg' }, petra],
    ['another initial', { initials: 'K.', ...bySurname }, petra],
    ['another first name alone', { givenName: 'Geert' }, petra],
    ['the office itself, without a name', {}, petra],
    [
      'the office itself, by its name',
      { displayName: 'Bakkerij Voorbeeld', companyName: 'Bakkerij Voorbeeld' },
      petra,
    ],
  ])('%s', (_, card, person) => {
    expect(found(card, person)).toBe(false);
  });

  const same = { givenName: 'Petra', ...bySurname, ...addresses('info@abc.example') };
  test('no address in common any more', () => {
    const moved = unlinked(
      'card-2',
      [daysAgo(9), same],
      [daysAgo(2), { ...same, ...addresses('p@ander.example') }],
    );
    expect(sameCardOf(borrowTerms(), petra, around([moved]))).toBeNull();
  });
  test('a card that is gone, or is somebody’s already', () => {
    const gone = unlinked('card-2', [daysAgo(9), same], [daysAgo(2), 'gone']);
    const taken = linkedTo(petra, 'card-3', [daysAgo(9), same]);
    expect(sameCardOf(borrowTerms(), petra, around([gone, taken]))).toBeNull();
  });
  test('a person without an address', () => {
    const person = aPerson({ ...petra.fields, workEmail: null, privateEmail: null });
    expect(sameCardOf(borrowTerms(), person, around([unlinked('card-2', [daysAgo(9), same])]))).toBeNull();
  });
});

test('R7: of several the likeliest is asked about', () => {
  const card = (id: string, content: Partial<OutlookCard>) =>
    unlinked(id, [daysAgo(9), { ...addresses('info@abc.example', 'petra@thuis.example'), ...content }]);
  const cards = [
    card('card-a', {}),
    card('card-b', { initials: 'P.', ...bySurname }),
    card('card-d', { givenName: 'Petra', ...bySurname }),
    card('card-c', { givenName: 'Petra', ...bySurname }),
  ];
  expect(sameCardOf(borrowTerms(), petra, around(cards))?.cardId).toBe('card-c');
});

describe('R7: a card of which it was asked already', () => {
  const asked = new Set(['card-z' as CardId]);
  const at = addresses('info@abc.example');
  const renamed: Partial<OutlookCard> = { givenName: 'Carla', surname: 'Dijk', ...at };
  const id = (card: Neighbour, ...others: Neighbour[]) =>
    sameCardOf(borrowTerms(), petra, around([...others, card]), asked)?.cardId ?? null;

  test('stays the one while it has the address, whatever it is called now, also beside a likelier one', () => {
    const card = unlinked('card-z', [daysAgo(9), renamed]);
    expect(id(card)).toBe('card-z');
    expect(id(card, unlinked('card-a', [daysAgo(9), { givenName: 'Petra', ...bySurname, ...at }]))).toBe(
      'card-z',
    );
    expect(sameCardOf(borrowTerms(), petra, around([card]))).toBeNull();
  });

  test('is nothing to ask about when it is gone, is somebody’s, or has no address of the person any more', () => {
    expect(id(unlinked('card-z', [daysAgo(9), renamed], [daysAgo(1), 'gone']))).toBeNull();
    expect(id(linkedTo(aPerson({}), 'card-z', [daysAgo(9), renamed]))).toBeNull();
    const moved = { ...renamed, ...addresses('c@ander.example') };
    expect(id(unlinked('card-z', [daysAgo(9), renamed], [daysAgo(1), moved]))).toBeNull();
  });
});

test('R7: fingerprints tell the same of two names as the names themselves', () => {
  const called = fc.constantFrom(null, 'Jan', 'Joke', 'J.', 'J.P.', 'K.', 'Kees');
  const initials = fc.constantFrom(null, 'J.', 'J.P.', 'C.');
  const surname = fc.constantFrom('Jansen', 'Bos');
  fc.assert(
    fc.property(
      called,
      initials,
      surname,
      called,
      initials,
      surname,
      (firstName, own, lastName, given, on, last) => {
        const person = aPerson({ firstName, initials: own, lastName, workEmail: 'info@abc.example' });
        const card = { ...blankCard, givenName: given, initials: on, surname: last };
        fc.pre(wholeName(personName(person)) !== null);
        expect(found(card, person)).toBe(namesAgree(personName(person), outlookTable.nameOf(card)));
      },
    ),
    { numRuns: 500 },
  );
});
