/**
 * Which scopes exist and what they belong to. A request names scopes of one resource (Graph, or an app's own API)
 * next to the OpenID ones; the access token is for that resource, as in Entra
 * (learn.microsoft.com/entra/identity-platform/scopes-oidc).
 */
export const GRAPH_AUDIENCE = 'https://graph.microsoft.com';

/**
 * `offline_access` under another name: oidc-provider drops the real one unless the request asks prompt=consent,
 * Entra does not.
 */
export const OFFLINE = 'entra_offline';

const OPENID_SCOPES = ['openid', 'profile', 'email', OFFLINE];

const GRAPH_SCOPES = [
  'Calendars.Read',
  'Contacts.Read',
  'Contacts.ReadWrite',
  'Files.Read',
  'Mail.Read',
  'Mail.ReadWrite',
  'Mail.Send',
  'People.Read',
  'User.Read',
];

export const apiScope = (clientId: string): string => `api://${clientId}/access_as_user`;

export const allScopes = (clientIds: readonly string[]): string[] => [
  ...OPENID_SCOPES,
  ...GRAPH_SCOPES,
  ...clientIds.map(apiScope),
];

/** What a client wrote, as the sandbox knows it; `unknown` names the first scope that does not exist. */
export function normaliseScopes(
  asked: string | undefined,
  clientIds: readonly string[],
): { scopes: string[]; unknown: string | null } {
  const known = new Map(allScopes(clientIds).map((scope) => [scope.toLowerCase(), scope]));
  known.set('offline_access', OFFLINE);
  const scopes = new Set<string>();
  let unknown: string | null = null;
  for (const word of (asked ?? '').split(/\s+/).filter(Boolean)) {
    const short = word.startsWith(`${GRAPH_AUDIENCE}/`) ? word.slice(GRAPH_AUDIENCE.length + 1) : word;
    const scope = known.get(short.toLowerCase());
    if (scope) scopes.add(scope);
    else unknown ??= word;
  }
  return { scopes: [...scopes], unknown };
}

/** Nobody is asked for these: OpenID's own, and the API of the very app that signs in (pre-authorised). */
export const needsConsent = (scope: string, clientId: string): boolean =>
  scope !== 'openid' && scope !== apiScope(clientId);

/** The audience of the token and the scopes in it, from all granted scopes. */
export function tokenFor(
  granted: readonly string[],
  clientId: string,
): { resource: 'graph' | 'api'; scp: string[] } {
  const graph = granted.filter((scope) => GRAPH_SCOPES.includes(scope));
  if (graph.length === 0 && granted.includes(apiScope(clientId)))
    return { resource: 'api', scp: ['access_as_user'] };
  return { resource: 'graph', scp: [...graph, ...granted.filter((s) => s === 'openid' || s === 'profile')] };
}

/** Scopes as the token endpoint tells them back. */
export const toldScopes = (granted: readonly string[]): string =>
  granted.filter((scope) => scope !== OFFLINE).join(' ');
