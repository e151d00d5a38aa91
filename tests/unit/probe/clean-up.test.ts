/**
 * The probe deletes, as nothing else here does: what it made and nothing besides, after a run, after a stop, after a crash, and
 * when the service will not have it at once.
 */
import { createSandbox, type Sandbox } from '../../../sandbox/index.ts';
import { connectorIdStart } from '../../../worker/probe/cards.ts';
import { connectorProperty } from '../../support/office.ts';
import { petra } from '../../support/outlook-remote.ts';
import { cardNamed, probeOn, type ProbeOnSandbox } from '../../support/probed.ts';

let sandbox: Sandbox;
let probe: ProbeOnSandbox;
const link = '3f9d2c1a-0000-4000-8000-000000000001';

beforeAll(async () => {
  const startAt = Date.parse('2026-03-02T08:00:00Z');
  sandbox = await createSandbox({ seed: 5, privateCards: 5, startAt, held: true });
});
beforeEach(() => {
  sandbox.reset();
  probe = probeOn(sandbox);
});
afterEach(() => probe.graph.close());
afterAll(() => sandbox.close());

const outlook = () => sandbox.outlook(petra);
const folderNames = () =>
  outlook()
    .folders()
    .slice(2)
    .map(({ displayName }) => displayName);
/** By id, folder, version, values and properties. */
const everything = () => [...outlook().cards(), ...outlook().deletedCards()];
const noDeletes = () => {
  const refused = { kind: 'status', status: 500 } as const;
  sandbox.faults.plan({ method: 'POST', path: 'permanentDelete', times: Infinity, fault: refused });
  sandbox.faults.plan({ method: 'DELETE', times: Infinity, fault: refused });
};

test('everything of the user’s is as it was, and nothing else is there', async () => {
  outlook().add({ surname: 'Gekoppeld' }, { properties: { [connectorProperty]: link } });
  outlook().delete(outlook().add({ surname: 'Weggegooid' }));
  outlook().makeFolder('Familie');
  const before = everything();
  const { cleanUp } = await probe.run();
  expect(cleanUp).toMatchObject({ kept: 0, left: 0, notThere: 0, folders: 3 });
  expect(everything()).toEqual(before);
  expect(folderNames()).toEqual(['Familie']);
});

test('not one request of the app names a card that it has not made', async () => {
  const own = new Set(everything().map(({ id }) => id));
  await probe.run();
  const byApp = outlook().audit.filter(({ by }) => by === 'app');
  expect(byApp.length).toBeGreaterThan(40);
  expect(byApp.filter(({ cardId }) => own.has(cardId))).toEqual([]);
});

test('a card that the user puts into its folder stays, with the folder', async () => {
  const report = await probe.run({
    hands: { copy: (hands, { folder }) => void hands.add({ surname: 'Bakker' }, { folder: folder! }) },
  });
  expect(report.cleanUp).toMatchObject({ kept: 1, left: 0, folders: 2 });
  expect(folderNames()).toEqual([expect.stringMatching(/^Relatiebrug probe [0-9a-f]{6}$/u)]);
  expect(outlook().find('Bakker')).toHaveLength(1);
});

// With the line `if (!isProbeCard(…)) return` of removeCard taken away, each of these was gone for good.
test.each([
  ['an address of somebody', { emailAddresses: [{ address: 'tante@familie.example' }] }],
  ['a note', { personalNotes: 'sleutel ligt bij de buren' }],
  ['a telephone number', { homePhones: ['+31 20 555 09 99'] }],
  ['another name', { surname: 'Bakker' }],
  ['another company', { companyName: 'Bakkerij Bakker' }],
])('a card of its own on which the user has written %s stays', async (_, values) => {
  let id = '';
  const report = await probe.run({
    hands: { merge: (hands, { card }) => void (id = hands.edit(cardNamed(hands, card!), values).id) },
  });
  expect(report.cleanUp).toMatchObject({ kept: 1 });
  expect(outlook().get(id)).toMatchObject({ deleted: false, values });
  expect(await probe.cleanUp()).toMatchObject({ cards: 0, kept: 1 });
  expect(outlook().get(id)).toMatchObject({ deleted: false, values });
});

test('where a card cannot be deleted for good it goes to Deleted Items', async () => {
  sandbox.faults.plan({
    path: 'permanentDelete',
    times: Infinity,
    fault: { kind: 'status', status: 405, code: 'ErrorInvalidRequest' },
  });
  const { cleanUp } = await probe.run();
  expect(cleanUp).toMatchObject({ kept: 0, left: 0 });
  expect(folderNames()).toEqual([]);
  expect(outlook().cards()).toHaveLength(5);
});

