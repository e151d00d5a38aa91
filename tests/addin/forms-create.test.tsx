/** A new relation from a mail: nobody is made twice, and what the mail says is only a proposal. */
import { act, screen, waitFor, within } from '@testing-library/react';
import CreatePerson from '../../addin/taskpane/relation/forms/create-person.tsx';
import { isHeld } from '../../addin/taskpane/leaving.ts';
import type { Correspondent } from '../../addin/office/item.ts';
import type { PersonCreate, PersonView } from '../../shared/api/persons.ts';
import { defaultVisibility } from '../../shared/api/visibility.ts';
import { closePane } from './support/open-pane.tsx';
import { openForm, type GivenForm } from './support/open-form.tsx';
import { aPerson } from './support/persons.ts';
import { violations } from './support/violations.ts';
import { ok, refuse, type StandInWorker } from './support/worker.ts';

afterEach(closePane);

const CREATE = 'POST /api/persons';
const SEARCH = 'GET /api/persons';
const LOOKUP = 'POST /api/persons/lookup';
const address = 'jan@bakkerij.example';
const mail: Correspondent = { name: 'Berg, Jan van der | Bakkerij', address, role: 'sender' };

const made = (body: unknown): PersonView => {
  const { kind, fields } = body as PersonCreate;
  return aPerson({ id: 'r-new', kind, displayName: 'Jan van der Berg', fields: { ...fields } });
};

/** An office that has these persons; the search gives all of them, as a search on a first letter may. */
const knows = (worker: StandInWorker, persons: readonly PersonView[]): void => {
  worker.instead.set(SEARCH, () => ok({ items: persons }));
  worker.instead.set(LOOKUP, ({ body }) => {
    const [asked = ''] = (body as { addresses: string[] }).addresses;
    const there = persons.filter(({ fields }) => [fields.workEmail, fields.privateEmail].includes(asked));
    return ok({ items: [{ address: asked, persons: there, chosen: null }] });
  });
};

const open = async (
  from: Partial<Correspondent> = {},
  given: GivenForm & { persons?: PersonView[] } = {},
) => {
  const done: PersonView[] = [];
  let cancelled = 0;
  const form = await openForm(
    <CreatePerson
      from={{ ...mail, ...from }}
      onDone={(one) => done.push(one)}
      onCancel={() => (cancelled += 1)}
    />,
    {
      ...given,
      before: (worker) => {
        knows(worker, given.persons ?? []);
        worker.instead.set(CREATE, ({ body }) => ok(made(body), 201));
        given.before?.(worker);
      },
    },
  );
  // The look that the form begins with.
  await waitFor(() => {
    expect(form.worker.calls(LOOKUP)).toBe(1);
  });
  await act(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
  });
  return { ...form, done, cancelled: () => cancelled };
};

const box = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name);
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const sentTo = (worker: StandInWorker, call: string) =>
  worker.sent.filter((one) => one.call === call).at(-1)?.body;

