/**
 * Security headers of everything the worker serves. The API shows nothing, so it may load nothing; pages of the pane
 * load themselves, office.js and the sign-in, and are framed by Outlook only. No X-Frame-Options (Outlook frames the
 * pane) and no Cross-Origin-Opener-Policy (Office dialogs break on it, dialog error 12006).
 */
import type { MiddlewareHandler } from 'hono';

/** Where Outlook on the web, the new Outlook and Office dialogs live. */
const outlookHosts = [
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.cloud.microsoft',
  'https://outlook.live.com',
  'https://*.office.com',
  'https://*.officeapps.live.com',
];

/** Griffel makes empty style elements and fills them by script: the hash of the empty text lets them be. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

export interface PagePolicy {
  /** Origin at which people sign in. */
  readonly authority: string;
  /** Origins besides Outlook's own that may frame the pane: those of a stand-in Microsoft 365. */
  readonly frameAncestors: readonly string[];
}

export const apiPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const pagePolicy = ({ authority, frameAncestors }: PagePolicy): string =>
  [
    "default-src 'none'",
    // MicrosoftAjax.js is what office.js itself asks for inside Outlook.
    "script-src 'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com/ajax/3.5/MicrosoftAjax.js",
    `style-src 'self' ${emptyStyle}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${authority}`,
    // A silent sign-in goes through a hidden frame and ends at our own redirect.html.
    `frame-src 'self' ${authority}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors 'self' ${[...outlookHosts, ...frameAncestors].join(' ')}`,
  ].join('; ');

/** Set before the route runs, so that a route may narrow them, and on every answer, errors too. */
export const securityHeaders =
  (isHttps: boolean): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const set = (name: string, value: string): void => {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    };
    set('Content-Security-Policy', apiPolicy);
    set('X-Content-Type-Options', 'nosniff');
    set('Referrer-Policy', 'no-referrer');
    set('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    set('Cross-Origin-Resource-Policy', 'same-origin');
    set('X-DNS-Prefetch-Control', 'off');
    if (isHttps) set('Strict-Transport-Security', 'max-age=31536000');
    c.res.headers.delete('X-Powered-By');
  };
