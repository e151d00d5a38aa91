/** R8 over the wire: the explicit clean-up of cards of paused links, with everything that can come between. */
import type { CardId, PersonId } from '../../shared/ids.ts';
import type { Person } from '../../shared/person.ts';
import { createPausedCards, type PausedCards } from '../../worker/store/paused-cards.ts';
import { createRulings } from '../../worker/store/rulings.ts';
import {
  connectorProperty,
  createOffice,
  type Mailboxed,
  type Office,
  type Wrap,
} from '../support/office.ts';
import { defaultActivationSettings } from '../../worker/sync/selection.ts';

const petra = 'petra@kantoor-voorbeeld.example';
const karim = 'karim@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
let paused: PausedCards;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
  paused = createPausedCards(office.db);
}, 60_000);
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const card = () => outlook().find('Dewi Oort')[0]!;
const dewi = (more: Parameters<Office['person']>[0] = {}): Promise<Person> =>
  office.person({
    relationManagerId: who.employeeId,
    ...more,
    fields: { firstName: 'Dewi', lastName: 'Oort', workPhone: '020-1234567', ...more.fields },
  });
const pass = async (wrap?: Wrap) => {
  const report = await office.pass(who, 'syncNow', wrap);
  if (!report.ran) throw new Error(report.because);
  return report;
};
const counts = async () => {
  const report = await pass();
  expect(report.result).toEqual({ outcome: 'done' });
  return report.counts;
};
const ask = async (...personIds: PersonId[]) => {
  expect(await paused.ask(who.mailboxId, personIds)).toMatchObject({ outcome: 'asked' });
};
/** A person with a card, former since. */
const former = async (): Promise<Person> => {
  const person = await dewi();
  await counts();
  await office.change(person.id, { former: true });
  expect(await counts()).toMatchObject({ paused: 1 });
  return person;
};
const isGone = async (person: Person) => {
  expect(outlook().cards()).toEqual([]);
  expect(await office.store.links(who.mailboxId)).toEqual([]);
  expect((await office.crm.connectorIds(who.employeeId)).has(person.id)).toBe(false);
  expect((await office.get(person.id)).fields.lastName).toBe('Oort');
};
const lost = async (person: Person) =>
  (await office.history.list({ personId: person.id })).items.filter(
    ({ decision }) => decision === 'R8.cleanedUp',
  );
const quiet = { created: 0, toRemote: 0, toCrm: 0, held: 0, removed: 0, discarded: 0 };

test('R8: the chosen card goes to Deleted Items, the link ends, the person stays and nothing comes back by itself', async () => {
  const person = await former();
  const { id } = card();
  await ask(person.id);
  expect(await counts()).toMatchObject({ ...quiet, discarded: 1 });
  await isGone(person);
  expect(
    outlook()
      .deletedCards()
      .map((each) => each.id),
  ).toEqual([id]);
  expect(await counts()).toMatchObject(quiet);
  // A change of a person that is still former brings no card.
  await office.change(person.id, { fields: { jobTitle: 'Met pensioen' } });
  expect(await counts()).toMatchObject(quiet);
});

test('R8: without a word no pass ever removes a card, however often it looks', async () => {
  await former();
  for (let count = 0; count < 3; count += 1) expect(await counts()).toMatchObject(quiet);
  office.sandbox.loseDeltaTokens(petra);
  expect(await counts()).toMatchObject(quiet);
  expect(outlook().cards()).toHaveLength(1);
});

test('R8: selected again after the clean-up the person gets a new card, without a change of its own', async () => {
  const person = await dewi({ groups: ['Kerst'] });
  await counts();
  const save = (groupsExcluded: string[]) =>
    office.mailboxes.saveSettings(who.mailboxId, {
      ...defaultActivationSettings,
      groupsExcluded,
    });
  await save(['Kerst']);
  await counts();
  await ask(person.id);
  expect(await counts()).toMatchObject({ discarded: 1 });
  await save([]);
  expect(await counts()).toMatchObject({ created: 1 });
  expect(outlook().cards()).toHaveLength(1);
  expect(outlook().deletedCards()).toHaveLength(1);
});

test('R8: of a person that is no longer in the CRM too', async () => {
  const person = await dewi();
  await counts();
  await office.crm.removePerson(person.id, { kind: 'import' });
  await counts();
  expect(await paused.list(who.mailboxId)).toMatchObject([{ because: 'gone', personId: person.id }]);
  await ask(person.id);
  expect(await counts()).toMatchObject({ discarded: 1 });
  expect(outlook().deletedCards()).toHaveLength(1);
});

test("R8: one user's clean-up leaves another's card of the same person alone", async () => {
  const other = await office.activate(karim);
  const person = await dewi({ ownerIds: [other.employeeId] });
  await counts();
  await office.rest(other);
  await office.mailboxes.exclude(who.mailboxId, person.id);
  await counts();
  await ask(person.id);
  expect(await counts()).toMatchObject({ discarded: 1 });
  await office.rest(other);
  expect(office.sandbox.outlook(karim).cards()).toHaveLength(1);
  expect(await paused.list(other.mailboxId)).toEqual([]);
});

