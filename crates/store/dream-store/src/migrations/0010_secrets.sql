-- Secrets by name, and the sealed values of everything that keeps one.
CREATE TABLE secrets (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX secrets_by_name ON secrets (org, name);

CREATE TABLE sealed_secrets (
    org text NOT NULL,
    owner text NOT NULL,
    slot text NOT NULL,
    sealed blob NOT NULL,
    PRIMARY KEY (org, owner, slot)
);
