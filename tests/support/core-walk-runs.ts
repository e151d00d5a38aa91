/**
 * Many random walks through the pure core until so many steps are done, for the files of tests/property/million. What goes
 * wrong is made smaller and told as data: the seed repeats it, the steps can be read.
 */
import { randomInt } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { drawWalk, walk, type Walk, type Walked } from './core-walk.ts';

export interface Share {
  readonly persons: number;
  /** Steps that must be done, each of which found something to do. */
  readonly steps: number;
  /** Of the first walk; each next one has the next. */
  readonly seed: number;
}

/** How the million is spread: the more persons there are, the more each step costs. `oneNew`: by `asAsked`, others each time. */
export const shares = {
  one: { persons: 1, steps: 700_000, seed: 1_000_000 },
  oneNew: { persons: 1, steps: 100_000, seed: 0 },
  two: { persons: 2, steps: 100_000, seed: 2_000_000 },
  three: { persons: 3, steps: 50_000, seed: 3_000_000 },
  four: { persons: 4, steps: 50_000, seed: 4_000_000 },
} as const satisfies Record<string, Share>;
export const million = 1_000_000;
export const told = (count: number): string => count.toLocaleString('en');
export const sharedOut = Object.values(shares).reduce((sum, { steps }) => sum + steps, 0);

/** Steps of one walk, drawn. */
const length = 600;
const shrinkMs = 30_000;

const tryWalk = (steps: Walk): Walked => {
  try {
    return walk(steps);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { done: 0, passes: 0, tried: steps.ops.length, problems: [`threw: ${said}`] };
  }
};

const kindOf = ({ problems }: Walked): string | undefined => problems[0]?.split(':')[0];

/** The same kind of trouble with fewer steps; as few as are found in the time. */
const smaller = (wrong: Walk, kind: string, untilMs: number): Walk => {
  let least = wrong;
  for (let size = Math.ceil(least.ops.length / 2); ; size = Math.ceil(size / 2)) {
    for (let at = 0; at < least.ops.length;) {
      if (Date.now() > untilMs) return least;
      const less = { ...least, ops: [...least.ops.slice(0, at), ...least.ops.slice(at + size)] };
      const result = tryWalk(less);
      if (kindOf(result) === kind) least = { ...less, ops: less.ops.slice(0, result.tried) };
      else at += size;
    }
    if (size === 1) return least;
  }
};

const tell = (seed: number, drawn: Walk, result: Walked): string => {
  const wrong = { ...drawn, ops: drawn.ops.slice(0, result.tried) };
  const least = smaller(wrong, kindOf(result)!, Date.now() + shrinkMs);
  return [
    ...result.problems,
    `${drawn.persons} person(s), seed ${seed} (PROPERTY_SEED=${seed} where seeds are random), step ${result.tried}`,
    `made smaller: ${tryWalk(least).problems.join('; ')}`,
    JSON.stringify(least),
  ].join('\n');
};

export interface Run {
  readonly seed: number;
  readonly walks: number;
  readonly steps: number;
  readonly passes: number;
}

const given = (name: string): number | undefined => {
  const text = process.env[name];
  return text === undefined ? undefined : Number(text);
};

/** The share with what PROPERTY_SEED and PROPERTY_STEPS say, where its walks are others each time. */
export const asAsked = (share: Share): Share => ({
  ...share,
  seed: given('PROPERTY_SEED') ?? randomInt(2 ** 31),
  steps: given('PROPERTY_STEPS') ?? share.steps,
});

/** Walks until the share is done. Throws at the first walk that goes wrong. */
export const walkShare = async ({ persons, steps, seed: first }: Share): Promise<Run> => {
  const run = { seed: first, walks: 0, steps: 0, passes: 0 };
  while (run.steps < steps) {
    const drawn = drawWalk(first + run.walks, length, persons);
    const result = tryWalk(drawn);
    if (result.problems.length > 0) throw new Error(tell(first + run.walks, drawn, result));
    run.walks += 1;
    run.steps += result.done;
    run.passes += result.passes;
    await breathe();
  }
  return run;
};
