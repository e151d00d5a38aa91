/**
 * The statements of one commit, each over all its rows at once. Pure: folded writes in, `{text, values}` out. Every one
 * names the mailbox, so that no id of another mailbox can be touched.
 */
import { createHash } from 'node:crypto';
import sql, { join, type Sql } from 'sql-template-tag';
import type { MailboxId } from '../../../shared/ids.ts';
import { cardStatements } from './card-statements.ts';
import type { Folded, HeldRun } from './fold.ts';

export interface Statement {
  readonly query: Sql;
  /** Rows that must come back; another number means that the pass and the store do not see the same world. */
  readonly expect?: number;
}

const json = (value: unknown): string => JSON.stringify(value);

const marks = (mailboxId: MailboxId, token: string, { set, clear }: Folded['marks']): Statement[] => [
  ...(set.length === 0
    ? []
    : [
        {
          query: sql`
            INSERT INTO sync.marks (mailbox_id, subject, subject_id)
            SELECT ${mailboxId}, subject, subject_id
            FROM unnest(${set.map((mark) => mark.subject)}::text[], ${set.map((mark) => mark.id)}::text[])
              WITH ORDINALITY AS m (subject, subject_id, n)
            ORDER BY n
            ON CONFLICT DO NOTHING`,
        },
      ]),
  ...(clear.length === 0
    ? []
    : [
        {
          // A mark that came from outside while this pass ran may speak of what it has not seen.
          query: sql`
            DELETE FROM sync.marks AS m
            USING unnest(${clear.map((mark) => mark.subject)}::text[], ${clear.map((mark) => mark.id)}::text[])
              AS c (subject, subject_id)
            WHERE m.mailbox_id = ${mailboxId} AND m.subject = c.subject AND m.subject_id = c.subject_id
              AND (m.outside_token IS NULL OR m.outside_token < ${token}::bigint)`,
        },
      ]),
];

const folders = (mailboxId: MailboxId, { set, drop }: Folded['folders']): Statement[] => {
  const statements: Statement[] = [];
  if (drop.length > 0) {
    statements.push({
      query: sql`DELETE FROM sync.folders WHERE mailbox_id = ${mailboxId} AND folder_id = ANY(${drop}::text[])`,
    });
  }
  if (set.some(({ isDefault }) => isDefault)) {
    statements.push({
      query: sql`UPDATE sync.folders SET is_default = false WHERE mailbox_id = ${mailboxId} AND is_default`,
    });
  }
  if (set.length > 0) {
    const rows = set.map(({ folderId, cursor, isDefault }) => ({ folderId, cursor, isDefault }));
    statements.push({
      query: sql`
        INSERT INTO sync.folders (mailbox_id, folder_id, cursor, is_default)
        SELECT ${mailboxId}, "folderId", cursor, "isDefault"
        FROM jsonb_to_recordset(${json(rows)}::jsonb) AS f ("folderId" text, cursor text, "isDefault" boolean)
        ON CONFLICT (mailbox_id, folder_id)
          DO UPDATE SET cursor = excluded.cursor, is_default = excluded.is_default`,
    });
  }
  return statements;
};

type MailboxSet = NonNullable<Folded['mailbox']>;

/** What a pass sets; a pause that a person asked for while it ran is not undone by it. */
const assignments: Record<keyof MailboxSet, (value: string | boolean | null) => Sql> = {
  state: (value) => sql`state = CASE WHEN state = 'paused' THEN state ELSE ${value}::text END`,
  stateBecause: (value) =>
    sql`state_because = CASE WHEN state = 'paused' THEN state_because ELSE ${value}::text END`,
  notBefore: (value) => sql`not_before = ${value}::timestamptz`,
  lastPassAt: (value) => sql`last_pass_at = ${value}::timestamptz`,
  brakeReleased: (value) => sql`brake_released = ${value}::boolean`,
};

const assignment = (set: MailboxSet, key: keyof MailboxSet): Sql[] => {
  const value = set[key];
  return value === undefined ? [] : [assignments[key](value)];
};

