/**
 * The fields of a person in a form: which there are (by kind, and by what the office shows), how they are typed, what
 * differs from what was there, and what can be seen to be wrong before anything is sent. Pure. The CRM's own limits
 * are not known here: the worker names them by field, and `problemsOf` reads that.
 */
import { fieldProblems, type FieldProblem } from '../../../../shared/api/errors.ts';
import type { PersonView } from '../../../../shared/api/persons.ts';
import type { VisiblePart } from '../../../../shared/api/visibility.ts';
import { isEmailAddress } from '../../../../shared/canonical.ts';
import {
  personFieldIds,
  type PersonFieldId,
  type PersonFields,
  type PersonKind,
  type PersonPatch,
} from '../../../../shared/person.ts';
import type { ApiFailure } from '../../../api/failure.ts';

/** As it stands in the inputs: blank is the empty text. */
export type TypedFields = Readonly<Record<PersonFieldId, string>>;

export type FormSection = 'name' | 'work' | 'private';

const sections: Readonly<Record<FormSection, readonly PersonFieldId[]>> = {
  name: ['initials', 'firstName', 'surnamePrefix', 'lastName'],
  work: ['jobTitle', 'workEmail', 'workPhone', 'workMobile'],
  private: ['privateEmail', 'privatePhone', 'privateMobile', 'birthDate'],
};

export const nameFields = sections.name;

const privateDetails: readonly PersonFieldId[] = ['privateEmail', 'privatePhone', 'privateMobile'];

const isHidden = (field: PersonFieldId, kind: PersonKind, hidden: readonly VisiblePart[]): boolean =>
  (field === 'birthDate' && hidden.includes('birthDate')) ||
  // A private person has no other details; those are shown.
  (kind !== 'privatePerson' && hidden.includes('privateDetails') && privateDetails.includes(field));

/** What a person of this kind has and the office shows; a hidden field is blank here and says nothing. */
export const shows = ({ kind, hidden }: Pick<PersonView, 'kind' | 'hidden'>, field: PersonFieldId): boolean =>
  !(kind === 'privatePerson' && sections.work.includes(field)) && !isHidden(field, kind, hidden);

/** Sections with their fields in reading order; one without fields is left out. */
export const formSections = (
  person: Pick<PersonView, 'kind' | 'hidden'>,
): readonly { section: FormSection; fields: readonly PersonFieldId[] }[] =>
  (Object.keys(sections) as FormSection[])
    .map((section) => ({ section, fields: sections[section].filter((field) => shows(person, field)) }))
    .filter(({ fields }) => fields.length > 0);

const entriesOf = <T>(valueOf: (field: PersonFieldId) => T) =>
  Object.fromEntries(personFieldIds.map((field) => [field, valueOf(field)])) as Record<PersonFieldId, T>;

export const typedOf = (fields: PersonFields): TypedFields => entriesOf((field) => fields[field] ?? '');

/** What typed text stands for: without spaces around it; blank is null. */
export const meant = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** Only what differs from what was there: an untouched field is never sent. */
export const patchOf = (before: PersonFields, typed: TypedFields): PersonPatch =>
  Object.fromEntries(
    personFieldIds
      .filter((field) => meant(typed[field]) !== meant(before[field] ?? ''))
      .map((field) => [field, meant(typed[field])]),
  );

export type FieldKind = 'text' | 'email' | 'tel' | 'date';

export const inputKind = (field: PersonFieldId): FieldKind => {
  if (field === 'birthDate') return 'date';
  if (field === 'workEmail' || field === 'privateEmail') return 'email';
  return /Phone$|Mobile$/u.test(field) ? 'tel' : 'text';
};

/** By the name of the field, in the order of the form. */
export type Problems = Readonly<Partial<Record<string, FieldProblem>>>;

export const noProblems: Problems = {};

/**
 * What is wrong with these changes as far as one can see here. `halfTyped`: date inputs with something in them that is
 * no date yet; the browser gives them out as blank, and blank would empty the field.
 */
export const checkPatch = (patch: PersonPatch, halfTyped: readonly string[] = []): Problems => {
  const problems: Record<string, FieldProblem> = {};
  for (const field of personFieldIds) {
    const value = patch[field];
    if (halfTyped.includes(field)) problems[field] = 'invalidDate';
    else if (value === undefined) continue;
    else if (field === 'lastName' && value === null) problems[field] = 'lastNameRequired';
    else if (value !== null && inputKind(field) === 'email' && !isEmailAddress(value))
      problems[field] = 'malformedEmail';
  }
  return problems;
};

const isProblem = (text: string): text is FieldProblem => fieldProblems.some((known) => known === text);

/** `fields.workEmail` → `workEmail`; what is no field of a person keeps its own path (`organisationName`). */
export const problemsOf = (failure: ApiFailure | null): Problems => {
  if (failure?.code !== 'invalid') return noProblems;
  const found = failure.detail.fields ?? [];
  return Object.fromEntries(
    found
      .filter(({ problem }) => isProblem(problem))
      .map(({ field, problem }) => [field.replace(/^fields\./u, ''), problem]),
  );
};
