/**
 * R7 as a property: cards at one address are mixed at random, in any order, partly or wholly, from card to card, while
 * donors change and leave; whatever of another's comes in is found. And what nobody else has is never held.
 */
import fc from 'fast-check';
import { canonical } from '../../../shared/canonical.ts';
import { personFieldIds, type FieldId, type Person } from '../../../shared/person.ts';
import { rowsFor } from '../../../worker/sync/field-table.ts';
import { blankCard, type OutlookCard } from '../../../worker/sync/fields/card.ts';
import { outlookTable } from '../../../worker/sync/fields/outlook.ts';
import { borrowedFrom, type InboundValue } from '../../../worker/sync/guard/borrowed.ts';
import type { KnownCard, Neighbour } from '../../../worker/sync/guard/prints.ts';
import { goneCard, seenCard } from '../../../worker/sync/guard/remember.ts';
import { planCreate } from '../../../worker/sync/plan-link.ts';
import {
  addresses,
  around,
  asPersonId,
  borrowTerms,
  daysAgo,
  known,
  linkedTo,
  shown,
  unlinked,
} from '../../support/neighbours.ts';
import { aPerson, contacts, terms } from '../../support/persons.ts';

const info = 'info@abc.example';
const country = 'NL';
const parties = 4;

/** Everything tells whose it is, but for the address that all share. */
const ofParty = (party: number, edition: number): Partial<OutlookCard> => ({
  initials: `${'ABCD'[party]}.${'QRSTUVWXYZ'[edition % 10]}.`,
  givenName: `Voornaam${party}${'abcdefghij'[edition % 10]}`,
  middleName: `prefix${party}x${edition}`,
  surname: `Naam${party}x${edition}`,
  birthday: `19${50 + party}-0${1 + (edition % 9)}-1${edition % 10}`,
  jobTitle: `Functie ${party}/${edition}`,
  mobilePhone: `06-${party}${String(edition).padStart(3, '0')}1111`,
  businessPhones: [
    `020-${2 + party}${String(edition).padStart(2, '0')}4444`,
    `020-${2 + party}${String(edition).padStart(2, '0')}5555`,
  ],
});
const ownAddress = (party: number): string => `p${party}@abc.example`;
const startOf = (party: number): Partial<OutlookCard> => ({
  ...ofParty(party, 0),
  ...addresses(info, ownAddress(party)),
});

const cardParts = [
  'initials',
  'givenName',
  'middleName',
  'surname',
  'birthday',
  'jobTitle',
  'mobilePhone',
  'businessPhones',
  'emailAddresses',
] as const satisfies (keyof OutlookCard)[];

const party = fc.integer({ min: 0, max: parties - 1 });
const action = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('mix' as const),
      to: party,
      from: party,
      parts: fc.subarray([...cardParts], { minLength: 1 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      to: party,
      edition: fc.integer({ min: 1, max: 9 }),
      parts: fc.subarray([...cardParts.slice(0, 8)], { minLength: 1 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), to: party }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), days: fc.constantFrom(0.001, 0.1, 1, 5) }),
  },
);

const personOf = (index: number): Person => {
  const card = startOf(index);
  return aPerson(
    {
      initials: card.initials,
      firstName: card.givenName,
      surnamePrefix: card.middleName,
      lastName: card.surname,
      birthDate: card.birthday,
      jobTitle: card.jobTitle,
      workMobile: card.mobilePhone,
      workPhone: card.businessPhones![0]!,
      workEmail: info,
    },
    { id: asPersonId(`person-${index}`) },
  );
};

const pick = (card: OutlookCard, parts: readonly (keyof OutlookCard)[]): Partial<OutlookCard> =>
  Object.fromEntries(parts.map((part) => [part, card[part]]));

/** Whose value is it? Told by what `ofParty` put into it. */
const ownerOf = (field: FieldId, value: string): number | null => {
  const found =
    field === 'initials'
      ? { A: '0', B: '1', C: '2', D: '3' }[value[0]!]
      : (/^Voornaam(\d)|^prefix(\d)|^Naam(\d)|^195(\d)-|^Functie (\d)|^p(\d)@/u
          .exec(value)
          ?.slice(1)
          .find(Boolean) ?? /^\+316(\d)/u.exec(value)?.[1]);
  const switchboard = /^\+3120(\d)/u.exec(value)?.[1];
  if (switchboard !== undefined) return Number(switchboard) - 2;
  return found === undefined ? null : Number(found);
};

/** Values on the victim's card that differ from what was agreed, as the pass sees them. */
const inboundOf = (
  person: Person,
  card: OutlookCard,
  base: ReturnType<typeof planCreate>['base'],
): InboundValue[] =>
  rowsFor(outlookTable, person.kind)
    .filter(({ back }) => back)
    .flatMap((row) => {
      const agreed = base[row.id];
      const crm = canonical(row.form, row.fromCrm(person), country);
      const value = canonical(row.form, row.fromRemote(card, { base, person, country }), country);
      if (value === crm || value === agreed?.remote) return [];
      return [
        { field: row.id, form: row.form, value, own: [crm, agreed?.crm ?? null, agreed?.remote ?? null] },
      ];
    });

