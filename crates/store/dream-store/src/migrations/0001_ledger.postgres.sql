-- The ledger. `seq` is the order of insertion; the sequencer gives positions from `outbox`, so that commits never queue for them.
CREATE TABLE events (
    seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org TEXT NOT NULL,
    stream TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    leaf BYTEA NOT NULL,
    UNIQUE (stream, version)
);
CREATE TABLE outbox (seq BIGINT PRIMARY KEY);
CREATE TABLE feed (
    position BIGINT PRIMARY KEY,
    seq BIGINT NOT NULL UNIQUE REFERENCES events (seq),
    org TEXT NOT NULL
);
CREATE INDEX feed_by_org ON feed (org, position);