describe('nobody is made twice', () => {
  const jan = aPerson({
    id: 'r-7',
    displayName: 'Jan van der Berg',
    fields: { firstName: 'Jan', surnamePrefix: 'van der', lastName: 'Berg', workEmail: null },
  });

  test('a namesake is shown at once, and the address can go to him instead', async () => {
    const { user, worker, done } = await open(
      {},
      {
        persons: [jan],
        before: (stand) =>
          stand.instead.set('PATCH /api/persons/r-7', ({ body }) =>
            ok({ ...jan, fields: { ...jan.fields, ...(body as { fields: object }).fields } }),
          ),
      },
    );
    const region = await screen.findByRole('region', { name: 'Bedoelt u misschien…?' });
    expect(within(region).getByText('Jan van der Berg')).toBeVisible();
    expect(await violations()).toEqual([]);
    await user.click(within(region).getByRole('button', { name: /Adres hier toevoegen/u }));
    expect(
      await screen.findByRole('heading', { name: 'Adres toevoegen aan Jan van der Berg' }),
    ).toBeVisible();
    await user.click(await button('Adres toevoegen'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(done[0]).toMatchObject({ id: 'r-7', fields: { workEmail: address } });
    expect(worker.calls(CREATE)).toBe(0);
  });

  test('whoever has the address already is shown, not given it again', async () => {
    const { user, done } = await open({}, { persons: [aPerson({ fields: { workEmail: address } })] });
    const region = await screen.findByRole('region', { name: 'Bedoelt u misschien…?' });
    expect(within(region).getByText('Heeft dit adres al.')).toBeVisible();
    await user.click(within(region).getByRole('button', { name: /Deze persoon tonen/u }));
    expect(done.map(({ id }) => id)).toEqual(['r-1']);
  });

  test('with a namesake on screen the button says what it does, and one press makes', async () => {
    const { user, worker, done } = await open({}, { persons: [jan] });
    await user.click(await button('Toch een nieuwe relatie maken'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.calls(CREATE)).toBe(1);
  });

  test('another name typed: looked for again before anything is made', async () => {
    const { user, worker } = await open();
    knows(worker, [
      aPerson({
        id: 'r-8',
        displayName: 'Jan Bakker',
        fields: { firstName: 'J.', lastName: 'Bakker', surnamePrefix: null },
      }),
    ]);
    await user.clear(box(/^Achternaam/u));
    await user.type(box(/^Achternaam/u), 'Bakker');
    await user.clear(box('Tussenvoegsel'));
    await user.click(await button('Relatie maken'));
    expect(await screen.findByText('Jan Bakker')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Bedoelt u misschien…?' })).toHaveFocus();
    expect(worker.calls(CREATE)).toBe(0);
    expect(worker.sent.findLast(({ call }) => call === SEARCH)?.query.get('q')).toBe('j Bakker');
    await user.click(await button('Toch een nieuwe relatie maken'));
    await waitFor(() => {
      expect(worker.calls(CREATE)).toBe(1);
    });
  });

  test('an answer that got lost: the next try looks first, and finds who was made', async () => {
    const { user, worker, done } = await open();
    worker.instead.set(CREATE, ({ body }) => {
      knows(worker, [made(body)]);
      return refuse('unavailable', 'Even niet beschikbaar.');
    });
    await user.click(await button('Relatie maken'));
    expect(await screen.findByText(/niet zeker of het CRM dit heeft ontvangen/u)).toBeVisible();
    await user.click(await button('Relatie maken'));
    expect(await screen.findByText(/bij uw vorige poging toch gemaakt/u)).toBeVisible();
    expect(worker.calls(CREATE)).toBe(1);
    await user.click(await button(/Deze persoon tonen/u));
    expect(done.map(({ id }) => id)).toEqual(['r-new']);
  });

  test('offline: what was typed stays, nothing is made before one could look', async () => {
    const { user, worker, done } = await open();
    worker.reachable = false;
    await user.type(box('Functie'), 'Bakker');
    await user.click(await button('Relatie maken'));
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(box('Functie')).toHaveValue('Bakker');
    worker.reachable = true;
    await user.click(await button('Relatie maken'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.calls(CREATE)).toBe(2);
  });

  test('one could not look: nothing is made until it went well', async () => {
    const { user, worker } = await open(
      {},
      { before: (stand) => stand.instead.set(SEARCH, () => refuse('internal', 'Er ging iets mis.')) },
    );
    await user.click(await button('Relatie maken'));
    expect(await screen.findByText('Er ging iets mis.')).toBeVisible();
    expect(worker.calls(CREATE)).toBe(0);
  });

  test('a CRM that makes nobody from here says so itself', async () => {
    const { user } = await open(
      {},
      {
        before: (stand) => {
          stand.instead.set(SEARCH, () => refuse('notOffered'));
          stand.instead.set(CREATE, () => refuse('notOffered', 'Doe het in het CRM zelf.'));
        },
      },
    );
    await user.click(await button('Relatie maken'));
    expect(await screen.findByText('Doe het in het CRM zelf.')).toBeVisible();
  });
});

describe('what is wrong is told at its field', () => {
  test('no last name: nothing is asked or sent', async () => {
    const { user, worker } = await open({ name: 'Petra' });
    expect(box('Roepnaam')).toHaveValue('Petra');
    await user.click(await button('Relatie maken'));
    expect(await screen.findByText(/Vul een achternaam in/u)).toBeVisible();
    expect(box(/^Achternaam/u)).toHaveFocus();
    expect(worker.calls(CREATE)).toBe(0);
  });

  test('the worker’s problem at the input that it is of; of what is not shown, by name', async () => {
    const { user } = await open(
      {},
      {
        before: (worker) =>
          worker.instead.set(CREATE, () => ({
            status: 422,
            body: {
              error: {
                code: 'invalid',
                message: 'Klopt niet.',
                fields: [
                  { field: 'organisationName', problem: 'tooLong' },
                  { field: 'relationManagerId', problem: 'unknownEmployee' },
                ],
              },
            },
          })),
      },
    );
    await user.click(await button('Relatie maken'));
    await waitFor(() => {
      expect(box('Organisatie')).toHaveAccessibleDescription(/langer dan het CRM kan bewaren/u);
    });
    expect(box('Organisatie')).toHaveFocus();
    expect(screen.getByText(/Deze medewerker staat niet/u)).toBeVisible();
  });
});

describe('what the mail says is filled in', () => {
  test('name, address and me as relation manager', async () => {
    const { user, worker, done, announced } = await open();
    expect(box('Roepnaam')).toHaveValue('Jan');
    expect(box('Tussenvoegsel')).toHaveValue('van der');
    expect(box(/^Achternaam/u)).toHaveValue('Berg');
    expect(box('E-mail zakelijk')).toHaveValue(address);
    expect(box('Organisatie')).toHaveValue('');
    expect(screen.getByText('Dan komt deze persoon ook in uw Outlook.')).toBeVisible();
    await user.type(box('Organisatie'), 'Bakkerij De Berg');
    await user.click(await button('Relatie maken'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(sentTo(worker, CREATE)).toEqual({
      kind: 'contactPerson',
      fields: { firstName: 'Jan', surnamePrefix: 'van der', lastName: 'Berg', workEmail: address },
      organisationName: 'Bakkerij De Berg',
      relationManagerId: 'e-1',
    });
    expect(announced).toEqual(['Jan van der Berg is nu een relatie.']);
  });

  test('a private person: the private fields, no organisation, even if one was typed before', async () => {
    const { user, worker, done } = await open();
    await user.type(box('Organisatie'), 'Bakkerij');
    await user.type(box('Mobiel zakelijk'), '06 0000 0001');
    await user.click(screen.getByRole('radio', { name: 'Particulier' }));
    expect(box('E-mail privé')).toHaveValue(address);
    expect(screen.queryByLabelText('Organisatie')).not.toBeInTheDocument();
    await user.click(screen.getByRole('checkbox', { name: 'Ik word de relatiebeheerder' }));
    await user.click(await button('Relatie maken'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(sentTo(worker, CREATE)).toEqual({
      kind: 'privatePerson',
      fields: {
        firstName: 'Jan',
        surnamePrefix: 'van der',
        lastName: 'Berg',
        privateEmail: address,
        privateMobile: '06 0000 0001',
      },
    });
  });

  test('an address where people have their private mail proposes a private person', async () => {
    await open({ address: 'jan@gmail.com' });
    expect(screen.getByRole('radio', { name: 'Particulier' })).toBeChecked();
  });

  test('no promise of Outlook where the settings of the mailbox would leave the new relation out', async () => {
    await open(
      {},
      {
        mailbox: {
          settings: {
            groupsIncluded: ['Klanten'],
            groupsExcluded: [],
            conflictPolicy: 'crm',
            roles: ['relationManager', 'owner'],
          },
        },
      },
    );
    expect(screen.getByRole('checkbox', { name: 'Ik word de relatiebeheerder' })).toBeChecked();
    expect(screen.queryByText(/ook in uw Outlook/u)).not.toBeInTheDocument();
  });

  test('where the office hides the relation manager, none is set from here', async () => {
    const { user, worker, done } = await open(
      {},
      { before: (stand) => (stand.visibility = { ...defaultVisibility, relationManager: false }) },
    );
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    await user.click(await button('Relatie maken'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(sentTo(worker, CREATE)).not.toHaveProperty('relationManagerId');
  });

  test('a forged mail: its script is no name, its odd address is told', async () => {
    await open({ name: '<script>alert(1)</script>', address: 'jan@ba\u212Akerij.example' });
    expect(box(/^Achternaam/u)).toHaveValue('');
    expect(box('Roepnaam')).toHaveValue('');
    expect(screen.getByText(/lijken maar het niet zijn/u)).toBeVisible();
  });
});

describe('leaving', () => {
  test('what was only filled in holds nobody; what was typed is asked about', async () => {
    const { user, cancelled } = await open();
    expect(isHeld()).toBe(false);
    expect(box('Roepnaam')).toHaveFocus();
    await user.keyboard('x{Escape}');
    expect(await screen.findByRole('alertdialog')).toBeVisible();
    expect(cancelled()).toBe(0);
    await user.click(await button('Niet bewaren'));
    expect(cancelled()).toBe(1);
  });

  test('axe finds nothing, in English too', async () => {
    await open({}, { language: 'en' });
    expect(screen.getByRole('heading', { level: 1, name: 'New relation' })).toBeVisible();
    expect(await violations()).toEqual([]);
  });
});
