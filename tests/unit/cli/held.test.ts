/** `held list|show|decide|pairs|forget` on a real database: what an administrator reads and can decide. */
import { randomUUID } from 'node:crypto';
import type { CardId, HeldId, MailboxId, PassId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import { createHeldChanges } from '../../../worker/store/held-changes.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createRulings } from '../../../worker/store/rulings.ts';
import type { Hold } from '../../../worker/sync/plan.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { inside, type Ran } from './bin.ts';

const petra = 'petra@kantoor.example';
const joris = 'joris@kantoor.example';
let database: TestDb;
let petras: MailboxId;
let joriss: MailboxId;
let anna: Person;
let bram: Person;

beforeEach(async () => {
  database = await createTestDb();
  const crm = createEmbeddedCrm(database.db, { country: 'NL' });
  const mailboxes = createMailboxes(database.db);
  const activate = async (email: string, displayName: string): Promise<MailboxId> => {
    const employee = (await crm.upsertEmployee({ email, displayName }))!;
    const done = await mailboxes.activate({ employeeId: employee.id, tid: 't', oid: email, upn: null });
    if (done.outcome === 'refused') throw new Error(done.because);
    return done.mailbox.id;
  };
  petras = await activate(petra, 'Petra de Wit');
  joriss = await activate(joris, 'Joris Bakker');
  const person = async (firstName: string, lastName: string): Promise<Person> => {
    const made = await crm.createPerson(
      { kind: 'contactPerson', fields: { firstName, lastName } },
      { kind: 'import' },
    );
    if (made.outcome !== 'created') throw new Error(made.outcome);
    return made.person;
  };
  [anna, bram] = [await person('Anna', 'Wachter'), await person('Bram', 'Lener')];
}, 120_000);
afterEach(() => database.close());

const both = { crm: 'Stagiair', remote: 'Stagiair' };
const jobTitle = { field: 'jobTitle', base: both, crm: 'Adviseur', remote: 'Partner' } as const;
const workPhone = { field: 'workPhone', base: null, crm: '010 1234567', remote: null } as const;

const open = async (change: Partial<Hold> = {}, mailboxId = petras): Promise<HeldId> => {
  const store = createPassStore(database.db);
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
const borrowed = () =>
  open({ reason: 'borrowed', donorPersonId: bram.id, cardId: 'AAMkCard' as CardId, fields: [jobTitle] });

const held = (args: readonly string[], typed?: string, env: Record<string, string> = {}): Promise<Ran> =>
  inside(['held', ...args], { DATABASE_URL: database.url, ...env }, typed);
const asJson = async <T>(args: readonly string[]): Promise<T & { code: number | null }> => {
  const { code, out } = await held([...args, '--json']);
  return { code, ...(JSON.parse(out) as T) };
};
const short = (id: string): string => id.slice(0, 8);
const stored = (id: HeldId) => createHeldChanges(database.db).get(id);

describe('list', () => {
  test('of a mailbox says the sentence first, then the id and what can be decided, and ends with 3', async () => {
    const id = await open({ fields: [jobTitle, workPhone] });
    await open({}, joriss);
    const { code, out } = await held(['list', petra]);
    expect(code).toBe(3);
    expect(out).toBe(
      `${petra}: 1 waits for a decision.\n\n` +
        'The same was changed for Anna Wachter in the CRM and in Outlook, each in its own way: ' +
        'job title (CRM ‘Adviseur’, Outlook ‘Partner’) and work phone (CRM ‘010 1234567’, Outlook blank).\n' +
        `  ${short(id)}  conflict  2026-03-01T11:00:01.000Z  crm | remote | fields\n`,
    );
    const dutch = await held(['list', petra], undefined, { LANGUAGE: 'nl' });
    expect(dutch.out).toContain('Van Anna Wachter is hetzelfde in het CRM én in Outlook gewijzigd');
  });

  test('of all mailboxes names neither persons nor values', async () => {
    const ids = [await open(), await open({}, joriss)];
    const { code, out } = await held(['list']);
    expect(code).toBe(3);
    for (const shown of [...ids.map(short), petra, joris, 'conflict', 'job title'])
      expect(out).toContain(shown);
    for (const hidden of ['Anna', 'Wachter', 'Adviseur', 'Partner']) expect(out).not.toContain(hidden);
    const { items } = await asJson<{ items: object[] }>(['list']);
    expect(JSON.stringify(items)).not.toMatch(/Wachter|Partner/u);
    expect(items).toHaveLength(2);
  });

  test('with nothing that waits ends with 0; closed ones come when asked, with what became of them', async () => {
    const id = await open();
    await held(['decide', id, 'crm']);
    expect(await held(['list', petra])).toEqual({ code: 0, out: 'Nothing waits for a decision.\n', err: '' });
    const all = await held(['list', petra, '--all']);
    expect(all.code).toBe(0);
    expect(all.out).toContain('An administrator decided: Keep the CRM. The next pass carries it out.');
  });

  test('takes person, reason, source and a limit, and knows no other reason', async () => {
    const mine = await open({ reason: 'noBase' });
    const brams = await open({ personId: bram.id });
    const idsOf = async (args: readonly string[]) =>
      (await asJson<{ items: { id: string }[]; more: boolean }>(['list', petra, ...args])).items.map(
        ({ id }) => id,
      );
    expect(await idsOf([])).toEqual([brams, mine]);
    expect(await idsOf(['--person', 'Bram Lener'])).toEqual([brams]);
    expect(await idsOf(['--reason', 'noBase'])).toEqual([mine]);
    expect(await idsOf(['--source', 'kvk'])).toEqual([]);
    expect(await idsOf(['--limit', '1'])).toEqual([brams]);
    expect((await held(['list', petra, '--limit', '1'])).out).toContain('There is more');
    expect((await held(['list', petra, '--limit', 'all'])).code).toBe(2);
    const wrong = await held(['list', '--reason', 'because']);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain('conflict, noBase');
  });
});

describe('show', () => {
  test('puts both values side by side under the sentence, and says what each choice does', async () => {
    const id = await open({ fields: [jobTitle, workPhone] });
    const { code, out } = await held(['show', short(id)]);
    expect(code).toBe(3);
    const lines = out.split('\n');
    expect(lines[0]).toContain('The same was changed for Anna Wachter');
    expect(lines.slice(2, 5).map((line) => line.split(/\s{2,}/u))).toEqual([
      ['FIELD', 'CRM', 'OUTLOOK', 'BOTH HAD'],
      ['job title', '‘Adviseur’', '‘Partner’', '‘Stagiair’'],
      ['work phone', '‘010 1234567’', 'blank', '(not known)'],
    ]);
    expect(out).toContain(
      '  crm     The CRM stays as it is, and the card of Anna Wachter gets back what the CRM says.',
    );
    expect(out).toContain(`Decide with: relatiebrug held decide ${short(id)} CHOICE`);
    expect(await asJson(['show', id])).toMatchObject({ code: 3, id, mailbox: petra, state: 'open' });
  });

  test('says what cannot be chosen and why, and never a word of a card that is not linked', async () => {
    const bad = { field: 'workEmail', base: both, crm: 'a@b.example', remote: 'a@@' } as const;
    const refused = await held(['show', await open({ reason: 'malformedEmail', fields: [bad] })]);
    expect(refused.out).toContain('Not possible now:\n  remote  This is no e-mail address: work e-mail.');
    const stranger = await held(['show', await open({ reason: 'borrowed', cardId: 'AAMkCard' as CardId })]);
    expect(stranger.out).toContain('another card in your Outlook');
    expect(stranger.out).not.toContain('AAMkCard');
  });

  test('of an id that is none, too short or not there says so', async () => {
    const id = await open();
    for (const typed of [id.slice(0, 7), randomUUID(), 'rubbish', '%']) {
      const { code, err } = await held(['show', typed]);
      expect([typed, code]).toEqual([typed, 1]);
      expect(err).toContain(`begins with ${typed}`);
    }
  });
});

describe('decide', () => {
  test('takes the beginning of an id and a choice, and says what follows', async () => {
    const id = await open();
    const { code, out } = await held(['decide', short(id), 'remote']);
    expect(code).toBe(0);
    expect(out).toContain('Decided: Take Outlook.\n');
    expect(out).toContain('A pass was asked for, but no worker runs');
    expect(await stored(id)).toMatchObject({
      state: 'decided',
      ruling: { choice: 'remote', decidedBy: null, outcome: 'pending' },
    });
  });

  test('twice the same is fine; another choice ends with 1 and says what stands', async () => {
    const id = await open();
    await held(['decide', id, 'crm']);
    const again = await held(['decide', id, 'crm']);
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('That was decided so before')]);
    const other = await held(['decide', id, 'remote']);
    expect(other.code).toBe(1);
    expect(other.err).toContain('Somebody has decided this otherwise meanwhile. That stands.');
    expect(other.err).toContain('An administrator decided: Keep the CRM.');
    expect(await asJson(['decide', id, 'remote'])).toMatchObject({
      code: 1,
      outcome: 'alreadyDecided',
      error: { code: 'alreadyDecided' },
      held: { decision: { choice: 'crm' } },
    });
  });

  test('of what the world has overtaken ends with 1 and says that it closed by itself', async () => {
    const id = await open();
    const store = createPassStore(database.db);
    const lease = (await store.acquire(petras, 'test', 60_000))!;
    await store.commit(lease, [
      { op: 'closeHeld', heldId: id, because: 'overtaken', at: '2026-03-01T12:00:00.000Z' },
    ]);
    await store.release(lease);
    const { code, err } = await held(['decide', id, 'crm']);
    expect(code).toBe(1);
    expect(err).toContain('Closed by itself: the data has changed meanwhile');
  });

  test('field by field: the rest follows the choice, or every field is named', async () => {
    const first = await open({ fields: [jobTitle, workPhone] });
    const one = await held(['decide', first, 'crm', '--field', 'jobtitle=remote']);
    expect(one.out).toContain('Decided: job title: take Outlook; work phone: keep the CRM.');
    expect((await stored(first))?.ruling).toMatchObject({
      choice: 'fields',
      fields: { jobTitle: 'remote', workPhone: 'crm' },
    });
    const second = await open({ fields: [jobTitle, workPhone] });
    const missing = await held(['decide', second, 'fields', '--field', 'jobTitle=remote']);
    expect(missing.code).toBe(1);
    expect(missing.err).toContain('Choose for every field; missing: work phone.');
    expect((await held(['decide', second, 'fields'])).code).toBe(1);
    for (const typed of ['jobTitle', 'jobTitle=both', 'lastName=crm']) {
      const { code, err } = await held(['decide', second, 'crm', '--field', typed]);
      expect([code, err]).toEqual([2, expect.stringContaining('jobTitle, workPhone')]);
    }
    expect((await stored(second))?.state).toBe('open');
  });

  test('what cannot be is refused in words and leaves it open', async () => {
    const id = await open();
    const { code, err } = await held(['decide', id, 'newCard']);
    expect([code, err]).toEqual([1, expect.stringContaining('There is no such choice for this reason.')]);
    const pair = await held(['decide', id, 'crm', '--remember']);
    expect(pair.err).toContain('Remembering is only possible');
    expect((await stored(id))?.state).toBe('open');
    for (const args of [
      [],
      [id],
      [id, 'maybe'],
      ['--mailbox', petra, 'crm'],
      ['--reason', 'conflict', 'crm'],
    ]) {
      expect([args, (await held(['decide', ...args])).code]).toEqual([args, 2]);
    }
    expect((await held(['decide', '--mailbox', petra, '--reason', 'conflict', 'fields'])).code).toBe(2);
  });

  test('all of a reason is shown and asked first, and only then done', async () => {
    const ids = [await open(), await open()];
    const bad = { field: 'workPhone', base: both, crm: '1', remote: '2' } as const;
    const otherReason = await open({ reason: 'noBase', fields: [bad] });
    const theirs = await open({}, joriss);
    const all = ['decide', '--mailbox', petra, '--reason', 'conflict', 'remote'];
    const silent = await held(all);
    expect(silent.code).toBe(3);
    expect(silent.out).toContain('This is decided (2): Take Outlook');
    expect(silent.err).toContain('Give --yes');
    expect((await held(all, 'n')).code).toBe(3);
    for (const id of ids) expect((await stored(id))?.state).toBe('open');
    const yes = await held(all, 'y');
    expect(yes.code).toBe(0);
    expect(yes.out).toContain('2 decided, 0 decided otherwise before, 0 settled meanwhile, 0 not possible.');
    for (const id of ids) expect((await stored(id))?.ruling).toMatchObject({ choice: 'remote' });
    for (const id of [otherReason, theirs]) expect((await stored(id))?.state).toBe('open');
    expect((await held([...all, '--yes'])).out).toBe('Nothing waits for a decision.\n');
  });

  test('all of a reason tells those that cannot be, and decides the others', async () => {
    const field = (remote: string) =>
      ({ field: 'workEmail', base: both, crm: 'a@b.example', remote }) as const;
    const can = await open({ reason: 'noBase', fields: [field('c@d.example')] });
    const cannot = await open({ reason: 'noBase', fields: [field('c@@')] });
    const { code, out } = await held(['decide', '--mailbox', petra, '--reason', 'noBase', 'remote', '--yes']);
    expect(code).toBe(1);
    expect(out).toContain('1 decided, 0 decided otherwise before, 0 settled meanwhile, 1 not possible.');
    expect(out).toContain(`  ${short(cannot)}  This is no e-mail address: work e-mail.`);
    expect((await stored(can))?.state).toBe('decided');
    expect((await stored(cannot))?.state).toBe('open');
  });
});

describe('what is remembered for a pair', () => {
  test('is listed in a sentence and can be forgotten by its id', async () => {
    expect((await held(['pairs'])).out).toBe('Nothing is remembered.\n');
    const id = await borrowed();
    const decided = await held(['decide', id, 'crm', '--remember']);
    expect(decided.out).toContain('This is remembered');
    const { items } = await asJson<{ items: { id: string }[] }>(['pairs', petra]);
    const [pair] = await createRulings(database.db).pairs(petras);
    expect(items).toMatchObject([{ id: pair!.id, heldId: id, choice: 'crm' }]);
    const listed = await held(['pairs']);
    expect(listed.out).toContain('Data of Bram Lener that gets onto the card of Anna Wachter is set back');
    expect(listed.out).toContain(`${short(pair!.id)}  remembered: An administrator`);
    expect((await held(['forget', short(pair!.id)])).code).toBe(0);
    expect((await held(['forget', short(pair!.id)])).code).toBe(0);
    expect((await held(['pairs'])).out).toBe('Nothing is remembered.\n');
    expect((await held(['forget', id])).code).toBe(1);
  });
});
