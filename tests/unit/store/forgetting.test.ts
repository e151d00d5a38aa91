/**
 * What is past its term goes, and nothing else: what waits for a person, a card that is being made, an undo on its way, a decision
 * that still speaks, the last pass of a mailbox. Whatever the clock of one worker says, and whoever does the same at once.
 *
 * Seen to fail with the safeguard taken away: without `personWaits` the entries of those who wait went; without the look at
 * `undo_items` what an undo waits for; without the clock of the database what is young was tried by a clock ten years ahead, and
 * the table refused it; without the look at the links a decision that still speaks; without that at later passes the last one.
 */
import sql from 'sql-template-tag';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldId, MailboxId } from '../../../shared/ids.ts';
import { createForgetJob, type ForgetDeps } from '../../../worker/jobs/forget.ts';
import { createLogger } from '../../../worker/log.ts';
import { createForgetting, type Forget, type Forgetting } from '../../../worker/store/forgetting.ts';
import { createPassStore } from '../../../worker/store/pass-store.ts';
import { forgetLog } from '../../../worker/crm/embedded/forget-log.ts';
import { createTestDb, type TestDb } from '../../support/db.ts';
import { entry, hold, holdWrite, link, newMailbox, noCounts, uuid } from './fixture.ts';

const dayMs = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * dayMs).toISOString();
const before = (days: number): Date => new Date(Date.now() - days * dayMs);
const years = (n: number): number => n * 365.25;

let database: TestDb;
let mailboxId: MailboxId;
let forgetting: Forgetting;

beforeEach(async () => {
  database = await createTestDb();
  mailboxId = (await newMailbox(database.db)).id;
  forgetting = createForgetting(database.db);
}, 60_000);
afterEach(() => database.close());

/** Until there is nothing more to look at. */
const all = async (forget: Forget, term: Date): Promise<number> => {
  let forgotten = 0;
  let after: string | null = null;
  do {
    const step: Awaited<ReturnType<Forget>> = await forget(term, after);
    forgotten += step.forgotten;
    after = step.next;
  } while (after !== null);
  return forgotten;
};

const write = async (
  ...writes: Parameters<ReturnType<typeof createPassStore>['commit']>[1]
): Promise<void> => {
  const store = createPassStore(database.db);
  const lease = await hold(store, mailboxId);
  await store.commit(lease, writes);
  await store.release(lease);
};

const idsLeft = async (
  table: 'history' | 'held_changes' | 'rulings' | 'passes' | 'undos',
): Promise<string[]> => {
  const rows = await database.db.query<{ id: string }>({
    text: `SELECT id FROM sync.${table} ORDER BY seq`,
    values: [],
  });
  return rows.map(({ id }) => id);
};

