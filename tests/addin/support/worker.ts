/**
 * A stand-in for the worker, at the wire: answers what the pane sends, and keeps what it was sent. An address that nobody
 * described fails the test. In jsdom it stands in the place of fetch; a server asks it the same by `answer` (tests/browser).
 */
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import type { PassView } from '../../../shared/api/passes.ts';
import type { ApiErrorCode } from '../../../shared/api/errors.ts';
import { apiErrors } from '../../../shared/api/errors.ts';
import { defaultVisibility, type Visibility } from '../../../shared/api/visibility.ts';

export interface Sent {
  /** Method and path, without the query. */
  readonly call: string;
  readonly query: URLSearchParams;
  /** What was sent as JSON; undefined: nothing. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** What is sent as JSON; a function answers text instead, which is no JSON. */
  readonly body: unknown;
}
export type Handler = (sent: Sent) => Answer | Promise<Answer>;

export const ok = (body: unknown, status = 200): Answer => ({ status, body });
export const refuse = (code: ApiErrorCode, message = `sentence of ${code}`): Answer => ({
  status: apiErrors[code],
  body: { error: { code, message } },
});

export const config = {
  clientId: '11111111-1111-4111-8111-111111111111',
  authority: 'https://login.microsoftonline.com/organizations',
  scope: 'api://11111111-1111-4111-8111-111111111111/access_as_user',
};

export const ticketUrl = 'http://localhost/connect/start?ticket=eenmalig';

export class StandInWorker {
  readonly sent: Sent[] = [];
  /** Null: not activated. Change it and the pane finds it at its next look. */
  mailbox: MailboxView | null = null;
  visibility: Visibility = { ...defaultVisibility, owners: true };
  /** False: nobody answers. */
  reachable = true;
  /** In the place of the usual answer, by `GET /api/me`. */
  readonly instead = new Map<string, Handler>();

  /** What was asked for though nobody described it; a test that leaves something here has failed. */
  readonly undescribed: string[] = [];

  readonly fetch = async (path: string, init: RequestInit): Promise<Response> => {
    const answer = await this.answer(
      String(init.method),
      path,
      init.headers as Record<string, string>,
      typeof init.body === 'string' ? init.body : null,
    );
    if (answer === null) throw new TypeError('Failed to fetch');
    return asResponse(answer);
  };

  /** Null: nobody answers. `path` with its query, `body` as it was sent. */
  async answer(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | null,
  ): Promise<Answer | null> {
    const [place = '', query] = path.split('?');
    const sent: Sent = {
      call: `${method} ${place}`,
      query: new URLSearchParams(query),
      body: body === null ? undefined : JSON.parse(body),
      headers,
    };
    this.sent.push(sent);
    if (!this.reachable) return null;
    const handler = this.instead.get(sent.call) ?? this.#usual[sent.call];
    if (handler !== undefined) return handler(sent);
    this.undescribed.push(sent.call);
    throw new Error(`nobody described ${sent.call}`);
  }

  calls(call: string): number {
    return this.sent.filter((one) => one.call === call).length;
  }

  readonly #usual: Record<string, Handler> = {
    'GET /config.json': () => ok(config),
    'GET /api/me': () =>
      ok({
        employee:
          this.mailbox === null
            ? null
            : { id: 'e-1', displayName: 'Fenna Hoekstra', email: 'fenna.hoekstra@kantoor.example' },
        admin: false,
        visibility: this.visibility,
        mailbox: this.mailbox === null ? null : { id: 'm-1', state: this.mailbox.state, because: null },
        counts: this.mailbox?.counts ?? null,
      }),
    'GET /api/mailbox': () => (this.mailbox === null ? refuse('noMailbox') : ok(this.mailbox)),
    'POST /api/activation/ticket': () => ok({ url: ticketUrl, expiresAt: '2026-11-21T10:02:00.000Z' }, 201),
    'POST /api/mailbox/sync': () => ok({ asked: true, mailbox: this.mailbox }, 202),
    'POST /api/mailbox/pause': () => ok((this.mailbox = aMailbox({ state: 'paused', because: 'byUser' }))),
    'POST /api/mailbox/resume': () => ok((this.mailbox = aMailbox())),
  };
}

/** Only what the pane reads of a Response. */
const asResponse = ({ status, body }: Answer): Response =>
  ({
    status,
    ok: status >= 200 && status < 300,
    json: async () => {
      if (typeof body === 'function') throw new SyntaxError('Unexpected token < in JSON');
      return JSON.parse(JSON.stringify(body)) as unknown;
    },
    blob: async () => new Blob([String(body)]),
  }) as Response;

export const noCounts: MailboxView['counts'] = { active: 0, creating: 0, paused: 0, held: 0, removed: 0 };

export const noPassCounts: NonNullable<PassView['counts']> = {
  created: 0,
  toRemote: 0,
  toCrm: 0,
  conflicts: 0,
  held: 0,
  paused: 0,
  resumed: 0,
  removed: 0,
  repaired: 0,
  linked: 0,
  undone: 0,
  discarded: 0,
  requests: 4,
};

export const aPass = (
  given: Partial<PassView> & { did?: Partial<NonNullable<PassView['counts']>> } = {},
): PassView => {
  const { did, ...rest } = given;
  return {
    id: 'p-1',
    trigger: 'daily',
    startedAt: '2026-11-21T02:13:00.000Z',
    endedAt: '2026-11-21T02:14:00.000Z',
    result: 'done',
    code: null,
    counts: { ...noPassCounts, ...did },
    progress: null,
    ...rest,
  };
};

export const aMailbox = (given: Partial<MailboxView> = {}): MailboxView => ({
  id: 'm-1',
  state: 'active',
  because: null,
  message: null,
  brake: null,
  brakeReleased: false,
  settings: {
    groupsIncluded: [],
    groupsExcluded: [],
    conflictPolicy: 'crm',
    roles: ['relationManager', 'owner'],
  },
  excludedPersons: [],
  counts: { ...noCounts, active: 412 },
  running: null,
  lastPass: aPass(),
  nextPassAt: '2026-11-22T02:13:00.000Z',
  signInEndsAt: null,
  ...given,
});
