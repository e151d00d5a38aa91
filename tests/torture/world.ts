/**
 * The office that steps are done on, whatever runs it: the whole worker as processes of its own (the torture) or its code
 * in this process (a replay). What only the one or the other can do is named here; all else is done by perform.ts.
 */
import type { Sandbox } from '../../sandbox/index.ts';
import type { Box, Ledger } from '../support/ledger.ts';

export interface World {
  readonly sandbox: Sandbox;
  readonly boxes: readonly Box[];
  /** The referee: everything that people type goes through it. Its `sides` may be others after a restart. */
  readonly ledger: Ledger;
  /**
   * Until every change on both sides of this mailbox has been seen by a pass; false where that cannot be had now. Steps
   * that ask it (Outlook's mixing) are then left out.
   */
  quiet(box: number): Promise<boolean>;
  /** Asks for a pass (and, where it runs here, does it). A pass that fails is no failure of the step. */
  pass(box: number): Promise<void>;
  crash(box: number, call: number, when: 'before' | 'after'): Promise<void>;
  /** The store's server, or what of it can be had here. */
  restart(): Promise<void>;
  /** The user of a parked mailbox signs in again. */
  signIn(box: number): Promise<void>;
  /** Faults off, all mailboxes at rest, every statement checked: sentences about what does not hold. */
  rest(): Promise<string[]>;
}
