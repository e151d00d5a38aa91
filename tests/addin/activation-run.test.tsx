/** The start: how far it is, stopping it, what may come between, and a clear end. */
import { screen, waitFor } from '@testing-library/react';
import type { MailboxView } from '../../shared/api/mailbox.ts';
import { closePane, type Pane } from './support/open-pane.tsx';
import { focusIsKept, lastBody, notStarted, openLink, press, title } from './support/open-link.tsx';
import { violations } from './support/violations.ts';
import { aMailbox, aPass, noCounts, ok, refuse } from './support/worker.ts';

afterEach(closePane);

const RESUME = 'POST /api/mailbox/resume';

const running = (done: number, total: number | null): Partial<MailboxView> => ({
  lastPass: null,
  nextPassAt: null,
  counts: { ...noCounts, active: done },
  running: aPass({
    id: 'p-0',
    trigger: 'activation',
    result: 'running',
    endedAt: null,
    counts: null,
    progress: { phase: 'apply', done, total },
  }),
});

/** Starts, and finds the mailbox like this from then on. */
const started = async (
  after: Partial<MailboxView>,
  before: Partial<MailboxView> = notStarted,
): Promise<Pane> => {
  const pane = await openLink(before, {
    before: ({ worker }) => worker.instead.set(RESUME, () => ok((worker.mailbox = aMailbox(after)))),
  });
  await press(pane, 'Starten');
  return pane;
};

