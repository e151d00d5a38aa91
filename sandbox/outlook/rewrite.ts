/**
 * What of an answer must read differently behind the front, where all of the sandbox has one plain-http address on
 * localhost: where redirects lead, which cookies a browser keeps there, and which script stands for office.js.
 */

export const OFFICE_JS = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';
export const OFFICE_STAND_IN = '/sandbox-office.js';

/** Addresses of what is behind the front become the front's own; all others stay as they are. */
export const rewriteLocation = (location: string, frontUrl: string, behind: readonly string[]): string => {
  const url = URL.canParse(location) ? new URL(location) : null;
  if (url === null || !behind.includes(url.origin)) return location;
  return `${frontUrl}${url.pathname}${url.search}${url.hash}`;
};

/** Names with this prefix are kept only over https (and not every browser counts localhost as that). */
const PREFIX = 'front';
const STRICT_NAME = /^__(Host|Secure)-/u;

/** A cookie that a browser keeps for plain http on localhost. */
export const rewriteSetCookie = (cookie: string): string => {
  const [pair = '', ...attributes] = cookie.split(';');
  const kept = attributes
    .filter((attribute) => !/^\s*(secure$|domain=|partitioned$)/iu.test(attribute))
    .map((attribute) => attribute.replace(/^(\s*samesite=)none$/iu, '$1Lax'));
  return [STRICT_NAME.test(pair.trim()) ? `${PREFIX}${pair.trim()}` : pair, ...kept].join(';');
};

/** The browser's cookies under the names that those behind the front gave them. */
export const restoreCookies = (header: string): string =>
  header
    .split(';')
    .map((part) => part.trim())
    .map((part) =>
      STRICT_NAME.test(part.slice(PREFIX.length)) && part.startsWith(PREFIX)
        ? part.slice(PREFIX.length)
        : part,
    )
    .join('; ');

export const replaceOfficeJs = (html: string): string => html.replaceAll(OFFICE_JS, OFFICE_STAND_IN);
