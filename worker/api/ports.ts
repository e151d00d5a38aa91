/**
 * What the routes need of the rest of the worker; main.ts gives it. Routes know no adapter and no SQL. Reads of a
 * mailbox always name the mailbox, and a route takes it from the sign-in only (nobody asks for another's).
 */
import type { z } from 'zod';
import type { EmployeeId, HistoryId, MailboxId, OrganisationId, PassId, PersonId } from '../../shared/ids.ts';
import type { Ending } from '../../shared/api/admin.ts';
import type { FieldProblem } from '../../shared/api/errors.ts';
import type { linkCounts } from '../../shared/api/mailbox.ts';
import type { Visibility } from '../../shared/api/visibility.ts';
import type { Person, PersonFields, PersonKind, PersonPatch } from '../../shared/person.ts';
import type {
  Crm,
  CrmActor,
  Mailbox,
  PassCounts,
  PassOutcome,
  PassTrigger,
  Progress,
} from '../pass/ports.ts';
import type { Attention } from '../store/attention.ts';
import type { CleanUpAsked, CleanUpState, PausedCard } from '../store/paused-cards.ts';
import type { RelationFact } from '../store/relation-facts.ts';
import type { MakePreview } from '../pass/preview.ts';
import type { ActivationSettings } from '../sync/selection.ts';
import type { HeldDesk } from './held/desk.ts';
import type { WhyDesk } from './why/desk.ts';
import type { HistoryDesk } from './history/desk.ts';
import type { UndoDesk } from './undo/desk.ts';

/** Who a valid token speaks for. Ids only: an address in a token proves nothing about later requests. */
export interface Account {
  readonly oid: string;
  readonly tid: string;
  /** User principal name, lower case, where the token carries one. */
  readonly upn: string | null;
  readonly roles: readonly string[];
}

/** What the socket knows of a request. */
export interface Peer {
  readonly remoteAddress?: string | undefined;
}

export interface ApiEnv {
  Bindings: Peer;
  Variables: { account: Account };
}

export interface ApiLog {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
}

export type LinkCounts = z.infer<typeof linkCounts>;

export interface PassRecord {
  readonly id: PassId;
  readonly trigger: PassTrigger;
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Null while it runs. */
  readonly outcome: PassOutcome | null;
  /** True: it never came to its end (crash, lost lease). */
  readonly interrupted: boolean;
  readonly counts: PassCounts | null;
  readonly progress: Progress | null;
}

export interface Page {
  readonly limit: number;
  /** What the page before gave as `next`. */
  readonly before: string | null;
}
export interface Paged<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export type LinkState = 'creating' | 'active' | 'paused' | 'removed';

export interface MailboxSeen extends Mailbox {
  /** ISO instant of the next daily pass; null where none was set yet. */
  readonly nextDailyAt: string | null;
}

