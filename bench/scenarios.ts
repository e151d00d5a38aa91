/**
 * Every scenario of `npm run bench`: what is measured, the goals it is held against, how long it takes, and in which order they
 * matter when time is short. What a scenario does stands in bench/scale/.
 */
import { measureChanges } from './scale/changes.ts';
import { measureFair } from './scale/fair.ts';
import { measureFleet } from './scale/fleet.ts';
import { measureIdle } from './scale/idle.ts';
import { measureImport } from './scale/import.ts';
import { measureLarge } from './scale/large.ts';
import { measureLatency } from './scale/latency.ts';
import { measurePanes } from './scale/panes.ts';
import { measurePush } from './scale/push.ts';
import type { Figures, Goal, Scenario } from './scenario.ts';

/** The sandbox looks, in every scenario that has passes. */
const neverTwo: Goal = { figure: 'twoAtOnce', atMost: 0 };

const push = (
  persons: number,
  latencyMs: number,
  seconds: number,
  importance: number,
  goals: readonly Goal[] = [],
  notes: readonly string[] = [],
): Scenario => ({
  name: `push-${String(persons)}${latencyMs === 0 ? '-cpu' : ''}`,
  title: `First push of ${persons.toLocaleString('en')} persons, ${latencyMs === 0 ? 'no latency' : `${String(latencyMs)} ms an item`}`,
  seconds,
  importance,
  goals: [...goals, neverTwo],
  shown: [
    ...(latencyMs === 0 ? [] : ['wallSeconds', 'floorSeconds', 'floorRatio']),
    ...(latencyMs === 0 ? ['wallSeconds'] : []),
    'workerCpuSeconds',
    'workerCpuMsPerCard',
    'workerPeakMb',
    'postgresCpuSeconds',
    'sandboxCpuSeconds',
    'requests',
    'roundTrips',
    'refused',
    'cards',
  ],
  notes,
  run: async (quick) => ({
    ...(await measurePush({ persons: quick ? Math.ceil(persons / 10) : persons, latencyMs })),
  }),
});

const fleetRuns = (quick: boolean, runs: number): Promise<readonly Figures[]> =>
  measureFleet(
    { mailboxes: quick ? 60 : 1_000, latencyMs: 250, processes: quick ? [1, 2] : [1, 2, 4] },
    runs,
  );

const idleRuns = async (quick: boolean, runs: number): Promise<readonly Figures[]> =>
  (await measureIdle({ mailboxes: quick ? 100 : 2_000, persons: 3 }, runs)).map((figures) => ({
    ...figures,
  }));

