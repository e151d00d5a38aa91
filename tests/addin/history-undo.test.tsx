/** Taking back in the pane: the plan first, then exactly that plan, then what became of it. */
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { UndoPlanView } from '../../shared/api/undo.ts';
import { anEntry, anOverruled, anUndo, aPlan, leftOut } from './support/history.ts';
import { closePane, openPane, type Given, type Pane } from './support/open-pane.tsx';
import { violations } from './support/violations.ts';
import { aMailbox, ok, refuse } from './support/worker.ts';

afterEach(closePane);

const press = async (pane: Pane, name: string | RegExp) =>
  pane.user.click(await screen.findByRole('button', { name }));
const heading = (name: string) => screen.findByRole('heading', { level: 1, name });

/** The history with one entry, and the undo of it opened. */
const openUndo = async (plan: UndoPlanView, before?: Given['before']): Promise<Pane> => {
  const pane = await openPane({
    before: (opened) => {
      opened.worker.mailbox = aMailbox();
      opened.worker.instead.set('GET /api/history', () => ok({ items: [anEntry()], next: null }));
      opened.worker.instead.set('POST /api/undo/plan', () => ok(plan));
      opened.worker.instead.set('POST /api/undo', () => ok(anUndo(), 202));
      opened.worker.instead.set('GET /api/undo/u-1', () => ok(anUndo('done')));
      before?.(opened);
    },
  });
  await press(pane, 'Historie');
  await press(pane, /^(?:Terugdraaien|Herstellen): /u);
  return pane;
};
const bodies = (pane: Pane, call: string) =>
  pane.worker.sent.filter((one) => one.call === call).map(({ body }) => body);

describe('an undo that does not come about', () => {
  test('because the plan is no longer true: nothing was done, and the new plan is shown', async () => {
    const changed = aPlan({ planKey: 'plan-2', items: [], leftOut: [leftOut()] });
    const pane = await openUndo(aPlan(), ({ worker }) =>
      worker.instead.set('POST /api/undo', () => ({
        status: 409,
        body: { error: { code: 'planStale', message: 'Intussen veranderd.', current: changed } },
      })),
    );
    await press(pane, 'Terugdraaien');
    expect(await screen.findByRole('alert')).toHaveTextContent(/intussen veranderd. Er is niets gedaan/u);
    expect(screen.getByRole('heading', { name: 'Hier is niets terug te draaien' })).toBeVisible();
    expect(screen.getByText('Daarna heeft iemand dit veld gewijzigd. Dat blijft zo.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Terugdraaien' })).not.toBeInTheDocument();
  });

  test('because the new plan is agreed to after all: that one is asked for', async () => {
    const pane = await openUndo(aPlan(), ({ worker }) =>
      worker.instead.set('POST /api/undo', ({ body }) =>
        (body as { planKey: string }).planKey === 'plan-2'
          ? ok(anUndo(), 202)
          : {
              status: 409,
              body: {
                error: { code: 'planStale', message: 'Veranderd.', current: aPlan({ planKey: 'plan-2' }) },
              },
            },
      ),
    );
    await press(pane, 'Terugdraaien');
    await screen.findByRole('alert');
    await press(pane, 'Terugdraaien');
    expect(await screen.findByText('Teruggedraaid.')).toBeVisible();
    expect(bodies(pane, 'POST /api/undo').at(-1)).toEqual({ entryId: 'e-1', planKey: 'plan-2' });
  });

  test('because it is more than can be looked over', async () => {
    await openUndo(aPlan(), ({ worker }) =>
      worker.instead.set('POST /api/undo/plan', () =>
        refuse('undoTooMany', 'Dit is meer dan te overzien is.'),
      ),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent('Dit is meer dan te overzien is.');
  });

  test('because the worker is not reached: the plan stays, to be asked for again', async () => {
    const pane = await openUndo(aPlan());
    await screen.findByRole('button', { name: 'Terugdraaien' });
    pane.worker.reachable = false;
    await press(pane, 'Terugdraaien');
    expect(await screen.findByRole('alert')).toHaveTextContent(/niet bereikbaar/u);
    pane.worker.reachable = true;
    await press(pane, 'Terugdraaien');
    expect(await screen.findByText('Teruggedraaid.')).toBeVisible();
  });

  test('because somebody changed the field meanwhile: told field by field', async () => {
    const pane = await openUndo(aPlan(), ({ worker }) =>
      worker.instead.set('GET /api/undo/u-1', () => ok(anUndo('changedSince'))),
    );
    await press(pane, 'Terugdraaien');
    expect(await screen.findByText(/^Niets teruggedraaid/u)).toBeVisible();
    expect(screen.getByText(/iemand heeft dit veld intussen gewijzigd/u)).toBeVisible();
  });

  test('because the link stands still: said, with what it waits for', async () => {
    const sentence = 'De koppeling is gepauzeerd; dit gebeurt zodra zij wordt hervat.';
    const pane = await openUndo(aPlan(), ({ worker }) =>
      worker.instead.set('GET /api/undo/u-1', () =>
        ok(anUndo('pending', { waitsFor: { state: 'paused', sentence } })),
      ),
    );
    await press(pane, 'Terugdraaien');
    expect(await screen.findByText(sentence)).toBeVisible();
  });
});

