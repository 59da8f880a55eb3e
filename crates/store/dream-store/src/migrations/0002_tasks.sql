-- Governed rows of tasks; see 0001_rows.sql.
CREATE TABLE tasks (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL,
    project text,
    parent text,
    run text,
    role text,
    assignee text,
    priority text NOT NULL,
    phase text NOT NULL
);
CREATE INDEX tasks_by_org_id ON tasks (org, id);
CREATE INDEX tasks_by_parent_id ON tasks (parent, id) WHERE parent IS NOT NULL;
CREATE INDEX tasks_by_run ON tasks (run) WHERE run IS NOT NULL;
CREATE INDEX tasks_failed ON tasks (org, id) WHERE phase = 'failed';
CREATE INDEX tasks_cancelled ON tasks (org, id) WHERE phase = 'cancelled';
CREATE TABLE task_limits (
    id text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    version bigint NOT NULL,
    format bigint NOT NULL,
    state text NOT NULL
);
CREATE UNIQUE INDEX task_limits_by_org ON task_limits (org);

-- What is not rebuilt from the ledger: who works on which open task right now, and in which order the others are claimed.
CREATE TABLE task_queue (
    task text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    lane text NOT NULL,
    rank bigint NOT NULL,
    place text NOT NULL,
    ready_at bigint NOT NULL,
    deadline bigint,
    blocked_by bigint NOT NULL,
    children bigint NOT NULL,
    has_dependents boolean NOT NULL,
    attempt bigint NOT NULL,
    holder text,
    worker text,
    claim text,
    started_at bigint,
    lease bigint,
    lease_until bigint,
    heartbeat_at bigint,
    percent bigint,
    words text
);
CREATE INDEX task_queue_by_place ON task_queue (org, place, lane, rank, task);
CREATE INDEX task_queue_delayed ON task_queue (ready_at) WHERE place = 'delayed';
CREATE INDEX task_queue_leased ON task_queue (lease_until) WHERE place = 'running';
CREATE INDEX task_queue_deadlines ON task_queue (deadline) WHERE deadline IS NOT NULL;
-- The dependencies, to be found from the task that others wait for.
CREATE TABLE task_edges (
    depends_on text NOT NULL,
    task text NOT NULL,
    PRIMARY KEY (depends_on, task)
);
CREATE INDEX task_edges_by_task ON task_edges (task);
-- Which organisation was served last, so that a worker of all serves them in turn.
CREATE TABLE task_turns (
    org text NOT NULL PRIMARY KEY,
    served bigint NOT NULL
);
-- Cancelled tasks whose descendants are still to be cancelled, and how far that has come.
CREATE TABLE task_trees (
    task text NOT NULL PRIMARY KEY,
    org text NOT NULL,
    reached text NOT NULL
);
