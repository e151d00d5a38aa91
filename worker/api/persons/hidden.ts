/**
 * What of a person the office does not show, by its visibility: blank in every view, refused in a change, no way to find
 * anybody. Pure. The command line shows everything: who may run it may read the database. What stands on a user's own
 * cards (held changes, history of one's own mailbox) is theirs to see.
 */
import type { PersonPart } from '../../../shared/api/history.ts';
import type { PersonChange } from '../../../shared/api/persons.ts';
import { visibleParts, type Visibility, type VisiblePart } from '../../../shared/api/visibility.ts';
import {
  personFieldIds,
  type Person,
  type PersonFieldId,
  type PersonFields,
  type PersonKind,
} from '../../../shared/person.ts';
import type { FieldFault } from '../http/errors.ts';

type Named = PersonFieldId | PersonPart;

const consistsOf: Readonly<Record<VisiblePart, readonly Named[]>> = {
  relationManager: ['relationManagerId'],
  owners: ['ownerIds'],
  groups: ['groups'],
  birthDate: ['birthDate'],
  privateDetails: ['privateEmail', 'privatePhone', 'privateMobile'],
};

/** A private person has no other details than private ones: those are shown. */
export const hiddenParts = (visibility: Visibility, kind: PersonKind): VisiblePart[] =>
  visibleParts.filter(
    (part) => !visibility[part] && !(part === 'privateDetails' && kind === 'privatePerson'),
  );

/** The same as names of fields and of other parts of a person. */
export const hiddenNames = (visibility: Visibility, kind: PersonKind): ReadonlySet<string> =>
  new Set(hiddenParts(visibility, kind).flatMap((part) => consistsOf[part]));

export const shownFields = (
  { fields, kind }: Pick<Person, 'fields' | 'kind'>,
  visibility: Visibility,
): PersonFields => {
  const shown = { ...fields };
  const hidden = hiddenNames(visibility, kind);
  for (const field of personFieldIds) if (hidden.has(field)) shown[field] = null;
  return shown;
};

/** What a change names that is hidden: whoever cannot see it would overwrite it blindly. */
export const hiddenFaults = (
  change: PersonChange,
  kind: PersonKind,
  visibility: Visibility,
): FieldFault[] => {
  const hidden = hiddenNames(visibility, kind);
  const faults = personFieldIds
    .filter((field) => change.fields?.[field] !== undefined && hidden.has(field))
    .map((field): FieldFault => ({ field: `fields.${field}`, problem: 'notOffered' }));
  for (const part of ['relationManagerId', 'ownerIds', 'groups'] as const) {
    if (change[part] !== undefined && hidden.has(part)) faults.push({ field: part, problem: 'notOffered' });
  }
  return faults;
};
