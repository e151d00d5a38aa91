/**
 * What is remembered of a card of the mailbox (R7): fingerprints of what it shows, since when, and for `rememberDays`
 * what it showed before. Linked or not, every card is remembered alike; of none is a text kept.
 *
 * Pure: what comes in is what stood on the card and when it was seen; what goes out is what to store.
 */
import { canonical, type Country, type FieldForm } from '../../../shared/canonical.ts';
import type { CardId, FolderId, PersonId } from '../../../shared/ids.ts';
import { daysBefore } from '../../../shared/instant.ts';
import { blankPersonFields, type Person } from '../../../shared/person.ts';
import type { FieldTable } from '../field-table.ts';
import { allNamePrints, namePrintKinds } from './names.ts';
import {
  rememberDays,
  type CardPrints,
  type KnownCard,
  type Print,
  type PrintKind,
  type PrintSpan,
  type TakePrint,
} from './prints.ts';
import { comparable } from './values.ts';

export interface PrintTerms<Card> {
  readonly table: FieldTable<Card>;
  readonly country: Country;
  readonly takePrint: TakePrint;
}

export type ShownPrints = Readonly<Partial<Record<PrintKind, readonly Print[]>>>;

/** Nobody: rows are read as they stand, whoever's card it may be. */
const nobody: Person = {
  id: '' as PersonId,
  kind: 'contactPerson',
  fields: blankPersonFields(),
  organisation: null,
  relationManagerId: null,
  ownerIds: [],
  groups: [],
  former: false,
  headId: null,
  version: '',
  changedAt: '',
};

/** Every value on the card, by what it is a value of; each once, in a fixed order. */
export const printsOf = <Card>(terms: PrintTerms<Card>, card: Card): ShownPrints => {
  const { table, country, takePrint } = terms;
  const found: Partial<Record<PrintKind, Print[]>> = {};
  const add = (kind: PrintKind, print: Print): void => {
    const prints = (found[kind] ??= []);
    if (!prints.includes(print)) prints.push(print);
  };
  const addAll = (kind: 'address' | 'phone', form: FieldForm, values: readonly string[]): void => {
    for (const each of values) {
      const value = canonical(form, each, country);
      if (value !== null) add(kind, takePrint(kind, value));
    }
  };
  addAll('address', 'email', table.addressesOf(card));
  addAll('phone', 'phone', table.phonesOf(card));
  const context = { base: {}, person: nobody, country };
  for (const row of table.rows) {
    if (row.form === 'email' || row.form === 'phone') continue;
    const value = canonical(row.form, row.fromRemote(card, context), country);
    const looked = value === null ? null : comparable(row.id, row.form, value);
    if (looked !== null) add(looked.kind, takePrint(looked.kind, looked.text));
  }
  const names = allNamePrints(takePrint, table.nameOf(card));
  for (const kind of namePrintKinds) {
    for (const print of names[kind]) add(kind, print);
  }
  for (const prints of Object.values(found)) if (prints.length > 1) prints.sort();
  return found;
};

/** The instant before which nothing counts any more, seen from `at`. */
export const forgetBefore = (at: string): string => daysBefore(at, rememberDays);

const kindsOf = (...all: readonly object[]): PrintKind[] =>
  [...new Set(all.flatMap((each) => Object.keys(each)))].toSorted() as PrintKind[];

/** Of a card that nothing was remembered of; nearly every one of a first sync. */
const firstSpans = (prints: ShownPrints, at: string): CardPrints => {
  const spans: Partial<Record<PrintKind, readonly PrintSpan[]>> = {};
  for (const kind of Object.keys(prints) as PrintKind[])
    spans[kind] = prints[kind]!.map((print) => ({ print, since: at, until: null }));
  return spans;
};

const spansNow = (
  before: readonly PrintSpan[],
  now: readonly Print[],
  at: string,
  oldest: string,
): PrintSpan[] => {
  const shown = new Set(now);
  const kept = before.flatMap((span): PrintSpan[] => {
    if (shown.has(span.print)) return span.until === null ? [span] : [];
    const ended = span.until === null ? { ...span, until: at } : span;
    return ended.until! < oldest ? [] : [ended];
  });
  const known = new Set(kept.map(({ print }) => print));
  return [
    ...kept,
    ...now.filter((print) => !known.has(print)).map((print) => ({ print, since: at, until: null })),
  ];
};

const sameSpans = (before: readonly PrintSpan[], after: readonly PrintSpan[]): boolean =>
  before.length === after.length && after.every((span) => before.includes(span));

/**
 * The card as it is remembered once it has been seen so. The very object that came in where nothing is new, so that
 * nothing needs to be written. A card that was gone lives again.
 */
export const seenCard = (
  before: KnownCard | undefined,
  now: {
    readonly cardId: CardId;
    readonly folderId: FolderId;
    readonly prints: ShownPrints;
    readonly at: string;
  },
): KnownCard => {
  const { cardId, folderId, at } = now;
  if (before === undefined) return { cardId, folderId, prints: firstSpans(now.prints, at), goneAt: null };
  const old = before.prints;
  const oldest = forgetBefore(at);
  let changed = false;
  const prints: Partial<Record<PrintKind, readonly PrintSpan[]>> = {};
  for (const kind of kindsOf(old, now.prints)) {
    const spans = old[kind] ?? [];
    const after = spansNow(spans, now.prints[kind] ?? [], at, oldest);
    if (!sameSpans(spans, after)) changed = true;
    if (after.length > 0) prints[kind] = after;
  }
  if (!changed && before.folderId === folderId && before.goneAt === null) return before;
  return { cardId, folderId, prints, goneAt: null };
};

/** The card is no longer there. What it showed stays remembered; the very object that came in where that was known. */
export const goneCard = (before: KnownCard, at: string): KnownCard =>
  before.goneAt === null ? { ...before, goneAt: at } : before;
