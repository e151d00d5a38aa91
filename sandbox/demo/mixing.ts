/**
 * Chapters 6 and 7: Outlook mixes people up and nothing of it reaches the CRM; an edit is taken back. Told while it
 * happens; what did not hold is an expectation like any other.
 */
import type { Cast } from './cast.ts';
import { askedOf, chooseMixUps, strangersIn, type MixUp } from './mix-up.ts';
import { cardOf, type Colleague } from './office.ts';
import { runCommand } from './processes.ts';
import type { Stage } from './stage.ts';
import type { Teller } from './tell.ts';
import type { Texts } from './texts.ts';
import type { HeldView, PersonView } from './worker-api.ts';

const WITHIN_S = 60;

export interface Mixing {
  readonly petra: Colleague;
  readonly karim: Colleague;
  readonly cast: Cast;
  readonly stage: Stage;
  readonly tell: Teller;
  readonly texts: Texts;
  readonly stop: AbortSignal;
  readonly within: (seconds: number, isSo: () => Promise<boolean>) => Promise<boolean>;
  readonly expect: (holds: boolean, otherwise: string) => void;
  readonly took: (since: number) => string;
}

export interface Mixed {
  readonly held: number;
  readonly strangers: number;
}

export const mixUp = async (o: Mixing): Promise<Mixed> => {
  const { tell, texts, petra, cast } = o;
  tell.heading(texts.mixing);
  tell.detail(texts.mixingWhy);
  const totals = { held: 0, strangers: 0 };
  const people = cast.mixed.flatMap(({ person, donor }) => [person, donor]);
  const before = new Map(
    await Promise.all(people.map(async ({ id }) => [id, await petra.api.person(id)] as const)),
  );
  const mixUps = chooseMixUps(petra, cast.mixed, texts);
  for (const [index, each] of mixUps.entries()) {
    const since = performance.now();
    each.act();
    const asked = await o.within(WITHIN_S, async () => askedOf(await petra.api.held(), each) !== null);
    tell.done(each.told);
    if (!asked) {
      o.expect(false, texts.expected.asked(each.told));
      tell.wrong(texts.expected.asked(each.told));
      continue;
    }
    const held = askedOf(await petra.api.held(), each) ?? [];
    totals.held += held.length;
    totals.strangers += await lookForStrangers(o, before, each);
    const fields = held.reduce((sum, { fields: some }) => sum + some.length, 0);
    tell.detail(`→ ${o.took(since)} ${texts.keptOut(fields)}`);
    await lookForTyped(o, each);
    await ask(o, held, index === mixUps.length - 1);
    await decide(o, each, held);
  }
  return totals;
};

/** What of another reached the CRM; it must be nothing. */
const lookForStrangers = async (
  { petra, expect, texts }: Mixing,
  before: ReadonlyMap<string, PersonView>,
  { typed }: MixUp,
): Promise<number> => {
  let strangers = 0;
  for (const [id, was] of before) {
    const now = await petra.api.person(id);
    const strange = strangersIn(was, now, typed).filter(
      // Typed in an earlier mix-up, and there to stay.
      (field) => !(field === 'jobTitle' && now.fields[field] === typed?.value),
    );
    expect(strange.length === 0, texts.expected.stranger(was.displayName));
    strangers += strange.length;
  }
  return strangers;
};

const lookForTyped = async (
  { petra, within, tell, texts, expect }: Mixing,
  { typed, told }: MixUp,
): Promise<void> => {
  if (typed === null) return;
  const { personId, field, value } = typed;
  const came = await within(WITHIN_S, async () => (await petra.api.person(personId)).fields[field] === value);
  if (came) tell.detail(`→ ${texts.typedArrived(value)}`);
  expect(came, texts.expected.late(told, WITHIN_S));
};

/** Shown as the pane gets it, and once as the command line shows it. */
const ask = async (
  { tell, texts, stage, stop }: Mixing,
  held: readonly HeldView[],
  onCommandLine: boolean,
): Promise<void> => {
  for (const { id, sentence } of held) {
    if (!onCommandLine) {
      tell.detail(`${texts.asks} ${sentence}`);
      continue;
    }
    tell.detail(texts.commandLine);
    const printed = await runCommand(['held', 'show', id], stage.surroundings, stop, ['0', '3']);
    for (const line of printed.trimEnd().split('\n')) tell.detail(`  ${line}`);
  }
};

const decide = async (
  { petra, within, tell, texts, expect, took }: Mixing,
  each: MixUp,
  held: readonly HeldView[],
): Promise<void> => {
  const since = performance.now();
  for (const [index, { choice }] of each.questions.entries()) {
    const question = held[index];
    if (question) await petra.api.decide(question.id, choice);
  }
  const repaired = await within(WITHIN_S, async () => each.isRepaired());
  for (const { answered, personId } of each.questions) {
    if (repaired) tell.detail(`→ ${took(since)} ${answered}`);
    else expect(false, texts.expected.repaired((await petra.api.person(personId)).displayName));
  }
};

/** Petra takes back the number that she typed in the chapter before. */
export const takeBack = async (o: Mixing, typed: string): Promise<void> => {
  const { tell, texts, petra, karim, cast, within, expect, took } = o;
  const person = cast.phoned;
  const old = person.fields['workMobile'] ?? '';
  tell.heading(texts.undoing);
  const entry = (await petra.api.history(person.id)).find(
    ({ field, side, to }) => field === 'workMobile' && side === 'crm' && to === typed,
  );
  if (!entry) {
    expect(false, texts.expected.undoPlan);
    return;
  }
  const plan = await petra.api.undoPlan(entry.id);
  const [item] = plan.items;
  expect(plan.items.length === 1 && item?.now === typed && item.becomes === old, texts.expected.undoPlan);
  tell.done(texts.undoPlan(person.displayName, typed, old));
  const since = performance.now();
  await petra.api.undo(entry.id, plan.planKey);
  const undone = await within(WITHIN_S, async () => {
    const cards = [petra, karim].map((who) => cardOf(who, person)?.values.mobilePhone);
    return (
      cards.every((number) => number === old) &&
      (await petra.api.person(person.id)).fields['workMobile'] === old
    );
  });
  if (undone) tell.detail(`→ ${took(since)} ${texts.undone}`);
  else tell.wrong(texts.expected.undone);
  expect(undone, texts.expected.undone);
};
