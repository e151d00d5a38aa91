-- What the sync remembers: mailboxes and their lease, links with their base, marks, held changes and history.
--
-- The rules that must hold whatever the code does stand here: one link per mailbox and person, one per card, a
-- connector ID once (no doubles, R10); history and held changes are only ever added to. Instants are timestamptz,
-- ids made by us are uuid, ids of the CRM and of the remote are opaque text. The runner has made schema sync.

create table sync.mailboxes (
  id uuid primary key,
  -- One mailbox an employee, one an Entra account: the only ties after the first activation.
  employee_id text not null unique,
  tid text not null,
  oid text not null,
  -- As the sign-in told it last; shown to administrators, never used to find anybody.
  upn text,
  state text not null default 'active' check (state in ('active', 'paused', 'signInAgain', 'braked')),
  state_because text,
  settings jsonb not null,
  crm_cursor text,
  -- Settings or exclusions changed while the lease had this token: what that pass reads does not count as read (the
  -- cursor stays null), the next one looks at every person.
  anew_token bigint,
  brake_released boolean not null default false,
  not_before timestamptz,
  last_pass_at timestamptz,
  next_daily_at timestamptz,
  -- The change notifications of this mailbox; the client state is kept as a hash.
  subscription_id text unique,
  subscription_expires_at timestamptz,
  subscription_client_state_hash text,
  activated_at timestamptz not null,
  unique (tid, oid),
  check ((subscription_id is null) = (subscription_expires_at is null)),
  check ((subscription_id is null) = (subscription_client_state_hash is null))
);
create index mailboxes_next_daily_at on sync.mailboxes (next_daily_at) where state = 'active';
create index mailboxes_subscription_expires_at on sync.mailboxes (subscription_expires_at);

-- "Not in my Outlook" (R1).
create table sync.exclusions (
  mailbox_id uuid not null references sync.mailboxes,
  person_id text not null,
  excluded_at timestamptz not null,
  primary key (mailbox_id, person_id)
);

-- R13: who holds the mailbox. The row stays for ever, so that the token only grows.
create table sync.leases (
  mailbox_id uuid primary key references sync.mailboxes,
  token bigint not null,
  -- Null once it was given back.
  holder text,
  -- By the clock of this server, never of a worker.
  expires_at timestamptz not null
);

create table sync.folders (
  mailbox_id uuid not null references sync.mailboxes,
  folder_id text not null,
  cursor text,
  is_default boolean not null,
  primary key (mailbox_id, folder_id)
);

