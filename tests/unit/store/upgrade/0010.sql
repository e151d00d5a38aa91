-- What came with 0010: long work that waits, and what the mailbox was asked for before.
update jobs.requests set size = 250, long = true where mailbox_id = '{mailbox}';
update sync.leases set spent = '[[1780000000, 420], [1780000010, 80]]', blocked_until = '2026-03-01 10:10Z'
  where mailbox_id = '{mailbox}';
