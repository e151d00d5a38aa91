/** `mailbox show|settings|exclude|include|brake|resume` on a real database: R1, R5 and R12 as an administrator meets them. */
import type { MailboxId } from '../../../shared/ids.ts';
import type { Employee, Person } from '../../../shared/person.ts';
import { createEmbeddedCrm } from '../../../worker/crm/embedded/embedded-crm.ts';
import type { EmbeddedCrm, PersonDraft } from '../../../worker/crm/embedded/types.ts';
import { createMailboxes, type Mailboxes } from '../../../worker/store/mailboxes.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import type { Brake } from '../../../worker/sync/plan.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { inside, type Ran } from './bin.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';

const petra = 'petra@kantoor.example';
let database: TestDb;
let crm: EmbeddedCrm;
let mailboxes: Mailboxes;
let employee: Employee;
let id: MailboxId;

beforeEach(async () => {
  database = await createTestDb();
  crm = createEmbeddedCrm(database.db, { country: 'NL' });
  mailboxes = createMailboxes(database.db);
  employee = (await crm.upsertEmployee({ email: petra, displayName: 'Petra de Wit' }))!;
  const activated = await mailboxes.activate({ employeeId: employee.id, tid: 't', oid: 'o', upn: null });
  if (activated.outcome === 'refused') throw new Error(activated.because);
  id = activated.mailbox.id;
}, 60_000);
afterEach(() => database.close());

const person = async (lastName: string, rest: Partial<PersonDraft> = {}): Promise<Person> => {
  const draft = {
    kind: 'contactPerson',
    fields: { firstName: 'Anna', lastName },
    relationManagerId: employee.id,
  } as const;
  const made = await crm.createPerson({ ...draft, ...rest }, { kind: 'import' });
  if (made.outcome !== 'created') throw new Error(made.outcome);
  return made.person;
};
const mailbox = (args: readonly string[], typed?: string, env: Record<string, string> = {}): Promise<Ran> =>
  inside(['mailbox', ...args], { DATABASE_URL: database.url, ...env }, typed);
const asJson = async (args: readonly string[]): Promise<{ code: number | null; body: unknown }> => {
  const { code, out } = await mailbox([...args, '--json']);
  return { code, body: JSON.parse(out) as unknown };
};
const settings = async () => (await mailboxes.byId(id))!.settings;
const brakeWith = async (brake: Brake): Promise<void> => {
  const store = createPassStore(database.db);
  const lease = (await store.acquire(id, 'test', 60_000))!;
  await store.commit(lease, [
    { op: 'mailbox', set: { state: 'braked', stateBecause: JSON.stringify(brake) } },
  ]);
  await store.release(lease);
};

describe('show', () => {
  test('tells state, groups, policy, exclusions, counts, brake and passes in words of both languages', async () => {
    const out = await person('Buiten');
    await mailboxes.exclude(id, out.id);
    await mailboxes.saveSettings(id, {
      groupsIncluded: ['Kerst'],
      groupsExcluded: ['Oud'],
      conflictPolicy: 'newest',
      roles: ['owner'],
    });
    const english = await mailbox(['show', petra], undefined, { BRAKE_CARDS: '7', BRAKE_SHARE: '0.125' });
    expect(english.code).toBe(0);
    for (const line of [
      'Mailbox of Petra de Wit (petra@kantoor.example)',
      'State: active',
      'Persons of whom the user is: owner',
      'Groups: Kerst',
      'Without: Oud',
      'In a conflict: what was changed last wins (newest)',
      'Not in Outlook: Anna Buiten',
      'Brake: above 7 cards and 12.5% of the linked ones',
      'Last pass: none yet',
    ]) {
      expect(english.out).toContain(line);
    }
    const dutch = await mailbox(['show', id], undefined, { LANGUAGE: 'nl' });
    expect(dutch.out).toContain('Postvak van Petra de Wit');
    expect(dutch.out).toContain('Bij een conflict: het laatst gewijzigde wint (newest)');
    expect(await asJson(['show', petra])).toMatchObject({
      code: 0,
      body: { id, employee: { email: petra }, state: 'active', brake: null, brakeReleased: false },
    });
  });

  test('of a mailbox that waits for a person ends with 3', async () => {
    await mailboxes.park(id, 'signInAgain');
    const { code, out } = await mailbox(['show', petra]);
    expect(code).toBe(3);
    expect(out).toContain('Microsoft asks to sign in again');
  });

  test('of a mailbox that is not there says so', async () => {
    const { code, err } = await mailbox(['show', 'niemand@kantoor.example']);
    expect([code, err]).toEqual([
      1,
      'No activated mailbox for niemand@kantoor.example. `relatiebrug mailbox list` shows them all.\n',
    ]);
  });
});

