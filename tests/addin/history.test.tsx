/** "Historie": what was changed, by day, with what lost; filters, one person, whom one looked at lately, the file. */
import { screen, waitFor, within } from '@testing-library/react';
import type { HistoryView } from '../../shared/api/history.ts';
import HistoryScreen from '../../addin/taskpane/history/history-screen.tsx';
import { anEntry, anOverruled } from './support/history.ts';
import { closePane, openPane, type Given, type Pane } from './support/open-pane.tsx';
import { openScreen } from './support/open-screen.tsx';
import { aPerson } from './support/persons.ts';
import { violations } from './support/violations.ts';
import { aMailbox, ok, refuse, type StandInWorker } from './support/worker.ts';

afterEach(closePane);

const serve = (worker: StandInWorker, entries: readonly HistoryView[]): void => {
  worker.mailbox = aMailbox();
  worker.instead.set('GET /api/history', ({ query }) => {
    const from = Number(query.get('before') ?? 0);
    const to = from + Number(query.get('limit'));
    return ok({ items: entries.slice(from, to), next: to < entries.length ? String(to) : null });
  });
};

const openHistory = async (
  entries: readonly HistoryView[],
  before?: Given['before'],
  outlook?: Given['outlook'],
): Promise<Pane> => {
  const pane = await openPane({
    ...(outlook === undefined ? {} : { outlook }),
    before: (opened) => {
      serve(opened.worker, entries);
      before?.(opened);
    },
  });
  await pane.user.click(await screen.findByRole('button', { name: /^(?:Historie|History)$/u }));
  await screen.findByRole('heading', { level: 1, name: /^(?:Historie|History)$/u });
  return pane;
};

const press = async (pane: Pick<Pane, 'user'>, name: string | RegExp) =>
  pane.user.click(await screen.findByRole('button', { name }));
const lastAsked = (worker: StandInWorker, call: string) =>
  worker.sent.findLast((one) => one.call === call)?.query;

