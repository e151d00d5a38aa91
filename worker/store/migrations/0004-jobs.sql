-- Who wants a pass and why, and the alarm clock that wakes a worker for it.
--
-- The request is a row of ours, one a mailbox; the queue (graphile-worker, in its own schema graphile_worker) only says
-- when and where. Whatever happens to the queue's jobs, a request that was not served is found again by its numbers:
-- requested counts the asks, taken is the ask the last run began with, served the one whose run came to its end.

create schema jobs;

create table jobs.requests (
  mailbox_id uuid primary key references sync.mailboxes on delete cascade,
  trigger text not null
    check (trigger in ('activation', 'crmChange', 'notification', 'daily', 'syncNow', 'resume', 'retry')),
  requested bigint not null,
  taken bigint not null default 0,
  served bigint not null default 0,
  -- When the newest open ask shall run; without an open ask it says nothing.
  run_at timestamptz not null,
  -- The open ask only waits for another run on this mailbox to end.
  blocked boolean not null default false,
  -- How many runs that held the mailbox have ended: who found it busy sees whether that is over by now.
  ended bigint not null default 0,
  -- A run is alive until here unless it says so again; null: none runs.
  running_until timestamptz,
  -- R14: failed runs in a row, and before when only a person's own ask starts another.
  failures integer not null default 0,
  not_before timestamptz,
  check (served <= requested and taken <= requested)
);
create index requests_open on jobs.requests (run_at) where requested > served;

-- How far the CRM's feed was read for asking passes. Each mailbox keeps its own cursor for the truth.
create table jobs.crm_cursors (
  crm text primary key,
  cursor text not null
);

-- What only one process shall do at a time, by whose turn it is until when.
create table jobs.turns (
  name text primary key,
  until timestamptz not null
);

-- Processes that run jobs now.
create table jobs.runners (
  id uuid primary key,
  seen_at timestamptz not null
);

-- How much an ask weighs: what a person waits for goes first, the night's round last (smaller is sooner).
create function jobs.weight(trigger text) returns int language sql immutable as $$
  select case
    when trigger in ('activation', 'syncNow', 'resume') then -10
    when trigger = 'daily' then 10
    else 0
  end
$$;

-- Sets the alarm. add_job answers with nothing when a worker took the old job in the very moment in which it was to be
-- moved; the next try then makes a new one. Where the queue's schema is not there yet, the sweep sets the alarm later.
create function jobs.wake(mailbox uuid, at timestamptz, weight int) returns void language plpgsql as $$
declare
  added bigint;
begin
  if to_regnamespace('graphile_worker') is null then
    return;
  end if;
  for attempt in 1..10 loop
    select id into added from graphile_worker.add_job(
      'pass',
      json_build_object('mailboxId', mailbox),
      run_at => at,
      job_key => 'pass:' || mailbox,
      priority => weight
    );
    exit when added is not null;
  end loop;
exception
  when undefined_function or undefined_table then
    return;
end $$;
