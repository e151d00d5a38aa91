/** What the administrator's page asks of the worker, answered for an invented office. */
import type { AdminMailboxView, AdminPassView, AdminStatus } from '../../../shared/api/admin.ts';
import type { Me } from '../../../shared/api/me.ts';
import type { Visibility } from '../../../shared/api/visibility.ts';
import { aPass, noCounts, ok, StandInWorker } from './worker.ts';

const people = {
  fenna: { id: 'e-1', displayName: 'Fenna Hoekstra', email: 'fenna.hoekstra@kantoor.example' },
  joost: { id: 'e-2', displayName: 'Joost van Dam', email: 'joost.van.dam@kantoor.example' },
  sanne: {
    id: 'e-3',
    displayName: 'Sanne-Marijke van Oldenbarneveldt-Schimmelpenninck',
    email: 'sanne-marijke.van.oldenbarneveldt-schimmelpenninck@kantoor.example',
  },
  daan: { id: 'e-4', displayName: 'Daan Visser', email: 'daan.visser@kantoor.example' },
  noor: { id: 'e-5', displayName: 'Noor el Amrani', email: 'noor.el.amrani@kantoor.example' },
};

export const anAdminMailbox = (given: Partial<AdminMailboxView> = {}): AdminMailboxView => ({
  id: 'm-1',
  employee: people.fenna,
  state: 'active',
  because: null,
  message: null,
  counts: { ...noCounts, active: 412 },
  lastPassAt: '2026-11-21T02:14:00.000Z',
  notBefore: null,
  lastPass: aPass({ did: { toRemote: 3 } }),
  ...given,
});

export const someMailboxes: readonly AdminMailboxView[] = [
  anAdminMailbox({
    id: 'm-4',
    employee: people.daan,
    state: 'paused',
    because: 'notStarted',
    lastPass: null,
    counts: noCounts,
  }),
  anAdminMailbox({ counts: { ...noCounts, active: 1_412, held: 2, removed: 1 } }),
  anAdminMailbox({
    id: 'm-2',
    employee: people.joost,
    state: 'braked',
    because: JSON.stringify({ kind: 'manyChanges', cards: 61, linked: 240 }),
    message: 'Gestopt vóór de eerste wijziging.',
    counts: { ...noCounts, active: 240 },
    lastPass: aPass({ id: 'p-2', result: 'braked', code: 'brake.manyChanges' }),
  }),
  anAdminMailbox({
    id: 'm-5',
    employee: people.noor,
    notBefore: '2026-11-21T10:30:00.000Z',
    lastPass: aPass({ id: 'p-5', result: 'failed', code: 'graph.unreachable' }),
  }),
  anAdminMailbox({
    id: 'm-3',
    employee: people.sanne,
    state: 'signInAgain',
    because: 'signInAgain',
    message: 'Microsoft vraagt om opnieuw aan te melden.',
    lastPass: aPass({ id: 'p-3', result: 'parked', code: 'signIn.needed' }),
  }),
];

export const aStatus = (given: Partial<AdminStatus> = {}): AdminStatus => ({
  version: '0.1.0',
  now: '2026-11-21T09:15:00.000Z',
  database: { reachable: true, migrated: true },
  jobs: true,
  mailboxes: { active: 2, paused: 1, signInAgain: 1, braked: 1 },
  runningPasses: 0,
  held: 14,
  failing: 1,
  allowedTenants: ['22222222-2222-4222-8222-222222222222'],
  endings: [],
  ...given,
});

export const anAdminPass = (given: Partial<AdminPassView> & { n?: number } = {}): AdminPassView => {
  const { n = 1, ...rest } = given;
  return {
    ...aPass({ did: { created: 2, toRemote: 1 } }),
    id: `p-${n}`,
    mailboxId: 'm-1',
    employee: { id: people.fenna.id, displayName: people.fenna.displayName },
    ...rest,
  };
};

const outline = (n: number, reason: string) => ({
  id: `h-${n}`,
  mailboxId: 'm-1',
  source: 'outlook',
  reason,
  fields: ['workEmail'],
  openedAt: `2026-11-${String(1 + (n % 20)).padStart(2, '0')}T09:00:00.000Z`,
  state: 'open',
  closedAt: null,
});

/** Makes the one who is signed in an administrator of an office of five. */
export const administered = (worker: StandInWorker = new StandInWorker()): StandInWorker => {
  const me: Me = {
    employee: people.fenna,
    admin: true,
    visibility: worker.visibility,
    mailbox: null,
    counts: null,
  };
  worker.instead.set('GET /api/me', () => ok(me));
  worker.instead.set('GET /api/admin/status', () => ok(aStatus()));
  worker.instead.set('GET /api/admin/mailboxes', () => ok({ items: someMailboxes }));
  worker.instead.set('GET /api/admin/passes', ({ query }) =>
    ok(
      query.get('before') === null
        ? {
            items: [
              anAdminPass({ n: 40, trigger: 'crmChange' }),
              anAdminPass({
                n: 39,
                mailboxId: 'm-5',
                employee: { id: people.noor.id, displayName: people.noor.displayName },
                result: 'failed',
                code: 'graph.unreachable',
                counts: null,
              }),
              anAdminPass({ n: 38, trigger: 'notification', counts: { ...aPass().counts!, toRemote: 0 } }),
            ],
            next: '38',
          }
        : { items: [anAdminPass({ n: 37, startedAt: '2026-11-19T02:13:00.000Z' })], next: null },
    ),
  );
  worker.instead.set('GET /api/admin/held', () =>
    ok({
      items: [
        ...Array.from({ length: 9 }, (_, n) => outline(n, 'conflict')),
        ...Array.from({ length: 4 }, (_, n) => outline(n + 9, 'borrowed')),
        outline(13, 'refusedByCrm'),
      ],
      next: null,
    }),
  );
  worker.instead.set('GET /api/admin/visibility', () => ok(worker.visibility));
  worker.instead.set('PUT /api/admin/visibility', ({ body }) => ok((worker.visibility = body as Visibility)));
  return worker;
};
