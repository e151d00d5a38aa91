/** R7: what would hold an honest edit, and does not; see the head of worker/sync/guard/borrowed.ts. */
import type { PersonFieldId, PersonFields } from '../../../shared/person.ts';
import {
  addresses,
  around,
  asPersonId,
  daysAgo,
  hoursAgo,
  linkedTo,
  now,
  unlinked,
} from '../../support/neighbours.ts';
import { aPerson } from '../../support/persons.ts';
import { info, petra, geertsCard, geertsOwn, heldFields } from '../../support/petra-and-geert.ts';

describe('R7: an honest edit is not held', () => {
  test.each<[string, Partial<PersonFields>]>([
    [
      'a value that nobody has',
      { workMobile: '06-99999999', jobTitle: 'Office manager', firstName: 'Petra Maria' },
    ],
    ['a number that moved from mobile to work', { workPhone: '06-11111111', workMobile: null }],
    ['first name and surname that stood in each other’s place', { firstName: 'Vries', lastName: 'Petra' }],
    ['a prefix that stood in the surname', { surnamePrefix: null, lastName: 'de Vries' }],
    ['capitals put right', { firstName: 'PETRA' }],
    ['a field that was cleared', { jobTitle: null }],
  ])('%s', (_, values) => {
    // The neighbour has all of it as well.
    const same = unlinked('card-geert', [
      daysAgo(90),
      {
        ...geertsCard,
        givenName: 'Petra',
        surname: 'de Vries',
        middleName: null,
        mobilePhone: '06-11111111',
      },
    ]);
    expect(heldFields(values, around([same]))).toEqual([]);
  });

  test('the switchboard, when two others have it in the CRM', () => {
    const colleague = (name: string) =>
      aPerson(
        { firstName: name, lastName: `Naam${name}`, workPhone: '020 222 22 22' },
        { id: asPersonId(name) },
      );
    const persons = [colleague('An'), colleague('Bea')];
    expect(heldFields({ workPhone: '020-2222222' }, around([], persons))).toEqual([]);
    expect(heldFields({ workPhone: '020-2222222' }, around([], persons.slice(1)))).toEqual(['workPhone']);
    // Two records of one human are one.
    const tied = [persons[0]!, { ...persons[1]!, headId: persons[0]!.id }];
    expect(heldFields({ workPhone: '020-2222222' }, around([], tied))).toEqual(['workPhone']);
  });

  test('the switchboard, when two cards of the user’s own had it from the beginning', () => {
    const card = (id: string) =>
      unlinked(id, [
        daysAgo(2),
        { surname: `Naam${id}`, businessPhones: ['020-2222222'], ...addresses(info) },
      ]);
    expect(heldFields({ workPhone: '020-2222222' }, around([card('a'), card('b')]))).toEqual([]);
  });

  test('the switchboard of a large office, which three cards elsewhere have', () => {
    // Five cards: Petra's, Geert's and three that share no address with hers.
    const carriers = { 'phone:+31202222222': 5 };
    expect(heldFields({ workPhone: '020-2222222' }, around([geertsOwn]), { carriers })).toEqual([]);
  });

  test('“Advocaat” is what many are', () => {
    const advocaat = unlinked('card-geert', [daysAgo(90), { ...geertsCard, jobTitle: 'Advocaat' }]);
    const held = (count: number) =>
      heldFields({ jobTitle: 'advocaat' }, around([advocaat]), { carriers: { 'jobTitle:advocaat': count } });
    expect(held(12)).toEqual([]);
    expect(held(2)).toEqual(['jobTitle']);
  });

  describe('a new switchboard', () => {
    const next = '020-7777777';
    const numbers = (number: string | null) => ({ businessPhones: number === null ? [] : [number] });
    const changed = (name: string, old: string | null, at = now) =>
      unlinked(
        `card-${name}`,
        [
          daysAgo(90),
          {
            surname: `Naam${name}`,
            mobilePhone: `06-${name.charCodeAt(0)}00000`,
            ...numbers(old),
            ...addresses(info),
          },
        ],
        [
          at,
          {
            surname: `Naam${name}`,
            mobilePhone: `06-${name.charCodeAt(0)}00000`,
            ...numbers(next),
            ...addresses(info),
          },
        ],
      );
    const own = (old: string | null) =>
      linkedTo(
        petra,
        'card-1',
        [daysAgo(90), { ...numbers(old), ...addresses(info) }],
        [now, { ...numbers(next), ...addresses(info) }],
      );
    const held = (others: ReturnType<typeof unlinked>[], old: string | null = '020-1111111') =>
      heldFields({ workPhone: next }, around(others, [], own(old)), {
        person: aPerson({ ...petra.fields, workPhone: old }),
      });

    test('that took the place of the old one on all cards in one pass', () => {
      expect(held([changed('a', '020-1111111'), changed('b', '020-1111111')])).toEqual([]);
    });
    test('that was entered on all cards in one pass, where none was', () => {
      expect(held([changed('a', null), changed('b', null)], null)).toEqual([]);
    });
    test.each<[string, ReturnType<typeof unlinked>[]]>([
      ['one other got it: it may be the number of that desk', [changed('a', '020-1111111')]],
      ['it took the place of another number', [changed('a', '020-1111111'), changed('b', '020-3333333')]],
      ['there was none before', [changed('a', '020-1111111'), changed('b', null)]],
      [
        'one had it hours ago: it is handed on',
        [changed('a', '020-1111111', hoursAgo(2)), changed('b', '020-1111111')],
      ],
    ])('but not where %s', (_, others) => {
      expect(held(others)).toEqual(['workPhone']);
    });
  });

  test.each<[PersonFieldId, string, string]>([
    ['lastName', 'Dooorn', 'Doorn'],
    ['lastName', 'Janseen', 'Jansen'],
    ['firstName', 'Jeoren', 'Jeroen'],
    ['firstName', 'Jeren', 'Jeroen'],
    ['surnamePrefix', 'vd', 'van de'],
    ['surnamePrefix', 'v.d.', 'van der'],
    ['surnamePrefix', 'vdr', 'van der'],
    ['surnamePrefix', 'V.', 'van'],
    ['surnamePrefix', 'vande', 'van de'],
    ['surnamePrefix', 'van de', 'v/d'],
    ['lastName', 'Vlet', 'Vliet'],
  ])('%s that is put right from %s to %s, which another has too', (field, old, right) => {
    const person = aPerson({ ...petra.fields, [field]: old });
    const other = aPerson({ [field]: right, workPhone: '020-2' }, { id: asPersonId('person-2') });
    expect(heldFields({ [field]: right }, around([], [other]), { person })).toEqual([]);
    // With more of the other's it is not put right, it is mixed.
    expect(heldFields({ [field]: right, workPhone: '020-2' }, around([], [other]), { person })).toHaveLength(
      2,
    );
  });

  test.each<[PersonFieldId, string, string]>([
    ['lastName', 'Vos', 'Bos'],
    ['lastName', 'Laan', 'Haan'],
    ['lastName', 'Bakker', 'Dekker'],
    ['lastName', 'Naam12', 'Naam13'],
    ['firstName', 'Jansje', 'Jan'],
    ['surnamePrefix', 'van', 'van de'],
    ['surnamePrefix', 'de', 'den'],
    ['surnamePrefix', 'van', 'de'],
    ['surnamePrefix', 'v', 'de'],
    ['lastName', 'Smit', 'Smid'],
    ['initials', 'Petra', 'Petre'],
  ])('but %s from %s to %s is another name', (field, old, other) => {
    const person = aPerson({ ...petra.fields, [field]: old });
    const donor = aPerson({ [field]: other }, { id: asPersonId('person-2') });
    expect(heldFields({ [field]: other }, around([], [donor]), { person })).toEqual([field]);
  });

  const direct = aPerson({ ...petra.fields, workEmail: 'petra@abc.example' });
  const ownCard = (now_: string[], before = ['petra@abc.example']) =>
    linkedTo(direct, 'card-1', [daysAgo(40), addresses(...before)], [now, addresses(...now_)]);
  test('the office’s address, which ties the two only from now on', () => {
    const held = (own: ReturnType<typeof ownCard> | null) =>
      heldFields({ workEmail: info }, around([geertsOwn], [], own), { person: direct });
    expect(held(ownCard([info]))).toEqual([]);
    expect(held(ownCard([info, 'petra@abc.example']))).toEqual([]);
    // They shared it before, as a further address; or what the card had is not known.
    expect(held(ownCard([info], ['petra@abc.example', info]))).toEqual(['workEmail']);
    expect(held(null)).toEqual(['workEmail']);
    // The donor's own address came along.
    expect(held(ownCard([info, 'geert@abc.example']))).toEqual(['workEmail']);
  });

  test('an address that by the CRM several humans have', () => {
    const team = (name: string) =>
      aPerson(
        { firstName: name, lastName: `Naam${name}`, workEmail: 'arbeidsrecht@abc.example' },
        { id: asPersonId(name) },
      );
    const persons = [team('An'), team('Bea')];
    expect(heldFields({ workEmail: 'arbeidsrecht@abc.example' }, around([], persons))).toEqual([]);
    expect(heldFields({ workEmail: 'arbeidsrecht@abc.example' }, around([], persons.slice(1)))).toEqual([
      'workEmail',
    ]);
  });

  test('nothing is asked where nobody shares an address', () => {
    expect(heldFields({ workMobile: '06-22222222', firstName: 'Geert' }, around([]))).toEqual([]);
  });
});
