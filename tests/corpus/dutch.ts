/**
 * Invented Dutch and Flemish people, offices and numbers for the corpus, drawn from one seeded source. Every direct
 * number, mobile number, own address and rare job title is given out once, so that it can be followed; what people
 * really share (a switchboard, info@, a common title) is shared on purpose by whoever builds the case.
 *
 * Imports nothing of the worker: the guard must not be judged by its own notions.
 */
import type { Random } from '../../sandbox/random.ts';

const firstNames = [
  ...['Anouk', 'Bas', 'Bram', 'Carlijn', 'Daan', 'Dewi', 'Dirk', 'Eline', 'Esra', 'Eva', 'Fatima', 'Femke'],
  ...[
    'Floor',
    'Gijs',
    'Hanneke',
    'Henk',
    'Ilse',
    'Ingrid',
    'Jan',
    'Jeroen',
    'Joris',
    'Karin',
    'Kees',
    'Lars',
  ],
  ...[
    'Lotte',
    'Maaike',
    'Marieke',
    'Mehmet',
    'Milan',
    'Mohammed',
    'Nienke',
    'Noor',
    'Pieter',
    'Renée',
    'Roos',
  ],
  ...[
    'Ruben',
    'Sanne',
    'Saïd',
    'Sjoerd',
    'Sofie',
    'Stijn',
    'Thijs',
    'Tineke',
    'Ümit',
    'Wim',
    'Wouter',
    'Yara',
  ],
  ...['Youssef', 'Zoë', 'André', 'Chloë', 'Loïc', 'Aart-Jan', 'Marie-José'],
];
const prefixes = ['van', 'de', 'van de', 'van der', 'van den', 'ten', 'ter', "'t", 'el', 'van ’t'];
const lastNames = [
  ...[
    'Aalbers',
    'Akker',
    'Bakker',
    'Berg',
    'Beek',
    'Bos',
    'Bouzian',
    'Brouwer',
    'Claes',
    'Dekker',
    'Dijk',
    'Doorn',
  ],
  ...[
    'Evers',
    'Groot',
    'Haan',
    'Heijden',
    'Hermans',
    'Hoeve',
    'Hout',
    'Jacobs',
    'Jansen',
    'Janssens',
    'Jong',
  ],
  ...[
    'Kaya',
    'Koning',
    'Kuipers',
    'Laan',
    'Maas',
    'Meer',
    'Meulen',
    'Mulder',
    'Öztürk',
    'Peeters',
    'Pietersen',
  ],
  ...[
    'Post',
    'Prins',
    'Rijn',
    'Schaik',
    'Schouten',
    'Smit',
    'Steen',
    'Timmer',
    'Veen',
    'Vermeulen',
    'Visser',
  ],
  ...['Vliet', 'Vos', 'Vries', 'Wal', 'Wijngaard', 'Willems', 'Wit', 'Zande', 'Zwart', 'Noël', 'Coté'],
];
export const commonTitles = [
  ...['Advocaat', 'Secretaresse', 'Directeur', 'Notaris', 'Accountant', 'Controller', 'Administratie'],
  ...['Officemanager', 'Partner', 'Jurist', 'HR-adviseur', 'Boekhouder'],
];
const rareTitles = [
  ...[
    'Adviseur estate planning',
    'Hoofd vergunningen',
    'Kwaliteitsmedewerker',
    'Teamleider incasso',
    'Conservator',
  ],
  ...['Beleidsadviseur water', 'Projectleider sloop', 'Bedrijfsarts', 'Inkoper zuivel', 'Rentmeester'],
];
const rareTitlePlaces = [
  ...[
    'Noord',
    'Zuid',
    'Rivierenland',
    'Kennemerland',
    'Veluwe',
    'Haspengouw',
    'Meierij',
    'Westland',
    'Drechtsteden',
  ],
  ...[
    'Twente',
    'Kempen',
    'Flevoland',
    'Waterland',
    'Bollenstreek',
    'Salland',
    'Walcheren',
    'Zaanstreek',
    'Peel',
  ],
];
const trades = [
  ...['Bakkerij', 'Advocatenkantoor', 'Notariaat', 'Administratiekantoor', 'Bouwbedrijf', 'Makelaardij'],
  ...['Drukkerij', 'Transport', 'Tandartspraktijk', 'Stichting', 'Woningcorporatie', 'Kwekerij'],
];
const legalForms = ['B.V.', 'B.V.', 'V.O.F.', 'N.V.', '& Zn.', 'Holding B.V.'];
const sharedNames = [
  'info',
  'info',
  'info',
  'kantoor',
  'office',
  'receptie',
  'secretariaat',
  'administratie',
  'post',
];
const areas = ['20', '10', '30', '70', '40', '50', '73', '24', '58', '88', '76'];

export interface Company {
  readonly name: string;
  readonly domain: string;
  /** The address that everybody there may be reached at. */
  readonly shared: string;
  readonly switchboard: string;
}

