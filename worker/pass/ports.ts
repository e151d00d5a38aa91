/**
 * Every port a pass goes through. The adapters (graph, crm, store, identity) fulfil these and know nothing of
 * each other; `worker/main.ts` puts them together.
 *
 * Expected outcomes are returned as closed unions. Trouble that ends or delays a pass is thrown as `Trouble`.
 */
import type {
  CardId,
  ConnectorId,
  EmployeeId,
  FolderId,
  HeldId,
  HistoryId,
  LinkId,
  MailboxId,
  PassId,
  PersonId,
} from '../../shared/ids.ts';
import type {
  Employee,
  FieldId,
  Person,
  PersonFieldId,
  PersonKind,
  PersonPatch,
} from '../../shared/person.ts';
import type { Base } from '../sync/base.ts';
import type { CardReading, Link, OpenHeld } from '../sync/link.ts';
import type { Brake, FieldChange, Hold, HoldReason } from '../sync/plan.ts';
import type { ActivationSettings, LeftOutReason } from '../sync/selection.ts';

// ─── Trouble ────────────────────────────────────────────────────────────────────────────────────

/** What a failure means for the pass; the pass is the one place that acts on it. */
export type TroubleKind =
  /** Later, not before `afterMs` (R14: this mailbox alone). */
  | { readonly kind: 'retry'; readonly afterMs: number }
  /** The delta cursor is lost: a fresh round, absence confirmed card by card (R13). */
  | { readonly kind: 'resync' }
  /** The user must sign in again; the mailbox keeps its state (R14). */
  | { readonly kind: 'park'; readonly because: 'signInAgain' | 'consentMissing' | 'mailboxGone' }
  /** The pass no longer holds the mailbox: stop at once and write nothing more. */
  | { readonly kind: 'leaseLost' }
  /** Wrong configuration (client secret, audience): no pass can run until an administrator mends it. */
  | { readonly kind: 'misconfigured' }
  /** Not foreseen. Logged with its code, the mailbox tries again later. */
  | { readonly kind: 'bug' };

export class Trouble extends Error {
  override readonly name = 'Trouble';
  constructor(
    /** Stable code for logs and status, e.g. `graph.throttled`; never personal data. */
    readonly code: string,
    readonly what: TroubleKind,
    options?: { cause?: unknown },
  ) {
    super(code, options);
  }
}

// ─── CRM ────────────────────────────────────────────────────────────────────────────────────────

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
  connectorIds(employeeId: EmployeeId): Promise<Map<PersonId, ConnectorId>>;
  /** Persons (not former first, then former) with this address as work or private e-mail, compared canonically. */
  findByEmail(email: string): Promise<Person[]>;
  employees(): Promise<Employee[]>;
  /** The employee with this UPN or address (canonical), active only; null when none or more than one. */
  findEmployee(address: string): Promise<Employee | null>;
  /** Calls back (at least once, perhaps late, perhaps for nothing) after a change. The answer stops it. */
  watch(onChange: () => void): Promise<() => Promise<void>>;
}

// ─── Remote ─────────────────────────────────────────────────────────────────────────────────────

/** Opaque position of one folder's delta (Graph: the deltaLink). */
export type RemoteCursor = string & { readonly remoteCursor?: never };

export interface DeltaItem {
  readonly cardId: CardId;
  /** True: gone from this folder. A claim, not a fact (R9). */
  readonly removed: boolean;
  /** Version of the card, where the answer brought it. */
  readonly etag: string | null;
}

/**
 * `card`: the card as the remote says it now is, where its answer brought it. What the remote alters while storing
 * (an address it will not have, a text it trims) is then known and is not taken for an edit by the user.
 */
export type CreateResult<Card> =
  | {
      readonly outcome: 'created';
      readonly cardId: CardId;
      readonly etag: string;
      readonly folderId: FolderId;
      readonly card?: Card;
    }
  /** The remote will not have this card (400, 413…); nothing was stored. */
  | { readonly outcome: 'refused'; readonly code: string }
  /** It may or may not have been stored (time-out, 5xx, cut connection): look before you post again (R11). */
  | { readonly outcome: 'unclear' }
  /** Certainly not stored; may be asked again after the wait. */
  | { readonly outcome: 'notSent'; readonly trouble: Trouble };