describe('when it goes otherwise than meant', () => {
  test('it is refused: the worker’s sentence is told, and the preview stays', async () => {
    const pane = await openLink(notStarted, {
      before: ({ worker }) =>
        worker.instead.set(RESUME, () => refuse('mailboxChanged', 'De stand is intussen anders.')),
    });
    await press(pane, 'Starten');
    expect(await screen.findByText('De stand is intussen anders.')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Dit gaat er gebeuren');
  });

  test('the connection goes while it runs: what was last known stays', async () => {
    const pane = await started(running(103, 412));
    await screen.findByText('103 van 412');
    pane.worker.reachable = false;
    pane.outlook.select({ kind: 'none' });
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(screen.getByText('103 van 412')).toBeVisible();
  });

  test('R12: the brake asks its question here, and "yes" is said to what is on screen', async () => {
    const because = '{"kind":"manyChanges","cards":30,"linked":90}';
    const brake = { kind: 'manyChanges', cards: 30, linked: 90 } as const;
    const pane = await started({ state: 'braked', because, brake, lastPass: null, nextPassAt: null });
    await title('Klopt dit?');
    expect(screen.getByText(/30 van de 90 contacten/u)).toBeVisible();
    pane.worker.instead.set(RESUME, () => ok((pane.worker.mailbox = aMailbox(running(1, 90)))));
    await press(pane, 'Ja, ga door');
    await title('Uw contacten worden klaargezet');
    expect(lastBody(pane, RESUME)).toEqual({ state: 'braked', because });
  });

  test('R14: the sign-in ends while it runs', async () => {
    const pane = await started(running(3, 412));
    await screen.findByText('3 van 412');
    pane.worker.mailbox = aMailbox({ state: 'signInAgain', because: 'invalid_grant', lastPass: null });
    await title('Meld u opnieuw aan');
  });

  test.each([
    ['later', 'Nog niet alles is klaar', /De rest volgt vanzelf/u],
    ['interrupted', 'Nog niet alles is klaar', /De rest volgt vanzelf/u],
    ['failed', 'Het ging niet goed', /vanzelf opnieuw geprobeerd/u],
  ] as const)('a first pass that ended "%s" is not called ready', async (result, heading, sentence) => {
    const pane = await started(running(3, 412));
    await screen.findByText('3 van 412');
    pane.worker.mailbox = aMailbox({ lastPass: aPass({ id: 'p-0', result, code: 'timeout' }) });
    await title(heading);
    expect(screen.getByText(sentence)).toBeVisible();
    await press(pane, 'Naar Synchronisatie');
    expect(await screen.findByRole('region', { name: 'Synchronisatie' })).toBeVisible();
  });
});

describe('while it runs', () => {
  test('one sees how far it is and what is done so far', async () => {
    await started(running(103, 1412));
    await title('Uw contacten worden klaargezet');
    expect(screen.getByRole('progressbar', { name: 'Bijwerken' })).toHaveAttribute(
      'aria-valuetext',
      '103 van 1.412',
    );
    expect(screen.getByText('103 contacten in Outlook tot nu toe')).toBeVisible();
    expect(focusIsKept()).toBe(true);
  });

  test('before the pass has begun it says so, and it finds the pass by itself', async () => {
    const pane = await started({ lastPass: null, counts: noCounts });
    expect(await screen.findByText('Het begint zo.')).toBeVisible();
    pane.worker.mailbox = aMailbox(running(40, null));
    expect(await screen.findByText('40 bekeken')).toBeVisible();
  });

  test('it is stopped: what was done stays, and one can go on', async () => {
    const pane = await started(running(103, 412));
    await screen.findByText('103 van 412');
    expect(screen.getByText(/Wat gedaan is, blijft/u)).toBeVisible();
    pane.worker.instead.set('POST /api/mailbox/pause', () =>
      ok(
        (pane.worker.mailbox = aMailbox({
          ...running(103, 412),
          state: 'paused',
          because: 'byUser',
          running: null,
        })),
      ),
    );
    await press(pane, 'Stoppen');
    await title('Gestopt');
    expect(screen.getByText(/De 103 contacten die er al staan, blijven/u)).toBeVisible();
    expect(focusIsKept()).toBe(true);
    await press(pane, 'Verdergaan');
    await title('Uw contacten worden klaargezet');
    expect(lastBody(pane, RESUME)).toEqual({ state: 'paused', because: 'byUser' });
  });

  test('one can go on with one’s work, and find it again in Synchronisatie', async () => {
    const pane = await started(running(103, 412));
    await press(pane, 'Verder in de achtergrond');
    expect(await screen.findByRole('region', { name: 'Relatie' })).toBeVisible();
    expect(focusIsKept()).toBe(true);
    await press(pane, 'Synchronisatie');
    await title('Uw contacten worden klaargezet');
    expect(screen.getByText('103 van 412')).toBeVisible();
  });
});

describe('at the end', () => {
  test('it says what is there and what waits, and leads to Controle', async () => {
    const pane = await started(running(411, 412));
    await screen.findByText('411 van 412');
    pane.worker.mailbox = aMailbox({
      lastPass: aPass({ id: 'p-0' }),
      counts: { ...noCounts, active: 412, held: 3 },
    });
    await title('Klaar');
    expect(screen.getByText(/412 contacten staan in Outlook, 3 wachten op een besluit/u)).toBeVisible();
    expect(await violations()).toEqual([]);
    pane.worker.instead.set('GET /api/held', () => ok({ items: [], next: null }));
    await press(pane, 'Naar Controle');
    expect(await screen.findByRole('region', { name: 'Controle' })).toHaveFocus();
  });

  test('with nothing waiting it leads to the relations', async () => {
    const pane = await started(running(411, 412));
    await screen.findByText('411 van 412');
    pane.worker.mailbox = aMailbox({ lastPass: aPass({ id: 'p-0' }) });
    await title('Klaar');
    expect(screen.queryByRole('button', { name: 'Naar Controle' })).not.toBeInTheDocument();
    await press(pane, 'Naar uw relaties');
    expect(await screen.findByRole('region', { name: 'Relatie' })).toHaveFocus();
  });

  test('without any person it says what that means', async () => {
    const pane = await started({ lastPass: null, counts: noCounts });
    await screen.findByText('Het begint zo.');
    pane.worker.mailbox = aMailbox({ counts: noCounts, lastPass: aPass({ id: 'p-0' }) });
    await title('Klaar');
    expect(screen.getByText(/nog van niemand relatiebeheerder/u)).toBeVisible();
  });

  test('the last pass of an earlier link is not taken for the end of this start', async () => {
    const old = aPass({ id: 'p-old' });
    const pane = await started(
      { lastPass: old, counts: { ...noCounts, active: 5 } },
      { ...notStarted, lastPass: old, counts: { ...noCounts, active: 5 } },
    );
    expect(await screen.findByText('Het begint zo.')).toBeVisible();
    pane.worker.mailbox = aMailbox({ lastPass: aPass({ id: 'p-new' }) });
    await title('Klaar');
  });

  test('a pane that opens later goes straight to the relations', async () => {
    const pane = await openLink({});
    expect(await screen.findByRole('region', { name: 'Relatie' })).toBeVisible();
    await waitFor(() => {
      expect(pane.worker.calls('POST /api/mailbox/preview')).toBe(0);
    });
  });
});
