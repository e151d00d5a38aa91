-- The merge guard (R7), decisions, undo and clean-up (R8).

-- One row a card of the mailbox, linked or not. The address book is private: only keyed fingerprints stand here, never a
-- name, an address or a number. Rows of cards that are gone are tombstones, kept for 30 days.
create table sync.cards (
  mailbox_id uuid not null references sync.mailboxes,
  card_id text not null,
  folder_id text not null,
  -- Kind of value → [{print, since, until}].
  prints jsonb not null check (jsonb_typeof(prints) = 'object'),
  -- Every fingerprint in `prints`, also those of values that are no longer on the card.
  tokens text[] not null,
  -- Those that are on it now.
  current_tokens text[] not null,
  gone_at timestamptz,
  primary key (mailbox_id, card_id)
);
-- Fingerprints are made with a key per mailbox, so equal ones are of one mailbox.
create index cards_tokens on sync.cards using gin (tokens);
create index cards_current_tokens on sync.cards using gin (current_tokens) where gone_at is null;
create index cards_gone on sync.cards (mailbox_id, gone_at) where gone_at is not null;
create index cards_living on sync.cards (mailbox_id, folder_id) where gone_at is null;

-- The key of a mailbox's fingerprints, sealed like a token: a copy of the database alone tells nothing.
create table identity.print_keys (
  mailbox_id uuid primary key,
  key_id text not null,
  sealed bytea not null,
  made_at timestamptz not null
);

alter table sync.held_changes add column card_id text;

-- What a person decided about a held change. One a held change: who comes second is told so.
create table sync.rulings (
  id uuid primary key,
  seq bigint generated always as identity unique,
  mailbox_id uuid not null references sync.mailboxes,
  held_id uuid not null unique references sync.held_changes,
  choice text not null
    check (choice in ('crm', 'remote', 'fields', 'link', 'keepBoth', 'relink', 'newCard', 'leave', 'retry')),
  fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  for_pair boolean not null,
  -- Employee, or null: on the command line.
  decided_by text,
  decided_at timestamptz not null,
  outcome text not null default 'pending' check (outcome in ('pending', 'applied', 'overtaken')),
  settled_at timestamptz,
  -- A later ruling on the same pair, or its withdrawal, ends what this one says about the pair.
  revoked_at timestamptz,
  check ((outcome = 'pending') = (settled_at is null))
);
create index rulings_mailbox on sync.rulings (mailbox_id, seq);

alter table sync.history add column undoes uuid;

create table sync.undos (
  id uuid primary key,
  seq bigint generated always as identity unique,
  mailbox_id uuid not null references sync.mailboxes,
  -- {entry}, {pass} or {since}: what was asked to be taken back.
  scope jsonb not null,
  -- Employee, or null: on the command line.
  asked_by text,
  asked_at timestamptz not null,
  -- Names the plan that was shown and agreed to: the same one asked twice is one undo.
  plan_key text not null
);
create index undos_mailbox on sync.undos (mailbox_id, seq desc);

create table sync.undo_items (
  id uuid primary key,
  seq bigint generated always as identity unique,
  undo_id uuid not null references sync.undos,
  mailbox_id uuid not null references sync.mailboxes,
  history_id uuid not null,
  person_id text not null,
  link_id uuid not null,
  field text not null,
  expected_value text,
  value text,
  outcome text not null default 'pending'
    check (outcome in ('pending', 'done', 'changedSince', 'gone', 'refusedByCrm')),
  settled_at timestamptz,
  check ((outcome = 'pending') = (settled_at is null))
);
create index undo_items_pending on sync.undo_items (mailbox_id, seq) where outcome = 'pending';
-- A field waits once: two undos of it at the same time would each expect what the other takes away.
create unique index undo_items_once on sync.undo_items (mailbox_id, person_id, field) where outcome = 'pending';
create index undo_items_undo on sync.undo_items (undo_id, seq);

-- R12: a first sync may be looked at before it begins. What the ticket says goes with the sign-in to its end.
alter table identity.tickets add column start text not null default 'now' check (start in ('now', 'afterPreview'));
alter table identity.flows add column start text not null default 'now' check (start in ('now', 'afterPreview'));

-- R8: the user asked that the card of this paused link goes to Deleted Items.
alter table sync.links add column clean_up boolean not null default false;

-- Who decided waits for it, as who asked for a pass does.
alter table jobs.requests drop constraint requests_trigger_check;
alter table jobs.requests add constraint requests_trigger_check check (
  trigger in ('activation', 'crmChange', 'notification', 'daily', 'syncNow', 'resume', 'retry', 'decision')
);
create or replace function jobs.weight(trigger text) returns int language sql immutable as $$
  select case
    when trigger in ('activation', 'syncNow', 'resume', 'decision') then -10
    when trigger = 'daily' then 10
    else 0
  end
$$;

-- The CRM's own history says what a field was and became, as that of the sync does: [{field, from, to}]. What was
-- logged before has the names of its fields only.
alter table crm.change_log add column changes jsonb not null default '[]' check (jsonb_typeof(changes) = 'array');
