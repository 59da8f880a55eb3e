-- The words of messages, by their number, each with the organisation's id among them. What a message says is not kept here.
CREATE VIRTUAL TABLE message_words USING fts5(
    words, content = '', contentless_delete = 1, detail = 'none', tokenize = 'unicode61 remove_diacritics 0'
);
