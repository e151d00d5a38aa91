/** The administrator's page: who may see it, what it says when something is wrong, and what it never says. */
import { screen, waitFor, within } from '@testing-library/react';
import { administered, aStatus, anAdminMailbox, anAdminPass } from './support/admin.ts';
import { closePane, openPane, type Given, type Pane } from './support/open-pane.tsx';
import { violations } from './support/violations.ts';
import { ok, refuse } from './support/worker.ts';

/** The fake Outlook takes history.pushState away, as office.js does. */
const goTo = (path: string): void => {
  History.prototype.pushState.call(window.history, null, '', path);
};
beforeEach(() => {
  goTo('/admin');
});
afterEach(() => {
  closePane();
  goTo('/');
});

const openAdmin = (before: (pane: Pane) => void = () => undefined, given: Given = {}): Promise<Pane> =>
  openPane({
    ...given,
    before: (pane) => {
      administered(pane.worker);
      before(pane);
    },
  });

const title = () => screen.findByRole('heading', { level: 1, name: 'Beheer van Relatiebrug' });
const part = async (name: string) => within(await screen.findByRole('region', { name }));
const rowOf = async (table: string, name: RegExp) => {
  const found = await within(await screen.findByRole('table', { name: table })).findByRole('rowheader', {
    name,
  });
  return within(found.closest('tr') as HTMLElement);
};

describe('who may see it', () => {
  test('somebody who is no administrator is told so in a sentence, and nothing is asked for them', async () => {
    const { worker } = await openPane();
    await screen.findByRole('heading', { level: 1, name: 'Alleen voor beheerders' });
    expect(screen.getByText(/instelling ADMINS/u)).toBeVisible();
    expect(worker.sent.filter(({ call }) => call.includes('/api/admin'))).toEqual([]);
  });

  test('somebody who is no administrator any more reads the worker’s sentence', async () => {
    await openAdmin(({ worker }) => {
      for (const path of ['status', 'mailboxes', 'passes', 'held', 'visibility'])
        worker.instead.set(`GET /api/admin/${path}`, () =>
          refuse('adminOnly', 'Dat mag alleen een beheerder.'),
        );
    });
    expect(await screen.findByText('Dat mag alleen een beheerder.')).toBeVisible();
  });

  test('it needs no Outlook around it', async () => {
    await openAdmin(undefined, { outlook: { ready: 'outside' } });
    await title();
  });
});

describe('what ends', () => {
  test('is told with its day and what to do before it, and nothing is said while nothing ends', async () => {
    const pane = await openAdmin(({ worker }) => {
      worker.instead.set('GET /api/admin/status', () =>
        ok(
          aStatus({
            endings: [
              { what: 'clientSecret', endsAt: '2026-11-24T23:59:59.000Z' },
              { what: 'tlsCertificate', endsAt: '2026-12-12T12:00:00.000Z' },
            ],
          }),
        ),
      );
    });
    expect(await screen.findByText(/clientgeheim.*loopt af op .*november/u)).toBeVisible();
    expect(screen.getByText(/TLS-certificaat.*loopt af op 12 december/u)).toBeVisible();
    expect(await violations()).toEqual([]);
    pane.worker.instead.clear();
    administered(pane.worker);
    await pane.user.click(screen.getByRole('button', { name: 'Verversen' }));
    await waitFor(() => {
      expect(screen.queryByText(/loopt af op/u)).not.toBeInTheDocument();
    });
  });
});

