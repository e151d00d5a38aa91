/**
 * The fake Outlook inside a frame of the sandbox's Outlook page: it gets user, language, colours and item from the page
 * around it by messages of the same origin, and real tokens for that user from the sandbox. In a dialog that the pane
 * opened it hands messages back; in a tab of its own it is office.js outside Outlook, where only `?sandbox-user=NAME`
 * signs somebody in (the administrator's page). One function without imports: its text is served as it is.
 */
import type { installFakeBridge } from './fake-bridge.ts';
import type { Colours, FakeHost, FakeHostSeed, installFakeHost, ItemSeed, Recipients } from './fake-host.ts';

/** As the controls tell of users; the rest of what they know is not needed here. */
export interface HostedUser {
  readonly id: string;
  readonly tenantId: string;
  readonly userPrincipalName: string;
  readonly mail: string;
  readonly displayName: string;
}

export interface HostedStart {
  readonly type: 'sandbox:start';
  readonly user: HostedUser;
  readonly seed: FakeHostSeed;
  readonly offline: boolean;
}

/** From the page to the pane's frame. */
export type ToPane =
  | HostedStart
  | { readonly type: 'sandbox:item'; readonly item: ItemSeed }
  | { readonly type: 'sandbox:recipients'; readonly recipients: Recipients }
  | { readonly type: 'sandbox:theme'; readonly colours: Colours }
  | { readonly type: 'sandbox:offline'; readonly offline: boolean };

/** From the pane's frame to the page. */
export type FromPane =
  | { readonly type: 'sandbox:hello' }
  | { readonly type: 'sandbox:ready' }
  | { readonly type: 'sandbox:newMessage'; readonly form: unknown };

declare global {
  interface Window {
    /** For tests: what the pane asked of Outlook, and Outlook's levers. */
    sandboxHost?: FakeHost;
  }
}

export function installHostedOffice(
  install: typeof installFakeHost,
  installBridge: typeof installFakeBridge,
): void {
  const origin = location.origin;
  const page = window.parent === window ? null : window.parent;
  const opener = window.name.startsWith('sandbox-dialog') ? (window.opener as Window | null) : null;
  const PAGE_ANSWERS_WITHIN_MS = 5_000;

  // ─── Tokens, as Outlook itself would give them ────────────────────────────────────────────────
  const read = async (answer: Response): Promise<unknown> => {
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
    return answer.json();
  };
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const post = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
    return read(await fetch(`/sandbox/${path}`, body === undefined ? {} : post));
  };
  /** msal keeps a token only for an account of the very host that it was told to sign in at. */
  const environment = async (): Promise<string> => {
    const { authority } = (await read(await fetch('/config.json'))) as { authority: string };
    return new URL(authority).host;
  };
  const tokenFor = async (user: HostedUser, kind: 'api' | 'id'): Promise<string> =>
    ((await ask('tokens', { user: user.userPrincipalName, kind })) as { token: string }).token;
  const signInAs = (whose: Promise<HostedUser | null>): void => {
    installBridge(async ({ scope }) => {
      const user = await whose;
      if (user === null) throw new Error('nobody is signed in');
      return {
        access_token: await tokenFor(user, 'api'),
        id_token: await tokenFor(user, 'id'),
        expires_in: 3599,
        scope,
        account: {
          homeAccountId: `${user.id}.${user.tenantId}`,
          environment: await environment(),
          tenantId: user.tenantId,
          username: user.userPrincipalName,
          localAccountId: user.id,
          name: user.displayName,
        },
      };
    });
  };

  // ─── Being offline, as the browser tells it ───────────────────────────────────────────────────
  const reach = window.fetch.bind(window);
  let isOffline = false;
  const setOffline = (offline: boolean): void => {
    if (offline === isOffline) return;
    isOffline = offline;
    window.dispatchEvent(new Event(offline ? 'offline' : 'online'));
  };
  const cutNetwork = (): void => {
    window.fetch = (...asked) =>
      isOffline ? Promise.reject(new TypeError('Failed to fetch')) : reach(...asked);
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => !isOffline });
  };

  // ─── In the frame ─────────────────────────────────────────────────────────────────────────────
  const tell = (message: FromPane): void => {
    page?.postMessage(message, origin);
  };
  let host: FakeHost | null = null;
  let dialog: Window | null = null;
  const openDialog = (url: string): { close(): void } | number => {
    const opened = window.open(url, 'sandbox-dialog', 'popup,width=560,height=720');
    // The browser holds back pop-ups.
    if (opened === null) return 12011;
    dialog = opened;
    const watch = setInterval(() => {
      if (!opened.closed) return;
      clearInterval(watch);
      host?.dialogClosed();
    }, 250);
    return {
      close: () => {
        clearInterval(watch);
        opened.close();
      },
    };
  };
  const begin = ({ user, seed, offline }: HostedStart): void => {
    isOffline = offline;
    host = install(
      { ...seed, user: { displayName: user.displayName, emailAddress: user.mail } },
      {
        newMessage: (form) => {
          tell({ type: 'sandbox:newMessage', form });
        },
        openUrl: (url) => void window.open(url, '_blank', 'noopener'),
        openDialog,
      },
    );
    window.sandboxHost = host;
  };
  const obey = (message: Exclude<ToPane, HostedStart>): void => {
    if (message.type === 'sandbox:item') host?.select(message.item);
    else if (message.type === 'sandbox:recipients') host?.address(message.recipients);
    else if (message.type === 'sandbox:theme') host?.theme(message.colours);
    else setOffline(message.offline);
  };
  const listen = (): Promise<HostedUser | null> =>
    new Promise((resolve) => {
      const nobody = setTimeout(() => {
        install({ ready: 'outside' });
        resolve(null);
      }, PAGE_ANSWERS_WITHIN_MS);
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.origin !== origin || typeof event.data !== 'object' || event.data === null) return;
        if (dialog !== null && event.source === dialog) {
          const { type, message } = event.data as { type?: unknown; message?: unknown };
          if (type === 'sandbox:dialogMessage' && typeof message === 'string') host?.dialogMessage(message);
        } else if (event.source === page) {
          const message = event.data as ToPane;
          if (!String(message.type).startsWith('sandbox:')) return;
          if (message.type !== 'sandbox:start') obey(message);
          else if (host === null) {
            clearTimeout(nobody);
            begin(message);
            resolve(message.user);
          }
        }
      });
      tell({ type: 'sandbox:hello' });
    });
  const inFrame = (): void => {
    cutNetwork();
    const begun = listen();
    signInAs(begun);
    // Until the page has answered there is an Outlook that is not ready yet.
    const onReady = async (callback?: (info: unknown) => void): Promise<unknown> => {
      await begun;
      tell({ type: 'sandbox:ready' });
      return (window as unknown as { Office: { onReady: typeof onReady } }).Office.onReady(callback);
    };
    Object.assign(window, { Office: { onReady } });
  };

  // ─── Elsewhere ────────────────────────────────────────────────────────────────────────────────
  const inDialog = (to: Window): void => {
    install(
      {},
      { messageParent: (message) => to.postMessage({ type: 'sandbox:dialogMessage', message }, origin) },
    );
  };
  const inTab = (): void => {
    const name = new URLSearchParams(location.search).get('sandbox-user');
    install({ ready: 'outside' });
    if (name === null) return;
    signInAs(
      ask('users').then(
        (users) =>
          (users as HostedUser[]).find(({ userPrincipalName }) => userPrincipalName === name) ?? null,
      ),
    );
  };

  if (page !== null) inFrame();
  else if (opener !== null) inDialog(opener);
  else inTab();
}
