/**
 * Tokens for the worker's API, and for nothing else: never a Graph token, never the ID token. Three ways, best first:
 * Outlook itself (nested app authentication), a pop-up of the browser, a dialog of Outlook where pop-ups are refused.
 * msal-browser is loaded only here and only when it is needed (68 kB). Nothing is kept in localStorage: with Outlook's
 * own sign-in the host remembers, otherwise the tab does.
 * learn.microsoft.com/office/dev/add-ins/develop/enable-nested-app-authentication-in-your-add-in
 */
import type { AuthenticationResult, IPublicClientApplication } from '@azure/msal-browser';
import type { PaneConfig } from '../../shared/api/config.ts';
import type { Host } from '../office/host.ts';
import { askInDialog, type DialogToken } from './ask-in-dialog.ts';
import { SignInFailure, type SignInFailureCode } from './failure.ts';

export interface SignIn {
  /** A token without asking anybody; null when a person must sign in. `fresh`: not the one the worker refused. */
  silent(options?: { fresh?: boolean }): Promise<string | null>;
  /** Opens a window; to be called from a click. */
  ask(): Promise<string>;
}

export const createSignIn = async (config: PaneConfig, host: Host): Promise<SignIn> => {
  const client = await createClient(config, host);
  let fromDialog: DialogToken | null = null;

  const request = () => {
    const account = client.getAllAccounts()[0];
    return account === undefined ? { scopes: [config.scope] } : { scopes: [config.scope], account };
  };

  const ask = async (): Promise<string> => {
    try {
      const hint = host.mailboxAddress === null ? {} : { loginHint: host.mailboxAddress };
      return tokenOf(await client.acquireTokenPopup({ ...hint, ...request() }));
    } catch (error) {
      if (!isPopupRefused(error)) throw failureOf(error);
    }
    fromDialog = await askInDialog(host);
    return fromDialog.token;
  };

  return {
    silent: async ({ fresh = false } = {}) => {
      if (fresh) fromDialog = null;
      if (fromDialog !== null && fromDialog.expiresAtMs > Date.now() + 60_000) return fromDialog.token;
      try {
        return tokenOf(await client.acquireTokenSilent({ ...request(), forceRefresh: fresh }));
      } catch (error) {
        if (needsPerson(error)) return null;
        throw failureOf(error);
      }
    },
    ask,
  };
};

const createClient = async (config: PaneConfig, host: Host): Promise<IPublicClientApplication> => {
  const { createNestablePublicClientApplication } = await import('@azure/msal-browser');
  return createNestablePublicClientApplication({
    auth: {
      clientId: config.clientId,
      authority: config.authority,
      knownAuthorities: [new URL(config.authority).host],
      redirectUri: `${window.location.origin}/redirect.html`,
    },
    cache: { cacheLocation: host.nestedSignIn ? 'memoryStorage' : 'sessionStorage' },
  });
};

const tokenOf = (result: AuthenticationResult): string => result.accessToken;

/** msal's error classes by their names: they may come from another copy of the library. */
const errorOf = (error: unknown): { name: string; errorCode: string } => {
  const { name = '', errorCode = '' } = (error ?? {}) as { name?: string; errorCode?: string };
  return { name, errorCode };
};

const needsPerson = (error: unknown): boolean => {
  const { name, errorCode } = errorOf(error);
  // `no_account_error`: the standard client, before anybody signed in.
  return (
    name === 'InteractionRequiredAuthError' || ['no_account_error', 'no_account_found'].includes(errorCode)
  );
};

const isPopupRefused = (error: unknown): boolean =>
  ['popup_window_error', 'empty_window_error'].includes(errorOf(error).errorCode);

const failureCodes: Record<string, SignInFailureCode> = {
  user_canceled: 'cancelled',
  user_cancelled: 'cancelled',
  access_denied: 'cancelled',
  timed_out: 'cancelled',
  no_network_connectivity: 'offline',
  network_error: 'offline',
};

const failureOf = (error: unknown): SignInFailure => {
  const { name, errorCode } = errorOf(error);
  return new SignInFailure(failureCodes[errorCode] ?? 'refused', errorCode || name);
};
