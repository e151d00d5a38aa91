-- An office as the schema of 0005 had it: a row in every table that there was. {names} are put in by upgrade.test.ts: ids
-- of the mailbox, the user and the cards that stand in the stand-in Outlook.

insert into crm.employees (id, display_name, email, upn) values
  ('{employee}', 'Petra de Vries', 'petra@kantoor-voorbeeld.example', 'petra@kantoor-voorbeeld.example'),
  ('e0000000-0000-4000-8000-000000000002', 'Karim Bakker', 'karim@kantoor-voorbeeld.example', null);
insert into crm.organisations (id, external_id, name, name_key) values
  ('a0000000-0000-4000-8000-000000000001', 'klant-7', 'Tuinen & Zn.', 'tuinen & zn.');
insert into crm.groups (id, name, name_key) values ('b0000000-0000-4000-8000-000000000001', 'Klanten', 'klanten');

insert into crm.persons
  (id, external_id, kind, head_id, first_name, surname_prefix, last_name, birth_date, private_email, private_mobile, work_email,
   work_phone, organisation_id, relation_manager_id, former, private_email_key, work_email_key, last_name_key, sort_key)
values
  ('c0000000-0000-4000-8000-000000000001', 'p-1', 'contactPerson', null, 'Dewi', 'van', 'Bos', '1974-07-22', null, null,
   'Bos@klant.example', '020-1234567', 'a0000000-0000-4000-8000-000000000001', '{employee}', false, null, 'bos@klant.example',
   'bos', E'bos\u0001van\u0001dewi'),
  ('c0000000-0000-4000-8000-000000000002', 'p-2', 'privatePerson', null, null, null, 'Kok', null, 'kok@thuis.example', '06-12345678',
   null, null, null, '{employee}', false, 'kok@thuis.example', null, 'kok', E'kok\u0001\u0001'),
  ('c0000000-0000-4000-8000-000000000003', 'p-3', 'contactPerson', null, 'Anouk', null, 'Smit', null, null, null,
   'smit@klant.example', null, null, '{employee}', true, null, 'smit@klant.example', 'smit', E'smit\u0001\u0001anouk'),
  ('c0000000-0000-4000-8000-000000000004', 'p-4', 'contactPerson', null, 'Gijs', null, 'Visser', null, null, null,
   null, null, null, '{employee}', false, null, null, 'visser', E'visser\u0001\u0001gijs'),
  ('c0000000-0000-4000-8000-000000000005', 'p-5', 'contactPerson', null, 'Gijs', null, 'Akker', null, null, null,
   null, null, null, '{employee}', false, null, null, 'akker', E'akker\u0001\u0001gijs');
insert into crm.owners values
  ('c0000000-0000-4000-8000-000000000001', '{employee}'),
  ('c0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002');
insert into crm.person_groups values
  ('c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001');
insert into crm.search_words values ('c0000000-0000-4000-8000-000000000001', 'bos');
insert into crm.connector_ids values
  ('{employee}', 'c0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000001'),
  ('{employee}', 'c0000000-0000-4000-8000-000000000002', 'd0000000-0000-4000-8000-000000000002');
insert into crm.change_log (at, actor_kind, actor_id, action, subject, subject_id, fields, changes) values
  ('2026-01-05 10:00Z', 'import', null, 'created', 'person', 'c0000000-0000-4000-8000-000000000001', '{}', '[]'),
  ('2026-01-06 10:00Z', 'sync', '{mailbox}', 'updated', 'person', 'c0000000-0000-4000-8000-000000000001', '{jobTitle}',
   '[{"field": "jobTitle", "from": null, "to": "Notaris"}]');
insert into crm.change_feed values ('c0000000-0000-4000-8000-000000000001', 1);

insert into sync.mailboxes
  (id, employee_id, tid, oid, upn, settings, crm_cursor, last_pass_at, next_daily_at, subscription_id,
   subscription_expires_at, subscription_client_state_hash, activated_at)
values
  ('{mailbox}', '{employee}', '{tid}', '{oid}', 'petra@kantoor-voorbeeld.example',
   '{"conflictPolicy": "crm", "groupsIncluded": [], "groupsExcluded": []}', '1', '2026-01-06 10:00Z', '2026-01-07 02:00Z',
   'sub-1', '2026-01-13 10:00Z', 'abc', '2026-01-05 10:00Z');
insert into sync.exclusions values ('{mailbox}', 'c0000000-0000-4000-8000-000000000004', '2026-01-05 11:00Z');
insert into sync.leases values ('{mailbox}', 41, null, '-infinity');
insert into sync.folders values ('{mailbox}', '{folder}', null, true);
insert into sync.links
  (id, mailbox_id, person_id, connector_id, state, paused_because, card_id, folder_id, etag, base)
