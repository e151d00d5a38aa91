/** `mailbox brake` and `mailbox resume`: what a pass stopped for (R12), and the word that lets it go on, once. */
import { messageOf, brakeOf, standstillOf } from '../../api/mailbox/message.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { brakePersons, type BrakePersons } from '../brake-persons.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../errors.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, table, type Result } from '../output.ts';
import type { Cli, Run } from '../program.ts';
import { brakeLimits } from './mailbox-show.ts';

type Parent = Cli['program'];

/** Lines of a screen; --json has them all. */
const PERSONS_SHOWN = 25;

export const brake = ({ command, act }: Cli, parent: Parent): void => {
  command(parent, 'brake <MAILBOX>', 'mailboxBrake').action(
    act<[string, object]>(async (run, name) => {
      const mailbox = await mailboxNamed(run, name);
      const limits = run.settings().brake;
      const { id, state, brakeReleased } = mailbox;
      const json = { id, state, brake: brakeOf(mailbox), released: brakeReleased, limits };
      if (state === 'braked') {
        const found = json.brake === null ? null : await brakePersons(run, mailbox, json.brake.kind);
        const persons = found?.known === true ? found.persons : null;
        return {
          json: { ...json, persons },
          text: [
            ...stoppedFor(run, mailbox),
            ...(found === null ? [] : personLines(run, found)),
            run.t('brakeWhat', { name }),
          ],
          exit: exits.needsPerson,
        };
      }
      const text = brakeReleased ? run.t('brakeReleased') : run.t('brakeNone', { limits: brakeLimits(run) });
      return { json, text: [text] };
    }),
  );
};

const personLines = (run: Run, found: BrakePersons): string[] => {
  if (!found.known) return [run.t('brakeListUnknown', { why: found.why })];
  const rows = found.persons.map(({ personId, personName, step, fields }) => [
    personName ?? personId,
    run.t(`brakeWould.${step}`, { fields: fields.join(', ') }),
  ]);
  const more = rows.length - PERSONS_SHOWN;
  return [
    run.t('brakeWouldChange', { n: rows.length }),
    ...table(rows.slice(0, PERSONS_SHOWN)).map((line) => `  ${line}`),
    ...(more > 0 ? [`  ${run.t('andMore', { n: more })}`] : []),
  ];
};

/** The figures, and what may be behind them. */
const stoppedFor = (run: Run, mailbox: Mailbox): string[] => {
  const kind = brakeOf(mailbox)?.kind;
  return [
    run.t('brakeFigures', { text: messageOf(mailbox, run.language) ?? '' }),
    ...(kind === undefined ? [] : [run.t(`brake.${kind}`)]),
  ];
};

export const resume = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'resume <MAILBOX>', 'mailboxResume')
    .option('--yes', t('mailboxYes'))
    .addHelpText('after', `\n${t('mailboxResumeAfter')}`)
    .action(
      act<[string, { yes?: boolean }]>(async (run, name, { yes }): Promise<Result> => {
        const mailbox = await mailboxNamed(run, name);
        const { id, state } = mailbox;
        const standstill = standstillOf(mailbox);
        if (standstill === 'signInAgain' || standstill === 'deactivated') {
          throw new CommandError(standstill, { name }, exits.needsPerson);
        }
        if (state === 'active') {
          return {
            json: { id, state, brakeReleased: mailbox.brakeReleased },
            text: [run.t('resumedAlready', { name })],
          };
        }
        if (state === 'braked') {
          run.out.show([...stoppedFor(run, mailbox), run.t('releaseWarning')]);
          await confirm(run, yes);
        }
        const { mailboxes, askPass } = await run.office();
        // While the question stood, another may have answered it, and a pass stopped for something else.
        if (!(await mailboxes.resume(id, mailbox))) throw new CommandError('resumedOtherwise', { name });
        await askPass(id, 'resume');
        const brakeReleased = state === 'braked';
        return {
          json: { id, state: 'active', brakeReleased },
          text: [run.t(brakeReleased ? 'resumedReleased' : 'resumed', { name })],
        };
      }),
    );
};
