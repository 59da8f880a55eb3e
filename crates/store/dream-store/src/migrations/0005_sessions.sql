-- How people sign in: governed rows.
CREATE TABLE accounts (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    closed boolean NOT NULL
);
CREATE INDEX accounts_by_org_person ON accounts (org, person);
CREATE TABLE links (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    purpose text NOT NULL,
    digest text NOT NULL,
    pending boolean NOT NULL
);
CREATE UNIQUE INDEX links_by_digest ON links (digest);
CREATE INDEX links_by_org_person ON links (org, person);
CREATE INDEX links_by_org_purpose ON links (org, purpose);
CREATE TABLE sessions (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    digest text NOT NULL,
    ended boolean NOT NULL
);
CREATE UNIQUE INDEX sessions_by_digest ON sessions (digest);
CREATE INDEX sessions_by_org_person ON sessions (org, person);

-- What must not be in the ledger: the accounts' events hold its digests. A row goes when its account is closed.
CREATE TABLE account_secrets (
    account text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    login text NOT NULL,
    salt text NOT NULL,
    password text NOT NULL,
    totp text
);
CREATE UNIQUE INDEX account_secrets_by_login ON account_secrets (login, org);

-- When each session was last used, to the minute: it decides nothing but when an unused session ends.
CREATE TABLE session_uses (
    session text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX session_uses_by_at ON session_uses (at);
