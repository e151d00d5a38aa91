/**
 * What must hold at any moment, looked at after every step: no stranger's value in the CRM, nothing deleted, nothing
 * unmapped written (the ledger's sightings), no connector ID posted twice (R10, R11), nobody parked for another's sign-in
 * (R14), no worker that ends by itself. What can be judged at rest only is in at-rest.ts and in the ledger.
 */
import type { AuditEntry } from '../../sandbox/index.ts';
import { createMailboxes } from '../../worker/store/mailboxes.ts';
import { connectorProperty } from '../support/office.ts';
import type { Live } from './live.ts';

export interface Watch {
  /** Sentences about what was written since the last look and may not be. */
  look(): Promise<string[]>;
  /**
   * The stand-in's clock went on by hours, from one thing that was due to the next: a token can end twice while one
   * request is under way, and then anybody may have to sign in again.
   */
  excuseSignIns(): void;
}

const connectorIn = ({ values }: AuditEntry): string | null => {
  const written = values['singleValueExtendedProperties'] as { id?: string; value?: string }[] | undefined;
  const wanted = connectorProperty.toLowerCase();
  return written?.find(({ id }) => id?.toLowerCase() === wanted)?.value ?? null;
};

export const createWatch = (live: Live): Watch => {
  const seen = live.boxes.map(() => 0);
  const posted = live.boxes.map(() => new Map<string, string>());
  let tokensDied = 0;
  let faultsSeen = 0;

  const lookAt = (box: number): string[] => {
    const { user } = live.boxes[box]!;
    const outlook = live.sandbox.outlook(user);
    const { audit } = outlook;
    const fresh = audit.slice(seen[box]).filter(({ by }) => by === 'app');
    seen[box] = audit.length;
    return fresh.flatMap((entry) => {
      const connectorId = entry.action === 'created' ? connectorIn(entry) : null;
      if (connectorId === null) return [];
      const before = posted[box]!.get(connectorId);
      posted[box]!.set(connectorId, entry.cardId);
      // One that its user has thrown away meanwhile may be made anew.
      const first = before === undefined ? null : outlook.get(before);
      return first === null || first.deleted
        ? []
        : [`doubled: ${user}: a card with connector ID ${connectorId} was posted twice`];
    });
  };

  /** A mailbox is parked for a sign-in that really ended, never for another's. */
  const parked = async (): Promise<string[]> => {
    const { log } = live.sandbox.faults;
    for (const { fault } of log.slice(faultsSeen)) {
      if (fault.kind === 'deadRefreshToken' || fault.kind === 'consentRequired') tokensDied += 1;
    }
    faultsSeen = log.length;
    const mailboxes = createMailboxes(live.store.db);
    const states = await Promise.all(live.boxes.map(({ mailboxId }) => mailboxes.byId(mailboxId)));
    const stands = states.filter((mailbox) => mailbox?.state === 'signInAgain').length;
    return stands > tokensDied
      ? [`${stands} mailboxes wait for a sign-in, ${tokensDied} sign-ins ended`]
      : [];
  };

  return {
    excuseSignIns: () => {
      tokensDied += live.boxes.length;
    },
    look: async () => {
      await live.ledger.watch();
      return [
        ...live.ledger.sightings.problems,
        ...live.boxes.flatMap((_, box) => lookAt(box)),
        ...(await parked()),
        ...live.crew.surprises,
      ];
    },
  };
};
