/** What the worker may be told of the service: it looks longer and further by it, and never less than by default (R11). */
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asId, type ConnectorId } from '../../../shared/ids.ts';
import { doctorTexts } from '../../../shared/texts/doctor.ts';
import { createSandbox } from '../../../sandbox/index.ts';
import {
  assumptionsFor,
  defaultAssumptions,
  moreCareful,
  parseAssumptions,
  type GraphAssumptions,
} from '../../../worker/graph/assumptions.ts';
import { applyAssumptions, readAssumptions } from '../../../worker/main/assumptions.ts';
import { examineAssumptions } from '../../../worker/main/examine-assumptions.ts';
import { blankCard } from '../../../worker/sync/fields/card.ts';
import { inside } from '../cli/bin.ts';
import { graphOn, petra } from '../../support/outlook-remote.ts';

const careful: GraphAssumptions = { secondLookMs: 9_000, lookUp: 'filterAndListing' };
const fileOf = (assumptions: unknown): string => JSON.stringify({ assumptions });

describe('a file of assumptions', () => {
  test.each([
    ['no JSON', 'secondLookMs: 9000'],
    ['nothing in it', '{}'],
    ['a shorter wait than the default', fileOf({ ...careful, secondLookMs: 1_999 })],
    ['a wait that would hold a pass up for ever', fileOf({ ...careful, secondLookMs: 3_600_000 })],
    ['no wait at all', fileOf({ ...careful, secondLookMs: 0 })],
    ['a look-up nobody knows', fileOf({ ...careful, lookUp: 'none' })],
    ['a half of it', fileOf({ lookUp: 'filter' })],
  ])('is refused with %s', (_, text) => {
    expect(parseAssumptions(text)).toBeNull();
  });

  test('may be a whole report of the probe', () => {
    expect(parseAssumptions(JSON.stringify({ version: 1, answers: [], assumptions: careful }))).toEqual(
      careful,
    );
  });
});

test.each([
  [0, { secondLookMs: 2_000, lookUp: 'filter' }],
  [600, { secondLookMs: 2_000, lookUp: 'filter' }],
  [700, { secondLookMs: 2_500, lookUp: 'filter' }],
  [5_000, { secondLookMs: 15_000, lookUp: 'filter' }],
  [20_000, { secondLookMs: 30_000, lookUp: 'filterAndListing' }],
  [null, { secondLookMs: 30_000, lookUp: 'filterAndListing' }],
])('a delay of %s ms is met by three times that, within bounds', (slowestMs, assumptions) => {
  expect(assumptionsFor(slowestMs)).toEqual(assumptions);
  expect(parseAssumptions(fileOf(assumptions))).toEqual(assumptions);
});

test('of two measurements the more careful holds, point by point', () => {
  const slow: GraphAssumptions = { secondLookMs: 15_000, lookUp: 'filter' };
  expect(moreCareful(slow, careful)).toEqual({ secondLookMs: 15_000, lookUp: 'filterAndListing' });
  expect(moreCareful(defaultAssumptions, slow)).toEqual(slow);
});

describe('in the file that the settings name', () => {
  let folder: string;
  let settings: { graphAssumptionsFile: string | null };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relatiebrug-assumptions-'));
    settings = { graphAssumptionsFile: join(folder, 'graph.json') };
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('what was applied is read at the next start; a later, easier measurement does not undo it', async () => {
    expect(await readAssumptions(settings)).toEqual(defaultAssumptions);
    await applyAssumptions(settings, careful, new Date());
    await applyAssumptions(settings, defaultAssumptions, new Date());
    expect(await readAssumptions(settings)).toEqual(careful);
    expect((await stat(settings.graphAssumptionsFile!)).mode & 0o777).toBe(0o600);
  });

  test('one that cannot be read stops the start, and is not overwritten', async () => {
    await writeFile(settings.graphAssumptionsFile!, fileOf({ ...careful, secondLookMs: 1 }));
    await expect(readAssumptions(settings)).rejects.toMatchObject({ code: 'assumptionsWrong' });
    await expect(applyAssumptions(settings, careful, new Date())).rejects.toMatchObject({
      code: 'assumptionsWrong',
    });
    expect(await readFile(settings.graphAssumptionsFile!, 'utf8')).toContain('"secondLookMs":1');
  });

  test('without a name for it there is nothing to read and nowhere to keep', async () => {
    expect(await readAssumptions({ graphAssumptionsFile: null })).toEqual(defaultAssumptions);
    await expect(applyAssumptions({ graphAssumptionsFile: null }, careful, new Date())).rejects.toMatchObject(
      {
        code: 'probeNoFile',
      },
    );
  });
});