describe('settings', () => {
  beforeEach(async () => {
    await person('Een', { groups: ['Kerst'] });
    await person('Twee', { groups: ['Nieuwsbrief'] });
    await person('Drie');
  });

  test('without options only show', async () => {
    const { code, out } = await mailbox(['settings', petra]);
    expect([code, out]).toEqual([
      0,
      'Persons of whom the user is: relation manager, owner\nGroups: all\nIn a conflict: the CRM wins (crm)\n',
    ]);
    expect(await mailboxes.byId(id)).toMatchObject({ crmCursor: null });
  });

  test('are shown before and after with what they select, saved as the CRM writes them, and asked a pass for', async () => {
    const { code, out } = await mailbox(['settings', petra, '--include-group', 'kerst', '--policy', 'ask']);
    expect(code).toBe(0);
    expect(out).toContain(
      'Now:\n  Persons of whom the user is: relation manager, owner\n  Groups: all\n  In a conflict: the CRM wins (crm)\n',
    );
    expect(out).toContain(
      'Then:\n  Persons of whom the user is: relation manager, owner\n  Groups: Kerst\n  In a conflict: wait for a decision (ask)\n',
    );
    expect(out).toContain('In Outlook: 3 of 3 persons, then 1.');
    expect(out).toContain(`relatiebrug sync ${petra} --preview`);
    expect(out).toContain('A pass was asked for, but no worker runs');
    expect(await settings()).toEqual({
      groupsIncluded: ['Kerst'],
      groupsExcluded: [],
      conflictPolicy: 'ask',
      roles: ['relationManager', 'owner'],
    });
  });

  test('leave what is not named as it is; --all-groups ends every choice of groups', async () => {
    await mailbox(['settings', petra, '--include-group', 'Kerst', '--exclude-group', 'Nieuwsbrief']);
    await mailbox(['settings', petra, '--policy', 'outlook']);
    expect(await settings()).toEqual({
      groupsIncluded: ['Kerst'],
      groupsExcluded: ['Nieuwsbrief'],
      conflictPolicy: 'outlook',
      roles: ['relationManager', 'owner'],
    });
    await mailbox(['settings', petra, '--all-groups', '--exclude-group', 'Kerst']);
    expect(await settings()).toMatchObject({ groupsIncluded: [], groupsExcluded: ['Kerst'] });
    await mailbox(['settings', petra, '--all-groups']);
    expect(await settings()).toMatchObject({ groupsIncluded: [], groupsExcluded: [] });
    const again = await asJson(['settings', petra, '--all-groups']);
    expect(again.body).toMatchObject({ saved: false });
  });

  test('R1: take one role alone, or both again, and say how many that keeps', async () => {
    await person('Eigen', { relationManagerId: null, ownerIds: [employee.id] });
    const one = await mailbox(['settings', petra, '--role', 'owner']);
    expect(one.code).toBe(0);
    expect(one.out).toContain('Then:\n  Persons of whom the user is: owner\n');
    expect(one.out).toContain('In Outlook: 4 of 4 persons, then 1.');
    expect((await settings()).roles).toEqual(['owner']);
    await mailbox(['settings', petra, '--policy', 'ask']);
    expect((await settings()).roles).toEqual(['owner']);
    const dutch = await mailbox(['show', petra], undefined, { LANGUAGE: 'nl' });
    expect(dutch.out).toContain('Personen van wie de gebruiker is: eigenaar');
    const both = await asJson(['settings', petra, '--role', 'owner', '--role', 'relationManager']);
    expect(both.body).toMatchObject({ saved: true, selected: { mine: 4, before: 1, after: 4 } });
    const again = await asJson(['settings', petra, '--role', 'relationManager', '--role', 'owner']);
    expect(again.body).toMatchObject({ saved: false });
  });

  test('with a group that nobody is in are refused without a keyboard, and name the groups there are', async () => {
    const { code, out, err } = await mailbox(['settings', petra, '--include-group', 'Krest']);
    expect(code).toBe(3);
    expect(out).toContain('Note: nobody is in: Krest. There are: Kerst, Nieuwsbrief.');
    expect(out).toContain('In Outlook: 3 of 3 persons, then 0.');
    expect(err).toContain('Nobody is in: Krest. Nothing was changed.');
    expect(await settings()).toMatchObject({ groupsIncluded: [] });
  });

  test('with such a group are asked about, and saved after a yes or --yes', async () => {
    const no = await mailbox(['settings', petra, '--include-group', 'Krest'], 'n');
    expect([no.code, (await settings()).groupsIncluded]).toEqual([3, []]);
    expect(no.err).toContain('Not confirmed; nothing was changed.');
    const yes = await mailbox(['settings', petra, '--include-group', 'Krest'], 'y');
    expect([yes.code, (await settings()).groupsIncluded]).toEqual([0, ['Krest']]);
    await mailbox(['settings', petra, '--include-group', 'Zeist', '--yes']);
    expect((await settings()).groupsIncluded).toEqual(['Zeist']);
  });

  test('say so when a group is both in and out', async () => {
    const { out } = await mailbox([
      'settings',
      petra,
      '--include-group',
      'Kerst',
      '--exclude-group',
      'KERST',
    ]);
    expect(out).toContain('Note: Kerst is in both lists; excluding wins.');
    expect(out).toContain('then 0.');
  });

  test('that cannot be are refused as a wrong call and change nothing', async () => {
    for (const [args, said] of [
      [['--policy', 'loudest'], 'There is no policy loudest'],
      [['--role', 'owner', '--role', 'baas'], 'There is no role baas'],
      [['--all-groups', '--include-group', 'Kerst'], 'do not go together'],
      [['--include-group', '  '], 'no group without a name'],
    ] as const) {
      const { code, err } = await mailbox(['settings', petra, ...args]);
      expect([args, code]).toEqual([args, 2]);
      expect(err).toContain(said);
    }
    expect(await settings()).toEqual(defaultActivationSettings);
  });

  test('of a mailbox that stands still are saved, and no pass is asked for', async () => {
    await mailboxes.pause(id, 'byUser');
    const { code, body } = await asJson(['settings', petra, '--policy', 'ask']);
    expect(code).toBe(0);
    expect(body).toMatchObject({ saved: true, passAsked: false });
  });
});

