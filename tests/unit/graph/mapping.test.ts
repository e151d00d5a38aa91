/** Card ↔ Graph contact (R4). */
import { fromGraphBirthday, toGraphBirthday } from '../../../worker/graph/contact/birthday.ts';
import { fromGraph, toGraph, toGraphChanges } from '../../../worker/graph/contact/contact.ts';
import { blankCard } from '../../../worker/sync/fields/card.ts';
import type { OutlookCard } from '../../../worker/sync/fields/card.ts';

const petra: OutlookCard = {
  ...blankCard,
  givenName: 'Petra',
  surname: 'Vries',
  displayName: 'Petra de Vries',
  fileAs: 'Vries, Petra de',
  birthday: '1974-07-22',
  businessPhones: ['+31 20 555 01 01'],
  emailAddresses: [{ address: 'petra@kantoor.example', name: 'P. de Vries' }],
};

test.each([
  ['as it is written', '1974-07-22T11:59:00Z', '1974-07-22'],
  ['midnight UTC', '1974-07-22T00:00:00Z', '1974-07-22'],
  ['noon UTC', '1974-07-22T12:00:00Z', '1974-07-22'],
  ['Dutch midnight in summer', '1974-07-21T22:00:00Z', '1974-07-22'],
  ['Dutch midnight in winter', '1974-01-21T23:00:00Z', '1974-01-22'],
  ['midnight in New York', '1974-07-22T04:00:00Z', '1974-07-22'],
  ['midnight in Hawaii', '1974-07-22T10:00:00Z', '1974-07-22'],
  ['midnight in Tokyo', '1974-07-21T15:00:00Z', '1974-07-22'],
  ['Dutch New Year', '1999-12-31T23:00:00Z', '2000-01-01'],
  ['29 February', '2000-02-28T23:00:00Z', '2000-02-29'],
  ['a date alone', '1974-07-22', '1974-07-22'],
  ['the "none" of Outlook', '4501-01-01T00:00:00Z', null],
  ['the "none" of .NET', '0001-01-01T00:00:00Z', null],
  ['no text', null, null],
  ['nonsense', 'soon', null],
])('R4: a birthday read from %s is a date that no time zone moves', (_, text, date) => {
  expect(fromGraphBirthday(text)).toBe(date);
});

test('R4: a birthday comes back as it was written, every day of a leap year', () => {
  for (let day = 0; day < 366; day += 1) {
    const date = new Date(Date.UTC(2000, 0, 1 + day)).toISOString().slice(0, 10);
    expect(fromGraphBirthday(toGraphBirthday(date))).toBe(date);
  }
  expect(toGraphBirthday(null)).toBeNull();
});

test('absent, null and blank are one and the same', () => {
  expect(fromGraph({})).toEqual(blankCard);
  expect(
    fromGraph({ surname: null, givenName: '', mobilePhone: '  ', businessPhones: null, homePhones: [''] }),
  ).toEqual(blankCard);
});

test('an e-mail entry without an address falls out, the others keep their order', () => {
  const card = fromGraph({
    emailAddresses: [
      { name: 'lost,' },
      { address: '', name: 'x' },
      { address: 'a@b.example' },
      { address: 'c@d.example', name: 'C' },
    ],
  });
  expect(card.emailAddresses).toEqual([
    { address: 'a@b.example', name: null },
    { address: 'c@d.example', name: 'C' },
  ]);
});

test('R4: what the mapping does not name is neither read nor written', () => {
  const contact = {
    ...toGraph(petra),
    personalNotes: 'private',
    categories: ['x'],
    homeAddress: { city: 'Delft' },
  };
  expect(fromGraph(contact)).toEqual(petra);
  expect(Object.keys(toGraph(petra)).sort()).toEqual([
    'birthday',
    'businessPhones',
    'displayName',
    'emailAddresses',
    'fileAs',
    'givenName',
    'surname',
  ]);
});

test('an update carries what differs, and the composed names with it', () => {
  expect(toGraphChanges(petra, { ...petra, mobilePhone: '+31 6 5550 0101' })).toEqual({
    displayName: 'Petra de Vries',
    fileAs: 'Vries, Petra de',
    mobilePhone: '+31 6 5550 0101',
  });
  expect(toGraphChanges(petra, petra)).toBeNull();
});

test('an update clears with null and with empty lists', () => {
  expect(
    toGraphChanges(petra, { ...petra, birthday: null, businessPhones: [], emailAddresses: [] }),
  ).toMatchObject({
    birthday: null,
    businessPhones: [],
    emailAddresses: [],
  });
});

test('a rewritten name of an address is no difference, and goes back as read when the list is written', () => {
  const renamed = { ...petra, emailAddresses: [{ address: 'petra@kantoor.example', name: 'Kantoor' }] };
  expect(toGraphChanges(petra, renamed)).toBeNull();
  const second = { address: 'petra@thuis.example', name: null };
  expect(
    toGraphChanges(petra, { ...petra, emailAddresses: [...petra.emailAddresses, second] }),
  ).toMatchObject({
    emailAddresses: [
      { address: 'petra@kantoor.example', name: 'P. de Vries' },
      { address: 'petra@thuis.example' },
    ],
  });
});
