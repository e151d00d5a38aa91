/** The pop-up from ticket to mailbox, walked by a scripted browser against the sandbox's sign-in. */
import sql from 'sql-template-tag';
import { FOREIGN_TENANT, HOME_TENANT, SANDBOX_CLIENT_ID } from '../../../sandbox/index.ts';
import { CookieJar } from '../../../sandbox/sign-in/browser.ts';
import type { SignInVisit } from '../../../sandbox/sign-in/browser.ts';
import { createIdentityWorld, outcomeOf, type IdentityWorld } from '../../support/identity-world.ts';

const PETRA = 'petra@kantoor-voorbeeld.example';
const KARIM = 'karim@kantoor-voorbeeld.example';
const SOFIE = 'sofie@kantoor-voorbeeld.example';
const JOOST = 'joost@kantoor-voorbeeld.example';
const MORAG = 'morag@other-office.example';

let world: IdentityWorld;
beforeAll(async () => {
  world = await createIdentityWorld({ allowedTenants: [HOME_TENANT] });
}, 60_000);
afterAll(() => world.close());
beforeEach(() => world.empty());

const user = (name: string) => world.sandbox.users.get(name);
const stopAtCallback = { stopBefore: (url: URL): boolean => url.pathname === '/connect/callback' };
const ended = async (page: SignInVisit, outcome: string): Promise<void> => {
  expect({
    outcome: outcomeOf(page),
    mailboxes: await world.mailboxes(),
    tokens: await world.tokenRows(),
  }).toEqual({
    outcome,
    mailboxes: [],
    tokens: 0,
  });
};

describe('Activation', () => {
  test('asks consent for the contacts, ties the employee to the account and stores sealed tokens', async () => {
    const page = await world.visit(user(PETRA), await world.ticket(PETRA));
    expect(page.forms).toEqual(['login', 'consent']);
    expect(page.asked).toEqual(expect.arrayContaining(['Contacts.ReadWrite', 'User.Read', 'offline_access']));
    expect(page.status).toBe(200);
    expect(outcomeOf(page)).toBe('activated');
    expect(page.html).toContain(PETRA);
    const { id: oid, tenantId: tid } = user(PETRA);
    expect(await world.mailboxes()).toEqual([
      { id: expect.any(String) as string, employee_id: world.employee(PETRA).id, tid, oid },
    ]);
    const [row] = await world.db.query<{ user_key: string; sealed: Buffer }>(
      sql`select user_key, sealed from identity.tokens`,
    );
    expect(row?.user_key).toBe(`${oid}.${tid}`);
    expect(row?.sealed.toString('latin1')).not.toMatch(/petra|refresh|eyJ/i);
    expect(page.jar.has('__Host-connect')).toBe(false);
  });

  test('gives a token that Graph takes', async () => {
    const mailbox = await world.activate(PETRA);
    const token = await world.identity.tokens.accessToken(mailbox);
    expect(world.sandbox.signIn.verifyGraphToken(token)).toMatchObject({
      userId: user(PETRA).id,
      clientId: SANDBOX_CLIENT_ID,
      scopes: expect.arrayContaining(['Contacts.ReadWrite']) as string[],
    });
  });

  test('that is declined stores nothing and says so', async () => {
    await ended(await world.visit(user(PETRA), await world.ticket(PETRA), { consent: false }), 'declined');
  });

  test('with another account than the ticket is for stores nothing', async () => {
    const page = await world.visit(user(KARIM), await world.ticket(PETRA));
    expect(page.status).toBe(409);
    await ended(page, 'wrongAccount');
  });

  test('with an account of another tenant stores nothing', async () => {
    const wide = await world.another({
      allowedTenants: [HOME_TENANT, '11111111-2222-4333-8444-555555555555'],
    });
    const employee = world.employee(PETRA);
    const { url } = await wide.activation.issueTicket({ for: { kind: 'employee', employeeId: employee.id } });
    world.mount(wide);
    try {
      expect(user(MORAG).tenantId).toBe(FOREIGN_TENANT);
      await ended(await world.visit(user(MORAG), url), 'foreignTenant');
    } finally {
      world.mount(world.identity);
    }
  });

  test('with an employee ticket finds the employee by sign-in name', async () => {
    const employee = world.employee(SOFIE);
    const url = await world.ticket({ kind: 'employee', employeeId: employee.id });
    expect(outcomeOf(await world.visit(user(SOFIE), url))).toBe('activated');
    expect((await world.mailboxes())[0]?.employee_id).toBe(employee.id);
  });

  test('with another employee’s ticket stores nothing', async () => {
    const url = await world.ticket({ kind: 'employee', employeeId: world.employee(SOFIE).id });
    await ended(await world.visit(user(KARIM), url), 'wrongAccount');
  });

  test('of somebody who is no active employee stores nothing', async () => {
    const employee = world.employee(JOOST);
    employee.active = false;
    try {
      await ended(await world.visit(user(JOOST), await world.ticket(JOOST)), 'noEmployee');
    } finally {
      employee.active = true;
    }
  });

  test('a second time goes by ids only: the CRM may have got another address', async () => {
    const mailbox = await world.activate(SOFIE);
    const employee = world.employee(SOFIE);
    const was = employee.email;
    employee.email = 'sofie.anders@kantoor-voorbeeld.example';
    try {
      const page = await world.visit(user(SOFIE), await world.ticket(SOFIE));
      expect(outcomeOf(page)).toBe('activated');
      expect((await world.mailboxes()).map(({ id }) => id)).toEqual([mailbox]);
    } finally {
      employee.email = was;
    }
  });

  test('by another account with the address of a tied employee is refused', async () => {
    await world.activate(SOFIE);
    const heir = world.sandbox.users.add({
      userPrincipalName: 'nieuw@kantoor-voorbeeld.example',
      displayName: 'Nieuwe Medewerker',
      mail: user(SOFIE).mail,
    });
    const page = await world.visit(heir, await world.ticket(heir.id));
    expect(outcomeOf(page)).toBe('wrongAccount');
    expect(await world.tokenRows()).toBe(1);
  });

  test('without the contacts among the granted scopes stores nothing', async () => {
    world.sandbox.signIn.withholdScopes(['Contacts.ReadWrite']);
    await ended(await world.visit(user(PETRA), await world.ticket(PETRA)), 'consentMissing');
  });

  test('writes no name, address, ticket or code into the log', async () => {
    await world.activate(PETRA);
    await world.visit(user(KARIM), await world.ticket(PETRA));
    const text = JSON.stringify(world.log);
    expect(world.log.map(({ message }) => message)).toContain('connect.callback');
    expect(text).not.toMatch(/petra|karim|kantoor|ticket=|code=|eyJ/i);
  });
});

