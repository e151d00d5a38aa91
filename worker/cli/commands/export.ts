/**
 * `export FILE`: all persons into one file, readable by its owner only. It comes into being beside its place and is
 * moved there when it is whole, so that a failed export leaves no half file. `-` writes to standard output.
 */
import { once } from 'node:events';
import { open, rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FileFormat } from '../../crm/files/types.ts';
import { codeOf } from '../../store/errors.ts';
import { CommandError } from '../errors.ts';
import { exits, type Result } from '../output.ts';
import type { Register, Run } from '../program.ts';

interface Options {
  readonly format?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const formats: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  xlsx: 'xlsx',
  vcf: 'vcard',
  vcard: 'vcard',
};

export const exportPersons: Register = ({ program, command, act, t }) => {
  command(program, 'export <FILE>', 'export')
    .option('--format <FORMAT>', t('exportFormat'))
    .option('--force', t('exportForce'))
    .action(
      act<[string, Options]>(async (run, file, options) => {
        const format = formatOf(file, options.format);
        if (file === '-') return toStandardOutput(run, format);
        const known = await stat(file).catch(() => null);
        if (known !== null && options.force !== true)
          throw new CommandError('fileExists', { file }, exits.usage);
        // What is moved into place would take away a device or a folder that stands there.
        if (known !== null && !known.isFile())
          throw new CommandError('fileNotWritable', { file }, exits.usage);
        return toFile(run, format, file);
      }),
    );
};

const formatOf = (file: string, named: string | undefined): FileFormat => {
  const name = (named ?? extname(file).slice(1)).toLowerCase();
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format !== undefined) return format;
  throw named === undefined && file === '-'
    ? new CommandError('noFormat', {}, exits.usage)
    : new CommandError('fileKind', { file: named ?? file }, exits.usage);
};

/** Bytes in order, counting persons on the way. */
async function* chunks(run: Run, format: FileFormat, count: { n: number }): AsyncIterable<Uint8Array> {
  const { crm } = await run.office();
  const exported = (await import('../../crm/files/export.ts')).exportPersons;
  const line = run.out.progress();
  const onProgress = (done: number): void => {
    count.n = done;
    line.show(`${String(done)} ${run.t('exportProgress')}`);
  };
  try {
    for await (const chunk of exported(crm, format, { language: run.language, onProgress })) {
      run.signal.throwIfAborted();
      yield chunk;
    }
  } finally {
    line.end();
  }
}

const toStandardOutput = async (run: Run, format: FileFormat): Promise<Result> => {
  const { stdout } = run.world.io;
  // Two documents in one stream would be readable for nobody.
  if (run.out.json) throw new CommandError('jsonToStdout', {}, exits.usage);
  if (format === 'xlsx' && stdout.isTTY === true) throw new CommandError('binaryToTerminal', {}, exits.usage);
  for await (const chunk of chunks(run, format, { n: 0 })) {
    if (!stdout.write(chunk)) await once(stdout, 'drain');
  }
  return { json: {}, text: [] };
};

const toFile = async (run: Run, format: FileFormat, file: string): Promise<Result> => {
  const count = { n: 0 };
  const partial = `${file}.${String(process.pid)}.part`;
  try {
    const handle = await open(partial, 'wx', 0o600);
    try {
      for await (const chunk of chunks(run, format, count)) await handle.writeFile(chunk);
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
  return {
    json: { file, format, persons: count.n },
    text: [run.t('exportDone', { n: count.n, file })],
  };
};
