/**
 * R12 with R7, R8 and undo: a preview of an office in which Outlook mixed people up, and of one in which people have decided
 * and asked for things that no pass has done yet. What it counts is what the pass then does.
 */
import type { CardId } from '../../shared/ids.ts';
import type { PassCounts } from '../../worker/pass/ports.ts';
import type { Preview } from '../../worker/pass/preview-result.ts';
import { anna, asCard, bram, cor, InfoDesk, shared } from '../support/info-desk.ts';
import { everyRow } from '../support/trace.ts';

let desk: InfoDesk;
beforeEach(async () => {
  desk = await InfoDesk.open();
});
afterEach(() => desk.close());

const withoutRequests = ({ requests: _, ...counts }: PassCounts) => counts;

/** Looks without a trace, then passes: the same counts. */
const previewThenPass = async (): Promise<Preview> => {
  await desk.office.crm.head();
  const state = async () => ({
    rows: await everyRow(desk.office.db, 'sync', 'crm'),
    byApp: desk.outlook.audit.filter(({ by }) => by === 'app').length,
  });
  const before = await state();
  const report = await desk.office.preview(desk.who);
  if (!report.made) throw new Error(report.because);
  expect(await state()).toEqual(before);
  expect(withoutRequests(report.preview.counts)).toEqual(withoutRequests(await desk.pass()));
  return report.preview;
};

const dirk = { ...anna, firstName: 'Dirk', surnamePrefix: null, lastName: 'Bos', workMobile: '06-44444444' };
const els = {
  ...bram,
  firstName: 'Els',
  lastName: 'Kok',
  workMobile: '06-55555555',
  workEmail: 'els@oort.example',
};

test('a first sync into an address book with cards of the same people: who is made, who is asked about', async () => {
  desk.outlook.add(asCard(anna));
  desk.outlook.add(asCard(cor));
  const [a, b] = [await desk.person(anna), await desk.person(bram)];
  const shown = await previewThenPass();
  expect(shown).toMatchObject({ counts: { created: 1, held: 1 }, created: [b.id] });
  expect(shown.held).toMatchObject([{ reason: 'sameCardExists', personId: a.id, linkId: null }]);
  // What the guard knows of the cards of the user's own is learnt by the preview for itself alone, and by the pass again.
  expect((await desk.waiting()).map(({ reason }) => reason)).toEqual(['sameCardExists']);
});

test('three mix-ups at once: borrowed values, a name of another, and a card that went into another', async () => {
  const { a, b } = await desk.both();
  const survivor = desk.outlook.add(asCard({ ...cor, workMobile: null, birthDate: null }));
  const [d, e] = [await desk.person(dirk), await desk.person({ ...els, workEmail: shared })];
  await desk.pass();
  await desk.later(1);
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'birthday');
  desk.outlook.edit(await desk.cardOf(a), {
    personalNotes: 'Eigen notitie',
    businessPhones: ['020-5550199'],
  });
  desk.borrow(await desk.cardOf(e), await desk.cardOf(b), 'givenName', 'surname', 'jobTitle');
  desk.outlook.merge(survivor, [await desk.cardOf(d)]);
  const shown = await previewThenPass();
  const held = new Map(shown.held.map((hold) => [hold.reason, hold]));
  expect([...held.keys()].toSorted()).toEqual(['borrowed', 'mergedAway', 'nameOfAnother']);
  expect(held.get('borrowed')).toMatchObject({ personId: a.id, donorPersonId: b.id });
  expect(held.get('nameOfAnother')).toMatchObject({ personId: e.id, donorPersonId: b.id });
  expect(held.get('mergedAway')).toMatchObject({ personId: d.id, cardId: survivor.id as CardId });
  // The edit that is Anna's own flows on beside what is held.
  expect(shown.toCrm).toMatchObject([
    { personId: a.id, fields: [{ field: 'workPhone', to: '020-5550199' }] },
  ]);
  expect(shown.counts).toMatchObject({ held: 3, toCrm: 1, removed: 0, created: 0 });
});

test('what people decided and asked for, and no pass has done yet: a link, a repair, an undo and a clean-up', async () => {
  desk.outlook.add(asCard({ ...dirk, jobTitle: null }));
  const d = await desk.person(dirk);
  const { a, b } = await desk.both();
  const e = await desk.person(els);
  await desk.pass();
  await desk.office.change(e.id, { former: true });
  desk.outlook.edit(await desk.cardOf(b), { jobTitle: 'Verkeerd getypt' });
  await desk.pass();
  desk.borrow(await desk.cardOf(a), await desk.cardOf(b), 'mobilePhone', 'birthday');
  await desk.pass();
  expect(Object.keys(await desk.asked()).toSorted()).toEqual(['borrowed', 'sameCardExists']);

  await desk.office.decide(desk.who, 'sameCardExists', 'link');
  await desk.office.decide(desk.who, 'borrowed', 'crm');
  const { mailboxId } = desk.who;
  const { items } = await desk.office.history.list({ personId: b.id });
  const entry = items.find(({ field, side }) => field === 'jobTitle' && side === 'crm')!;
  const scope = { entry: entry.id };
  const planned = await desk.office.undo.plan(mailboxId, scope);
  if (planned.outcome !== 'planned') throw new Error(planned.outcome);
  await desk.office.undo.ask({ mailboxId, scope, planKey: planned.plan.planKey, by: null });
  expect(await desk.office.pausedCards.ask(mailboxId, [e.id])).toMatchObject({ outcome: 'asked' });

  const shown = await previewThenPass();
  expect(shown.counts).toMatchObject({ linked: 1, undone: 1, discarded: 1, created: 0 });
  expect(shown).toMatchObject({ linked: [d.id], discarded: [e.id] });
  expect(shown.toCrm).toContainEqual({
    personId: b.id,
    fields: [{ field: 'jobTitle', from: 'Verkeerd getypt', to: bram.jobTitle, decision: 'undo' }],
  });
  const repaired = shown.toRemote.find(({ personId }) => personId === a.id);
  expect(repaired?.fields).toContainEqual({
    field: 'workMobile',
    from: bram.workMobile,
    to: anna.workMobile,
    decision: 'decided.crm',
    overruled: { side: 'remote', value: bram.workMobile, ofAnother: true },
  });
  expect((await desk.cardOf(d)).values.jobTitle).toBe(dirk.jobTitle);
  expect(withoutRequests((await previewThenPass()).counts)).toMatchObject({
    toCrm: 0,
    created: 0,
    linked: 0,
  });
});
