/**
 * The probe on the stand-in Graph, over what can be switched there: every answer follows its switch, through late, repeated and
 * shuffled deltas too, and is told in both languages.
 */
import { createSandbox, type Outlook, type Sandbox, type Switches } from '../../../sandbox/index.ts';
import { cliTexts } from '../../../shared/texts/cli.ts';
import { fill, languages } from '../../../shared/texts/language.ts';
import { probeFindings, type ProbeFinding } from '../../../shared/texts/probe.ts';
import { answerLines, assumptionLine, isDanger } from '../../../worker/cli/probe-lines.ts';
import { findings, questionIds, type Facts, type QuestionId } from '../../../worker/probe/answers.ts';
import { petra } from '../../support/outlook-remote.ts';
import { cardNamed, probeOn, type Hands, type Probed, type ProbeOnSandbox } from '../../support/probed.ts';

let sandbox: Sandbox;
let probe: ProbeOnSandbox;

beforeAll(async () => {
  sandbox = await createSandbox({
    seed: 5,
    privateCards: 15,
    startAt: Date.parse('2026-03-02T08:00:00Z'),
    held: true,
  });
});
beforeEach(() => {
  sandbox.reset();
  probe = probeOn(sandbox);
});
afterEach(() => probe.graph.close());
afterAll(() => sandbox.close());

const linesOf = (report: Probed, language: (typeof languages)[number]): string[] => {
  const t = (key: keyof typeof cliTexts.nl, values = {}): string => fill(cliTexts[language][key], values);
  return [...answerLines({ t, language }, report), assumptionLine({ t, language }, report.assumptions)];
};

