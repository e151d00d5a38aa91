/**
 * App registrations: client id, secrets and certificates, redirect addresses by platform, and the scope
 * `access_as_user` that an app exposes. A confidential client may use a secret or a certificate, whichever it likes,
 * as in Entra; an address of the platform `spa` takes neither.
 */
import { X509Certificate } from 'node:crypto';

import { refusal, type EntraError } from './entra-errors.ts';
import { assertionSignedBy, readJwt } from './keys.ts';

export interface SandboxApp {
  readonly clientId: string;
  readonly name?: string;
  readonly secrets?: readonly string[];
  /** PEM. */
  readonly certificates?: readonly string[];
  readonly webRedirectUris?: readonly string[];
  readonly spaRedirectUris?: readonly string[];
  /** App roles by object id, as the claim `roles` of its API tokens. */
  readonly roles?: Readonly<Record<string, readonly string[]>>;
  /** Application permissions for Graph that an administrator consented to, as `roles` of the app's own token. */
  readonly permissions?: readonly string[];
}

export interface Apps {
  /** Adds the app, or adds to what is registered under its id. */
  register(app: SandboxApp): void;
  find(clientId: string | undefined): Required<SandboxApp> | undefined;
  /** New secrets only; the old ones stop working (a rotated secret is what administrators forget). */
  replaceSecrets(clientId: string, secrets: readonly string[]): void;
  reset(): void;
}

const complete = (app: SandboxApp): Required<SandboxApp> => ({
  name: 'Relatiebrug (sandbox)',
  secrets: [],
  certificates: [],
  webRedirectUris: [],
  spaRedirectUris: [],
  roles: {},
  permissions: [],
  ...app,
});

const union = (a: readonly string[], b: readonly string[] = []): string[] => [...new Set([...a, ...b])];

export function createApps(first: readonly SandboxApp[]): Apps {
  const apps = new Map<string, Required<SandboxApp>>();
  const register = (app: SandboxApp): void => {
    const known = apps.get(app.clientId);
    if (!known) {
      apps.set(app.clientId, complete(app));
      return;
    }
    apps.set(app.clientId, {
      ...known,
      name: app.name ?? known.name,
      roles: { ...known.roles, ...app.roles },
      permissions: union(known.permissions, app.permissions),
      secrets: union(known.secrets, app.secrets),
      certificates: union(known.certificates, app.certificates),
      webRedirectUris: union(known.webRedirectUris, app.webRedirectUris),
      spaRedirectUris: union(known.spaRedirectUris, app.spaRedirectUris),
    });
  };
  for (const app of first) register(app);
  return {
    register,
    find: (clientId) => (clientId === undefined ? undefined : apps.get(clientId)),
    replaceSecrets(clientId, secrets) {
      const app = apps.get(clientId);
      if (!app) throw new Error(`no such app in the sandbox: ${clientId}`);
      apps.set(clientId, { ...app, secrets });
    },
    reset() {
      apps.clear();
      for (const app of first) register(app);
    },
  };
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface ClientCredentials {
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly client_assertion?: string;
  readonly client_assertion_type?: string;
}

export type AuthenticatedClient =
  { readonly app: Required<SandboxApp>; readonly confidential: boolean } | { readonly refused: EntraError };

/** Who calls the token endpoint. Without any credential it is a public client: the grant decides whether it may. */
export function authenticateClient(
  apps: Apps,
  given: ClientCredentials,
  tokenUrls: readonly string[],
  realNowMs: number,
): AuthenticatedClient {
  const app = apps.find(given.client_id);
  if (!app) {
    const message = `Application with identifier '${given.client_id ?? ''}' was not found in the directory.`;
    return { refused: refusal('unauthorized_client', 700016, message) };
  }
  if (given.client_assertion !== undefined) {
    const refused = refuseAssertion(app, given, tokenUrls, realNowMs);
    return refused ? { refused } : { app, confidential: true };
  }
  if (given.client_secret === undefined) return { app, confidential: false };
  if (app.secrets.includes(given.client_secret)) return { app, confidential: true };
  const message = `Invalid client secret provided for app '${app.clientId}'.`;
  return { refused: refusal('invalid_client', 7000215, message, { status: 401 }) };
}

function refuseAssertion(
  app: Required<SandboxApp>,
  given: ClientCredentials,
  tokenUrls: readonly string[],
  realNowMs: number,
): EntraError | null {
  const wrong = (aadsts: number, message: string): EntraError =>
    refusal('invalid_client', aadsts, message, { status: 401 });
  const jwt = given.client_assertion_type === ASSERTION_TYPE ? readJwt(given.client_assertion ?? '') : null;
  if (!jwt) return wrong(50027, 'Invalid JWT token.');
  const { header, claims } = jwt;
  if (claims.iss !== app.clientId || claims.sub !== app.clientId)
    return wrong(700021, 'Client assertion application identifier doesn’t match.');
  if (typeof claims.aud !== 'string' || !tokenUrls.includes(claims.aud))
    return wrong(700023, 'Client assertion audience claim does not match.');
  // The client's own clock signs this, not the sandbox's.
  if (typeof claims.exp !== 'number' || claims.exp * 1000 < realNowMs - 300_000)
    return wrong(700024, 'Client assertion is not within its valid time range.');
  const thumbprint = header['x5t#S256'];
  const match = app.certificates
    .map((pem) => new X509Certificate(pem))
    .find((certificate) => {
      const digest = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');
      return digest === thumbprint && assertionSignedBy(jwt, certificate.publicKey);
    });
  return match ? null : wrong(700027, 'The certificate used to sign the client assertion is not registered.');
}