describe('how the office stands', () => {
  test('whoever cannot go on comes first, and the state says why in words about them', async () => {
    await openAdmin();
    const names = within(await screen.findByRole('table', { name: 'Postvakken' }))
      .getAllByRole('rowheader')
      .map((cell) => cell.textContent);
    expect(names.slice(0, 3).join()).toMatch(/Joost.*Noor.*Sanne/u);
    const joost = await rowOf('Postvakken', /Joost van Dam/u);
    expect(joost.getByText('Gestopt door de rem')).toBeVisible();
    expect(joost.getByText(/61 van de 240 contacten .* De medewerker beslist/u)).toBeVisible();
    const sanne = await rowOf('Postvakken', /Sanne-Marijke/u);
    expect(sanne.getByText(/De medewerker meldt zich aan in het taakvenster/u)).toBeVisible();
    const daan = await rowOf('Postvakken', /Daan Visser/u);
    expect(daan.getByText(/nog niet begonnen/u)).toBeVisible();
  });

  test('a reason of a newer worker is told in the worker’s words, an employee who is gone has no name', async () => {
    await openAdmin(({ worker }) =>
      worker.instead.set('GET /api/admin/mailboxes', () =>
        ok({
          items: [
            anAdminMailbox({
              employee: { id: 'e-9', displayName: '', email: null },
              state: 'paused',
              because: 'somethingNew',
              message: 'Gepauzeerd om een nieuwe reden.',
            }),
            anAdminMailbox({ id: 'm-2', state: 'braked', because: 'no JSON', message: 'Gestopt.' }),
          ],
        }),
      ),
    );
    const unknown = await rowOf('Postvakken', /Onbekende medewerker/u);
    expect(unknown.getByText('Gepauzeerd om een nieuwe reden.')).toBeVisible();
    expect(screen.getByText('Gestopt.')).toBeVisible();
  });

  test('what needs attention says so, not by its colour alone', async () => {
    await openAdmin();
    const now = await part('Nu');
    const figure = (term: string) => now.getByText(term).parentElement as HTMLElement;
    await waitFor(() => expect(figure('Moet opnieuw aanmelden')).toHaveTextContent('1'));
    expect(within(figure('Moet opnieuw aanmelden')).getByLabelText('vraagt aandacht')).toBeVisible();
    expect(within(figure('Actief')).queryByLabelText('vraagt aandacht')).toBeNull();
    expect(figure('Wijzigingen die op een beslissing wachten')).toHaveTextContent('14');
  });

  test.each([
    [{ reachable: false, migrated: false }, 'niet bereikbaar'],
    [{ reachable: true, migrated: false }, /relatiebrug migrate/u],
  ])('a database that is not well (%j) is told with what to do', async (database, sentence) => {
    await openAdmin(({ worker }) =>
      worker.instead.set('GET /api/admin/status', () => ok(aStatus({ database, jobs: false }))),
    );
    expect(await screen.findByText(sentence)).toBeVisible();
    expect(screen.getByText(/er moet een `relatiebrug work` lopen/u)).toBeVisible();
  });

  test('an office in which nobody has activated yet is no empty table', async () => {
    await openAdmin(({ worker }) => {
      worker.instead.set('GET /api/admin/mailboxes', () => ok({ items: [] }));
      worker.instead.set('GET /api/admin/passes', () => ok({ items: [], next: null }));
      worker.instead.set('GET /api/admin/held', () => ok({ items: [], next: null }));
    });
    expect(await screen.findByText(/Nog niemand heeft de koppeling/u)).toBeVisible();
    expect(await screen.findByText('Er is nog geen ronde geweest.')).toBeVisible();
    expect(await screen.findByText('Er wacht niets op een beslissing.')).toBeVisible();
    expect(screen.queryByRole('combobox', { name: 'Toon rondes van' })).toBeNull();
  });

  test('who may sign in is told with where it is set', async () => {
    await openAdmin();
    const tenants = await part('Wie zich mag aanmelden');
    expect(tenants.getByRole('listitem')).toHaveTextContent('22222222-2222-4222-8222-222222222222');
    expect(tenants.getByText(/ALLOWED_TENANTS/u)).toBeVisible();
  });
});

