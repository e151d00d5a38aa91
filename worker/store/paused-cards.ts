/**
 * R8: the cards of paused links, and the explicit clean-up of chosen ones. Nothing here touches a card: the wish is
 * noted beside the link with a mark for the next pass, and that pass does it if the link is still paused then.
 */
import sql from 'sql-template-tag';
import type { CardId, HeldId, LinkId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { Base } from '../sync/base.ts';
import type { HeldField } from '../sync/plan.ts';
import type { LeftOutReason } from '../sync/selection.ts';
import type { Db, Queryable } from './db.ts';
import { markPersons } from './mailboxes.ts';

/** A change made on the card while nothing was written to it; what was typed is lost from both sides with the card. */
export interface Undecided {
  readonly id: HeldId;
  readonly fields: readonly HeldField[];
}

export interface PausedCard {
  readonly linkId: LinkId;
  readonly personId: PersonId;
  readonly cardId: CardId;
  readonly because: LeftOutReason;
  /** What both sides last agreed on: all that is known of a person who is no longer in the CRM. */
  readonly base: Base;
  /** The next pass moves it to Deleted Items. */
  readonly asked: boolean;
  readonly undecided: readonly Undecided[];
}

export type CleanUpAsked =
  | { readonly outcome: 'asked'; readonly personIds: readonly PersonId[] }
  /** These have no paused card (any more); nothing was asked for anybody. */
  | { readonly outcome: 'notPaused'; readonly personIds: readonly PersonId[] };

/** What has become of a card that was to be cleaned up. */
export type CleanUpState =
  /** The link has ended and its card with it. */
  | 'gone'
  /** No pass has done it yet. */
  | 'waiting'
  /** Paused, and nothing is asked: withdrawn. */
  | 'kept'
  /** In step again: the person was selected anew before a pass came to it, so the card stays. */
  | 'inUse';

const listQuery = (id: MailboxId) => sql`
  SELECT l.id AS "linkId", l.person_id AS "personId", l.card_id AS "cardId", l.paused_because AS because, l.base,
    l.clean_up AS asked, coalesce(h.undecided, '[]') AS undecided
  FROM sync.links l
  LEFT JOIN (
    SELECT link_id, jsonb_agg(jsonb_build_object('id', id, 'fields', fields) ORDER BY seq) AS undecided
    FROM sync.held_changes WHERE mailbox_id = ${id} AND state = 'open' AND link_id IS NOT NULL GROUP BY link_id
  ) AS h ON h.link_id = l.id
  WHERE l.mailbox_id = ${id} AND l.state = 'paused' AND l.card_id IS NOT NULL
  ORDER BY l.person_id`;

const pausedAmong = async (
  tx: Queryable,
  id: MailboxId,
  personIds: readonly PersonId[],
): Promise<Set<PersonId>> => {
  const rows = await tx.query<{ personId: PersonId }>(sql`
    SELECT person_id AS "personId" FROM sync.links
    WHERE mailbox_id = ${id} AND person_id = ANY(${personIds}::text[]) AND state = 'paused' AND card_id IS NOT NULL
    ORDER BY id FOR UPDATE`);
  return new Set(rows.map(({ personId }) => personId));
};

/** All or nothing. Safe to repeat; the caller asks for a pass afterwards. */
const ask = (db: Db, id: MailboxId, personIds: readonly PersonId[]): Promise<CleanUpAsked> =>
  db.transaction(async (tx) => {
    const wanted = [...new Set(personIds)];
    // First, since it takes the lease's row as a pass does: links are locked behind it on both sides.
    await markPersons(tx, id, wanted);
    const paused = await pausedAmong(tx, id, wanted);
    const others = wanted.filter((personId) => !paused.has(personId));
    if (others.length > 0) throw new NotPaused(others);
    await tx.query(sql`
      UPDATE sync.links SET clean_up = true
      WHERE mailbox_id = ${id} AND person_id = ANY(${wanted}::text[])`);
    return { outcome: 'asked', personIds: wanted } as const;
  });

/** Takes the marks back with it. */
class NotPaused extends Error {
  override readonly name = 'NotPaused';
  constructor(readonly personIds: readonly PersonId[]) {
    super('notPaused');
  }
}

export const createPausedCards = (db: Db) => ({
  /** By person. */
  list: (id: MailboxId): Promise<PausedCard[]> => db.query<PausedCard>(listQuery(id)),
  ask: async (id: MailboxId, personIds: readonly PersonId[]): Promise<CleanUpAsked> => {
    try {
      return await ask(db, id, personIds);
    } catch (error) {
      if (error instanceof NotPaused) return { outcome: 'notPaused', personIds: error.personIds };
      throw error;
    }
  },
  /**
   * What no pass has done yet is not asked any more; answers for whom. `late`: a pass holds the mailbox now and may have
   * read the wish already, so that the card may go all the same (to Deleted Items, where the user finds it back).
   */
  withdraw: (
    id: MailboxId,
    personIds: readonly PersonId[],
  ): Promise<{ personIds: readonly PersonId[]; late: boolean }> =>
    db.transaction(async (tx) => {
      const rows = await tx.query<{ personId: PersonId }>(sql`
        UPDATE sync.links SET clean_up = false
        WHERE mailbox_id = ${id} AND person_id = ANY(${personIds}::text[]) AND clean_up
        RETURNING person_id AS "personId"`);
      const [lease] = await tx.query<{ held: boolean }>(sql`
        SELECT expires_at > clock_timestamp() AS held FROM sync.leases WHERE mailbox_id = ${id}`);
      return { personIds: rows.map(({ personId }) => personId), late: lease?.held === true };
    }),
  /** By person, also for those that never had a link. */
  states: async (id: MailboxId, personIds: readonly PersonId[]): Promise<Map<PersonId, CleanUpState>> => {
    const rows = await db.query<{ personId: PersonId; state: string; asked: boolean }>(sql`
      SELECT person_id AS "personId", state, clean_up AS asked FROM sync.links
      WHERE mailbox_id = ${id} AND person_id = ANY(${personIds}::text[])`);
    const found = new Map(rows.map((row) => [row.personId, row]));
    return new Map(
      personIds.map((personId): [PersonId, CleanUpState] => {
        const link = found.get(personId);
        if (link === undefined) return [personId, 'gone'];
        if (link.state !== 'paused') return [personId, 'inUse'];
        return [personId, link.asked ? 'waiting' : 'kept'];
      }),
    );
  },
});
export type PausedCards = ReturnType<typeof createPausedCards>;
