/**
 * What a mailbox's pass has before it, in one question: marks, what people asked for, history without an outcome, creates
 * that were begun. Where it answers with nothing, a pass asks nothing else of the store. Changes nothing.
 */
import sql from 'sql-template-tag';
import type { CardId, LinkId, MailboxId, PersonId } from '../../shared/ids.ts';
import type { OpenWork } from '../pass/ports.ts';
import type { Db } from './db.ts';

interface Row {
  readonly what: 'person' | 'card' | 'asked' | 'intended' | 'cleanUp' | 'creating';
  readonly id: string;
  readonly link: string | null;
}

const openWorkQuery = (id: MailboxId) => sql`
  SELECT what, id, link FROM (
    SELECT 1 AS part, seq, subject AS what, subject_id AS id, NULL::text AS link
      FROM sync.marks WHERE mailbox_id = ${id}
    UNION ALL
    SELECT 2, r.seq, 'asked', h.person_id, NULL
      FROM sync.rulings r JOIN sync.held_changes h ON h.id = r.held_id
      WHERE r.mailbox_id = ${id} AND r.outcome = 'pending'
    UNION ALL
    SELECT 3, seq, 'asked', person_id, NULL
      FROM sync.undo_items WHERE mailbox_id = ${id} AND outcome = 'pending'
    UNION ALL
    SELECT 4, seq, 'intended', person_id, link_id::text
      FROM sync.history WHERE mailbox_id = ${id} AND outcome = 'intended'
    UNION ALL
    SELECT 5, 0, CASE WHEN state = 'creating' THEN 'creating' ELSE 'cleanUp' END, person_id, id::text
      FROM sync.links WHERE mailbox_id = ${id} AND (state = 'creating' OR clean_up)
  ) AS open ORDER BY part, seq`;

export const readOpenWork = async (db: Db, id: MailboxId): Promise<OpenWork> => {
  const persons: PersonId[] = [];
  const cards: CardId[] = [];
  const asked = new Set<PersonId>();
  const intended: { personId: PersonId; linkId: LinkId }[] = [];
  const cleanUp: PersonId[] = [];
  let creating = 0;
  for (const { what, id: subject, link } of await db.query<Row>(openWorkQuery(id))) {
    if (what === 'person') persons.push(subject as PersonId);
    else if (what === 'card') cards.push(subject as CardId);
    else if (what === 'asked') asked.add(subject as PersonId);
    else if (what === 'cleanUp') cleanUp.push(subject as PersonId);
    else if (what === 'creating') creating += 1;
    else intended.push({ personId: subject as PersonId, linkId: link as LinkId });
  }
  return { persons, cards, asked: [...asked], intended, cleanUp, creating };
};
