/** R14 on the relation screen: a sign-in that must be renewed, or soon, is told where people look, and renewed from there. */
import { screen } from '@testing-library/react';
import type { MailboxView } from '../../shared/api/mailbox.ts';
import { describeLink } from './support/link.ts';
import { allowPopups, press } from './support/open-link.tsx';
import { closePane, type Given, type Pane } from './support/open-pane.tsx';
import { aPerson } from './support/persons.ts';
import { from, Office, openBeside, title, violations } from './support/relations.ts';
import { aMailbox } from './support/worker.ts';

afterEach(closePane);

const petra = aPerson();
const address = petra.fields.workEmail!;
const ended: Partial<MailboxView> = { state: 'signInAgain', because: 'invalid_grant', nextPassAt: null };
const ending: Partial<MailboxView> = {
  state: 'paused',
  because: 'byUser',
  signInEndsAt: '2026-12-03T08:00:00.000Z',
};

const show = async (mailbox: Partial<MailboxView>, outlook: Given['outlook'] = {}): Promise<Pane> => {
  const office = new Office(petra);
  const pane = await openBeside(from(address), office, {
    outlook,
    before: ({ worker }) => {
      describeLink(worker);
      office.describe(worker);
      worker.mailbox = aMailbox(mailbox);
    },
  });
  await title(petra.displayName);
  return pane;
};
const button = () => screen.queryByRole('button', { name: 'Opnieuw aanmelden' });

test('all is well: nothing is said of signing in', async () => {
  await show({});
  expect(button()).not.toBeInTheDocument();
});

test.each<[string, Partial<MailboxView>, RegExp]>([
  ['has ended', ended, /Uw contacten blijven zoals ze zijn/u],
  ['ends soon', ending, /loopt af op 3 december 2026/u],
])(
  'R14: a sign-in that %s is told beside the person, and can be renewed at once',
  async (_, mailbox, said) => {
    const opened = allowPopups();
    const pane = await show(mailbox);
    expect(screen.getByText(said)).toBeVisible();
    expect(await violations()).toEqual([]);
    await press(pane, 'Opnieuw aanmelden');
    await title('Geef toestemming in het andere venster');
    expect(opened).toHaveLength(1);
    pane.worker.mailbox = aMailbox();
    await title(petra.displayName);
    expect(button()).not.toBeInTheDocument();
  },
);

test('R14: it is said in English to who speaks English', async () => {
  await show(ending, { displayLanguage: 'en-GB' });
  expect(screen.getByText(/Your sign-in at Microsoft ends on 3 December 2026/u)).toBeVisible();
  expect(screen.getByRole('button', { name: 'Sign in again' })).toBeVisible();
});

test('R14: a window that is closed too early is told there too, and nothing has changed', async () => {
  const pane = await show(ended);
  await press(pane, 'Opnieuw aanmelden');
  await title('Geef toestemming in het andere venster');
  pane.outlook.dialogClosed();
  expect(await screen.findByText(/gesloten voordat de koppeling klaar was/u)).toBeVisible();
  expect(button()).toBeEnabled();
});

test('it is not above a form: what is being typed would go with it', async () => {
  const pane = await show(ending);
  await press(pane, 'Bewerken');
  await title('Petra de Vries wijzigen');
  expect(button()).not.toBeInTheDocument();
});
