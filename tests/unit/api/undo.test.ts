/** Undo at the API: a plan that changes nothing, that very plan asked for by its key, and what became of every field. */
import type { UndoPlanView, UndoView } from '../../../shared/api/undo.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { Person, PersonPatch } from '../../../shared/person.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { jorisOid, json, openOffice, petraOid, refusal, type Office } from './office.ts';
import { commitAs, pastEntry, remember } from './past.ts';

let office: Office;
let petras: MailboxId;
let joriss: MailboxId;
let anna: Person;

beforeAll(async () => {
  office = await openOffice();
  petras = await office.activate(office.petra, petraOid);
  joriss = await office.activate(office.joris, jorisOid);
}, 60_000);
beforeEach(async () => {
  anna = await office.person('Oort', {
    fields: { lastName: 'Oort', firstName: 'Anna', jobTitle: 'Notaris' },
  });
  office.asked.length = 0;
});
afterAll(() => office.close());

const edit = async (fields: PersonPatch): Promise<void> => {
  const { version } = (await office.crm.persons([anna.id])).get(anna.id)!;
  await office.crm.updatePerson(anna.id, version, { fields }, { kind: 'import' });
};
const sent = async (over: Parameters<typeof pastEntry>[2] = {}) => {
  const entry = pastEntry(petras, anna.id, over);
  await remember(office.db, petras, [entry]);
  return entry;
};
const planned = async (
  scope: object,
  init: { headers?: Record<string, string> } = {},
): Promise<UndoPlanView> => {
  const request = json('POST', scope);
  const headers = { 'content-type': 'application/json', ...init.headers };
  const response = await office.ask('/api/undo/plan', { ...request, headers });
  expect(response.status).toBe(200);
  return (await response.json()) as UndoPlanView;
};
const ask = (scope: object, planKey: string): Promise<Response> =>
  office.ask('/api/undo', json('POST', { ...scope, planKey }));
const asked = async (scope: object): Promise<UndoView> => {
  const response = await ask(scope, (await planned(scope)).planKey);
  expect(response.status).toBe(202);
  return (await response.json()) as UndoView;
};
const pending = () => createPassStore(office.db).undoItems(petras);

describe('a plan', () => {
  test('says what the CRM has now and what it becomes, and changes nothing', async () => {
    const first = await sent();
    const second = await sent({ from: 'Notaris', to: 'Rechter' });
    await edit({ jobTitle: ' Rechter' });
    const plan = await planned({ since: '2026-03-02T08:00:00.000Z' });
    expect(plan.items.filter(({ personId }) => personId === anna.id)).toEqual([
      {
        entryId: second.id,
        entries: 2,
        personId: anna.id,
        personName: 'Anna Oort',
        field: 'jobTitle',
        now: ' Rechter',
        becomes: 'Advocaat',
      },
    ]);
    expect((await planned({ entryId: first.id })).leftOut).toMatchObject([{ because: 'changedSince' }]);
    expect([await pending(), office.asked]).toEqual([[], []]);
  });

  test('says in a sentence, in both languages, what stays as it is', async () => {
    const entry = await sent({ to: 'Tuinman' });
    const scope = { entryId: entry.id };
    expect((await planned(scope)).leftOut).toEqual([
      {
        entryId: entry.id,
        personId: anna.id,
        personName: 'Anna Oort',
        field: 'jobTitle',
        because: 'changedSince',
        sentence: 'Daarna heeft iemand dit veld gewijzigd. Dat blijft zo.',
      },
    ]);
    const english = await planned(scope, { headers: { 'accept-language': 'en' } });
    expect(english.leftOut[0]?.sentence).toBe('Somebody changed this field afterwards. That stays.');
  });

  test("of another's entry or pass is none, and neither is one of rubbish", async () => {
    const theirs = pastEntry(joriss, anna.id);
    await remember(office.db, joriss, [theirs]);
    for (const scope of [
      { entryId: theirs.id },
      { passId: theirs.passId },
      { entryId: 'x' },
      { passId: 'x' },
    ]) {
      expect((await office.ask('/api/undo/plan', json('POST', scope))).status).toBe(404);
    }
    const { items } = await planned({ since: '2000-01-01T00:00:00Z' });
    expect(items.map(({ entryId }) => entryId)).not.toContain(theirs.id);
  });

  test('is asked for by exactly one of entry, pass and instant', async () => {
    for (const scope of [{}, { entryId: 'a', passId: 'b' }, { since: 'gisteren' }, { entry: 'a' }]) {
      expect((await office.ask('/api/undo/plan', json('POST', scope))).status).toBe(422);
    }
  });
});

