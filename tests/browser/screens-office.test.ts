/** The screens about persons: Relatie with its forms, Controle, Historie. */
import { aConflict, aHeld, serveHeld } from '../addin/support/held.ts';
import { anEntry, anOverruled, anUndo, aPlan, leftOut } from '../addin/support/history.ts';
import { describeLink } from '../addin/support/link.ts';
import { from, Office } from '../addin/support/office.ts';
import { aPerson } from '../addin/support/persons.ts';
import { aMailbox, ok, refuse, StandInWorker } from '../addin/support/worker.ts';
import { usePanes } from './support/pane.ts';
import { describeScreens, press, title, type Screen } from './support/screen-suite.ts';

usePanes();

const petra = aPerson({ crmUrl: 'https://crm.kantoor.example/relations/r-1' });
const atPetra = 'petra@bakkerijdevries.example';
const shared = 'info@gedeeld.example';
const sanne = aPerson({
  id: 'r-2',
  displayName: 'Sanne-Marijke van Oldenbarneveldt-Schimmelpenninck',
  organisation: { id: 'o-2', name: 'Samenwerkingsverband Arbeidsongeschiktheidsverzekeringsmaatschappijen' },
  fields: { workEmail: shared, jobTitle: 'Beleidsmedewerker arbeidsongeschiktheid' },
  inOutlook: { selected: false, because: 'notYours', link: null },
  relationManager: null,
  owners: [],
});
const bas = aPerson({
  id: 'r-3',
  displayName: 'Bas Bakker',
  kind: 'privatePerson',
  organisation: null,
  former: true,
  fields: { workEmail: null, privateEmail: shared, jobTitle: null },
  inOutlook: { selected: false, because: 'former', link: 'paused' },
});

const office =
  (...persons: ReturnType<typeof aPerson>[]) =>
  (): StandInWorker => {
    const worker = new StandInWorker();
    describeLink(worker);
    new Office(...persons).describe(worker);
    worker.instead.set('GET /api/persons', () => ok({ items: persons }));
    worker.instead.set('GET /api/held', () => ok({ items: [], next: null }));
    for (const person of persons) {
      worker.instead.set(`GET /api/persons/${person.id}/why`, () =>
        ok({ personId: person.id, personName: person.displayName, lines: [] }),
      );
    }
    return worker;
  };

const forged: Screen['item'] = {
  kind: 'read',
  subject: '<script>alert(1)</script>'.repeat(400),
  from: ['<img src=x onerror=alert(1)> Petra de Vries', 'petra@bаkkerijdevries.example'],
};

describeScreens('Relatie', [
  { name: 'a person', worker: office(petra), item: from(atPetra), to: title('Petra de Vries') },
  {
    name: 'a person with long names, not in Outlook',
    worker: office(sanne),
    item: from(shared),
    to: title(/^Sanne-Marijke/u),
  },
  {
    name: 'several correspondents',
    worker: office(petra, sanne),
    item: from(atPetra, {
      to: [['Sanne', shared]],
      cc: [['Iemand', 'iemand@elders.example']],
    }),
    to: title('Petra de Vries'),
  },
  { name: 'who is meant', worker: office(sanne, bas), item: from(shared), to: title('Wie bedoelt u?') },
  {
    name: 'somebody unknown',
    worker: office(),
    item: from('nieuw@elders.example'),
    to: async (page) => page.getByRole('button', { name: 'Nieuwe relatie maken' }).waitFor(),
  },
  {
    name: 'a forged mail',
    worker: office(petra),
    item: forged,
    to: async (page) => page.getByText(/letters die op gewone letters kunnen lijken/u).waitFor(),
  },
  { name: 'nothing open', worker: office(), to: title('Geen bericht geopend') },
  {
    name: 'a draft without recipients',
    worker: office(),
    item: { kind: 'compose' },
    to: title('Nog geen ontvangers'),
  },
  {
    name: 'nobody answers any more',
    worker: office(petra),
    item: from(atPetra),
    to: async (page, pane) => {
      await title('Petra de Vries')(page, pane);
      pane.worker.reachable = false;
      await pane.select(from('nieuw@elders.example'));
      await page
        .getByText(/niet bereikbaar/u)
        .first()
        .waitFor();
    },
  },
  ...(
    [
      ['has ended', { state: 'signInAgain', because: 'invalid_grant', nextPassAt: null }],
      ['ends soon', { state: 'paused', because: 'byUser', signInEndsAt: '2026-12-03T08:00:00.000Z' }],
    ] as const
  ).map(([what, mailbox]): Screen => ({
    name: `a sign-in that ${what}`,
    worker: () => {
      const worker = office(petra)();
      worker.mailbox = aMailbox(mailbox);
      return worker;
    },
    item: from(atPetra),
    to: async (page, pane) => {
      await title('Petra de Vries')(page, pane);
      await page.getByRole('button', { name: 'Opnieuw aanmelden' }).waitFor();
    },
  })),
  {
    name: 'changing a person',
    worker: office(petra),
    item: from(atPetra),
    to: press('Bewerken', 'Petra de Vries wijzigen'),
  },
  {
    name: 'a change that is not taken',
    worker: office(petra),
    item: from(atPetra),
    to: async (page, pane) => {
      pane.worker.instead.set('PATCH /api/persons/r-1', () => refuse('invalid', 'Dat klopt niet.'));
      await press('Bewerken', 'Petra de Vries wijzigen')(page, pane);
      await page.getByLabel('E-mail zakelijk').fill('petra@');
      await page.getByRole('button', { name: 'Bewaren' }).click();
      await page
        .getByText(/klopt nog niet|Dat klopt niet/u)
        .first()
        .waitFor();
    },
  },
  {
    name: 'a new relation',
    worker: office(),
    item: from('nieuw@elders.example'),
    to: async (page) => {
      await page.getByRole('button', { name: 'Nieuwe relatie maken' }).click();
      await page.getByLabel('Achternaam').waitFor();
    },
  },
  {
    name: 'an address for somebody who is known',
    worker: office(petra),
    item: from('petra@elders.example'),
    to: async (page) => {
      await page.getByRole('button', { name: 'Aan bestaande persoon toevoegen' }).click();
      await page.getByRole('combobox').or(page.getByRole('searchbox')).first().fill('Petra');
      await page.getByRole('option').first().waitFor();
    },
  },
]);

