/**
 * The hidden connector ID on a card (R10): the one extended property this product ever names. A mailbox has room
 * for few names and support alone can remove one, so there is no second definition anywhere.
 * https://learn.microsoft.com/graph/api/resources/extended-properties-overview
 */
import type { ConnectorId } from '../../shared/ids.ts';
import { isObject, textOf } from './answer.ts';

const propertyId = 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Value of `$expand` that brings the property along, ready for a URL. */
export const expandConnectorId = `singleValueExtendedProperties($filter=${encodeURIComponent(
  `id eq ${quoted(propertyId)}`,
)})`;

/** Value of `$filter` that finds a card by it, ready for a URL. The service compares without regard to case. */
export const filterByConnectorId = (id: ConnectorId): string =>
  encodeURIComponent(
    `singleValueExtendedProperties/Any(ep: ep/id eq ${quoted(propertyId)} and ep/value eq ${quoted(id)})`,
  );

/** The same by how the ID begins; for the probe, which finds its own cards again. */
export const filterByConnectorIdStart = (start: string): string =>
  encodeURIComponent(
    `singleValueExtendedProperties/Any(ep: ep/id eq ${quoted(propertyId)} and startswith(ep/value, ${quoted(start)}))`,
  );

/**
 * The part of a body that sets it, in the same request as the rest. Graph documents no removal; an empty value is
 * written instead and read as none.
 */
export const toGraphConnectorId = (id: ConnectorId | null) => ({
  singleValueExtendedProperties: [{ id: propertyId, value: id ?? '' }],
});

/** Null when the card has none. Graph may give the property's id back in another letter case. */
export const fromGraphConnectorId = (contact: Record<string, unknown>): ConnectorId | null => {
  const list = contact['singleValueExtendedProperties'];
  if (!Array.isArray(list)) return null;
  for (const entry of list as unknown[]) {
    if (!isObject(entry) || textOf(entry['id'])?.toLowerCase() !== propertyId.toLowerCase()) continue;
    const value = textOf(entry['value'])?.trim().toLowerCase() ?? '';
    if (value !== '') return value as ConnectorId;
  }
  return null;
};
