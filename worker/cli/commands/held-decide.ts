/**
 * `held decide`: one held change by its id, or all of one reason in a mailbox after a look at them. It takes the decision
 * down and asks for a pass; nothing is written to the CRM or to a card here.
 */
import { heldChoices, type HeldView } from '../../../shared/api/held.ts';
import type { HeldId, MailboxId } from '../../../shared/ids.ts';
import type { FieldId } from '../../../shared/person.ts';
import { apiErrorTexts } from '../../../shared/texts/api.ts';
import { fill } from '../../../shared/texts/language.ts';
import { decide as decideOne, decideMany, type DecideAnswer } from '../../api/held/decide.ts';
import { presentHeld } from '../../api/held/present.ts';
import { choiceLabel, decisionWords, problemSentence } from '../../api/held/words.ts';
import type { HeldRecord } from '../../store/held-changes.ts';
import type { Choice, FieldChoices } from '../../sync/ruling.ts';
import { askAfterChange } from '../after-change.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../errors.ts';
import { itemLines, upTo, viewOf } from '../held-lines.ts';
import { calledMailboxes, heldNamed, reasonNamed, shortId } from '../held-named.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, type Result } from '../output.ts';
import type { Cli, Run } from '../program.ts';

interface Options {
  readonly field?: readonly string[];
  readonly remember?: boolean;
  readonly mailbox?: string;
  readonly reason?: string;
  readonly yes?: boolean;
}

/** At once; whoever has more runs it again. */
const TOGETHER = 500;

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

export const decide = ({ command, act, t }: Cli, parent: Cli['program']): void => {
  command(parent, 'decide [ID] [CHOICE]', 'heldDecide')
    .usage(t('heldDecideUsage'))
    .option('--field <FIELD=SIDE>', t('heldField'), collect)
    .option('--remember', t('heldRemember'))
    .option('--mailbox <MAILBOX>', t('heldMailbox'))
    .option('--reason <REASON>', t('heldReason'))
    .option('--yes', t('heldYes'))
    .addHelpText('after', `\n${fill(t('heldDecideAfter'), { choices: heldChoices.join(', ') })}`)
    .action(
      act<[string | undefined, string | undefined, Options]>(async (run, first, second, options) => {
        const { mailbox, reason } = options;
        if (mailbox !== undefined && reason !== undefined && first !== undefined && second === undefined) {
          return many(run, mailbox, reason, choiceNamed(first), options);
        }
        if (mailbox !== undefined || reason !== undefined || first === undefined || second === undefined) {
          throw new CommandError('heldWhat', {}, exits.usage);
        }
        return one(run, first, choiceNamed(second), options);
      }),
    );
};

const choiceNamed = (choice: string): Choice => {
  const known = heldChoices.find((each) => each === choice);
  if (known !== undefined) return known;
  throw new CommandError('choiceUnknown', { choice, list: heldChoices.join(', ') }, exits.usage);
};

/** `FIELD=crm`; what is not named follows the choice. */
const fieldsOf = (held: HeldRecord, choice: Choice, typed: readonly string[]): FieldChoices => {
  if (choice !== 'crm' && choice !== 'remote' && choice !== 'fields') {
    throw new CommandError('fieldNeedsSide', {}, exits.usage);
  }
  const known = held.fields.map(({ field }) => field);
  const sides = new Map<FieldId, 'crm' | 'remote'>(
    choice === 'fields' ? [] : known.map((field) => [field, choice]),
  );
  for (const text of typed) {
    const [name, side] = text.split('=', 2);
    const field = known.find((each) => each.toLowerCase() === name?.trim().toLowerCase());
    if (field === undefined || (side !== 'crm' && side !== 'remote')) {
      throw new CommandError('fieldChoiceUnknown', { text, list: known.join(', ') }, exits.usage);
    }
    sides.set(field, side);
  }
  return Object.fromEntries(sides);
};

const one = async (run: Run, id: string, choice: Choice, options: Options): Promise<Result> => {
  const held = await heldNamed(run, id);
  const office = await run.office();
  const typed = options.field ?? [];
  const wish =
    typed.length === 0
      ? { choice, fields: {} }
      : { choice: 'fields' as const, fields: fieldsOf(held, choice, typed) };
  const forPair = options.remember === true;
  const answer = await decideOne(office, held.mailboxId, held.id, { ...wish, forPair }, null);
  if (answer.outcome === 'unknown') throw new CommandError('heldUnknown', { id });
  const view = await viewOf(run, answer.held);
  if (answer.outcome !== 'decided') return notDecided(run, answer, view);
  const words = decisionWords(answer.held.ruling!, answer.held.source, run.language);
  const follows = await follow(run, answer.held.mailboxId);
  return {
    json: { outcome: 'decided', held: view, ...follows.json },
    text: [
      view.sentence,
      run.t(answer.isNew ? 'heldDecided' : 'heldDecidedAlready', { choice: words }),
      ...(forPair ? [run.t('heldRemembered')] : []),
      ...follows.text,
    ],
  };
};

