/**
 * Does the sign-in answer, and does it know this app? For `doctor`, which says what to do. Asks for a token for the app
 * itself: that needs no user and no permission, and proves client id and secret or certificate.
 */
import { Trouble } from '../pass/ports.ts';
import { classifySignIn } from './classify.ts';
import { permissionsIn } from './granted.ts';
import type { OpenClient } from './clients.ts';
import type { SignInNetwork } from './network.ts';

export type SignInCheck =
  /** `permissions`: what the app may do without any user; null: not to be read from its token. */
  | { readonly ok: true; readonly permissions: readonly string[] | null }
  | { readonly ok: false; readonly step: 'address' | 'keys' | 'client'; readonly trouble: Trouble };

export const checkSignIn = async (o: {
  authority: string;
  graphBaseUrl: string;
  tenant: string;
  network: SignInNetwork;
  openClient: OpenClient;
}): Promise<SignInCheck> => {
  const steps = [
    ['address', `${o.authority}/${o.tenant}/v2.0/.well-known/openid-configuration`],
    ['keys', `${o.authority}/common/discovery/v2.0/keys`],
  ] as const;
  for (const [step, url] of steps) {
    const trouble = await fetchTrouble(o.network, url);
    if (trouble) return { ok: false, step, trouble };
  }
  const client = o.openClient(o.tenant);
  try {
    const result = await client.app.acquireTokenByClientCredential({
      scopes: [`${o.graphBaseUrl}/.default`],
      skipCache: true,
    });
    // MSAL takes any JSON without an `error` for a success.
    if (!result?.accessToken) throw new Trouble('signIn.unavailable', { kind: 'retry', afterMs: 60_000 });
    return { ok: true, permissions: permissionsIn(result.accessToken) };
  } catch (error) {
    return { ok: false, step: 'client', trouble: classifySignIn(error, client.retryAfterMs) };
  }
};

const fetchTrouble = async (network: SignInNetwork, url: string): Promise<Trouble | null> => {
  try {
    const { status } = await network.fetch(url);
    if (status < 400) return null;
    if (status === 429 || status >= 500)
      return new Trouble('signIn.unavailable', { kind: 'retry', afterMs: 60_000 });
    return new Trouble('signIn.requestRefused', { kind: 'misconfigured' });
  } catch (error) {
    return new Trouble('signIn.unreachable', { kind: 'retry', afterMs: 30_000 }, { cause: error });
  }
};
