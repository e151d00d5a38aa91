-- The embedded CRM: employees, organisations, persons in three kinds, and a change feed.
--
-- What code could forget is done by triggers: another version after every change of any part of a person
-- (also of its owners, groups, and the name of its organisation), an entry for the feed, and a NOTIFY on the
-- channel crm_changed. Connector ids (R10) touch none of these.
--
-- The feed. Sequences and clocks are drawn before a commit, so a reader that trusts them skips what commits
-- late. Here a writer only puts the person into crm.change_queue; a reader numbers what it can see, that is
-- what has been committed, while it holds one advisory lock. Positions therefore grow in the order of
-- becoming visible, whatever order the writers began in, and no writer ever waits for another. The feed has
-- one row a person, its last change: it never outgrows the number of persons.

create schema crm;

-- The time of the running transaction: what the application's clock says where it has said so.
create function crm.now() returns timestamptz language sql volatile as $$
  select coalesce(nullif(current_setting('crm.now', true), '')::timestamptz, clock_timestamp())
$$;

create table crm.employees (
  id uuid primary key default gen_random_uuid(),
  display_name text not null check (display_name <> ''),
  -- Canonical: trimmed, lower case.
  email text not null unique,
  upn text,
  active boolean not null default true
);
create index employees_upn on crm.employees (upn);

create table crm.organisations (
  id uuid primary key default gen_random_uuid(),
  -- The id in the system or file it came from.
  external_id text unique,
  name text not null check (name <> ''),
  -- Canonical and lower case. Not unique: two organisations may share a name.
  name_key text not null
);
create index organisations_name_key on crm.organisations (name_key);

create table crm.persons (
  id uuid primary key default gen_random_uuid(),
  external_id text unique,
  kind text not null check (kind in ('contactPerson', 'employee', 'privatePerson')),
  -- The head this record follows. Its private fields are then those of the head (trigger below).
  head_id uuid references crm.persons (id) on delete set null check (head_id <> id),
  initials text,
  first_name text,
  surname_prefix text,
  last_name text not null check (last_name <> ''),
  birth_date date,
  private_email text,
  private_phone text,
  private_mobile text,
  work_email text,
  work_phone text,
  work_mobile text,
  job_title text,
  organisation_id uuid references crm.organisations (id),
  relation_manager_id uuid references crm.employees (id),
  former boolean not null default false,
  -- Canonical forms (shared/canonical.ts), written by the application with the values they belong to.
  private_email_key text,
  work_email_key text,
  last_name_key text not null,
  sort_key text not null,
  version bigint not null default 1,
  changed_at timestamptz not null default crm.now(),
  constraint private_person_has_no_work check (
    kind <> 'privatePerson'
    or num_nonnulls(organisation_id, work_email, work_phone, work_mobile, job_title) = 0
  )
);
create index persons_head on crm.persons (head_id);
create index persons_organisation on crm.persons (organisation_id);
create index persons_relation_manager on crm.persons (relation_manager_id);
create index persons_private_email on crm.persons (private_email_key);
create index persons_work_email on crm.persons (work_email_key);
create index persons_last_name on crm.persons (last_name_key);
create index persons_sort on crm.persons (sort_key, id);

create table crm.owners (
  person_id uuid not null references crm.persons (id) on delete cascade,
  employee_id uuid not null references crm.employees (id),
  primary key (person_id, employee_id)
);
create index owners_employee on crm.owners (employee_id);

create table crm.groups (
  id uuid primary key default gen_random_uuid(),
  name text not null check (name <> ''),
  -- Canonical and lower case: "Klanten" and "klanten" are one group.
  name_key text not null unique
);

create table crm.person_groups (
  person_id uuid not null references crm.persons (id) on delete cascade,
  group_id uuid not null references crm.groups (id) on delete cascade,
  primary key (person_id, group_id)
);
create index person_groups_group on crm.person_groups (group_id);

create table crm.connector_ids (
  employee_id uuid not null references crm.employees (id) on delete cascade,
  person_id uuid not null references crm.persons (id) on delete cascade,
  connector_id text not null,
  primary key (employee_id, person_id)
);
create index connector_ids_person on crm.connector_ids (person_id);

-- Folded words of names, addresses and numbers, for a search by their beginnings.
create table crm.search_words (
  person_id uuid not null references crm.persons (id) on delete cascade,
  word text not null,
  primary key (person_id, word)
);
create index search_words_word on crm.search_words (word text_pattern_ops, person_id);

-- Who changed which fields when. The values themselves are not repeated here.
create table crm.change_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default crm.now(),
  actor_kind text not null check (actor_kind in ('sync', 'employee', 'import')),
  -- Mailbox or employee.
  actor_id text,
  action text not null,
  subject text not null check (subject in ('person', 'organisation', 'employee')),
  subject_id uuid not null,
  fields text[] not null default '{}'
);
create index change_log_subject on crm.change_log (subject_id, id);

create table crm.change_queue (
  id bigint generated always as identity primary key,
  person_id uuid not null
);

-- No reference to persons: the feed also tells of those that are gone.
create table crm.change_feed (
  person_id uuid primary key,
  position bigint not null unique
);

-- Called by readers only, in a transaction that already holds the lock of the feed.
create function crm.number_changes() returns void language sql as $$
  with taken as (
    delete from crm.change_queue returning id, person_id
  ), latest as (
    select person_id, max(id) as id from taken group by person_id
  ), top as (
    select coalesce(max(position), 0) as position from crm.change_feed
  )
  insert into crm.change_feed (person_id, position)
  select latest.person_id, top.position + row_number() over (order by latest.id)
  from latest cross join top
  on conflict (person_id) do update set position = excluded.position
