/** Items of the mail store as the fake Outlook gives them to the pane, and addresses as people type them. */
import type { ItemSeed, Pair } from '../../office/fake-host.ts';
import type { MailPerson } from '../mail.ts';
import type { MailItem, PageUser } from './controls.ts';

const pair = ({ name, address }: MailPerson): Pair => [name, address];

export const NO_ITEM: ItemSeed = { kind: 'none' };

/** One's own appointment opens as a form in Outlook, another's as something to read. */
export const seedOf = (item: MailItem, user: PageUser): ItemSeed => {
  const { subject, body, id: itemId } = item;
  const common = { itemId, subject, body };
  if (item.kind === 'mail')
    return { ...common, kind: 'read', from: pair(item.from), to: item.to.map(pair), cc: item.cc.map(pair) };
  const isOwn = item.from.address.toLowerCase() === user.mail.toLowerCase();
  return {
    ...common,
    kind: isOwn ? 'appointmentCompose' : 'appointmentRead',
    organizer: pair(item.from),
    required: item.to.map(pair),
    optional: item.cc.map(pair),
  };
};

/** `Dewi Bos <dewi@thuis.example>, info@…`: one a comma or semicolon; what is no address yet is left out. */
export const readRecipients = (typed: string): MailPerson[] =>
  typed.split(/[,;]/u).flatMap((part) => {
    const named = /^\s*"?([^"<]*?)"?\s*<([^<>\s]+@[^<>\s]+)>\s*$/u.exec(part);
    if (named) return [{ name: named[1] || (named[2] ?? ''), address: named[2] ?? '' }];
    const bare = part.trim();
    return /^[^\s@<>]+@[^\s@<>]+$/u.test(bare) ? [{ name: bare, address: bare }] : [];
  });

export const writeRecipients = (people: readonly MailPerson[]): string =>
  people
    .map(({ name, address }) =>
      name === '' || name === address ? address : `${name.replace(/[,;<>"]/gu, ' ').trim()} <${address}>`,
    )
    .join(', ');

export const pairsOf = (people: readonly MailPerson[]): Pair[] => people.map(pair);
