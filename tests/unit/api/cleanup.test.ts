/** R8 at the API: cards of my paused links, and the explicit clean-up of chosen ones. */
import { randomUUID } from 'node:crypto';
import type { PausedCardView } from '../../../shared/api/paused-cards.ts';
import { asId, type CardId, type FolderId, type HeldId, type MailboxId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import type { Link } from '../../../worker/sync/link.ts';
import type { LeftOutReason } from '../../../worker/sync/selection.ts';
import { jorisOid, json, openOffice, petraOid, refusal, type Office } from './office.ts';

let office: Office;
let petras: MailboxId;
let joriss: MailboxId;
beforeEach(async () => {
  office = await openOffice();
  petras = await office.activate(office.petra, petraOid);
  joriss = await office.activate(office.joris, jorisOid);
}, 60_000);
afterEach(() => office.close());

const base = {
  firstName: { crm: 'Wim', remote: 'Wim' },
  lastName: { crm: 'Weg', remote: 'Weg' },
} as const;

/** As a pass would have left it. */
const linked = async (mailboxId: MailboxId, person: Pick<Person, 'id'>, because: LeftOutReason | null) => {
  const store = createPassStore(office.db);
  const link: Link = {
    id: asId(randomUUID()),
    personId: person.id,
    connectorId: asId(randomUUID()),
    state: because === null ? 'active' : 'paused',
    pausedBecause: because,
    cardId: asId<CardId>(randomUUID()),
    folderId: asId<FolderId>('contacts'),
    etag: 'etag',
    base,
    cleanUp: false,
  };
  const lease = (await store.acquire(mailboxId, 'test', 60_000))!;
  await store.commit(lease, [{ op: 'newLinks', links: [link] }]);
  await store.release(lease);
  return link;
};

interface Answer {
  items: PausedCardView[];
  asked?: string[];
  withdrawn?: string[];
  late?: boolean;
}
const answer = async (response: Response, status = 200): Promise<Answer> => {
  expect(response.status).toBe(status);
  return (await response.json()) as Answer;
};
const list = async (headers: Record<string, string> = {}) =>
  (await answer(await office.ask('/api/mailbox/paused-cards', { headers }))).items;
const ask = (personIds: readonly string[]) =>
  office.ask('/api/mailbox/clean-up', json('POST', { personIds }));

test('every reason is listed in words, by name, also of a person who is no longer in the CRM', async () => {
  const former = await office.person('Zomer');
  const excluded = await office.person('Aker');
  await linked(petras, former, 'former');
  await linked(petras, excluded, 'excludedByUser');
  await linked(petras, { id: asId(randomUUID()) }, 'gone');
  await linked(petras, await office.person('Actief'), null);
  await linked(joriss, await office.person('Anders'), 'former');
  expect((await list()).map(({ personName, message }) => [personName, message])).toEqual([
    ['Anna Aker', 'buiten Outlook gezet'],
    ['Anna Zomer', 'voormalig'],
    ['Wim Weg', 'staat niet meer in het CRM'],
  ]);
  expect((await list({ 'accept-language': 'en' })).map(({ because, message }) => [because, message])).toEqual(
    [
      ['excludedByUser', 'kept out of Outlook'],
      ['former', 'former'],
      ['gone', 'no longer in the CRM'],
    ],
  );
});

test('a card that carries an undecided change says so before it is chosen', async () => {
  const person = await office.person('Twijfel');
  const link = await linked(petras, person, 'former');
  const store = createPassStore(office.db);
  const id = asId<HeldId>(randomUUID());
  const lease = (await store.acquire(petras, 'test', 60_000))!;
  await store.commit(lease, [
    {
      op: 'hold',
      id,
      passId: asId(randomUUID()),
      at: '2026-03-01T11:00:01.000Z',
      hold: {
        key: 'k',
        personId: person.id,
        linkId: link.id,
        source: 'outlook',
        reason: 'notSelected',
        donorPersonId: null,
        cardId: null,
        fields: [{ field: 'workPhone', base: null, crm: null, remote: '020-1111111' }],
      },
    },
  ]);
  await store.release(lease);
  expect((await list())[0]).toMatchObject({ undecided: [{ heldId: id, fields: ['workPhone'] }] });
});

test('the chosen ones are asked for, with a pass; the others are left', async () => {
  const [one, two] = [await office.person('Een'), await office.person('Twee')];
  await linked(petras, one, 'former');
  await linked(petras, two, 'former');
  const { asked, items } = await answer(await ask([one.id, one.id]), 202);
  expect(asked).toEqual([one.id]);
  expect(items.map(({ personId, asked: isAsked }) => [personId, isAsked])).toEqual([
    [one.id, true],
    [two.id, false],
  ]);
  expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'syncNow' }]);
  await answer(await ask([one.id]), 202);
});

