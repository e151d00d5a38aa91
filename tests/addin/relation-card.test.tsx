/** The person on the relation screen: what is shown and what is not, and what one can do about them. */
import { screen, waitFor, within } from '@testing-library/react';
import { closePane, type Given } from './support/open-pane.tsx';
import { aPerson, fenna, joost } from './support/persons.ts';
import { from, Office, openBeside, said, select, title, violations } from './support/relations.ts';
import { aMailbox, noCounts, ok, refuse } from './support/worker.ts';
import type { PersonView } from '../../shared/api/persons.ts';

afterEach(() => {
  Reflect.deleteProperty(navigator, 'clipboard');
  Reflect.deleteProperty(document, 'execCommand');
  closePane();
});

const address = 'petra@bakkerijdevries.example';
const show = async (person: PersonView, given: Given = {}) => {
  const pane = await openBeside(
    from(address),
    new Office({ ...person, fields: { ...person.fields, workEmail: address } }),
    given,
  );
  await title(person.displayName);
  return pane;
};
const press = async (pane: Awaited<ReturnType<typeof show>>, name: string) =>
  pane.user.click(await screen.findByRole('button', { name }));
const bodyOf = (pane: Awaited<ReturnType<typeof show>>, call: string) =>
  pane.worker.sent.find((sent) => sent.call === call)?.body;

describe('becoming relation manager or owner', () => {
  test('that somebody changed meanwhile is told, with the person as they are now, and can be done then', async () => {
    const pane = await show(aPerson({ relationManager: null, version: 'v-1' }));
    const now = aPerson({ relationManager: null, version: 'v-2', fields: { jobTitle: 'Voorzitter' } });
    pane.worker.instead.set('PUT /api/persons/r-1/mine', ({ body }) =>
      (body as { version: string }).version === 'v-2'
        ? ok({ ...now, relationManager: fenna, version: 'v-3' })
        : { status: 409, body: { error: { code: 'stale', message: 'Intussen gewijzigd.', current: now } } },
    );
    await press(pane, 'Maak mij relatiebeheerder');
    expect(await screen.findByText('Intussen gewijzigd.')).toBeVisible();
    expect(screen.getByText(/Voorzitter/u)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Maak mij relatiebeheerder' })).toHaveFocus();
    await press(pane, 'Maak mij relatiebeheerder');
    expect(await screen.findByRole('button', { name: 'Ik ben geen relatiebeheerder meer' })).toHaveFocus();
    expect(screen.queryByText('Intussen gewijzigd.')).not.toBeInTheDocument();
  });

  test('that the CRM does not take is told in its words, and nothing changes', async () => {
    const pane = await show(aPerson({ relationManager: null }), {
      before: ({ worker }) => worker.instead.set('PUT /api/persons/r-1/mine', () => refuse('notOffered')),
    });
    await press(pane, 'Maak mij relatiebeheerder');
    expect(await screen.findByText('sentence of notOffered')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Maak mij relatiebeheerder' })).toHaveFocus();
  });

  test('from a colleague is asked first, and can be left with Escape', async () => {
    const pane = await show(aPerson({ relationManager: joost }));
    await press(pane, 'Maak mij relatiebeheerder');
    const question = screen.getByRole('group', {
      name: 'Joost van Dam is nu relatiebeheerder. Neemt u het over?',
    });
    expect(within(question).getByRole('button', { name: 'Ja, neem over' })).toHaveFocus();
    expect(await violations()).toEqual([]);
    await pane.user.keyboard('{Escape}');
    expect(screen.getByRole('button', { name: 'Maak mij relatiebeheerder' })).toHaveFocus();
    expect(pane.worker.calls('PUT /api/persons/r-1/mine')).toBe(0);
  });

  test('takes over after the yes, says so, and names the version that was seen', async () => {
    const pane = await show(aPerson({ relationManager: joost }), {
      before: ({ worker }) =>
        worker.instead.set('PUT /api/persons/r-1/mine', () =>
          ok(aPerson({ relationManager: fenna, version: 'v-2' })),
        ),
    });
    await press(pane, 'Maak mij relatiebeheerder');
    await press(pane, 'Ja, neem over');
    expect(await screen.findByRole('button', { name: 'Ik ben geen relatiebeheerder meer' })).toHaveFocus();
    expect(said()).toContain('U bent nu relatiebeheerder van Petra de Vries.');
    expect(bodyOf(pane, 'PUT /api/persons/r-1/mine')).toEqual({
      version: 'v-1',
      role: 'relationManager',
      mine: true,
    });
  });

  test('an owner joins the others without being asked anything, and can leave again', async () => {
    const pane = await show(aPerson({ owners: [joost] }), {
      before: ({ worker }) =>
        worker.instead.set('PUT /api/persons/r-1/mine', ({ body }) =>
          ok(aPerson({ owners: (body as { mine: boolean }).mine ? [fenna, joost] : [joost] })),
        ),
    });
    await press(pane, 'Maak mij eigenaar');
    await press(pane, 'Ik ben geen eigenaar meer');
    expect(await screen.findByRole('button', { name: 'Maak mij eigenaar' })).toHaveFocus();
    expect(said()).toContain('U bent geen eigenaar meer van Petra de Vries.');
  });

  test('is not offered where the office does not show who it is', async () => {
    await show(aPerson({ hidden: ['relationManager', 'owners'], relationManager: null, owners: [] }));
    expect(screen.queryByText('Relatiebeheerder')).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Maak mij/u })).not.toBeInTheDocument();
  });
});

