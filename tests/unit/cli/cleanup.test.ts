/**
 * `mailbox cleanup` and `mailbox brake` where a pass is needed: the command line on the office's own store, CRM and
 * mailbox, doing the pass itself as it does where no worker runs.
 */
import type { Person } from '../../../shared/person.ts';
import { readSettings } from '../../../worker/settings.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from '../../support/office.ts';
import { inside, type Ran } from './bin.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const limits = { BRAKE_CARDS: '2' };
const wrap: Wrap = { settings: { brake: readSettings(limits).brake } };

let office: Office;
let who: Mailboxed;

beforeAll(async () => {
  office = await createOffice();
  who = await office.activate(petra);
}, 120_000);
afterAll(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const run = (args: readonly string[], typed?: string): Promise<Ran> =>
  inside(args, { DATABASE_URL: office.databaseUrl, ...limits }, typed, {
    passHere: () => office.pass(who, 'syncNow', wrap),
    preview: () => office.preview(who, {}, wrap),
  });
const cleanup = (args: readonly string[], typed?: string): Promise<Ran> =>
  run(['mailbox', 'cleanup', petra, ...args], typed);
const sync = async () => {
  const { code, err } = await run(['sync', petra]);
  expect([code, err]).toEqual([0, expect.any(String)]);
};
const person = (lastName: string): Promise<Person> =>
  office.person({ relationManagerId: who.employeeId, fields: { firstName: 'Anna', lastName } });
const former = async (...lastNames: readonly string[]): Promise<Person[]> => {
  const persons: Person[] = [];
  for (const lastName of lastNames) persons.push(await person(lastName));
  await sync();
  for (const each of persons) await office.change(each.id, { former: true });
  await sync();
  return persons;
};
const cards = () =>
  outlook()
    .cards()
    .map(({ values }) => values.displayName);

test('with nothing to clean up it says so, and does nothing', async () => {
  const { code, out } = await cleanup([]);
  expect([code, out]).toEqual([0, `There are no cards of paused links in ${petra}'s Outlook.\n`]);
  expect((await cleanup(['--all', '--yes'])).code).toBe(0);
}, 60_000);

test('the cards are listed with reason and what was typed on them; the chosen one goes only after a yes', async () => {
  const [aker] = await former('Aker', 'Bakker', 'Cramer');
  outlook().edit(outlook().find('Anna Aker')[0]!, { businessPhones: ['020-7654321'] });
  await sync();

  const list = await cleanup([]);
  expect(list.code).toBe(0);
  expect(list.out).toContain('that are not updated any more (3):');
  expect(list.out).toMatch(/Anna Aker +former +\S+ +not taken over: work phone/u);
  expect(list.out).toMatch(/Anna Bakker +former/u);
  expect(list.out).toContain('on 1 of these cards something was changed');

  const unasked = await cleanup(['--person', 'Anna Aker']);
  expect(unasked.code).toBe(3);
  expect(unasked.out).toContain('To Deleted Items (1):');
  expect(unasked.err).toContain('Not confirmed; nothing was changed.');
  expect((await cleanup(['--person', 'Anna Aker'], 'n')).code).toBe(3);
  expect(cards()).toHaveLength(3);

  const { code, out } = await cleanup(['--person', 'Anna Aker'], 'y');
  expect(code).toBe(0);
  expect(out).toMatch(/Anna Aker +cleaned up: the card is in Deleted Items/u);
  expect(cards().sort()).toEqual(['Anna Bakker', 'Anna Cramer']);
  expect(outlook().deletedCards()).toHaveLength(1);

  // What was typed on it is in the history, and can be had back.
  const history = await run(['history', aker!.id, '--json']);
  const { items } = JSON.parse(history.out) as { items: { id: string; decision: string }[] };
  const lost = items.find(({ decision }) => decision === 'R8.cleanedUp');
  const undone = await run(['undo', '--entry', lost!.id, '--yes']);
  expect([undone.code, undone.err]).toEqual([0, '']);
  expect((await office.get(aker!.id)).fields.workPhone).toBe('020-7654321');
}, 120_000);

test('by reason, all of them; a reason that there is not is refused as a wrong call', async () => {
  const excluded = await person('Dekker');
  await sync();
  await run(['mailbox', 'exclude', petra, excluded.id]);
  await sync();
  const wrong = await cleanup(['--reason', 'old']);
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('There is no reason old')]);
  expect((await cleanup(['--reason', 'gone'])).out).toContain('No card with reason gone.');
  const some = await cleanup(['--all', '--reason', 'excludedByUser', '--yes', '--json']);
  expect(some.code).toBe(0);
  expect(JSON.parse(some.out)).toMatchObject({
    results: [{ personId: excluded.id, personName: 'Anna Dekker', state: 'gone' }],
    pass: { result: 'done', counts: { discarded: 1 } },
  });
  expect(cards().sort()).toEqual(['Anna Bakker', 'Anna Cramer']);
}, 120_000);

