-- What people were warned of: each cause once, not every day.

create table jobs.notices (
  -- Who, of what, and which end of it; the same again is the same notice.
  cause text primary key,
  kind text not null,
  -- Null: for the administrators.
  mailbox_id uuid references sync.mailboxes on delete cascade,
  noticed_at timestamptz not null,
  -- Null: not mailed, because no mail server is set or because it refused.
  mailed_at timestamptz,
  failures integer not null default 0,
  -- After a refusal: not before this.
  not_before timestamptz
);
create index notices_mailbox on jobs.notices (mailbox_id);
