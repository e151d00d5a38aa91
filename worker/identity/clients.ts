/**
 * Clients of the sign-in (MSAL): a fresh one for every operation, which holds the tokens of one user only. A shared
 * client mixes users, since loading a cache adds to what is there, and its local throttling lets one user's 503 block all.
 */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { AuthenticationResult, Configuration } from '@azure/msal-node';
import { ConfidentialClientApplication } from '@azure/msal-node';
import type { Credential } from '../settings.ts';
import { IdentityError } from './errors.ts';
import type { SignInNetwork } from './network.ts';

/** What is asked of every user. MSAL adds `openid profile offline_access`. */
export const GRAPH_SCOPES = ['Contacts.ReadWrite', 'User.Read'];
export const NEEDED_SCOPE = 'Contacts.ReadWrite';

/** Scopes come back short or with Graph's address in front, in any letter case. */
export const wasGranted = (scopes: readonly string[], wanted: string): boolean =>
  scopes.some((scope) => (scope.split('/').at(-1) ?? '').toLowerCase() === wanted.toLowerCase());

export type UserKey = string & { readonly userKey?: never };
export const userKeyOf = (account: { readonly oid: string; readonly tid: string }): UserKey =>
  `${account.oid.toLowerCase()}.${account.tid.toLowerCase()}`;

export type ClientCredential = Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate'>;

/** Reads the files and signs once: MSAL would complain at the first sign-in only. Throws IdentityError. */
export const loadCredential = async (credential: Credential, now: Date): Promise<ClientCredential> => {
  if (credential.kind === 'secret') return { clientSecret: credential.secret };
  let certificatePem: string;
  let certificate: X509Certificate;
  let privateKey: string;
  try {
    certificatePem = await readFile(credential.certificateFile, 'utf8');
    certificate = new X509Certificate(certificatePem);
    const key = createPrivateKey(await readFile(credential.keyFile, 'utf8'));
    privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (error) {
    throw new IdentityError(
      'identity.certificateUnreadable',
      'CLIENT_CERTIFICATE_FILE or CLIENT_KEY_FILE cannot be read, or is no PEM (the key without a passphrase).',
      { cause: error },
    );
  }
  const own = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
  if (own !== certificate.publicKey.export({ type: 'spki', format: 'pem' })) {
    throw new IdentityError(
      'identity.certificateKeyMismatch',
      'CLIENT_KEY_FILE is not the key of CLIENT_CERTIFICATE_FILE. Take both from the same pair.',
    );
  }
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo)) {
    throw new IdentityError(
      'identity.certificateExpired',
      `CLIENT_CERTIFICATE_FILE is valid from ${certificate.validFrom} to ${certificate.validTo}, which is not now. ` +
        'Make a new pair and upload the certificate to the app registration.',
    );
  }
  const thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '');
  return { clientCertificate: { thumbprintSha256, privateKey, x5c: certificatePem } };
};

export interface ClientSettings {
  readonly authority: string;
  readonly clientId: string;
  readonly credential: ClientCredential;
}

/** One operation's client. */
export interface OneClient {
  readonly app: ConfidentialClientApplication;
  /** What was loaded with what has come since. */
  cache(): string;
  /** What the service asked to wait, in the answer that failed. */
  readonly retryAfterMs: number | null;
}

/** `tenant`: a tenant id or `organizations`. `cache`: that user's, as `OneClient.cache` gave it. */
export type OpenClient = (tenant: string, cache?: string) => OneClient;

const MICROSOFT = 'https://login.microsoftonline.com';

export const createClients =
  (settings: ClientSettings, network: SignInNetwork): OpenClient =>
  (tenant, cache) => {
    const networkClient = network.forOperation();
    const app = new ConfidentialClientApplication({
      auth: {
        clientId: settings.clientId,
        authority: `${settings.authority}/${tenant}`,
        ...settings.credential,
        // Any other address must be named, with its port, or MSAL asks Microsoft about it.
        ...(settings.authority === MICROSOFT ? {} : { knownAuthorities: [new URL(settings.authority).host] }),
      },
      system: { networkClient },
    });
    const tokens = app.getTokenCache();
    if (cache !== undefined) tokens.deserialize(cache);
    return {
      app,
      cache: () => tokens.serialize(),
      get retryAfterMs() {
        return networkClient.retryAfterMs;
      },
    };
  };

/** Whose tokens these are: `localAccountId.tenantId`. (homeAccountId is another for guests.) */
export const accountOf = (result: AuthenticationResult): { oid: string; tid: string } => ({
  oid: (result.account?.localAccountId ?? result.uniqueId).toLowerCase(),
  tid: (result.account?.tenantId ?? result.tenantId).toLowerCase(),
});