describe('passes', () => {
  test('are of everybody or of one, and older ones come when asked for', async () => {
    const { worker, user } = await openAdmin();
    const table = within(await screen.findByRole('table', { name: 'Rondes' }));
    expect(table.getAllByRole('row')).toHaveLength(4);
    expect(table.getByText('code graph.unreachable')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Meer tonen' }));
    await waitFor(() => expect(table.getAllByRole('row')).toHaveLength(5));
    expect(screen.queryByRole('button', { name: 'Meer tonen' })).toBeNull();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Toon rondes van' }), 'Noor el Amrani');
    await waitFor(() => {
      const last = worker.sent.filter(({ call }) => call === 'GET /api/admin/passes').at(-1);
      expect(last?.query.get('mailbox')).toBe('m-5');
      expect(last?.query.get('before')).toBeNull();
    });
  });

  test('say what they did in words, and nothing where there was nothing', async () => {
    await openAdmin(({ worker }) =>
      worker.instead.set('GET /api/admin/passes', () =>
        ok({ items: [anAdminPass({ n: 1 }), anAdminPass({ n: 2, counts: null })], next: null }),
      ),
    );
    expect(await screen.findByText('2 toegevoegd, 1 naar Outlook')).toBeVisible();
    expect(screen.getByText('Er was niets te doen')).toBeVisible();
  });
});

describe('what waits', () => {
  test('is counted by reason, most first, over as many pages as there are', async () => {
    const outline = (n: number, reason: string) => ({
      id: `h-${n}`,
      mailboxId: 'm-1',
      source: 'outlook',
      reason,
      fields: [],
      openedAt: '2026-11-03T09:00:00.000Z',
      state: 'open',
      closedAt: null,
    });
    const { worker } = await openAdmin((pane) =>
      pane.worker.instead.set('GET /api/admin/held', ({ query }) =>
        query.get('before') === null
          ? ok({ items: [outline(1, 'borrowed'), outline(2, 'conflict')], next: 'more' })
          : ok({ items: [outline(3, 'borrowed')], next: null }),
      ),
    );
    const waiting = await part('Wacht op een beslissing');
    const items = await waiting.findAllByRole('listitem');
    expect(items.map((item) => item.textContent)).toEqual([
      'Gegevens van iemand anders op het contact2oudste sinds 3 november 2026',
      'Aan beide kanten gewijzigd, elk anders1oudste sinds 3 november 2026',
    ]);
    expect(worker.calls('GET /api/admin/held')).toBe(2);
  });
});

describe('what the office shows', () => {
  test('is kept at once, and said to a screen reader', async () => {
    const { worker, user } = await openAdmin(({ worker: one }) => {
      one.visibility = { ...one.visibility, owners: false };
    });
    const owners = await screen.findByRole('switch', { name: 'Eigenaren' });
    expect(owners).not.toBeChecked();
    await user.click(owners);
    await waitFor(() => expect(owners).toBeChecked());
    expect(worker.visibility.owners).toBe(true);
    expect(await screen.findByText('Eigenaren: wordt getoond. Bewaard.')).toBeInTheDocument();
    expect(owners).toHaveFocus();
  });

  test('goes back where the worker did not keep it, and says so', async () => {
    const { user } = await openAdmin(({ worker }) =>
      worker.instead.set('PUT /api/admin/visibility', () => refuse('unavailable', 'Nu even niet.')),
    );
    const owners = await screen.findByRole('switch', { name: 'Eigenaren' });
    await user.click(owners);
    expect(await screen.findByText('Nu even niet.')).toBeVisible();
    expect(owners).toBeChecked();
  });
});

describe('when something is wrong', () => {
  test('nothing was read yet: the page says so and tries again when asked', async () => {
    const { worker, user } = await openAdmin((pane) => (pane.worker.reachable = false), { signedIn: true });
    expect(await screen.findByRole('heading', { level: 1, name: 'Geen verbinding' })).toBeVisible();
    worker.reachable = true;
    await user.click(screen.getByRole('button', { name: 'Opnieuw proberen' }));
    await title();
  });

  test('what was last known stays when refreshing fails', async () => {
    const { worker, user } = await openAdmin();
    await rowOf('Postvakken', /Joost van Dam/u);
    worker.reachable = false;
    await user.click(screen.getByRole('button', { name: 'Verversen' }));
    // Once, though five questions failed.
    expect(await screen.findByText(/Relatiebrug is niet bereikbaar/u)).toBeVisible();
    expect(screen.getByText('Joost van Dam', { selector: 'span' })).toBeVisible();
  });

  test('a part that fails takes nothing else along', async () => {
    await openAdmin(({ worker }) =>
      worker.instead.set('GET /api/admin/held', () => refuse('internal', 'Er ging iets mis.')),
    );
    const waiting = await part('Wacht op een beslissing');
    expect(await waiting.findByText('Er ging iets mis.')).toBeVisible();
    expect(await screen.findByRole('switch', { name: 'Eigenaren' })).toBeInTheDocument();
  });
});

test('in English it is English', async () => {
  await openAdmin(undefined, { outlook: { displayLanguage: 'en-US' } });
  expect(
    await screen.findByRole('heading', { level: 1, name: 'Administration of Relatiebrug' }),
  ).toBeVisible();
  expect((await rowOf('Mailboxes', /Joost/u)).getByText('Stopped by the brake')).toBeVisible();
});

test('axe finds nothing', async () => {
  await openAdmin();
  await screen.findByText('Gegevens van iemand anders op het contact');
  await screen.findByRole('switch', { name: 'Eigenaren' });
  expect(await violations()).toEqual([]);
});
