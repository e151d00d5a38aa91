/** A pass, for those who ask for one: the API, the command line and the jobs. */
import type { MailboxId, PassId } from '../../../shared/ids.ts';
import type { PassCounts, PassOutcome, PassTrigger, Progress } from './store-port.ts';

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
