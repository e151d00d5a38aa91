/**
 * Which person a row speaks of. By the id of the file where it has one; else by kind, names and organisation, and then
 * an e-mail address or birth date that differs says that it is somebody else. Never by an e-mail address alone: two
 * people at one info@ address are two people (R7). What is not certain is rejected with the reason, not guessed.
 */
import { canonicalEmail, canonicalText } from '../../../shared/canonical.ts';
import type { PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { lastNameKeyOf, nameKey } from '../embedded/limits.ts';
import type { CrmLookups } from '../embedded/types.ts';
import type { RowContent, RowProblem } from './types.ts';

export interface ContentRow {
  readonly line: number;
  readonly content: RowContent;
}

export type Match =
  | { readonly found: 'person'; readonly person: Person }
  | { readonly found: 'nobody' }
  | { readonly found: 'problem'; readonly problem: RowProblem };

/** Names asked of the database at once. */
const LOOKUP_SIZE = 1_000;

const nameFields = ['lastName', 'surnamePrefix', 'firstName', 'initials'] as const;
type NameField = (typeof nameFields)[number];

const nameOf = (row: RowContent, field: NameField): string | null => canonicalText(row.fields[field]);
const sameText = (a: string | null | undefined, b: string | null | undefined): boolean =>
  canonicalText(a) === canonicalText(b);

/** Absent columns say nothing; a blank cell says blank. */
const sameOrganisation = (row: RowContent, name: string | null): boolean =>
  row.organisation === undefined || nameKey(row.organisation ?? '') === nameKey(name ?? '');
const sameKind = (row: RowContent, kind: string | undefined): boolean =>
  row.kind === undefined || kind === undefined || row.kind === kind;

const isExact = (row: RowContent, person: Person): boolean =>
  sameKind(row, person.kind) &&
  sameOrganisation(row, person.organisation?.name ?? null) &&
  nameFields.every(
    (field) => row.fields[field] === undefined || sameText(row.fields[field], person.fields[field]),
  );

const emailsOf = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.map(canonicalEmail).filter((email) => email !== null);
const rowEmails = (row: RowContent): string[] =>
  emailsOf([row.anyEmail, row.fields.workEmail, row.fields.privateEmail]);
const personEmails = (person: Person): string[] =>
  emailsOf([person.fields.workEmail, person.fields.privateEmail]);

interface Marks {
  readonly emails: readonly string[];
  readonly birthDate: string | null;
}
const rowMarks = (row: RowContent): Marks => ({
  emails: rowEmails(row),
  birthDate: row.fields.birthDate ?? null,
});
const personMarks = (person: Person): Marks => ({
  emails: personEmails(person),
  birthDate: person.fields.birthDate,
});

const contradict = (a: Marks, b: Marks): boolean =>
  (a.birthDate !== null && b.birthDate !== null && a.birthDate !== b.birthDate) ||
  (a.emails.length > 0 && b.emails.length > 0 && !a.emails.some((email) => b.emails.includes(email)));
const confirm = (a: Marks, b: Marks): boolean =>
  (a.birthDate !== null && a.birthDate === b.birthDate) || a.emails.some((email) => b.emails.includes(email));

/** Perhaps the same with a fuller or shorter name: one side is blank where they differ. */
const isNear = (row: RowContent, person: Person): boolean => {
  const compatible = (field: NameField): boolean => {
    const [a, b] = [nameOf(row, field), canonicalText(person.fields[field])];
    return a === null || b === null || a === b;
  };
  return (
    sameKind(row, person.kind) &&
    sameOrganisation(row, person.organisation?.name ?? null) &&
    sameText(row.fields.lastName, person.fields.lastName) &&
    sameText(row.fields.surnamePrefix, person.fields.surnamePrefix) &&
    compatible('firstName') &&
    compatible('initials')
  );
};

const problem = (code: RowProblem['code'], otherLine?: number): Match => ({
  found: 'problem',
  problem: otherLine === undefined ? { code } : { code, otherLine },
});

/** Two rows with one id exclude each other: nobody can say which is right. */
const doubleIds = (rows: readonly ContentRow[]): Map<number, Match> => {
  const lines = new Map<string, number[]>();
  for (const { line, content } of rows) {
    if (content.externalId !== null) {
      lines.set(content.externalId, [...(lines.get(content.externalId) ?? []), line]);
    }
  }
  const found = new Map<number, Match>();
  for (const [first, second, ...rest] of lines.values()) {
    if (first === undefined || second === undefined) continue;
    found.set(first, problem('doubleId', second));
    for (const line of [second, ...rest]) found.set(line, problem('doubleId', first));
  }
  return found;
};

const rowKey = ({ content: row }: ContentRow): string =>
  JSON.stringify([
    row.kind ?? '',
    nameKey(row.organisation ?? ''),
    ...nameFields.map((field) => nameOf(row, field)),
  ]);

/** Rows without an id that say the same person as another row, as far as can be told. */
const doubleRows = (rows: readonly ContentRow[]): Map<number, Match> => {
  const kept = new Map<string, ContentRow[]>();
  const found = new Map<number, Match>();
  const withIdFirst = [...rows].sort(
    (a, b) =>
      Number(a.content.externalId === null) - Number(b.content.externalId === null) || a.line - b.line,
  );
  for (const row of withIdFirst) {
    const key = rowKey(row);
    const others = kept.get(key) ?? [];
    const same = others.find((other) => !contradict(rowMarks(row.content), rowMarks(other.content)));
    if (row.content.externalId === null && same !== undefined) {
      found.set(row.line, problem('doubleRow', same.line));
    } else {
      kept.set(key, [...others, row]);
    }
  }
  return found;
};

const chunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / LOOKUP_SIZE) }, (_, index) =>
    all.slice(index * LOOKUP_SIZE, (index + 1) * LOOKUP_SIZE),
  );

