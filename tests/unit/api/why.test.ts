/** `GET /api/persons/{id}/why`: the rules in sentences, about one's own mailbox, from what is really remembered. */
import { randomUUID } from 'node:crypto';
import type {
  CardId,
  ConnectorId,
  FolderId,
  HeldId,
  LinkId,
  MailboxId,
  PassId,
} from '../../../shared/ids.ts';
import type { WhyView } from '../../../shared/api/why.ts';
import type { Person } from '../../../shared/person.ts';
import type { StoreWrite } from '../../../worker/pass/ports.ts';
import { printsWith } from '../../../worker/identity/print-keys.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { openOffice, refusal, type Office } from './office.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';

const petraOid = 'aaaaaaaa-1111-4111-8111-111111111111';
const jorisOid = 'bbbbbbbb-1111-4111-8111-111111111111';

let office: Office;
let mailboxId: MailboxId;
beforeAll(async () => {
  office = await openOffice();
  mailboxId = await office.activate(office.petra, petraOid);
  await office.activate(office.joris, jorisOid);
});
afterAll(() => office.close());

const why = async (person: Pick<Person, 'id'>, language = 'nl', oid = petraOid): Promise<WhyView> => {
  const headers = { 'accept-language': language };
  const response = await office.ask(`/api/persons/${person.id}/why`, { headers }, { oid });
  expect(response.status).toBe(200);
  return (await response.json()) as WhyView;
};
const said = ({ lines }: WhyView, code: string): string | undefined =>
  lines.find((line) => line.code === code)?.message;

/** As a pass would have left it. */
const remember = async (...writes: StoreWrite[]): Promise<void> => {
  const store = createPassStore(office.db);
  const lease = (await store.acquire(mailboxId, 'test', 60_000))!;
  await store.commit(lease, writes);
  await store.release(lease);
};
const link = (person: Person, over: object = {}): Extract<StoreWrite, { op: 'newLinks' }> => ({
  op: 'newLinks',
  links: [
    {
      id: randomUUID() as LinkId,
      personId: person.id,
      connectorId: randomUUID() as ConnectorId,
      state: 'active',
      pausedBecause: null,
      cardId: `card-${person.id}` as CardId,
      folderId: 'contacts' as FolderId,
      etag: 'e',
      base: {},
      cleanUp: false,
      ...over,
    },
  ],
});

test('you are owner, the person is not former, group "Nieuwsbrief" is excluded: so not in your Outlook', async () => {
  const dewi = await office.person('Oort', {
    relationManagerId: null,
    ownerIds: [office.petra.id],
    groups: ['Nieuwsbrief'],
  });
  const groups = { ...defaultActivationSettings, groupsExcluded: ['nieuwsbrief'] };
  await office.mailboxes.saveSettings(mailboxId, groups);
  const shown = await why(dewi);
  expect(shown).toMatchObject({ personId: dewi.id, personName: 'Anna Oort', mailboxId, lastPass: null });
  expect(shown.lines.map(({ message }) => message)).toEqual([
    'Uw koppeling met Outlook is actief.',
    'Deze persoon is niet voormalig.',
    'U bent eigenaar.',
    'U hebt deze persoon niet buiten Outlook gezet.',
    'Uitgesloten groep: Nieuwsbrief.',
    'Er is geen gekoppelde kaart.',
    'Er is nog geen ronde geweest.',
  ]);
  expect(shown.conclusion).toEqual({
    code: 'out',
    because: 'groupExcluded',
    message: 'Dus niet in uw Outlook, omdat deze persoon in een uitgesloten groep zit.',
  });
  expect((await why(dewi, 'en')).conclusion.message).toBe(
    'So not in your Outlook, because this person is in an excluded group.',
  );
  // Each user is told of the own mailbox.
  expect((await why(dewi, 'en', jorisOid)).conclusion).toMatchObject({ code: 'out', because: 'notYours' });
});

test('linked, with what is held, what waits and the last pass, in the time of the office', async () => {
  const person = await office.person('Wacht');
  const linked = link(person);
  const passId = randomUUID() as PassId;
  const heldId = randomUUID() as HeldId;
  const store = createPassStore(office.db);
  const lease = (await store.acquire(mailboxId, 'test', 60_000))!;
  await store.openPass(lease, passId, 'syncNow', '2026-03-02T08:00:00.000Z');
  await store.commit(lease, [
    linked,
    {
      op: 'hold',
      id: heldId,
      passId,
      at: '2026-03-02T08:00:05.000Z',
      hold: {
        key: 'k',
        personId: person.id,
        linkId: linked.links[0]!.id,
        source: 'outlook',
        reason: 'conflict',
        donorPersonId: null,
        cardId: null,
        fields: [{ field: 'jobTitle', base: null, crm: 'Notaris', remote: 'Advocaat' }],
      },
    },
    { op: 'mark', marks: [{ subject: 'card', id: linked.links[0]!.cardId! }] },
  ]);
  const counts = { created: 0, toRemote: 0, toCrm: 0, conflicts: 1, held: 1, paused: 0, resumed: 0 };
  await store.closePass(
    lease,
    passId,
    '2026-03-02T08:00:10.000Z',
    { outcome: 'done' },
    { ...counts, removed: 0, repaired: 0, linked: 0, undone: 0, discarded: 0, requests: 3 },
  );
  await store.release(lease);
  const shown = await why(person, 'en');
  expect(said(shown, 'held.open')).toMatch(
    /^Waits for a decision since 2 Mar 2026, 09:00: .*Notaris.*Advocaat/u,
  );
  expect(shown.lines.find(({ code }) => code === 'held.open')?.heldId).toBe(heldId);
  expect(said(shown, 'waits.card')).toBeDefined();
  expect(said(shown, 'pass.last')).toBe('Last pass: 2 Mar 2026, 09:00. It went well.');
  expect(said(shown, 'pass.soon')).toBeDefined();
  expect(shown.lastPass).toMatchObject({ id: passId, result: 'done' });
  expect(shown.conclusion).toMatchObject({ code: 'inHeld', message: expect.stringContaining('1') as string });
});

