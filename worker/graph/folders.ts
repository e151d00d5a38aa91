/**
 * Contact folders of one mailbox, as far as a pass needs them: the one in which cards are made, and whether a card's
 * folder is Deleted Items or stands below it (R9). Asked once a pass and kept.
 * https://learn.microsoft.com/graph/api/resources/contactfolder
 */
import type { FolderId } from '../../shared/ids.ts';
import { Trouble } from '../pass/ports.ts';
import { isObject, textOf } from './answer.ts';
import { segment } from './base-url.ts';
import { bodyOf, get, succeeded } from './channel.ts';
import type { Channel } from './channel.ts';
import { classify, failureOf } from './classify.ts';

interface Folder {
  readonly id: string;
  readonly parentId: string | null;
}

/** Well-known name of the folder in which cards are made. */
const defaultAlias = 'contacts';

/** Folders nested deeper than this do not occur; it ends a chain that bites its own tail. */
const deepest = 50;

export class Folders {
  #default: Promise<Folder> | null = null;
  #deletedItems: Promise<string | null> | null = null;
  readonly #removed = new Map<string, Promise<boolean>>();

  constructor(private readonly channel: Channel) {}

  async defaultFolder(): Promise<FolderId> {
    return (await this.#defaultOnce()).id as FolderId;
  }

  /** True for Deleted Items and every folder below it. */
  async isRemoved(folderId: string): Promise<boolean> {
    if ((await this.#defaultOnce()).id === folderId) return false;
    const known = this.#removed.get(folderId) ?? this.#underDeletedItems(folderId);
    this.#removed.set(folderId, known);
    return known;
  }

  #defaultOnce(): Promise<Folder> {
    this.#default ??= this.#findDefault();
    return this.#default;
  }

  async #findDefault(): Promise<Folder> {
    const byAlias = await this.#folder(defaultAlias);
    if (byAlias !== null) return byAlias;
    // Without the alias: a card in it names it, and so does the parent of a folder beside it.
    const id =
      (await this.#firstParent('/me/contacts')) ?? (await this.#firstParent('/me/contactFolders')) ?? null;
    if (id === null) throw new Trouble('graph.noDefaultFolder', { kind: 'bug' });
    return { id, parentId: null };
  }

  async #firstParent(path: string): Promise<string | null> {
    const { value } = await this.channel.read(get(`${path}?$top=1&$select=parentFolderId`));
    const first: unknown = Array.isArray(value) ? value[0] : null;
    return isObject(first) ? textOf(first['parentFolderId']) : null;
  }

  async #underDeletedItems(folderId: string): Promise<boolean> {
    const { id: defaultId, parentId: rootId } = await this.#defaultOnce();
    this.#deletedItems ??= this.#findDeletedItems();
    const deletedItemsId = await this.#deletedItems;
    let id = folderId;
    for (let depth = 0; depth < deepest; depth += 1) {
      if (id === deletedItemsId) return true;
      if (id === defaultId || id === rootId) return false;
      const folder = await this.#folder(id);
      // No contact folder at all. Where Deleted Items could not be named, that is what it looks like from here.
      if (folder === null) return true;
      if (folder.parentId === null) return false;
      id = folder.parentId;
    }
    return false;
  }

  /** Null where this account may not ask for it: with leave for contacts alone, mail folders stay closed. */
  async #findDeletedItems(): Promise<string | null> {
    const byContacts = await this.#folder('deleteditems');
    if (byContacts !== null) return byContacts.id;
    const ended = await this.channel.send(get('/me/mailFolders/deleteditems?$select=id'));
    if (succeeded(ended) && isObject(ended.body)) return textOf(ended.body['id']);
    const { kind } = classify(failureOf(ended));
    return kind === 'park' || kind === 'gone' || kind === 'refused' ? null : (bodyOf(ended), null);
  }

  async #folder(idOrAlias: string): Promise<Folder | null> {
    const path = `/me/contactFolders/${segment(idOrAlias)}?$select=id,parentFolderId`;
    const ended = await this.channel.send(get(path));
    const { kind } = classify(failureOf(ended));
    if (!succeeded(ended) && (kind === 'gone' || kind === 'refused')) return null;
    // A mail folder is closed to leave for contacts alone. Consent that is gone shows on the default folder.
    if (!succeeded(ended) && kind === 'park' && idOrAlias !== defaultAlias) return null;
    const body = bodyOf(ended);
    const id = textOf(body['id']);
    return id === null ? null : { id, parentId: textOf(body['parentFolderId']) };
  }
}
