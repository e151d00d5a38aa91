/**
 * Who may ask what: one row a route of the application, in an order in which they can be asked one after the other. A
 * route without a row fails tests/security/authorisation.test.ts; so does a row without a route. What a row says is
 * what the answer must be: a status where the route does what was asked, else the code of its refusal.
 */
import type { ApiErrorCode } from '../../../shared/api/errors.ts';
import type { FullMailbox } from './full-mailbox.ts';

export type Answer = number | ApiErrorCode;

/** Everybody here has a valid token of an allowed tenant. */
export interface Expected {
  /** Has a mailbox, and the data in it. */
  readonly user: Answer;
  /** Signed in, but nobody activated: no mailbox, and no employee that is known. */
  readonly stranger: Answer;
  /** Named by the setting ADMINS; has no mailbox. */
  readonly admin: Answer;
  /** Has a mailbox, and is no active employee of the CRM any more. */
  readonly left: Answer;
}

export interface Asked {
  readonly path: string;
  readonly body?: unknown;
}

export interface Rule {
  /** Null: public, answered without a token. */
  readonly expected: Expected | null;
  /** The request as its rightful user makes it. */
  readonly ask: (mine: FullMailbox, versions: ReadonlyMap<string, string>) => Asked;
}

const of = (expected: Expected | null, ask: Rule['ask']): Rule => ({ expected, ask });
const at =
  (path: string, body?: unknown): Rule['ask'] =>
  () => ({ path, ...(body === undefined ? {} : { body }) });

/** One's own mailbox: nobody without one, nobody else's. */
const own = (user: Answer = 200): Expected => ({
  user,
  stranger: 'noMailbox',
  admin: 'noMailbox',
  left: 'notAnEmployee',
});
/** The user's own also when they have left the office: what is theirs to see, and how to stop. */
const ownAlways = (user: Answer = 200): Expected => ({ ...own(user), left: user });
/** The office's persons: employees whose sign-in is tied to one. */
const office = (user: Answer = 200): Expected => ({
  user,
  stranger: 'notAnEmployee',
  admin: 'notAnEmployee',
  left: 'notAnEmployee',
});
const adminOnly: Expected = { user: 'adminOnly', stranger: 'adminOnly', admin: 200, left: 'adminOnly' };
const signedIn = (status: number): Expected => ({
  user: status,
  stranger: status,
  admin: status,
  left: status,
});
const open = null;

const settings = { groupsIncluded: [], groupsExcluded: [], conflictPolicy: 'crm' };
const versionOf = (versions: ReadonlyMap<string, string>, id: string): string => versions.get(id) ?? 'none';

