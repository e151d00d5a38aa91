/**
 * Decisions over the wire: what was decided reaches both sides, whenever it comes: before a pass, in the middle of one, after
 * the world has moved on, before a crash. Nobody's decision is applied to values that they did not see (R5, R7, R13).
 */
import type { Person } from '../../shared/person.ts';
import { Trouble, type PassStore } from '../../worker/pass/ports.ts';
import type { Choice } from '../../worker/sync/ruling.ts';
import { createOffice, type Mailboxed, type Office, type Wrap } from '../support/office.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
let dewi: Person;

beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra, { conflictPolicy: 'ask' });
  dewi = await office.person({
    relationManagerId: who.employeeId,
    fields: { firstName: 'Dewi', lastName: 'Oort', jobTitle: 'Stagiair', workPhone: '020-5550100' },
  });
  await office.rest(who);
});
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const card = () => outlook().cards()[0]!;
const inCrm = async () => (await office.get(dewi.id)).fields;
const waiting = () => office.waiting(who);
const silent = { counts: { toRemote: 0, toCrm: 0, held: 0 }, result: { outcome: 'done' } };

/** Both sides change, and it waits. */
const conflict = async (): Promise<void> => {
  outlook().edit(card(), { jobTitle: 'Partner', businessPhones: ['020-5550102'] });
  await office.change(dewi.id, { fields: { jobTitle: 'Adviseur', workPhone: '020-5550101' } });
  await office.rest(who);
  expect(await waiting()).toMatchObject([{ reason: 'conflict', fields: [{}, {}] }]);
};

/** Something comes right after one method of the store has answered, once. */
const after = (name: keyof PassStore, what: () => Promise<unknown>): Wrap => {
  let left = 1;
  return {
    store: (store) =>
      new Proxy(store, {
        get: (target, property) => {
          const method = Reflect.get(target, property, target) as (...all: unknown[]) => Promise<unknown>;
          if (property !== name) return method;
          return async (...all: unknown[]) => {
            const answer = await method(...all);
            if (left-- > 0) await what();
            return answer;
          };
        },
      }),
  };
};

describe('R5: a conflict under policy "ask"', () => {
  const decided: [Choice, string, string][] = [
    ['crm', 'Adviseur', '020-5550101'],
    ['remote', 'Partner', '020-5550102'],
  ];
  test.each(decided)(
    'decided %s reaches both sides, and then there is silence',
    async (choice, title, phone) => {
      await conflict();
      await office.decide(who, 'conflict', choice);
      await office.rest(who);
      expect(await inCrm()).toMatchObject({ jobTitle: title, workPhone: phone });
      expect(card().values).toMatchObject({ jobTitle: title, businessPhones: [phone] });
      expect(await waiting()).toEqual([]);
      expect(await office.pass(who)).toMatchObject(silent);
      const overruled = choice === 'crm' ? 'Partner' : 'Adviseur';
      const { items } = await office.history.list({ personId: dewi.id });
      expect(items.filter(({ decision }) => decision === `decided.${choice}`)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            field: 'jobTitle',
            overruled: expect.objectContaining({ value: overruled }) as object,
          }),
        ]),
      );
    },
  );

  test('decided field by field takes one from each side', async () => {
    await conflict();
    const fields = { jobTitle: 'remote', workPhone: 'crm' } as const;
    const held = await office.decide(who, 'conflict', 'fields', { fields });
    await office.rest(who);
    expect(await inCrm()).toMatchObject({ jobTitle: 'Partner', workPhone: '020-5550101' });
    expect(card().values).toMatchObject({ jobTitle: 'Partner', businessPhones: ['020-5550101'] });
    expect(await office.held.get(held.id)).toMatchObject({
      state: 'decided',
      ruling: { outcome: 'applied' },
    });
  });
});

describe('a decision while a pass runs', () => {
  const moments = ['openWork', 'tiesOf', 'linksOf', 'openHeld', 'rulings', 'undoItems'] as const;
  test.each(moments)(
    'right after it has read its %s: carried out in the end, once, and nothing is asked again',
    async (moment) => {
      await conflict();
      const [held] = await waiting();
      // The pass looks at this very person, for another reason.
      await office.change(dewi.id, { groups: ['Nieuwsbrief'] });
      const wrap = after(moment, () => office.decide(who, 'conflict', 'remote'));
      await office.pass(who, 'syncNow', wrap);
      expect(await waiting()).toEqual([]);
      await office.rest(who);
      expect(await inCrm()).toMatchObject({ jobTitle: 'Partner', workPhone: '020-5550102' });
      expect(await waiting()).toEqual([]);
      expect(await office.held.get(held!.id)).toMatchObject({ ruling: { outcome: 'applied' } });
      const { items } = await office.history.list({ personId: dewi.id });
      const writes = items.filter(
        ({ decision, outcome }) => decision === 'decided.remote' && outcome === 'done',
      );
      expect(writes.map(({ field }) => field).toSorted()).toEqual(['jobTitle', 'workPhone']);
      expect(await office.pass(who)).toMatchObject(silent);
    },
  );

  test('that has just closed it as overtaken: who decides is told so, and nothing happens to their decision', async () => {
    await conflict();
    const [held] = await waiting();
    outlook().edit(card(), { jobTitle: 'Adviseur', businessPhones: ['020-5550101'] });
    await office.rest(who);
    const told = await office.rulings.decide(who.mailboxId, held!.id, {
      choice: 'remote',
      fields: {},
      forPair: false,
      decidedBy: null,
    });
    expect(told).toMatchObject({ outcome: 'overtaken' });
    expect(await office.pass(who)).toMatchObject(silent);
    expect(await inCrm()).toMatchObject({ jobTitle: 'Adviseur' });
  });
});