describe('between the word and the pass', () => {
  test('a person that is selected again keeps its card, and a later pause does not carry the old word out', async () => {
    const person = await former();
    await ask(person.id);
    await office.change(person.id, { former: false });
    expect(await counts()).toMatchObject({ ...quiet, resumed: 1 });
    expect((await paused.states(who.mailboxId, [person.id])).get(person.id)).toBe('inUse');
    await office.change(person.id, { former: true });
    expect(await counts()).toMatchObject({ ...quiet, paused: 1 });
    expect(outlook().cards()).toHaveLength(1);
  });

  test('the user takes the word back: the card stays', async () => {
    const person = await former();
    await ask(person.id);
    expect(await paused.withdraw(who.mailboxId, [person.id])).toMatchObject({ personIds: [person.id] });
    expect(await counts()).toMatchObject(quiet);
    expect(outlook().cards()).toHaveLength(1);
  });

  test('the user throws the card away: the link ends, and the person may come back when it is selected again', async () => {
    const person = await former();
    await ask(person.id);
    outlook().deleteForGood(card());
    expect(await counts()).toMatchObject({ created: 0 });
    await isGone(person);
    await office.change(person.id, { former: false });
    expect(await counts()).toMatchObject({ created: 1 });
  });

  test('the mailbox is paused: nothing happens before it is resumed', async () => {
    const person = await former();
    await ask(person.id);
    await office.mailboxes.pause(who.mailboxId, 'byUser');
    expect(await office.pass(who)).toMatchObject({ ran: false });
    expect(outlook().cards()).toHaveLength(1);
    await office.mailboxes.resume(who.mailboxId);
    expect(await counts()).toMatchObject({ discarded: 1 });
  });
});

describe('what was typed on the card', () => {
  test('and waited undecided is shown before, and kept by the history after', async () => {
    const person = await former();
    outlook().edit(card(), { businessPhones: ['020-7654321'] });
    expect(await counts()).toMatchObject({ held: 1, toCrm: 0 });
    expect(await paused.list(who.mailboxId)).toMatchObject([
      { undecided: [{ fields: [{ field: 'workPhone', remote: '020-7654321' }] }] },
    ]);
    await ask(person.id);
    expect(await counts()).toMatchObject({ discarded: 1, toCrm: 0 });
    await isGone(person);
    expect((await office.get(person.id)).fields.workPhone).toBe('020-1234567');
    expect(await office.store.openHeld(who.mailboxId)).toEqual([]);
    expect(await lost(person)).toMatchObject([
      {
        field: 'workPhone',
        outcome: 'done',
        overruled: { side: 'remote', value: '020-7654321' },
        to: '020-1234567',
      },
    ]);
  });

  test('after the word, and before any pass saw it, is kept by the history too', async () => {
    const person = await former();
    await ask(person.id);
    outlook().edit(card(), { businessPhones: ['020-7654321'] });
    expect(await counts()).toMatchObject({ discarded: 1 });
    await isGone(person);
    expect(await lost(person)).toMatchObject([{ overruled: { value: '020-7654321' }, outcome: 'done' }]);
  });

  test('while the card is on its way out makes it be read again: the last value is the one that is kept', async () => {
    const person = await former();
    await ask(person.id);
    let edited = false;
    const report = await pass({
      remotes: (remotes) => ({
        open: async (...args) => {
          const remote = await remotes.open(...args);
          const discard = remote.discard.bind(remote);
          return new Proxy(remote, {
            get: (target, name) =>
              name === 'discard'
                ? (cards: readonly { cardId: CardId; etag: string }[]) => {
                    // The user is quicker than we are.
                    if (!edited) outlook().edit(card(), { businessPhones: ['020-7654321'] });
                    edited = true;
                    return discard(cards);
                  }
                : (Reflect.get(target, name, target) as unknown),
          });
        },
      }),
    });
    expect(report).toMatchObject({ result: { outcome: 'done' }, counts: { discarded: 1 } });
    await isGone(person);
    const entries = await lost(person);
    expect(entries.filter(({ outcome }) => outcome === 'done')).toMatchObject([
      { overruled: { value: '020-7654321' } },
    ]);
  });

  test('and was decided to go into the CRM goes there before the card goes', async () => {
    const person = await former();
    outlook().edit(card(), { businessPhones: ['020-7654321'] });
    await counts();
    const [held] = await office.store.openHeld(who.mailboxId);
    await createRulings(office.db).decideMany(who.mailboxId, [held!.id], {
      choice: 'remote',
      fields: {},
      forPair: false,
      decidedBy: null,
    });
    await ask(person.id);
    await office.rest(who);
    await office.rest(who);
    expect((await office.get(person.id)).fields.workPhone).toBe('020-7654321');
    await isGone(person);
    expect(await lost(person)).toEqual([]);
  });
});

