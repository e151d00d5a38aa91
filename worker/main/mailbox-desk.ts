/** The store's aggregates as the API and the command line ask for them (worker/api/ports.ts). */
import type { MailboxDesk } from '../api/ports.ts';
import type { Db } from '../store/db.ts';
import { createHeldChanges } from '../store/held-changes.ts';
import type { Mailboxes } from '../store/mailboxes.ts';
import { createPausedCards } from '../store/paused-cards.ts';
import { createPasses } from '../store/passes.ts';
import { createRelationFacts } from '../store/relation-facts.ts';
import { createStatus, type LinkCounts } from '../store/status.ts';

const none: LinkCounts = { active: 0, creating: 0, paused: 0, held: 0, removed: 0, marks: 0 };
const shown = ({ active, creating, paused, held, removed }: LinkCounts) => ({
  active,
  creating,
  paused,
  held,
  removed,
});

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

export const createMailboxDesk = (db: Db, mailboxes: Mailboxes): MailboxDesk => {
  const passes = createPasses(db);
  const held = createHeldChanges(db);
  const status = createStatus(db);
  const pausedCards = createPausedCards(db);
  const relations = createRelationFacts(db);
  return {
    ofAccount: (tid, oid) => mailboxes.byUser(tid, oid),
    all: () => mailboxes.list(),
    counts: async (id) => shown((await status.counts([id])).get(id) ?? none),
    allCounts: async () => new Map([...(await status.counts())].map(([id, counts]) => [id, shown(counts)])),
    passes: (id, page) => passes.list(id, page),
    allPasses: (page) => passes.listAll(page),
    failing: () => passes.failing(),
    openHeld: () => held.countOpen(),
    lastPasses: () => passes.lastOfAll(),
    lastPass: (id) => passes.last(id),
    pass: async (id, passId) => {
      // What comes in from outside may be no UUID, which PostgreSQL would refuse.
      const found = uuid.test(passId) ? await passes.get(passId) : null;
      return found?.mailboxId === id ? found : null;
    },
    links: (id, personIds) => status.linkStates(id, personIds),
    saveSettings: (id, settings) => mailboxes.saveSettings(id, settings),
    exclude: (id, personId) => mailboxes.exclude(id, personId),
    include: (id, personId) => mailboxes.include(id, personId),
    relations: (id) => relations.of(id),
    pausedCards: (id) => pausedCards.list(id),
    askCleanUp: (id, personIds) => pausedCards.ask(id, personIds),
    withdrawCleanUp: (id, personIds) => pausedCards.withdraw(id, personIds),
    cleanUpStates: (id, personIds) => pausedCards.states(id, personIds),
    pause: (id, because) => mailboxes.pause(id, because),
    resume: (id, seen) => mailboxes.resume(id, seen),
  };
};
