/**
 * A mailbox in which everything has happened once: links, held changes, a remembered pair, history, an undo under way,
 * passes, paused and excluded persons, a removal, choices, persons looked at, a subscription. Made by real passes and by
 * the API itself, so that every route has something to tell, or to keep to itself.
 */
import { createHash } from 'node:crypto';
import type { PersonId } from '../../../shared/ids.ts';
import type { Person, PersonFields } from '../../../shared/person.ts';
import type { OutlookCard } from '../../../sandbox/index.ts';
import type { Mailboxed } from '../../support/office.ts';
import type { Gate } from './gate.ts';

export interface FullMailbox extends Mailboxed {
  /** Stands in what is this mailbox's alone: on its cards, never in the CRM. */
  readonly marker: string;
  readonly clientState: string;
  readonly subscriptionId: string;
  readonly persons: {
    readonly linked: Person;
    readonly borrower: Person;
    readonly notMine: Person;
    readonly former: Person;
    readonly excluded: Person;
    readonly removed: Person;
  };
  readonly heldId: string;
  readonly pairId: string;
  readonly undoId: string;
  readonly entryId: string;
  readonly passId: string;
}

export const clientStateHash = (clientState: string): string =>
  createHash('sha256').update(clientState).digest('hex');

const hours = 3_600_000;

interface Listed {
  readonly items: { readonly id: string; readonly reason?: string; readonly field?: string | null }[];
}

/** One mailbox as it fills up. */
class Filling {
  constructor(
    readonly gate: Gate,
    readonly who: Mailboxed,
    readonly tag: string,
  ) {}

  get outlook() {
    return this.gate.office.sandbox.outlook(this.who.user);
  }

  person(lastName: string, fields: Partial<PersonFields> = {}): Promise<Person> {
    return this.gate.office.person({
      relationManagerId: this.who.employeeId,
      organisation: { name: `Voorbeeld ${this.tag} B.V.` },
      fields: { firstName: 'Anna', lastName: `${lastName} ${this.tag}`, ...fields },
    });
  }

  async cardOf(id: PersonId): Promise<OutlookCard> {
    const links = await this.gate.office.store.links(this.who.mailboxId);
    const cardId = links.find(({ personId }) => personId === id)?.cardId;
    const card = cardId === null || cardId === undefined ? null : this.outlook.get(cardId);
    if (card === null) throw new Error('no card');
    return card;
  }

  async passed(): Promise<void> {
    await this.gate.office.sandbox.clock.advance(hours);
    await this.gate.office.rest(this.who);
  }

  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.gate.ask(this.who.user, method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text}`);
    return JSON.parse(text) as T;
  }
}

/** R7: two persons at one address; once decided and remembered, once still open. */
const mixUp = async (filling: Filling, borrower: Person, donor: Person): Promise<string> => {
  const { outlook } = filling;
  outlook.borrow(await filling.cardOf(borrower.id), await filling.cardOf(donor.id), ['mobilePhone']);
  await filling.passed();
  const { items } = await filling.call<Listed>('GET', `/api/held?person=${borrower.id}`);
  await filling.call('POST', `/api/held/${items[0]?.id ?? ''}/decision`, {
    choice: 'crm',
    rememberPair: true,
  });
  await filling.passed();
  const pairs = await filling.call<Listed>('GET', '/api/held/pairs');
  return pairs.items[0]?.id ?? '';
};

const subscribe = async ({ gate, who, tag }: Filling): Promise<[id: string, clientState: string]> => {
  const [id, clientState] = [`subscription-${tag}`, `state-${tag}`];
  await gate.office.mailboxes.setSubscription(who.mailboxId, {
    id,
    expiresAt: new Date(gate.office.sandbox.clock.now() + 48 * hours).toISOString(),
    clientStateHash: clientStateHash(clientState),
  });
  return [id, clientState];
};

/** What the user asked for besides passes: looked at, chosen, cleaned up, taken back. */
const useThePane = async (
  filling: Filling,
  linked: Person,
  former: Person,
  donor: Person,
): Promise<string> => {
  await filling.call('PUT', `/api/persons/${linked.id}/seen`);
  await filling.call('PUT', '/api/persons/choices', { address: donor.fields.workEmail, personId: donor.id });
  await filling.call('POST', '/api/mailbox/clean-up', { personIds: [former.id] });
  await filling.call('POST', '/api/activation/ticket', {});
  const { items } = await filling.call<Listed>(
    'GET',
    `/api/history?person=${linked.id}&side=crm&field=jobTitle`,
  );
  const entryId = items[0]?.id;
  const { planKey } = await filling.call<{ planKey: string }>('POST', '/api/undo/plan', { entryId });
  return (await filling.call<{ id: string }>('POST', '/api/undo', { entryId, planKey })).id;
};

export const fillMailbox = async (gate: Gate, user: string, tag: string): Promise<FullMailbox> => {
  const who = await gate.office.activate(user);
  const filling = new Filling(gate, who, tag);
  const marker = `Zwartetulp ${tag}`;
  const sharedAddress = `info@${tag}.example`;
  const linked = await filling.person('Linked', { jobTitle: 'Klerk', workEmail: `linked@${tag}.example` });
  const borrower = await filling.person('Borrower', { workEmail: sharedAddress, workMobile: '06-11111111' });
  const donor = await filling.person('Donor', { workEmail: sharedAddress, workMobile: '06-22222222' });
  const notMine = await filling.person('NotMine', { jobTitle: 'Jurist' });
  const former = await filling.person('Former');
  const excluded = await filling.person('Excluded');
  const removed = await filling.person('Removed');
  await filling.passed();
  const { outlook } = filling;
  outlook.edit(await filling.cardOf(linked.id), { jobTitle: `Notaris ${tag}` });
  outlook.delete(await filling.cardOf(removed.id));
  await filling.call('PUT', `/api/mailbox/excluded/${excluded.id}`);
  await gate.office.change(former.id, { former: true });
  await gate.office.change(notMine.id, { relationManagerId: null });
  await filling.passed();
  outlook.edit(await filling.cardOf(notMine.id), { jobTitle: marker });
  const pairId = await mixUp(filling, borrower, donor);
  const [subscriptionId, clientState] = await subscribe(filling);
  const undoId = await useThePane(filling, linked, former, donor);
  const held = await filling.call<Listed>('GET', `/api/held?person=${notMine.id}`);
  const history = await filling.call<Listed>('GET', '/api/history');
  const passes = await filling.call<Listed>('GET', '/api/passes');
  return {
    ...who,
    marker,
    clientState,
    subscriptionId,
    persons: { linked, borrower, notMine, former, excluded, removed },
    heldId: held.items[0]?.id ?? '',
    pairId,
    undoId,
    entryId: history.items[0]?.id ?? '',
    passId: passes.items[0]?.id ?? '',
  };
};
