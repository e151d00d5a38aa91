/**
 * Script of redirect.html, where Microsoft sends a sign-in back: passes the answer to the window that asked. This page
 * must be a registered redirect URI of the kind "single-page application" and be served without
 * Cross-Origin-Opener-Policy (msal-browser v5, docs/redirect-bridge).
 */
import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge';

void broadcastResponseToMainFrame().catch(() => {
  // Opened by hand, or an answer nobody waits for: there is nothing to pass on.
  document.body.textContent = 'Dit venster kan dicht. / You can close this window.';
});
