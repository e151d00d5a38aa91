/** "Controle" beside the list: several at once, what was decided, what is remembered, and one that is asked for from elsewhere. */
import { screen, waitFor, within } from '@testing-library/react';
import { aConflict, aHeld, aPair, choices, decided, overtaken, serveHeld } from './support/held.ts';
import HeldScreen from '../../addin/taskpane/held/held-screen.tsx';
import { closePane, type Given } from './support/open-pane.tsx';
import { openScreen } from './support/open-screen.tsx';
import { openHeld, press } from './support/open-held.tsx';
import { violations } from './support/violations.ts';
import { ok, refuse, type StandInWorker } from './support/worker.ts';

afterEach(closePane);

describe('several at once', () => {
  const three = [
    aConflict({ id: 'h-1', personName: 'Bram Jansen' }),
    aConflict({ id: 'h-2', personName: 'Els Peeters' }),
    aConflict({ id: 'h-3', personName: 'Noor Bakker', choices: [choices.crm] }),
    aHeld({ id: 'h-4' }),
  ];
  const openTogether = async (before?: Given['before']) => {
    const pane = await openHeld(three, before);
    await press(pane, 'Meer tegelijk besluiten');
    return pane;
  };

  test('is not offered where each waits for a reason of its own', async () => {
    await openHeld([aConflict(), aHeld({ id: 'h-4' })]);
    await screen.findByRole('button', { name: /Bram Jansen/u });
    expect(screen.queryByRole('button', { name: 'Meer tegelijk besluiten' })).not.toBeInTheDocument();
  });

  test('each that was not decided is told with why, the others are decided', async () => {
    const pane = await openTogether(({ worker }) =>
      worker.instead.set('POST /api/held/decisions', () =>
        ok({
          items: [
            { id: 'h-1', outcome: 'decided', problem: null, held: decided(three[0]!, { choice: 'crm' }) },
            { id: 'h-2', outcome: 'overtaken', problem: null, held: overtaken(three[1]!) },
            {
              id: 'h-3',
              outcome: 'notPossible',
              problem: 'personGone',
              held: {
                ...three[2]!,
                refused: [
                  {
                    choice: 'crm',
                    problem: 'personGone',
                    message: 'Deze persoon staat niet meer in het CRM.',
                  },
                ],
              },
            },
          ],
        }),
      ),
    );
    await pane.user.click(await screen.findByRole('checkbox', { name: 'Alle 3' }));
    await press(pane, 'CRM houden');
    const told = await screen.findByRole('group', { name: 'Meer tegelijk besluiten' });
    expect(told).toHaveFocus();
    expect(told).toHaveTextContent('1 besloten: CRM houden.');
    expect(
      within(told)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      expect.stringMatching(/^Els Peeters: Vanzelf gesloten/u),
      'Noor Bakker: Deze persoon staat niet meer in het CRM.',
    ]);
    expect(screen.getByText(/^Besloten: CRM houden/u, { selector: 'li *' })).toBeVisible();
  });

  test('that the worker does not take leaves everything ticked', async () => {
    const pane = await openTogether(({ worker }) =>
      worker.instead.set('POST /api/held/decisions', () => refuse('unavailable', 'Even niet.')),
    );
    await pane.user.click(await screen.findByRole('checkbox', { name: /^Bram Jansen/u }));
    await press(pane, 'CRM houden');
    expect(await screen.findByRole('alert')).toHaveTextContent('Even niet.');
    expect(screen.getByRole('checkbox', { name: /^Bram Jansen/u })).toBeChecked();
  });

  test('offers only what can be chosen for all that are ticked, and says so before', async () => {
    const pane = await openTogether();
    expect(screen.getByText('Vink eerst aan waarvoor u kiest.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'CRM houden' })).not.toBeInTheDocument();
    await pane.user.click(screen.getByRole('checkbox', { name: /^Bram Jansen/u }));
    await pane.user.click(screen.getByRole('checkbox', { name: /^Els Peeters/u }));
    expect(screen.getByText('2 gekozen')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Outlook overnemen' })).toBeVisible();
    await pane.user.click(screen.getByRole('checkbox', { name: /^Noor Bakker/u }));
    expect(screen.queryByRole('button', { name: 'Outlook overnemen' })).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'CRM houden' })).toHaveAccessibleDescription(
      /elk contact krijgt terug wat in het CRM staat/u,
    );
    expect(await violations()).toEqual([]);
  });

  test('sends what is ticked, no more', async () => {
    const pane = await openTogether(({ worker }) =>
      worker.instead.set('POST /api/held/decisions', () =>
        ok({
          items: [
            { id: 'h-2', outcome: 'decided', problem: null, held: decided(three[1]!, { choice: 'remote' }) },
          ],
        }),
      ),
    );
    await pane.user.click(await screen.findByRole('checkbox', { name: /^Els Peeters/u }));
    await press(pane, 'Outlook overnemen');
    await screen.findByText('1 besloten: Outlook overnemen.');
    const [sent] = pane.worker.sent.filter(({ call }) => call === 'POST /api/held/decisions');
    expect(sent?.body).toEqual({ ids: ['h-2'], choice: 'remote' });
  });

  test('can be left again, with the focus where it began', async () => {
    const pane = await openTogether();
    await press(pane, 'Annuleren');
    await waitFor(() => {
      expect(screen.getByRole('button', { name: 'Meer tegelijk besluiten' })).toHaveFocus();
    });
  });
});

