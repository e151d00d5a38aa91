/** Who is meant: several persons at one address, nobody at it, a person one came for from a list, and a form that stays. */
import { act, screen, waitFor } from '@testing-library/react';
import { closePane, type Pane } from './support/open-pane.tsx';
import { aPerson } from './support/persons.ts';
import { from, lookups, Office, openBeside, said, select, title, violations } from './support/relations.ts';
import { ok, refuse } from './support/worker.ts';

afterEach(closePane);

const shared = 'info@gedeeld.example';
const sanne = aPerson({
  id: 'r-2',
  displayName: 'Sanne Bakker',
  fields: { workEmail: shared, jobTitle: 'Advocaat' },
});
const bas = aPerson({
  id: 'r-3',
  displayName: 'Bas Bakker',
  kind: 'privatePerson',
  organisation: null,
  former: true,
  fields: { workEmail: null, privateEmail: shared, jobTitle: null },
});
const petra = aPerson();
const atPetra = 'petra@bakkerijdevries.example';

describe('several persons at one address', () => {
  const twoAt = () => new Office(sanne, bas);

  test('a choice that cannot be kept is said, and nobody is shown for another', async () => {
    const pane = await openBeside(from(shared), twoAt(), {
      before: ({ worker }) => worker.instead.set('PUT /api/persons/choices', () => refuse('unavailable')),
    });
    await title('Wie bedoelt u?');
    await pane.user.click(screen.getByRole('radio', { name: /Sanne Bakker/u }));
    await pane.user.click(screen.getByRole('button', { name: 'Tonen en onthouden' }));
    expect(await screen.findByText('sentence of unavailable')).toBeVisible();
    expect(await title('Wie bedoelt u?')).toBeVisible();
  });

  test('are asked for, told apart, and nothing is shown of either before', async () => {
    const pane = await openBeside(from(shared), twoAt());
    await title('Wie bedoelt u?');
    expect(screen.getByRole('group', { name: 'Op dit adres staan 2 personen in het CRM.' })).toBeVisible();
    expect(
      screen.getByRole('radio', { name: /Sanne Bakker.*Advocaat bij Bakkerij De Vries/u }),
    ).not.toBeChecked();
    expect(screen.getByRole('radio', { name: /Bas Bakker.*Voormalig.*Particulier/u })).not.toBeChecked();
    expect(screen.queryByText('Contactgegevens')).not.toBeInTheDocument();
    expect(await violations()).toEqual([]);
    expect(pane.worker.calls('PUT /api/persons/choices')).toBe(0);
  });

  test('the choice is made with the keyboard, remembered, shown, and can be changed and forgotten', async () => {
    const office = twoAt();
    const pane = await openBeside(from(shared), office);
    await title('Wie bedoelt u?');
    screen.getByRole('radio', { name: /Sanne Bakker/u }).focus();
    await pane.user.keyboard(' {Enter}');
    const name = await title('Sanne Bakker');
    await waitFor(() => {
      expect(name).toHaveFocus();
    });
    expect(office.chosen.get(shared)).toBe('r-2');
    expect(said()).toContain('Onthouden: Sanne Bakker.');
    await pane.user.click(screen.getByRole('button', { name: 'Wijzigen' }));
    expect(screen.getByRole('radio', { name: /Sanne Bakker/u })).toBeChecked();
    await pane.user.click(screen.getByRole('radio', { name: /Bas Bakker/u }));
    await pane.user.click(screen.getByRole('button', { name: 'Tonen en onthouden' }));
    await title('Bas Bakker');
    await pane.user.click(screen.getByRole('button', { name: 'Wijzigen' }));
    await pane.user.click(screen.getByRole('button', { name: 'Niet onthouden' }));
    await waitFor(() => {
      expect(screen.getByRole('radio', { name: /Bas Bakker/u })).not.toBeChecked();
    });
    expect(office.chosen.size).toBe(0);
  });

  test('whom one chose before is shown at once', async () => {
    const office = twoAt();
    office.chosen.set(shared, 'r-3');
    await openBeside(from(shared), office);
    await title('Bas Bakker');
    expect(screen.getByText(/Onthouden: Bas Bakker/u)).toBeVisible();
  });

  test('a remembered person who is no longer at the address is asked for anew', async () => {
    const office = twoAt();
    office.chosen.set(shared, 'r-99');
    await openBeside(from(shared), office);
    expect(await title('Wie bedoelt u?')).toBeVisible();
  });
});

