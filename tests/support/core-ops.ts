/** Random days in the world of the pure core: what people, Outlook and passes do, as data that can be made smaller. */
import fc from 'fast-check';
import type { CardId, FolderId, HeldId, PersonId } from '../../shared/ids.ts';
import type { FieldId, Person, PersonFieldId } from '../../shared/person.ts';
import { blankCard, type OutlookCard } from '../../worker/sync/fields/card.ts';
import { choicesOf } from '../../worker/sync/ruling.ts';
import { conflictPolicies, roles, type Role } from '../../worker/sync/selection.ts';
import { decide as decideHeld, takeBack } from './core-decide.ts';
import type { CoreWorld } from './core-world.ts';
import { mixParts, reformatted, shared, valueFor } from './core-values.ts';

export const kinds = ['contactPerson', 'privatePerson', 'employee', 'contactPerson'] as const;
/** The last person is the first one's second job. */
export const heads = [0, 1, 2, 0] as const;
/** Strangers whom only the user knows. */
export const strangers = [5, 6] as const;

const who = fc.integer({ min: 0, max: kinds.length - 1 });
const number = fc.integer({ min: 0, max: 99 });
const any = fc.nat({ max: 999 });

export const crmFields: PersonFieldId[] = [
  'initials',
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

export const cardEdits = [
  'initials',
  'givenName',
  'middleName',
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
  'reformat',
] as const;

type Arbitraries<T> = { readonly [Key in keyof T]: fc.Arbitrary<T[Key]> };
const weighted = <T extends { do: string }>(weight: number, of: Arbitraries<T>) => ({
  weight,
  arbitrary: fc.record(of) as unknown as fc.Arbitrary<T>,
});

export const op = fc.oneof(
  weighted<{
    do: 'crm';
    who: number;
    field: PersonFieldId;
    number: number;
    as: 'own' | 'shared' | 'blank' | 'reformatted';
  }>(6, {
    do: fc.constant('crm'),
    who,
    field: fc.constantFrom(...crmFields),
    number,
    as: fc.constantFrom('own', 'own', 'own', 'shared', 'blank', 'reformatted'),
  }),
  weighted<{
    do: 'card';
    which: number;
    what: (typeof cardEdits)[number];
    number: number;
    isShared: boolean;
  }>(6, {
    do: fc.constant('card'),
    which: any,
    what: fc.constantFrom(...cardEdits),
    number,
    isShared: fc.boolean(),
  }),
  weighted<{ do: 'ownCard'; party: number; number: number }>(2, {
    do: fc.constant('ownCard'),
    party: fc.constantFrom(...strangers, ...heads),
    number,
  }),
  weighted<{ do: 'mix'; into: number; from: number; parts: (typeof mixParts)[number][] }>(6, {
    do: fc.constant('mix'),
    into: any,
    from: any,
    parts: fc.uniqueArray(fc.constantFrom(...mixParts), { minLength: 1, maxLength: mixParts.length }),
  }),
  weighted<{ do: 'swap' | 'mergeAway'; into: number; from: number }>(3, {
    do: fc.constantFrom('swap', 'mergeAway'),
    into: any,
    from: any,
  }),
  weighted<{ do: 'remove' | 'move' | 'copy' | 'dropProperty'; who: number }>(1, {
    do: fc.constantFrom('remove', 'move', 'copy', 'dropProperty'),
    who,
  }),
  weighted<{ do: 'late'; which: number }>(1, { do: fc.constant('late'), which: any }),
  weighted<{ do: 'former' | 'owner' | 'group' | 'exclude'; who: number; on: boolean }>(1, {
    do: fc.constantFrom('former', 'owner', 'group', 'exclude'),
    who,
    on: fc.boolean(),
  }),
  weighted<{ do: 'all' }>(2, { do: fc.constant('all') }),
  weighted<{ do: 'cleanUp'; who: number }>(1, { do: fc.constant('cleanUp'), who }),
  weighted<{ do: 'policy'; policy: (typeof conflictPolicies)[number] }>(1, {
    do: fc.constant('policy'),
    policy: fc.constantFrom(...conflictPolicies),
  }),
  weighted<{ do: 'roles'; roles: Role[] }>(1, {
    do: fc.constant('roles'),
    roles: fc.subarray([...roles], { minLength: 1 }),
  }),
  weighted<{ do: 'tie'; who: number; as: Role }>(1, {
    do: fc.constant('tie'),
    who,
    as: fc.constantFrom(...roles),
  }),
  weighted<{ do: 'decide'; which: number; choice: number; sides: number; forPair: boolean }>(5, {
    do: fc.constant('decide'),
    which: any,
    choice: any,
    sides: any,
    forPair: fc.boolean(),
  }),
  weighted<{ do: 'undo'; which: number }>(2, { do: fc.constant('undo'), which: any }),
  weighted<{ do: 'pass' }>(4, { do: fc.constant('pass') }),
  weighted<{ do: 'crash'; until: number; lastUnconfirmed: boolean }>(2, {
    do: fc.constant('crash'),
    until: fc.integer({ min: 0, max: 6 }),
    lastUnconfirmed: fc.boolean(),
  }),
  weighted<{ do: 'days'; days: number }>(1, {
    do: fc.constant('days'),
    days: fc.integer({ min: 1, max: 40 }),
  }),
);
export type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

const personId = (index: number) => `person-${index}` as PersonId;

const sharedFor = (field: PersonFieldId): string | undefined => {
  switch (field) {
    case 'workEmail':
    case 'privateEmail':
      return shared[field];
    case 'workPhone':
    case 'privatePhone':
      return shared.phone;
    case 'jobTitle':
      return shared.jobTitle;
    default:
      return undefined;
  }
};

const cardIds = (world: CoreWorld): CardId[] =>
  [...world.cards.values()].filter(({ inDeletedItems }) => !inDeletedItems).map(({ cardId }) => cardId);

/** One of them, the linked ones first; undefined where there is none. */
const pick = <T>(items: readonly T[], which: number): T | undefined =>
  items[which % Math.max(1, items.length)];

const editCard = (
  world: CoreWorld,
  cardId: CardId,
  what: (typeof cardEdits)[number],
  at: number,
  isShared: boolean,
): void => {
  const party = world.partyOn(cardId)!;
  const value = (field: PersonFieldId): string =>
    (isShared ? sharedFor(field) : undefined) ?? valueFor(field, party, at);
  const entry = { address: value('workEmail'), name: null };
  world.editCard(cardId, (card): OutlookCard => {
    switch (what) {
      case 'initials':
        return { ...card, initials: value('initials') };
      case 'givenName':
        return { ...card, givenName: value('firstName') };
      case 'middleName':
        return { ...card, middleName: value('surnamePrefix') };
      case 'surname':
        return { ...card, surname: value('lastName') };
      case 'blankSurname':
        return { ...card, surname: null };
      case 'jobTitle':
        return { ...card, jobTitle: value('jobTitle') };
      case 'companyName':
      case 'displayName':
        return { ...card, [what]: value('lastName') };
      case 'mobilePhone':
        return { ...card, mobilePhone: value('workMobile') };
      case 'birthday':
        return { ...card, birthday: value('birthDate') };
      case 'firstPhone':
        return { ...card, businessPhones: [value('workPhone'), ...card.businessPhones.slice(1)] };
      case 'dropFirstPhone':
        return { ...card, businessPhones: card.businessPhones.slice(1) };
      case 'secondPhone':
        return { ...card, businessPhones: [...card.businessPhones.slice(0, 1), value('workPhone')] };
      case 'homePhone':
        return { ...card, homePhones: [value('privatePhone'), ...card.homePhones.slice(1)] };
      case 'firstEmail':
        return { ...card, emailAddresses: [entry, ...card.emailAddresses.slice(1)] };
      case 'dropFirstEmail':
        return { ...card, emailAddresses: card.emailAddresses.slice(1) };
      case 'addEmail':
        return { ...card, emailAddresses: [...card.emailAddresses.slice(0, 2), entry] };
      case 'reverseEmails':
        return { ...card, emailAddresses: card.emailAddresses.toReversed() };
      case 'reformat':
        return {
          ...card,
          surname: card.surname === null ? null : reformatted(card.surname),
          mobilePhone: card.mobilePhone === null ? null : reformatted(card.mobilePhone),
          businessPhones: card.businessPhones.map(reformatted),
          homePhones: card.homePhones.map(reformatted),
          emailAddresses: card.emailAddresses.map((each) => ({
            ...each,
            address: reformatted(each.address),
          })),
        };
    }
  });
};

/** A card that the user made: of a stranger, or again of somebody whom the CRM knows too. */
const ownCard = (party: number, at: number): OutlookCard => ({
  ...blankCard,
  givenName: valueFor('firstName', party, at < 60 ? 0 : at),
  surname: valueFor('lastName', party, 0),
  mobilePhone: valueFor('workMobile', party, at),
  businessPhones: at % 2 === 0 ? [] : [valueFor('workPhone', party, at)],
  birthday: at % 3 === 0 ? valueFor('birthDate', party, at) : null,
  emailAddresses: [{ address: at % 4 === 0 ? shared.privateEmail : shared.workEmail, name: null }],
});

const decide = (world: CoreWorld, each: Extract<Op, { do: 'decide' }>): void => {
  const waiting = pick([...world.held], each.which);
  if (waiting === undefined) return;
  const [heldId, hold]: [HeldId, (typeof waiting)[1]] = waiting;
  const sideOf = (index: number) => ((each.sides >> (index % 10)) % 2 === 0 ? 'crm' : 'remote');
  const choice = pick(choicesOf(hold.reason), each.choice)!;
  const fields =
    choice === 'fields'
      ? Object.fromEntries(
          hold.fields.map(({ field }, index): [FieldId, 'crm' | 'remote'] => [field, sideOf(index)]),
        )
      : {};
  decideHeld(world, heldId, choice, fields, each.forPair);
};

const onPerson = (world: CoreWorld, index: number, change: Partial<Person>): void => {
  world.editPerson(personId(index), (person) => ({ ...person, ...change }));
};

const typedValue = (
  { as, field }: Extract<Op, { do: 'crm' }>,
  own: string,
  now: string | null,
): string | null => {
  if (as === 'blank') return null;
  if (as === 'reformatted') return now === null ? null : reformatted(now);
  return as === 'shared' ? (sharedFor(field) ?? own) : own;
};

/** Few persons, few cards: such worlds are for many short steps. */
const maxOwnCards = (world: CoreWorld): number => (world.persons.size < kinds.length ? 1 : 5);

export const doOp = (world: CoreWorld, each: Op): void => {
  world.tick();
  switch (each.do) {
    case 'crm': {
      if (each.as === 'blank' && each.field === 'lastName') return;
      const own = valueFor(each.field, heads[each.who]!, each.number);
      const { fields } = world.persons.get(personId(each.who))!;
      const value = typedValue(each, own, fields[each.field]);
      return onPerson(world, each.who, { fields: { ...fields, [each.field]: value } });
    }
    case 'card': {
      const cardId = pick(cardIds(world), each.which);
      return cardId && editCard(world, cardId, each.what, each.number, each.isShared);
    }
    case 'ownCard':
      if (world.cardParties.size < world.persons.size + maxOwnCards(world))
        world.addCard(ownCard(each.party, each.number), each.party);
      return;
    case 'mix':
    case 'swap':
    case 'mergeAway': {
      const [into, from] = [pick(cardIds(world), each.into), pick(cardIds(world), each.from)];
      if (!into || !from) return;
      return each.do === 'mix' ? world.mix(into, from, each.parts) : world[each.do](into, from);
    }
    case 'former':
      return onPerson(world, each.who, { former: each.on });
    case 'owner': {
      const petra = 'employee-petra' as never;
      return onPerson(world, each.who, {
        relationManagerId: each.on ? petra : null,
        ownerIds: each.on ? [petra] : [],
      });
    }
    case 'tie': {
      const petra = 'employee-petra' as never;
      return onPerson(world, each.who, {
        relationManagerId: each.as === 'relationManager' ? petra : null,
        ownerIds: each.as === 'owner' ? [petra] : [],
      });
    }
    case 'group':
      return onPerson(world, each.who, { groups: each.on ? ['uit'] : [] });
    case 'exclude':
      return world.exclude(personId(each.who), each.on);
    case 'late': {
      const cardId = pick(cardIds(world), each.which);
      return cardId && world.delay(cardId);
    }
    case 'all':
      [...world.persons.values()].forEach((person, index) => {
        if (person.former) onPerson(world, index, { former: false });
      });
      return;
    case 'cleanUp': {
      const link = world.linkOf(personId(each.who));
      if (link?.state !== 'paused') return;
      world.next();
      return world.save(link.id, { cleanUp: true });
    }
    case 'policy':
      world.next();
      world.policy = each.policy;
      return;
    case 'roles':
      world.next();
      world.roles = each.roles;
      return;
    case 'decide':
      return decide(world, each);
    case 'undo': {
      const entry = pick(world.history, each.which);
      return entry && takeBack(world, entry);
    }
    case 'pass':
      world.next();
      return void world.pass();
    case 'crash':
      world.next();
      return void world.pass(each);
    case 'days':
      world.next();
      // A mailbox that lives is passed every day; what a pass found stays found, however long nobody decides.
      world.pass();
      world.pass();
      world.pass();
      return world.sleep(each.days);
    default: {
      const cardId = world.linkOf(personId(each.who))?.cardId;
      if (!cardId || world.cards.get(cardId)?.inDeletedItems !== false) return;
      if (each.do === 'remove') world.removeCard(cardId);
      if (each.do === 'move') world.changeCard(cardId, { folderId: 'folder-vip' as FolderId });
      if (each.do === 'copy') world.copyCard(cardId);
      if (each.do === 'dropProperty') world.changeCard(cardId, { connectorId: null });
    }
  }
};
