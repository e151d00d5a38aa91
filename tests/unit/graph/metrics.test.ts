/** What the adapter tells of its requests: few kinds, whatever the address, and each part of a batch by its own. */
import { kindOf, requestKinds, statusClassOf } from '../../../worker/graph/metrics.ts';
import { batch, cardId, counted, open, useWire, wire } from '../../support/graph-on-wire.ts';

const root = 'https://graph.microsoft.com/v1.0';

test.each([
  ['GET', '/me/contactFolders/AAMk%2F%3D/contacts/delta?$select=id', 'delta'],
  ['GET', `${root}/me/contactFolders('AAMk')/contacts/microsoft.graph.delta()?$skiptoken=x`, 'delta'],
  ['GET', `${root}/me/contactFolders/AAMk/contacts/delta?$deltatoken=filter=`, 'delta'],
  ['GET', '/me/contactFolders/AAMk/contacts?$select=id&$top=500', 'list'],
  ['GET', '/me/contacts?$filter=singleValueExtendedProperties/any(x)&$select=id', 'find'],
  ['GET', `${root}/me/contacts?%24filter=x`, 'find'],
  ['GET', '/me/contacts/AAMk?$select=id', 'read'],
  ['POST', '/me/contacts', 'create'],
  ['PATCH', '/me/contacts/AAMk', 'update'],
  ['DELETE', '/me/contacts/AAMk', 'discard'],
  ['GET', '/me/mailFolders/deleteditems?$select=id', 'folders'],
  ['GET', '/me/contactFolders/contacts?$select=id,parentFolderId', 'folders'],
  ['POST', '/subscriptions', 'subscriptions'],
  ['PATCH', '/subscriptions/7d2c', 'subscriptions'],
  ['POST', `${root}/$batch`, 'batch'],
  ['PUT', '/me/contacts/AAMk', 'other'],
  ['GET', '/somewhere/else/quite/new', 'other'],
] as const)('%s %s is counted as %s', (method, path, kind) => {
  expect(kindOf(method, path)).toBe(kind);
  expect(requestKinds).toContain(kind);
});

test.each([
  [200, '2xx'],
  [204, '2xx'],
  [302, '3xx'],
  [404, '4xx'],
  [429, '429'],
  [503, '5xx'],
  [599, '5xx'],
  [-1, 'none'],
])('status %s is counted as %s', (status, shown) => {
  expect(statusClassOf(status)).toBe(shown);
});

describe('over the wire', () => {
  useWire();

  test('of a batch the envelope and each part are told, and what goes out again', async () => {
    const remote = await open();
    wire.answer = (_, index) =>
      index === 0
        ? batch([
            { id: '1', status: 404, body: { error: { code: 'ErrorItemNotFound' } } },
            { id: '2', status: 429, headers: { 'retry-after': '1' } },
            // The third part has no answer at all.
          ])
        : batch([
            { id: '1', status: 404, body: { error: { code: 'ErrorItemNotFound' } } },
            { id: '2', status: 404, body: { error: { code: 'ErrorItemNotFound' } } },
          ]);
    await remote.read([cardId(1), cardId(2), cardId(3)]);
    expect(counted).toEqual([
      'batch of 3',
      'batch 2xx',
      'read 4xx',
      'read 429',
      'read none',
      'throttled',
      'read again',
      'read again',
      'batch of 2',
      'batch 2xx',
      'read 4xx',
      'read 4xx',
    ]);
  });

  test('a request without an answer is told as such', async () => {
    const remote = await open();
    wire.answer = () => ({ cut: true });
    await remote.read([cardId(1)]).catch(() => undefined);
    expect(counted.filter((line) => line === 'read none')).toHaveLength(4);
    expect(counted.filter((line) => line === 'read again')).toHaveLength(3);
  });
});
