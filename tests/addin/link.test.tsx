/** The link with Outlook in the pane: activating it, how it stands, and what can be done about it. */
import { screen, waitFor, within } from '@testing-library/react';
import axe from 'axe-core';
import { closePane, openPane, type Given } from './support/open-pane.tsx';
import { aMailbox, aPass, noCounts, ok, refuse, ticketUrl } from './support/worker.ts';
import type { MailboxView } from '../../shared/api/mailbox.ts';

afterEach(closePane);

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const press = async (pane: Awaited<ReturnType<typeof openPane>>, name: string) =>
  pane.user.click(await screen.findByRole('button', { name }));

const withMailbox = (mailbox: Partial<MailboxView> = {}, given: Given = {}) =>
  openPane({
    ...given,
    before: (pane) => {
      pane.worker.mailbox = aMailbox(mailbox);
      given.before?.(pane);
    },
  });

/** Opens a window as a browser does that allows pop-ups. */
const allowPopups = (): string[] => {
  const opened: string[] = [];
  window.open = (url) => {
    opened.push(String(url));
    return window;
  };
  return opened;
};

const figure = (term: string): string | null | undefined => screen.getByText(term).nextSibling?.textContent;

/** Colours are for a real browser; jsdom paints none. */
const violations = async () => {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

describe('activating', () => {
  test('is explained before anything happens: what will, and what never', async () => {
    await openPane();
    await heading('Uw relaties in Outlook');
    const never = screen.getByRole('heading', { name: 'Dit gebeurt nooit' }).parentElement;
    expect(
      within(never as HTMLElement)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual([
      expect.stringContaining('niets verwijderd'),
      expect.stringContaining('eigen contacten gaan niet naar het CRM'),
      expect.stringContaining('notities'),
    ]);
  });

  test('asks for no ticket before the click', async () => {
    const { worker } = await openPane();
    await heading('Uw relaties in Outlook');
    expect(worker.calls('POST /api/activation/ticket')).toBe(0);
  });

  test('opens the ticket in a pop-up and goes on by itself once the mailbox is there', async () => {
    const opened = allowPopups();
    const pane = await openPane();
    await press(pane, 'Activeren');
    await heading('Geef toestemming in het andere venster');
    expect(opened).toEqual([ticketUrl]);
    const running = aPass({
      id: 'p-0',
      trigger: 'activation',
      result: 'running',
      endedAt: null,
      counts: null,
      progress: { phase: 'apply', done: 103, total: 412 },
    });
    pane.worker.mailbox = aMailbox({
      lastPass: null,
      running,
      nextPassAt: null,
      counts: { ...noCounts, active: 103 },
    });
    await heading('Uw contacten worden klaargezet');
    expect(screen.getByRole('progressbar', { name: 'Bijwerken' })).toHaveAttribute(
      'aria-valuetext',
      '103 van 412',
    );
    expect(figure('In Outlook')).toBe('103');
  });

  test('uses a dialog of Outlook where pop-ups are refused, and closes it when done', async () => {
    const pane = await openPane();
    await press(pane, 'Activeren');
    await heading('Geef toestemming in het andere venster');
    expect(pane.outlook.dialogUrl).toBe(ticketUrl);
    pane.worker.mailbox = aMailbox();
    await heading('Alles loopt gelijk');
    expect(pane.outlook.dialogIsOpen).toBe(false);
  });

  test('says that nothing has changed when that dialog is closed before the end', async () => {
    const pane = await openPane();
    await press(pane, 'Activeren');
    await heading('Geef toestemming in het andere venster');
    pane.outlook.dialogClosed();
    expect(
      await screen.findByText(/gesloten voordat de koppeling klaar was. Er is niets veranderd/u),
    ).toBeVisible();
  });

  test('does not say so when the dialog closed because all was done', async () => {
    const pane = await openPane();
    await press(pane, 'Activeren');
    await heading('Geef toestemming in het andere venster');
    pane.worker.mailbox = aMailbox();
    pane.outlook.dialogClosed();
    await heading('Alles loopt gelijk');
    expect(screen.queryByText(/gesloten voordat/u)).not.toBeInTheDocument();
  });

  test('leaves a link to click where no window can be opened', async () => {
    const pane = await openPane({ outlook: { dialogError: 12009 } });
    await press(pane, 'Activeren');
    expect(await screen.findByRole('link', { name: 'Venster openen' })).toHaveAttribute('href', ticketUrl);
  });

  test('opens no address that is none of the web', async () => {
    const opened = allowPopups();
    const pane = await openPane({
      before: ({ worker }) =>
        worker.instead.set('POST /api/activation/ticket', () =>
          ok({ url: 'javascript:alert(1)', expiresAt: '2026-11-21T10:02:00.000Z' }, 201),
        ),
    });
    await press(pane, 'Activeren');
    expect(await screen.findByText(/onverwacht antwoord/u)).toBeVisible();
    expect(opened).toEqual([]);
  });

  test('shows the worker’s sentence when it gives no ticket', async () => {
    const pane = await openPane({
      before: ({ worker }) =>
        worker.instead.set('POST /api/activation/ticket', () => refuse('tooMany', 'Wacht even.')),
    });
    await press(pane, 'Activeren');
    expect(await screen.findByText('Wacht even.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Activeren' })).toBeEnabled();
  });

  test('can be broken off', async () => {
    allowPopups();
    const pane = await openPane();
    await press(pane, 'Activeren');
    await press(pane, 'Annuleren');
    await heading('Uw relaties in Outlook');
  });

  test('is also the way to sign in again (R14)', async () => {
    const opened = allowPopups();
    const pane = await withMailbox({ state: 'signInAgain', because: 'invalid_grant', nextPassAt: null });
    await heading('Meld u opnieuw aan');
    await press(pane, 'Opnieuw aanmelden');
    await heading('Geef toestemming in het andere venster');
    expect(opened).toEqual([ticketUrl]);
    pane.worker.mailbox = aMailbox();
    await heading('Alles loopt gelijk');
  });
});

describe('how the link stands', () => {
  test('R14: says before a sign-in ends, and what to do', async () => {
    const opened = allowPopups();
    const pane = await withMailbox({ state: 'paused', signInEndsAt: '2026-12-03T08:00:00.000Z' });
    await heading('Gepauzeerd');
    expect(screen.getByText(/aanmelding bij Microsoft loopt af op 3 december 2026/u)).toBeVisible();
    await press(pane, 'Opnieuw aanmelden');
    await heading('Geef toestemming in het andere venster');
    expect(opened).toEqual([ticketUrl]);
  });

  test('is told in one sentence, with what the last pass did in words', async () => {
    await withMailbox({
      counts: { active: 1412, creating: 0, held: 2, paused: 0, removed: 1 },
      lastPass: aPass({ did: { created: 1, toRemote: 3, toCrm: 2, conflicts: 1 } }),
    });
    await heading('Alles loopt gelijk');
    expect(figure('In Outlook')).toBe('1.412');
    expect(figure('Wacht op een besluit')).toBe('2');
    expect(figure('Door u verwijderd uit Outlook')).toBe('1');
    expect(screen.queryByText('Wordt nog toegevoegd')).not.toBeInTheDocument();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      '1 persoon toegevoegd aan Outlook',
      '3 personen bijgewerkt in Outlook',
      '2 personen bijgewerkt in het CRM',
      '1 tegenstrijdige wijziging',
    ]);
    expect(screen.getByText('Aangemeld als Fenna Hoekstra')).toBeVisible();
  });

  test('says that nothing had to be done', async () => {
    await withMailbox();
    expect(await screen.findByText('Er was niets te doen')).toBeVisible();
  });

  test('says why there is nobody when the user has no persons', async () => {
    await withMailbox({ counts: noCounts });
    expect(await screen.findByText(/nog van niemand relatiebeheerder of eigenaar/u)).toBeVisible();
  });

  test.each<[result: 'later' | 'interrupted' | 'failed', title: string]>([
    ['later', 'Nog niet alles is bijgewerkt'],
    ['interrupted', 'Nog niet alles is bijgewerkt'],
    ['failed', 'De laatste keer ging het niet goed'],
  ])('is not called good after a pass that ended "%s"', async (result, title) => {
    await withMailbox({ lastPass: aPass({ result, code: 'timeout' }) });
    await heading(title);
    expect(screen.queryByText('Er was niets te doen')).not.toBeInTheDocument();
  });

  test('has the first pass told before it has begun', async () => {
    await withMailbox({ lastPass: null, counts: noCounts });
    await heading('Uw contacten worden klaargezet');
    expect(screen.getByText('Nog niet')).toBeVisible();
    expect(screen.queryByText(/nog van niemand/u)).not.toBeInTheDocument();
  });

  test('shows progress without a total where it is not known yet', async () => {
    const running = aPass({
      result: 'running',
      counts: null,
      progress: { phase: 'observe', done: 40, total: null },
    });
    await withMailbox({ running });
    await heading('Bezig met bijwerken');
    expect(screen.getByRole('progressbar', { name: 'Kijken wat er nieuw is' })).not.toHaveAttribute(
      'aria-valuetext',
    );
    expect(screen.getByText('40 bekeken')).toBeVisible();
  });

  test('stays on screen as last known when the connection goes', async () => {
    const pane = await withMailbox();
    await heading('Alles loopt gelijk');
    pane.worker.reachable = false;
    pane.outlook.select({ kind: 'read', itemId: 'item-2' });
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(figure('In Outlook')).toBe('412');
    pane.worker.reachable = true;
    window.dispatchEvent(new Event('online'));
    await waitFor(() => {
      expect(screen.queryByText('Geen verbinding')).not.toBeInTheDocument();
    });
  });

  test('is looked at again when another mail is chosen in a pinned pane', async () => {
    const pane = await withMailbox();
    await heading('Alles loopt gelijk');
    pane.worker.mailbox = aMailbox({ state: 'paused', because: 'byUser' });
    pane.outlook.select({ kind: 'none' });
    await heading('Gepauzeerd');
  });
});

