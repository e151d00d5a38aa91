/** `export FILE`: all persons into one file, or to standard output. */
import { extname } from 'node:path';
import type { FileFormat } from '../../crm/files/types.ts';
import { CommandError } from '../errors.ts';
import { exits, type Result } from '../output.ts';
import type { Register, Run } from '../program.ts';
import { refuseExisting, writeToStandardOutput, writeWhole } from '../whole-file.ts';

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
        await refuseExisting(file, options.force);
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
  const isTerminal = run.world.io.stdout.isTTY === true;
  if (format === 'xlsx' && isTerminal && !run.out.json) {
    throw new CommandError('binaryToTerminal', {}, exits.usage);
  }
  await writeToStandardOutput(run, chunks(run, format, { n: 0 }));
  return { json: {}, text: [] };
};

const toFile = async (run: Run, format: FileFormat, file: string): Promise<Result> => {
  const count = { n: 0 };
  await writeWhole(file, chunks(run, format, count));
  return {
    json: { file, format, persons: count.n },
    text: [run.t('exportDone', { n: count.n, file })],
  };
};
