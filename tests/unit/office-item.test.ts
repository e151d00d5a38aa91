/** Whom an open item is from and to: what a mail's writer can put there must be nobody, text, or exactly that address. */
import { jest } from '@jest/globals';
import fc from 'fast-check';
import {
  addressKey,
  hasOddLetters,
  isAddress,
  itemOf,
  MAX_CORRESPONDENTS,
  type Found,
} from '../../addin/office/item.ts';
import { kindOf, readOfficeItem } from '../../addin/office/read-item.ts';

const own = 'fenna.hoekstra@kantoor.example';
const to = (address: string, name: string | null = null): Found => ({ name, address, role: 'to' });

describe('an address that only looks like another one is another one', () => {
  test.each([
    ['KELVIN SIGN', 'jan@\u212aantoor.example', 'jan@kantoor.example'],
    ['Cyrillic a', 'j\u0430n@kantoor.example', 'jan@kantoor.example'],
    ['full width', 'jan@kantoor\uff0eexample', 'jan@kantoor.example'],
    ['dotless i', 'p\u0131et@kantoor.example', 'piet@kantoor.example'],
    ['a capital with a dot', '\u0130ris@kantoor.example', 'iris@kantoor.example'],
    ['a composed letter', 'ren\u00e9@kantoor.example', 'rene\u0301@kantoor.example'],
  ])('%s', (_name, alike, real) => {
    expect(addressKey(alike)).not.toBe(addressKey(real));
    expect(itemOf('read', [to(real), to(alike)], null).correspondents).toHaveLength(2);
    expect(hasOddLetters(alike)).toBe(true);
  });

  test('also when it looks like the own one: it is not left out', () => {
    const alike = own.replace('k', '\u212a');
    expect(itemOf('read', [to(alike)], own).correspondents).toEqual([
      { name: null, address: alike, role: 'to' },
    ]);
  });

  test('and letter case alone does not make another one', () => {
    expect(
      itemOf('read', [to('Jan@Kantoor.Example', 'Jan'), to(' jan@kantoor.example')], null).correspondents,
    ).toEqual([{ name: 'Jan', address: 'Jan@Kantoor.Example', role: 'to' }]);
    expect(itemOf('read', [to('FENNA.hoekstra@kantoor.example')], own).correspondents).toEqual([]);
  });
});

describe('what can be looked up', () => {
  test.each([
    ['an empty text', ''],
    ['a name of the directory', '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=jan'],
    ['no sign', 'jan'],
    ['two signs', 'jan@a.example@b.example'],
    ['a blank inside', 'jan jansen@kantoor.example'],
    ['a line break', 'jan@kantoor.example\nbcc: x@y.example'],
    ['a mark that turns the reading direction', 'jan\u202e@kantoor.example'],
    ['a mark of no width', 'jan\u200b@kantoor.example'],
    ['half a character', 'jan\ud800@kantoor.example'],
    ['more than 320 characters', `${'a'.repeat(320)}@kantoor.example`],
  ])('not %s', (_name, address) => {
    expect(isAddress(address)).toBe(false);
  });

  test('an address, also one with letters of another alphabet', () => {
    expect(isAddress('jan@kantoor.example')).toBe(true);
    expect(isAddress('ren\u00e9@kantoor.example')).toBe(true);
    expect(isAddress(`${'a'.repeat(64)}@${'b'.repeat(247)}.example`)).toBe(true);
  });

  test('whatever a mail holds, reading it gives no more than fits and every address once', () => {
    const anything = fc.record({
      name: fc.option(fc.string({ unit: 'binary' })),
      address: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a@b.example', 'A@b.example', own)),
      role: fc.constant('to' as const),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 150 }), (found) => {
        const { correspondents } = itemOf('read', found, own);
        const keys = correspondents.map(({ address }) => addressKey(address));
        expect(keys.length).toBeLessThanOrEqual(MAX_CORRESPONDENTS);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).not.toContain(own);
      }),
    );
  });

  test('of 500 recipients the first hundred, and how many there are more', () => {
    const many = Array.from({ length: 500 }, (_, n) => to(`r${n}@kantoor.example`));
    const { correspondents, more } = itemOf('read', many, null);
    expect(correspondents).toHaveLength(100);
    expect(more).toBe(400);
    expect(correspondents[0]?.address).toBe('r0@kantoor.example');
  });

  test('a name that only repeats the address is no name', () => {
    expect(
      itemOf(
        'read',
        [to('jan@a.example', 'JAN@a.example'), to('b@a.example', '  ')],
        null,
      ).correspondents.map(({ name }) => name),
    ).toEqual([null, null]);
  });
});

