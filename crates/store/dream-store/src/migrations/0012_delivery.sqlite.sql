-- What was planned to be sent, in the order in which it was planned.
CREATE TABLE deliveries (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
