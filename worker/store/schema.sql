-- The schema after all migrations. Written by `npm run schema:dump`; a test fails when it is not current.
-- For reading only: databases are made by the files in migrations/.

CREATE TABLE crm.change_feed (
  person_id uuid NOT NULL,
  "position" bigint NOT NULL,
  CONSTRAINT change_feed_pkey PRIMARY KEY (person_id),
  CONSTRAINT change_feed_position_key UNIQUE ("position")
);

CREATE TABLE crm.change_log (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  at timestamp with time zone DEFAULT crm.now() NOT NULL,
  actor_kind text NOT NULL,
  actor_id text,
  action text NOT NULL,
  subject text NOT NULL,
  subject_id uuid NOT NULL,
  fields text[] DEFAULT '{}'::text[] NOT NULL,
  changes jsonb DEFAULT '[]'::jsonb NOT NULL,
  CONSTRAINT change_log_pkey PRIMARY KEY (id),
  CONSTRAINT change_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['sync'::text, 'employee'::text, 'import'::text]))),
  CONSTRAINT change_log_changes_check CHECK ((jsonb_typeof(changes) = 'array'::text)),
  CONSTRAINT change_log_subject_check CHECK ((subject = ANY (ARRAY['person'::text, 'organisation'::text, 'employee'::text])))
);
CREATE INDEX change_log_subject ON crm.change_log USING btree (subject_id, id);

CREATE TABLE crm.change_queue (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  person_id uuid NOT NULL,
  CONSTRAINT change_queue_pkey PRIMARY KEY (id)
);

CREATE TABLE crm.connector_ids (
  employee_id uuid NOT NULL,
  person_id uuid NOT NULL,
  connector_id text NOT NULL,
  CONSTRAINT connector_ids_pkey PRIMARY KEY (employee_id, person_id),
  CONSTRAINT connector_ids_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES crm.employees(id) ON DELETE CASCADE,
  CONSTRAINT connector_ids_person_id_fkey FOREIGN KEY (person_id) REFERENCES crm.persons(id) ON DELETE CASCADE
);
CREATE INDEX connector_ids_person ON crm.connector_ids USING btree (person_id);

CREATE TABLE crm.employees (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  display_name text NOT NULL,
  email text NOT NULL,
  upn text,
  active boolean DEFAULT true NOT NULL,
  CONSTRAINT employees_pkey PRIMARY KEY (id),
  CONSTRAINT employees_email_key UNIQUE (email),
  CONSTRAINT employees_display_name_check CHECK ((display_name <> ''::text))
);
CREATE INDEX employees_upn ON crm.employees USING btree (upn);

CREATE TABLE crm.groups (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  name text NOT NULL,
  name_key text NOT NULL,
  CONSTRAINT groups_pkey PRIMARY KEY (id),
  CONSTRAINT groups_name_key_key UNIQUE (name_key),
  CONSTRAINT groups_name_check CHECK ((name <> ''::text))
);
CREATE TRIGGER group_renamed AFTER UPDATE OF name ON crm.groups FOR EACH ROW WHEN ((new.name IS DISTINCT FROM old.name)) EXECUTE FUNCTION crm.touch_persons_of_group();

CREATE TABLE crm.organisations (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  external_id text,
  name text NOT NULL,
  name_key text NOT NULL,
  CONSTRAINT organisations_pkey PRIMARY KEY (id),
  CONSTRAINT organisations_external_id_key UNIQUE (external_id),
  CONSTRAINT organisations_name_check CHECK ((name <> ''::text))
);
CREATE INDEX organisations_name_key ON crm.organisations USING btree (name_key);
CREATE TRIGGER organisation_renamed AFTER UPDATE OF name ON crm.organisations FOR EACH ROW WHEN ((new.name IS DISTINCT FROM old.name)) EXECUTE FUNCTION crm.touch_persons_of_organisation();

CREATE TABLE crm.owners (
  person_id uuid NOT NULL,
  employee_id uuid NOT NULL,
  CONSTRAINT owners_pkey PRIMARY KEY (person_id, employee_id),
  CONSTRAINT owners_employee_id_fkey FOREIGN KEY (employee_id) REFERENCES crm.employees(id),
  CONSTRAINT owners_person_id_fkey FOREIGN KEY (person_id) REFERENCES crm.persons(id) ON DELETE CASCADE
);
CREATE INDEX owners_employee ON crm.owners USING btree (employee_id);
CREATE TRIGGER owner_added AFTER INSERT ON crm.owners REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION crm.touch_person_of_rows();
CREATE TRIGGER owner_removed AFTER DELETE ON crm.owners REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION crm.touch_person_of_rows();