describe('exclude and include', () => {
  test('by name, by address and by id; the card stays and the way to clean it up is told', async () => {
    const one = await person('Bakker', {
      fields: {
        firstName: 'Anna',
        surnamePrefix: 'de',
        lastName: 'Bakker',
        workEmail: 'anna@bakker.example',
      },
    });
    const { code, out } = await mailbox(['exclude', petra, 'Anna de Bakker']);
    expect(code).toBe(0);
    expect(out).toContain("Anna de Bakker is no longer in petra@kantoor.example's Outlook. The card stays");
    expect(out).toContain(`mailbox cleanup ${petra} --person ${one.id}`);
    expect((await mailboxes.byId(id))?.excludedPersons).toEqual(new Set([one.id]));
    expect((await mailbox(['exclude', petra, one.id])).out).toContain('was kept out');
    expect((await mailbox(['include', petra, 'anna@bakker.example'])).out).toContain('may be in');
    expect((await mailboxes.byId(id))?.excludedPersons).toEqual(new Set());
    expect(await asJson(['include', petra, one.id])).toMatchObject({
      code: 0,
      body: { outcome: 'notExcluded' },
    });
  });

  test('say what else keeps the person out', async () => {
    const former = await person('Oud', { former: true });
    const out = await mailbox(['exclude', petra, former.id]);
    expect(out.out).toContain('It was out already: the person is former.');
    const back = await mailbox(['include', petra, former.id], undefined, { LANGUAGE: 'nl' });
    expect(back.out).toContain('maar blijft eruit: de persoon is voormalig.');
  });

  test('never guess between two persons of one name, and name both', async () => {
    const [a, b] = [
      await person('Smit', { organisation: { name: 'Alfa B.V.' } }),
      await person('Smit', { organisation: { name: 'Beta B.V.' } }),
    ];
    const { code, err } = await mailbox(['exclude', petra, 'Anna Smit']);
    expect(code).toBe(2);
    for (const part of [a.id, b.id, 'Alfa B.V.', 'Beta B.V.']) expect(err).toContain(part);
    expect((await mailboxes.byId(id))?.excludedPersons.size).toBe(0);
  });

  test('take the whole name before a part of it', async () => {
    await person('Smit');
    const longer = await person('Smit-Jansen');
    expect((await mailbox(['exclude', petra, 'Smit-Jansen, Anna'])).code).toBe(0);
    expect((await mailboxes.byId(id))?.excludedPersons).toEqual(new Set([longer.id]));
  });

  test('of somebody who is not there is refused', async () => {
    const { code, err } = await mailbox(['exclude', petra, 'Niemand']);
    expect(code).toBe(1);
    expect(err).toContain('No person found for Niemand.');
  });
});

