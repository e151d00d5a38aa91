/** Held changes at the API: what a person reads, decides, is told, and may not see. */
import { randomUUID } from 'node:crypto';
import {
  heldReasons,
  heldChoices,
  heldProblems,
  type DecisionsResult,
  type HeldView,
  type PairView,
} from '../../../shared/api/held.ts';
import type { CardId, HeldId, MailboxId, PassId, PersonId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { heldReasonTexts } from '../../../shared/texts/held.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { holdReasons, type Hold } from '../../../worker/sync/plan.ts';
import { choices, choicesOf } from '../../../worker/sync/ruling.ts';
import { jorisOid, json, openOffice, petraOid, refusal, type Office } from './office.ts';

let office: Office;
let petras: MailboxId;
let joriss: MailboxId;
let anna: Person;
let donor: Person;
beforeAll(async () => {
  office = await openOffice();
  petras = await office.activate(office.petra, petraOid);
  joriss = await office.activate(office.joris, jorisOid);
  anna = await office.person('Wachter', { fields: { lastName: 'Wachter', firstName: 'Anna' } });
  donor = await office.person('Lener', { fields: { lastName: 'Lener', firstName: 'Bram' } });
}, 120_000);
afterAll(() => office.close());
beforeEach(() => office.asked.splice(0));

const both = { crm: 'a', remote: 'a' };
const jobTitle = { field: 'jobTitle', base: both, crm: 'Adviseur', remote: 'Partner' } as const;
const workPhone = { field: 'workPhone', base: both, crm: '010 1234567', remote: null } as const;

const open = async (change: Partial<Hold> = {}, mailboxId = petras): Promise<HeldId> => {
  const store = createPassStore(office.db);
  const lease = (await store.acquire(mailboxId, 'test', 60_000))!;
  const id = randomUUID() as HeldId;
  const hold: Hold = {
    key: `key of ${id}`,
    personId: anna.id,
    linkId: null,
    source: 'outlook',
    reason: 'conflict',
    donorPersonId: null,
    cardId: null,
    fields: [jobTitle],
    ...change,
  };
  const passId = randomUUID() as PassId;
  await store.commit(lease, [{ op: 'hold', id, passId, at: '2026-03-01T11:00:01.000Z', hold }]);
  await store.release(lease);
  return id;
};

const closeAsOvertaken = async (heldId: HeldId): Promise<void> => {
  const store = createPassStore(office.db);
  const lease = (await store.acquire(petras, 'test', 60_000))!;
  await store.commit(lease, [
    { op: 'closeHeld', heldId, because: 'overtaken', at: '2026-03-01T12:00:00.000Z' },
  ]);
  await store.release(lease);
};

const inEnglish = { headers: { 'accept-language': 'en' } };
const read = async (id: string, init: RequestInit = {}): Promise<HeldView> => {
  const response = await office.ask(`/api/held/${id}`, init);
  expect(response.status).toBe(200);
  return (await response.json()) as HeldView;
};
const decide = (id: string, body: unknown, oid = petraOid): Promise<Response> =>
  office.ask(`/api/held/${id}/decision`, json('POST', body), { oid });
const listed = async (query = ''): Promise<HeldView[]> =>
  ((await (await office.ask(`/api/held${query}`)).json()) as { items: HeldView[] }).items;
const refused = async (response: Response) => {
  const error = await refusal(response);
  return { status: response.status, ...error };
};

describe('what is read', () => {
  test('names the person, says why in both languages, shows both values and what each choice does', async () => {
    const id = await open({ fields: [jobTitle, workPhone] });
    expect(await read(id)).toMatchObject({
      id,
      mailboxId: petras,
      personId: anna.id,
      personName: 'Anna Wachter',
      sourceName: 'Outlook',
      reason: 'conflict',
      sentence:
        'Van Anna Wachter is hetzelfde in het CRM én in Outlook gewijzigd, elk anders: ' +
        'functie (CRM ‘Adviseur’, Outlook ‘Partner’) en telefoon zakelijk (CRM ‘010 1234567’, Outlook leeg).',
      donor: null,
      fields: [
        {
          field: 'jobTitle',
          label: 'functie',
          base: both,
          crm: 'Adviseur',
          remote: 'Partner',
          sides: ['crm', 'remote'],
        },
        { field: 'workPhone', label: 'telefoon zakelijk', crm: '010 1234567', remote: null },
      ],
      choices: [
        { choice: 'crm', label: 'CRM houden' },
        {
          choice: 'remote',
          label: 'Outlook overnemen',
          effect: 'Wat in Outlook staat, komt bij Anna Wachter in het CRM.',
        },
        { choice: 'fields' },
      ],
      refused: [],
      state: 'open',
      decision: null,
      standing: 'Wacht op een beslissing.',
    });
    const english = await read(id, inEnglish);
    expect(english.sentence).toContain('job title (CRM ‘Adviseur’, Outlook ‘Partner’) and work phone');
    expect(english.choices[0]).toMatchObject({ label: 'Keep the CRM' });
  });

  test('names the other party where it is a person, and says nothing of a card that is not linked', async () => {
    const card = { reason: 'borrowed', cardId: 'AAMkSecretCard' as CardId } as const;
    const known = await read(await open({ ...card, donorPersonId: donor.id }));
    expect(known.donor).toEqual({ kind: 'person', personId: donor.id, name: 'Bram Lener' });
    expect(known.sentence).toContain('gegevens van Bram Lener: functie ‘Partner’');
    expect(known.canRemember).toBe(true);
    const stranger = await read(await open(card), inEnglish);
    expect(stranger.donor).toEqual({ kind: 'card', personId: null, name: 'another card in your Outlook' });
    expect(stranger.sentence).toContain('carries data of another card in your Outlook');
    expect(JSON.stringify(stranger)).not.toContain('AAMkSecretCard');
    const gone = await read(await open({ ...card, donorPersonId: 'gone' as PersonId }));
    expect(gone.donor?.name).toBe('iemand die niet meer in het CRM staat');
  });

  test('every reason and every one of its choices is a whole sentence in both languages', async () => {
    for (const reason of holdReasons) {
      const id = await open({ reason, cardId: 'c' as CardId });
      for (const init of [{}, inEnglish]) {
        const view = await read(id, init);
        const said = [view.sentence, ...view.choices.map(({ effect }) => effect)];
        for (const sentence of [...said, ...view.refused.map(({ message }) => message)]) {
          expect([reason, sentence]).toEqual([reason, expect.stringMatching(/^[A-ZÀ-Ý].*[.]$/u)]);
          expect(sentence).not.toMatch(/[{}]|undefined|null/u);
        }
        const offered = [...view.choices, ...view.refused].map(({ choice }) => choice);
        // With one field, field by field is no choice of its own.
        expect(offered.toSorted()).toEqual(
          choicesOf(reason)
            .filter((choice) => choice !== 'fields')
            .toSorted(),
        );
      }
    }
  });

  test('the codes of the API are those of the core', () => {
    expect([...heldReasons]).toEqual([...holdReasons]);
    expect([...heldChoices]).toEqual([...choices]);
    expect(Object.keys(heldReasonTexts.nl).toSorted()).toEqual([...holdReasons].toSorted());
    expect(new Set(heldProblems).size).toBe(heldProblems.length);
  });

  test('what cannot be chosen now is told with the reason', async () => {
    const bad = { field: 'workEmail', base: both, crm: 'anna@voorbeeld.example', remote: 'anna@@' } as const;
    const view = await read(await open({ reason: 'malformedEmail', fields: [bad] }));
    expect(view.choices.map(({ choice }) => choice)).toEqual(['crm']);
    expect(view.refused).toEqual([
      { choice: 'remote', problem: 'malformedEmail', message: 'Dit is geen e-mailadres: e-mail zakelijk.' },
    ]);
    const merged = await read(await open({ reason: 'mergedAway', donorPersonId: donor.id, fields: [] }));
    expect(merged.choices.map(({ choice }) => choice)).toEqual(['newCard', 'leave']);
    expect(merged.refused).toMatchObject([{ choice: 'relink', problem: 'cardIsAnothers' }]);
    const gone = await read(await open({ personId: 'gone' as PersonId }));
    expect(gone).toMatchObject({ personName: null, choices: [] });
    expect(gone.refused.map(({ problem }) => problem)).toEqual(['personGone', 'personGone']);
  });
});

describe('the list', () => {
  test('is of my mailbox only, filtered and paged, with closed ones when asked', async () => {
    const bas = await office.person('Bos', { fields: { lastName: 'Bos', firstName: 'Bas' } });
    const ids = [await open({ personId: bas.id }), await open({ personId: bas.id, reason: 'noBase' })];
    const register = await open({ personId: bas.id, source: 'kvk', reason: 'noBase' });
    const others = await open({ personId: bas.id }, joriss);
    const mine = `?person=${bas.id}`;
    expect((await listed(mine)).map(({ id }) => id)).toEqual([register, ids[1], ids[0]]);
    expect((await listed(`${mine}&reason=noBase`)).map(({ id }) => id)).toEqual([register, ids[1]]);
    const [fromRegister] = await listed(`${mine}&source=kvk`);
    expect(fromRegister).toMatchObject({ id: register, source: 'kvk', sourceName: 'KvK' });
    const first = (await (await office.ask(`/api/held${mine}&limit=2`)).json()) as { next: string };
    expect((await listed(`${mine}&limit=2&before=${first.next}`)).map(({ id }) => id)).toEqual([ids[0]]);
    await decide(ids[0]!, { choice: 'crm' });
    expect((await listed(`${mine}&state=closed`)).map(({ id }) => id)).toEqual([ids[0]]);
    expect((await listed(`${mine}&state=all`)).map(({ id }) => id)).not.toContain(others);
    expect((await office.ask('/api/held?reason=because')).status).toBe(422);
    expect((await office.ask('/api/held?state=lost')).status).toBe(422);
  });

  test('what is not mine does not exist, and cannot be decided', async () => {
    const theirs = await open({}, joriss);
    for (const id of [theirs, randomUUID(), 'rubbish', theirs.toUpperCase()]) {
      expect((await office.ask(`/api/held/${id}`)).status).toBe(404);
      expect(await refused(await decide(id, { choice: 'crm' }))).toMatchObject({
        status: 404,
        code: 'notFound',
      });
    }
    expect(office.asked).toEqual([]);
    const asJoris = await office.ask(`/api/held/${theirs}`, {}, { oid: jorisOid });
    expect(await asJoris.json()).toMatchObject({ id: theirs, state: 'open' });
  });

  test('for administrators counts what waits everywhere, without a name and without a value', async () => {
    await open({}, joriss);
    const response = await office.ask('/api/admin/held?limit=200', {}, { roles: ['Relatiebrug.Admin'] });
    const text = await response.text();
    const { items } = JSON.parse(text) as { items: { mailboxId: string; fields: string[] }[] };
    expect(new Set(items.map(({ mailboxId }) => mailboxId))).toEqual(new Set([petras, joriss]));
    for (const hidden of ['Anna', 'Wachter', 'Adviseur', 'Partner', anna.id, 'AAMkSecretCard']) {
      expect(text).not.toContain(hidden);
    }
    expect((await office.ask('/api/admin/held')).status).toBe(403);
  });
});

describe('a decision', () => {
  test('is taken down, asks for a pass and is told with who decided', async () => {
    const id = await open();
    const response = await decide(id, { choice: 'remote' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      id,
      state: 'decided',
      choices: [],
      decision: {
        choice: 'remote',
        fields: {},
        rememberPair: false,
        by: { id: office.petra.id, displayName: 'Petra de Wit' },
        outcome: 'pending',
      },
      standing: 'Petra de Wit besloot: Outlook overnemen. De volgende ronde voert dat uit.',
    });
    expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'decision' }]);
  });

  test('twice is one; another one after it is told what stands', async () => {
    const id = await open();
    expect((await decide(id, { choice: 'crm' })).status).toBe(200);
    expect((await decide(id, { choice: 'crm' })).status).toBe(200);
    const other = await refused(await decide(id, { choice: 'remote' }));
    expect(other).toMatchObject({
      status: 409,
      code: 'alreadyDecided',
      current: { id, decision: { choice: 'crm', by: { displayName: 'Petra de Wit' } } },
    });
  });

  test('of many at once leaves one that stands, and nobody without an answer', async () => {
    const id = await open();
    const wishes = Array.from({ length: 8 }, (_, n) => ({ choice: n % 2 === 0 ? 'crm' : 'remote' }));
    const answers = await Promise.all(wishes.map((wish) => decide(id, wish)));
    const stands = (await read(id)).decision?.choice;
    for (const [n, { status }] of answers.entries()) {
      expect([n, status]).toEqual([n, wishes[n]?.choice === stands ? 200 : 409]);
    }
  });

  test('about what the world has overtaken is told so, and what became of it stays to be read', async () => {
    const id = await open();
    await closeAsOvertaken(id);
    expect(await refused(await decide(id, { choice: 'crm' }))).toMatchObject({
      status: 409,
      code: 'overtaken',
      current: { id, state: 'overtaken', decision: null },
    });
    expect(await read(id)).toMatchObject({
      closedAt: '2026-03-01T12:00:00.000Z',
      standing:
        'Vanzelf gesloten: de gegevens zijn intussen veranderd, er valt hier niets meer te beslissen.',
    });
    expect(office.asked).toEqual([]);
  });

  test('field by field takes every field of it; said the same way for all it is that choice', async () => {
    const id = await open({ fields: [jobTitle, workPhone] });
    const missing = await refused(await decide(id, { choice: 'fields', fields: { jobTitle: 'crm' } }));
    expect(missing).toMatchObject({
      status: 422,
      code: 'notPossible',
      fields: [{ field: 'fields.workPhone', problem: 'undecided' }],
    });
    const stranger = { jobTitle: 'crm', workPhone: 'remote', lastName: 'crm' };
    expect(await refused(await decide(id, { choice: 'fields', fields: stranger }))).toMatchObject({
      fields: [{ field: 'fields.lastName', problem: 'unknownField' }],
    });
    expect((await decide(id, { choice: 'crm', fields: { jobTitle: 'crm' } })).status).toBe(422);
    const fields = { workPhone: 'remote', jobTitle: 'crm' };
    expect((await decide(id, { choice: 'fields', fields })).status).toBe(200);
    const decided = await read(id);
    expect(decided.decision).toMatchObject({ choice: 'fields', fields });
    expect(decided.standing).toContain('functie: CRM houden; telefoon zakelijk: Outlook overnemen');

    const same = await open({ fields: [jobTitle, workPhone] });
    const all = { jobTitle: 'crm', workPhone: 'crm' };
    expect((await decide(same, { choice: 'fields', fields: all })).status).toBe(200);
    expect((await read(same)).decision).toMatchObject({ choice: 'crm', fields: {} });
    expect((await decide(same, { choice: 'crm' })).status).toBe(200);
  });

  test('that cannot be is refused with the reason, and leaves it open', async () => {
    const id = await open();
    const wrong: [unknown, string, string][] = [
      [{ choice: 'link' }, 'choice', 'notOffered'],
      [{ choice: 'newCard' }, 'choice', 'notOffered'],
      [{ choice: 'crm', rememberPair: true }, 'rememberPair', 'notForPairs'],
    ];
    for (const [body, field, problem] of wrong) {
      const answer = await refused(await decide(id, body));
      expect(answer).toMatchObject({ status: 422, code: 'notPossible', fields: [{ field, problem }] });
    }
    for (const body of [{}, { choice: 'maybe' }, { choice: 'crm', sure: true }]) {
      expect(await refused(await decide(id, body))).toMatchObject({ status: 422, code: 'invalid' });
    }
    const empty = { field: 'lastName', base: both, crm: 'Wachter', remote: null } as const;
    const nameless = await open({ reason: 'lastNameRequired', fields: [empty] });
    expect(await refused(await decide(nameless, { choice: 'remote' }))).toMatchObject({
      fields: [{ field: 'fields.lastName', problem: 'lastNameRequired' }],
    });
    expect((await read(id)).state).toBe('open');
    expect((await read(nameless)).state).toBe('open');
    expect(office.asked).toEqual([]);
  });

  test('in a mailbox that stands still is taken down and waits with it', async () => {
    const id = await open();
    await office.mailboxes.pause(petras, 'byUser');
    expect((await decide(id, { choice: 'crm' })).status).toBe(200);
    expect(office.asked).toEqual([]);
    expect((await read(id)).decision).toMatchObject({ outcome: 'pending' });
    await office.mailboxes.resume(petras);
  });

  test('on many answers for each, asks for one pass, and decides what can be', async () => {
    const bad = { field: 'workEmail', base: both, crm: 'a@b.example', remote: 'a@@' } as const;
    const [one, two] = [await open(), await open()];
    const cannot = await open({ reason: 'malformedEmail', fields: [bad] });
    const done = await open();
    await decide(done, { choice: 'crm' });
    const gone = await open();
    await closeAsOvertaken(gone);
    const theirs = await open({}, joriss);
    office.asked.splice(0);
    const ids = [one, two, cannot, done, gone, theirs, 'rubbish', one];
    const response = await office.ask('/api/held/decisions', json('POST', { ids, choice: 'remote' }));
    expect(response.status).toBe(200);
    const { items } = (await response.json()) as DecisionsResult;
    expect(items.map(({ id, outcome, problem }) => [id, outcome, problem]).toSorted()).toEqual(
      [
        [one, 'decided', null],
        [two, 'decided', null],
        [cannot, 'notPossible', 'malformedEmail'],
        [done, 'alreadyDecided', null],
        [gone, 'overtaken', null],
        [theirs, 'unknown', null],
        ['rubbish', 'unknown', null],
      ].toSorted(),
    );
    expect(items.find(({ id }) => id === done)?.held?.decision).toMatchObject({ choice: 'crm' });
    expect(office.asked).toEqual([{ mailboxId: petras, trigger: 'decision' }]);
    const fields = json('POST', { ids: [one], choice: 'fields' });
    expect((await office.ask('/api/held/decisions', fields)).status).toBe(422);
    expect((await office.ask('/api/held/decisions', json('POST', { ids: [], choice: 'crm' }))).status).toBe(
      422,
    );
  });
});

