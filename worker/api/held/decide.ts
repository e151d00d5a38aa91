/**
 * A decision on its way from a person to the store, for the API and the command line: judged against the person as it is
 * now, taken down, told with what stands. It writes neither to the CRM nor to a card; the next pass does.
 */
import type { EmployeeId, HeldId, MailboxId } from '../../../shared/ids.ts';
import type { Crm } from '../../pass/ports.ts';
import type { HeldRecord } from '../../store/held-changes.ts';
import type { DecideOutcome } from '../../store/rulings.ts';
import { normalised, refuses, type Refusal, type Wish } from './choices.ts';
import type { HeldDesk } from './desk.ts';

export interface DecideDeps {
  readonly crm: Pick<Crm, 'persons' | 'takes'>;
  readonly held: HeldDesk;
}

export type DecideAnswer =
  | { readonly outcome: 'decided'; readonly isNew: boolean; readonly held: HeldRecord }
  | { readonly outcome: 'alreadyDecided' | 'overtaken'; readonly held: HeldRecord }
  | { readonly outcome: 'notPossible'; readonly refusal: Refusal; readonly held: HeldRecord }
  | { readonly outcome: 'unknown' };

const unknown: DecideAnswer = { outcome: 'unknown' };

/** What was answered, with the held change as it stands after it. */
const told = async (
  desk: HeldDesk,
  mailboxId: MailboxId,
  id: HeldId,
  outcome: DecideOutcome | undefined,
): Promise<DecideAnswer> => {
  const held = outcome === undefined || outcome.outcome === 'unknown' ? null : await desk.get(mailboxId, id);
  if (held === null || outcome === undefined || outcome.outcome === 'unknown') return unknown;
  return outcome.outcome === 'decided'
    ? { outcome: 'decided', isNew: outcome.isNew, held }
    : { outcome: outcome.outcome, held };
};

/** One held change. `by`: null on the command line. */
export const decide = async (
  { crm, held: desk }: DecideDeps,
  mailboxId: MailboxId,
  id: HeldId,
  wish: Wish,
  by: EmployeeId | null,
): Promise<DecideAnswer> => {
  const held = await desk.get(mailboxId, id);
  if (held === null) return unknown;
  const wanted = normalised(held, wish);
  // What is closed needs no judgement: the store says what stands.
  if (held.state === 'open') {
    const person = (await crm.persons([held.personId])).get(held.personId) ?? null;
    const refusal = refuses(crm, held, person, wanted);
    if (refusal !== null) return { outcome: 'notPossible', refusal, held };
  }
  const outcomes = await desk.decide(mailboxId, [held.id], { ...wanted, decidedBy: by });
  return told(desk, mailboxId, held.id, outcomes.get(held.id));
};

/** Many held changes of one mailbox, the same way: those that can be are decided together, each is answered for. */
export const decideMany = async (
  { crm, held: desk }: DecideDeps,
  mailboxId: MailboxId,
  ids: readonly HeldId[],
  choice: Wish['choice'],
  by: EmployeeId | null,
): Promise<Map<HeldId, DecideAnswer>> => {
  const wish: Wish = { choice, fields: {}, forPair: false };
  const found = await Promise.all(
    [...new Set(ids)].map(async (id) => [id, await desk.get(mailboxId, id)] as const),
  );
  const persons = await crm.persons(found.flatMap(([, held]) => (held === null ? [] : [held.personId])));
  const answers = new Map<HeldId, DecideAnswer>();
  const wanted: HeldId[] = [];
  for (const [id, held] of found) {
    const refusal =
      held?.state === 'open' ? refuses(crm, held, persons.get(held.personId) ?? null, wish) : null;
    if (held === null) answers.set(id, unknown);
    else if (refusal !== null) answers.set(id, { outcome: 'notPossible', refusal, held });
    else wanted.push(id);
  }
  const outcomes = await desk.decide(mailboxId, wanted, { ...wish, decidedBy: by });
  for (const id of wanted) answers.set(id, await told(desk, mailboxId, id, outcomes.get(id)));
  return answers;
};