describe('what doctor says of the file', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'relatiebrug-assumptions-'));
    file = join(folder, 'graph.json');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const now = new Date('2026-03-10T12:00:00.000Z');
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  const said = async (name: string | null = file): Promise<unknown[][]> =>
    (await examineAssumptions({ graphAssumptionsFile: name }, now)).map(({ state, what, values }) => {
      expect(Object.keys(doctorTexts.nl)).toContain(what);
      return [
        state,
        what,
        values?.days ?? values?.code ?? null,
        ...(values?.list === undefined ? [] : [values.list]),
      ];
    });

  test('nothing where none is named; a warning where there is none by that name', async () => {
    expect(await said(null)).toEqual([]);
    expect(await said()).toEqual([['warning', 'assumptionsNone', null]]);
  });

  test('it cannot be read, or is no such file: wrong, for the worker will not start with it', async () => {
    expect(await said(folder)).toEqual([['wrong', 'assumptionsUnreadable', 'EISDIR']]);
    for (const text of ['', '[]', fileOf({ ...careful, secondLookMs: 1 })]) {
      await writeFile(file, text);
      expect(await said()).toEqual([['wrong', 'assumptionsShape', null]]);
      await expect(readAssumptions({ graphAssumptionsFile: file })).rejects.toThrow();
    }
  });

  test('how old it is, and what differs from the defaults; after a year it is worth measuring again', async () => {
    await applyAssumptions({ graphAssumptionsFile: file }, careful, daysAgo(12));
    const both = 'secondLookMs 9000 (2000), lookUp filterAndListing (filter)';
    expect(await said()).toEqual([['ok', 'assumptionsDiffer', 12, both]]);
    await rm(file);
    await applyAssumptions({ graphAssumptionsFile: file }, { ...careful, lookUp: 'filter' }, daysAgo(400));
    expect(await said()).toEqual([
      ['ok', 'assumptionsDiffer', 400, 'secondLookMs 9000 (2000)'],
      ['warning', 'assumptionsOld', 400],
    ]);
  });

  test('a report of the probe says not when it was applied: as old as the file is', async () => {
    await writeFile(file, JSON.stringify({ version: 1, assumptions: defaultAssumptions }));
    await utimes(file, daysAgo(3), daysAgo(3));
    expect(await said()).toEqual([['ok', 'assumptionsDefault', 3]]);
  });

  test('the command says it among its other findings', async () => {
    const { out } = await inside(['doctor', '--json'], {
      GRAPH_ASSUMPTIONS_FILE: file,
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      AUTHORITY: 'https://127.0.0.1:1',
      GRAPH_BASE_URL: 'https://127.0.0.1:1',
    });
    const { checks } = JSON.parse(out) as { checks: unknown[] };
    expect(checks).toContainEqual({
      check: 'assumptions',
      state: 'warning',
      message: expect.stringContaining(file) as string,
    });
  });
});

// With the listing in findCards taken away nothing was found, and the create would be taken for one that was not stored.
test('R11: a card that the filter misses is found by a listing, where that is assumed', async () => {
  const sandbox = await createSandbox({ switches: { findLagMs: 3_600_000 }, held: true });
  const [plain, listing] = [graphOn(sandbox), graphOn(sandbox, { assumptions: careful })];
  try {
    const connectorId = asId<ConnectorId>(randomUUID());
    const card = { ...blankCard, surname: 'Vries', displayName: 'Vries', fileAs: 'Vries' };
    sandbox.faults.plan({ method: 'POST', path: '/me/contacts', fault: { kind: 'lostAnswer' } });
    const remote = await listing.remote();
    expect(await remote.create([{ connectorId, card }])).toEqual([{ outcome: 'unclear' }]);
    const [stored] = sandbox.outlook(petra).cards();
    expect(await (await plain.remote()).find([connectorId])).toEqual(new Map());
    expect(await remote.find([connectorId])).toEqual(new Map([[connectorId, [stored!.id]]]));
    expect(await remote.find([asId<ConnectorId>(randomUUID())])).toEqual(new Map());
  } finally {
    await Promise.all([plain.close(), listing.close()]);
    await sandbox.close();
  }
});
