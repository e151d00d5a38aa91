/** `why PERSON [MAILBOX]` on a real database: for one mailbox, for all whom it concerns, and for somebody who is gone. */
import { randomUUID } from 'node:crypto';
import type { CardId, ConnectorId, FolderId, LinkId, MailboxId, PersonId } from '../../../shared/ids.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm, PersonDraft } from '../../../worker/crm/embedded/types.ts';
import { createMailboxes } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { inside, type Ran } from './bin.ts';

let database: TestDb;
let crm: EmbeddedCrm;
let petra: Employee;
let joris: Employee;
let sofie: Employee;
const ids = new Map<Employee, MailboxId>();

beforeAll(async () => {
  database = await createTestDb();
  crm = createEmbeddedCrm(database.db, { country: 'NL' });
  const employee = async (name: string) =>
    (await crm.upsertEmployee({ email: `${name.toLowerCase()}@kantoor.example`, displayName: name }))!;
  [petra, joris, sofie] = [await employee('Petra'), await employee('Joris'), await employee('Sofie')];
  for (const one of [petra, joris]) {
    const activated = await createMailboxes(database.db).activate({
      employeeId: one.id,
      tid: 't',
      oid: one.id,
      upn: null,
    });
    if (activated.outcome === 'refused') throw new Error(activated.because);
    ids.set(one, activated.mailbox.id);
  }
}, 60_000);
afterAll(() => database.close());

const person = async (firstName: string, rest: Partial<PersonDraft> = {}): Promise<Person> => {
  const draft = { kind: 'contactPerson', fields: { firstName, lastName: 'Oort' }, ...rest } as const;
  const made = await crm.createPerson(draft, { kind: 'import' });
  if (made.outcome !== 'created') throw new Error(made.outcome);
  return made.person;
};
const linkIn = async (mailbox: Employee, personId: PersonId): Promise<void> => {
  const store = createPassStore(database.db);
  const lease = (await store.acquire(ids.get(mailbox)!, 'test', 60_000))!;
  const link = {
    id: randomUUID() as LinkId,
    personId,
    connectorId: randomUUID() as ConnectorId,
    state: 'active',
    pausedBecause: null,
    cardId: randomUUID() as CardId,
    folderId: 'contacts' as FolderId,
    etag: null,
    base: {},
    cleanUp: false,
  } as const;
  await store.commit(lease, [{ op: 'newLinks', links: [link] }]);
  await store.release(lease);
};
const why = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  inside(['why', ...args], { DATABASE_URL: database.url, ...env });

test('for one mailbox: a sign a rule, and what follows; said of its user by name', async () => {
  const dewi = await person('Dewi', { relationManagerId: petra.id, ownerIds: [joris.id] });
  await linkIn(petra, dewi.id);
  const { code, out, err } = await why(['Dewi Oort', 'petra@kantoor.example']);
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n').slice(0, -1)).toEqual([
    'Dewi Oort: why, or why not, in the Outlook of Petra?',
    '  ✓ The link of Petra with Outlook is active.',
    '  ✓ This person is not former.',
    '  ✓ Petra is relation manager.',
    '  · This person was not kept out of Outlook.',
    '  · All groups take part.',
    '  ✓ There is a linked card.',
    '  · There has been no pass yet.',
    '→ So in the Outlook of Petra, and kept in step.',
  ]);
  const dutch = await why([dewi.id, 'joris@kantoor.example'], { LANGUAGE: 'nl' });
  expect(dutch.out).toContain('  ✓ Joris is eigenaar.\n');
  expect(dutch.out).toContain('→ Dus nog niet in de Outlook van Joris; de volgende ronde maakt de kaart.');
});

test('without a mailbox: everybody whom it concerns, also an owner who never activated', async () => {
  const all = await person('Allen', { relationManagerId: petra.id, ownerIds: [sofie.id] });
  await linkIn(joris, all.id);
  const { out } = await why(['Allen Oort']);
  expect(out).toContain('→ So not in the Outlook of Petra yet; the next pass makes the card.');
  expect(out).toContain('✗ Joris is neither relation manager nor owner.');
  expect(out).toContain('because Joris is neither relation manager nor owner; the card stays with Joris.');
  expect(out).toContain('Sofie is relation manager or owner, but has not activated the link with Outlook.');
  const { out: json } = await why(['Allen Oort', '--json']);
  expect(JSON.parse(json)).toMatchObject({
    personId: all.id,
    mailboxes: [{ conclusion: { code: 'comes' } }, { conclusion: { code: 'leaves', because: 'notYours' } }],
    withoutMailbox: [sofie.id],
  });
});

test('of somebody whom nobody has', async () => {
  await person('Niemand');
  expect((await why(['Niemand Oort'])).out).toBe(
    'Nobody is relation manager or owner of Niemand Oort, and there is no card.\n',
  );
});

test('somebody who is gone from the CRM is known by id where the card still is', async () => {
  const gone = await person('Weg', { relationManagerId: petra.id });
  await linkIn(petra, gone.id);
  await crm.removePerson(gone.id, { kind: 'import' });
  const { code, out } = await why([gone.id]);
  expect(code).toBe(0);
  expect(out).toContain('✗ This person is not in the CRM (any more).');
  expect(out).toContain('→ So no longer kept in step from the next pass on');
});

test('an unknown person, one name of two, and an unknown mailbox are told apart', async () => {
  await person('Twee');
  await person('Twee');
  const said = await Promise.all([why(['Nergens']), why(['Twee Oort']), why(['Twee Oort', 'x@y.example'])]);
  expect(said.map(({ code }) => code)).toEqual([1, 2, 2]);
  expect(said[0].err).toContain('No person found for Nergens');
  expect(said[1].err).toContain('More than one person');
  const dewi = await why(['Niemand Oort', 'x@y.example']);
  expect([dewi.code, dewi.err.includes('No activated mailbox for x@y.example')]).toEqual([1, true]);
});