test('an edit between the look and the deletion wins: what was written then is looked at anew', async () => {
  const [first] = [outlook().cards()[0]!];
  const report = await probe.run({
    hands: {
      copy: (hands, { card }) => {
        const copy = hands.copy(cardNamed(hands, card!));
        // The version that was looked at is no longer the card's: 412, and the second look sees the note.
        sandbox.faults.plan({ path: 'permanentDelete', fault: { kind: 'status', status: 412 } });
        hands.edit(copy, { personalNotes: 'van mij' });
      },
    },
  });
  expect(report.cleanUp).toMatchObject({ kept: 1, left: 0 });
  expect(outlook().get(first)).toMatchObject({ deleted: false });
});

describe('broken off', () => {
  test('a stop ends the questions, and what was made is taken away all the same', async () => {
    const stop = new AbortController();
    const report = await probe.run({
      signal: stop.signal,
      onQuestion: (question) => (question === 'propertyWrite' ? stop.abort() : undefined),
    });
    expect(report).toMatchObject({ stopped: true, cleanUp: { left: 0, kept: 0 } });
    expect(report.answers.map(({ question }) => question)).toEqual([
      'expandOnDelta',
      'twoDeltas',
      'move',
      'staleEtag',
    ]);
    expect(folderNames()).toEqual([]);
    expect(outlook().cards()).toHaveLength(5);
  });

  test('what a crash leaves is found by its name and its connector ID, wherever the user has put it', async () => {
    outlook().makeFolder('Relatiebrug probe');
    const mine = outlook().add({ surname: 'Probe' }, { folder: 'Relatiebrug probe' });
    const linked = outlook().add({ surname: 'ProbeX' }, { properties: { [connectorProperty]: link } });
    noDeletes();
    const report = await probe.run();
    expect(report.cleanUp).toMatchObject({ cards: 0, folders: 0 });
    expect(report.cleanUp.left).toBeGreaterThan(15);
    sandbox.faults.clear();
    const left = outlook()
      .cards()
      .filter(({ folder }) => /probe [0-9a-f]{6}/u.test(folder));
    for (const [at, card] of left.entries()) if (at % 5 === 0) outlook().move(card, 'contacts');
    expect(await probe.cleanUp()).toMatchObject({ kept: 0, left: 0, folders: 3 });
    expect(folderNames()).toEqual(['Relatiebrug probe']);
    expect(outlook().cards()).toHaveLength(7);
    for (const card of [mine, linked]) expect(outlook().get(card)).toMatchObject({ deleted: false });
    expect(await probe.cleanUp()).toEqual({ cards: 0, folders: 0, kept: 0, notThere: 0, left: 0 });
  });

  test('a long wait that the service asks for ends it, with the answers so far', async () => {
    sandbox.faults.plan({
      method: 'PATCH',
      skip: 1,
      fault: { kind: 'status', status: 429, retryAfter: 300 },
    });
    const report = await probe.run();
    expect(report).toMatchObject({ stopped: true });
    expect(report.answers.map(({ outcome }) => outcome)).toContain('answered');
    expect(report.cleanUp.left).toBeGreaterThan(0);
    const standing = folderNames().length;
    expect(standing).toBeGreaterThan(0);
    await sandbox.clock.advance(301_000);
    expect(await probe.cleanUp()).toMatchObject({ left: 0, folders: standing });
    expect(folderNames()).toEqual([]);
    expect(outlook().cards()).toHaveLength(5);
  });

  test('a question that fails is told, and the others are asked', async () => {
    sandbox.faults.plan({
      method: 'PATCH',
      skip: 2,
      fault: { kind: 'status', status: 400, code: 'ErrorInvalidRequest' },
    });
    const report = await probe.run();
    expect(report.answers).toHaveLength(11);
    const failed = report.answers.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toMatchObject([{ finding: null, code: 'ErrorInvalidRequest' }]);
    expect(folderNames()).toEqual([]);
  });
});

test('a folder cannot be made: nothing was asked, and the reason is a code', async () => {
  sandbox.faults.plan({
    method: 'POST',
    path: '/me/contactFolders',
    fault: { kind: 'status', status: 400, code: 'ErrorAccessDenied' },
  });
  await expect(probe.run()).rejects.toMatchObject({ name: 'ProbeFailed', code: 'ErrorAccessDenied' });
  expect(folderNames()).toEqual([]);
});

test('a connector ID of the probe is a UUID, of a version that no link has', async () => {
  let seen: string[] = [];
  await probe.run({
    onQuestion: () => {
      seen = everything().flatMap(({ properties }) => properties[connectorProperty] ?? []);
    },
  });
  expect(seen.length).toBeGreaterThan(5);
  for (const id of seen) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
    expect(id.startsWith(connectorIdStart)).toBe(true);
  }
});
