/**
 * What waits in the inboxes and calendars when the Outlook page opens: mail of the people of persons.csv, from the easy
 * one to the forged one. Everybody in the office gets the same kinds, from relations of their own.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { MailPerson, MailSeed, Sandbox, SandboxUser } from '../index.ts';
import { HOME_TENANT } from '../index.ts';
import { personsFile } from './office.ts';
import type { Language } from './texts.ts';

type Row = Readonly<Record<string, string>>;

const emailOf = (row: Row): string => row['E-mail (zakelijk)'] || row['Privé e-mail'] || '';
const nameOf = (row: Row): string =>
  [row['Roepnaam'] || row['Voorletters'], row['Tussenvoegsel'], row['Achternaam']].filter(Boolean).join(' ');
const personOf = (row: Row): MailPerson => ({ name: nameOf(row), address: emailOf(row) });

/** Letters of other alphabets that look the same; whoever reads the address sees nothing. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  a: '\u0430',
  e: '\u0435',
  o: '\u043e',
  p: '\u0440',
  c: '\u0441',
};
export const homoglyph = (address: string): string =>
  address.replace(/[aeopc]/u, (letter) => LOOKALIKES[letter] ?? letter);

const stranger: MailPerson = { name: 'Noor Wittebrood', address: 'noor@wittebrood-advies.example' };

interface Correspondents {
  /** Alone at their address. */
  readonly single: Row;
  readonly second: Row;
  /** Two behind one address. */
  readonly shared: readonly [Row, Row];
  readonly privatePerson: Row;
  /** A colleague's relation, not one's own. */
  readonly others: Row;
}

const readRows = (): Row[] => parse(readFileSync(personsFile), { columns: true, delimiter: ';', bom: true });

const correspondentsOf = (user: SandboxUser, rows: readonly Row[]): Correspondents => {
  const times = new Map<string, number>();
  for (const row of rows) times.set(emailOf(row), (times.get(emailOf(row)) ?? 0) + 1);
  const isMine = (row: Row): boolean =>
    `${row['Relatiebeheerder'] ?? ''}|${row['Eigenaren'] ?? ''}`.includes(user.userPrincipalName);
  const isActive = (row: Row): boolean =>
    row['Voormalig'] === 'nee' && emailOf(row) !== '' && row['Roepnaam'] !== '';
  const isAlone = (row: Row): boolean => times.get(emailOf(row)) === 1;
  const isContact = (row: Row): boolean => row['Soort'] === 'contactpersoon';
  const hasPhones = (row: Row): boolean =>
    row['Telefoon (zakelijk)'] !== '' && row['Mobiel (zakelijk)'] !== '';
  const all = (...holds: ((row: Row) => boolean)[]): Row[] =>
    rows.filter((row) => [isActive, ...holds].every((each) => each(row)));
  const first = (found: readonly Row[]): Row => {
    if (!found[0]) throw new Error(`persons.csv holds nobody to write to ${user.userPrincipalName}`);
    return found[0];
  };
  const [single, second] = all(isMine, isAlone, isContact, hasPhones);
  const mine = all(isMine, isContact);
  const pair = mine.flatMap((row) => {
    const other = mine.find((each) => each !== row && emailOf(each) === emailOf(row));
    return other ? [[row, other] as const] : [];
  })[0];
  if (!single || !second || !pair)
    throw new Error(`persons.csv holds too few to write to ${user.userPrincipalName}`);
  return {
    single,
    second,
    shared: pair,
    privatePerson: first(all(isMine, isAlone, (row) => row['Soort'] === 'particulier')),
    others: first(all(isAlone, isContact, (row) => !isMine(row))),
  };
};

