/**
 * Rows whose value is one text property of the card (R4): names, job title, mobile phone, birthday.
 */
import type { FieldForm } from '../../../shared/canonical.ts';
import type { PersonFieldId, PersonKind } from '../../../shared/person.ts';
import type { FieldRow } from '../field-table.ts';
import type { OutlookCard } from './card.ts';

type SingleProperty =
  'initials' | 'givenName' | 'middleName' | 'surname' | 'birthday' | 'jobTitle' | 'mobilePhone';

export const single = (
  id: PersonFieldId,
  property: SingleProperty,
  form: FieldForm,
  kinds: readonly PersonKind[],
): FieldRow<OutlookCard> => ({
  id,
  form,
  kinds,
  back: true,
  fromCrm: (person) => person.fields[id],
  toCrm: (value) => ({ [id]: value }),
  fromRemote: (card) => card[property],
  toRemote: (card, value) => ({ ok: true, card: { ...card, [property]: value }, readsAs: value }),
});