const mailbox = (mailboxId: MailboxId, token: string, folded: Folded): Statement[] => {
  const set = folded.mailbox ?? {};
  const assigned = (Object.keys(assignments) as (keyof MailboxSet)[]).flatMap((key) => assignment(set, key));
  if (folded.crmCursor !== null) {
    assigned.push(
      sql`crm_cursor = CASE WHEN anew_token >= ${token}::bigint THEN NULL ELSE ${folded.crmCursor}::text END`,
    );
  }
  if (assigned.length === 0) return [];
  return [{ query: sql`UPDATE sync.mailboxes SET ${join(assigned, ', ')} WHERE id = ${mailboxId}` }];
};

const links = (mailboxId: MailboxId, { drop, insert, save }: Folded['links']): Statement[] => {
  const statements: Statement[] = [];
  if (drop.length > 0) {
    statements.push({
      query: sql`DELETE FROM sync.links WHERE mailbox_id = ${mailboxId} AND id = ANY(${drop}::uuid[])`,
    });
  }
  if (insert.length > 0) {
    statements.push({
      query: sql`
        INSERT INTO sync.links
          (id, mailbox_id, person_id, connector_id, state, paused_because, card_id, folder_id, etag, base)
        SELECT id, ${mailboxId}, "personId", "connectorId", state, "pausedBecause", "cardId", "folderId", etag, base
        FROM jsonb_to_recordset(${json(insert)}::jsonb) AS l (
          id uuid, "personId" text, "connectorId" uuid, state text, "pausedBecause" text, "cardId" text,
          "folderId" text, etag text, base jsonb)`,
    });
  }
  if (save.length > 0) {
    const rows = save.map(({ linkId, set, dropBase, base }) => ({ linkId, set, dropBase, base }));
    // A key that is present is set, also to null; one that is absent leaves the column as it is.
    statements.push({
      query: sql`
        UPDATE sync.links AS l SET
          state = CASE WHEN s.set ? 'state' THEN s.set ->> 'state' ELSE l.state END,
          paused_because = CASE WHEN s.set ? 'pausedBecause' THEN s.set ->> 'pausedBecause' ELSE l.paused_because END,
          card_id = CASE WHEN s.set ? 'cardId' THEN s.set ->> 'cardId' ELSE l.card_id END,
          folder_id = CASE WHEN s.set ? 'folderId' THEN s.set ->> 'folderId' ELSE l.folder_id END,
          etag = CASE WHEN s.set ? 'etag' THEN s.set ->> 'etag' ELSE l.etag END,
          base = (l.base - s."dropBase") || s.base,
          -- R8: what was asked of a paused link ends with the pause; a later pause asks anew.
          clean_up = CASE WHEN s.set ? 'cleanUp' THEN (s.set ->> 'cleanUp')::boolean ELSE l.clean_up END
            AND CASE WHEN s.set ? 'state' THEN s.set ->> 'state' ELSE l.state END = 'paused',
          updated_at = now()
        FROM jsonb_to_recordset(${json(rows)}::jsonb)
          AS s ("linkId" uuid, set jsonb, "dropBase" text[], base jsonb)
        WHERE l.mailbox_id = ${mailboxId} AND l.id = s."linkId"
        RETURNING l.id`,
      expect: save.length,
    });
  }
  return statements;
};

const removals = (mailboxId: MailboxId, { set, drop }: Folded['removals']): Statement[] => [
  ...(drop.length === 0
    ? []
    : [
        {
          query: sql`DELETE FROM sync.removals WHERE mailbox_id = ${mailboxId} AND person_id = ANY(${drop}::text[])`,
        },
      ]),
  ...(set.length === 0
    ? []
    : [
        {
          query: sql`
            INSERT INTO sync.removals (mailbox_id, person_id, person_version)
            SELECT ${mailboxId}, "personId", "personVersion"
            FROM jsonb_to_recordset(${json(set)}::jsonb) AS r ("personId" text, "personVersion" text)
            ON CONFLICT (mailbox_id, person_id)
              DO UPDATE SET person_version = excluded.person_version, removed_at = now()`,
        },
      ]),
];

export const keyHash = (key: string): string => createHash('sha256').update(key).digest('hex');

