/** Synchronisatie: every person of mine in one of four lists, with the reason; and contacts that are no longer updated (R8). */
import { screen, waitFor, within } from '@testing-library/react';
import { aPausedCard, aRelation, describeLists, type Lists } from './support/link.ts';
import { focusIsKept, lastBody, openSync, press, title } from './support/open-link.tsx';
import { closePane, type Pane } from './support/open-pane.tsx';
import { violations } from './support/violations.ts';
import { aPerson } from './support/persons.ts';
import { aMailbox, aPass, noCounts, ok, refuse } from './support/worker.ts';

afterEach(closePane);

const RELATIONS = 'GET /api/mailbox/relations';

const opened = (lists: Lists) =>
  openSync(
    {},
    {
      before: ({ worker }) => {
        describeLists(worker, lists);
      },
    },
  );

const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    aRelation({ personId: `r-${String(index + 1)}`, personName: `Persoon ${String(index + 1)}` }),
  );

const list = (name: RegExp) => screen.findByRole('button', { name, expanded: false });

describe('the lists', () => {
  test('a list that does not come says so and is asked for again, the rest stays', async () => {
    const pane = await opened({ inStep: many(3) });
    const closed = await list(/Loopt gelijk 3/u);
    pane.worker.instead.set(RELATIONS, () => refuse('unavailable', 'Even niet beschikbaar.'));
    await pane.user.click(closed);
    expect(await screen.findByText('Even niet beschikbaar.')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Alles loopt gelijk');
    describeLists(pane.worker, { inStep: many(3) });
    await press(pane, 'Opnieuw proberen');
    expect(await screen.findByText('Persoon 3')).toBeVisible();
  });

  test('are counted before they are opened', async () => {
    await opened({
      inStep: many(41),
      held: [aRelation({ heldId: 'h-1' })],
      leftOut: many(2),
    });
    expect(await list(/Loopt gelijk 41/u)).toBeVisible();
    expect(screen.getByRole('button', { name: /^Wacht op een besluit 1/u })).toBeVisible();
    expect(screen.getByRole('button', { name: /^Lukt niet 0/u })).toBeVisible();
    expect(screen.getByRole('button', { name: /^Niet in Outlook 2/u })).toBeVisible();
  });

  test('an empty one says what that means', async () => {
    const pane = await opened({ inStep: many(1) });
    await pane.user.click(await list(/Lukt niet/u));
    expect(await screen.findByText('Alles lukt.')).toBeVisible();
  });

  test('each person has the reason in words', async () => {
    const pane = await opened({
      inStep: many(1),
      leftOut: [aRelation({ personName: 'Sanne Mulder', because: 'former', message: 'voormalig' })],
    });
    await pane.user.click(await list(/Niet in Outlook/u));
    const row = await screen.findByRole('button', { name: /Sanne Mulder/u });
    expect(within(row).getByText('voormalig')).toBeVisible();
    expect(within(row).getByText('Bakkerij De Vries')).toBeVisible();
  });

  test('a person opens the relation, one that is held opens Controle', async () => {
    const pane = await opened({
      inStep: [aRelation({ personId: 'r-7', personName: 'Kees Bakker' })],
      held: [aRelation({ personId: 'r-8', personName: 'Ayşe Öztürk', heldId: 'h-8' })],
    });
    pane.worker.instead.set('GET /api/held', () => ok({ items: [], next: null }));
    pane.worker.instead.set('GET /api/held/h-8', () => refuse('notFound'));
    pane.worker.instead.set('GET /api/persons/r-7', () => ok(aPerson({ id: 'r-7' })));
    pane.worker.instead.set('PUT /api/persons/r-7/seen', () => ok({ seenAt: '2026-11-21T09:00:00.000Z' }));
    await pane.user.click(await list(/Loopt gelijk/u));
    await press(pane, /Kees Bakker/u);
    expect(await screen.findByRole('region', { name: 'Relatie' })).toHaveFocus();
    await waitFor(() => {
      expect(pane.worker.calls('GET /api/persons/r-7')).toBeGreaterThan(0);
    });
    await press(pane, 'Synchronisatie');
    await pane.user.click(await list(/Wacht op een besluit/u));
    await press(pane, /Ayşe Öztürk/u);
    expect(await screen.findByRole('region', { name: 'Controle' })).toHaveFocus();
  });

  test('is searched by a part of the name, by the worker', async () => {
    const pane = await opened({ inStep: many(41) });
    await pane.user.click(await list(/Loopt gelijk/u));
    await pane.user.type(await screen.findByRole('searchbox', { name: /Zoeken op naam/u }), 'oon 41');
    await waitFor(() => {
      expect(screen.queryByText('Persoon 1')).not.toBeInTheDocument();
    });
    expect(await screen.findByText('Persoon 41')).toBeVisible();
    await pane.user.type(screen.getByRole('searchbox'), 'x');
    expect(await screen.findByText('Niemand gevonden.')).toBeVisible();
  });

  test('goes on page by page, and the focus goes to the first of the new ones', async () => {
    const pane = await opened({ inStep: many(41) });
    await pane.user.click(await list(/Loopt gelijk/u));
    await screen.findByText('Persoon 30');
    expect(screen.queryByText('Persoon 31')).not.toBeInTheDocument();
    await press(pane, 'Meer tonen');
    expect(await screen.findByText('Persoon 41')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Meer tonen' })).not.toBeInTheDocument();
    await waitFor(() => {
      expect(screen.getByRole('button', { name: /^Persoon 31/u })).toHaveFocus();
    });
  });

  test('is read anew when a pass has ended', async () => {
    const pane = await opened({ inStep: many(2) });
    await list(/Loopt gelijk 2/u);
    describeLists(pane.worker, { inStep: many(3) });
    pane.worker.mailbox = aMailbox({ lastPass: aPass({ id: 'p-2' }), counts: { ...noCounts, active: 3 } });
    pane.outlook.select({ kind: 'none' });
    expect(await list(/Loopt gelijk 3/u)).toBeVisible();
  });

  test('axe finds nothing with a list open', async () => {
    const pane = await opened({ inStep: many(12) });
    await pane.user.click(await list(/Loopt gelijk/u));
    await screen.findByText('Persoon 12');
    expect(await violations()).toEqual([]);
  });
});

describe('contacts that are no longer updated (R8)', () => {
  const PAUSED = 'GET /api/mailbox/paused-cards';
  const ASK = 'POST /api/mailbox/clean-up';
  const sanne = aPausedCard();
  const bram = aPausedCard({
    personId: 'r-2',
    personName: 'Bram Smit',
    because: 'groupExcluded',
    message: 'in een uitgesloten groep',
    undecided: [{ heldId: 'h-1', fields: ['workPhone'] }],
  });

  const atCleanUp = async (items = [sanne, bram], mailbox = {}): Promise<Pane> => {
    const pane = await openSync(
      { counts: { ...noCounts, active: 5, paused: items.length }, ...mailbox },
      { before: ({ worker }) => worker.instead.set(PAUSED, () => ok({ items })) },
    );
    await press(pane, /^Opruimen/u);
    await title('Opruimen');
    return pane;
  };

  test('are not spoken of where there are none', async () => {
    await openSync();
    await screen.findByRole('button', { name: /^Instellingen/u });
    expect(screen.queryByRole('button', { name: /^Opruimen/u })).not.toBeInTheDocument();
  });

  test('the list is no longer true: nothing is cleaned up, and it is read anew', async () => {
    const pane = await atCleanUp();
    pane.worker.instead.set(ASK, () => refuse('notPaused', 'Bekijk de lijst opnieuw.'));
    await pane.user.click(await screen.findByRole('checkbox', { name: 'Sanne Mulder' }));
    pane.worker.instead.set(PAUSED, () => ok({ items: [bram] }));
    await press(pane, '1 naar Verwijderde items');
    expect(await screen.findByText('Bekijk de lijst opnieuw.')).toBeVisible();
    await waitFor(() => {
      expect(screen.queryByRole('checkbox', { name: 'Sanne Mulder' })).not.toBeInTheDocument();
    });
    expect(focusIsKept()).toBe(true);
  });

  test('of a link that stands still nothing can be cleaned up, and it is said why', async () => {
    const pane = await atCleanUp([sanne], { state: 'paused', because: 'byUser' });
    expect(await screen.findByText(/Hervat haar eerst/u)).toBeVisible();
    await pane.user.click(await screen.findByRole('checkbox', { name: 'Sanne Mulder' }));
    await press(pane, '1 naar Verwijderde items');
    expect(pane.worker.calls(ASK)).toBe(0);
  });

  test('say where they go; only the chosen ones go', async () => {
    const pane = await atCleanUp();
    expect(screen.getByText(/gaat naar Verwijderde items in Outlook; de persoon blijft/u)).toBeVisible();
    await press(pane, 'Naar Verwijderde items');
    expect(pane.worker.calls(ASK)).toBe(0);
    pane.worker.instead.set(ASK, () => ok({ asked: ['r-1'], items: [{ ...sanne, asked: true }, bram] }, 202));
    await pane.user.click(await screen.findByRole('checkbox', { name: 'Sanne Mulder' }));
    await press(pane, '1 naar Verwijderde items');
    expect(await screen.findByText('Wordt naar Verwijderde items verplaatst')).toBeVisible();
    expect(lastBody(pane, ASK)).toEqual({ personIds: ['r-1'] });
    expect(focusIsKept()).toBe(true);
  });

  test('with a change that is not in the CRM there is a warning before, and a way to decide first', async () => {
    const pane = await atCleanUp();
    expect(await screen.findByText('Niet overgenomen in het CRM: telefoon zakelijk')).toBeVisible();
    await pane.user.click(screen.getByRole('checkbox', { name: 'Alle 2 kiezen' }));
    expect(await screen.findByText(/Op 1 gekozen contact is iets gewijzigd/u)).toBeVisible();
    expect(screen.getByRole('button', { name: '2 naar Verwijderde items' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Eerst besluiten' })).toBeVisible();
  });

  test('what is hidden by the reason that is looked at does not go along', async () => {
    const pane = await atCleanUp();
    pane.worker.instead.set(ASK, () => ok({ asked: ['r-1'], items: [bram] }, 202));
    await pane.user.click(await screen.findByRole('checkbox', { name: 'Alle 2 kiezen' }));
    await pane.user.selectOptions(screen.getByRole('combobox', { name: 'Reden' }), 'voormalig');
    await press(pane, '1 naar Verwijderde items');
    await waitFor(() => {
      expect(lastBody(pane, ASK)).toEqual({ personIds: ['r-1'] });
    });
  });

  test('can be kept after all, and it is said when that may be too late', async () => {
    const asked = { ...sanne, asked: true };
    const pane = await atCleanUp([asked, bram]);
    pane.worker.instead.set('DELETE /api/mailbox/clean-up/r-1', () =>
      ok({ withdrawn: ['r-1'], late: true, items: [sanne, bram] }),
    );
    await press(pane, 'Sanne Mulder toch houden');
    expect(await screen.findByRole('checkbox', { name: 'Sanne Mulder' })).not.toBeChecked();
    expect(screen.getByText(/misschien al gelezen had/u)).toBeVisible();
    expect(focusIsKept()).toBe(true);
  });

  test('axe finds nothing', async () => {
    await atCleanUp([{ ...sanne, asked: true }, bram]);
    await screen.findByRole('checkbox', { name: 'Bram Smit' });
    expect(await violations()).toEqual([]);
  });
});
