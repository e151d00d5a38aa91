/**
 * The Graph adapter on the stand-in, over the possibilities that Microsoft's documents leave open. Each row is a way
 * the real service may behave; the contract holds in all of them.
 */
import { createSandbox } from '../../../sandbox/index.ts';
import type { Sandbox, Switches } from '../../../sandbox/index.ts';
import { graphOn, outlookUnderTest } from '../../support/outlook-remote.ts';
import type { OpenedGraph } from '../../support/outlook-remote.ts';
import { remoteContract } from './suite.ts';

let sandbox: Sandbox;
let graph: OpenedGraph;

beforeAll(async () => {
  sandbox = await createSandbox({ seed: 11 });
  graph = graphOn(sandbox);
});
afterAll(async () => {
  await graph.close();
  await sandbox.close();
});

const ways: readonly [string, Partial<Switches>][] = [
  ['Outlook, the likeliest reading', {}],
  [
    'Outlook, an untidy delta: pages of two, shuffled, repeated, with empty ones, late, and only what changed',
    {
      deltaPageSize: 2,
      deltaShuffle: true,
      deltaRepeats: 0.3,
      deltaEmptyPages: 0.3,
      deltaReplays: 0.2,
      deltaLagMs: 5_000,
      deltaContent: 'changedOnly',
      deltaRemovedReason: 'changed',
      deltaExpiry: '400syncStateNotFound',
    },
  ],
  [
    'Outlook, the other reading of everything else',
    {
      deltaExpiry: '404syncStateInvalid',
      listScope: 'mailbox',
      findLagMs: 20_000,
      deletedCards: 'gone',
      nulls: 'omitted',
      staleEtag: 409,
      displayName: 'regeneratedAlways',
      fileAs: 'regeneratedAlways',
      emailNames: 'rewritten',
      organisationNames: { 'bakker@kantoor.example': 'Bakker, B. (extern)' },
      birthdayAnswers: 'localMidnight',
      batchOrder: 'asAsked',
      moveShowsInDestination: true,
    },
  ],
  [
    'Outlook, tokens lost in yet another way, and a delta of ids alone',
    { deltaExpiry: '410resyncRequired', birthdayAnswers: 'midnightUtc', deltaContent: 'idsOnly' },
  ],
];

for (const [name, switches] of ways)
  remoteContract(name, async () => {
    sandbox.reset();
    sandbox.clock.hold(Date.parse('2026-03-02T08:00:00Z'));
    sandbox.switches.set(switches);
    await graph.close();
    graph = graphOn(sandbox);
    return outlookUnderTest(sandbox, graph);
  });
