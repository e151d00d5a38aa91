/** Reading over the wire: lost cursors, absent cards, folders, connector IDs (R9, R10, R13). */
import { asId } from '../../../shared/ids.ts';
import type { CardId } from '../../../shared/ids.ts';
import {
  cardId,
  caught,
  connectorId,
  error,
  open,
  stored,
  roundOf,
  useWire,
  wire,
} from '../../support/graph-on-wire.ts';
import type { Reply } from '../../support/wire.ts';

useWire();

describe('R13: a lost cursor', () => {
  const ownCursor = () => `${wire.baseUrl}/v1.0/me/contactFolders/F1/contacts/delta?$deltatoken=1`;

  test.each([
    error(410, 'syncStateNotFound'),
    error(410, ''),
    { status: 410, headers: { location: 'https://localhost/v1.0/x?$deltaToken=' } },
    error(400, 'RESYNCREQUIRED'),
    error(404, 'syncStateInvalid'),
    error(400, 'ErrorInvalidIdMalformed'),
    error(400, 'BadRequest'),
  ] satisfies Reply[])('is told by %j', async (reply) => {
    const remote = await open();
    wire.answer = () => reply;
    expect(await caught(roundOf(remote, ownCursor()))).toMatchObject({ what: { kind: 'resync' } });
  });

  test.each(['garbage', '', 'https://graph.microsoft.com/v1.0/me/contacts/delta?$deltatoken=x'])(
    'is told of "%s" without a request',
    async (cursor) => {
      const remote = await open();
      expect(await caught(roundOf(remote, cursor))).toMatchObject({ what: { kind: 'resync' } });
      expect(wire.asked).toHaveLength(0);
    },
  );

  test('is not taken for a folder that is gone, nor the other way round', async () => {
    const remote = await open();
    wire.answer = () => error(404, 'ErrorItemNotFound');
    expect(await roundOf(remote, null)).toBe('folderGone');
    expect(await caught(roundOf(remote, ownCursor()))).toMatchObject({ what: { kind: 'resync' } });
  });

  test('a mailbox without room for a delta is listed instead; with a cursor it starts afresh first', async () => {
    const remote = await open();
    wire.answer = ({ path }) =>
      path.includes('/delta')
        ? error(403, 'ErrorQuotaExceeded')
        : { body: { value: [{ id: 'c1', '@odata.etag': 'e' }] } };
    expect(await caught(roundOf(remote, ownCursor()))).toMatchObject({ what: { kind: 'resync' } });
    expect(await roundOf(remote, null)).toEqual({
      items: [{ cardId: 'c1', removed: false, etag: 'e', content: null }],
      next: null,
    });
  });
});

describe('R7: the content of a delta item', () => {
  const whole = {
    initials: null,
    givenName: 'Dewi',
    middleName: 'van',
    surname: 'Oort',
    displayName: 'Dewi van Oort',
    fileAs: 'Oort, Dewi van',
    jobTitle: null,
    companyName: null,
    mobilePhone: '06-12345678',
    birthday: '1980-02-29T11:59:00Z',
    businessPhones: [],
    homePhones: [],
    emailAddresses: [{ address: 'info@oort.example', name: 'Info' }],
  };
  const answering = (...value: object[]) => {
    const deltaLink = `${wire.baseUrl}/v1.0/me/contactFolders/F1/contacts/delta?$deltatoken=1`;
    wire.answer = () => ({ body: { value, '@odata.deltaLink': deltaLink } });
  };
  const itemsOf = async () => {
    const round = await roundOf(await open(), null);
    return round === 'folderGone' ? [] : round.items;
  };

  test('is asked for by name: what the mapping reads and nothing else', async () => {
    answering();
    await itemsOf();
    const select = new URL(wire.asked[0]!.path, wire.baseUrl).searchParams.get('$select');
    expect(select?.split(',').toSorted()).toEqual(['id', ...Object.keys(whole)].toSorted());
  });

  test('is the card, where the item speaks of every property, blanks too', async () => {
    answering({ id: 'c1', '@odata.etag': 'e', ...whole, personalNotes: 'never looked at' });
    const [item] = await itemsOf();
    expect(item).toEqual({
      cardId: 'c1',
      removed: false,
      etag: 'e',
      content: { ...whole, birthday: '1980-02-29' },
    });
  });

  test.each(Object.keys(whole))('is not known where the item is silent about %s', async (name) => {
    const { [name]: _, ...rest } = whole as Record<string, unknown>;
    answering({ id: 'c1', '@odata.etag': 'e', ...rest });
    expect(await itemsOf()).toEqual([{ cardId: 'c1', removed: false, etag: 'e', content: null }]);
  });

  test('is not known of a removed card, whatever stands beside it', async () => {
    answering({ id: 'c1', '@odata.etag': 'e', '@removed': { reason: 'deleted' }, ...whole });
    expect(await itemsOf()).toEqual([{ cardId: 'c1', removed: true, etag: null, content: null }]);
  });
});

