/**
 * R1: whose person is this, and does the user want it in Outlook? Pure; the answer carries its reason,
 * because "why is this person not in my Outlook?" is answered with it.
 */
import type { EmployeeId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';

export const conflictPolicies = ['crm', 'outlook', 'newest', 'ask'] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** What the user chose at the activation, and can change later. */
export interface ActivationSettings {
  /** Empty: every group. */
  readonly groupsIncluded: readonly string[];
  /** Wins over `groupsIncluded`. */
  readonly groupsExcluded: readonly string[];
  readonly conflictPolicy: ConflictPolicy;
}

export const defaultActivationSettings: ActivationSettings = {
  groupsIncluded: [],
  groupsExcluded: [],
  conflictPolicy: 'crm',
};

export type LeftOutReason =
  'gone' | 'former' | 'notYours' | 'excludedByUser' | 'groupExcluded' | 'groupNotIncluded';

export type Selection =
  | { readonly selected: true; readonly because: 'relationManager' | 'owner' }
  | { readonly selected: false; readonly because: LeftOutReason };

/** Letter case and the way accents are encoded do not tell two groups apart. */
export const sameGroup = (a: string) => (b: string) =>
  a.normalize('NFC').trim().toLowerCase() === b.normalize('NFC').trim().toLowerCase();

export const select = (
  person: Person | null,
  employeeId: EmployeeId,
  settings: ActivationSettings,
  excludedPersons: ReadonlySet<PersonId>,
): Selection => {
  const leftOut = (because: LeftOutReason): Selection => ({ selected: false, because });
  if (person === null) return leftOut('gone');
  if (person.former) return leftOut('former');
  const isManager = person.relationManagerId === employeeId;
  if (!isManager && !person.ownerIds.includes(employeeId)) return leftOut('notYours');
  if (excludedPersons.has(person.id)) return leftOut('excludedByUser');
  const inAnyOf = (groups: readonly string[]): boolean =>
    groups.some((group) => person.groups.some(sameGroup(group)));
  if (inAnyOf(settings.groupsExcluded)) return leftOut('groupExcluded');
  if (settings.groupsIncluded.length > 0 && !inAnyOf(settings.groupsIncluded)) {
    return leftOut('groupNotIncluded');
  }
  return { selected: true, because: isManager ? 'relationManager' : 'owner' };
};
