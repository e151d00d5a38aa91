/**
 * What is remembered of every person in one mailbox, for the lists of the synchronisation: one look for all of them,
 * however many there are. Codes only; of a person who is gone from the CRM also what both sides last agreed on.
 */
import sql from 'sql-template-tag';
import type { HeldId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { Base } from '../sync/base.ts';
import type { Link } from '../sync/link.ts';
import type { HoldReason } from '../sync/plan.ts';
import type { Db } from './db.ts';

export interface HeldFact {
  readonly id: HeldId;
  readonly openedAt: string;
  readonly reason: HoldReason;
}

export interface RelationFact {
  readonly link: Pick<Link, 'state' | 'pausedBecause' | 'cleanUp'> | null;
  /** R9: the user removed the card when the person had this version (null: was gone). */
  readonly removal: { readonly personVersion: string | null } | null;
  /** Those that are open, newest first. */
  readonly held: readonly HeldFact[];
  /** Only where the link is paused because the person is no longer in the CRM. */
  readonly base: Base | null;
}

interface Row {
  readonly personId: PersonId;
  readonly state: Link['state'] | null;
  readonly pausedBecause: Link['pausedBecause'];
  readonly cleanUp: boolean | null;
  readonly base: Base | null;
  readonly wasRemoved: boolean;
  readonly removedVersion: string | null;
  readonly held: readonly HeldFact[];
}

const toFact = ({
  state,
  pausedBecause,
  cleanUp,
  base,
  wasRemoved,
  removedVersion,
  held,
}: Row): RelationFact => ({
  link: state === null ? null : { state, pausedBecause, cleanUp: cleanUp === true },
  removal: wasRemoved ? { personVersion: removedVersion } : null,
  held,
  base,
});

export const createRelationFacts = (db: Db) => ({
  /** By person; one of whom nothing is remembered is absent. */
  of: async (id: MailboxId): Promise<Map<PersonId, RelationFact>> => {
    const rows = await db.query<Row>(sql`
      SELECT coalesce(l.person_id, r.person_id, h.person_id) AS "personId", l.state,
        l.paused_because AS "pausedBecause", l.clean_up AS "cleanUp",
        CASE WHEN l.paused_because = 'gone' THEN l.base END AS base,
        r.person_id IS NOT NULL AS "wasRemoved", r.person_version AS "removedVersion",
        coalesce(h.held, '[]') AS held
      FROM (SELECT * FROM sync.links WHERE mailbox_id = ${id}) AS l
      FULL JOIN (SELECT * FROM sync.removals WHERE mailbox_id = ${id}) AS r ON r.person_id = l.person_id
      FULL JOIN (
        SELECT person_id, jsonb_agg(
          jsonb_build_object('id', id, 'openedAt', opened_at, 'reason', reason) ORDER BY seq DESC) AS held
        FROM sync.held_changes WHERE mailbox_id = ${id} AND state = 'open' GROUP BY person_id
      ) AS h ON h.person_id = coalesce(l.person_id, r.person_id)`);
    return new Map(rows.map((row) => [row.personId, toFact(row)]));
  },
});
export type RelationFacts = ReturnType<typeof createRelationFacts>;
