/**
 * A million random steps of the pure core, in three files that run beside each other: this one, million-few and million-new.
 * Statements 1 to 7 of what must always hold: people type, blank and reformat on both sides; Outlook mixes, swaps, merges, copies
 * and loses; persons come, go, are excluded and handed over; questions are decided in every way that is offered, and taken
 * back; passes are cut off anywhere, and are told of some cards late. Only steps that found something to do count.
 *
 * Seen to fail, within thirty walks each, with a safeguard taken away: what is borrowed (`borrowedFrom` finds nothing: mixed), the history of
 * what was overruled (`change` in rows.ts: lost), the comparison with the base (`remoteChanged` always true: restless).
 */
import { million, sharedOut, shares, told, walkShare } from '../support/core-walk-runs.ts';

const { one } = shares;

test(`the shares make ${told(million)} steps together`, () => {
  expect(sharedOut).toBeGreaterThanOrEqual(million);
});

test(`statements 1 to 7 hold over ${told(one.steps)} random steps with one person`, async () => {
  const run = await walkShare(one);
  expect(run.steps).toBeGreaterThanOrEqual(one.steps);
  console.info(`${told(run.steps)} random steps of the pure core, one person:`, run);
}, 900_000);