describe('R9: reading', () => {
  test('a batch that fails as a whole never reads as "card not there"', async () => {
    const remote = await open();
    for (const reply of [
      error(404, 'NotFound'),
      { status: 404 },
      { status: 200, text: '<html>' },
      error(410, ''),
    ]) {
      wire.answer = () => reply;
      expect(await caught(remote.read([1, 2].map(cardId)))).toMatchObject({ what: { kind: 'retry' } });
    }
    wire.answer = () => ({ status: 404, text: '<html>not here</html>' });
    expect(await caught(remote.read([cardId(1)]))).toMatchObject({ what: { kind: 'retry' } });
  });

  test.each([error(404, 'ErrorItemNotFound'), error(403, 'ErrorAccessDenied')])(
    'a card is removed below Deleted Items too, also where mail folders are closed by %j',
    async (answerForMailFolders) => {
      const remote = await open();
      const parents: Record<string, string> = {
        contacts: 'ROOT',
        F1: 'ROOT',
        beside: 'F1',
        atRoot: 'ROOT',
        inBin: 'BIN',
      };
      wire.answer = ({ path }) => {
        const [, kind = '', id = ''] = /\/me\/(\w+)\/([^?]+)/.exec(path) ?? [];
        if (kind === 'mailFolders') return error(403, 'ErrorAccessDenied');
        if (kind === 'contacts') return { body: { ...stored(id), parentFolderId: id } };
        const parentFolderId = parents[id];
        return parentFolderId === undefined
          ? answerForMailFolders
          : { body: { id: id === 'contacts' ? 'F1' : id, parentFolderId } };
      };
      for (const [folderOfCard, removed] of [
        ['F1', false],
        ['beside', false],
        ['atRoot', false],
        ['inBin', true],
        ['BIN', true],
      ] as const) {
        const readings = await remote.read([asId<CardId>(folderOfCard)]);
        expect([folderOfCard, readings.get(asId<CardId>(folderOfCard))?.inDeletedItems]).toEqual([
          folderOfCard,
          removed,
        ]);
      }
    },
  );

  test('R14: consent that is gone is told when the default folder is asked for', async () => {
    const remote = await open();
    wire.answer = () => error(403, 'ErrorAccessDenied');
    expect(await caught(remote.defaultFolder())).toMatchObject({
      what: { kind: 'park', because: 'consentMissing' },
    });
  });

  test('R10: only a card that carries just this connector ID is found, even when the filter is ignored', async () => {
    const remote = await open();
    const property = (value: string) => ({
      singleValueExtendedProperties: [
        { id: 'String {7a1e2d4c-5b7f-4c0e-9a52-3f6d8c1b2e90} Name RelatiebrugConnectorId', value },
      ],
    });
    wire.answer = () => ({
      body: {
        value: [
          { id: 'a', ...property(connectorId(1)) },
          { id: 'b', ...property(connectorId(2)) },
          { id: 'c' },
        ],
      },
    });
    expect(await remote.find([connectorId(1)])).toEqual(new Map([[connectorId(1), ['a']]]));
    expect(await remote.find([connectorId(3)])).toEqual(new Map());
  });
});
