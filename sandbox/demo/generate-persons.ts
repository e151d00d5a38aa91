/**
 * Makes sandbox/demo/persons.csv: 500 invented persons of a Dutch-Belgian office, the same ones every time (seeded).
 * `node --import tsx sandbox/demo/generate-persons.ts` writes the file anew. Imports nothing of ours.
 *
 * Nobody in it exists. Domains end in .example or .test (RFC 2606), and no telephone has such a number.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PERSONS = 500;
const SEED = 20_261_121;

/** mulberry32: small, and the same on every machine. */
const createRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const random = createRandom(SEED);
const below = (end: number): number => Math.floor(random() * end);
const chance = (share: number): boolean => random() < share;
const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
const digits = (count: number): string => Array.from({ length: count }, () => below(10)).join('');

const firstNames = (
  'Anna Bart Bram Carlijn Daan Dirk Elke Els Emma Esther Eva Femke Floor Geert Griet Hanne Hans Hendrik Ilse Ine Jan ' +
  'Jasper Jeroen Jolien Joost Karel Katrien Kees Koen Lars Leen Lieve Lotte Maaike Maarten Marieke Mark Marloes Mieke ' +
  'Nele Niels Noor Paul Peter Pieter Renée Rik Roos Ruben Saar Sander Sanne Sofie Stijn Theo Thijs Tom Veerle Wim Zoë ' +
  'Fatima Mehmet Aïcha Youssef José Chloë'
).split(' ');

/** Prefix and surname as the Dutch write them; the prefix is a field of its own. */
const dutchNames: readonly (readonly [string, string])[] = [
  ['de', 'Vries'],
  ['van den', 'Berg'],
  ['van', 'Dijk'],
  ['de', 'Jong'],
  ['van der', 'Meer'],
  ["van 't", 'Hof'],
  ['ter', 'Horst'],
  ['op den', 'Dries'],
  ['in de', 'Wei'],
  ['de la', 'Haye'],
  ['', 'Jansen'],
  ['', 'Bakker'],
  ['', 'Visser'],
  ['', 'Smit'],
  ['', 'Mulder'],
  ['', 'Bos-Kuipers'],
  ['', 'Dekker'],
  ['', 'Hoekstra'],
  ['', 'Çelik'],
  ['', 'El Amrani'],
];

/** Belgians have the prefix in the surname, with a capital: it is never split off. */
const belgianNames = (
  'Van Damme|Van den Broeck|De Smet|Vandenberghe|Peeters|Maes|De Clercq|Van Hoecke|D’Hondt|Claes|Wouters|Desmedt|' +
  'Van de Velde|Lemaire|Dubois|Vermeulen'
).split('|');

const organisationNames = (
  'ABC Bedrijf|Bakkerij De Gouden Korenaar|Bouwbedrijf Noorderlicht|Drukkerij Het Blauwe Vel|Transport De Snelle Wagen|' +
  'Tuincentrum Groene Vingers|Installatiebedrijf Warmwater|Adviesbureau Helder & Co|Garage Het Gouden Wiel|' +
  'Hotel De Oude Post|Rederij Zeewind|Scheepswerf De Helling|Slagerij Van Ouds|Uitgeverij Papieren Tijger|' +
  'Zorggroep Avondrood|Schildersbedrijf Kleurrijk|Brouwerij De Dubbele Tong|Makelaardij Huis en Hof|' +
  'Fietsenmaker Ketting, Wiel en Zn.|Softwarehuis Nul en Een|Confiserie Zoete Inval|Textiel Lindeboom|Kaasboerderij Hoeve|' +
  'Architecten Lijn & Vlak|Notariaat Zegel en Lak|Sportschool Sterk Spul|Kwekerij Morgenrood|Meubelmakerij Eik|' +
  'Logistiek Langs de Schelde|Bloemenhandel Flora'
).split('|');

const jobTitles = (
  'Directeur|Financieel directeur|Bedrijfsleider|Hoofd administratie|Office manager|Zaakvoerder|Bestuurder|Boekhouder|' +
  'Jurist|Inkoper|HR-adviseur|Projectleider|Eigenaar|Secretaris'
).split('|');

const groupNames = ['Klanten', 'Nieuwsbrief', 'Kerstkaart', 'Leveranciers', 'Pers', 'Oud-cliënten'] as const;

