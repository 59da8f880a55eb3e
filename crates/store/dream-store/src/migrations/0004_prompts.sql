-- Prompts that organisations tell their agents in place of the built-in ones.
CREATE TABLE prompts (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    craft text NOT NULL
);
CREATE UNIQUE INDEX prompts_by_org_craft ON prompts (org, craft);

-- How far a new constraint of a project or an organisation has been carried through the runs that were under way.
CREATE TABLE reaching_constraints (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    project text,
    after text NOT NULL
);
