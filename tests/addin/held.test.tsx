/** "Controle": what waits for a decision, both sides beside each other, decided with one click and by keyboard alone. */
import { screen, waitFor, within } from '@testing-library/react';
import {
  aConflict,
  aField,
  aHeld,
  choices,
  decided,
  overtaken,
  refuseWith,
  serveHeld,
} from './support/held.ts';
import { closePane, openPane, type Pane } from './support/open-pane.tsx';
import { openHeld, press } from './support/open-held.tsx';
import { violations } from './support/violations.ts';
import { aMailbox, noCounts, ok, refuse } from './support/worker.ts';

afterEach(closePane);

const head = (name: RegExp) => screen.findByRole('button', { name, expanded: false });
const open = async (pane: Pane, name: RegExp) => pane.user.click(await head(name));
/** In its place; a screen reader is told the same elsewhere. */
const inList = { selector: 'li *' };
const sentTo = (pane: Pane, call: string) => pane.worker.sent.filter((one) => one.call === call);

describe('a decision that is not taken', () => {
  test('because a colleague decided otherwise: tells who decided what, and closes it', async () => {
    const held = aHeld();
    const pane = await openHeld([held, aConflict()]);
    pane.worker.instead.set('POST /api/held/h-1/decision', () =>
      refuseWith(
        'alreadyDecided',
        'Iemand heeft dit intussen anders beslist. Dat blijft staan.',
        decided(held, { choice: 'remote' }, 'Joost van Dam'),
      ),
    );
    await open(pane, /Petra de Vries/u);
    await press(pane, 'CRM houden');
    expect(await screen.findByText(/anders beslist.*Joost van Dam besloot/u, inList)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Petra de Vries/u })).not.toBeInTheDocument();
    expect(await head(/Bram Jansen/u)).toHaveFocus();
  });

  test('because the data moved on: says that nothing is left to decide, and that nothing was done', async () => {
    const held = aHeld();
    const pane = await openHeld([held]);
    pane.worker.instead.set('POST /api/held/h-1/decision', () =>
      refuseWith('overtaken', 'De gegevens zijn intussen veranderd. Er is niets gewijzigd.', overtaken(held)),
    );
    await open(pane, /Petra de Vries/u);
    await press(pane, 'CRM houden');
    expect(await screen.findByText(/Er is niets gewijzigd/u, inList)).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  test('because the CRM cannot take it: says why by its field, and offers what is left', async () => {
    const held = aHeld();
    const pane = await openHeld([held]);
    const now = aHeld({
      choices: [choices.crm],
      refused: [{ choice: 'remote', problem: 'tooLong', message: 'Dit is te lang voor het CRM: functie.' }],
    });
    pane.worker.instead.set('POST /api/held/h-1/decision', () =>
      refuseWith('notPossible', 'Dit kan nu niet gekozen worden. Er is niets gewijzigd.', now, [
        { field: 'fields.jobTitle', problem: 'tooLong' },
      ]),
    );
    await open(pane, /Petra de Vries/u);
    await press(pane, 'Outlook overnemen');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /kan nu niet gekozen worden.*te lang voor het CRM: functie/u,
    );
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: 'Outlook overnemen' })).not.toBeInTheDocument();
    });
    expect(screen.getByText(/Outlook overnemen: Dit is te lang/u)).toBeVisible();
    expect(screen.getByRole('button', { name: 'CRM houden' })).toBeVisible();
    expect(screen.getByRole('button', { name: /Petra de Vries/u })).toHaveFocus();
  });

  test('because the worker is not reached: everything stays as it was, to be tried again', async () => {
    const pane = await openHeld([aHeld()]);
    await open(pane, /Petra de Vries/u);
    pane.worker.reachable = false;
    await press(pane, 'CRM houden');
    expect(await screen.findByRole('alert')).toHaveTextContent(/niet bereikbaar/u);
    pane.worker.reachable = true;
    await press(pane, 'CRM houden');
    expect(await screen.findByText(/^Besloten: CRM houden/u, inList)).toBeVisible();
  });

  test('because it is there no more: the list is read anew', async () => {
    const pane = await openHeld([aHeld(), aConflict()]);
    await open(pane, /Petra de Vries/u);
    pane.served.queue = pane.served.queue.slice(1);
    pane.worker.instead.set('GET /api/held/h-1', () => refuse('notFound'));
    pane.worker.instead.set('POST /api/held/h-1/decision', () => refuse('notFound'));
    await press(pane, 'CRM houden');
    await waitFor(() => {
      expect(screen.queryByRole('button', { name: /Petra de Vries/u })).not.toBeInTheDocument();
    });
    expect(await head(/Bram Jansen/u)).toHaveFocus();
  });

  test('is asked for once, however often one clicks', async () => {
    const pane = await openHeld([aHeld(), aConflict()]);
    await open(pane, /Petra de Vries/u);
    await pane.user.dblClick(await screen.findByRole('button', { name: 'CRM houden' }));
    expect(await screen.findByText(/^Besloten: CRM houden/u, inList)).toBeVisible();
    expect(pane.worker.calls('POST /api/held/h-1/decision')).toBe(1);
    expect(pane.worker.calls('POST /api/held/h-2/decision')).toBe(0);
  });
});

