/** `mailbox settings`: which roles and groups take part (R1) and who wins a conflict (R5), shown before and after. */
import {
  conflictPolicies,
  roles,
  type ActivationSettings,
  type ConflictPolicy,
  type Role,
} from '../../sync/selection.ts';
import { presentSettings } from '../../api/mailbox/present.ts';
import { matchGroups, selectedCount, type GroupsAsked } from '../../api/mailbox/group-names.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { askAfterChange } from '../after-change.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../errors.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, type Result } from '../output.ts';
import type { Cli, Run } from '../program.ts';
import { listed, settingLines } from './mailbox-show.ts';

/** How settings are named on the command line; `sync --preview` takes the same. */
export interface SettingOptions {
  readonly policy?: string;
  readonly includeGroup?: readonly string[];
  readonly excludeGroup?: readonly string[];
  readonly allGroups?: boolean;
  readonly role?: readonly string[];
}

interface Options extends SettingOptions {
  readonly yes?: boolean;
}

export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

export const settings = ({ command, act, t }: Cli, parent: Cli['program']): void => {
  command(parent, 'settings <MAILBOX>', 'mailboxSettings')
    .option('--policy <POLICY>', t('mailboxPolicy'))
    .option('--role <ROLE>', t('mailboxRole'), collect)
    .option('--include-group <GROUP>', t('mailboxIncludeGroup'), collect)
    .option('--exclude-group <GROUP>', t('mailboxExcludeGroup'), collect)
    .option('--all-groups', t('mailboxAllGroups'))
    .option('--yes', t('mailboxYes'))
    .addHelpText('after', `\n${t('mailboxSettingsAfter')}`)
    .action(
      act<[string, Options]>(async (run, name, options) => {
        const asked = askedOf(options);
        const mailbox = await mailboxNamed(run, name);
        return asked === null ? shown(run, mailbox) : change(run, mailbox, name, asked, options.yes);
      }),
    );
};

type Asked = Partial<ActivationSettings>;

const isPolicy = (text: string): text is ConflictPolicy => conflictPolicies.some((policy) => policy === text);

const isRole = (text: string): text is Role => roles.some((role) => role === text);

const rolesAsked = (named: readonly string[]): Role[] =>
  named.map((role) => {
    if (!isRole(role)) throw new CommandError('roleUnknown', { role }, exits.usage);
    return role;
  });

/** What is named replaces what there was; null: nothing is named. */
export const askedOf = (options: SettingOptions): Asked | null => {
  const { policy, includeGroup, excludeGroup, allGroups, role } = options;
  if (policy !== undefined && !isPolicy(policy)) {
    throw new CommandError('policyUnknown', { policy }, exits.usage);
  }
  if (allGroups === true && includeGroup !== undefined) throw new CommandError('groupsBoth', {}, exits.usage);
  const blank = [...(includeGroup ?? []), ...(excludeGroup ?? [])].some((group) => group.trim() === '');
  if (blank) throw new CommandError('groupBlank', {}, exits.usage);
  const asked: Asked = {
    ...(policy === undefined ? {} : { conflictPolicy: policy }),
    ...(role === undefined ? {} : { roles: rolesAsked(role) }),
    ...(allGroups === true ? { groupsIncluded: [], groupsExcluded: [] } : {}),
    ...(includeGroup === undefined ? {} : { groupsIncluded: includeGroup }),
    ...(excludeGroup === undefined ? {} : { groupsExcluded: excludeGroup }),
  };
  return Object.keys(asked).length === 0 ? null : asked;
};

const shown = (run: Run, { id, settings: now }: Mailbox): Result => ({
  json: { id, settings: now },
  text: settingLines(run, presentSettings(now)),
});

const same = (a: ActivationSettings, b: ActivationSettings): boolean =>
  JSON.stringify(presentSettings(a)) === JSON.stringify(presentSettings(b));

/** How many persons are in Outlook by R1, under both. */
const selectedBy = async (run: Run, mailbox: Mailbox, after: ActivationSettings) => {
  const { crm } = await run.office();
  const persons = [...(await crm.persons(await crm.personsOf(mailbox.employeeId))).values()];
  return {
    mine: persons.length,
    before: selectedCount(persons, mailbox, mailbox.settings),
    after: selectedCount(persons, mailbox, after),
  };
};

const warnings = (run: Run, { unknown, inBoth }: GroupsAsked, known: readonly string[]): string[] => [
  ...(inBoth.length === 0 ? [] : [run.t('settingsBoth', { list: inBoth.join(', ') })]),
  ...(unknown.length === 0
    ? []
    : [
        run.t('settingsUnknown', {
          list: unknown.map(({ name }) => name).join(', '),
          known: known.length === 0 ? '–' : listed(run, known),
        }),
      ]),
];

const change = async (
  run: Run,
  mailbox: Mailbox,
  name: string,
  asked: Asked,
  yes: boolean | undefined,
): Promise<Result> => {
  const office = await run.office();
  const known = await office.crm.groups();
  const groups = matchGroups({ ...mailbox.settings, ...asked }, known, mailbox.settings);
  const { id, settings: before } = mailbox;
  const after = groups.settings;
  if (same(before, after)) {
    return { json: { id, before, after, saved: false }, text: [run.t('settingsSame')] };
  }
  const selected = await selectedBy(run, mailbox, after);
  run.out.show([
    run.t('settingsBefore'),
    ...settingLines(run, presentSettings(before)).map((line) => `  ${line}`),
    run.t('settingsAfter'),
    ...settingLines(run, presentSettings(after)).map((line) => `  ${line}`),
    run.t('settingsSelected', selected),
    ...warnings(run, groups, known),
    run.t('settingsPreview', { name }),
  ]);
  // A mistyped group would quietly take everybody out of Outlook; all else can be put back as it was.
  if (groups.unknown.length > 0 && yes !== true && !run.out.canAsk) {
    const list = groups.unknown.map((one) => one.name).join(', ');
    throw new CommandError('groupsUnknown', { list }, exits.needsPerson);
  }
  if (groups.unknown.length > 0) await confirm(run, yes);
  await office.mailboxes.saveSettings(id, after);
  const follows = await askAfterChange(run, mailbox, name);
  const unknown = groups.unknown.map((one) => one.name);
  return {
    json: { id, before, after, saved: true, selected, unknownGroups: unknown, passAsked: follows.passAsked },
    text: [run.t('settingsSaved', { name }), follows.text],
  };
};
