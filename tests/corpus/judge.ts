/**
 * Tells what became of a case. Of each person the CRM must have at the end what it had at the beginning, but for what
 * was honestly typed; after no pass may it have a value that is not the person's own. Values are compared by rules of
 * the corpus's own (digits of a number, letter case of an address), not by the worker's.
 */
import { personFieldIds, type Person, type PersonFieldId } from '../../shared/person.ts';
import type { Who } from './case.ts';
import { faceOf } from './face.ts';
import type { Playing, Seen } from './play.ts';

export interface Verdict {
  /** Values of a stranger that the CRM had after a pass: `A.workPhone = …`. */
  readonly through: Set<string>;
  /** Other than it must be at the end, and no stranger's: an edit that did not arrive, a value that went. */
  readonly off: string[];
  /** Honest edits (and changes in the CRM) that had to be there at the end, and were. */
  arrived: number;
  /** What was ever held of these people. */
  readonly held: string[];
  /** What waits at the end. */
  open: number;
  /** Persons that lost their card in a merge, or kept a link to one that was removed on purpose. */
  readonly cards: string[];
  /** Cards that show another value than the CRM has, and nobody is asked. */
  readonly adrift: string[];
}

const families: Readonly<Partial<Record<PersonFieldId, string>>> = {
  workEmail: 'email',
  privateEmail: 'email',
  workPhone: 'phone',
  workMobile: 'phone',
  privatePhone: 'phone',
  privateMobile: 'phone',
};

const digits = (text: string): string => {
  const all = text.replace(/\(0\)/gu, '').replace(/[^\d+]/gu, '');
  return all.replace(/^(?:\+|00)31/u, '0').replace(/\D/gu, '');
};

/** Field or family, and the value as it is compared; null is blank. */
const plain = (field: PersonFieldId, value: string | null | undefined): string | null => {
  const text = value?.normalize('NFC').trim() ?? '';
  if (text === '') return null;
  const family = families[field] ?? field;
  return `${family}: ${family === 'phone' ? digits(text) : family === 'email' ? text.toLowerCase() : text}`;
};

/** Everything that is this person's own; one human with two records has one account. */
const ownOf = (one: Playing, who: Who): Set<string> => {
  const { persons, own } = one.case;
  const head = persons.find((each) => each.who === who)?.follows ?? who;
  const self = persons.filter((each) => each.who === head || each.follows === head).map((each) => each.who);
  const values = [
    ...self.flatMap((each) =>
      personFieldIds.map((field) => plain(field, one.begin.get(each)!.fields[field])),
    ),
    ...own.filter((each) => self.includes(each.who)).map(({ field, value }) => plain(field, value)),
  ];
  return new Set(values.filter((each) => each !== null));
};

const show = (who: Who, field: PersonFieldId, person: Person): string =>
  `${who}.${field} = ${person.fields[field]}`;

/** The CRM's values as the card must show them, where the person is linked and nothing waits. */
const unlike = (who: Who, { person, card }: Seen): string[] => {
  if (card === null) return [];
  const expected = faceOf(person.kind, person.fields) as Record<string, unknown>;
  const first = (value: unknown): string | null => {
    const one: unknown = Array.isArray(value) ? value[0] : value;
    const text = typeof one === 'object' && one !== null ? (one as { address?: string }).address : one;
    return typeof text === 'string' ? text : null;
  };
  const read: (readonly [string, PersonFieldId])[] = [
    ['givenName', 'firstName'],
    ['surname', 'lastName'],
    ['middleName', 'surnamePrefix'],
    ['birthday', 'birthDate'],
    ['mobilePhone', 'workMobile'],
  ];
  if (person.kind === 'privatePerson') read.push(['homePhones', 'privatePhone']);
  else read.push(['jobTitle', 'jobTitle'], ['businessPhones', 'workPhone']);
  return read
    .filter(([name, field]) => plain(field, first(card[name])) !== plain(field, first(expected[name])))
    .map(([name]) => `${who}: the card says ${name} ${first(card[name])}, the CRM ${first(expected[name])}`);
};

const noteStrangers = (one: Playing, seen: ReadonlyMap<Who, Seen>, verdict: Verdict): void => {
  for (const [who, { person }] of seen) {
    const own = ownOf(one, who);
    for (const field of personFieldIds) {
      const value = plain(field, person.fields[field]);
      if (value !== null && !own.has(value)) verdict.through.add(show(who, field, person));
    }
  }
};

const noteFields = (one: Playing, seen: ReadonlyMap<Who, Seen>, verdict: Verdict): void => {
  for (const [who, { person }] of seen) {
    for (const field of personFieldIds) {
      const expected = one.case.arrives.find((each) => each.who === who && each.field === field);
      const value = plain(field, person.fields[field]);
      const wanted = expected === undefined ? one.begin.get(who)!.fields[field] : expected.value;
      if (value === plain(field, wanted)) verdict.arrived += expected === undefined ? 0 : 1;
      else if (!verdict.through.has(show(who, field, person)))
        verdict.off.push(`${show(who, field, person)}, must be ${wanted}`);
    }
  }
};

const noteCards = (one: Playing, seen: ReadonlyMap<Who, Seen>, verdict: Verdict): void => {
  for (const [who, each] of seen) {
    const open = each.held.filter(({ state }) => state === 'open');
    if (one.case.keeps.includes(who) && !each.linked)
      verdict.cards.push(`${who} lost its card, nobody is asked`);
    if (one.case.removed.includes(who)) {
      if (each.linked) verdict.cards.push(`${who} is still linked to the card that was removed`);
    } else if (!each.person.former && open.length === 0) verdict.adrift.push(...unlike(who, each));
    for (const { reason, state, fields } of each.held)
      verdict.held.push(`${who} ${reason} ${fields.map(({ field }) => field).join(' ')} (${state})`);
    verdict.open += open.length;
  }
};

export const judge = {
  begin: (_: Playing): Verdict => ({
    through: new Set(),
    off: [],
    arrived: 0,
    held: [],
    open: 0,
    cards: [],
    adrift: [],
  }),
  after: noteStrangers,
  atTheEnd: (one: Playing, seen: ReadonlyMap<Who, Seen>, verdict: Verdict): void => {
    noteStrangers(one, seen, verdict);
    noteFields(one, seen, verdict);
    noteCards(one, seen, verdict);
  },
};

/** An honest case in which somebody was asked, waits, or did not get what was typed. */
export const isHeld = ({ held, off, cards, through }: Verdict): boolean =>
  held.length > 0 || off.length > 0 || cards.length > 0 || through.size > 0;
