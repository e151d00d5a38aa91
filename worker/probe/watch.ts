/**
 * A folder's delta as the probe follows it: rounds from a point on, under either form of ids, with the content left out but for
 * what tells one invented card from another. Knows nothing of what is asked of it.
 */
import { isObject, textOf } from '../graph/answer.ts';
import { segment } from '../graph/base-url.ts';
import type { GraphRequest } from '../graph/channel.ts';
import { expandConnectorId, fromGraphConnectorId } from '../graph/connector-id.ts';
import type { Ids } from '../graph/call.ts';
import { ProbeFailed, type Wire } from './wire.ts';

export interface Item {
  readonly id: string;
  readonly removed: boolean;
  /** What the service says of a removal. */
  readonly reason: string | null;
  readonly etag: string | null;
  readonly surname: string | null;
  readonly connectorId: string | null;
  /** Names of the properties that the item brought. */
  readonly names: ReadonlySet<string>;
}

export interface WatchOptions {
  readonly ids?: Ids;
  readonly expand?: boolean;
  /** Kind of request, for the report. */
  readonly what?: string;
}

const select = 'id,surname,givenName,companyName,jobTitle,emailAddresses,parentFolderId';

/** A small page costs more requests than the probe's own cards are worth; a large one is one request for most folders. */
const pageSize = 200;

export const deltaOf = (folderPath: string, { ids, expand }: WatchOptions = {}): GraphRequest => ({
  method: 'GET',
  path: `${folderPath}/contacts/delta?$select=${select}${expand === true ? `&$expand=${expandConnectorId}` : ''}`,
  headers: { Prefer: `odata.maxpagesize=${pageSize}` },
  repeat: 'freely',
  writes: false,
  ...(ids === undefined ? {} : { ids }),
});

export const folderPath = (folderId: string): string => `/me/contactFolders/${segment(folderId)}`;

const itemOf = (item: Record<string, unknown>): Item => ({
  id: textOf(item['id']) ?? '',
  removed: isObject(item['@removed']),
  reason: isObject(item['@removed']) ? textOf(item['@removed']['reason']) : null,
  etag: textOf(item['@odata.etag']),
  surname: textOf(item['surname']),
  connectorId: fromGraphConnectorId(item),
  names: new Set(Object.keys(item)),
});

export class FolderWatch {
  readonly #wire: Wire;
  readonly #first: GraphRequest;
  readonly #what: string;
  #link: string;

  private constructor(wire: Wire, first: GraphRequest, what: string, link: string) {
    [this.#wire, this.#first, this.#what, this.#link] = [wire, first, what, link];
  }

  /** From now on; `items` is what the folder holds now. Throws ProbeFailed. */
  static async start(
    wire: Wire,
    folderId: string,
    options: WatchOptions = {},
  ): Promise<{ watch: FolderWatch; items: Item[] }> {
    const first = deltaOf(folderPath(folderId), options);
    const what = options.what ?? `GET delta${options.ids === 'default' ? ' (default ids)' : ''}`;
    const { items, deltaLink } = await wire.list(what, first);
    if (deltaLink === null) throw new ProbeFailed('noDeltaLink');
    return { watch: new FolderWatch(wire, first, what, deltaLink), items: items.map(itemOf) };
  }

  /** What came since the last time. */
  async next(): Promise<Item[]> {
    const { items, deltaLink } = await this.#wire.list(this.#what, { ...this.#first, path: this.#link });
    if (deltaLink === null) throw new ProbeFailed('noDeltaLink');
    this.#link = deltaLink;
    return items.map(itemOf);
  }
}
