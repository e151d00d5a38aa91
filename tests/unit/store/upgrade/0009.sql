-- What came with 0009: who was warned of what, and what the mail server refused.
insert into jobs.notices (cause, kind, mailbox_id, noticed_at, mailed_at, failures, not_before) values
  ('subscription:{mailbox}:2026-03-09', 'subscriptionEnds', '{mailbox}', '2026-03-08 08:00Z', '2026-03-08 08:01Z', 0, null),
  ('secret:2026-05-01:30', 'clientSecretEnds', null, '2026-04-01 08:00Z', null, 2, '2026-04-01 09:00Z');
