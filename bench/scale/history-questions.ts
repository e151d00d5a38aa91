/** Every question that anybody asks of the history, the held changes and what hangs together with them, by the store's own functions. */
import type { HeldId } from '../../shared/ids.ts';
import { createHeldDesk } from '../../worker/main/held-desk.ts';
import { createMetrics } from '../../worker/metrics/index.ts';
import type { Db } from '../../worker/store/db.ts';
import { createHeldChanges } from '../../worker/store/held-changes.ts';
import { createHistory, type HistoryFilter } from '../../worker/store/history.ts';
import { createPasses } from '../../worker/store/passes.ts';
import { createPassStore } from '../../worker/store/pass-store.ts';
import { createPausedCards } from '../../worker/store/paused-cards.ts';
import { createPersonState } from '../../worker/store/person-state.ts';
import { createRelationFacts } from '../../worker/store/relation-facts.ts';
import { createRulings } from '../../worker/store/rulings.ts';
import { createStatus } from '../../worker/store/status.ts';
import { createUndos } from '../../worker/store/undos.ts';
import type { Filled } from './history-fill.ts';

export interface Question {
  readonly name: string;
  /** Who waits for the answer. */
  readonly asker: 'pane' | 'pass' | 'office' | 'file';
  readonly ask: (round: number) => Promise<unknown>;
}

const dayMs = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * dayMs).toISOString();
const pageOf = 50;

/** Places in the large mailbox and in all, a few pages down. */
const places = async (db: Db, filled: Filled): Promise<{ large: string; all: string; held: HeldId[] }> => {
  const history = createHistory(db);
  let large: string | null = null;
  for (let page = 0; page < 20; page += 1)
    large = (await history.list({ mailboxId: filled.large }, { limit: 500, before: large })).next;
  const { next: all } = await history.list({}, { limit: 500, before: null });
  const held = await createHeldChanges(db).list({ mailboxId: filled.large }, { limit: 20, before: null });
  return { large: large ?? '', all: all ?? '', held: held.items.map(({ id }) => id) };
};

/** Each time by another, since one that was asked just now tells the same again. */
const figuresOf = (db: Db): Promise<unknown> => {
  const metrics = createMetrics('bench');
  metrics.watchOffice(db);
  return metrics.render();
};

