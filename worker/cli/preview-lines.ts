/** A preview for people to read: numbers first, then what needs an eye, then who and what. */
import type { PreviewView } from '../../shared/api/preview.ts';
import { table } from './output.ts';
import type { Run } from './program.ts';

/** Lines a list takes on a screen; --json has them all. */
const SHOWN = 20;

type Lines = string[];
type Listed<Item> = { readonly total: number; readonly items: readonly Item[] };
type Change = PreviewView['toCrm']['items'][number];
type Who = { readonly personId: string | null; readonly personName: string | null };

const numbers = [
  'created',
  'linked',
  'toRemote',
  'toCrm',
  'conflicts',
  'held',
  'paused',
  'resumed',
  'removed',
  'discarded',
  'undone',
  'repaired',
] as const satisfies readonly (keyof PreviewView['counts'])[];

const nameOf = (run: Run, { personId, personName }: Who): string =>
  personName ?? personId ?? run.t('previewCopy');

const cut = <Item>(run: Run, list: Listed<Item>, show: (item: Item) => Lines): Lines => {
  const lines = list.items.flatMap(show);
  const more = list.total - SHOWN;
  return more > 0 ? [...list.items.slice(0, SHOWN).flatMap(show), run.t('previewMore', { n: more })] : lines;
};

const indented = (lines: Lines): Lines => lines.map((line) => `  ${line}`);

const section = (title: string, lines: Lines): Lines =>
  lines.length === 0 ? [] : ['', `${title}:`, ...indented(lines)];

const numberLines = (run: Run, { counts, leftOut, waiting }: PreviewView): Lines => {
  const rows: [number, string][] = numbers.map((name) => [counts[name], run.t(`preview.${name}`)]);
  const reasons = leftOut.reasons.map(({ count, message }) => `${String(count)} ${message}`).join(', ');
  rows.push(
    [leftOut.total, `${run.t('preview.leftOut')}${reasons === '' ? '' : ` (${reasons})`}`],
    [waiting.stay, run.t('preview.stay')],
    [waiting.close, run.t('preview.close')],
  );
  const told = rows.filter(([n]) => n > 0);
  const width = Math.max(0, ...told.map(([n]) => String(n).length));
  return told.map(([n, text]) => `${String(n).padStart(width)}  ${text}`);
};

const isNothing = ({ counts, waiting }: PreviewView): boolean =>
  numbers.every((name) => counts[name] === 0) && waiting.close === 0;

/** Where a value that somebody typed gives way, and where nobody can decide but a person. */
const attentionLines = (run: Run, view: PreviewView): Lines => {
  const overruled = [...view.toRemote.items, ...view.toCrm.items].flatMap((change) =>
    change.fields.flatMap(({ label, overruled: lost }) =>
      lost === null || lost.value === null
        ? []
        : [`${nameOf(run, change)}: ${run.t('previewOverruled', { field: label, value: lost.value })}`],
    ),
  );
  return [
    ...view.warnings.map(({ message }) => message),
    ...cut(run, view.held, ({ sentence }) => [sentence]),
    ...cut(run, { total: overruled.length, items: overruled }, (line) => [line]),
    ...cut(run, view.removed, (who) => [`${nameOf(run, who)}: ${run.t('preview.removed')}`]),
  ];
};

const changeTable = (run: Run, changes: Listed<Change>): Lines => {
  const value = (text: string | null): string => text ?? run.t('previewBlank');
  const rows = changes.items.flatMap((change) => {
    const name = nameOf(run, change);
    if (change.fields.length === 0) return [[name, run.t('previewOnlyName')]];
    return change.fields.map(({ label, from, to }, index) => [
      index === 0 ? name : '',
      label,
      `${value(from)} → ${value(to)}`,
    ]);
  });
  const lines = table(rows.slice(0, SHOWN));
  const more = rows.length - SHOWN;
  return more > 0 ? [...lines, run.t('previewMore', { n: more })] : lines;
};

const names = (run: Run, list: Listed<Who>): Lines => cut(run, list, (who) => [nameOf(run, who)]);

const withReason = (run: Run, list: Listed<Who & { readonly message: string }>): Lines => {
  const rows = list.items.slice(0, SHOWN).map((item) => [nameOf(run, item), item.message]);
  const more = list.total - SHOWN;
  return [...table(rows), ...(more > 0 ? [run.t('previewMore', { n: more })] : [])];
};

export const previewLines = (run: Run, view: PreviewView): Lines => [
  '',
  ...(isNothing(view) ? [run.t('previewNothing')] : []),
  ...numberLines(run, view),
  ...section(run.t('previewAttention'), attentionLines(run, view)),
  ...section(run.t('preview.toCrm'), changeTable(run, view.toCrm)),
  ...section(run.t('preview.toRemote'), changeTable(run, view.toRemote)),
  ...section(run.t('preview.created'), names(run, view.created)),
  ...section(run.t('preview.linked'), names(run, view.linked)),
  ...section(run.t('preview.paused'), withReason(run, view.paused)),
  ...section(run.t('preview.resumed'), names(run, view.resumed)),
  ...section(run.t('preview.discarded'), names(run, view.discarded)),
  ...section(run.t('preview.repaired'), names(run, view.repaired)),
  ...section(run.t('preview.leftOut'), withReason(run, view.leftOut)),
];
