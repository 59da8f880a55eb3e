-- So that each organisation's lanes are found without looking through those of the others.
CREATE INDEX delivery_lanes_by_org ON delivery_lanes (org, due_at);
-- So that a rate of the last minutes is counted without looking through the last month.
CREATE INDEX received_events_by_time ON received_events (org, received_at);
-- So that one organisation's deliveries can be kept for another time than those of the others.
CREATE INDEX deliveries_by_org_end ON deliveries (org, ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE alerts (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX alerts_by_name ON alerts (org, name) WHERE NOT removed;

CREATE TABLE summaries (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX summaries_by_name ON summaries (org, name) WHERE NOT removed;

-- Which alerts are raised, which warnings about plans were given, and until when logs were summed up: what is lost is told again.
CREATE TABLE bridge_marks (
    org text NOT NULL,
    mark text NOT NULL,
    at bigint NOT NULL,
    note text NOT NULL,
    PRIMARY KEY (org, mark)
);
