-- Agents: what they are and what is wanted of them. A removed one keeps its name, and is registered again under it.
CREATE TABLE agents (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    removed boolean NOT NULL
);
CREATE UNIQUE INDEX agents_by_org_name ON agents (org, name);
CREATE INDEX agents_by_org_role ON agents (org, removed, role);

-- The agents of an organisation as a whole.
CREATE TABLE swarms (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    stopped boolean NOT NULL
);
CREATE UNIQUE INDEX swarms_by_org ON swarms (org);

-- What agents cannot solve. Where people are still to be told, `due_at` says when.
CREATE TABLE escalations (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    status text NOT NULL,
    project text,
    agent text,
    due_at bigint
);
CREATE INDEX escalations_by_org ON escalations (org, status);
CREATE INDEX escalations_by_due ON escalations (due_at);

-- What is seen of the agents' processes right now: one row for each place of a process.
CREATE TABLE agent_processes (
    agent text NOT NULL,
    slot bigint NOT NULL,
    org text NOT NULL,
    observed text NOT NULL,
    at bigint NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (agent, slot)
);
CREATE INDEX agent_processes_by_org ON agent_processes (org, observed);
