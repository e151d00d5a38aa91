/** `backup FILE`: the whole store in one file, as it is at one moment; a worker may run meanwhile. */
import type { Manifest } from '../../store/backup/index.ts';
import type { Result } from '../output.ts';
import type { Register, Run } from '../program.ts';
import { refuseExisting, writeToStandardOutput, writeWhole } from '../whole-file.ts';

interface Options {
  readonly force?: boolean;
}

export const backup: Register = ({ program, command, act, t }) => {
  command(program, 'backup <FILE>', 'backup')
    .option('--force', t('backupForce'))
    .addHelpText('after', `\n${t('backupAfter')}`)
    .action(
      act<[string, Options]>(async (run, file, options) => {
        if (file === '-') {
          await writeToStandardOutput(run, chunks(run));
          return { json: {}, text: [] };
        }
        await refuseExisting(file, options.force);
        await writeWhole(file, chunks(run));
        return written(run, file);
      }),
    );
};

async function* chunks(run: Run): AsyncIterable<Uint8Array> {
  const desk = await (await run.app()).backups();
  const line = run.out.progress();
  try {
    const bytes = desk.write(({ done, total }) => {
      line.show(`${String(done)}/${String(total)} ${run.t('backupRows')}`);
    });
    for await (const chunk of bytes) {
      run.signal.throwIfAborted();
      yield chunk;
    }
  } finally {
    line.end();
  }
}

export interface Counted {
  readonly persons: number;
  readonly mailboxes: number;
  readonly rows: number;
}

export const countedOf = ({ tables }: Manifest): Counted => {
  const rowsOf = (name: string): number =>
    tables.find((table) => `${table.schema}.${table.name}` === name)?.rows ?? 0;
  return {
    persons: rowsOf('crm.persons'),
    mailboxes: rowsOf('sync.mailboxes'),
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
  };
};

/** Told from the file itself: it was read back from the disk to its last byte, as a restore would. */
const written = async (run: Run, file: string): Promise<Result> => {
  const { createReadStream } = await import('node:fs');
  const desk = await (await run.app()).backups();
  const opened = await desk.open(createReadStream(file));
  try {
    for await (const { rows } of opened.tables()) for await (const _ of rows) run.signal.throwIfAborted();
  } finally {
    await opened.close();
  }
  const counts = countedOf(opened.manifest);
  return {
    json: { file, madeAt: opened.manifest.madeAt, ...counts },
    text: [run.t('backupDone', { file, ...counts })],
  };
};
