-- R7: a value that was overruled on a card may have been another's; an undo never makes it this person's.
alter table sync.history add column overruled_of_another boolean not null default false
  check (not overruled_of_another or overruled_side = 'remote');
