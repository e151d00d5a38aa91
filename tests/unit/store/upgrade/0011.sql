-- What came with 0011: an entry that is under way lies in a partition of its own. Its pass was cut off; the values on both sides
-- say that it happened.
insert into sync.history
  (id, at, mailbox_id, pass_id, person_id, link_id, field, side, from_value, to_value, decision, outcome)
values
  ('20000000-0000-4000-8000-000000000011', '2026-04-06 11:00Z', '{mailbox}', '10000000-0000-4000-8000-000000000001',
   'c0000000-0000-4000-8000-000000000001', 'f0000000-0000-4000-8000-000000000001', 'lastName', 'remote', 'Bosch', 'Bos',
   'R5.onlyCrm', 'intended');