const held = (mailboxId: MailboxId, run: HeldRun): Statement => {
  if (run.op === 'hold') {
    const rows = run.holds.map(({ id, passId, at, hold }) => ({
      ...hold,
      id,
      passId,
      at,
      keyHash: keyHash(hold.key),
    }));
    return {
      query: sql`
        INSERT INTO sync.held_changes (id, mailbox_id, pass_id, link_id, person_id, key, key_hash, source, reason,
          donor_person_id, card_id, fields, opened_at)
        SELECT id, ${mailboxId}, "passId", "linkId", "personId", key, "keyHash", source, reason,
          "donorPersonId", "cardId", fields, at
        FROM jsonb_to_recordset(${json(rows)}::jsonb) AS h (
          id uuid, "passId" uuid, "linkId" uuid, "personId" text, key text, "keyHash" text, source text, reason text,
          "donorPersonId" text, "cardId" text, fields jsonb, at timestamptz)
        ON CONFLICT (mailbox_id, key_hash) WHERE state = 'open' DO NOTHING`,
    };
  }
  const rows = run.closes.map(({ heldId, because, at }) => ({ heldId, because, at }));
  return {
    query: sql`
      UPDATE sync.held_changes AS h SET state = c.because, closed_at = c.at
      FROM (
        SELECT DISTINCT ON ("heldId") * FROM jsonb_to_recordset(${json(rows)}::jsonb)
          AS c ("heldId" uuid, because text, at timestamptz)
      ) AS c
      WHERE h.mailbox_id = ${mailboxId} AND h.id = c."heldId" AND h.state = 'open'`,
  };
};

const history = (mailboxId: MailboxId, { insert, outcomes }: Folded['history']): Statement[] => [
  ...(insert.length === 0
    ? []
    : [
        {
          query: sql`
            INSERT INTO sync.history (id, at, mailbox_id, pass_id, person_id, link_id, field, side, from_value, to_value,
              decision, overruled_side, overruled_value, overruled_of_another, undoes, outcome)
            SELECT id, at, ${mailboxId}, "passId", "personId", "linkId", field, side, "from", "to",
              decision, overruled ->> 'side', overruled ->> 'value', coalesce((overruled ->> 'ofAnother')::boolean, false),
              undoes, outcome
            FROM ROWS FROM (jsonb_to_recordset(${json(insert)}::jsonb) AS (
              id uuid, at timestamptz, "passId" uuid, "personId" text, "linkId" uuid, field text, side text, "from" text,
              "to" text, decision text, overruled jsonb, undoes uuid, outcome text)) WITH ORDINALITY AS h
            ORDER BY ordinality`,
        },
      ]),
  ...outcomes.map(({ ids, outcome }) => ({
    query: sql`
      UPDATE sync.history SET outcome = ${outcome}
      WHERE mailbox_id = ${mailboxId} AND id = ANY(${ids}::uuid[]) AND outcome = 'intended'`,
  })),
];

/** What a pass met of decisions and of what was to be taken back. */
const settlements = (mailboxId: MailboxId, { rulings, undo }: Folded): Statement[] => [
  ...rulings.map(({ rulingId, outcome, at }) => ({
    query: sql`
      UPDATE sync.rulings SET outcome = ${outcome}, settled_at = ${at}
      WHERE mailbox_id = ${mailboxId} AND id = ${rulingId} AND outcome = 'pending'`,
  })),
  ...undo.map(({ itemIds, outcome, at }) => ({
    query: sql`
      UPDATE sync.undo_items SET outcome = ${outcome}, settled_at = ${at}
      WHERE mailbox_id = ${mailboxId} AND id = ANY(${itemIds}::uuid[]) AND outcome = 'pending'`,
  })),
];

/** In the order in which they must run. */
export const statementsOf = (mailboxId: MailboxId, token: string, folded: Folded): Statement[] => [
  ...marks(mailboxId, token, folded.marks),
  ...folders(mailboxId, folded.folders),
  ...links(mailboxId, folded.links),
  ...removals(mailboxId, folded.removals),
  ...folded.held.map((run) => held(mailboxId, run)),
  ...cardStatements(mailboxId, folded),
  ...settlements(mailboxId, folded),
  ...history(mailboxId, folded.history),
  ...mailbox(mailboxId, token, folded),
];