export const questionsOf = async (db: Db, filled: Filled): Promise<Question[]> => {
  const history = createHistory(db);
  const held = createHeldChanges(db);
  const desk = createHeldDesk(db);
  const passes = createPasses(db);
  const store = createPassStore(db);
  const undos = createUndos(db);
  const rulings = createRulings(db);
  const person = createPersonState(db);
  const status = createStatus(db);
  const at = await places(db, filled);
  const { large, typical, personIn, everywhere } = filled;
  const list = (filter: HistoryFilter, before: string | null = null, limit = pageOf) =>
    history.list(filter, { limit, before });
  const newest = { limit: pageOf, before: null };
  const question = (asker: Question['asker'], name: string, ask: Question['ask']): Question => ({
    asker,
    name,
    ask,
  });
  return [
    question('pane', 'history: newest of a mailbox', (n) => list({ mailboxId: typical(n) })),
    question('pane', 'history: newest of the large mailbox', () => list({ mailboxId: large })),
    question('pane', 'history: 10,000 further down', () => list({ mailboxId: large }, at.large)),
    question('pane', 'history: one person', (n) => list({ mailboxId: typical(n), personId: personIn(n, n) })),
    question('pane', 'history: one person of the large mailbox', (n) =>
      list({ mailboxId: large, personId: personIn('large', n) }),
    ),
    question('pane', 'history: who is in every mailbox', (n) =>
      list({ mailboxId: typical(n), personId: everywhere }),
    ),
    question('pane', 'history: one field', () => list({ mailboxId: large, field: 'lastName' })),
    question('pane', 'history: a field that hardly ever changed', () =>
      list({ mailboxId: large, field: 'privateMobile' }),
    ),
    question('pane', 'history: to the CRM, last day', () =>
      list({ mailboxId: large, side: 'crm', since: ago(1) }),
    ),
    question('pane', 'history: until five years ago', () => list({ mailboxId: large, until: ago(5 * 365) })),
    question('pane', 'history: what was overruled', () => list({ mailboxId: large, overruled: true })),
    question('pane', 'history: what was overruled of one person', (n) =>
      list({ mailboxId: large, overruled: true, personId: personIn('large', n) }),
    ),
    question('pane', 'history: one pass', () => list({ mailboxId: large, passId: filled.largePass })),
    question('pane', 'history: one entry', (n) => history.get(filled.entry(n))),
    question('pane', 'undo: what would be taken back of one entry', (n) =>
      undos.entriesIn(large, { entry: filled.entry(n) }),
    ),
    question('pane', 'undo: of one day', () => undos.entriesIn(large, { since: ago(1) })),
    question('file', 'undo: of a pass of 4,000', () => undos.entriesIn(large, { pass: filled.largePass })),
    question('pane', 'undo: those that wait', () => undos.waiting(large)),
    question('pane', 'undo: asked by a mailbox', (n) => undos.list(typical(n), newest)),
    question('pane', 'held: newest of a mailbox', (n) => held.list({ mailboxId: typical(n) }, newest)),
    question('pane', 'held: newest of the large mailbox', () => held.list({ mailboxId: large }, newest)),
    question('pane', 'held: closed ones', (n) =>
      held.list({ mailboxId: typical(n), state: 'closed' }, newest),
    ),
    question('pane', 'held: one person', (n) =>
      held.list({ mailboxId: large, personId: personIn('large', n) }, newest),
    ),
    question('pane', 'held: of a reason that is rare', () =>
      held.list({ mailboxId: large, reason: 'mergedAway', state: 'all' }, newest),
    ),
    question('pane', 'held: those of a decision', () => desk.among(large, at.held)),
    question('pane', 'held: remembered for pairs', (n) => rulings.pairs(typical(n))),
    question('pane', 'person: how it stands', (n) => person.of(large, personIn('large', n))),
    question('office', 'persons: all of the large mailbox', () => createRelationFacts(db).of(large)),
    question('pane', 'persons: paused, with what is undecided', () => createPausedCards(db).list(large)),
    question('pane', 'counts of a mailbox', (n) => status.counts([typical(n)])),
    question('pane', 'passes: newest of a mailbox', (n) => passes.list(typical(n), newest)),
    question('pane', 'passes: the last', (n) => passes.last(typical(n))),
    question('pass', 'pass: what may have happened', () => store.intendedHistory(large)),
    question('pass', 'pass: open questions', () => store.openHeld(large)),
    question('pass', 'pass: undos that wait', () => store.undoItems(large)),
    question('office', 'history: newest of all', () => list({})),
    question('office', 'history: next page of all', () => list({}, at.all)),
    question('office', 'history: a person wherever it is', (n) => list({ personId: personIn(n, n) })),
    question('office', 'history: since an hour ago, one field', () =>
      list({ since: ago(1 / 24), field: 'lastName' }),
    ),
    question('office', 'history: until five years ago, of all', () => list({ until: ago(5 * 365) })),
    question('office', 'history: what was overruled, of all', () => list({ overruled: true })),
    question('office', 'undo: by the beginning of an id', (n) =>
      undos.beginningWith.entry(filled.entry(n).slice(0, 8)),
    ),
    question('office', 'undo: of all mailboxes', () => undos.list(null, newest)),
    question('office', 'held: outline of all that is open', () => held.outline({}, newest)),
    question('office', 'held: outline of a rare reason', () =>
      held.outline({ reason: 'mergedAway', state: 'all' }, newest),
    ),
    question('office', 'held: outline of an unknown source', () =>
      held.outline({ source: 'elders', state: 'all' }, newest),
    ),
    question('office', 'held: by the beginning of an id', (n) =>
      held.beginningWith((at.held[n % at.held.length] ?? '00000000').slice(0, 8)),
    ),
    question('office', 'passes: newest of all', () => passes.listAll(newest)),
    question('office', 'passes: those that run', () => passes.running()),
    question('office', 'mailboxes that fail', () => passes.failing()),
    question('office', 'figures of the office', () => figuresOf(db)),
    question('file', 'history: a page of the file', () => list({ mailboxId: large }, at.large, 500)),
  ];
};
