/** Who is behind the open mail: following Outlook, mails that mean harm, and a worker that does not answer. */
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { FRESH_MS } from '../../addin/taskpane/relation/lookups.ts';
import { closePane } from './support/open-pane.tsx';
import { aPerson } from './support/persons.ts';
import { from, held, lookups, Office, openBeside, select, title, violations } from './support/relations.ts';
import { aMailbox, aPass, ok, refuse } from './support/worker.ts';

afterEach(() => {
  jest.useRealTimers();
  closePane();
});

const petra = aPerson();
const karel = aPerson({
  id: 'r-2',
  displayName: 'Karel Kampioen',
  organisation: { id: 'o-2', name: 'Kampioen BV' },
  fields: {
    firstName: 'Karel',
    surnamePrefix: null,
    lastName: 'Kampioen',
    workEmail: 'karel@kampioen.example',
  },
});
const atPetra = 'petra@bakkerijdevries.example';
const atKarel = 'karel@kampioen.example';
const list = () => screen.findByRole('region', { name: 'Correspondenten' });
const names = async () =>
  within(await list())
    .getAllByRole('listitem')
    .map((item) => item.textContent);

describe('a forged mail', () => {
  test('shows its script as text and runs none of it', async () => {
    const name = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';
    await openBeside({ kind: 'read', from: [name, 'boef@kwaad.example'] }, new Office(petra));
    expect(await title(/<script>window.hacked = 1<\/script>/u)).toBeVisible();
    expect(document.querySelector('main script, main img')).toBeNull();
    expect((window as { hacked?: number }).hacked).toBeUndefined();
  });

  test('with a name and a subject of ten thousand characters stays readable', async () => {
    await openBeside(
      { kind: 'read', subject: 'x'.repeat(10_000), from: ['y'.repeat(10_000), 'boef@kwaad.example'] },
      new Office(),
    );
    expect((await title(/^y+…$/u)).textContent.length).toBeLessThan(130);
    expect(document.body.textContent).not.toContain('x'.repeat(200));
  });

  test('from an address that only looks like a known one is from nobody, and says why to look twice', async () => {
    const alike = 'p\u0435tra@bakkerijdevries.example';
    const pane = await openBeside({ kind: 'read', from: ['Petra de Vries', alike] }, new Office(petra));
    expect(await screen.findByText('Dit adres staat niet in het CRM.')).toBeVisible();
    expect(screen.getByText(/letters die op gewone letters kunnen lijken/u)).toBeVisible();
    expect(lookups(pane)).toEqual([[alike]]);
  });

  test.each([
    ['longer than an address can be', `${'a'.repeat(400)}@kwaad.example`],
    ['no address at all', 'zomaar wat'],
    ['a name of the directory', '/o=ExchangeLabs/ou=Group/cn=Recipients/cn=karel'],
    ['of two lines', 'karel@kampioen.example\nbcc: x@kwaad.example'],
  ])('from an address that is %s is not looked up, and offers nothing', async (_what, address) => {
    const pane = await openBeside({ kind: 'read', from: ['Karel', address] }, new Office(karel));
    expect(await screen.findByText(/geen e-mailadres dat kan worden opgezocht/u)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Nieuwe relatie maken' })).not.toBeInTheDocument();
    expect(lookups(pane)).toEqual([]);
  });

  test('does not keep the others from being looked up', async () => {
    const pane = await openBeside(
      { kind: 'read', from: ['x', `${'a'.repeat(400)}@kwaad.example`], to: [['Petra', atPetra]] },
      new Office(petra),
    );
    expect(await title('Petra de Vries')).toBeVisible();
    expect(lookups(pane)).toEqual([[atPetra]]);
  });

  test('to 500 people asks once, for a hundred, and shows a few', async () => {
    const to = Array.from({ length: 500 }, (_, n) => [`Ontvanger ${n}`, `r${n}@veel.example`] as const);
    const pane = await openBeside(from(atPetra, { to }), new Office(petra));
    await title('Petra de Vries');
    expect(lookups(pane).map(({ length }) => length)).toEqual([100]);
    expect(await names()).toHaveLength(4);
    expect(screen.getByText('En nog 401 die niet zijn opgezocht.')).toBeVisible();
    await pane.user.click(screen.getByRole('button', { name: 'Toon alle 100' }));
    expect(await names()).toHaveLength(100);
  });
});

describe('a worker that does not answer', () => {
  test('is said, with nobody shown, and looked up once it is back', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra), {
      before: ({ worker }) => worker.instead.set('POST /api/persons/lookup', () => refuse('unavailable')),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('sentence of unavailable');
    expect(await violations()).toEqual([]);
    new Office(petra).describe(pane.worker);
    await pane.user.click(screen.getByRole('button', { name: 'Opnieuw proberen' }));
    expect(await title('Petra de Vries')).toBeVisible();
    expect(document.activeElement).not.toBe(document.body);
  });

  test('for another mail does not leave the person of the mail before', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra));
    await title('Petra de Vries');
    pane.worker.reachable = false;
    select(pane, from(atKarel));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(screen.queryByText('Petra de Vries')).not.toBeInTheDocument();
    pane.worker.reachable = true;
    new Office(karel).describe(pane.worker);
    fireEvent.online(window);
    expect(await title('Karel Kampioen')).toBeVisible();
  });

  test('leaves a person who was seen before on screen, as last known', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra, karel));
    await title('Petra de Vries');
    select(pane, from(atKarel));
    await title('Karel Kampioen');
    pane.worker.reachable = false;
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + FRESH_MS);
    select(pane, from(atPetra));
    expect(await title('Petra de Vries')).toBeVisible();
    expect((await screen.findAllByText('Geen verbinding')).length).toBe(1);
    jest.restoreAllMocks();
  });

  test('because the sign-in has ended asks to sign in', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra), {
      before: ({ worker, bridge }) =>
        worker.instead.set('POST /api/persons/lookup', () => {
          if (bridge !== null) bridge.plan.silent = { status: 'USER_INTERACTION_REQUIRED' };
          return refuse('tokenInvalid');
        }),
    });
    expect(await title('Meld u aan')).toBeVisible();
    expect(pane.worker.calls('POST /api/persons/lookup')).toBe(1);
  });
});

