/** The shape of a question: asked in the room, answered by a finding. */
import type { Facts, Finding, Found, QuestionId } from './answers.ts';
import type { Room } from './room.ts';

export type Question<Q extends QuestionId> = (room: Room) => Promise<Found<Q>>;

export const answered = <Q extends QuestionId>(finding: Finding<Q>, facts: Facts = {}): Found<Q> => ({
  outcome: 'answered',
  finding,
  facts,
});

export const without = <Q extends QuestionId>(
  outcome: 'notAsked' | 'timedOut',
  facts: Facts = {},
): Found<Q> => ({ outcome, finding: null, facts });