CREATE TABLE crm.person_groups (
  person_id uuid NOT NULL,
  group_id uuid NOT NULL,
  CONSTRAINT person_groups_pkey PRIMARY KEY (person_id, group_id),
  CONSTRAINT person_groups_group_id_fkey FOREIGN KEY (group_id) REFERENCES crm.groups(id) ON DELETE CASCADE,
  CONSTRAINT person_groups_person_id_fkey FOREIGN KEY (person_id) REFERENCES crm.persons(id) ON DELETE CASCADE
);
CREATE INDEX person_groups_group ON crm.person_groups USING btree (group_id);
CREATE TRIGGER group_joined AFTER INSERT ON crm.person_groups REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION crm.touch_person_of_rows();
CREATE TRIGGER group_left AFTER DELETE ON crm.person_groups REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION crm.touch_person_of_rows();

CREATE TABLE crm.persons (
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  external_id text,
  kind text NOT NULL,
  head_id uuid,
  initials text,
  first_name text,
  surname_prefix text,
  last_name text NOT NULL,
  birth_date date,
  private_email text,
  private_phone text,
  private_mobile text,
  work_email text,
  work_phone text,
  work_mobile text,
  job_title text,
  organisation_id uuid,
  relation_manager_id uuid,
  former boolean DEFAULT false NOT NULL,
  private_email_key text,
  work_email_key text,
  last_name_key text NOT NULL,
  sort_key text NOT NULL,
  version bigint DEFAULT 1 NOT NULL,
  changed_at timestamp with time zone DEFAULT crm.now() NOT NULL,
  CONSTRAINT persons_pkey PRIMARY KEY (id),
  CONSTRAINT persons_external_id_key UNIQUE (external_id),
  CONSTRAINT persons_check CHECK ((head_id <> id)),
  CONSTRAINT persons_kind_check CHECK ((kind = ANY (ARRAY['contactPerson'::text, 'employee'::text, 'privatePerson'::text]))),
  CONSTRAINT persons_last_name_check CHECK ((last_name <> ''::text)),
  CONSTRAINT private_person_has_no_work CHECK (((kind <> 'privatePerson'::text) OR (num_nonnulls(organisation_id, work_email, work_phone, work_mobile, job_title) = 0))),
  CONSTRAINT persons_head_id_fkey FOREIGN KEY (head_id) REFERENCES crm.persons(id) ON DELETE SET NULL,
  CONSTRAINT persons_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES crm.organisations(id),
  CONSTRAINT persons_relation_manager_id_fkey FOREIGN KEY (relation_manager_id) REFERENCES crm.employees(id)
);
CREATE INDEX persons_head ON crm.persons USING btree (head_id);
CREATE INDEX persons_last_name ON crm.persons USING btree (last_name_key);
CREATE INDEX persons_organisation ON crm.persons USING btree (organisation_id);
CREATE INDEX persons_private_email ON crm.persons USING btree (private_email_key);
CREATE INDEX persons_relation_manager ON crm.persons USING btree (relation_manager_id);
CREATE INDEX persons_sort ON crm.persons USING btree (sort_key, id);
CREATE INDEX persons_work_email ON crm.persons USING btree (work_email_key);
CREATE TRIGGER after_person_delete AFTER DELETE ON crm.persons REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION crm.after_person_delete();
CREATE TRIGGER after_person_insert AFTER INSERT ON crm.persons REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION crm.after_person_insert();
CREATE TRIGGER after_person_update AFTER UPDATE ON crm.persons REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION crm.after_person_update();
CREATE TRIGGER before_person BEFORE INSERT OR UPDATE ON crm.persons FOR EACH ROW EXECUTE FUNCTION crm.before_person();

CREATE TABLE crm.search_words (
  person_id uuid NOT NULL,
  word text NOT NULL,
  CONSTRAINT search_words_pkey PRIMARY KEY (person_id, word),
  CONSTRAINT search_words_person_id_fkey FOREIGN KEY (person_id) REFERENCES crm.persons(id) ON DELETE CASCADE
);
CREATE INDEX search_words_word ON crm.search_words USING btree (word text_pattern_ops, person_id);

CREATE TABLE identity.flows (
  state_hash text NOT NULL,
  cookie_hash text NOT NULL,
  sealed bytea NOT NULL,
  key_id text NOT NULL,
  tid text,
  oid text,
  employee_id text,
  expires_at timestamp with time zone NOT NULL,
  start text DEFAULT 'now'::text NOT NULL,
  settings jsonb,
  CONSTRAINT flows_pkey PRIMARY KEY (state_hash),
  CONSTRAINT flows_check CHECK (((tid IS NULL) = (oid IS NULL))),
  CONSTRAINT flows_check1 CHECK (((oid IS NULL) <> (employee_id IS NULL))),
  CONSTRAINT flows_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text)),
  CONSTRAINT flows_start_check CHECK ((start = ANY (ARRAY['now'::text, 'afterPreview'::text])))
);
CREATE INDEX flows_expires_at ON identity.flows USING btree (expires_at);

