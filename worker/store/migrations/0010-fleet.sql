-- Many processes on one database: which mailbox is next, and what a mailbox has asked of Graph in the last ten minutes.
--
-- Until now graphile-worker said which process runs what; it knows one order for all. Whose turn it is stands in our own row
-- now (docs/adr/0010-fleet.md), so that its schema goes.

alter table jobs.requests
  -- Whose it is: turns go round tenants.
  add column tenant text,
  -- How many changes the open ask is known to bring.
  add column size integer not null default 0,
  -- Its last run took long and did not come to its end.
  add column long boolean not null default false;
update jobs.requests r set tenant = m.tid from sync.mailboxes m where m.id = r.mailbox_id;
alter table jobs.requests alter column tenant set not null;

-- 0: a person waits for it. 1: something changed. 2: the night's round. 3: long work (a first sync, an import).
create function jobs.rank_of(trigger text, size integer, long boolean) returns smallint language sql immutable as $$
  select case
    when long or size > 100 or trigger = 'activation' then 3
    when trigger in ('syncNow', 'resume', 'decision') then 0
    when trigger = 'daily' then 2
    else 1
  end::smallint
$$;
alter table jobs.requests
  add column rank smallint generated always as (jobs.rank_of(trigger, size, long)) stored;

drop index jobs.requests_open;
create index requests_turn on jobs.requests (rank, tenant collate "C", run_at) where requested > served;
-- A row is written three times a pass, and lives in its page.
alter table jobs.requests set (fillfactor = 70);

-- R2: whose card a person that was changed in the CRM has; without it every mailbox is looked at for each change.
create index links_person on sync.links (person_id);

-- Says "look" to the processes that have a place free, and in how many milliseconds. What is due later is found by looking.
create or replace function jobs.wake(mailbox uuid, at timestamptz, weight int) returns void language sql as $$
  select pg_notify('relatiebrug_asks', delay::text)
  from (select greatest(0, ceil(extract(epoch from at - clock_timestamp()) * 1000))::bigint) as due (delay)
  where delay < 5000
$$;

-- The next ask, taken: of the ranks in their order; in a rank of the tenant that comes after the one before; of a tenant the one
-- that waits longest. One that somebody else is just taking is passed over, one whose run is silent is free again (R13). Each
-- look is a descent of requests_turn, whatever waits.
create function jobs.take_next(ranks smallint[], after text, alive interval)
returns table (mailbox_id uuid, tenant text, rank smallint, number bigint, trigger text, failures integer, ended bigint,
  waited_ms double precision)
language plpgsql
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
#variable_conflict use_column
declare
  -- A volatile function would not descend the index.
  moment timestamptz := clock_timestamp();
  wanted smallint;
  turn text;
  chosen uuid;
begin
  foreach wanted in array ranks loop
    for lap in 1..2 loop
      turn := case lap when 1 then after else '' end;
      loop
        select r.tenant into turn from jobs.requests r
        where r.requested > r.served and r.rank = wanted and r.tenant collate "C" > turn
        order by r.rank, r.tenant collate "C" limit 1;
        exit when turn is null or (lap = 2 and turn collate "C" > after);
        select r.mailbox_id into chosen from jobs.requests r
        where r.requested > r.served and r.rank = wanted and r.tenant collate "C" = turn and r.run_at <= moment
          and coalesce(r.running_until, '-infinity') < moment
        order by r.run_at limit 1 for update skip locked;
        if found then
          return query
            update jobs.requests r set taken = r.requested, blocked = false, running_until = moment + alive
            where r.mailbox_id = chosen
            returning r.mailbox_id, r.tenant, r.rank, r.requested, r.trigger, r.failures, r.ended,
              (extract(epoch from moment - r.run_at) * 1000)::double precision;
          return;
        end if;
      end loop;
    end loop;
  end loop;
end $$;

-- What a mailbox was asked for in the last ten minutes by whichever process: [second, requests], oldest first; and how long it
-- asked to be left alone (R14). In the lease's row, which is written at the begin and the end of each pass anyway.
alter table sync.leases
  add column spent jsonb not null default '[]',
  add column blocked_until timestamptz;

-- Rounded to ten seconds, upwards: what is counted a little longer than it counts there does no harm.
create function sync.spend(spent jsonb, requests integer) returns jsonb language sql volatile as $$
  select coalesce(jsonb_agg(jsonb_build_array(at, n) order by at), '[]')
  from (
    select at, sum(n) as n from (
      select (entry ->> 0)::bigint as at, (entry ->> 1)::bigint as n from jsonb_array_elements(spent) as entry
      union all
      select ceil(extract(epoch from clock_timestamp()) / 10)::bigint * 10, requests::bigint where requests > 0
    ) as entries
    where at > extract(epoch from clock_timestamp()) - 610
    group by at
  ) as kept
$$;

drop schema if exists graphile_worker cascade;
