/**
 * R1: whose person is this, and does the user want it in Outlook? Pure; the answer carries its reason,
 * because "why is this person not in my Outlook?" is answered with it.
 */
import type { EmployeeId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';

export const conflictPolicies = ['crm', 'outlook', 'newest', 'ask'] as const;
export type ConflictPolicy = (typeof conflictPolicies)[number];

/** As what an employee is tied to a person; in the order in which they are told. */
export const roles = ['relationManager', 'owner'] as const;
export type Role = (typeof roles)[number];

/** What the user chose at the activation, and can change later. */
export interface ActivationSettings {
  /** Empty: every group. */
  readonly groupsIncluded: readonly string[];
  /** Wins over `groupsIncluded`. */
  readonly groupsExcluded: readonly string[];
  readonly conflictPolicy: ConflictPolicy;
  /** Persons to whom one is tied as one of these; at least one, both unless chosen otherwise. */
  readonly roles: readonly Role[];
}

export const defaultActivationSettings: ActivationSettings = {
  groupsIncluded: [],
  groupsExcluded: [],
  conflictPolicy: 'crm',
  roles,
};

export type LeftOutReason =
  'gone' | 'former' | 'notYours' | 'excludedByUser' | 'roleNotChosen' | 'groupExcluded' | 'groupNotIncluded';

export type Selection =
  | { readonly selected: true; readonly because: Role }
  | { readonly selected: false; readonly because: LeftOutReason };

/** Letter case and the way accents are encoded do not tell two groups apart. */
export const sameGroup = (a: string) => (b: string) =>
  a.normalize('NFC').trim().toLowerCase() === b.normalize('NFC').trim().toLowerCase();

/** As what this employee is tied to the person: none, one or both. */
export const rolesOf = (person: Person, employeeId: EmployeeId): Role[] => [
  ...(person.relationManagerId === employeeId ? (['relationManager'] as const) : []),
  ...(person.ownerIds.includes(employeeId) ? (['owner'] as const) : []),
];

export const select = (
  person: Person | null,
  employeeId: EmployeeId,
  settings: ActivationSettings,
  excludedPersons: ReadonlySet<PersonId>,
): Selection => {
  const leftOut = (because: LeftOutReason): Selection => ({ selected: false, because });
  if (person === null) return leftOut('gone');
  if (person.former) return leftOut('former');
  const mine = rolesOf(person, employeeId);
  if (mine.length === 0) return leftOut('notYours');
  if (excludedPersons.has(person.id)) return leftOut('excludedByUser');
  const because = mine.find((role) => settings.roles.includes(role));
  if (because === undefined) return leftOut('roleNotChosen');
  const inAnyOf = (groups: readonly string[]): boolean =>
    groups.some((group) => person.groups.some(sameGroup(group)));
  if (inAnyOf(settings.groupsExcluded)) return leftOut('groupExcluded');
  if (settings.groupsIncluded.length > 0 && !inAnyOf(settings.groupsIncluded)) {
    return leftOut('groupNotIncluded');
  }
  return { selected: true, because };
};
