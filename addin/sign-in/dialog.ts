/**
 * Script of signin.html, the page in Outlook's dialog: signs in by redirect (through redirect.html and back here), hands
 * the token for the worker's API to the pane, and keeps nothing.
 */
import '../zod-for-browser.ts';
import { createStandardPublicClientApplication } from '@azure/msal-browser';
import { loadConfig } from '../api/config.ts';
import { messagePane } from '../office/host.ts';
import type { DialogMessage } from './ask-in-dialog.ts';

/** Set while the user is at Microsoft's page. */
const askedKey = 'relatiebrug.sign-in-asked';

const signIn = async (): Promise<void> => {
  const config = await loadConfig();
  const client = await createStandardPublicClientApplication({
    auth: {
      clientId: config.clientId,
      authority: config.authority,
      knownAuthorities: [new URL(config.authority).host],
      redirectUri: `${window.location.origin}/redirect.html`,
    },
    cache: { cacheLocation: 'sessionStorage' },
  });
  const result = await client.handleRedirectPromise();
  if (result === null) {
    // Back here without an answer: asking again would go round for ever.
    if (sessionStorage.getItem(askedKey) !== null) throw new TypeError('no answer');
    sessionStorage.setItem(askedKey, 'true');
    await client.acquireTokenRedirect({ scopes: [config.scope] });
    return;
  }
  const expiresAtMs = (result.expiresOn ?? new Date()).getTime();
  sessionStorage.removeItem(askedKey);
  await client.clearCache();
  await tell({ kind: 'token', token: result.accessToken, expiresAtMs });
};

const tell = (message: DialogMessage): Promise<boolean> => messagePane(JSON.stringify(message));

void signIn().catch(async (error: unknown) => {
  sessionStorage.removeItem(askedKey);
  const code = (error as { errorCode?: string } | null)?.errorCode ?? 'unexpected';
  await tell({ kind: 'failed', code });
});
