/**
 * Outlook's own dialog window. Its first page must be of our origin (both pages we open are the worker's), and a message
 * is only taken from that origin. learn.microsoft.com/office/dev/add-ins/develop/dialog-api-in-office-add-ins
 */
export interface HostDialog {
  onMessage(listener: (message: string) => void): void;
  /** Closed by the user, or gone for another reason. Not called after `close`. */
  onClosed(listener: () => void): void;
  close(): void;
}

type DialogEvent = { message: string; origin: string | undefined } | { error: number };

/** Null when Outlook does not open it (another dialog is open, the user said no). */
export const openOfficeDialog = (ui: Office.UI, url: string, origin: string): Promise<HostDialog | null> =>
  new Promise((resolve) => {
    ui.displayDialogAsync(url, { height: 70, width: 40, promptBeforeOpen: false }, (result) => {
      resolve(result.status === Office.AsyncResultStatus.Succeeded ? wrap(result.value, origin) : null);
    });
  });

const wrap = (dialog: Office.Dialog, origin: string): HostDialog => {
  const messageListeners = new Set<(message: string) => void>();
  const closedListeners = new Set<() => void>();
  dialog.addEventHandler(Office.EventType.DialogMessageReceived, (event: DialogEvent) => {
    // `origin` came with DialogOrigin 1.1; an Outlook without it cannot load foreign pages into a message either.
    if (!('message' in event) || (event.origin !== undefined && event.origin !== origin)) return;
    for (const listener of messageListeners) listener(event.message);
  });
  dialog.addEventHandler(Office.EventType.DialogEventReceived, () => {
    for (const listener of closedListeners) listener();
  });
  return {
    onMessage: (listener) => messageListeners.add(listener),
    onClosed: (listener) => closedListeners.add(listener),
    close: () => {
      closedListeners.clear();
      dialog.close();
    },
  };
};
