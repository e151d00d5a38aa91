/**
 * Two tenants on one worker, each with a full mailbox: what is one user's is nobody else's, asked with every id that
 * stands anywhere in the other's rows, in every place of every route that takes a text: path, query and body.
 *
 * One installation is one office with one CRM; ALLOWED_TENANTS names the tenants its people sign in with. So persons are
 * shared by all of them (that is what the CRM is for), and everything that hangs on a mailbox is its user's alone.
 *
 * Seen to fail with the safeguard taken away, in a copy of the worker: `found?.mailboxId === id` in worker/main/mailbox-desk.ts
 * (passes by id) and `record?.mailboxId === mailbox.id` in worker/api/undo/routes.ts (both are told), `m.tid` in the search of
 * worker/store/mailboxes.ts (the same object id in another tenant has the mailbox).
 */
import { FOREIGN_TENANT, HOME_TENANT } from '../../sandbox/index.ts';
import type { ErrorBody } from '../../shared/api/errors.ts';
import { fingerprintOf, idsOf } from './support/fingerprint.ts';
import { fillMailbox, type FullMailbox } from './support/full-mailbox.ts';
import { bothTenants, jsonOf, morag, openGate, petra, type Gate } from './support/gate.ts';
import { placesOf } from './support/places.ts';
import { describedRoutes } from './support/routes.ts';
import { rules } from './support/rules.ts';

let gate: Gate;
let theirs: FullMailbox;
let mine: FullMailbox;
/** Every id in rows of the other's mailbox, and those of them that are the office's: persons, employees, organisations. */
let ids: string[];
let shared: Set<string>;
beforeAll(async () => {
  gate = await openGate({ tenants: bothTenants });
  theirs = await fillMailbox(gate, petra, 'tulp');
  mine = await fillMailbox(gate, morag, 'roos');
  ids = await idsOf(gate.office.db, theirs.mailboxId);
  const employees = (await gate.office.crm.employees()).map(({ id }) => id as string);
  const persons = await gate.office.crm.persons(ids as never[]);
  const organisations = [...persons.values()].flatMap(({ organisation }) => organisation?.id ?? []);
  shared = new Set([...employees, ...persons.keys(), ...organisations]);
}, 120_000);
afterAll(() => gate.close());

const rowsOf = (of: FullMailbox): Promise<Record<string, string>> =>
  fingerprintOf(gate.office.db, `t.mailbox_id::text = '${of.mailboxId}'`);

interface Told {
  readonly key: string;
  readonly place: string;
  readonly id: string;
  readonly status: number;
  readonly text: string;
}

/** Morag asks one route with each of the ids in each of its places. */
const askWithAll = async (key: string): Promise<Told[]> => {
  const route = describedRoutes(gate.app).find((each) => each.key === key);
  const rule = rules[key];
  if (route === undefined || rule === undefined) throw new Error(key);
  const told: Told[] = [];
  for (const { where, name, put } of placesOf(route)) {
    for (const id of ids) {
      const { path, body } = put(rule.ask(mine, new Map()), id);
      const { headers, ...rest } = jsonOf(body);
      const authorization = `Bearer ${gate.token(morag)}`;
      const init = { method: route.method, headers: { ...headers, authorization }, ...rest };
      const response = await gate.app.request(path, init);
      told.push({ key, place: `${where} ${name}`, id, status: response.status, text: await response.text() });
    }
  }
  return told;
};

/**
 * What stands in an answer and is the other's alone. The id that was asked with may be said back; and the CRM's own log,
 * which is the office's, says through which mailbox a person was changed.
 */
const leaksIn = ({ key, id, text }: Told): string[] => {
  const own = [theirs.marker, theirs.clientState, theirs.subscriptionId, theirs.user];
  const told = key.includes('/history') && shared.has(id) ? theirs.mailboxId : id;
  const alone = ids.filter((each) => each !== id && each !== told && !shared.has(each));
  return [...own, ...alone].filter((secret) => text.includes(secret));
};

const keys = Object.keys(rules).filter((key) => rules[key]?.expected !== null);

