/**
 * What was measured of Graph's behaviour and applied, in a file that the settings name: read at the start, written by
 * `probe --apply`. A file that is not there yet means the defaults; one that cannot be read stops the start, for somebody meant it.
 */
import { open, readFile, rename, rm } from 'node:fs/promises';
import { CommandError } from '../cli/errors.ts';
import { exits } from '../cli/output.ts';
import {
  defaultAssumptions,
  moreCareful,
  parseAssumptions,
  type GraphAssumptions,
} from '../graph/assumptions.ts';
import type { Settings } from '../settings.ts';
import { codeOf } from '../store/errors.ts';

type From = Pick<Settings, 'graphAssumptionsFile'>;

/** Throws CommandError `assumptionsWrong`. */
export const readAssumptions = async ({ graphAssumptionsFile: file }: From): Promise<GraphAssumptions> => {
  if (file === null) return defaultAssumptions;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return defaultAssumptions;
    throw new CommandError('assumptionsWrong', { file }, exits.usage, { cause });
  }
  const read = parseAssumptions(text);
  if (read === null) throw new CommandError('assumptionsWrong', { file }, exits.usage);
  return read;
};

/** The more careful of what holds and what was measured now; whole or not at all. Throws CommandError. */
export const applyAssumptions = async (
  settings: From,
  measured: GraphAssumptions,
  at: Date,
): Promise<{ readonly file: string; readonly assumptions: GraphAssumptions }> => {
  const { graphAssumptionsFile: file } = settings;
  if (file === null) throw new CommandError('probeNoFile', {}, exits.usage);
  const assumptions = moreCareful(await readAssumptions(settings), measured);
  const partial = `${file}.${String(process.pid)}.part`;
  try {
    const handle = await open(partial, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ appliedAt: at.toISOString(), assumptions }, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new CommandError('fileNotWritable', { file }, exits.failed, { cause });
  }
  return { file, assumptions };
};
