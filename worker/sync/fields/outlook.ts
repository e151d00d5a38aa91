/**
 * The mapping between a CRM person and an Outlook card (R4): one row a field, both directions side by side.
 * What has no row here is never read from a card and never written to one.
 */
import { canonical } from '../../../shared/canonical.ts';
import type { PersonKind } from '../../../shared/person.ts';
import type { FieldRow, FieldTable } from '../field-table.ts';
import { blankCard, type OutlookCard } from './card.ts';
import { firstEmail, furtherPrivateEmail } from './emails.ts';
import { composeNames, words } from './names.ts';
import { firstPhone } from './phones.ts';
import { single } from './single.ts';

const everyone: readonly PersonKind[] = ['contactPerson', 'employee', 'privatePerson'];
const atWork: readonly PersonKind[] = ['contactPerson', 'employee'];
const atHome: readonly PersonKind[] = ['privatePerson'];

const organisationName: FieldRow<OutlookCard> = {
  id: 'organisationName',
  form: 'text',
  kinds: atWork,
  back: false,
  fromCrm: (person) => person.organisation?.name ?? null,
  toCrm: null,
  fromRemote: (card) => card.companyName,
  toRemote: (card, value, { base, country }) => {
    const written = base.organisationName?.remote ?? null;
    // A person without an organisation: only the name that we wrote is taken off, never one the user typed.
    const leave =
      value === null && (written === null || canonical('text', card.companyName, country) !== written);
    const companyName = leave ? card.companyName : value;
    return { ok: true, card: { ...card, companyName }, readsAs: companyName };
  },
};

export const outlookTable: FieldTable<OutlookCard> = {
  remote: 'outlook',
  blank: blankCard,
  nameFields: ['initials', 'firstName', 'surnamePrefix', 'lastName'],
  addressesOf: (card) => card.emailAddresses.map(({ address }) => address),
  phonesOf: (card) => [
    ...card.businessPhones,
    ...card.homePhones,
    ...(card.mobilePhone === null ? [] : [card.mobilePhone]),
  ],
  nameOf: (card) => ({
    called: card.givenName,
    initials: card.initials,
    surname: words(card.middleName, card.surname),
    shown: card.displayName,
  }),
  compose: composeNames,
  rows: [
    single('initials', 'initials', 'text', everyone),
    single('firstName', 'givenName', 'text', everyone),
    single('surnamePrefix', 'middleName', 'text', everyone),
    single('lastName', 'surname', 'text', everyone),
    single('birthDate', 'birthday', 'date', everyone),
    firstEmail('workEmail', atWork),
    firstPhone('workPhone', 'businessPhones', atWork, { back: true }),
    single('workMobile', 'mobilePhone', 'phone', atWork),
    single('jobTitle', 'jobTitle', 'text', atWork),
    organisationName,
    furtherPrivateEmail(atWork),
    firstEmail('privateEmail', atHome),
    firstPhone('privatePhone', 'homePhones', atWork, { back: false }),
    firstPhone('privatePhone', 'homePhones', atHome, { back: true }),
    single('privateMobile', 'mobilePhone', 'phone', atHome),
  ],
};
