/** The lists of the synchronisation at the API: everybody of mine in one of them, by name, in pages, in one look. */
import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { relationLists, type RelationPage } from '../../../shared/api/mailbox.ts';
import type {
  CardId,
  ConnectorId,
  FolderId,
  HeldId,
  LinkId,
  MailboxId,
  PassId,
} from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import { createHeldDesk } from '../../../worker/main/held-desk.ts';
import { createMailboxDesk } from '../../../worker/main/mailbox-desk.ts';
import type { StoreWrite } from '../../../worker/pass/ports.ts';
import type { Db } from '../../../worker/store/db.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import type { Link } from '../../../worker/sync/link.ts';
import type { HoldReason } from '../../../worker/sync/plan.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';
import { openOffice, petraOid, jorisOid, refusal, type Office } from './office.ts';

let office: Office;
let mailboxId: MailboxId;
beforeEach(async () => {
  office = await openOffice();
  mailboxId = await office.activate(office.petra, petraOid);
}, 60_000);
afterEach(() => office.close());

const commit = async (writes: readonly StoreWrite[], id = mailboxId): Promise<void> => {
  const store = createPassStore(office.db);
  const lease = (await store.acquire(id, 'test', 60_000))!;
  await store.commit(lease, writes);
  await store.release(lease);
};
const linkOf = (person: Pick<Person, 'id'>, over: Partial<Link> = {}): Link => ({
  id: randomUUID() as LinkId,
  personId: person.id,
  connectorId: randomUUID() as ConnectorId,
  state: 'active',
  pausedBecause: null,
  cardId: `card-${person.id}` as CardId,
  folderId: 'folder' as FolderId,
  etag: 'W/"1"',
  base: {},
  cleanUp: false,
  ...over,
});
const link = (person: Pick<Person, 'id'>, over: Partial<Link> = {}) =>
  commit([{ op: 'newLinks', links: [linkOf(person, over)] }]);
const hold = async (person: Person, reason: HoldReason): Promise<HeldId> => {
  const id = randomUUID() as HeldId;
  await commit([
    {
      op: 'hold',
      id,
      passId: randomUUID() as PassId,
      at: '2026-03-01T08:00:00.000Z',
      hold: {
        key: id,
        personId: person.id,
        linkId: null,
        source: 'outlook',
        reason,
        donorPersonId: null,
        cardId: null,
        fields: [{ field: 'jobTitle', base: null, crm: 'Notaris', remote: 'Bakker' }],
      },
    },
  ]);
  return id;
};

