/** After the consent: what would happen is shown before the first write (R12), with other choices where it is not to one's liking. */
import { screen, waitFor, within } from '@testing-library/react';
import { aFirstPreview, aPreview, everything, listOf, who } from './support/link.ts';
import {
  allowPopups,
  focusIsKept,
  lastBody,
  notStarted,
  openLink,
  openList,
  press,
  summaries,
  title,
} from './support/open-link.tsx';
import { closePane } from './support/open-pane.tsx';
import { violations } from './support/violations.ts';
import { ok, refuse, ticketUrl, type Answer } from './support/worker.ts';

afterEach(closePane);

const PREVIEW = 'POST /api/mailbox/preview';

const opened = (answer: () => Answer | Promise<Answer>) =>
  openLink(notStarted, { before: ({ worker }) => worker.instead.set(PREVIEW, answer) });

const number = (term: string): string | null | undefined =>
  screen.getByText(term, { selector: 'dt' }).nextSibling?.textContent;

describe('when the preview does not come', () => {
  test('the worker’s sentence is told, nothing can be started, and it can be asked for again', async () => {
    const pane = await opened(() => refuse('internal', 'Er ging iets mis. Uw gegevens zijn veilig.'));
    expect(await screen.findByText(/Uw gegevens zijn veilig/u)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Starten' })).not.toBeInTheDocument();
    pane.worker.instead.set(PREVIEW, () => ok(aFirstPreview()));
    await press(pane, 'Opnieuw proberen');
    expect(await screen.findByRole('button', { name: 'Starten' })).toBeEnabled();
  });

  test('without a connection that is said', async () => {
    const pane = await openLink(notStarted);
    await screen.findByRole('button', { name: 'Starten' });
    pane.worker.reachable = false;
    await press(pane, 'Andere keuzes');
    await press(pane, 'Niets wijzigen');
    expect(await screen.findByText(/niet bereikbaar/u)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Starten' })).not.toBeInTheDocument();
  });

  test('where another preview is being made, it waits for its turn by itself', async () => {
    let asked = 0;
    await opened(() => {
      asked += 1;
      if (asked > 1) return ok(aFirstPreview());
      return { status: 429, body: { error: { code: 'tooMany', message: 'Wacht even.', retryAfter: 1 } } };
    });
    expect(await screen.findByText(/al een voorbeeld gemaakt/u)).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Starten' })).toBeEnabled();
    expect(asked).toBe(2);
  });

  test('R14: where Microsoft wants a new sign-in, that comes first; its success shows by the preview', async () => {
    const windows = allowPopups();
    const pane = await opened(() => refuse('signInAgain'));
    await title('Meld u opnieuw aan');
    await press(pane, 'Opnieuw aanmelden');
    await title('Geef toestemming in het andere venster');
    expect(windows).toEqual([ticketUrl]);
    // Else the consent would begin what was not looked at.
    expect(lastBody(pane, 'POST /api/activation/ticket')).toEqual({ start: 'afterPreview' });
    pane.worker.instead.set(PREVIEW, () => ok(aFirstPreview()));
    await title('Dit gaat er gebeuren');
    expect(await screen.findByRole('button', { name: 'Starten' })).toBeEnabled();
    expect(focusIsKept()).toBe(true);
  });

  test('R14: a sign-in that is broken off leaves it where it was', async () => {
    const pane = await opened(() => refuse('signInAgain'));
    await press(pane, 'Opnieuw aanmelden');
    await title('Geef toestemming in het andere venster');
    pane.outlook.dialogClosed();
    await title('Meld u opnieuw aan');
    expect(await screen.findByText(/Er is niets veranderd; begin|gesloten voordat/u)).toBeVisible();
  });
});

test('a preview that nobody waits for any more is ended', async () => {
  const signals: AbortSignal[] = [];
  const pane = await openLink(notStarted, {
    before: ({ worker }) => {
      worker.instead.set(PREVIEW, () => new Promise<Answer>(() => undefined));
      const { fetch } = worker;
      const noting = (path: string, init: RequestInit) => {
        if (path === '/api/mailbox/preview' && init.signal) signals.push(init.signal);
        return fetch(path, init);
      };
      Object.assign(window, { fetch: noting });
    },
  });
  await screen.findByText(/We kijken wat er zou gebeuren/u);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await press(pane, 'Andere keuzes');
  await title('Andere keuzes');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

describe('what would happen', () => {
  test('is asked for once, is not begun, and says so', async () => {
    const pane = await openLink(notStarted);
    await title('Dit gaat er gebeuren');
    expect(screen.getByText(/Er is nog niets gewijzigd/u)).toBeVisible();
    expect(await screen.findByRole('button', { name: 'Starten' })).toBeEnabled();
    expect(pane.worker.calls(PREVIEW)).toBe(1);
    expect(pane.worker.calls('POST /api/mailbox/resume')).toBe(0);
  });

  test('comes with numbers first, and with why somebody is left out', async () => {
    await openLink(notStarted);
    expect(await screen.findByText('Nieuwe contacten in Outlook', { selector: 'dt' })).toBeVisible();
    expect(number('Nieuwe contacten in Outlook')).toBe('412');
    expect(number('Wacht op uw besluit')).toBe('1');
    expect(number('Bijwerken in het CRM')).toBe('1');
    expect(number('Niet in Outlook')).toBe('2');
    expect(number('voormalig')).toBe('1');
    // That it has not begun is what this step is about.
    expect(screen.queryByText(/nog niet begonnen/u)).not.toBeInTheDocument();
  });

  test('shows the cases that need an eye first, each in a list that opens', async () => {
    const pane = await openLink(notStarted);
    await screen.findByRole('heading', { name: 'Bekijk ze zelf' });
    expect(summaries().map((list) => list.textContent)).toEqual([
      'Wacht op uw besluit (1)',
      'Bijwerken in het CRM (1)',
      'Nieuwe contacten in Outlook (412)',
      'Niet in Outlook (2)',
    ]);
    expect(screen.queryByText('Petra de Vries')).not.toBeInTheDocument();
    await openList(pane, 'Wacht op uw besluit');
    expect(await screen.findByText('Petra de Vries')).toBeVisible();
    expect(screen.getByText(/Is dat dezelfde persoon/u)).toBeVisible();
    await openList(pane, 'Bijwerken in het CRM');
    expect(await screen.findByText('telefoon zakelijk')).toBeVisible();
  });

  test('shows a long list by parts, and says how many more there are', async () => {
    const pane = await opened(() => ok(aPreview({ created: listOf(who(45), 212) })));
    await openList(pane, 'Nieuwe contacten in Outlook');
    expect(await screen.findByText('Persoon 20')).toBeVisible();
    expect(screen.queryByText('Persoon 21')).not.toBeInTheDocument();
    await press(pane, 'Toon er nog 20');
    expect(await screen.findByText('Persoon 40')).toBeVisible();
    await waitFor(() => {
      expect(screen.getByText('Persoon 21').closest('li')).toHaveFocus();
    });
    await press(pane, 'Toon er nog 5');
    expect(await screen.findByText('… en nog 212')).toBeVisible();
  });

  test('R12: says before the start that it would stop and ask', async () => {
    await opened(() =>
      ok(
        aPreview({
          brake: { kind: 'manyChanges', cards: 30, linked: 90 },
          warnings: [{ code: 'reachesBrake', message: 'De ronde stopt vóór de eerste wijziging.' }],
        }),
      ),
    );
    expect(await screen.findByText('Er verandert opvallend veel')).toBeVisible();
    expect(screen.getByText(/stopt vóór de eerste wijziging/u)).toBeVisible();
  });

  test('a user without any person is told what that means, and may start', async () => {
    await opened(() => ok(aPreview()));
    expect(await screen.findByText(/nog van niemand relatiebeheerder of eigenaar/u)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Starten' })).toBeEnabled();
  });

  test('choices that leave everybody out are told as such', async () => {
    const leftOut = {
      ...listOf([
        { personId: 'r-1', personName: 'A', because: 'groupNotIncluded' as const, message: 'in geen groep' },
      ]),
      reasons: [{ because: 'groupNotIncluded' as const, count: 1, message: 'in geen groep' }],
    };
    await opened(() => ok(aPreview({ leftOut })));
    expect(await screen.findByText(/Met deze keuzes komt er niemand in Outlook/u)).toBeVisible();
  });

  test('text from outside is shown as text, and cut where it has no end', async () => {
    const name = `<img src=x onerror=alert(1)>${'x'.repeat(10_000)}`;
    const pane = await opened(() =>
      ok(aPreview({ created: listOf([{ personId: 'r-1', personName: name }]) })),
    );
    await openList(pane, 'Nieuwe contacten in Outlook');
    const shown = await screen.findByText(/^<img src=x/u);
    expect((shown.textContent ?? '').length).toBeLessThan(1_000);
    expect(document.querySelector('img')).toBeNull();
  });
});

describe('other choices', () => {
  test('are saved and looked at anew, and still nothing begins', async () => {
    const pane = await openLink(notStarted);
    await press(pane, 'Andere keuzes');
    await title('Andere keuzes');
    expect(focusIsKept()).toBe(true);
    await pane.user.click(screen.getByRole('checkbox', { name: 'Ik ben eigenaar' }));
    await press(pane, 'Bekijken wat er dan gebeurt');
    await title('Dit gaat er gebeuren');
    expect(lastBody(pane, 'PUT /api/mailbox/settings')).toEqual({
      ...everything,
      roles: ['relationManager'],
    });
    await waitFor(() => {
      expect(pane.worker.calls(PREVIEW)).toBe(2);
    });
    expect(pane.worker.calls('POST /api/mailbox/resume')).toBe(0);
    expect(focusIsKept()).toBe(true);
  });

  test('say how many of one’s own are in each group', async () => {
    const pane = await openLink(notStarted);
    await press(pane, 'Andere keuzes');
    await pane.user.click(await screen.findByText('Alleen deze groepen:', { exact: false }));
    expect(screen.getAllByText('12 van u')[0]).toBeVisible();
  });

  test('a group that the CRM no longer has is saved only when that is meant', async () => {
    const gone = { ...everything, groupsIncluded: ['Oud'] };
    const pane = await openLink(
      { ...notStarted, settings: gone },
      {
        before: ({ worker }) =>
          worker.instead.set('PUT /api/mailbox/settings', ({ body }) => {
            if ((body as { allowUnknownGroups?: boolean }).allowUnknownGroups === true)
              return ok(worker.mailbox);
            const fields = [{ field: 'groupsIncluded.0', problem: 'unknownGroup' }];
            return { status: 422, body: { error: { code: 'invalid', message: 'Klopt niet.', fields } } };
          }),
      },
    );
    await press(pane, 'Andere keuzes');
    await pane.user.click(await screen.findByText('Alleen deze groepen:', { exact: false }));
    const row = (await screen.findAllByRole('checkbox', { name: 'Oud' }))[0]?.closest('li') as HTMLElement;
    expect(within(row).getByText('bestaat niet meer')).toBeVisible();
    await press(pane, 'Bekijken wat er dan gebeurt');
    expect(await screen.findByText(/bestaat niet meer in het CRM/u)).toBeVisible();
    await press(pane, 'Toch zo bewaren');
    await title('Dit gaat er gebeuren');
    expect(lastBody(pane, 'PUT /api/mailbox/settings')).toEqual({ ...gone, allowUnknownGroups: true });
  });
});

describe('for everybody', () => {
  test('axe finds nothing on the preview with a list open', async () => {
    const pane = await openLink(notStarted);
    await screen.findByRole('button', { name: 'Starten' });
    await openList(pane, 'Wacht op uw besluit');
    await screen.findByText('Petra de Vries');
    expect(await violations()).toEqual([]);
  });

  test('axe finds nothing while it is being made', async () => {
    await opened(() => new Promise<Answer>(() => undefined));
    await screen.findByText(/We kijken wat er zou gebeuren/u);
    expect(await violations()).toEqual([]);
  });
});
