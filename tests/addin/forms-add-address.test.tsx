/** Adding the address of a mail to somebody the office knows: finding them by keyboard, and what exactly will change. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import AddAddress from '../../addin/taskpane/relation/forms/add-address.tsx';
import { DEBOUNCE_MS } from '../../addin/taskpane/relation/forms/person-search.tsx';
import type { PersonView } from '../../shared/api/persons.ts';
import { closePane } from './support/open-pane.tsx';
import { openForm } from './support/open-form.tsx';
import { aPerson } from './support/persons.ts';
import { violations } from './support/violations.ts';
import { ok, refuse, type Handler, type StandInWorker } from './support/worker.ts';

afterEach(closePane);

const SEARCH = 'GET /api/persons';
const address = 'petra@nieuw.example';

const petra = aPerson();
const jan = aPerson({
  id: 'r-2',
  kind: 'privatePerson',
  displayName: 'Jan de Boer',
  organisation: null,
  fields: { firstName: 'Jan', surnamePrefix: 'de', lastName: 'Boer', jobTitle: null, workEmail: null },
});
const sofie = aPerson({
  id: 'r-3',
  kind: 'employee',
  displayName: 'Sofie Bakker',
  former: true,
  fields: {
    firstName: 'Sofie',
    lastName: 'Bakker',
    workEmail: 'sofie@kantoor.example',
    privateEmail: 'sofie@thuis.example',
  },
});
const everybody = [petra, jan, sofie];

const open = async (before?: (worker: StandInWorker) => void, asked = address) => {
  const done: PersonView[] = [];
  let cancelled = 0;
  const form = await openForm(
    <AddAddress address={asked} onDone={(one) => done.push(one)} onCancel={() => (cancelled += 1)} />,
    {
      before: (worker) => {
        worker.instead.set(SEARCH, ({ query }) => {
          const q = (query.get('q') ?? '').toLowerCase();
          return ok({ items: everybody.filter((one) => one.displayName.toLowerCase().includes(q)) });
        });
        worker.instead.set('POST /api/persons/lookup', ({ body }) => {
          const [first = ''] = (body as { addresses: string[] }).addresses;
          return ok({ items: [{ address: first, persons: [], chosen: null }] });
        });
        for (const one of everybody)
          worker.instead.set(`PATCH /api/persons/${one.id}`, ({ body }) =>
            ok({ ...one, fields: { ...one.fields, ...(body as { fields: object }).fields } }),
          );
        before?.(worker);
      },
    },
  );
  return { ...form, done, cancelled: () => cancelled };
};

const input = () => screen.getByRole<HTMLInputElement>('combobox', { name: /Zoek op naam/u });
const options = () => screen.findAllByRole('option');
const button = (name: string) => screen.findByRole('button', { name });
/** At once: letter by letter, each of them is a render. */
const search = async (user: UserEvent, text: string): Promise<void> => {
  await user.click(input());
  await user.paste(text);
};
const lastChange = (worker: StandInWorker) => worker.sent.findLast(({ call }) => call.startsWith('PATCH'));

