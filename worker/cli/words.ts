/** Counts, progress and results of passes in words. */
import { passOutcomeTexts } from '../../shared/texts/cli.ts';
import { fill } from '../../shared/texts/language.ts';
import type { PassView } from '../../shared/api/passes.ts';
import type { Progress } from '../pass/ports.ts';
import { exits, type Exit } from './output.ts';
import type { Run } from './program.ts';

export const progressWords = (run: Pick<Run, 't'>, { phase, done, total }: Progress): string => {
  const what = run.t(`phase.${phase}`);
  return total === null ? `${what} ${String(done)}` : `${what} ${String(done)}/${String(total)}`;
};

type Counts = NonNullable<PassView['counts']>;
const shownCounts = [
  'created',
  'toRemote',
  'toCrm',
  'conflicts',
  'held',
  'paused',
  'resumed',
  'removed',
  'repaired',
  'linked',
  'undone',
  'discarded',
] as const satisfies readonly (keyof Counts)[];

/** "3 kaarten gemaakt, 1 persoon bijgewerkt"; what is zero is not said. */
export const countWords = (run: Pick<Run, 't'>, counts: Counts): string => {
  const said = shownCounts
    .filter((name) => counts[name] > 0)
    .map((name) => run.t(`count.${name}.${counts[name] === 1 ? 'one' : 'many'}`, { n: counts[name] }));
  return said.length === 0 ? run.t('countNothing') : said.join(', ');
};

const exitOf: Readonly<Record<PassView['result'], Exit>> = {
  running: exits.ok,
  done: exits.ok,
  later: exits.failed,
  braked: exits.needsPerson,
  parked: exits.needsPerson,
  stopped: exits.failed,
  failed: exits.failed,
  interrupted: exits.failed,
};

export const passResultLines = (run: Run, pass: PassView): { text: string[]; exit: Exit } => {
  const sentence = fill(passOutcomeTexts[run.language][pass.result], { code: pass.code ?? '' });
  const counts = pass.counts === null ? [] : [`${countWords(run, pass.counts)}.`];
  return { text: [sentence, ...counts], exit: exitOf[pass.result] };
};