describe('the history', () => {
  test('that cannot be read says so and can be tried again', async () => {
    const pane = await openHistory([], ({ worker }) =>
      worker.instead.set('GET /api/history', () => refuse('unavailable', 'Even niet beschikbaar.')),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent('Even niet beschikbaar.');
    serve(pane.worker, [anEntry()]);
    await press(pane, 'Opnieuw proberen');
    expect(await screen.findByRole('heading', { level: 3, name: /Telefoon zakelijk/u })).toBeVisible();
  });

  test('stays on screen when more of it cannot be read', async () => {
    const many = Array.from({ length: 40 }, (_, n) => anEntry({ id: `e-${n}` }));
    const pane = await openHistory(many);
    const more = await screen.findByRole('button', { name: 'Meer tonen' });
    pane.worker.reachable = false;
    await pane.user.click(more);
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(30);
    pane.worker.reachable = true;
    await pane.user.click(more);
    await waitFor(() => {
      expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(40);
    });
    expect(more).not.toBeInTheDocument();
  });

  test('without anything says what will stand here', async () => {
    await openHistory([]);
    expect(await screen.findByText(/^Er is nog niets gewijzigd/u)).toBeVisible();
  });

  test('is told by day, each with who, what, from what to what, where and why', async () => {
    const now = new Date();
    const today = new Date(now.getFullYear(), now.getMonth(), now.getDate(), 0, 0, 1).toISOString();
    await openHistory([
      anEntry({ id: 'e-9', at: today }),
      anEntry({
        id: 'e-8',
        at: '2024-03-01T12:00:00.000Z',
        field: 'birthDate',
        from: '1974-07-22',
        to: null,
      }),
    ]);
    expect(await screen.findByRole('heading', { level: 2, name: 'Vandaag' })).toBeVisible();
    const old = screen.getByRole('region', { name: 'Vrijdag 1 maart 2024' });
    const [item] = within(old).getAllByRole('listitem');
    expect(item).toHaveTextContent(/Petra de Vries.*Geboortedatum.*in het CRM.*van22 juli 1974naarleeg/u);
    expect(item).toHaveTextContent(/wijzigde het contact in Outlook/u);
  });

  test('shows what a mail or a card holds as text, and cuts what has no end', async () => {
    await openHistory([
      anEntry({ personName: '<b>Bram</b>', to: `<img src=x onerror=alert(1)>${'x'.repeat(10_000)}` }),
    ]);
    expect(await screen.findByRole('button', { name: '<b>Bram</b>' })).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
    expect(document.body.textContent.length).toBeLessThan(3_000);
  });

  test('says of what is not confirmed or was not done that it is so', async () => {
    await openHistory([anEntry({ outcome: 'intended' }), anEntry({ id: 'e-2', outcome: 'notDone' })]);
    expect(await screen.findByText('Nog niet bevestigd')).toBeVisible();
    expect(screen.getByText('Niet gedaan')).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Terugdraaien:/u })).not.toBeInTheDocument();
  });

  test.each<[what: string, entry: Partial<HistoryView>, because: RegExp]>([
    ['a contact that was made', { field: null, decision: 'R2.created' }, /Terugdraaien verwijdert niets/u],
    ['the organisation', { field: 'organisationName', side: 'remote' }, /gaat alleen van het CRM/u],
    ['a blank that was filled', { side: 'remote', decision: 'R5.blankTakesOther' }, /alleen een leeg veld/u],
    ['a change in the CRM itself', { source: 'crm', passId: null }, /in het CRM zelf gewijzigd/u],
  ])('says why %s cannot be taken back', async (_what, entry, because) => {
    const pane = await openHistory([anEntry(entry)]);
    await pane.user.click(await screen.findByText('Niet terug te draaien'));
    expect(screen.getByText(because)).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Terugdraaien:/u })).not.toBeInTheDocument();
  });

  test('says of the CRM’s own log that the values were not kept', async () => {
    await openHistory([
      anEntry({ source: 'crm', field: 'ownerIds', valuesKnown: false, from: null, to: null }),
    ]);
    expect(await screen.findByRole('heading', { level: 3, name: /Eigenaren/u })).toBeVisible();
    expect(screen.getByText('De waarden zijn niet bewaard.')).toBeVisible();
  });

  test('shows the value that lost, with a way to restore it', async () => {
    await openHistory([anOverruled()]);
    expect(await screen.findByText('Dit stond in Outlook en is overstemd:')).toBeVisible();
    expect(screen.getByRole('button', { name: /^Herstellen: Functie, Petra de Vries/u })).toBeVisible();
  });

  test('is read anew when a pass has run', async () => {
    const pane = await openHistory([]);
    await screen.findByText(/^Er is nog niets gewijzigd/u);
    serve(pane.worker, [anEntry()]);
    pane.worker.mailbox = aMailbox({ lastPass: { ...aMailbox().lastPass!, id: 'p-2' } });
    pane.outlook.select({ kind: 'none' });
    expect(await screen.findByRole('heading', { level: 3, name: /Telefoon zakelijk/u })).toBeVisible();
  });

  test('in English where Outlook speaks English', async () => {
    await openHistory([anEntry()], undefined, { displayLanguage: 'en-GB' });
    expect(await screen.findByRole('heading', { level: 3, name: /Work phone/u })).toBeVisible();
    expect(screen.getByRole('button', { name: /^Undo: Work phone/u })).toBeVisible();
  });

  test('axe finds nothing in it', async () => {
    await openHistory([anEntry(), anOverruled(), anEntry({ id: 'e-3', field: null })]);
    await screen.findByRole('heading', { level: 3, name: /Telefoon zakelijk/u });
    expect(await violations()).toEqual([]);
  });
});

describe('less of it', () => {
  const openFilters = async () => {
    const pane = await openHistory([anEntry()]);
    await pane.user.click(await screen.findByText('Filteren'));
    return pane;
  };

  test('by field, by side and by what lost; and says when nothing fits', async () => {
    const pane = await openFilters();
    await pane.user.selectOptions(screen.getByLabelText('Veld'), 'functie');
    await pane.user.selectOptions(screen.getByLabelText('Waar het is gewijzigd'), 'In Outlook');
    serve(pane.worker, []);
    await pane.user.click(screen.getByLabelText('Alleen waar een getypte waarde verloor'));
    expect(await screen.findByText('Er is niets dat hierbij past.')).toBeVisible();
    const asked = lastAsked(pane.worker, 'GET /api/history');
    expect(asked?.get('field')).toBe('jobTitle');
    expect(asked?.get('side')).toBe('remote');
    expect(asked?.get('overruled')).toBe('true');
    expect(screen.getByText('Filteren (3 gekozen)')).toBeVisible();
    serve(pane.worker, [anEntry()]);
    await press(pane, 'Filters wissen');
    expect(await screen.findByRole('heading', { level: 3, name: /Telefoon zakelijk/u })).toBeVisible();
  });

  test('one person, found by typing', async () => {
    const pane = await openFilters();
    pane.worker.instead.set('GET /api/persons', ({ query }) =>
      ok({ items: query.get('q') === 'petra' ? [aPerson()] : [] }),
    );
    pane.worker.instead.set('GET /api/persons/r-1', () => ok(aPerson()));
    await pane.user.type(screen.getByLabelText('Persoon'), 'niemand');
    expect(await screen.findByText('Niemand gevonden.')).toBeVisible();
    await pane.user.clear(screen.getByLabelText('Persoon'));
    await pane.user.type(screen.getByLabelText('Persoon'), 'petra');
    const found = await screen.findByText('Bakkerij De Vries');
    await pane.user.click(within(found.closest('li')!).getByRole('button', { name: 'Petra de Vries' }));
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Historie van Petra de Vries' }),
    ).toBeVisible();
    expect(lastAsked(pane.worker, 'GET /api/history')?.get('person')).toBe('r-1');
  });
});