describe('in my Outlook', () => {
  test.each<[string, PersonView['inOutlook']]>([
    [
      'In uw Outlook: u bent relatiebeheerder.',
      { selected: true, because: 'relationManager', link: 'active' },
    ],
    ['Komt in uw Outlook: u bent eigenaar.', { selected: true, because: 'owner', link: null }],
    [
      'Wordt niet meer bijgewerkt in uw Outlook: deze persoon is voormalig. Het contact blijft staan.',
      { selected: false, because: 'former', link: 'paused' },
    ],
    [
      'Niet in uw Outlook: u bent geen relatiebeheerder of eigenaar.',
      { selected: false, because: 'notYours', link: null },
    ],
    [
      'Niet in uw Outlook: u hebt het contact zelf verwijderd.',
      { selected: false, because: 'removedByUser', link: null },
    ],
  ])('%s', async (sentence, inOutlook) => {
    await show(aPerson({ inOutlook }));
    expect(screen.getByText(sentence)).toBeVisible();
  });

  test('why is asked when one wants to know, and a failure can be tried again', async () => {
    const pane = await show(aPerson());
    const whyPath = 'GET /api/persons/r-1/why';
    pane.worker.instead.set(whyPath, () => refuse('unavailable'));
    expect(pane.worker.calls(whyPath)).toBe(0);
    await pane.user.click(screen.getByText('Waarom?'));
    expect(await screen.findByText('sentence of unavailable')).toBeVisible();
    pane.worker.instead.set(whyPath, () =>
      ok({
        personId: 'r-1',
        personName: 'Petra de Vries',
        mailboxId: 'm-1',
        lines: [
          { rule: 'R1', code: 'user.owner', weight: 'for', message: 'U bent eigenaar.', heldId: null },
          { rule: 'R7', code: 'held.open', weight: 'waits', message: 'Er wacht iets.', heldId: 'h-9' },
        ],
        conclusion: { code: 'inHeld', because: null, message: 'Dus in uw Outlook.' },
        lastPass: null,
        nextPassAt: null,
      }),
    );
    await press(pane, 'Opnieuw proberen');
    expect(await screen.findByText('Dus in uw Outlook.')).toBeVisible();
    expect(screen.getByText('U bent eigenaar.')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Naar het besluit' })).toBeVisible();
    expect(await violations()).toEqual([]);
  });

  test('not any more, and again: the sentence follows and the button keeps the focus', async () => {
    const out = { selected: false, because: 'excludedByUser', link: 'active' } as const;
    const pane = await show(aPerson(), {
      before: ({ worker }) => {
        worker.instead.set('PUT /api/mailbox/excluded/r-1', () => {
          worker.instead.set('GET /api/persons/r-1', () => ok(aPerson({ inOutlook: out })));
          return ok(aMailbox());
        });
        worker.instead.set('DELETE /api/mailbox/excluded/r-1', () => {
          worker.instead.set('GET /api/persons/r-1', () => ok(aPerson()));
          return ok(aMailbox());
        });
      },
    });
    await press(pane, 'Niet in mijn Outlook');
    expect(
      await screen.findByText(/Wordt niet meer bijgewerkt in uw Outlook: zo hebt u gekozen/u),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Weer in mijn Outlook' })).toHaveFocus();
    expect(said()).toContain('Er wordt niets verwijderd.');
    await press(pane, 'Weer in mijn Outlook');
    expect(await screen.findByText('In uw Outlook: u bent relatiebeheerder.')).toBeVisible();
  });

  test('a change that waits leads to its decision', async () => {
    const pane = await show(aPerson(), {
      before: ({ worker }) => {
        worker.mailbox = aMailbox({ counts: { ...noCounts, active: 3, held: 2 } });
        worker.instead.set('GET /api/held', ({ query }) =>
          ok({ items: query.get('person') === 'r-1' ? [{ id: 'h-1' }] : [], next: null }),
        );
      },
    });
    expect(await screen.findByText(/wacht een wijziging op uw besluit/u)).toBeVisible();
    pane.worker.instead.set('GET /api/held', () => refuse('unavailable'));
    await press(pane, 'Naar het besluit');
    expect(screen.getByRole('button', { name: /^Controle/u })).toHaveAttribute('aria-current', 'page');
  });

  test('while the link stands still is said, with the way to where it can be mended', async () => {
    const pane = await show(aPerson(), {
      before: ({ worker }) => {
        worker.mailbox = aMailbox({ state: 'paused', because: 'byUser' });
      },
    });
    expect(screen.getByText(/koppeling met Outlook staat nu stil/u)).toBeVisible();
    await press(pane, 'Bekijken');
    expect(screen.getByRole('button', { name: 'Synchronisatie' })).toHaveAttribute('aria-current', 'page');
  });
});

describe('reaching a person', () => {
  test('where neither way of copying is let, it is said what to do', async () => {
    const pane = await show(aPerson());
    Reflect.deleteProperty(navigator, 'clipboard');
    await press(pane, 'Kopieer telefoon zakelijk');
    expect(await screen.findAllByText(/Kopiëren lukte niet/u)).not.toHaveLength(0);
    expect(said()).toContain('Kopiëren lukte niet.');
  });

  test('copies where the browser refuses its own way, and gives the focus back', async () => {
    const pane = await show(aPerson());
    Object.defineProperty(navigator, 'clipboard', {
      value: { writeText: () => Promise.reject(new Error('NotAllowedError')) },
      configurable: true,
    });
    const copied: string[] = [];
    document.execCommand = () => {
      copied.push((document.activeElement as HTMLTextAreaElement).value);
      return true;
    };
    await press(pane, 'Kopieer mobiel zakelijk');
    await waitFor(() => {
      expect(copied).toEqual(['06 0000 0012']);
    });
    await waitFor(() => {
      expect(said()).toContain('Gekopieerd: mobiel zakelijk');
    });
    expect(screen.getByRole('button', { name: 'Kopieer mobiel zakelijk' })).toHaveFocus();
    expect(document.querySelector('textarea')).toBeNull();
  });

  test('writes a mail in Outlook, calls by link, and does not call what is no number', async () => {
    const pane = await show(aPerson({ fields: { workPhone: 'geheim' } }));
    await pane.user.click(screen.getByRole('link', { name: `E-mail aan ${address}` }));
    expect(pane.outlook.calls).toContainEqual({
      api: 'mailbox.displayNewMessageForm',
      args: [{ toRecipients: [address] }],
    });
    expect(screen.getByRole('link', { name: 'Bel 06 0000 0012' })).toHaveAttribute('href', 'tel:0600000012');
    expect(screen.getByText('geheim').closest('a')).toBeNull();
  });

  test('writes by a mailto link where Outlook opens no new message', async () => {
    const pane = await show(aPerson(), { outlook: { sets: { Mailbox: '1.5' } } });
    const link = screen.getByRole('link', { name: `E-mail aan ${address}` });
    expect(link).toHaveAttribute('href', `mailto:${address}`);
    let taken = true;
    document.addEventListener(
      'click',
      (event) => {
        taken = event.defaultPrevented;
        event.preventDefault();
      },
      { once: true },
    );
    await pane.user.click(link);
    expect(taken).toBe(false);
  });

  test('opens the CRM in the browser by way of Outlook', async () => {
    const pane = await show(aPerson({ crmUrl: 'https://crm.example/personen/r-1' }), {
      outlook: { sets: { OpenBrowserWindowApi: '1.1' } },
    });
    await pane.user.click(screen.getByRole('link', { name: 'Openen in het CRM' }));
    expect(pane.outlook.calls).toContainEqual({
      api: 'openBrowserWindow',
      args: ['https://crm.example/personen/r-1'],
    });
  });

  test('opens the CRM by a link of its own elsewhere, and never by a script', async () => {
    const pane = await show(aPerson({ crmUrl: 'https://crm.example/personen/r-1' }));
    const link = screen.getByRole('link', { name: 'Openen in het CRM' });
    expect(link).toHaveAttribute('href', 'https://crm.example/personen/r-1');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    const bad = aPerson({
      id: 'r-8',
      displayName: 'Ander',
      crmUrl: 'javascript:alert(1)',
      fields: { workEmail: 'a@b.example' },
    });
    new Office(bad).describe(pane.worker);
    select(pane, from('a@b.example'));
    await title('Ander');
    expect(screen.queryByRole('link', { name: 'Openen in het CRM' })).not.toBeInTheDocument();
  });
});

describe('what is shown', () => {
  test('everything there is, as headings and lists', async () => {
    await show(
      aPerson({
        former: true,
        owners: Array.from({ length: 11 }, (_, n) => ({ id: `e-${n + 5}`, displayName: `Collega ${n}` })),
        groups: Array.from({ length: 10 }, (_, n) => `Groep ${n}`),
      }),
    );
    expect(screen.getByText('Directeur bij Bakkerij De Vries')).toBeVisible();
    expect(screen.getByText('Voormalig')).toBeVisible();
    expect(screen.getByText('22 juli 1974')).toBeVisible();
    expect(screen.getByText('Collega 7')).toBeVisible();
    expect(screen.getByText('en nog 3')).toBeVisible();
    expect(screen.getByText('Groep 7')).toBeVisible();
    expect(screen.getByText('en nog 2')).toBeVisible();
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(await violations()).toEqual([]);
  });

  test('nothing of what the office hides, even where it would be sent', async () => {
    await show(aPerson({ hidden: ['owners', 'groups', 'birthDate'] }));
    expect(screen.queryByText('Eigenaren')).not.toBeInTheDocument();
    expect(screen.queryByText('Joost van Dam')).not.toBeInTheDocument();
    expect(screen.queryByText('Kerst')).not.toBeInTheDocument();
    expect(screen.queryByText('22 juli 1974')).not.toBeInTheDocument();
    expect(screen.getByText('Relatiebeheerder')).toBeVisible();
  });

  test('a person of whom nothing but a name is known', async () => {
    const bare = aPerson({
      kind: 'privatePerson',
      organisation: null,
      relationManager: null,
      owners: [],
      groups: [],
      fields: { birthDate: null, workPhone: null, workMobile: null, jobTitle: null },
    });
    await show(bare);
    expect(screen.getByText('Particulier')).toBeVisible();
    expect(screen.getAllByText('Nog niemand')).toHaveLength(2);
    expect(screen.queryByText('Over deze persoon')).not.toBeInTheDocument();
  });

  test('in English where Outlook speaks English', async () => {
    await show(aPerson(), { outlook: { displayLanguage: 'en-GB' } });
    expect(screen.getByText('Directeur at Bakkerij De Vries')).toBeVisible();
    expect(screen.getByText('In your Outlook: you are relation manager.')).toBeVisible();
    expect(screen.getByText('22 July 1974')).toBeVisible();
  });
});
