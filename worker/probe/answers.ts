/**
 * What the probe asks of a mailbox and what can come of it: the questions on which Microsoft's documents are silent or contradict
 * each other, each with a closed list of findings. Data only; the words are in shared/texts/probe.ts, the asking in questions/.
 */
import type { GraphAssumptions } from '../graph/assumptions.ts';

/** By question, what may be found. The first ten are numbered in this order. */
export const findings = {
  /** `$expand` of the connector ID on a delta. */
  expandOnDelta: ['ignored', 'refused', 'honoured', 'firstRoundOnly'],
  /** `/me/contacts/delta` beside that of the default folder. */
  twoDeltas: ['same', 'wholeMailbox', 'refused', 'other'],
  /** A card that goes from one folder to another, as both folders' deltas tell it. */
  move: ['removedOnly', 'removedAndAdded', 'addedOnly', 'silent'],
  /** An If-Match that is no longer right. */
  staleEtag: ['refused412', 'refused409', 'refusedOther', 'differs', 'ignored'],
  /** An update that carries nothing but the connector ID. */
  propertyWrite: ['comesBack', 'etagOnly', 'deltaOnly', 'silent'],
  /** Deletion of the only card of a folder. */
  lastDeletion: ['told', 'toldLater', 'lastNotTold', 'noneTold'],
  /** Two cards that a user merges. */
  merge: ['keepsProperty', 'takesOther', 'losesProperty', 'newCard', 'bothStay', 'noneLeft'],
  /** A card that a user copies. */
  copy: ['copied', 'notCopied'],
  /** From a create to its being found by its connector ID. */
  findDelay: ['atOnce', 'late', 'folderOnly', 'never'],
  /** Cards in the delta on which nothing has changed. */
  changeless: ['quiet', 'sameValuesShow', 'linkingShows', 'bothShow'],
  /** What comes back of a birthday as this product writes it. Not one of the ten. */
  birthday: ['asWritten', 'otherMoment', 'otherDay', 'notKept'],
} as const;

export type QuestionId = keyof typeof findings;
export type Finding<Q extends QuestionId = QuestionId> = Q extends QuestionId
  ? (typeof findings)[Q][number]
  : never;
export const questionIds = Object.keys(findings) as QuestionId[];

export type Fact = string | number | boolean | null;
export type Facts = Readonly<Record<string, Fact>>;

/** One kind of request with one kind of answer; ids and values are left out of `asked`. */
export interface Exchange {
  readonly asked: string;
  /** HTTP status; −1: no answer. */
  readonly status: number;
  readonly code: string | null;
  readonly times: number;
  readonly fastestMs: number;
  readonly slowestMs: number;
}

/** `partly`: without what only a person can do. */
export type Outcome = 'answered' | 'partly' | 'notAsked' | 'timedOut' | 'failed';

export interface Found<Q extends QuestionId = QuestionId> {
  readonly outcome: Exclude<Outcome, 'failed'>;
  /** Null where there is no answer. */
  readonly finding: Finding<Q> | null;
  readonly facts: Facts;
}

export interface Answer {
  readonly question: QuestionId;
  readonly outcome: Outcome;
  readonly finding: Finding | null;
  readonly facts: Facts;
  /** Why it failed; null else. */
  readonly code: string | null;
  readonly tookMs: number;
  readonly exchanges: readonly Exchange[];
}

/** What became of what was made. */
export interface CleanedUp {
  readonly cards: number;
  readonly folders: number;
  /** Cards that stand where the probe worked and are not, or no longer, what it made: left alone, with their folder. */
  readonly kept: number;
  /** Cards that were not to be found by their id any more; deleted ones may still be in Deleted Items. */
  readonly notThere: number;
  /** Things of the probe's own that could not be removed now. */
  readonly left: number;
}

export interface ProbeReport {
  readonly version: 1;
  /** ISO instant. */
  readonly startedAt: string;
  readonly tookMs: number;
  readonly requests: number;
  /** True: ended before the last question. */
  readonly stopped: boolean;
  readonly answers: readonly Answer[];
  /** What follows for the worker; never less safe than its defaults. */
  readonly assumptions: GraphAssumptions;
  readonly cleanUp: CleanedUp;
}
