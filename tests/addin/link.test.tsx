/** Synchronisatie: how the link with Outlook stands, and what can be done about it at once. */
import { screen, waitFor } from '@testing-library/react';
import type { MailboxView } from '../../shared/api/mailbox.ts';
import { allowPopups, focusIsKept, lastBody, openSync, press, title } from './support/open-link.tsx';
import { closePane } from './support/open-pane.tsx';
import { violations } from './support/violations.ts';
import { aMailbox, aPass, noCounts, ok, refuse, ticketUrl } from './support/worker.ts';

afterEach(closePane);

const figure = (term: string): string | null | undefined => screen.getByText(term).nextSibling?.textContent;

const RESUME = 'POST /api/mailbox/resume';

describe('how the link stands', () => {
  test('R14: says before a sign-in ends, and what to do', async () => {
    const opened = allowPopups();
    const pane = await openSync({ state: 'paused', signInEndsAt: '2026-12-03T08:00:00.000Z' });
    await title('Gepauzeerd');
    expect(screen.getByText(/aanmelding bij Microsoft loopt af op 3 december 2026/u)).toBeVisible();
    await press(pane, 'Opnieuw aanmelden');
    await title('Geef toestemming in het andere venster');
    expect(opened).toEqual([ticketUrl]);
    // No new link: nothing is chosen anew, and no steps are shown.
    expect(lastBody(pane, 'POST /api/activation/ticket')).toBeUndefined();
    expect(screen.queryByRole('list', { name: 'Stappen' })).not.toBeInTheDocument();
    pane.worker.mailbox = aMailbox({ state: 'paused', because: 'byUser' });
    await title('Gepauzeerd');
    expect(screen.getByRole('region', { name: 'Synchronisatie' })).toHaveFocus();
  });

  test('R14: signing in again when it is needed, and on it goes where it was', async () => {
    const opened = allowPopups();
    const pane = await openSync({ state: 'signInAgain', because: 'invalid_grant', nextPassAt: null });
    await title('Meld u opnieuw aan');
    await press(pane, 'Opnieuw aanmelden');
    await title('Geef toestemming in het andere venster');
    expect(opened).toEqual([ticketUrl]);
    pane.worker.mailbox = aMailbox();
    await title('Alles loopt gelijk');
    expect(focusIsKept()).toBe(true);
  });

  test('R14: a sign-in that is broken off is told, and nothing has changed', async () => {
    const pane = await openSync({ state: 'signInAgain', because: 'invalid_grant', nextPassAt: null });
    await press(pane, 'Opnieuw aanmelden');
    await title('Geef toestemming in het andere venster');
    pane.outlook.dialogClosed();
    expect(await screen.findByText(/gesloten voordat de koppeling klaar was/u)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Opnieuw aanmelden' })).toBeEnabled();
  });

  test('is told in one sentence, with what the last pass did in words', async () => {
    await openSync({ lastPass: aPass({ did: { created: 1, toRemote: 3, toCrm: 2, conflicts: 1 } }) });
    await title('Alles loopt gelijk');
    const done = screen.getByRole('list', { name: 'Bijgewerkt' });
    expect([...done.children].map((item) => item.textContent)).toEqual([
      '1 persoon toegevoegd aan Outlook',
      '3 personen bijgewerkt in Outlook',
      '2 personen bijgewerkt in het CRM',
      '1 tegenstrijdige wijziging',
    ]);
    expect(screen.getByText('Aangemeld als Fenna Hoekstra')).toBeVisible();
  });

  test('says when it was, and when it comes again at the latest', async () => {
    await openSync({ nextPassAt: new Date(Date.now() + 3 * 3_600_000).toISOString() });
    expect(await screen.findByText('Laatste keer')).toBeVisible();
    expect(figure('Volgende keer, op zijn laatst')).toBe('over 3 uur');
  });

  test('a next time that is due is not told as past', async () => {
    await openSync({ nextPassAt: '2026-01-01T00:00:00.000Z' });
    expect(await screen.findByText('zo meteen')).toBeVisible();
  });

  test('says that nothing had to be done', async () => {
    await openSync();
    expect(await screen.findByText('Er was niets te doen')).toBeVisible();
  });

  test('says why there is nobody when the user has no persons', async () => {
    await openSync({ counts: noCounts });
    expect(await screen.findByText(/nog van niemand relatiebeheerder of eigenaar/u)).toBeVisible();
  });

  test.each<[result: 'later' | 'interrupted' | 'failed', title: string]>([
    ['later', 'Nog niet alles is bijgewerkt'],
    ['interrupted', 'Nog niet alles is bijgewerkt'],
    ['failed', 'De laatste keer ging het niet goed'],
  ])('is not called good after a pass that ended "%s"', async (result, heading) => {
    await openSync({ lastPass: aPass({ result, code: 'timeout' }) });
    await title(heading);
    expect(screen.queryByText('Er was niets te doen')).not.toBeInTheDocument();
  });

  test('has the first pass told before it has begun', async () => {
    await openSync({ lastPass: null, counts: noCounts });
    await title('Uw contacten worden klaargezet');
    expect(screen.getByText('Nog niet')).toBeVisible();
  });

  test('shows progress without a total where it is not known yet', async () => {
    const running = aPass({
      result: 'running',
      counts: null,
      progress: { phase: 'observe', done: 40, total: null },
    });
    await openSync({ running });
    await title('Bezig met bijwerken');
    expect(screen.getByRole('progressbar', { name: 'Kijken wat er nieuw is' })).not.toHaveAttribute(
      'aria-valuetext',
    );
    expect(screen.getByText('40 bekeken')).toBeVisible();
  });

  test('stays on screen as last known when the connection goes', async () => {
    const pane = await openSync();
    await title('Alles loopt gelijk');
    pane.worker.reachable = false;
    pane.outlook.select({ kind: 'read', itemId: 'item-2' });
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Alles loopt gelijk');
    pane.worker.reachable = true;
    window.dispatchEvent(new Event('online'));
    await waitFor(() => {
      expect(screen.queryByText('Geen verbinding')).not.toBeInTheDocument();
    });
  });

  test('is looked at again when another mail is chosen in a pinned pane', async () => {
    const pane = await openSync();
    await title('Alles loopt gelijk');
    pane.worker.mailbox = aMailbox({ state: 'paused', because: 'byUser' });
    pane.outlook.select({ kind: 'none' });
    await title('Gepauzeerd');
  });

  test('names the administrator where it was paused by them', async () => {
    await openSync({ state: 'paused', because: 'byAdmin', nextPassAt: null });
    expect(await screen.findByText(/Uw beheerder heeft de koppeling gepauzeerd/u)).toBeVisible();
  });
});

describe('what can be done', () => {
  test('"update now" asks once and waits for the pass to be seen', async () => {
    const pane = await openSync();
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
    const pane = await openSync();
    await press(pane, 'Pauzeren');
    await title('Gepauzeerd');
    expect(focusIsKept()).toBe(true);
    await press(pane, 'Hervatten');
    await title('Alles loopt gelijk');
    expect(focusIsKept()).toBe(true);
    expect(lastBody(pane, RESUME)).toEqual({ state: 'paused', because: 'byUser' });
  });

  const because = '{"kind":"manyChanges","cards":30,"linked":90}';
  const braked: Partial<MailboxView> = {
    state: 'braked',
    because,
    brake: { kind: 'manyChanges', cards: 30, linked: 90 },
    nextPassAt: null,
  };

  test('the brake: "yes" resumes what was seen, and it is said before what each answer means (R12)', async () => {
    const pane = await openSync(braked);
    await title('Klopt dit?');
    expect(
      screen.getByText(/30 van de 90 contacten.*gestopt vóór de eerste wijziging.*Bij ja.*Bij nee/u),
    ).toBeVisible();
    await press(pane, 'Ja, ga door');
    await title('Alles loopt gelijk');
    expect(pane.worker.calls(RESUME)).toBe(1);
    expect(lastBody(pane, RESUME)).toEqual({ state: 'braked', because });
  });

  test('the brake: it is another by now, so "yes" does nothing and the new one is shown (R12)', async () => {
    const pane = await openSync(braked);
    await title('Klopt dit?');
    pane.worker.instead.set(RESUME, () => refuse('mailboxChanged', 'De stand is intussen anders.'));
    pane.worker.mailbox = aMailbox({ ...braked, because: 'x', brake: { kind: 'emptyRemote', linked: 90 } });
    await press(pane, 'Ja, ga door');
    expect(await screen.findByText('De stand is intussen anders.')).toBeVisible();
    expect(await screen.findByText(/geen contacten meer te vinden, terwijl er 90/u)).toBeVisible();
  });

  test('the brake: "no" pauses and nothing is changed (R12)', async () => {
    const pane = await openSync({ ...braked, brake: { kind: 'emptyCrm', linked: 90 } });
    await title('Klopt dit?');
    expect(screen.getByText(/noemt ineens niemand meer van u, terwijl er 90/u)).toBeVisible();
    await press(pane, 'Nee, pauzeer');
    await title('Gepauzeerd');
    expect(pane.worker.calls(RESUME)).toBe(0);
  });

  test('the brake: what would change can be looked at first, and answered there (R12)', async () => {
    const pane = await openSync(braked);
    await press(pane, 'Eerst bekijken');
    await title('Dit zou de volgende keer gebeuren');
    expect(await screen.findByText('Wacht op uw besluit', { selector: 'dt' })).toBeVisible();
    await press(pane, 'Ja, ga door');
    await title('Alles loopt gelijk');
    expect(focusIsKept()).toBe(true);
  });

  test('a brake without figures still gets its question', async () => {
    await openSync({ state: 'braked', because: 'manyChanges', nextPassAt: null });
    expect(await screen.findByText(/opvallend veel veranderen/u)).toBeVisible();
  });

  test('a refusal is told in the worker’s words and what was there stays', async () => {
    const pane = await openSync();
    pane.worker.instead.set('POST /api/mailbox/sync', () => refuse('paused', 'De koppeling is gepauzeerd.'));
    await press(pane, 'Nu bijwerken');
    expect(await screen.findByText('De koppeling is gepauzeerd.')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Alles loopt gelijk');
    // Elsewhere it is no longer about what is shown.
    await press(pane, 'Relatie');
    await waitFor(() => {
      expect(screen.queryByText('De koppeling is gepauzeerd.')).not.toBeInTheDocument();
    });
  });

  test('an answer that was on its way before an action does not undo what the action showed', async () => {
    const pane = await openSync();
    await title('Alles loopt gelijk');
    let release: () => void = () => undefined;
    const old = aMailbox();
    const before = pane.worker.calls('GET /api/mailbox');
    pane.worker.instead.set('GET /api/mailbox', async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return ok(old);
    });
    pane.outlook.select({ kind: 'read', itemId: 'item-2' });
    await waitFor(() => {
      expect(pane.worker.calls('GET /api/mailbox')).toBe(before + 1);
    });
    await press(pane, 'Pauzeren');
    await title('Gepauzeerd');
    release();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Gepauzeerd');
  });
});

describe('for everybody', () => {
  test.each<[name: string, mailbox: Partial<MailboxView>]>([
    ['all in step', {}],
    [
      'the first pass',
      {
        lastPass: null,
        running: aPass({ result: 'running', counts: null, progress: { phase: 'apply', done: 1, total: 9 } }),
      },
    ],
    ['the brake', { state: 'braked', because: 'manyChanges' }],
    ['the sign-in that ends', { state: 'paused', signInEndsAt: '2026-12-03T08:00:00.000Z' }],
  ])('axe finds nothing: %s', async (_name, mailbox) => {
    await openSync(mailbox);
    await title(/Alles|klaargezet|Klopt|Gepauzeerd/u);
    expect(await violations()).toEqual([]);
  });
});
