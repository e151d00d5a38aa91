/** History and held changes as the API shows them: the person's name beside its id. */
import type { z } from 'zod';
import type { heldList, historyPage } from '../../../shared/api/history.ts';
import type { Crm } from '../../pass/ports.ts';
import { namesOf } from '../persons/present.ts';
import type { HeldRecord, HistoryRecord, Paged } from '../ports.ts';

export const presentHistory = async (
  crm: Pick<Crm, 'persons'>,
  page: Paged<HistoryRecord>,
): Promise<z.infer<typeof historyPage>> => {
  const nameOf = namesOf(await crm.persons([...new Set(page.items.map(({ personId }) => personId))]));
  return {
    items: page.items.map((entry) => ({
      id: entry.id,
      at: entry.at,
      passId: entry.passId,
      personId: entry.personId,
      personName: nameOf(entry.personId),
      field: entry.field,
      side: entry.side,
      from: entry.from,
      to: entry.to,
      decision: entry.decision,
      overruled: entry.overruled ?? null,
      outcome: entry.outcome,
    })),
    next: page.next,
  };
};

export const presentHeld = async (
  crm: Pick<Crm, 'persons'>,
  held: readonly HeldRecord[],
): Promise<z.infer<typeof heldList>> => {
  const nameOf = namesOf(await crm.persons([...new Set(held.map(({ personId }) => personId))]));
  return {
    items: held.map(({ id, openedAt, personId, linkId, source, reason, donorPersonId, fields }) => ({
      id,
      openedAt,
      personId,
      personName: nameOf(personId),
      linkId,
      source,
      reason,
      donorPersonId,
      fields: fields.map(({ field, base, crm: inCrm, remote }) => ({
        field,
        base: base === null ? null : { crm: base.crm, remote: base.remote },
        crm: inCrm,
        remote,
      })),
    })),
  };
};