describe('what can be done', () => {
  test('"update now" asks once and waits for the pass to be seen', async () => {
    const pane = await withMailbox();
    await press(pane, 'Nu bijwerken');
    expect(await screen.findByText(/Gevraagd/u)).toBeVisible();
    await press(pane, 'Nu bijwerken');
    expect(pane.worker.calls('POST /api/mailbox/sync')).toBe(1);
    pane.worker.mailbox = aMailbox({
      lastPass: aPass({ id: 'p-2', trigger: 'syncNow', did: { toRemote: 1 } }),
    });
    expect(await screen.findByText('1 persoon bijgewerkt in Outlook')).toBeVisible();
    expect(screen.queryByText(/Gevraagd/u)).not.toBeInTheDocument();
  });

  test('pause and resume', async () => {
    const pane = await withMailbox();
    await press(pane, 'Pauzeren');
    await heading('Gepauzeerd');
    await press(pane, 'Hervatten');
    await heading('Alles loopt gelijk');
  });

  test('the brake: "yes" resumes, and says before what each answer means (R12)', async () => {
    const pane = await withMailbox({
      state: 'braked',
      because: '{"kind":"manyChanges","cards":30,"linked":90}',
      nextPassAt: null,
    });
    await heading('Klopt dit?');
    expect(screen.getByRole('status')).toHaveTextContent(
      /30 van de 90 contacten.*gestopt vóór de eerste wijziging.*Bij ja.*Bij nee/u,
    );
    await press(pane, 'Ja, ga door');
    await heading('Alles loopt gelijk');
    expect(pane.worker.calls('POST /api/mailbox/resume')).toBe(1);
  });

  test('the brake: "no" pauses and nothing is changed (R12)', async () => {
    const pane = await withMailbox({
      state: 'braked',
      because: '{"kind":"emptyRemote","linked":90}',
      nextPassAt: null,
    });
    await heading('Klopt dit?');
    expect(screen.getByRole('status')).toHaveTextContent(/ineens geen personen/u);
    await press(pane, 'Nee, pauzeer');
    await heading('Gepauzeerd');
    expect(pane.worker.calls('POST /api/mailbox/resume')).toBe(0);
  });

  test('a refusal is told in the worker’s words and what was there stays', async () => {
    const pane = await withMailbox();
    pane.worker.instead.set('POST /api/mailbox/sync', () => refuse('paused', 'De koppeling is gepauzeerd.'));
    await press(pane, 'Nu bijwerken');
    expect(await screen.findByText('De koppeling is gepauzeerd.')).toBeVisible();
    expect(figure('In Outlook')).toBe('412');
  });

  test('an answer that was on its way before an action does not undo what the action showed', async () => {
    const pane = await withMailbox();
    await heading('Alles loopt gelijk');
    let release: () => void = () => undefined;
    const old = aMailbox();
    pane.worker.instead.set('GET /api/mailbox', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return ok(old);
    });
    pane.outlook.select({ kind: 'read', itemId: 'item-2' });
    await waitFor(() => {
      expect(pane.worker.calls('GET /api/mailbox')).toBe(2);
    });
    await press(pane, 'Pauzeren');
    await heading('Gepauzeerd');
    release();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Gepauzeerd');
  });
});

describe('for everybody', () => {
  test.each<[name: string, mailbox: Partial<MailboxView> | null]>([
    ['activating', null],
    ['all in step', {}],
    [
      'the first pass',
      {
        lastPass: null,
        running: aPass({ result: 'running', counts: null, progress: { phase: 'apply', done: 1, total: 9 } }),
      },
    ],
    ['the brake', { state: 'braked', because: 'manyChanges' }],
  ])('axe finds nothing: %s', async (_name, mailbox) => {
    await (mailbox === null ? openPane() : withMailbox(mailbox));
    await screen.findByRole('heading', { level: 1, name: /Uw relaties|Alles|klaargezet|Klopt/u });
    expect(await violations()).toEqual([]);
  });

  test('the keyboard alone reaches and presses the button', async () => {
    const opened = allowPopups();
    const pane = await openPane();
    await heading('Uw relaties in Outlook');
    await pane.user.tab();
    expect(screen.getByRole('button', { name: 'Activeren' })).toHaveFocus();
    await pane.user.keyboard('{Enter}');
    await heading('Geef toestemming in het andere venster');
    expect(opened).toHaveLength(1);
  });
});