describe('what is remembered for a pair', () => {
  const pairs = async (oid = petraOid): Promise<PairView[]> =>
    ((await (await office.ask('/api/held/pairs', inEnglish, { oid })).json()) as { items: PairView[] }).items;

  test('is listed in a sentence, is nobody else’s, and can be forgotten', async () => {
    const id = await open({ reason: 'borrowed', donorPersonId: donor.id, cardId: 'c' as CardId });
    expect((await decide(id, { choice: 'crm', rememberPair: true })).status).toBe(200);
    const [pair] = await pairs();
    expect(pair).toMatchObject({
      heldId: id,
      personName: 'Anna Wachter',
      donor: { name: 'Bram Lener' },
      choice: 'crm',
      by: { displayName: 'Petra de Wit' },
      sentence:
        'Data of Bram Lener that gets onto the card of Anna Wachter is set back to what the CRM says, without asking.',
    });
    expect(await pairs(jorisOid)).toEqual([]);
    const path = `/api/held/pairs/${pair!.id}`;
    expect((await office.ask(path, { method: 'DELETE' }, { oid: jorisOid })).status).toBe(404);
    expect((await office.ask('/api/held/pairs/rubbish', { method: 'DELETE' })).status).toBe(404);
    expect(await (await office.ask(path, { method: 'DELETE' })).json()).toEqual({ items: [] });
    expect((await office.ask(path, { method: 'DELETE' })).status).toBe(200);
    expect((await read(id)).decision).toMatchObject({ choice: 'crm', rememberPair: false });
  });
});
