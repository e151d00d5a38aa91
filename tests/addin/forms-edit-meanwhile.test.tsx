/** Changing a person in place while somebody else changes the same person. */
import { screen, waitFor, within } from '@testing-library/react';
import { isHeld } from '../../addin/taskpane/leaving.ts';
import type { PersonView } from '../../shared/api/persons.ts';
import { CHANGE, open, stale, box, button, retype } from './support/edit-form.tsx';
import { closePane } from './support/open-pane.tsx';
import { aPerson } from './support/persons.ts';
import { violations } from './support/violations.ts';
import { ok, type Handler } from './support/worker.ts';

afterEach(closePane);

describe('somebody else changed the same person meanwhile', () => {
  /** A worker with one person, who was changed by somebody else before the form saved. */
  const overtaken = (theirs: Partial<PersonView['fields']>, more: Partial<PersonView> = {}) => {
    let now: PersonView = { ...aPerson({ fields: theirs }), version: 'v-2', ...more };
    const handler: Handler = ({ body }) => {
      const { version, fields } = body as { version: string; fields: PersonView['fields'] };
      if (version !== now.version) return stale(now);
      now = { ...now, version: `${now.version}+`, fields: { ...now.fields, ...fields } };
      return ok(now);
    };
    return {
      handler,
      now: () => now,
      again: (fields: Partial<PersonView['fields']>, version: string) => {
        now = { ...now, version, fields: { ...now.fields, ...fields } };
      },
    };
  };

  test('the same field: both values and what it was; nothing is chosen, and nothing is sent until it is', async () => {
    const crm = overtaken({ jobTitle: 'Bedrijfsleider' });
    const { user, worker, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    const group = await screen.findByRole('radiogroup', { name: /^Functie/u });
    expect(screen.getByText('Er stond: Directeur')).toBeVisible();
    const mine = within(group).getByRole('radio', { name: /U typte\s*Eigenaar/u });
    const theirs = within(group).getByRole('radio', { name: /Intussen staat er\s*Bedrijfsleider/u });
    expect(mine).not.toBeChecked();
    expect(theirs).not.toBeChecked();
    await user.click(await button('Bewaren'));
    expect(await screen.findByText('Kies één van beide.')).toBeVisible();
    expect(worker.calls(CHANGE)).toBe(1);
    expect(await violations()).toEqual([]);

    await user.click(mine);
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.sent.at(-1)?.body).toEqual({ version: 'v-2', fields: { jobTitle: 'Eigenaar' } });
  });

  test('theirs is chosen: it stays, and only the rest is sent', async () => {
    const crm = overtaken({ jobTitle: 'Bedrijfsleider' });
    const { user, worker, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await retype(user, 'Telefoon zakelijk', '010 000 0001');
    await user.click(await button('Bewaren'));
    await user.click(await screen.findByRole('radio', { name: /Bedrijfsleider/u }));
    await user.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.sent.at(-1)?.body).toEqual({ version: 'v-2', fields: { workPhone: '010 000 0001' } });
    expect(crm.now().fields.jobTitle).toBe('Bedrijfsleider');
  });

  test('another field: merged by itself, saved on the new version, and told', async () => {
    const crm = overtaken({ workMobile: '06 0000 0099', birthDate: '1975-07-22' });
    const { user, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    expect(await screen.findByText(/Uw wijzigingen zijn bewaard/u)).toBeVisible();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Geboortedatum: 22 juli 1975 (was 22 juli 1974)',
      'Mobiel zakelijk: 06 0000 0099 (was 06 0000 0012)',
    ]);
    expect(crm.now().fields).toMatchObject({ jobTitle: 'Eigenaar', workMobile: '06 0000 0099' });
    expect(isHeld()).toBe(false);
    expect(await button('Verder')).toHaveFocus();
    await user.keyboard('{Enter}');
    expect(done).toEqual([crm.now()]);
  });

  test('only something that the form does not have: saved without a word', async () => {
    const crm = overtaken({}, { groups: ['Kerst'] });
    const { user, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(crm.now().fields.jobTitle).toBe('Eigenaar');
  });

  test('another part of the name: shown as it would become, before it is saved', async () => {
    const crm = overtaken({ surnamePrefix: 'van der' });
    const { user, worker, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, /^Achternaam/u, 'Jansen');
    await user.click(await button('Bewaren'));
    expect(await screen.findByText('De naam wordt: Petra van der Jansen')).toBeVisible();
    expect(worker.calls(CHANGE)).toBe(1);
    await user.click(await button('Terug'));
    expect(box(/^Achternaam/u)).toHaveValue('Jansen');
    await user.click(await button('Bewaren'));
    await screen.findByText('De naam wordt: Petra van der Jansen');
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(crm.now().fields).toMatchObject({ surnamePrefix: 'van der', lastName: 'Jansen' });
  });

  test('back to the form and saved again without a choice: asked again, theirs is not overwritten', async () => {
    const crm = overtaken({ jobTitle: 'Bedrijfsleider' });
    const { user } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    await user.click(await button('Terug'));
    await user.click(await button('Bewaren'));
    expect(await screen.findByRole('radiogroup', { name: /^Functie/u })).toBeVisible();
    expect(crm.now().fields.jobTitle).toBe('Bedrijfsleider');
  });

  test('and once more while one was choosing: the new value is asked anew', async () => {
    const crm = overtaken({ jobTitle: 'Bedrijfsleider' });
    const { user, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    await user.click(await screen.findByRole('radio', { name: /Eigenaar/u }));
    crm.again({ jobTitle: 'Adviseur' }, 'v-3');
    await user.click(await button('Bewaren'));
    const theirs = await screen.findByRole('radio', { name: /Intussen staat er\s*Adviseur/u });
    expect(screen.getByText('Er stond: Bedrijfsleider')).toBeVisible();
    expect(theirs).not.toBeChecked();
    await user.click(screen.getByRole('radio', { name: /U typte\s*Eigenaar/u }));
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(crm.now().fields.jobTitle).toBe('Eigenaar');
  });

  test('the change had arrived although its answer got lost: nothing to choose, nothing sent twice', async () => {
    const crm = overtaken({ jobTitle: 'Eigenaar' });
    const { user, worker, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
    expect(worker.calls(CHANGE)).toBe(1);
  });

  test('a refusal without the person as it is now: it is asked for', async () => {
    const crm = overtaken({ jobTitle: 'Bedrijfsleider' });
    const { user } = await open(aPerson(), {
      change: () => stale(undefined),
      before: (worker) => worker.instead.set('GET /api/persons/r-1', () => ok(crm.now())),
    });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    expect(await screen.findByRole('radio', { name: /Bedrijfsleider/u })).not.toBeChecked();
  });

  test('offline while choosing: the choice stays', async () => {
    const crm = overtaken({ jobTitle: 'Bedrijfsleider' });
    const { user, worker, done } = await open(aPerson(), { change: crm.handler });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    await user.click(await screen.findByRole('radio', { name: /Eigenaar/u }));
    worker.reachable = false;
    await user.click(await button('Bewaren'));
    expect(await screen.findByText('Geen verbinding')).toBeVisible();
    expect(screen.getByRole('radio', { name: /Eigenaar/u })).toBeChecked();
    worker.reachable = true;
    await user.click(await button('Bewaren'));
    await waitFor(() => {
      expect(done).toHaveLength(1);
    });
  });

  test('in a person that changes all the time it ends with the worker’s sentence, not in a circle', async () => {
    let version = 1;
    const { user, worker } = await open(aPerson(), {
      change: () => stale({ ...aPerson(), version: `v-${String((version += 1))}` }),
    });
    await retype(user, 'Functie', 'Eigenaar');
    await user.click(await button('Bewaren'));
    expect(await screen.findByText('Intussen gewijzigd.')).toBeVisible();
    expect(worker.calls(CHANGE)).toBe(5);
    expect(box('Functie')).toHaveValue('Eigenaar');
  });
});
