/**
 * A store as an office has it after years, made by the server itself: history, passes, links, held changes, decisions and undos
 * of mailboxes of very different sizes. Invented, the same at every run, in the order of time, so that rows of one mailbox lie
 * as far apart as in life. For bench/scale/history.ts and the test of the plans; says nothing about persons in the CRM.
 */
import sql from 'sql-template-tag';
import type { EmployeeId, HistoryId, MailboxId, PassId, PersonId } from '../../shared/ids.ts';
import type { Db } from '../../worker/store/db.ts';

/** What the questions are asked about. */
export interface Filled {
  readonly rows: number;
  readonly mailboxes: number;
  /** Has a twenty-fifth of all history. */
  readonly large: MailboxId;
  /** An ordinary one, another each round. */
  readonly typical: (round: number) => MailboxId;
  readonly personIn: (mailbox: 'large' | number, round: number) => PersonId;
  /** In nearly every mailbox, as the front desk of an office. */
  readonly everywhere: PersonId;
  /** The first push into the large mailbox. */
  readonly largePass: PassId;
  readonly entry: (round: number) => HistoryId;
  readonly employee: EmployeeId;
}

interface Sizes {
  readonly rows: number;
  readonly mailboxes: number;
  readonly persons: number;
  readonly first: number;
  readonly held: number;
}

const sizesOf = (rows: number): Sizes => {
  const mailboxes = Math.max(20, Math.floor(rows / 2_500));
  return {
    rows,
    mailboxes,
    persons: mailboxes * 100,
    first: Math.min(4_000, Math.floor(rows / 50)),
    held: Math.floor(rows / 20),
  };
};

/** Seven years and eleven months, up to a minute ago. */
const span = `interval '2890 days'`;

/** Pure functions of a number, so that a table finds what another has made. */
const functions = `
  create schema fill;
  create function fill.id(kind text, n bigint) returns uuid language sql immutable parallel safe as
    $$ select md5(kind || n)::uuid $$;
  create function fill.hash(n bigint) returns bigint language sql immutable parallel safe as
    $$ select (hashint8extended(n, 7) & 1073741823) $$;
  -- Every twenty-fifth unit is of the large mailbox; of the others the first have far more than the last.
  create function fill.mailbox(unit bigint, hash bigint, mailboxes bigint) returns bigint language sql immutable parallel safe as
    $$ select case when unit % 25 = 0 then 0
       else 1 + ((mailboxes - 1) * (hash / 1073741824.0::float8) * (hash / 1073741824.0::float8))::bigint % (mailboxes - 1) end $$;
  create function fill.person(mailbox bigint, n bigint, persons bigint) returns bigint language sql immutable parallel safe as
    $$ select case when n % 250 = 7 then 0 when mailbox = 0 then 1 + n % 5000
       else 1 + (mailbox * 100 + n % 250) % (persons - 1) end $$;`;

