/** What passes changed, and what waits for a decision, in one's own mailbox. Values as typed. */
import { z } from 'zod';
import { fieldIds } from '../person.ts';
import { id, instant, pageOf } from './common.ts';

const value = z.string().nullable();
const side = z.enum(['crm', 'remote']);

export const historyEntry = z
  .object({
    id,
    at: instant,
    passId: id,
    personId: id,
    personName: z.string().nullable(),
    /** Null: the card as a whole (its creation). */
    field: z.enum(fieldIds).nullable(),
    /** Side that was written. */
    side,
    from: value,
    to: value,
    /** The rule that decided, e.g. `R5.onlyCrm`. */
    decision: z.string(),
    overruled: z.object({ side, value }).nullable(),
    outcome: z.enum(['intended', 'done', 'notDone']),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryView = z.infer<typeof historyEntry>;

export const historyPage = pageOf(historyEntry).meta({ id: 'HistoryPage' });

const agreed = z.object({ crm: value, remote: value });

export const heldChange = z
  .object({
    id,
    openedAt: instant,
    personId: id,
    personName: z.string().nullable(),
    linkId: id.nullable(),
    source: z.string(),
    /** Code of why it waits; its sentence is in the held changes' texts. */
    reason: z.string(),
    donorPersonId: id.nullable(),
    fields: z.array(
      z.object({ field: z.enum(fieldIds), base: agreed.nullable(), crm: value, remote: value }),
    ),
  })
  .meta({ id: 'HeldChange' });
export type HeldView = z.infer<typeof heldChange>;

export const heldList = z.object({ items: z.array(heldChange) }).meta({ id: 'HeldList' });
