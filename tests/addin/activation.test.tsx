/** The way to a link, before anything is read or written: what will happen, the choices, and consent in another window. */
import { screen, waitFor, within } from '@testing-library/react';
import { closePane } from './support/open-pane.tsx';
import { everything, someGroups } from './support/link.ts';
import {
  allowPopups,
  focusIsKept,
  lastBody,
  notStarted,
  openLink,
  press,
  title,
} from './support/open-link.tsx';
import { violations } from './support/violations.ts';
import { aMailbox, noCounts, ok, refuse, ticketUrl } from './support/worker.ts';

afterEach(closePane);

const TICKET = 'POST /api/activation/ticket';

const toConsent = async (pane: Awaited<ReturnType<typeof openLink>>) => {
  await press(pane, 'Activeren');
  await press(pane, 'Verder naar toestemming');
};

describe('when it goes otherwise than meant', () => {
  test('an address that is none of the web is not opened', async () => {
    const opened = allowPopups();
    const pane = await openLink(null, {
      before: ({ worker }) =>
        worker.instead.set(TICKET, () =>
          ok({ url: 'javascript:alert(1)', expiresAt: '2026-11-21T10:02:00.000Z' }, 201),
        ),
    });
    await toConsent(pane);
    expect(await screen.findByText(/onverwacht antwoord/u)).toBeVisible();
    expect(opened).toEqual([]);
  });

  test('the worker’s sentence is shown when it gives no ticket, and the choices are still there', async () => {
    const pane = await openLink(null, {
      before: ({ worker }) => worker.instead.set(TICKET, () => refuse('tooMany', 'Wacht even.')),
    });
    await press(pane, 'Activeren');
    await pane.user.click(await screen.findByRole('radio', { name: 'Outlook wint' }));
    await press(pane, 'Verder naar toestemming');
    expect(await screen.findByText('Wacht even.')).toBeVisible();
    expect(screen.getByRole('radio', { name: 'Outlook wint' })).toBeChecked();
    expect(screen.getByRole('button', { name: 'Verder naar toestemming' })).toBeEnabled();
  });

  test('the dialog was closed before the end: nothing has changed', async () => {
    const pane = await openLink(null);
    await toConsent(pane);
    await title('Geef toestemming in het andere venster');
    pane.outlook.dialogClosed();
    expect(
      await screen.findByText(/gesloten voordat de koppeling klaar was. Er is niets veranderd/u),
    ).toBeVisible();
  });

  test('the dialog closed because all was done: the preview comes, and nothing is said of closing', async () => {
    const pane = await openLink(null);
    await toConsent(pane);
    await title('Geef toestemming in het andere venster');
    pane.worker.mailbox = aMailbox(notStarted);
    pane.outlook.dialogClosed();
    await title('Dit gaat er gebeuren');
    expect(screen.queryByText(/gesloten voordat/u)).not.toBeInTheDocument();
  });

  test('no window can be opened: a link to click is left', async () => {
    const pane = await openLink(null, { outlook: { dialogError: 12009 } });
    await toConsent(pane);
    expect(await screen.findByRole('link', { name: 'Venster openen' })).toHaveAttribute('href', ticketUrl);
  });

  test('the window is lost: it opens anew, with what was chosen', async () => {
    const opened = allowPopups();
    const pane = await openLink(null);
    await press(pane, 'Activeren');
    await pane.user.click(await screen.findByRole('checkbox', { name: 'Ik ben eigenaar' }));
    await press(pane, 'Verder naar toestemming');
    await press(pane, 'Venster opnieuw openen');
    await waitFor(() => {
      expect(opened).toHaveLength(2);
    });
    expect(lastBody(pane, TICKET)).toEqual({
      start: 'afterPreview',
      settings: { ...everything, roles: ['relationManager'] },
    });
  });

  test('it can be broken off, and the choices are still there', async () => {
    allowPopups();
    const pane = await openLink(null);
    await toConsent(pane);
    await press(pane, 'Annuleren');
    await title('Wie wilt u in Outlook?');
    expect(focusIsKept()).toBe(true);
    await press(pane, 'Terug');
    await title('Uw relaties in Outlook');
  });

  test('the groups do not come: one goes on without them', async () => {
    allowPopups();
    const pane = await openLink(null, {
      before: ({ worker }) => worker.instead.set('GET /api/groups', () => refuse('unavailable')),
    });
    await press(pane, 'Activeren');
    expect(await screen.findByText(/groepen konden niet worden opgehaald/u)).toBeVisible();
    pane.worker.instead.set('GET /api/groups', () => ok(someGroups()));
    await press(pane, 'Opnieuw ophalen');
    expect(await screen.findByText('alle groepen')).toBeVisible();
    await press(pane, 'Verder naar toestemming');
    await title('Geef toestemming in het andere venster');
  });

  test('the sign-in of the pane ends meanwhile: one signs in, and nothing was asked', async () => {
    const pane = await openLink(null, {
      before: ({ worker }) => worker.instead.set('GET /api/groups', () => refuse('tokenInvalid')),
    });
    await title('Uw relaties in Outlook');
    if (pane.bridge !== null) pane.bridge.plan.silent = { status: 'USER_INTERACTION_REQUIRED' };
    await press(pane, 'Activeren');
    await title('Meld u aan');
    expect(pane.worker.calls(TICKET)).toBe(0);
  });
});

