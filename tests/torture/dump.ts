/** How an office stands when something was violated: what each side has and what was written, for whoever looks into it. */
import sql from 'sql-template-tag';
import { connectorProperty } from '../support/office.ts';
import type { Live } from './live.ts';

const tables = {
  mailboxes: sql`SELECT id, state, state_because, settings FROM sync.mailboxes`,
  links: sql`SELECT * FROM sync.links ORDER BY mailbox_id, person_id`,
  connectorIds: sql`SELECT * FROM crm.connector_ids`,
  held: sql`SELECT * FROM sync.held_changes ORDER BY seq`,
  rulings: sql`SELECT * FROM sync.rulings ORDER BY seq`,
  undoItems: sql`SELECT * FROM sync.undo_items ORDER BY seq`,
  history: sql`SELECT * FROM sync.history ORDER BY seq`,
  passes: sql`SELECT * FROM sync.passes ORDER BY seq`,
  persons: sql`SELECT * FROM crm.persons`,
  seen: sql`SELECT * FROM public.seen_persons`,
  seenConnectorIds: sql`SELECT * FROM public.seen_connector_ids`,
};

export const stateOf = async (live: Live): Promise<string> => {
  const rows: Record<string, unknown> = {};
  for (const [name, query] of Object.entries(tables)) rows[name] = await live.store.db.query(query);
  const boxes = live.boxes.map((box) => {
    const outlook = live.sandbox.outlook(box.user);
    const cards = [...outlook.cards(), ...outlook.deletedCards()].map((card) => ({
      id: card.id,
      party: live.ledger.partyOf(card),
      connectorId: card.properties[connectorProperty] ?? null,
      deleted: card.deleted,
      folder: card.folder,
      birthday: card.birthday,
      values: card.values,
    }));
    return { ...box, cards, audit: outlook.audit };
  });
  return JSON.stringify({ personIds: live.ledger.persons, boxes, ...rows }, null, 1);
};
