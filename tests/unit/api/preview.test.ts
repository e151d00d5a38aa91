/** `POST /api/mailbox/preview`: one's own mailbox only, one at a time, in words, and why there is none now. */
import type { MailboxId, PersonId } from '../../../shared/ids.ts';
import type { PreviewView } from '../../../shared/api/preview.ts';
import { noCounts } from '../../../worker/pass/context.ts';
import type { Preview } from '../../../worker/pass/preview-result.ts';
import type { MakePreview, PreviewReport, PreviewRequest } from '../../../worker/pass/preview.ts';
import { json, openOffice, refusal, type Office } from './office.ts';
import { defaultActivationSettings } from '../../../worker/sync/selection.ts';

const nobody = '99999999-9999-4999-8999-999999999999';
const petraOid = 'aaaaaaaa-1111-4111-8111-111111111111';

let office: Office;
let mailboxId: MailboxId;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const asked: PreviewRequest[] = [];
/** The route before a preview that is given; what a pass makes of it is tested over the wire. */
const giving = (report: PreviewReport | MakePreview): Pick<Office, 'ask'> =>
  office.with({
    makePreview: async (request) => {
      asked.push(request);
      return typeof report === 'function' ? report(request) : report;
    },
  });
const ask = (from: Pick<Office, 'ask'>, body?: object, language = 'nl', claims = {}) => {
  const { headers, ...rest } = body === undefined ? { method: 'POST', headers: {} } : json('POST', body);
  const init = { ...rest, headers: { ...headers, 'accept-language': language } };
  return from.ask('/api/mailbox/preview', init, { oid: petraOid, ...claims });
};

const nothing: Preview = {
  at: '2026-03-02T08:00:00.000Z',
  settings: defaultActivationSettings,
  mailbox: { state: 'active', because: null },
  everyPerson: false,
  counts: noCounts(),
  brake: null,
  created: [],
  toRemote: [],
  toCrm: [],
  held: [],
  paused: [],
  resumed: [],
  removed: [],
  linked: [],
  discarded: [],
  repaired: [],
  leftOut: [],
  waiting: { stay: 0, close: 0 },
  later: null,
};

test('before the activation there is nothing to preview', async () => {
  const response = await ask(giving({ made: true, preview: nothing }), {}, 'nl', { oid: nobody });
  expect([response.status, (await refusal(response)).code]).toEqual([404, 'noMailbox']);
  expect(asked).toEqual([]);
});

