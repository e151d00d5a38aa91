/**
 * What the adapter tells whoever counts its requests, for `/metrics`. Kinds and statuses are few and closed, whatever the
 * service answers; no id and no address gets in. Nothing depends on it.
 */

export const requestKinds = [
  'delta',
  'list',
  'find',
  'read',
  'create',
  'update',
  'discard',
  'folders',
  'subscriptions',
  /** The envelope of several; each of them counts by its own kind too. */
  'batch',
  'other',
] as const;
export type RequestKind = (typeof requestKinds)[number];

/** `none`: no answer came. */
export type StatusClass = '2xx' | '3xx' | '4xx' | '429' | '5xx' | 'none';

export interface GraphMeter {
  /** One try has ended; sub-requests of a batch singly. */
  answered(kind: RequestKind, status: StatusClass): void;
  /** An answer, or a part of one, said "too many". */
  throttled(): void;
  /** Goes out once more. */
  retried(kind: RequestKind): void;
  /** An envelope with so many requests in it goes out. */
  batched(parts: number): void;
}

export const noMeter: GraphMeter = {
  answered: () => undefined,
  throttled: () => undefined,
  retried: () => undefined,
  batched: () => undefined,
};

/** Of an own path or of a whole link; the ids in it do not matter. */
export const kindOf = (method: string, pathOrLink: string): RequestKind => {
  const [path = '', query = ''] = pathOrLink.split('?', 2);
  if (path.endsWith('/$batch')) return 'batch';
  if (path.includes('/subscriptions')) return 'subscriptions';
  if (/\/(microsoft\.graph\.)?delta(\(|$)/.test(path)) return 'delta';
  if (/\/(mailFolders|contactFolders)(\/[^/]+)?$/.test(path)) return 'folders';
  if (method === 'GET' && /(^|&)(\$|%24)filter=/.test(query)) return 'find';
  if (path.endsWith('/contacts')) return method === 'POST' ? 'create' : 'list';
  if (/\/contacts\/[^/]+$/.test(path)) return byMethod[method] ?? 'other';
  return 'other';
};

const byMethod: Readonly<Record<string, RequestKind>> = { GET: 'read', PATCH: 'update', DELETE: 'discard' };

/** −1 and below: no answer. */
export const statusClassOf = (status: number): StatusClass => {
  if (status === 429) return '429';
  if (status >= 500) return '5xx';
  if (status >= 400) return '4xx';
  if (status >= 300) return '3xx';
  return status >= 200 ? '2xx' : 'none';
};
