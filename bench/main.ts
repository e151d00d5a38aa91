/**
 * `npm run bench`: what the pane weighs, how soon it is of use, and how long the look-up of a mail's addresses takes in a
 * large office. Exits with 1 when a target is missed. Figures are of the machine it runs on: let nothing else run beside it.
 */
import { readFile } from 'node:fs/promises';
import { isMissed as isLookupMissed, measureLookup, printLookup } from './lookup.ts';
import { isMissed as isPaneMissed, measurePane, printPane } from './pane.ts';

interface Size {
  readonly kind: 'firstLoad' | 'signIn' | 'later' | 'dialog';
  readonly name: string;
  readonly bytes: number;
  readonly budget: number;
}

const kinds: Record<Size['kind'], string> = {
  firstLoad: 'first load',
  signIn: 'sign-in',
  later: 'later',
  dialog: 'dialog',
};

const isTooHeavy = ({ bytes, budget }: Size): boolean => bytes > budget;

const printSizes = (sizes: readonly Size[]): string =>
  [
    'The pane as it travels (gzip -9, bytes)',
    ...sizes.map((size) => {
      const { kind, name, bytes, budget } = size;
      const figures = `${bytes.toLocaleString('en').padStart(8)} of ${budget.toLocaleString('en').padStart(7)}`;
      return `  ${kinds[kind].padEnd(11)} ${figures}   ${name}${isTooHeavy(size) ? '   TOO HEAVY' : ''}`;
    }),
  ].join('\n');

const pane = await measurePane();
const sizes = JSON.parse(await readFile(pane.sizes, 'utf8')) as Size[];
console.log(printSizes(sizes));
console.log(`\n${printPane(pane)}`);
const lookup = await measureLookup();
console.log(`\n${printLookup(lookup)}`);
process.exitCode = sizes.some(isTooHeavy) || isPaneMissed(pane) || isLookupMissed(lookup) ? 1 : 0;