describe('following Outlook', () => {
  test('an answer for a mail that is no longer open is dropped', async () => {
    const slow = held();
    const office = new Office(petra, karel);
    const pane = await openBeside(from(atPetra), office, {
      before: ({ worker }) => {
        const answer = worker.instead.get('POST /api/persons/lookup');
        worker.instead.set('POST /api/persons/lookup', async (sent) => {
          if ((sent.body as { addresses: string[] }).addresses.includes(atPetra)) await slow.until;
          return answer?.(sent) ?? ok(null);
        });
      },
    });
    await waitFor(() => {
      expect(lookups(pane)).toEqual([[atPetra]]);
    });
    select(pane, from(atKarel));
    await title('Karel Kampioen');
    await act(async () => {
      slow.letGo();
      await slow.until;
    });
    expect(await title('Karel Kampioen')).toBeVisible();
    expect(screen.queryByText('Petra de Vries')).not.toBeInTheDocument();
  });

  test('the last person stays while the next is looked up, but nothing can be done about them', async () => {
    const slow = held();
    const pane = await openBeside(from(atPetra), new Office(petra, karel));
    await title('Petra de Vries');
    const answer = pane.worker.instead.get('POST /api/persons/lookup');
    pane.worker.instead.set('POST /api/persons/lookup', async (sent) => {
      await slow.until;
      return answer?.(sent) ?? ok(null);
    });
    screen.getByRole('button', { name: 'Bewerken' }).focus();
    select(pane, from(atKarel));
    const dimmed = await waitFor(() => {
      const found = document.querySelector('[aria-busy="true"]');
      expect(found).not.toBeNull();
      return found as HTMLElement;
    });
    expect(dimmed).toHaveAttribute('inert');
    expect(dimmed).toHaveTextContent('Petra de Vries');
    expect(dimmed.contains(document.activeElement)).toBe(false);
    expect(document.activeElement).not.toBe(document.body);
    slow.letGo();
    expect(await title('Karel Kampioen')).toBeVisible();
    expect(dimmed).not.toHaveAttribute('inert');
  });

  test('mails that are flicked through are not all asked for, and the last one is shown', async () => {
    const persons = Array.from({ length: 8 }, (_, n) =>
      aPerson({ id: `f-${n}`, displayName: `Nummer ${n}`, fields: { workEmail: `n${n}@flick.example` } }),
    );
    const pane = await openBeside(from(atPetra), new Office(petra, ...persons));
    await title('Petra de Vries');
    for (let n = 0; n < 8; n += 1) select(pane, from(`n${n}@flick.example`));
    await title('Nummer 7');
    expect(lookups(pane).length).toBeLessThanOrEqual(3);
    expect(lookups(pane).at(-1)).toEqual(['n7@flick.example']);
  });

  test('a mail of persons who were just looked up asks nothing', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra, karel));
    await title('Petra de Vries');
    select(pane, from(atKarel));
    await title('Karel Kampioen');
    select(pane, from(atPetra));
    await title('Petra de Vries');
    expect(lookups(pane)).toEqual([[atPetra], [atKarel]]);
  });

  test('when a pass has ended the person is looked up again, without a blink', async () => {
    const office = new Office(petra);
    const pane = await openBeside(from(atPetra), office);
    const name = await title('Petra de Vries');
    office.put(aPerson({ version: 'v-2', fields: { workMobile: '06 0000 0077' } }));
    pane.worker.mailbox = aMailbox({ lastPass: aPass({ id: 'p-2' }) });
    fireEvent(document, new Event('visibilitychange'));
    expect(await screen.findByText('06 0000 0077')).toBeVisible();
    expect(name).toBeInTheDocument();
  });

  test('a person is only noted as looked at after a second, and a glance is not', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra, karel));
    await title('Petra de Vries');
    select(pane, from(atKarel));
    await title('Karel Kampioen');
    await waitFor(() => {
      expect(pane.worker.calls('PUT /api/persons/r-2/seen')).toBe(1);
    });
    expect(pane.worker.calls('PUT /api/persons/r-1/seen')).toBe(0);
  });
});

