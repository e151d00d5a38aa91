/** The sentences of held changes, put together: names, fields with what stands there, who decided what. Pure. */
import type { EmployeeId, PersonId } from '../../../shared/ids.ts';
import type { Employee, FieldId } from '../../../shared/person.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import {
  heldChoiceTexts,
  heldEffectTexts,
  heldProblemTexts,
  heldReasonTexts,
  heldStandingTexts,
  heldWordTexts,
  sourceTexts,
  type HeldEffect,
  type HeldProblem,
  type HeldStanding,
} from '../../../shared/texts/held.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import type { HeldRecord } from '../../store/held-changes.ts';
import type { PairRecord, RulingRecord } from '../../store/rulings.ts';
import type { HeldField, HoldReason } from '../../sync/plan.ts';
import type { Choice } from '../../sync/ruling.ts';

/** Beyond this many fields a sentence names them and leaves their values to the list below it. */
const WITH_VALUES = 3;

/** Who is who, for everything that is shown together. */
export interface Names {
  /** Null: no longer in the CRM. */
  readonly person: (id: PersonId) => string | null;
  readonly employees: ReadonlyMap<EmployeeId, Employee>;
  readonly language: Language;
}

type Parties = Pick<HeldRecord, 'personId' | 'donorPersonId' | 'cardId'>;
type Told = Parties & Pick<HeldRecord, 'source' | 'reason' | 'fields'>;

export const sourceName = (source: string): string =>
  Object.hasOwn(sourceTexts, source) ? sourceTexts[source as keyof typeof sourceTexts] : source;

const listed = (parts: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);

/** As typed, in quotes; a blank is told as such. */
export const shownValue = (value: string | null, language: Language): string =>
  value === null ? heldWordTexts[language].blank : `‘${value}’`;

const personName = (id: PersonId, { person, language }: Names): string =>
  person(id) ?? heldWordTexts[language].personGone;

/** The other party; null where there is none. Of a card that is not linked only that it is there. */
export const donorName = (
  { donorPersonId, cardId }: Pick<Parties, 'donorPersonId' | 'cardId'>,
  names: Names,
): string | null => {
  if (donorPersonId !== null) return personName(donorPersonId, names);
  return cardId === null ? null : heldWordTexts[names.language].otherCard;
};

const survivorName = (held: Parties, names: Names): string => {
  const words = heldWordTexts[names.language];
  if (held.donorPersonId === null) return words.otherCard;
  return fill(words.cardOf, { name: personName(held.donorPersonId, names) });
};

const fieldList = (
  fields: readonly HeldField[],
  language: Language,
  value: (field: HeldField) => string | null,
): string => {
  const named = fields.map((field) => {
    const label = fieldTexts[language][field.field];
    const shown = fields.length > WITH_VALUES ? null : value(field);
    return shown === null ? label : `${label} ${shown}`;
  });
  return listed(named, language);
};

/** What may stand in a sentence about this held change. */
const valuesOf = (held: Told, names: Names): Readonly<Record<string, string>> => {
  const { language } = names;
  const source = sourceName(held.source);
  const shown = (value: string | null): string => shownValue(value, language);
  const list = (value: (field: HeldField) => string | null) => fieldList(held.fields, language, value);
  return {
    person: personName(held.personId, names),
    donor: donorName(held, names) ?? heldWordTexts[language].somebodyElse,
    survivor: survivorName(held, names),
    source,
    names: list(() => null),
    crm: list((field) => shown(field.crm)),
    remote: list((field) => shown(field.remote)),
    both: list(
      ({ crm, remote }) => `(${heldWordTexts[language].crm} ${shown(crm)}, ${source} ${shown(remote)})`,
    ),
  };
};

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

export const reasonSentence = (held: Told, names: Names): string =>
  capital(fill(heldReasonTexts[names.language][held.reason], valuesOf(held, names)));

export const choiceLabel = (choice: Choice, source: string, language: Language): string =>
  fill(heldChoiceTexts[language][choice], { source: sourceName(source) });

const effectKey = (reason: HoldReason, choice: Choice, language: Language): HeldEffect => {
  const special = `${reason}.${choice}`;
  return Object.hasOwn(heldEffectTexts[language], special) ? (special as HeldEffect) : choice;
};

/** What a choice will do. */
export const effectSentence = (held: Told, choice: Choice, names: Names): string => {
  const { language } = names;
  const text = heldEffectTexts[language][effectKey(held.reason, choice, language)];
  return capital(fill(text, valuesOf(held, names)));
};

export const problemSentence = (
  problem: HeldProblem,
  field: FieldId | null,
  source: string,
  language: Language,
): string =>
  fill(heldProblemTexts[language][problem], {
    source: sourceName(source),
    field: field === null ? '' : fieldTexts[language][field],
  });

/** "CRM houden"; of a choice per field each field with its side. */
export const decisionWords = (
  { choice, fields }: Pick<RulingRecord, 'choice' | 'fields'>,
  source: string,
  language: Language,
): string => {
  if (choice !== 'fields') return choiceLabel(choice, source, language);
  const words = heldWordTexts[language];
  const each = (Object.entries(fields) as [FieldId, 'crm' | 'remote'][]).map(([field, side]) =>
    fill(side === 'crm' ? words.fieldCrm : words.fieldRemote, {
      field: fieldTexts[language][field],
      source: sourceName(source),
    }),
  );
  return each.join('; ');
};

export const deciderName = (decidedBy: EmployeeId | null, { employees, language }: Names): string => {
  const words = heldWordTexts[language];
  if (decidedBy === null) return words.onCommandLine;
  return employees.get(decidedBy)?.displayName ?? words.somebody;
};

const closedByItself = (reason: HoldReason): HeldStanding => {
  if (reason === 'mergedAway') return 'closed.mergedAway';
  return reason === 'sameCardExists' ? 'closed.sameCardExists' : 'closed';
};

/** Where it stands: it waits, somebody decided and what became of that, or it closed by itself. */
export const standingSentence = (
  held: Pick<HeldRecord, 'state' | 'reason' | 'source' | 'ruling'>,
  names: Names,
): string => {
  const texts = heldStandingTexts[names.language];
  if (held.state === 'open') return texts.open;
  if (held.ruling === null) return texts[closedByItself(held.reason)];
  const values = {
    by: deciderName(held.ruling.decidedBy, names),
    choice: decisionWords(held.ruling, held.source, names.language),
  };
  return fill(texts[held.ruling.outcome], values);
};

/** What is remembered for a pair. */
export const pairSentence = (pair: PairRecord, names: Names): string =>
  capital(
    fill(heldWordTexts[names.language][pair.choice === 'remote' ? 'pair.remote' : 'pair.crm'], {
      person: personName(pair.personId, names),
      donor: donorName(pair, names) ?? '',
    }),
  );
