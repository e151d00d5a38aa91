/** What people call the fields of a person, in lists and in the middle of a sentence. */
import type { FieldId } from '../person.ts';
import type { Texts } from './language.ts';

export const fieldTexts: Texts<FieldId> = {
  nl: {
    initials: 'voorletters',
    firstName: 'roepnaam',
    surnamePrefix: 'tussenvoegsel',
    lastName: 'achternaam',
    birthDate: 'geboortedatum',
    workEmail: 'e-mail zakelijk',
    workPhone: 'telefoon zakelijk',
    workMobile: 'mobiel zakelijk',
    jobTitle: 'functie',
    privateEmail: 'e-mail privé',
    privatePhone: 'telefoon privé',
    privateMobile: 'mobiel privé',
    organisationName: 'organisatie',
  },
  en: {
    initials: 'initials',
    firstName: 'first name',
    surnamePrefix: 'surname prefix',
    lastName: 'last name',
    birthDate: 'date of birth',
    workEmail: 'work e-mail',
    workPhone: 'work phone',
    workMobile: 'work mobile',
    jobTitle: 'job title',
    privateEmail: 'private e-mail',
    privatePhone: 'private phone',
    privateMobile: 'private mobile',
    organisationName: 'organisation',
  },
};