/** Nothing is left in the mailbox, and every value that a text names was there to be told. */
const expectWhole = (report: Probed): void => {
  expect(report.answers.map(({ question }) => question)).toEqual(questionIds);
  expect(report.answers.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(report.cleanUp).toMatchObject({ kept: 0, left: 0 });
  const [contacts, bin, ...others] = sandbox.outlook(petra).folders();
  expect([contacts?.cards, others]).toEqual([15, []]);
  expect(bin?.cards).toBeLessThanOrEqual(report.cleanUp.notThere);
  for (const language of languages) {
    const lines = linesOf(report, language);
    expect(lines).toHaveLength(questionIds.length * 2 + 1);
    for (const line of lines) expect(line).not.toMatch(/[{}]|undefined|null/u);
  }
};

type Told = Partial<Record<QuestionId, readonly [finding: string | null, facts?: Facts]>>;

const expectTold = (report: Probed, told: Told): void => {
  for (const [question, [finding, facts = {}]] of Object.entries(told)) {
    const { finding: found, facts: measured } = report.of(question as QuestionId);
    expect({ question, found, measured }).toEqual({
      question,
      found: finding,
      measured: expect.objectContaining(facts) as unknown,
    });
  }
};

const byDefault: Told = {
  expandOnDelta: ['ignored', { content: 'whole' }],
  twoDeltas: ['same', { inFolder: 15 }],
  move: [null, { appCanMove: false }],
  staleEtag: ['refused412', { patchWritten: false, deleteDone: false }],
  propertyWrite: ['comesBack'],
  lastDeletion: ['told', { deletedCardById: 'found', reason: 'deleted' }],
  merge: [null],
  copy: [null],
  findDelay: ['atOnce', { samples: 5, slowestMs: 0, ignoresCase: true, findsDeleted: false }],
  changeless: ['sameValuesShow', { itemsAtRest: 0, linking: 'notAsked' }],
  birthday: ['asWritten'],
};

const noise: Partial<Switches> = {
  deltaShuffle: true,
  deltaRepeats: 0.5,
  deltaEmptyPages: 0.3,
  deltaPageSize: 2,
  nulls: 'omitted',
  batchOrder: 'any',
  displayName: 'regeneratedAlways',
  fileAs: 'regeneratedAlways',
};

const worlds: [string, Partial<Switches>, Told][] = [
  ['as documented', {}, byDefault],
  [
    'as little as may be',
    {
      expandOnDelta: 'refused',
      meContactsDelta: 'refused',
      staleEtag: 409,
      extendedPropertyBumps: false,
      deletedCards: 'gone',
      deltaRemovedReason: 'changed',
      deltaContent: 'idsOnly',
      findLagMs: 5_000,
      birthdayAnswers: 'midnightUtc',
    },
    {
      expandOnDelta: ['refused', { status: 400 }],
      twoDeltas: ['refused', { status: 400 }],
      staleEtag: ['refused409'],
      propertyWrite: ['silent'],
      lastDeletion: ['told', { deletedCardById: 'gone', reason: 'changed' }],
      findDelay: ['late', { slowestMs: 5_000, samples: 5 }],
      birthday: ['otherMoment'],
    },
  ],
  [
    'as much as may be, and careless',
    {
      expandOnDelta: 'honoured',
      staleEtag: 'ignored',
      deltaMissedRemovals: 1,
      deltaContent: 'changedOnly',
      findMisses: 3,
      findScope: 'mailboxAndDeletedItems',
      birthdayAnswers: 'localMidnight',
    },
    {
      expandOnDelta: ['honoured', { content: 'changedOnly' }],
      staleEtag: ['ignored', { patchWritten: true, deleteDone: true }],
      lastDeletion: ['noneTold'],
      findDelay: ['late', { findsDeleted: true }],
      birthday: ['otherMoment', { summer: '1974-07-21T22:00:00Z', winter: '1980-02-28T23:00:00Z' }],
    },
  ],
  [
    'with a look-up that sees the default folder alone',
    { findScope: 'defaultFolder', birthdayAnswers: '1159Utc' },
    { findDelay: ['folderOnly', { samples: 1, slowestMs: 0 }], birthday: ['asWritten'] },
  ],
  [
    'with a look-up that never finds',
    { findLagMs: 3_600_000 },
    { findDelay: ['never', { samples: 1, slowestMs: null }] },
  ],
  ['with deltas in disorder', noise, byDefault],
  ['with deltas half a minute late', { ...noise, deltaLagMs: 30_000 }, byDefault],
  // An item of an earlier round that comes again is no sign of a change.
  [
    'with replays, where a property alone is no change',
    { deltaReplays: 0.8, extendedPropertyBumps: false, deltaContent: 'idsOnly' },
    { staleEtag: ['refused412'], expandOnDelta: ['ignored', { content: 'idsOnly' }] },
  ],
];

test.each(worlds)('a mailbox %s', async (_, switches, told) => {
  sandbox.switches.set(switches);
  const report = await probe.run();
  expectTold(report, told);
  expectWhole(report);
  expect(report.answers.some(isDanger)).toBe(switches.staleEtag === 'ignored');
});

describe('with somebody in Outlook', () => {
  const properties = (
    how: 'kept' | 'lost' | 'fromOther',
    others: 'deletedItems' | 'gone' = 'deletedItems',
  ): Hands => ({
    merge: (outlook, { card, other }) =>
      void outlook.merge(cardNamed(outlook, card!), [cardNamed(outlook, other!)], {
        properties: how,
        others,
      }),
  });
  const again = (outlook: Outlook, surname: string, folder: string) => {
    const { values } = cardNamed(outlook, surname);
    return outlook.add(values, { folder });
  };
  const moves: Hands = {
    move: (outlook, { card, to }) => void outlook.move(cardNamed(outlook, card!), to!),
  };

  const copies: Hands = { copy: (outlook, { card }) => void outlook.copy(cardNamed(outlook, card!)) };
  const links: Hands = { link: (outlook, { card }) => void outlook.touch(cardNamed(outlook, card!)) };

  test.each<[string, Partial<Switches>, Hands, Told]>([
    [
      'a move shows in the folder that it leaves; a survivor keeps its own; a copy takes it along; linking shows',
      {},
      { ...moves, ...properties('kept'), ...copies, ...links },
      {
        move: [
          'removedOnly',
          { immutableIdKept: true, defaultIdChanges: true, defaultIdsRemoved: true, defaultIdsAdded: true },
        ],
        merge: ['keepsProperty', { firstStays: true, secondStays: false, secondFoundById: true }],
        copy: ['copied', { originalKeepsIt: true }],
        changeless: ['bothShow', { linking: 'shows', linkingKeepsValues: true }],
      },
    ],
    [
      'a move shows in both folders; a survivor loses its own, the other is gone; a copy comes without it',
      { moveShowsInDestination: true },
      {
        ...moves,
        ...properties('lost', 'gone'),
        ...links,
        copy: (outlook, { card, folder }) => void again(outlook, card!, folder!),
      },
      {
        move: ['removedAndAdded'],
        merge: ['losesProperty', { firstStays: true, secondStays: false, secondFoundById: false }],
        copy: ['notCopied', { originalKeepsIt: true }],
      },
    ],
    [
      "all is told half a minute late; a survivor takes the other's, which is not found any more",
      { deltaLagMs: 30_000, deltaShuffle: true, deletedCards: 'gone' },
      { ...moves, ...properties('fromOther'), ...copies, ...links },
      {
        move: ['removedOnly'],
        merge: ['takesOther', { secondFoundById: false }],
        copy: ['copied'],
        changeless: ['bothShow'],
      },
    ],
    [
      'a move is not told at all; a merge makes a third card of two',
      { deltaMissedRemovals: 1 },
      {
        ...moves,
        ...copies,
        ...links,
        merge: (outlook, { card, other, folder }) => {
          const pair = [cardNamed(outlook, card!), cardNamed(outlook, other!)];
          again(outlook, card!, folder!);
          for (const one of pair) outlook.delete(one);
        },
      },
      {
        move: ['silent', { immutableIdKept: true }],
        merge: ['newCard', { newCards: 1, newCardHasProperty: false }],
      },
    ],
    [
      'a merge is a view, or borrows',
      {},
      {
        ...moves,
        ...copies,
        ...links,
        merge: (outlook, { card, other }) =>
          void outlook.borrow(cardNamed(outlook, card!), cardNamed(outlook, other!), ['mobilePhone']),
      },
      { merge: ['bothStay'] },
    ],
    [
      'nothing is done in time',
      {},
      {},
      { move: [null], merge: [null], copy: [null], changeless: ['sameValuesShow', { linking: 'timedOut' }] },
    ],
  ])('%s', async (_, switches, hands, told) => {
    sandbox.switches.set(switches);
    const report = await probe.run({ hands });
    expectTold(report, told);
    sandbox.outlook(petra).emptyDeletedItems();
    expectWhole(report);
    for (const [question, [finding]] of Object.entries(told))
      if (finding === null) expect(report.of(question as QuestionId).outcome).toBe('timedOut');
  });
});

test('every finding has its sentence, in both languages', () => {
  for (const language of languages)
    for (const question of questionIds)
      for (const finding of ['title', ...findings[question]])
        expect(probeFindings[language][`${question}.${finding}` as ProbeFinding]).toMatch(/\S/u);
});

test('the report has no id, no link and no token in it, and nothing of the cards that are the user’s', async () => {
  const own = sandbox.outlook(petra).cards();
  const text = JSON.stringify(await probe.run());
  for (const { id, defaultId, values } of own) {
    const telling = [id, defaultId, values.surname, values.displayName, values.mobilePhone];
    const addresses = (values.emailAddresses ?? []).map(({ address }) => address);
    for (const value of [...telling, ...addresses]) if (value) expect(text).not.toContain(value);
  }
  expect(text).not.toMatch(/AAk|AAM|AQM|https?:|eyJ|Bearer|token=|@/u);
});

test('every request of a question is told with its answer and its time', async () => {
  const { of } = await probe.run();
  const asked = of('staleEtag').exchanges.map(({ asked: what, status, code }) => [what, status, code]);
  expect(asked).toContainEqual(['PATCH with a stale If-Match', 412, 'ErrorIrresolvableConflict']);
  expect(asked).toContainEqual(['DELETE with a stale If-Match', 412, 'ErrorIrresolvableConflict']);
});
