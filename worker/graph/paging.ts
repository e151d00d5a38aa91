/** Pages of a listing: follows the service's own links to the end, also past empty pages. */
import { Trouble } from '../pass/ports.ts';
import { isObject, textOf } from './answer.ts';
import { mailboxLink } from './base-url.ts';
import type { MailboxRoot } from './base-url.ts';

export interface Page {
  readonly items: readonly Record<string, unknown>[];
  readonly nextLink: string | null;
  readonly deltaLink: string | null;
}

/** Checks both links before anyone may follow or keep them. */
export const pageOf = (home: MailboxRoot, body: Record<string, unknown>): Page => {
  const link = (name: string): string | null => {
    const text = textOf(body[name]);
    return text === null ? null : mailboxLink(home, text);
  };
  const items = Array.isArray(body['value']) ? (body['value'] as unknown[]).filter(isObject) : null;
  if (items === null) throw new Trouble('graph.unexpected', { kind: 'bug' });
  return { items, nextLink: link('@odata.nextLink'), deltaLink: link('@odata.deltaLink') };
};

export async function* pages(
  home: MailboxRoot,
  first: string,
  read: (path: string) => Promise<Record<string, unknown>>,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  for (let path: string | null = first; path !== null;) {
    // A listing that leads back into itself would never end.
    if (seen.has(path)) throw new Trouble('graph.endlessPages', { kind: 'retry', afterMs: 60_000 });
    seen.add(path);
    const page: Page = pageOf(home, await read(path));
    yield page;
    path = page.nextLink;
  }
}
