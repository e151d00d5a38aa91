/**
 * An office in which everything has happened once: links, held changes, a decision, an undo, an exclusion, a removal,
 * history, rows of the pane and sealed ones. For what must bring all of it through: back-ups and upgrades.
 */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { createEmbeddedCrm } from '../../worker/crm/embedded/embedded-crm.ts';
import { createKeyring } from '../../worker/identity/keyring.ts';
import type { Db } from '../../worker/store/db.ts';
import { createPassStore } from '../../worker/store/pass-store.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from './office.ts';

export const petra = 'petra@kantoor-voorbeeld.example';
export const karim = 'karim@kantoor-voorbeeld.example';
export const tokenKey = Buffer.alloc(32, 0x5e);

export interface FullOffice extends Office {
  readonly boxes: readonly Mailboxed[];
  /** How often the app wrote to Outlook so far. */
  writes(): number;
}

const names = ['Oort', 'Bos', 'Dekker', 'Smit', 'Akker', 'Visser', 'Kok', 'Groot'];

/** Rows that a pass does not make. */
const addAround = async (db: Db, { mailboxId }: Mailboxed, personId: string): Promise<void> => {
  const at = new Date('2026-03-02T10:00:00Z');
  const userKey = `${randomUUID()}.${randomUUID()}`;
  const { sealed, keyId } = createKeyring(tokenKey).seal('refresh-token', 'tokens', userKey);
  await db.query(sql`
    INSERT INTO identity.tokens (user_key, sealed, key_id, renewed_at)
    VALUES (${userKey}, ${sealed}, ${keyId}, ${at})`);
  await db.query(sql`
    INSERT INTO identity.print_keys (mailbox_id, key_id, sealed, made_at)
    VALUES (${mailboxId}, ${keyId}, ${sealed}, ${at})`);
  await db.query(sql`
    INSERT INTO identity.tickets (ticket_hash, employee_id, expires_at) VALUES ('used', 'x', ${at})`);
  await db.query(sql`
    INSERT INTO jobs.requests (mailbox_id, tenant, trigger, requested, taken, served, run_at, running_until)
    VALUES (${mailboxId}, 'tenant', 'daily', 3, 3, 3, ${at}, ${at})`);
  await db.query(sql`
    INSERT INTO jobs.notices (cause, kind, mailbox_id, noticed_at, mailed_at)
    VALUES ('signInEnds|x', 'signInEnds', ${mailboxId}, ${at}, ${at})`);
  await db.query(sql`INSERT INTO jobs.crm_cursors (crm, cursor) VALUES ('embedded', '1')`);
  // What COPY must not take for its own signs.
  const odd = 'tab\t, nieuwe\nregel, \\N, \\. en ""';
  await db.query(sql`INSERT INTO pane.choices VALUES (${mailboxId}, ${odd}, ${personId}, ${at})`);
  await db.query(sql`INSERT INTO pane.seen VALUES (${mailboxId}, ${personId}, ${at})`);
  await db.query(sql`
    INSERT INTO pane.visibility (parts, changed_at, changed_by) VALUES ('{"owners": false}', ${at}, 'beheer')`);
};

const undoOneToCrm = async ({ history, undo }: Office, { mailboxId }: Mailboxed): Promise<void> => {
  const { items } = await history.list({ mailboxId });
  const entry = items.find(
    ({ field, side, to }) => field === 'jobTitle' && side === 'crm' && to === 'Hovenier',
  );
  if (entry === undefined) throw new Error('nothing was written to the CRM');
  const scope = { entry: entry.id };
  const planned = await undo.plan(mailboxId, scope);
  if (planned.outcome !== 'planned') throw new Error(planned.outcome);
  const asked = await undo.ask({ mailboxId, scope, planKey: planned.plan.planKey, by: null });
  if (asked.outcome !== 'asked') throw new Error(asked.outcome);
};

export const createFullOffice = async (): Promise<FullOffice> => {
  const office = await createOffice();
  const first = await office.activate(petra, { conflictPolicy: 'ask' });
  const second = await office.activate(karim);
  const boxes = [first, second];
  const outlook = office.sandbox.outlook(petra);
  outlook.addPrivateCards(3);
  const persons = [];
  for (const [index, lastName] of names.entries()) {
    persons.push(
      await office.person({
        relationManagerId: first.employeeId,
        ownerIds: index % 2 === 0 ? [second.employeeId] : [],
        organisation: index % 3 === 0 ? { name: 'Tuinen & Zn.' } : null,
        groups: index % 3 === 1 ? ['Klanten'] : [],
        fields: {
          lastName,
          firstName: 'Dewi "é" \\N',
          surnamePrefix: 'van der',
          birthDate: '1974-07-22',
          workEmail: 'samen@klant.example',
          workPhone: '020-1234567',
        },
      }),
    );
  }
  for (const box of boxes) await office.rest(box);

  const cardOf = (lastName: string) => outlook.cards().find(({ values }) => values.surname === lastName)!;
  outlook.edit(cardOf('Oort'), { jobTitle: 'Hovenier' });
  await office.rest(first);
  // A conflict that is held and decided, one that stays open, a card that the user removed, an exclusion, an undo.
  for (const [index, crmTitle, cardTitle] of [
    [1, 'Architect', 'Timmerman'],
    [2, 'Notaris', 'Schilder'],
  ] as const) {
    await office.change(persons[index]!.id, { fields: { jobTitle: crmTitle } });
    outlook.edit(cardOf(names[index]!), { jobTitle: cardTitle });
  }
  outlook.delete(cardOf('Smit'));
  await office.mailboxes.exclude(first.mailboxId, persons[4]!.id);
  for (const box of boxes) await office.rest(box);
  await office.decide(first, 'conflict', 'remote');
  for (const box of boxes) await office.rest(box);
  await undoOneToCrm(office, first);
  for (const box of boxes) await office.rest(box);
  await addAround(office.db, first, persons[0]!.id);
  return {
    ...office,
    boxes,
    writes: () =>
      [petra, karim].flatMap((user) => office.sandbox.outlook(user).audit.filter(({ by }) => by === 'app'))
        .length,
  };
};

/** Ports on another database, for a pass of this office there. */
export const onDatabase = (db: Db): Wrap => ({
  crm: () => createEmbeddedCrm(db, { country: 'NL' }),
  store: () => createPassStore(db),
});
