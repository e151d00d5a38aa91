/** Changing a person in place: what goes wrong first, then what is sent. */
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { askToLeave, isHeld } from '../../addin/taskpane/leaving.ts';
import type { FieldProblem } from '../../shared/api/errors.ts';
import { changed, CHANGE, open, invalid, box, button, retype } from './support/edit-form.tsx';
import { closePane } from './support/open-pane.tsx';
import { aPerson } from './support/persons.ts';
import { violations } from './support/violations.ts';
import { ok, refuse } from './support/worker.ts';

afterEach(closePane);

describe('what cannot be saved', () => {
  test.each<[name: string, field: RegExp, text: string, sentence: RegExp]>([
    ['no last name', /^Achternaam/u, '', /Vul een achternaam in/u],
    ['half an address', /^E-mail zakelijk/u, 'petra@', /geen volledig e-mailadres/u],
  ])(
    '%s is told at the field, which gets the focus; nothing is sent',
    async (_name, field, text, sentence) => {
      const { user, worker } = await open();
      await retype(user, field, text);
      await user.click(await button('Bewaren'));
      expect(await screen.findByText(sentence)).toBeVisible();
      expect(box(field)).toHaveFocus();
      expect(box(field)).toBeInvalid();
      expect(box(field)).toHaveAccessibleDescription(sentence);
      expect(worker.calls(CHANGE)).toBe(0);
      await user.type(box(field), 'x');
      expect(screen.queryByText(sentence)).not.toBeInTheDocument();
    },
  );

  test('a date that is only half typed does not empty the birthday', async () => {
    const { user, worker } = await open();
    // A browser gives a half-typed date as blank and says so in `validity`; jsdom knows no half.
    fireEvent.change(box('Geboortedatum'), { target: { value: '' } });
    Object.defineProperty(box('Geboortedatum'), 'validity', {
      value: { badInput: true },
      configurable: true,
    });
    await user.click(await button('Bewaren'));
    expect(await screen.findByText(/datum bestaat niet of is niet volledig/u)).toBeVisible();
    expect(worker.calls(CHANGE)).toBe(0);
  });

  test.each<[problem: FieldProblem, sentence: RegExp]>([
    ['lastNameRequired', /Vul een achternaam in/u],
    ['malformedEmail', /geen volledig e-mailadres/u],
    ['invalidDate', /datum bestaat niet/u],
    ['tooLong', /langer dan het CRM kan bewaren/u],
    ['refusedByCrm', /CRM neemt dit niet aan/u],
    ['notOffered', /Doe het in het CRM zelf/u],
    ['notForThisKind', /soort relatie heeft dit gegeven niet/u],
    ['undecided', /klopt nog niet/u],
  ])('the worker’s "%s" is a sentence at its field', async (problem, sentence) => {
    const { user } = await open(aPerson(), { change: () => invalid(['fields.jobTitle', problem]) });
    await retype(user, 'Functie', 'Baas');
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(box('Functie')).toHaveAccessibleDescription(sentence);
    });
    expect(box('Functie')).toHaveFocus();
    expect(box('Functie')).toHaveValue('Baas');
  });

  test('of several the first of the form gets the focus, and the number is told', async () => {
    const { user } = await open(aPerson(), {
      change: () => invalid(['fields.birthDate', 'invalidDate'], ['fields.firstName', 'tooLong']),
    });
    await retype(user, 'Roepnaam', 'Petronella');
    await user.click(await button('Bewaren'));
    expect(await screen.findByText(/2 velden kloppen nog niet/u)).toBeVisible();
    expect(box('Roepnaam')).toHaveFocus();
  });

  test('a problem of a field that is not shown is told by its name', async () => {
    const { user } = await open(aPerson({ kind: 'privatePerson' }), {
      change: () => invalid(['fields.jobTitle', 'notForThisKind']),
    });
    await retype(user, 'Roepnaam', 'Petronella');
    await user.click(await button('Bewaren'));
    expect(await screen.findByText(/Functie: Dit soort relatie heeft dit gegeven niet/u)).toBeVisible();
  });

  test('offline: what was typed stays, and the same button tries again', async () => {
    const { user, worker, done } = await open();
    await retype(user, 'Functie', 'Eigenaar');
    worker.reachable = false;
    await user.click(await button('Bewaren'));
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(box('Functie')).toHaveValue('Eigenaar');
    worker.reachable = true;
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
  });

  test('the worker’s own sentence is shown when it refuses as a whole', async () => {
    const { user } = await open(aPerson(), {
      change: () => refuse('notOffered', 'Dit CRM kan dit niet vanuit Relatiebrug wijzigen.'),
    });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    expect(await screen.findByText(/Dit CRM kan dit niet/u)).toBeVisible();
    expect(box('Functie')).toHaveValue('Eigenaar');
  });

  test('a person that is gone: told that nothing was saved', async () => {
    const { user, done } = await open(aPerson(), { change: () => refuse('notFound') });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    expect(await screen.findByText(/staat niet meer in het CRM.*niet bewaard/u)).toBeVisible();
    expect(done).toEqual([]);
  });

  test('a sign-in that has ended ends the session', async () => {
    const { user, worker, signIn, signedOut } = await open();
    await retype(user, 'Functie', 'Eigenaar');
    signIn.token = null;
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(signedOut()).toBe(1);
    });
    expect(worker.sent).toEqual([]);
  });
});