/** What a table does not have to keep up row by row: put back when all are in. */
const withoutIndexes = async (db: Db, table: string, fill: () => Promise<void>): Promise<void> => {
  const rules = await db.query<{ name: string; text: string }>(sql`
    select quote_ident(conname) as name, pg_get_constraintdef(oid) as text from pg_constraint
    where conrelid = ${table}::regclass and contype in ('p', 'u')`);
  const indexes = await db.query<{ name: string; text: string }>(sql`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as text from pg_index i
    where i.indrelid = ${table}::regclass
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))`);
  const run = (text: string) => db.query({ text, values: [] });
  for (const { name } of rules) await run(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await run(`drop index ${name}`);
  await fill();
  await run(`set maintenance_work_mem = '512MB'`);
  for (const { name, text } of rules) await run(`alter table ${table} add constraint ${name} ${text}`);
  for (const { text } of indexes) await run(text);
};

const mailboxes = ({ mailboxes: n }: Sizes) => sql`
  insert into sync.mailboxes (id, employee_id, tid, oid, settings, activated_at, last_pass_at)
  select fill.id('m', n), 'employee-' || n, 'tenant-' || n % 3, 'oid-' || n, '{}', now() - interval '8 years',
    now() - make_interval(secs => n)
  from generate_series(0, ${n}::bigint - 1) n`;

/** Two of a row's eight are one step's: a pass wrote eight fields; every other pass wrote nothing. */
const passes = ({ rows, mailboxes: n }: Sizes) => sql`
  insert into sync.passes (id, mailbox_id, lease_token, holder, trigger, started_at, ended_at, outcome, counts)
  select fill.id('pass', p), fill.id('m', m), p, 'bench', 'daily',
    now() - interval '1 minute' - ${sql([span])} * (1 - p::float8 / (${rows}::bigint / 4)),
    now() - interval '59 seconds' - ${sql([span])} * (1 - p::float8 / (${rows}::bigint / 4)),
    '{"outcome":"done"}', '{"created":0,"toRemote":4,"toCrm":4,"conflicts":0,"held":0,"requests":9}'
  from generate_series(0, ${rows}::bigint / 4 - 1) p
  cross join lateral (select fill.hash(p / 2) as u offset 0) a
  cross join lateral (select fill.mailbox(p / 2, u, ${n}) as m offset 0) b`;

const links = ({ mailboxes: n, persons }: Sizes) => sql`
  insert into sync.links (id, mailbox_id, person_id, connector_id, state, paused_because, card_id, folder_id, etag, base)
  select fill.id('l', m * 1000000 + p), fill.id('m', m), fill.id('p', p)::text, fill.id('c', m * 1000000 + p),
    case when p % 40 = 3 then 'paused' else 'active' end, case when p % 40 = 3 then 'former' end,
    'AAMkAGVmMDEzMTM4LTZmYWUtNDdkNC1hMDZiLTU1OGY5OTZhYmY4OABGAAAAAAAiQ8W967B7TKBjgx9rVEUR' || p, 'folder', 'W/"etag"',
    '{"lastName":{"crm":"Jansen","remote":"Jansen"},"workEmail":{"crm":"a@b.example","remote":"a@b.example"}}'
  from generate_series(0, ${n}::bigint - 1) m
  cross join lateral (
    select distinct fill.person(m, k, ${persons}) as p from generate_series(0, case when m = 0 then 4999 else 249 end) k
  ) each_person`;

const history = ({ rows, mailboxes: n, persons, first }: Sizes) => sql`
  insert into sync.history (id, at, mailbox_id, pass_id, person_id, link_id, field, side, from_value, to_value, decision,
    overruled_side, overruled_value, outcome)
  select fill.id('h', g), now() - interval '1 minute' - ${sql([span])} * (1 - g::float8 / ${rows}::bigint),
    fill.id('m', m), case when g < ${first} then fill.id('first', 0) else fill.id('pass', g / 8 * 2) end,
    fill.id('p', p)::text, fill.id('l', m * 1000000 + p),
    case when g < ${first} then null
      when g % 2000000 = ${first} + 4 then 'privateMobile'
      else (array['initials', 'firstName', 'surnamePrefix', 'lastName', 'birthDate', 'workEmail', 'workPhone',
        'workMobile', 'jobTitle', 'organisationName'])[1 + h % 10] end,
    case when g < ${first} or h % 10 < 7 then 'remote' else 'crm' end,
    case when g < ${first} then null else 'Oude waarde ' || h % 100000 end,
    case when g < ${first} then null else 'Nieuwe waarde ' || h % 100000 end,
    case when g < ${first} then 'R2.created' when h % 50 = 0 then 'R5.conflict.crm' else 'R5.onlyCrm' end,
    case when g >= ${first} and h % 50 = 0 then 'remote' end,
    case when g >= ${first} and h % 50 = 0 then 'Verloren waarde ' || h % 1000 end,
    case when h % 50 = 1 then 'notDone' else 'done' end
  from generate_series(0, ${rows}::bigint - 1) g
  cross join lateral (select fill.hash(g + 13) as h, fill.hash(g / 8) as u offset 0) a
  cross join lateral (select case when g < ${first} then 0 else fill.mailbox(g / 8, u, ${n}) end as m offset 0) b
  cross join lateral (select fill.person(m, h, ${persons}) as p offset 0) c`;

/** A twelfth is open still; of the others two of three were decided by somebody. */
const heldChanges = ({ held, mailboxes: n, persons }: Sizes) => sql`
  insert into sync.held_changes (id, mailbox_id, pass_id, link_id, person_id, key, key_hash, source, reason, donor_person_id,
    card_id, fields, opened_at, state, closed_at)
  select fill.id('held', g), fill.id('m', m), fill.id('pass', g), fill.id('l', m * 1000000 + p), fill.id('p', p)::text,
    'borrowed|' || g || '|' || md5(g::text) || '|' || md5('x' || g), encode(sha256(g::text::bytea), 'hex'), 'outlook',
    case when g % 100000 = 5 then 'mergedAway' when g % 7 = 1 then 'conflict' when g % 7 = 3 then 'sameCardExists'
      else 'borrowed' end,
    fill.id('p', p + 1)::text, 'card-' || g,
    '[{"field":"workEmail","base":{"crm":"a@b.example","remote":"a@b.example"},"crm":"a@b.example","remote":"c@d.example"},
      {"field":"workPhone","base":{"crm":"+31201234567","remote":"+31201234567"},"crm":"+31201234567","remote":null}]',
    at, state, case when state = 'open' then null else at + interval '3 hours' end
  from generate_series(0, ${held}::bigint - 1) g
  cross join lateral (
    select fill.mailbox(g, fill.hash(g), ${n}) as m, now() - ${sql([span])} * (1 - g::float8 / ${held}::bigint) as at,
      case when g > ${held}::bigint * 11 / 12 then 'open' when g % 3 = 0 then 'overtaken' else 'decided' end as state
    offset 0
  ) a
  cross join lateral (select fill.person(m, fill.hash(g), ${persons}) as p offset 0) b`;

const rulings = sql`
  insert into sync.rulings (id, mailbox_id, held_id, choice, for_pair, decided_by, decided_at, outcome, settled_at)
  select gen_random_uuid(), mailbox_id, id, case when seq % 3 = 0 then 'remote' else 'crm' end, seq % 20 = 0, 'employee-1',
    closed_at, 'applied', closed_at + interval '1 minute'
  from sync.held_changes where state = 'decided' order by seq`;

const undos = ({ rows, mailboxes: n }: Sizes) => sql`
  insert into sync.undos (id, mailbox_id, scope, asked_by, asked_at, plan_key)
  select fill.id('undo', g), fill.id('m', fill.mailbox(g, fill.hash(g), ${n})), '{"since":"2026-01-01T00:00:00.000Z"}', 'employee-1',
    now() - ${sql([span])} * (1 - g::float8 / (${rows}::bigint / 1000)), md5(g::text)
  from generate_series(0, ${rows}::bigint / 1000 - 1) g`;

const undoItems = sql`
  insert into sync.undo_items (id, undo_id, mailbox_id, history_id, person_id, link_id, field, expected_value, value, outcome,
    settled_at)
  select gen_random_uuid(), u.id, u.mailbox_id, fill.id('h', u.seq * 1000 + k), fill.id('p', k)::text, fill.id('l', k),
    'lastName', 'a', 'b', 'done', u.asked_at
  from sync.undos u cross join generate_series(1, 4) k order by u.seq, k`;

const cards = ({ mailboxes: n }: Sizes) => sql`
  insert into sync.cards (mailbox_id, card_id, folder_id, prints, tokens, current_tokens, gone_at)
  select fill.id('m', g % ${n}::bigint), 'card-' || g, 'folder', '{}', array[md5(g::text)], array[md5(g::text)],
    case when g % 10 = 0 then now() - make_interval(days => (g % 60)::int) end
  from generate_series(0, ${n}::bigint * 50 - 1) g`;

/** Rows about which nobody knows yet whether they happened: what a process that was killed left. */
const underWay = (filled: Pick<Filled, 'large'>) => sql`
  insert into sync.history (id, at, mailbox_id, pass_id, person_id, link_id, field, side, decision, outcome)
  select gen_random_uuid(), now(), ${filled.large}::uuid, fill.id('cut', 1), 'p', fill.id('l', 1), 'lastName', 'remote',
    'R5.onlyCrm', 'intended'
  from generate_series(1, 20)`;

const idOf = async (db: Db, kind: string, n: number): Promise<string> => {
  const [row] = await db.query<{ id: string }>(sql`select fill.id(${kind}, ${n}::bigint)::text as id`);
  return row!.id;
};

const described = async (db: Db, { rows, mailboxes: n, persons, first }: Sizes): Promise<Filled> => {
  // A quarter of the way: neither among the busiest nor among the idle.
  const some = Array.from({ length: 50 }, (_, k) => Math.floor(n / 4) + k * Math.floor(n / 100));
  const boxes = await Promise.all(some.map((m) => idOf(db, 'm', m)));
  const people = await Promise.all(
    some.map((m) =>
      db.query<{ id: PersonId }>(sql`
        select fill.id('p', fill.person(${m}::bigint, k, ${persons}))::text as id from generate_series(0, 249) k`),
    ),
  );
  const large = await db.query<{ id: PersonId }>(sql`
    select fill.id('p', fill.person(0, k, ${persons}))::text as id from generate_series(0, 499) k`);
  const entries = await db.query<{ id: HistoryId }>(sql`
    select fill.id('h', ${first} + k * 7919 % (${rows}::bigint - ${first}))::text as id from generate_series(0, 499) k`);
  return {
    rows,
    mailboxes: n,
    large: (await idOf(db, 'm', 0)) as MailboxId,
    typical: (round) => boxes[round % boxes.length] as MailboxId,
    personIn: (mailbox, round) =>
      mailbox === 'large'
        ? large[(round * 37) % large.length]!.id
        : people[mailbox % people.length]![(round * 37) % 250]!.id,
    everywhere: (await idOf(db, 'p', 0)) as PersonId,
    largePass: (await idOf(db, 'first', 0)) as PassId,
    entry: (round) => entries[(round * 11) % entries.length]!.id,
    employee: 'employee-0' as EmployeeId,
  };
};

/** That of the entries that nothing waits for. */
const historyTable = async (db: Db): Promise<string> => {
  const [row] = await db.query<{ name: string }>(
    sql`select coalesce(to_regclass('sync.history_settled'), to_regclass('sync.history'))::text as name`,
  );
  return row!.name;
};

const wasFilled = async (db: Db): Promise<boolean> => {
  const [row] = await db.query<{ filled: boolean }>(
    sql`select to_regnamespace('fill') is not null as filled`,
  );
  return row?.filled === true;
};

/** Of an empty, migrated store; one that was filled with as many rows is taken as it is. `say` is told each table's name and seconds. */
export const fillHistory = async (
  db: Db,
  rows: number,
  say: (table: string, seconds: number) => void = () => undefined,
): Promise<Filled> => {
  const sizes = sizesOf(rows);
  if (await wasFilled(db)) return described(db, sizes);
  await db.query({ text: functions, values: [] });
  const steps = {
    mailboxes,
    passes,
    links,
    history,
    heldChanges,
    rulings: () => rulings,
    undos,
    undoItems: () => undoItems,
    cards,
  };
  for (const [table, insert] of Object.entries(steps)) {
    const begun = performance.now();
    const fill = () =>
      db.transaction(async (tx) => {
        // Mailboxes are there: to look for each row's anew would be most of the time.
        await tx.query(sql`set local session_replication_role = replica`);
        await tx.query(insert(sizes));
      });
    await (table === 'history' ? withoutIndexes(db, await historyTable(db), fill) : fill());
    say(table, (performance.now() - begun) / 1000);
  }
  const filled = await described(db, sizes);
  await db.query(underWay(filled));
  await db.query(sql`vacuum (analyze)`);
  return filled;
};
