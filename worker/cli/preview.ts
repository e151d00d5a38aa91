/** `sync MAILBOX --preview`: asks for a preview in this process, beside whatever a worker does, and shows it. */
import { matchGroups } from '../api/mailbox/group-names.ts';
import { presentPreview } from '../api/preview/present.ts';
import type { Mailbox } from '../pass/ports.ts';
import type { PreviewReport } from '../pass/preview.ts';
import type { ActivationSettings } from '../sync/selection.ts';
import { CommandError } from './errors.ts';
import { exits, type Result } from './output.ts';
import { previewLines } from './preview-lines.ts';
import type { Run } from './program.ts';
import { progressWords } from './words.ts';

const refusalOf = (report: Exclude<PreviewReport, { made: true }>, name: string): CommandError => {
  switch (report.because) {
    case 'unknownMailbox':
      return new CommandError('noMailbox', { name });
    case 'signInAgain':
    case 'deactivated':
      return new CommandError(report.because, { name }, exits.needsPerson);
    case 'notNow':
      return new CommandError('mailboxNotNow', { seconds: Math.ceil(report.afterMs / 1000) });
    case 'stopped':
      return new CommandError('previewStopped');
    case 'failed':
      return new CommandError('unknown', { code: report.code });
  }
};

/** What to do next, when one agrees. */
const nextLine = (run: Run, { state }: Mailbox, name: string, otherSettings: boolean): string => {
  if (otherSettings) return run.t('previewSave', { name });
  return run.t(state === 'active' ? 'previewRun' : 'previewResume', { name });
};

/** `asked`: settings that shall count instead of the mailbox's own; null: none were named. */
export const showPreview = async (
  run: Run,
  mailbox: Mailbox,
  name: string,
  asked: Partial<ActivationSettings> | null,
): Promise<Result> => {
  const { crm, mailboxes } = await run.office();
  const groups =
    asked === null
      ? null
      : matchGroups({ ...mailbox.settings, ...asked }, await crm.groups(), mailbox.settings);
  const line = run.out.progress();
  let report: PreviewReport;
  try {
    report = await (
      await run.app()
    ).preview({
      mailboxId: mailbox.id,
      signal: run.signal,
      onProgress: (progress) => {
        line.show(progressWords(run, progress));
      },
      ...(groups === null ? {} : { settings: groups.settings }),
    });
  } finally {
    line.end();
  }
  if (!report.made) throw refusalOf(report, name);
  const last = await mailboxes.lastPass(mailbox.id);
  const view = await presentPreview(crm, {
    preview: report.preview,
    limit: null,
    unknownGroups: groups?.unknown.map((group) => group.name) ?? [],
    passRuns: last !== null && last.outcome === null && !last.interrupted,
    language: run.language,
  });
  return {
    json: { mailboxId: mailbox.id, preview: view },
    text: [
      run.t(groups === null ? 'previewHead' : 'previewHeadSettings', { name }),
      ...previewLines(run, view),
      '',
      nextLine(run, mailbox, name, groups !== null),
    ],
    exit: view.brake === null ? exits.ok : exits.needsPerson,
  };
};