const read = async (
  query: string,
  from: Pick<Office, 'ask'> = office,
  language = 'nl',
): Promise<RelationPage> => {
  const response = await from.ask(`/api/mailbox/relations?${query}`, {
    headers: { 'accept-language': language },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as RelationPage;
};
const names = ({ items }: RelationPage) => items.map(({ personName }) => personName);

test('everybody of mine is in one list with the reason in words, and whose link stands still too', async () => {
  const inStep = await office.person('Instap');
  const conflict = await office.person('Conflict');
  const refused = await office.person('Mis');
  const excluded = await office.person('Niet');
  const removed = await office.person('Verwijderd');
  await office.person('Nieuw');
  const handedOver = await office.person('Over');
  await office.person('Vreemd', { relationManagerId: office.joris.id });
  await office.person('Oud', { former: true });
  for (const each of [inStep, conflict, refused]) await link(each);
  await link(handedOver, { state: 'paused', pausedBecause: 'notYours' });
  await office.crm.updatePerson(
    handedOver.id,
    handedOver.version,
    { relationManagerId: office.joris.id },
    { kind: 'import' },
  );
  const gone = randomUUID() as Person['id'];
  await link(
    { id: gone },
    {
      state: 'paused',
      pausedBecause: 'gone',
      base: { lastName: { crm: 'Gone', remote: 'Gone' }, firstName: { crm: 'Greet', remote: 'Greet' } },
    },
  );
  const asked = await hold(conflict, 'conflict');
  const failing = await hold(refused, 'lastNameRequired');
  await office.mailboxes.exclude(mailboxId, excluded.id);
  await commit([
    { op: 'newLinks', links: [linkOf(removed, { id: '00000000-0000-4000-8000-00000000000a' as LinkId })] },
    {
      op: 'dropLink',
      linkId: '00000000-0000-4000-8000-00000000000a' as LinkId,
      removal: { personId: removed.id, personVersion: removed.version },
    },
  ]);
  const pages = await Promise.all(relationLists.map((list) => read(`list=${list}`)));
  expect(pages.map(({ totals }) => totals)).toEqual(
    relationLists.map(() => ({ inStep: 1, leftOut: 5, held: 1, failing: 1 })),
  );
  const [stepping, left, waiting, wrong] = pages;
  expect(stepping).toMatchObject({
    next: null,
    items: [
      {
        personId: inStep.id,
        personName: 'Anna Instap',
        organisation: 'Voorbeeld B.V.',
        because: 'in',
        message: 'In uw Outlook, en gelijk gehouden.',
        heldId: null,
      },
    ],
  });
  expect(left!.items.map(({ personName, because, message }) => [personName, because, message])).toEqual([
    ['Anna Niet', 'excludedByUser', 'U hebt gekozen: niet in mijn Outlook.'],
    ['Anna Nieuw', 'comes', 'Komt bij de volgende synchronisatie in uw Outlook.'],
    [
      'Anna Over',
      'notYours',
      'U bent geen relatiebeheerder of eigenaar meer. Het contact staat nog in uw Outlook, maar wordt niet meer bijgewerkt.',
    ],
    [
      'Anna Verwijderd',
      'removedByUser',
      'U hebt het contact in Outlook verwijderd. Het komt terug als er in het CRM iets verandert.',
    ],
    [
      'Greet Gone',
      'gone',
      'Staat niet meer in het CRM. Het contact staat nog in uw Outlook, maar wordt niet meer bijgewerkt.',
    ],
  ]);
  expect(waiting!.items).toMatchObject([{ personId: conflict.id, because: 'conflict', heldId: asked }]);
  expect(wrong!.items).toMatchObject([
    { personId: refused.id, because: 'lastNameRequired', heldId: failing },
  ]);
  for (const { message } of [...waiting!.items, ...wrong!.items]) {
    expect(message).toMatch(/\S/u);
    expect(message).not.toMatch(/[{}]/u);
  }
  const english = await read('list=held', office, 'en');
  expect(english.items[0]!.message).not.toBe(waiting!.items[0]!.message);
});

test('a card that was to be made is on its way while the pass runs, and failing when none is at it any more', async () => {
  const person = await office.person('Half');
  await link(person, { state: 'creating', cardId: null, folderId: null, etag: null });
  expect((await read('list=failing')).items).toMatchObject([{ personId: person.id, because: 'notMade' }]);
  const store = createPassStore(office.db);
  const lease = (await store.acquire(mailboxId, 'test', 60_000))!;
  await store.openPass(lease, randomUUID() as PassId, 'syncNow', '2026-03-01T10:00:00.000Z');
  expect((await read('list=leftOut')).items).toMatchObject([{ personId: person.id, because: 'beingMade' }]);
  await store.release(lease);
});

test('pages go by name, and who changes lists meanwhile neither repeats nor hides another', async () => {
  const made: Person[] = [];
  for (const name of ['Ceder', 'Álder', 'berk', 'Den', 'Eik', 'Fijn']) {
    made.push(await office.person(name, { fields: { lastName: name, firstName: null } }));
  }
  const first = await read('list=leftOut&limit=2');
  expect(names(first)).toEqual(['Álder', 'berk']);
  const handOver = (index: number) =>
    office.db.query(sql`UPDATE crm.persons SET relation_manager_id = NULL WHERE id = ${made[index]!.id}`);
  // One before it is gone, and the one behind which the next page begins is in another list by then.
  await handOver(1);
  await link(made[2]!);
  const second = await read(`list=leftOut&limit=2&before=${encodeURIComponent(first.next!)}`);
  expect(names(second)).toEqual(['Ceder', 'Den']);
  // And here that one is gone altogether.
  await handOver(3);
  const third = await read(`list=leftOut&limit=2&before=${encodeURIComponent(second.next!)}`);
  expect(names(third)).toEqual(['Eik', 'Fijn']);
  expect(third.next).toBeNull();
  for (const odd of ['zomaar', '9999999.x', '-1']) {
    expect((await read(`list=leftOut&before=${odd}`)).next).toBeNull();
  }
});

test('is looked through by name and organisation, whatever the accents, and tells in which lists the rest is', async () => {
  await link(await office.person('Müller'));
  await office.person('Bakker', { organisation: { name: 'MULLER & Zn' } });
  await office.person('Anders');
  const found = await read('list=inStep&q=muller');
  expect(names(found)).toEqual(['Anna Müller']);
  expect(found.totals).toEqual({ inStep: 1, leftOut: 1, held: 0, failing: 0 });
  expect(names(await read('list=leftOut&q=%25'))).toEqual([]);
});

test('R1: a role that is not chosen leaves out in words', async () => {
  await office.person('Beheerd');
  await office.mailboxes.saveSettings(mailboxId, { ...defaultActivationSettings, roles: ['owner'] });
  const { items } = await read('list=leftOut', office, 'en');
  expect(items).toMatchObject([
    { because: 'roleNotChosen', message: 'You did not choose the role that you have at this person.' },
  ]);
});

test("nobody's but one's own, and only with a mailbox; a list that there is not is refused", async () => {
  await office.activate(office.joris, jorisOid);
  await link(await office.person('Mijn'));
  const joriss = await office.ask('/api/mailbox/relations?list=inStep', {}, { oid: jorisOid });
  expect(((await joriss.json()) as RelationPage).totals).toEqual({
    inStep: 0,
    leftOut: 0,
    held: 0,
    failing: 0,
  });
  const nobody = await office.ask('/api/mailbox/relations?list=inStep', {}, { oid: randomUUID() });
  expect([nobody.status, (await refusal(nobody)).code]).toEqual([403, 'notAnEmployee']);
  for (const query of ['', 'list=alles', 'list=held&limit=0', 'list=held&limit=500', 'list=held&anders=1']) {
    expect([query, (await office.ask(`/api/mailbox/relations?${query}`)).status]).toEqual([query, 422]);
  }
});

test('5,000 persons are answered at once, in as many questions as five', async () => {
  let asked = 0;
  const counting: Db = {
    ...office.db,
    query: (query) => {
      asked += 1;
      return office.db.query(query);
    },
  };
  const api = office.with({
    crm: createEmbeddedCrm(counting, { country: 'NL' }),
    mailboxes: createMailboxDesk(counting, office.mailboxes),
    held: createHeldDesk(counting),
  });
  for (let index = 0; index < 5; index += 1) await office.person(`Vijf ${index}`);
  const questions = async (): Promise<number> => {
    asked = 0;
    await read('list=held&limit=200', api);
    return asked;
  };
  const few = await questions();
  await office.db.query(sql`
    INSERT INTO crm.persons (kind, first_name, last_name, last_name_key, relation_manager_id, sort_key)
    SELECT 'contactPerson', 'Anna', 'Nummer ' || n, 'nummer ' || n, ${office.petra.id}::uuid, 'nummer ' || n
    FROM generate_series(1, 5000) AS n`);
  const ids = await office.crm.personsOf(office.petra.id);
  const holds = ids.slice(0, 300).map((personId): StoreWrite => ({
    op: 'hold',
    id: randomUUID() as HeldId,
    passId: randomUUID() as PassId,
    at: '2026-03-01T08:00:00.000Z',
    hold: {
      key: personId,
      personId,
      linkId: null,
      source: 'outlook',
      reason: 'conflict',
      donorPersonId: null,
      cardId: null,
      fields: [],
    },
  }));
  await commit([{ op: 'newLinks', links: ids.map((id) => linkOf({ id })) }, ...holds]);
  // One more, for the sentences of those that are shown: the same for one as for two hundred.
  expect(await questions()).toBeLessThanOrEqual(few + 2);
  const startedAt = performance.now();
  const page = await read('list=held&limit=200', api);
  const tookMs = performance.now() - startedAt;
  expect(page).toMatchObject({ totals: { inStep: 4705, held: 300 }, next: expect.any(String) as string });
  expect(page.items).toHaveLength(200);
  // A fifth of a second on a machine that does nothing else.
  expect(tookMs).toBeLessThan(5_000);
});
