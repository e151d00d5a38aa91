/** `status`: the whole at a glance. Exit code 3 when a mailbox waits for a person. */
import { setTimeout as sleep } from 'node:timers/promises';
import { exits, table, type Result } from '../output.ts';
import type { Register, Run } from '../program.ts';
import { listMailboxes } from './mailbox.ts';
import { progressWords } from '../words.ts';

const WATCH_EVERY_MS = 2_000;

export const status: Register = ({ program, command, act, t }) => {
  command(program, 'status', 'status')
    .option('--watch', t('statusWatch'))
    .action(
      act<[{ watch?: boolean }]>(async (run, options) => {
        // One document with --json: watching is for people.
        if (options.watch !== true || run.out.json) return look(run);
        while (!run.signal.aborted) {
          const { text } = await look(run);
          run.out.show(['', ...text]);
          await sleep(WATCH_EVERY_MS, undefined, { signal: run.signal }).catch(() => undefined);
        }
        return null;
      }),
    );
};

const look = async (run: Run): Promise<Result> => {
  const office = await run.office();
  const [items, workerRuns] = await Promise.all([listMailboxes(run), office.workerRuns()]);
  const waits = items.filter(({ state }) => state === 'signInAgain' || state === 'braked');
  const rows = items.map((one) => [
    one.employee.email ?? one.employee.id,
    run.t(`state.${one.state}`),
    run.t('linked', { n: one.counts.active }),
    ...(one.counts.held > 0 ? [run.t('waiting', { n: one.counts.held })] : ['']),
    one.lastPass?.result === 'running' && one.lastPass.progress !== null
      ? progressWords(run, one.lastPass.progress)
      : (one.lastPassAt ?? run.t('never')),
  ]);
  return {
    json: { workerRuns, mailboxes: items },
    text: [
      run.t(workerRuns ? 'workerRuns' : 'workerRunsNot'),
      ...(items.length === 0 ? [run.t('noMailboxes')] : table(rows)),
      ...waits.map((one) => `${one.employee.email ?? one.id}: ${one.message ?? ''}`),
    ],
    exit: waits.length > 0 ? exits.needsPerson : exits.ok,
  };
};