describe('searching', () => {
  test('asks nothing for one letter, and says that two are needed', async () => {
    const { user, worker } = await open();
    expect(input()).toHaveFocus();
    await user.type(input(), 'p');
    await act(async () => {
      await new Promise((resolve) => setTimeout(resolve, DEBOUNCE_MS * 2));
    });
    expect(screen.getByRole('status')).toHaveTextContent('ten minste twee letters');
    expect(worker.calls(SEARCH)).toBe(0);
  });

  test('asks once for what was typed in one go, and tells how many there are', async () => {
    const { worker } = await open();
    for (const value of ['pe', 'pet', 'petr', 'petra']) fireEvent.change(input(), { target: { value } });
    expect(await options()).toHaveLength(1);
    expect(worker.calls(SEARCH)).toBe(1);
    expect(worker.sent.at(-1)?.query.get('q')).toBe('petra');
    expect(screen.getByRole('status')).toHaveTextContent('1 persoon gevonden');
  });

  test('an answer that comes after a newer question is dropped', async () => {
    const slow: (() => void)[] = [];
    const { user } = await open((worker) => {
      const usual = worker.instead.get(SEARCH) as Handler;
      worker.instead.set(SEARCH, async (sent) => {
        if (sent.query.get('q') === 'petra')
          await new Promise<void>((resolve) => {
            slow.push(resolve);
          });
        return usual(sent);
      });
    });
    await search(user, 'petra');
    await waitFor(() => {
      expect(slow).toHaveLength(1);
    });
    await user.clear(input());
    await search(user, 'boer');
    expect((await options()).map((one) => one.textContent)).toEqual([expect.stringContaining('Jan de Boer')]);
    await act(async () => {
      slow[0]?.();
      await new Promise((resolve) => setTimeout(resolve, 20));
    });
    expect((await options()).map((one) => one.textContent)).toEqual([expect.stringContaining('Jan de Boer')]);
  });

  test('nobody found: what to try', async () => {
    const { user } = await open();
    await search(user, 'zzzz');
    expect(await screen.findByText(/Niemand gevonden. Probeer een deel/u)).toBeVisible();
    expect(input()).toHaveAttribute('aria-expanded', 'false');
  });

  test('no connection: said, and searched again by a button', async () => {
    const { user, worker } = await open();
    worker.reachable = false;
    await search(user, 'petra');
    await user.click(await button('Opnieuw zoeken'));
    worker.reachable = true;
    await user.click(await button('Opnieuw zoeken'));
    expect(await options()).toHaveLength(1);
  });

  test('a CRM that cannot be searched from here: its sentence', async () => {
    const { user } = await open((worker) =>
      worker.instead.set(SEARCH, () => refuse('notOffered', 'Dit CRM kan dit niet.')),
    );
    await search(user, 'petra');
    expect(await screen.findByText('Dit CRM kan dit niet.')).toBeVisible();
  });

  test('shows what tells namesakes apart: position, organisation, kind and addresses', async () => {
    const { user } = await open();
    await search(user, 'sofie');
    const [option] = await options();
    expect(option).toHaveTextContent('Sofie Bakker');
    expect(option).toHaveTextContent('Directeur · Bakkerij De Vries · medewerker · voormalig');
    expect(option).toHaveTextContent('sofie@kantoor.example, sofie@thuis.example');
  });

  test('arrows, Home, End and Enter choose; the focus stays in the input', async () => {
    const { user } = await open();
    await search(user, 'de');
    const found = await options();
    expect(found).toHaveLength(2);
    expect(input()).toHaveAttribute('aria-expanded', 'true');
    expect(input()).not.toHaveAttribute('aria-activedescendant');
    await user.keyboard('{Enter}');
    expect(input()).toBeVisible();
    await user.keyboard('{ArrowDown}');
    expect(input()).toHaveAttribute('aria-activedescendant', found[0]?.id);
    await user.keyboard('{ArrowUp}');
    expect(input()).toHaveAttribute('aria-activedescendant', found[1]?.id);
    expect(found[1]).toHaveAttribute('aria-selected', 'true');
    await user.keyboard('{ArrowDown}');
    expect(input()).toHaveAttribute('aria-activedescendant', found[0]?.id);
    await user.keyboard('{End}{Home}{End}');
    expect(input()).toHaveFocus();
    expect(await violations()).toEqual([]);
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('heading', { name: 'Adres toevoegen aan Jan de Boer' })).toBeVisible();
  });

  test('Escape empties the search first, then leaves', async () => {
    const { user, cancelled } = await open();
    await search(user, 'petra');
    await options();
    await user.keyboard('{Escape}');
    expect(input()).toHaveValue('');
    expect(screen.queryByRole('option')).not.toBeInTheDocument();
    expect(cancelled()).toBe(0);
    await user.keyboard('{Escape}');
    expect(cancelled()).toBe(1);
  });
});

const choose = async (name: string, before?: (worker: StandInWorker) => void, asked?: string) => {
  const form = await open(before, asked);
  await search(form.user, name);
  await form.user.click((await options())[0] as HTMLElement);
  await screen.findByRole('heading', { level: 1, name: /Adres toevoegen aan/u });
  return form;
};