describe('the list', () => {
  test('that cannot be read says so and can be tried again', async () => {
    const pane = await openHeld([aHeld()], ({ worker }) =>
      worker.instead.set('GET /api/held', () => refuse('unavailable', 'Even niet beschikbaar.')),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent('Even niet beschikbaar.');
    pane.worker.instead.set('GET /api/held', () => ok({ items: [aHeld()], next: null }));
    await press(pane, 'Opnieuw proberen');
    expect(await head(/Petra de Vries/u)).toBeVisible();
  });

  test('that is empty says what that means', async () => {
    await openHeld([]);
    expect(await screen.findByRole('heading', { name: 'Er wacht niets' })).toBeVisible();
    expect(screen.getByText(/verschijnt hier/u)).toBeVisible();
  });

  test('stays on screen when the connection goes', async () => {
    const pane = await openHeld([aHeld()]);
    await head(/Petra de Vries/u);
    pane.worker.reachable = false;
    pane.outlook.select({ kind: 'read', itemId: 'item-2' });
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(await head(/Petra de Vries/u)).toBeVisible();
  });

  test('tells of each who, why, since when and what happened', async () => {
    await openHeld([aHeld(), aConflict()]);
    const button = await head(/Petra de Vries Gegevens van iemand anders/u);
    expect(button).toHaveAccessibleDescription(/gegevens van Joost van Dam/u);
    expect(screen.getByText(/^2 wijzigingen wachten op uw besluit/u)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Wacht op u (2)' })).toHaveAttribute('aria-pressed', 'true');
  });

  test('a person who is gone, markup and a text without end are shown as text, and cut', async () => {
    const odd = `<img src=x onerror=alert(1)>${'ß'.repeat(10_000)}`;
    const pane = await openHeld([
      aHeld({ personName: null, sentence: odd, fields: [aField({ remote: odd })] }),
    ]);
    await open(pane, /Iemand die niet meer in het CRM staat/u);
    expect(document.querySelector('img')).toBeNull();
    const shown = screen.getByText('In Outlook').nextElementSibling?.textContent ?? '';
    expect(shown).toMatch(/^<img src=x/u);
    expect(shown.length).toBeLessThan(400);
    expect(screen.queryByRole('button', { name: 'Naar de relatie' })).not.toBeInTheDocument();
  });

  test('goes on where it ended, when asked', async () => {
    const many = Array.from({ length: 35 }, (_, n) =>
      aConflict({ id: `h-${n}`, personName: `Relatie ${n}`, openedAt: `2026-11-20T09:00:${10 + n}.000Z` }),
    );
    const pane = await openHeld(many);
    await head(/Relatie 29/u);
    expect(screen.queryByRole('button', { name: /Relatie 30/u })).not.toBeInTheDocument();
    expect(screen.getByText(/^35 wijzigingen/u)).toBeVisible();
    await press(pane, 'Meer tonen');
    expect(await head(/Relatie 34/u)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Meer tonen' })).not.toBeInTheDocument();
  });

  test('says that a decision waits too while the link stands still', async () => {
    const pane = await openHeld([aHeld()], ({ worker }) => {
      worker.mailbox = aMailbox({ state: 'paused', because: 'byUser', counts: { ...noCounts, held: 1 } });
    });
    expect(await screen.findByText(/gepauzeerd. U kunt besluiten/u)).toBeVisible();
    await open(pane, /Petra de Vries/u);
    pane.worker.instead.set('POST /api/held/h-1/decision', () => ok(decided(aHeld(), { choice: 'crm' })));
    await press(pane, 'CRM houden');
    expect(
      await screen.findByText(
        'Besloten: CRM houden. Het wordt uitgevoerd zodra de koppeling verdergaat.',
        inList,
      ),
    ).toBeVisible();
  });

  test('what closes by itself while it is open under my hands stays and says so', async () => {
    const held = aHeld();
    const pane = await openHeld([held, aConflict()]);
    await open(pane, /Petra de Vries/u);
    (await screen.findByRole('button', { name: 'CRM houden' })).focus();
    pane.served.queue = pane.served.queue.slice(1);
    pane.worker.instead.set('GET /api/held/h-1', () => ok(overtaken(held)));
    pane.worker.mailbox = aMailbox({ counts: { ...noCounts, held: 1 } });
    pane.outlook.select({ kind: 'none' });
    expect(await screen.findByText(/^Vanzelf gesloten/u)).toBeVisible();
    expect(await head(/Bram Jansen/u)).toHaveFocus();
  });
});

describe('an opened one', () => {
  test('shows both sides of every field, what differs marked, and what was there before', async () => {
    const pane = await openHeld([aHeld()]);
    await open(pane, /Petra de Vries/u);
    const field = screen.getByRole('heading', { level: 3, name: 'Telefoon zakelijk' }).parentElement!;
    expect(
      within(field)
        .getAllByRole('term')
        .map(({ textContent }) => textContent),
    ).toEqual(['In het CRM', 'In Outlook']);
    expect(
      within(field)
        .getAllByRole('definition')
        .map(({ textContent }) => textContent),
    ).toEqual(['020 000 0012', '020 000 0099']);
    expect([...field.querySelectorAll('mark')].map(({ textContent }) => textContent)).toEqual(['12', '99']);
    expect(within(field).getByText(/Eerder aan beide kanten gelijk/u)).toHaveTextContent('020 000 0012');
  });

  test('offers the safest first, as the primary button, each with what it does', async () => {
    const pane = await openHeld([aHeld()]);
    await open(pane, /Petra de Vries/u);
    const list = screen.getByRole('list', { name: 'Wat moet er gebeuren?' });
    expect(
      within(list)
        .getAllByRole('button')
        .map(({ textContent }) => textContent),
    ).toEqual(['CRM houden', 'Outlook overnemen', 'Per veld kiezen']);
    expect(screen.getByRole('button', { name: 'CRM houden' })).toHaveAccessibleDescription(
      /krijgt de eigen gegevens terug/u,
    );
  });

  test('is decided with one click, told, and leads to the next; the badge counts down at once', async () => {
    const pane = await openHeld([aHeld(), aConflict()]);
    expect(screen.getByRole('button', { name: 'Controle, 2 besluiten wachten' })).toBeVisible();
    await open(pane, /Petra de Vries/u);
    await press(pane, 'CRM houden');
    expect(
      await screen.findByText('Besloten: CRM houden. De volgende ronde voert het uit.', inList),
    ).toBeVisible();
    expect(sentTo(pane, 'POST /api/held/h-1/decision')[0]?.body).toEqual({ choice: 'crm' });
    const next = await head(/Bram Jansen/u);
    expect(next).toHaveFocus();
    // Closed: a second click decides nothing.
    expect(next).toHaveAttribute('aria-expanded', 'false');
    expect(await screen.findByRole('button', { name: 'Controle, 1 besluit wacht' })).toBeVisible();
    expect(screen.getByRole('button', { name: 'Wacht op u (1)' })).toBeVisible();
  });

  test('the last one decided leaves the screen saying that all is done', async () => {
    const pane = await openHeld([aConflict()]);
    await open(pane, /Bram Jansen/u);
    await press(pane, 'Outlook overnemen');
    expect(await screen.findByRole('heading', { name: 'Alles is besloten' })).toBeVisible();
    expect(screen.getByText(/^Besloten: Outlook overnemen/u, inList)).toBeVisible();
    expect(screen.getByRole('heading', { level: 1 })).toHaveFocus();
  });

  test('what a pass has carried out meanwhile is told in its place', async () => {
    const held = aConflict();
    const pane = await openHeld([held]);
    await open(pane, /Bram Jansen/u);
    await press(pane, 'CRM houden');
    await screen.findByRole('heading', { name: 'Alles is besloten' });
    const done = decided(held, { choice: 'crm' });
    pane.worker.instead.set('GET /api/held/h-2', () =>
      ok({
        ...done,
        decision: { ...done.decision, outcome: 'applied' },
        standing: 'Fenna Hoekstra besloot: CRM houden. Dat is uitgevoerd.',
      }),
    );
    pane.worker.mailbox = aMailbox({
      counts: { ...noCounts },
      lastPass: { ...aMailbox().lastPass!, id: 'p-9' },
    });
    pane.outlook.select({ kind: 'none' });
    expect(await screen.findByText(/Dat is uitgevoerd/u)).toBeVisible();
  });

  test('can be remembered for the pair, where that is possible', async () => {
    const pane = await openHeld([aHeld(), aConflict()]);
    await open(pane, /Petra de Vries/u);
    await pane.user.click(
      screen.getByRole('checkbox', { name: /Voortaan zo bij Petra de Vries en Joost van Dam/u }),
    );
    await press(pane, 'CRM houden');
    await screen.findByText(/^Besloten/u, inList);
    expect(sentTo(pane, 'POST /api/held/h-1/decision')[0]?.body).toEqual({
      choice: 'crm',
      rememberPair: true,
    });
    await open(pane, /Bram Jansen/u);
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
  });

  test('without fields (a card that is gone) shows what happened and the choices alone', async () => {
    const pane = await openHeld([
      aHeld({
        reason: 'mergedAway',
        fields: [],
        canRemember: false,
        choices: [
          { choice: 'newCard', label: 'Nieuw contact', effect: 'Petra de Vries krijgt een nieuw contact.' },
          { choice: 'relink', label: 'Opnieuw koppelen', effect: 'Wat verschilt wordt eerst gevraagd.' },
        ],
      }),
    ]);
    await open(pane, /Petra de Vries/u);
    expect(screen.queryByRole('term')).not.toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Nieuw contact' })).toBeVisible();
  });

  test('leads to the person and to what happened before', async () => {
    const pane = await openHeld([aHeld()], ({ worker }) => {
      worker.instead.set('GET /api/history', () => ok({ items: [], next: null }));
    });
    await open(pane, /Petra de Vries/u);
    await press(pane, 'Wat er eerder gebeurde');
    await screen.findByRole('heading', { level: 1, name: /^Historie/u });
  });
});

describe('per field', () => {
  const openPerField = async (held = aHeld()) => {
    const pane = await openHeld([held, aConflict()]);
    await open(pane, /Petra de Vries/u);
    await press(pane, 'Per veld kiezen');
    return pane;
  };

  test('begins with the CRM for each, says what the sum is, and sends every field', async () => {
    const pane = await openPerField();
    const phone = screen.getByRole('group', { name: 'Telefoon zakelijk' });
    expect(within(phone).getByRole('radio', { name: /CRM houden 020 000 00/u })).toBeChecked();
    expect(screen.getByText('Alles blijft zoals het in het CRM staat.')).toBeVisible();
    await pane.user.click(within(phone).getByRole('radio', { name: /Outlook overnemen 020 000 00/u }));
    expect(screen.getByText(/^1 van de 2 velden komt uit Outlook/u)).toBeVisible();
    await press(pane, 'Zo besluiten');
    expect(await screen.findByText(/^Besloten: per veld/u, inList)).toBeVisible();
    expect(sentTo(pane, 'POST /api/held/h-1/decision')[0]?.body).toEqual({
      choice: 'fields',
      fields: { workPhone: 'remote', jobTitle: 'crm' },
    });
  });

  test('a side that the CRM cannot take cannot be chosen, and says so', async () => {
    await openPerField(
      aHeld({ fields: [aField(), aField({ field: 'workEmail', label: 'e-mail zakelijk', sides: ['crm'] })] }),
    );
    const mail = screen.getByRole('group', { name: 'E-mail zakelijk' });
    expect(within(mail).getByRole('radio', { name: /Outlook/u })).toBeDisabled();
    expect(within(mail).getByText(/andere kant kan het CRM hier niet aannemen/u)).toBeVisible();
  });

  test('by keyboard: the focus comes in, arrows choose, back leads to where it began', async () => {
    const pane = await openPerField();
    const phone = screen.getByRole('group', { name: 'Telefoon zakelijk' });
    expect(within(phone).getByRole('radio', { name: /CRM houden/u })).toHaveFocus();
    await pane.user.keyboard('{ArrowDown}');
    expect(within(phone).getByRole('radio', { name: /Outlook overnemen/u })).toBeChecked();
    await press(pane, 'Terug');
    expect(screen.getByRole('button', { name: 'Per veld kiezen' })).toHaveFocus();
  });
});

describe('by keyboard alone', () => {
  test('up and down, Enter, a digit, Enter: decided, and never without focus', async () => {
    const pane = await openHeld([aHeld(), aConflict()]);
    const first = await head(/Petra de Vries/u);
    const second = await head(/Bram Jansen/u);
    first.focus();
    await pane.user.keyboard('{ArrowDown}');
    expect(second).toHaveFocus();
    await pane.user.keyboard('{ArrowDown}{ArrowUp}');
    expect(first).toHaveFocus();
    await pane.user.keyboard('{End}');
    expect(second).toHaveFocus();
    await pane.user.keyboard('{Home}{Enter}');
    expect(first).toHaveAttribute('aria-expanded', 'true');
    await pane.user.keyboard('2');
    expect(screen.getByRole('button', { name: 'Outlook overnemen' })).toHaveFocus();
    await pane.user.keyboard('{ArrowUp}');
    expect(screen.getByRole('button', { name: 'CRM houden' })).toHaveFocus();
    // A digit alone decides nothing.
    expect(pane.worker.calls('POST /api/held/h-1/decision')).toBe(0);
    await pane.user.keyboard('{Enter}');
    expect(await screen.findByText(/^Besloten: CRM houden/u, inList)).toBeVisible();
    expect(second).toHaveFocus();
  });

  test('Escape closes it and stays at it', async () => {
    const pane = await openHeld([aHeld()]);
    await open(pane, /Petra de Vries/u);
    await pane.user.keyboard('1{Escape}');
    expect(await head(/Petra de Vries/u)).toHaveFocus();
    expect(screen.queryByRole('button', { name: 'CRM houden' })).not.toBeInTheDocument();
  });
});

test('in English where Outlook speaks English', async () => {
  await openPane({
    outlook: { displayLanguage: 'en-GB' },
    before: ({ worker }) => serveHeld(worker, [aHeld()]),
  }).then(async ({ user }) => user.click(await screen.findByRole('button', { name: /^Review/u })));
  expect(await screen.findByRole('button', { name: /Petra de Vries Data of somebody else/u })).toBeVisible();
  expect(screen.getByText(/^One change waits for your decision/u)).toBeVisible();
});

describe('axe finds nothing', () => {
  test('in the list and in an opened one, whole and per field', async () => {
    const pane = await openHeld([aHeld(), aConflict()]);
    await head(/Petra de Vries/u);
    expect(await violations()).toEqual([]);
    await open(pane, /Petra de Vries/u);
    expect(await violations()).toEqual([]);
    await press(pane, 'Per veld kiezen');
    expect(await violations()).toEqual([]);
    await press(pane, 'Zo besluiten');
    await screen.findByText(/^Besloten: per veld/u, inList);
    expect(await violations()).toEqual([]);
  });

  test('where nothing waits', async () => {
    await openHeld([]);
    await screen.findByRole('heading', { name: 'Er wacht niets' });
    expect(await violations()).toEqual([]);
  });
});
