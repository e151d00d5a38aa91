-- What sign-in remembers: each user's sealed tokens, one-time tickets, and sign-ins that are under way.
--
-- Nothing here can be used by whoever reads the table: tokens and the secrets of a sign-in under way are sealed
-- (AES-256-GCM; the row's own identity is part of the seal, so a row copied to another user does not open), and of
-- tickets, states and cookies only a SHA-256 is kept.

create schema identity;

create table identity.tokens (
  -- oid.tid, lower case.
  user_key text primary key check (user_key ~ '^[0-9a-f-]{36}\.[0-9a-f-]{36}$'),
  sealed bytea not null,
  -- Which key sealed it; for rotation.
  key_id text not null,
  -- Grows with every write.
  version bigint not null default 1 check (version > 0),
  -- When Microsoft last gave a refresh token: it ends 90 days after that.
  renewed_at timestamptz not null,
  -- Set when the refresh token is dead; no request is made until the user has signed in again.
  broken_because text check (broken_because in ('signInAgain', 'consentMissing')),
  broken_code text,
  broken_at timestamptz,
  check ((broken_because is null) = (broken_at is null))
);
create index tokens_key_id on identity.tokens (key_id);

create table identity.tickets (
  ticket_hash text primary key,
  -- Either the account that asked in the pane, or the employee that an administrator named.
  tid text,
  oid text,
  employee_id text,
  login_hint text,
  expires_at timestamptz not null,
  check ((tid is null) = (oid is null)),
  check ((oid is null) <> (employee_id is null))
);
create index tickets_expires_at on identity.tickets (expires_at);

create table identity.flows (
  state_hash text primary key,
  cookie_hash text not null,
  -- PKCE verifier and nonce.
  sealed bytea not null,
  key_id text not null,
  tid text,
  oid text,
  employee_id text,
  expires_at timestamptz not null,
  check ((tid is null) = (oid is null)),
  check ((oid is null) <> (employee_id is null))
);
create index flows_expires_at on identity.flows (expires_at);