test('one that is in use again, or is not mine, refuses them all and is named', async () => {
  const [paused, active, others] = [
    await office.person('Paus'),
    await office.person('Actief'),
    await office.person('Anders'),
  ];
  await linked(petras, paused, 'former');
  await linked(petras, active, null);
  await linked(joriss, others, 'former');
  const response = await ask([paused.id, active.id, others.id, 'rubbish']);
  expect(response.status).toBe(409);
  const { code, message, current } = await refusal(response);
  expect(code).toBe('notPaused');
  expect(message).toContain('Er wordt niets opgeruimd');
  expect(current).toEqual({
    notPaused: [
      { personId: active.id, personName: 'Anna Actief' },
      { personId: others.id, personName: 'Anna Anders' },
      { personId: 'rubbish', personName: null },
    ],
  });
  expect((await list()).some(({ asked }) => asked)).toBe(false);
  expect(office.asked).toEqual([]);
});

test('a mailbox that stands still takes no clean-up that would come as a surprise later', async () => {
  const person = await office.person('Stil');
  await linked(petras, person, 'former');
  await office.mailboxes.pause(petras, 'byUser');
  const paused = await ask([person.id]);
  expect([paused.status, (await refusal(paused)).code]).toEqual([409, 'paused']);
  await office.mailboxes.resume(petras);
  await office.mailboxes.park(petras, 'signInAgain');
  expect((await refusal(await ask([person.id]))).code).toBe('signInAgain');
  expect((await list())[0]).toMatchObject({ asked: false });
});

test('what cannot be read is refused by its place', async () => {
  for (const body of [{}, { personIds: [] }, { personIds: 'x' }, { personIds: ['x'], all: true }]) {
    const response = await office.ask('/api/mailbox/clean-up', json('POST', body));
    expect([body, response.status]).toEqual([body, 422]);
  }
});

test('what no pass has done yet can be taken back, one or all; of what was done that is said', async () => {
  const [one, two, three] = [
    await office.person('Een'),
    await office.person('Twee'),
    await office.person('Drie'),
  ];
  await linked(petras, one, 'former');
  await linked(petras, two, 'former');
  const done = await linked(petras, three, 'former');
  await answer(await ask([one.id, two.id, three.id]), 202);
  const store = createPassStore(office.db);
  const lease = (await store.acquire(petras, 'test', 60_000))!;
  await store.commit(lease, [{ op: 'dropLink', linkId: done.id, removal: null }]);
  await store.release(lease);

  const path = (id: string) => `/api/mailbox/clean-up/${id}`;
  const late = await office.ask(path(three.id), { method: 'DELETE' });
  expect(late.status).toBe(409);
  expect((await refusal(late)).current).toEqual({
    notPaused: [{ personId: three.id, personName: 'Anna Drie' }],
  });
  expect(await answer(await office.ask(path(one.id), { method: 'DELETE' }))).toMatchObject({
    withdrawn: [one.id],
    late: false,
  });
  expect(await answer(await office.ask(path(one.id), { method: 'DELETE' }))).toMatchObject({ withdrawn: [] });
  const all = await answer(await office.ask('/api/mailbox/clean-up', { method: 'DELETE' }));
  expect(all.withdrawn).toEqual([two.id]);
  expect(all.items.some(({ asked }) => asked)).toBe(false);
});

test('without a mailbox there is nothing to see and nothing to ask', async () => {
  const claims = { oid: '00000000-0000-4000-8000-0000000000ff' };
  for (const [method, path] of [
    ['GET', '/api/mailbox/paused-cards'],
    ['DELETE', '/api/mailbox/clean-up'],
  ] as const) {
    expect((await refusal(await office.ask(path, { method }, claims))).code).toBe('noMailbox');
  }
});
