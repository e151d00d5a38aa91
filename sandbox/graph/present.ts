/** Cards, folders and people as Graph writes them in answers. */
import type { SandboxUser } from '../users.ts';
import { wantsImmutableIds, type Call } from './call.ts';
import type { Card, Folder } from './entities.ts';
import { birthdayAs, birthdayDate, FIELD_NAMES, FIELDS, instant, type CardField } from './fields.ts';
import { etagOf } from './mailbox.ts';
import { badRequest } from './problem.ts';
import type { Switches } from './switches.ts';

export interface Presentation {
  readonly immutableIds: boolean;
  /** Properties asked for; null: all. */
  readonly select: ReadonlySet<string> | null;
  /** Keys of extended properties asked for; null: none. */
  readonly expand: ReadonlySet<string> | null;
  readonly switches: Readonly<Switches>;
}

const ADDED = ['id', 'createdDateTime', 'lastModifiedDateTime', 'changeKey', 'parentFolderId'] as const;
const SELECTABLE = new Set<string>([...ADDED, ...FIELD_NAMES, 'singleValueExtendedProperties', 'photo']);

export function readSelect(given: string | null): ReadonlySet<string> | null {
  if (given === null || given.trim() === '' || given.trim() === '*') return null;
  const names = given.split(',').map((name) => name.trim());
  for (const name of names)
    if (!SELECTABLE.has(name))
      throw badRequest(
        'RequestBodyRead',
        `Could not find a property named '${name}' on type 'microsoft.graph.contact'.`,
      );
  return new Set(names);
}

export function presentation(
  call: Call,
  switches: Readonly<Switches>,
  select: ReadonlySet<string> | null,
  expand: ReadonlySet<string> | null,
): Presentation {
  return { immutableIds: wantsImmutableIds(call), select, expand, switches };
}

export const idOf = (card: Pick<Card, 'id' | 'immutableId'>, immutable: boolean): string =>
  immutable ? card.immutableId : card.id;

function fieldOf(card: Card, name: CardField, switches: Readonly<Switches>): unknown {
  const value = card.values[name];
  const { kind } = FIELDS[name];
  if (kind === 'texts' || kind === 'emails') return value ?? [];
  if (kind === 'address') return value ?? {};
  if (kind === 'date' && typeof value === 'string' && switches.birthdayAnswers !== 'asWritten')
    return birthdayAs(birthdayDate(value), switches.birthdayAnswers);
  return value ?? null;
}

/** `only` narrows to these fields (a delta that tells no more than what changed). */
export function presentCard(
  card: Card,
  how: Presentation,
  only?: ReadonlySet<string>,
): Record<string, unknown> {
  const { select, switches, expand } = how;
  const result: Record<string, unknown> = {
    '@odata.etag': etagOf(card),
    id: idOf(card, how.immutableIds),
  };
  const wanted = (name: string): boolean =>
    (select === null || select.has(name)) && (!only || only.has(name));
  if (wanted('createdDateTime')) result['createdDateTime'] = instant(card.createdAt);
  if (wanted('lastModifiedDateTime')) result['lastModifiedDateTime'] = instant(card.modifiedAt);
  if (wanted('changeKey')) result['changeKey'] = card.changeKey;
  if (wanted('parentFolderId')) result['parentFolderId'] = card.folder.id;
  for (const name of FIELD_NAMES) {
    if (!wanted(name)) continue;
    const value = fieldOf(card, name, switches);
    // A property that has changed to nothing must be told, also where nulls are usually left out.
    if (value === null && switches.nulls === 'omitted' && !only) continue;
    result[name] = value;
  }
  if (expand) {
    const properties = [...expand].flatMap((key) => card.extended.get(key) ?? []);
    // As with the real service, the collection is absent when the card has none of the properties.
    if (properties.length > 0)
      result['singleValueExtendedProperties'] = properties.map(({ id, value }) => ({ id, value }));
  }
  return result;
}

export function presentFolder(folder: Folder, folders: Iterable<Folder>): Record<string, unknown> {
  let childFolderCount = 0;
  for (const other of folders) if (other.parent === folder) childFolderCount += 1;
  const common = {
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parent?.id ?? null,
  };
  if (folder.wellKnown !== 'deleteditems') return common;
  return {
    ...common,
    childFolderCount,
    totalItemCount: folder.cards.size,
    unreadItemCount: 0,
    isHidden: false,
  };
}

export const presentUser = (user: SandboxUser): Record<string, unknown> => ({
  businessPhones: [],
  displayName: user.displayName,
  givenName: user.givenName,
  id: user.id,
  jobTitle: null,
  mail: user.mail,
  mobilePhone: null,
  officeLocation: null,
  preferredLanguage: user.preferredLanguage,
  surname: user.surname,
  userPrincipalName: user.userPrincipalName,
});
