-- What is chosen before the consent, and the roles among it (R1).

-- R1: a person may be tied to the user only in a role that the user did not choose. Settings that were stored before there
-- were roles have none, and are read as both.
alter table sync.links drop constraint links_paused_because_check;
alter table sync.links add constraint links_paused_because_check check (
  paused_because in (
    'gone', 'former', 'notYours', 'excludedByUser', 'roleNotChosen', 'groupExcluded', 'groupNotIncluded'
  )
);

-- Settings chosen before the consent: they go with the sign-in to its end and become those of the mailbox.
alter table identity.tickets add column settings jsonb check (jsonb_typeof(settings) = 'object');
alter table identity.flows add column settings jsonb check (jsonb_typeof(settings) = 'object');
