-- What came with 0007: the roles that a user chose, and settings chosen before the consent.
update sync.mailboxes set settings = settings || '{"roles": ["relationManager", "owner"]}';
insert into identity.tickets (ticket_hash, employee_id, expires_at, settings) values
  ('hash-4', '{employee}', '2026-03-01 10:02Z', '{"conflictPolicy": "ask"}');
