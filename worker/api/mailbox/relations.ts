/**
 * The lists of the synchronisation: every person of mine, and every link that stands still, each in one list with the
 * reason in words. All is asked at once, whatever the number of persons; sentences are made for those that are shown.
 */
import type { RelationListName, RelationPage } from '../../../shared/api/mailbox.ts';
import { relationLists } from '../../../shared/api/mailbox.ts';
import type { HeldId, PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import type { Language } from '../../../shared/texts/language.ts';
import { relationTexts } from '../../../shared/texts/relations.ts';
import type { RelationFact } from '../../store/relation-facts.ts';
import type { ConclusionFacts } from '../../sync/why.ts';
import { reasonSentence, type Names } from '../held/words.ts';
import { displayNameOf, namesOf } from '../persons/present.ts';
import type { ApiDeps, MailboxSeen } from '../ports.ts';
import { place, type Placed } from './relation-lists.ts';
import { nameInBase } from './present-paused.ts';

type Deps = Pick<ApiDeps, 'crm' | 'mailboxes' | 'held' | 'now'>;

export interface RelationsAsked {
  readonly list: RelationListName;
  readonly limit: number;
  /** What the page before gave as `next`. */
  readonly before: string | null;
  readonly q: string | null;
}

interface Relation {
  readonly personId: PersonId;
  readonly name: string | null;
  readonly organisation: string | null;
  readonly placed: Placed;
}

const nothing: RelationFact = { link: null, removal: null, held: [], base: null };

const situationOf = ({ employeeId, state, stateBecause, settings, excludedPersons }: MailboxSeen) => ({
  employeeId,
  // Whether it waits for Microsoft says nothing about any one person.
  mailbox: { state, because: stateBecause, notBefore: null, settings, excludedPersons },
});

/** Also whoever is no longer mine, as long as a link or an open question is left: that stands still, and is told. */
const concerned = (mine: readonly PersonId[], facts: ReadonlyMap<PersonId, RelationFact>): PersonId[] => {
  const left = [...facts].filter(([, { link, held }]) => link !== null || held.length > 0);
  return [...new Set([...mine, ...left.map(([personId]) => personId)])];
};

const gather = async (deps: Deps, mailbox: MailboxSeen): Promise<Relation[]> => {
  const [mine, facts, last] = await Promise.all([
    deps.crm.personsOf(mailbox.employeeId),
    deps.mailboxes.relations(mailbox.id),
    deps.mailboxes.lastPass(mailbox.id),
  ]);
  const ids = concerned(mine, facts);
  const persons = await deps.crm.persons(ids);
  const common = {
    ...situationOf(mailbox),
    passRuns: last !== null && last.outcome === null && !last.interrupted,
  };
  return ids.map((personId) =>
    relationOf(personId, persons.get(personId) ?? null, facts.get(personId) ?? nothing, common),
  );
};

const relationOf = (
  personId: PersonId,
  person: Person | null,
  { link, removal, held, base }: RelationFact,
  common: Pick<ConclusionFacts, 'employeeId' | 'mailbox'> & { readonly passRuns: boolean },
): Relation => ({
  personId,
  name: person === null ? (base === null ? null : nameInBase(base)) : displayNameOf(person),
  organisation: person?.organisation?.name ?? null,
  placed: place({ ...common, person, link, removal, held }),
});

const collator = new Intl.Collator('nl', { sensitivity: 'base', numeric: true });

/** By name, those without one last; who are called the same always in one order. */
const byName = (a: Relation, b: Relation): number => {
  if (a.name === null || b.name === null) {
    if (a.name !== b.name) return a.name === null ? 1 : -1;
  } else {
    const order = collator.compare(a.name, b.name);
    if (order !== 0) return order;
  }
  return a.personId < b.personId ? -1 : 1;
};

/** For looking only: letter case and accents do not keep anybody from being found. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const findsBy = (q: string | null): ((relation: Relation) => boolean) => {
  const wanted = folded(q ?? '').trim();
  if (wanted === '') return () => true;
  return ({ name, organisation }) =>
    [name, organisation].some((text) => text !== null && folded(text).includes(wanted));
};

/**
 * Behind whom the page goes on: a person, by its place among all, so that somebody who changes lists meanwhile neither
 * repeats nor hides another. Of one who is gone altogether the place that it had.
 */
const cursorOf = (index: number, { personId }: Relation): string => `${String(index)}.${personId}`;

const startAt = (all: readonly Relation[], before: string | null): number => {
  const [, index, personId] = /^(\d{1,9})\.(.+)$/u.exec(before ?? '') ?? [];
  if (index === undefined) return 0;
  const found = all.findIndex((relation) => relation.personId === personId);
  return found === -1 ? Number(index) : found + 1;
};

const heldIdOf = ({ placed }: Relation): HeldId | null => ('heldId' in placed ? placed.heldId : null);

/** Only for those that are shown. */
const sentencesOf = async (
  { held, crm }: Deps,
  mailbox: MailboxSeen,
  shown: readonly Relation[],
  language: Language,
): Promise<Map<HeldId, string>> => {
  const ids = shown.flatMap((relation) => heldIdOf(relation) ?? []);
  if (ids.length === 0) return new Map();
  const records = await held.among(mailbox.id, ids);
  const named = records.flatMap(({ personId, donorPersonId }) => [
    personId,
    ...(donorPersonId ? [donorPersonId] : []),
  ]);
  const names: Names = {
    person: namesOf(await crm.persons([...new Set(named)])),
    employees: new Map(),
    language,
  };
  return new Map(records.map((record) => [record.id, reasonSentence(record, names)]));
};

const messageOf = (placed: Placed, sentences: ReadonlyMap<HeldId, string>, language: Language): string => {
  const texts = relationTexts[language];
  if ('heldId' in placed) return sentences.get(placed.heldId) ?? '';
  const told = texts[placed.because];
  const card = 'card' in placed ? placed.card : null;
  return card === null ? told : `${told} ${texts[`card.${card}`]}`;
};

export const presentRelations = async (
  deps: Deps,
  mailbox: MailboxSeen,
  asked: RelationsAsked,
  language: Language,
): Promise<RelationPage> => {
  const all = (await gather(deps, mailbox)).sort(byName);
  const finds = findsBy(asked.q);
  const totals = Object.fromEntries(relationLists.map((list) => [list, 0])) as Record<
    RelationListName,
    number
  >;
  const page: { relation: Relation; index: number }[] = [];
  const start = startAt(all, asked.before);
  all.forEach((relation, index) => {
    if (!finds(relation)) return;
    totals[relation.placed.list] += 1;
    const isAsked = index >= start && relation.placed.list === asked.list;
    // One more than is shown tells that there is a next page.
    if (isAsked && page.length <= asked.limit) page.push({ relation, index });
  });
  const shown = page.slice(0, asked.limit);
  const last = shown.at(-1);
  const relations = shown.map(({ relation }) => relation);
  const sentences = await sentencesOf(deps, mailbox, relations, language);
  return {
    totals,
    items: relations.map((relation) => ({
      personId: relation.personId,
      personName: relation.name,
      organisation: relation.organisation,
      because: relation.placed.because,
      message: messageOf(relation.placed, sentences, language),
      heldId: heldIdOf(relation),
    })),
    next: page.length > asked.limit && last !== undefined ? cursorOf(last.index, last.relation) : null,
  };
};
