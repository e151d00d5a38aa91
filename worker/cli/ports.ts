/**
 * What the commands are given: an App that main.ts builds from the settings. Its parts open when they are first
 * asked for, so that a command that needs no Graph builds none, and a wrong setting of one part stops only those who
 * need it.
 */
import type { EmployeeId, MailboxId } from '../../shared/ids.ts';
import type { Employee } from '../../shared/person.ts';
import type { MailboxDesk } from '../api/ports.ts';
import type { EmbeddedCrm } from '../crm/embedded/types.ts';
import type { Mailbox, PassReport, PassTrigger, Progress } from '../pass/ports.ts';
import type { Settings } from '../settings.ts';

/** The opened store at the current schema, and what stands on it without Microsoft. */
export interface Office {
  readonly crm: EmbeddedCrm;
  readonly mailboxes: MailboxDesk;
  /** Puts a pass in the queue; safe to repeat. */
  askPass(mailboxId: MailboxId, trigger: PassTrigger): Promise<void>;
  nextPassAt(mailbox: Mailbox): Date | null;
  /** Whether a process that runs jobs is alive on this database. */
  workerRuns(): Promise<boolean>;
}

export interface Served {
  /** Where it listens, e.g. `http://127.0.0.1:3001`. */
  readonly url: string;
  readonly publicUrl: string | null;
  readonly jobs: boolean;
  /** Whether a built add-in is there to be served. */
  readonly pane: boolean;
  stop(): Promise<void>;
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
  migrate(): Promise<string[]>;
  /** Throws StoreError, or CommandError `schemaBehind` where the schema is not current and may not be made so. */
  office(): Promise<Office>;
  serve(options: { readonly jobs: boolean }): Promise<Served>;
  work(): Promise<{ stop(): Promise<void> }>;
  /** A one-time address at which this employee gives consent. */
  activationLink(employee: Employee): Promise<ActivationLink>;
  mailboxOfEmployee(employeeId: EmployeeId): Promise<Mailbox | null>;
  /** Runs a pass in this process. */
  passHere(
    mailboxId: MailboxId,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
  ): Promise<PassReport>;
  /** Findings in the order of the checks, each as soon as it is known. Never throws. */
  examine(): AsyncIterable<Finding>;
  close(): Promise<void>;
}

export interface World {
  readonly io: import('./output.ts').Io;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly version: string;
  /** Ends with SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  readonly buildApp: (settings: Settings) => App;
}
