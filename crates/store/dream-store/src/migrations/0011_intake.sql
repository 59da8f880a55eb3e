-- What comes in from outside: from whom, under which rules, and what of it is still to be planned.
CREATE TABLE sources (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX sources_by_name ON sources (org, name) WHERE NOT removed;
CREATE INDEX sources_by_org ON sources (org, id);

CREATE TABLE rules (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL
);
CREATE UNIQUE INDEX rules_by_org ON rules (org);

CREATE TABLE received_events (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    source text NOT NULL,
    source_name text NOT NULL,
    kind text NOT NULL,
    received_at bigint NOT NULL,
    event_type text,
    again_of text,
    size bigint NOT NULL,
    planned_at bigint,
    events bigint NOT NULL,
    messages bigint NOT NULL,
    trace text,
    head text NOT NULL,
    body blob NOT NULL
);
CREATE INDEX received_events_by_org ON received_events (org, id);
CREATE INDEX received_events_by_source ON received_events (org, source, id);
CREATE INDEX received_events_to_plan ON received_events (org, received_at, id) WHERE planned_at IS NULL;

CREATE TABLE seen_deliveries (
    source text NOT NULL,
    key text NOT NULL,
    event text NOT NULL,
    until bigint NOT NULL,
    PRIMARY KEY (source, key)
);
CREATE INDEX seen_deliveries_that_end ON seen_deliveries (until);

CREATE TABLE bridge_memory (
    org text NOT NULL PRIMARY KEY,
    version bigint NOT NULL,
    next_due bigint,
    memory text NOT NULL
);
CREATE INDEX bridge_memory_due ON bridge_memory (next_due);

CREATE TABLE bridge_cursors (
    name text NOT NULL PRIMARY KEY,
    position bigint NOT NULL
);

-- How much the bridge of each organisation did in each month, by what it was and which source or destination it was of.
CREATE TABLE bridge_usage (
    org text NOT NULL,
    month text NOT NULL,
    what text NOT NULL,
    name text NOT NULL,
    count bigint NOT NULL,
    PRIMARY KEY (org, month, what, name)
);
