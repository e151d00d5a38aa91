/** What is remembered of a card, read: which values stand on it now, which stood there, since when. Pure. */
import type { KnownCard, Print, PrintKind, PrintSpan } from './prints.ts';
import { forgetBefore } from './remember.ts';

export type PrintSets = ReadonlyMap<PrintKind, ReadonlySet<Print>>;

/** When the value was last there; null: it still is. */
const endOf = (span: PrintSpan, card: KnownCard): string | null => span.until ?? card.goneAt;

/** Values that stand on the card now; of one that is gone, those that stood there last. */
export const currentSpans = (card: KnownCard, kind: PrintKind): readonly PrintSpan[] =>
  (card.prints[kind] ?? []).filter(({ until }) => until === null);

/** Values that the card has, or had not too long ago. */
export const rememberedSpans = (card: KnownCard, kind: PrintKind, now: string): readonly PrintSpan[] => {
  const oldest = forgetBefore(now);
  return (card.prints[kind] ?? []).filter((span) => {
    const end = endOf(span, card);
    return end === null || end >= oldest;
  });
};

export const kindsOn = (card: KnownCard): PrintKind[] => Object.keys(card.prints) as PrintKind[];

/** When anything was first seen on this card, as far as it is remembered. */
export const firstSeen = (card: KnownCard): string | undefined =>
  kindsOn(card)
    .flatMap((kind) => (card.prints[kind] ?? []).map(({ since }) => since))
    .toSorted()[0];

export const cardPrints = (card: KnownCard, spansOf: (kind: PrintKind) => readonly PrintSpan[]): PrintSets =>
  new Map(kindsOn(card).map((kind) => [kind, new Set(spansOf(kind).map(({ print }) => print))]));

export const union = (all: readonly PrintSets[]): PrintSets => {
  const sets = new Map<PrintKind, Set<Print>>();
  for (const each of all) {
    for (const [kind, prints] of each) sets.set(kind, new Set([...(sets.get(kind) ?? []), ...prints]));
  }
  return sets;
};

export const has = (sets: PrintSets, kind: PrintKind, print: Print): boolean =>
  sets.get(kind)?.has(print) ?? false;
