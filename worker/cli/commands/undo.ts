/**
 * `undo`: takes back what was written to the CRM. It shows what would happen, asks, takes the wish down and has a pass do
 * it; nothing is written to the CRM or to a card here. `undo show` and `undo list` tell what became of it.
 */
import type { UndoPlanView, UndoView } from '../../../shared/api/undo.ts';
import { asId, type MailboxId, type UndoId } from '../../../shared/ids.ts';
import { shownValue } from '../../api/held/words.ts';
import { fieldWords, localTime } from '../../api/history/file.ts';
import { presentPlan, presentUndos } from '../../api/undo/present.ts';
import type { Mailbox } from '../../pass/ports.ts';
import type { UndoScope } from '../../sync/undo-plan.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../errors.ts';
import { calledMailboxes, shortId, type CalledMailbox } from '../held-named.ts';
import { idNamed } from '../id-named.ts';
import { instantNamed } from '../instant.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, table, type Exit, type Result } from '../output.ts';
import { passOrWhyNot, type Passed } from '../pass-or-why-not.ts';
import type { Cli, Register, Run } from '../program.ts';

interface Options {
  readonly entry?: string;
  readonly pass?: string;
  readonly mailbox?: string;
  readonly since?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Undos that `list` shows; lines of what stays as it is. */
const SHOWN = 50;

type Parent = Cli['program'];

export const undo: Register = (cli) => {
  const parent = cli.group('undo', 'undo');
  parent.addHelpText('after', `\nrelatiebrug undo ${cli.t('undoUsage')}\n${cli.t('undoAfter')}`);
  ask(cli, parent);
  show(cli, parent);
  list(cli, parent);
};

const ask = ({ command, act, t }: Cli, parent: Parent): void => {
  command(parent, 'ask', 'undoAsk', { isDefault: true })
    .usage(t('undoUsage'))
    .option('--entry <ID>', t('undoEntry'))
    .option('--pass <ID>', t('undoPass'))
    .option('--mailbox <MAILBOX>', t('undoMailbox'))
    .option('--since <INSTANT>', t('undoSince'))
    .option('--dry-run', t('undoDryRun'))
    .option('--yes', t('undoYes'))
    .addHelpText('after', `\n${t('undoAfter')}`)
    .action(
      act<[Options]>(async (run, options) => {
        const wanted = await wantedOf(run, options);
        const plan = await planOf(run, wanted);
        if (plan.items.length === 0 || options.dryRun === true) {
          return { json: { mailboxId: wanted.mailboxId, plan }, text: planLines(run, plan) };
        }
        run.out.show([...planLines(run, plan), '']);
        await confirm(run, options.yes);
        return carryOut(run, wanted, plan);
      }),
    );
};

// ─── What is to be taken back ───────────────────────────────────────────────────────────────────

interface Wanted {
  readonly mailboxId: MailboxId;
  readonly scope: UndoScope;
}

const wantedOf = async (run: Run, { entry, pass, mailbox, since }: Options): Promise<Wanted> => {
  const given = [entry, pass, mailbox ?? since].filter((part) => part !== undefined);
  if (given.length !== 1) throw new CommandError('undoScope', {}, exits.usage);
  if (entry !== undefined) {
    const { id, mailboxId } = await idNamed(run, 'entry', entry);
    return { mailboxId, scope: { entry: asId(id) } };
  }
  if (pass !== undefined) {
    const { id, mailboxId } = await idNamed(run, 'pass', pass);
    return { mailboxId, scope: { pass: asId(id) } };
  }
  if (mailbox === undefined || since === undefined) throw new CommandError('undoScope', {}, exits.usage);
  const at = instantNamed(run, since);
  return { mailboxId: (await mailboxNamed(run, mailbox)).id, scope: { since: at } };
};

const planOf = async (run: Run, { mailboxId, scope }: Wanted): Promise<UndoPlanView> => {
  const planned = await (await run.office()).undo.plan(mailboxId, scope);
  if (planned.outcome === 'planned') return presentPlan(planned.plan, run.language);
  if (planned.outcome === 'tooMany') throw new CommandError('undoTooMany');
  throw unknownScope(scope);
};

/** Gone between the look-up and the plan, which cannot be: the history is only ever added to. */
const unknownScope = (scope: UndoScope): CommandError =>
  'pass' in scope
    ? new CommandError('passUnknown', { id: scope.pass })
    : new CommandError('entryUnknown', { id: 'entry' in scope ? scope.entry : '' });

// ─── The plan ───────────────────────────────────────────────────────────────────────────────────

const nameOf = ({ personName, personId }: { personName: string | null; personId: string }): string =>
  personName ?? personId;

const indented = (rows: readonly (readonly string[])[]): string[] => table(rows).map((line) => `  ${line}`);

const planLines = (run: Run, { items, leftOut }: UndoPlanView): string[] => {
  const value = (of: string | null): string => shownValue(of, run.language);
  const head = [run.t('undoColWho'), run.t('undoColField'), run.t('undoColNow'), '', run.t('undoColBecomes')];
  const rows = items.map((item) => [
    nameOf(item),
    fieldWords(item.field, run.language),
    value(item.now),
    '→',
    `${value(item.becomes)}${item.entries > 1 ? ` ${run.t('undoChain', { n: item.entries })}` : ''}`,
  ]);
  const shown =
    items.length === 0
      ? [run.t('undoNothing')]
      : [run.t('undoPlanHead', { n: items.length }), ...indented([head, ...rows])];
  return [...shown, ...leftLines(run, leftOut)];
};

const leftLines = (run: Run, leftOut: UndoPlanView['leftOut']): string[] => {
  if (leftOut.length === 0) return [];
  const rows = leftOut
    .slice(0, SHOWN)
    .map((each) => [nameOf(each), fieldWords(each.field, run.language), each.sentence]);
  const more = leftOut.length > SHOWN ? [`  ${run.t('andMore', { n: leftOut.length - SHOWN })}`] : [];
  return [run.t('undoLeftHead', { n: leftOut.length }), ...indented(rows), ...more];
};

// ─── Doing it ───────────────────────────────────────────────────────────────────────────────────

const carryOut = async (run: Run, { mailboxId, scope }: Wanted, plan: UndoPlanView): Promise<Result> => {
  const office = await run.office();
  const asked = await office.undo.ask({ mailboxId, scope, planKey: plan.planKey, by: null });
  if (asked.outcome !== 'asked') throw new CommandError('planStale');
  const called = (await calledMailboxes(run)).get(mailboxId);
  const mailbox = called?.mailbox;
  const passed = mailbox?.state === 'active' ? await passOrAsk(run, mailbox) : null;
  const view = await viewOf(run, asked.id);
  const isSettled = view.counts.pending === 0;
  return {
    json: { plan, undo: view, pass: passed?.pass ?? null },
    text: [
      run.t(asked.isNew ? 'undoAsked' : 'undoAskedBefore', { id: shortId(asked.id) }),
      ...(isSettled ? [] : (passed?.said.text ?? [])),
      ...undoLines(run, view),
      ...(isSettled ? [] : [run.t('undoShowAgain', { id: shortId(asked.id) })]),
    ],
    exit: exitOf(view, passed?.said.exit ?? exits.ok),
  };
};

/** Whatever becomes of this pass, the wish stands: a worker comes to it. */
const passOrAsk = async (run: Run, mailbox: Mailbox): Promise<Passed> => {
  let passed: Passed | null = null;
  try {
    passed = await passOrWhyNot(run, mailbox);
    return passed;
  } finally {
    if (passed === null || passed.pass === null) {
      await (await run.office()).askPass(mailbox.id, 'decision');
    }
  }
};

/** What could not be done is told as such; what waits for a person's word too. */
const exitOf = ({ counts, waitsFor }: UndoView, ofPass: Exit): Exit => {
  if (waitsFor !== null) return exits.needsPerson;
  if (counts.pending > 0) return ofPass === exits.ok ? exits.failed : ofPass;
  return counts.notDone > 0 ? exits.failed : exits.ok;
};

// ─── What became of it ──────────────────────────────────────────────────────────────────────────

const viewOf = async (run: Run, id: UndoId): Promise<UndoView> => {
  const office = await run.office();
  const record = await office.undo.get(id);
  const [view] = record === null ? [] : await present(run, [record]);
  if (view === undefined) throw new CommandError('undoUnknown', { id });
  return view;
};

const present = async (
  run: Run,
  records: Parameters<typeof presentUndos>[1],
  called?: ReadonlyMap<MailboxId, CalledMailbox>,
): Promise<UndoView[]> => {
  const names = called ?? (await calledMailboxes(run));
  const stateOf = (record: { mailboxId: MailboxId }) => names.get(record.mailboxId)?.mailbox.state ?? null;
  return presentUndos(await run.office(), records, stateOf, run.language);
};

const undoLines = (run: Run, { items, counts, waitsFor }: UndoView): string[] => {
  const value = (of: string | null): string => shownValue(of, run.language);
  const head = [
    run.t('undoColWho'),
    run.t('undoColField'),
    run.t('undoColWas'),
    '',
    run.t('undoColBecomes'),
    run.t('undoColOutcome'),
  ];
  const rows = items.map((item) => [
    nameOf(item),
    fieldWords(item.field, run.language),
    value(item.from),
    '→',
    value(item.to),
    item.sentence,
  ]);
  return [
    run.t('undoResult'),
    ...indented([head, ...rows]),
    run.t('undoCounts', counts),
    ...(waitsFor === null ? [] : [waitsFor.sentence]),
  ];
};

const show = ({ command, act }: Cli, parent: Parent): void => {
  command(parent, 'show <ID>', 'undoShow').action(
    act<[string, object]>(async (run, typed) => {
      const { id } = await idNamed(run, 'undo', typed);
      const view = await viewOf(run, asId<UndoId>(id));
      return { json: view, text: undoLines(run, view), exit: exitOf(view, exits.ok) };
    }),
  );
};

const list = ({ command, act }: Cli, parent: Parent): void => {
  command(parent, 'list [MAILBOX]', 'undoList').action(
    act<[string | undefined, object]>(async (run, name) => {
      const mailboxId = name === undefined ? null : (await mailboxNamed(run, name)).id;
      const { undo: desk } = await run.office();
      const page = await desk.list(mailboxId, { limit: SHOWN, before: null });
      const called = await calledMailboxes(run);
      const items = await present(run, page.items, called);
      if (items.length === 0) return { json: { items }, text: [run.t('undoListNone')] };
      const head = [
        run.t('undoColId'),
        run.t('undoColAsked'),
        run.t('colMailbox'),
        run.t('undoColWhat'),
        run.t('undoColCounts'),
      ];
      const rows = items.map((item, at) => [
        shortId(item.id),
        localTime(item.askedAt, run.settings().timeZone),
        called.get(page.items[at]!.mailboxId)?.name ?? '',
        scopeWords(run, item),
        run.t('undoCounts', item.counts),
      ]);
      return { json: { items }, text: table([head, ...rows]) };
    }),
  );
};

const scopeWords = (run: Run, { scope }: UndoView): string => {
  if (scope.entryId !== null) return run.t('undoScope.entry', { id: shortId(scope.entryId) });
  if (scope.passId !== null) return run.t('undoScope.pass', { id: shortId(scope.passId) });
  return run.t('undoScope.since', { at: localTime(scope.since ?? '', run.settings().timeZone) });
};
