-- What came with 0006: the task pane.
insert into pane.visibility (parts, changed_at, changed_by) values ('{"owners": true}', '2026-02-01 10:00Z', '{oid}');
insert into pane.choices values
  ('{mailbox}', 'bos@klant.example', 'c0000000-0000-4000-8000-000000000001', '2026-02-01 10:00Z');
insert into pane.seen values ('{mailbox}', 'c0000000-0000-4000-8000-000000000001', '2026-02-01 10:00Z');