export type UpdateResult<Card> =
  | { readonly outcome: 'updated'; readonly etag: string; readonly card?: Card }
  /** Changed meanwhile (409, 412): read again, merge again. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unclear' }
  | { readonly outcome: 'notSent'; readonly trouble: Trouble };

export interface CardCreate<Card> {
  readonly connectorId: ConnectorId;
  readonly card: Card;
}

export interface CardUpdate<Card> {
  readonly cardId: CardId;
  readonly etag: string;
  /** Only properties that differ between the two are written (plus what the remote must be sent each time). */
  readonly before: Card;
  readonly card: Card;
  /** Set: written along; null: removed; absent: left as it is. */
  readonly connectorId?: ConnectorId | null;
}

/**
 * One mailbox on the remote side, opened for one pass. Keeps the remote's limits by itself; waits and repeats
 * inside a call only where that is safe. Results come in the order of the asking. Before each request that
 * writes, `mayWrite` (given when it is opened) is asked; false ends in Trouble `leaseLost`.
 */
export interface Remote<Card> {
  /** Id of the folder in which cards are made. */
  defaultFolder(): Promise<FolderId>;
  /**
   * All pages of one round, oldest first; the last one has the cursor for the next round. `null` starts afresh and
   * lists every card. May repeat an item. Trouble `resync` when the cursor is lost; 'folderGone' when the folder is.
   */
  delta(
    folderId: FolderId,
    cursor: RemoteCursor | null,
  ): AsyncIterable<
    { readonly items: readonly DeltaItem[]; readonly next: RemoteCursor | null } | 'folderGone'
  >;
  /** The cards as they are now with their connector ID; an id without a card is absent from the map. */
  read(cardIds: readonly CardId[]): Promise<Map<CardId, CardReading<Card>>>;
  /** Every card of the folder that carries a connector ID. */
  connectorIdsIn(
    folderId: FolderId,
  ): AsyncIterable<{ readonly cardId: CardId; readonly connectorId: ConnectorId }>;
  /** Cards that carry these connector IDs, wherever they stand in the mailbox. May lag behind a write. */
  find(connectorIds: readonly ConnectorId[]): Promise<Map<ConnectorId, CardId[]>>;
  create(cards: readonly CardCreate<Card>[]): Promise<CreateResult<Card>[]>;
  update(cards: readonly CardUpdate<Card>[]): Promise<UpdateResult<Card>[]>;
  /** Requests sent so far, sub-requests of a batch counted singly. */
  readonly requests: number;
}

export interface RemoteOpener<Card> {
  /** Trouble `park` when the user must sign in again. */
  open(mailboxId: MailboxId, guard: { mayWrite: () => boolean; signal: AbortSignal }): Promise<Remote<Card>>;
}

/** Access tokens for one mailbox's remote. Trouble `park` when the user must sign in again, `misconfigured`, `retry`. */
export interface RemoteTokens {
  /** `rejected`: a token that the remote has just turned down; another one is fetched, not that one again. */
  accessToken(mailboxId: MailboxId, rejected?: string): Promise<string>;
}

export interface Subscription {
  readonly id: string;
  /** ISO instant at which it ends unless renewed. */
  readonly expiresAt: string;
}

/** Change notifications of one mailbox's cards: a hint to pass, never the truth. */
export interface Subscriptions {
  create(
    mailboxId: MailboxId,
    urls: { readonly notificationUrl: string; readonly lifecycleUrl: string; readonly clientState: string },
  ): Promise<Subscription>;
  /** 'gone': it ended meanwhile, make a new one and pass. */
  renew(mailboxId: MailboxId, id: string): Promise<Subscription | 'gone'>;
  /** Safe to repeat; one that is gone is no error. */
  remove(mailboxId: MailboxId, id: string): Promise<void>;
}

// ─── Store ──────────────────────────────────────────────────────────────────────────────────────

