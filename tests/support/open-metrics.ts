/**
 * A reader of OpenMetrics text that takes nothing on trust: every line must be one the format knows, every family is told
 * once and in one piece, counters end in `_total`, and the text has its end
 * (https://prometheus.io/docs/specs/om/open_metrics_spec/).
 */
export interface ReadMetrics {
  readonly text: string;
  /** Of exactly this series; null: it is not told. */
  readonly value: (name: string, labels?: Readonly<Record<string, string>>) => number | null;
  /** Label sets of the exemplars of a series, as text. */
  readonly exemplars: (name: string) => string;
  readonly labelNames: ReadonlySet<string>;
}

const label = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\\\n]|\\\\.)*"';
const labels = `\\{(?:${label}(?:,${label})*)?\\}`;
const sample = new RegExp(
  `^([a-zA-Z_:][a-zA-Z0-9_:]*)(${labels})? (\\S+)(?: (\\d+(?:\\.\\d+)?))?(?: # (${labels}) (\\S+)(?: (\\d+(?:\\.\\d+)?))?)?$`,
);
const suffixes = /_(total|created|bucket|count|sum|info)$/;

const pairs = (text: string | undefined): [string, string][] =>
  [...(text ?? '').matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\.)*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  );
const keyOf = (name: string, of: readonly [string, string][]): string =>
  `${name} ${JSON.stringify([...of].sort(([a], [b]) => a.localeCompare(b)))}`;

export const parseOpenMetrics = (text: string): ReadMetrics => {
  if (!text.endsWith('\n# EOF\n')) throw new Error('no end');
  const values = new Map<string, number>();
  const exemplars = new Map<string, string>();
  const labelNames = new Set<string>();
  const types = new Map<string, string>();
  let family = '';
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n')) {
    if (line === '') continue;
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE|UNIT) (\S+) ?(.*)$/.exec(line) ?? [];
    if (kind !== undefined) {
      if (kind === 'TYPE') {
        if (types.has(name)) throw new Error(`told twice: ${name}`);
        types.set(name, rest);
      }
      family = name;
      continue;
    }
    const found = sample.exec(line);
    if (found === null) throw new Error(`not OpenMetrics: ${line}`);
    const [, series = '', of, value = '', , exemplar] = found;
    if (series !== family && series.replace(suffixes, '') !== family)
      throw new Error(`${series} outside its family ${family}`);
    if (types.get(family) === 'counter' && !series.endsWith('_total'))
      throw new Error(`a counter without _total: ${series}`);
    const key = keyOf(series, pairs(of));
    if (values.has(key)) throw new Error(`told twice: ${line}`);
    const number = Number(value.replace('+Inf', 'Infinity').replace('-Inf', '-Infinity'));
    if (Number.isNaN(number) && value !== 'NaN' && value !== 'Nan') throw new Error(`no number: ${line}`);
    values.set(key, number);
    pairs(of).forEach(([name]) => labelNames.add(name));
    if (exemplar !== undefined) exemplars.set(series, `${exemplars.get(series) ?? ''}${exemplar}`);
  }
  return {
    text,
    value: (name, of = {}) => values.get(keyOf(name, Object.entries(of))) ?? null,
    exemplars: (name) => exemplars.get(name) ?? '',
    labelNames,
  };
};
