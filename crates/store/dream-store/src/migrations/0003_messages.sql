-- The message bus. Its rows are not in the ledger: they decide nothing, and there are thousands a second.

-- Channels. `number` is drawn at random, so that a message's id tells nothing about other organisations. `project` is '' for what belongs
-- to the organisation. Places `tail + 1` to `head` are kept.
CREATE TABLE bus_channels (
    number bigint NOT NULL PRIMARY KEY,
    org text NOT NULL,
    project text NOT NULL,
    name text NOT NULL,
    head bigint NOT NULL,
    tail bigint NOT NULL,
    bytes bigint NOT NULL,
    oldest_at bigint NOT NULL,
    settings text NOT NULL,
    created_at bigint NOT NULL
);
CREATE UNIQUE INDEX bus_channels_by_name ON bus_channels (org, project, name);
-- Messages. `number` is the channel's number and the place within it (39 bits), so one index serves ids, order and retention. `meta` is
-- JSON of what few messages have, or ''.
CREATE TABLE bus_messages (
    number bigint NOT NULL PRIMARY KEY,
    sent_at bigint NOT NULL,
    sender text NOT NULL,
    body text NOT NULL,
    meta text NOT NULL,
    expires_at bigint,
    erased text
);
-- Idempotency keys of a channel, kept for a day.
CREATE TABLE bus_keys (
    channel bigint NOT NULL,
    key text NOT NULL,
    place bigint NOT NULL,
    sent_at bigint NOT NULL,
    digest blob NOT NULL,
    PRIMARY KEY (channel, key)
);
CREATE INDEX bus_keys_by_sent_at ON bus_keys (sent_at);
-- Durable consumers. `exact` is the one channel that is read, or '' for many. `pending` counts what is in flight or waits for another
-- delivery, without orders. `idle` is after how many microseconds without use it is removed.
CREATE TABLE bus_consumers (
    id bigint NOT NULL PRIMARY KEY,
    org text NOT NULL,
    project text NOT NULL,
    name text NOT NULL,
    pattern text NOT NULL,
    exact text NOT NULL,
    settings text NOT NULL,
    idle bigint,
    pending bigint NOT NULL,
    created_at bigint NOT NULL,
    used_at bigint NOT NULL
);
CREATE UNIQUE INDEX bus_consumers_by_name ON bus_consumers (org, project, name);
-- Where a consumer stands in a channel. `state` is the cursor, the columns before it what queries need of it; `due` is the moment at which
-- something pending changes by itself. Orders have `rank` 0, all else 1.
CREATE TABLE bus_cursors (
    consumer bigint NOT NULL,
    channel bigint NOT NULL,
    rank bigint NOT NULL,
    floor bigint NOT NULL,
    next bigint NOT NULL,
    pending bigint NOT NULL,
    due bigint NOT NULL,
    state blob NOT NULL,
    PRIMARY KEY (consumer, channel)
);
CREATE INDEX bus_cursors_by_channel ON bus_cursors (channel);
-- What a consumer did not take, with a copy of the message, which outlives the channel's retention and may be edited. While `replayed`, it
-- is on its way again and is no dead letter.
CREATE TABLE bus_dead_letters (
    consumer bigint NOT NULL,
    number bigint NOT NULL,
    reason text NOT NULL,
    detail text,
    attempts bigint NOT NULL,
    at bigint NOT NULL,
    edited boolean NOT NULL,
    replayed boolean NOT NULL,
    sent_at bigint NOT NULL,
    sender text NOT NULL,
    body text NOT NULL,
    meta text NOT NULL,
    expires_at bigint,
    erased text,
    PRIMARY KEY (consumer, number)
);
CREATE INDEX bus_dead_letters_by_number ON bus_dead_letters (number);
CREATE INDEX bus_dead_letters_by_time ON bus_dead_letters (consumer, at, number);