describe('asking', () => {
  test('stores what the plan showed, asks for a pass, and says that it waits', async () => {
    const entry = await sent();
    const undo = await asked({ entryId: entry.id });
    expect(undo).toMatchObject({
      scope: { entryId: entry.id, passId: null, since: null },
      askedBy: { displayName: 'Petra de Wit' },
      waitsFor: null,
      counts: { pending: 1, done: 0, notDone: 0 },
      items: [{ entryId: entry.id, from: 'Notaris', to: 'Advocaat', outcome: 'pending' }],
    });
    expect(await pending()).toMatchObject([{ historyId: entry.id, personId: anna.id, value: 'Advocaat' }]);
    expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'decision' }]);
    await settle(undo, 'done');
  });

  const settle = async (undo: UndoView, outcome: 'done' | 'changedSince'): Promise<void> => {
    const itemIds = (await pending()).filter(({ historyId }) =>
      undo.items.some(({ entryId }) => entryId === historyId),
    );
    await commitAs(office.db, petras, [
      { op: 'settleUndo', itemIds: itemIds.map(({ id }) => id), outcome, at: '2026-03-02T10:00:00.000Z' },
    ]);
  };

  test('a second click is the same undo; ten at once too', async () => {
    const entry = await sent();
    const scope = { entryId: entry.id };
    const { planKey } = await planned(scope);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(scope, planKey)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as UndoView).id));
    expect(new Set(ids).size).toBe(1);
    expect((await planned(scope)).leftOut).toMatchObject([{ because: 'asked' }]);
    await settle({ items: [{ entryId: entry.id }] } as unknown as UndoView, 'done');
  });

  test('what is no longer what was agreed to is refused, with the plan as it is now', async () => {
    const entry = await sent();
    const scope = { entryId: entry.id };
    const { planKey } = await planned(scope);
    await edit({ jobTitle: 'Rechter' });
    const answer = await ask(scope, planKey);
    expect(answer.status).toBe(409);
    expect(await refusal(answer)).toMatchObject({
      code: 'planStale',
      current: { items: [], leftOut: [{ because: 'changedSince' }] },
    });
    expect([await pending(), office.asked]).toEqual([[], []]);
  });

  test('a key is no word for another scope', async () => {
    const entry = await sent();
    const { planKey } = await planned({ entryId: entry.id });
    expect((await refusal(await ask({ passId: entry.passId }, planKey))).code).toBe('planStale');
    expect(await pending()).toEqual([]);
  });

  test('nothing to undo is said, not stored', async () => {
    const entry = await sent({ field: null, side: 'remote', decision: 'R2.created', from: null, to: null });
    const scope = { entryId: entry.id };
    const { planKey, items } = await planned(scope);
    expect(items).toEqual([]);
    expect((await refusal(await ask(scope, planKey))).code).toBe('nothingToUndo');
  });

  test('while the mailbox stands still it is kept, and says what it waits for', async () => {
    const entry = await sent();
    await office.mailboxes.pause(petras, 'byUser');
    const undo = await asked({ entryId: entry.id });
    expect(undo.waitsFor).toMatchObject({
      state: 'paused',
      sentence: expect.stringContaining('hervat') as string,
    });
    expect(office.asked).toEqual([]);
    await office.mailboxes.resume(petras);
    await settle(undo, 'changedSince');
    const after = (await (await office.ask(`/api/undo/${undo.id}`)).json()) as UndoView;
    expect(after).toMatchObject({
      waitsFor: null,
      counts: { pending: 0, done: 0, notDone: 1 },
      items: [
        {
          outcome: 'changedSince',
          sentence: expect.stringMatching(/^Niet teruggedraaid: iemand/u) as string,
          settledAt: '2026-03-02T10:00:00.000Z',
        },
      ],
    });
    const listed = (await (await office.ask('/api/undo?limit=1')).json()) as { items: UndoView[] };
    expect(listed.items).toEqual([after]);
  });

  test("another's undo is not there", async () => {
    const undo = await asked({ entryId: (await sent()).id });
    expect((await office.ask(`/api/undo/${undo.id}`, {}, { oid: jorisOid })).status).toBe(404);
    expect(await (await office.ask('/api/undo', {}, { oid: jorisOid })).json()).toEqual({
      items: [],
      next: null,
    });
    expect((await office.ask('/api/undo/rubbish')).status).toBe(404);
    await settle(undo, 'done');
  });
});
