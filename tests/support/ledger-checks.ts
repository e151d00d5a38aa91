/**
 * What of the statements of the sync does not hold at rest, by the account that the ledger keeps: convergence, no lost
 * update, no strangers, no doubles, nothing deleted, nothing unmapped touched. Sentences, so that a failure can be read.
 */
import sql from 'sql-template-tag';
import type { AuditEntry, OutlookCard } from '../../sandbox/index.ts';
import type { FieldId, Person } from '../../shared/person.ts';
import type { PersonId } from '../../shared/ids.ts';
import { createHeldChanges, type HeldRecord } from '../../worker/store/held-changes.ts';
import type { HoldReason } from '../../worker/sync/plan.ts';
import { Ledger, type Box } from './ledger.ts';
import { connectorProperty } from './office.ts';
import {
  onCard,
  same,
  typedFieldIds,
  typedFields,
  valueIn,
  Values,
  type TypedFieldId,
} from './typed-fields.ts';

const heldIn = (ledger: Ledger, { mailboxId }: Box): Promise<HeldRecord[]> =>
  createHeldChanges(ledger.sides.db).listOpen(mailboxId);

const askedIn = async ({ sides: { db } }: Ledger, { mailboxId }: Box): Promise<Set<string | null>> => {
  const all = await db.query<{ id: string | null }>(sql`
    SELECT card_id AS id FROM sync.held_changes WHERE mailbox_id = ${mailboxId} AND reason = 'sameCardExists'`);
  return new Set(all.map(({ id }) => id));
};

const appWrites = (ledger: Ledger, { user }: Box): AuditEntry[] =>
  ledger.sandbox.outlook(user).audit.filter(({ by }) => by === 'app');

/** The app takes a connector ID away by making it blank. */
const carried = (card: OutlookCard): string | null => card.properties[connectorProperty] || null;

export const fingerprintOf = async (ledger: Ledger): Promise<object> => {
  const { boxes, sides } = ledger;
  const persons = await sides.crm.persons(ledger.persons);
  const held = await Promise.all(boxes.map((box) => heldIn(ledger, box)));
  const [history] = await sides.db.query<{ n: number }>(sql`SELECT count(*)::int AS n FROM sync.history`);
  return {
    writes: boxes.map((box) => appWrites(ledger, box).length),
    cards: boxes.map((box) => ledger.cards(box).map(({ id, etag }) => `${id} ${etag}`)),
    versions: ledger.persons.map((id) => persons.get(id)?.version),
    held: held.map((each) => each.map(({ id }) => id)),
    history: history!.n,
  };
};

export const unknownCardsOf = async (ledger: Ledger): Promise<string[]> => {
  const rows = await ledger.sides.db.query<{ mailboxId: string; id: string }>(
    sql`SELECT mailbox_id AS "mailboxId", card_id AS id FROM sync.links WHERE card_id IS NOT NULL`,
  );
  const known = new Set(rows.map(({ mailboxId, id }) => `${mailboxId} ${id}`));
  return ledger.boxes
    .flatMap((box) => ledger.cards(box).map(({ id }) => `${box.mailboxId} ${id}`))
    .filter((card) => !known.has(card));
};

const isMine = (person: Person, { employeeId }: Box): boolean =>
  person.relationManagerId === employeeId || person.ownerIds.includes(employeeId);

interface InBox {
  readonly ledger: Ledger;
  readonly box: Box;
  readonly held: readonly HeldRecord[];
  readonly cards: readonly OutlookCard[];
  /** Cards of which it was ever asked whether they are somebody's (R7). */
  readonly asked: ReadonlySet<string | null>;
}

/** Reasons for which a person has no card yet, or one that gets nothing, its connector ID included. */
const waitsWhole: ReadonlySet<HoldReason> = new Set(['sameCardExists', 'mergedAway', 'nameOfAnother']);

/** Statement 1 for one person whose card is there. */
const differences = (
  { ledger, box, held }: InBox,
  who: number,
  person: Person,
  card: OutlookCard,
): string[] =>
  typedFieldIds.flatMap((field) => {
    const waits = held.some(
      (each) =>
        each.personId === person.id &&
        // R7: a card that may be another human's by its name waits as a whole, outward too.
        (each.reason === 'nameOfAnother' || each.fields.some((one) => one.field === field)),
    );
    const [crm, remote] = [person.fields[field], onCard(field, card)];
    // A number of the user's own moves up where ours was taken away; it is not ours to take away.
    const agreed = crm === null && ledger.isOwn(field, remote);
    const isLeft = ledger.left.has(Ledger.key(box, who, field));
    return waits || agreed || isLeft || same(field, crm, remote)
      ? []
      : [`P${who} ${field}: "${crm}" in the CRM, "${remote}" on the card`];
  });

const problemsOf = (here: InBox, who: number, person: Person, connectorId: string | null): string[] => {
  const { ledger, box, held, cards } = here;
  const key = Ledger.key(box, who);
  const said: string[] = [];
  const made = cards
    .filter(({ id }) => ledger.sightings.made.has(id))
    .filter((card) => ledger.ownerOf(card) === who)
    .filter((card) => here.asked.has(card.id) || !ledger.isBeyondKnowing(card, person));
  if (made.length > 1) said.push(`doubled: P${who} has ${made.length} cards`);
  if (made.length > 0 && !ledger.everOf.has(key)) said.push(`P${who} has a card and never was this user's`);
  if (!isMine(person, box) || person.former || ledger.excluded.has(key)) return said;
  const card = connectorId === null ? undefined : cards.find((each) => carried(each) === connectorId);
  if (card !== undefined) return [...said, ...differences(here, who, person, card)];
  const waits = held.some(({ personId, reason }) => personId === person.id && waitsWhole.has(reason));
  return waits || ledger.removed.has(key) ? said : [...said, `P${who} has no card`];
};

