/** R4: what goes where, and what stays the user's own. */
import type { Base } from '../../../worker/sync/base.ts';
import { blankCard, type OutlookCard } from '../../../worker/sync/fields/card.ts';
import { planCreate, planLink } from '../../../worker/sync/plan-link.ts';
import type { Step } from '../../../worker/sync/plan.ts';
import type { Person } from '../../../shared/person.ts';
import { aLink, aPerson, aReading, situation, terms } from '../../support/persons.ts';

const full = {
  initials: 'P.M.',
  firstName: 'Petra',
  surnamePrefix: 'de',
  lastName: 'Vries',
  birthDate: '1980-02-29',
  workEmail: 'petra@bakkerij.example',
  workPhone: '020-1234567',
  workMobile: '06-11111111',
  jobTitle: 'Directeur',
  privateEmail: 'petra@thuis.example',
  privatePhone: '010-7654321',
  privateMobile: '06-22222222',
};
const own = { address: 'own@user.example', name: 'Own' };
const asText = (card: OutlookCard) => card.emailAddresses.map(({ address }) => address);

/** The state right after a create: what the CRM has, the card it made, and the base that was agreed. */
const created = (person: Person) => {
  const { card, base } = planCreate(terms(), person);
  return { card, base: base };
};

const plan = (person: Person, card: OutlookCard, base: Base): Step<OutlookCard>[] =>
  planLink(terms(), situation({ person, link: aLink(base), card: aReading(card) }));

const only = <Kind extends Step<OutlookCard>['kind']>(steps: Step<OutlookCard>[], kind: Kind) => {
  expect(steps.map((step) => step.kind)).toEqual([kind]);
  return steps[0] as Extract<Step<OutlookCard>, { kind: Kind }>;
};

describe('R4: a new card', () => {
  test('of a contact person has the work values, the organisation, and the private address behind', () => {
    expect(created(aPerson(full)).card).toEqual({
      ...blankCard,
      initials: 'P.M.',
      givenName: 'Petra',
      middleName: 'de',
      surname: 'Vries',
      displayName: 'Petra de Vries',
      fileAs: 'Vries, Petra de',
      birthday: '1980-02-29',
      jobTitle: 'Directeur',
      companyName: 'Bakkerij Voorbeeld B.V.',
      mobilePhone: '06-11111111',
      businessPhones: ['020-1234567'],
      homePhones: ['010-7654321'],
      emailAddresses: [
        { address: 'petra@bakkerij.example', name: null },
        { address: 'petra@thuis.example', name: null },
      ],
    });
  });

  test('of a private person has the private values only', () => {
    const { card } = created(aPerson(full, { kind: 'privatePerson', organisation: null }));
    expect(card.companyName).toBeNull();
    expect(card.jobTitle).toBeNull();
    expect(card.businessPhones).toEqual([]);
    expect(card.mobilePhone).toBe('06-22222222');
    expect(card.homePhones).toEqual(['010-7654321']);
    expect(asText(card)).toEqual(['petra@thuis.example']);
  });

  test('without first name is filed under the initials', () => {
    const { card } = created(aPerson({ initials: 'J.', surnamePrefix: null, lastName: 'Van Damme' }));
    expect(card.displayName).toBe('J. Van Damme');
    expect(card.fileAs).toBe('Van Damme, J.');
  });

  test('R6: its echo asks for nothing', () => {
    for (const kind of ['contactPerson', 'employee', 'privatePerson'] as const) {
      const person = aPerson(full, { kind });
      const { card, base } = created(person);
      expect(plan(person, card, base)).toEqual([]);
    }
  });
});