describe('what was decided', () => {
  test('that cannot be read says so', async () => {
    const pane = await openHeld([]);
    pane.worker.instead.set('GET /api/held', () => refuse('internal', 'Er ging iets mis.'));
    await press(pane, 'Besloten');
    expect(await screen.findByRole('alert')).toHaveTextContent('Er ging iets mis.');
  });

  test('is shown with what became of it, and can be looked into, not changed', async () => {
    const closed = { ...decided(aHeld(), { choice: 'crm' }), standing: 'Dat is uitgevoerd.' };
    const pane = await openHeld([]);
    pane.worker.instead.set('GET /api/held', ({ query }) =>
      ok({ items: query.get('state') === 'closed' ? [closed] : [], next: null }),
    );
    await press(pane, 'Besloten');
    await press(pane, /Petra de Vries/u);
    expect(screen.getByText('Dat is uitgevoerd.')).toBeVisible();
    expect(screen.getAllByRole('term')).toHaveLength(4);
    expect(screen.queryByRole('button', { name: 'CRM houden' })).not.toBeInTheDocument();
    expect(await violations()).toEqual([]);
  });

  test('says that there is nothing yet', async () => {
    const pane = await openHeld([]);
    await press(pane, 'Besloten');
    expect(await screen.findByText('Er is nog niets besloten.')).toBeVisible();
  });
});

describe('what is remembered', () => {
  const openPairs = async (before?: Given['before']) => {
    const pane = await openHeld([], (opened) => {
      opened.worker.instead.set('GET /api/held/pairs', () =>
        ok({ items: [aPair(), aPair({ id: 'd-2', personName: 'Els Peeters' })] }),
      );
      before?.(opened);
    });
    await press(pane, 'Onthouden');
    return pane;
  };

  test('that cannot be forgotten stays and says why', async () => {
    const pane = await openPairs(({ worker }) =>
      worker.instead.set('DELETE /api/held/pairs/d-1', () => refuse('notFound', 'Dit bestaat niet (meer).')),
    );
    await press(pane, 'Vergeten: Petra de Vries en Joost van Dam');
    expect(await screen.findByRole('alert')).toHaveTextContent('Dit bestaat niet (meer).');
    expect(screen.getByRole('button', { name: /^Vergeten: Petra/u })).toBeVisible();
  });

  test('is told in a sentence and can be forgotten; the focus stays in the list', async () => {
    const pane = await openPairs(({ worker }) => {
      worker.instead.set('DELETE /api/held/pairs/d-1', () =>
        ok({ items: [aPair({ id: 'd-2', personName: 'Els Peeters' })] }),
      );
      worker.instead.set('DELETE /api/held/pairs/d-2', () => ok({ items: [] }));
    });
    expect((await screen.findAllByText(/worden zonder vragen teruggezet/u))[0]).toBeVisible();
    expect(await violations()).toEqual([]);
    await press(pane, /^Vergeten: Petra/u);
    await waitFor(() => {
      expect(screen.getByRole('button', { name: /^Vergeten: Els/u })).toHaveFocus();
    });
    expect(screen.getByText(/^Vergeten: voortaan wordt het weer gevraagd/u)).toBeInTheDocument();
    await press(pane, /^Vergeten: Els/u);
    const empty = await screen.findByText(/^Er is niets onthouden/u);
    await waitFor(() => {
      expect(empty).toHaveFocus();
    });
  });
});

describe('one that is asked for from elsewhere', () => {
  const openAt = (heldId: string, before: (worker: StandInWorker) => void) =>
    openScreen(HeldScreen, { screen: 'held', heldId }, before);

  test('that is not there any more is told, beside what waits', async () => {
    await openAt('h-9', (worker) => {
      serveHeld(worker, [aConflict()]);
      worker.instead.set('GET /api/held/h-9', () => refuse('notFound'));
    });
    expect(await screen.findByText(/Wat u wilde openen wacht niet meer/u)).toBeVisible();
    expect(screen.getByRole('button', { name: /Bram Jansen/u })).toBeVisible();
  });

  test('that was decided meanwhile is told with what was decided', async () => {
    await openAt('h-1', (worker) => {
      serveHeld(worker, [aConflict()]);
      worker.instead.set('GET /api/held/h-1', () => ok(decided(aHeld(), { choice: 'crm' }, 'Joost van Dam')));
    });
    expect(await screen.findByText(/^Joost van Dam besloot/u)).toBeVisible();
  });

  test('is opened, with the focus on it', async () => {
    await openAt('h-2', (worker) => serveHeld(worker, [aHeld(), aConflict()]));
    const head = await screen.findByRole('button', { name: /Bram Jansen/u, expanded: true });
    await waitFor(() => {
      expect(head).toHaveFocus();
    });
    expect(screen.getByRole('button', { name: /Petra de Vries/u, expanded: false })).toBeVisible();
  });

  test('is fetched when it stands beyond what was listed', async () => {
    await openAt('h-99', (worker) => {
      serveHeld(worker, [aConflict()]);
      worker.instead.set('GET /api/held/h-99', () => ok(aHeld({ id: 'h-99' })));
    });
    expect(await screen.findByRole('button', { name: /Petra de Vries/u, expanded: true })).toHaveFocus();
  });

  test('leads on to the person', async () => {
    const { user, went } = await openAt('h-1', (worker) => serveHeld(worker, [aHeld()]));
    await user.click(await screen.findByRole('button', { name: 'Naar de relatie' }));
    expect(went).toEqual([{ screen: 'relation', personId: 'r-1' }]);
  });
});
