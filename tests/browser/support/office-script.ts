/** What the browser gets in the place of office.js: the fake Outlook, with a sign-in of its own unless it shall lack one. */
import { installFakeBridge } from '../../../sandbox/office/fake-bridge.ts';
import type { FakeBridge, Minted } from '../../../sandbox/office/fake-bridge.ts';
import { installFakeHost, type FakeHost, type FakeHostSeed } from '../../../sandbox/office/fake-host.ts';

/** What the script finds in the page when it runs. */
export interface OfficeSeed {
  readonly outlook: FakeHostSeed;
  /** False: an Outlook without a sign-in of its own. */
  readonly nested: boolean;
  /** False: Outlook wants a click before it gives a token. */
  readonly signedIn: boolean;
  /** For a worker that looks at it; else one that names how many were given before it. */
  readonly accessToken?: string;
}

declare global {
  interface Window {
    officeSeed?: OfficeSeed;
    /** Levers for the test: what the pane asked of Outlook, another mail, another theme. */
    fakeOutlook?: FakeHost;
    fakeBridge?: FakeBridge;
  }
}

/** When Outlook is ready, as a mark on the page's own clock; from then on the pane is on its own. */
export const OFFICE_READY_MARK = 'office-ready';

function startFakeOutlook(
  install: typeof installFakeHost,
  installBridge: typeof installFakeBridge,
  readyMark: string,
): void {
  const seed = window.officeSeed;
  if (seed === undefined) throw new Error('no seed');
  window.fakeOutlook = install(seed.outlook);
  const office = (window as unknown as { Office: { onReady(): Promise<unknown> } }).Office;
  const onReady = office.onReady.bind(office);
  office.onReady = () => {
    performance.mark(readyMark);
    return onReady();
  };
  if (!seed.nested) return;
  const part = (value: object): string =>
    btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  let count = 0;
  window.fakeBridge = installBridge(({ scope }): Minted => {
    count += 1;
    return {
      access_token: seed.accessToken ?? `token-${count}`,
      id_token: `${part({ alg: 'none' })}.${part({ oid: 'oid', tid: 'tid', exp: 4_000_000_000 })}.x`,
      expires_in: 3600,
      scope,
      account: {
        homeAccountId: 'oid.tid',
        environment: 'login.microsoftonline.com',
        tenantId: 'tid',
        username: 'fenna.hoekstra@kantoor.example',
        localAccountId: 'oid',
      },
    };
  });
  if (!seed.signedIn) window.fakeBridge.plan.silent = { status: 'USER_INTERACTION_REQUIRED' };
}

/**
 * A function without imports and what it is given, as a script of its own: to be served, or to be added to a page. The
 * loader may have put calls of `__name` into the function (esbuild's keepNames); they only name things.
 */
export const scriptOf = (work: (...given: never[]) => unknown, ...given: readonly string[]): string =>
  `globalThis.__name ??= (named) => named;\n(${work.toString()})(${given.join(', ')});\n`;

export const officeScript = (): string =>
  scriptOf(
    startFakeOutlook,
    installFakeHost.toString(),
    installFakeBridge.toString(),
    JSON.stringify(OFFICE_READY_MARK),
  );
