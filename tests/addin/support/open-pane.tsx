/** The pane as Outlook opens it: a stand-in Outlook around it, a stand-in worker behind it, the real pane between. */
import '@testing-library/jest-dom';
import { cleanup, configure, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { connectHost } from '../../../addin/office/host.ts';
import { App } from '../../../addin/taskpane/app.tsx';
import { installFakeBridge, type FakeBridge } from '../../../sandbox/office/fake-bridge.ts';
import { installFakeHost, type FakeHost, type FakeHostSeed } from '../../../sandbox/office/fake-host.ts';
import { StandInWorker } from './worker.ts';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);

export interface Pane {
  readonly worker: StandInWorker;
  readonly outlook: FakeHost;
  /** Outlook's own sign-in; null where this Outlook has none. */
  readonly bridge: FakeBridge | null;
  readonly user: UserEvent;
}

export interface Given {
  readonly outlook?: FakeHostSeed;
  /** False: an Outlook without a sign-in of its own. */
  readonly nested?: boolean;
  /** False: Outlook wants a click before it gives a token. */
  readonly signedIn?: boolean;
  readonly before?: (pane: Pane) => void;
  /** Longest wait for Outlook. */
  readonly hostTimeoutMs?: number;
}

const base64Url = (value: object): string =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const account = {
  homeAccountId: 'oid.tid',
  environment: 'login.microsoftonline.com',
  tenantId: 'tid',
  username: 'fenna.hoekstra@kantoor.example',
  localAccountId: 'oid',
};

/** A token that names how many were given before it, so that a test sees which one was sent. */
const minting = () => {
  let count = 0;
  return ({ scope }: { scope: string }) => {
    count += 1;
    return {
      access_token: `token-${count}`,
      id_token: `${base64Url({ alg: 'none' })}.${base64Url({ oid: 'oid', tid: 'tid', exp: 4_000_000_000 })}.x`,
      expires_in: 3600,
      scope,
      account,
    };
  };
};

export const openPane = async (given: Given = {}): Promise<Pane> => {
  const nested = given.nested ?? true;
  const outlook = installFakeHost({
    ...given.outlook,
    sets: { NestedAppAuth: nested ? '1.1' : null, ...given.outlook?.sets },
  });
  const bridge = nested ? installFakeBridge(minting()) : null;
  if (bridge !== null && given.signedIn === false)
    bridge.plan.silent = { status: 'USER_INTERACTION_REQUIRED' };
  const worker = new StandInWorker();
  Object.assign(window, { fetch: worker.fetch });
  const pane = { worker, outlook, bridge, user: userEvent.setup() };
  given.before?.(pane);
  render(<App host={await connectHost(given.hostTimeoutMs)} />);
  return pane;
};

/** Between two tests: nothing of one pane is left for the next. */
export const closePane = (): void => {
  cleanup();
  for (const name of ['Office', 'nestedAppAuthBridge', 'fetch']) Reflect.deleteProperty(window, name);
  window.open = () => null;
  localStorage.clear();
  sessionStorage.clear();
};
