    id text NOT NULL UNIQUE,
    org text NOT NULL,
    sender text NOT NULL,
    lane text NOT NULL,
    destination text,
    subscription text,
    name text NOT NULL,
    rule text NOT NULL,
    event text,
    about text,
    what text NOT NULL,
    status text NOT NULL,
    open boolean NOT NULL,
    state text NOT NULL,
    progress text NOT NULL,
    history text NOT NULL,
    received_at bigint NOT NULL,
    sent_at bigint,
    ended_at bigint,
    -- Since when what it says is kept; 0 when where it was said keeps it no longer, null once the words were taken out.
    words_from bigint
);
CREATE INDEX deliveries_open ON deliveries (org, lane, number) WHERE open;
CREATE INDEX deliveries_by_org ON deliveries (org, number);
CREATE INDEX deliveries_by_name ON deliveries (org, name, number);
CREATE INDEX deliveries_by_status ON deliveries (org, status, number);
CREATE INDEX deliveries_by_event ON deliveries (org, event) WHERE event IS NOT NULL;
CREATE INDEX deliveries_by_words ON deliveries (org, words_from) WHERE words_from IS NOT NULL;

-- The lanes that deliveries wait in, and when the first of each is to be looked at. A lane with nothing in it has no row.
CREATE TABLE delivery_lanes (
    lane text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    sender text NOT NULL,
    destination text,
    due_at bigint NOT NULL,
    added bigint NOT NULL
);
CREATE INDEX delivery_lanes_by_due ON delivery_lanes (due_at);
CREATE INDEX delivery_lanes_by_sender ON delivery_lanes (sender);
CREATE INDEX delivery_lanes_by_destination ON delivery_lanes (destination) WHERE destination IS NOT NULL;

-- What is known of the rate limits that others put on us.
CREATE TABLE rate_limits (
    sender text NOT NULL PRIMARY KEY,
    org text,
    rate text NOT NULL
);

-- The messages about things, so that news of the same thing finds them.
CREATE TABLE sent_messages (
    destination text NOT NULL,
    about text NOT NULL,
    org text NOT NULL,
    sent text NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (destination, about)
);
CREATE INDEX sent_messages_by_age ON sent_messages (at);

-- How destinations and subscriptions answer.
CREATE TABLE destination_health (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    health text NOT NULL
);

-- How far the feed has been told to subscriptions: one row for the whole installation.
CREATE TABLE subscription_cursor (
    name text NOT NULL PRIMARY KEY,
    position bigint NOT NULL
);

CREATE TABLE connections (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    application text NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX connections_by_name ON connections (org, name) WHERE NOT removed;

CREATE TABLE destinations (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    connection text,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX destinations_by_name ON destinations (org, name) WHERE NOT removed;
CREATE INDEX destinations_by_connection ON destinations (connection) WHERE connection IS NOT NULL;

CREATE TABLE subscriptions (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    active boolean NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX subscriptions_by_name ON subscriptions (org, name) WHERE NOT removed;