const waiting = (): StandInWorker => {
  const worker = office(petra)();
  serveHeld(worker, [aHeld(), aConflict()]);
  return worker;
};

describeScreens('Controle', [
  { name: 'what waits', worker: waiting, to: press(/^Controle/u, 'Controle') },
  {
    name: 'what waits, opened',
    worker: waiting,
    to: async (page, pane) => {
      await press(/^Controle/u, /^Petra de Vries/u, 'Controle')(page, pane);
      await page.getByRole('button', { name: 'CRM houden' }).waitFor();
    },
  },
  { name: 'nothing waits', worker: office(petra), to: press(/^Controle/u, 'Er wacht niets') },
  {
    name: 'field by field',
    worker: waiting,
    to: press(/^Controle/u, /^Petra de Vries/u, 'Per veld kiezen', 'Controle'),
  },
  {
    name: 'several at once',
    worker: () => {
      const worker = waiting();
      serveHeld(worker, [aConflict(), aConflict({ id: 'h-5', personName: 'Kees Bakker' })]);
      return worker;
    },
    to: async (page, pane) => {
      await press(/^Controle/u, 'Meer tegelijk besluiten', 'Controle')(page, pane);
      await page.getByRole('checkbox', { name: /Kees Bakker/u }).waitFor();
    },
  },
]);

const withHistory = (): StandInWorker => {
  const worker = office(petra)();
  worker.instead.set('GET /api/history', () => ok({ items: [anEntry(), anOverruled()], next: null }));
  worker.instead.set('POST /api/undo/plan', () => ok(aPlan({ leftOut: [leftOut()] })));
  worker.instead.set('POST /api/undo', () => ok(anUndo(), 202));
  worker.instead.set('GET /api/undo/u-1', () => ok(anUndo('done')));
  worker.instead.set('GET /api/undo', () => ok({ items: [anUndo('done')], next: null }));
  worker.instead.set('GET /api/persons/recent', () =>
    ok({ items: [{ person: petra, seenAt: '2026-11-21T09:00:00.000Z' }] }),
  );
  return worker;
};

const withoutHistory = (): StandInWorker => {
  const worker = office(petra)();
  worker.instead.set('GET /api/history', () => ok({ items: [], next: null }));
  return worker;
};

describeScreens('Historie', [
  { name: 'by day', worker: withHistory, to: press('Historie', /Telefoon zakelijk/u) },
  {
    name: 'nothing yet',
    worker: withoutHistory,
    to: async (page, pane) => {
      await press('Historie', 'Historie')(page, pane);
      await page.getByText(/^Er is nog niets gewijzigd/u).waitFor();
    },
  },
  { name: 'last viewed', worker: withHistory, to: press('Historie', 'Laatst bekeken', 'Historie') },
  {
    name: 'what would be taken back',
    worker: withHistory,
    to: press('Historie', /^Terugdraaien: /u, /Dit wordt teruggedraaid/u),
  },
  {
    name: 'what was taken back',
    worker: withHistory,
    to: press('Historie', 'Teruggedraaid', 'Historie'),
  },
]);
