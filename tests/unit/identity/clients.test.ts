/** What production's own address needs: no request before the token request. And how waits and scopes are read. */
import { createClients, wasGranted } from '../../../worker/identity/clients.ts';
import { createNetwork, retryAfterMs } from '../../../worker/identity/network.ts';

test('Microsoft’s own address is known: the way to sign in is drawn without any request', async () => {
  const asked: string[] = [];
  const network = createNetwork();
  const silent = {
    ...network,
    forOperation: () => {
      const refuse = (url: string): never => {
        asked.push(url);
        throw new Error('no request expected');
      };
      return {
        retryAfterMs: null,
        sendGetRequestAsync: async (url: string) => refuse(url),
        sendPostRequestAsync: async (url: string) => refuse(url),
      };
    },
  };
  const settings = {
    authority: 'https://login.microsoftonline.com',
    clientId: '8d2f6f0e-5a3b-4c7d-9e1f-7b6a5c4d3e21',
    credential: { clientSecret: 'x' },
  };
  const tenant = '6f0a3c1e-8f1b-4d53-9d3e-2c5b7a9e4d10';
  const url = await createClients(
    settings,
    silent,
  )(tenant).app.getAuthCodeUrl({
    scopes: ['Contacts.ReadWrite'],
    redirectUri: 'https://relatiebrug.example/connect/callback',
  });
  expect(url).toMatch(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize?`);
  expect(asked).toEqual([]);
  await network.close();
});

test.each([
  ['120', 120_000],
  ['0', 0],
  [undefined, null],
  ['soon', null],
  ['Sat, 21 Nov 2026 12:10:00 GMT', 600_000],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
])('Retry-After %s is %s ms', (header, expected) => {
  expect(retryAfterMs(header, 'Sat, 21 Nov 2026 12:00:00 GMT')).toBe(expected);
});

test.each([
  [['Contacts.ReadWrite', 'openid'], true],
  [['https://graph.microsoft.com/contacts.readwrite'], true],
  [['Contacts.Read', 'Contacts.ReadWrite.Shared'], false],
  [[], false],
])('Granted %j has the contacts: %s', (scopes, expected) => {
  expect(wasGranted(scopes, 'Contacts.ReadWrite')).toBe(expected);
});
