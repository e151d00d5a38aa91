/** "Why (not)" in sentences: to the user of the mailbox, or of somebody by name. */
import type { WhyView } from '../../../shared/api/why.ts';
import type { MailboxId, PersonId } from '../../../shared/ids.ts';
import { fill, type Language } from '../../../shared/texts/language.ts';
import { leftOutTexts, type LeftOut } from '../../../shared/texts/preview.ts';
import { whyOtherTexts, whyPassTexts, whyTexts, type WhyKey } from '../../../shared/texts/why.ts';
import type { Crm } from '../../pass/ports.ts';
import type { Role } from '../../sync/selection.ts';
import { whyOf, type Why, type WhyLine } from '../../sync/why.ts';
import { reasonSentence, type Names } from '../held/words.ts';
import { namesOf } from '../persons/present.ts';
import type { WhyGathered } from './gather.ts';

export interface WhyShown {
  readonly mailboxId: MailboxId;
  readonly personId: PersonId;
  readonly language: Language;
  readonly timeZone: string;
  /** Name of the mailbox's user; null: it is said to the user. */
  readonly who: string | null;
}

type Values = Readonly<Record<string, string | number>>;

const say = ({ language, who }: WhyShown, key: WhyKey, values: Values = {}): string => {
  const other = who === null ? undefined : whyOtherTexts[language][key];
  return fill(other ?? whyTexts[language][key], { ...values, ...(who === null ? {} : { who }) });
};

const localTime = ({ language, timeZone }: WhyShown, at: string): string =>
  new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(new Date(at));

const listed = (parts: readonly string[], language: Language): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);

const others = (shown: WhyShown, cards: number, persons: number): string =>
  listed(
    [
      ...(cards > 0 ? [say(shown, 'shared.cards', { n: cards })] : []),
      ...(persons > 0 ? [say(shown, 'shared.persons', { n: persons })] : []),
    ],
    shown.language,
  );

type Texts = Readonly<Record<string, string>>;

const passWords = ({ language }: WhyShown, values: WhyLine['values']): string => {
  const texts: Texts = whyPassTexts[language];
  return fill(texts[String(values['result'])] ?? '', { code: String(values['code'] ?? '') });
};

/** What the codes' values are in words. */
const wordsOf = (line: WhyLine, shown: WhyShown, sentences: ReadonlyMap<string, string>): Values => {
  const { values } = line;
  const { at, groups, roles, because, cards, persons, heldId } = values;
  return {
    ...(typeof at === 'string' ? { at: localTime(shown, at) } : {}),
    ...(Array.isArray(groups) ? { groups: listed(groups as string[], shown.language) } : {}),
    ...(Array.isArray(roles)
      ? {
          roles: listed(
            (roles as Role[]).map((role) => say(shown, `role.${role}`)),
            shown.language,
          ),
        }
      : {}),
    ...(typeof because === 'string' ? { because: leftOutTexts[shown.language][because as LeftOut] } : {}),
    ...(typeof cards === 'number' && typeof persons === 'number'
      ? { others: others(shown, cards, persons) }
      : {}),
    ...(typeof heldId === 'string' ? { sentence: sentences.get(heldId) ?? '' } : {}),
    ...(line.code === 'pass.last' ? { result: passWords(shown, values) } : {}),
  };
};

const conclusionOf = ({ conclusion: { code, because, held } }: Why, shown: WhyShown): string =>
  say(shown, `so.${code}`, {
    held,
    ...(because === null ? {} : { because: say(shown, `because.${because}`) }),
  });

export const presentWhy = async (
  crm: Pick<Crm, 'persons'>,
  { facts, held, lastPass }: WhyGathered,
  shown: WhyShown,
): Promise<WhyView> => {
  const { personId, language } = shown;
  const donors = held.flatMap(({ donorPersonId }) => donorPersonId ?? []);
  const person = namesOf(await crm.persons([personId, ...donors]));
  const names: Names = { person, employees: new Map(), language };
  const sentences = new Map<string, string>(held.map((one) => [one.id, reasonSentence(one, names)]));
  const why = whyOf(facts);
  return {
    personId,
    personName: person(personId),
    mailboxId: shown.mailboxId,
    lines: why.lines.map((line) => ({
      rule: line.rule,
      code: line.code,
      weight: line.weight,
      message: say(shown, line.code, wordsOf(line, shown, sentences)),
      heldId: typeof line.values['heldId'] === 'string' ? line.values['heldId'] : null,
    })),
    conclusion: {
      code: why.conclusion.code,
      because: why.conclusion.because,
      message: conclusionOf(why, shown),
    },
    lastPass,
    nextPassAt: facts.passes.nextAt,
  };
};
