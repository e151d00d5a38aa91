/** Everything that is remembered of one person in one mailbox, for "why (not)": codes and numbers, nothing off a card. */
import sql from 'sql-template-tag';
import type { MailboxId, PersonId } from '../../shared/ids.ts';
import type { Link } from '../sync/link.ts';
import type { Print } from '../sync/guard/prints.ts';
import type { Db } from './db.ts';

export interface PersonState {
  readonly link: Pick<Link, 'state' | 'pausedBecause' | 'cleanUp' | 'cardId'> | null;
  readonly removal: { readonly personVersion: string | null } | null;
  /** What changed, or was decided, and no pass has carried over yet. */
  readonly waits: {
    readonly person: boolean;
    readonly card: boolean;
    readonly decision: boolean;
    readonly undo: boolean;
  };
}

interface Row {
  readonly state: Link['state'] | null;
  readonly pausedBecause: Link['pausedBecause'];
  readonly cleanUp: boolean | null;
  readonly cardId: Link['cardId'];
  readonly wasRemoved: boolean;
  readonly removedVersion: string | null;
  readonly person: boolean;
  readonly card: boolean;
  readonly decision: boolean;
  readonly undo: boolean;
}

export const createPersonState = (db: Db) => ({
  of: async (id: MailboxId, personId: PersonId): Promise<PersonState> => {
    const [row] = await db.query<Row>(sql`
      SELECT l.state, l.paused_because AS "pausedBecause", l.clean_up AS "cleanUp", l.card_id AS "cardId",
        r.person_id IS NOT NULL AS "wasRemoved", r.person_version AS "removedVersion",
        EXISTS (SELECT FROM sync.marks k WHERE k.mailbox_id = ${id} AND k.subject = 'person'
          AND k.subject_id = ${personId}) AS person,
        EXISTS (SELECT FROM sync.marks k WHERE k.mailbox_id = ${id} AND k.subject = 'card'
          AND k.subject_id = l.card_id) AS card,
        EXISTS (SELECT FROM sync.rulings u JOIN sync.held_changes h ON h.id = u.held_id
          WHERE u.mailbox_id = ${id} AND h.person_id = ${personId} AND u.outcome = 'pending') AS decision,
        EXISTS (SELECT FROM sync.undo_items i WHERE i.mailbox_id = ${id} AND i.person_id = ${personId}
          AND i.outcome = 'pending') AS undo
      FROM (SELECT 1) AS one
      LEFT JOIN sync.links l ON l.mailbox_id = ${id} AND l.person_id = ${personId}
      LEFT JOIN sync.removals r ON r.mailbox_id = ${id} AND r.person_id = ${personId}`);
    const { state, pausedBecause, cleanUp, cardId, wasRemoved, removedVersion, ...waits } = row!;
    return {
      link: state === null ? null : { state, pausedBecause, cleanUp: cleanUp === true, cardId },
      removal: wasRemoved ? { personVersion: removedVersion } : null,
      waits,
    };
  },
  /** Mailboxes in which this person has a card, or had one that the user removed. */
  mailboxesOf: async (personId: PersonId): Promise<MailboxId[]> =>
    (
      await db.query<{ id: MailboxId }>(sql`
        SELECT mailbox_id AS id FROM sync.links WHERE person_id = ${personId}
        UNION SELECT mailbox_id FROM sync.removals WHERE person_id = ${personId}`)
    ).map(({ id }) => id),
  /** Living cards that show one of these, without the given one. */
  cardsShowing: async (id: MailboxId, prints: readonly Print[], without: Link['cardId']): Promise<number> => {
    if (prints.length === 0) return 0;
    const [row] = await db.query<{ n: number }>(sql`
      SELECT count(*)::int AS n FROM sync.cards
      WHERE mailbox_id = ${id} AND gone_at IS NULL AND current_tokens && ${prints}::text[]
        AND card_id IS DISTINCT FROM ${without}::text`);
    return row?.n ?? 0;
  },
  /** Whether any card of this mailbox is remembered. */
  knowsCards: async (id: MailboxId): Promise<boolean> =>
    (await db.query(sql`SELECT FROM sync.cards WHERE mailbox_id = ${id} LIMIT 1`)).length > 0,
});
export type PersonStates = ReturnType<typeof createPersonState>;
