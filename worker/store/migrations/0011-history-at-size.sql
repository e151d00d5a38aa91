-- History and held changes at size (docs/adr/0011-history-at-size.md): what is under way lies apart from what is settled, every
-- question has an index, and what is older than the term may be forgotten.

-- ─── What is under way, and what is settled ─────────────────────────────────────────────────────
-- Each entry is written ahead of its step and learns its outcome a moment later (R13). In one table that rewrote the row and
-- every index of it, since one of them names the outcome. Now an entry that waits lies in a small partition, and moves once.
drop index sync.history_intended;
drop index sync.history_mailbox;
drop index sync.history_person;
drop trigger history_only_outcome on sync.history;
drop trigger history_no_delete on sync.history;
alter table sync.history rename to history_settled;

-- Identity columns of partitioned tables are of PostgreSQL 17; a sequence of its own does on every server.
do $$
declare
  last bigint;
  called boolean;
begin
  select last_value, is_called into last, called from sync.history_seq_seq;
  alter table sync.history_settled alter column seq drop identity;
  create sequence sync.history_seq_seq;
  perform setval('sync.history_seq_seq', last, called);
end $$;

create table sync.history (like sync.history_settled including defaults including constraints) partition by list (outcome);
alter table sync.history alter column seq set default nextval('sync.history_seq_seq');
alter sequence sync.history_seq_seq owned by sync.history.seq;
alter table sync.history add foreign key (mailbox_id) references sync.mailboxes;

create table sync.history_intended partition of sync.history (primary key (id)) for values in ('intended');
create index history_intended_mailbox on sync.history_intended (mailbox_id, seq);
-- Every row comes and goes within seconds.
alter table sync.history_intended set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 10000);
insert into sync.history_intended select * from sync.history_settled where outcome = 'intended';
delete from sync.history_settled where outcome = 'intended';
alter table sync.history attach partition sync.history_settled for values in ('done', 'notDone');

-- ─── Questions ──────────────────────────────────────────────────────────────────────────────────
-- The columns behind the order are compared in the index: what does not fit is passed over without being fetched.
create index history_mailbox on sync.history_settled (mailbox_id, seq desc, field, side);
create index history_person on sync.history_settled (person_id, seq desc, mailbox_id);
create index history_overruled on sync.history_settled (mailbox_id, seq desc) where overruled_side is not null;
-- Where in the order a moment lies.
create index history_at on sync.history_settled (at);

create index held_changes_mailbox on sync.held_changes (mailbox_id, seq desc);
create index held_changes_reason on sync.held_changes (reason, seq desc);
create index held_changes_source on sync.held_changes (source, seq desc);
create index held_changes_waiting on sync.held_changes (reason, seq desc) where state = 'open';
drop index sync.held_changes_open;
create index held_changes_open on sync.held_changes (mailbox_id, seq desc) where state = 'open';
-- Counted by mailbox and state without a look at the links.
create index links_state on sync.links (mailbox_id, state);
create index rulings_pending on sync.rulings (mailbox_id) where outcome = 'pending';
create index rulings_pairs on sync.rulings (mailbox_id, seq desc) where for_pair and revoked_at is null;
create index undos_plan on sync.undos (mailbox_id, plan_key);

-- Written at every pass, in columns that no index names: with room in its page a row stays there and no index is touched (HOT).
alter table sync.leases set (fillfactor = 50);
alter table sync.folders set (fillfactor = 70);
alter table sync.mailboxes set (fillfactor = 80);
alter table sync.links set (fillfactor = 90);

-- ─── What may be forgotten, and by whom ─────────────────────────────────────────────────────────
-- Only who says so in this very transaction, and only what is long settled, whatever else is wrong.
create function sync.may_forget() returns boolean language sql stable as $$
  select current_setting('relatiebrug.forgets', true) is not distinct from 'on'
$$;

create function sync.guard_settled_history() returns trigger language plpgsql as $$
begin
  if sync.may_forget() and old.at < clock_timestamp() - interval '90 days' then
    return old;
  end if;
  raise exception 'DELETE of a history entry is refused: it is only ever added to, or forgotten after its term'
    using errcode = 'restrict_violation';
end
$$;

create function sync.guard_closed_held_changes() returns trigger language plpgsql as $$
begin
  if sync.may_forget() and old.state <> 'open' and old.closed_at < clock_timestamp() - interval '90 days' then
    return old;
  end if;
  raise exception 'DELETE of a held change is refused: it is only ever added to, or forgotten after its term'
    using errcode = 'restrict_violation';
end
$$;

create trigger history_only_outcome before update on sync.history
  for each row execute function sync.guard_history();
-- An entry that learns its outcome is moved, which is no statement of its own on a partition.
create trigger history_no_delete before delete or truncate on sync.history
  for each statement execute function sync.refuse();
create trigger history_intended_no_delete before delete or truncate on sync.history_intended
  for each statement execute function sync.refuse();
create trigger history_settled_no_truncate before truncate on sync.history_settled
  for each statement execute function sync.refuse();
create trigger history_settled_only_forgotten before delete on sync.history_settled
  for each row execute function sync.guard_settled_history();

drop trigger held_changes_no_delete on sync.held_changes;
create trigger held_changes_no_truncate before truncate on sync.held_changes
  for each statement execute function sync.refuse();
create trigger held_changes_only_forgotten before delete on sync.held_changes
  for each row execute function sync.guard_closed_held_changes();
