/**
 * R7: the address book is private. Markers stand in every field of cards that are not linked, notes and all; after passes with
 * everything that can happen to them, no table and no log line has one.
 */
import sql, { raw } from 'sql-template-tag';
import { anna, asCard, bram, InfoDesk, shared } from '../support/info-desk.ts';
import type { UserValues } from '../../sandbox/graph/outlook.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

/** No word of any text of ours, and in forms that survive a change of letter case, a mapping to digits, a date. */
const marker = 'Qzxmerkteken';
const digits = '9871236540';
const day = '1913-07-29';
const traces = [marker.toLowerCase(), digits, day];

let serial = 0;
const privateCard = (more: UserValues = {}): UserValues => {
  serial += 1;
  const text = (what: string) => `${marker}-${what}-${serial}`;
  const address = {
    street: text('street'),
    city: text('city'),
    postalCode: '1234 QZ',
    countryOrRegion: text('country'),
  };
  return {
    givenName: text('given'),
    middleName: text('middle'),
    surname: text('sur'),
    initials: text('ini'),
    displayName: text('shown'),
    fileAs: text('file'),
    nickName: text('nick'),
    title: text('title'),
    generation: text('gen'),
    jobTitle: text('job'),
    companyName: text('company'),
    department: text('department'),
    officeLocation: text('office'),
    profession: text('profession'),
    manager: text('manager'),
    assistantName: text('assistant'),
    spouseName: text('spouse'),
    children: [text('child')],
    businessHomePage: `https://${marker.toLowerCase()}.example/${serial}`,
    personalNotes: `${text('notes')} tel. ${digits}`,
    categories: [text('category')],
    imAddresses: [text('im')],
    mobilePhone: `+31 ${digits}`,
    businessPhones: [`0${digits}`, `+32${digits}`],
    homePhones: [digits],
    birthday: day,
    businessAddress: address,
    homeAddress: address,
    otherAddress: address,
    emailAddresses: [
      { address: shared, name: text('mailname') },
      { address: `${marker}${serial}@prive.example`, name: text('mailname') },
      { address: `second.${marker}${serial}@prive.example`, name: null },
    ],
    ...more,
  };
};

/** Every cell of every table of the database that has one of the traces, as `schema.table.column`. */
const found = async (): Promise<string[]> => {
  const columns = await desk.office.db.query<{
    schema: string;
    table: string;
    column: string;
    name: string;
  }>(sql`
    SELECT table_schema AS schema, table_name AS table, column_name AS column,
      format('%I.%I', table_schema, table_name) AS name
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE'`);
  expect(columns.length).toBeGreaterThan(100);
  const hits: string[] = [];
  for (const { schema, table, column, name } of columns) {
    const cell = raw(`"${column}"::text`);
    const rows = await desk.office.db.query(sql`
      SELECT 1 FROM ${raw(name)}
      WHERE EXISTS (SELECT FROM unnest(${traces}::text[]) AS trace WHERE strpos(lower(${cell}), trace) > 0)`);
    if (rows.length > 0) hits.push(`${schema}.${table}.${column}`);
  }
  return hits;
};
const logged = (): string[] =>
  desk.office.log.filter((line) => traces.some((trace) => line.toLowerCase().includes(trace)));

test('the search finds what is there: a marker typed for a person of the CRM', async () => {
  await desk.person({ ...anna, jobTitle: `${marker} zelf` });
  expect(await found()).toContain('crm.persons.job_title');
});

