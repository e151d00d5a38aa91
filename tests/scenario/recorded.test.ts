/**
 * Scenarios that a run of the torture printed, or that were written in its form: each file in recorded/ is a test by its
 * `about`. All statements must hold at the end, at rest and after every question has been answered (tests/torture/replay.ts).
 */
import { readdir, readFile } from 'node:fs/promises';
import { replay } from '../torture/replay.ts';
import { scenario } from '../torture/scenario.ts';

const folder = new URL('./recorded/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted();
const scenarios = await Promise.all(
  files.map(async (name) => scenario.parse(JSON.parse(await readFile(new URL(name, folder), 'utf8')))),
);

test.each(scenarios.map((each) => [each.about, each] as const))(
  '%s',
  async (_, each) => {
    // A step that does nothing where it was recorded would test nothing.
    const idle: number[] = [];
    const problems = await replay(each, { onStep: (_step, number, done) => !done && idle.push(number) });
    expect(problems).toEqual([]);
    expect(idle).toEqual([]);
  },
  120_000,
);