describe('deactivate', () => {
  /** What of it lies beyond the database is tested with the worker as it is started. */
  const deactivate = async (args: readonly string[], typed?: string, language = 'en') => {
    const ended: MailboxId[] = [];
    const ran = await inside(
      ['mailbox', 'deactivate', petra, ...args],
      { DATABASE_URL: database.url, LANGUAGE: language },
      typed,
      {
        deactivate: async (mailboxId) => {
          ended.push(mailboxId);
          await mailboxes.deactivate(mailboxId);
        },
      },
    );
    return { ...ran, ended };
  };

  test('shows what stays and asks first; without a yes nothing ends', async () => {
    for (const typed of [undefined, 'n']) {
      const { code, out, err, ended } = await deactivate([], typed);
      expect([code, ended]).toEqual([3, []]);
      expect(out).toContain('link with Outlook will end:\n  - there are no linked contacts in Outlook\n');
      expect(out).toContain('the sign-in with Microsoft is deleted');
      expect(err).toContain('Not confirmed; nothing was changed.');
    }
    expect(await mailboxes.byId(id)).toMatchObject({ state: 'active' });
  });

  test('after a yes or --yes it ends, and says how to begin again', async () => {
    const yes = await deactivate([], 'y');
    expect([yes.code, yes.ended]).toEqual([0, [id]]);
    expect(yes.out).toContain(`relatiebrug mailbox activate ${petra}`);
    // What was cut off half-way is done again; nobody is asked twice.
    const again = await deactivate(['--json']);
    expect([again.code, again.ended, JSON.parse(again.out)]).toMatchObject([
      0,
      [id],
      { id, because: 'deactivated', cards: 0, held: 0 },
    ]);
    const dutch = await deactivate([], undefined, 'nl');
    expect(dutch.out).toContain('was al beëindigd');
  });

  test('shows in the mailbox and in the list as ended, and every other command says what to do', async () => {
    await mailboxes.deactivate(id);
    const shown = await mailbox(['show', petra]);
    expect(shown.out).toContain('State: Ended. Everything stays as it is; activate again to go on.');
    expect((await mailbox(['list'])).out).toContain('Ended. Everything stays');
    for (const args of [['resume'], ['pause'], ['cleanup', '--all']]) {
      const { code, err } = await mailbox([args[0]!, petra, ...args.slice(1)]);
      expect([args, code]).toEqual([args, 3]);
      expect(err).toContain(`Run \`relatiebrug mailbox activate ${petra}\` to begin again.`);
    }
    expect(await mailboxes.byId(id)).toMatchObject({ stateBecause: 'deactivated' });
    // Settings for the time after may be changed.
    expect(await asJson(['settings', petra, '--policy', 'ask'])).toMatchObject({
      code: 0,
      body: { saved: true, passAsked: false },
    });
  });
});

