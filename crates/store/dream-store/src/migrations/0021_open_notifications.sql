-- What a person has neither seen nor done, however much they have: it is counted whenever a page is opened.
CREATE INDEX notifications_open ON notifications (org, person, shown, id) WHERE read_at IS NULL AND done_at IS NULL;
