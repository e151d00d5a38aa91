/**
 * `held …`: what waits for a decision, with the sentence first, both values side by side and what each choice does; and
 * what is remembered for pairs. Deciding is in held-decide.ts.
 */
import { InvalidArgumentError } from 'commander';
import { heldReasons, type HeldView } from '../../../shared/api/held.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { fill } from '../../../shared/texts/language.ts';
import { presentHeld, presentPairs } from '../../api/held/present.ts';
import { shownValue } from '../../api/held/words.ts';
import type { HeldFilter, HeldOutline } from '../../store/held-changes.ts';
import { itemLines, upTo, viewOf } from '../held-lines.ts';
import { calledMailboxes, heldNamed, pairNamed, reasonNamed, shortId } from '../held-named.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, table, type Result } from '../output.ts';
import { personNamed } from '../person-named.ts';
import type { Cli, Register, Run } from '../program.ts';
import { decide } from './held-decide.ts';

type Parent = Cli['program'];

export const held: Register = (cli) => {
  const parent = cli.group('held', 'held');
  list(cli, parent);
  show(cli, parent);
  decide(cli, parent);
  pairs(cli, parent);
  forget(cli, parent);
};

interface ListOptions {
  readonly person?: string;
  readonly reason?: string;
  readonly source?: string;
  readonly all?: boolean;
  readonly limit?: number;
}

const SHOWN = 50;

const list = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'list [MAILBOX]', 'heldList')
    .option('--person <PERSON>', t('heldPerson'))
    .option('--reason <REASON>', t('heldReason'))
    .option('--source <SOURCE>', t('heldSource'))
    .option('--all', t('heldAll'))
    .option('--limit <N>', t('heldLimit'), limitOf)
    .addHelpText('after', `\n${fill(t('heldListAfter'), { reasons: heldReasons.join(', ') })}`)
    .action(
      act<[string | undefined, ListOptions]>(async (run, name, options) => {
        const { limit = SHOWN } = options;
        const filter = await filterOf(run, options);
        return name === undefined ? overview(run, filter, limit) : listOf(run, name, filter, limit);
      }),
    );
};

const limitOf = (typed: string): number => {
  const limit = Number(typed);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError('');
};

const filterOf = async (run: Run, { person, reason, source, all }: ListOptions): Promise<HeldFilter> => ({
  state: all === true ? 'all' : 'open',
  ...(person === undefined ? {} : { personId: (await personNamed(run, person)).id }),
  ...(reason === undefined ? {} : { reason: reasonNamed(reason) }),
  ...(source === undefined ? {} : { source }),
});

const exitOf = (items: readonly { readonly state: string }[]) =>
  items.some(({ state }) => state === 'open') ? exits.needsPerson : exits.ok;

const more = (run: Run, isMore: boolean): string[] => (isMore ? ['', run.t('heldMore')] : []);

const nothing = (run: Run, { state }: HeldFilter): string =>
  run.t(state === 'all' ? 'heldNoneFound' : 'heldNone');

/** Over all mailboxes: that something waits and why, not whose it is nor what it says. */
const overview = async (run: Run, filter: HeldFilter, limit: number): Promise<Result> => {
  const [office, names] = [await run.office(), await calledMailboxes(run)];
  const read = await upTo(limit, (n, before) => office.held.outline(filter, { limit: n, before }));
  const nameOf = (id: MailboxId): string => names.get(id)?.name ?? id;
  const items = read.items.map((item) => ({ ...item, mailbox: nameOf(item.mailboxId) }));
  const json = { items, more: read.more };
  if (items.length === 0) return { json, text: [nothing(run, filter)] };
  const head = [
    'heldColId',
    'colMailbox',
    'heldColReason',
    'heldColFields',
    'heldColState',
    'heldColSince',
  ] as const;
  const rows = items.map((item) => [
    shortId(item.id),
    item.mailbox,
    item.reason,
    fieldWords(run, item),
    run.t(`heldState.${item.state}`),
    item.openedAt,
  ]);
  const text = [...table([head.map((key) => run.t(key)), ...rows]), ...more(run, read.more)];
  return { json, text: [...text, '', run.t('heldOverview')], exit: exitOf(items) };
};

const fieldWords = (run: Run, { fields }: Pick<HeldOutline, 'fields'>): string =>
  fields.map((field) => fieldTexts[run.language][field]).join(', ');

