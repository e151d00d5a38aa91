/** The last chapter: what was measured, and whether it is what it has to be. */
import type { Colleague } from './office.ts';
import { linkedCards } from './office.ts';
import {
  countSelected,
  deletionsByApp,
  doublesOf,
  foreignWrites,
  passTotals,
  writesByApp,
  type Figures,
} from './measure.ts';
import type { Mixed } from './mixing.ts';
import type { Stage } from './stage.ts';
import type { Texts } from './texts.ts';

export interface Outcome {
  readonly stage: Stage;
  readonly texts: Texts;
  /** Every last name that somebody has or got. */
  readonly names: ReadonlySet<string>;
  readonly startedAt: number;
  readonly both: readonly (Colleague & { readonly employeeId: string })[];
  readonly imported: number;
  readonly mixed: Mixed;
  readonly lastPassWrites: number;
  readonly expect: (holds: boolean, otherwise: string) => void;
}

export const measure = async (o: Outcome): Promise<Figures> => {
  const { stage, texts, names, startedAt, both, imported, mixed, lastPassWrites, expect } = o;
  const { sandbox } = stage;
  const { expected } = texts;
  const totals = await passTotals(both);
  const selected = await countSelected(both, names);
  const writes = both.flatMap(({ outlook }) => writesByApp(outlook.audit));
  const created = writes.filter(({ action }) => action === 'created').length;
  const toOutlook = writes.filter(({ action }) => action === 'updated').length;
  const cards = both.flatMap(linkedCards).length;
  let doubles = 0;
  for (const who of both) doubles += await doublesOf(who);
  const figures: Figures = {
    persons: selected.persons,
    selected: selected.byRule,
    cards,
    created,
    toOutlook,
    toCrm: totals.toCrm,
    conflicts: totals.conflicts,
    ...mixed,
    removed: totals.removed,
    deletedByUs: deletionsByApp(sandbox),
    doubles,
    lastPassWrites,
    requests: both.reduce((sum, { user }) => sum + sandbox.counters(user.id).requests, 0),
    elapsedMs: Math.round(performance.now() - startedAt),
  };
  expect(figures.persons === imported && imported > 0, expected.persons);
  expect(selected.byRule === selected.byWorker, expected.selected);
  expect(created === totals.created && toOutlook === totals.toRemote + totals.repaired, expected.counts);
  expect(figures.conflicts === 1, expected.conflict);
  expect(figures.removed === 1, expected.removed);
  // The card that Petra let a merge take away was made anew.
  expect(cards === created - figures.removed - 1, expected.cards);
  expect(
    both.every((who) => foreignWrites(who) === 0),
    expected.foreign,
  );
  expect(figures.deletedByUs === 0, expected.deletedByUs);
  expect(figures.doubles === 0, expected.doubles);
  expect(figures.lastPassWrites === 0, expected.lastPassWrites);
  return figures;
};
