-- The words of messages, by their number. What a message says is not kept here.
CREATE TABLE message_words (
    number bigint NOT NULL PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX message_words_by_words ON message_words USING gin (words);