const problemsIn = async (
  ledger: Ledger,
  box: Box,
  persons: ReadonlyMap<PersonId, Person>,
): Promise<string[]> => {
  const cards = ledger.sandbox.outlook(box.user).cards();
  const held = await heldIn(ledger, box);
  const connectorIds = await ledger.sides.crm.connectorIds(box.employeeId);
  const here: InBox = { ledger, box, held, cards, asked: await askedIn(ledger, box) };
  const said = ledger.persons.flatMap((id, who) =>
    problemsOf(here, who, persons.get(id)!, connectorIds.get(id) ?? null),
  );
  const strays = cards
    .filter(({ id }) => ledger.sightings.made.has(id))
    .filter((card) => ledger.partyOf(card) === null);
  if (strays.length > 0) said.push(`${strays.length} cards of nobody were made by the app`);
  const carriers = cards.map(carried).filter((id) => id !== null);
  if (new Set(carriers).size !== carriers.length) said.push('doubled: two cards carry one connector ID');
  const known = new Set<string>(connectorIds.values());
  const isKnown = (id: string | null): boolean => id === null || known.has(id);
  const paused = await ledger.sides.db.query<{ card: string }>(
    sql`SELECT card_id AS card FROM sync.links WHERE mailbox_id = ${box.mailboxId} AND state = 'paused'`,
  );
  // R8: a paused card is not written; one that took another's ID in a merge gets its own back when it goes on (R10).
  const left = new Set(paused.map(({ card }) => card));
  const unknown = cards.filter((card) => !left.has(card.id) && !isKnown(carried(card)));
  if (unknown.length > 0)
    said.push(`${unknown.length} cards carry a connector ID that the CRM does not have`);
  const [open] = await ledger.sides.db.query<{ n: number }>(
    sql`SELECT count(*)::int AS n FROM sync.links WHERE mailbox_id = ${box.mailboxId} AND state = 'creating'`,
  );
  if (open?.n !== 0) said.push(`${open?.n} creates are still open`);
  return said.map((text) => `${box.user}: ${text}`);
};

/** Who wrote what into this field on every card of this person. */
const trail = (ledger: Ledger, who: number, field: TypedFieldId): string =>
  ledger.boxes
    .map(({ user }) => {
      const outlook = ledger.sandbox.outlook(user);
      const written = outlook.audit
        .filter(({ cardId, properties }) => {
          const card = outlook.get(cardId);
          return (
            card !== null && ledger.ownerOf(card) === who && properties.includes(typedFields[field].property)
          );
        })
        .map(({ at, by, values }) => `${at} ${by} ${valueIn(field, values)}`);
      return `${user}: ${written.join(', ')}`;
    })
    .join('; ');

/** What is held or overruled, in a person's sight. */
const kept = async (ledger: Ledger): Promise<Values> => {
  const values = new Values();
  for (const box of ledger.boxes) {
    for (const { fields } of await heldIn(ledger, box)) {
      for (const { field, crm, remote } of fields) values.add(field, crm).add(field, remote);
    }
  }
  const overruled = await ledger.sides.db.query<{ field: FieldId; value: string }>(
    sql`SELECT field, overruled_value AS value FROM sync.history WHERE overruled_value IS NOT NULL`,
  );
  for (const { field, value } of overruled) values.add(field, value);
  return values;
};

/**
 * Statement 3. A value is accounted for when it still stands (then it is on both sides or held, see above), when its
 * own typist wrote over it, when it had reached the other side before it went, when it is held, or when the history
 * has it as overruled.
 */
const lost = async (ledger: Ledger, persons: ReadonlyMap<PersonId, Person>): Promise<string[]> => {
  const inSight = await kept(ledger);
  const standing = new Map<string | null, Values>([[null, new Values()]]);
  for (const { fields } of persons.values()) standing.get(null)!.addAll((field) => fields[field]);
  for (const { user } of ledger.boxes) {
    const values = new Values();
    for (const card of ledger.sandbox.outlook(user).cards()) values.addAll((field) => onCard(field, card));
    standing.set(user, values);
  }
  const { onCards, inCrm } = ledger.sightings;
  return ledger.open
    .filter(({ box, field, value }) => {
      const arrived = box === null ? onCards : inCrm;
      return ![standing.get(box?.user ?? null)!, arrived, inSight].some((values) => values.has(field, value));
    })
    .map(
      ({ box, who, field, value }) =>
        `lost: ${value} of P${who} in ${field}, typed in ${box?.user ?? 'the CRM'}; ${trail(ledger, who, field)}`,
    );
};

export const problemsAtRest = async (ledger: Ledger): Promise<string[]> => {
  await ledger.watch();
  const persons = await ledger.sides.crm.persons(ledger.persons);
  const all = await Promise.all(ledger.boxes.map((box) => problemsIn(ledger, box, persons)));
  return [...all.flat(), ...ledger.sightings.problems, ...(await lost(ledger, persons))];
};
