/**
 * A person at a browser, played by fetch and a cookie jar: follows redirects, fills in the sandbox's login and consent
 * forms, and stops at the first page that has none. For the demo and for tests; runs no script.
 */
import { Agent, fetch, type Response } from 'undici';

export interface SignInAsOptions {
  /** Accept (default) or decline on the consent form. */
  readonly consent?: boolean;
  /** PEM of the certificate authority to trust besides the system's. */
  readonly ca?: string;
  /** Stops before this address is visited, e.g. the worker's callback. */
  readonly stopBefore?: (url: URL) => boolean;
  /** A jar of an earlier visit: the same browser. */
  readonly jar?: CookieJar;
  readonly acceptLanguage?: string;
}

export interface SignInVisit {
  /** The address at which it ended, or that it was told to stop before. */
  readonly url: URL;
  /** Null when stopped before. */
  readonly status: number | null;
  readonly html: string;
  /** Forms seen on the way: `login`, `consent`. */
  readonly forms: readonly string[];
  /** Scopes on the consent form, if there was one. */
  readonly asked: readonly string[];
  readonly jar: CookieJar;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
  readonly secure: boolean;
}

/** Enough of RFC 6265 for one visit. Cookies go by host without port, as in a browser. */
export class CookieJar {
  #cookies: Cookie[] = [];

  keep(url: URL, header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    const attribute = (wanted: string): string | undefined =>
      attributes.find((a) => a.toLowerCase().startsWith(wanted))?.slice(wanted.length);
    const path = attribute('path=') ?? '/';
    const secure = attributes.some((a) => a.toLowerCase() === 'secure');
    this.#checkHostPrefix(name, path, secure, attribute('domain='));
    this.#cookies = this.#cookies.filter(
      (c) => c.name !== name || c.host !== url.hostname || c.path !== path,
    );
    const expires = attribute('expires=');
    const gone = attribute('max-age=') === '0' || (expires !== undefined && Date.parse(expires) <= 0);
    if (!gone) this.#cookies.push({ name, value: pair.slice(equals + 1), host: url.hostname, path, secure });
  }

  header(url: URL): string {
    // Browsers treat localhost as secure whatever the protocol.
    const secure = url.protocol === 'https:' || url.hostname === 'localhost';
    return this.#cookies
      .filter((c) => c.host === url.hostname && url.pathname.startsWith(c.path) && (secure || !c.secure))
      .map((c) => `${c.name}=${c.value}`)
      .join('; ');
  }

  has(name: string): boolean {
    return this.#cookies.some((cookie) => cookie.name === name);
  }

  clear(): void {
    this.#cookies = [];
  }

  #checkHostPrefix(name: string, path: string, secure: boolean, domain: string | undefined): void {
    if (name.startsWith('__Host-') && (!secure || path !== '/' || domain !== undefined))
      throw new Error(`a browser would refuse the cookie ${name}`);
  }
}

interface Form {
  readonly kind: string;
  readonly action: URL;
  readonly fields: Record<string, string>;
}

const MAX_STEPS = 30;

export async function signInAs(
  user: { readonly userPrincipalName: string; readonly password: string },
  startUrl: string | URL,
  options: SignInAsOptions = {},
): Promise<SignInVisit> {
  const jar = options.jar ?? new CookieJar();
  const dispatcher = new Agent({ connect: options.ca ? { ca: options.ca } : {} });
  const forms: string[] = [];
  let asked: string[] = [];
  let url = new URL(startUrl);
  let send: URLSearchParams | null = null;
  try {
    for (let step = 0; step < MAX_STEPS; step += 1) {
      if (options.stopBefore?.(url)) return { url, status: null, html: '', forms, asked, jar };
      const response: Response = await fetch(url, {
        method: send ? 'POST' : 'GET',
        body: send,
        redirect: 'manual',
        dispatcher,
        headers: {
          cookie: jar.header(url),
          'accept-language': options.acceptLanguage ?? 'nl',
          accept: 'text/html',
        },
      });
      send = null;
      for (const cookie of response.headers.getSetCookie()) jar.keep(url, cookie);
      const html = await response.text();
      const location = response.headers.get('location');
      if (location !== null && response.status >= 300 && response.status < 400) {
        url = new URL(location, url);
        continue;
      }
      const form = readForm(html, url);
      // A login form that comes back was filled in wrongly: a person would give up as well.
      if (!form || (form.kind === 'login' && forms.includes('login') && html.includes('role="alert"')))
        return { url, status: response.status, html, forms, asked, jar };
      forms.push(form.kind);
      if (form.kind === 'consent') asked = [...html.matchAll(/data-scope="([^"]*)"/g)].map((m) => m[1] ?? '');
      send = fillIn(form, user, options.consent ?? true);
      url = form.action;
    }
    throw new Error(`no end after ${MAX_STEPS} steps: ${url.origin}${url.pathname}`);
  } finally {
    await dispatcher.close();
  }
}

function fillIn(
  form: Form,
  user: { readonly userPrincipalName: string; readonly password: string },
  accept: boolean,
): URLSearchParams {
  if (form.kind === 'login')
    return new URLSearchParams({ ...form.fields, username: user.userPrincipalName, password: user.password });
  if (form.kind === 'consent')
    return new URLSearchParams({ ...form.fields, decision: accept ? 'accept' : 'decline' });
  return new URLSearchParams(form.fields);
}

function readForm(html: string, base: URL): Form | null {
  const [, attributes = '', body = ''] = /<form([^>]*)>([\s\S]*?)<\/form>/.exec(html) ?? [];
  const action = attribute(attributes, 'action');
  if (!attributes || action === undefined) return null;
  const fields: Record<string, string> = {};
  for (const [, input = ''] of body.matchAll(/<input([^>]*)>/g)) {
    const name = attribute(input, 'name');
    if (name) fields[name] = attribute(input, 'value') ?? '';
  }
  return { kind: attribute(attributes, 'data-form') ?? 'other', action: new URL(action, base), fields };
}

const attribute = (html: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`)
    .exec(html)?.[1]
    ?.replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');