describe('when something breaks', () => {
  test('a lost answer to the removal is looked up, and nothing is removed twice', async () => {
    const person = await former();
    outlook().edit(card(), { businessPhones: ['020-7654321'] });
    await ask(person.id);
    office.sandbox.faults.plan({ method: 'DELETE', path: '/contacts', fault: { kind: 'lostAnswer' } });
    await office.rest(who);
    expect(office.sandbox.faults.log).toHaveLength(1);
    await isGone(person);
    expect(outlook().deletedCards()).toHaveLength(1);
    expect(await lost(person)).toMatchObject([{ outcome: 'done', overruled: { value: '020-7654321' } }]);
  });

  test('a removal that Microsoft holds up is done when its time has come', async () => {
    const person = await former();
    await ask(person.id);
    office.sandbox.faults.plan({
      method: 'DELETE',
      times: 5,
      fault: { kind: 'status', status: 429, retryAfter: 30 },
    });
    expect(await pass()).toMatchObject({ result: { outcome: 'later' }, counts: { discarded: 0 } });
    expect((await paused.states(who.mailboxId, [person.id])).get(person.id)).toBe('waiting');
    office.sandbox.faults.clear();
    await office.sandbox.clock.advance(31_000);
    expect(await counts()).toMatchObject({ discarded: 1 });
    await isGone(person);
  });

  test('one that Outlook refuses leaves card and link, and what waited on it waits again', async () => {
    const person = await former();
    outlook().edit(card(), { businessPhones: ['020-7654321'] });
    await counts();
    await ask(person.id);
    office.sandbox.faults.plan({ method: 'DELETE', fault: { kind: 'status', status: 400 } });
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(1);
    expect((await paused.states(who.mailboxId, [person.id])).get(person.id)).toBe('kept');
    expect((await office.store.openHeld(who.mailboxId)).map(({ reason }) => reason)).toEqual(['notSelected']);
    expect((await lost(person)).filter(({ outcome }) => outcome === 'done')).toEqual([]);
  });

  test('a crash between the removal and its record ends the link later, and is no "no" to the person', async () => {
    const person = await former();
    outlook().edit(card(), { businessPhones: ['020-7654321'] });
    await ask(person.id);
    const broken = await pass({
      crm: (crm) =>
        new Proxy(crm, {
          get: (target, name) =>
            name === 'setConnectorId'
              ? () => Promise.reject(new Error('the machine went down'))
              : (Reflect.get(target, name, target) as unknown),
        }),
    });
    expect(broken).toMatchObject({ result: { outcome: 'failed' } });
    expect(outlook().deletedCards()).toHaveLength(1);
    expect(await office.store.links(who.mailboxId)).toHaveLength(1);
    await office.rest(who);
    await isGone(person);
    expect(await lost(person)).toMatchObject([{ outcome: 'done', overruled: { value: '020-7654321' } }]);
    await office.mailboxes.exclude(who.mailboxId, person.id);
    await office.change(person.id, { former: false });
    await office.rest(who);
    await office.mailboxes.include(who.mailboxId, person.id);
    expect(await counts()).toMatchObject({ created: 1 });
  });
});

test('R8, R10: a copy that the user made stays, and is the user’s own', async () => {
  const person = await former();
  const copy = outlook().copy(card());
  await ask(person.id);
  await office.rest(who);
  expect(outlook().get(copy)).toMatchObject({ deleted: false });
  expect(outlook().get(copy)!.properties[connectorProperty] ?? '').toBe('');
  expect(outlook().deletedCards()).toHaveLength(1);
});

test('R3, R8: a card that the user takes out of Deleted Items is the user’s own: edits on it reach nobody', async () => {
  const person = await former();
  await ask(person.id);
  await counts();
  const [deleted] = outlook().deletedCards();
  const back = outlook().restore(deleted!);
  outlook().edit(back, { businessPhones: ['020-9999999'], surname: 'Iemand anders' });
  expect(await counts()).toMatchObject(quiet);
  expect((await office.get(person.id)).fields).toMatchObject({ lastName: 'Oort', workPhone: '020-1234567' });
});

test('R8: many at once go in one pass, and those that were not chosen stay', async () => {
  const persons: Person[] = [];
  for (let index = 0; index < 25; index += 1) {
    persons.push(await dewi({ fields: { lastName: `Oort${String(index)}` } }));
  }
  await counts();
  for (const { id } of persons) await office.change(id, { former: true });
  await counts();
  await ask(...persons.slice(0, 22).map(({ id }) => id));
  expect(await counts()).toMatchObject({ discarded: 22, removed: 0 });
  expect(outlook().cards()).toHaveLength(3);
  expect(outlook().deletedCards()).toHaveLength(22);
});