$$;

-- A follower shows its head's private fields, a head follows nobody, and every real change is another version.
create function crm.before_person() returns trigger language plpgsql as $$
declare
  head crm.persons;
begin
  if new.head_id is not null and (
    tg_op = 'INSERT'
    or new.head_id is distinct from old.head_id
    or row(new.initials, new.first_name, new.surname_prefix, new.last_name, new.birth_date,
           new.private_email, new.private_phone, new.private_mobile)
       is distinct from
       row(old.initials, old.first_name, old.surname_prefix, old.last_name, old.birth_date,
           old.private_email, old.private_phone, old.private_mobile)
  ) then
    select * into head from crm.persons where id = new.head_id for share;
    if head.head_id is not null then
      raise exception 'the head of a person cannot be a follower' using errcode = 'check_violation';
    end if;
    if tg_op = 'UPDATE' and exists (select from crm.persons where head_id = new.id) then
      raise exception 'a person with followers cannot follow' using errcode = 'check_violation';
    end if;
    if head.id is not null then
      new.initials := head.initials;
      new.first_name := head.first_name;
      new.surname_prefix := head.surname_prefix;
      new.last_name := head.last_name;
      new.birth_date := head.birth_date;
      new.private_email := head.private_email;
      new.private_phone := head.private_phone;
      new.private_mobile := head.private_mobile;
      new.private_email_key := head.private_email_key;
      new.last_name_key := head.last_name_key;
      new.sort_key := head.sort_key;
    end if;
  end if;
  if tg_op = 'UPDATE' and new is distinct from old then
    new.version := old.version + 1;
    new.changed_at := crm.now();
  end if;
  return new;
end $$;
create trigger before_person before insert or update on crm.persons
  for each row execute function crm.before_person();

create function crm.after_person_insert() returns trigger language plpgsql as $$
begin
  insert into crm.change_queue (person_id) select id from new_rows;
  perform pg_notify('crm_changed', '');
  return null;
end $$;
create trigger after_person_insert after insert on crm.persons
  referencing new table as new_rows for each statement execute function crm.after_person_insert();

create function crm.after_person_update() returns trigger language plpgsql as $$
begin
  insert into crm.change_queue (person_id)
  select n.id from new_rows n join old_rows o on o.id = n.id where n.version <> o.version;
  if found then
    perform pg_notify('crm_changed', '');
  end if;
  -- Asked first: an update of no rows would fire this trigger again, without end.
  if exists (select from crm.persons f join new_rows n on f.head_id = n.id) then
    update crm.persons f
    set initials = n.initials, first_name = n.first_name, surname_prefix = n.surname_prefix,
        last_name = n.last_name, birth_date = n.birth_date, private_email = n.private_email,
        private_phone = n.private_phone, private_mobile = n.private_mobile,
        private_email_key = n.private_email_key, last_name_key = n.last_name_key, sort_key = n.sort_key
    from new_rows n
    where f.head_id = n.id
      and row(n.initials, n.first_name, n.surname_prefix, n.last_name, n.birth_date,
              n.private_email, n.private_phone, n.private_mobile)
          is distinct from
          row(f.initials, f.first_name, f.surname_prefix, f.last_name, f.birth_date,
              f.private_email, f.private_phone, f.private_mobile);
  end if;
  return null;
end $$;
create trigger after_person_update after update on crm.persons
  referencing old table as old_rows new table as new_rows
  for each statement execute function crm.after_person_update();

create function crm.after_person_delete() returns trigger language plpgsql as $$
begin
  insert into crm.change_queue (person_id) select id from old_rows;
  if found then
    perform pg_notify('crm_changed', '');
  end if;
  return null;
end $$;
create trigger after_person_delete after delete on crm.persons
  referencing old table as old_rows for each statement execute function crm.after_person_delete();

-- Owners and groups are parts of a person.
create function crm.touch_person_of_rows() returns trigger language plpgsql as $$
begin
  update crm.persons set version = version + 1 where id in (select person_id from changed_rows);
  return null;
end $$;
create trigger owner_added after insert on crm.owners
  referencing new table as changed_rows for each statement execute function crm.touch_person_of_rows();
create trigger owner_removed after delete on crm.owners
  referencing old table as changed_rows for each statement execute function crm.touch_person_of_rows();
create trigger group_joined after insert on crm.person_groups
  referencing new table as changed_rows for each statement execute function crm.touch_person_of_rows();
create trigger group_left after delete on crm.person_groups
  referencing old table as changed_rows for each statement execute function crm.touch_person_of_rows();

create function crm.touch_persons_of_organisation() returns trigger language plpgsql as $$
begin
  update crm.persons set version = version + 1 where organisation_id = new.id;
  return null;
end $$;
create trigger organisation_renamed after update of name on crm.organisations
  for each row when (new.name is distinct from old.name)
  execute function crm.touch_persons_of_organisation();

create function crm.touch_persons_of_group() returns trigger language plpgsql as $$
begin
  update crm.persons set version = version + 1
  where id in (select person_id from crm.person_groups where group_id = new.id);
  return null;
end $$;
create trigger group_renamed after update of name on crm.groups
  for each row when (new.name is distinct from old.name)
  execute function crm.touch_persons_of_group();