/** What is known of mailboxes, and what a person may change about one. */
export interface MailboxDesk {
  readonly ofAccount: (tid: string, oid: string) => Promise<MailboxSeen | null>;
  readonly all: () => Promise<MailboxSeen[]>;
  readonly counts: (id: MailboxId) => Promise<LinkCounts>;
  readonly allCounts: () => Promise<Map<MailboxId, LinkCounts>>;
  readonly lastPass: (id: MailboxId) => Promise<PassRecord | null>;
  /** Of every mailbox that ever had one. */
  readonly lastPasses: () => Promise<Map<MailboxId, PassRecord>>;
  /** Changes that wait for a decision, in all mailboxes. */
  readonly openHeld: () => Promise<number>;
  /** Of all mailboxes, newest first. */
  readonly allPasses: (page: Page) => Promise<Paged<PassRecord & { readonly mailboxId: MailboxId }>>;
  /** Mailboxes whose last pass that came to an end failed. */
  readonly failing: () => Promise<number>;
  /** The newest passes; the running one is among them. */
  readonly passes: (id: MailboxId, page: Page) => Promise<Paged<PassRecord>>;
  readonly pass: (id: MailboxId, passId: PassId) => Promise<PassRecord | null>;
  /** By person; one without a link and without a removal is absent. */
  readonly links: (id: MailboxId, personIds: readonly PersonId[]) => Promise<Map<PersonId, LinkState>>;
  readonly saveSettings: (id: MailboxId, settings: ActivationSettings) => Promise<void>;
  readonly exclude: (id: MailboxId, personId: PersonId) => Promise<void>;
  readonly include: (id: MailboxId, personId: PersonId) => Promise<void>;
  readonly pause: (id: MailboxId, because: 'byUser' | 'byAdmin') => Promise<void>;
  /** What is remembered of every person in the mailbox, in one question; one of whom nothing is, is absent. */
  readonly relations: (id: MailboxId) => Promise<Map<PersonId, RelationFact>>;
  /** R8: cards of paused links. */
  readonly pausedCards: (id: MailboxId) => Promise<PausedCard[]>;
  /** All or nothing; a pass must be asked for afterwards. Safe to repeat. */
  readonly askCleanUp: (id: MailboxId, personIds: readonly PersonId[]) => Promise<CleanUpAsked>;
  /** Answers for whom it was still asked; `late`: a pass runs that may have read it already. */
  readonly withdrawCleanUp: (
    id: MailboxId,
    personIds: readonly PersonId[],
  ) => Promise<{ personIds: readonly PersonId[]; late: boolean }>;
  readonly cleanUpStates: (
    id: MailboxId,
    personIds: readonly PersonId[],
  ) => Promise<Map<PersonId, CleanUpState>>;
  /**
   * Active again; after a brake the next pass runs without it, once (R12). `seen`: only as a person has looked at it;
   * false when it is another by now.
   */
  readonly resume: (id: MailboxId, seen?: Pick<Mailbox, 'state' | 'stateBecause'>) => Promise<boolean>;
}

export interface NewPerson {
  readonly kind: PersonKind;
  readonly fields: PersonPatch;
  readonly organisationId: OrganisationId | null;
  readonly organisationName: string | null;
  readonly relationManagerId: EmployeeId | null;
  readonly ownerIds: readonly EmployeeId[];
  readonly groups: readonly string[];
}

export interface PersonEdit {
  readonly fields?: PersonPatch;
  readonly relationManagerId?: EmployeeId | null;
  readonly ownerIds?: readonly EmployeeId[];
  readonly groups?: readonly string[];
  readonly former?: boolean;
}

export type PersonResult =
  | { readonly outcome: 'done'; readonly person: Person }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'gone' }
  | { readonly outcome: 'refused'; readonly field: string; readonly problem: FieldProblem };

/** What the office shows of a person in the pane; until somebody decides, the default. */
export interface VisibilityDesk {
  readonly read: () => Promise<Visibility>;
  /** `by`: object id of the administrator. The whole set; the last one who saves has decided. */
  readonly save: (parts: Visibility, by: string, at: Date) => Promise<void>;
}

/** What the office's own CRM can do beyond the port that every CRM fulfils. */
export interface PersonDesk {
  /** Found by these fields of each person only: nobody finds by what is hidden from them. */
  readonly search: (
    text: string,
    limit: number,
    shown: (person: Person) => PersonFields,
  ) => Promise<Person[]>;
  readonly create: (person: NewPerson, by: CrmActor) => Promise<PersonResult>;
  /** All or nothing, and only when `version` is still the person's. */
  readonly edit: (id: PersonId, version: string, edit: PersonEdit, by: CrmActor) => Promise<PersonResult>;
}

/** A sign-in that was refused at the door; `code` is one of the API's. */
export type TokenCheck =
  | { readonly ok: true; readonly account: Account }
  | {
      readonly ok: false;
      readonly code:
        | 'unauthenticated'
        | 'tokenInvalid'
        | 'tenantNotAllowed'
        | 'clientNotAllowed'
        | 'scopeMissing'
        | 'unavailable';
    };

