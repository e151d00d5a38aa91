/** The fake Outlook in a frame of the sandbox's page: what it tells the page, what it obeys, and from whom. */
import { installFakeBridge } from '../../sandbox/office/fake-bridge.ts';
import { installFakeHost } from '../../sandbox/office/fake-host.ts';
import { installHostedOffice, type HostedStart } from '../../sandbox/office/hosted.ts';

const user = {
  id: 'oid',
  tenantId: 'tid',
  userPrincipalName: 'petra@kantoor.example',
  mail: 'petra@kantoor.example',
  displayName: 'Petra de Vries',
};
const start: HostedStart = {
  type: 'sandbox:start',
  user,
  offline: false,
  seed: { sets: { NestedAppAuth: '1.1' }, item: { kind: 'read', from: ['Dewi', 'dewi@thuis.example'] } },
};

interface PageSide {
  readonly told: unknown[];
  say(message: unknown, from?: { source?: unknown; origin?: string }): void;
}

/** The page around the frame; afterwards jsdom is what it was. */
const inFrame = (): PageSide => {
  const told: unknown[] = [];
  const parent = { postMessage: (message: unknown) => told.push(message) };
  Object.defineProperty(window, 'parent', { configurable: true, value: parent });
  installHostedOffice(installFakeHost, installFakeBridge);
  return {
    told,
    say: (data, { source = parent, origin = location.origin } = {}) => {
      window.dispatchEvent(new MessageEvent('message', { data, origin, source: source as Window }));
    },
  };
};
const outlook = () => (window as unknown as { Office: typeof Office }).Office;
const turn = () =>
  new Promise((resolve) => {
    setTimeout(resolve, 5);
  });

const { parent } = window;
beforeEach(() => {
  Object.assign(window, { fetch: () => Promise.reject(new TypeError('nobody described this')) });
});
afterEach(() => {
  Object.defineProperty(window, 'parent', { configurable: true, value: parent });
  for (const name of ['Office', 'nestedAppAuthBridge', 'sandboxHost', 'fetch'])
    Reflect.deleteProperty(window, name);
  Reflect.deleteProperty(navigator, 'onLine');
});