export const scenarios: readonly Scenario[] = [
  push(5_000, 50, 85, 1, [{ figure: 'floorRatio', atMost: 1.1 }]),
  push(5_000, 0, 25, 2, [{ figure: 'workerCpuMsPerCard', atMost: 1 }]),
  {
    name: 'day',
    title:
      'One mailbox with 5,000 linked cards: nothing changed, 1 % changed on each side, 1 % in conflict (50 ms an item)',
    seconds: 60,
    importance: 3,
    goals: [{ figure: 'quietRequests', atMost: 1 }, { figure: 'quietCpuMs', atMost: 20 }, neverTwo],
    shown: [
      'quietPasses',
      'quietRequests',
      'quietCpuMs',
      'quietMs',
      ...['crm', 'outlook', 'conflict'].flatMap((side) =>
        ['Changed', 'Seconds', 'FloorSeconds', 'CpuSeconds', 'Requests', 'RoundTrips'].map(
          (what) => side + what,
        ),
      ),
      'workerPeakMb',
    ],
    notes: ['The no-change pass is measured without latency, over 200 passes after 20 to warm up.'],
    run: async (quick) =>
      measureChanges({ persons: quick ? 500 : 5_000, latencyMs: 50, passes: quick ? 40 : 200 }),
  },
  push(10_000, 0, 45, 4, [{ figure: 'workerPeakMb', atMost: 250 }]),
  {
    name: 'latency',
    title: 'An edit until it is on the other side, 100 mailboxes in use (50 ms an item)',
    seconds: 100,
    importance: 5,
    goals: [
      { figure: 'crmToCardP95', atMost: 2_000 },
      { figure: 'notificationToCrmP95', atMost: 5_000 },
      neverTwo,
    ],
    shown: [
      'crmToCardP50',
      'crmToCardP95',
      'crmToCardMax',
      'notificationToCrmP50',
      'notificationToCrmP95',
      'notificationToCrmMax',
      'workerCpuMsPerEdit',
    ],
    notes: ['NOTIFICATION_DELAY_SECONDS stands at its default of 2: it is part of the way to the CRM.'],
    run: async (quick) =>
      measureLatency({
        mailboxes: quick ? 20 : 100,
        persons: quick ? 5 : 20,
        edits: quick ? 20 : 100,
        latencyMs: 50,
      }),
  },
  {
    name: 'fair',
    title:
      'A small change in one mailbox while 10,000 cards are pushed to another (50 ms an item, one process)',
    seconds: 65,
    importance: 6,
    goals: [{ figure: 'maxMs', atMost: 5_000 }, { figure: 'largeDone', atMost: 0 }, neverTwo],
    shown: ['edits', 'p50Ms', 'p95Ms', 'maxMs', 'pushedMeanwhile', 'largeDone'],
    run: async (quick) =>
      measureFair({ persons: quick ? 2_000 : 10_000, latencyMs: 50, edits: quick ? 5 : 20, others: 5 }),
  },
  {
    name: 'fleet',
    title: 'One, two and four `work` processes on one PostgreSQL server, 1,000 mailboxes, 250 ms an item',
    seconds: 400,
    importance: 7,
    goals: [{ figure: 'speedUp2', atLeast: 1.8 }, neverTwo],
    shown: [
      'seconds1',
      'seconds2',
      'seconds4',
      'speedUp2',
      'speedUp4',
      'cpuSeconds1',
      'cpuSeconds2',
      'cpuSeconds4',
      'postgresCpuSeconds1',
      'postgresCpuSeconds2',
      'postgresCpuSeconds4',
      'writesWatched',
      'processesSeen',
    ],
    run: async (quick) => (await fleetRuns(quick, 1))[0] ?? {},
    runAll: fleetRuns,
  },
  {
    name: 'idle',
    title: 'One quiet night, daily pass of each mailbox (2,000 mailboxes, told for 10,000)',
    seconds: 120,
    importance: 8,
    goals: [
      { figure: 'coreHoursFor10000', atMost: 1 },
      { figure: 'rssGrowth', atMost: 1.15 },
      { figure: 'notDone', atMost: 0 },
      neverTwo,
    ],
    shown: [
      'mailboxes',
      'coreHoursFor10000',
      'workerCpuMsPerMailbox',
      'workerCpuSeconds',
      'postgresCpuSeconds',
      'requestsPerMailbox',
      'rssAtFifthMb',
      'rssAtEndMb',
      'rssGrowth',
      'workerPeakMb',
      'wallSeconds',
    ],
    notes: [
      'The night is pressed together: every daily pass is due at once, in a fresh process whose access tokens have all run out. ' +
        'Core-hours are those of the worker and PostgreSQL together. `node --import tsx bench/scale/idle.ts --mailboxes 10000` measures all ten thousand.',
    ],
    run: async (quick) => (await idleRuns(quick, 1))[0] ?? {},
    runAll: idleRuns,
  },
  {
    name: 'large',
    title: 'A mailbox with 50,000 cards, beside one with 10,000 (no latency)',
    seconds: 545,
    importance: 9,
    goals: [
      { figure: 'own10000PeakMb', atMost: 250 },
      { figure: 'ownPeakRatio', atMost: 1.3 },
      { figure: 'linked50000PeakMb', atMost: 325 },
    ],
    shown: [
      ...['own10000', 'own50000'].flatMap((name) =>
        ['Seconds', 'CpuSeconds', 'Requests', 'PeakMb'].map((what) => name + what),
      ),
      'ownPeakRatio',
      ...[
        'PushPeakMb',
        'QuietMs',
        'QuietCpuMs',
        'QuietRequests',
        'Changed',
        'ChangedSeconds',
        'ChangedRequests',
        'PeakMb',
      ].map((what) => `linked50000${what}`),
    ],
    notes: [
      'own…: cards of the user’s own, all read in the first pass, with 500 persons pushed beside them. linked50000…: linked cards, pushed ' +
        'in parts of 9,000 by a process each with the sandbox’s window of 10,000 requests lifted; the figures are of a process started after that.',
    ],
    run: async (quick) =>
      measureLarge(
        quick ? { cards: [1_000, 5_000], linked: 0 } : { cards: [10_000, 50_000], linked: 50_000 },
      ),
  },
  {
    name: 'import',
    title: 'Import of 100,000 persons from a CSV file by the command line',
    seconds: 60,
    importance: 10,
    goals: [],
    shown: [
      'persons',
      'imported',
      'seconds',
      'personsPerSecond',
      'cpuSeconds',
      'peakMb',
      'postgresCpuSeconds',
    ],
    run: async (quick) => measureImport(quick ? 5_000 : 100_000),
  },
  {
    name: 'panes',
    title: '50 task panes at once at 100,000 persons: look-up by e-mail and search, over https',
    seconds: 45,
    importance: 11,
    goals: [{ figure: 'lookupP95', atMost: 50 }],
    shown: [
      'requestsPerSecond',
      'lookupP50',
      'lookupP95',
      'searchP50',
      'searchP95',
      'workerCpuSeconds',
      'workerPeakMb',
      'postgresCpuSeconds',
    ],
    run: async (quick) =>
      measurePanes({ persons: quick ? 5_000 : 100_000, panes: quick ? 10 : 50, seconds: quick ? 5 : 15 }),
  },
  push(1_000, 50, 30, 12, [{ figure: 'floorRatio', atMost: 1.2 }]),
  push(1_000, 0, 15, 13),
  push(
    10_000,
    50,
    155,
    14,
    [{ figure: 'floorRatio', atMost: 1.1 }],
    [
      'With the reads before them 10,000 cards are a few requests more than the window of 10,000 in ten minutes lets through: the pass ' +
        'breaks off there and goes on by itself when the window lets it. Measured is up to that moment; `cards` says how many had been made, and the floor is that of so many.',
    ],
  ),
];