CREATE TABLE identity.print_keys (
  mailbox_id uuid NOT NULL,
  key_id text NOT NULL,
  sealed bytea NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT print_keys_pkey PRIMARY KEY (mailbox_id)
);

CREATE TABLE identity.tickets (
  ticket_hash text NOT NULL,
  tid text,
  oid text,
  employee_id text,
  login_hint text,
  expires_at timestamp with time zone NOT NULL,
  start text DEFAULT 'now'::text NOT NULL,
  settings jsonb,
  CONSTRAINT tickets_pkey PRIMARY KEY (ticket_hash),
  CONSTRAINT tickets_check CHECK (((tid IS NULL) = (oid IS NULL))),
  CONSTRAINT tickets_check1 CHECK (((oid IS NULL) <> (employee_id IS NULL))),
  CONSTRAINT tickets_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text)),
  CONSTRAINT tickets_start_check CHECK ((start = ANY (ARRAY['now'::text, 'afterPreview'::text])))
);
CREATE INDEX tickets_expires_at ON identity.tickets USING btree (expires_at);

CREATE TABLE identity.tokens (
  user_key text NOT NULL,
  sealed bytea NOT NULL,
  key_id text NOT NULL,
  version bigint DEFAULT 1 NOT NULL,
  renewed_at timestamp with time zone NOT NULL,
  broken_because text,
  broken_code text,
  broken_at timestamp with time zone,
  CONSTRAINT tokens_pkey PRIMARY KEY (user_key),
  CONSTRAINT tokens_broken_because_check CHECK ((broken_because = ANY (ARRAY['signInAgain'::text, 'consentMissing'::text]))),
  CONSTRAINT tokens_check CHECK (((broken_because IS NULL) = (broken_at IS NULL))),
  CONSTRAINT tokens_user_key_check CHECK ((user_key ~ '^[0-9a-f-]{36}\.[0-9a-f-]{36}$'::text)),
  CONSTRAINT tokens_version_check CHECK ((version > 0))
);
CREATE INDEX tokens_key_id ON identity.tokens USING btree (key_id);

CREATE TABLE jobs.crm_cursors (
  crm text NOT NULL,
  cursor text NOT NULL,
  CONSTRAINT crm_cursors_pkey PRIMARY KEY (crm)
);

CREATE TABLE jobs.notices (
  cause text NOT NULL,
  kind text NOT NULL,
  mailbox_id uuid,
  noticed_at timestamp with time zone NOT NULL,
  mailed_at timestamp with time zone,
  failures integer DEFAULT 0 NOT NULL,
  not_before timestamp with time zone,
  CONSTRAINT notices_pkey PRIMARY KEY (cause),
  CONSTRAINT notices_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id) ON DELETE CASCADE
);
CREATE INDEX notices_mailbox ON jobs.notices USING btree (mailbox_id);

CREATE TABLE jobs.requests (
  mailbox_id uuid NOT NULL,
  trigger text NOT NULL,
  requested bigint NOT NULL,
  taken bigint DEFAULT 0 NOT NULL,
  served bigint DEFAULT 0 NOT NULL,
  run_at timestamp with time zone NOT NULL,
  blocked boolean DEFAULT false NOT NULL,
  ended bigint DEFAULT 0 NOT NULL,
  running_until timestamp with time zone,
  failures integer DEFAULT 0 NOT NULL,
  not_before timestamp with time zone,
  tenant text NOT NULL,
  size integer DEFAULT 0 NOT NULL,
  long boolean DEFAULT false NOT NULL,
  rank smallint GENERATED ALWAYS AS (jobs.rank_of(trigger, size, long)) STORED,
  CONSTRAINT requests_pkey PRIMARY KEY (mailbox_id),
  CONSTRAINT requests_check CHECK (((served <= requested) AND (taken <= requested))),
  CONSTRAINT requests_trigger_check CHECK ((trigger = ANY (ARRAY['activation'::text, 'crmChange'::text, 'notification'::text, 'daily'::text, 'syncNow'::text, 'resume'::text, 'retry'::text, 'decision'::text]))),
  CONSTRAINT requests_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id) ON DELETE CASCADE
);
CREATE INDEX requests_turn ON jobs.requests USING btree (rank, tenant COLLATE "C", run_at) WHERE (requested > served);

CREATE TABLE jobs.runners (
  id uuid NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  CONSTRAINT runners_pkey PRIMARY KEY (id)
);

CREATE TABLE jobs.turns (
  name text NOT NULL,
  until timestamp with time zone NOT NULL,
  CONSTRAINT turns_pkey PRIMARY KEY (name)
);

CREATE TABLE pane.choices (
  mailbox_id uuid NOT NULL,
  address text NOT NULL,
  person_id text NOT NULL,
  chosen_at timestamp with time zone NOT NULL,
  CONSTRAINT choices_pkey PRIMARY KEY (mailbox_id, address),
  CONSTRAINT choices_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);

