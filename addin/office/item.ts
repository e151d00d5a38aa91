/**
 * Whom the open message or appointment is from and to, as the rest of the pane sees it. What comes from a mail was written
 * by a stranger: it is text and nothing else, may be of any length, and may be made to look like somebody else's address.
 */
export type ItemKind = 'read' | 'compose' | 'appointmentRead' | 'appointmentCompose';

export interface Correspondent {
  /** As the mail writes it; null where it says none, or only repeats the address. */
  readonly name: string | null;
  readonly address: string;
  readonly role: 'sender' | 'to' | 'cc' | 'organizer' | 'attendee';
}

export interface MailItem {
  readonly kind: ItemKind;
  /** Sender or organiser first; without the mailbox's own address and without doubles. */
  readonly correspondents: readonly Correspondent[];
  /** How many there are beyond those. */
  readonly more: number;
}

/** Most correspondents of one item; as many as the worker looks up at once. */
export const MAX_CORRESPONDENTS = 100;
/** RFC 5321: 64 before the sign, 255 behind it. */
export const MAX_ADDRESS_LENGTH = 320;

/**
 * The same mailbox to a mail server. Only A to Z are folded: what Unicode would fold (KELVIN SIGN, full-width letters)
 * stays another address, so that a look-alike is nobody.
 */
export const addressKey = (address: string): string =>
  address.trim().replace(/[A-Z]/gu, (letter) => letter.toLowerCase());

/** Whether it can be somebody's address at all: Outlook also gives directory names (`/o=…`), and a mail may give anything. */
export const isAddress = (address: string): boolean =>
  address.length <= MAX_ADDRESS_LENGTH && /^[^\s@\p{C}]+@[^\s@\p{C}]+$/u.test(address);

/** Letters that are not of the Latin alphabet as the office types it: to be looked at twice. */
export const hasOddLetters = (address: string): boolean => /[^\x20-\x7e]/u.test(address);

export type Found = Omit<Correspondent, 'name'> & { readonly name: string | null | undefined };

/** `found`: the most important first. */
export const itemOf = (kind: ItemKind, found: readonly Found[], ownAddress: string | null): MailItem => {
  const seen = new Set(ownAddress === null ? [] : [addressKey(ownAddress)]);
  const correspondents: Correspondent[] = [];
  for (const { name, address: given, role } of found) {
    const address = given.trim();
    const key = addressKey(address);
    if (address === '' || seen.has(key)) continue;
    seen.add(key);
    correspondents.push({ name: nameOf(name, key), address, role });
  }
  return {
    kind,
    correspondents: correspondents.slice(0, MAX_CORRESPONDENTS),
    more: Math.max(0, correspondents.length - MAX_CORRESPONDENTS),
  };
};

const nameOf = (name: string | null | undefined, key: string): string | null => {
  const trimmed = name?.trim() ?? '';
  return trimmed === '' || addressKey(trimmed) === key ? null : trimmed;
};
