/** A mailbox whose user ended the link, told from one that is only paused. */
import type { Mailbox } from './store-port.ts';

/** `stateBecause` of a mailbox that is paused because its user ended the link. */
export const DEACTIVATED = 'deactivated';

/**
 * Ended: the sign-in is forgotten and nothing runs before the user activates anew. Cards, links, bases, held changes and
 * history stay, so that a new activation goes on where this one ended.
 */
export const isDeactivated = ({ state, stateBecause }: Pick<Mailbox, 'state' | 'stateBecause'>): boolean =>
  state === 'paused' && stateBecause === DEACTIVATED;