describe('reading an item of Outlook', () => {
  const details = (emailAddress: unknown, displayName: unknown = '') =>
    ({ emailAddress, displayName }) as { emailAddress: string; displayName: string };
  const asks = <T>(value: T) => ({
    getAsync: (callback: (result: Office.AsyncResult<T>) => void) => {
      callback({ status: 'succeeded', value } as unknown as Office.AsyncResult<T>);
    },
  });
  const fails = {
    getAsync: (callback: (result: Office.AsyncResult<never>) => void) => {
      callback({ status: 'failed', value: undefined } as unknown as Office.AsyncResult<never>);
    },
  };
  const throws = {
    getAsync: () => {
      throw new TypeError('no such method in this mode');
    },
  };

  test('fields that are absent, null or no text are nobody', async () => {
    const item = {
      itemType: 'message',
      subject: '',
      from: null,
      to: undefined,
      cc: [details(7), details(null)],
    };
    expect(await readOfficeItem(item, null)).toEqual({ kind: 'read', correspondents: [], more: 0 });
  });

  test('a field of a draft that fails is empty, and the others are read', async () => {
    const item = {
      itemType: 'message',
      subject: asks(''),
      to: fails,
      cc: throws,
      bcc: asks([details('x@y.example')]),
    };
    expect((await readOfficeItem(item, null)).correspondents).toEqual([
      { name: null, address: 'x@y.example', role: 'cc' },
    ]);
  });

  test('a draft that does not answer is read as empty after a while, not never', async () => {
    jest.useFakeTimers();
    const read = readOfficeItem(
      { itemType: 'message', subject: asks(''), to: { getAsync: () => undefined } },
      null,
    );
    await jest.advanceTimersByTimeAsync(3_000);
    expect((await read).correspondents).toEqual([]);
    jest.useRealTimers();
  });

  test('on behalf of somebody: whose mail it is first, then who wrote it', async () => {
    const item = {
      itemType: 'message',
      subject: 's',
      from: details('baas@klant.example', 'Baas'),
      sender: details('secretaris@klant.example', 'Secretaris'),
      to: [details(own)],
      cc: [details('Derde@klant.example')],
    };
    const { correspondents } = await readOfficeItem(item, own);
    expect(correspondents.map(({ address, role }) => [address, role])).toEqual([
      ['baas@klant.example', 'sender'],
      ['secretaris@klant.example', 'sender'],
      ['Derde@klant.example', 'cc'],
    ]);
  });

  test('an appointment: organiser, then who must and who may come', async () => {
    const item = {
      itemType: 'appointment',
      subject: 's',
      organizer: details('o@klant.example'),
      requiredAttendees: [details('a@klant.example')],
      optionalAttendees: [details('b@klant.example')],
    };
    expect(kindOf(item)).toBe('appointmentRead');
    expect((await readOfficeItem(item, null)).correspondents.map(({ role }) => role)).toEqual([
      'organizer',
      'attendee',
      'attendee',
    ]);
  });

  test('the four kinds are told apart', () => {
    expect(kindOf({ itemType: 'message', subject: '' })).toBe('read');
    expect(kindOf({ itemType: 'message', subject: asks('') })).toBe('compose');
    expect(kindOf({ itemType: 'appointment', subject: asks('') })).toBe('appointmentCompose');
  });
});
