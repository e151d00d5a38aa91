-- The task pane: what an office shows of a person, whom a user meant at a shared address, and whom they looked at.

create schema pane;

-- One row or none. None: nothing was decided yet, and shared/api/visibility.ts says what is shown.
create table pane.visibility (
  only_row boolean primary key default true check (only_row),
  -- Part of a person → whether it is shown.
  parts jsonb not null check (jsonb_typeof(parts) = 'object'),
  changed_at timestamptz not null,
  -- Object id of the administrator.
  changed_by text not null
);

-- Whom a user chose at an address of several persons: only addresses of persons of the CRM.
create table pane.choices (
  mailbox_id uuid not null references sync.mailboxes,
  -- Its ASCII letters in lower case (shared/address.ts).
  address text not null,
  person_id text not null,
  chosen_at timestamptz not null,
  primary key (mailbox_id, address)
);

-- Persons a user looked at, each once; kept for 30 days.
create table pane.seen (
  mailbox_id uuid not null references sync.mailboxes,
  person_id text not null,
  seen_at timestamptz not null,
  primary key (mailbox_id, person_id)
);
create index seen_latest on pane.seen (mailbox_id, seen_at desc);
create index seen_old on pane.seen (seen_at);