create table sync.links (
  id uuid primary key,
  mailbox_id uuid not null references sync.mailboxes,
  person_id text not null,
  connector_id uuid not null unique,
  state text not null check (state in ('creating', 'active', 'paused')),
  paused_because text check (
    paused_because in ('gone', 'former', 'notYours', 'excludedByUser', 'groupExcluded', 'groupNotIncluded')
  ),
  card_id text,
  folder_id text,
  etag text,
  -- Per field {crm, remote}, canonical; what both sides last agreed on.
  base jsonb not null default '{}' check (jsonb_typeof(base) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (mailbox_id, person_id),
  -- At the end of the transaction: two links may exchange their cards in one commit.
  unique (mailbox_id, card_id) deferrable initially deferred,
  check (state <> 'active' or card_id is not null)
);

-- R9: the user removed the card; the person comes back only with another version.
create table sync.removals (
  mailbox_id uuid not null references sync.mailboxes,
  person_id text not null,
  person_version text,
  removed_at timestamptz not null default now(),
  primary key (mailbox_id, person_id)
);

-- Changed and not yet merged; written with the cursor it was read under (R13).
create table sync.marks (
  mailbox_id uuid not null references sync.mailboxes,
  subject text not null check (subject in ('person', 'card')),
  subject_id text not null,
  -- Set from outside a pass while the lease had this token: only a later pass clears it.
  outside_token bigint,
  seq bigint generated always as identity,
  primary key (mailbox_id, subject, subject_id)
);

create table sync.passes (
  id uuid primary key,
  seq bigint generated always as identity unique,
  mailbox_id uuid not null references sync.mailboxes,
  lease_token bigint not null,
  holder text,
  trigger text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  progress jsonb,
  outcome jsonb,
  counts jsonb,
  check ((ended_at is null) = (outcome is null))
);
create index passes_mailbox on sync.passes (mailbox_id, seq desc);
create index passes_open on sync.passes (mailbox_id) where ended_at is null;

-- No foreign keys to links and passes: these outlive both.
create table sync.history (
  id uuid primary key,
  seq bigint generated always as identity unique,
  at timestamptz not null,
  mailbox_id uuid not null references sync.mailboxes,
  pass_id uuid not null,
  person_id text not null,
  link_id uuid not null,
  -- Null: the card as a whole (its creation).
  field text,
  side text not null check (side in ('crm', 'remote')),
  from_value text,
  to_value text,
  decision text not null,
  overruled_side text check (overruled_side in ('crm', 'remote')),
  overruled_value text,
  outcome text not null check (outcome in ('intended', 'done', 'notDone')),
  check (overruled_side is not null or overruled_value is null)
);
create index history_mailbox on sync.history (mailbox_id, seq desc);
create index history_person on sync.history (person_id, seq desc);
create index history_pass on sync.history (pass_id, seq desc);
create index history_intended on sync.history (mailbox_id) where outcome = 'intended';

create table sync.held_changes (
  id uuid primary key,
  seq bigint generated always as identity unique,
  mailbox_id uuid not null references sync.mailboxes,
  pass_id uuid not null,
  link_id uuid,
  person_id text not null,
  key text not null,
  -- SHA-256 of the key, hex: a key may be longer than an index takes.
  key_hash text not null,
  source text not null,
  reason text not null,
  donor_person_id text,
  fields jsonb not null,
  opened_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'overtaken', 'decided')),
  closed_at timestamptz,
  check ((state = 'open') = (closed_at is null))
);
-- Asked once: one open question a state of the world.
create unique index held_changes_open_key on sync.held_changes (mailbox_id, key_hash) where state = 'open';
create index held_changes_open on sync.held_changes (mailbox_id, seq) where state = 'open';
create index held_changes_person on sync.held_changes (person_id, seq desc);

create function sync.refuse() returns trigger language plpgsql as $$
begin
  raise exception '% of %.% is refused: it is only ever added to', tg_op, tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end
$$;

-- An entry written ahead learns once whether it happened; nothing else about it changes.
create function sync.guard_history() returns trigger language plpgsql as $$
begin
  if to_jsonb(new) - 'outcome' = to_jsonb(old) - 'outcome'
    and (new.outcome = old.outcome or old.outcome = 'intended') then
    return new;
  end if;
  raise exception 'history entry % is refused a change: only an intended one learns its outcome', old.id
    using errcode = 'restrict_violation';
end
$$;

-- A held change is closed once; nothing else about it changes.
create function sync.guard_held_changes() returns trigger language plpgsql as $$
begin
  if old.state = 'open'
    and to_jsonb(new) - 'state' - 'closed_at' = to_jsonb(old) - 'state' - 'closed_at' then
    return new;
  end if;
  raise exception 'held change % is refused a change: it is only ever closed, once', old.id
    using errcode = 'restrict_violation';
end
$$;

create trigger history_only_outcome before update on sync.history
  for each row execute function sync.guard_history();
create trigger history_no_delete before delete or truncate on sync.history
  for each statement execute function sync.refuse();
create trigger held_changes_only_closed before update on sync.held_changes
  for each row execute function sync.guard_held_changes();
create trigger held_changes_no_delete before delete or truncate on sync.held_changes
  for each statement execute function sync.refuse();

-- A token that went back would let a pass that lost its mailbox write again.
create function sync.guard_lease() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.token >= old.token and new.mailbox_id = old.mailbox_id then
    return new;
  end if;
  raise exception 'lease of mailbox % is refused: its token only grows', old.mailbox_id
    using errcode = 'restrict_violation';
end
$$;
create trigger leases_only_grow before update or delete on sync.leases
  for each row execute function sync.guard_lease();