describe('whom the mail is from and to', () => {
  const three = from('vreemd@elders.example', { to: [['Petra', atPetra]], cc: [['Karel', atKarel]] });

  test('the sender stands first, the first who is known is open, and the list says who is', async () => {
    await openBeside(three, new Office(petra, karel));
    await title('Petra de Vries');
    expect(await names()).toEqual([
      expect.stringContaining('Wie dan ookAfzender · Niet in het CRM'),
      expect.stringContaining('Petra de VriesAan · Bakkerij De Vries'),
      expect.stringContaining('Karel KampioenIn kopie · Kampioen BV'),
    ]);
    expect(screen.getByRole('button', { current: true })).toHaveTextContent('Petra de Vries');
    expect(await violations()).toEqual([]);
  });

  test('another is chosen with the keyboard, and stays chosen after a visit to another screen', async () => {
    const pane = await openBeside(three, new Office(petra, karel), {
      before: ({ worker }) => worker.instead.set('GET /api/held', () => ok({ items: [], next: null })),
    });
    await title('Petra de Vries');
    const other = screen.getByRole('button', { name: /Karel Kampioen/u });
    other.focus();
    await pane.user.keyboard('{Enter}');
    expect(await title('Karel Kampioen')).toBeVisible();
    expect(other).toHaveFocus();
    await pane.user.click(screen.getByRole('button', { name: 'Controle' }));
    await waitFor(() => {
      expect(screen.queryByText('Kampioen BV')).not.toBeInTheDocument();
    });
    await pane.user.click(screen.getByRole('button', { name: 'Relatie' }));
    expect(await title('Karel Kampioen')).toBeVisible();
    expect(lookups(pane)).toHaveLength(1);
  });

  test('one who is far down the list is in sight when open', async () => {
    const to = Array.from({ length: 9 }, (_, n) => [`Ontvanger ${n}`, `r${n}@veel.example`] as const);
    await openBeside(from('vreemd@elders.example', { to, cc: [['Karel', atKarel]] }), new Office(karel));
    await title('Karel Kampioen');
    expect(screen.getByRole('button', { current: true })).toHaveTextContent('Karel Kampioen');
    expect(await names()).toHaveLength(4);
  });

  test('an appointment: organiser and who is invited', async () => {
    await openBeside(
      {
        kind: 'appointmentRead',
        organizer: ['Organisator', 'vreemd@elders.example'],
        required: [['Karel', atKarel]],
        optional: [['Petra', atPetra]],
      },
      new Office(petra, karel),
    );
    await title('Karel Kampioen');
    expect(await names()).toEqual([
      expect.stringContaining('Organisator · Niet in het CRM'),
      expect.stringContaining('Genodigde · Kampioen BV'),
      expect.stringContaining('Genodigde · Bakkerij De Vries'),
    ]);
  });

  test('an own appointment follows whom one invites', async () => {
    const pane = await openBeside(
      { kind: 'appointmentCompose', required: [['Karel', atKarel]] },
      new Office(petra, karel),
    );
    await title('Karel Kampioen');
    act(() => {
      pane.outlook.address({ optional: [['Petra', atPetra]] });
    });
    await waitFor(async () => {
      expect(await names()).toHaveLength(2);
    });
    expect(await title('Karel Kampioen')).toBeVisible();
  });
});

