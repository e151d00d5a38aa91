/** The Graph adapter on a small https server that answers as the test says. Call `useWire()` once in a test file. */
import { asId } from '../../shared/ids.ts';
import type { CardId, ConnectorId, FolderId, MailboxId } from '../../shared/ids.ts';
import { createGraph } from '../../worker/graph/index.ts';
import type { Graph, GraphOptions } from '../../worker/graph/index.ts';
import { blankCard } from '../../worker/sync/fields/card.ts';
import type { OutlookCard } from '../../worker/sync/fields/card.ts';
import type { DeltaItem, Remote, RemoteCursor } from '../../worker/pass/ports.ts';
import { testClock } from './test-clock.ts';
import type { TestClock } from './test-clock.ts';
import { startWire } from './wire.ts';
import type { Asked, Reply, Wire } from './wire.ts';

export const mailboxId = asId<MailboxId>('5d0c4b1e-0000-4000-8000-000000000001');
export const folderId = asId<FolderId>('F1');
export const card: OutlookCard = {
  ...blankCard,
  surname: 'Vries',
  displayName: 'Petra de Vries',
  fileAs: 'Vries, Petra de',
};
export const cardId = (n: number): CardId => asId<CardId>(`card-${n}`);
export const connectorId = (n: number): ConnectorId =>
  asId<ConnectorId>(`00000000-0000-4000-8000-00000000000${n}`);

export let wire: Wire;
export let clock: TestClock;
export let graph: Graph;
export let tokens: string[];
/** What the adapter told of its requests, in order. */
export let counted: string[];
export const guard = { may: true, stop: new AbortController() };

export const open = (options: Partial<GraphOptions> = {}): Promise<Remote<OutlookCard>> => {
  graph = createGraph({
    baseUrl: wire.baseUrl,
    ca: wire.ca,
    clock,
    timeoutMs: 2_000,
    random: () => 0.5,
    tokens: {
      accessToken: async (_, rejected) => {
        tokens.push(rejected ?? '');
        return `token-${tokens.length}`;
      },
    },
    meter: {
      answered: (kind, status) => counted.push(`${kind} ${status}`),
      throttled: () => counted.push('throttled'),
      retried: (kind) => counted.push(`${kind} again`),
      batched: (parts) => counted.push(`batch of ${parts}`),
    },
    ...options,
  });
  return graph.opener.open(mailboxId, { mayWrite: () => guard.may, signal: guard.stop.signal });
};

export const useWire = (): void => {
  beforeAll(async () => {
    wire = await startWire();
  });
  afterAll(() => wire.close());
  beforeEach(() => {
    wire.asked.length = 0;
    clock = testClock();
    tokens = [];
    counted = [];
    guard.may = true;
    guard.stop = new AbortController();
  });
  afterEach(() => graph.close());
};

export const error = (status: number, code: string, headers?: Record<string, string>): Reply => ({
  status,
  body: { error: { code, message: 'text that nobody reads' } },
  ...(headers === undefined ? {} : { headers }),
});
export const throttled = (seconds: string): Reply =>
  error(429, 'ApplicationThrottled', { 'retry-after': seconds });
export const folder: Reply = { body: { id: 'F1', parentFolderId: 'ROOT' } };
export const stored = (id: string): Record<string, unknown> => ({
  id,
  '@odata.etag': `W/"${id}"`,
  parentFolderId: 'F1',
  surname: 'Vries',
  displayName: 'Petra de Vries',
  fileAs: 'Vries, Petra de',
});

export interface Part {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: Record<string, unknown>;
}
export const partsOf = ({ body }: Asked): Part[] => (body as { requests: Part[] }).requests;
export const batch = (
  answers: { id: string; status: number; headers?: object; body?: unknown }[],
): Reply => ({
  body: { responses: answers },
});

export const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'nothing thrown',
    (thrown: unknown) => thrown,
  );
export const roundOf = async (remote: Remote<OutlookCard>, cursor: string | null) => {
  const items: DeltaItem[] = [];
  let next: RemoteCursor | null = null;
  for await (const page of remote.delta(folderId, cursor)) {
    if (page === 'folderGone') return 'folderGone';
    items.push(...page.items);
    next = page.next;
  }
  return { items, next };
};
