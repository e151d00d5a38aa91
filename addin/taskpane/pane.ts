/** What every screen of the signed-in pane is given, and where one can go in it. No router: office.js takes the browser's history away. */
import { createContext, useContext, useMemo } from 'react';
import type { MailboxView, RelationListName } from '../../shared/api/mailbox.ts';
import type { Me } from '../../shared/api/me.ts';
import type { Api } from '../api/client.ts';
import type { Call } from '../api/call.ts';
import type { Host } from '../office/host.ts';
import type { ActivationControl } from './use-activation.ts';
import type { Action, MailboxState } from './use-mailbox.ts';

export type Place =
  /** `personId`: this person, whatever mail is open; else whoever the open item is about. */
  | { readonly screen: 'relation'; readonly personId?: string }
  | { readonly screen: 'held'; readonly heldId?: string }
  | { readonly screen: 'history'; readonly personId?: string; readonly view?: 'recent' }
  | { readonly screen: 'sync'; readonly list?: RelationListName; readonly part?: SyncPart };

/** `preview`: what the next pass would do; `cleanUp`: contacts that are no longer updated (R8). */
export type SyncPart = 'settings' | 'preview' | 'cleanUp' | 'deactivate';
export type ScreenName = Place['screen'];

export interface Pane {
  readonly api: Api;
  readonly host: Host;
  readonly me: Me;
  /** Of an activated user; the screens below the shell are only shown with one. */
  readonly mailbox: MailboxView;
  readonly state: MailboxState;
  readonly place: Place;
  readonly go: (place: Place) => void;
  /** Reads the mailbox anew: after anything that changes what waits or what is selected. */
  readonly refresh: () => Promise<MailboxView | null>;
  readonly act: (action: Action) => void;
  readonly control: ActivationControl;
  /** A call found that a person must sign in again. */
  readonly onSignedOut: () => void;
  /** Said to a screen reader, once; for what changes without the focus moving. */
  readonly announce: (sentence: string) => void;
}

export const PaneContext = createContext<Pane | null>(null);

export const usePane = (): Pane => {
  const pane = useContext(PaneContext);
  if (pane === null) throw new Error('outside the pane');
  return pane;
};

/** What a call needs; before the activation there is no more than this. */
export type SignedIn = Pick<Pane, 'api' | 'onSignedOut'>;
export const SignedInContext = createContext<SignedIn | null>(null);

export const useSignedIn = (): SignedIn => {
  const pane = useContext(PaneContext);
  const signedIn = useContext(SignedInContext);
  const found = pane ?? signedIn;
  if (found === null) throw new Error('outside the pane');
  return found;
};

/** The calls of one resource, e.g. `useApi(personsApi)`; the same object while the session lasts. */
export const useApi = <T>(resource: (call: Call) => T): T => {
  const { call } = useSignedIn().api;
  return useMemo(() => resource(call), [resource, call]);
};
