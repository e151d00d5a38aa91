/**
 * R5, R7: what a person decided is done by the pass that finds the same state of the world again; a world that has moved
 * on is asked about anew, and a choice that cannot be done neither loops nor vanishes.
 */
import type { PersonId, RulingId } from '../../../shared/ids.ts';
import type { PersonFields } from '../../../shared/person.ts';
import { alone } from '../../../worker/sync/guard/facts.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import { outlookTable } from '../../../worker/sync/fields/outlook.ts';
import { holdOf } from '../../../worker/sync/holds.ts';
import { planCreate, planLink } from '../../../worker/sync/plan-link.ts';
import { createRefusal, planPass, type PassInput } from '../../../worker/sync/plan-pass.ts';
import type { Hold, Step } from '../../../worker/sync/plan.ts';
import { refusesChoice } from '../../../worker/sync/refuses-choice.ts';
import type { Choice, FieldChoices } from '../../../worker/sync/ruling.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';
import {
  aLink,
  aPerson,
  aReading,
  aRuling,
  openHeld,
  petra,
  situation,
  terms,
} from '../../support/persons.ts';

type StepOf<Kind extends Step<OutlookCard>['kind']> = Extract<Step<OutlookCard>, { kind: Kind }>;

const was: Partial<PersonFields> = { firstName: 'Petra', workPhone: '020-1234567', jobTitle: 'Directeur' };
const person = aPerson(was);
const { card, base } = planCreate(terms(), person);
const kinds = (steps: readonly { kind: string }[]) => steps.map(({ kind }) => kind);
const stepOf = <Kind extends Step<OutlookCard>['kind']>(
  steps: Step<OutlookCard>[],
  kind: Kind,
): StepOf<Kind> => {
  const found = steps.filter((step): step is StepOf<Kind> => step.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
};

/** Both sides changed phone and title; the policy asks. */
const conflict = situation({
  person: aPerson({ ...was, workPhone: '020-1', jobTitle: 'Eigenaar' }, { version: 'v2' }),
  link: aLink(base),
  card: aReading({ ...card, businessPhones: ['020-2'], jobTitle: 'Chef' }),
});
const ask = terms('ask');
const { hold } = stepOf(planLink(ask, conflict), 'hold');
const settled = (outcome: 'applied' | 'overtaken') => ({
  kind: 'settleRuling',
  rulingId: 'ruling-1',
  outcome,
});

describe('R5: a conflict that a person decided', () => {
  test('for the CRM is written back to the card, and the value on the card is kept as overruled', () => {
    const steps = planLink(ask, { ...conflict, rulings: [aRuling(hold, 'crm')] });
    expect(kinds(steps)).toEqual(['updateCard', 'settleRuling']);
    const step = stepOf(steps, 'updateCard');
    expect([step.card.businessPhones, step.card.jobTitle]).toEqual([['020-1'], 'Eigenaar']);
    expect(step.changes).toContainEqual({
      field: 'workPhone',
      side: 'remote',
      from: '020-2',
      to: '020-1',
      decision: 'decided.crm',
      overruled: { side: 'remote', value: '020-2' },
    });
    expect(stepOf(steps, 'settleRuling')).toEqual(settled('applied'));
  });

  test('for the card goes into the CRM, and the value of the CRM is kept as overruled', () => {
    const steps = planLink(ask, { ...conflict, rulings: [aRuling(hold, 'remote')] });
    expect(kinds(steps)).toEqual(['updatePerson', 'settleRuling']);
    const step = stepOf(steps, 'updatePerson');
    expect(step.patch).toEqual({ workPhone: '020-2', jobTitle: 'Chef' });
    expect(step.changes[0]).toMatchObject({
      decision: 'decided.remote',
      overruled: { side: 'crm', value: '020-1' },
    });
  });

  test('field by field goes both ways in one pass', () => {
    const fields: FieldChoices = { workPhone: 'remote', jobTitle: 'crm' };
    const steps = planLink(ask, { ...conflict, rulings: [aRuling(hold, 'fields', { fields })] });
    expect(kinds(steps)).toEqual(['updatePerson', 'updateCard', 'settleRuling']);
    expect(stepOf(steps, 'updatePerson').patch).toEqual({ workPhone: '020-2' });
    expect(stepOf(steps, 'updateCard').card).toMatchObject({
      jobTitle: 'Eigenaar',
      businessPhones: ['020-2'],
    });
  });

  test('is overtaken when a side has changed again, and asked anew', () => {
    const again = aReading({ ...card, businessPhones: ['020-3'], jobTitle: 'Chef' });
    const steps = planLink(ask, { ...conflict, card: again, rulings: [aRuling(hold, 'crm')] });
    expect(kinds(steps)).toEqual(['settleRuling', 'hold']);
    expect(steps[0]).toEqual(settled('overtaken'));
  });

  test('is overtaken without a question when both sides agree by now', () => {
    const same = aReading({ ...card, businessPhones: ['020-1'], jobTitle: 'Eigenaar' });
    const steps = planLink(ask, { ...conflict, card: same, rulings: [aRuling(hold, 'remote')] });
    expect(kinds(steps)).toEqual(['agree', 'settleRuling']);
    expect(steps[1]).toEqual(settled('overtaken'));
  });

  test('that arrives while the pass still saw the question open is done and not held again', () => {
    const steps = planLink(ask, { ...conflict, held: [openHeld(hold)], rulings: [aRuling(hold, 'crm')] });
    expect(kinds(steps)).toEqual(['updateCard', 'settleRuling', 'closeHeld']);
  });

  test('once done is remembered where it keeps the CRM: the same artefact is repaired and not asked again', () => {
    const rulings = [aRuling(hold, 'crm', { pending: false })];
    expect(kinds(planLink(ask, { ...conflict, rulings }))).toEqual(['updateCard']);
  });

  test('for the card is asked again after somebody has put the CRM back', () => {
    const rulings = [aRuling(hold, 'remote', { pending: false })];
    expect(kinds(planLink(ask, { ...conflict, rulings }))).toEqual(['hold']);
  });

  test('twice is done as it was decided last', () => {
    const rulings = [
      aRuling(hold, 'crm', { pending: false }),
      aRuling(hold, 'remote', { id: 'ruling-2' as RulingId }),
    ];
    expect(kinds(planLink(ask, { ...conflict, rulings }))).toEqual(['updatePerson', 'settleRuling']);
    const remembered = rulings.map((each) => ({ ...each, pending: false }));
    expect(kinds(planLink(ask, { ...conflict, rulings: remembered }))).toEqual(['hold']);
  });
});

describe('R5: a choice that cannot be done', () => {
  const blanked = situation({
    person,
    link: aLink(base),
    card: aReading({ ...card, surname: null, jobTitle: 'Chef' }),
  });
  const refused = stepOf(planLink(terms(), blanked), 'hold').hold;

  test('is asked again with its reason, and the rest flows on', () => {
    const steps = planLink(terms(), { ...blanked, rulings: [aRuling(refused, 'remote')] });
    expect(kinds(steps)).toEqual(['updatePerson', 'settleRuling', 'hold']);
    expect(stepOf(steps, 'settleRuling')).toEqual(settled('overtaken'));
    expect(stepOf(steps, 'hold').hold).toEqual(refused);
    expect(refused.reason).toBe('lastNameRequired');
  });

  test('does not loop: with the question open again nothing more is asked', () => {
    const rulings = [aRuling(refused, 'remote', { pending: false })];
    const steps = planLink(terms(), { ...blanked, held: [openHeld(refused)], rulings });
    expect(kinds(steps)).toEqual(['updatePerson']);
  });

  test('per field is asked again for that field alone', () => {
    const takes = ask.takes;
    const strict = {
      ...ask,
      takes: (...[field, value, kind]: Parameters<typeof takes>) =>
        field === 'jobTitle' && value === 'Chef' ? ('tooLong' as const) : takes(field, value, kind),
    };
    // Held while the CRM still took it.
    const steps = planLink(strict, {
      ...conflict,
      rulings: [aRuling(holdOf(ask, conflict.link, 'conflict', hold.fields), 'remote')],
    });
    expect(stepOf(steps, 'updatePerson').patch).toEqual({ workPhone: '020-2' });
    expect(stepOf(steps, 'hold').hold.fields.map(({ field }) => field)).toEqual(['jobTitle']);
    expect(stepOf(steps, 'settleRuling')).toEqual(settled('applied'));
  });

  test('is told before it is decided', () => {
    const check = (of: Hold, choice: Choice, fields: FieldChoices = {}, who: typeof person | null = person) =>
      refusesChoice({ table: outlookTable, takes: terms().takes }, of, { choice, fields }, who);
    expect(check(refused, 'remote')).toEqual({ because: 'lastNameRequired', field: 'lastName' });
    expect(check(refused, 'crm')).toBeNull();
    expect(check(refused, 'leave')).toEqual({ because: 'notOffered', field: null });
    expect(check(hold, 'fields', { workPhone: 'crm' })).toEqual({ because: 'undecided', field: 'jobTitle' });
    expect(check(hold, 'fields', { workPhone: 'crm', jobTitle: 'remote', lastName: 'crm' })).toEqual({
      because: 'unknownField',
      field: 'lastName',
    });
    expect(check(hold, 'fields', { workPhone: 'crm', jobTitle: 'remote' })).toBeNull();
    expect(check(hold, 'crm', {}, null)).toEqual({ because: 'personGone', field: null });
    const malformed = holdOf(terms(), aLink(), 'malformedEmail', [
      { field: 'workEmail', base: null, crm: 'a@b', remote: 'a@b.example' },
    ]);
    expect(check(malformed, 'crm')).toEqual({ because: 'malformedEmail', field: 'workEmail' });
    expect(check(malformed, 'remote')).toBeNull();
    const out = holdOf(terms(), aLink(), 'noRoom', [
      { field: 'privatePhone', base: null, crm: '010-1', remote: '010-2' },
    ]);
    expect(check(out, 'remote')).toEqual({ because: 'onlyOut', field: 'privatePhone' });
    expect(check(out, 'leave')).toBeNull();
  });
});

describe("R4: no room beside the user's own numbers", () => {
  const full = situation({
    person: aPerson({ ...was, workPhone: '020-9' }),
    link: aLink({ ...base, workPhone: { crm: null, remote: '08001' } }),
    card: aReading({ ...card, businessPhones: ['0800-1', '0800-2'] }),
  });
  const noRoom = stepOf(planLink(terms(), full), 'hold').hold;
  test('left as it is stays so, unasked', () => {
    const rulings = [aRuling(noRoom, 'leave')];
    expect(kinds(planLink(terms(), { ...full, rulings }))).toEqual(['settleRuling']);
    const after = [aRuling(noRoom, 'leave', { pending: false })];
    expect(planLink(terms(), { ...full, rulings: after })).toEqual([]);
  });
  test("the user's own number is taken into the CRM when a person says so", () => {
    const steps = planLink(terms(), { ...full, rulings: [aRuling(noRoom, 'remote')] });
    expect(stepOf(steps, 'updatePerson').patch).toEqual({ workPhone: '0800-1' });
    expect(kinds(steps)).toEqual(['updatePerson', 'settleRuling']);
  });
});

describe('R5: what a side refused when it was written', () => {
  const edited = situation({ person, link: aLink(base), card: aReading({ ...card, jobTitle: 'Chef' }) });
  const inbound = stepOf(planLink(terms(), edited), 'updatePerson');
  const field = { field: 'jobTitle', base: base.jobTitle!, crm: 'Directeur', remote: 'Chef' } as const;
  const byCrm = holdOf(terms(), edited.link, 'refusedByCrm', [field]);
  test('is not tried again while the question is open', () => {
    expect(inbound.patch).toEqual({ jobTitle: 'Chef' });
    expect(planLink(terms(), { ...edited, held: [openHeld(byCrm)] })).toEqual([]);
  });
  test('is tried once more when a person says so, and not again by itself', () => {
    const steps = planLink(terms(), { ...edited, rulings: [aRuling(byCrm, 'retry')] });
    expect(kinds(steps)).toEqual(['updatePerson', 'settleRuling']);
    const rulings = [aRuling(byCrm, 'retry', { pending: false })];
    expect(planLink(terms(), { ...edited, held: [openHeld(byCrm)], rulings })).toEqual([]);
  });
  test('by the CRM is put right on the card when a person keeps the CRM', () => {
    const steps = planLink(terms(), { ...edited, rulings: [aRuling(byCrm, 'crm')] });
    expect(kinds(steps)).toEqual(['updateCard', 'settleRuling']);
    expect(stepOf(steps, 'updateCard').card.jobTitle).toBe('Directeur');
  });
  test('by the card is left as it is when a person says so, unasked', () => {
    const changed = situation({
      person: aPerson({ ...was, jobTitle: 'Eigenaar' }),
      link: aLink(base),
      card: aReading(card),
    });
    const byRemote = holdOf(terms(), changed.link, 'refusedByRemote', [
      { field: 'jobTitle', base: base.jobTitle!, crm: 'Eigenaar', remote: 'Directeur' },
    ]);
    expect(kinds(planLink(terms(), { ...changed, rulings: [aRuling(byRemote, 'leave')] }))).toEqual([
      'settleRuling',
    ]);
    const rulings = [aRuling(byRemote, 'leave', { pending: false })];
    expect(planLink(terms(), { ...changed, rulings })).toEqual([]);
  });
});

describe('R3: a change on the card of a person that is not selected', () => {
  const former = { selected: false, because: 'former' } as const;
  const paused = situation({
    person,
    link: aLink(base, { state: 'paused', pausedBecause: 'former' }),
    card: aReading({ ...card, jobTitle: 'Chef', businessPhones: ['020-2'] }),
    selection: former,
  });
  const waits = stepOf(planLink(terms(), paused), 'hold').hold;
  test('is left as it is, unasked', () => {
    expect(kinds(planLink(terms(), { ...paused, rulings: [aRuling(waits, 'leave')] }))).toEqual([
      'settleRuling',
    ]);
    const rulings = [aRuling(waits, 'leave', { pending: false })];
    expect(planLink(terms(), { ...paused, rulings })).toEqual([]);
  });
  test('goes into the CRM when a person says so; the card is not written', () => {
    const steps = planLink(terms(), { ...paused, rulings: [aRuling(waits, 'remote')] });
    expect(kinds(steps)).toEqual(['updatePerson', 'settleRuling']);
    expect(stepOf(steps, 'updatePerson').patch).toEqual({ workPhone: '020-2', jobTitle: 'Chef' });
  });
  test('for which the CRM is kept is put right on the card when the person is selected again', () => {
    const fields: FieldChoices = { workPhone: 'remote', jobTitle: 'crm' };
    const steps = planLink(terms(), { ...paused, rulings: [aRuling(waits, 'fields', { fields })] });
    expect(kinds(steps)).toEqual(['agree', 'updatePerson', 'settleRuling']);
    const after = {
      ...paused.link,
      base: { ...base, ...stepOf(steps, 'agree').base, ...stepOf(steps, 'updatePerson').base },
    };
    const later = { ...paused, link: after, person: aPerson({ ...was, workPhone: '020-2' }) };
    expect(planLink(terms(), later)).toEqual([]);
    const again = planLink(terms(), { ...later, selection: { selected: true, because: 'owner' } });
    expect(kinds(again)).toEqual(['resumeLink', 'updateCard']);
    expect(stepOf(again, 'updateCard').card).toMatchObject({
      jobTitle: 'Directeur',
      businessPhones: ['020-2'],
    });
  });
});

describe('R11: a create that the remote refused', () => {
  const refusal = createRefusal(terms(), person.id, card);
  const input = (over: Partial<PassInput<OutlookCard>['unlinked'][number]>): PassInput<OutlookCard> => ({
    terms: terms(),
    employeeId: petra,
    settings: defaultActivationSettings,
    excludedPersons: new Set(),
    brake: { cards: 20, share: 0.2, emptyFrom: 5 },
    brakeReleased: false,
    linked: 0,
    touched: [],
    unlinked: [
      {
        personId: person.id,
        person,
        removedAtVersion: null,
        held: [],
        surroundings: alone,
        rulings: [],
        ...over,
      },
    ],
    undo: [],
  });
  test('is tried once more, or left, as a person says', () => {
    expect(kinds(planPass(input({ rulings: [aRuling(refusal, 'retry')] })).steps)).toEqual([
      'settleRuling',
      'createCard',
    ]);
    expect(kinds(planPass(input({ rulings: [aRuling(refusal, 'leave')] })).steps)).toEqual(['settleRuling']);
    const rulings = [aRuling(refusal, 'leave', { pending: false })];
    expect(planPass(input({ rulings })).steps).toEqual([]);
  });
  test('of a person that is no longer selected is asked no longer', () => {
    const gone = input({ person: { ...person, former: true }, held: [openHeld(refusal)] });
    expect(kinds(planPass(gone).steps)).toEqual(['closeHeld']);
  });
});

test('R12: what a person decided is no avalanche; as many edits of the user are', () => {
  const touched = Array.from({ length: 25 }, (_, index) => {
    const link = aLink(base, { id: `link-${index}` as never, personId: `p-${index}` as PersonId });
    const one = { ...conflict, link, person: { ...conflict.person!, id: link.personId } };
    const asked = stepOf(planLink(ask, one), 'hold').hold;
    return { ...one, rulings: [aRuling(asked, 'remote')] };
  });
  const input: PassInput<OutlookCard> = {
    terms: ask,
    employeeId: petra,
    settings: defaultActivationSettings,
    excludedPersons: new Set(),
    brake: { cards: 20, share: 0.2, emptyFrom: 50 },
    brakeReleased: false,
    linked: 25,
    touched,
    unlinked: [],
    undo: [],
  };
  expect(planPass(input).brake).toBeNull();
  const byHand = touched.map((each) => ({ ...each, rulings: [] }));
  const outlook = { ...input, terms: terms('outlook'), touched: byHand };
  expect(planPass(outlook).brake).toEqual({ kind: 'manyChanges', cards: 25, linked: 25 });
});
