/** The whole pane at the way to a link, or at Synchronisatie, with the answers that these screens ask for. */
import { screen, waitFor } from '@testing-library/react';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import { describeLink } from './link.ts';
import { openPane, type Given, type Pane } from './open-pane.tsx';
import { aMailbox, noCounts } from './worker.ts';

export const title = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });

export const press = async (pane: Pane, name: string | RegExp): Promise<void> =>
  pane.user.click(await screen.findByRole('button', { name }));

/** `mailbox` null: not activated. */
export const openLink = (mailbox: Partial<MailboxView> | null, given: Given = {}): Promise<Pane> =>
  openPane({
    ...given,
    before: (pane) => {
      describeLink(pane.worker);
      pane.worker.mailbox = mailbox === null ? null : aMailbox(mailbox);
      given.before?.(pane);
    },
  });

/** Consented, and nothing begun. */
export const notStarted: Partial<MailboxView> = {
  state: 'paused',
  because: 'notStarted',
  lastPass: null,
  nextPassAt: null,
  counts: noCounts,
};

export const openSync = async (mailbox: Partial<MailboxView> = {}, given: Given = {}): Promise<Pane> => {
  const pane = await openLink(mailbox, given);
  await press(pane, 'Synchronisatie');
  await screen.findByRole('region', { name: 'Synchronisatie' });
  return pane;
};

/** Opens a window as a browser does that allows pop-ups. */
export const allowPopups = (): string[] => {
  const opened: string[] = [];
  window.open = (url) => {
    opened.push(String(url));
    return window;
  };
  return opened;
};

/** Lists that open, by what stands on them: `Wacht op uw besluit (1)`. */
export const summaries = (): HTMLElement[] => [...document.querySelectorAll('summary')];

export const openList = async (pane: Pane, name: string): Promise<void> => {
  const found = await waitFor(() => {
    const one = summaries().find(({ textContent }) => textContent.startsWith(name));
    if (one === undefined) throw new Error(`no list ${name}`);
    return one;
  });
  await pane.user.click(found);
};

/** What was sent with the last of these calls. */
export const lastBody = (pane: Pane, call: string): unknown =>
  pane.worker.sent.filter((one) => one.call === call).at(-1)?.body;

/** The keyboard has somewhere to go on from. */
export const focusIsKept = (): boolean =>
  document.activeElement !== null && document.activeElement !== document.body;