/** Hold on one mailbox. `token` only ever grows; each write of the store checks it (fencing). */
export interface Lease {
  readonly mailboxId: MailboxId;
  readonly token: string;
}

export type MailboxState =
  | 'active'
  /** By the user or an administrator. */
  | 'paused'
  /** R14: the user must sign in again. */
  | 'signInAgain'
  /** R12: waits for a person's word. */
  | 'braked';

export interface Mailbox {
  readonly id: MailboxId;
  readonly employeeId: EmployeeId;
  /** Entra tenant and object id, the only tie after the first activation. */
  readonly tid: string;
  readonly oid: string;
  readonly state: MailboxState;
  readonly stateBecause: string | null;
  readonly settings: ActivationSettings;
  readonly excludedPersons: ReadonlySet<PersonId>;
  readonly crmCursor: CrmCursor | null;
  /** True when a person has said "go on" to a brake: the next pass runs without it, once. */
  readonly brakeReleased: boolean;
  /** ISO instant before which no pass starts (Retry-After), or null. */
  readonly notBefore: string | null;
  /** ISO instant of the last pass that went through. */
  readonly lastPassAt: string | null;
}

/** Something that changed and is not yet merged. Survives a crash; cleared with the result it led to. */
export type Mark =
  { readonly subject: 'person'; readonly id: PersonId } | { readonly subject: 'card'; readonly id: CardId };

/** A person whose card the user removed (R9): comes back only when the person's version is another. */
export interface Removal {
  readonly personId: PersonId;
  readonly personVersion: string | null;
}

export interface HistoryEntry extends FieldChange {
  readonly id: HistoryId;
  readonly at: string;
  readonly passId: PassId;
  readonly mailboxId: MailboxId;
  readonly personId: PersonId;
  readonly linkId: LinkId;
}

/**
 * `intended` is written before the step goes out, so that a crash cannot lose an overruled value; `done` after it
 * was confirmed; `notDone` when it turned out not to have happened.
 */
export type HistoryOutcome = 'intended' | 'done' | 'notDone';

/** What a pass remembers. All ops of one commit go in one transaction, in this order, under the lease (R13). */
export type StoreWrite =
  | { readonly op: 'mark'; readonly marks: readonly Mark[] }
  | {
      readonly op: 'folderCursor';
      readonly folderId: FolderId;
      readonly cursor: RemoteCursor | null;
      readonly isDefault: boolean;
    }
  | { readonly op: 'dropFolder'; readonly folderId: FolderId }
  | { readonly op: 'crmCursor'; readonly cursor: CrmCursor }
  | { readonly op: 'newLinks'; readonly links: readonly Link[] }
  /** `base` is laid over the stored base, field by field; `dropBase` forgets fields first. */
  | {
      readonly op: 'saveLink';
      readonly linkId: LinkId;
      readonly set: Partial<Pick<Link, 'state' | 'pausedBecause' | 'cardId' | 'folderId' | 'etag'>>;
      readonly base?: Base;
      readonly dropBase?: readonly FieldId[];
    }
  /** Removes the link; with a removal the person does not come back before it changes in the CRM. */
  | { readonly op: 'dropLink'; readonly linkId: LinkId; readonly removal: Removal | null }
  | { readonly op: 'dropRemoval'; readonly personId: PersonId }
  | {
      readonly op: 'hold';
      readonly id: HeldId;
      readonly passId: PassId;
      readonly at: string;
      readonly hold: Hold;
    }
  | {
      readonly op: 'closeHeld';
      readonly heldId: HeldId;
      readonly because: 'overtaken' | 'decided';
      readonly at: string;
    }
  | { readonly op: 'history'; readonly entries: readonly HistoryEntry[]; readonly outcome: HistoryOutcome }
  | { readonly op: 'historyOutcome'; readonly ids: readonly HistoryId[]; readonly outcome: HistoryOutcome }
  | { readonly op: 'clearMarks'; readonly marks: readonly Mark[] }
  | {
      readonly op: 'mailbox';
      readonly set: Partial<
        Pick<Mailbox, 'state' | 'stateBecause' | 'notBefore' | 'lastPassAt' | 'brakeReleased'>
      >;
    };

