/** R7: a card that became another human's by its name, though no card and no person of the CRM is known to lend it. */
import fc from 'fast-check';
import type { CardName } from '../../../worker/sync/field-table.ts';
import { isAnotherHuman } from '../../../worker/sync/guard/renamed.ts';
import { planLink } from '../../../worker/sync/plan-link.ts';
import type { Ruling } from '../../../worker/sync/ruling.ts';
import type { RulingId } from '../../../shared/ids.ts';
import { aLink, aPerson, aReading, situation, terms } from '../../support/persons.ts';

const named = (called: string | null, surname: string | null): CardName => ({
  called,
  initials: null,
  surname,
  shown: null,
});

describe('R7: first name and surname both become other names', () => {
  test.each([
    ['Petra', 'de Vries', 'Jan', 'Bakker'],
    ['Petra', 'de Vries', 'Karim', 'el Amrani'],
    ['Fatima', 'Yılmaz', 'Sofie', 'Van den Bossche'],
    ['Jan', 'Smit', 'Kees', 'de Groot'],
    ['Petra', 'de Vries', 'Paul', 'Bakker'],
  ])('%s %s to %s %s is another human', (first, surname, otherFirst, otherSurname) => {
    expect(isAnotherHuman(named(first, surname), named(otherFirst, otherSurname))).toBe(true);
  });

  test.each([
    ['a typing error in both', 'Petar', 'de Vreis', 'Petra', 'de Vries'],
    ['an initial written out, married', 'P.', 'Jansen', 'Petra', 'de Vries'],
    ['first name and surname in each other’s place', 'Vries', 'Petra', 'Petra', 'Vries'],
    ['the surname alone', 'Petra', 'Jansen', 'Petra', 'de Vries'],
    ['the first name alone', 'Petronella', 'Jansen', 'Nel', 'Jansen'],
    ['a double name', 'Nel', 'Jansen', 'Petronella', 'de Vries-Jansen'],
    ['another spelling of the same letters', 'Jeroen', 'Dijkstra', 'Yeroen', 'Dykstra'],
    ['a surname that was missing', 'Petra', null, 'Jan', 'Bakker'],
    ['a surname that was cleared', 'Petra', 'de Vries', 'Jan', null],
  ])('%s is the same human', (_what, first, surname, otherFirst, otherSurname) => {
    expect(isAnotherHuman(named(first, surname), named(otherFirst, otherSurname))).toBe(false);
  });

  test('a name is never another than itself, however it is written', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (first, surname) => {
        expect(isAnotherHuman(named(first, surname), named(first.toUpperCase(), ` ${surname} `))).toBe(false);
      }),
    );
  });
});

describe('R7: such a card', () => {
  const base = {
    firstName: { crm: 'Petra', remote: 'Petra' },
    lastName: { crm: 'Vries', remote: 'Vries' },
    workPhone: { crm: '+31201234567', remote: '+31201234567' },
  };
  const person = aPerson({ firstName: 'Petra', workPhone: '020-1234567' });
  const renamed = situation({
    person,
    link: aLink(base),
    card: aReading({
      givenName: 'Kees',
      surname: 'Bakker',
      displayName: 'Kees Bakker',
      businessPhones: ['020-7654321'],
    }),
  });

  test('waits as a whole: nothing goes into the CRM, nothing is written to it', () => {
    const steps = planLink(terms('outlook'), renamed);
    expect(steps.map(({ kind }) => kind).filter((kind) => kind !== 'hold')).toEqual(
      steps.map(({ kind }) => kind).filter((kind) => kind === 'agree'),
    );
    const holds = steps.filter((step) => step.kind === 'hold');
    expect(holds).toHaveLength(1);
    expect(holds[0]!.hold).toMatchObject({ reason: 'nameOfAnother', donorPersonId: null, cardId: null });
    expect(holds[0]!.hold.fields.map(({ field }) => field)).toEqual(['firstName', 'lastName', 'workPhone']);
  });

  const ruled = (choice: 'crm' | 'remote') => {
    const hold = planLink(terms(), renamed).find((step) => step.kind === 'hold')!.hold;
    const ruling: Ruling = {
      id: 'ruling-1' as RulingId,
      key: hold.key,
      reason: hold.reason,
      personId: hold.personId,
      linkId: hold.linkId,
      donorPersonId: null,
      cardId: null,
      choice,
      fields: {},
      held: hold.fields,
      forPair: false,
      pending: true,
    };
    return planLink(terms(), { ...renamed, rulings: [ruling] });
  };

  test('gets the person’s own data back when the CRM is kept', () => {
    const update = ruled('crm').find((step) => step.kind === 'updateCard')!;
    expect(update.card).toMatchObject({ givenName: 'Petra', surname: 'Vries', displayName: 'Petra Vries' });
    expect(ruled('crm').some(({ kind }) => kind === 'updatePerson')).toBe(false);
  });

  test('renames the person when Outlook is taken', () => {
    const update = ruled('remote').find((step) => step.kind === 'updatePerson')!;
    expect(update.patch).toMatchObject({ firstName: 'Kees', lastName: 'Bakker' });
  });
});
