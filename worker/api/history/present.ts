/** History as people read it: names beside ids, and why in a sentence. */
import type { z } from 'zod';
import {
  personParts,
  type historyPage,
  type HistoryView,
  type PersonPart,
} from '../../../shared/api/history.ts';
import type { EmployeeId, MailboxId, PersonId } from '../../../shared/ids.ts';
import type { Visibility } from '../../../shared/api/visibility.ts';
import { personFieldIds, type Person, type PersonFieldId, type PersonKind } from '../../../shared/person.ts';
import {
  historyDecisionTexts,
  historyWhoTexts,
  type HistoryDecision,
} from '../../../shared/texts/history.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import type { Crm, CrmActor, CrmLogEntry } from '../../pass/ports.ts';
import { hiddenNames } from '../persons/hidden.ts';
import { namesOf } from '../persons/present.ts';
import type { HistoryRecord } from '../../store/history.ts';
import type { MailboxDesk, Paged } from '../ports.ts';
import type { HistoryLine } from './desk.ts';

export interface HistoryReads {
  readonly crm: Pick<Crm, 'persons' | 'employees'>;
  readonly mailboxes: Pick<MailboxDesk, 'all'>;
}

/** With what the office shows, so that the CRM's own log tells nothing of what is hidden. Null: all of it. */
export interface HistoryShown extends HistoryReads {
  readonly visibility: Visibility | null;
}

interface Names {
  readonly person: (id: PersonId) => string | null;
  readonly employee: (id: EmployeeId) => string | null;
  readonly user: (id: MailboxId) => string | null;
  readonly isHidden: (id: PersonId, name: string) => boolean;
  readonly language: Language;
}

const personOf = (line: HistoryLine): PersonId =>
  line.source === 'sync' ? line.record.personId : line.personId;

const nothingHidden: ReadonlySet<string> = new Set();

/** Of a person that is gone nobody knows the kind any more: the most is hidden. */
const hidingFor = (
  persons: ReadonlyMap<PersonId, Person>,
  visibility: Visibility | null,
): Names['isHidden'] => {
  const byKind = (kind: PersonKind) => (visibility === null ? nothingHidden : hiddenNames(visibility, kind));
  return (id, name) => byKind(persons.get(id)?.kind ?? 'contactPerson').has(name);
};

const namesFor = async (
  { crm, mailboxes, visibility }: HistoryShown,
  lines: readonly HistoryLine[],
  language: Language,
): Promise<Names> => {
  if (lines.length === 0) {
    return { person: () => null, employee: () => null, user: () => null, isHidden: () => false, language };
  }
  const [persons, employees, all] = await Promise.all([
    crm.persons([...new Set(lines.map(personOf))]),
    crm.employees(),
    mailboxes.all(),
  ]);
  const names = new Map(employees.map(({ id, displayName }) => [id, displayName]));
  const users = new Map(all.map(({ id, employeeId }) => [id, names.get(employeeId)]));
  return {
    person: namesOf(persons),
    employee: (id) => names.get(id) ?? null,
    user: (id) => users.get(id) ?? null,
    isHidden: hidingFor(persons, visibility),
    language,
  };
};

type By = HistoryView['by'];

const sentenceOf = (decision: HistoryDecision, who: string, language: Language): string => {
  const text = fill(historyDecisionTexts[language][decision], { who });
  return text.slice(0, 1).toUpperCase() + text.slice(1);
};

const presentRecord = (record: HistoryRecord, names: Names): HistoryView => {
  const name = names.user(record.mailboxId);
  return {
    id: record.id,
    at: record.at,
    source: 'sync',
    passId: record.passId,
    mailboxId: record.mailboxId,
    by: { kind: 'mailbox', id: record.mailboxId, name },
    personId: record.personId,
    personName: names.person(record.personId),
    field: record.field,
    side: record.side,
    valuesKnown: true,
    from: record.from,
    to: record.to,
    decision: record.decision,
    sentence: sentenceOf(
      record.decision,
      name ?? historyWhoTexts[names.language].unknownUser,
      names.language,
    ),
    overruled: record.overruled ?? null,
    outcome: record.outcome,
    undoes: record.undoes ?? null,
  };
};

/** A code that a later version wrote reads as a change. */
const decisionOf = (action: string): HistoryDecision => {
  const decision = `crm.${action}`;
  return Object.hasOwn(historyDecisionTexts.nl, decision) ? (decision as HistoryDecision) : 'crm.changed';
};

const actorOf = (by: CrmActor, names: Names): { readonly by: By; readonly who: string } => {
  const texts = historyWhoTexts[names.language];
  switch (by.kind) {
    case 'import':
      return { by: { kind: 'import', id: null, name: null }, who: texts.import };
    case 'employee': {
      const name = names.employee(by.employeeId);
      return { by: { kind: 'employee', id: by.employeeId, name }, who: name ?? texts.unknownEmployee };
    }
    case 'sync': {
      const name = names.user(by.mailboxId);
      const who = fill(texts.mailbox, { name: name ?? texts.unknownUser });
      return { by: { kind: 'mailbox', id: by.mailboxId, name }, who };
    }
  }
};

const isKnown = (name: string): name is PersonFieldId | PersonPart =>
  [...personFieldIds, ...personParts].some((known) => known === name);

/** One line a field, as the sync tells it; a person that was made or removed is one line. */
const presentLogged = (
  personId: PersonId,
  entry: CrmLogEntry,
  names: Names,
  onlyField: string | undefined,
): HistoryView[] => {
  const { by, who } = actorOf(entry.by, names);
  const decision = decisionOf(entry.action);
  const asked = onlyField === 'organisationName' ? 'organisation' : onlyField;
  const told = entry.fields.filter((field) => asked === undefined || field === asked);
  const shown = told.filter((field) => !names.isHidden(personId, field));
  // A change of nothing but what is hidden did not happen, for whoever may not see it.
  if (shown.length === 0 && told.length > 0) return [];
  const fields = shown.filter(isKnown);
  return (fields.length === 0 ? [null] : fields).map((field) => {
    const change = entry.changes.find((each) => each.field === field);
    return {
      id: `crm-${entry.id}${field === null ? '' : `-${field}`}`,
      at: entry.at,
      source: 'crm',
      passId: null,
      mailboxId: entry.by.kind === 'sync' ? entry.by.mailboxId : null,
      by,
      personId,
      personName: names.person(personId),
      field,
      side: 'crm',
      valuesKnown: change !== undefined,
      from: change?.from ?? null,
      to: change?.to ?? null,
      decision,
      sentence: sentenceOf(decision, who, names.language),
      overruled: null,
      outcome: 'done',
      undoes: null,
    };
  });
};

export const presentLines = async (
  deps: HistoryShown,
  lines: readonly HistoryLine[],
  language: Language,
  onlyField?: string,
): Promise<HistoryView[]> => {
  const names = await namesFor(deps, lines, language);
  return lines.flatMap((line) =>
    line.source === 'sync'
      ? [presentRecord(line.record, names)]
      : presentLogged(line.personId, line.entry, names, onlyField),
  );
};

export const presentHistory = async (
  deps: HistoryShown,
  page: Paged<HistoryLine>,
  language: Language,
  onlyField?: string,
): Promise<z.infer<typeof historyPage>> => ({
  items: await presentLines(deps, page.items, language, onlyField),
  next: page.next,
});
