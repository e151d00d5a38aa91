/**
 * Folds the writes of one commit into what is left of them, so that ten thousand go in a handful of statements. Pure.
 *
 * Writes on different tables do not touch each other, so each table has its own fold; within a table the result is that
 * of doing the writes one by one in their order.
 */
import type { FolderId, HistoryId, LinkId, PersonId } from '../../../shared/ids.ts';
import type { FieldId } from '../../../shared/person.ts';
import type { CrmCursor, HistoryEntry, HistoryOutcome, Mark, Removal, StoreWrite } from '../../pass/ports.ts';
import type { Base } from '../../sync/base.ts';
import type { KnownCard } from '../../sync/guard/prints.ts';
import type { Link } from '../../sync/link.ts';

type Write<Op extends StoreWrite['op']> = Extract<StoreWrite, { op: Op }>;

export interface LinkSave {
  readonly linkId: LinkId;
  readonly set: Write<'saveLink'>['set'];
  readonly dropBase: readonly FieldId[];
  readonly base: Base;
}

export type HeldRun =
  | { readonly op: 'hold'; readonly holds: readonly Write<'hold'>[] }
  | { readonly op: 'closeHeld'; readonly closes: readonly Write<'closeHeld'>[] };

export interface Folded {
  readonly marks: { readonly set: readonly Mark[]; readonly clear: readonly Mark[] };
  readonly folders: {
    readonly set: readonly Write<'folderCursor'>[];
    readonly drop: readonly FolderId[];
  };
  readonly crmCursor: CrmCursor | null;
  readonly mailbox: Write<'mailbox'>['set'] | null;
  /** In this order: drop, insert, save. */
  readonly links: {
    readonly drop: readonly LinkId[];
    readonly insert: readonly Link[];
    readonly save: readonly LinkSave[];
  };
  readonly removals: { readonly set: readonly Removal[]; readonly drop: readonly PersonId[] };
  readonly held: readonly HeldRun[];
  /** Last word a card. */
  readonly cards: readonly KnownCard[];
  readonly forgetBefore: string | null;
  readonly rulings: readonly Write<'settleRuling'>[];
  readonly undo: readonly Write<'settleUndo'>[];
  /** In this order: insert, outcomes. */
  readonly history: {
    readonly insert: readonly (HistoryEntry & { readonly outcome: HistoryOutcome })[];
    readonly outcomes: readonly { readonly ids: readonly HistoryId[]; readonly outcome: HistoryOutcome }[];
  };
}

const only = <Op extends StoreWrite['op']>(writes: readonly StoreWrite[], ...ops: Op[]): Write<Op>[] =>
  writes.filter((write): write is Write<Op> => (ops as string[]).includes(write.op));

const foldMarks = (writes: readonly StoreWrite[]): Folded['marks'] => {
  const last = new Map<string, { mark: Mark; set: boolean }>();
  for (const { op, marks } of only(writes, 'mark', 'clearMarks')) {
    for (const mark of marks) last.set(`${mark.subject} ${mark.id}`, { mark, set: op === 'mark' });
  }
  const all = [...last.values()];
  return {
    set: all.filter(({ set }) => set).map(({ mark }) => mark),
    clear: all.filter(({ set }) => !set).map(({ mark }) => mark),
  };
};

const foldFolders = (writes: readonly StoreWrite[]): Folded['folders'] => {
  const last = new Map(
    only(writes, 'folderCursor', 'dropFolder').map((write) => [write.folderId, write] as const),
  );
  const all = [...last.values()];
  return {
    set: all.filter((write) => write.op === 'folderCursor'),
    drop: all.filter((write) => write.op === 'dropFolder').map(({ folderId }) => folderId),
  };
};

const overlay = (
  before: LinkSave | undefined,
  { linkId, set, base, dropBase }: Write<'saveLink'>,
): LinkSave => {
  const dropped = dropBase ?? [];
  const kept = Object.entries(before?.base ?? {}).filter(([field]) => !dropped.includes(field as FieldId));
  return {
    linkId,
    set: { ...before?.set, ...set },
    dropBase: [...new Set([...(before?.dropBase ?? []), ...dropped])],
    base: { ...Object.fromEntries(kept), ...base },
  };
};

