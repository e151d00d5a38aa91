/** One person as a vCard 4 (RFC 6350). What vCard has no property for goes under names of our own (vcard-names.ts). */
import ICAL from 'ical.js';
import type { Person, PersonFieldId } from '../../../shared/person.ts';
import type { ExportedPerson } from './export.ts';
import { ownProperties } from './vcard-names.ts';

const kindWords = {
  contactPerson: 'contactpersoon',
  employee: 'medewerker',
  privatePerson: 'particulier',
} as const;

/** As people read it: "Petra de Vries". */
const displayName = ({ fields }: Person): string =>
  [fields.firstName ?? fields.initials, fields.surnamePrefix, fields.lastName]
    .filter((part) => part !== null)
    .join(' ');

const familyName = ({ fields }: Person): string =>
  [fields.surnamePrefix, fields.lastName].filter((part) => part !== null).join(' ');

const communications: readonly [PersonFieldId, 'email' | 'tel', string[]][] = [
  ['workEmail', 'email', ['work']],
  ['privateEmail', 'email', ['home']],
  ['workPhone', 'tel', ['work', 'voice']],
  ['workMobile', 'tel', ['work', 'cell']],
  ['privatePhone', 'tel', ['home', 'voice']],
  ['privateMobile', 'tel', ['home', 'cell']],
];

/** Declared as text, so that the writer escapes it. */
const addText = (card: ICAL.Component, name: string, text: string | null, types: string[] = []): void => {
  if (text === null) return;
  const property = new ICAL.Property(name, card);
  property.resetType('text');
  if (types.length > 0) property.setParameter('type', types);
  property.setValue(text);
  card.addProperty(property);
};

const addNames = (card: ICAL.Component, person: Person): void => {
  addText(card, 'fn', displayName(person));
  const name = new ICAL.Property('n', card);
  name.setValue([familyName(person), person.fields.firstName ?? '', '', '', '']);
  // Sorted without the prefix; quotation marks and line ends cannot stand in a parameter (RFC 6350, 3.3).
  const sortAs = [person.fields.lastName, person.fields.firstName].filter((part) => part !== null);
  name.setParameter('sort-as', sortAs.join(',').replace(/["\r\n]/gu, ''));
  card.addProperty(name);
};

export const writeVcard = ({ id, person, relationManager, owners }: ExportedPerson): string => {
  const card = new ICAL.Component('vcard');
  card.addPropertyWithValue('version', '4.0');
  addText(card, 'uid', id);
  addNames(card, person);
  for (const [field, name, types] of communications) addText(card, name, person.fields[field], types);
  if (person.fields.birthDate !== null) card.addPropertyWithValue('bday', person.fields.birthDate);
  addText(card, 'title', person.fields.jobTitle);
  if (person.organisation !== null) {
    const organisation = new ICAL.Property('org', card);
    organisation.setValue([person.organisation.name]);
    card.addProperty(organisation);
  }
  if (person.groups.length > 0) {
    const categories = new ICAL.Property('categories', card);
    categories.setValues(person.groups);
    card.addProperty(categories);
  }
  addText(card, ownProperties.kind, kindWords[person.kind]);
  addText(card, ownProperties.initials, person.fields.initials);
  addText(card, ownProperties.surnamePrefix, person.fields.surnamePrefix);
  addText(card, ownProperties.relationManager, relationManager);
  addText(card, ownProperties.owners, owners);
  addText(card, ownProperties.former, person.former ? 'ja' : 'nee');
  return `${card.toString()}\r\n`;
};
