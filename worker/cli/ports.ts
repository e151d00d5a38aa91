/**
 * What the commands are given: an App that main.ts builds from the settings. Its parts open when they are first
 * asked for, so that a command that needs no Graph builds none, and a wrong setting of one part stops only those who
 * need it.
 */
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import type { Employee } from '../../shared/person.ts';
import type { HeldDesk } from '../api/held/desk.ts';
import type { HistoryDesk } from '../api/history/desk.ts';
import type { UndoDesk } from '../api/undo/desk.ts';
import type { MailboxDesk, MailboxSeen } from '../api/ports.ts';
import type { WhyDesk } from '../api/why/desk.ts';
import type { EmbeddedCrm } from '../crm/embedded/types.ts';
import type { Keys } from '../identity/index.ts';
import type { PassReport, PassTrigger, Progress } from '../pass/ports.ts';
import type { MakePreview } from '../pass/preview.ts';
import type { CleanedUp, ProbeReport } from '../probe/answers.ts';
import type { ProbeOptions } from '../probe/run.ts';
import type { Settings } from '../settings.ts';
import type { BackupProgress, Contents, Manifest, OpenedBackup, Restored } from '../store/backup/index.ts';
import type { Io } from './output.ts';

/** The opened store at the current schema, and what stands on it without Microsoft. */
export interface Office {
  readonly crm: EmbeddedCrm;
  readonly mailboxes: MailboxDesk;
  readonly held: HeldDesk;
  readonly why: WhyDesk;
  readonly history: HistoryDesk;
  readonly undo: UndoDesk;
  /** Puts a pass in the queue; safe to repeat. */
  readonly askPass: (mailboxId: MailboxId, trigger: PassTrigger) => Promise<void>;
  /** Whether a process that runs jobs is alive on this database. */
  readonly workerRuns: () => Promise<boolean>;
}

export interface Working {
  /** Rejects when it cannot go on by itself; the process should end then, and be started anew. */
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

export interface Served extends Working {
  /** Where it listens, e.g. `http://127.0.0.1:3001`. */
  readonly url: string;
  readonly publicUrl: string | null;
  readonly jobs: boolean;
  /** Whether a built add-in is there to be served. */
  readonly pane: boolean;
}

/** Back-ups of the store, whatever its schema. */
export interface BackupDesk {
  /** The bytes of a file, as the store is at one moment; a worker may run meanwhile. */
  readonly write: (onProgress: (progress: BackupProgress) => void) => AsyncIterable<Uint8Array>;
  readonly open: (source: AsyncIterable<Uint8Array>) => Promise<OpenedBackup>;
  /** What a restore would take away. */
  readonly contents: () => Promise<Contents>;
  /** Whether the sign-ins in it open with the keys of the settings; null: no key is set. */
  readonly opensSignIns: (manifest: Manifest) => Promise<boolean | null>;
  readonly restore: (
    opened: OpenedBackup,
    options: { readonly replace: boolean; readonly onProgress: (progress: BackupProgress) => void },
  ) => Promise<Restored>;
}

/** The probe of one mailbox. Throws Trouble and ProbeFailed where nothing could be asked. */
export interface ProbeDesk {
  readonly ask: (
    mailboxId: MailboxId,
    options: Pick<ProbeOptions, 'human' | 'patienceMs' | 'signal' | 'onQuestion'>,
  ) => Promise<ProbeReport>;
  /** Takes away what a run that was broken off has left; safe to repeat. */
  readonly cleanUp: (mailboxId: MailboxId, signal: AbortSignal) => Promise<CleanedUp>;
  /** Keeps the more careful of what holds and what was measured, for the next start. */
  readonly apply: (
    measured: ProbeReport['assumptions'],
  ) => Promise<{ readonly file: string; readonly assumptions: ProbeReport['assumptions'] }>;
}

export interface ActivationLink {
  readonly url: string;
  readonly expiresAt: Date;
}

export type CheckState = 'ok' | 'warning' | 'wrong';
/** One finding of `doctor`; `what` and `advice` are keys of its texts. */
export interface Finding {
  readonly check: string;
  readonly state: CheckState;
  readonly what: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface App {
  readonly settings: Settings;
  /** Names of the migrations that ran now. Opens the store without asking for its schema. */
  readonly migrate: () => Promise<string[]>;
  /** Throws StoreError, or CommandError `schemaBehind` where the schema is not current and may not be made so. */
  readonly office: () => Promise<Office>;
  readonly serve: (options: { readonly jobs: boolean }) => Promise<Served>;
  readonly work: () => Promise<Working>;
  /** A one-time address at which this employee gives consent. */
  readonly activationLink: (employee: Employee, start?: 'now' | 'afterPreview') => Promise<ActivationLink>;
  /** Ends the link of one user; safe to repeat. Cards, links, held changes and history stay. */
  readonly deactivate: (mailboxId: MailboxId) => Promise<void>;
  readonly mailboxOfEmployee: (employeeId: EmployeeId) => Promise<MailboxSeen | null>;
  /** Runs a pass in this process. */
  readonly passHere: (
    mailboxId: MailboxId,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
  ) => Promise<PassReport>;
  /** What a pass would do; writes nothing, and needs no turn. */
  readonly preview: MakePreview;
  readonly backups: () => Promise<BackupDesk>;
  /** Which key seals what, by the keys of the settings alone. Throws IdentityError, SettingsError. */
  readonly keys: () => Promise<Keys>;
  /** Ends the belief in every subscription there is; a worker makes new ones. How many there were. */
  readonly forgetSubscriptions: () => Promise<number>;
  readonly probes: () => Promise<ProbeDesk>;
  /** Findings in the order of the checks, each as soon as it is known. Never throws. */
  readonly examine: () => AsyncIterable<Finding>;
  readonly close: () => Promise<void>;
}

export interface World {
  readonly io: Io;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly version: string;
  /** Ends with SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Loads what only some commands need; opens nothing yet. */
  readonly buildApp: (settings: Settings) => Promise<App>;
}
