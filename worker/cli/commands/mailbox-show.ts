/** `mailbox show`: everything about one mailbox that an administrator may see; never the content of its cards. */
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import type { Employee } from '../../../shared/person.ts';
import { presentMailbox } from '../../api/mailbox/present.ts';
import type { MailboxSeen } from '../../api/ports.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { exits } from '../output.ts';
import type { Cli, Run } from '../program.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { passResultLines, progressWords } from '../words.ts';

/** Names that a line holds; --json has them all. */
const NAMES_SHOWN = 10;

export const show = ({ command, act }: Cli, parent: Cli['program']): void => {
  command(parent, 'show <MAILBOX>', 'mailboxShow').action(
    act<[string, object]>(async (run, name) => {
      const found = await mailboxNamed(run, name);
      const view = await viewOf(run, found);
      const employee = await employeeOf(run, found);
      const waits = view.state === 'signInAgain' || view.state === 'braked';
      return {
        json: { employee: employee === undefined ? null : employeeJson(employee), ...view },
        text: [
          run.t('showHead', {
            name: employee?.displayName ?? name,
            email: employee?.email ?? found.employeeId,
          }),
          ...lines(run, view, name),
        ],
        exit: waits ? exits.needsPerson : exits.ok,
      };
    }),
  );
};

const employeeJson = ({ id, displayName, email }: Employee) => ({ id, displayName, email });

export const employeeOf = async (run: Run, { employeeId }: Mailbox): Promise<Employee | undefined> =>
  (await (await run.office()).crm.employees()).find(({ id }) => id === employeeId);

/** The sign-in's end is the user's own affair, and asking for it takes the token key. */
export const viewOf = async (run: Run, mailbox: Mailbox): Promise<MailboxView> => {
  const { crm, mailboxes } = await run.office();
  const seen: MailboxSeen = (await mailboxes.all()).find(({ id }) => id === mailbox.id)!;
  return presentMailbox(
    { crm, mailboxes, now: () => new Date(), signInEndsAt: async () => null },
    seen,
    run.language,
  );
};

export const listed = (run: Run, names: readonly string[]): string => {
  const more = names.length - NAMES_SHOWN;
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  return more > 0 ? `${shown} ${run.t('andMore', { n: more })}` : shown;
};

/** Roles, included groups, excluded ones, policy; a line each. */
export const settingLines = (run: Run, settings: MailboxView['settings']): string[] => {
  const { groupsIncluded, groupsExcluded, conflictPolicy, roles } = settings;
  const included = groupsIncluded.length === 0 ? run.t('everyGroup') : groupsIncluded.join(', ');
  return [
    run.t('showRoles', { list: roles.map((role) => run.t(`role.${role}`)).join(', ') }),
    run.t('showGroups', { list: included }),
    ...(groupsExcluded.length === 0 ? [] : [run.t('showWithout', { list: groupsExcluded.join(', ') })]),
    run.t('showPolicy', { text: run.t(`policy.${conflictPolicy}`) }),
  ];
};

export const brakeLimits = (run: Run): string => {
  const { cards, share, emptyFrom } = run.settings().brake;
  return run.t('showBrakeLimits', { cards, share: Math.round(share * 1000) / 10, emptyFrom });
};

const passLines = (run: Run, { running, lastPass, nextPassAt, state }: MailboxView): string[] => {
  const next =
    state !== 'active'
      ? run.t('showNextNot')
      : nextPassAt === null
        ? run.t('showNextUnknown')
        : run.t('showNextPass', { at: nextPassAt });
  return [
    ...(running === null
      ? []
      : [
          run.t('showRunning', {
            text: running.progress === null ? '…' : progressWords(run, running.progress),
          }),
        ]),
    lastPass === null
      ? run.t('showNoPass')
      : run.t('showLastPass', {
          at: lastPass.endedAt ?? lastPass.startedAt,
          text: passResultLines(run, lastPass).text.join(' '),
        }),
    next,
  ];
};

const lines = (run: Run, view: MailboxView, name: string): string[] => {
  const { state, message, settings, excludedPersons, counts, brakeReleased } = view;
  const excluded = excludedPersons.map(({ id, displayName }) => displayName ?? id);
  return [
    run.t('showState', { text: message ?? run.t(`state.${state}`) }),
    ...settingLines(run, settings),
    ...(excluded.length === 0 ? [] : [run.t('showExcluded', { list: listed(run, excluded) })]),
    run.t('showCounts', counts),
    brakeLimits(run),
    ...(brakeReleased ? [run.t('brakeReleased')] : []),
    ...passLines(run, view),
    ...(counts.paused > 0 ? [run.t('showCleanUp', { name })] : []),
  ];
};