export const rules: Readonly<Record<string, Rule>> = {
  'GET /healthz': of(open, at('/healthz')),
  'GET /readyz': of(open, at('/readyz')),
  'GET /config.json': of(open, at('/config.json')),
  'GET /api/openapi.json': of(open, at('/api/openapi.json')),
  'GET /connect/start': of(open, at('/connect/start?ticket=none')),
  'GET /connect/callback': of(open, at('/connect/callback?state=none&code=none')),
  'POST /notifications/graph': of(open, at('/notifications/graph', { value: [] })),
  'POST /notifications/graph/lifecycle': of(open, at('/notifications/graph/lifecycle', { value: [] })),
  'GET /*': of(open, at('/taskpane.html')),

  'GET /api/me': of(signedIn(200), at('/api/me')),
  'POST /api/activation/ticket': of(signedIn(201), at('/api/activation/ticket', { start: 'now' })),
  'GET /api/groups': of(signedIn(200), at('/api/groups')),

  'GET /api/mailbox': of(ownAlways(), at('/api/mailbox')),
  'GET /api/mailbox/relations': of(office(), at('/api/mailbox/relations?list=inStep')),
  'GET /api/mailbox/paused-cards': of(own(), at('/api/mailbox/paused-cards')),
  'PUT /api/mailbox/settings': of(own(), at('/api/mailbox/settings', settings)),
  'PUT /api/mailbox/excluded/{personId}': of(own(), ({ persons }) => ({
    path: `/api/mailbox/excluded/${persons.linked.id}`,
  })),
  'DELETE /api/mailbox/excluded/{personId}': of(own(), ({ persons }) => ({
    path: `/api/mailbox/excluded/${persons.linked.id}`,
  })),
  'POST /api/mailbox/clean-up': of(own(202), ({ persons }) => ({
    path: '/api/mailbox/clean-up',
    body: { personIds: [persons.former.id] },
  })),
  'DELETE /api/mailbox/clean-up/{personId}': of(own(), ({ persons }) => ({
    path: `/api/mailbox/clean-up/${persons.former.id}`,
  })),
  'DELETE /api/mailbox/clean-up': of(own(), at('/api/mailbox/clean-up')),
  'POST /api/mailbox/preview': of(own(), at('/api/mailbox/preview', { limit: 5 })),
  'POST /api/mailbox/sync': of(own(202), at('/api/mailbox/sync')),

  'GET /api/passes': of(ownAlways(), at('/api/passes')),
  'GET /api/passes/{id}': of(ownAlways(), ({ passId }) => ({ path: `/api/passes/${passId}` })),

  'GET /api/persons': of(office(), at('/api/persons?q=Linked')),
  'GET /api/persons/{id}': of(office(), ({ persons }) => ({ path: `/api/persons/${persons.linked.id}` })),
  'GET /api/persons/recent': of(office(), at('/api/persons/recent')),
  'POST /api/persons/lookup': of(office(), at('/api/persons/lookup', { addresses: ['a@b.example'] })),
  'PUT /api/persons/choices': of(office(), ({ persons }) => ({
    path: '/api/persons/choices',
    body: { address: persons.linked.fields.workEmail, personId: persons.linked.id },
  })),
  'PUT /api/persons/{id}/seen': of(office(), ({ persons }) => ({
    path: `/api/persons/${persons.linked.id}/seen`,
  })),
  'GET /api/persons/{id}/history': of(office(), ({ persons }) => ({
    path: `/api/persons/${persons.linked.id}/history`,
  })),
  'GET /api/persons/{id}/why': of(office(), ({ persons }) => ({
    path: `/api/persons/${persons.linked.id}/why`,
  })),
  'POST /api/persons': of(
    office(201),
    at('/api/persons', { kind: 'contactPerson', fields: { lastName: 'Nieuw' } }),
  ),
  'PATCH /api/persons/{id}': of(office(), ({ persons: { excluded } }, versions) => ({
    path: `/api/persons/${excluded.id}`,
    body: { version: versionOf(versions, excluded.id), fields: { jobTitle: 'Griffier' } },
  })),
  'PUT /api/persons/{id}/mine': of(office(), ({ persons: { notMine } }, versions) => ({
    path: `/api/persons/${notMine.id}/mine`,
    body: { version: versionOf(versions, notMine.id), role: 'relationManager', mine: true },
  })),

  'GET /api/history': of(ownAlways(), at('/api/history')),
  'GET /api/history/file': of(ownAlways(), at('/api/history/file')),
  'POST /api/undo/plan': of(office(), ({ entryId }) => ({ path: '/api/undo/plan', body: { entryId } })),
  'POST /api/undo': of(office('planStale'), ({ passId }) => ({
    path: '/api/undo',
    body: { passId, planKey: 'another' },
  })),
  'GET /api/undo': of(office(), at('/api/undo')),
  'GET /api/undo/{id}': of(office(), ({ undoId }) => ({ path: `/api/undo/${undoId}` })),

  'GET /api/held': of(own(), at('/api/held')),
  'GET /api/held/{id}': of(own(), ({ heldId }) => ({ path: `/api/held/${heldId}` })),
  'POST /api/held/{id}/decision': of(own(), ({ heldId }) => ({
    path: `/api/held/${heldId}/decision`,
    body: { choice: 'remote' },
  })),
  'POST /api/held/decisions': of(own(), ({ heldId }) => ({
    path: '/api/held/decisions',
    body: { ids: [heldId], choice: 'remote' },
  })),
  'GET /api/held/pairs': of(own(), at('/api/held/pairs')),
  'DELETE /api/held/pairs/{id}': of(own(), ({ pairId }) => ({ path: `/api/held/pairs/${pairId}` })),

  'GET /api/admin/mailboxes': of(adminOnly, at('/api/admin/mailboxes')),
  'GET /api/admin/status': of(adminOnly, at('/api/admin/status')),
  'GET /api/admin/passes': of(adminOnly, at('/api/admin/passes')),
  'GET /api/admin/held': of(adminOnly, at('/api/admin/held')),
  'GET /api/admin/visibility': of(adminOnly, at('/api/admin/visibility')),
  'PUT /api/admin/visibility': of(
    adminOnly,
    at('/api/admin/visibility', {
      relationManager: true,
      owners: true,
      groups: true,
      birthDate: true,
      privateDetails: true,
    }),
  ),

  'POST /api/mailbox/pause': of(ownAlways(), at('/api/mailbox/pause')),
  'POST /api/mailbox/resume': of(own(), at('/api/mailbox/resume', {})),
  'POST /api/mailbox/deactivate': of(ownAlways(), at('/api/mailbox/deactivate')),
};
