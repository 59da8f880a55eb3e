-- What the ledger knows of channels and consumers of messages. `project` is empty where it is the organisation.
CREATE TABLE channel_records (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    project text NOT NULL,
    name text NOT NULL
);
CREATE UNIQUE INDEX channel_records_by_name ON channel_records (org, project, name);
CREATE TABLE consumer_records (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    project text NOT NULL,
    name text NOT NULL,
    removed boolean NOT NULL
);
CREATE INDEX consumer_records_by_name ON consumer_records (org, project, name);
-- The history of messages, filled behind the bus, so that searching it costs the bus no index. `number` is the message's own.
CREATE TABLE message_index (
    number bigint NOT NULL PRIMARY KEY,
    org text NOT NULL,
    project text NOT NULL,
    channel text NOT NULL,
    sender text NOT NULL,
    sent_at bigint NOT NULL
);
CREATE INDEX message_index_by_time ON message_index (org, sent_at, number);
CREATE INDEX message_index_by_channel ON message_index (org, channel, sent_at, number);
CREATE INDEX message_index_by_sender ON message_index (org, sender, sent_at, number);
-- How far a channel's messages are in the history, are removed from it again, and are sealed in the ledger.
CREATE TABLE history_cursors (
    channel bigint NOT NULL PRIMARY KEY,
    org text NOT NULL,
    indexed bigint NOT NULL,
    pruned bigint NOT NULL,
    sealed bigint NOT NULL
);
