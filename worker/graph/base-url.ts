/**
 * The one service this worker speaks to, and the check that every link stays with it: a token goes nowhere else.
 * Delta and paging links are opaque and come from outside, so scheme, host and port are compared before they are
 * followed (https://learn.microsoft.com/graph/delta-query-overview, "state tokens"). No I/O here.
 */
import { Trouble } from '../pass/ports.ts';

const version = '/v1.0';

export interface ServiceRoot {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Everything in front of a resource path, e.g. `https://graph.microsoft.com/v1.0`. */
  readonly root: string;
}

/** Takes the base with or without `/v1.0`. Throws `misconfigured` for anything that is not https. */
export const serviceRoot = (baseUrl: string): ServiceRoot => {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url?.protocol !== 'https:' || url.username !== '' || url.search !== '')
    throw new Trouble('graph.badBaseUrl', { kind: 'misconfigured' });
  const path = url.pathname.replace(/\/+$/, '');
  return { origin: url.origin, root: url.origin + (path.endsWith(version) ? path : path + version) };
};

/** What one mailbox may be told to follow: links of its service that stay with its own contacts. */
export interface MailboxRoot extends ServiceRoot {
  /** Beside `me`: how the service may name this mailbox's user in a path (object id, sign-in name). */
  readonly ownNames?: readonly string[];
}

/** Of the service, and written so that no other reading of the path leads out of its root. */
export const isOwnLink = (service: ServiceRoot, link: string): boolean => {
  const url = URL.canParse(link) ? new URL(link) : null;
  return (
    url !== null &&
    url.origin === service.origin &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '' &&
    url.href.startsWith(`${service.root}/`) &&
    !climbs(url.pathname)
  );
};

/** `URL` has resolved `..` and `%2e%2e`; what is left could still be decoded by the server or a proxy before it. */
const climbs = (pathname: string): boolean => {
  let path = pathname;
  for (let depth = 0; depth < 3; depth += 1) {
    if (/(^|[/\\])\.\.?([/\\;]|$)/.test(path)) return true;
    const plain = path.replace(/%(2e|2f|5c|25|3b)/gi, (code) => decodeURIComponent(code));
    if (plain === path) return false;
    path = plain;
  }
  return true;
};

/** The link as it is, or `graph.foreignLink`: an answer that points elsewhere is not followed. */
export const ownLink = (service: ServiceRoot, link: string): string => {
  if (!isOwnLink(service, link)) throw foreign();
  return link;
};

const foreign = (): Trouble => new Trouble('graph.foreignLink', { kind: 'bug' });

/**
 * Graph names the mailbox in a link as `me`, `users/ID` or `users('ID')`, and its keys in either form. Another user's
 * mailbox may well be open to this token (contacts can be shared): its cards would be taken for this one's.
 */
const owner = /^\/(?:me|users\('([^'/]+)'\)|users\/([^'/()]+))\/(?:contacts|contactfolders)(?=[/(]|$)/i;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export const isMailboxLink = (home: MailboxRoot, link: string): boolean => {
  if (!isOwnLink(home, link)) return false;
  const path = new URL(link).href.slice(home.root.length).replace(/\?.*$/su, '');
  const found = owner.exec(path.replace(/%2[789]/g, decodeURIComponent));
  if (found === null) return false;
  const name = found[1] ?? found[2];
  if (name === undefined) return true;
  const own = (home.ownNames ?? []).map((each) => each.toLowerCase());
  return own.includes(decoded(name).toLowerCase());
};

/** As `ownLink`, for what a listing of one mailbox may go on with. */
export const mailboxLink = (home: MailboxRoot, link: string): string => {
  if (!isMailboxLink(home, link)) throw foreign();
  return link;
};

/** An id as a path segment. A trailing `=` stays: consumer mailboxes do not find the encoded form. */
export const segment = (id: string): string => {
  // Written in any way, these two are no names but steps to another resource.
  if (id === '' || id === '.' || id === '..') throw new Trouble('graph.unexpected', { kind: 'bug' });
  return encodeURIComponent(id).replaceAll('%3D', '=');
};