describe('R4: only the first of several values is ours', () => {
  const person = aPerson(full);
  const { card, base } = created(person);

  test('a second number and address of the user survive a change in the CRM', () => {
    const mixed: OutlookCard = {
      ...card,
      businessPhones: ['020-1234567', '+32 2 555 00 00'],
      emailAddresses: [card.emailAddresses[0]!, own, card.emailAddresses[1]!],
    };
    const changed = aPerson({ ...full, workPhone: '020-9999999', workEmail: 'new@bakkerij.example' });
    const step = only(plan(changed, mixed, base), 'updateCard');
    expect(step.card.businessPhones).toEqual(['020-9999999', '+32 2 555 00 00']);
    expect(asText(step.card)).toEqual(['new@bakkerij.example', 'own@user.example', 'petra@thuis.example']);
  });

  test("a phone cleared in the CRM leaves the user's own number, which never becomes the CRM's", () => {
    const mixed: OutlookCard = { ...card, businessPhones: ['020-1234567', '0800-1234'] };
    const cleared = aPerson({ ...full, workPhone: null });
    const step = only(plan(cleared, mixed, base), 'updateCard');
    expect(step.card.businessPhones).toEqual(['0800-1234']);
    const after = { ...base, ...step.base };
    expect(plan(cleared, step.card, after)).toEqual([]);
    // A new number from the CRM goes before it, not in its place.
    const again = only(plan(aPerson({ ...full, workPhone: '020-5' }), step.card, after), 'updateCard');
    expect(again.card.businessPhones).toEqual(['020-5', '0800-1234']);
  });

  test("no room beside the user's own numbers: held, nothing is overwritten", () => {
    const mixed: OutlookCard = { ...card, businessPhones: ['0800-1', '0800-2'] };
    const after: Base = { ...base, workPhone: { crm: null, remote: '08001' } };
    const step = only(plan(person, mixed, after), 'hold');
    expect(step.hold.reason).toBe('noRoom');
    expect(step.hold.fields.map(({ field }) => field)).toEqual(['workPhone']);
  });
});

describe('R4: the private address of somebody who is known at work', () => {
  const person = aPerson(full);
  const { card, base } = created(person);
  const [work, home] = card.emailAddresses as [
    OutlookCard['emailAddresses'][0],
    OutlookCard['emailAddresses'][0],
  ];

  test('is found wherever it stands and changed there', () => {
    const sorted: OutlookCard = { ...card, emailAddresses: [home, work, own] };
    const step = only(
      plan(aPerson({ ...full, privateEmail: 'p2@thuis.example' }), sorted, base),
      'updateCard',
    );
    expect(asText(step.card)).toEqual(['p2@thuis.example', 'petra@bakkerij.example', 'own@user.example']);
  });

  test('is not mistaken for the work address when the user takes that away', () => {
    const step = only(plan(person, { ...card, emailAddresses: [home] }, base), 'updatePerson');
    expect(step.patch).toEqual({ workEmail: null });
  });

  test("never takes the place of the user's own, and follows when there is room again", () => {
    const third = { address: 'third@user.example', name: null };
    const second = { address: 'second@user.example', name: null };
    const before = created(aPerson({ ...full, privateEmail: null }));
    const crowded: OutlookCard = { ...before.card, emailAddresses: [work, second, third] };
    const agreed = only(plan(person, crowded, before.base), 'agree');
    const after = { ...before.base, ...agreed.base };
    expect(plan(person, crowded, after)).toEqual([]);
    const step = only(plan(person, { ...crowded, emailAddresses: [work, second] }, after), 'updateCard');
    expect(asText(step.card)).toEqual([
      'petra@bakkerij.example',
      'second@user.example',
      'petra@thuis.example',
    ]);
  });

  test("is not added when the user has it on the card already, and then stays the user's own", () => {
    const before = created(aPerson({ ...full, privateEmail: null }));
    const mine: OutlookCard = {
      ...before.card,
      emailAddresses: [work, { address: 'Petra@thuis.example', name: null }],
    };
    const agreed = only(plan(person, mine, before.base), 'agree');
    const after = { ...before.base, ...agreed.base };
    const cleared = only(plan(aPerson({ ...full, privateEmail: null }), mine, after), 'agree');
    expect(plan(aPerson({ ...full, privateEmail: null }), mine, { ...after, ...cleared.base })).toEqual([]);
  });

  test('is not read back', () => {
    const edited: OutlookCard = {
      ...card,
      emailAddresses: [work, { address: 'other@thuis.example', name: null }],
    };
    const step = only(plan(person, edited, base), 'updateCard');
    expect(asText(step.card)).toEqual([
      'petra@bakkerij.example',
      'other@thuis.example',
      'petra@thuis.example',
    ]);
  });
});