describe('A ticket', () => {
  test('opens the door once', async () => {
    const url = await world.ticket(PETRA);
    const first = await world.visit(user(PETRA), url, {
      stopBefore: (u) => u.pathname.endsWith('/authorize'),
    });
    expect(first.status).toBeNull();
    const second = await world.visit(user(PETRA), url);
    expect(second.status).toBe(400);
    await ended(second, 'expired');
  });

  test('ends after two minutes', async () => {
    const url = await world.ticket(PETRA, -1);
    await ended(await world.visit(user(PETRA), url), 'expired');
  });

  test('that nobody issued is told like an old one', async () => {
    const url = (await world.ticket(PETRA)).replace(/ticket=.*/, 'ticket=AAAA');
    await ended(await world.visit(user(PETRA), url), 'expired');
  });

  test('is not spent while Microsoft cannot be reached', async () => {
    const url = await world.ticket(PETRA);
    world.sandbox.faults.plan({ where: 'sign-in', path: 'openid-configuration', fault: { kind: 'cut' } });
    expect(outcomeOf(await world.visit(user(PETRA), url))).toBe('unavailable');
    expect(outcomeOf(await world.visit(user(PETRA), url))).toBe('activated');
  });

  test('is not spent by a link scanner or a browser that looks ahead', async () => {
    const url = await world.ticket(PETRA);
    const look = (init: RequestInit): Promise<Response> =>
      world.identity.connect.start(new Request(url, init));
    expect((await look({ method: 'HEAD' })).status).toBe(405);
    expect((await look({ headers: { 'sec-purpose': 'prefetch;prerender' } })).status).toBe(503);
    expect(outcomeOf(await world.visit(user(PETRA), url))).toBe('activated');
  });

  test('leaves no secret in the database', async () => {
    const url = await world.ticket(PETRA);
    const ticket = new URL(url).searchParams.get('ticket') ?? '';
    const rows = await world.db.query(sql`select * from identity.tickets`);
    expect(ticket).toHaveLength(43);
    expect(JSON.stringify(rows)).not.toContain(ticket);
  });
});

