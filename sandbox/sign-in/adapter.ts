/**
 * Where oidc-provider keeps its sessions, codes and tokens: in memory, ageing by the sandbox's clock. The provider
 * itself only knows the wall clock, so what it finds here carries an `exp` that means the same to that clock.
 */
import type { Adapter, AdapterPayload } from 'oidc-provider';

import type { SandboxClock } from '../clock.ts';
import type { Apps } from './apps.ts';

export interface StoredRecord {
  payload: AdapterPayload;
  /** On the sandbox's clock; null never. */
  readonly expiresAtMs: number | null;
  /** Order of saving; tells whether a token is older than a revocation, also while time stands still. */
  readonly order: number;
}

export interface SignInStore {
  adapter(model: string): Adapter;
  record(model: string, id: string): StoredRecord | undefined;
  /** Refresh tokens of single-page apps: noted when they are given out. */
  noteSpa(refreshToken: string): void;
  isSpa(refreshToken: string): boolean;
  /** Everything saved from now on has a higher order. */
  mark(): number;
  /** Strict rotation: a refresh token works once and its second use revokes the grant. Off: old ones stay good, as in Entra. */
  strictRotation: boolean;
  reset(): void;
}

const GRANTABLE = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);
const SECOND = 1000;

export function createSignInStore(clock: SandboxClock, apps: Apps): SignInStore {
  const records = new Map<string, StoredRecord>();
  const spa = new Set<string>();
  let order = 0;
  const wallSeconds = (): number => Math.floor(Date.now() / SECOND);

  const seen = (record: StoredRecord | undefined): AdapterPayload | undefined => {
    if (!record) return undefined;
    if (record.expiresAtMs === null) return { ...record.payload };
    const left = Math.ceil((record.expiresAtMs - clock.now()) / SECOND);
    return { ...record.payload, exp: wallSeconds() + left };
  };

  const drop = (matches: (model: string, record: StoredRecord) => boolean): void => {
    for (const [key, record] of records) {
      if (matches(key.slice(0, key.indexOf(':')), record)) records.delete(key);
    }
  };

  const store: SignInStore = {
    strictRotation: false,
    adapter: (model) => ({
      async upsert(id, payload, expiresIn) {
        const expiresAtMs = expiresIn ? clock.now() + expiresIn * SECOND : null;
        records.set(`${model}:${id}`, { payload: { ...payload }, expiresAtMs, order: order++ });
      },
      async find(id) {
        return model === 'Client' ? clientMetadata(apps, id) : seen(records.get(`${model}:${id}`));
      },
      async findByUid(uid) {
        for (const [key, record] of records) {
          if (key.startsWith(`${model}:`) && record.payload.uid === uid) return seen(record);
        }
        return undefined;
      },
      async findByUserCode() {
        return undefined;
      },
      async consume(id) {
        if (model === 'RefreshToken' && !store.strictRotation) return;
        const record = records.get(`${model}:${id}`);
        if (record) record.payload.consumed = wallSeconds();
      },
      async destroy(id) {
        records.delete(`${model}:${id}`);
      },
      async revokeByGrantId(grantId) {
        drop((kind, record) => GRANTABLE.has(kind) && record.payload.grantId === grantId);
      },
    }),
    record: (model, id) => records.get(`${model}:${id}`),
    noteSpa: (refreshToken) => void spa.add(refreshToken),
    isSpa: (refreshToken) => spa.has(refreshToken),
    mark: () => order++,
    reset() {
      records.clear();
      spa.clear();
      store.strictRotation = false;
    },
  };
  return store;
}

/** Client authentication is done before oidc-provider sees a request (see token-endpoint.ts), hence `none`. */
function clientMetadata(apps: Apps, clientId: string): AdapterPayload | undefined {
  const app = apps.find(clientId);
  if (!app) return undefined;
  return {
    client_id: app.clientId,
    client_name: app.name,
    redirect_uris: [...app.webRedirectUris, ...app.spaRedirectUris],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
}
