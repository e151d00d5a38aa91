/** Small pure parts of the adapter: addresses, waits, the connector ID, notifications. */
import { isOwnLink, segment, serviceRoot } from '../../../worker/graph/base-url.ts';
import {
  expandConnectorId,
  filterByConnectorId,
  fromGraphConnectorId,
} from '../../../worker/graph/connector-id.ts';
import { parseNotification } from '../../../worker/graph/notification.ts';
import { retryAfterMs } from '../../../worker/graph/retry-after.ts';
import type { ConnectorId } from '../../../shared/ids.ts';

const nowMs = Date.parse('2026-03-01T10:00:00Z');

test.each([
  ['120', 120_000],
  ['600', 600_000],
  ['7200', 7_200_000],
  ['0', 0],
  ['Sun, 01 Mar 2026 10:05:00 GMT', 300_000],
  ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
  ['soon', null],
  ['-5', null],
  ['', null],
  [null, null],
])('R14: Retry-After "%s" is a wait of %s ms', (header, wait) => {
  expect(retryAfterMs(header, nowMs)).toBe(wait);
});

test.each([
  ['https://graph.microsoft.com', 'https://graph.microsoft.com/v1.0'],
  ['https://graph.microsoft.com/v1.0/', 'https://graph.microsoft.com/v1.0'],
  ['https://localhost:8443', 'https://localhost:8443/v1.0'],
  ['https://localhost:8443/graph/', 'https://localhost:8443/graph/v1.0'],
])('the base %s leads to %s', (base, root) => {
  expect(serviceRoot(base).root).toBe(root);
});

test.each([
  'http://graph.microsoft.com',
  'graph.microsoft.com',
  '',
  'https://u:p@host.example',
  'ftp://host.example',
])('the base "%s" is refused: a token travels over https only', (base) => {
  expect(() => serviceRoot(base)).toThrow(expect.objectContaining({ code: 'graph.badBaseUrl' }) as Error);
});

test.each([
  ['https://localhost:8443/v1.0/me/contacts?$skiptoken=x', true],
  ['http://localhost:8443/v1.0/me/contacts', false],
  ['https://localhost:8444/v1.0/me/contacts', false],
  ['https://localhost/v1.0/me/contacts', false],
  ['https://localhost.evil.example:8443/v1.0/me/contacts', false],
  ['https://localhost:8443@evil.example/v1.0/me/contacts', false],
  ['https://evil.example:8443/v1.0/', false],
  ['https://localhost:8443/other', false],
  ['/v1.0/me/contacts', false],
  ['garbage', false],
])('the link %s is our own: %s', (link, own) => {
  expect(isOwnLink(serviceRoot('https://localhost:8443'), link)).toBe(own);
});

test('an id is one segment of a path, and a trailing = stays', () => {
  expect(segment('AAk/+b c=')).toBe('AAk%2F%2Bb%20c=');
});

test('R10: values are escaped before they go into a filter', () => {
  const filter = decodeURIComponent(filterByConnectorId("a' or 'b' eq 'b" as ConnectorId));
  expect(filter).toContain("ep/value eq 'a'' or ''b'' eq ''b'");
  expect(expandConnectorId).not.toMatch(/[ {}]/);
});

test('R10: an empty value, another property and another case of the id', () => {
  const id = 'String {7A1E2D4C-5B7F-4C0E-9A52-3F6D8C1B2E90} Name RelatiebrugConnectorId';
  expect(fromGraphConnectorId({ singleValueExtendedProperties: [{ id, value: '' }] })).toBeNull();
  expect(
    fromGraphConnectorId({ singleValueExtendedProperties: [{ id: 'String {…} Name Other', value: 'x' }] }),
  ).toBeNull();
  expect(fromGraphConnectorId({ singleValueExtendedProperties: [{ id, value: 'ABC-1' }] })).toBe('abc-1');
  expect(fromGraphConnectorId({})).toBeNull();
});

describe('notifications', () => {
  const entry = { subscriptionId: 's1', clientState: 'secret', changeType: 'updated', resource: 'x' };
  test('a change and the lifecycle events are told apart', () => {
    const events = [undefined, 'reauthorizationRequired', 'subscriptionRemoved', 'missed', 'somethingNew'];
    const parsed = parseNotification({
      value: events.map((lifecycleEvent) => ({ ...entry, lifecycleEvent })),
    });
    expect(parsed?.map(({ event }) => event)).toEqual(['change', 'renew', 'removed', 'missed', 'missed']);
  });
  test('a body that is none of Graph’s, and entries that are ill-formed, are not believed', () => {
    for (const body of [null, 'x', [], {}, { value: 'x' }]) expect(parseNotification(body)).toBeNull();
    expect(
      parseNotification({ value: [null, {}, { subscriptionId: '' }, { ...entry, clientState: 7 }, entry] }),
    ).toHaveLength(1);
  });
});
