/**
 * The one module that touches `Office`: everything else asks a Host. Works where office.js did not load, where it never
 * becomes ready and where the page stands in a plain browser: then there is simply no Outlook around the pane.
 * Newer abilities are asked for at run time (Mailbox 1.14 for the theme, DialogApi for dialogs); the base is Mailbox 1.5.
 * learn.microsoft.com/javascript/api/requirement-sets/outlook/outlook-api-requirement-sets
 */
import { openOfficeDialog, type HostDialog } from './dialog.ts';
import type { MailItem } from './item.ts';
import { readOfficeItem, type OfficeItem } from './read-item.ts';

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
  /** Recipients or attendees of the draft that is open; where Outlook does not say so (before Mailbox 1.7) it never calls. */
  onRecipientsChanged(listener: () => void): () => void;
  /** The open message or appointment; null where none is (a pinned pane, several selected, outside Outlook). */
  readItem(): Promise<MailItem | null>;
  /** A new message to this address in Outlook; false where it cannot: then a mailto link does. */
  composeTo(address: string): boolean;
  /** A page in the user's browser; false where Outlook has no way of its own: then a link does. */
  openUrl(url: string): boolean;
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
    onRecipientsChanged: supports('Mailbox', '1.7') ? recipientsChanged(context.mailbox) : neverCalls,
    readItem: async () => {
      const item = openItem(context.mailbox);
      return item === null ? null : readOfficeItem(item, context.mailbox.userProfile.emailAddress || null);
    },
    composeTo: (address) =>
      supports('Mailbox', '1.6') &&
      done(() => {
        context.mailbox.displayNewMessageForm({ toRecipients: [address] });
      }),
    openUrl: (url) =>
      supports('OpenBrowserWindowApi', '1.1') &&
      done(() => {
        context.ui.openBrowserWindow(url);
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

const openItem = (mailbox: Office.Mailbox): (OfficeItem & object) | null =>
  (mailbox.item as (OfficeItem & object) | null | undefined) ?? null;

/** The event is an item's own: every draft that is opened is asked anew. */
const recipientsChanged = (mailbox: Office.Mailbox) => {
  const asked = new WeakSet<object>();
  return fanOut<void>((emit) => {
    const ask = () => {
      const item = openItem(mailbox);
      if (item === null || item.addHandlerAsync === undefined || asked.has(item)) return;
      asked.add(item);
      item.addHandlerAsync(Office.EventType.RecipientsChanged, () => {
        emit();
      });
    };
    ask();
    mailbox.addHandlerAsync(Office.EventType.ItemChanged, ask);
  });
};

/** Outlook throws where it says that it can and cannot (a phone, a full stack of windows). */
const done = (work: () => void): boolean => {
  try {
    work();
    return true;
  } catch {
    return false;
  }
};

const bareHost: Host = {
  inOutlook: false,
  displayLanguage: null,
  colours: null,
  nestedSignIn: false,
  mailboxAddress: null,
  onColoursChanged: neverCalls,
  onItemChanged: neverCalls,
  onRecipientsChanged: neverCalls,
  readItem: async () => null,
  composeTo: () => false,
  openUrl: () => false,
  openDialog: async () => null,
};