test('a card that is in use, and one that is not there, are refused by name before anything is asked', async () => {
  await person('Evers');
  await sync();
  const inUse = await cleanup(['--person', 'Anna Evers', '--yes']);
  expect([inUse.code, inUse.err]).toEqual([
    1,
    expect.stringContaining('No card of a paused link (any more): Anna Evers'),
  ]);
  expect((await cleanup(['--person', 'Anna Niemand', '--yes'])).err).toContain('No person found');
  expect((await cleanup(['--person', 'Anna Bakker', '--all'])).code).toBe(2);
  expect(cards()).toContain('Anna Evers');
}, 120_000);

test('a pass that cannot run now leaves the wish, which can be taken back or is done by a later pass', async () => {
  const lease = (await office.store.acquire(who.mailboxId, 'another', 60_000))!;
  const { code, out } = await cleanup(['--all', '--yes']);
  expect(code).toBe(1);
  expect(out).toContain('A pass is running for this mailbox already');
  expect(out).toMatch(/Anna Bakker +not done yet; a next pass does it/u);
  expect((await cleanup([])).out).toMatch(/Anna Bakker +former +\S+ +will be cleaned up/u);
  const withdrawn = await cleanup(['--withdraw', '--person', 'Anna Bakker']);
  expect(withdrawn.out).toContain('Taken back for 1 card(s).');
  expect(withdrawn.out).toContain('A pass is running now that may have read the request already');
  await office.store.release(lease);
  await sync();
  expect(cards().sort()).toEqual(['Anna Bakker', 'Anna Evers']);
  expect((await cleanup(['--withdraw'])).out).toContain('nothing left to take back');
}, 120_000);

test('of a mailbox that stands still nothing is cleaned up, and nothing is noted for later', async () => {
  await run(['mailbox', 'pause', petra]);
  const { code, err } = await cleanup(['--all', '--yes']);
  expect([code, err]).toEqual([3, expect.stringContaining('is paused')]);
  await run(['mailbox', 'resume', petra]);
  await sync();
  expect(cards()).toContain('Anna Bakker');
}, 120_000);

test('R12: a brake names whom it is about, is released by a yes, and the pass does just that', async () => {
  for (const lastName of ['Fis', 'Goud', 'Haan']) await person(lastName);
  await sync();
  for (const name of ['Anna Fis', 'Anna Goud']) {
    outlook().edit(outlook().find(name)[0]!, { jobTitle: 'Gewist' });
  }
  outlook().delete(outlook().find('Anna Haan')[0]!);
  const stopped = await run(['sync', petra]);
  expect([stopped.code, stopped.out]).toEqual([3, expect.stringContaining('before its first change')]);

  const brake = await run(['mailbox', 'brake', petra]);
  expect(brake.code).toBe(3);
  expect(brake.out).toContain('3 of the 4 linked contacts');
  expect(brake.out).toContain('This would change (3):');
  expect(brake.out).toMatch(/Anna Fis +changed in Outlook: job title/u);
  expect(brake.out).toMatch(/Anna Haan +the card is gone; the link would end/u);
  const json = JSON.parse((await run(['mailbox', 'brake', petra, '--json'])).out) as object;
  expect(json).toMatchObject({
    persons: [{ step: 'updatePerson' }, { step: 'updatePerson' }, { step: 'unlink' }],
  });

  expect((await run(['mailbox', 'resume', petra], 'y')).code).toBe(0);
  expect((await run(['mailbox', 'show', petra])).out).toContain('The brake is released');
  const pass = await run(['sync', petra]);
  expect([pass.code, pass.out]).toEqual([
    0,
    expect.stringContaining('2 persons updated in the CRM, 1 link ended (card removed)'),
  ]);
  expect(await office.mailboxes.byId(who.mailboxId)).toMatchObject({ brakeReleased: false });
}, 120_000);