describe('a world that moves on between the decision and its pass', () => {
  test('on the card: the decision is overtaken, and the new state is asked about', async () => {
    await conflict();
    const held = await office.decide(who, 'conflict', 'remote');
    outlook().edit(card(), { jobTitle: 'Vennoot' });
    await office.rest(who);
    expect(await inCrm()).toMatchObject({ jobTitle: 'Adviseur', workPhone: '020-5550101' });
    expect(await office.held.get(held.id)).toMatchObject({
      state: 'decided',
      ruling: { outcome: 'overtaken' },
    });
    expect(await waiting()).toMatchObject([
      { reason: 'conflict', fields: [{ field: 'workPhone' }, { field: 'jobTitle', remote: 'Vennoot' }] },
    ]);
    await office.decide(who, 'conflict', 'remote');
    await office.rest(who);
    expect(await inCrm()).toMatchObject({ jobTitle: 'Vennoot', workPhone: '020-5550102' });
  });

  test('in the CRM: the same, and nothing that was typed is lost', async () => {
    await conflict();
    await office.decide(who, 'conflict', 'crm');
    await office.change(dewi.id, { fields: { jobTitle: 'Manager' } });
    await office.rest(who);
    expect(card().values).toMatchObject({ jobTitle: 'Partner' });
    expect(await waiting()).toMatchObject([
      { fields: [{ field: 'workPhone' }, { field: 'jobTitle', crm: 'Manager', remote: 'Partner' }] },
    ]);
  });

  test('to both sides being equal: nothing is left to decide, and nothing is done', async () => {
    await conflict();
    const held = await office.decide(who, 'conflict', 'crm');
    outlook().edit(card(), { jobTitle: 'Adviseur', businessPhones: ['020-5550101'] });
    await office.rest(who);
    expect(await office.held.get(held.id)).toMatchObject({ ruling: { outcome: 'overtaken' } });
    expect(await waiting()).toEqual([]);
    expect(await office.pass(who)).toMatchObject(silent);
  });
});

describe('R13: a crash', () => {
  const died = () => Promise.reject(new Trouble('store.unreachable', { kind: 'retry', afterMs: 1_000 }));

  test.each(['openHeld', 'rulings', 'commit'] as const)(
    'before the decision was carried out (after %s): the next pass does it',
    async (moment) => {
      await conflict();
      const held = await office.decide(who, 'conflict', 'remote');
      const report = await office.pass(who, 'syncNow', after(moment, died));
      expect(report).toMatchObject({ result: { outcome: 'later' } });
      await office.sandbox.clock.advance(1_000);
      await office.rest(who);
      expect(await inCrm()).toMatchObject({ jobTitle: 'Partner', workPhone: '020-5550102' });
      expect(await office.held.get(held.id)).toMatchObject({ ruling: { outcome: 'applied' } });
      expect(await waiting()).toEqual([]);
      expect(await office.pass(who)).toMatchObject(silent);
    },
  );
});

describe('what one side would not take', () => {
  test('R5: an emptied last name decided "crm" comes back on the card', async () => {
    outlook().edit(card(), { surname: null });
    await office.rest(who);
    await office.decide(who, 'lastNameRequired', 'crm');
    await office.rest(who);
    expect(card().values).toMatchObject({ surname: 'Oort', displayName: 'Dewi Oort' });
    expect(await waiting()).toEqual([]);
    expect(await office.pass(who)).toMatchObject(silent);
  });

  test('R11: a card that Outlook refused is tried again when somebody says so', async () => {
    const bas = await office.person({ relationManagerId: who.employeeId, fields: { lastName: 'Bos' } });
    office.sandbox.faults.plan({
      method: 'POST',
      path: '/contacts',
      fault: { kind: 'status', status: 400, code: 'ErrorPropertyValidation' },
    });
    await office.rest(who);
    expect(await waiting()).toMatchObject([{ reason: 'refusedByRemote', personId: bas.id }]);
    expect(outlook().cards()).toHaveLength(1);
    await office.decide(who, 'refusedByRemote', 'retry');
    await office.rest(who);
    expect(outlook().cards()).toHaveLength(2);
    expect(await waiting()).toEqual([]);
  });
});

describe('R3: an edit on the card of a person that is no longer selected', () => {
  const letGo = async (): Promise<void> => {
    await office.change(dewi.id, { relationManagerId: null });
    await office.rest(who);
    outlook().edit(card(), { jobTitle: 'Partner' });
    await office.rest(who);
    expect(await waiting()).toMatchObject([{ reason: 'notSelected' }]);
  };

  test('decided "remote" goes into the CRM', async () => {
    await letGo();
    await office.decide(who, 'notSelected', 'remote');
    await office.rest(who);
    expect((await inCrm()).jobTitle).toBe('Partner');
    expect(await waiting()).toEqual([]);
  });

  test('decided "leave" stays as it is on both sides, and is not asked again', async () => {
    await letGo();
    await office.decide(who, 'notSelected', 'leave');
    await office.rest(who);
    outlook().edit(card(), { personalNotes: 'nog bellen' });
    await office.rest(who);
    expect((await inCrm()).jobTitle).toBe('Stagiair');
    expect(card().values.jobTitle).toBe('Partner');
    expect(await waiting()).toEqual([]);
  });
});
