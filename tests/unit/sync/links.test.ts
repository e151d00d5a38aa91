/** R3, R8, R9, R10, R12: what a link asks for when the person, the card or the tie is not as it was. */
import { alone } from '../../../worker/sync/guard/facts.ts';
import type { CardId, ConnectorId, FolderId, LinkId, PersonId } from '../../../shared/ids.ts';
import { blankCard } from '../../../worker/sync/fields/card.ts';
import { planCreate, planLink } from '../../../worker/sync/plan-link.ts';
import { brakeOf, createRefusal, planPass, type PassInput } from '../../../worker/sync/plan-pass.ts';
import type { Hold, Step } from '../../../worker/sync/plan.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';
import { aLink, aPerson, aReading, openHeld, petra, situation, terms } from '../../support/persons.ts';

const person = aPerson({ firstName: 'Petra', workPhone: '020-1234567' });
const { card, base } = planCreate(terms(), person);
const kinds = (steps: readonly { kind: string }[]) => steps.map(({ kind }) => kind);
const former = { selected: false, because: 'former' } as const;

describe('R8: a person that is no longer selected', () => {
  const stays = situation({ person, link: aLink(base), card: aReading(card), selection: former });
  test('pauses the link; the card stays and is not written', () => {
    expect(planLink(terms(), stays)).toEqual([
      { kind: 'pauseLink', linkId: 'link-1', personId: 'person-1', because: 'former' },
    ]);
  });
  test('once paused asks for nothing more, even when the CRM changes', () => {
    const paused = aLink(base, { state: 'paused', pausedBecause: 'former' });
    const changed = aPerson({ firstName: 'Petra', workPhone: '020-7' });
    expect(planLink(terms(), { ...stays, link: paused, person: changed })).toEqual([]);
  });
  test('comes back in step when it is selected again', () => {
    const paused = aLink(base, { state: 'paused', pausedBecause: 'former' });
    const changed = aPerson({ firstName: 'Petra', workPhone: '020-7' });
    const steps = planLink(terms(), situation({ person: changed, link: paused, card: aReading(card) }));
    expect(kinds(steps)).toEqual(['resumeLink', 'updateCard']);
  });
  test('that is gone from the CRM pauses the link too', () => {
    const gone = { selected: false, because: 'gone' } as const;
    const steps = planLink(terms(), { ...stays, person: null, selection: gone });
    expect(kinds(steps)).toEqual(['pauseLink']);
  });
});

describe('R3: a change on the card', () => {
  const edited = aReading({ ...card, businessPhones: ['020-9999999'] });
  test('flows back', () => {
    const steps = planLink(terms(), situation({ person, link: aLink(base), card: edited }));
    expect(kinds(steps)).toEqual(['updatePerson']);
    expect((steps[0] as Extract<Step<OutlookCard>, { kind: 'updatePerson' }>).patch).toEqual({
      workPhone: '020-9999999',
    });
  });
  test('of a person that is not selected is held, once', () => {
    const paused = aLink(base, { state: 'paused', pausedBecause: 'former' });
    const stays = situation({ person, link: paused, card: edited, selection: former });
    const [step] = planLink(terms(), stays) as [{ kind: 'hold'; hold: Hold }];
    expect(step.hold).toMatchObject({
      reason: 'notSelected',
      fields: [{ field: 'workPhone', remote: '020-9999999' }],
    });
    const held = [openHeld(step.hold)];
    expect(planLink(terms(), { ...stays, held })).toEqual([]);
    // The user takes it back: nothing is left to decide.
    expect(planLink(terms(), { ...stays, held, card: aReading(card) })).toEqual([
      { kind: 'closeHeld', heldId: 'held-1', because: 'overtaken' },
    ]);
  });
});

describe('R5: policy "ask"', () => {
  const conflicting = situation({
    person: aPerson({ firstName: 'Petra', workPhone: '020-1' }),
    link: aLink(base),
    card: aReading({ ...card, businessPhones: ['020-2'] }),
  });
  test('holds a conflict once, and asks anew when a side changes again', () => {
    const [first] = planLink(terms('ask'), conflicting) as [{ kind: 'hold'; hold: Hold }];
    const held = [openHeld(first.hold)];
    expect(planLink(terms('ask'), { ...conflicting, held })).toEqual([]);
    const again = aReading({ ...card, businessPhones: ['020-3'] });
    expect(kinds(planLink(terms('ask'), { ...conflicting, held, card: again }))).toEqual([
      'closeHeld',
      'hold',
    ]);
  });
  test('policy "crm" writes the card and keeps the value that loses', () => {
    const [step] = planLink(terms('crm'), conflicting) as [
      Extract<Step<OutlookCard>, { kind: 'updateCard' }>,
    ];
    expect(step.card.businessPhones).toEqual(['020-1']);
    expect(step.changes[0]?.overruled).toEqual({ side: 'remote', value: '020-2' });
  });
});

