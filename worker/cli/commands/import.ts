/**
 * `import FILE`: what each column means and what would happen is shown first; only a yes (or `--yes`) writes, in one
 * transaction. The rows that cannot be taken are named with their lines, never with what stands in them.
 */
import { stat, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { exportHeadings } from '../../crm/files/headings.ts';
import type {
  FileProblem,
  ImportPlan,
  ImportReport,
  ImportTarget,
  RejectedRow,
} from '../../crm/files/types.ts';
import { fileProblemTexts, rowProblemTexts } from '../../../shared/texts/import.ts';
import { fill } from '../../../shared/texts/language.ts';
import { codeOf } from '../../store/errors.ts';
import { CommandError } from '../errors.ts';
import { exits, table, type Exit, type Result } from '../output.ts';
import type { Register, Run } from '../program.ts';

/** Larger is not even read; the reader's own limit is smaller and says so. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
const SHOWN_REJECTED = 20;

interface Options {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly ignoreUnknown?: boolean;
  readonly createEmployees?: boolean;
  readonly strict?: boolean;
}

export const importPersons: Register = ({ program, command, act, t }) => {
  command(program, 'import <FILE>', 'import')
    .option('--dry-run', t('importDryRun'))
    .option('--yes', t('importYes'))
    .option('--ignore-unknown', t('importIgnoreUnknown'))
    .option('--create-employees', t('importCreateEmployees'))
    .option('--strict', t('importStrict'))
    .addHelpText('after', `\n${t('importAfter')}`)
    .action(
      act<[string, Options]>(async (run, file, options) => {
        const bytes = await readBytes(file);
        const plan = await makePlan(run, bytes, file, options);
        if (plan.problems.length > 0) return refused(run, plan);
        run.out.show([...shownPlan(run, plan), ...shownRejected(run, rejectedOf(plan))]);
        if (options.dryRun === true) {
          return { json: document(run, plan, null), text: [run.t('importDryRunDone')] };
        }
        if (options.yes !== true && !(await isConfirmed(run))) {
          throw new CommandError('notConfirmed', {}, exits.needsPerson);
        }
        return apply(run, plan);
      }),
    );
};

const readBytes = async (file: string): Promise<Uint8Array> => {
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) throw new CommandError('fileTooLarge', { file });
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError('fileNotThere', { file, code: codeOf(cause) ?? '' }, exits.usage, { cause });
  }
};

const makePlan = async (run: Run, bytes: Uint8Array, file: string, options: Options): Promise<ImportPlan> => {
  const { crm } = await run.office();
  const { planImport } = await import('../../crm/files/plan.ts');
  const line = run.out.progress();
  line.show(run.t('importReading'));
  try {
    return await planImport(crm, bytes, basename(file), {
      ignoreUnknown: options.ignoreUnknown === true,
      createEmployees: options.createEmployees === true,
      strict: options.strict === true,
      onProgress: ({ done, total }) => {
        line.show(`${run.t('importReading')} ${String(done)}/${String(total)}`);
      },
    });
  } finally {
    line.end();
  }
};

const isConfirmed = async (run: Run): Promise<boolean> => {
  if (!run.out.canAsk) return false;
  const answer = (await run.out.ask(run.t('importAsk'))) ?? '';
  return run.t('importYesAnswers').split(',').includes(answer.trim().toLowerCase());
};

const apply = async (run: Run, plan: ImportPlan): Promise<Result> => {
  const { crm } = await run.office();
  const { applyImport } = await import('../../crm/files/apply.ts');
  const line = run.out.progress();
  let report: ImportReport;
  try {
    report = await applyImport(crm, plan, {
      onProgress: ({ done, total }) => {
        line.show(`${run.t('importWriting')} ${String(done)}/${String(total)}`);
      },
    });
  } finally {
    line.end();
  }
  const exit: Exit = report.applied ? exits.ok : exits.failed;
  if (!report.applied) {
    return { json: document(run, plan, report), text: problemLines(run, report.problems), exit };
  }
  const { create: created, update: updated, unchanged, rejected } = report.counts;
  // What the plan rejected was shown before the question; here only what changed since.
  const known = new Set(rejectedOf(plan).map(({ line: at }) => at));
  const late = report.rejected.filter(({ line: at }) => !known.has(at));
  return {
    json: document(run, plan, report),
    text: [...shownRejected(run, late), run.t('importDone', { created, updated, unchanged, rejected })],
    exit,
  };
};

// ─── What is shown ──────────────────────────────────────────────────────────────────────────────

const rejectedOf = (plan: ImportPlan): RejectedRow[] =>
  plan.rows.filter((row): row is RejectedRow => row.action === 'rejected');

/** As exports name it; three targets have no column of their own there, since the kind decides what they are. */
const targetWords = (run: Run, target: ImportTarget): string => {
  if (target === 'email' || target === 'phone' || target === 'mobile') return run.t(`importTarget.${target}`);
  return exportHeadings[run.language][target] ?? target;
};

const shownPlan = (run: Run, plan: ImportPlan): string[] => {
  const { create: created, update: updated, unchanged, rejected } = plan.counts;
  const columns = plan.columns.map(({ heading, position, target }) => [
    `  ${heading === '' ? `#${String(position)}` : heading}`,
    target === null ? run.t('importColumnIgnored') : `→ ${targetWords(run, target)}`,
  ]);
  const employees = plan.newEmployees.map(({ email }) => email);
  return [
    run.t('importMapping'),
    ...table(columns),
    ...(employees.length === 0 ? [] : [run.t('importNewEmployees', { list: employees.join(', ') })]),
    run.t('importCounts', { rows: plan.rows.length, created, updated, unchanged, rejected }),
  ];
};

const rowMessages = (run: Run, row: RejectedRow): string[] =>
  row.problems.map(({ code, column, otherLine }) =>
    fill(rowProblemTexts[run.language][code], {
      ...(column === undefined ? {} : { column }),
      ...(otherLine === undefined ? {} : { otherLine }),
    }),
  );

const shownRejected = (run: Run, rows: readonly RejectedRow[]): string[] => {
  if (rows.length === 0) return [];
  const lines = rows
    .slice(0, SHOWN_REJECTED)
    .flatMap((row) =>
      rowMessages(run, row).map((text) => `  ${run.t('importLine', { line: row.line })}: ${text}`),
    );
  const more = rows.length - SHOWN_REJECTED;
  return [
    run.t('importRejected'),
    ...lines,
    ...(more > 0 ? [`  ${run.t('importMoreRejected', { n: more })}`] : []),
  ];
};

const problemLines = (run: Run, problems: readonly FileProblem[]): string[] =>
  problems.map(({ code, line, details }) =>
    fill(fileProblemTexts[run.language][code], {
      ...(line === undefined ? {} : { line }),
      details: (details ?? []).join(', '),
    }),
  );

const refused = (run: Run, plan: ImportPlan): Result => {
  run.out.show([
    ...(plan.columns.length === 0 ? [] : shownPlan(run, plan)),
    ...shownRejected(run, rejectedOf(plan)),
  ]);
  const lines = [...problemLines(run, plan.problems), run.t('importNothingChanged')];
  if (!run.out.json) run.out.note(lines.join('\n'));
  const message = lines.join(' ');
  const code = `import.${plan.problems[0]?.code ?? 'refused'}`;
  return { json: { ...document(run, plan, null), error: { code, message } }, text: [], exit: exits.failed };
};

/** For `--json`: the plan and, when it was applied, what came of it. Never a value of a person. */
const document = (run: Run, plan: ImportPlan, report: ImportReport | null): object => {
  const counts = report?.counts ?? plan.counts;
  return {
    applied: report?.applied ?? false,
    file: plan.fileName,
    format: plan.format,
    encoding: plan.encoding,
    rows: plan.rows.length,
    columns: plan.columns,
    counts: {
      created: counts.create,
      updated: counts.update,
      unchanged: counts.unchanged,
      rejected: counts.rejected,
    },
    newEmployees: report?.newEmployees ?? plan.newEmployees.length,
    problems: (report?.problems ?? plan.problems).map((problem) => ({
      ...problem,
      message: problemLines(run, [problem])[0],
    })),
    rejected: (report?.rejected ?? rejectedOf(plan)).map((row) => ({
      line: row.line,
      problems: row.problems,
      messages: rowMessages(run, row),
    })),
  };
};
