/**
 * `sync MAILBOX`: a pass now. Through the queue when a worker runs (which keeps the mailbox's turn and its limits),
 * in this process when none does. With `--preview` what it would do, also with other settings; that writes nothing.
 */
import { CommandError } from '../errors.ts';
import { exits } from '../output.ts';
import type { PassView } from '../../../shared/api/passes.ts';
import type { CliText } from '../../../shared/texts/cli.ts';
import { fill } from '../../../shared/texts/language.ts';
import type { Mailbox, PassReport } from '../../pass/ports.ts';
import { standstillOf } from '../../api/mailbox/message.ts';
import { presentPass } from '../../api/passes/present.ts';
import type { Register, Run } from '../program.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { showPreview } from '../preview.ts';
import { passesBefore, watchMailbox } from '../watch.ts';
import { passResultLines, progressWords } from '../words.ts';
import { askedOf, collect, type SettingOptions } from './mailbox-settings.ts';

export const sync: Register = ({ program, command, act, t }) => {
  const only = (option: CliText): string => fill(t('syncPreviewOnly'), { option: t(option) });
  command(program, 'sync <MAILBOX>', 'sync')
    .option('--preview', t('syncPreview'))
    .option('--policy <POLICY>', only('mailboxPolicy'))
    .option('--role <ROLE>', only('mailboxRole'), collect)
    .option('--include-group <GROUP>', only('mailboxIncludeGroup'), collect)
    .option('--exclude-group <GROUP>', only('mailboxExcludeGroup'), collect)
    .option('--all-groups', only('mailboxAllGroups'))
    .addHelpText('after', `\n${t('syncAfter')}`)
    .action(
      act<[string, SettingOptions & { readonly preview?: boolean }]>(async (run, name, options) => {
        const asked = askedOf(options);
        // A pass with settings that are not saved would be undone by the next one.
        if (asked !== null && options.preview !== true) {
          throw new CommandError('previewOnly', {}, exits.usage);
        }
        const mailbox = await mailboxNamed(run, name);
        if (options.preview === true) return showPreview(run, mailbox, name, asked);
        const standstill = standstillOf(mailbox);
        if (standstill !== null) throw new CommandError(standstill, { name }, exits.needsPerson);
        const pass = await passNow(run, mailbox);
        return { json: { mailboxId: mailbox.id, pass }, ...passResultLines(run, pass) };
      }),
    );
};

/** Waits for the end of a pass that begins after this. Throws CommandError where none can run now. */
export const passNow = async (run: Run, mailbox: Mailbox): Promise<PassView> =>
  (await (await run.office()).workerRuns()) ? askAndWatch(run, mailbox) : runHere(run, mailbox);

const askAndWatch = async (run: Run, mailbox: Mailbox): Promise<PassView> => {
  const office = await run.office();
  const waitMs = mailbox.notBefore === null ? 0 : Date.parse(mailbox.notBefore) - Date.now();
  if (waitMs > 0) throw notNow(waitMs);
  const before = await passesBefore(run, mailbox.id);
  await office.askPass(mailbox.id, 'syncNow');
  return (await watchMailbox(run, mailbox.id, before)).pass;
};

/** Retry-After (R14): asking sooner would only make it longer. */
const notNow = (waitMs: number): CommandError =>
  new CommandError('mailboxNotNow', { seconds: Math.ceil(waitMs / 1000) });

const runHere = async (run: Run, mailbox: Mailbox): Promise<PassView> => {
  const line = run.out.progress();
  let report: PassReport;
  try {
    report = await (
      await run.app()
    ).passHere(mailbox.id, {
      signal: run.signal,
      onProgress: (progress) => {
        line.show(progressWords(run, progress));
      },
    });
  } finally {
    line.end();
  }
  if (!report.ran) {
    throw report.because === 'busy' ? new CommandError('mailboxBusy') : notNow(report.afterMs ?? 0);
  }
  const { mailboxes } = await run.office();
  const record = await mailboxes.pass(mailbox.id, report.passId);
  if (record === null) throw new CommandError('noPassStarted');
  return presentPass(record);
};
