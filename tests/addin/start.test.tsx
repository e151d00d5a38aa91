/** How the pane starts: language, theme, sign-in, and what it says when one of them does not come. */
import { act, screen, waitFor } from '@testing-library/react';
import { closePane, openPane } from './support/open-pane.tsx';
import { aMailbox, config, ok, refuse } from './support/worker.ts';

afterEach(closePane);

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });

describe('the pane starts', () => {
  test('with a skeleton, and then the offer to activate', async () => {
    await openPane();
    expect(screen.getByLabelText('Bezig met laden…')).toBeVisible();
    expect(await heading('Uw relaties in Outlook')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Activeren' })).toBeEnabled();
  });

  test('in English where Outlook speaks English', async () => {
    await openPane({ outlook: { displayLanguage: 'en-US' } });
    expect(await heading('Your relations in Outlook')).toBeVisible();
    expect(document.documentElement.lang).toBe('en');
  });

  test('in Dutch where Outlook speaks a language that it does not know', async () => {
    await openPane({ outlook: { displayLanguage: 'fr-BE' } });
    expect(await heading('Uw relaties in Outlook')).toBeVisible();
    expect(document.documentElement.lang).toBe('nl');
  });

  test('dark in a dark Outlook, and follows when the theme changes', async () => {
    const { outlook } = await openPane({ outlook: { dark: true } });
    await heading('Uw relaties in Outlook');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    act(() => {
      outlook.theme(false);
    });
    await waitFor(() => {
      expect(document.documentElement.dataset['theme']).toBe('light');
    });
  });

  test('when office.js never came', async () => {
    await openPane({ nested: false, before: () => Reflect.deleteProperty(window, 'Office') });
    expect(await heading('Meld u aan')).toBeVisible();
  });

  test('in a plain browser, where office.js has no Outlook', async () => {
    await openPane({ nested: false, outlook: { ready: 'outside' } });
    expect(await heading('Meld u aan')).toBeVisible();
  });

  test('when Outlook never becomes ready', async () => {
    await openPane({ nested: false, outlook: { ready: 'never' }, hostTimeoutMs: 20 });
    expect(await heading('Meld u aan')).toBeVisible();
  });

  test('with one sentence and a retry when the worker cannot be reached', async () => {
    const { worker, user } = await openPane({
      before: (pane) => {
        pane.worker.reachable = false;
      },
    });
    expect(await heading('Geen verbinding')).toBeVisible();
    worker.reachable = true;
    await user.click(screen.getByRole('button', { name: 'Opnieuw proberen' }));
    expect(await heading('Uw relaties in Outlook')).toBeVisible();
  });

  test.each([
    ['a gateway answers for the worker', { status: 503, body: () => '<html>' }, /even niet beschikbaar/u],
    ['a page answers instead of the worker', { status: 200, body: () => '<html>' }, /onverwacht antwoord/u],
    ['the answer lacks what is needed', ok({ clientId: config.clientId }), /onverwacht antwoord/u],
  ])('with a sentence when %s', async (_name, answer, sentence) => {
    await openPane({ before: ({ worker }) => worker.instead.set('GET /config.json', () => answer) });
    expect(await screen.findByRole('alert')).toHaveTextContent(sentence);
  });
});

describe('signing in', () => {
  test('asks Outlook for a token of this API alone, and sends that one', async () => {
    const { bridge, worker } = await openPane();
    await heading('Uw relaties in Outlook');
    expect(bridge?.calls.map(({ method }) => method)).toEqual(['GetInitContext', 'GetToken']);
    expect(bridge?.calls[1]?.tokenParams.scope.split(' ')).toContain(config.scope);
    const [first] = worker.sent.filter(({ call }) => call === 'GET /api/me');
    expect(first?.headers).toMatchObject({ authorization: 'Bearer token-1', 'accept-language': 'nl' });
  });

  test('leaves nothing in localStorage', async () => {
    await openPane();
    await heading('Uw relaties in Outlook');
    expect(JSON.stringify({ ...localStorage })).not.toMatch(/token-|fenna/u);
  });

  test('sends no token with the question where to sign in', async () => {
    const { worker } = await openPane();
    await heading('Uw relaties in Outlook');
    expect(worker.sent[0]).toMatchObject({ call: 'GET /config.json' });
    expect(worker.sent[0]?.headers).not.toHaveProperty('authorization');
  });

  test('waits for a click when Outlook wants one', async () => {
    const { bridge, user } = await openPane({ signedIn: false });
    await heading('Meld u aan');
    expect(bridge?.calls.some(({ method }) => method === 'GetTokenPopup')).toBe(false);
    if (bridge !== null) bridge.plan.silent = null;
    await user.click(screen.getByRole('button', { name: 'Aanmelden' }));
    expect(await heading('Uw relaties in Outlook')).toBeVisible();
    expect(bridge?.calls.some(({ method }) => method === 'GetTokenPopup')).toBe(true);
  });

  test('says that nothing has changed when the user breaks it off, and can be tried again', async () => {
    const { bridge, user } = await openPane({ signedIn: false });
    if (bridge !== null) bridge.plan.popup = { status: 'USER_CANCEL' };
    await user.click(await screen.findByRole('button', { name: 'Aanmelden' }));
    expect(await screen.findByText(/afgebroken. Er is niets veranderd/u)).toBeVisible();
    if (bridge !== null) Object.assign(bridge.plan, { popup: null, silent: null });
    await user.click(screen.getByRole('button', { name: 'Aanmelden' }));
    expect(await heading('Uw relaties in Outlook')).toBeVisible();
  });

  test('names the code when Microsoft refuses', async () => {
    const { bridge, user } = await openPane({ signedIn: false });
    if (bridge !== null) bridge.plan.popup = { status: 'PERSISTENT_ERROR', code: 'AADSTS65001' };
    await user.click(await screen.findByRole('button', { name: 'Aanmelden' }));
    expect(await screen.findByText(/Microsoft liet u niet aanmelden/u)).toBeVisible();
  });

  test('renews a token that the worker refuses, once', async () => {
    const { worker } = await openPane({
      before: (pane) => {
        pane.worker.mailbox = aMailbox();
        pane.worker.instead.set('GET /api/me', ({ headers }) => {
          if (headers['authorization'] === 'Bearer token-1') return refuse('tokenInvalid');
          pane.worker.instead.delete('GET /api/me');
          return ok({
            employee: null,
            admin: false,
            visibility: pane.worker.visibility,
            mailbox: null,
            counts: null,
          });
        });
      },
    });
    await heading('Uw relaties in Outlook');
    const tokens = worker.sent
      .filter(({ call }) => call === 'GET /api/me')
      .map((one) => one.headers['authorization']);
    expect(tokens).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  test('shows the worker’s own sentence when it refuses this account', async () => {
    await openPane({
      before: ({ worker }) =>
        worker.instead.set('GET /api/me', () =>
          refuse('tenantNotAllowed', 'Uw organisatie heeft geen toegang.'),
        ),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('Uw organisatie heeft geen toegang.');
  });

  test('is asked for again when Outlook has no token left while the pane is open', async () => {
    const { bridge, outlook, worker } = await openPane();
    await heading('Uw relaties in Outlook');
    worker.instead.set('GET /api/me', () => refuse('tokenInvalid'));
    if (bridge !== null) bridge.plan.silent = { status: 'USER_INTERACTION_REQUIRED' };
    outlook.select({ kind: 'read', itemId: 'item-2' });
    expect(await heading('Meld u aan')).toBeVisible();
  });
});

describe('signing in where Outlook has no sign-in of its own', () => {
  const expiresAtMs = Date.now() + 3_600_000;

  test('takes the token from a dialog of Outlook where pop-ups are refused, and from nowhere else', async () => {
    const { outlook, user, worker } = await openPane({ nested: false });
    await user.click(await screen.findByRole('button', { name: 'Aanmelden' }));
    await waitFor(() => {
      expect(outlook.dialogUrl).toBe('http://localhost/signin.html');
    });
    const message = (token: string) => JSON.stringify({ kind: 'token', token, expiresAtMs });
    outlook.dialogMessage(message('van-elders'), 'https://elders.example');
    outlook.dialogMessage('geen json');
    expect(worker.calls('GET /api/me')).toBe(0);
    outlook.dialogMessage(message('uit-het-dialoog'));
    await heading('Uw relaties in Outlook');
    expect(worker.sent.at(-1)?.headers['authorization']).toBe('Bearer uit-het-dialoog');
    expect(outlook.dialogIsOpen).toBe(false);
    expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain('uit-het-dialoog');
  });

  test('says so when the dialog is closed', async () => {
    const { outlook, user } = await openPane({ nested: false });
    await user.click(await screen.findByRole('button', { name: 'Aanmelden' }));
    await waitFor(() => {
      expect(outlook.dialogIsOpen).toBe(true);
    });
    outlook.dialogClosed();
    expect(await screen.findByText(/afgebroken/u)).toBeVisible();
  });

  test('says what to do when neither pop-up nor dialog comes', async () => {
    const { user } = await openPane({ nested: false, outlook: { sets: { DialogApi: null } } });
    await user.click(await screen.findByRole('button', { name: 'Aanmelden' }));
    expect(await screen.findByText(/Sta pop-ups toe/u)).toBeVisible();
  });
});
