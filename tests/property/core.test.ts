/**
 * Properties of the pure core, over random edits on both sides, moves, copies, removals, changes of policy, and passes
 * that are cut off at any step: the statements that must always hold, but for those that need the merge guard.
 */
import fc from 'fast-check';
import type { CardId, FolderId, PersonId } from '../../shared/ids.ts';
import type { PersonFieldId } from '../../shared/person.ts';
import { conflictPolicies } from '../../worker/sync/selection.ts';
import { CoreWorld } from '../support/core-world.ts';

const kinds = ['contactPerson', 'privatePerson', 'employee'] as const;
const who = fc.integer({ min: 0, max: kinds.length - 1 });
const serial = fc.integer({ min: 0, max: 9999 });

/** A value that tells whose it is: a name, number or address with the person's number in it. */
const valueFor = (field: PersonFieldId, person: number, number: number): string => {
  if (field.endsWith('Email')) return `p${person}-${number}@voorbeeld.example`;
  if (field.endsWith('Phone') || field.endsWith('Mobile'))
    return `+3120${person}00${String(number).padStart(4, '0')}`;
  if (field === 'birthDate') return `19${String(50 + (number % 50))}-0${1 + person}-1${number % 10}`;
  return `P${person} n${number}`;
};

const crmFields: PersonFieldId[] = [
  'firstName',
  'surnamePrefix',
  'lastName',
  'birthDate',
  'workEmail',
  'workPhone',
  'workMobile',
  'jobTitle',
  'privateEmail',
  'privatePhone',
  'privateMobile',
];

const op = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('crm' as const),
      who,
      field: fc.constantFrom(...crmFields),
      number: serial,
      blank: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('card' as const),
      who,
      what: fc.constantFrom(
        'givenName',
        'surname',
        'mobilePhone',
        'jobTitle',
        'companyName',
        'firstPhone',
        'dropFirstPhone',
        'secondPhone',
        'homePhone',
        'firstEmail',
        'dropFirstEmail',
        'addEmail',
        'reverseEmails',
        'birthday',
        'blankSurname',
        'displayName',
      ),
      number: serial,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('remove' as const, 'move' as const, 'copy' as const, 'dropProperty' as const),
      who,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('former' as const, 'owner' as const, 'group' as const),
      who,
      on: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('policy' as const),
      policy: fc.constantFrom(...conflictPolicies),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      until: fc.integer({ min: 0, max: 6 }),
      lastUnconfirmed: fc.boolean(),
    }),
  },
);
type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

const personId = (index: number) => `person-${index}` as PersonId;

const editCard = (world: CoreWorld, index: number, what: string, number: number): void => {
  const link = [...world.links.values()].find((each) => each.personId === personId(index));
  if (!link?.cardId || !world.cards.has(link.cardId)) return;
  const phone = valueFor('workPhone', index, number);
  const entry = { address: valueFor('workEmail', index, number), name: null };
  world.editCard(link.cardId, (card) => {
    switch (what) {
      case 'firstPhone':
        return { ...card, businessPhones: [phone, ...card.businessPhones.slice(1)] };
      case 'dropFirstPhone':
        return { ...card, businessPhones: card.businessPhones.slice(1) };
      case 'secondPhone':
        return { ...card, businessPhones: [...card.businessPhones.slice(0, 1), phone] };
      case 'homePhone':
        return { ...card, homePhones: [phone, ...card.homePhones.slice(1)] };
      case 'firstEmail':
        return { ...card, emailAddresses: [entry, ...card.emailAddresses.slice(1)] };
      case 'dropFirstEmail':
        return { ...card, emailAddresses: card.emailAddresses.slice(1) };
      case 'addEmail':
        return { ...card, emailAddresses: [...card.emailAddresses.slice(0, 2), entry] };
      case 'reverseEmails':
        return { ...card, emailAddresses: card.emailAddresses.toReversed() };
      case 'birthday':
        return { ...card, birthday: valueFor('birthDate', index, number) };
      case 'blankSurname':
        return { ...card, surname: null };
      case 'mobilePhone':
        return { ...card, mobilePhone: phone };
      default:
        return { ...card, [what]: valueFor('firstName', index, number) };
    }
  });
};

const doOp = (world: CoreWorld, each: Op): void => {
  switch (each.do) {
    case 'crm': {
      const value =
        each.blank && each.field !== 'lastName' ? null : valueFor(each.field, each.who, each.number);
      return world.editPerson(personId(each.who), (person) => ({
        ...person,
        fields: { ...person.fields, [each.field]: value },
      }));
    }
    case 'card':
      return editCard(world, each.who, each.what, each.number);
    case 'former':
      return world.editPerson(personId(each.who), (person) => ({ ...person, former: each.on }));
    case 'owner':
      return world.editPerson(personId(each.who), (person) => ({
        ...person,
        relationManagerId: each.on ? person.relationManagerId : null,
        ownerIds: each.on ? ['employee-petra' as never] : [],
      }));
    case 'group':
      return world.editPerson(personId(each.who), (person) => ({
        ...person,
        groups: each.on ? ['uit'] : [],
      }));
    case 'policy':
      world.policy = each.policy;
      return;
    case 'pass':
      world.pass();
      return;
    case 'crash':
      return world.pass(each);
    default: {
      const link = [...world.links.values()].find(({ personId: id }) => id === personId(each.who));
      const cardId: CardId | null = link?.cardId ?? null;
      if (cardId === null || !world.cards.has(cardId)) return;
      if (each.do === 'remove') world.removeCard(cardId);
      if (each.do === 'move') world.changeCard(cardId, { folderId: 'folder-vip' as FolderId });
      if (each.do === 'copy') world.copyCard(cardId);
      if (each.do === 'dropProperty') world.changeCard(cardId, { connectorId: null });
    }
  }
};

const strangers = (world: CoreWorld): string[] =>
  [...world.persons.values()].flatMap((person) => {
    const own = person.id.slice(-1);
    return Object.values(person.fields).filter((value) => {
      const whose = /^(?:P|p|\+3120)(\d)/u.exec(value ?? '')?.[1];
      return whose !== undefined && whose !== own;
    }) as string[];
  });

const passesUntilRest = 4;

test('statements 1 to 7 hold for the pure core, over random histories', () => {
  fc.assert(
    fc.property(fc.array(op, { maxLength: 40 }), (ops) => {
      const world = new CoreWorld(kinds);
      world.pass();
      for (const each of ops) {
        world.noteRest();
        doOp(world, each);
      }
      const cardsBefore = world.cards.size;
      for (let pass = 0; pass < passesUntilRest; pass += 1) world.pass();
      // 1 convergence
      expect(world.differing()).toEqual([]);
      // 2 silence
      const { writes } = world;
      expect(world.plan().steps).toEqual([]);
      world.pass();
      expect(world.writes).toBe(writes);
      // 3 no lost update
      expect(world.lost()).toEqual([]);
      // 4 no strangers
      expect(strangers(world)).toEqual([]);
      // 5 no doubles
      const ids = [...world.links.values()].map((link) => link.personId);
      expect(new Set(ids).size).toBe(ids.length);
      const carried = [...world.cards.values()].filter(
        (card) => !card.inDeletedItems && card.connectorId !== null,
      );
      expect(new Set(carried.map((card) => card.connectorId)).size).toBe(carried.length);
      // 6 nothing deleted
      expect(world.cards.size).toBeGreaterThanOrEqual(cardsBefore);
      expect(world.persons.size).toBe(kinds.length);
    }),
    { numRuns: 400 },
  );
});
