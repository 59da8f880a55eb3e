-- The ledger. One writer gives `seq` densely within its transaction, so `seq` is the feed's position as well.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    org TEXT NOT NULL,
    stream TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    body BLOB NOT NULL,
    leaf BLOB NOT NULL,
    UNIQUE (stream, version)
);
CREATE INDEX events_by_org ON events (org, seq);
CREATE VIEW feed AS SELECT seq AS position, seq, org FROM events;
