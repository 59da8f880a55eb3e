-- Which Discord accounts act as which people.
CREATE TABLE discord_links (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    person text NOT NULL,
    account text NOT NULL,
    ended boolean NOT NULL
);
CREATE INDEX discord_links_by_person ON discord_links (org, person, id);
-- An account acts as one person, however many codes are confirmed at once.
CREATE UNIQUE INDEX discord_links_live ON discord_links (org, account) WHERE NOT ended;

-- One-time codes that Discord accounts asked for, by the digest of their text.
CREATE TABLE link_codes (
    digest text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    account text NOT NULL,
    name text NOT NULL,
    expires_at bigint NOT NULL
);
CREATE UNIQUE INDEX link_codes_by_account ON link_codes (org, account);
CREATE INDEX link_codes_that_end ON link_codes (expires_at);

-- How far each gateway session was read, so that a restart goes on with it.
CREATE TABLE gateway_sessions (
    connection text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    session text NOT NULL,
    sequence bigint NOT NULL,
    resume_url text NOT NULL
);

-- Messages of Discord with a gate's buttons, until they show how the review ended.
CREATE TABLE gate_messages (
    org text NOT NULL,
    review text NOT NULL,
    digest text NOT NULL,
    connection text NOT NULL,
    channel text NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (channel, message)
);
CREATE INDEX gate_messages_by_review ON gate_messages (review);