describe('taking back', () => {
  test('shows first what would happen and what would not, and asks for nothing by itself', async () => {
    const pane = await openUndo(
      aPlan({
        items: [...aPlan().items, { ...aPlan().items[0]!, entryId: 'e-5', field: 'jobTitle', entries: 3 }],
        leftOut: [leftOut()],
      }),
    );
    await heading('Terugdraaien');
    const planned = await screen.findByRole('region', { name: 'Dit wordt teruggedraaid (2)' });
    const [first, second] = within(planned).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      /Petra de Vries · Telefoon zakelijk.*Nu in het CRM020 000 0099Wordt020 000 0012/u,
    );
    expect(second).toHaveTextContent('3 wijzigingen samen');
    expect(screen.getByRole('region', { name: 'Dit blijft zoals het is' })).toHaveTextContent(
      /Bram Jansen · Mobiel zakelijk.*Daarna heeft iemand/u,
    );
    expect(pane.worker.calls('POST /api/undo')).toBe(0);
    expect(await violations()).toEqual([]);
  });

  test('asks for exactly that plan, once, and follows it until a pass has settled it', async () => {
    let looks = 0;
    const pane = await openUndo(aPlan(), ({ worker }) =>
      worker.instead.set('GET /api/undo/u-1', () => {
        looks += 1;
        return ok(anUndo(looks < 2 ? 'pending' : 'done'));
      }),
    );
    await pane.user.dblClick(await screen.findByRole('button', { name: 'Terugdraaien' }));
    expect(await screen.findByText('Gevraagd. De volgende ronde doet het.')).toBeVisible();
    expect(await heading('Terugdraaien')).toHaveFocus();
    expect(bodies(pane, 'POST /api/undo')).toEqual([{ entryId: 'e-1', planKey: 'plan-1' }]);
    expect(await screen.findByText('Teruggedraaid.')).toBeVisible();
    expect(screen.getByText(/de eerdere waarde staat weer in het CRM/u)).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  test('back from it the history is read anew, and the focus is where one was', async () => {
    const pane = await openUndo(aPlan());
    await press(pane, 'Terugdraaien');
    await screen.findByText('Teruggedraaid.');
    const before = pane.worker.calls('GET /api/history');
    await press(pane, 'Terug naar de historie');
    expect(screen.getByRole('button', { name: /^Terugdraaien: Telefoon zakelijk/u })).toHaveFocus();
    await waitFor(() => {
      expect(pane.worker.calls('GET /api/history')).toBeGreaterThan(before);
    });
  });

  test('a whole pass, or everything from a moment on, is a choice beside it', async () => {
    const pane = await openUndo(aPlan());
    await pane.user.click(await screen.findByRole('radio', { name: 'Alles van dezelfde ronde' }));
    await screen.findByRole('region', { name: 'Dit wordt teruggedraaid' });
    expect(bodies(pane, 'POST /api/undo/plan').at(-1)).toEqual({ passId: 'p-1' });
    await pane.user.click(screen.getByRole('radio', { name: /vanaf een moment/u }));
    fireEvent.change(screen.getByLabelText('Vanaf'), { target: { value: '2026-11-19T08:30' } });
    await screen.findByRole('region', { name: 'Dit wordt teruggedraaid' });
    await waitFor(() => {
      expect(bodies(pane, 'POST /api/undo/plan').at(-1)).toEqual({
        since: new Date('2026-11-19T08:30').toISOString(),
      });
    });
    await press(pane, 'Terugdraaien');
    await screen.findByText('Teruggedraaid.');
    expect(bodies(pane, 'POST /api/undo')).toEqual([
      { since: new Date('2026-11-19T08:30').toISOString(), planKey: 'plan-1' },
    ]);
  });

  test('without a moment asks for one, and plans nothing', async () => {
    const pane = await openUndo(aPlan());
    await pane.user.click(await screen.findByRole('radio', { name: /vanaf een moment/u }));
    await screen.findByRole('region', { name: 'Dit wordt teruggedraaid' });
    const before = pane.worker.calls('POST /api/undo/plan');
    fireEvent.change(screen.getByLabelText('Vanaf'), { target: { value: '' } });
    expect(await screen.findByText('Kies een dag en een tijd.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Terugdraaien' })).not.toBeInTheDocument();
    expect(pane.worker.calls('POST /api/undo/plan')).toBe(before);
  });

  test('everything from a moment on can be begun without an entry', async () => {
    const pane = await openUndo(aPlan());
    await press(pane, 'Annuleren');
    await press(pane, 'Alles vanaf een moment terugdraaien');
    expect(await screen.findByLabelText('Vanaf')).toHaveValue();
    await waitFor(() => {
      expect(bodies(pane, 'POST /api/undo/plan').at(-1)).toHaveProperty('since');
    });
  });

  test('a value that lost is restored the same way', async () => {
    const pane = await openUndo(aPlan(), ({ worker }) => {
      worker.instead.set('GET /api/history', () => ok({ items: [anOverruled()], next: null }));
    });
    await heading('Herstellen');
    await screen.findByRole('region', { name: 'Dit wordt teruggedraaid' });
    expect(bodies(pane, 'POST /api/undo/plan')).toEqual([{ entryId: 'e-2' }]);
  });
});

