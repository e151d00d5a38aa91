/** Gathers what "why (not)" is answered from: the person, the mailbox, what is remembered, what waits. Reads only. */
import type { PersonId } from '../../../shared/ids.ts';
import type { PassView } from '../../../shared/api/passes.ts';
import type { Person } from '../../../shared/person.ts';
import type { HeldRecord } from '../../store/held-changes.ts';
import type { WhyFacts } from '../../sync/why.ts';
import { nextPassAt } from '../mailbox/present.ts';
import { presentPass } from '../passes/present.ts';
import type { ApiDeps, MailboxSeen } from '../ports.ts';

export type WhyReads = Pick<ApiDeps, 'crm' | 'mailboxes' | 'held' | 'why' | 'now'>;

export interface WhyGathered {
  readonly facts: WhyFacts;
  readonly held: readonly HeldRecord[];
  readonly lastPass: PassView | null;
}

/** Held changes of one person are few; more than this are not told one by one. */
const HELD_TOLD = 20;
const LOOK_BACK = 5;

const addressesOf = (person: Person | null): string[] =>
  person === null
    ? []
    : [person.fields.workEmail, person.fields.privateEmail].filter((address) => address !== null);

/** Records of one human share their addresses by right. */
const sameHuman = (a: Person, b: Person): boolean => (a.headId ?? a.id) === (b.headId ?? b.id);

const othersWith = async ({ crm }: WhyReads, person: Person | null): Promise<number> => {
  const others = new Set<PersonId>();
  for (const address of addressesOf(person)) {
    for (const found of await crm.findByEmail(address)) {
      if (person !== null && !sameHuman(found, person)) others.add(found.id);
    }
  }
  return others.size;
};

export const gatherWhy = async (
  deps: WhyReads,
  mailbox: MailboxSeen,
  personId: PersonId,
): Promise<WhyGathered> => {
  const person = (await deps.crm.persons([personId])).get(personId) ?? null;
  const { link, removal, waits } = await deps.why.state(mailbox.id, personId);
  const addresses = addressesOf(person);
  const [held, passes, cards, persons] = await Promise.all([
    deps.held.list(mailbox.id, { personId }, { limit: HELD_TOLD, before: null }),
    deps.mailboxes.passes(mailbox.id, { limit: LOOK_BACK, before: null }),
    deps.why.cardsWithAddress(mailbox.id, addresses, link?.cardId ?? null),
    othersWith(deps, person),
  ]);
  const shown = passes.items.map(presentPass);
  const last = shown.find(({ result }) => result !== 'running') ?? null;
  const now = deps.now();
  const { notBefore } = mailbox;
  const facts: WhyFacts = {
    employeeId: mailbox.employeeId,
    mailbox: {
      state: mailbox.state,
      because: mailbox.stateBecause,
      notBefore: notBefore !== null && Date.parse(notBefore) > now.getTime() ? notBefore : null,
      settings: mailbox.settings,
      excludedPersons: mailbox.excludedPersons,
    },
    person,
    link,
    removal,
    held: held.items.map(({ id, openedAt }) => ({ id, openedAt })),
    shared: { cards, persons },
    waits,
    passes: {
      running: shown.some(({ result }) => result === 'running'),
      last:
        last === null ? null : { at: last.endedAt ?? last.startedAt, result: last.result, code: last.code },
      nextAt: nextPassAt(mailbox, now),
    },
  };
  return { facts, held: held.items, lastPass: last };
};
