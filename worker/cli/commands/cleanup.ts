/**
 * `mailbox cleanup`: the cards of paused links, and the one way in which Relatiebrug removes a card (R8): chosen by a
 * person, shown first, done by a pass that looks again, into Deleted Items.
 */
import { pausedReasons, type PausedCardView } from '../../../shared/api/paused-cards.ts';
import { asId, type PersonId } from '../../../shared/ids.ts';
import { fieldTexts } from '../../../shared/texts/fields.ts';
import { standstillOf } from '../../api/mailbox/message.ts';
import { presentPausedCards } from '../../api/mailbox/present-paused.ts';
import type { Mailbox } from '../../pass/ports.ts';
import { confirm } from '../confirm.ts';
import { CommandError } from '../errors.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import { exits, table, type Result } from '../output.ts';
import { passOrWhyNot, type Passed } from '../pass-or-why-not.ts';
import { personNamed } from '../person-named.ts';
import type { Cli, Run } from '../program.ts';

interface Options {
  readonly person?: readonly string[];
  readonly all?: boolean;
  readonly reason?: string;
  readonly withdraw?: boolean;
  readonly yes?: boolean;
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

export const cleanup = ({ command, act, t }: Cli, parent: Cli['program']): void => {
  command(parent, 'cleanup <MAILBOX>', 'mailboxCleanup')
    .option('--person <PERSON>', t('cleanupPerson'), collect)
    .option('--all', t('cleanupAll'))
    .option('--reason <REASON>', t('cleanupReason'))
    .option('--withdraw', t('cleanupWithdraw'))
    .option('--yes', t('mailboxYes'))
    .addHelpText('after', `\n${t('cleanupAfter')}`)
    .action(
      act<[string, Options]>(async (run, name, options) => {
        const mailbox = await mailboxNamed(run, name);
        const cards = await cardsOf(run, mailbox, options.reason);
        const chosen = await choose(run, cards, options);
        if (options.withdraw === true) return withdraw(run, mailbox, chosen ?? cards);
        return chosen === null
          ? list(run, mailbox, name, cards, options)
          : cleanUp(run, mailbox, name, chosen, options.yes);
      }),
    );
};

const cardsOf = async (run: Run, mailbox: Mailbox, reason: string | undefined): Promise<PausedCardView[]> => {
  if (reason !== undefined && !pausedReasons.some((known) => known === reason)) {
    throw new CommandError('reasonUnknown', { reason, list: pausedReasons.join(', ') }, exits.usage);
  }
  const { crm, mailboxes } = await run.office();
  const all = await presentPausedCards({ crm, mailboxes }, mailbox.id, run.language);
  return all.filter(({ because }) => reason === undefined || because === reason);
};

/** Null: nothing is named, the list is wanted. */
const choose = async (
  run: Run,
  cards: readonly PausedCardView[],
  { person, all }: Options,
): Promise<readonly PausedCardView[] | null> => {
  if (all === true && person !== undefined) throw new CommandError('cleanupBoth', {}, exits.usage);
  if (all === true) return cards;
  if (person === undefined) return null;
  const chosen = new Map<string, PausedCardView>();
  for (const who of person) {
    const card = await cardOf(run, cards, who);
    chosen.set(card.personId, card);
  }
  return [...chosen.values()];
};

/** Whose person is no longer in the CRM can be named only as the list names them. */
const cardOf = async (run: Run, cards: readonly PausedCardView[], who: string): Promise<PausedCardView> => {
  const wanted = who.trim().toLowerCase();
  const listed = cards.filter(
    ({ personId, personName }) => personId.toLowerCase() === wanted || personName?.toLowerCase() === wanted,
  );
  if (listed.length === 1 && listed[0] !== undefined) return listed[0];
  const { id } = await personNamed(run, who);
  const found = cards.find(({ personId }) => personId === id);
  if (found === undefined) throw new CommandError('cardNotPaused', { list: who });
  return found;
};

const nameOf = (run: Run, { personName }: PausedCardView): string => personName ?? run.t('cleanupUnnamed');

const fieldsOf = (run: Run, { undecided }: PausedCardView): string =>
  [...new Set(undecided.flatMap(({ fields }) => fields))]
    .map((field) => fieldTexts[run.language][field])
    .join(', ');

const rows = (run: Run, cards: readonly PausedCardView[]): string[] =>
  table([
    [run.t('cleanupColPerson'), run.t('cleanupColReason'), run.t('cleanupColId'), run.t('cleanupColNote')],
    ...cards.map((card) => [
      nameOf(run, card),
      card.message,
      card.personId,
      [
        ...(card.undecided.length === 0 ? [] : [run.t('cleanupUndecided', { fields: fieldsOf(run, card) })]),
        ...(card.asked ? [run.t('cleanupAsked')] : []),
      ].join('; '),
    ]),
  ]).map((line) => `  ${line}`);

const undecidedWarning = (run: Run, cards: readonly PausedCardView[]): string[] => {
  const n = cards.filter(({ undecided }) => undecided.length > 0).length;
  return n === 0 ? [] : [run.t('cleanupUndecidedWarning', { n })];
};

const list = (
  run: Run,
  { id }: Mailbox,
  name: string,
  cards: readonly PausedCardView[],
  { reason }: Options,
): Result => {
  const none =
    reason === undefined ? run.t('cleanupNone', { name }) : run.t('cleanupNoneWithReason', { reason });
  return {
    json: { id, items: cards },
    text:
      cards.length === 0
        ? [none]
        : [
            run.t('cleanupList', { name, n: cards.length }),
            ...rows(run, cards),
            ...undecidedWarning(run, cards),
            run.t('cleanupWhat', { name }),
          ],
  };
};

const idsOf = (cards: readonly PausedCardView[]): PersonId[] =>
  cards.map(({ personId }) => asId<PersonId>(personId));

const withdraw = async (run: Run, { id }: Mailbox, cards: readonly PausedCardView[]): Promise<Result> => {
  const { mailboxes } = await run.office();
  const { personIds, late } = await mailboxes.withdrawCleanUp(id, idsOf(cards));
  return {
    json: { id, withdrawn: personIds, late },
    text: [
      personIds.length === 0
        ? run.t('cleanupNothingAsked')
        : run.t('cleanupWithdrawn', { n: personIds.length }),
      ...(late && personIds.length > 0 ? [run.t('cleanupLate')] : []),
    ],
  };
};

const cleanUp = async (
  run: Run,
  mailbox: Mailbox,
  name: string,
  cards: readonly PausedCardView[],
  yes: boolean | undefined,
): Promise<Result> => {
  const standstill = standstillOf(mailbox);
  if (standstill !== null) throw new CommandError(standstill, { name }, exits.needsPerson);
  if (cards.length === 0) {
    return { json: { id: mailbox.id, results: [] }, text: [run.t('cleanupNone', { name })] };
  }
  run.out.show([
    run.t('cleanupChosen', { n: cards.length }),
    ...rows(run, cards),
    ...undecidedWarning(run, cards),
  ]);
  await confirm(run, yes);
  const { mailboxes, askPass } = await run.office();
  const asked = await mailboxes.askCleanUp(mailbox.id, idsOf(cards));
  if (asked.outcome === 'notPaused') {
    const names = cards.filter(({ personId }) => asked.personIds.some((id) => id === personId));
    throw new CommandError('cardNotPaused', { list: names.map((card) => nameOf(run, card)).join(', ') });
  }
  const passed = await passOrWhyNot(run, mailbox);
  // Whatever became of this pass, the wish stands: a worker comes to it.
  if (passed.pass === null) await askPass(mailbox.id, 'syncNow');
  return results(run, mailbox, cards, passed);
};

const results = async (
  run: Run,
  { id }: Mailbox,
  cards: readonly PausedCardView[],
  { pass, said }: Passed,
): Promise<Result> => {
  const { mailboxes } = await run.office();
  const states = await mailboxes.cleanUpStates(id, idsOf(cards));
  const outcomes = cards.map((card) => ({
    card,
    state: states.get(asId<PersonId>(card.personId)) ?? 'gone',
  }));
  const isDone = outcomes.every(({ state }) => state === 'gone');
  return {
    json: {
      id,
      pass,
      results: outcomes.map(({ card, state }) => ({
        personId: card.personId,
        personName: card.personName,
        state,
      })),
    },
    text: [
      ...(isDone ? [] : said.text),
      run.t('cleanupResult'),
      ...table(outcomes.map(({ card, state }) => [nameOf(run, card), run.t(`cleanup.${state}`)])).map(
        (line) => `  ${line}`,
      ),
    ],
    exit: isDone ? exits.ok : said.exit === exits.ok ? exits.failed : said.exit,
  };
};
