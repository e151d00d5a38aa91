/**
 * `restore FILE`: fills the store from a back-up, whole or not at all. What would be taken away is shown first; only a yes
 * (or `--yes`) does it.
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { StoreError, codeOf } from '../../store/errors.ts';
import type { OpenedBackup } from '../../store/backup/index.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../errors.ts';
import { exits, type Result } from '../output.ts';
import type { BackupDesk } from '../ports.ts';
import type { Register, Run } from '../program.ts';
import { countedOf } from './backup.ts';

interface Options {
  readonly replace?: boolean;
  readonly yes?: boolean;
}

export const restore: Register = ({ program, command, act, t }) => {
  command(program, 'restore <FILE>', 'restore')
    .option('--replace', t('restoreReplace'))
    .option('--yes', t('restoreYes'))
    .addHelpText('after', `\n${t('restoreAfter')}`)
    .action(
      act<[string, Options]>(async (run, file, options) => {
        const source = await openSource(run, file);
        const desk = await (await run.app()).backups();
        const opened = await desk.open(source);
        try {
          return await restoreFrom(run, desk, opened, options);
        } finally {
          await opened.close();
        }
      }),
    );
};

const openSource = async (run: Run, file: string): Promise<AsyncIterable<Uint8Array>> => {
  if (file === '-') return run.world.io.stdin as unknown as AsyncIterable<Uint8Array>;
  const known = await stat(file).catch((cause: unknown) => {
    throw new CommandError('fileNotThere', { file, code: codeOf(cause) ?? '' }, exits.usage, { cause });
  });
  if (!known.isFile()) throw new CommandError('fileNotThere', { file, code: '' }, exits.usage);
  return createReadStream(file);
};

const restoreFrom = async (
  run: Run,
  desk: BackupDesk,
  opened: OpenedBackup,
  options: Options,
): Promise<Result> => {
  const { manifest } = opened;
  const { madeAt: at, product } = manifest;
  run.out.show([run.t('restoreWhat', { at, product, ...countedOf(manifest) })]);
  const opens = await desk.opensSignIns(manifest);
  if (opens !== true) run.out.note(run.t(opens === null ? 'restoreKeyNone' : 'restoreKeyOther'));
  const { empty, ...there } = await desk.contents();
  if (!empty) {
    if (options.replace !== true) throw notEmpty();
    run.out.show([run.t('restoreReplaces', there)]);
    await confirm(run, options.yes);
  }
  const line = run.out.progress();
  try {
    const { rows, migrated } = await desk.restore(opened, {
      replace: !empty,
      onProgress: ({ done, total }) => {
        run.signal.throwIfAborted();
        line.show(`${String(done)}/${String(total)} ${run.t('backupRows')}`);
      },
    });
    return {
      json: { madeAt: at, product, rows, migrated, replaced: !empty, opensSignIns: opens },
      text: [run.t('restoreDone', { rows }), ...migrated.map((name) => run.t('restoreMigrated', { name }))],
    };
  } finally {
    line.end();
  }
};

/** The restore itself looks again, in its own transaction. */
const notEmpty = (): StoreError =>
  new StoreError(
    'store.notEmpty',
    'There is data in this database already. Nothing was changed. Restore into an empty one (another DATA_DIR or ' +
      'DATABASE_URL), or give --replace to take away what is there.',
  );
