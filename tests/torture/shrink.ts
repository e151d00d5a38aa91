/**
 * Makes a scenario that fails as small as it goes in the time there is: parts of the steps are left out (delta debugging,
 * Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002), then switches, then what a step names
 * more than it needs. Every candidate is run; what is given back did fail.
 */
import type { Scenario, Step } from './scenario.ts';

export type Fails<T> = (candidate: T) => boolean | Promise<boolean>;

/** A smaller list that fails too. `over`: no time is left; what is smallest so far is given back. */
export const shrinkList = async <T>(
  items: readonly T[],
  fails: Fails<readonly T[]>,
  over: () => boolean = () => false,
): Promise<readonly T[]> => {
  let least = items;
  // Whole halves first, in the end one by one; once more from one by one as long as that helps.
  for (let parts = 2; least.length > 0 && !over();) {
    const size = Math.ceil(least.length / parts);
    let isSmaller = false;
    for (let end = least.length; end > 0 && !over();) {
      const begin = Math.max(0, end - size);
      const rest = [...least.slice(0, begin), ...least.slice(end)];
      if (await fails(rest)) {
        least = rest;
        isSmaller = true;
      }
      end = begin;
    }
    if (size === 1 && !isSmaller) break;
    parts = isSmaller ? Math.min(parts, least.length) : Math.min(parts * 2, least.length);
  }
  return least;
};

/** The step with less in it, the least first. */
const simpler = (step: Step): Step[] => {
  const found: Step[] = [];
  for (const [name, value] of Object.entries(step)) {
    const without = Object.fromEntries(Object.entries(step).filter(([other]) => other !== name)) as Step;
    if (name === 'blank' || name === 'pair' || name === 'remote' || name === 'at') found.push(without);
    if (!Array.isArray(value) || value.length < 2) continue;
    for (const one of value as unknown[]) found.push({ ...step, [name]: [one] });
    for (const index of value.keys())
      found.push({ ...step, [name]: (value as unknown[]).filter((_, at) => at !== index) });
  }
  if (step.do === 'crash') found.push({ do: 'pass', box: step.box });
  if (step.do === 'decide' && step.choice !== 'safe') found.push({ ...step, choice: 'safe' });
  if ((step.do === 'decide' || step.do === 'undo') && step.pick > 0) found.push({ ...step, pick: 0 });
  return found;
};

const withSimplerSteps = async (
  scenario: Scenario,
  fails: Fails<Scenario>,
  over: () => boolean,
): Promise<Scenario> => {
  let least = scenario;
  for (const index of scenario.steps.keys()) {
    for (let isSmaller = true; isSmaller && !over();) {
      isSmaller = false;
      for (const step of simpler(least.steps[index]!)) {
        const candidate = { ...least, steps: least.steps.with(index, step) };
        if (over() || !(await fails(candidate))) continue;
        least = candidate;
        isSmaller = true;
        break;
      }
    }
  }
  return least;
};

const withFewerSwitches = async (
  scenario: Scenario,
  fails: Fails<Scenario>,
  over: () => boolean,
): Promise<Scenario> => {
  const entries = Object.entries(scenario.switches);
  const kept = await shrinkList(
    entries,
    (some) => fails({ ...scenario, switches: Object.fromEntries(some) }),
    over,
  );
  return { ...scenario, switches: Object.fromEntries(kept) };
};

/** Policies are those that an activation has by itself, where that does not matter. */
const withPlainPolicies = async (
  scenario: Scenario,
  fails: Fails<Scenario>,
  over: () => boolean,
): Promise<Scenario> => {
  let least = scenario;
  for (const [index, policy] of scenario.policies.entries()) {
    const candidate = { ...least, policies: least.policies.with(index, 'crm') };
    if (policy !== 'crm' && !over() && (await fails(candidate))) least = candidate;
  }
  return least;
};

export interface ShrinkOptions {
  /** Default: two minutes. */
  readonly budgetMs?: number;
  /** After each candidate that still failed. */
  readonly onSmaller?: (scenario: Scenario) => void;
  readonly now?: () => number;
}

export interface Shrunk {
  readonly scenario: Scenario;
  /** How many candidates were run. */
  readonly tried: number;
  /** False: time was up before nothing more could be left out. */
  readonly isLeast: boolean;
}

/** `fails` is asked about smaller ones only; that the scenario itself fails is known. */
export const shrink = async (
  scenario: Scenario,
  fails: Fails<Scenario>,
  { budgetMs = 120_000, onSmaller, now = Date.now }: ShrinkOptions = {},
): Promise<Shrunk> => {
  const until = now() + budgetMs;
  const over = (): boolean => now() >= until;
  const known = new Map<string, boolean>([[JSON.stringify(scenario), true]]);
  let tried = 0;
  const stillFails: Fails<Scenario> = async (candidate) => {
    const key = JSON.stringify(candidate);
    const before = known.get(key);
    if (before !== undefined) return before;
    tried += 1;
    const does = await fails(candidate);
    known.set(key, does);
    if (does) onSmaller?.(candidate);
    return does;
  };
  const fewer = async (from: Scenario): Promise<Scenario> => ({
    ...from,
    steps: [...(await shrinkList(from.steps, (steps) => stillFails({ ...from, steps: [...steps] }), over))],
  });
  let least = await fewer(scenario);
  least = await withFewerSwitches(least, stillFails, over);
  least = await withPlainPolicies(least, stillFails, over);
  least = await withSimplerSteps(least, stillFails, over);
  // What a step no longer names may have made another one needless.
  if (!over()) least = await fewer(least);
  return { scenario: least, tried, isLeast: !over() };
};

/** What kind of problem it is, whoever it concerns: a smaller scenario must fail in the same way, not in just any. */
export const kindOf = (problem: string): string =>
  problem
    .replace(/^\S+@\S+: /u, '')
    .replace(/"[^"]*"/gu, '…')
    .replace(/[;{].*$/su, '')
    .replace(/\b[PS]?\d[\w+-]*|\+\d+/gu, '#')
    .replace(/\b(?:firstName|lastName|jobTitle|workMobile|workPhone|birthDate)\b/gu, 'field')
    .slice(0, 80);
