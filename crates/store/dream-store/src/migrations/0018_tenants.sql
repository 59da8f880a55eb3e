-- What the operator of a service decided about its organisations, in the operator's own ledger: governed rows.
CREATE TABLE tenants (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    organisation text NOT NULL
);
CREATE UNIQUE INDEX tenants_by_organisation ON tenants (org, organisation);