describe('history', () => {
  test('older than the term goes, what is younger stays, however much there is', async () => {
    const anna = link('anna');
    const old = Array.from({ length: 2_300 }, () => entry(mailboxId, anna, { at: ago(years(8)) }));
    const young = entry(mailboxId, anna, { at: ago(years(6)) });
    await write({ op: 'history', entries: [...old, young], outcome: 'done' });
    expect(await all(forgetting.history, before(years(7)))).toBe(2_300);
    expect(await idsLeft('history')).toEqual([young.id]);
    expect(await all(forgetting.history, before(years(7)))).toBe(0);
  });

  test('of whom a change waits, a card is being made or an undo is on its way stays whole, as does what may have happened', async () => {
    const names = ['waits', 'creating', 'undone', 'underWay', 'nothing'] as const;
    const links = Object.fromEntries(names.map((name) => [name, link(name)])) as Record<
      (typeof names)[number],
      ReturnType<typeof link>
    >;
    const entries = Object.fromEntries(
      names.map((name) => [name, entry(mailboxId, links[name], { at: ago(years(9)) })]),
    ) as Record<(typeof names)[number], ReturnType<typeof entry>>;
    const { underWay, ...settled } = entries;
    await write(
      {
        op: 'newLinks',
        links: [{ ...links.creating, state: 'creating', cardId: null, folderId: null, etag: null }],
      },
      { op: 'history', entries: Object.values(settled), outcome: 'done' },
      { op: 'history', entries: [underWay], outcome: 'intended' },
      holdWrite(links.waits, 'question'),
    );
    await database.db.query(sql`
      INSERT INTO sync.undos (id, mailbox_id, scope, asked_at, plan_key) VALUES (${underWay.id}, ${mailboxId}, '{}', ${ago(1)}, 'x')`);
    await database.db.query(sql`
      INSERT INTO sync.undo_items (id, undo_id, mailbox_id, history_id, person_id, link_id, field)
      VALUES (gen_random_uuid(), ${underWay.id}, ${mailboxId}, ${entries.undone.id}, 'undone', ${links.undone.id}, 'lastName')`);
    expect(await all(forgetting.history, before(years(7)))).toBe(1);
    expect(await idsLeft('history')).toEqual([
      entries.waits.id,
      entries.creating.id,
      entries.undone.id,
      underWay.id,
    ]);
    // Whose question is answered is as others.
    await database.db.query(sql`UPDATE sync.held_changes SET state = 'overtaken', closed_at = now()`);
    expect(await all(forgetting.history, before(years(7)))).toBe(1);
  });

  test('younger than 90 days stays when the clock of a worker is years ahead, and when somebody asks for a term of a day', async () => {
    const young = entry(mailboxId, link('anna'), { at: ago(60) });
    await write({ op: 'history', entries: [young], outcome: 'done' });
    expect(await all(forgetting.history, new Date(Date.now() + years(10) * dayMs))).toBe(0);
    expect(await all(forgetting.history, before(1))).toBe(0);
    expect(await idsLeft('history')).toEqual([young.id]);
  });

  test('is refused any other way of going, and what is young even that one', async () => {
    await write({
      op: 'history',
      entries: [entry(mailboxId, link('a'), { at: ago(years(9)) })],
      outcome: 'done',
    });
    await write({ op: 'history', entries: [entry(mailboxId, link('b'), { at: ago(30) })], outcome: 'done' });
    await write({
      op: 'history',
      entries: [entry(mailboxId, link('c'), { at: ago(30) })],
      outcome: 'intended',
    });
    for (const table of ['history', 'history_settled', 'history_intended']) {
      for (const text of [`DELETE FROM sync.${table}`, `TRUNCATE sync.${table}`]) {
        await expect(database.db.query({ text, values: [] })).rejects.toMatchObject({ code: '23001' });
      }
    }
    const asForgetting = (text: string) =>
      database.db.transaction(async (tx) => {
        await tx.query(sql`SELECT set_config('relatiebrug.forgets', 'on', true)`);
        await tx.query({ text, values: [] });
      });
    for (const table of ['history_settled', 'history_intended'])
      await expect(asForgetting(`DELETE FROM sync.${table}`)).rejects.toMatchObject({ code: '23001' });
    expect(await idsLeft('history')).toHaveLength(3);
  });

  test('goes once where two processes forget at the same time, and is whole again where one is cut off in its middle', async () => {
    const entries = Array.from({ length: 3_000 }, () =>
      entry(mailboxId, link('anna'), { at: ago(years(8)) }),
    );
    await write({ op: 'history', entries, outcome: 'done' });
    const cut = createForgetting({
      ...database.db,
      transaction: (work) =>
        database.db.transaction(async (tx) => {
          await work(tx);
          throw new Error('killed');
        }),
    });
    await expect(cut.history(before(years(7)), null)).rejects.toThrow('killed');
    expect(await idsLeft('history')).toHaveLength(3_000);
    const both = await Promise.all(
      [1, 2].map(() => all(createForgetting(database.db).history, before(years(7)))),
    );
    const rest = await all(forgetting.history, before(years(7)));
    expect(both[0]! + both[1]! + rest).toBe(3_000);
    expect(await idsLeft('history')).toEqual([]);
  });
});

describe('held changes', () => {
  const closed = async (
    key: string,
    more: { link: ReturnType<typeof link>; ruled?: 'applied' | 'pending'; pair?: boolean },
  ): Promise<HeldId> => {
    const id = uuid<HeldId>();
    await write(holdWrite(more.link, key, id));
    await database.db.query(sql`
      UPDATE sync.held_changes SET state = ${more.ruled === undefined ? 'overtaken' : 'decided'}, closed_at = ${ago(years(8))}
      WHERE id = ${id}`);
    if (more.ruled !== undefined)
      await database.db.query(sql`
        INSERT INTO sync.rulings (id, mailbox_id, held_id, choice, for_pair, decided_at, outcome, settled_at)
        VALUES (gen_random_uuid(), ${mailboxId}, ${id}, 'crm', ${more.pair === true}, ${ago(years(8))}, ${more.ruled},
          ${more.ruled === 'pending' ? null : ago(years(8))}::timestamptz)`);
    return id;
  };

  test('that nothing asks about any more go; open ones, and decisions that still speak, stay', async () => {
    const living = link('living');
    await write({ op: 'newLinks', links: [living] });
    await closed('overtaken', { link: link('a') });
    await closed('decided of a link that has ended', { link: link('b'), ruled: 'applied' });
    const kept = [
      await closed('decided of a living link', { link: living, ruled: 'applied' }),
      await closed('no pass has met it', { link: link('c'), ruled: 'pending' }),
      await closed('remembered for the pair', { link: link('d'), ruled: 'applied', pair: true }),
    ];
    const open = uuid<HeldId>();
    await write({ ...(holdWrite(link('e'), 'open', open) as object), at: ago(years(9)) } as never);
    expect(await all(forgetting.held, before(years(7)))).toBe(2);
    expect(await idsLeft('held_changes')).toEqual([...kept, open]);
    expect(await idsLeft('rulings')).toHaveLength(3);
    await expect(database.db.query(sql`DELETE FROM sync.held_changes`)).rejects.toMatchObject({
      code: '23001',
    });
  });
});