describe('for a mailbox', () => {
  beforeAll(async () => {
    mailboxId = await office.activate(office.petra, petraOid);
  });
  beforeEach(() => {
    asked.length = 0;
  });

  test.each([undefined, {}])('is made with its own settings where none are given (body %j)', async (body) => {
    const response = await ask(giving({ made: true, preview: nothing }), body);
    expect(response.status).toBe(200);
    expect(asked).toMatchObject([{ mailboxId }]);
    expect(asked[0]).not.toHaveProperty('settings');
  });

  test('tells names and sentences in the language asked for, and the rule behind each field', async () => {
    const dewi = await office.person('Oort', { fields: { firstName: 'Dewi', lastName: 'Oort' } });
    const gone = 'gone' as PersonId;
    const preview: Preview = {
      ...nothing,
      counts: { ...noCounts(), created: 2, toRemote: 1, conflicts: 1, held: 1, requests: 9 },
      brake: { kind: 'emptyRemote', linked: 6 },
      mailbox: { state: 'braked', because: '{}' },
      created: [dewi.id, gone],
      toRemote: [
        {
          personId: dewi.id,
          fields: [
            {
              field: 'jobTitle',
              from: 'Notaris',
              to: null,
              decision: 'R5.conflict.crm',
              overruled: { side: 'remote', value: 'Notaris' },
            },
          ],
        },
      ],
      held: [
        {
          key: 'k',
          personId: dewi.id,
          linkId: null,
          source: 'outlook',
          reason: 'conflict',
          donorPersonId: null,
          cardId: null,
          fields: [{ field: 'jobTitle', base: null, crm: 'A', remote: 'B' }],
        },
      ],
      leftOut: [
        { personId: gone, because: 'groupExcluded' },
        { personId: dewi.id, because: 'groupExcluded' },
        { personId: dewi.id, because: 'former' },
      ],
    };
    const response = await ask(giving({ made: true, preview }), {}, 'en');
    const shown = (await response.json()) as PreviewView;
    expect(shown.counts).not.toHaveProperty('requests');
    expect(shown).toMatchObject({
      created: {
        total: 2,
        more: 0,
        items: [
          { personId: dewi.id, personName: 'Dewi Oort' },
          { personId: gone, personName: null },
        ],
      },
      toRemote: {
        items: [
          {
            personName: 'Dewi Oort',
            fields: [
              {
                field: 'jobTitle',
                label: 'job title',
                from: 'Notaris',
                to: null,
                decision: 'R5.conflict.crm',
                overruled: { side: 'remote', value: 'Notaris' },
              },
            ],
          },
        ],
      },
      held: { items: [{ reason: 'conflict', sentence: expect.stringContaining('Dewi Oort') as string }] },
      leftOut: {
        total: 3,
        reasons: [
          { because: 'groupExcluded', count: 2, message: 'in an excluded group' },
          { because: 'former', count: 1 },
        ],
      },
      warnings: [
        { code: 'reachesBrake', message: expect.stringContaining('6') as string },
        { code: 'braked' },
      ],
    });
    const dutch = (await (await ask(giving({ made: true, preview }), { limit: 0 })).json()) as PreviewView;
    expect(dutch.created).toEqual({ total: 2, items: [], more: 2 });
    expect(dutch.leftOut.reasons[0]?.message).toBe('in een uitgesloten groep');
  });

  test('takes other settings as the CRM writes its groups, saves none of them, and names a group nobody is in', async () => {
    await office.person('Groep', { groups: ['Klanten'] });
    const settings = {
      groupsIncluded: [' klanten'],
      groupsExcluded: ['Geen'],
      conflictPolicy: 'ask',
      roles: ['owner', 'owner'],
    };
    const response = await ask(giving({ made: true, preview: nothing }), { settings });
    expect(asked).toMatchObject([
      { settings: { ...settings, groupsIncluded: ['Klanten'], roles: ['owner'] } },
    ]);
    expect(await response.json()).toMatchObject({ warnings: [{ code: 'unknownGroup' }] });
    expect((await office.mailboxes.byId(mailboxId))?.settings.groupsExcluded).toEqual([]);
    expect(office.asked).toEqual([]);
  });

  test.each([
    [{ limit: -1 }, 'limit'],
    [{ limit: 1e9 }, 'limit'],
    [{ settings: { conflictPolicy: 'none' } }, 'settings.groupsIncluded'],
    [{ mailboxId: 'another' }, 'mailboxId'],
  ])('what cannot be is refused by name: %j', async (body, field) => {
    const response = await ask(giving({ made: true, preview: nothing }), body);
    expect(response.status).toBe(422);
    expect((await refusal(response)).fields?.map((each) => each.field)).toContain(field);
    expect(asked).toEqual([]);
  });

  test.each([
    [{ made: false, because: 'signInAgain' }, 409, 'signInAgain', undefined],
    [{ made: false, because: 'notNow', afterMs: 61_000 }, 503, 'unavailable', 61],
    [{ made: false, because: 'failed', code: 'graph.other' }, 500, 'internal', undefined],
  ] as const)('why there is none now: %j', async (report, status, code, retryAfter) => {
    const response = await ask(giving(report), {});
    const error = await refusal(response);
    expect([response.status, error.code, error.retryAfter]).toEqual([status, code, retryAfter]);
  });

  test('one at a time: a second waits its turn, and the next one is made', async () => {
    let finish: (report: PreviewReport) => void = () => undefined;
    let begun: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (begun = resolve));
    const slow = giving(() => {
      begun();
      return new Promise<PreviewReport>((resolve) => (finish = resolve));
    });
    const first = ask(slow, {});
    await running;
    const second = await ask(slow, {});
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '5']);
    finish({ made: true, preview: nothing });
    expect((await first).status).toBe(200);
    const third = ask(slow, {});
    while (asked.length < 2) await new Promise(setImmediate);
    finish({ made: true, preview: nothing });
    expect((await third).status).toBe(200);
  });

  test('ends when nobody waits for it any more', async () => {
    const leaving = new AbortController();
    const stopped = giving(
      ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve({ made: false, because: 'stopped' }));
          leaving.abort();
        }),
    );
    const { signal } = leaving;
    const init = { ...json('POST', {}), signal };
    const response = await stopped.ask('/api/mailbox/preview', init, { oid: petraOid });
    expect(response.status).toBe(503);
  });
});
