-- Spans of time whose log lines must not be removed.
CREATE TABLE holds (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    lifted boolean NOT NULL
);
CREATE INDEX holds_by_org ON holds (org, lifted);
-- What the overview counts.
CREATE INDEX runs_by_org_status ON runs (org, status);
