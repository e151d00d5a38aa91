/** The corpus's printout: every kind of case by name with its numbers, and the two figures that count. */
import { isHeld } from './judge.ts';
import type { Played } from './play.ts';

const byKind = (played: readonly Played[]): Map<string, Played[]> => {
  const kinds = new Map<string, Played[]>();
  for (const one of played) kinds.set(one.case.kind, [...(kinds.get(one.case.kind) ?? []), one]);
  return kinds;
};

const line = (name: string, ...numbers: (string | number)[]): string =>
  `  ${name.padEnd(76)}${numbers.map((each) => String(each).padStart(9)).join('')}`;

const sum = (played: readonly Played[], of: (one: Played) => number): number =>
  played.reduce((total, one) => total + of(one), 0);

const arrived = (played: readonly Played[]): string => {
  const expected = sum(played, (one) => one.case.arrives.length);
  return expected === 0 ? '-' : `${sum(played, (one) => one.verdict.arrived)}/${expected}`;
};

export const isThrough = ({ verdict }: Played): boolean => verdict.through.size > 0;
export const wasHeld = ({ verdict }: Played): boolean => isHeld(verdict);

export const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;

export const table = (seed: number, played: readonly Played[], withoutGuard: readonly Played[]): string => {
  const lines = [`\nCorpus of the merge guard (R7), seed ${seed}: ${played.length} cases`];
  const contaminations = played.filter((one) => one.case.label === 'contamination');
  const honest = played.filter((one) => one.case.label === 'honest');
  const bare = byKind(withoutGuard);
  lines.push('', line('contaminations', 'cases', 'through', 'asked', 'arrived', 'no guard'));
  for (const [kind, of] of byKind(contaminations)) {
    const unguarded = bare.get(kind);
    lines.push(
      line(
        kind,
        of.length,
        of.filter(isThrough).length,
        of.filter(({ verdict }) => verdict.held.length > 0).length,
        arrived(of),
        unguarded === undefined ? '-' : `${unguarded.filter(isThrough).length}/${unguarded.length}`,
      ),
    );
  }
  lines.push('', line('honest edits', 'cases', 'through', 'held', 'arrived'));
  for (const [kind, of] of byKind(honest))
    lines.push(line(kind, of.length, of.filter(isThrough).length, of.filter(wasHeld).length, arrived(of)));
  const through = contaminations.filter(isThrough).length;
  const held = honest.filter(wasHeld).length;
  lines.push(
    '',
    `  Contaminations let through: ${through} of ${contaminations.length}`,
    `  The same without the guard's memory: ${withoutGuard.filter(isThrough).length} of ${withoutGuard.length}`,
    `  Honest edits held: ${held} of ${honest.length} (${share(held, honest.length)})`,
    '',
  );
  return lines.join('\n');
};

/** What is wrong with these cases, a line each, to be read by whoever mends it. */
export const details = (played: readonly Played[], most = 25): string =>
  [
    ...played.slice(0, most).map(({ case: { kind, policy, phases, persons, cards }, verdict }) => {
      const { through, off, held, cards: lost, adrift } = verdict;
      const wrong = JSON.stringify({ through: [...through], off, held, lost, adrift });
      return `${kind} (${policy}): ${wrong} GIVEN ${JSON.stringify({ persons, cards })} DONE ${JSON.stringify(phases)}`;
    }),
    ...(played.length > most ? [`and ${played.length - most} more`] : []),
  ].join('\n');
