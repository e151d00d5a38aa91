/**
 * `why PERSON [MAILBOX]`: the rules in order, each in a sentence, and what follows from them. Without a mailbox for all whom
 * it may concern: the relation manager, the owners, and whoever has a card. Changes nothing.
 */
import { asId, type EmployeeId, type PersonId } from '../../../shared/ids.ts';
import type { WhyView } from '../../../shared/api/why.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import { displayNameOf } from '../../api/persons/present.ts';
import type { MailboxSeen } from '../../api/ports.ts';
import { gatherWhy } from '../../api/why/gather.ts';
import { presentWhy } from '../../api/why/present.ts';
import type { WhyWeight } from '../../sync/why.ts';
import { CommandError } from '../errors.ts';
import { mailboxNamed } from '../mailbox-named.ts';
import type { Result } from '../output.ts';
import { personNamed } from '../person-named.ts';
import type { Register, Run } from '../program.ts';

export const why: Register = ({ program, command, act, t }) => {
  command(program, 'why <PERSON> [MAILBOX]', 'why')
    .addHelpText('after', `\n${t('whyAfter')}`)
    .action(
      act<[string, string | undefined, object]>(async (run, person, mailbox) => {
        const asked = await askedPerson(run, person);
        if (mailbox === undefined) return everywhere(run, asked);
        const { id } = await mailboxNamed(run, mailbox);
        return inAll(run, asked, [(await allMailboxes(run)).get(id)!], []);
      }),
    );
};

interface Asked {
  readonly id: PersonId;
  readonly person: Person | null;
  readonly name: string;
}

const allMailboxes = async (run: Run): Promise<Map<string, MailboxSeen>> =>
  new Map((await (await run.office()).mailboxes.all()).map((one) => [one.id, one]));

/** Somebody who is gone from the CRM is still known by id where there is, or was, a card. */
const askedPerson = async (run: Run, named: string): Promise<Asked> => {
  try {
    const person = await personNamed(run, named);
    return { id: person.id, person, name: displayNameOf(person) };
  } catch (error) {
    if (!(error instanceof CommandError) || error.code !== 'noPerson') throw error;
    const id = asId<PersonId>(named.trim());
    const { why: desk } = await run.office();
    if ((await desk.mailboxesOf(id)).length === 0) throw error;
    return { id, person: null, name: id };
  }
};

const everywhere = async (run: Run, asked: Asked): Promise<Result> => {
  const { why: desk } = await run.office();
  const mailboxes = [...(await allMailboxes(run)).values()];
  const withCard = new Set(await desk.mailboxesOf(asked.id));
  const theirs = new Set<EmployeeId>([
    ...(asked.person?.ownerIds ?? []),
    ...[asked.person?.relationManagerId ?? null].filter((id) => id !== null),
  ]);
  const concerned = mailboxes.filter(({ id, employeeId }) => withCard.has(id) || theirs.has(employeeId));
  const activated = new Set(mailboxes.map(({ employeeId }) => employeeId));
  return inAll(
    run,
    asked,
    concerned,
    [...theirs].filter((id) => !activated.has(id)),
  );
};

const nameOf = (employees: readonly Employee[], id: EmployeeId): string =>
  employees.find((employee) => employee.id === id)?.displayName ?? id;

const inAll = async (
  run: Run,
  asked: Asked,
  mailboxes: readonly MailboxSeen[],
  withoutMailbox: readonly EmployeeId[],
): Promise<Result> => {
  const employees = await (await run.office()).crm.employees();
  const views: WhyView[] = [];
  const text: string[] = [];
  for (const mailbox of mailboxes) {
    const who = nameOf(employees, mailbox.employeeId);
    const view = await viewOf(run, asked, mailbox, who);
    views.push(view);
    text.push(
      ...(text.length > 0 ? [''] : []),
      run.t('whyHead', { person: asked.name, who }),
      ...lines(view),
    );
  }
  for (const id of withoutMailbox) text.push(run.t('whyNoMailbox', { who: nameOf(employees, id) }));
  if (text.length === 0) text.push(run.t('whyNobody', { person: asked.name }));
  return { json: { personId: asked.id, mailboxes: views, withoutMailbox }, text };
};

const viewOf = async (run: Run, { id }: Asked, mailbox: MailboxSeen, who: string): Promise<WhyView> => {
  const { crm, mailboxes, held, why: desk } = await run.office();
  const gathered = await gatherWhy({ crm, mailboxes, held, why: desk, now: () => new Date() }, mailbox, id);
  return presentWhy(crm, gathered, {
    mailboxId: mailbox.id,
    personId: id,
    language: run.language,
    timeZone: run.settings().timeZone,
    who,
  });
};

const signs: Readonly<Record<WhyWeight, string>> = { for: '✓', against: '✗', waits: '…', note: '·' };

const lines = ({ lines: all, conclusion }: WhyView): string[] => [
  ...all.map(({ weight, message }) => `  ${signs[weight]} ${message}`),
  `→ ${conclusion.message}`,
];
