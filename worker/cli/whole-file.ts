/**
 * Writes a file that a person asked for, readable by its owner only. It comes into being beside its place and is moved there
 * when it is whole, so that a failure leaves no half file. `-` is standard output.
 */
import { once } from 'node:events';
import { open, rename, rm, stat } from 'node:fs/promises';
import { codeOf } from '../store/errors.ts';
import { CommandError } from './errors.ts';
import { exits } from './output.ts';
import type { Run } from './program.ts';

/** Throws CommandError `fileExists` or `fileNotWritable`. */
export const refuseExisting = async (file: string, force: boolean | undefined): Promise<void> => {
  const known = await stat(file).catch(() => null);
  if (known === null) return;
  if (force !== true) throw new CommandError('fileExists', { file }, exits.usage);
  // What is moved into place would take away a device or a folder that stands there.
  if (!known.isFile()) throw new CommandError('fileNotWritable', { file }, exits.usage);
};

/** Throws CommandError `fileNotWritable`, and whatever the chunks throw. */
export const writeWhole = async (file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> => {
  const partial = `${file}.${String(process.pid)}.part`;
  try {
    const handle = await open(partial, 'wx', 0o600);
    try {
      for await (const chunk of chunks) await handle.writeFile(chunk);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    const isFile = /^(ENOENT|EACCES|EISDIR|ENOTDIR|EROFS|ENOSPC|EPERM)$/u.test(codeOf(error) ?? '');
    throw isFile ? new CommandError('fileNotWritable', { file }, exits.failed, { cause: error }) : error;
  }
};

/** Two documents in one stream would be readable for nobody: with `--json` CommandError `jsonToStdout`. */
export const writeToStandardOutput = async (run: Run, chunks: AsyncIterable<Uint8Array>): Promise<void> => {
  if (run.out.json) throw new CommandError('jsonToStdout', {}, exits.usage);
  const { stdout } = run.world.io;
  for await (const chunk of chunks) {
    if (!stdout.write(chunk)) await once(stdout, 'drain');
  }
};
