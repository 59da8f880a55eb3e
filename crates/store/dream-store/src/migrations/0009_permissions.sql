-- What agents ask of people, and the standing leave that people gave.
CREATE TABLE permissions (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    agent text NOT NULL,
    task text,
    run text,
    project text,
    digest text NOT NULL,
    status text NOT NULL,
    live boolean NOT NULL,
    expires_at bigint NOT NULL
);
CREATE INDEX permissions_by_org ON permissions (org, id);
CREATE INDEX permissions_by_status ON permissions (org, status, id);
CREATE INDEX permissions_by_agent ON permissions (org, agent, id);
CREATE INDEX permissions_of_task ON permissions (org, task, id) WHERE live;
CREATE INDEX permissions_that_end ON permissions (expires_at) WHERE live;
-- The same question meets the same permission, however many ask it at once.
CREATE UNIQUE INDEX permissions_live ON permissions (org, digest) WHERE live;

CREATE TABLE grants (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    agent text NOT NULL,
    tool text NOT NULL,
    project text,
    open boolean NOT NULL,
    ends_at bigint NOT NULL
);
CREATE INDEX grants_by_tool ON grants (org, agent, tool, id) WHERE open;
CREATE INDEX grants_by_org ON grants (org, id);
