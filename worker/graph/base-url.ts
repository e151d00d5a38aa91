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

export const isOwnLink = (service: ServiceRoot, link: string): boolean => {
  const url = URL.canParse(link) ? new URL(link) : null;
  return (
    url !== null &&
    url.origin === service.origin &&
    url.username === '' &&
    url.href.startsWith(`${service.root}/`)
  );
};

/** The link as it is, or `graph.foreignLink`: an answer that points elsewhere is not followed. */
export const ownLink = (service: ServiceRoot, link: string): string => {
  if (!isOwnLink(service, link)) throw new Trouble('graph.foreignLink', { kind: 'bug' });
  return link;
};

/** An id as a path segment. A trailing `=` stays: consumer mailboxes do not find the encoded form. */
export const segment = (id: string): string => encodeURIComponent(id).replaceAll('%3D', '=');