test('no table and no log line holds a text of a card that is not linked, whatever happens to it', async () => {
  const { a, b } = await desk.both();
  desk.outlook.makeFolder(`${marker} map`);
  const cards = Array.from({ length: 12 }, () => desk.outlook.add(privateCard()));
  const elsewhere = desk.outlook.add(privateCard(), { folder: `${marker} map` });
  await desk.pass();
  // Seen again: edited, moved, copied, deleted, come back, in a lost round, with less in the delta.
  desk.outlook.edit(cards[0]!, privateCard());
  desk.outlook.move(cards[1]!, `${marker} map`);
  desk.outlook.move(await desk.cardOf(b), `${marker} map`);
  desk.outlook.copy(cards[2]!);
  desk.outlook.delete(cards[3]!);
  desk.outlook.deleteForGood(cards[4]!);
  await desk.pass();
  await desk.pass();
  desk.outlook.restore(cards[3]!);
  desk.outlook.edit(elsewhere, privateCard());
  for (const deltaContent of ['idsOnly', 'changedOnly', 'full'] as const) {
    desk.office.sandbox.switches.set({ deltaContent });
    desk.outlook.edit(cards[5]!, privateCard());
    await desk.pass();
  }
  desk.office.sandbox.loseDeltaTokens();
  await desk.pass();

  // A question about a card that is there: same name, same address, and markers in everything else.
  const own = desk.outlook.add(privateCard(asNamed('Carla', 'Berg')));
  const c = await desk.person({ firstName: 'Carla', lastName: 'Berg', workEmail: shared });
  await desk.pass();
  expect(await desk.asked()).toHaveProperty('sameCardExists');
  desk.outlook.edit(own, { jobTitle: `${marker} weer anders` });
  await desk.office.decide(desk.who, 'sameCardExists', 'keepBoth');
  await desk.pass();
  expect(await desk.findCardOf(c)).not.toBeNull();

  // Swallowed: a linked card goes into a card of the user's own.
  await desk.later(1);
  desk.outlook.merge(cards[6]!, [await desk.cardOf(a)]);
  desk.outlook.edit(cards[6]!, { businessPhones: [anna.workPhone!, `0${digits}`] });
  await desk.pass();
  expect(await desk.asked()).toHaveProperty('mergedAway');

  // Trouble of every kind, while cards with markers are on their way.
  for (const fault of [
    { kind: 'status', status: 500 },
    { kind: 'status', status: 429, retryAfter: 1 },
    { kind: 'cut' },
    { kind: 'lostAnswer' },
    { kind: 'hang', after: false },
  ] as const) {
    desk.outlook.edit(cards[7]!, privateCard());
    desk.office.sandbox.faults.plan({ mailbox: desk.who.user, times: 2, fault });
    await desk.office.rest(desk.who);
  }
  for (let call = 2; call <= 14; call += 4) {
    desk.outlook.edit(cards[8]!, privateCard());
    await desk.crash(call, 'after');
  }
  await desk.office.rest(desk.who);

  const known = await desk.office.store.livingCards(
    desk.who.mailboxId,
    desk.outlook.get(cards[0]!)!.folderId as never,
  );
  expect(known).toContain(cards[0]!.id);
  expect(desk.office.log.length).toBeGreaterThan(20);
  expect(await found()).toEqual([]);
  expect(logged()).toEqual([]);
});

const asNamed = (givenName: string, surname: string): UserValues => ({
  givenName,
  surname,
  middleName: null,
  initials: null,
  displayName: `${givenName} ${surname}`,
});

test('what a person decides to take, or lets stand on a linked card, is the only way for a text to come in', async () => {
  const donor = desk.outlook.add(privateCard());
  const { a } = await desk.both();
  // Mixed into a linked card: the held change shows it to its user, so it has to be kept; the CRM has none of it.
  desk.borrow(await desk.cardOf(a), donor, 'jobTitle', 'mobilePhone');
  await desk.pass();
  expect(await found()).toEqual(['sync.held_changes.fields']);
  expect(logged()).toEqual([]);
  expect(await desk.strangers([a.id, anna], [null, bram])).toEqual([]);
});

test('a card that shares nothing with anybody is remembered by fingerprints alone, and forgotten 30 days after it went', async () => {
  const card = desk.outlook.add(asCard({ ...bram, workEmail: 'alleen@thuis.example' }));
  await desk.pass();
  const row = async () =>
    desk.office.db.query<{ row: object }>(
      sql`SELECT to_jsonb(c) AS row FROM sync.cards c WHERE card_id = ${card.id}`,
    );
  const [stored] = await row();
  expect(JSON.stringify(stored)).not.toMatch(/alleen|bram|smit|klerk|5550202|22222222/iu);
  desk.outlook.deleteForGood(card);
  await desk.pass();
  expect(await row()).toHaveLength(1);
  await desk.later(31);
  await desk.pass();
  expect(await row()).toEqual([]);
});
