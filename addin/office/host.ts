/**
 * The one module that touches `Office`: everything else asks a Host. Works where office.js did not load, where it never
 * becomes ready and where the page stands in a plain browser: then there is simply no Outlook around the pane.
 * Newer abilities are asked for at run time (Mailbox 1.14 for the theme, DialogApi for dialogs); the base is Mailbox 1.5.
 * learn.microsoft.com/javascript/api/requirement-sets/outlook/outlook-api-requirement-sets
 */
import { openOfficeDialog, type HostDialog } from './dialog.ts';

/** Background and text as Outlook paints them, `#rrggbb`. */
export interface HostColours {
  readonly background: string;
  readonly text: string;
}

export interface Host {
  /** False: no Outlook around the pane (a browser, or office.js could not be loaded). */
  readonly inOutlook: boolean;
  /** BCP 47, e.g. `nl-NL`; null where the host does not say. */
  readonly displayLanguage: string | null;
  /** Null where the host does not say: on phones, outside Outlook. */
  readonly colours: HostColours | null;
  /** True where Outlook can sign people in itself (nested app authentication). */
  readonly nestedSignIn: boolean;
  /** Address of the mailbox shown. Only a hint for the sign-in window: never proof of who this is. */
  readonly mailboxAddress: string | null;
  /** Both call back until the returned function is called. */
  onColoursChanged(listener: (colours: HostColours) => void): () => void;
  /** Another message or appointment in a pinned pane. */
  onItemChanged(listener: () => void): () => void;
  /** A window of Outlook's own, where the browser's pop-ups are refused; null when there is none here. */
  openDialog(url: string): Promise<HostDialog | null>;
}

/** Longest wait for Outlook before the pane goes on without it. */
export const HOST_TIMEOUT_MS = 8_000;

export const connectHost = async (timeoutMs = HOST_TIMEOUT_MS): Promise<Host> => {
  const ready = await whenReady(timeoutMs);
  return ready ? outlookHost(Office.context) : bareHost;
};

/** For the dialog page: hands a message to the pane that opened it. False when there is no pane. */
export const messagePane = async (message: string, timeoutMs = HOST_TIMEOUT_MS): Promise<boolean> => {
  if (typeof Office === 'undefined') return false;
  await Promise.race([Office.onReady(), delay(timeoutMs)]);
  const ui = (Office.context as Partial<Office.Context> | undefined)?.ui;
  if (typeof ui?.messageParent !== 'function') return false;
  ui.messageParent(message, { targetOrigin: window.location.origin });
  return true;
};

const delay = (ms: number): Promise<null> =>
  new Promise((resolve) => {
    setTimeout(() => {
      resolve(null);
    }, ms);
  });

const whenReady = async (timeoutMs: number): Promise<boolean> => {
  // The CDN is blocked or unreachable: office.js never came.
  if (typeof Office === 'undefined') return false;
  const info = await Promise.race([Office.onReady(), delay(timeoutMs)]);
  // Outside Outlook office.js is ready with host null and an empty context.
  return info !== null && (info.host as Office.HostType | null) !== null && 'mailbox' in Office.context;
};

const outlookHost = (context: Office.Context): Host => {
  const supports = (set: string, version: string) => context.requirements.isSetSupported(set, version);
  return {
    inOutlook: true,
    displayLanguage: context.displayLanguage || null,
    colours: coloursOf(context.officeTheme),
    nestedSignIn: supports('NestedAppAuth', '1.1'),
    mailboxAddress: context.mailbox.userProfile.emailAddress || null,
    onColoursChanged: supports('Mailbox', '1.14')
      ? fanOut<HostColours>((emit) => {
          context.mailbox.addHandlerAsync(
            Office.EventType.OfficeThemeChanged,
            (event: Office.OfficeThemeChangedEventArgs) => {
              const colours = coloursOf(event.officeTheme);
              if (colours !== null) emit(colours);
            },
          );
        })
      : neverCalls,
    onItemChanged: fanOut<void>((emit) => {
      context.mailbox.addHandlerAsync(Office.EventType.ItemChanged, () => {
        emit();
      });
    }),
    openDialog: async (url) =>
      supports('DialogApi', '1.1') ? openOfficeDialog(context.ui, url, window.location.origin) : null,
  };
};

const coloursOf = (theme: Office.OfficeTheme | undefined): HostColours | null => {
  const { bodyBackgroundColor: background, bodyForegroundColor: text } = theme ?? {};
  return background === undefined || text === undefined ? null : { background, text };
};

const neverCalls = () => () => undefined;

/**
 * One handler at Outlook for any number of listeners: removeHandlerAsync drops all handlers of a type, so ours is
 * registered once and stays.
 */
const fanOut = <T>(register: (emit: (value: T) => void) => void) => {
  const listeners = new Set<(value: T) => void>();
  let registered = false;
  return (listener: (value: T) => void) => {
    listeners.add(listener);
    if (!registered) {
      registered = true;
      register((value) => {
        for (const one of listeners) one(value);
      });
    }
    return () => {
      listeners.delete(listener);
    };
  };
};

const bareHost: Host = {
  inOutlook: false,
  displayLanguage: null,
  colours: null,
  nestedSignIn: false,
  mailboxAddress: null,
  onColoursChanged: neverCalls,
  onItemChanged: neverCalls,
  openDialog: async () => null,
};
