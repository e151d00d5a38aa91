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

test.each([undefined, 'now'] as const)('begins at once where nobody asked to wait (%s)', async (start) => {
  expect(outcomeOf(await visit(start))).toBe('activated');
});
