/** Synchronisatie: settings with what they would change before they are saved, and the end of the link. */
import { screen, waitFor } from '@testing-library/react';
import { aPreview, everything } from './support/link.ts';
import { focusIsKept, lastBody, openSync, press, title } from './support/open-link.tsx';
import { closePane, type Pane } from './support/open-pane.tsx';
import { violations } from './support/violations.ts';
import { noCounts, ok, refuse } from './support/worker.ts';

afterEach(closePane);

const PREVIEW = 'POST /api/mailbox/preview';
const SAVE = 'PUT /api/mailbox/settings';
const END = 'POST /api/mailbox/deactivate';

const atSettings = async (pane: Pane): Promise<Pane> => {
  await press(pane, /^Instellingen/u);
  await title('Instellingen');
  return pane;
};

const outlookWins = async (pane: Pane): Promise<void> => {
  await pane.user.click(await screen.findByRole('radio', { name: 'Outlook wint' }));
  await press(pane, 'Bekijken wat er verandert');
  await title('Dit zou er veranderen');
};

describe('settings', () => {
  test('are not saved where the worker refuses, and the choice is still there', async () => {
    const pane = await atSettings(await openSync());
    pane.worker.instead.set(SAVE, () => refuse('invalid', 'Een of meer velden kloppen niet.'));
    await outlookWins(pane);
    await press(pane, 'Bewaren');
    expect(await screen.findByText('Een of meer velden kloppen niet.')).toBeVisible();
    await press(pane, 'Terug naar de keuzes');
    expect(await screen.findByRole('radio', { name: 'Outlook wint' })).toBeChecked();
    expect(focusIsKept()).toBe(true);
  });

  test('can be saved without a preview where that cannot be made', async () => {
    const pane = await atSettings(await openSync());
    pane.worker.instead.set(PREVIEW, () => refuse('signInAgain', 'Meld u eerst opnieuw aan.'));
    await outlookWins(pane);
    expect(await screen.findByText('Meld u eerst opnieuw aan.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Bewaren' })).not.toBeInTheDocument();
    await press(pane, 'Bewaren zonder voorbeeld');
    await title('Alles loopt gelijk');
    expect(lastBody(pane, SAVE)).toEqual({ ...everything, conflictPolicy: 'outlook' });
  });

  test('show what they would change, with those settings, before anything is saved', async () => {
    const pane = await atSettings(await openSync());
    await outlookWins(pane);
    expect(await screen.findByText('Nieuwe contacten in Outlook', { selector: 'dt' })).toBeVisible();
    expect(lastBody(pane, PREVIEW)).toMatchObject({
      settings: { ...everything, conflictPolicy: 'outlook' },
    });
    expect(pane.worker.calls(SAVE)).toBe(0);
    expect(focusIsKept()).toBe(true);
  });

  test('that would change nothing say so', async () => {
    const pane = await atSettings(await openSync());
    pane.worker.instead.set(PREVIEW, () => ok(aPreview()));
    await outlookWins(pane);
    expect(await screen.findByText('Er verandert niets.')).toBeVisible();
  });

  test('are saved, and one is back where one was', async () => {
    const pane = await atSettings(await openSync());
    await outlookWins(pane);
    await press(pane, 'Bewaren');
    await title('Alles loopt gelijk');
    expect(screen.getByText(/^Bewaard\. Wat daardoor verandert/u)).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Synchronisatie' })).toHaveFocus();
    await atSettings(pane);
    expect(await screen.findByRole('radio', { name: 'Outlook wint' })).toBeChecked();
  });

  test('that are as they were cannot be saved', async () => {
    const pane = await atSettings(await openSync());
    expect(screen.getByText('U hebt niets gewijzigd.')).toBeVisible();
    await press(pane, 'Bekijken wat er verandert');
    expect(pane.worker.calls(PREVIEW)).toBe(0);
    await pane.user.click(screen.getByRole('checkbox', { name: 'Ik ben eigenaar' }));
    expect(screen.queryByText('U hebt niets gewijzigd.')).not.toBeInTheDocument();
    await pane.user.click(screen.getByRole('checkbox', { name: 'Ik ben eigenaar' }));
    expect(screen.getByText('U hebt niets gewijzigd.')).toBeVisible();
  });

  test('are left by the way back', async () => {
    const pane = await atSettings(await openSync());
    await press(pane, 'Terug naar Synchronisatie');
    await title('Alles loopt gelijk');
    expect(screen.getByRole('region', { name: 'Synchronisatie' })).toHaveFocus();
  });

  test('axe finds nothing', async () => {
    const pane = await atSettings(await openSync());
    await screen.findAllByText('Alleen deze groepen:', { exact: false });
    expect(await violations()).toEqual([]);
    await outlookWins(pane);
    await screen.findByText('In aantallen');
    expect(await violations()).toEqual([]);
  });
});

describe('the end of the link', () => {
  const atEnd = async (pane: Pane): Promise<Pane> => {
    await press(pane, /^Koppeling beëindigen/u);
    await title('Koppeling beëindigen?');
    return pane;
  };
  const counts = { ...noCounts, active: 1410, paused: 2, held: 3 };

  test('is not there when the worker refuses', async () => {
    const pane = await atEnd(await openSync());
    pane.worker.instead.set(END, () => refuse('unavailable', 'Even niet beschikbaar.'));
    await press(pane, 'Koppeling beëindigen');
    expect(await screen.findByText('Even niet beschikbaar.')).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Koppeling beëindigen?');
  });

  test('is not asked for by looking at it, and can be left', async () => {
    const pane = await atEnd(await openSync());
    await press(pane, 'Koppeling houden');
    await title('Alles loopt gelijk');
    expect(pane.worker.calls(END)).toBe(0);
  });

  test('says before what stays and how to begin again', async () => {
    await atEnd(await openSync({ counts }));
    expect(screen.getByText('Uw 1.412 contacten in Outlook, zoals ze nu zijn.')).toBeVisible();
    expect(screen.getByText('Alle personen in het CRM.')).toBeVisible();
    expect(screen.getByText('De 3 wijzigingen die op uw besluit wachten.')).toBeVisible();
    expect(screen.getByText(/Opnieuw activeren/u)).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  test('leads to the start of the activation, which goes on where it was', async () => {
    const pane = await atEnd(await openSync({ counts }));
    await press(pane, 'Koppeling beëindigen');
    await title('Eerder gekoppeld');
    expect(pane.worker.calls(END)).toBe(1);
    expect(focusIsKept()).toBe(true);
    await waitFor(() => {
      expect(screen.queryByRole('navigation', { name: 'Schermen' })).not.toBeInTheDocument();
    });
  });
});
