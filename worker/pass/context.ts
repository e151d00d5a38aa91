/** What the stages of one pass share. Built by run-pass.ts; no stage keeps anything between passes. */
import type { Country } from '../../shared/canonical.ts';
import type { EmployeeId, MailboxId, PassId } from '../../shared/ids.ts';
import type { FieldTable } from '../sync/field-table.ts';
import type { TakePrint } from '../sync/guard/prints.ts';
import type { BrakeSettings } from '../sync/plan-pass.ts';
import type { Arrived } from './freshness.ts';
import type {
  Clock,
  Crm,
  Lease,
  Mailbox,
  NewId,
  PassCounts,
  PassMeter,
  PassStore,
  Progress,
  Remote,
  RemoteOpener,
  StoreWrite,
  Trace,
} from './ports.ts';

export interface PassSettings {
  readonly country: Country;
  readonly brake: BrakeSettings;
  /** How long a mailbox is held before it must be renewed. */
  readonly leaseMs: number;
  /** A write may still be under way this long after it was sent: none is sent when less of the lease is left. */
  readonly writeMs: number;
  /** R11: wait between the two looks for a card whose create had no clear outcome. */
  readonly secondLookMs: number;
  /** A pass of more persons than this is gathered and applied in portions of so many. */
  readonly personsAtOnce?: number;
}

/** Ids, counts and codes only; never a person's data. */
export interface PassLog {
  info(data: object, message: string): void;
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

export interface PassDeps<Card> {
  readonly crm: Crm;
  readonly remotes: RemoteOpener<Card>;
  readonly store: PassStore;
  readonly table: FieldTable<Card>;
  /** R7: how values of this mailbox's cards are made into fingerprints; the key is the mailbox's own. */
  readonly prints: (mailboxId: MailboxId) => Promise<TakePrint>;
  readonly clock: Clock;
  /** The clock that all processes of the office share (shared-time.ts); absent: one process, one clock. */
  readonly sharedNow?: () => Promise<Date>;
  readonly newId: NewId;
  readonly settings: PassSettings;
  readonly log: PassLog;
  /** Between portions of a large pass, when little is in hand: memory that is used no more may be given back. */
  readonly giveBack?: () => void;
  /** Absent: nobody counts. */
  readonly meter?: PassMeter;
  /** Absent: what is logged carries the ids that its line names. */
  readonly trace?: Trace;
}

export interface PassContext<Card> extends PassDeps<Card> {
  readonly mailbox: Mailbox;
  readonly employeeId: EmployeeId;
  readonly lease: Lease;
  readonly passId: PassId;
  readonly remote: Remote<Card>;
  readonly counts: PassCounts;
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => Promise<void>;
  readonly commit: (writes: readonly StoreWrite[]) => Promise<void>;
  /** Runs what sends to the remote: a pause that is noticed meanwhile ends the pass behind it, not in its middle. */
  readonly underWay: <T>(work: () => Promise<T>) => Promise<T>;
  readonly nowIso: () => string;
  readonly arrived: Arrived;
}

export const noCounts = (): PassCounts => ({
  created: 0,
  toRemote: 0,
  toCrm: 0,
  conflicts: 0,
  held: 0,
  paused: 0,
  resumed: 0,
  removed: 0,
  repaired: 0,
  linked: 0,
  undone: 0,
  discarded: 0,
  requests: 0,
});

export const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
