/**
 * Persons without a link for whom the CRM still has a connector ID: the link was lost here (an older back-up, a new install).
 * The card is looked up and tied again, with no base: nothing is guessed, nothing doubled (R10).
 */
import type { LinkId, PersonId } from '../../shared/ids.ts';
import type { Link } from '../sync/link.ts';
import type { PassContext } from './context.ts';

/** Answers who was tied again; that is committed. */
export const relinkKnown = async <Card>(
  context: PassContext<Card>,
  personIds: readonly PersonId[],
): Promise<PersonId[]> => {
  if (personIds.length === 0) return [];
  const { crm, remote, employeeId, newId } = context;
  const known = await crm.connectorIds(employeeId, personIds);
  const wanted = personIds.flatMap((personId) => {
    const connectorId = known.get(personId);
    return connectorId === undefined ? [] : [{ personId, connectorId }];
  });
  if (wanted.length === 0) return [];
  const found = await remote.find(wanted.map(({ connectorId }) => connectorId));
  const readings = await remote.read([...found.values()].flat());
  const links = wanted.flatMap(({ personId, connectorId }): Link[] => {
    const reading = (found.get(connectorId) ?? [])
      .toSorted()
      .map((id) => readings.get(id))
      .find((each) => each !== undefined && !each.inDeletedItems);
    if (reading === undefined) return [];
    const { cardId, folderId } = reading;
    const id = newId() as LinkId;
    return [
      {
        id,
        personId,
        connectorId,
        state: 'active',
        pausedBecause: null,
        cardId,
        folderId,
        etag: null,
        base: {},
        cleanUp: false,
      },
    ];
  });
  if (links.length > 0) await context.commit([{ op: 'newLinks', links }]);
  return links.map(({ personId }) => personId);
};
