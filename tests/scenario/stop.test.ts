/** The stop button: who pauses while a pass runs has it end between two batches, and nothing is lost or doubled by that. */
import type { MailboxId } from '../../shared/ids.ts';
import type { PassStore } from '../../worker/pass/ports.ts';
import { createPasses } from '../../worker/store/passes.ts';
import {
  connectorProperty,
  createOffice,
  type Mailboxed,
  type Office,
  type Wrap,
} from '../support/office.ts';

const petra = 'petra@kantoor-voorbeeld.example';

let office: Office;
let who: Mailboxed;
beforeEach(async () => {
  office = await createOffice();
  who = await office.activate(petra);
}, 60_000);
afterEach(() => office.close());

const outlook = () => office.sandbox.outlook(petra);
const persons = async (count: number): Promise<void> => {
  for (let index = 0; index < count; index += 1) {
    await office.person({
      relationManagerId: who.employeeId,
      fields: { firstName: 'Anna', lastName: `Nummer ${index}`, workEmail: `nr${index}@stop.example` },
    });
  }
};

type Commit = PassStore['commit'];
/** Pauses right before the commit that `when` points at, as a click in the pane would. */
const pausing = (when: (writes: Parameters<Commit>[1]) => boolean, pause = pauseByUser): Wrap => ({
  store: (store) => ({
    ...store,
    commit: async (lease, writes) => {
      if (when(writes)) await pause(lease.mailboxId);
      return store.commit(lease, writes);
    },
  }),
});
const pauseByUser = (id: MailboxId): Promise<void> => office.mailboxes.pause(id, 'byUser');
const activates = (writes: Parameters<Commit>[1]): boolean =>
  writes.some((write) => write.op === 'saveLink' && write.set.state === 'active');

const lastPass = async () => createPasses(office.db).last(who.mailboxId);
const connectorIds = (): string[] =>
  outlook()
    .cards()
    .map(({ properties }) => properties[connectorProperty]!);

test('a pause ends the first sync behind the batch that is under way, and the pass is told as stopped', async () => {
  await persons(70);
  const report = await office.pass(who, 'activation', pausing(activates));
  expect(report).toMatchObject({ ran: true, result: { outcome: 'stopped' } });
  // Of the first batch it is remembered what came of it while the second one is under way; the third is not sent.
  expect(outlook().cards()).toHaveLength(40);
  expect(await lastPass()).toMatchObject({ outcome: { outcome: 'stopped' }, counts: { created: 40 } });
  const states = (await office.store.links(who.mailboxId)).map(({ state }) => state);
  expect(states.filter((state) => state === 'active')).toHaveLength(40);
  expect(await office.mailboxes.byId(who.mailboxId)).toMatchObject({
    state: 'paused',
    stateBecause: 'byUser',
    lastPassAt: null,
  });
  // Nothing more until somebody resumes, whoever asks.
  expect(await office.pass(who, 'daily')).toEqual({ ran: false, because: 'notNow', afterMs: null });
  await office.mailboxes.resume(who.mailboxId);
  await office.rest(who);
  expect(outlook().cards()).toHaveLength(70);
  expect(new Set(connectorIds()).size).toBe(70);
});

test('R11: a pause between the intent and its cards sends none, and the resume makes each once', async () => {
  await persons(30);
  const intends = (writes: Parameters<Commit>[1]): boolean => writes.some(({ op }) => op === 'newLinks');
  const report = await office.pass(who, 'activation', pausing(intends));
  expect(report).toMatchObject({ ran: true, result: { outcome: 'stopped' } });
  expect(outlook().cards()).toHaveLength(0);
  await office.mailboxes.resume(who.mailboxId);
  await office.rest(who);
  expect(outlook().cards()).toHaveLength(30);
  expect(new Set(connectorIds()).size).toBe(30);
});

test('a pause while cards are updated leaves the rest for the resume, and nothing that was typed is lost', async () => {
  await persons(45);
  await office.rest(who);
  for (const person of (await office.crm.persons(await office.crm.personsOf(who.employeeId))).values()) {
    await office.change(person.id, { fields: { jobTitle: 'Notaris' } });
  }
  const updates = (writes: Parameters<Commit>[1]): boolean =>
    writes.some((write) => write.op === 'historyOutcome' && write.outcome === 'done');
  const report = await office.pass(who, 'crmChange', pausing(updates));
  expect(report).toMatchObject({ ran: true, result: { outcome: 'stopped' }, counts: { toRemote: 40 } });
  const titles = () =>
    outlook()
      .cards()
      .filter(({ values }) => values.jobTitle === 'Notaris').length;
  // The second batch was under way when the first one's results were remembered.
  expect(titles()).toBe(40);
  await office.mailboxes.resume(who.mailboxId);
  await office.rest(who);
  expect(titles()).toBe(45);
});

test('R9: a pause stops before further links are ended', async () => {
  await persons(10);
  await office.rest(who);
  for (const card of outlook().cards().slice(0, 4)) outlook().delete(card);
  const unlinks = (writes: Parameters<Commit>[1]): boolean => writes.some(({ op }) => op === 'dropLink');
  expect(await office.pass(who, 'syncNow', pausing(unlinks))).toMatchObject({
    result: { outcome: 'stopped' },
    counts: { removed: 1 },
  });
  await office.mailboxes.resume(who.mailboxId);
  await office.rest(who);
  expect(await office.store.links(who.mailboxId)).toHaveLength(6);
});

test('a pause while the mailbox is read stops before the first write', async () => {
  await persons(5);
  const wrap: Wrap = {
    store: (store) => ({
      ...store,
      progress: async (lease, passId, progress) => {
        await store.progress(lease, passId, progress);
        if (progress.phase === 'observe') await pauseByUser(lease.mailboxId);
      },
    }),
  };
  expect(await office.pass(who, 'activation', wrap)).toMatchObject({ result: { outcome: 'stopped' } });
  expect(outlook().cards()).toHaveLength(0);
  expect(await office.store.links(who.mailboxId)).toEqual([]);
});

test('whoever ends the link while a pass runs has it end in the same way', async () => {
  await persons(50);
  const report = await office.pass(
    who,
    'activation',
    pausing(activates, (id) => office.mailboxes.deactivate(id)),
  );
  expect(report).toMatchObject({ ran: true, result: { outcome: 'stopped' } });
  expect(outlook().cards()).toHaveLength(40);
  expect(await office.mailboxes.byId(who.mailboxId)).toMatchObject({ stateBecause: 'deactivated' });
});