/** What stands, or why it could not be. */
const notDecided = (
  run: Run,
  answer: Exclude<DecideAnswer, { outcome: 'decided' | 'unknown' }>,
  view: HeldView,
): Result => {
  const message = apiErrorTexts[run.language][answer.outcome];
  const why =
    answer.outcome === 'notPossible'
      ? problemSentence(answer.refusal.problem, answer.refusal.field, view.source, run.language)
      : view.standing;
  const json = {
    outcome: answer.outcome,
    ...(answer.outcome === 'notPossible' ? { problem: answer.refusal.problem } : {}),
    held: view,
    error: { code: answer.outcome, message: `${message} ${why}` },
  };
  if (!run.out.json) run.out.note([message, why].join('\n'));
  return { json, text: [view.sentence], exit: exits.failed };
};

const follow = async (run: Run, id: MailboxId) => {
  const called = (await calledMailboxes(run)).get(id);
  if (called === undefined) return { json: { passAsked: false }, text: [] };
  const { passAsked, text } = await askAfterChange(run, called.mailbox, called.name, 'decision');
  return { json: { passAsked }, text: [text] };
};

const many = async (
  run: Run,
  name: string,
  reason: string,
  choice: Choice,
  options: Options,
): Promise<Result> => {
  if (options.field !== undefined || options.remember === true || choice === 'fields') {
    throw new CommandError('heldManyOnly', {}, exits.usage);
  }
  const filter = { reason: reasonNamed(reason) };
  const { id } = await mailboxNamed(run, name);
  const office = await run.office();
  const { items, more } = await upTo(TOGETHER, (limit, before) =>
    office.held.list(id, filter, { limit, before }),
  );
  if (items.length === 0) return { json: { mailboxId: id, items: [] }, text: [run.t('heldNone')] };
  const views = await presentHeld(office.crm, items, run.language);
  const label = choiceLabel(choice, items[0]!.source, run.language);
  run.out.show([
    run.t('heldChosen', { n: items.length, choice: label }),
    ...views.flatMap((view) => itemLines(run, view)),
    '',
  ]);
  await confirm(run, options.yes);
  const ids = items.map((held) => held.id);
  const result = await told(run, id, ids, await decideMany(office, id, ids, choice, null));
  return more ? { ...result, text: [...result.text, run.t('heldManyMore')] } : result;
};

const outcomes = ['decided', 'alreadyDecided', 'overtaken', 'notPossible'] as const;

const told = async (
  run: Run,
  id: MailboxId,
  ids: readonly HeldId[],
  answers: ReadonlyMap<HeldId, DecideAnswer>,
): Promise<Result> => {
  const all = ids.map((heldId) => ({
    id: heldId,
    answer: answers.get(heldId) ?? { outcome: 'unknown' as const },
  }));
  const count = (outcome: DecideAnswer['outcome']): number =>
    all.filter(({ answer }) => answer.outcome === outcome).length;
  const follows = count('decided') > 0 ? await follow(run, id) : { json: { passAsked: false }, text: [] };
  const impossible = all.flatMap(({ id: heldId, answer }) =>
    answer.outcome === 'notPossible'
      ? [
          `  ${shortId(heldId)}  ${problemSentence(answer.refusal.problem, answer.refusal.field, answer.held.source, run.language)}`,
        ]
      : [],
  );
  return {
    json: {
      mailboxId: id,
      items: all.map(({ id: heldId, answer }) => ({
        id: heldId,
        outcome: answer.outcome,
        ...(answer.outcome === 'notPossible' ? { problem: answer.refusal.problem } : {}),
      })),
      ...follows.json,
    },
    text: [
      run.t('heldCounts', Object.fromEntries(outcomes.map((outcome) => [outcome, count(outcome)]))),
      ...impossible,
      ...follows.text,
    ],
    exit: count('decided') === all.length ? exits.ok : exits.failed,
  };
};
