/** R8: the cards of my paused links, and the explicit clean-up that moves chosen ones to Deleted Items. */
import { z } from 'zod';
import { fieldIds } from '../person.ts';
import { id } from './common.ts';

/** Why a link is paused (R1). */
export const pausedReasons = [
  'gone',
  'former',
  'notYours',
  'excludedByUser',
  'groupExcluded',
  'groupNotIncluded',
  'roleNotChosen',
] as const;

export const pausedCard = z
  .object({
    personId: id,
    /** As last agreed on for a person who is no longer in the CRM; null where nothing is known. */
    personName: z.string().nullable(),
    because: z.enum(pausedReasons),
    /** The same in words, in the language asked for. */
    message: z.string(),
    /** The next pass moves the card to Deleted Items. */
    asked: z.boolean(),
    /**
     * What was changed on the card and is not in the CRM. A clean-up takes it along: the history keeps it (and can
     * bring it back), as does the card in Deleted Items.
     */
    undecided: z.array(z.object({ heldId: id, fields: z.array(z.enum(fieldIds)) })),
  })
  .meta({ id: 'PausedCard' });
export type PausedCardView = z.infer<typeof pausedCard>;

export const pausedCardList = z.object({ items: z.array(pausedCard) }).meta({ id: 'PausedCardList' });

/** Most cards that one request names. */
export const MAX_CLEAN_UP = 2000;

export const cleanUpRequest = z
  .strictObject({ personIds: z.array(id).min(1).max(MAX_CLEAN_UP) })
  .meta({ id: 'CleanUpRequest' });

export const cleanUpAsked = z
  .object({ asked: z.array(id), items: z.array(pausedCard) })
  .meta({ id: 'CleanUpAsked' });

export const cleanUpWithdrawn = z
  .object({
    /** Persons whose card is kept. */
    withdrawn: z.array(id),
    /** A pass runs that may have read the request already: a card may go all the same. */
    late: z.boolean(),
    items: z.array(pausedCard),
  })
  .meta({ id: 'CleanUpWithdrawn' });

/** With the answer `notPaused`: whose card is not that of a paused link (any more). */
export interface NotPaused {
  readonly notPaused: readonly { readonly personId: string; readonly personName: string | null }[];
}

export const cleanUpParams = z.object({ personId: id.meta({ param: { name: 'personId', in: 'path' } }) });