describe('R4: the CRM leads where nothing goes back', () => {
  const person = aPerson(full);
  const { card, base } = created(person);
  test("an organisation's name edited on the card is put right, and the typed value kept as overruled", () => {
    const step = only(plan(person, { ...card, companyName: 'Anders' }, base), 'updateCard');
    expect(step.card.companyName).toBe('Bakkerij Voorbeeld B.V.');
    expect(step.changes).toEqual([
      {
        field: 'organisationName',
        side: 'remote',
        from: 'Anders',
        to: 'Bakkerij Voorbeeld B.V.',
        decision: 'R4.crmLeads',
        overruled: { side: 'remote', value: 'Anders' },
      },
    ]);
  });
  test('a home phone that the user typed on the card of a contact person stays', () => {
    const without = aPerson({ ...full, privatePhone: null });
    const start = created(without);
    const typed: OutlookCard = { ...start.card, homePhones: ['010-1'] };
    const agreed = only(plan(without, typed, start.base), 'agree');
    expect(plan(without, typed, { ...start.base, ...agreed.base })).toEqual([]);
  });
});

describe('R4: the composed names', () => {
  const person = aPerson(full);
  const { card, base } = created(person);
  test('are written with every name change, from either side', () => {
    const out = only(plan(aPerson({ ...full, lastName: 'Bakker' }), card, base), 'updateCard');
    expect([out.card.displayName, out.card.fileAs]).toEqual(['Petra de Bakker', 'Bakker, Petra de']);
    const steps = plan(person, { ...card, surname: 'Jansen' }, base);
    expect(steps.map(({ kind }) => kind)).toEqual(['updatePerson', 'updateCard']);
    expect((steps[1] as typeof out).card.fileAs).toBe('Jansen, Petra de');
  });
  test('are never read back, and left alone when no name changes', () => {
    const nicknamed: OutlookCard = { ...card, displayName: 'Pe', fileAs: 'Bakkerij: Petra' };
    expect(plan(person, nicknamed, base)).toEqual([]);
    const step = only(plan(aPerson({ ...full, jobTitle: 'Eigenaar' }), nicknamed, base), 'updateCard');
    expect([step.card.displayName, step.card.fileAs]).toEqual(['Pe', 'Bakkerij: Petra']);
  });
  test('the name that the server puts at an address is no change', () => {
    const renamed: OutlookCard = {
      ...card,
      emailAddresses: card.emailAddresses.map(({ address }) => ({ address, name: 'Organisation contact' })),
    };
    expect(plan(person, renamed, base)).toEqual([]);
  });
});

test('R4, R5: the CRM makes the private address the work address and has a new private one: the card has both, and keeps them', () => {
  const { card, base } = created(aPerson(full));
  const moved = aPerson({ ...full, workEmail: full.privateEmail, privateEmail: 'p2@thuis.example' });
  const step = only(plan(moved, card, base), 'updateCard');
  expect(asText(step.card)).toEqual(['petra@thuis.example', 'p2@thuis.example']);
  expect(plan(moved, step.card, { ...base, ...step.base })).toEqual([]);
  const swapped = aPerson({ ...full, workEmail: full.privateEmail, privateEmail: full.workEmail });
  const swap = only(plan(swapped, card, base), 'updateCard');
  expect(asText(swap.card)).toEqual(['petra@thuis.example', 'petra@bakkerij.example']);
  expect(plan(swapped, swap.card, { ...base, ...swap.base })).toEqual([]);
});

test('R4, R5: a work address that was taken off, while it is asked about, does not come back as the private one', () => {
  const both = aPerson({ ...full, privateEmail: full.workEmail });
  const { card, base } = created(both);
  expect(asText(card)).toEqual([full.workEmail]);
  const moved = aPerson({ ...full, workEmail: 'p2@bakkerij.example', privateEmail: full.workEmail });
  const asks = (of: OutlookCard, agreed: Base) =>
    planLink(terms('ask'), situation({ person: moved, link: aLink(agreed), card: aReading(of) }));
  const emptied = { ...card, emailAddresses: [] };
  const hold = only(asks(emptied, base), 'hold');
  expect(hold.hold.fields).toMatchObject([{ field: 'workEmail', crm: 'p2@bakkerij.example', remote: null }]);
  const typed = asks({ ...card, emailAddresses: [own] }, base);
  expect(typed.map(({ kind }) => kind)).toEqual(['hold']);
  // Once the work address is settled, the private one goes behind it.
  const settled = { ...base, workEmail: { crm: 'p2@bakkerij.example', remote: 'p2@bakkerij.example' } };
  const there = { ...card, emailAddresses: [{ address: 'p2@bakkerij.example', name: null }] };
  const step = only(asks(there, settled), 'updateCard');
  expect(asText(step.card)).toEqual(['p2@bakkerij.example', full.workEmail]);
});
