/**
 * The probe: asks its questions of one real mailbox, one after another, in folders of its own, and takes away what it made. A question
 * that fails is told as such and the next one is asked; only what ends everything (sign-in, a long wait, a stop) ends it.
 */
import { Trouble, type Clock, type NewId } from '../pass/ports.ts';
import type { Channel } from '../graph/channel.ts';
import { assumptionsFor, defaultAssumptions, type GraphAssumptions } from '../graph/assumptions.ts';
import {
  questionIds,
  type Answer,
  type CleanedUp,
  type Found,
  type ProbeReport,
  type QuestionId,
} from './answers.ts';
import { cleanUp, leftovers, type Leftovers } from './clean-up.ts';
import { birthday } from './questions/birthday.ts';
import { changeless } from './questions/changeless.ts';
import { copy } from './questions/copy.ts';
import { expandOnDelta } from './questions/expand-on-delta.ts';
import { findDelay } from './questions/find-delay.ts';
import { lastDeletion } from './questions/last-deletion.ts';
import { merge } from './questions/merge.ts';
import { move } from './questions/move.ts';
import { propertyWrite } from './questions/property-write.ts';
import { staleEtag } from './questions/stale-etag.ts';
import { twoDeltas } from './questions/two-deltas.ts';
import { Room, type Human } from './room.ts';
import { ProbeFailed, Wire } from './wire.ts';

const questions: { readonly [Q in QuestionId]: (room: Room) => Promise<Found<Q>> } = {
  expandOnDelta,
  twoDeltas,
  move,
  staleEtag,
  propertyWrite,
  lastDeletion,
  merge,
  copy,
  findDelay,
  changeless,
  birthday,
};

export interface ProbeOptions {
  /** Trouble `park` where the user must sign in again. */
  readonly open: (signal: AbortSignal) => Promise<Channel>;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Null: questions that need somebody in Outlook are not asked. */
  readonly human: Human | null;
  readonly patienceMs: number;
  /** Ends the questions; what was made is taken away all the same. */
  readonly signal: AbortSignal;
  readonly onQuestion: (question: QuestionId, number: number, of: number) => void;
}

/** Clearing goes on after a stop, but not for ever: a process that is told to stop has ten seconds. */
const clearWithinMs = 60_000;
const clearAfterStopMs = 8_000;

/** Trouble where nothing could be asked at all. */
export const probe = async (options: ProbeOptions): Promise<ProbeReport> => {
  const { clock, signal } = options;
  const startedAt = clock.now().toISOString();
  const fromMs = clock.monotonicMs();
  const wire = new Wire(await options.open(signal));
  const room = new Room({ wire, ...options });
  const answers: Answer[] = [];
  let ended: Trouble | null = null;
  let cleared: { cleanUp: CleanedUp; requests: number };
  try {
    await room.folder();
    for (const [at, question] of questionIds.entries()) {
      options.onQuestion(question, at + 1, questionIds.length);
      answers.push(await answerOf(room, question));
    }
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    ended = error;
  } finally {
    cleared = await clear(options, { cardIds: room.made.cards, folderIds: room.made.folders });
  }
  if (ended !== null && answers.length === 0 && !signal.aborted) throw ended;
  return {
    version: 1,
    startedAt,
    tookMs: Math.round(clock.monotonicMs() - fromMs),
    requests: wire.requests + cleared.requests,
    stopped: ended !== null,
    answers,
    assumptions: assumptionsOf(answers),
    cleanUp: cleared.cleanUp,
  };
};

/** Takes away what earlier runs have left. */
export const probeCleanUp = async (options: Pick<ProbeOptions, 'open' | 'signal'>): Promise<CleanedUp> => {
  const wire = new Wire(await options.open(options.signal));
  return cleanUp(wire, await leftovers(wire));
};

const answerOf = async (room: Room, question: QuestionId): Promise<Answer> => {
  const { clock } = room.wire;
  const fromMs = clock.monotonicMs();
  const end = (rest: Pick<Answer, 'outcome' | 'finding' | 'facts' | 'code'>): Answer => ({
    question,
    ...rest,
    tookMs: Math.round(clock.monotonicMs() - fromMs),
    exchanges: room.wire.takeExchanges(),
  });
  try {
    return end({ ...(await questions[question](room)), code: null });
  } catch (error) {
    if (!(error instanceof ProbeFailed)) throw error;
    return end({ outcome: 'failed', finding: null, facts: {}, code: error.code });
  }
};

/** On a channel of its own, which a stop does not close. */
const clear = async (
  { open, signal }: ProbeOptions,
  made: Leftovers,
): Promise<{ cleanUp: CleanedUp; requests: number }> => {
  const limit = AbortSignal.timeout(signal.aborted ? clearAfterStopMs : clearWithinMs);
  const things = [...made.cardIds, ...made.folderIds].length;
  try {
    const wire = new Wire(await open(limit));
    return { cleanUp: await cleanUp(wire, made), requests: wire.requests };
  } catch (error) {
    if (!(error instanceof Trouble) && !(error instanceof ProbeFailed)) throw error;
    return { cleanUp: { cards: 0, folders: 0, kept: 0, notThere: 0, left: things }, requests: 0 };
  }
};

/** What the answers mean for the worker's settings of this kind; where there is no answer, its defaults. */
const assumptionsOf = (answers: readonly Answer[]): GraphAssumptions => {
  const delay = answers.find(({ question }) => question === 'findDelay');
  const slowest = delay?.facts['slowestMs'];
  if (delay?.finding === 'never') return assumptionsFor(null);
  return typeof slowest === 'number' ? assumptionsFor(slowest) : defaultAssumptions;
};
