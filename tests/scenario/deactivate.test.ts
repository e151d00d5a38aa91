/**
 * The link is ended and taken up again, over the wire: nothing is touched in between whatever asks for it, and a new
 * activation goes on where the old one ended: what both sides did meanwhile is merged, nothing is doubled, nothing is lost.
 */
import type { Person } from '../../shared/person.ts';
import { chooseNext, ranksInTurn } from '../../worker/jobs/choose.ts';
import { requestPass } from '../../worker/jobs/requests.ts';
import { createPassJob } from '../../worker/jobs/pass.ts';
import { createDeactivate } from '../../worker/main/deactivate.ts';
import { connectorProperty, createOffice, type Mailboxed, type Office } from '../support/office.ts';
import { silentLog } from '../unit/jobs/fixture.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra, { conflictPolicy: 'ask' });
}, 60_000);
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const found = (firstName: string) => outlook().find(`${firstName} Einde`);
const card = (firstName: string) => found(firstName)[0]!;
const person = (firstName: string): Promise<Person> =>
  office.person({
    relationManagerId: who.employeeId,
    fields: { firstName, lastName: 'Einde', workEmail: `${firstName.toLowerCase()}@einde.example` },
  });
const end = () =>
  createDeactivate({
    mailboxes: office.mailboxes,
    subscriptions: office.graph.subscriptions,
    tokens: { forget: async () => undefined },
    log: silentLog,
  })(who.mailboxId);
const connectorIds = (): string[] =>
  outlook()
    .cards()
    .flatMap(({ properties }) => properties[connectorProperty] ?? [])
    .sort();
const remembered = async () => ({
  links: (await office.store.links(who.mailboxId)).map(({ id, personId, cardId, connectorId, base }) => ({
    id,
    personId,
    cardId,
    connectorId,
    base,
  })),
  held: (await office.waiting(who)).map(({ id }) => id),
  connectorIds: connectorIds(),
  history: (await office.history.list({ mailboxId: who.mailboxId })).items.length,
});

test('everything stays, both sides live on, and a new activation merges what they did: nothing doubled, nothing lost', async () => {
  const [anna, bram, carla] = [await person('Anna'), await person('Bram'), await person('Carla')];
  await office.rest(who);
  // A conflict that nobody decided waits on.
  outlook().edit(card('Carla'), { jobTitle: 'Outlook' });
  await office.change(carla.id, { fields: { jobTitle: 'CRM' } });
  await office.rest(who);
  const before = await remembered();
  expect(before.held).toHaveLength(1);
  const cardsBefore = outlook().cards();

  await end();
  expect(await remembered()).toEqual(before);
  expect(outlook().cards()).toEqual(cardsBefore);

  outlook().edit(card('Anna'), { jobTitle: 'Notaris', mobilePhone: '06-12345678' });
  outlook().add({ givenName: 'Eigen', surname: 'Kaart' });
  outlook().delete(card('Bram'));
  await office.change(anna.id, { fields: { workPhone: '020-7654321' } });
  await person('Dirk');
  for (const trigger of ['daily', 'notification', 'crmChange', 'syncNow', 'activation'] as const) {
    expect(await office.pass(who, trigger)).toEqual({ ran: false, because: 'notNow', afterMs: null });
  }
  await office.sandbox.clock.advance(40 * 86_400_000);
  expect(connectorIds()).toHaveLength(2);

  expect(await office.activate(petra)).toEqual(who);
  await office.rest(who);
  const after = await office.get(anna.id);
  expect(after.fields).toMatchObject({ jobTitle: 'Notaris', workPhone: '020-7654321' });
  expect(after.fields.workMobile).toMatch(/12345678$/u);
  expect(card('Anna').values.businessPhones).toEqual(['020-7654321']);
  // R9: removed by its user while nothing looked; R2: new in the CRM meanwhile.
  expect(found('Bram')).toEqual([]);
  expect((await office.store.removals(who.mailboxId)).map(({ personId }) => personId)).toEqual([bram.id]);
  expect(found('Dirk')).toHaveLength(1);
  // The question is still the same one.
  expect((await remembered()).held).toEqual(before.held);
  expect(new Set(connectorIds()).size).toBe(3);
  expect(outlook().cards()).toHaveLength(4);
  expect(await office.pass(who)).toMatchObject({ counts: { created: 0, toRemote: 0, toCrm: 0, held: 0 } });
});

test('an ask that was open when the link ended runs nothing, and a decision taken meanwhile is carried out afterwards', async () => {
  const anna = await person('Anna');
  await office.rest(who);
  outlook().edit(card('Anna'), { jobTitle: 'Outlook' });
  await office.change(anna.id, { fields: { jobTitle: 'CRM' } });
  await office.rest(who);
  await requestPass(office.db, who.mailboxId, 'crmChange');
  await end();
  const ran: string[] = [];
  const job = createPassJob({
    db: office.db,
    runPass: async ({ trigger }) => {
      const report = await office.pass(who, trigger);
      ran.push(report.ran ? 'ran' : report.because);
      return report;
    },
    log: silentLog,
    holder: 'test',
    aliveMs: 60_000,
    signal: new AbortController().signal,
  });
  const take = () => chooseNext(office.db, ranksInTurn(0, true), '', 60_000);
  await job((await take())!, {
    wanted: new AbortController().signal,
    size: () => 'short',
    hasSteps: () => undefined,
  });
  expect(await take()).toBeNull();
  expect(ran).toEqual(['notNow']);
  await office.decide(who, 'conflict', 'remote');
  expect((await office.get(anna.id)).fields.jobTitle).toBe('CRM');
  await office.activate(petra);
  await office.rest(who);
  expect((await office.get(anna.id)).fields.jobTitle).toBe('Outlook');
  expect(await office.waiting(who)).toEqual([]);
});

test('no preview is made of a link that has ended: there is nothing to look with', async () => {
  await person('Anna');
  await end();
  expect(await office.preview(who)).toEqual({ made: false, because: 'deactivated' });
});

test('R11: ended half-way through its first sync, it makes the rest once when it is taken up again', async () => {
  for (let index = 0; index < 45; index += 1) await person(`Anna${index}`);
  let ended = false;
  await office.pass(who, 'activation', {
    store: (store) => ({
      ...store,
      commit: async (lease, writes) => {
        if (!ended && writes.some(({ op }) => op === 'newLinks')) {
          ended = true;
          await end();
        }
        return store.commit(lease, writes);
      },
    }),
  });
  expect(outlook().cards()).toHaveLength(0);
  await office.activate(petra);
  await office.rest(who);
  expect(outlook().cards()).toHaveLength(45);
  expect(new Set(connectorIds()).size).toBe(45);
});