describe('what will change', () => {
  test('work e-mail in use: the private one is proposed; replacing is a choice with old and new', async () => {
    const { user, worker, done, announced } = await choose('petra');
    expect(screen.getByRole('radio', { name: /E-mail privé\s*nu leeg/u })).toBeChecked();
    expect(screen.getByText(`E-mail privé wordt ${address}. Verder verandert er niets.`)).toBeVisible();
    await user.click(
      screen.getByRole('radio', { name: /E-mail zakelijk vervangen\s*petra@bakkerijdevries/u }),
    );
    expect(
      screen.getByText(
        /E-mail zakelijk wordt petra@nieuw.example. Het oude adres petra@bakkerijdevries.example/u,
      ),
    ).toBeVisible();
    expect(await violations()).toEqual([]);
    await user.click(await button('Adres vervangen'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(lastChange(worker)?.body).toEqual({ version: 'v-1', fields: { workEmail: address } });
    expect(announced).toEqual(['Het adres staat nu bij Petra de Vries.']);
  });

  test('a private person with no address: one place, nothing to choose, one Enter', async () => {
    const { user, worker, done } = await choose('boer');
    expect(screen.queryByRole('radio')).not.toBeInTheDocument();
    expect(screen.getByText(`E-mail privé wordt ${address}. Verder verandert er niets.`)).toBeVisible();
    expect(await button('Adres toevoegen')).toHaveFocus();
    await user.keyboard('{Enter}');
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(lastChange(worker)?.body).toEqual({ version: 'v-1', fields: { privateEmail: address } });
  });

  test('both in use: nothing is chosen for one, and nothing is sent before it is', async () => {
    const { user, worker, done } = await choose('sofie');
    for (const radio of screen.getAllByRole('radio')) expect(radio).not.toBeChecked();
    expect(screen.getByText(/Beide plaatsen zijn bezet/u)).toBeVisible();
    await user.click(await button('Adres toevoegen'));
    expect(await screen.findByText('Kies waar het adres komt.')).toBeVisible();
    expect(lastChange(worker)).toBeUndefined();
    await user.click(screen.getByRole('radio', { name: /E-mail privé vervangen\s*sofie@thuis.example/u }));
    await user.click(await button('Adres vervangen'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(lastChange(worker)?.body).toEqual({ version: 'v-1', fields: { privateEmail: address } });
  });

  test('the person has the address already: nothing is sent, it is shown', async () => {
    const { user, worker, done } = await choose('petra', undefined, 'PETRA@bakkerijdevries.example');
    expect(screen.getByText('Petra de Vries heeft dit adres al (e-mail zakelijk).')).toBeVisible();
    await user.click(await button('Deze persoon tonen'));
    expect(done).toEqual([petra]);
    expect(lastChange(worker)).toBeUndefined();
  });

  test('a look-alike of the address is another address, and said to be odd', async () => {
    await choose('petra', undefined, 'petra@ba\u212Akerijdevries.example');
    expect(screen.getByText(/lijken maar het niet zijn/u)).toBeVisible();
    expect(screen.queryByText(/heeft dit adres al/u)).not.toBeInTheDocument();
  });

  test('somebody else has the address too: told, as Outlook mixes such persons up', async () => {
    await choose('petra', (worker) =>
      worker.instead.set('POST /api/persons/lookup', () =>
        ok({ items: [{ address, persons: [jan, petra], chosen: null }] }),
      ),
    );
    expect(await screen.findByText(/Dit adres staat ook bij Jan de Boer\./u)).toBeVisible();
  });

  test('another person after all: back to the search as it was', async () => {
    const { user } = await choose('petra');
    await user.click(await button('Iemand anders kiezen'));
    expect(input()).toHaveValue('petra');
    expect(input()).toHaveFocus();
  });
});

describe('saving', () => {
  const refusing = (now: PersonView): ((worker: StandInWorker) => void) => {
    return (worker) =>
      worker.instead.set('PATCH /api/persons/r-1', ({ body }) => {
        const { version, fields } = body as { version: string; fields: object };
        return version === now.version
          ? ok({ ...now, fields: { ...now.fields, ...fields } })
          : { status: 409, body: { error: { code: 'stale', message: 'Intussen gewijzigd.', current: now } } };
      });
  };

  test('changed meanwhile, but not there: goes on by itself on the new version', async () => {
    const { user, done } = await choose(
      'petra',
      refusing(aPerson({ version: 'v-2', fields: { jobTitle: 'Eigenaar' } })),
    );
    await user.click(await button('Adres toevoegen'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(done[0]?.fields).toMatchObject({ privateEmail: address, jobTitle: 'Eigenaar' });
  });

  test('changed there meanwhile: told, and nothing is overwritten', async () => {
    const { user, worker, done } = await choose(
      'petra',
      refusing(aPerson({ version: 'v-2', fields: { privateEmail: 'petra@thuis.example' } })),
    );
    await user.click(await button('Adres toevoegen'));
    expect(await screen.findByText(/intussen gewijzigd/u)).toBeVisible();
    expect(worker.sent.filter(({ call }) => call.startsWith('PATCH'))).toHaveLength(1);
    for (const radio of screen.getAllByRole('radio')) expect(radio).not.toBeChecked();
    expect(done).toEqual([]);
    await user.click(screen.getByRole('radio', { name: /petra@thuis.example/u }));
    await user.click(await button('Adres vervangen'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
  });

  test('the person got the address meanwhile: done, nothing is sent twice', async () => {
    const { user, worker, done } = await choose(
      'petra',
      refusing(aPerson({ version: 'v-2', fields: { privateEmail: address } })),
    );
    await user.click(await button('Adres toevoegen'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.sent.filter(({ call }) => call.startsWith('PATCH'))).toHaveLength(1);
  });

  test('the address is not taken: why', async () => {
    const { user } = await choose('petra', (worker) =>
      worker.instead.set('PATCH /api/persons/r-1', () => ({
        status: 422,
        body: {
          error: {
            code: 'invalid',
            message: 'Klopt niet.',
            fields: [{ field: 'fields.privateEmail', problem: 'malformedEmail' }],
          },
        },
      })),
    );
    await user.click(await button('Adres toevoegen'));
    expect(await screen.findByText(/geen volledig e-mailadres/u)).toBeVisible();
  });

  test('offline: the choice stays and the button tries again', async () => {
    const { user, worker, done } = await choose('petra');
    worker.reachable = false;
    await user.click(await button('Adres toevoegen'));
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    worker.reachable = true;
    await user.click(within(screen.getByRole('form')).getByRole('button', { name: 'Adres toevoegen' }));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
  });
});