const office = 'kantoor-voorbeeld.example';
const employees = {
  petra: `Petra de Vries <petra@${office}>`,
  karim: `Karim el Amrani <karim@${office}>`,
  sofie: `Sofie Van den Bossche <sofie@${office}>`,
  joost: `Joost ten Hoeve <joost@${office}>`,
} as const;
type Who = keyof typeof employees;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '');

interface Organisation {
  readonly name: string;
  readonly domain: string;
  readonly belgian: boolean;
  /** An address that everybody there gives: the root of mixed-up cards. */
  readonly sharedEmail: string | null;
}

const organisations: readonly Organisation[] = organisationNames.map((name, index) => {
  const domain = `${plain(name)}.${index % 3 === 2 ? 'test' : 'example'}`;
  const shared = index % 4 === 0 ? `info@${domain}` : null;
  return { name, domain, belgian: index % 3 === 1, sharedEmail: shared };
});

/** No subscriber's number begins with zeros, so these ring nowhere. */
const landline = (belgian: boolean): string => {
  const end = digits(2);
  return belgian
    ? pick([`+32 2 000 01 ${end}`, `02 000 01 ${end}`, `02/000.01.${end}`, `+32 (0)2 000 01 ${end}`])
    : pick([
        `020-00001${end}`,
        `(020) 000 01${end}`,
        `+31 20 000 01${end}`,
        `+31 (0)20 00001${end}`,
        `00312000001${end}`,
        `020 000 01${end} tst. ${1 + below(90)}`,
      ]);
};

const mobile = (belgian: boolean): string => {
  const end = digits(2);
  return belgian
    ? pick([`+32 400 00 01 ${end}`, `0400 00 01 ${end}`, `0400/0001${end}`])
    : pick([`06-000001${end}`, `06 0000 01${end}`, `+31 6 000001${end}`, `00316000001${end}`]);
};

const birthDate = (): string => {
  const day = String(1 + below(28)).padStart(2, '0');
  const month = String(1 + below(12)).padStart(2, '0');
  return `${day}-${month}-${1944 + below(60)}`;
};

interface Row {
  id: string;
  kind: string;
  initials: string;
  firstName: string;
  prefix: string;
  lastName: string;
  birthDate: string;
  organisation: string;
  jobTitle: string;
  workEmail: string;
  workPhone: string;
  workMobile: string;
  privateEmail: string;
  privatePhone: string;
  privateMobile: string;
  manager: string;
  owners: string;
  groups: string;
  former: string;
}

/** About three in five persons belong to Petra or Karim, the two who activate the link in the demo. */
const people = (): { manager: string; owners: string } => {
  const theirs = chance(0.6);
  const main: Who = theirs ? pick(['petra', 'karim']) : pick(['sofie', 'joost']);
  const asOwner = theirs ? chance(0.2) : false;
  const others: Who[] = (
    theirs ? (['petra', 'karim', 'sofie', 'joost'] as const) : (['sofie', 'joost'] as const)
  ).filter((who) => who !== main && chance(0.12));
  const manager: Who | null = asOwner ? pick(['sofie', 'joost']) : chance(0.95) || theirs ? main : null;
  const owners = [...new Set([...(asOwner ? [main] : []), ...others])].filter((who) => who !== manager);
  return {
    manager: manager === null ? '' : employees[manager],
    owners: owners.map((who) => employees[who]).join(' | '),
  };
};

const initialsOf = (firstName: string): string => {
  const first = firstName.charAt(0);
  return chance(0.3) ? `${first}.${pick(['A', 'C', 'H', 'J', 'M', 'P', 'W'])}.` : `${first}.`;
};

const nameOf = (belgian: boolean): Pick<Row, 'initials' | 'firstName' | 'prefix' | 'lastName'> => {
  const firstName = pick(firstNames);
  const [prefix, lastName] = belgian ? ['', pick(belgianNames)] : pick(dutchNames);
  return {
    initials: chance(0.85) ? initialsOf(firstName) : '',
    firstName: chance(0.94) ? firstName : '',
    prefix,
    lastName,
  };
};

const ownOffice: Organisation = {
  name: 'Kantoor Voorbeeld',
  domain: office,
  belgian: false,
  sharedEmail: null,
};