CREATE TABLE pane.seen (
  mailbox_id uuid NOT NULL,
  person_id text NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  CONSTRAINT seen_pkey PRIMARY KEY (mailbox_id, person_id),
  CONSTRAINT seen_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE INDEX seen_latest ON pane.seen USING btree (mailbox_id, seen_at DESC);
CREATE INDEX seen_old ON pane.seen USING btree (seen_at);

CREATE TABLE pane.visibility (
  only_row boolean DEFAULT true NOT NULL,
  parts jsonb NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  changed_by text NOT NULL,
  CONSTRAINT visibility_pkey PRIMARY KEY (only_row),
  CONSTRAINT visibility_only_row_check CHECK (only_row),
  CONSTRAINT visibility_parts_check CHECK ((jsonb_typeof(parts) = 'object'::text))
);

CREATE TABLE sync.cards (
  mailbox_id uuid NOT NULL,
  card_id text NOT NULL,
  folder_id text NOT NULL,
  prints jsonb NOT NULL,
  tokens text[] NOT NULL,
  current_tokens text[] NOT NULL,
  gone_at timestamp with time zone,
  CONSTRAINT cards_pkey PRIMARY KEY (mailbox_id, card_id),
  CONSTRAINT cards_prints_check CHECK ((jsonb_typeof(prints) = 'object'::text)),
  CONSTRAINT cards_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE INDEX cards_current_tokens ON sync.cards USING gin (current_tokens) WHERE (gone_at IS NULL);
CREATE INDEX cards_gone ON sync.cards USING btree (mailbox_id, gone_at) WHERE (gone_at IS NOT NULL);
CREATE INDEX cards_living ON sync.cards USING btree (mailbox_id, folder_id) WHERE (gone_at IS NULL);
CREATE INDEX cards_tokens ON sync.cards USING gin (tokens);

CREATE TABLE sync.exclusions (
  mailbox_id uuid NOT NULL,
  person_id text NOT NULL,
  excluded_at timestamp with time zone NOT NULL,
  CONSTRAINT exclusions_pkey PRIMARY KEY (mailbox_id, person_id),
  CONSTRAINT exclusions_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);

CREATE TABLE sync.folders (
  mailbox_id uuid NOT NULL,
  folder_id text NOT NULL,
  cursor text,
  is_default boolean NOT NULL,
  CONSTRAINT folders_pkey PRIMARY KEY (mailbox_id, folder_id),
  CONSTRAINT folders_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);

CREATE TABLE sync.held_changes (
  id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  mailbox_id uuid NOT NULL,
  pass_id uuid NOT NULL,
  link_id uuid,
  person_id text NOT NULL,
  key text NOT NULL,
  key_hash text NOT NULL,
  source text NOT NULL,
  reason text NOT NULL,
  donor_person_id text,
  fields jsonb NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  state text DEFAULT 'open'::text NOT NULL,
  closed_at timestamp with time zone,
  card_id text,
  CONSTRAINT held_changes_pkey PRIMARY KEY (id),
  CONSTRAINT held_changes_seq_key UNIQUE (seq),
  CONSTRAINT held_changes_check CHECK (((state = 'open'::text) = (closed_at IS NULL))),
  CONSTRAINT held_changes_state_check CHECK ((state = ANY (ARRAY['open'::text, 'overtaken'::text, 'decided'::text]))),
  CONSTRAINT held_changes_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE INDEX held_changes_mailbox ON sync.held_changes USING btree (mailbox_id, seq DESC);
CREATE INDEX held_changes_open ON sync.held_changes USING btree (mailbox_id, seq DESC) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX held_changes_open_key ON sync.held_changes USING btree (mailbox_id, key_hash) WHERE (state = 'open'::text);
CREATE INDEX held_changes_person ON sync.held_changes USING btree (person_id, seq DESC);
CREATE INDEX held_changes_reason ON sync.held_changes USING btree (reason, seq DESC);
CREATE INDEX held_changes_source ON sync.held_changes USING btree (source, seq DESC);
CREATE INDEX held_changes_waiting ON sync.held_changes USING btree (reason, seq DESC) WHERE (state = 'open'::text);
CREATE TRIGGER held_changes_no_truncate BEFORE TRUNCATE ON sync.held_changes FOR EACH STATEMENT EXECUTE FUNCTION sync.refuse();
CREATE TRIGGER held_changes_only_closed BEFORE UPDATE ON sync.held_changes FOR EACH ROW EXECUTE FUNCTION sync.guard_held_changes();
CREATE TRIGGER held_changes_only_forgotten BEFORE DELETE ON sync.held_changes FOR EACH ROW EXECUTE FUNCTION sync.guard_closed_held_changes();

CREATE TABLE sync.history (
  id uuid NOT NULL,
  seq bigint DEFAULT nextval('sync.history_seq_seq'::regclass) NOT NULL,
  at timestamp with time zone NOT NULL,
  mailbox_id uuid NOT NULL,
  pass_id uuid NOT NULL,
  person_id text NOT NULL,
  link_id uuid NOT NULL,
  field text,
  side text NOT NULL,
  from_value text,
  to_value text,
  decision text NOT NULL,
  overruled_side text,
  overruled_value text,
  outcome text NOT NULL,
  undoes uuid,
  overruled_of_another boolean DEFAULT false NOT NULL,
  CONSTRAINT history_check CHECK (((overruled_side IS NOT NULL) OR (overruled_value IS NULL))),
  CONSTRAINT history_check1 CHECK (((NOT overruled_of_another) OR (overruled_side = 'remote'::text))),
  CONSTRAINT history_outcome_check CHECK ((outcome = ANY (ARRAY['intended'::text, 'done'::text, 'notDone'::text]))),
  CONSTRAINT history_overruled_side_check CHECK ((overruled_side = ANY (ARRAY['crm'::text, 'remote'::text]))),
  CONSTRAINT history_side_check CHECK ((side = ANY (ARRAY['crm'::text, 'remote'::text]))),
  CONSTRAINT history_mailbox_id_fkey1 FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
) PARTITION BY LIST (outcome);
CREATE TRIGGER history_no_delete BEFORE DELETE OR TRUNCATE ON sync.history FOR EACH STATEMENT EXECUTE FUNCTION sync.refuse();
CREATE TRIGGER history_only_outcome BEFORE UPDATE ON sync.history FOR EACH ROW EXECUTE FUNCTION sync.guard_history();

CREATE TABLE sync.history_intended (
  id uuid NOT NULL,
  seq bigint DEFAULT nextval('sync.history_seq_seq'::regclass) NOT NULL,
  at timestamp with time zone NOT NULL,
  mailbox_id uuid NOT NULL,
  pass_id uuid NOT NULL,
  person_id text NOT NULL,
  link_id uuid NOT NULL,
  field text,
  side text NOT NULL,
  from_value text,
  to_value text,
  decision text NOT NULL,
  overruled_side text,
  overruled_value text,
  outcome text NOT NULL,
  undoes uuid,
  overruled_of_another boolean DEFAULT false NOT NULL,
  CONSTRAINT history_intended_pkey PRIMARY KEY (id),
  CONSTRAINT history_check CHECK (((overruled_side IS NOT NULL) OR (overruled_value IS NULL))),
  CONSTRAINT history_check1 CHECK (((NOT overruled_of_another) OR (overruled_side = 'remote'::text))),
  CONSTRAINT history_outcome_check CHECK ((outcome = ANY (ARRAY['intended'::text, 'done'::text, 'notDone'::text]))),
  CONSTRAINT history_overruled_side_check CHECK ((overruled_side = ANY (ARRAY['crm'::text, 'remote'::text]))),
  CONSTRAINT history_side_check CHECK ((side = ANY (ARRAY['crm'::text, 'remote'::text]))),
  CONSTRAINT history_mailbox_id_fkey1 FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
ALTER TABLE sync.history ATTACH PARTITION sync.history_intended FOR VALUES IN ('intended');
CREATE INDEX history_intended_mailbox ON sync.history_intended USING btree (mailbox_id, seq);
CREATE TRIGGER history_intended_no_delete BEFORE DELETE OR TRUNCATE ON sync.history_intended FOR EACH STATEMENT EXECUTE FUNCTION sync.refuse();

CREATE TABLE sync.history_settled (
  id uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  mailbox_id uuid NOT NULL,
  pass_id uuid NOT NULL,
  person_id text NOT NULL,
  link_id uuid NOT NULL,
  field text,
  side text NOT NULL,
  from_value text,
  to_value text,
  decision text NOT NULL,
  overruled_side text,
  overruled_value text,
  outcome text NOT NULL,
  undoes uuid,
  overruled_of_another boolean DEFAULT false NOT NULL,
  CONSTRAINT history_pkey PRIMARY KEY (id),
  CONSTRAINT history_seq_key UNIQUE (seq),
  CONSTRAINT history_check CHECK (((overruled_side IS NOT NULL) OR (overruled_value IS NULL))),
  CONSTRAINT history_check1 CHECK (((NOT overruled_of_another) OR (overruled_side = 'remote'::text))),
  CONSTRAINT history_outcome_check CHECK ((outcome = ANY (ARRAY['intended'::text, 'done'::text, 'notDone'::text]))),
  CONSTRAINT history_overruled_side_check CHECK ((overruled_side = ANY (ARRAY['crm'::text, 'remote'::text]))),
  CONSTRAINT history_side_check CHECK ((side = ANY (ARRAY['crm'::text, 'remote'::text]))),
  CONSTRAINT history_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
ALTER TABLE sync.history ATTACH PARTITION sync.history_settled FOR VALUES IN ('done', 'notDone');
CREATE INDEX history_at ON sync.history_settled USING btree (at);
CREATE INDEX history_mailbox ON sync.history_settled USING btree (mailbox_id, seq DESC, field, side);
CREATE INDEX history_overruled ON sync.history_settled USING btree (mailbox_id, seq DESC) WHERE (overruled_side IS NOT NULL);
CREATE INDEX history_pass ON sync.history_settled USING btree (pass_id, seq DESC);
CREATE INDEX history_person ON sync.history_settled USING btree (person_id, seq DESC, mailbox_id);
CREATE TRIGGER history_settled_no_truncate BEFORE TRUNCATE ON sync.history_settled FOR EACH STATEMENT EXECUTE FUNCTION sync.refuse();
CREATE TRIGGER history_settled_only_forgotten BEFORE DELETE ON sync.history_settled FOR EACH ROW EXECUTE FUNCTION sync.guard_settled_history();

CREATE TABLE sync.leases (
  mailbox_id uuid NOT NULL,
  token bigint NOT NULL,
  holder text,
  expires_at timestamp with time zone NOT NULL,
  spent jsonb DEFAULT '[]'::jsonb NOT NULL,
  blocked_until timestamp with time zone,
  CONSTRAINT leases_pkey PRIMARY KEY (mailbox_id),
  CONSTRAINT leases_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE TRIGGER leases_only_grow BEFORE DELETE OR UPDATE ON sync.leases FOR EACH ROW EXECUTE FUNCTION sync.guard_lease();

CREATE TABLE sync.links (
  id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  person_id text NOT NULL,
  connector_id uuid NOT NULL,
  state text NOT NULL,
  paused_because text,
  card_id text,
  folder_id text,
  etag text,
  base jsonb DEFAULT '{}'::jsonb NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  updated_at timestamp with time zone DEFAULT now() NOT NULL,
  clean_up boolean DEFAULT false NOT NULL,
  CONSTRAINT links_pkey PRIMARY KEY (id),
  CONSTRAINT links_connector_id_key UNIQUE (connector_id),
  CONSTRAINT links_mailbox_id_card_id_key UNIQUE (mailbox_id, card_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT links_mailbox_id_person_id_key UNIQUE (mailbox_id, person_id),
  CONSTRAINT links_base_check CHECK ((jsonb_typeof(base) = 'object'::text)),
  CONSTRAINT links_check CHECK (((state <> 'active'::text) OR (card_id IS NOT NULL))),
  CONSTRAINT links_paused_because_check CHECK ((paused_because = ANY (ARRAY['gone'::text, 'former'::text, 'notYours'::text, 'excludedByUser'::text, 'roleNotChosen'::text, 'groupExcluded'::text, 'groupNotIncluded'::text]))),
  CONSTRAINT links_state_check CHECK ((state = ANY (ARRAY['creating'::text, 'active'::text, 'paused'::text]))),
  CONSTRAINT links_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE INDEX links_person ON sync.links USING btree (person_id);
CREATE INDEX links_state ON sync.links USING btree (mailbox_id, state);

CREATE TABLE sync.mailboxes (
  id uuid NOT NULL,
  employee_id text NOT NULL,
  tid text NOT NULL,
  oid text NOT NULL,
  upn text,
  state text DEFAULT 'active'::text NOT NULL,
  state_because text,
  settings jsonb NOT NULL,
  crm_cursor text,
  anew_token bigint,
  brake_released boolean DEFAULT false NOT NULL,
  not_before timestamp with time zone,
  last_pass_at timestamp with time zone,
  next_daily_at timestamp with time zone,
  subscription_id text,
  subscription_expires_at timestamp with time zone,
  subscription_client_state_hash text,
  activated_at timestamp with time zone NOT NULL,
  CONSTRAINT mailboxes_pkey PRIMARY KEY (id),
  CONSTRAINT mailboxes_employee_id_key UNIQUE (employee_id),
  CONSTRAINT mailboxes_subscription_id_key UNIQUE (subscription_id),
  CONSTRAINT mailboxes_tid_oid_key UNIQUE (tid, oid),
  CONSTRAINT mailboxes_check CHECK (((subscription_id IS NULL) = (subscription_expires_at IS NULL))),
  CONSTRAINT mailboxes_check1 CHECK (((subscription_id IS NULL) = (subscription_client_state_hash IS NULL))),
  CONSTRAINT mailboxes_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'signInAgain'::text, 'braked'::text])))
);
CREATE INDEX mailboxes_next_daily_at ON sync.mailboxes USING btree (next_daily_at) WHERE (state = 'active'::text);
CREATE INDEX mailboxes_subscription_expires_at ON sync.mailboxes USING btree (subscription_expires_at);

CREATE TABLE sync.marks (
  mailbox_id uuid NOT NULL,
  subject text NOT NULL,
  subject_id text NOT NULL,
  outside_token bigint,
  seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  CONSTRAINT marks_pkey PRIMARY KEY (mailbox_id, subject, subject_id),
  CONSTRAINT marks_subject_check CHECK ((subject = ANY (ARRAY['person'::text, 'card'::text]))),
  CONSTRAINT marks_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);

CREATE TABLE sync.passes (
  id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  mailbox_id uuid NOT NULL,
  lease_token bigint NOT NULL,
  holder text,
  trigger text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  progress jsonb,
  outcome jsonb,
  counts jsonb,
  CONSTRAINT passes_pkey PRIMARY KEY (id),
  CONSTRAINT passes_seq_key UNIQUE (seq),
  CONSTRAINT passes_check CHECK (((ended_at IS NULL) = (outcome IS NULL))),
  CONSTRAINT passes_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE INDEX passes_mailbox ON sync.passes USING btree (mailbox_id, seq DESC);
CREATE INDEX passes_open ON sync.passes USING btree (mailbox_id) WHERE (ended_at IS NULL);

CREATE TABLE sync.removals (
  mailbox_id uuid NOT NULL,
  person_id text NOT NULL,
  person_version text,
  removed_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT removals_pkey PRIMARY KEY (mailbox_id, person_id),
  CONSTRAINT removals_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);

CREATE TABLE sync.rulings (
  id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  mailbox_id uuid NOT NULL,
  held_id uuid NOT NULL,
  choice text NOT NULL,
  fields jsonb DEFAULT '{}'::jsonb NOT NULL,
  for_pair boolean NOT NULL,
  decided_by text,
  decided_at timestamp with time zone NOT NULL,
  outcome text DEFAULT 'pending'::text NOT NULL,
  settled_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT rulings_pkey PRIMARY KEY (id),
  CONSTRAINT rulings_held_id_key UNIQUE (held_id),
  CONSTRAINT rulings_seq_key UNIQUE (seq),
  CONSTRAINT rulings_check CHECK (((outcome = 'pending'::text) = (settled_at IS NULL))),
  CONSTRAINT rulings_choice_check CHECK ((choice = ANY (ARRAY['crm'::text, 'remote'::text, 'fields'::text, 'link'::text, 'keepBoth'::text, 'relink'::text, 'newCard'::text, 'leave'::text, 'retry'::text]))),
  CONSTRAINT rulings_fields_check CHECK ((jsonb_typeof(fields) = 'object'::text)),
  CONSTRAINT rulings_outcome_check CHECK ((outcome = ANY (ARRAY['pending'::text, 'applied'::text, 'overtaken'::text]))),
  CONSTRAINT rulings_held_id_fkey FOREIGN KEY (held_id) REFERENCES sync.held_changes(id),
  CONSTRAINT rulings_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE INDEX rulings_mailbox ON sync.rulings USING btree (mailbox_id, seq);
CREATE INDEX rulings_pairs ON sync.rulings USING btree (mailbox_id, seq DESC) WHERE (for_pair AND (revoked_at IS NULL));
CREATE INDEX rulings_pending ON sync.rulings USING btree (mailbox_id) WHERE (outcome = 'pending'::text);

CREATE TABLE sync.schema_migrations (
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT schema_migrations_pkey PRIMARY KEY (name)
);

CREATE TABLE sync.undo_items (
  id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  undo_id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  history_id uuid NOT NULL,
  person_id text NOT NULL,
  link_id uuid NOT NULL,
  field text NOT NULL,
  expected_value text,
  value text,
  outcome text DEFAULT 'pending'::text NOT NULL,
  settled_at timestamp with time zone,
  CONSTRAINT undo_items_pkey PRIMARY KEY (id),
  CONSTRAINT undo_items_seq_key UNIQUE (seq),
  CONSTRAINT undo_items_check CHECK (((outcome = 'pending'::text) = (settled_at IS NULL))),
  CONSTRAINT undo_items_outcome_check CHECK ((outcome = ANY (ARRAY['pending'::text, 'done'::text, 'changedSince'::text, 'gone'::text, 'refusedByCrm'::text]))),
  CONSTRAINT undo_items_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id),
  CONSTRAINT undo_items_undo_id_fkey FOREIGN KEY (undo_id) REFERENCES sync.undos(id)
);
CREATE UNIQUE INDEX undo_items_once ON sync.undo_items USING btree (mailbox_id, person_id, field) WHERE (outcome = 'pending'::text);
CREATE INDEX undo_items_pending ON sync.undo_items USING btree (mailbox_id, seq) WHERE (outcome = 'pending'::text);
CREATE INDEX undo_items_undo ON sync.undo_items USING btree (undo_id, seq);

CREATE TABLE sync.undos (
  id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  mailbox_id uuid NOT NULL,
  scope jsonb NOT NULL,
  asked_by text,
  asked_at timestamp with time zone NOT NULL,
  plan_key text NOT NULL,
  CONSTRAINT undos_pkey PRIMARY KEY (id),
  CONSTRAINT undos_seq_key UNIQUE (seq),
  CONSTRAINT undos_mailbox_id_fkey FOREIGN KEY (mailbox_id) REFERENCES sync.mailboxes(id)
);
CREATE INDEX undos_mailbox ON sync.undos USING btree (mailbox_id, seq DESC);
CREATE INDEX undos_plan ON sync.undos USING btree (mailbox_id, plan_key);

CREATE OR REPLACE FUNCTION crm.after_person_delete()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into crm.change_queue (person_id) select id from old_rows;
  if found then
    perform pg_notify('crm_changed', '');
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION crm.after_person_insert()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  insert into crm.change_queue (person_id) select id from new_rows;
  perform pg_notify('crm_changed', '');
  return null;
end $function$;

CREATE OR REPLACE FUNCTION crm.after_person_update()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION crm.before_person()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION crm.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
AS $function$
  select coalesce(nullif(current_setting('crm.now', true), '')::timestamptz, clock_timestamp())
$function$;

CREATE OR REPLACE FUNCTION crm.number_changes()
 RETURNS void
 LANGUAGE sql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION crm.touch_person_of_rows()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update crm.persons set version = version + 1 where id in (select person_id from changed_rows);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION crm.touch_persons_of_group()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update crm.persons set version = version + 1
  where id in (select person_id from crm.person_groups where group_id = new.id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION crm.touch_persons_of_organisation()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  update crm.persons set version = version + 1 where organisation_id = new.id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION jobs.rank_of(trigger text, size integer, long boolean)
 RETURNS smallint
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case
    when long or size > 100 or trigger = 'activation' then 3
    when trigger in ('syncNow', 'resume', 'decision') then 0
    when trigger = 'daily' then 2
    else 1
  end::smallint
$function$;

CREATE OR REPLACE FUNCTION jobs.take_next(ranks smallint[], after text, alive interval)
 RETURNS TABLE(mailbox_id uuid, tenant text, rank smallint, number bigint, trigger text, failures integer, ended bigint, waited_ms double precision)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
AS $function$
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
end $function$;

CREATE OR REPLACE FUNCTION jobs.wake(mailbox uuid, at timestamp with time zone, weight integer)
 RETURNS void
 LANGUAGE sql
AS $function$
  select pg_notify('relatiebrug_asks', delay::text)
  from (select greatest(0, ceil(extract(epoch from at - clock_timestamp()) * 1000))::bigint) as due (delay)
  where delay < 5000
$function$;

CREATE OR REPLACE FUNCTION jobs.weight(trigger text)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case
    when trigger in ('activation', 'syncNow', 'resume', 'decision') then -10
    when trigger = 'daily' then 10
    else 0
  end
$function$;

CREATE OR REPLACE FUNCTION sync.guard_closed_held_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if sync.may_forget() and old.state <> 'open' and old.closed_at < clock_timestamp() - interval '90 days' then
    return old;
  end if;
  raise exception 'DELETE of a held change is refused: it is only ever added to, or forgotten after its term'
    using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION sync.guard_held_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.state = 'open'
    and to_jsonb(new) - 'state' - 'closed_at' = to_jsonb(old) - 'state' - 'closed_at' then
    return new;
  end if;
  raise exception 'held change % is refused a change: it is only ever closed, once', old.id
    using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION sync.guard_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if to_jsonb(new) - 'outcome' = to_jsonb(old) - 'outcome'
    and (new.outcome = old.outcome or old.outcome = 'intended') then
    return new;
  end if;
  raise exception 'history entry % is refused a change: only an intended one learns its outcome', old.id
    using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION sync.guard_lease()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'UPDATE' and new.token >= old.token and new.mailbox_id = old.mailbox_id then
    return new;
  end if;
  raise exception 'lease of mailbox % is refused: its token only grows', old.mailbox_id
    using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION sync.guard_settled_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if sync.may_forget() and old.at < clock_timestamp() - interval '90 days' then
    return old;
  end if;
  raise exception 'DELETE of a history entry is refused: it is only ever added to, or forgotten after its term'
    using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION sync.may_forget()
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select current_setting('relatiebrug.forgets', true) is not distinct from 'on'
$function$;

CREATE OR REPLACE FUNCTION sync.refuse()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% of %.% is refused: it is only ever added to', tg_op, tg_table_schema, tg_table_name
    using errcode = 'restrict_violation';
end
$function$;

CREATE OR REPLACE FUNCTION sync.spend(spent jsonb, requests integer)
 RETURNS jsonb
 LANGUAGE sql
AS $function$
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
$function$;