describe('R12: brake and resume', () => {
  const stops: { brake: Brake; figures: string; cause: string }[] = [
    {
      brake: { kind: 'manyChanges', cards: 30, linked: 90 },
      figures: '30 of the 90 linked contacts',
      cause: 'another program has',
    },
    { brake: { kind: 'emptyCrm', linked: 12 }, figures: 'while 12 are linked', cause: 'emptied the CRM' },
    {
      brake: { kind: 'emptyRemote', linked: 12 },
      figures: 'Outlook suddenly has no contact',
      cause: 'another mailbox',
    },
  ];
  test.each(stops)('$brake.kind tells its figures, what may be behind it and what to do', async (stop) => {
    const { brake, figures, cause } = stop;
    await brakeWith(brake);
    const { code, out } = await mailbox(['brake', petra]);
    expect(code).toBe(3);
    for (const part of [figures, cause, 'Nothing has been changed yet', `mailbox resume ${petra}`]) {
      expect(out).toContain(part);
    }
    expect(await asJson(['brake', petra])).toMatchObject({ code: 3, body: { brake, released: false } });
  });

  test('without a brake the limits are told, as the settings have them', async () => {
    const { code, out } = await mailbox(['brake', petra], undefined, { BRAKE_EMPTY_FROM: '3' });
    expect(code).toBe(0);
    expect(out).toContain('The brake is not on. Brake: above 20 cards and 20%');
    expect(out).toContain('at least 3');
  });

  test('is released only by a yes that follows the figures', async () => {
    await brakeWith({ kind: 'manyChanges', cards: 30, linked: 90 });
    const unasked = await mailbox(['resume', petra]);
    expect([unasked.code, (await mailboxes.byId(id))?.state]).toEqual([3, 'braked']);
    expect(unasked.out).toContain('30 of the 90 linked contacts');
    expect(unasked.out).toContain('carries everything out without the brake, once');
    expect((await mailbox(['resume', petra], 'no')).code).toBe(3);
    const yes = await mailbox(['resume', petra], 'yes');
    expect(yes.code).toBe(0);
    expect(yes.out).toContain('the next pass runs without the brake, once');
    expect(await mailboxes.byId(id)).toMatchObject({ state: 'active', brakeReleased: true });
    expect((await mailbox(['brake', petra])).out).toContain('The brake is released');
    expect((await mailbox(['resume', petra])).out).toContain('was active already');
  });

  test('with --json takes --yes, and says that it was released', async () => {
    await brakeWith({ kind: 'emptyCrm', linked: 12 });
    expect(await asJson(['resume', petra])).toMatchObject({ code: 3, body: { error: { code: 'needsYes' } } });
    expect(await asJson(['resume', petra, '--yes'])).toMatchObject({
      code: 0,
      body: { state: 'active', brakeReleased: true },
    });
  });

  test('a paused mailbox is resumed without a question, and with its brake', async () => {
    await mailboxes.pause(id, 'byUser');
    expect(await asJson(['resume', petra])).toMatchObject({ code: 0, body: { brakeReleased: false } });
    expect(await mailboxes.byId(id)).toMatchObject({ state: 'active', brakeReleased: false });
  });

  test('what stopped for something else while the question stood is not released by the answer', async () => {
    const seen = { state: 'braked', stateBecause: JSON.stringify({ kind: 'emptyCrm', linked: 12 }) } as const;
    await brakeWith({ kind: 'manyChanges', cards: 30, linked: 90 });
    expect(await mailboxes.resume(id, seen)).toBe(false);
    expect(await mailboxes.byId(id)).toMatchObject({ state: 'braked', brakeReleased: false });
  });
});
