/** The store's answers to "why (not)" (worker/api/why/desk.ts); addresses go in as fingerprints and never leave as text. */
import { canonicalEmail } from '../../shared/canonical.ts';
import type { MailboxId } from '../../shared/ids.ts';
import type { WhyDesk } from '../api/why/desk.ts';
import { SettingsError } from '../settings.ts';
import type { Db } from '../store/db.ts';
import { createPersonState } from '../store/person-state.ts';
import type { TakePrint } from '../sync/guard/prints.ts';

export const createWhyDesk = (db: Db, prints: (mailboxId: MailboxId) => Promise<TakePrint>): WhyDesk => {
  const states = createPersonState(db);
  return {
    state: (mailboxId, personId) => states.of(mailboxId, personId),
    mailboxesOf: (personId) => states.mailboxesOf(personId),
    cardsWithAddress: async (mailboxId, addresses, without) => {
      // Nothing is remembered yet, so no key is needed (and none is made).
      if (addresses.length === 0 || !(await states.knowsCards(mailboxId))) return 0;
      try {
        const takePrint = await prints(mailboxId);
        const all = addresses.map(canonicalEmail).filter((address) => address !== null);
        return await states.cardsShowing(
          mailboxId,
          all.map((address) => takePrint('address', address)),
          without,
        );
      } catch (error) {
        // On a machine without the sign-in's settings the rest can still be told.
        if (error instanceof SettingsError) return null;
        throw error;
      }
    },
  };
};