describe('before anything happens', () => {
  test('it is told what will happen and what never does, and nothing is asked for', async () => {
    const pane = await openLink(null);
    await title('Uw relaties in Outlook');
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
    expect(pane.worker.calls(TICKET)).toBe(0);
  });

  test('the steps are told, with the one where one is', async () => {
    const pane = await openLink(null);
    await press(pane, 'Activeren');
    const steps = await screen.findByRole('list', { name: 'Stappen' });
    expect(
      within(steps)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(['1 Kiezen', '2 Toestemming', '3 Voorbeeld', '4 Starten']);
    expect(within(steps).getByText('1 Kiezen').closest('li')).toHaveAttribute('aria-current', 'step');
  });

  test('each policy says in a sentence what becomes of the value that loses', async () => {
    const pane = await openLink(null);
    await press(pane, 'Activeren');
    expect(await screen.findByRole('radio', { name: 'Het CRM wint' })).toBeChecked();
    expect(screen.getByRole('radio', { name: 'Outlook wint' })).toHaveAccessibleDescription(/historie/u);
    expect(screen.getByRole('radio', { name: 'Het laatst gewijzigde wint' })).toHaveAccessibleDescription(
      /oudere waarde/u,
    );
    expect(screen.getByRole('radio', { name: 'Vraag het mij' })).toHaveAccessibleDescription(/Controle/u);
  });

  test('without a role one does not get further, and it is said why', async () => {
    const pane = await openLink(null);
    await press(pane, 'Activeren');
    await pane.user.click(await screen.findByRole('checkbox', { name: 'Ik ben eigenaar' }));
    await pane.user.click(screen.getByRole('checkbox', { name: 'Ik ben relatiebeheerder' }));
    expect(screen.getByRole('alert')).toHaveTextContent(/minstens één/u);
    await press(pane, 'Verder naar toestemming');
    expect(pane.worker.calls(TICKET)).toBe(0);
  });

  test('roles, groups and policy go along with the ticket, and it begins only after the preview', async () => {
    const opened = allowPopups();
    const pane = await openLink(null);
    await press(pane, 'Activeren');
    await pane.user.click(await screen.findByText('Alleen deze groepen:', { exact: false }));
    const [included] = screen.getAllByRole('checkbox', { name: 'VIP' });
    await pane.user.click(included as HTMLElement);
    await pane.user.click(screen.getByText('Deze groepen niet:', { exact: false }));
    await pane.user.click(screen.getAllByRole('checkbox', { name: 'Kerst' }).at(-1) as HTMLElement);
    await pane.user.click(screen.getByRole('radio', { name: 'Vraag het mij' }));
    await press(pane, 'Verder naar toestemming');
    await title('Geef toestemming in het andere venster');
    expect(opened).toEqual([ticketUrl]);
    expect(lastBody(pane, TICKET)).toEqual({
      start: 'afterPreview',
      settings: {
        roles: ['relationManager', 'owner'],
        groupsIncluded: ['VIP'],
        groupsExcluded: ['Kerst'],
        conflictPolicy: 'ask',
      },
    });
  });

  test('a group in both lists is told to be left out', async () => {
    const pane = await openLink(null);
    await press(pane, 'Activeren');
    await pane.user.click(await screen.findByText('Alleen deze groepen:', { exact: false }));
    await pane.user.click(screen.getAllByRole('checkbox', { name: 'VIP' })[0] as HTMLElement);
    await pane.user.click(screen.getByText('Deze groepen niet:', { exact: false }));
    await pane.user.click(screen.getAllByRole('checkbox', { name: 'VIP' })[1] as HTMLElement);
    expect(await screen.findByText('In beide lijsten gekozen: VIP. Weglaten gaat voor.')).toBeVisible();
  });

  test('among many groups one is found by a part of its name', async () => {
    const pane = await openLink(null, {
      before: ({ worker }) =>
        worker.instead.set('GET /api/groups', () =>
          ok({
            items: Array.from({ length: 30 }, (_, index) => ({
              name: `Groep ${String(index)}`,
              persons: null,
            })),
          }),
        ),
    });
    await press(pane, 'Activeren');
    await pane.user.click(await screen.findByText('Alleen deze groepen:', { exact: false }));
    const [search] = screen.getAllByRole('searchbox', { name: 'Groep zoeken' });
    await pane.user.type(search as HTMLElement, 'groep 29');
    const list = (search as HTMLElement).closest('details') as HTMLElement;
    expect(within(list).getAllByRole('checkbox')).toHaveLength(1);
    await pane.user.type(search as HTMLElement, 'x');
    expect(await within(list).findByText('Geen groep met deze naam.')).toBeVisible();
  });
});

describe('consent', () => {
  test('opens in a pop-up, and the pane goes on to the preview by itself', async () => {
    const opened = allowPopups();
    const pane = await openLink(null);
    await toConsent(pane);
    await title('Geef toestemming in het andere venster');
    expect(opened).toEqual([ticketUrl]);
    pane.worker.mailbox = aMailbox(notStarted);
    await title('Dit gaat er gebeuren');
    expect(focusIsKept()).toBe(true);
  });

  test('uses a dialog of Outlook where pop-ups are refused, and closes it when done', async () => {
    const pane = await openLink(null);
    await toConsent(pane);
    await title('Geef toestemming in het andere venster');
    expect(pane.outlook.dialogUrl).toBe(ticketUrl);
    pane.worker.mailbox = aMailbox(notStarted);
    await title('Dit gaat er gebeuren');
    expect(pane.outlook.dialogIsOpen).toBe(false);
  });

  test('a link that was ended begins with what stayed, and keeps its choices', async () => {
    allowPopups();
    const pane = await openLink({
      state: 'paused',
      because: 'deactivated',
      counts: { ...noCounts, active: 1412, held: 3 },
      settings: { ...everything, conflictPolicy: 'newest' },
      nextPassAt: null,
    });
    await title('Eerder gekoppeld');
    expect(screen.getByText(/gaat het verder waar het was/u)).toBeVisible();
    expect(screen.getByText(/Uw 1.412 contacten staan nog in Outlook/u)).toBeVisible();
    expect(screen.getByText(/Er wachten nog 3 wijzigingen/u)).toBeVisible();
    await press(pane, 'Opnieuw activeren');
    expect(await screen.findByRole('radio', { name: 'Het laatst gewijzigde wint' })).toBeChecked();
    await press(pane, 'Verder naar toestemming');
    await title('Geef toestemming in het andere venster');
    pane.worker.mailbox = aMailbox(notStarted);
    await title('Dit gaat er gebeuren');
  });
});

describe('for everybody', () => {
  test('axe finds nothing on the explanation, the choices and the consent', async () => {
    allowPopups();
    const pane = await openLink(null);
    await title('Uw relaties in Outlook');
    expect(await violations()).toEqual([]);
    await press(pane, 'Activeren');
    await pane.user.click(await screen.findByText('Alleen deze groepen:', { exact: false }));
    expect(await violations()).toEqual([]);
    await press(pane, 'Verder naar toestemming');
    await title('Geef toestemming in het andere venster');
    expect(await violations()).toEqual([]);
  });

  test('the keyboard alone gets to the consent', async () => {
    const opened = allowPopups();
    const pane = await openLink(null);
    await title('Uw relaties in Outlook');
    await pane.user.tab();
    expect(screen.getByRole('button', { name: 'Activeren' })).toHaveFocus();
    await pane.user.keyboard('{Enter}');
    await title('Wie wilt u in Outlook?');
    expect(focusIsKept()).toBe(true);
    const next = await screen.findByRole('button', { name: 'Verder naar toestemming' });
    for (let tabs = 0; tabs < 15 && document.activeElement !== next; tabs += 1) await pane.user.tab();
    expect(next).toHaveFocus();
    await pane.user.keyboard('{Enter}');
    await title('Geef toestemming in het andere venster');
    expect(opened).toHaveLength(1);
    expect(focusIsKept()).toBe(true);
  });

  test('in English', async () => {
    const pane = await openLink(null, { outlook: { displayLanguage: 'en-GB' } });
    await press(pane, 'Activate');
    await title('Whom do you want in Outlook?');
    expect(screen.getByRole('radio', { name: 'The CRM wins' })).toBeChecked();
  });
});
