-- What came with 0008: an overruled value may have been another's.
insert into sync.history
  (id, at, mailbox_id, pass_id, person_id, link_id, field, side, from_value, to_value, decision, overruled_side, overruled_value,
   outcome, overruled_of_another)
values
  ('20000000-0000-4000-8000-000000000008', '2026-04-06 10:00Z', '{mailbox}', '10000000-0000-4000-8000-000000000001',
   'c0000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000001', 'birthDate', 'remote', null, '1974-07-22',
   'R5.conflict.crm', 'remote', '1960-01-01', 'done', true);
