/** History at the API: one's own, with filters, in sentences, merged with what the CRM tells, and as a file for Excel. */
import { parse } from 'csv-parse/sync';
import type { HistoryView } from '../../../shared/api/history.ts';
import type { MailboxId } from '../../../shared/ids.ts';
import type { Person } from '../../../shared/person.ts';
import { historyColumns } from '../../../shared/texts/history.ts';
import { jorisOid, openOffice, petraOid, type Office } from './office.ts';
import { pastEntry, remember } from './past.ts';

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
});
afterAll(() => office.close());

type PageView = { items: HistoryView[]; next: string | null };
const english = { headers: { 'accept-language': 'en' } };
const read = async (query: Record<string, string> = {}, init: RequestInit = {}): Promise<PageView> => {
  const response = await office.ask(`/api/history?${new URLSearchParams(query).toString()}`, init);
  expect(response.status).toBe(200);
  return (await response.json()) as PageView;
};

describe('a list', () => {
  test('says who, what and why in a sentence, in both languages', async () => {
    const entry = pastEntry(petras, anna.id, {
      side: 'remote',
      decision: 'R5.conflict.crm',
      overruled: { side: 'remote', value: 'Rechter' },
    });
    await remember(office.db, petras, [entry]);
    const [shown] = (await read({ pass: entry.passId })).items;
    expect(shown).toEqual({
      id: entry.id,
      at: entry.at,
      source: 'sync',
      passId: entry.passId,
      mailboxId: petras,
      by: { kind: 'mailbox', id: petras, name: 'Petra de Wit' },
      personId: anna.id,
      personName: 'Anna Oort',
      field: 'jobTitle',
      side: 'remote',
      valuesKnown: true,
      from: 'Advocaat',
      to: 'Notaris',
      decision: 'R5.conflict.crm',
      sentence:
        'Aan beide kanten gewijzigd; volgens de instelling van Petra de Wit gaat het CRM voor, en het contact nam dat over.',
      overruled: { side: 'remote', value: 'Rechter' },
      outcome: 'done',
      undoes: null,
    });
    expect((await read({ pass: entry.passId }, english)).items[0]?.sentence).toMatch(
      /^Changed on both sides/u,
    );
  });

  test("is one's own: another's entries are not there, by no filter", async () => {
    const theirs = pastEntry(joriss, anna.id);
    await remember(office.db, joriss, [theirs]);
    expect((await read({ pass: theirs.passId })).items).toEqual([]);
    expect((await read({ person: anna.id, side: 'remote' })).items).toEqual([]);
  });

  test('takes filters together, and refuses what is none', async () => {
    const early = pastEntry(petras, anna.id, { at: '2026-03-01T08:00:00.000Z' });
    const lost = pastEntry(petras, anna.id, { overruled: { side: 'crm', value: null } });
    const other = pastEntry(petras, anna.id, { field: 'firstName' });
    await remember(office.db, petras, [early, lost, other]);
    const ids = async (query: Record<string, string>): Promise<string[]> =>
      (await read({ person: anna.id, side: 'crm', ...query })).items
        .filter(({ source }) => source === 'sync')
        .map(({ id }) => id);
    expect(await ids({})).toEqual([other.id, lost.id, early.id]);
    expect(await ids({ field: 'firstName' })).toEqual([other.id]);
    expect(await ids({ overruled: 'true' })).toEqual([lost.id]);
    expect(await ids({ until: '2026-03-02T08:00:00.000Z' })).toEqual([early.id]);
    expect(await ids({ since: '2026-03-02T08:00:00.000Z', field: 'jobTitle' })).toEqual([lost.id]);
    for (const query of ['since=gisteren', 'side=outlook', 'field=schoenmaat', 'mailbox=x', 'limit=201']) {
      expect((await office.ask(`/api/history?${query}`)).status).toBe(422);
    }
    expect((await read({ pass: 'rubbish' })).items).toEqual([]);
  });
});

