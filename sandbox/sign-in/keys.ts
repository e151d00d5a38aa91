/**
 * Signing and checking of the sandbox's tokens with node:crypto alone, so that the worker (which uses jose) is
 * checked by other code than its own. Shapes: learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
 */
import {
  constants,
  createPublicKey,
  generateKeyPairSync,
  randomUUID,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

export type Claims = Record<string, unknown>;

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The private key as JWK, for oidc-provider. */
  readonly jwk: Record<string, unknown>;
  /** The public half as the keys endpoint shows it. */
  readonly publicJwk: Record<string, unknown>;
}

interface KeyPair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const makePair = (): KeyPair => generateKeyPairSync('rsa', { modulusLength: 2048 });

let ownPair: KeyPair | undefined;

/** One for all sandboxes of a process, which tell their keys apart by `kid`: making one takes longer than all the rest. */
export const pairOfProcess = (): KeyPair => (ownPair ??= makePair());

export function createSigningKey(pair: KeyPair = makePair()): SigningKey {
  const { privateKey, publicKey } = pair;
  const kid = randomUUID();
  const named = { kid, alg: 'RS256', use: 'sig' };
  return {
    kid,
    privateKey,
    jwk: { ...privateKey.export({ format: 'jwk' }), ...named },
    publicJwk: { ...publicKey.export({ format: 'jwk' }), ...named },
  };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export function signJwt(key: SigningKey, claims: Claims, header: Claims = {}): string {
  const signed = `${part({ typ: 'JWT', alg: 'RS256', kid: key.kid, ...header })}.${part(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`;
}

/** A token that says of itself that it needs no signature: every guard must refuse it. */
export const unsignedJwt = (claims: Claims): string =>
  `${part({ typ: 'JWT', alg: 'none' })}.${part(claims)}.`;

export interface ReadJwt {
  readonly header: Claims;
  readonly claims: Claims;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Null when it is no JWT at all. */
export function readJwt(token: string): ReadJwt | null {
  const [header, claims, signature, ...rest] = token.split('.');
  if (!header || !claims || signature === undefined || rest.length > 0) return null;
  try {
    return {
      header: JSON.parse(Buffer.from(header, 'base64url').toString()) as Claims,
      claims: JSON.parse(Buffer.from(claims, 'base64url').toString()) as Claims,
      signed: Buffer.from(`${header}.${claims}`),
      signature: Buffer.from(signature, 'base64url'),
    };
  } catch {
    return null;
  }
}

/** The claims of a token that this key signed; null for any other. Says nothing about time or audience. */
export function verifyOwnJwt(key: SigningKey, token: string): Claims | null {
  const jwt = readJwt(token);
  if (!jwt || jwt.header.alg !== 'RS256' || jwt.header.kid !== key.kid) return null;
  return verify('sha256', jwt.signed, createPublicKey(key.privateKey), jwt.signature) ? jwt.claims : null;
}

/** Whether a client's assertion was signed with the key of this certificate (PS256 as MSAL signs, or RS256). */
export function assertionSignedBy(jwt: ReadJwt, publicKey: KeyObject): boolean {
  if (jwt.header.alg === 'RS256') return verify('sha256', jwt.signed, publicKey, jwt.signature);
  if (jwt.header.alg !== 'PS256') return false;
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return verify('sha256', jwt.signed, { key: publicKey, padding, saltLength: 32 }, jwt.signature);
}