export interface Family {
  readonly prefix: string | null;
  readonly lastName: string;
  readonly shared: string;
  readonly homePhone: string;
}

export interface Name {
  readonly initials: string;
  readonly firstName: string;
  readonly surnamePrefix: string | null;
  readonly lastName: string;
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^a-z]/giu, '')
    .toLowerCase();

export class Dutch {
  readonly random: Random;
  #number = 0;
  #phone = 2_000_000;
  #mobile = 10_000_000;
  readonly #names = new Set<string>();
  readonly #titles = new Set<string>();

  constructor(random: Random) {
    this.random = random;
  }

  /** No two people of the corpus are called the same, unless a case wants it. */
  name(): Name {
    const { random } = this;
    for (;;) {
      const firstName = random.pick(firstNames);
      const surnamePrefix = random.chance(0.35) ? random.pick(prefixes) : null;
      const lastName = random.chance(0.06)
        ? `${random.pick(lastNames)}-${random.pick(lastNames)}`
        : random.pick(lastNames);
      const key = `${firstName} ${lastName}`;
      if (this.#names.has(key)) continue;
      this.#names.add(key);
      return { firstName, surnamePrefix, lastName, initials: this.initialsFor(firstName) };
    }
  }

  initialsFor(firstName: string): string {
    const first = `${firstName.slice(0, 1)}.`;
    return this.random.chance(0.4) ? `${first}${this.random.pick([...'ABCDEFGHJKLMPRSTW'])}.` : first;
  }

  firstName = (): string => this.random.pick(firstNames);
  lastName = (): string => this.random.pick(lastNames);
  commonTitle = (): string => this.random.pick(commonTitles);

  /** One that nobody else in the corpus has. */
  rareTitle(): string {
    for (;;) {
      const title = `${this.random.pick(rareTitles)} ${this.random.pick(rareTitlePlaces)}`;
      const unique = this.#titles.has(title) ? `${title} ${this.#titles.size}` : title;
      if (this.#titles.has(unique)) continue;
      this.#titles.add(unique);
      return unique;
    }
  }

  company(): Company {
    const { random } = this;
    const named = random.pick(lastNames);
    const name = `${random.pick(trades)} ${named} ${random.pick(legalForms)}`;
    const domain = `${plain(named)}${(this.#number += 1)}.example`;
    return { name, domain, shared: `${random.pick(sharedNames)}@${domain}`, switchboard: this.phone() };
  }

  family(): Family {
    const lastName = this.random.pick(lastNames);
    const prefix = this.random.chance(0.4) ? this.random.pick(prefixes) : null;
    const number = (this.#number += 1);
    const shared = this.random.chance(0.5)
      ? `familie.${plain(lastName)}${number}@thuis.example`
      : `${plain(lastName)}.${plain(this.random.pick(lastNames))}${number}@thuis.example`;
    return { prefix, lastName, shared, homePhone: this.phone() };
  }

  /** An address of one's own: at the office, or at home without a domain. */
  email(name: Name, domain?: string): string {
    const first = plain(name.firstName);
    const last = plain(`${name.surnamePrefix ?? ''}${name.lastName}`);
    const local = this.random.pick([`${first}.${last}`, `${first.slice(0, 1)}.${last}`, `${first}`]);
    const number = (this.#number += 1);
    return domain === undefined ? `${local}${number}@post.example` : `${local}${number}@${domain}`;
  }

  phone(): string {
    this.#phone += 1 + this.random.below(30);
    const area = this.random.pick(areas);
    return this.written(area, String(this.#phone));
  }

  mobile(): string {
    this.#mobile += 1 + this.random.below(300);
    return this.written('6', String(this.#mobile));
  }

  /** The same number as people write it: national or international, with or without separators. */
  written(area: string, rest: string): string {
    const groups =
      rest.length === 7 ? [rest.slice(0, 3), rest.slice(3, 5), rest.slice(5)] : (rest.match(/../gu) ?? []);
    return this.random.pick([
      `0${area}-${rest}`,
      `0${area}-${rest}`,
      `0${area} ${groups.join(' ')}`,
      `0${area} - ${groups.join(' ')}`,
      `+31 ${area} ${groups.join(' ')}`,
      `+31${area}${rest}`,
      `0031${area}${rest}`,
      ...(area === '6' ? [`06 ${rest}`] : [`(0${area}) ${groups.join(' ')}`]),
    ]);
  }

  /** Another way to write this number. */
  rewritten(number: string): string {
    const digits = number
      .replace(/\D/gu, '')
      .replace(/^(?:00)?31/u, '')
      .replace(/^0/u, '');
    const area = digits.startsWith('6') ? '6' : digits.slice(0, 2);
    for (;;) {
      const other = this.written(area, digits.slice(area.length));
      if (other !== number) return other;
    }
  }

  birthDate(): string {
    const day = (max: number): string => String(1 + this.random.below(max)).padStart(2, '0');
    return `${1940 + this.random.below(66)}-${day(12)}-${day(28)}`;
  }
}