describe('nobody at the address', () => {
  const stranger = from('nieuw@onbekend.example');

  test('a new relation is made from the mail, and shown with the focus on their name', async () => {
    const office = new Office();
    const pane = await openBeside(stranger, office);
    await title('Wie dan ook');
    expect(await violations()).toEqual([]);
    const made = aPerson({
      id: 'r-7',
      displayName: 'Wie dan Ook',
      fields: { workEmail: 'nieuw@onbekend.example' },
    });
    pane.worker.instead.set('GET /api/persons', () => ok({ items: [] }));
    pane.worker.instead.set('POST /api/persons', () => ok(made, 201));
    pane.worker.instead.set('PUT /api/persons/r-7/seen', () => ok({ seenAt: '2026-11-21T10:00:00.000Z' }));
    await pane.user.click(screen.getByRole('button', { name: 'Nieuwe relatie maken' }));
    await waitFor(() => {
      expect(document.querySelector('form')).not.toBeNull();
    });
    await pane.user.keyboard('{Control>}{Enter}{/Control}');
    const name = await title('Wie dan Ook');
    await waitFor(() => {
      expect(name).toHaveFocus();
    });
  });

  test.each(['Nieuwe relatie maken', 'Aan bestaande persoon toevoegen'])(
    '%s can be left with Escape, and the focus is back at its button',
    async (action) => {
      const pane = await openBeside(stranger, new Office(), {
        before: ({ worker }) => worker.instead.set('GET /api/persons', () => ok({ items: [] })),
      });
      await title('Wie dan ook');
      await pane.user.click(screen.getByRole('button', { name: action }));
      await waitFor(() => {
        expect(document.activeElement?.closest('form')).not.toBeNull();
      });
      await pane.user.keyboard('{Escape}');
      expect(await screen.findByRole('button', { name: action })).toHaveFocus();
    },
  );
});

describe('a form', () => {
  test('stays when another mail is opened, says so, and the pane follows once it is left', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra, sanne));
    await title('Petra de Vries');
    await pane.user.click(screen.getByRole('button', { name: 'Bewerken' }));
    await waitFor(() => {
      expect(document.activeElement?.closest('form')).not.toBeNull();
    });
    const typing = document.activeElement;
    select(pane, from(shared));
    expect(await screen.findByText(/hoort nog bij het vorige bericht/u)).toBeVisible();
    expect(typing).toHaveFocus();
    await pane.user.keyboard('{Escape}');
    const name = await title('Sanne Bakker');
    await waitFor(() => {
      expect(name.closest('main')?.contains(document.activeElement)).toBe(true);
    });
  });

  test('saved shows the person as they are now, and the look-up is not trusted any more', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra));
    await title('Petra de Vries');
    const after = aPerson({
      displayName: 'Petra Jansen',
      version: 'v-2',
      fields: { lastName: 'Jansen', surnamePrefix: null },
    });
    pane.worker.instead.set('PATCH /api/persons/r-1', () => ok(after));
    await pane.user.click(screen.getByRole('button', { name: 'Bewerken' }));
    const field = await screen.findByLabelText(/achternaam/iu);
    await pane.user.clear(field);
    await pane.user.type(field, 'Jansen');
    await pane.user.keyboard('{Control>}{Enter}{/Control}');
    await title('Petra Jansen');
    await waitFor(() => {
      expect(screen.getByRole('button', { name: 'Bewerken' })).toHaveFocus();
    });
    new Office(after).describe(pane.worker);
    select(pane, from(atPetra));
    await waitFor(() => {
      expect(lookups(pane)).toHaveLength(2);
    });
  });
});

describe('a person one came for', () => {
  const seenLately = (pane: Pane) => {
    pane.worker.instead.set('GET /api/persons/recent', () =>
      ok({ items: [{ person: petra, seenAt: '2026-11-21T09:00:00.000Z' }] }),
    );
  };
  const toPetra = async (pane: Pane) => {
    await pane.user.click(await screen.findByRole('button', { name: 'Laatst bekeken' }));
    await pane.user.click(await screen.findByRole('button', { name: /Petra de Vries/u }));
  };

  test('who cannot be read is said, with the way back', async () => {
    const pane = await openBeside({ kind: 'none' }, new Office(petra), {
      before: (opened) => {
        seenLately(opened);
        opened.worker.instead.set('GET /api/persons/r-1', () => refuse('notFound'));
      },
    });
    await toPetra(pane);
    expect(await screen.findByRole('alert')).toHaveTextContent('sentence of notFound');
    await pane.user.click(screen.getByRole('button', { name: 'Terug naar het bericht' }));
    expect(await title('Geen bericht geopend')).toBeVisible();
  });

  test('stays in front of whatever mail is opened, and there is a way back to it', async () => {
    const pane = await openBeside({ kind: 'none' }, new Office(petra, sanne), {
      before: (opened) => {
        seenLately(opened);
        opened.worker.instead.set('GET /api/persons/r-1', () => ok(petra));
      },
    });
    await toPetra(pane);
    await title('Petra de Vries');
    expect(await violations()).toEqual([]);
    select(pane, from(shared));
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    expect(await title('Petra de Vries')).toBeVisible();
    await pane.user.click(screen.getByRole('button', { name: 'Terug naar het bericht' }));
    expect(await title('Sanne Bakker')).toBeVisible();
  });
});