describe('The callback', () => {
  const atCallback = async (name: string): Promise<SignInVisit> =>
    world.visit(user(name), await world.ticket(name), stopAtCallback);

  test('without the cookie of the browser that began is refused', async () => {
    const { url } = await atCallback(PETRA);
    const page = await world.visit(user(PETRA), url.href, { jar: new CookieJar() });
    expect(page.status).toBe(400);
    await ended(page, 'otherBrowser');
  });

  test('with the cookie of another sign-in is refused', async () => {
    const petra = await atCallback(PETRA);
    const karim = await atCallback(KARIM);
    await ended(await world.visit(user(PETRA), petra.url.href, { jar: karim.jar }), 'otherBrowser');
  });

  test('counts once: the same answer a second time changes nothing', async () => {
    const { url, jar } = await atCallback(PETRA);
    expect(outcomeOf(await world.visit(user(PETRA), url.href, { jar }))).toBe('activated');
    expect(outcomeOf(await world.visit(user(PETRA), url.href, { jar }))).toBe('expired');
    expect(await world.tokenRows()).toBe(1);
  });

  test('after ten minutes is too late', async () => {
    const { url, jar } = await atCallback(PETRA);
    world.ahead(10 * 60_000 + 1);
    try {
      await ended(await world.visit(user(PETRA), url.href, { jar }), 'expired');
    } finally {
      world.ahead(-(10 * 60_000 + 1));
    }
  });

  test('with a code that is not ours says that it failed, with a code and no more', async () => {
    const { url, jar } = await atCallback(PETRA);
    url.searchParams.set('code', 'not-a-code');
    const page = await world.visit(user(PETRA), url.href, { jar });
    expect(page.html).toContain('codeRefused');
    await ended(page, 'failed');
  });

  test('while the token endpoint is down asks to come back later', async () => {
    const { url, jar } = await atCallback(PETRA);
    world.sandbox.faults.plan({
      where: 'sign-in',
      path: '/token',
      fault: { kind: 'status', status: 503, retryAfter: 5 },
    });
    const page = await world.visit(user(PETRA), url.href, { jar });
    expect(page.status).toBe(503);
    await ended(page, 'unavailable');
  });

  test('cannot bring what Microsoft wrote about the user onto the page', async () => {
    const { url, jar } = await atCallback(PETRA);
    const state = url.searchParams.get('state') ?? '';
    const hostile = `?error=%3Cscript%3Ealert(1)&error_description=petra%20was%20here&state=${state}`;
    const page = await world.visit(user(PETRA), `${url.origin}${url.pathname}${hostile}`, { jar });
    expect(page.html).not.toMatch(/script>|petra/);
    expect(outcomeOf(page)).toBe('failed');
  });

  test('that crashes between mailbox and tokens leaves neither', async () => {
    const { url, jar } = await atCallback(PETRA);
    world.beforeActivated = () => {
      throw new Error('power cut');
    };
    await ended(await world.visit(user(PETRA), url.href, { jar }), 'unavailable');
    world.beforeActivated = null;
    await world.db.query(sql`alter table identity.tokens add constraint cut check (version > 1) not valid`);
    try {
      const next = await atCallback(PETRA);
      await ended(await world.visit(user(PETRA), next.url.href, { jar: next.jar }), 'unavailable');
    } finally {
      await world.db.query(sql`alter table identity.tokens drop constraint cut`);
    }
    expect(await world.activate(PETRA)).toEqual(expect.any(String));
  });

  test('speaks the language of the browser', async () => {
    const page = await world.visit(user(PETRA), `${new URL(await world.ticket(PETRA, -1)).href}`, {
      acceptLanguage: 'en-GB,en;q=0.9,nl;q=0.1',
    });
    expect(page.html).toContain('This connection has expired');
    expect(page.html).toContain('<html lang="en">');
  });
});

test('The cookie and the pages are as strict as they can be', async () => {
  const start = await world.identity.connect.start(new Request(await world.ticket(PETRA)));
  expect(start.status).toBe(302);
  expect(start.headers.get('set-cookie')).toMatch(
    /^__Host-connect=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
  );
  const url = new URL(start.headers.get('location') ?? '');
  expect(url.pathname).toBe(`/${user(PETRA).tenantId}/oauth2/v2.0/authorize`);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    response_type: 'code',
    code_challenge_method: 'S256',
    prompt: 'select_account',
    nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
    state: expect.stringMatching(/^[\w-]{43}$/) as string,
  });
  expect(url.searchParams.get('scope')?.split(' ').sort()).toEqual([
    'Contacts.ReadWrite',
    'User.Read',
    'offline_access',
    'openid',
    'profile',
  ]);
  const page = await world.identity.connect.callback(
    new Request('https://localhost/connect/callback?state=x'),
  );
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  expect(page.headers.get('cache-control')).toBe('no-store');
});
