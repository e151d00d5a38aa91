/** The forms about a person in the states that need somebody else: a change that was overtaken, a namesake, an address in use. */
import type { PersonView } from '../../shared/api/persons.ts';
import { describeLink } from '../addin/support/link.ts';
import { from, Office } from '../addin/support/office.ts';
import { aPerson } from '../addin/support/persons.ts';
import { ok, StandInWorker } from '../addin/support/worker.ts';
import { usePanes } from './support/pane.ts';
import { describeScreens, press, type Screen } from './support/screen-suite.ts';

usePanes();

const petra = aPerson();
const atPetra = from('petra@bakkerijdevries.example');
const stranger = from('jan@elders.example', { from: ['Berg, Jan van der', 'jan@elders.example'] });
const longAddress = 'jan.van.der.berg.die.een.lang.adres.heeft@een-provider-met-een-lange-naam.example';
const jan = aPerson({
  id: 'r-2',
  displayName: 'J. van der Berg',
  organisation: { id: 'o-2', name: 'Samenwerkingsverband Arbeidsongeschiktheidsverzekeringsmaatschappijen' },
  fields: {
    initials: 'J.',
    firstName: null,
    surnamePrefix: 'van der',
    lastName: 'Berg',
    workEmail: 'j.berg@samenwerking.example',
    privateEmail: longAddress,
  },
});

const office =
  (...persons: PersonView[]) =>
  (): StandInWorker => {
    const worker = new StandInWorker();
    describeLink(worker);
    new Office(...persons).describe(worker);
    worker.instead.set('GET /api/persons', () => ok({ items: persons }));
    return worker;
  };

/** Somebody else changed Petra while the form was open. */
const overtakenBy = (fields: Partial<PersonView['fields']>) => (): StandInWorker => {
  const worker = office(petra)();
  const now = { ...petra, version: 'v-2', fields: { ...petra.fields, ...fields } };
  worker.instead.set('PATCH /api/persons/r-1', ({ body }) =>
    (body as { version: string }).version === now.version
      ? ok(now)
      : { status: 409, body: { error: { code: 'stale', message: 'Intussen gewijzigd.', current: now } } },
  );
  return worker;
};

const typing =
  (typed: Readonly<Record<string, string>>, heading: string): Screen['to'] =>
  async (page, pane) => {
    await press('Bewerken', 'Petra de Vries wijzigen')(page, pane);
    for (const [label, text] of Object.entries(typed)) await page.getByLabel(label).fill(text);
    await press('Bewaren', heading)(page, pane);
  };

describeScreens('Somebody else changed the same person', [
  {
    name: 'the same fields: to be chosen',
    worker: overtakenBy({ jobTitle: 'Bedrijfsleider', birthDate: '1975-07-22', workMobile: null }),
    item: atPetra,
    to: typing({ Functie: 'Eigenaar', Geboortedatum: '1974-07-23' }, 'Iemand anders was u voor'),
  },
  {
    name: 'another part of the name: to be looked at',
    worker: overtakenBy({ surnamePrefix: 'van der' }),
    item: atPetra,
    to: typing({ Achternaam: 'Jansen' }, 'Iemand anders was u voor'),
  },
  {
    name: 'another field: saved, and told',
    worker: overtakenBy({ workMobile: '06 0000 0099' }),
    item: atPetra,
    to: typing({ Functie: 'Eigenaar' }, 'Bewaard'),
  },
]);

describeScreens('Leaving a form', [
  {
    name: 'with something unsaved',
    worker: office(petra),
    item: atPetra,
    to: async (page, pane) => {
      await press('Bewerken', 'Petra de Vries wijzigen')(page, pane);
      await page.getByLabel('Functie').fill('Eigenaar');
      await page.getByRole('button', { name: 'Historie' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
]);

const searching = async (page: Parameters<Screen['to']>[0]): Promise<void> => {
  await page.getByRole('button', { name: 'Aan bestaande persoon toevoegen' }).click();
  await page.getByRole('combobox').fill('Berg');
  await page.getByRole('option').first().waitFor();
};

describeScreens('An unknown sender', [
  {
    name: 'a new relation who may be there already',
    worker: office(jan),
    item: stranger,
    to: async (page) => {
      await page.getByRole('button', { name: 'Nieuwe relatie maken' }).click();
      await page.getByRole('heading', { name: 'Bedoelt u misschien…?' }).waitFor();
    },
  },
  {
    name: 'nobody found',
    worker: office(),
    item: stranger,
    to: async (page) => {
      await page.getByRole('button', { name: 'Aan bestaande persoon toevoegen' }).click();
      await page.getByRole('combobox').fill('zzz');
      await page.getByText(/Niemand gevonden/u).waitFor();
    },
  },
  {
    name: 'an address for somebody who has two',
    worker: office(jan),
    item: stranger,
    to: async (page) => {
      await searching(page);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('radio', { name: /E-mail privé vervangen/u }).click();
      await page.getByText(/staat dan alleen nog in de historie/u).waitFor();
    },
  },
  {
    name: 'an address for somebody who has room',
    worker: office(petra),
    item: stranger,
    to: async (page) => {
      await searching(page);
      await page.getByRole('option').first().click();
      await page.getByText(/Verder verandert er niets/u).waitFor();
    },
  },
]);
