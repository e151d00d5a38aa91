/** Who is asking, as the worker knows them; and the ticket with which an activation begins. */
import { z } from 'zod';
import { id, instant } from './common.ts';
import { linkCounts, mailboxSettings, mailboxStates } from './mailbox.ts';
import { visibility } from './visibility.ts';

export const me = z
  .object({
    /** Null until this sign-in is tied to an employee by a first activation. */
    employee: z.object({ id, displayName: z.string(), email: z.string() }).nullable(),
    admin: z.boolean(),
    /** What the office shows of a person. */
    visibility,
    /** Null until activated. */
    mailbox: z.object({ id, state: z.enum(mailboxStates), because: z.string().nullable() }).nullable(),
    counts: linkCounts.nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;

/** R12: `afterPreview` leaves everything as it is after the consent, until its user resumes the mailbox. */
export const ticketRequest = z
  .strictObject({
    start: z.enum(['now', 'afterPreview']).optional(),
    /** Chosen before the consent; they become those of the mailbox with it. */
    settings: mailboxSettings.optional(),
  })
  .meta({ id: 'ActivationTicketRequest' });

export type TicketRequest = z.input<typeof ticketRequest>;

export const activationTicket = z
  .object({
    /** To be opened in a window of the user's browser; works once. */
    url: z.url(),
    expiresAt: instant,
  })
  .meta({ id: 'ActivationTicket' });
export type ActivationTicket = z.infer<typeof activationTicket>;