interface Known {
  readonly byId: Map<string, Person>;
  readonly byLastName: Map<string, Person[]>;
  /** Persons that came from a file with an id of their own. */
  readonly withFileId: Set<PersonId>;
}

const lookUp = async (crm: CrmLookups, rows: readonly ContentRow[]): Promise<Known> => {
  const known: Known = { byId: new Map(), byLastName: new Map(), withFileId: new Set() };
  const ids = rows.map((row) => row.content.externalId).filter((id) => id !== null);
  for (const some of chunks(ids)) {
    for (const [id, person] of await crm.findByExternalId(some)) known.byId.set(id, person);
  }
  const unfound = rows.filter(({ content }) => !known.byId.has(content.externalId ?? ''));
  const lastNames = unfound.map(({ content }) => nameOf(content, 'lastName')).filter((name) => name !== null);
  for (const some of chunks([...new Set(lastNames.map(lastNameKeyOf))])) {
    const persons = await crm.findByLastName(some);
    const external = await crm.externalIds(persons.map((person) => person.id));
    for (const person of persons) {
      const key = lastNameKeyOf(person.fields.lastName ?? '');
      known.byLastName.set(key, [...(known.byLastName.get(key) ?? []), person]);
      if (external.get(person.id) !== person.id) known.withFileId.add(person.id);
    }
  }
  return known;
};

const byName = (row: RowContent, known: Known, taken: ReadonlySet<PersonId>): Match => {
  const lastName = nameOf(row, 'lastName');
  if (lastName === null) return problem('lastNameRequired');
  const hasId = row.externalId !== null;
  const candidates = (known.byLastName.get(lastNameKeyOf(lastName)) ?? []).filter(
    (person) => isExact(row, person) && !taken.has(person.id) && !(hasId && known.withFileId.has(person.id)),
  );
  const marks = rowMarks(row);
  const agreeing = candidates.filter((person) => !contradict(marks, personMarks(person)));
  const confirmed = agreeing.filter((person) => confirm(marks, personMarks(person)));
  const [only, ...more] = agreeing.length > 1 ? confirmed : agreeing;
  if (only !== undefined && more.length === 0) return { found: 'person', person: only };
  if (agreeing.length > 1) return problem('severalPersons');
  // With an id of its own the file itself says that this is another one.
  return candidates.length > 0 && !hasId ? problem('perhapsAnother') : { found: 'nobody' };
};

/** One person that two rows found by name: neither may have it. */
const claimedTwice = (matches: Map<number, Match>): void => {
  const lines = new Map<PersonId, number[]>();
  for (const [line, match] of matches) {
    if (match.found === 'person') lines.set(match.person.id, [...(lines.get(match.person.id) ?? []), line]);
  }
  for (const [first, second, ...rest] of lines.values()) {
    if (first === undefined || second === undefined) continue;
    matches.set(first, problem('severalPersons', second));
    for (const line of [second, ...rest]) matches.set(line, problem('severalPersons', first));
  }
};

/** By line. Changes nothing. */
export const matchRows = async (
  crm: CrmLookups,
  rows: readonly ContentRow[],
): Promise<Map<number, Match>> => {
  const matches = new Map([...doubleRows(rows), ...doubleIds(rows)]);
  const known = await lookUp(crm, rows);
  const open = rows.filter((row) => !matches.has(row.line));
  for (const { line, content } of open) {
    const person = content.externalId === null ? undefined : known.byId.get(content.externalId);
    if (person !== undefined) matches.set(line, { found: 'person', person });
  }
  const taken = (): Set<PersonId> =>
    new Set([...matches.values()].flatMap((match) => (match.found === 'person' ? [match.person.id] : [])));
  const byId = taken();
  for (const { line, content } of open) {
    if (!matches.has(line)) matches.set(line, byName(content, known, byId));
  }
  claimedTwice(matches);
  const claimed = taken();
  for (const { line, content } of open) {
    if (content.externalId !== null || matches.get(line)?.found !== 'nobody') continue;
    const near = (known.byLastName.get(lastNameKeyOf(content.fields.lastName ?? '')) ?? []).some(
      (person) =>
        !claimed.has(person.id) &&
        isNear(content, person) &&
        !contradict(rowMarks(content), personMarks(person)),
    );
    if (near) matches.set(line, problem('perhapsThere'));
  }
  return matches;
};
