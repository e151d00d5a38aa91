/**
 * What a person is, on both sides of the API: one record in one role (contact person at one
 * organisation, employee, or private person). A human with three jobs is three such records, which
 * may be tied as head and followers (`headId`).
 */
import type { EmployeeId, OrganisationId, PersonId } from './ids.ts';

export const personKinds = ['contactPerson', 'employee', 'privatePerson'] as const;
export type PersonKind = (typeof personKinds)[number];

/** The fields of R4 that a CRM may change, in the order in which people read them. */
export const personFieldIds = [
  'initials',
  'firstName',
  'surnamePrefix',
  'lastName',
  'birthDate',
  'workEmail',
  'workPhone',
  'workMobile',
  'jobTitle',
  'privateEmail',
  'privatePhone',
  'privateMobile',
] as const;
export type PersonFieldId = (typeof personFieldIds)[number];

/** Every field that a mapping may name: those of the person and the name of its organisation. */
export const fieldIds = [...personFieldIds, 'organisationName'] as const;
export type FieldId = (typeof fieldIds)[number];

/** Text as typed; null is blank (never the empty text). `birthDate` is `YYYY-MM-DD`. */
export type PersonFields = Record<PersonFieldId, string | null>;
export type PersonPatch = Partial<PersonFields>;

export interface Person {
  id: PersonId;
  kind: PersonKind;
  fields: PersonFields;
  /** Null for a private person. */
  organisation: { id: OrganisationId; name: string } | null;
  /** Relatiebeheerder: at most one. */
  relationManagerId: EmployeeId | null;
  /** Eigenaren: any number, no order. */
  ownerIds: EmployeeId[];
  /** Names of the groups this person is in. */
  groups: string[];
  /** Voormalig: no longer an active relation. */
  former: boolean;
  /** The head this record follows, or null. Private fields flow from the head. */
  headId: PersonId | null;
  /** Opaque; another text after every change of anything above. For optimistic locking. */
  version: string;
  /** ISO instant (UTC) of the last change. */
  changedAt: string;
}

export interface Employee {
  id: EmployeeId;
  displayName: string;
  /** Address of the employee at the office, lower case; how a first activation finds them. */
  email: string;
  /** User principal name in Entra, lower case, where it differs from `email`. */
  upn: string | null;
  active: boolean;
}

export const blankPersonFields = (): PersonFields => ({
  initials: null,
  firstName: null,
  surnamePrefix: null,
  lastName: null,
  birthDate: null,
  workEmail: null,
  workPhone: null,
  workMobile: null,
  jobTitle: null,
  privateEmail: null,
  privatePhone: null,
  privateMobile: null,
});