export type PassTrigger =
  'activation' | 'crmChange' | 'notification' | 'daily' | 'syncNow' | 'resume' | 'retry';

export type PassOutcome =
  | { readonly outcome: 'done' }
  /** Something is left for a later pass (throttled, unclear create, changed meanwhile too often). */
  | { readonly outcome: 'later'; readonly code: string; readonly afterMs: number }
  | { readonly outcome: 'braked'; readonly brake: Brake }
  | { readonly outcome: 'parked'; readonly code: string }
  | { readonly outcome: 'stopped' }
  | { readonly outcome: 'failed'; readonly code: string };

export interface PassCounts {
  created: number;
  /** Cards written (without creates). */
  toRemote: number;
  /** Persons written. */
  toCrm: number;
  conflicts: number;
  /** Held changes opened. */
  held: number;
  paused: number;
  resumed: number;
  /** Links that ended because the user removed the card (R9). */
  removed: number;
  /** Connector IDs put back or taken off copies. */
  repaired: number;
  /** Requests to the remote. */
  requests: number;
}

export interface Progress {
  readonly phase: 'observe' | 'compare' | 'apply';
  readonly done: number;
  /** Null where the total is not known yet. */
  readonly total: number | null;
}

export interface PassStore {
  /** Null when another holds the mailbox. The lease runs out after `ttlMs` unless renewed. */
  acquire(mailboxId: MailboxId, holder: string, ttlMs: number): Promise<Lease | null>;
  /** False when it was lost. */
  renew(lease: Lease, ttlMs: number): Promise<boolean>;
  release(lease: Lease): Promise<void>;
  openPass(lease: Lease, passId: PassId, trigger: PassTrigger, at: string): Promise<void>;
  progress(lease: Lease, passId: PassId, progress: Progress): Promise<void>;
  closePass(
    lease: Lease,
    passId: PassId,
    at: string,
    outcome: PassOutcome,
    counts: PassCounts,
  ): Promise<void>;
  mailbox(id: MailboxId): Promise<Mailbox | null>;
  folders(id: MailboxId): Promise<{ folderId: FolderId; cursor: RemoteCursor | null; isDefault: boolean }[]>;
  links(id: MailboxId): Promise<Link[]>;
  removals(id: MailboxId): Promise<Removal[]>;
  marks(id: MailboxId): Promise<Mark[]>;
  /** Held changes of this mailbox that wait for a decision; `linkId` is null where no card was made yet. */
  openHeld(id: MailboxId): Promise<(OpenHeld & { personId: PersonId; linkId: LinkId | null })[]>;
  /** Entries written ahead whose outcome is not known (a crash came between). */
  intendedHistory(id: MailboxId): Promise<HistoryEntry[]>;
  /** One transaction under the lease; Trouble `leaseLost` and nothing written when it is no longer ours. */
  commit(lease: Lease, writes: readonly StoreWrite[]): Promise<void>;
}

// ─── A pass, for those who ask for one ──────────────────────────────────────────────────────────

export interface PassRequest {
  readonly mailboxId: MailboxId;
  readonly trigger: PassTrigger;
  /** Names the process and job, for whoever asks why a mailbox is held. */
  readonly holder: string;
  /** Ends the pass between two requests; what was done stays done. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export type PassReport =
  | { readonly ran: true; readonly passId: PassId; readonly result: PassOutcome; readonly counts: PassCounts }
  /** Another pass holds the mailbox; `notNow`: paused, parked, braked or before its Retry-After. */
  | {
      readonly ran: false;
      readonly because: 'busy' | 'notNow' | 'unknownMailbox';
      readonly afterMs: number | null;
    };

/** Never throws for what a mailbox or the remote does; see PassReport. */
export type RunPass = (request: PassRequest) => Promise<PassReport>;

// ─── Time and chance ────────────────────────────────────────────────────────────────────────────

export interface Clock {
  now(): Date;
  /** Milliseconds on a clock that never jumps, and that runs on while the process is stopped. */
  monotonicMs(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Random UUIDs, lower case. */
export type NewId = () => string;

export type { LeftOutReason };
