/** `doctor`: examines configuration, database, sign-in, Graph and CRM; each finding says what to do. Changes nothing. */
import { doctorTexts, type DoctorText } from '../../../shared/texts/doctor.ts';
import { fill } from '../../../shared/texts/language.ts';
import { loadSettings, SettingsError } from '../../settings.ts';
import { exits } from '../output.ts';
import type { CheckState, Finding } from '../ports.ts';
import type { Register, Run } from '../program.ts';

const marks: Readonly<Record<CheckState, string>> = { ok: '✓', warning: '!', wrong: '✗' };

interface Shown {
  readonly check: string;
  readonly state: CheckState;
  readonly message: string;
}

export const doctor: Register = ({ program, command, act, t }) => {
  command(program, 'doctor', 'doctor')
    .addHelpText('after', `\n${t('doctorAfter')}`)
    .action(
      act(async (run) => {
        const shown: Shown[] = [];
        for await (const finding of findings(run)) {
          const one = show(run, finding);
          shown.push(one);
          run.out.show([`${marks[one.state]} ${one.message}`]);
        }
        const worst = shown.some(({ state }) => state === 'wrong');
        return {
          json: { ok: !worst, checks: shown },
          text: [run.t(worst ? 'doctorWrong' : 'doctorFine')],
          exit: worst ? exits.failed : exits.ok,
        };
      }),
    );
};

const show = (run: Run, { check, state, what, values }: Finding): Shown => {
  const texts = doctorTexts[run.language];
  const message = fill(texts[what as DoctorText] ?? what, values ?? {});
  return { check, state, message };
};

/** Wrong settings are a finding here, not the end; without settings there is nothing more to examine. */
async function* findings(run: Run): AsyncIterable<Finding> {
  try {
    loadSettings(run.world.folder, run.world.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const { name, says } of error.problems) {
      yield {
        check: 'settings',
        state: 'wrong',
        what: 'settingsWrong',
        values: { name, says: says[run.language] },
      };
    }
    return;
  }
  yield { check: 'settings', state: 'ok', what: 'settingsOk' };
  yield* (await run.app()).examine();
}
