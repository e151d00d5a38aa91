/** What the Outlook page makes of mails, addresses and contacts, without a browser. */
import type { MailItem, OutlookCard, PageUser } from '../../../sandbox/outlook/page/controls.ts';
import { readRecipients, seedOf, writeRecipients } from '../../../sandbox/outlook/page/items.ts';
import { BLANK, changedFields, changesOf, toForm } from '../../../sandbox/outlook/page/people/fields.ts';
import { texts } from '../../../sandbox/outlook/page/texts.ts';

const dewi = { name: 'Dewi Bos', address: 'dewi@thuis.example' };

describe('addresses as people type them', () => {
  test('half an address, a script and a name alone are nobody yet', () => {
    for (const typed of ['dewi@', '<script>alert(1)</script>', 'Dewi Bos', '', ' , ;'])
      expect(readRecipients(typed)).toEqual([]);
  });

  test('named and bare ones are read, by commas and semicolons', () => {
    expect(readRecipients('"Dewi Bos" <dewi@thuis.example>; info@abc.example, x')).toEqual([
      dewi,
      { name: 'info@abc.example', address: 'info@abc.example' },
    ]);
  });

  test('what is written is read as the same people, whatever signs are in their names', () => {
    const odd = { name: 'Bos, Dewi <dewi>', address: 'dewi@thuis.example' };
    expect(readRecipients(writeRecipients([dewi, odd]))).toEqual([
      dewi,
      { name: 'Bos  Dewi  dewi', address: 'dewi@thuis.example' },
    ]);
  });
});

describe('an item as Outlook gives it to the pane', () => {
  const user = { mail: 'petra@kantoor.example' } as PageUser;
  const item = (change: Partial<MailItem>): MailItem => ({
    id: 'item-1',
    kind: 'mail',
    folder: 'inbox',
    subject: 'Hallo',
    body: '',
    at: '2026-11-23T09:00:00Z',
    from: dewi,
    to: [],
    cc: [],
    bcc: [],
    isRead: true,
    start: null,
    end: null,
    location: null,
    ...change,
  });

  test("one's own appointment is written, another's is read", () => {
    expect(seedOf(item({ kind: 'appointment' }), user)).toMatchObject({
      kind: 'appointmentRead',
      organizer: ['Dewi Bos', 'dewi@thuis.example'],
    });
    const own = { name: 'Petra', address: 'Petra@Kantoor.example' };
    expect(seedOf(item({ kind: 'appointment', from: own, to: [dewi] }), user)).toMatchObject({
      kind: 'appointmentCompose',
      required: [['Dewi Bos', 'dewi@thuis.example']],
    });
  });

  test('blind copies of a mail that was received are not given', () => {
    expect(seedOf(item({ bcc: [dewi] }), user)).not.toHaveProperty('bcc');
  });
});

describe('a contact in the form', () => {
  const card: Pick<OutlookCard, 'values' | 'birthday'> = {
    values: {
      givenName: 'Dewi',
      businessPhones: ['020-1', '020-2'],
      emailAddresses: [
        { name: 'Dewi', address: 'dewi@thuis.example' },
        { name: 'Werk', address: 'dewi@werk.example' },
      ],
    },
    birthday: '1974-07-22',
  };

  test('saved as it was shown it changes nothing', () => {
    expect(changesOf(toForm(card), card)).toEqual({});
  });

  test('a first phone is replaced and the second one stays; an emptied text is gone', () => {
    expect(changesOf({ ...toForm(card), businessPhone: '020-9', givenName: ' ' }, card)).toEqual({
      givenName: null,
      businessPhones: ['020-9', '020-2'],
    });
  });

  test('an address keeps the name it was shown with, wherever it moves in the list', () => {
    const form = { ...toForm(card), email: 'dewi@werk.example', secondEmail: 'nieuw@thuis.example' };
    expect(changesOf(form, card)).toEqual({
      emailAddresses: [
        { name: 'Werk', address: 'dewi@werk.example' },
        { name: 'nieuw@thuis.example', address: 'nieuw@thuis.example' },
      ],
    });
  });

  test('a new one has only what was filled in', () => {
    expect(changesOf({ ...BLANK, surname: 'Bos' }, { values: {}, birthday: null })).toEqual({
      surname: 'Bos',
    });
  });

  test('a write that names a field without changing it is not told as a change', () => {
    const entry = {
      number: 1,
      at: '',
      by: 'app',
      action: 'updated',
      cardId: 'c',
      properties: ['displayName', 'mobilePhone', 'categories'],
      values: { displayName: 'Dewi Bos', mobilePhone: '06-2', categories: ['x'] },
      before: { displayName: 'Dewi Bos', mobilePhone: '06-1' },
    } as const;
    expect(changedFields(entry)).toEqual(['mobilePhone']);
  });
});

test('both languages of the page say every text', () => {
  const keys = (value: object, path = ''): string[] =>
    Object.entries(value).flatMap(([name, each]) =>
      typeof each === 'object' && each !== null
        ? keys(each as object, `${path}${name}.`)
        : [`${path}${name}`],
    );
  expect(keys(texts.en)).toEqual(keys(texts.nl));
});
