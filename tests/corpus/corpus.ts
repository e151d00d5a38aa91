/**
 * All kinds of case, and the cases that one seed makes of them.
 *
 * Not here, since nothing in the mailbox or the CRM could tell: single values of a card that is made and merged away between
 * two passes, so that no pass ever saw the donor (with its name they are here: `unseenKinds`); and a common job title
 * that comes alone, which is nobody's in particular.
 */
import { createRandom } from '../../sandbox/random.ts';
import type { Case } from './case.ts';
import { Dutch } from './dutch.ts';
import { mergeKinds } from './merges.ts';
import { timedKinds } from './mixes-in-time.ts';
import { build, mixKinds, type Kind } from './mixes.ts';
import { laterKinds, overlookedKinds } from './open-questions.ts';
import { oddKinds, seldomKinds } from './odd-edits.ts';
import { unseenKinds } from './unseen.ts';
import { ordinaryKinds } from './ordinary.ts';

export const kinds: readonly Kind[] = [
  ...mixKinds,
  ...timedKinds,
  ...mergeKinds,
  ...laterKinds,
  ...overlookedKinds,
  ...ordinaryKinds,
  ...oddKinds,
  ...seldomKinds,
  ...unseenKinds,
];

/** The same seed gives the same cases. */
export const corpus = (seed: number): Case[] => {
  const dutch = new Dutch(createRandom(seed));
  return kinds.flatMap((kind) => Array.from({ length: kind.count }, (_, index) => build(kind, dutch, index)));
};
