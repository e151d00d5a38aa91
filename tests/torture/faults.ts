/**
 * What goes wrong under torture: every kind of fault that the sandbox has, planned at exact places and at random, and its
 * switches, within what Microsoft's documents leave open. Only draws and counts; perform.ts plans them.
 */
import type { FiredFault } from '../../sandbox/faults.ts';
import type { Fault, RandomFaults, Switches } from '../../sandbox/index.ts';
import type { Random } from '../../sandbox/random.ts';
import type { Step } from './scenario.ts';

type Rule = Extract<Step, { do: 'fault' }>['rule'];

/** Short waits, so that a minute of torture is not a minute of waiting; that long ones are kept has tests of its own. */
const retryAfters = [1, 2, 3, { dateInMs: 2_000 }] as const;

type FaultOf = (random: Random) => Fault;
const status =
  (code: number, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): FaultOf =>
  () => ({ kind: 'status', status: code, ...more });

/** By the name under which the table counts them. */
const graphFaults: readonly FaultOf[] = [
  (random) => ({ kind: 'status', status: 429, retryAfter: random.pick(retryAfters) }),
  status(429),
  (random) => ({ kind: 'status', status: 503, retryAfter: random.pick(retryAfters) }),
  status(503, { after: true }),
  status(504, { after: true }),
  status(504),
  status(500),
  status(500, { after: true }),
  status(502, { body: 'html' }),
  status(503, { body: 'empty' }),
  () => ({ kind: 'lostAnswer' }),
  () => ({ kind: 'cut' }),
  () => ({ kind: 'hang' }),
  () => ({ kind: 'hang', after: true }),
  (random) => ({ kind: 'slow', ms: 200 + random.below(2_500) }),
  () => ({ kind: 'lostDeltaToken' }),
];

const signInFaults: readonly FaultOf[] = [
  () => ({ kind: 'deadRefreshToken' }),
  () => ({ kind: 'consentRequired' }),
  status(503),
  status(500, { body: 'html' }),
  () => ({ kind: 'cut' }),
  () => ({ kind: 'lostAnswer' }),
  () => ({ kind: 'slow', ms: 1_500 }),
];

/** Writes are where an answer that is lost hurts most. */
const places: readonly Partial<Rule>[] = [
  {},
  {},
  { method: 'POST', path: '/contacts' },
  { method: 'POST', path: '/contacts' },
  { method: 'PATCH' },
  { method: 'GET' },
  { inBatch: true },
  { inBatch: false },
  { path: 'delta' },
];

export const drawFault = (random: Random): Rule => {
  if (random.chance(0.25)) return { where: 'sign-in', fault: random.pick(signInFaults)(random) };
  const place = random.pick(places);
  const fault = random.pick(graphFaults)(random);
  return {
    ...(fault.kind === 'lostDeltaToken' ? {} : place),
    fault,
    skip: random.below(3),
    times: 1 + random.below(3),
  };
};

const rateNames = [
  'throttled',
  'throttledWithoutHeader',
  'unavailable',
  'unavailableAfterWrite',
  'gatewayTimeoutAfterWrite',
  'internalError',
  'badGateway',
  'lostAnswer',
  'cut',
  'hang',
  'lostDeltaToken',
] as const;

/** Fair weather, or a storm of some kinds. */
export const drawRates = (random: Random): RandomFaults['rates'] => {
  if (random.chance(0.15)) return {};
  const worst = random.pick([0.02, 0.05, 0.12]);
  return Object.fromEntries(
    rateNames.flatMap((name) => (random.chance(0.6) ? [[name, name === 'hang' ? worst / 4 : worst]] : [])),
  );
};

const positions: { readonly [Name in keyof Switches]?: readonly Switches[Name][] } = {
  expandOnDelta: ['ignored', 'refused', 'honoured'],
  topOnDelta: ['refused', 'ignored'],
  deltaContent: ['full', 'changedOnly', 'idsOnly'],
  deltaExpiry: [
    '410Location',
    '410SyncStateNotFound',
    '400syncStateNotFound',
    '410resyncRequired',
    '400ResyncRequired',
    '400SyncStateInvalid',
    '404syncStateInvalid',
  ],
  deltaTokenLifetimeMs: [null, 3_600_000],
  deltaPageSize: [2, 10, 50],
  deltaShuffle: [false, true],
  deltaRepeats: [0, 0.3],
  deltaEmptyPages: [0, 0.3],
  deltaReplays: [0, 0.3],
  deltaRemovedReason: ['deleted', 'changed'],
  moveShowsInDestination: [false, true],
  findScope: ['mailbox', 'mailboxAndDeletedItems'],
  findLagMs: [0, 500],
  findMisses: [0, 1],
  deltaLagMs: [0, 2_000],
  deletedCards: ['found', 'gone'],
  nulls: ['null', 'omitted'],
  staleEtag: [412, 409],
  extendedPropertyBumps: [true, false],
  displayName: ['kept', 'regeneratedOnNameChange', 'regeneratedAlways'],
  fileAs: ['kept', 'regeneratedOnNameChange', 'regeneratedAlways'],
  birthdayAnswers: ['asWritten', 'midnightUtc', '1159Utc', 'localMidnight'],
  birthdayByUser: ['midnightUtc', '1159Utc', 'localMidnight'],
  batchOrder: ['any', 'asAsked'],
  notificationDelayMs: [50, 1_000],
  limitConcurrency: [true, false],
  latencyMs: [0, 4, 15],
};
const switchNames = Object.keys(positions) as (keyof typeof positions)[];

/** Some switches in other positions. */
export const drawSwitches = (random: Random, share: number): Partial<Switches> =>
  Object.fromEntries(
    switchNames
      .filter(() => random.chance(share))
      .map((name) => [name, random.pick<unknown>(positions[name] ?? [])]),
  );

/** What lags or is missed while people type must have come through when everybody rests. */
export const calm: Partial<Switches> = { deltaLagMs: 0, findLagMs: 0, findMisses: 0, latencyMs: 0 };

/** Under what name the table counts it. */
export const faultName = ({ fault, request }: FiredFault): string => {
  const at = request.where === 'sign-in' ? 'sign-in: ' : '';
  switch (fault.kind) {
    case 'status': {
      const header = fault.status === 429 && fault.retryAfter === undefined ? ' without Retry-After' : '';
      return `${at}${fault.status}${header}${fault.after === true ? ' after it was done' : ''}`;
    }
    case 'hang':
      return `${at}no answer${fault.after === true ? ' though it was done' : ''}`;
    case 'lostAnswer':
      return `${at}answer lost`;
    case 'cut':
      return `${at}connection cut`;
    case 'slow':
      return `${at}slow`;
    case 'lostDeltaToken':
      return 'delta token lost';
    case 'deadRefreshToken':
      return `${at}refresh token refused`;
    case 'consentRequired':
      return `${at}consent asked again`;
  }
};

export const countFaults = (log: readonly FiredFault[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const fired of log) counts[faultName(fired)] = (counts[faultName(fired)] ?? 0) + 1;
  return counts;
};
