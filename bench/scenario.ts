/** What a scenario is, and what is made of its runs: a median with its spread for each figure, and whether goals are met. */
export interface Goal {
  readonly figure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export type Figures = Readonly<Record<string, unknown>>;

export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** About how long one run takes on the machine of docs/performance.md. */
  readonly seconds: number;
  /** 1 is what to measure first. */
  readonly importance: number;
  readonly goals: readonly Goal[];
  /** Figures in the order in which they are told. */
  readonly shown: readonly string[];
  readonly notes?: readonly string[];
  /** `quick`: a tenth of it or so, to see that it works; its figures say nothing. */
  run(quick: boolean): Promise<Figures>;
  /** Several runs over one set-up, where that takes longer than the runs; otherwise `run` so many times. */
  readonly runAll?: (quick: boolean, runs: number) => Promise<readonly Figures[]>;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface ScenarioResult {
  readonly name: string;
  readonly title: string;
  readonly runs: readonly Figures[];
  readonly figures: Readonly<Record<string, Spread>>;
  readonly goals: readonly (Goal & { readonly met: boolean })[];
  /** The run broke; its own words. */
  readonly broken?: string;
  /** Of what was measured before the rest: where. */
  readonly commit?: string;
}

export interface Machine {
  readonly cores: number;
  readonly memoryGb: number;
  readonly cpu: string;
  readonly platform: string;
  readonly node: string;
  readonly postgres: string;
}

export interface BenchResult {
  readonly measuredAt: string;
  readonly commit: string | null;
  readonly machine: Machine;
  /** Figures of a quick bench say nothing. */
  readonly quick: boolean;
  readonly scenarios: readonly ScenarioResult[];
}

const medianOf = (sorted: readonly number[]): number => {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
};

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: medianOf(sorted), least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
};

/** A figure that is missing or no number misses its goal. A worst case counts where none may be: at most 0. */
export const isMet = ({ atMost, atLeast }: Goal, spread: Spread | undefined): boolean => {
  if (spread === undefined || Number.isNaN(spread.median)) return false;
  const most = atMost === 0 ? spread.most : spread.median;
  return (atMost === undefined || most <= atMost) && (atLeast === undefined || spread.median >= atLeast);
};

export const resultOf = (scenario: Scenario, runs: readonly Figures[], broken?: string): ScenarioResult => {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run)))];
  const figures: Record<string, Spread> = {};
  for (const name of names) {
    const values = runs.map((run) => run[name]).filter((value): value is number => typeof value === 'number');
    if (values.length > 0) figures[name] = spreadOf(values);
  }
  const goals = scenario.goals.map((goal) => ({
    ...goal,
    met: broken === undefined && isMet(goal, figures[goal.figure]),
  }));
  const { name, title } = scenario;
  return { name, title, runs, figures, goals, ...(broken === undefined ? {} : { broken }) };
};

export const isMissed = ({ goals, broken }: ScenarioResult): boolean =>
  broken !== undefined || goals.some(({ met }) => !met);