test('R7, statement 4: of whatever is mixed among cards at one address, nothing of another’s is taken for the victim’s own', () => {
  let contaminations = 0;
  let honest = 0;
  fc.assert(
    fc.property(
      fc.array(action, { minLength: 1, maxLength: 14 }),
      fc.array(fc.boolean(), { minLength: parties, maxLength: parties }),
      (actions, isLinked) => {
        const persons = Array.from({ length: parties }, (_, index) => personOf(index));
        const cards = persons.map((_, index): OutlookCard => ({ ...blankCard, ...startOf(index) }));
        const gone = persons.map(() => false);
        let day = 29;
        let remembered: KnownCard[] = cards.map((card, index) =>
          known(`card-${index}`, [daysAgo(day), card]),
        );
        const { base } = planCreate(terms(), persons[0]!);
        const victimBase = {
          ...base,
          workPhone: {
            crm: canonical('phone', persons[0]!.fields.workPhone, country),
            remote: canonical('phone', persons[0]!.fields.workPhone, country),
          },
        };
        const look = (at: string): void => {
          remembered = remembered.map((card, index) =>
            gone[index]
              ? goneCard(card, at)
              : seenCard(card, { cardId: card.cardId, folderId: contacts, prints: shown(cards[index]!), at }),
          );
        };
        const judge = (at: string): void => {
          look(at);
          const victim = persons[0]!;
          const inbound = inboundOf(victim, cards[0]!, victimBase);
          const neighbour = (index: number): Neighbour =>
            isLinked[index]
              ? { ...linkedTo(persons[index]!, 'x', [at, {}]), ...remembered[index]! }
              : { ...unlinked('x', [at, {}]), ...remembered[index]! };
          const others = [1, 2, 3];
          const guard = { ...borrowTerms().guard, now: at };
          // Every card that has the value, mixed or not, is counted: the worst that the book can say.
          const carriers = (print: string): number =>
            remembered.filter(
              (card) =>
                card.goneAt === null &&
                Object.values(card.prints).some((spans) =>
                  spans.some((span) => span.print === print && span.until === null),
                ),
            ).length;
          const found = borrowedFrom(
            { country, guard: { ...guard, carriers } },
            victim,
            inbound,
            around(
              others.map(neighbour),
              persons.filter((_, index) => index > 0 && isLinked[index]),
              { ...linkedTo(victim, 'x', [at, {}]), ...remembered[0]! },
            ),
          );
          const held = new Set(found.flatMap(({ fields }) => fields));
          for (const { field, value } of inbound) {
            if (value === null) continue;
            const owner = ownerOf(field, value);
            expect(owner).not.toBeNull();
            if (owner !== 0) {
              contaminations += 1;
              expect(held).toContain(field);
            }
          }
        };
        // What stands on a card between two looks only, nobody can know of again: it is looked at before it goes.
        const changed = new Set<number>();
        for (const each of actions) {
          if (each.do === 'pass' || changed.has(each.to)) {
            day -= 0.0001;
            look(daysAgo(day));
            changed.clear();
          }
          if (each.do !== 'pass') changed.add(each.to);
          switch (each.do) {
            case 'mix':
              if (gone[each.to] || gone[each.from]) break;
              cards[each.to] = { ...cards[each.to]!, ...pick(cards[each.from]!, each.parts) };
              break;
            case 'edit':
              if (gone[each.to]) break;
              // A person of this property types its own values on its own card only.
              cards[each.to] = {
                ...cards[each.to]!,
                ...pick({ ...blankCard, ...ofParty(each.to, each.edition) }, each.parts),
              };
              if (each.to === 0) honest += 1;
              break;
            case 'leave':
              if (each.to !== 0) gone[each.to] = true;
              break;
            case 'pass':
              if (day - each.days < 0) break;
              day -= each.days;
              judge(daysAgo(day));
          }
        }
        judge(daysAgo(0));
      },
    ),
    { numRuns: 150 },
  );
  // The property has something to say.
  expect(contaminations).toBeGreaterThan(50);
  expect(honest).toBeGreaterThan(20);
});

test('R7: what no other card and no other person has is never held', () => {
  const value = fc.record({
    field: fc.constantFrom(...personFieldIds),
    serial: fc.integer({ min: 0, max: 9999 }),
  });
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 6 }),
      fc.array(party, { maxLength: 3 }),
      (typed, others) => {
        const victim = personOf(0);
        const inbound = typed.map(({ field, serial }): InboundValue => {
          const own = field === 'workEmail' ? [info] : [];
          const number = String(serial).padStart(4, '0');
          if (field.endsWith('Email'))
            return { field, form: 'email', value: `nieuw${number}@abc.example`, own };
          if (/Phone|Mobile/u.test(field)) return { field, form: 'phone', value: `+3110999${number}`, own };
          if (field === 'birthDate')
            return { field, form: 'date', value: `20${number.slice(0, 2)}-01-01`, own };
          return { field, form: 'text', value: `Nieuw${number}`, own };
        });
        const neighbours = others.map((index) => unlinked(`card-${index}`, [daysAgo(20), startOf(index)]));
        expect(
          borrowedFrom(borrowTerms(), victim, inbound, around(neighbours, others.map(personOf))),
        ).toEqual([]);
      },
    ),
  );
});
