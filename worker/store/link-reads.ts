/**
 * Links of a mailbox as a pass asks for them: only those that it has in hand, and without the base where that is not needed,
 * so that a mailbox with fifty thousand of them costs no more memory than one with a thousand. Changes nothing.
 */
import sql, { join, type Sql } from 'sql-template-tag';
import type { CardId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { LinksWanted, LinkTie, PassStore } from '../pass/ports.ts';
import type { Db } from './db.ts';
import { toLink, type LinkRow } from './rows.ts';

type Reads = Pick<
  PassStore,
  'links' | 'linksOf' | 'tiesOf' | 'linkedPersons' | 'linkedCards' | 'activeLinks' | 'creatingLinks'
>;

const columns = sql`id, person_id, connector_id, state, paused_because, card_id, folder_id, etag, base, clean_up`;
const tieColumns = sql`id, person_id AS "personId", connector_id AS "connectorId", state, card_id AS "cardId",
  folder_id AS "folderId", etag`;
/** The order in which links are planned. */
const inOrder = sql`ORDER BY created_at, id`;

/** Null: none is asked for. Each column has an index of its own. */
const anyOf = ({ personIds, cardIds, connectorIds, linkIds }: LinksWanted): Sql | null => {
  const asked = [
    ...((personIds?.length ?? 0) > 0 ? [sql`person_id = ANY(${personIds}::text[])`] : []),
    ...((cardIds?.length ?? 0) > 0 ? [sql`card_id = ANY(${cardIds}::text[])`] : []),
    ...((connectorIds?.length ?? 0) > 0 ? [sql`connector_id = ANY(${connectorIds}::uuid[])`] : []),
    ...((linkIds?.length ?? 0) > 0 ? [sql`id = ANY(${linkIds}::uuid[])`] : []),
  ];
  return asked.length === 0 ? null : join(asked, ' OR ');
};

export const createLinkReads = (db: Db): Reads => ({
  links: async (id) =>
    (await db.query<LinkRow>(sql`SELECT ${columns} FROM sync.links WHERE mailbox_id = ${id} ${inOrder}`)).map(
      toLink,
    ),
  linksOf: async (id, wanted) => {
    const which = anyOf(wanted);
    if (which === null) return [];
    const rows = await db.query<LinkRow>(
      sql`SELECT ${columns} FROM sync.links WHERE mailbox_id = ${id} AND (${which}) ${inOrder}`,
    );
    return rows.map(toLink);
  },
  tiesOf: async (id, wanted) => {
    const which = anyOf(wanted);
    if (which === null) return [];
    return db.query<LinkTie>(
      sql`SELECT ${tieColumns} FROM sync.links WHERE mailbox_id = ${id} AND (${which}) ${inOrder}`,
    );
  },
  creatingLinks: async (id) =>
    (
      await db.query<LinkRow>(
        sql`SELECT ${columns} FROM sync.links WHERE mailbox_id = ${id} AND state = 'creating' ${inOrder}`,
      )
    ).map(toLink),
  linkedPersons: async (id) => {
    const rows = await db.query<{ person_id: PersonId }>(
      sql`SELECT person_id FROM sync.links WHERE mailbox_id = ${id} ${inOrder}`,
    );
    return rows.map((row) => row.person_id);
  },
  linkedCards: async (id, folderId, { after, limit }) => {
    const rows = await db.query<{ card_id: CardId }>(sql`
      SELECT card_id FROM sync.links
      WHERE mailbox_id = ${id} AND folder_id = ${folderId} AND card_id > ${after ?? ''}
      ORDER BY card_id LIMIT ${limit}`);
    return rows.map((row) => row.card_id);
  },
  activeLinks: async (id: MailboxId) => {
    const [row] = await db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM sync.links WHERE mailbox_id = ${id} AND state = 'active'`,
    );
    return row?.count ?? 0;
  },
});
