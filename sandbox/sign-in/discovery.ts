/** What Entra says about itself at `/.well-known/openid-configuration`, for one tenant or for `common`. */
import { AUTHORIZE_PATH, KEYS_PATH, TOKEN_PATH } from './provider.ts';

export const isTenantAlias = (segment: string): boolean =>
  segment === 'common' || segment === 'organizations';

export function openIdConfiguration(origin: string, tenant: string): Record<string, unknown> {
  // For an alias Entra writes the issuer with {tenantid} in it: the real one is the tenant of the token.
  const issuer = isTenantAlias(tenant) ? `${origin}/{tenantid}/v2.0` : `${origin}/${tenant}/v2.0`;
  return {
    token_endpoint: `${origin}/${tenant}${TOKEN_PATH}`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt', 'client_secret_basic'],
    jwks_uri: `${origin}/${tenant}${KEYS_PATH}`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    response_types_supported: ['code'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    issuer,
    request_uri_parameter_supported: false,
    authorization_endpoint: `${origin}/${tenant}${AUTHORIZE_PATH}`,
    end_session_endpoint: `${origin}/${tenant}/oauth2/v2.0/logout`,
    claims_supported: [
      'sub',
      'iss',
      'aud',
      'exp',
      'iat',
      'nonce',
      'preferred_username',
      'name',
      'tid',
      'ver',
    ],
    code_challenge_methods_supported: ['S256'],
    tenant_region_scope: null,
    cloud_instance_name: 'microsoftonline.com',
  };
}