const listOf = async (run: Run, name: string, filter: HeldFilter, limit: number): Promise<Result> => {
  const { id } = await mailboxNamed(run, name);
  const office = await run.office();
  const read = await upTo(limit, (n, before) => office.held.list(id, filter, { limit: n, before }));
  const items = await presentHeld(office.crm, read.items, run.language);
  const json = { mailboxId: id, items, more: read.more };
  if (items.length === 0) return { json, text: [nothing(run, filter)] };
  const text = [heading(run, name, filter, items.length), ...items.flatMap((item) => itemLines(run, item))];
  return { json, text: [...text, ...more(run, read.more)], exit: exitOf(items) };
};

const heading = (run: Run, name: string, { state }: HeldFilter, n: number): string => {
  if (state === 'all') return run.t('heldFound', { name, n });
  return run.t(n === 1 ? 'heldWaitsOne' : 'heldWaits', { name, n });
};

const show = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'show <ID>', 'heldShow')
    .addHelpText('after', `\n${t('heldShowAfter')}`)
    .action(
      act<[string, object]>(async (run, id) => {
        const view = await viewOf(run, await heldNamed(run, id));
        const name = (await calledMailboxes(run)).get(view.mailboxId as MailboxId)?.name ?? view.mailboxId;
        return { json: { ...view, mailbox: name }, text: showLines(run, view, name), exit: exitOf([view]) };
      }),
    );
};

const showLines = (run: Run, view: HeldView, mailbox: string): string[] => [
  view.sentence,
  ...(view.fields.length === 0 ? [] : ['', ...valueLines(run, view)]),
  '',
  ...(view.state === 'open' ? choiceLines(run, view) : [view.standing]),
  '',
  `${view.id}  ${mailbox}  ${view.reason}  ${view.openedAt}`,
];

const valueLines = (run: Run, { fields, sourceName }: HeldView): string[] => {
  const before = (base: HeldView['fields'][number]['base']): string =>
    base === null ? run.t('heldUnknownBefore') : shownValue(base.crm, run.language);
  return table([
    [run.t('heldColField'), run.t('heldColCrm'), sourceName.toUpperCase(), run.t('heldColBefore')],
    ...fields.map(({ label, crm, remote, base }) => [
      label,
      shownValue(crm, run.language),
      shownValue(remote, run.language),
      before(base),
    ]),
  ]);
};

const choiceLines = (run: Run, view: HeldView): string[] => {
  const { choices, refused } = view;
  const cannot = refused.map(({ choice, message }) => [`  ${choice}`, message]);
  return [
    ...(choices.length === 0
      ? [run.t('heldNoChoices')]
      : [run.t('heldChoices'), ...table(choices.map(({ choice, effect }) => [`  ${choice}`, effect]))]),
    ...(cannot.length === 0 ? [] : [run.t('heldImpossible'), ...table(cannot)]),
    ...(choices.length === 0 ? [] : ['', run.t('heldHow', { id: shortId(view.id) })]),
    ...(view.canRemember ? [run.t('heldHowRemember')] : []),
  ];
};

const pairs = ({ command, act }: Cli, parent: Parent): void => {
  command(parent, 'pairs [MAILBOX]', 'heldPairs').action(
    act<[string | undefined, object]>(async (run, name) => {
      const office = await run.office();
      const mailboxes = name === undefined ? await office.mailboxes.all() : [await mailboxNamed(run, name)];
      const found = await Promise.all(mailboxes.map(({ id }) => office.held.pairs(id)));
      const items = await presentPairs(office.crm, found.flat(), run.language);
      const lines = items.flatMap((pair) => [
        pair.sentence,
        `  ${run.t('heldPairBy', { id: shortId(pair.id), by: pair.byName, at: pair.at })}`,
      ]);
      return { json: { items }, text: items.length === 0 ? [run.t('heldNoPairs')] : lines };
    }),
  );
};

const forget = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'forget <ID>', 'heldForget')
    .addHelpText('after', `\n${t('heldForgetAfter')}`)
    .action(
      act<[string, object]>(async (run, id) => {
        const pair = await pairNamed(run, id);
        await (await run.office()).held.forgetPair(pair.mailboxId, pair.id);
        return { json: { id: pair.id, forgotten: true }, text: [run.t('heldForgotten')] };
      }),
    );
};
