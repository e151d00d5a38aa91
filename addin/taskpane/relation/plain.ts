/**
 * Text and links out of what the CRM and a mail give. Nothing here trusts it: marks that turn the reading direction go, and
 * a link is only made of what can only be that link.
 */
import type { Me } from '../../../shared/api/me.ts';
import type { PersonView } from '../../../shared/api/persons.ts';

/** Longest name or value on the screen; the whole of it is in the CRM. */
export const MAX_SHOWN = 120;

/**
 * Controls, halves of characters, and the marks with which text is made to read as other text. Joiners stay: names and
 * faces are written with them.
 */
const trickery =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+/gu;

export const shownText = (text: string, longest = MAX_SHOWN): string => {
  // Cut before it is looked at: a subject of megabytes is no reason to hang.
  const clean = text
    .slice(0, longest * 4)
    .replace(trickery, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = Array.from(clean);
  return letters.length > longest ? `${letters.slice(0, longest).join('').trimEnd()}…` : clean;
};

/** One or two letters for the circle in the place of a picture. */
export const initialsOf = (name: string): string => {
  const words = shownText(name)
    .split(' ')
    .map((word) => Array.from(word).find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '')
    .filter((letter) => letter !== '');
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return ((words[0] ?? '') + last).toUpperCase();
};

/** Same name, same colour; `count` colours. */
export const colourOf = (name: string, count: number): number =>
  Array.from(name).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % count;

/** `tel:` of the number alone: what is behind an extension or a second number is not dialled. Null: no number. */
export const telLink = (typed: string): string | null => {
  const number = /^[\s+\d().\-/]*/u.exec(typed.replace('(0)', ''))?.[0].split('/')[0] ?? '';
  const digits = number.replace(/\D/gu, '');
  if (digits.length < 3 || digits.length > 15) return null;
  return `tel:${number.trim().startsWith('+') ? '+' : ''}${digits}`;
};

/** The address and nothing beside it: `?bcc=` in an address is part of the address. */
export const mailLink = (address: string): string =>
  `mailto:${encodeURIComponent(address).replace('%40', '@')}`;

export const isWebLink = (url: string): boolean => /^https?:\/\//iu.test(url);

/** "22 juli 1974": a day has no time zone. As typed where there is no such day. */
export const formatBirthday = (text: string, locale: string): string => {
  const at = new Date(/^\d{4}-\d\d-\d\d$/u.test(text) ? `${text}T00:00:00Z` : Number.NaN);
  const exists = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
  if (!exists) return shownText(text);
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
};

export const isMine = (person: PersonView, role: 'relationManager' | 'owner', me: Me['employee']): boolean =>
  me !== null &&
  (role === 'relationManager'
    ? person.relationManager?.id === me.id
    : person.owners.some(({ id }) => id === me.id));

/** R1, R8: where this person stands in the Outlook of who looks. */
export const standingOf = ({
  inOutlook: { selected, link },
}: Pick<PersonView, 'inOutlook'>): 'in' | 'coming' | 'leaving' | 'out' => {
  if (selected) return link === 'active' ? 'in' : 'coming';
  return link === null ? 'out' : 'leaving';
};