describe('R9: a card that is gone', () => {
  const linked = situation({ person, link: aLink(base) });
  test.each([
    ['404', null],
    ['in Deleted Items', aReading(card, { inDeletedItems: true })],
  ])('%s: the link goes, the person stays', (_, reading) => {
    expect(planLink(terms(), { ...linked, card: reading })).toEqual([
      { kind: 'unlink', linkId: 'link-1', personId: 'person-1', personVersion: 'v1' },
    ]);
  });
  test('that was only moved stays linked and its folder is followed', () => {
    const moved = aReading(card, { folderId: 'folder-vip' as FolderId });
    expect(planLink(terms(), { ...linked, card: moved })).toEqual([
      { kind: 'followFolder', folderId: 'folder-vip' },
    ]);
  });
  test('while another card carries its connector ID was moved across a boundary: the tie goes to that one', () => {
    const successor = aReading(card, { cardId: 'card-9' as CardId });
    expect(planLink(terms(), { ...linked, card: null, twins: [successor] })).toEqual([
      {
        kind: 'relink',
        linkId: 'link-1',
        personId: 'person-1',
        cardId: 'card-9',
        folderId: 'folder-contacts',
        afresh: false,
      },
    ]);
  });
  test('comes back only after a change in the CRM', () => {
    const input = (version: string) => ({
      ...passInput([]),
      unlinked: [
        {
          personId: person.id,
          person: { ...person, version },
          removedAtVersion: 'v1',
          held: [],
          surroundings: alone,
          rulings: [],
        },
      ],
    });
    expect(planPass(input('v1'))).toMatchObject({ steps: [], leftOut: [{ because: 'removedByUser' }] });
    expect(kinds(planPass(input('v2')).steps)).toEqual(['createCard']);
  });
});

describe('R10: connector IDs', () => {
  test('a copy loses the property, the linked card keeps it', () => {
    const copy = aReading(card, { cardId: 'card-2' as CardId, etag: 'W/"7"' });
    const steps = planLink(
      terms(),
      situation({ person, link: aLink(base), card: aReading(card), twins: [copy] }),
    );
    expect(steps).toEqual([{ kind: 'stripConnectorId', cardId: 'card-2', etag: 'W/"7"' }]);
  });
  test.each([
    ['none', null],
    ["another card's", 'ffffffff-ffff-4fff-8fff-ffffffffffff' as ConnectorId],
  ])('a card that has %s gets its own back', (_, connectorId) => {
    const steps = planLink(
      terms(),
      situation({ person, link: aLink(base), card: aReading(card, { connectorId }) }),
    );
    expect(steps).toMatchObject([{ kind: 'updateCard', connectorId: aLink().connectorId, changes: [] }]);
  });
});

const passInput = (touched: PassInput<OutlookCard>['touched']): PassInput<OutlookCard> => ({
  terms: terms(),
  employeeId: petra,
  settings: defaultActivationSettings,
  excludedPersons: new Set(),
  brake: { cards: 20, share: 0.2, emptyFrom: 5 },
  brakeReleased: false,
  linked: touched.length,
  touched,
  unlinked: [],
  undo: [],
});

describe('R12: the brake', () => {
  const unlinks = (count: number): Step<OutlookCard>[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: 'unlink',
      linkId: `link-${index}` as LinkId,
      personId: `person-${index}` as PersonId,
      personVersion: 'v1',
    }));
  const settings = { cards: 20, share: 0.2, emptyFrom: 5 };
  test.each([
    [20, 100, null],
    [21, 100, 'manyChanges'],
    [21, 105, null],
    [21, 104, 'manyChanges'],
    [4, 4, null],
    [5, 5, 'emptyRemote'],
  ])('%i of %i linked cards gone: %s', (gone, linked, expected) => {
    expect(brakeOf(unlinks(gone), linked, settings)?.kind ?? null).toBe(expected);
  });
  test('counts a card once, and what comes from the CRM not at all', () => {
    const [link] = unlinks(1);
    expect(brakeOf([link!, link!], 1, { ...settings, cards: 1, share: 0 })).toBeNull();
    const paused = unlinks(30).flatMap((step): Step<OutlookCard>[] =>
      step.kind === 'unlink'
        ? [{ kind: 'pauseLink', linkId: step.linkId, personId: step.personId, because: 'former' }]
        : [],
    );
    expect(brakeOf(paused, 30, settings)).toBeNull();
  });
  test('a CRM that suddenly has nobody left for this user stops the pass', () => {
    const touched = Array.from({ length: 6 }, (_, index) => ({
      link: aLink(base, { id: `link-${index}` as LinkId, personId: `p-${index}` as PersonId }),
      person: null,
      card: aReading(card),
      twins: [],
      held: [],
      surroundings: alone,
      rulings: [],
    }));
    expect(planPass(passInput(touched)).brake).toEqual({ kind: 'emptyCrm', linked: 6 });
    expect(planPass({ ...passInput(touched), brakeReleased: true }).brake).toBeNull();
  });
});

test('R11: a card that the remote refused is not asked again before it would be another', () => {
  const refusal = createRefusal(terms(), person.id, planCreate(terms(), person).card);
  const held = [openHeld(refusal)];
  const input = (fields: Parameters<typeof aPerson>[0]) => ({
    ...passInput([]),
    unlinked: [
      {
        personId: person.id,
        person: aPerson(fields),
        removedAtVersion: null,
        held,
        surroundings: alone,
        rulings: [],
      },
    ],
  });
  expect(planPass(input({ firstName: 'Petra', workPhone: '020-1234567' })).steps).toEqual([]);
  expect(kinds(planPass(input({ firstName: 'Petra' })).steps)).toEqual(['closeHeld', 'createCard']);
});

test('the plan of nothing is nothing', () => {
  expect(planPass(passInput([]))).toEqual({ steps: [], brake: null, leftOut: [] });
  expect(blankCard.emailAddresses).toEqual([]);
});