const shared = (index: number, kind: string, belgian: boolean) => ({
  id: `R${String(index + 1).padStart(4, '0')}`,
  kind,
  ...nameOf(belgian),
  birthDate: chance(0.45) ? birthDate() : '',
  ...people(),
  groups: groupNames.filter(() => chance(0.22)).join(' | '),
  former: chance(0.07) ? 'ja' : 'nee',
});

const privateRow = (index: number): Row => {
  const belgian = chance(0.3);
  const person = shared(index, 'particulier', belgian);
  const local = plain(`${person.firstName || person.initials} ${person.lastName}`);
  return {
    ...person,
    organisation: '',
    jobTitle: '',
    workEmail: '',
    workPhone: '',
    workMobile: '',
    privateEmail: chance(0.9) ? `${local}${1 + below(90)}@thuis.example` : '',
    privatePhone: chance(0.4) ? landline(belgian) : '',
    privateMobile: chance(0.85) ? mobile(belgian) : '',
  };
};

const workRow = (index: number, kind: string): Row => {
  const organisation = kind === 'medewerker' ? ownOffice : pick(organisations);
  const { belgian, domain, sharedEmail } = organisation;
  const person = shared(index, kind, belgian);
  const own = `${plain(person.firstName || person.initials)}.${plain(`${person.prefix} ${person.lastName}`)}@${domain}`;
  return {
    ...person,
    organisation: organisation.name,
    jobTitle: chance(0.75) ? pick(jobTitles) : '',
    workEmail: sharedEmail !== null && chance(0.7) ? sharedEmail : chance(0.93) ? own : '',
    workPhone: chance(0.8) ? landline(belgian) : '',
    workMobile: chance(0.65) ? mobile(belgian) : '',
    privateEmail: chance(0.12) ? `${plain(person.lastName)}${below(90)}@prive.test` : '',
    privatePhone: chance(0.1) ? landline(belgian) : '',
    privateMobile: '',
  };
};

/** Two people at one address, as the article that started it all has them: they are always there. */
const known = (row: Row, name: Partial<Row>): Row => ({
  ...row,
  organisation: 'ABC Bedrijf',
  workEmail: 'info@abc-bedrijf.example',
  manager: employees.petra,
  former: 'nee',
  ...name,
});

const rowAt = (index: number): Row => {
  const position = index % 20;
  const row =
    position < 14
      ? workRow(index, 'contactpersoon')
      : position < 19
        ? privateRow(index)
        : workRow(index, 'medewerker');
  if (index === 0) return known(row, { initials: 'G.', firstName: 'Geert', prefix: 'van', lastName: 'Dijk' });
  if (index === 1) return known(row, { initials: 'P.', firstName: 'Paula', prefix: 'de', lastName: 'Vries' });
  return row;
};

const headings: readonly (readonly [keyof Row, string])[] = [
  ['id', 'Id'],
  ['kind', 'Soort'],
  ['initials', 'Voorletters'],
  ['firstName', 'Roepnaam'],
  ['prefix', 'Tussenvoegsel'],
  ['lastName', 'Achternaam'],
  ['birthDate', 'Geboortedatum'],
  ['organisation', 'Organisatie'],
  ['jobTitle', 'Functie'],
  ['workEmail', 'E-mail (zakelijk)'],
  ['workPhone', 'Telefoon (zakelijk)'],
  ['workMobile', 'Mobiel (zakelijk)'],
  ['privateEmail', 'Privé e-mail'],
  ['privatePhone', 'Privé telefoon'],
  ['privateMobile', 'Privé mobiel'],
  ['manager', 'Relatiebeheerder'],
  ['owners', 'Eigenaren'],
  ['groups', 'Groepen'],
  ['former', 'Voormalig'],
];

const cell = (text: string): string => (/[";\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const generatePersons = (): string => {
  const rows = Array.from({ length: PERSONS }, (_, index) => rowAt(index));
  const lines = [
    headings.map(([, heading]) => cell(heading)),
    ...rows.map((row) => headings.map(([column]) => cell(row[column]))),
  ];
  return `${lines.map((line) => line.join(';')).join('\n')}\n`;
};

const target = new URL('./persons.csv', import.meta.url);
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(target, generatePersons());
}