values
  ('f0000000-0000-4000-8000-000000000001', '{mailbox}', 'c0000000-0000-4000-8000-000000000001',
   'd0000000-0000-4000-8000-000000000001', 'active', null, '{bos}', '{folder}', 'W/"old"',
   '{"initials": {"crm": null, "remote": null}, "jobTitle": {"crm": null, "remote": null},
     "lastName": {"crm": "Bos", "remote": "Bos"}, "birthDate": {"crm": "1974-07-22", "remote": "1974-07-22"},
     "firstName": {"crm": "Dewi", "remote": "Dewi"}, "workEmail": {"crm": "bos@klant.example", "remote": "bos@klant.example"},
     "workPhone": {"crm": "+31201234567", "remote": "+31201234567"}, "workMobile": {"crm": null, "remote": null},
     "privateEmail": {"crm": null, "slot": "extra", "remote": null}, "privatePhone": {"crm": null, "remote": null},
     "surnamePrefix": {"crm": "van", "remote": "van"}, "organisationName": {"crm": "Tuinen & Zn.", "remote": "Tuinen & Zn."}}'),
  ('f0000000-0000-4000-8000-000000000002', '{mailbox}', 'c0000000-0000-4000-8000-000000000002',
   'd0000000-0000-4000-8000-000000000002', 'active', null, '{kok}', '{folder}', 'W/"old"',
   '{"initials": {"crm": null, "remote": null}, "lastName": {"crm": "Kok", "remote": "Kok"},
     "birthDate": {"crm": null, "remote": null}, "firstName": {"crm": null, "remote": null},
     "privateEmail": {"crm": "kok@thuis.example", "remote": "kok@thuis.example"}, "privatePhone": {"crm": null, "remote": null},
     "privateMobile": {"crm": "+31612345678", "remote": "+31612345678"}, "surnamePrefix": {"crm": null, "remote": null}}'),
  ('f0000000-0000-4000-8000-000000000003', '{mailbox}', 'c0000000-0000-4000-8000-000000000003',
   'd0000000-0000-4000-8000-000000000003', 'paused', 'former', '{smit}', '{folder}', 'W/"old"', '{}');
insert into sync.removals (mailbox_id, person_id, person_version) values
  ('{mailbox}', 'c0000000-0000-4000-8000-000000000005', '1');
insert into sync.marks (mailbox_id, subject, subject_id, outside_token) values
  ('{mailbox}', 'person', 'c0000000-0000-4000-8000-000000000002', 41);
insert into sync.passes (id, mailbox_id, lease_token, holder, trigger, started_at, ended_at, outcome, counts) values
  ('10000000-0000-4000-8000-000000000001', '{mailbox}', 41, 'work:1', 'daily', '2026-01-06 10:00Z', '2026-01-06 10:01Z',
   '{"outcome": "done"}', '{"created": 2, "held": 1}');
insert into sync.history
  (id, at, mailbox_id, pass_id, person_id, link_id, field, side, from_value, to_value, decision, overruled_side, overruled_value,
   outcome)
values
  ('20000000-0000-4000-8000-000000000001', '2026-01-06 10:00Z', '{mailbox}', '10000000-0000-4000-8000-000000000001',
   'c0000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000001', 'jobTitle', 'remote', 'Notaris', null,
   'R5.conflict.crm', 'remote', 'Hovenier', 'done');
insert into sync.held_changes
  (id, mailbox_id, pass_id, link_id, person_id, key, key_hash, source, reason, fields, opened_at, state, closed_at)
values
  ('30000000-0000-4000-8000-000000000001', '{mailbox}', '10000000-0000-4000-8000-000000000001',
   'f0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001', 'old', repeat('0', 64), 'outlook', 'conflict',
   '[]', '2026-01-06 10:00Z', 'decided', '2026-01-06 11:00Z');
insert into sync.cards (mailbox_id, card_id, folder_id, prints, tokens, current_tokens, gone_at) values
  ('{mailbox}', 'a-card-that-went', '{folder}', '{}', '{abc}', '{}', '2026-01-06 10:00Z');
insert into sync.rulings (id, mailbox_id, held_id, choice, for_pair, decided_by, decided_at, outcome, settled_at) values
  ('40000000-0000-4000-8000-000000000001', '{mailbox}', '30000000-0000-4000-8000-000000000001', 'crm', false, '{employee}',
   '2026-01-06 11:00Z', 'applied', '2026-01-06 11:01Z');
insert into sync.undos (id, mailbox_id, scope, asked_by, asked_at, plan_key) values
  ('50000000-0000-4000-8000-000000000001', '{mailbox}', '{"entry": "20000000-0000-4000-8000-000000000001"}', null,
   '2026-01-06 12:00Z', 'k');
insert into sync.undo_items
  (id, undo_id, mailbox_id, history_id, person_id, link_id, field, expected_value, value, outcome, settled_at)
values
  ('60000000-0000-4000-8000-000000000001', '50000000-0000-4000-8000-000000000001', '{mailbox}',
   '20000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000001',
   'jobTitle', null, 'Hovenier', 'changedSince', '2026-01-06 12:01Z');

insert into identity.tokens (user_key, sealed, key_id, renewed_at) values
  ('{oid}.{tid}', '\x00ff', 'k1', '2026-01-06 10:00Z');
insert into identity.print_keys values ('{mailbox}', 'k1', '\x00ff', '2026-01-06 10:00Z');
insert into identity.tickets (ticket_hash, employee_id, expires_at, start) values
  ('hash-1', '{employee}', '2026-01-06 10:02Z', 'afterPreview');
insert into identity.flows (state_hash, cookie_hash, sealed, key_id, employee_id, expires_at) values
  ('hash-2', 'hash-3', '\x00ff', 'k1', '{employee}', '2026-01-06 10:10Z');

insert into jobs.requests (mailbox_id, trigger, requested, taken, served, run_at) values
  ('{mailbox}', 'decision', 7, 7, 7, '2026-01-06 10:00Z');
insert into jobs.crm_cursors values ('embedded', '1');
insert into jobs.turns values ('daily', '2026-01-07 02:00Z');
insert into jobs.runners values ('70000000-0000-4000-8000-000000000001', '2026-01-06 10:00Z');