describe('of a person, with what the CRM itself tells', () => {
  const edit = async (
    change: Parameters<Office['crm']['updatePerson']>[2],
    by: Parameters<Office['crm']['updatePerson']>[3],
  ) => {
    const { version } = (await office.crm.persons([anna.id])).get(anna.id)!;
    const result = await office.crm.updatePerson(anna.id, version, change, by);
    if (result.outcome !== 'updated') throw new Error(result.outcome);
  };

  test('an edit in the CRM has its employee, its old and its new value', async () => {
    await edit(
      { fields: { jobTitle: 'Rechter' }, former: true },
      { kind: 'employee', employeeId: office.joris.id },
    );
    const { items } = await read({ person: anna.id });
    expect(
      items.map(({ field, valuesKnown, from, to, sentence, decision }) => [
        field,
        valuesKnown,
        from,
        to,
        decision,
        sentence,
      ]),
    ).toEqual([
      ['jobTitle', true, 'Notaris', 'Rechter', 'crm.changed', 'Gewijzigd in het CRM door Joris Bakker.'],
      ['former', false, null, null, 'crm.changed', 'Gewijzigd in het CRM door Joris Bakker.'],
      [null, false, null, null, 'crm.created', 'Aangemaakt in het CRM door een import.'],
    ]);
    expect((await read({ person: anna.id, field: 'jobTitle' })).items).toHaveLength(1);
  });

  test("what another's Outlook brought is told; what one's own brought is told once, by the sync", async () => {
    await edit({ fields: { jobTitle: 'Rechter' } }, { kind: 'sync', mailboxId: joriss });
    await edit({ fields: { jobTitle: 'Advocaat' } }, { kind: 'sync', mailboxId: petras });
    const mine = pastEntry(petras, anna.id, {
      at: new Date().toISOString(),
      from: 'Rechter',
      to: 'Advocaat',
    });
    await remember(office.db, petras, [mine]);
    expect((await read({ person: anna.id })).items.map(({ by, to }) => [by.kind, by.name, to])).toEqual([
      ['mailbox', 'Petra de Wit', 'Advocaat'],
      ['mailbox', 'Joris Bakker', 'Rechter'],
      ['import', null, null],
    ]);
  });

  test('both are merged by time, page after page, without gap or repetition', async () => {
    for (let n = 0; n < 4; n += 1) {
      await edit({ fields: { jobTitle: `CRM ${n}` } }, { kind: 'employee', employeeId: office.petra.id });
      const at = new Date().toISOString();
      await remember(office.db, petras, [pastEntry(petras, anna.id, { at, to: `Outlook ${n}` })]);
    }
    const all = (await read({ person: anna.id })).items;
    expect(all.map(({ to }) => to)).toEqual([
      ...[3, 2, 1, 0].flatMap((n) => [`Outlook ${n}`, `CRM ${n}`]),
      null,
    ]);
    const paged: string[] = [];
    let before: string | null = null;
    do {
      const page: PageView = await read({
        person: anna.id,
        limit: '2',
        ...(before === null ? {} : { before }),
      });
      expect(page.items.length).toBeLessThanOrEqual(2);
      paged.push(...page.items.map(({ id }) => id));
      before = page.next;
    } while (before !== null);
    expect(paged).toEqual(all.map(({ id }) => id));
  });

  test('is for who works at the office; what one’s own passes did stays readable', async () => {
    await office.crm.upsertEmployee({
      email: 'joris@kantoor.example',
      displayName: 'Joris Bakker',
      active: false,
    });
    const ask = (path: string) => office.ask(path, {}, { oid: jorisOid });
    expect((await ask(`/api/history?person=${anna.id}`)).status).toBe(403);
    expect((await ask('/api/history')).status).toBe(200);
    await office.crm.upsertEmployee({
      email: 'joris@kantoor.example',
      displayName: 'Joris Bakker',
      active: true,
    });
  });
});

describe('a file', () => {
  const file = async (query: string, init: RequestInit = {}): Promise<string> => {
    const response = await office.ask(`/api/history/file?${query}`, init);
    expect(response.status).toBe(200);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
  };

  test('is opened by Excel as it stands: mark, semicolons, Windows lines, a column each', async () => {
    const entry = pastEntry(petras, anna.id, { to: 'Notaris; "en" meer\nregels' });
    await remember(office.db, petras, [entry]);
    const response = await office.ask(`/api/history/file?pass=${entry.passId}`);
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="geschiedenis.csv"');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain('Wanneer;Persoon;Veld;');
    expect(text.split('\r\n')).toHaveLength(3);
    const [row] = parse<Record<string, string>>(text, { delimiter: ';', columns: true, bom: true });
    expect(row).toMatchObject({
      // On the clock of the office.
      Wanneer: '2026-03-02 09:00:00',
      'Tijdstip (UTC)': '2026-03-02T08:00:00.000Z',
      Persoon: 'Anna Oort',
      Veld: 'functie',
      'Gewijzigde kant': 'CRM',
      Van: 'Advocaat',
      Naar: 'Notaris; "en" meer\nregels',
      Wie: 'Petra de Wit',
      Regel: 'R5.onlyRemote',
    });
  });

  test('runs nothing as a formula, whatever was typed', async () => {
    const passId = pastEntry(petras, anna.id).passId;
    const nasty = ['=1+1', '+31201234567', '-2', '@SUM(A1)', '\t=1', "'=1"];
    await remember(
      office.db,
      petras,
      nasty.map((to) => pastEntry(petras, anna.id, { passId, to, overruled: { side: 'crm', value: to } })),
    );
    const text = await file(`pass=${passId}`, english);
    const rows = parse<Record<string, string>>(text, { delimiter: ';', columns: true, bom: true });
    expect(rows.map((row) => row['To'])).toEqual(nasty.map((value) => `'${value}`).reverse());
    for (const row of rows) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/u);
    }
    expect(Object.keys(rows[0]!)).toHaveLength(historyColumns.length);
  });

  test('has all of it, however long', async () => {
    const passId = pastEntry(petras, anna.id).passId;
    const entries = Array.from({ length: 1_203 }, (_, n) =>
      pastEntry(petras, anna.id, { passId, to: `v${n}` }),
    );
    await remember(office.db, petras, entries);
    const text = await file(`pass=${passId}`);
    const rows = parse<Record<string, string>>(text, { delimiter: ';', columns: true, bom: true });
    expect(rows.map((row) => row['Naar'])).toEqual(entries.map(({ to }) => to).reverse());
  });
});
