/** The port that every CRM fulfils (R2, R5, R10). */
import type { ConnectorId, EmployeeId, MailboxId, PersonId } from '../../../shared/ids.ts';
import type {
  Employee,
  FieldId,
  Person,
  PersonFieldId,
  PersonKind,
  PersonPatch,
} from '../../../shared/person.ts';
import type { HoldReason } from '../../sync/plan.ts';

/** Position in a CRM's change feed; opaque outside the connector. */
export type CrmCursor = string & { readonly crmCursor?: never };

export type RejectReason = Extract<
  HoldReason,
  'lastNameRequired' | 'malformedEmail' | 'invalidDate' | 'tooLong' | 'refusedByCrm'
>;

export type CrmUpdate =
  | { readonly outcome: 'updated'; readonly person: Person }
  /** The version is no longer the person's: read again, merge again. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'refused'; readonly field: FieldId; readonly reason: RejectReason };

/** Who changes a person, for the CRM's own log. */
export type CrmActor =
  | { readonly kind: 'sync'; readonly mailboxId: MailboxId }
  | { readonly kind: 'employee'; readonly employeeId: EmployeeId }
  | { readonly kind: 'import' };

/** As stored; null is blank. */
export interface FieldFromTo {
  readonly field: PersonFieldId;
  readonly from: string | null;
  readonly to: string | null;
}

/** One change in the log that a CRM keeps of its own; no pass reads it. */
export interface CrmLogEntry {
  /** Grows with time; the place to go on from. */
  readonly id: string;
  readonly at: string;
  readonly by: CrmActor;
  /** `created`, `changed`, `removed`, `tied`, `untied`. */
  readonly action: string;
  /** Everything that changed by name, fields and other parts of the person (`ownerIds`, `groups`, …). */
  readonly fields: readonly string[];
  /** Of the fields, their values; a field that is missing here was logged before values were. */
  readonly changes: readonly FieldFromTo[];
}

export interface CrmLogQuery {
  readonly limit: number;
  /** The id behind which to go on; null: the newest. */
  readonly before: string | null;
  /** ISO instants, the second one excluded. */
  readonly since: string | null;
  readonly until: string | null;
  /** Only changes of this field or part. */
  readonly field: string | null;
  /** What these mailboxes' passes wrote is left out: their own history tells it in more detail. */
  readonly withoutSyncOf: readonly MailboxId[] | 'all';
}

export interface CrmLogPage {
  readonly items: readonly CrmLogEntry[];
  readonly more: boolean;
}

/**
 * What every CRM must fulfil; `tests/contract/crm` is the suite that says so. All calls are safe to repeat.
 * May throw `Trouble` (retry, misconfigured, bug).
 */
export interface Crm {
  readonly name: string;
  /** The feed's position now; what happens after it is told by `changes`. */
  head(): Promise<CrmCursor>;
  /**
   * Persons changed after `cursor`, oldest first, a person at most once a page. A change of any part of `Person`
   * counts (fields, kind, relation manager, owners, groups, former, organisation's name, removal); a change of
   * connector IDs does not. `more` asks for another call with the new cursor.
   */
  changes(
    cursor: CrmCursor,
    limit: number,
  ): Promise<{ personIds: PersonId[]; cursor: CrmCursor; more: boolean }>;
  /** The persons that exist; an id without a person is absent from the map. */
  persons(ids: readonly PersonId[]): Promise<Map<PersonId, Person>>;
  /** Ids of all persons that are not former and have this employee as relation manager or owner. */
  personsOf(employeeId: EmployeeId): Promise<PersonId[]>;
  /** Optimistic: only when `version` is still the person's version. */
  update(id: PersonId, version: string, patch: PersonPatch, by: CrmActor): Promise<CrmUpdate>;
  /** Why the CRM would refuse this value in this field, or null. Pure: no call goes out. */
  takes(field: PersonFieldId, value: string | null, kind: PersonKind): RejectReason | null;
  /** R10: one connector ID per employee and person; null removes it. Changes no version and tells no feed. */
  setConnectorId(employeeId: EmployeeId, personId: PersonId, connectorId: ConnectorId | null): Promise<void>;
  /** The same for several persons at once: all or none. */
  setConnectorIds(employeeId: EmployeeId, connectorIds: ReadonlyMap<PersonId, ConnectorId>): Promise<void>;
  /** `of`: only those of these persons. */
  connectorIds(employeeId: EmployeeId, of?: readonly PersonId[]): Promise<Map<PersonId, ConnectorId>>;
  /** Persons (not former first, then former) with this address as work or private e-mail, compared canonically. */
  findByEmail(email: string): Promise<Person[]>;
  /** The same for several addresses at once, each person once, at most MAX_AT_ADDRESS (shared/address.ts) of an address. */
  findByEmails(emails: readonly string[]): Promise<Person[]>;
  employees(): Promise<Employee[]>;
  /** Names of the groups that at least one person is in, each once, for choosing among them (R1). */
  groups(): Promise<string[]>;
  /** The employee with this UPN or address (canonical), active only; null when none or more than one. */
  findEmployee(address: string): Promise<Employee | null>;
  /** Calls back (at least once, perhaps late, perhaps for nothing) after a change. The answer stops it. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
}
