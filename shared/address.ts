/**
 * The form in which an address that stands on a mail is looked up. Surrounding blanks and the case of ASCII letters are
 * all that is folded: what only Unicode's normalising or lower-casing would turn into a known address (KELVIN SIGN,
 * full-width letters, a zero-width space) is another address, and may be a forged one. Not the form of R4, in which values of
 * one person are compared.
 */
export const addressKey = (address: string): string =>
  address.replace(/^[\t\n\r ]+|[\t\n\r ]+$/gu, '').replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());

/** The same of a stored address; whatever blanks came along when it was typed do not count. */
export const storedAddressKey = (stored: string): string => addressKey(stored.trim());

/** Most persons that are told of one address: what thousands were given for want of an address is nobody's. */
export const MAX_AT_ADDRESS = 200;