describe('a draft', () => {
  test('without recipients says what to do, and follows as soon as there is one', async () => {
    const pane = await openBeside({ kind: 'compose' }, new Office(petra, karel));
    expect(await title('Nog geen ontvangers')).toBeVisible();
    expect(lookups(pane)).toEqual([]);
    act(() => {
      pane.outlook.address({ to: [['Petra', atPetra]] });
    });
    expect(await title('Petra de Vries')).toBeVisible();
  });

  test('with one more recipient goes on showing whom one was looking at, and asks for the new one only', async () => {
    const pane = await openBeside({ kind: 'compose', to: [['Petra', atPetra]] }, new Office(petra, karel));
    const name = await title('Petra de Vries');
    act(() => {
      pane.outlook.address({ bcc: [['Karel', atKarel]] });
    });
    await waitFor(async () => {
      expect((await names())[1]).toContain('In kopie · Kampioen BV');
    });
    expect(name).toBeInTheDocument();
    expect(lookups(pane)).toEqual([[atPetra], [atKarel]]);
  });

  test('in an Outlook that does not tell of recipients is read again when the pane is looked at', async () => {
    const pane = await openBeside({ kind: 'compose' }, new Office(petra), {
      outlook: { sets: { Mailbox: '1.5' } },
    });
    await title('Nog geen ontvangers');
    expect(pane.outlook.calls.map(({ api }) => api)).not.toContain('item.addHandlerAsync');
    act(() => {
      pane.outlook.address({ to: [['Petra', atPetra]] });
    });
    fireEvent.focus(window);
    expect(await title('Petra de Vries')).toBeVisible();
  });
});

describe('nobody to show', () => {
  test('no mail is open: a calm sentence, and the way to whom one saw lately', async () => {
    const pane = await openBeside({ kind: 'none' }, new Office());
    expect(await title('Geen bericht geopend')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Laatst bekeken' })).toBeVisible();
    expect(await violations()).toEqual([]);
    expect(lookups(pane)).toEqual([]);
  });

  test('a mail to oneself', async () => {
    const own = ['Fenna', 'Fenna.Hoekstra@kantoor.example'] as const;
    await openBeside({ kind: 'read', from: own, to: [own] }, new Office());
    expect(await title('Alleen uzelf')).toBeVisible();
  });

  test('after a mail, when a pinned pane loses its item', async () => {
    const pane = await openBeside(from(atPetra), new Office(petra));
    await title('Petra de Vries');
    select(pane, { kind: 'none' });
    expect(await title('Geen bericht geopend')).toBeVisible();
  });

  test('outside Outlook', async () => {
    await openBeside({ kind: 'none' }, new Office(), { nested: false, outlook: { ready: 'outside' } });
    expect(await title('Meld u aan')).toBeVisible();
  });
});