const words = {
  nl: {
    single: (name: string) => [
      'Jaarstukken en een vraag over de btw',
      `Goedemiddag,\n\nDe jaarstukken zijn goed ontvangen. Kunnen we donderdag even bellen over de btw? Ik ben het beste mobiel te bereiken.\n\nMet vriendelijke groet,\n${name}`,
    ],
    shared: (name: string) => [
      'Offerte nieuwe website',
      `Dag,\n\nIn de bijlage onze opmerkingen bij de offerte. Antwoorden op dit adres komt bij ons allebei aan.\n\nGroet,\n${name}`,
    ],
    stranger: () => [
      'Kennismaking',
      'Geachte heer, mevrouw,\n\nVia een relatie kreeg ik uw naam. Ik zou graag kennismaken.\n\nNoor Wittebrood\nWittebrood Advies\n020-0000142 / 06-00000142',
    ],
    privatePerson: (name: string) => [
      'Testament en volmacht',
      `Beste,\n\nWe hebben alles doorgelezen en zijn akkoord. Wanneer kunnen we tekenen?\n\n${name}`,
    ],
    others: (name: string) => [
      'Factuur van vorige maand',
      `Hallo,\n\nKlopt de factuur van vorige maand? Er lijkt een regel dubbel te staan.\n\nGroeten,\n${name}`,
    ],
    forged: () => [
      'Uw rekeningnummer is gewijzigd, maak vandaag nog over',
      'Beste,\n\nWilt u het openstaande bedrag vandaag overmaken naar het nieuwe rekeningnummer?\n\n(Dit is een nagemaakt bericht: het adres lijkt op dat van een relatie, maar er staat een letter uit een ander alfabet in.)',
    ],
    meeting: ['Bespreking jaarcijfers', 'Graag de concepten meenemen.', 'Vergaderkamer 2'],
    lunch: ['Lunch met nieuwe relatie', 'Ik reserveer een tafel.', 'De Oude Post'],
  },
  en: {
    single: (name: string) => [
      'Annual accounts, and a question about VAT',
      `Good afternoon,\n\nThe annual accounts have arrived safely. Could we speak about the VAT on Thursday? My mobile is the best way to reach me.\n\nKind regards,\n${name}`,
    ],
    shared: (name: string) => [
      'Quotation for the new website',
      `Hello,\n\nOur remarks on the quotation are attached. An answer to this address reaches both of us.\n\nRegards,\n${name}`,
    ],
    stranger: () => [
      'Getting acquainted',
      'Dear Sir, Madam,\n\nA relation gave me your name. I would like to meet.\n\nNoor Wittebrood\nWittebrood Advies\n020-0000142 / 06-00000142',
    ],
    privatePerson: (name: string) => [
      'Will and power of attorney',
      `Hello,\n\nWe have read everything and agree. When can we sign?\n\n${name}`,
    ],
    others: (name: string) => [
      'Last month’s invoice',
      `Hello,\n\nIs last month’s invoice right? One line seems to be on it twice.\n\nRegards,\n${name}`,
    ],
    forged: () => [
      'Your account number has changed, please transfer today',
      'Hello,\n\nWould you transfer the outstanding amount to the new account number today?\n\n(This is a forged message: the address looks like that of a relation, but one of its letters is of another alphabet.)',
    ],
    meeting: ['Meeting about the annual figures', 'Please bring the drafts.', 'Meeting room 2'],
    lunch: ['Lunch with a new relation', 'I will book a table.', 'De Oude Post'],
  },
} satisfies Record<Language, unknown>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Newest first; the forged one not on top. */
export const mailsFor = (user: SandboxUser, now: number, language: Language): MailSeed[] => {
  const said = words[language];
  const { single, second, shared, privatePerson, others } = correspondentsOf(user, readRows());
  const me: MailPerson = { name: user.displayName, address: user.mail };
  const [one, other] = shared.map(personOf) as [MailPerson, MailPerson];
  const mail = (
    minutesAgo: number,
    from: MailPerson,
    [subject = '', body = '']: readonly string[],
    cc?: MailPerson[],
  ): MailSeed => ({
    from,
    to: [me],
    cc: cc ?? [],
    subject,
    body,
    at: new Date(now - minutesAgo * MINUTE_MS).toISOString(),
    isRead: minutesAgo > 300,
  });
  const planned = (
    hours: number,
    organizer: MailPerson,
    to: MailPerson[],
    [subject = '', body = '', location = '']: readonly string[],
  ): MailSeed => ({
    kind: 'appointment',
    from: organizer,
    to,
    subject,
    body,
    location,
    at: new Date(now).toISOString(),
    start: new Date(Math.ceil(now / HOUR_MS) * HOUR_MS + hours * HOUR_MS).toISOString(),
    end: new Date(Math.ceil(now / HOUR_MS) * HOUR_MS + (hours + 1) * HOUR_MS).toISOString(),
  });
  const [subject = '', body = ''] = said.forged();
  const forged: MailSeed = {
    ...mail(190, { name: '<script>alert("relatie")</script>', address: homoglyph(emailOf(single)) }, [
      subject,
      body,
    ]),
    subject: `${subject} ${'! '.repeat(5_000)}`.slice(0, 10_000),
  };
  return [
    mail(6, personOf(single), said.single(nameOf(single)), [personOf(second)]),
    mail(34, one, said.shared(one.name)),
    mail(95, stranger, said.stranger()),
    forged,
    mail(260, personOf(privatePerson), said.privatePerson(nameOf(privatePerson))),
    mail(1_500, personOf(others), said.others(nameOf(others))),
    planned(2, personOf(second), [me, one, other], said.meeting),
    planned(26, me, [personOf(single), stranger], said.lunch),
  ];
};

export const seedMails = (sandbox: Sandbox, language: Language): void => {
  for (const user of sandbox.users.all().filter(({ tenantId }) => tenantId === HOME_TENANT))
    for (const seed of mailsFor(user, sandbox.clock.now(), language)) sandbox.mail.add(user.id, seed);
};