describe('of one person', () => {
  const openOf = (before: (worker: StandInWorker) => void) =>
    openScreen(HistoryScreen, { screen: 'history', personId: 'r-1' }, before);

  test('who cannot be read any more: what happened is there all the same', async () => {
    await openOf((worker) => {
      serve(worker, [anEntry({ personName: 'Petra de Vries' })]);
      worker.instead.set('GET /api/persons/r-1', () => refuse('notFound'));
    });
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Historie van Petra de Vries' }),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Naar de relatie' })).not.toBeInTheDocument();
  });

  test('for whom nothing happened', async () => {
    await openOf((worker) => {
      serve(worker, []);
      worker.instead.set('GET /api/persons/r-1', () => ok(aPerson()));
    });
    expect(await screen.findByText('Voor deze persoon is er niets gewijzigd.')).toBeVisible();
  });

  test('leads to the person and back to everybody', async () => {
    const { user, went } = await openOf((worker) => {
      serve(worker, [anEntry()]);
      worker.instead.set('GET /api/persons/r-1', () => ok(aPerson()));
    });
    await press({ user }, 'Naar de relatie');
    await press({ user }, 'Alle historie');
    expect(went).toEqual([{ screen: 'relation', personId: 'r-1' }, { screen: 'history' }]);
    expect(await screen.findByRole('heading', { level: 1, name: 'Historie' })).toBeVisible();
  });
});

describe('whom one looked at lately', () => {
  test('that cannot be read says so', async () => {
    const pane = await openHistory([], ({ worker }) =>
      worker.instead.set('GET /api/persons/recent', () => refuse('internal', 'Er ging iets mis.')),
    );
    await press(pane, 'Laatst bekeken');
    expect(await screen.findByRole('alert')).toHaveTextContent('Er ging iets mis.');
  });

  test('is nobody yet', async () => {
    const pane = await openHistory([], ({ worker }) =>
      worker.instead.set('GET /api/persons/recent', () => ok({ items: [] })),
    );
    await press(pane, 'Laatst bekeken');
    expect(await screen.findByText(/nog niemand bekeken/u)).toBeVisible();
  });

  test('leads to the relation', async () => {
    const { user, went } = await openScreen(HistoryScreen, { screen: 'history' }, (worker) => {
      serve(worker, []);
      worker.instead.set('GET /api/persons/recent', () =>
        ok({ items: [{ person: aPerson({ former: true }), seenAt: '2026-11-20T09:00:00.000Z' }] }),
      );
    });
    await press({ user }, 'Laatst bekeken');
    expect(await screen.findByText('voormalig')).toBeVisible();
    expect(await violations()).toEqual([]);
    await press({ user }, /^Petra de Vries/u);
    expect(went).toEqual([{ screen: 'relation', personId: 'r-1' }]);
  });
});

describe('the file', () => {
  const saved: string[] = [];
  beforeEach(() => {
    saved.length = 0;
    Object.assign(URL, {
      createObjectURL: () => 'blob:history',
      revokeObjectURL: () => undefined,
    });
    HTMLAnchorElement.prototype.click = function click(this: HTMLAnchorElement) {
      saved.push(`${this.download} ${this.href}`);
    };
  });
  afterEach(() => {
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
  });

  test('that cannot be made says so', async () => {
    const pane = await openHistory([anEntry()], ({ worker }) =>
      worker.instead.set('GET /api/history/file', () => refuse('unavailable', 'Even niet.')),
    );
    await press(pane, 'Opslaan als CSV');
    expect(await screen.findByRole('alert')).toHaveTextContent('Even niet.');
    expect(saved).toEqual([]);
  });

  test('is asked for with the token and the same filters, and handed to the browser', async () => {
    const pane = await openHistory([anEntry()], ({ worker }) =>
      worker.instead.set('GET /api/history/file', () => ok('Wanneer;Persoon')),
    );
    await pane.user.click(await screen.findByText('Filteren'));
    await pane.user.click(screen.getByLabelText('Alleen waar een getypte waarde verloor'));
    await press(pane, 'Opslaan als CSV');
    await waitFor(() => {
      expect(saved).toEqual(['geschiedenis.csv blob:history']);
    });
    const asked = pane.worker.sent.find(({ call }) => call === 'GET /api/history/file');
    expect(asked?.headers['authorization']).toMatch(/^Bearer token-/u);
    expect(asked?.query.get('overruled')).toBe('true');
  });
});
