/** What waits for a decision in my own mailbox, deciding it, and what is remembered for pairs. */
import {
  decisionsResult,
  heldChange,
  heldPage,
  heldPairList,
  type DecisionBody,
  type HeldChoice,
} from '../../shared/api/held.ts';
import { queryOf, type Call } from './call.ts';

export interface HeldPageAsked {
  readonly state: 'open' | 'closed';
  readonly limit: number;
  readonly before: string | null;
}

const path = (id: string, rest = ''): string => `/api/held/${encodeURIComponent(id)}${rest}`;

export const heldApi = (call: Call) => ({
  /** Newest first. */
  list: (asked: HeldPageAsked) => call('GET', `/api/held${queryOf({ ...asked })}`, heldPage),
  one: (id: string) => call('GET', path(id), heldChange),
  /**
   * Safe to repeat. Refused with `alreadyDecided`, `overtaken` or `notPossible` and the held change as it stands now
   * (`detail.current`).
   */
  decide: (id: string, decision: DecisionBody) => call('POST', path(id, '/decision'), heldChange, decision),
  /** At most MAX_TOGETHER; each is answered for. */
  decideMany: (ids: readonly string[], choice: Exclude<HeldChoice, 'fields'>) =>
    call('POST', '/api/held/decisions', decisionsResult, { ids, choice }),
  pairs: () => call('GET', '/api/held/pairs', heldPairList),
  /** Gives what is still remembered. */
  forgetPair: (id: string) => call('DELETE', path('pairs', `/${encodeURIComponent(id)}`), heldPairList),
});
export type HeldApi = ReturnType<typeof heldApi>;