export interface Readiness {
  readonly database: boolean;
  readonly migrated: boolean;
  /** Null: this process was told to run none. */
  readonly jobs: boolean | null;
  /** Not yet, or no longer, at its work. */
  readonly phase?: 'starting' | 'stopping';
}

export interface ApiDeps {
  readonly version: string;
  readonly publicUrl: string | null;
  /** Serves https itself, or stands behind something that does. */
  readonly isHttps: boolean;
  readonly authority: string;
  /** Object ids and user principal names, lower case. */
  readonly admins: readonly string[];
  /** As set. */
  readonly allowedTenants: readonly string[];
  /** For `/config.json`; null: sign-in is not configured. */
  readonly pane: { readonly clientId: string; readonly authority: string; readonly scope: string } | null;
  /** Addresses and networks of the proxies before the worker: of these alone X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Origins besides Outlook's that may frame the pane. */
  readonly frameAncestors: readonly string[];
  /** Folder of the built add-in; it may be missing. */
  readonly addinFolder: string;
  readonly now: () => Date;
  /** Of the office, by its IANA name. */
  readonly timeZone: string;
  readonly monotonicMs: () => number;
  readonly log: ApiLog;
  readonly checkToken: (authorization: string | undefined) => Promise<TokenCheck>;
  readonly crm: Crm;
  /** Null where the CRM's persons are edited in the CRM only. */
  readonly desk: PersonDesk | null;
  /** Address of a person in the CRM's own pages, with `{id}` in it; null where there are none. */
  readonly crmPersonUrl: string | null;
  /** What the office shows of a person. */
  readonly visibility: VisibilityDesk;
  /** Whom a user chose and looked at. */
  readonly attention: Attention;
  readonly mailboxes: MailboxDesk;
  readonly held: HeldDesk;
  readonly history: HistoryDesk;
  readonly undo: UndoDesk;
  /** Asks for a pass; safe to repeat, several asks make one pass. */
  readonly askPass: (mailboxId: MailboxId, trigger: PassTrigger) => Promise<void>;
  readonly why: WhyDesk;
  /** What a pass would do; writes nothing. */
  readonly makePreview: MakePreview;
  /** When this mailbox's sign-in ends unless it is used before; null where it has ended or is not known. */
  /** What of the installation ends soon; absent: nothing that is known. */
  readonly endings?: () => Promise<Ending[]>;
  readonly signInEndsAt: (mailbox: { readonly tid: string; readonly oid: string }) => Promise<Date | null>;
  readonly activationTicket: (
    account: Account,
    wanted: {
      readonly start: 'now' | 'afterPreview';
      /** Those of the mailbox from the consent on; absent: as they are, or as they begin. */
      readonly settings?: ActivationSettings;
    },
  ) => Promise<{ readonly url: string; readonly expiresAt: Date }>;
  /** Ends the link: nothing runs any more and the sign-in is forgotten; everything else stays. Safe to repeat. */
  readonly deactivate: (mailboxId: MailboxId) => Promise<void>;
  /** `/connect/start` and `/connect/callback`: pages of the sign-in flow. */
  readonly connect: {
    readonly start: (request: Request) => Promise<Response>;
    readonly callback: (request: Request) => Promise<Response>;
  };
  /**
   * One delivery of change notifications. `refused`: not one of ours (unknown subscription or wrong client state
   * throughout); `garbage`: not a delivery at all.
   */
  readonly takeNotifications: (body: unknown) => Promise<'taken' | 'refused' | 'garbage'>;
  readonly ready: () => Promise<Readiness>;
  readonly runningPasses: () => Promise<number>;
  /** Told of every answer; absent: nobody counts. */
  readonly meter?: {
    readonly answered: (answer: {
      readonly method: string;
      /** The pattern, never the address that was asked. */
      readonly route: string;
      readonly status: number;
      readonly tookMs: number;
    }) => void;
  };
  /** Absent: no `/metrics` at this address. */
  readonly metrics?: {
    readonly allows: (authorization: string | undefined) => boolean;
    readonly render: () => Promise<{ readonly contentType: string; readonly body: string }>;
  };
}

export type { HistoryId };