describe('undos and passes', () => {
  test('an undo goes with its fields when all of them are settled', async () => {
    for (const [id, outcome] of [
      [uuid(), 'done'],
      [uuid(), 'pending'],
    ] as const) {
      await database.db.query(sql`
        INSERT INTO sync.undos (id, mailbox_id, scope, asked_at, plan_key)
        VALUES (${id}, ${mailboxId}, '{}', ${ago(years(8))}, ${outcome})`);
      await database.db.query(sql`
        INSERT INTO sync.undo_items (id, undo_id, mailbox_id, history_id, person_id, link_id, field, outcome, settled_at)
        SELECT gen_random_uuid(), ${id}, ${mailboxId}, gen_random_uuid(), 'p', gen_random_uuid(), f, ${outcome},
          CASE WHEN ${outcome} = 'done' THEN now() END
        FROM unnest(ARRAY['lastName', ${outcome}]) f`);
    }
    expect(await all(forgetting.undos, before(years(7)))).toBe(1);
    expect(await database.db.query(sql`SELECT DISTINCT outcome FROM sync.undo_items`)).toEqual([
      { outcome: 'pending' },
    ]);
  });

  test('passes that changed nothing go after a quarter; those that did, failed or were cut off stay with the history, and the last always', async () => {
    const pass = async (days: number, outcome: object | null, counts: object | null): Promise<string> => {
      const id = uuid<never>() as string;
      await database.db.query(sql`
        INSERT INTO sync.passes (id, mailbox_id, lease_token, trigger, started_at, ended_at, outcome, counts)
        VALUES (${id}, ${mailboxId}, 1, 'daily', ${ago(days)}, ${outcome === null ? null : ago(days)}::timestamptz,
          ${outcome === null ? null : JSON.stringify(outcome)}::jsonb, ${counts === null ? null : JSON.stringify(counts)}::jsonb)`);
      return id;
    };
    const done = { outcome: 'done' };
    await pass(200, done, { ...noCounts(), requests: 3 });
    const wrote = await pass(200, done, { ...noCounts(), toCrm: 1 });
    const cutOff = await pass(200, { outcome: 'failed', code: 'pass.interrupted' }, null);
    const young = await pass(50, done, noCounts());
    const open = await pass(200, null, null);
    const last = await pass(200, done, noCounts());
    expect(await all(forgetting.quietPasses, before(90))).toBe(1);
    expect(await idsLeft('passes')).toEqual([wrote, cutOff, young, open, last]);
    expect(await all(forgetting.passes, before(100))).toBe(2);
    expect(await idsLeft('passes')).toEqual([young, open, last]);
  });
});

describe('the round', () => {
  const round = (change: Partial<ForgetDeps> = {}) => {
    const counted = new Map<string, number>();
    const work = createForgetJob({
      forget: { ...forgetting, crmLog: (term, after) => forgetLog(database.db, term, after) },
      clock: { now: () => new Date() } as ForgetDeps['clock'],
      historyDays: 2557,
      signal: new AbortController().signal,
      log: createLogger({ logLevel: 'silent', logFormat: 'json' } as never),
      meter: { forgot: (kind, n) => counted.set(kind, (counted.get(kind) ?? 0) + n) },
      ...change,
    });
    return { work, counted };
  };

  const logged = (days: number) =>
    database.db.query(sql`
    INSERT INTO crm.change_log (at, actor_kind, action, subject, subject_id)
    VALUES (${ago(days)}, 'import', 'created', 'person', gen_random_uuid())`);

  test('takes everything that is past its term, also of the log of the CRM, and counts it', async () => {
    await write({
      op: 'history',
      entries: [entry(mailboxId, link('a'), { at: ago(years(8)) })],
      outcome: 'notDone',
    });
    await logged(years(8));
    await logged(years(6));
    const { work, counted } = round();
    expect(await work()).toMatchObject({ history: 1, crmLog: 1, held: 0 });
    expect(Object.fromEntries(counted)).toEqual({ history: 1, crmLog: 1 });
    expect(await work()).toMatchObject({ history: 0, crmLog: 0 });
  });

  test('leaves everything where history is kept for ever, and stops at the stop of the process', async () => {
    const entries = Array.from({ length: 5_000 }, () => entry(mailboxId, link('a'), { at: ago(years(8)) }));
    await write({ op: 'history', entries, outcome: 'done' });
    expect(await round({ historyDays: null }).work()).toEqual({ quietPasses: 0 });
    const stopping = new AbortController();
    const running = round({ signal: stopping.signal }).work();
    await sleep(1);
    stopping.abort();
    await running;
    const left = (await idsLeft('history')).length;
    expect(left).toBeGreaterThan(0);
    expect(left % 1_000).toBe(0);
  });
});
