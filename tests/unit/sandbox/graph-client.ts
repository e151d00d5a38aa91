/** A plain client for the sandbox's Graph in tests: fetch over https with the sandbox's own authority. */
import { Agent, fetch } from 'undici';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../sandbox/index.ts';

export const PETRA = 'petra@kantoor-voorbeeld.example';
export const KARIM = 'karim@kantoor-voorbeeld.example';
export const PROPERTY = 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId';
export const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };

export interface Json {
  [name: string]: unknown;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or the text when it is none. */
  readonly body: Json;
  readonly text: string;
}

export interface Client {
  readonly sandbox: Sandbox;
  /** `path` from `/me` on, or a whole link. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    user?: string,
  ): Promise<Reply>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** A card's JSON after creating it. */
  create(values: Json, headers?: Record<string, string>): Promise<Json & { id: string }>;
  batch(requests: Json[]): Promise<Map<string, { status: number; headers: Json; body: Json }>>;
  /** Follows all pages of a delta. */
  round(
    start: string,
    headers?: Record<string, string>,
  ): Promise<{ items: Json[]; deltaLink: string; pages: number }>;
  control(method: string, path: string, body?: unknown): Promise<Reply>;
  close(): Promise<void>;
}

export const codeOf = (reply: { body: Json }): unknown => (reply.body['error'] as Json | undefined)?.['code'];
export const itemsOf = (reply: Reply): (Json & { id: string })[] =>
  reply.body['value'] as (Json & { id: string })[];
export const expandOf = (id = PROPERTY): string =>
  `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${id}')`)}`;
export const findBy = (value: string, id = PROPERTY): string =>
  `/me/contacts?$filter=${encodeURIComponent(
    `singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq '${value}')`,
  )}`;

export async function startClient(options: SandboxOptions = {}): Promise<Client> {
  const sandbox = await createSandbox({ seed: 7, held: true, ...options });
  const agent = new Agent({ connect: { ca: sandbox.ca }, connections: 16 });

  const send = async (
    url: string,
    method: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Reply> => {
    const reply = await fetch(url, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
      dispatcher: agent,
    });
    const text = await reply.text();
    let parsed: Json = {};
    try {
      parsed = JSON.parse(text) as Json;
    } catch {
      parsed = {};
    }
    return { status: reply.status, headers: reply.headers as unknown as Headers, body: parsed, text };
  };

  const call: Client['call'] = (method, path, body, headers = {}, user = PETRA) => {
    const url = path.startsWith('https:') ? path : `${sandbox.graphUrl}/v1.0${path}`;
    return send(url, method, body, { authorization: `Bearer ${sandbox.token(user)}`, ...headers });
  };
  const get: Client['get'] = (path, headers) => call('GET', path, undefined, headers);

  return {
    sandbox,
    call,
    get,
    async create(values, headers = IMMUTABLE) {
      const reply = await call('POST', '/me/contacts', values, headers);
      if (reply.status !== 201) throw new Error(`not created: ${reply.status} ${reply.text}`);
      return reply.body as Json & { id: string };
    },
    async batch(requests) {
      const reply = await call('POST', '/$batch', { requests });
      if (reply.status !== 200) throw new Error(`batch: ${reply.status} ${reply.text}`);
      type Item = { id: string; status: number; headers: Json; body: Json };
      return new Map((reply.body['responses'] as Item[]).map((item) => [item.id, item]));
    },
    async round(start, headers = IMMUTABLE) {
      const items: Json[] = [];
      for (let link = start, pages = 1; ; pages += 1) {
        const page = await get(link, headers);
        if (page.status !== 200) throw new Error(`delta: ${page.status} ${page.text}`);
        items.push(...itemsOf(page));
        const deltaLink = page.body['@odata.deltaLink'];
        if (typeof deltaLink === 'string') return { items, deltaLink, pages };
        link = page.body['@odata.nextLink'] as string;
      }
    },
    control: (method, path, body) => send(`${sandbox.url}/sandbox${path}`, method, body, {}),
    async close() {
      await agent.destroy();
      await sandbox.close();
    },
  };
}