describe('what is sent', () => {
  test('only what differs, with the version', async () => {
    const { user, worker, done, announced } = await open();
    await retype(user, 'Functie', ' Eigenaar ');
    await retype(user, 'Mobiel zakelijk', '');
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.sent.at(-1)?.body).toEqual({
      version: 'v-1',
      fields: { jobTitle: 'Eigenaar', workMobile: null },
    });
    expect(done[0]?.fields.jobTitle).toBe('Eigenaar');
    expect(announced).toEqual(['Petra de Vries is bewaard.']);
  });

  test('nothing, when nothing differs: it just closes', async () => {
    const { user, worker, done } = await open();
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.sent).toEqual([]);
  });

  test('Enter saves, and so does Ctrl+Enter; a second press while it runs sends nothing', async () => {
    let release: () => void = () => undefined;
    const { user, worker, done } = await open(aPerson(), {
      change: async (sent) => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return ok(changed(aPerson(), sent.body));
      },
    });
    await user.type(box('Functie'), '!{Enter}');
    expect(await button('Bezig met bewaren…')).toBeVisible();
    await user.keyboard('{Control>}{Enter}{/Control}');
    await user.keyboard('{Escape}');
    expect(worker.calls(CHANGE)).toBe(1);
    release();
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
  });

  test('Ctrl+Enter saves', async () => {
    const { user, done } = await open();
    await user.type(box('Functie'), '!{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
  });
});

describe('which fields there are', () => {
  test('a private person has no business fields', async () => {
    await open(aPerson({ kind: 'privatePerson', organisation: null }));
    expect(box('E-mail privé')).toHaveAttribute('type', 'email');
    expect(screen.queryByLabelText('E-mail zakelijk')).not.toBeInTheDocument();
    expect(screen.queryByLabelText('Functie')).not.toBeInTheDocument();
  });

  test('what the office hides is not there, and is never sent as emptied', async () => {
    const { user, worker, done } = await open(
      aPerson({
        hidden: ['birthDate', 'privateDetails'],
        fields: { birthDate: null, privateEmail: null },
      }),
    );
    expect(screen.queryByLabelText('Geboortedatum')).not.toBeInTheDocument();
    expect(screen.queryByLabelText('E-mail privé')).not.toBeInTheDocument();
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.sent.at(-1)?.body).toEqual({ version: 'v-1', fields: { jobTitle: 'Eigenaar' } });
  });

  test('native inputs of the right type, without the browser’s own suggestions', async () => {
    await open();
    expect(box('E-mail zakelijk')).toHaveAttribute('type', 'email');
    expect(box('Telefoon zakelijk')).toHaveAttribute('type', 'tel');
    expect(box('Geboortedatum')).toHaveAttribute('type', 'date');
    for (const input of document.querySelectorAll('input'))
      expect(input).toHaveAttribute('autocomplete', 'off');
    expect(box('Roepnaam')).toHaveFocus();
  });

  test('somebody with several positions: told that name and private details are shared', async () => {
    await open(aPerson({ headId: 'r-0' }));
    expect(screen.getByText(/veranderen ook bij diens andere functies/u)).toBeVisible();
  });

  test('axe finds nothing', async () => {
    const { user } = await open();
    expect(await violations()).toEqual([]);
    await retype(user, /^Achternaam/u, '');
    await user.click(await button('Bewaren'));
    expect(await violations()).toEqual([]);
  });
});

describe('leaving', () => {
  test('Escape and Cancel leave at once when nothing was typed', async () => {
    const { user, cancelled } = await open();
    await user.keyboard('{Escape}');
    expect(cancelled()).toBe(1);
    await user.click(await button('Annuleren'));
    expect(cancelled()).toBe(2);
    expect(isHeld()).toBe(false);
  });

  test('with unsaved changes it asks; one can stay, with the focus where it was', async () => {
    const { user, cancelled } = await open();
    await user.type(box('Functie'), '!');
    await user.keyboard('{Escape}');
    expect(await screen.findByRole('alertdialog', { name: /niet bewaard/u })).toBeVisible();
    expect(await button('Verder bewerken')).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    expect(box('Functie')).toHaveFocus();
    expect(box('Functie')).toHaveValue('Directeur!');
    expect(cancelled()).toBe(0);
  });

  test('a second Escape stays; "do not save" leaves', async () => {
    const { user, cancelled } = await open();
    await user.type(box('Functie'), '!');
    await user.keyboard('{Escape}{Escape}');
    expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument();
    await user.click(await button('Annuleren'));
    await user.click(await button('Niet bewaren'));
    expect(cancelled()).toBe(1);
  });

  test('going elsewhere in the pane asks too, and goes there afterwards', async () => {
    const { user, cancelled } = await open();
    let gone = 0;
    const go = () => (gone += 1);
    await user.type(box('Functie'), '!');
    await act(async () => {
      askToLeave(go);
    });
    await user.click(await button('Niet bewaren'));
    expect(gone).toBe(1);
    // The form closes too: one may go to the screen it is on.
    expect(cancelled()).toBe(1);
  });

  test('text that was put back as it was holds nothing', async () => {
    const { user } = await open();
    await user.type(box('Functie'), '!{Backspace}');
    expect(isHeld()).toBe(false);
    let gone = 0;
    askToLeave(() => (gone += 1));
    expect(gone).toBe(1);
  });

  test('closing the window is held up while something is unsaved, and only then', async () => {
    const { user } = await open();
    const closing = () => {
      const event = new Event('beforeunload', { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(closing()).toBe(false);
    await user.type(box('Functie'), '!');
    expect(closing()).toBe(true);
  });
});
