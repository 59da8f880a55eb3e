-- What came in from outside and told of it: by this the deliveries that it led to are the source's.
ALTER TABLE pairing_heard ADD COLUMN event text;
