/**
 * Batches of writes to the remote, one at a time and in their order. While a batch is on its way, what came of the one before
 * is remembered and what the next one needs to be safe is committed (R11: the intent with its connector ID), so that the next
 * one leaves as soon as the answer is there. Between two answers the remote waits for nothing of ours.
 *
 * After a crash the outcome of up to two batches is not known (one answered and not yet remembered, one on its way), and of a
 * third nothing was sent: to the store all are alike, written ahead and looked for.
 */
import type { PassContext } from './context.ts';
import type { StoreWrite } from './ports.ts';

export interface Prepared<Ready> {
  readonly ready: Ready;
  /** To be committed before it goes out. */
  readonly writes: readonly StoreWrite[];
  /** To be done between that and its going. */
  readonly afterwards?: () => Promise<void>;
}

export interface Settled {
  readonly writes: readonly StoreWrite[];
  readonly afterwards?: () => Promise<void>;
}

export interface Stages<Item, Ready, Result> {
  readonly prepare: (items: readonly Item[]) => Prepared<Ready>;
  readonly send: (ready: Ready) => Promise<readonly Result[]>;
  /** True: no further batch is to follow such an answer. Asked before anything else is done with it. */
  readonly isLast: (results: readonly Result[]) => boolean;
  /** What the answer leads to; committed together with what the batch behind the next one needs. */
  readonly settle: (ready: Ready, results: readonly Result[]) => Promise<Settled>;
  /** What is to be remembered of a batch that was made ready and is not sent. */
  readonly unsent: (ready: Ready) => readonly StoreWrite[];
  /** A batch that was not even made ready. */
  readonly leave: (items: readonly Item[]) => void;
}

/** Waits for both, and then fails as the first one did: nothing of this pass may be under way when it has ended (R13). */
const both = async <One, Other>(one: Promise<One>, other: Promise<Other>): Promise<readonly [One, Other]> => {
  await Promise.allSettled([one, other]);
  return [await one, await other];
};

/**
 * `mayGoOn`: asked before each batch; false ends the row before it. Throws what a commit or a batch throws, when nothing is
 * under way any more.
 */
export const inTurn = async <Item, Ready, Result>(
  { commit, underWay }: Pick<PassContext<unknown>, 'commit' | 'underWay'>,
  batches: readonly (readonly Item[])[],
  mayGoOn: () => boolean,
  stages: Stages<Item, Ready, Result>,
): Promise<void> => {
  let answered: { readonly ready: Ready; readonly results: readonly Result[] } | null = null;

  /** Remembers the last answer and makes the next batch ready, in one transaction. */
  const turn = async (items: readonly Item[] | undefined): Promise<{ readonly ready: Ready } | null> => {
    const settled = answered === null ? null : await stages.settle(answered.ready, answered.results);
    answered = null;
    const prepared = items === undefined ? null : stages.prepare(items);
    const writes = [...(settled?.writes ?? []), ...(prepared?.writes ?? [])];
    if (writes.length > 0) await commit(writes);
    await settled?.afterwards?.();
    await prepared?.afterwards?.();
    return prepared;
  };

  let next = 0;
  let waiting = mayGoOn() ? await turn(batches[next]) : null;
  if (waiting !== null) next += 1;
  let isLast = false;
  while (waiting !== null && !isLast && mayGoOn()) {
    const { ready } = waiting;
    const [results, after] = await both(
      underWay(() => stages.send(ready)),
      turn(batches[next]),
    );
    answered = { ready, results };
    isLast = stages.isLast(results);
    waiting = after;
    if (waiting !== null) next += 1;
  }
  if (waiting !== null) await commit(stages.unsent(waiting.ready));
  await turn(undefined);
  batches.slice(next).forEach(stages.leave);
};
