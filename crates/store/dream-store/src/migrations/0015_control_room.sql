-- Notes under review that their writers have not sent yet: they decide nothing and change with every pause in typing.
CREATE TABLE drafts (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    person text NOT NULL,
    review text NOT NULL,
    run text NOT NULL,
    stage text NOT NULL,
    artifact text NOT NULL,
    number bigint NOT NULL,
    path text NOT NULL,
    anchor text,
    body text NOT NULL,
    edit bigint NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX drafts_by_person_stage ON drafts (org, person, stage);

-- What each person chose to be told of: governed rows.
CREATE TABLE notification_settings (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    person text NOT NULL
);
CREATE UNIQUE INDEX notification_settings_by_person ON notification_settings (org, person);

-- What people were told of. It follows from the ledger and decides nothing; a lost line costs a notification, and nothing else.
CREATE TABLE notifications (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    person text NOT NULL,
    kind text NOT NULL,
    subject text NOT NULL,
    project text,
    title text NOT NULL,
    at bigint NOT NULL,
    read_at bigint,
    done_at bigint,
    shown boolean NOT NULL,
    remind_at bigint,
    told_others boolean NOT NULL
);
CREATE UNIQUE INDEX notifications_once ON notifications (org, person, kind, subject);
CREATE INDEX notifications_of_person ON notifications (org, person, id);
CREATE INDEX notifications_by_subject ON notifications (org, subject);
CREATE INDEX notifications_by_reminder ON notifications (remind_at);

-- What is on its way out of the control room, one row for each message.
CREATE TABLE notification_sends (
    notification text NOT NULL,
    org text NOT NULL,
    person text NOT NULL,
    way text NOT NULL,
    round bigint NOT NULL,
    due_at bigint NOT NULL,
    tries bigint NOT NULL,
    sent_at bigint,
    failure text,
    PRIMARY KEY (notification, way, round)
);
CREATE INDEX notification_sends_due ON notification_sends (sent_at, due_at);
