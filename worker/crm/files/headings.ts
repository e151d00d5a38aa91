/** What a heading means, in Dutch and English, whatever its letter case, spaces and punctuation. */
import type { Language } from '../../../shared/texts/language.ts';
import type { ImportTarget } from './types.ts';

/** Written in exports; the first of `known` in each language. */
export const exportHeadings: Readonly<Record<Language, Readonly<Partial<Record<ImportTarget, string>>>>> = {
  nl: {
    id: 'Id',
    kind: 'Soort',
    initials: 'Voorletters',
    firstName: 'Roepnaam',
    surnamePrefix: 'Tussenvoegsel',
    lastName: 'Achternaam',
    birthDate: 'Geboortedatum',
    organisation: 'Organisatie',
    jobTitle: 'Functie',
    workEmail: 'E-mail zakelijk',
    workPhone: 'Telefoon zakelijk',
    workMobile: 'Mobiel zakelijk',
    privateEmail: 'E-mail privé',
    privatePhone: 'Telefoon privé',
    privateMobile: 'Mobiel privé',
    relationManager: 'Relatiebeheerder',
    owners: 'Eigenaren',
    groups: 'Groepen',
    former: 'Voormalig',
  },
  en: {
    id: 'Id',
    kind: 'Kind',
    initials: 'Initials',
    firstName: 'First name',
    surnamePrefix: 'Surname prefix',
    lastName: 'Last name',
    birthDate: 'Date of birth',
    organisation: 'Organisation',
    jobTitle: 'Job title',
    workEmail: 'Work e-mail',
    workPhone: 'Work phone',
    workMobile: 'Work mobile',
    privateEmail: 'Private e-mail',
    privatePhone: 'Private phone',
    privateMobile: 'Private mobile',
    relationManager: 'Relation manager',
    owners: 'Owners',
    groups: 'Groups',
    former: 'Former',
  },
};

/** Without spaces and punctuation; what people write above such columns. */
const known: Readonly<Record<ImportTarget, string>> = {
  id: 'id uid externid externalid relatieid relatienummer persoonid persoonsnummer personid contactid nummer klantnummer',
  kind: 'soort type kind relatiesoort relatietype persoonstype soortrelatie soortpersoon persontype',
  initials: 'voorletters voorletter initialen initials',
  firstName: 'roepnaam voornaam voornamen firstname givenname forename',
  surnamePrefix:
    'tussenvoegsel tussenvoegsels tussenv voorvoegsel voorvoegsels surnameprefix nameprefix prefix infix middlename',
  lastName: 'achternaam familienaam lastname surname familyname',
  birthDate: 'geboortedatum geboren verjaardag dateofbirth birthdate birthday dob',
  workEmail:
    'emailzakelijk zakelijkemail zakelijkemailadres emailadreszakelijk emailwerk werkemail workemail businessemail emailwork',
  workPhone:
    'telefoonzakelijk zakelijktelefoon zakelijktelefoonnummer telefoonnummerzakelijk telefoonwerk werktelefoon workphone businessphone phonework doorkiesnummer',
  workMobile:
    'mobielzakelijk zakelijkmobiel zakelijkmobielnummer mobielwerk werkmobiel workmobile businessmobile mobilework',
  jobTitle: 'functie functieopvisitekaartje functietitel jobtitle title position',
  privateEmail:
    'emailprive priveemail priveemailadres emailadresprive privateemail personalemail homeemail emailprivate emailhome',
  privatePhone:
    'telefoonprive privetelefoon privetelefoonnummer telefoonnummerprive telefoonthuis privatephone homephone phoneprivate phonehome',
  privateMobile:
    'mobielprive privemobiel privemobielnummer privatemobile homemobile personalmobile mobileprivate',
  email: 'email emailadres emailaddress mail mailadres epost',
  phone: 'telefoon telefoonnummer tel phone phonenumber telephone vast vastnummer',
  mobile: 'mobiel mobielnummer mobieletelefoon gsm gsmnummer mobile mobilephone cell cellphone',
  organisation:
    'organisatie organisatienaam bedrijf bedrijfsnaam firma werkgever organisation organization company companyname',
  relationManager: 'relatiebeheerder beheerder relationmanager accountmanager',
  owners: 'eigenaren eigenaar owners owner',
  groups: 'groepen groep groups group categorieen categorie categories',
  former: 'voormalig former inactief inactive',
};

const normalised = (heading: string): string =>
  heading
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '');

const byHeading = new Map(
  Object.entries(known).flatMap(([target, headings]) =>
    headings.split(' ').map((heading) => [heading, target as ImportTarget] as const),
  ),
);

export const targetOf = (heading: string): ImportTarget | null => byHeading.get(normalised(heading)) ?? null;
