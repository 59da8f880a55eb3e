-- Channels of Discord's joined with other channels.
CREATE TABLE pairings (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX pairings_by_name ON pairings (org, name) WHERE NOT removed;
CREATE INDEX pairings_in_use ON pairings (id) WHERE active;

-- What Discord told of messages, in its order, until it was carried over.
CREATE TABLE pairing_heard (
    connection text NOT NULL,
    number bigint NOT NULL,
    org text NOT NULL,
    channel text NOT NULL,
    happened text NOT NULL,
    heard_at bigint NOT NULL,
    due_at bigint NOT NULL,
    tries bigint NOT NULL,
    PRIMARY KEY (connection, number)
);
CREATE INDEX pairing_heard_by_due ON pairing_heard (due_at);
CREATE INDEX pairing_heard_by_channel ON pairing_heard (connection, channel, number);

-- Which message was carried over as which other, so that each is carried once, and edits and deletions follow.
CREATE TABLE pairing_messages (
    pairing text NOT NULL,
    message text NOT NULL,
    org text NOT NULL,
    author text NOT NULL,
    digest text NOT NULL,
    other text,
    delivery text,
    deleted boolean NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (pairing, message)
);
CREATE INDEX pairing_messages_by_message ON pairing_messages (message, org);
CREATE INDEX pairing_messages_by_age ON pairing_messages (at);

-- Which thread of the one side is which of the other.
CREATE TABLE pairing_threads (
    pairing text NOT NULL,
    thread text NOT NULL,
    org text NOT NULL,
    other text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (pairing, thread)
);
CREATE INDEX pairing_threads_by_age ON pairing_threads (at);

-- The files that messages brought, which only those who may read them are given.
CREATE TABLE pairing_files (
    org text NOT NULL,
    digest text NOT NULL,
    pairing text NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (org, digest, pairing)
);

-- So that the words of a message that was erased are found in the record of what became of it.
CREATE INDEX deliveries_of_pairings ON deliveries (org, about) WHERE substr(about, 1, 8) = 'pairing:';

-- What a session of the gateway was begun to be told: with other intents it is begun anew.
ALTER TABLE gateway_sessions ADD COLUMN intents bigint NOT NULL DEFAULT 1;

-- A message that could not be changed is left alone for a while, so that it holds up no other.
ALTER TABLE gate_messages ADD COLUMN due_at bigint NOT NULL DEFAULT 0;
