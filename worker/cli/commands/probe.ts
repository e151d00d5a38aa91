/**
 * `probe MAILBOX`: measures in a real mailbox what Microsoft's documents leave open, tells it in words and as JSON, and can have the
 * worker go by it. It says what it will do to the mailbox before it does it, and asks.
 */
import { Buffer } from 'node:buffer';
import { probeFindings } from '../../../shared/texts/probe.ts';
import { standstillOf } from '../../api/mailbox/message.ts';
import { Trouble, type Mailbox } from '../../pass/ports.ts';
import type { ProbeReport } from '../../probe/answers.ts';
import { marker } from '../../probe/cards.ts';
import type { Human } from '../../probe/room.ts';
import { ProbeFailed } from '../../probe/wire.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../errors.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, type Exit, type Result } from '../output.ts';
import { answerLines, assumptionLine, clearedLines, isDanger, isMore } from '../probe-lines.ts';
import type { Register, Run } from '../program.ts';
import { refuseExisting, writeWhole } from '../whole-file.ts';

interface Options {
  readonly withMe?: boolean;
  readonly wait?: string;
  readonly patience?: string;
  readonly save?: string;
  readonly force?: boolean;
  readonly apply?: boolean;
  readonly cleanUp?: boolean;
  readonly yes?: boolean;
}

const defaultWaitMinutes = '10';
const defaultPatienceSeconds = '60';

export const probe: Register = ({ program, command, act, t }) => {
  command(program, 'probe <MAILBOX>', 'probe')
    .option('--with-me', t('probeWithMe'))
    .option('--wait <MINUTES>', t('probeWait'))
    .option('--patience <SECONDS>', t('probePatience'))
    .option('--save <FILE>', t('probeSave'))
    .option('--force', t('probeForce'))
    .option('--apply', t('probeApply'))
    .option('--clean-up', t('probeCleanUp'))
    .option('--yes', t('probeYes'))
    .addHelpText('after', `\n${t('probeAfter')}`)
    .action(
      act<[string, Options]>(async (run, name, options) => {
        const times = {
          waitMs: wholeFrom(options.wait ?? defaultWaitMinutes) * 60_000,
          patienceMs: wholeFrom(options.patience ?? defaultPatienceSeconds) * 1_000,
        };
        // What would be missed only at the end, after minutes, is told at the beginning.
        if (options.apply === true && run.settings().graphAssumptionsFile === null)
          throw new CommandError('probeNoFile', {}, exits.usage);
        if (options.save !== undefined) await refuseExisting(options.save, options.force);
        const mailbox = await reachable(run, name);
        try {
          return options.cleanUp === true
            ? await clearLeftovers(run, mailbox, name)
            : await ask(run, mailbox, name, options, times);
        } catch (error) {
          throw refusal(error, name);
        }
      }),
    );
};

const wholeFrom = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/u.test(text)) throw new CommandError('badLimit', { text }, exits.usage);
  return Number(text);
};

/** Whoever waits for a decision or is paused can be probed; whoever must sign in again cannot. */
const reachable = async (run: Run, name: string): Promise<Mailbox> => {
  const mailbox = await mailboxNamed(run, name);
  const standstill = standstillOf(mailbox);
  if (standstill === 'deactivated' || standstill === 'signInAgain')
    throw new CommandError(standstill, { name }, exits.needsPerson);
  return mailbox;
};

const refusal = (error: unknown, name: string): unknown => {
  if (error instanceof ProbeFailed)
    return new CommandError('probeCannot', { code: error.code }, exits.failed, { cause: error });
  if (!(error instanceof Trouble)) return error;
  if (error.what.kind === 'park') return new CommandError('signInAgain', { name }, exits.needsPerson);
  if (error.what.kind !== 'retry') return error;
  return new CommandError('mailboxNotNow', { seconds: Math.ceil(error.what.afterMs / 1_000) });
};

// ─── Asking ─────────────────────────────────────────────────────────────────────────────────────

const ask = async (
  run: Run,
  mailbox: Mailbox,
  name: string,
  options: Options,
  times: { readonly waitMs: number; readonly patienceMs: number },
): Promise<Result> => {
  const texts = [
    run.t('probeWhat', { name, folder: marker }),
    run.t('probeWhatNot'),
    run.t('probeWhatPhone'),
  ];
  run.out.show([...texts, '']);
  await confirm(run, options.yes);
  const desk = await (await run.app()).probes();
  const line = run.out.progress();
  let report: ProbeReport;
  try {
    report = await desk.ask(mailbox.id, {
      signal: run.signal,
      patienceMs: times.patienceMs,
      human: options.withMe === true ? person(run, times.waitMs) : null,
      onQuestion: (question, n, of) => {
        line.show(run.t('probeAsking', { n, of, title: probeFindings[run.language][`${question}.title`] }));
      },
    });
  } finally {
    line.end();
  }
  if (options.save !== undefined) await save(options.save, report);
  // A run that was broken off has not measured enough to change anything by it.
  const applied = options.apply === true && !report.stopped ? await desk.apply(report.assumptions) : null;
  return {
    json: { mailboxId: mailbox.id, ...report, applied: applied?.assumptions ?? null },
    text: [
      ...answerLines(run, report),
      '',
      run.t('probeTook', { requests: report.requests, seconds: Math.round(report.tookMs / 1_000) }),
      ...(report.stopped ? [run.t('probeStopped')] : []),
      ...clearedLines(run, report.cleanUp, name),
      assumptionLine(run, applied?.assumptions ?? report.assumptions),
      ...(applied === null ? [] : [run.t('probeApplied', { file: applied.file })]),
      ...(applied === null && isMore(report) ? [run.t('probeApplyHint')] : []),
      ...(options.save === undefined ? [] : [run.t('probeSaved', { file: options.save })]),
    ],
    exit: exitOf(report),
  };
};

const person = (run: Run, waitMs: number): Human => ({
  waitMs,
  tell: (step, values) => {
    run.out.note(`\n→ ${run.t(`probeStep.${step}`, values)}`);
    run.out.note(`  ${run.t('probeWaiting', { minutes: Math.round(waitMs / 60_000) })}`);
  },
});

const save = (file: string, report: ProbeReport): Promise<void> =>
  writeWhole(
    file,
    (async function* () {
      yield await Promise.resolve(Buffer.from(`${JSON.stringify(report, null, 2)}\n`));
    })(),
  );

/** Something to be seen to before this mailbox is synchronised; or it could not be measured. */
const exitOf = ({ answers, stopped, cleanUp }: ProbeReport): Exit => {
  if (answers.some(isDanger)) return exits.needsPerson;
  const isWhole = !stopped && cleanUp.left === 0 && answers.every(({ outcome }) => outcome !== 'failed');
  return isWhole ? exits.ok : exits.failed;
};

// ─── Clearing away ──────────────────────────────────────────────────────────────────────────────

const clearLeftovers = async (run: Run, mailbox: Mailbox, name: string): Promise<Result> => {
  const desk = await (await run.app()).probes();
  const cleaned = await desk.cleanUp(mailbox.id, run.signal);
  const nothing = Object.values(cleaned as unknown as Record<string, number>).every((count) => count === 0);
  return {
    json: { mailboxId: mailbox.id, cleanUp: cleaned },
    text: nothing ? [run.t('probeNothingLeft')] : clearedLines(run, cleaned, name),
    exit: cleaned.left > 0 ? exits.failed : exits.ok,
  };
};