test('R7: an address that others have is told in numbers, never with a name', async () => {
  const shared = { workEmail: 'info@gedeeld.example' };
  const person = await office.person('Een', { fields: { lastName: 'Een', ...shared } });
  await office.person('Twee', { fields: { lastName: 'Twee', ...shared } });
  const follower = await office.person('Een', { fields: { lastName: 'Een', ...shared } });
  await office.crm.tieTo(follower.id, person.id, { kind: 'import' });
  const takePrint = printsWith(Buffer.from(mailboxId));
  const card = (name: string, address: string, goneAt: string | null = null) => ({
    cardId: name as CardId,
    folderId: 'contacts' as FolderId,
    goneAt,
    prints: {
      address: [{ print: takePrint('address', address), since: '2026-03-01T08:00:00.000Z', until: null }],
    },
  });
  const own = link(person);
  await remember(own, {
    op: 'knowCards',
    cards: [
      card(own.links[0]!.cardId!, 'info@gedeeld.example'),
      card('another', 'info@gedeeld.example'),
      card('gone', 'info@gedeeld.example', '2026-03-01T09:00:00.000Z'),
      card('other', 'other@gedeeld.example'),
    ],
  });
  const text = said(await why(person), 'shared.address');
  expect(text).toContain('1 andere kaart(en) in Outlook en 1 andere persoon/personen in het CRM');
  expect(text).not.toMatch(/Twee|gedeeld/u);
});

test('R9: a card that the user removed, before and after the person changed in the CRM', async () => {
  const person = await office.person('Weg');
  const linked = link(person);
  const removal = { personId: person.id, personVersion: person.version };
  await remember(linked, { op: 'dropLink', linkId: linked.links[0]!.id, removal });
  expect((await why(person, 'en')).conclusion).toMatchObject({
    code: 'outRemoved',
    message: 'So not in your Outlook, because you removed the card.',
  });
  const by = { kind: 'import' } as const;
  await office.crm.updatePerson(person.id, person.version, { fields: { jobTitle: 'Nieuw' } }, by);
  const changed = await why(person);
  expect(said(changed, 'card.comesBack')).toBeDefined();
  expect(changed.conclusion.code).toBe('comes');
});

test('R8: a paused link, its card asked to be cleaned up, of somebody who has gone from the CRM', async () => {
  const person = await office.person('Oud');
  await remember(link(person, { state: 'paused', pausedBecause: 'gone', cleanUp: false }));
  await office.crm.removePerson(person.id, { kind: 'import' });
  const shown = await why(person);
  expect(shown.personName).toBeNull();
  expect(said(shown, 'person.gone')).toBeDefined();
  expect(said(shown, 'link.paused')).toContain('staat niet meer in het CRM');
  expect(shown.conclusion.code).toBe('cardStays');
});

test.each([
  ['byUser', 'mailbox.paused'],
  ['notStarted', 'mailbox.notStarted'],
])('a mailbox that is paused (%s) says so first, and when it goes on', async (because, code) => {
  const person = await office.person(`Stil${because}`);
  await office.mailboxes.pause(mailboxId, because);
  const shown = await why(person);
  await office.mailboxes.resume(mailboxId);
  expect(shown.lines[0]?.code).toBe(code);
  expect(shown.conclusion.code).toBe('comesWhenResumed');
  expect(shown.nextPassAt).toBeNull();
  expect(said(shown, 'pass.whenResumed')).toBeDefined();
});

test('of somebody who is nowhere there is nothing to say', async () => {
  const response = await office.ask(`/api/persons/${randomUUID()}/why`, {}, { oid: petraOid });
  expect([response.status, (await refusal(response)).code]).toEqual([404, 'notFound']);
  const odd = await office.ask('/api/persons/geen-id/why', {}, { oid: petraOid });
  expect(odd.status).toBe(404);
});

test('every sentence is whole in both languages: no value is left open', async () => {
  const person = await office.person('Heel', { groups: ['Klanten'] });
  await office.mailboxes.saveSettings(mailboxId, {
    ...defaultActivationSettings,
    groupsIncluded: ['Anders'],
    groupsExcluded: ['Nieuwsbrief'],
    roles: ['owner'],
  });
  for (const language of ['nl', 'en']) {
    const { lines, conclusion } = await why(person, language);
    for (const { message } of [...lines, conclusion]) expect(message).not.toMatch(/[{}]/u);
  }
});
