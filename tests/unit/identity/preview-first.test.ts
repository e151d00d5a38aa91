/** R12: a consent that does not begin yet: the ticket says so, and the sign-in carries it to its end. */
import { HOME_TENANT } from '../../../sandbox/index.ts';
import { createIdentityWorld, outcomeOf, type IdentityWorld } from '../../support/identity-world.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';

let world: IdentityWorld;
beforeAll(async () => {
  world = await createIdentityWorld({ allowedTenants: [HOME_TENANT] });
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.empty());

const visit = async (start?: 'now' | 'afterPreview') => {
  const employee = world.employee(PETRA);
  const who = { kind: 'employee', employeeId: employee.id } as const;
  const { url } = await world.identity.activation.issueTicket({ for: who, start });
  return world.visit(world.sandbox.users.get(PETRA), url);
};

test('ends in the mailbox with its sign-in, and says that nothing was changed yet', async () => {
  const page = await visit('afterPreview');
  expect([page.status, outcomeOf(page)]).toEqual([200, 'activatedWaits']);
  expect(page.html).toContain(PETRA);
  expect(await world.mailboxes()).toHaveLength(1);
  expect(await world.tokenRows()).toBe(1);
});

const chosen = {
  groupsIncluded: ['Cliënten'],
  groupsExcluded: [],
  conflictPolicy: 'ask',
  roles: ['owner'],
} as const;

test('R1: what was chosen before the consent comes out of it as it went in; nothing, where nothing was', async () => {
  const who = { kind: 'employee', employeeId: world.employee(PETRA).id } as const;
  for (const settings of [chosen, undefined]) {
    const { url } = await world.identity.activation.issueTicket({ for: who, settings });
    expect(outcomeOf(await world.visit(world.sandbox.users.get(PETRA), url))).toBe('activated');
  }
  expect(world.activated.map(({ settings }) => settings)).toEqual([chosen, null]);
});

test('R1: what was chosen for one consent is not that of another, which was begun later and ended first', async () => {
  const who = { kind: 'employee', employeeId: world.employee(PETRA).id } as const;
  const { url: first } = await world.identity.activation.issueTicket({ for: who, settings: chosen });
  const { url: second } = await world.identity.activation.issueTicket({ for: who });
  for (const url of [second, first]) await world.visit(world.sandbox.users.get(PETRA), url);
  expect(world.activated.map(({ settings }) => settings)).toEqual([null, chosen]);
});

test.each([undefined, 'now'] as const)('begins at once where nobody asked to wait (%s)', async (start) => {
  expect(outcomeOf(await visit(start))).toBe('activated');
});