test('The other’s rows hold ids of every kind that there is', () => {
  const { heldId, pairId, undoId, entryId, passId, mailboxId, persons } = theirs;
  expect(ids).toEqual(
    expect.arrayContaining([heldId, pairId, undoId, entryId, passId, mailboxId, persons.linked.id]),
  );
  expect(ids.length).toBeGreaterThan(30);
});

test('Its own user is told all of it: the same questions have answers', async () => {
  const own = await gate.ask(petra, 'GET', `/api/held/${theirs.heldId}`);
  expect(await own.text()).toContain(theirs.marker);
  for (const path of [`/api/undo/${theirs.undoId}`, `/api/passes/${theirs.passId}`]) {
    expect((await gate.ask(petra, 'GET', path)).status).toBe(200);
  }
});

test('No route tells a user of another tenant what is the other’s, or changes it, whatever id it is asked with', async () => {
  const before = await rowsOf(theirs);
  let asked = 0;
  for (const key of keys) {
    for (const told of await askWithAll(key)) {
      asked += 1;
      const where = [told.key, told.place, shared.has(told.id) ? 'shared id' : 'id of a mailbox'];
      expect([...where, told.status < 500, leaksIn(told)]).toEqual([...where, true, []]);
      // An id in the path names what is asked for: of what is not mine it does not exist.
      if (!told.place.startsWith('path') || shared.has(told.id)) continue;
      const allowed = told.key.startsWith('DELETE /api/mailbox/') || told.key.includes('/history');
      expect([...where, allowed || told.status === 404]).toEqual([...where, true]);
    }
    expect([key, await rowsOf(theirs)]).toEqual([key, before]);
  }
  expect(asked).toBeGreaterThan(1_000);
}, 180_000);

test('Lists begin and end with one’s own: no list of a user names another’s mailbox', async () => {
  for (const key of keys.filter((each) => each.startsWith('GET ') && !each.includes('{'))) {
    const response = await gate.ask(morag, 'GET', rules[key]?.ask(mine, new Map()).path ?? '');
    const told = { key, place: 'none', id: '', status: response.status, text: await response.text() };
    expect([key, leaksIn(told)]).toEqual([key, []]);
  }
});

test('Persons are the office’s: a user of either tenant reads them, and sees in them nothing of another’s mailbox', async () => {
  for (const person of Object.values(theirs.persons)) {
    const response = await gate.ask(morag, 'GET', `/api/persons/${person.id}`);
    expect(response.status).toBe(200);
    const view = (await response.json()) as { id: string; inOutlook: { link: unknown; because: string } };
    expect([view.id, view.inOutlook.link]).toEqual([person.id, null]);
    const why = (await (await gate.ask(morag, 'GET', `/api/persons/${person.id}/why`)).json()) as {
      mailboxId: string;
    };
    expect(why.mailboxId).toBe(mine.mailboxId);
  }
});

describe('A mailbox is found by tenant and account together', () => {
  test('the same object id in another tenant has no mailbox', async () => {
    const { id: oid } = gate.office.sandbox.users.get(petra);
    const token = gate.token(morag, { claims: { oid } });
    const response = await gate.app.request('/api/mailbox', {
      headers: { authorization: `Bearer ${token}` },
    });
    expect([response.status, ((await response.json()) as ErrorBody).error.code]).toEqual([404, 'noMailbox']);
  });

  test('the same sign-in name in another tenant has no mailbox, and is no administrator', async () => {
    const strange = gate.token(morag, {
      claims: { preferred_username: petra, upn: petra, oid: '00000000-0000-4000-8000-00000000ffff' },
    });
    const headers = { authorization: `Bearer ${strange}` };
    expect((await gate.app.request('/api/mailbox', { headers })).status).toBe(404);
    expect((await gate.app.request('/api/admin/mailboxes', { headers })).status).toBe(403);
  });

  test('the tenants differ, so that this file tests what it says', () => {
    const tenantOf = (user: string): string => gate.office.sandbox.users.get(user).tenantId;
    expect([tenantOf(petra), tenantOf(morag)]).toEqual([HOME_TENANT, FOREIGN_TENANT]);
  });
});
