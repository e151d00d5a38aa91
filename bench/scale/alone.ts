/** A measurement that is run by itself and not by `npm run bench`: what it takes from the command line, and how it is printed. */
import { pathToFileURL } from 'node:url';
import { parseArgs, type ParseArgsConfig } from 'node:util';

export interface Given<Name extends string> {
  readonly number: (name: Name) => number;
  /** Numbers with commas between them; none where the text is empty. */
  readonly list: (name: Name) => number[];
}

/** `defaults`: the options and what each is where it is not given. `measure` repeats itself `runs` times, and tells each. */
export const runAllAlone = async <Name extends string>(
  module: string,
  defaults: Readonly<Record<Name, string>>,
  measure: (given: Given<Name>, runs: number) => Promise<readonly object[]>,
): Promise<void> => {
  if (module !== pathToFileURL(process.argv[1] ?? '').href) return;
  const own: NonNullable<ParseArgsConfig['options']> = Object.fromEntries(
    Object.entries<string>(defaults).map(([name, text]) => [name, { type: 'string', default: text }]),
  );
  const { values }: { values: Record<string, unknown> } = parseArgs({
    options: { ...own, runs: { type: 'string', default: '1' }, json: { type: 'boolean', default: false } },
  });
  const text = (name: string): string => {
    const value = values[name];
    return typeof value === 'string' ? value : '';
  };
  const list = (name: Name): number[] => (text(name) === '' ? [] : text(name).split(',').map(Number));
  for (const figures of await measure({ number: (name) => Number(text(name)), list }, Number(text('runs'))))
    console.log(values['json'] === true ? JSON.stringify(figures) : figures);
};

/** As runAllAlone, for what is measured once at a time. */
export const runAlone = async <Name extends string>(
  module: string,
  defaults: Readonly<Record<Name, string>>,
  measure: (given: Given<Name>) => Promise<object>,
): Promise<void> =>
  runAllAlone(module, defaults, async (given, runs) => {
    const all: object[] = [];
    for (let run = 0; run < runs; run += 1) all.push(await measure(given));
    return all;
  });