const foldLinks = (writes: readonly StoreWrite[]): Folded['links'] => {
  const insert = new Map<LinkId, Link>();
  const save = new Map<LinkId, LinkSave>();
  const drop = new Set<LinkId>();
  for (const write of only(writes, 'newLinks', 'saveLink', 'dropLink')) {
    if (write.op === 'newLinks') for (const link of write.links) insert.set(link.id, link);
    else if (write.op === 'saveLink') save.set(write.linkId, overlay(save.get(write.linkId), write));
    else {
      save.delete(write.linkId);
      // Made and dropped in one commit: it was never there.
      if (!insert.delete(write.linkId)) drop.add(write.linkId);
    }
  }
  return { drop: [...drop], insert: [...insert.values()], save: [...save.values()] };
};

const foldRemovals = (writes: readonly StoreWrite[]): Folded['removals'] => {
  const last = new Map<PersonId, Removal | null>();
  for (const write of only(writes, 'dropLink', 'dropRemoval')) {
    if (write.op === 'dropRemoval') last.set(write.personId, null);
    else if (write.removal !== null) last.set(write.removal.personId, write.removal);
  }
  return {
    set: [...last.values()].filter((removal) => removal !== null),
    drop: [...last].filter(([, removal]) => removal === null).map(([personId]) => personId),
  };
};

const foldHeld = (writes: readonly StoreWrite[]): HeldRun[] => {
  const runs: ({ op: 'hold'; holds: Write<'hold'>[] } | { op: 'closeHeld'; closes: Write<'closeHeld'>[] })[] =
    [];
  for (const write of only(writes, 'hold', 'closeHeld')) {
    const run = runs.at(-1);
    if (write.op === 'hold') {
      if (run?.op === 'hold') run.holds.push(write);
      else runs.push({ op: 'hold', holds: [write] });
    } else if (run?.op === 'closeHeld') run.closes.push(write);
    else runs.push({ op: 'closeHeld', closes: [write] });
  }
  return runs;
};

const foldHistory = (writes: readonly StoreWrite[]): Folded['history'] => {
  const last = new Map<HistoryId, HistoryOutcome>();
  for (const { ids, outcome } of only(writes, 'historyOutcome')) for (const id of ids) last.set(id, outcome);
  return {
    insert: only(writes, 'history').flatMap(({ entries, outcome }) =>
      entries.map((entry) => ({ ...entry, outcome })),
    ),
    outcomes: (['intended', 'done', 'notDone'] as const)
      .map((outcome) => ({
        outcome,
        ids: [...last].filter(([, each]) => each === outcome).map(([id]) => id),
      }))
      .filter(({ ids }) => ids.length > 0),
  };
};

const foldCards = (writes: readonly StoreWrite[]): KnownCard[] => [
  ...new Map(
    only(writes, 'knowCards')
      .flatMap(({ cards }) => cards)
      .map((card) => [card.cardId, card]),
  ).values(),
];

const foldMailbox = (writes: readonly StoreWrite[]): Folded['mailbox'] => {
  const all = only(writes, 'mailbox');
  return all.length === 0 ? null : all.reduce((sum, { set }) => ({ ...sum, ...set }), {});
};

export const foldWrites = (writes: readonly StoreWrite[]): Folded => ({
  marks: foldMarks(writes),
  folders: foldFolders(writes),
  crmCursor: only(writes, 'crmCursor').at(-1)?.cursor ?? null,
  mailbox: foldMailbox(writes),
  links: foldLinks(writes),
  removals: foldRemovals(writes),
  held: foldHeld(writes),
  cards: foldCards(writes),
  forgetBefore: only(writes, 'forgetCards').at(-1)?.goneBefore ?? null,
  rulings: only(writes, 'settleRuling'),
  undo: only(writes, 'settleUndo'),
  history: foldHistory(writes),
});
