/**
 * The worker's HTTP API, called as the task pane calls it: over https, with the signed-in user's token. The shapes are
 * written down here anew from `/api/openapi.json`, on purpose: a change of the API that nobody meant fails the demo.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, fetch } from 'undici';

export interface PersonView {
  readonly id: string;
  readonly kind: 'contactPerson' | 'employee' | 'privatePerson';
  readonly displayName: string;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly organisation: { readonly name: string } | null;
  readonly relationManager: { readonly id: string } | null;
  readonly owners: readonly { readonly id: string }[];
  readonly former: boolean;
  readonly version: string;
  readonly inOutlook: { readonly selected: boolean; readonly because: string; readonly link: string | null };
}

export interface PassView {
  readonly id: string;
  readonly trigger: string;
  readonly result: string;
  readonly code: string | null;
  readonly endedAt: string | null;
  readonly counts: Readonly<Record<PassCount, number>> | null;
  readonly progress: {
    readonly phase: string;
    readonly done: number;
    readonly total: number | null;
  } | null;
}
export type PassCount = 'created' | 'toRemote' | 'toCrm' | 'conflicts' | 'removed' | 'repaired' | 'requests';

export interface MailboxView {
  readonly state: string;
  readonly message: string | null;
  readonly counts: Readonly<Record<'active' | 'creating' | 'paused' | 'held' | 'removed', number>>;
  readonly running: PassView | null;
  readonly lastPass: PassView | null;
}

export interface HistoryView {
  readonly id: string;
  readonly field: string | null;
  readonly side: 'crm' | 'remote';
  readonly from: string | null;
  readonly to: string | null;
  readonly decision: string;
  readonly overruled: { readonly side: 'crm' | 'remote'; readonly value: string | null } | null;
}

/** A change that waits for a decision. */
export interface HeldView {
  readonly id: string;
  readonly personId: string;
  readonly reason: string;
  readonly sentence: string;
  readonly fields: readonly { readonly field: string }[];
}

export interface UndoPlanView {
  readonly planKey: string;
  readonly items: readonly { readonly now: string | null; readonly becomes: string | null }[];
}

export interface PersonChange {
  readonly fields?: Readonly<Record<string, string | null>>;
  readonly ownerIds?: readonly string[];
  readonly former?: boolean;
}

/** What one signed-in user asks of the worker. */
export interface WorkerApi {
  me(): Promise<{ employee: { id: string; displayName: string } | null; mailbox: { id: string } | null }>;
  /** For an administrator: the pane shows owners, too (an office begins with them hidden). */
  showOwners(): Promise<void>;
  /** Address of the pop-up in which consent is given; works once. */
  activationUrl(): Promise<string>;
  mailbox(): Promise<MailboxView>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  sync(): Promise<void>;
  /** All of them, newest first. */
  passes(): Promise<PassView[]>;
  search(text: string): Promise<PersonView[]>;
  person(id: string): Promise<PersonView>;
  history(personId: string): Promise<HistoryView[]>;
  /** What is open. */
  held(): Promise<HeldView[]>;
  decide(heldId: string, choice: string): Promise<void>;
  undoPlan(entryId: string): Promise<UndoPlanView>;
  undo(entryId: string, planKey: string): Promise<void>;
  /** Made from the person's version of this moment. */
  change(personId: string, change: PersonChange): Promise<PersonView>;
}

export interface WorkerClient {
  as(token: string): WorkerApi;
  close(): Promise<void>;
}

const PAGE = 200;
export const SEARCH_LIMIT = 100;

export const createWorkerClient = (url: string, ca: string, stop: AbortSignal): WorkerClient => {
  const dispatcher = new Agent({ connect: { ca } });

  const ask = async (token: string, method: string, path: string, body?: object): Promise<unknown> => {
    for (;;) {
      const response = await fetch(url + path, {
        method,
        dispatcher,
        signal: stop,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (response.status === 429) {
        // The API's own limit per account; a demo is in no hurry.
        await sleep(Number(response.headers.get('retry-after') ?? 1) * 1000, undefined, { signal: stop });
        continue;
      }
      if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${text.slice(0, 300)}`);
      return text === '' ? null : JSON.parse(text);
    }
  };

  const as = (token: string): WorkerApi => {
    const get = async <T>(path: string): Promise<T> => (await ask(token, 'GET', path)) as T;
    const post = (path: string): Promise<unknown> => ask(token, 'POST', path);
    const person = (id: string): Promise<PersonView> => get(`/api/persons/${encodeURIComponent(id)}`);
    const all = async <T>(path: string): Promise<T[]> => {
      const items: T[] = [];
      let before: string | null = null;
      do {
        const more: string = before === null ? '' : `&before=${encodeURIComponent(before)}`;
        const page = await get<{ items: T[]; next: string | null }>(`${path}?limit=${PAGE}${more}`);
        items.push(...page.items);
        before = page.next;
      } while (before !== null);
      return items;
    };
    return {
      me: () => get('/api/me'),
      showOwners: async () => {
        const now = await get<Record<string, boolean>>('/api/admin/visibility');
        await ask(token, 'PUT', '/api/admin/visibility', { ...now, owners: true });
      },
      activationUrl: async () => ((await post('/api/activation/ticket')) as { url: string }).url,
      mailbox: () => get('/api/mailbox'),
      pause: async () => void (await post('/api/mailbox/pause')),
      resume: async () => void (await post('/api/mailbox/resume')),
      sync: async () => void (await post('/api/mailbox/sync')),
      passes: () => all('/api/passes'),
      search: async (text) => {
        const query = new URLSearchParams({ q: text, limit: String(SEARCH_LIMIT) });
        return (await get<{ items: PersonView[] }>(`/api/persons?${query.toString()}`)).items;
      },
      person,
      history: (id) => all(`/api/persons/${encodeURIComponent(id)}/history`),
      held: () => all('/api/held'),
      decide: async (id, choice) =>
        void (await ask(token, 'POST', `/api/held/${encodeURIComponent(id)}/decision`, { choice })),
      undoPlan: async (entryId) => (await ask(token, 'POST', '/api/undo/plan', { entryId })) as UndoPlanView,
      undo: async (entryId, planKey) => void (await ask(token, 'POST', '/api/undo', { entryId, planKey })),
      change: async (id, change) => {
        const { version } = await person(id);
        const body = { version, ...change };
        return (await ask(token, 'PATCH', `/api/persons/${encodeURIComponent(id)}`, body)) as PersonView;
      },
    };
  };

  return { as, close: () => dispatcher.destroy() };
};
