/**
 * What the embedded CRM can do beyond the port that every CRM fulfils (worker/pass/ports.ts, `Crm`): the office's
 * own administration, for the API, the import and the demo. A pass never uses this.
 */
import type { Country } from '../../../shared/canonical.ts';
import type { EmployeeId, OrganisationId, PersonId } from '../../../shared/ids.ts';
import type { Employee, Person, PersonFields, PersonKind, PersonPatch } from '../../../shared/person.ts';
import type { Crm, CrmActor, CrmLogPage, CrmLogQuery, CrmUpdate } from '../../pass/ports.ts';

/** One that exists; or by name: the one that has it, else made. */
export type OrganisationRef = { readonly id: OrganisationId } | { readonly name: string };

export interface PersonDraft {
  readonly kind: PersonKind;
  readonly fields: PersonPatch;
  /** Id in the system or file it comes from; no two persons have the same. */
  readonly externalId?: string | null;
  readonly organisation?: OrganisationRef | null;
  readonly relationManagerId?: EmployeeId | null;
  readonly ownerIds?: readonly EmployeeId[];
  /** Names; a group that is not there yet is made. */
  readonly groups?: readonly string[];
  readonly former?: boolean;
}

/** What is absent stays as it is. Owners and groups are the whole new set. */
export interface PersonChange {
  readonly kind?: PersonKind;
  readonly fields?: PersonPatch;
  readonly externalId?: string | null;
  readonly organisation?: OrganisationRef | null;
  readonly relationManagerId?: EmployeeId | null;
  readonly ownerIds?: readonly EmployeeId[];
  readonly groups?: readonly string[];
  readonly former?: boolean;
}

/** What a draft or change names that cannot be: nothing was written. */
export type ReferenceProblem =
  | { readonly outcome: 'unknownEmployee' }
  | { readonly outcome: 'unknownOrganisation' }
  | { readonly outcome: 'badOrganisationName' }
  | { readonly outcome: 'badGroupName' }
  | { readonly outcome: 'badExternalId' }
  /** Another person has this id of a file. */
  | { readonly outcome: 'externalIdTaken' }
  /** A private person is in no organisation. */
  | { readonly outcome: 'organisationOfPrivatePerson' };

export type PersonCreated =
  | { readonly outcome: 'created'; readonly person: Person }
  | Extract<CrmUpdate, { outcome: 'refused' }>
  | ReferenceProblem;

export type PersonChanged = CrmUpdate | ReferenceProblem;

/** As `updatePerson` takes it. */
export interface PersonUpdate {
  readonly id: PersonId;
  readonly version: string;
  readonly change: PersonChange;
}

/** One of many: a person to be made, or changed. */
export type PersonWrite = { readonly draft: PersonDraft } | PersonUpdate;

export type PersonWritten = PersonCreated | PersonChanged;

export type PersonTied =
  | { readonly outcome: 'tied'; readonly person: Person }
  | { readonly outcome: 'gone' }
  /** The head is the person itself, or follows another. */
  | { readonly outcome: 'headIsNoHead' }
  /** Others follow this person. */
  | { readonly outcome: 'hasFollowers' };

export interface EmployeeDraft {
  /** Decides which employee it is; canonical. */
  readonly email: string;
  readonly displayName: string;
  readonly upn?: string | null;
  readonly active?: boolean;
}

/** A person's fields without those that whoever asks may not see. */
export type FieldsShown = (person: Person) => PersonFields;

export interface PersonPage {
  readonly persons: Person[];
  /** Give it as `after` for what follows; null at the end. */
  readonly next: string | null;
}

/** What an import asks before and while it writes. */
export interface CrmLookups {
  /** Persons by the id of their file, or else by their own; an id without a person is absent. */
  findByExternalId(ids: readonly string[]): Promise<Map<string, Person>>;
  /** Persons with these surnames (accents and letter case aside). */
  findByLastName(lastNames: readonly string[]): Promise<Person[]>;
  /** The ids under which persons go into files: the one of the file they came from, else their own. */
  externalIds(ids: readonly PersonId[]): Promise<Map<PersonId, string>>;
  employees(): Promise<Employee[]>;
}

/** Everything that writes; in a transaction of one's own (`EmbeddedCrm.transaction`) or each in its own. */
export interface CrmWrites extends CrmLookups {
  createPerson(draft: PersonDraft, by: CrmActor): Promise<PersonCreated>;
  /** All or nothing, and only when `version` is still the person's. */
  updatePerson(id: PersonId, version: string, change: PersonChange, by: CrmActor): Promise<PersonChanged>;
  /**
   * As `createPerson` and `updatePerson` one after the other, in far fewer statements: an outcome for each, in their order. One
   * that does not succeed leaves nothing, and the others as they are. Some hundreds at a time.
   */
  writeMany(writes: readonly PersonWrite[], by: CrmActor): Promise<PersonWritten[]>;
  /** The CRM's own; no pass calls it (R8). False when there was none. The feed tells of it. */
  removePerson(id: PersonId, by: CrmActor): Promise<boolean>;
  /** From now on this person shows its head's private fields; what it had of its own in them is gone. */
  tieTo(id: PersonId, headId: PersonId, by: CrmActor): Promise<PersonTied>;
  /** Keeps the values it showed. Safe to repeat; null when there is no such person. */
  untie(id: PersonId, by: CrmActor): Promise<Person | null>;
  /** By e-mail address: made, or brought up to date. Null for a malformed address or a blank name. */
  upsertEmployee(draft: EmployeeDraft): Promise<Employee | null>;
  /** Counts as a change of its persons. False when there is none, or the name cannot be. */
  renameOrganisation(id: OrganisationId, name: string, by: CrmActor): Promise<boolean>;
  /** Until the end of the transaction nobody else holds it: imports go one after the other. */
  lockImports(): Promise<void>;
}

export interface EmbeddedCrm extends Crm, Omit<CrmWrites, 'lockImports'> {
  /** Whose national numbers need no prefix. */
  readonly country: Country;
  /**
   * Name, organisation, e-mail or number by the beginnings of their words; not former first, then by surname. `shown`:
   * found by these fields of each person only.
   */
  search(text: string, limit: number, shown?: FieldsShown): Promise<Person[]>;
  /** All persons by surname, a page at a time. */
  listPersons(page: { after: string | null; limit: number }): Promise<PersonPage>;
  /** What the CRM itself remembers of a person, newest first; also of one that was removed. */
  logOf(id: PersonId, query: CrmLogQuery): Promise<CrmLogPage>;
  /** Several writes that are done together or not at all. Repeated from its start when the database asks for it. */
  transaction<T>(work: (crm: CrmWrites) => Promise<T>): Promise<T>;
}