describe('what was taken back before', () => {
  const openUndos = async (before?: Given['before']) => {
    const pane = await openUndo(aPlan(), ({ worker, ...rest }) => {
      worker.instead.set('GET /api/undo', () =>
        ok({
          items: [
            anUndo('pending', {
              scope: { entryId: null, passId: null, since: '2026-11-19T08:30:00.000Z' },
              counts: { pending: 1, done: 2, notDone: 1 },
            }),
          ],
          next: null,
        }),
      );
      before?.({ worker, ...rest });
    });
    await press(pane, 'Annuleren');
    await press(pane, 'Teruggedraaid');
    return pane;
  };

  test('is nothing yet', async () => {
    await openUndos(({ worker }) => worker.instead.set('GET /api/undo', () => ok({ items: [], next: null })));
    expect(await screen.findByText('Er is nog niets teruggedraaid.')).toBeVisible();
  });

  test('says what, by whom and how far, and opens field by field', async () => {
    const pane = await openUndos();
    const row = await screen.findByRole('button', { name: /^Alles vanaf 19 nov 2026/u });
    expect(row).toHaveTextContent(/door Fenna Hoekstra/u);
    expect(row).toHaveTextContent(/2 teruggedraaid · 1 niet · 1 wacht/u);
    await pane.user.click(row);
    expect(await screen.findByText('Teruggedraaid.')).toBeVisible();
  });
});
