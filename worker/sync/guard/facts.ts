/** What the guard needs to know of the world besides the link itself; gathered by the pass, judged by the core (R7). */
import type { Person } from '../../../shared/person.ts';
import type { Neighbour, Print, TakePrint } from './prints.ts';

/** What holds for every card of one mailbox in one pass. */
export interface GuardTerms {
  /** ISO instant of this pass. */
  readonly now: string;
  readonly takePrint: TakePrint;
  /** How many living cards of the mailbox carry this value. Known for the values that were asked for, else 0. */
  readonly carriers: (print: Print) => number;
}

/** What may be mixed up with one person and its card. */
export interface Surroundings {
  /** Other cards that share an address with the card or with the person, now or within `rememberDays`. */
  readonly neighbours: readonly Neighbour[];
  /**
   * Other persons of the CRM with one of these addresses, whether they have a card here or not, without those who are
   * the same human (head and followers).
   */
  readonly persons: readonly Person[];
  /** What this very card has shown before, where it is known. */
  readonly own: Neighbour | null;
}

export const alone: Surroundings = { neighbours: [], persons: [], own: null };
