/**
 * A random day at an office with two mailboxes on the same persons: what people do on both sides, what the sandbox's
 * faults and unknown behaviours do, and the account of what was typed. For the property of the whole worker.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { canonical } from '../../shared/canonical.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { RandomFaults, Switches } from '../../sandbox/index.ts';
import { crashAt } from './crash.ts';
import { typedFieldIds, typedFields, type TypedFieldId } from './typed-fields.ts';
import { connectorProperty, type Mailboxed, type Office } from './office.ts';

const typedValue = (field: TypedFieldId, person: number, number: number): string => {
  const form = typedFields[field].form;
  if (form === 'phone') return `+3120${person}00${String(number).padStart(4, '0')}`;
  if (form === 'date') return `19${50 + (number % 50)}-0${person + 1}-1${number % 10}`;
  return `P${person} ${field} ${number}`;
};

export const people = 3;
const who = fc.integer({ min: 0, max: people - 1 });
const box = fc.integer({ min: 0, max: 1 });
const number = fc.integer({ min: 0, max: 999 });
const field = fc.constantFrom(...typedFieldIds);

export const op = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('crm' as const), who, field, number }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('card' as const), box, who, field, number }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('ownPhone' as const, 'ownEmail' as const, 'note' as const),
      box,
      who,
      number,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('remove' as const, 'move' as const, 'copy' as const, 'dropProperty' as const),
      box,
      who,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('former' as const), who, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('loseToken' as const), box }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), box }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('crash' as const),
      box,
      call: fc.integer({ min: 1, max: 60 }),
      when: fc.constantFrom('before' as const, 'after' as const),
    }),
  },
);
export type Op = typeof op extends fc.Arbitrary<infer T> ? T : never;

export const switches: fc.Arbitrary<Partial<Switches>> = fc.record({
  deltaShuffle: fc.boolean(),
  deltaRepeats: fc.constantFrom(0, 0.3),
  deltaEmptyPages: fc.constantFrom(0, 0.3),
  deltaReplays: fc.constantFrom(0, 0.3),
  deltaPageSize: fc.constantFrom(2, 50),
  deltaContent: fc.constantFrom('full' as const, 'changedOnly' as const, 'idsOnly' as const),
  deltaExpiry: fc.constantFrom(
    '410Location' as const,
    '400syncStateNotFound' as const,
    '404syncStateInvalid' as const,
  ),
  moveShowsInDestination: fc.boolean(),
  deletedCards: fc.constantFrom('found' as const, 'gone' as const),
  findScope: fc.constantFrom('mailbox' as const, 'mailboxAndDeletedItems' as const),
  findLagMs: fc.constantFrom(0, 1_000, 20_000),
  nulls: fc.constantFrom('null' as const, 'omitted' as const),
  staleEtag: fc.constantFrom(412 as const, 409 as const),
  extendedPropertyBumps: fc.boolean(),
  displayName: fc.constantFrom('kept' as const, 'regeneratedAlways' as const),
  fileAs: fc.constantFrom('kept' as const, 'regeneratedAlways' as const),
  birthdayAnswers: fc.constantFrom('asWritten' as const, 'midnightUtc' as const, 'localMidnight' as const),
  birthdayByUser: fc.constantFrom('midnightUtc' as const, '1159Utc' as const, 'localMidnight' as const),
});

export const rates: RandomFaults['rates'] = {
  throttled: 0.03,
  throttledWithoutHeader: 0.02,
  unavailable: 0.02,
  unavailableAfterWrite: 0.03,
  gatewayTimeoutAfterWrite: 0.03,
  internalError: 0.02,
  badGateway: 0.02,
  lostAnswer: 0.03,
  cut: 0.02,
  lostDeltaToken: 0.02,
};

/** Two new colleagues with an activated mailbox each, and a second folder to move cards to. */
export const openTwoBoxes = async (office: Office): Promise<Mailboxed[]> => {
  const boxes: Mailboxed[] = [];
  for (const name of ['een', 'twee']) {
    const userPrincipalName = `${name}-${randomUUID()}@kantoor-voorbeeld.example`;
    office.sandbox.users.add({ userPrincipalName, displayName: name });
    office.sandbox.outlook(userPrincipalName).makeFolder('VIP');
    boxes.push(await office.activate(userPrincipalName));
  }
  return boxes;
};

/** What is typed and not yet accounted for. */
interface Typed {
  readonly box: number | null;
  readonly who: number;
  readonly field: TypedFieldId;
  readonly value: string;
}

export class Run {
  readonly typed = new Map<string, Typed>();
  constructor(
    readonly office: Office,
    readonly boxes: readonly Mailboxed[],
    readonly persons: readonly PersonId[],
  ) {}

  outlook(box: number) {
    return this.office.sandbox.outlook(this.boxes[box]!.user);
  }

  /** The living card of the link, or null. */
  async card(box: number, who: number) {
    const links = await this.office.store.links(this.boxes[box]!.mailboxId);
    const link = links.find((each) => each.personId === this.persons[who]);
    const card = link?.cardId ? this.outlook(box).get(link.cardId) : null;
    return card === null || card === undefined || card.deleted ? null : card;
  }

