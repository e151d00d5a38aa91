/**
 * The invented cards of the probe, and by what they are known again when nothing else is left (after a crash): their connector ID,
 * of a form that no link ever has, and a company of their own name. A card on which anything else stands is not the probe's any
 * more. The one extended property of this product is used (R10): a mailbox has room for few names.
 */
import { isObject, textOf } from '../graph/answer.ts';
import { fromGraphConnectorId, toGraphConnectorId } from '../graph/connector-id.ts';
import type { ConnectorId } from '../../shared/ids.ts';
import type { NewId } from '../pass/ports.ts';

/** `probe` in hexadecimal ASCII; version 8 of a UUID is free for such use, and links have version 4 (RFC 9562). */
export const connectorIdStart = '70726f62-6500-8';
/** The folder's name, and the company on every card, begin with this; six digits of the run follow. */
export const marker = 'Relatiebrug probe';
const markerPattern = /^Relatiebrug probe [0-9a-f]{6}( [BC])?$/u;
const domain = 'probe.example';
const phones = { business: '+31 20 555 01 01', mobile: '+31 6 5550 0102' } as const;

export const isProbeName = (name: string | null): boolean => name !== null && markerPattern.test(name);

export const newConnectorId = (newId: NewId): ConnectorId =>
  (connectorIdStart + newId().slice(connectorIdStart.length)) as ConnectorId;

/** What must be read of a card to know whether it is the probe's. */
export const markSelect = [
  'id',
  'parentFolderId',
  'changeKey',
  'surname',
  'companyName',
  'personalNotes',
  'emailAddresses',
  'businessPhones',
  'homePhones',
  'mobilePhone',
].join(',');

const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const isBlank = (value: unknown): boolean => (textOf(value)?.trim() ?? '') === '';

/**
 * Nothing on it but what the probe writes: a card into which a user merged one of their own is not thrown away. Its connector ID
 * may be lost, as a merge or a copy loses it, but may not be another's.
 */
export const isProbeCard = (contact: Record<string, unknown>): boolean => {
  const connectorId = fromGraphConnectorId(contact);
  if (connectorId !== null && !connectorId.startsWith(connectorIdStart)) return false;
  const known: readonly unknown[] = Object.values(phones);
  const numbers = [
    ...list(contact['businessPhones']),
    ...list(contact['homePhones']),
    ...(isBlank(contact['mobilePhone']) ? [] : [contact['mobilePhone']]),
  ];
  return (
    isProbeName(textOf(contact['companyName'])) &&
    (textOf(contact['surname']) ?? '').startsWith('Probe') &&
    isBlank(contact['personalNotes']) &&
    numbers.every((number) => known.includes(number)) &&
    list(contact['emailAddresses']).every(
      (entry) => isObject(entry) && (isBlank(entry['address']) || isOwnAddress(entry['address'])),
    )
  );
};

const isOwnAddress = (address: unknown): boolean =>
  textOf(address)?.toLowerCase().endsWith(`@${domain}`) ?? false;

export interface Invented {
  /** `Probe…`, different for every card of a run. */
  readonly surname: string;
  readonly connectorId: ConnectorId;
  readonly body: Readonly<Record<string, unknown>>;
}

export const invent = (
  runName: string,
  surname: string,
  connectorId: ConnectorId,
  more: Readonly<Record<string, unknown>> = {},
): Invented => ({
  surname,
  connectorId,
  body: {
    givenName: 'Test',
    surname,
    displayName: `Test ${surname}`,
    fileAs: `${surname}, Test`,
    companyName: runName,
    ...more,
    ...toGraphConnectorId(connectorId),
  },
});

export const ownAddress = (local: string) => [{ address: `${local}@${domain}`, name: local }];
export const ownPhones = phones;
