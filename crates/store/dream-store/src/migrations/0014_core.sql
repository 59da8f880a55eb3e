-- What was decided about the bus and is to be done there: kept with the decision, gone when it was done. Doing one again does no harm.
CREATE TABLE bus_orders (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    subject text NOT NULL,
    work text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX bus_orders_by_at ON bus_orders (at, id);
CREATE INDEX bus_orders_by_subject ON bus_orders (org, subject);
-- For the age limit of dead letters.
CREATE INDEX bus_dead_letters_by_age ON bus_dead_letters (at);