  #onCard(field: TypedFieldId, card: NonNullable<Awaited<ReturnType<Run['card']>>>): string | null {
    if (field === 'birthDate') return card.birthday;
    const value = card.values[typedFields[field].property as 'surname'] as unknown;
    return (Array.isArray(value) ? (value[0] as string | undefined) : (value as string | null)) ?? null;
  }

  same(field: TypedFieldId, a: string | null, b: string | null): boolean {
    return canonical(typedFields[field].form, a, 'NL') === canonical(typedFields[field].form, b, 'NL');
  }

  /** Values seen on both sides have arrived: typing over them loses nothing. */
  async noteArrivals(): Promise<void> {
    for (const [key, each] of this.typed) {
      const person = await this.office.get(this.persons[each.who]!);
      const boxes = each.box === null ? this.boxes.keys() : [each.box];
      for (const index of boxes) {
        const card = await this.card(index, each.who);
        if (
          card &&
          this.same(each.field, this.#onCard(each.field, card), each.value) &&
          this.same(each.field, person.fields[each.field], each.value)
        ) {
          this.typed.delete(key);
        }
      }
    }
  }

  async lost(): Promise<string[]> {
    const missing: string[] = [];
    for (const each of this.typed.values()) {
      const personId = this.persons[each.who]!;
      const person = await this.office.get(personId);
      const same = (value: string | null) => this.same(each.field, value, each.value);
      const history = (await this.office.history.list({ personId }, { limit: 500, before: null })).items;
      const held = (
        await Promise.all(this.boxes.map(({ mailboxId }) => this.office.held.listOpen(mailboxId)))
      ).flat();
      const card = each.box === null ? null : await this.card(each.box, each.who);
      const kept =
        same(person.fields[each.field]) ||
        // A paused link leaves the card as its user typed it.
        (person.former && card !== null && same(this.#onCard(each.field, card))) ||
        history.some(
          (entry) =>
            entry.field === each.field && entry.overruled !== undefined && same(entry.overruled.value),
        ) ||
        held.some(
          (one) =>
            one.personId === personId &&
            one.fields.some((f) => f.field === each.field && (same(f.crm) || same(f.remote))),
        );
      if (!kept) missing.push(JSON.stringify(each));
    }
    return missing;
  }

  async do(each: Op): Promise<void> {
    await this.noteArrivals();
    const { office } = this;
    switch (each.do) {
      case 'crm': {
        const value = typedValue(each.field, each.who, each.number);
        const person = await office.get(this.persons[each.who]!);
        if (this.same(each.field, person.fields[each.field], value)) return;
        await office.change(person.id, { fields: { [each.field]: value } });
        this.typed.set(`crm ${each.who} ${each.field}`, {
          box: null,
          who: each.who,
          field: each.field,
          value,
        });
        return;
      }
      case 'former':
        await office.change(this.persons[each.who]!, { former: each.on });
        return;
      case 'loseToken':
        return office.sandbox.loseDeltaTokens(this.boxes[each.box]!.user);
      case 'pass':
        await office.pass(this.boxes[each.box]!);
        await office.sandbox.clock.advance(2_000);
        return;
      case 'crash':
        await office
          .pass(this.boxes[each.box]!, 'syncNow', crashAt(each.call, each.when))
          .catch(() => undefined);
        await office.sandbox.clock.advance(2_000);
        return;
      default:
        return this.#byHand(each);
    }
  }

  async #byHand(each: Extract<Op, { box: number; who: number }>): Promise<void> {
    const card = await this.card(each.box, each.who);
    if (card === null) return;
    const outlook = this.outlook(each.box);
    switch (each.do) {
      case 'card': {
        const value = typedValue(each.field, each.who, each.number);
        if (this.same(each.field, this.#onCard(each.field, card), value)) return;
        const { property } = typedFields[each.field];
        const rest = card.values.businessPhones?.slice(1) ?? [];
        outlook.edit(card, { [property]: property === 'businessPhones' ? [value, ...rest] : value });
        this.typed.set(`${each.box} ${each.who} ${each.field}`, {
          box: each.box,
          who: each.who,
          field: each.field,
          value,
        });
        return;
      }
      case 'ownPhone':
        if (card.values.businessPhones?.[0] === undefined) return;
        outlook.edit(card, {
          businessPhones: [card.values.businessPhones[0], `+32255${String(each.number).padStart(5, '0')}`],
        });
        return;
      case 'ownEmail': {
        const [first] = card.values.emailAddresses ?? [];
        if (first === undefined) return;
        outlook.edit(card, {
          emailAddresses: [first, { address: `own${each.number}@user.example`, name: 'own' }],
        });
        return;
      }
      case 'note':
        outlook.edit(card, { personalNotes: `note ${each.number}` });
        return;
      case 'remove':
        outlook.delete(card);
        for (const name of typedFieldIds) this.typed.delete(`${each.box} ${each.who} ${name}`);
        return;
      case 'move':
        outlook.move(card, 'VIP');
        return;
      case 'copy':
        outlook.copy(card);
        return;
      case 'dropProperty':
        outlook.setProperty(card, connectorProperty, null);
    }
  }

  /** What a user put on a card that is not ours: notes and second values. */
  own(box: number) {
    return this.outlook(box)
      .cards()
      .map(({ id, values }) => ({
        id,
        notes: values.personalNotes ?? null,
        phones: values.businessPhones?.slice(1) ?? [],
        emails: values.emailAddresses?.slice(1).map(({ address }) => address) ?? [],
      }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  appWrites(box: number) {
    return this.outlook(box).audit.filter(({ by }) => by === 'app');
  }
}
