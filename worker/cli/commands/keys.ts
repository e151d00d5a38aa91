/**
 * `keys`: which token key seals what (`status`), everything sealed again with the one that seals now (`rotate`), and new
 * client states for the notifications of Outlook (`notifications`).
 * Shows names of keys only, which tell nothing about them. Which keys there are is said by the settings, never by this.
 */
import type { KeyUse, Rotated } from '../../identity/index.ts';
import { exits, table, type Exit, type Result } from '../output.ts';
import type { Cli, Register, Run } from '../program.ts';

type Parent = Cli['program'];

export const keys: Register = (cli) => {
  const parent = cli.group('keys', 'keys');
  status(cli, parent);
  rotate(cli, parent);
  notifications(cli, parent);
};

const status = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'status', 'keysStatus', { isDefault: true })
    .addHelpText('after', `\n${t('keysRotateAfter')}`)
    .action(
      act(async (run): Promise<Result> => {
        const uses = await (await (await run.app()).keys()).status();
        return {
          json: { keys: uses },
          text: [...rowsOf(run, uses), adviceOf(run, uses)],
          exit: exitOf(uses),
        };
      }),
    );
};

const rotate = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'rotate', 'keysRotate')
    .addHelpText('after', `\n${t('keysRotateAfter')}`)
    .action(
      act(async (run): Promise<Result> => {
        const desk = await (await run.app()).keys();
        const line = run.out.progress();
        const rotated = await desk.rotate({
          signal: run.signal,
          onProgress: (done, of) => {
            line.show(run.t('keysProgress', { done, of }));
          },
        });
        line.end();
        const uses = await desk.status();
        return {
          json: { ...rotated, keys: uses },
          text: [...became(run, rotated), ...rowsOf(run, uses), adviceOf(run, uses)],
          exit: rotated.left > 0 ? exits.failed : exitOf(uses),
        };
      }),
    );
};

const notifications = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'notifications', 'keysNotifications')
    .addHelpText('after', `\n${t('keysNotificationsAfter')}`)
    .action(
      act(async (run): Promise<Result> => {
        const app = await run.app();
        const forgotten = await app.forgetSubscriptions();
        const workerRuns = await (await run.office()).workerRuns();
        return {
          json: { forgotten, workerRuns },
          text: [
            run.t('keysForgotten', { n: forgotten }),
            ...(workerRuns || forgotten === 0 ? [] : [run.t('keysForgottenNoWorker')]),
          ],
        };
      }),
    );
};

const became = (run: Run, { done, damaged, left }: Rotated): string[] => [
  done === 0 && left === 0 ? run.t('keysRotatedNothing') : run.t('keysRotated', { n: done }),
  ...(damaged > 0 ? [run.t('keysDamaged', { n: damaged })] : []),
  ...(left > 0 ? [run.t('keysLeft', { n: left })] : []),
];

const rowsOf = (run: Run, uses: readonly KeyUse[]): string[] =>
  table([
    [
      run.t('keysColKey'),
      run.t('keysColState'),
      run.t('keysColSignIns'),
      run.t('keysColFingerprints'),
      run.t('keysColUnderWay'),
    ],
    ...uses.map(({ keyId, state, rows }) => [
      keyId,
      run.t(`keyState.${state}`),
      String(rows.signIns),
      String(rows.fingerprints),
      String(rows.underWay),
    ]),
  ]);

const sealedBy = (uses: readonly KeyUse[], state: KeyUse['state']): KeyUse['rows'] => {
  const total = { signIns: 0, fingerprints: 0, underWay: 0 };
  for (const { rows } of uses.filter((use) => use.state === state)) {
    total.signIns += rows.signIns;
    total.fingerprints += rows.fingerprints;
    total.underWay += rows.underWay;
  }
  return total;
};

const adviceOf = (run: Run, uses: readonly KeyUse[]): string => {
  const [old, missing] = [sealedBy(uses, 'old'), sealedBy(uses, 'missing')];
  const lost = missing.signIns + missing.fingerprints;
  if (lost > 0) return run.t('keysSomeMissing', { n: lost });
  if (old.signIns + old.fingerprints > 0) return run.t('keysSomeOld');
  return run.t(old.underWay > 0 ? 'keysUnderWay' : 'keysAllCurrent');
};

/** A key that is not there is for a person to bring back. */
const exitOf = (uses: readonly KeyUse[]): Exit => {
  const missing = sealedBy(uses, 'missing');
  return missing.signIns + missing.fingerprints > 0 ? exits.needsPerson : exits.ok;
};
