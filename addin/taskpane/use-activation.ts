/**
 * Giving consent in another window: asks for a ticket (works once, for two minutes), opens the worker's page in a pop-up,
 * else in a dialog of Outlook, else leaves it to a click on a link; then looks until the mailbox shows what came of it.
 * Whether the pop-up was closed cannot be told (Microsoft's pages cut that tie), so only a dialog reports it.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MailboxView } from '../../shared/api/mailbox.ts';
import type { TicketRequest } from '../../shared/api/me.ts';
import type { Api } from '../api/client.ts';
import { troubleOf, type Trouble } from '../api/failure.ts';
import type { HostDialog } from '../office/dialog.ts';
import type { Host } from '../office/host.ts';

export const POLL_WAITING_MS = 2_000;
/** The worker gives a sign-in ten minutes; after that nothing more can come. */
export const GIVE_UP_MS = 11 * 60_000;

export type Activation =
  | { readonly step: 'idle'; readonly ended: 'closed' | 'expired' | Trouble | null }
  | { readonly step: 'opening' }
  | { readonly step: 'waiting' }
  /** No window came: the user opens it by this address. */
  | { readonly step: 'link'; readonly url: string };

export interface ActivationControl {
  readonly activation: Activation;
  /** Signing in again (R14), from a click; also opening the window anew, with what was asked for before. */
  readonly start: () => void;
  /** A new link, or one that was ended: with the choices, and whether it begins at once. From a click. */
  readonly begin: (wanted: TicketRequest) => void;
  /** Waits no longer: broken off, or what was waited for was seen elsewhere. */
  readonly cancel: () => void;
}

interface Given {
  readonly api: Api;
  readonly host: Host;
  /** The mailbox as last read, and reading it anew. */
  readonly mailbox: MailboxView | null;
  readonly refresh: () => Promise<MailboxView | null>;
  readonly onSignedOut: () => void;
}

/** The sign-in has ended, or will soon: consent is asked, and what came of it shows when this no longer holds. */
export const needsSignIn = (mailbox: MailboxView): boolean =>
  mailbox.state === 'signInAgain' || mailbox.signInEndsAt !== null;

const isEnded = (mailbox: MailboxView | null): boolean => mailbox?.because === 'deactivated';

/** Consented, as far as the mailbox shows it. One that stands still for another reason shows nothing of it. */
const arrivedSince = (before: MailboxView | null, now: MailboxView | null): boolean => {
  if (now === null || needsSignIn(now) || isEnded(now)) return false;
  return before === null || needsSignIn(before) || isEnded(before);
};

export const useActivation = ({ api, host, mailbox, refresh, onSignedOut }: Given): ActivationControl => {
  const [activation, setActivation] = useState<Activation>({ step: 'idle', ended: null });
  const dialog = useRef<HostDialog | null>(null);
  const wanted = useRef<TicketRequest | undefined>(undefined);
  /** The mailbox as it was when the window was opened. */
  const before = useRef<MailboxView | null>(null);
  const latest = useRef(mailbox);
  useEffect(() => {
    latest.current = mailbox;
  });

  const end = useCallback((ended: 'closed' | 'expired' | Trouble | null) => {
    dialog.current?.close();
    dialog.current = null;
    wanted.current = undefined;
    setActivation({ step: 'idle', ended });
  }, []);

  const open = useCallback(
    async (url: string): Promise<Activation> => {
      if (window.open(url, 'relatiebrug-activate', 'popup,width=520,height=720') !== null)
        return { step: 'waiting' };
      dialog.current = await host.openDialog(url);
      if (dialog.current === null) return { step: 'link', url };
      dialog.current.onClosed(() => {
        dialog.current = null;
        // Perhaps closed because all was done: look before saying that it was not.
        void refresh().then((found) => {
          end(arrivedSince(before.current, found) ? null : 'closed');
        });
      });
      return { step: 'waiting' };
    },
    [host, refresh, end],
  );

  const ask = useCallback(async () => {
    dialog.current?.close();
    dialog.current = null;
    before.current = latest.current;
    setActivation({ step: 'opening' });
    try {
      const { url } = await api.ticket(wanted.current);
      if (!/^https?:$/u.test(new URL(url).protocol)) throw new TypeError('not a web address');
      setActivation(await open(url));
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble.code === 'signIn') onSignedOut();
      else end(trouble);
    }
  }, [api, open, end, onSignedOut]);

  const waits = activation.step === 'waiting' || activation.step === 'link';
  useEffect(() => {
    if (!waits) return undefined;
    const timer = setInterval(() => void refresh(), POLL_WAITING_MS);
    const giveUp = setTimeout(() => {
      end('expired');
    }, GIVE_UP_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(giveUp);
    };
  }, [waits, refresh, end]);

  const arrived = waits && arrivedSince(before.current, mailbox);
  useEffect(() => {
    if (arrived) end(null);
  }, [arrived, end]);

  useEffect(() => () => dialog.current?.close(), []);

  return {
    activation,
    start: useCallback(() => void ask(), [ask]),
    begin: useCallback(
      (chosen: TicketRequest) => {
        wanted.current = chosen;
        void ask();
      },
      [ask],
    ),
    cancel: useCallback(() => {
      end(null);
    }, [end]),
  };
};