describe('the fake Outlook in a frame', () => {
  test('is ready only when the page has said who and what; other pages are not heard', async () => {
    const page = inFrame();
    expect(page.told).toEqual([{ type: 'sandbox:hello' }]);
    let ready: unknown = null;
    void outlook()
      .onReady()
      .then((info) => (ready = info));
    page.say(start, { origin: 'https://elsewhere.example' });
    page.say(start, { source: window });
    await turn();
    expect(ready).toBeNull();
    page.say(start);
    await turn();
    expect(ready).toMatchObject({ host: 'Outlook' });
    expect(outlook().context.mailbox.userProfile.emailAddress).toBe(user.mail);
    expect(outlook().context.mailbox.item).toMatchObject({ from: { emailAddress: 'dewi@thuis.example' } });
  });

  test('obeys the page: another item, other recipients, other colours', async () => {
    const page = inFrame();
    page.say(start);
    await outlook().onReady();
    const seen: string[] = [];
    const { mailbox } = outlook().context;
    mailbox.addHandlerAsync(outlook().EventType.ItemChanged, () => seen.push('item'));
    mailbox.addHandlerAsync(outlook().EventType.OfficeThemeChanged, () => seen.push('colours'));
    page.say({ type: 'sandbox:item', item: { kind: 'compose', itemId: 'd' } });
    const item = mailbox.item as Office.MessageCompose;
    item.addHandlerAsync(outlook().EventType.RecipientsChanged, () => seen.push('recipients'));
    page.say({ type: 'sandbox:recipients', recipients: { to: [['Dewi', 'dewi@thuis.example']] } });
    page.say({
      type: 'sandbox:theme',
      colours: { bodyBackgroundColor: '#000000', bodyForegroundColor: '#ffffff' },
    });
    expect(seen).toEqual(['item', 'recipients', 'colours']);
    const to = await new Promise((resolve) => {
      item.to.getAsync((result) => {
        resolve(result.value);
      });
    });
    expect(to).toEqual([expect.objectContaining({ emailAddress: 'dewi@thuis.example' })]);
    expect(outlook().context.officeTheme?.bodyBackgroundColor).toBe('#000000');
  });

  test('offline means that nothing is reached and the browser says so', async () => {
    const asked: string[] = [];
    Object.assign(window, { fetch: async (path: string) => asked.push(path) });
    const page = inFrame();
    page.say(start);
    await outlook().onReady();
    const told: string[] = [];
    for (const name of ['offline', 'online']) window.addEventListener(name, () => told.push(name));
    page.say({ type: 'sandbox:offline', offline: true });
    expect(navigator.onLine).toBe(false);
    await expect(window.fetch('/api/me')).rejects.toThrow('Failed to fetch');
    page.say({ type: 'sandbox:offline', offline: false });
    await window.fetch('/api/me');
    expect(asked).toEqual(['/api/me']);
    expect(told).toEqual(['offline', 'online']);
  });

  test('a new message is the page’s to open; a window that the browser holds back is refused as Outlook does', async () => {
    const page = inFrame();
    page.say(start);
    await outlook().onReady();
    const form = { toRecipients: ['dewi@thuis.example'] };
    outlook().context.mailbox.displayNewMessageForm(form);
    expect(page.told).toContainEqual({ type: 'sandbox:newMessage', form });
    Object.assign(window, { open: () => null });
    const result = await new Promise<Office.AsyncResult<Office.Dialog>>((resolve) => {
      outlook().context.ui.displayDialogAsync(`${location.origin}/signin.html`, {}, resolve);
    });
    expect(result).toMatchObject({ status: 'failed', error: { code: 12011 } });
  });

  test('what a dialog says reaches the pane, and its being closed too', async () => {
    const page = inFrame();
    page.say(start);
    await outlook().onReady();
    const opened = { closed: false, close: () => undefined };
    Object.assign(window, { open: () => opened });
    const seen: unknown[] = [];
    outlook().context.ui.displayDialogAsync(`${location.origin}/signin.html`, {}, ({ value: dialog }) => {
      dialog.addEventHandler(outlook().EventType.DialogMessageReceived, (event) => seen.push(event));
      dialog.addEventHandler(outlook().EventType.DialogEventReceived, (event) => seen.push(event));
    });
    await turn();
    page.say({ type: 'sandbox:dialogMessage', message: 'hallo' }, { source: opened });
    page.say({ type: 'sandbox:dialogMessage', message: 'vreemd' });
    opened.closed = true;
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(seen).toEqual([{ message: 'hallo', origin: location.origin }, { error: 12006 }]);
  });

  test('its tokens are the sandbox’s, for the user of the page', async () => {
    const asked: unknown[] = [];
    const answers: Record<string, object> = {
      '/config.json': { authority: 'https://localhost:8443/tid' },
      '/sandbox/tokens': { token: 'signed' },
    };
    Object.assign(window, {
      fetch: async (path: string, init?: { body?: string }) => {
        asked.push(init?.body === undefined ? path : JSON.parse(init.body));
        return { ok: true, json: async () => answers[path] };
      },
    });
    const page = inFrame();
    const bridge = (
      window as unknown as Record<
        'nestedAppAuthBridge',
        {
          addEventListener(type: 'message', listener: (text: string) => void): void;
          postMessage(text: string): void;
        }
      >
    ).nestedAppAuthBridge;
    const answer = new Promise<unknown>((resolve) => {
      bridge.addEventListener('message', (text) => {
        resolve(JSON.parse(text));
      });
    });
    bridge.postMessage(
      JSON.stringify({ method: 'GetToken', requestId: 'r', tokenParams: { clientId: 'c', scope: 's' } }),
    );
    await turn();
    expect(asked).toEqual([]);
    page.say(start);
    expect(await answer).toMatchObject({
      requestId: 'r',
      success: true,
      token: { access_token: 'signed', scope: 's' },
      account: { username: user.userPrincipalName, environment: 'localhost:8443' },
    });
    expect(asked).toContainEqual({ user: user.userPrincipalName, kind: 'api' });
  });
});

test('in a tab of its own it is office.js outside Outlook, with no sign-in', async () => {
  installHostedOffice(installFakeHost, installFakeBridge);
  expect(await outlook().onReady()).toMatchObject({ host: null });
  expect(window).not.toHaveProperty('nestedAppAuthBridge');
});
