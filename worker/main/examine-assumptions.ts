/**
 * What `doctor` says of GRAPH_ASSUMPTIONS_FILE: can it be read, is it such a file, how old is it, and in what does it differ
 * from the defaults (R11)? Reads the file as the worker does at its start, and tells in findings what stops that start.
 */
import { readFile, stat } from 'node:fs/promises';
import type { Finding } from '../cli/ports.ts';
import {
  appliedAtOf,
  defaultAssumptions,
  parseAssumptions,
  type GraphAssumptions,
} from '../graph/assumptions.ts';
import type { Settings } from '../settings.ts';
import { codeOf } from '../store/errors.ts';

const DAY_MS = 86_400_000;
/** A service changes; what was measured longer ago than this is worth measuring again. */
const oldAfterDays = 365;
const check = 'assumptions';

/** "secondLookMs 9000 (2000)": what is assumed and what would be by default. */
const differences = (assumed: GraphAssumptions): string[] =>
  (Object.keys(defaultAssumptions) as (keyof GraphAssumptions)[])
    .filter((name) => assumed[name] !== defaultAssumptions[name])
    .map((name) => `${name} ${assumed[name]} (${defaultAssumptions[name]})`);

/** Since it was applied; of a report of the probe, since it was saved. */
const daysOld = async (file: string, text: string, now: Date): Promise<number> => {
  const at = appliedAtOf(text) ?? (await stat(file)).mtime;
  return Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS));
};

/** Nothing where the setting is not used: the defaults hold. */
export const examineAssumptions = async (
  { graphAssumptionsFile: file }: Pick<Settings, 'graphAssumptionsFile'>,
  now = new Date(),
): Promise<Finding[]> => {
  if (file === null) return [];
  let text: string;
  let days: number;
  try {
    text = await readFile(file, 'utf8');
    days = await daysOld(file, text, now);
  } catch (error) {
    const code = codeOf(error) ?? 'unknown';
    return code === 'ENOENT'
      ? [{ check, state: 'warning', what: 'assumptionsNone', values: { file } }]
      : [{ check, state: 'wrong', what: 'assumptionsUnreadable', values: { file, code } }];
  }
  const assumed = parseAssumptions(text);
  if (assumed === null) return [{ check, state: 'wrong', what: 'assumptionsShape', values: { file } }];
  const list = differences(assumed).join(', ');
  return [
    list === ''
      ? { check, state: 'ok', what: 'assumptionsDefault', values: { file, days } }
      : { check, state: 'ok', what: 'assumptionsDiffer', values: { file, days, list } },
    ...(days > oldAfterDays
      ? [{ check, state: 'warning', what: 'assumptionsOld', values: { file, days } } as const]
      : []),
  ];
};
