/** Invented cards of a user's own: what an address book holds before anything is synced. */
import type { Random } from '../random.ts';
import type { CardValues } from './fields.ts';

const FIRST = [
  'Anouk',
  'Bas',
  'Cor',
  'Dewi',
  'Esra',
  'Femke',
  'Gijs',
  'Hanneke',
  'Ilse',
  'Jorrit',
  'Kees',
  'Lotte',
];
const MIDDLE = [null, null, null, 'van', 'de', 'van der', 'ten'];
const LAST = [
  'Akker',
  'Bos',
  'Dekker',
  'Groot',
  'Hermans',
  'Janssens',
  'Kok',
  'Meulen',
  'Peeters',
  'Visser',
  'Wit',
];
const NOTES = ['Padel op dinsdag', 'Buren van nummer 12', 'Loodgieter, belt altijd terug', null, null];

export function privateCard(random: Random): CardValues {
  const [givenName, middleName, surname] = [
    random.pick(FIRST),
    MIDDLE[random.below(MIDDLE.length)],
    random.pick(LAST),
  ];
  const number = random.below(100_000);
  const address = `${givenName}.${surname}${number}@thuis.example`.toLowerCase();
  const values: CardValues = {
    givenName,
    surname,
    mobilePhone: `06${String(10_000_000 + random.below(89_999_999))}`,
    emailAddresses: random.chance(0.7) ? [{ address, name: `${givenName} ${surname}` }] : [],
  };
  if (middleName) values.middleName = middleName;
  const note = NOTES[random.below(NOTES.length)];
  if (note) values.personalNotes = note;
  if (random.chance(0.3)) values.categories = ['Privé'];
  return values;
}
