-- What was refused to the senders of sources, counted in spans of five minutes and written in batches, whatever was sent.
CREATE TABLE source_refusals (
    source text NOT NULL,
    span bigint NOT NULL,
    code text NOT NULL,
    org text NOT NULL,
    count bigint NOT NULL,
    last_at bigint NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (source, span, code)
);
CREATE INDEX source_refusals_by_org ON source_refusals (org, span);
CREATE INDEX source_refusals_by_age ON source_refusals (span);

-- So that what is said about a message is found to be about the one that it was carried from.
CREATE INDEX pairing_messages_by_other ON pairing_messages (pairing, other) WHERE other IS NOT NULL;
