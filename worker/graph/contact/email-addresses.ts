/**
 * E-mail addresses of a contact. An entry without an address falls out (the service keeps one for text it could not
 * read). `name` is the server's to rewrite: read, sent back as read, never compared.
 */
import type { CardAddress } from '../../sync/fields/card.ts';
import { isObject } from '../answer.ts';
import { fromGraphText } from './text.ts';

export const fromGraphAddresses = (value: unknown): CardAddress[] =>
  (Array.isArray(value) ? (value as unknown[]) : []).flatMap((entry) => {
    const address = isObject(entry) ? fromGraphText(entry['address']) : null;
    return isObject(entry) && address !== null ? [{ address, name: fromGraphText(entry['name']) }] : [];
  });

/** The list whole, as a PATCH must carry it. */
export const toGraphAddresses = (addresses: readonly CardAddress[]): { address: string; name?: string }[] =>
  addresses.map(({ address, name }) => (name === null ? { address } : { address, name }));

export const sameAddresses = (one: readonly CardAddress[], other: readonly CardAddress[]): boolean =>
  one.length === other.length && one.every(({ address }, index) => address === other[index]?.address);
