-- Governed rows: a cache of the ledger, folded again by a rebuild. `state` is JSON of the format that `format` names.
CREATE TABLE artifacts (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    run text NOT NULL,
    name text NOT NULL
);
CREATE UNIQUE INDEX artifacts_by_run_name ON artifacts (run, name);
CREATE INDEX artifacts_by_run ON artifacts (run);
CREATE TABLE attempts (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    run text NOT NULL,
    stage text NOT NULL,
    status text NOT NULL
);
CREATE INDEX attempts_by_run ON attempts (run);
CREATE INDEX attempts_by_status ON attempts (status);
CREATE TABLE budgets (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    run text NOT NULL
);
CREATE INDEX budgets_by_run ON budgets (run);
CREATE TABLE constraints (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    run text,
    project text,
    lifted boolean NOT NULL
);
CREATE INDEX constraints_by_run ON constraints (run);
CREATE INDEX constraints_by_org_lifted ON constraints (org, lifted);
CREATE TABLE delegations (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    giver text NOT NULL,
    receiver text NOT NULL,
    ends_at bigint NOT NULL
);
CREATE INDEX delegations_by_org ON delegations (org, ends_at);
CREATE TABLE members (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    removed boolean NOT NULL
);
CREATE INDEX members_by_org_person ON members (org, person);
CREATE TABLE orgs (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    operator boolean NOT NULL
);
CREATE TABLE persons (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL
);
CREATE INDEX persons_by_org ON persons (org);
CREATE TABLE projects (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    archived boolean NOT NULL
);
CREATE INDEX projects_by_org_id ON projects (org, id);
CREATE TABLE reviews (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    run text NOT NULL,
    stage text NOT NULL,
    status text NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX reviews_by_run ON reviews (run);
CREATE INDEX reviews_by_status_expires_at ON reviews (status, expires_at);
CREATE INDEX reviews_by_org_status ON reviews (org, status, id);
CREATE INDEX reviews_by_org ON reviews (org, id);
CREATE TABLE runs (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    project text NOT NULL,
    status text NOT NULL
);
CREATE INDEX runs_by_project ON runs (project);
CREATE INDEX runs_by_org_id ON runs (org, id);
CREATE INDEX runs_by_status ON runs (status);
CREATE TABLE stages (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    run text NOT NULL,
    position bigint NOT NULL
);
CREATE INDEX stages_by_run ON stages (run);
CREATE TABLE standards (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL
);
CREATE INDEX standards_by_org ON standards (org);
CREATE TABLE teams (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL
);
CREATE INDEX teams_by_org ON teams (org);
CREATE TABLE templates (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL
);
CREATE INDEX templates_by_org_name ON templates (org, name);
CREATE TABLE tokens (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    digest text NOT NULL
);
CREATE UNIQUE INDEX tokens_by_digest ON tokens (digest);
CREATE INDEX tokens_by_person ON tokens (person);
CREATE TABLE versions (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    run text NOT NULL,
    artifact text NOT NULL,
    number bigint NOT NULL
);
CREATE UNIQUE INDEX versions_by_artifact_number ON versions (artifact, number);
CREATE INDEX versions_by_run ON versions (run);

-- What is not rebuilt from the ledger; ARCHITECTURE.md gives each table's reason.
CREATE TABLE tree_heads (
    org text NOT NULL PRIMARY KEY,
    size bigint NOT NULL,
    root blob NOT NULL,
    frontier blob NOT NULL
);
CREATE TABLE bodies (
    org text NOT NULL,
    digest text NOT NULL,
    size bigint NOT NULL,
    bytes blob,
    erased boolean NOT NULL,
    PRIMARY KEY (digest, org)
);
CREATE TABLE model_calls (
    org text NOT NULL,
    attempt text NOT NULL,
    number bigint NOT NULL,
    model text NOT NULL,
    request text NOT NULL,
    reply text,
    cost_micros bigint NOT NULL,
    input_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (attempt, number)
);
CREATE TABLE idempotency (
    org text NOT NULL,
    credential text NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    answer text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (org, credential, key)
);
CREATE INDEX idempotency_by_at ON idempotency (at);
CREATE TABLE leases (
    name text NOT NULL PRIMARY KEY,
    holder text NOT NULL,
    fence bigint NOT NULL,
    until bigint NOT NULL
);
CREATE TABLE touched_runs (run text NOT NULL PRIMARY KEY);
CREATE TABLE settings (
    name text NOT NULL PRIMARY KEY,
    value text NOT NULL
);
