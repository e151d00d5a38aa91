/** The store's held changes and decisions as the API and the command line ask for them (worker/api/held/desk.ts). */
import type { HeldId } from '../../shared/ids.ts';
import type { HeldDesk } from '../api/held/desk.ts';
import type { Db } from '../store/db.ts';
import { createHeldChanges } from '../store/held-changes.ts';
import { createRulings, type DecideOutcome } from '../store/rulings.ts';
import { isUuid } from '../store/uuid-range.ts';

export const createHeldDesk = (db: Db): HeldDesk => {
  const held = createHeldChanges(db);
  const rulings = createRulings(db);
  return {
    list: (mailboxId, filter, page) => held.list({ ...filter, mailboxId }, page),
    get: async (mailboxId, id) => {
      // What comes in from outside may be no UUID, which PostgreSQL would refuse.
      const found = isUuid(id) ? await held.get(id) : null;
      return found?.mailboxId === mailboxId ? found : null;
    },
    among: (mailboxId, ids) => held.among(mailboxId, ids.filter(isUuid)),
    decide: async (mailboxId, ids, decision) => {
      const outcomes = await rulings.decideMany(mailboxId, ids.filter(isUuid), decision);
      return new Map(
        ids.map((id): [HeldId, DecideOutcome] => [id, outcomes.get(id) ?? { outcome: 'unknown' }]),
      );
    },
    pairs: (mailboxId) => rulings.pairs(mailboxId),
    forgetPair: async (mailboxId, id) => isUuid(id) && rulings.revokePair(mailboxId, id),
    outline: (filter, page) => held.outline(filter, page),
    beginningWith: (beginning) => held.beginningWith(beginning),
    pairsBeginningWith: (beginning) => rulings.pairsBeginningWith(beginning),
  };
};
