//! Ids, times and tasks for tests, and golden files.

use dream_clock::Timestamp;
use dream_id::TypedId;
use dream_ledger::{Actor, By, Stream};
use dream_swarm::{AttemptEnd, Priority, RetryPolicy, Task, TaskCreated};

pub(crate) fn id<I: TypedId>(number: u8) -> I {
    I::from_parts(1_767_225_600_000, [number; 10])
}

/// So many seconds after 2026-01-01T00:00:00Z.
pub(crate) fn time(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_767_225_600_000_000 + seconds * 1_000_000)
}

pub(crate) fn by(seconds: i64) -> By {
    By { at: time(seconds), actor: Actor::system("test") }
}

pub(crate) fn plain() -> TaskCreated {
    TaskCreated {
        title: "Write the guide".to_owned(),
        body: None,
        project: None,
        work: None,
        parent: None,
        depends_on: Vec::new(),
        priority: Priority::Normal,
        role: None,
        capabilities: Vec::new(),
        assignee: None,
        deadline: None,
        not_before: None,
        retry: RetryPolicy::default(),
        waits_for_children: false,
    }
}

pub(crate) fn task(created: TaskCreated) -> Stream<Task> {
    Task::open(id(1), id(2), &by(0), created).unwrap()
}

pub(crate) fn attempt(number: u32) -> AttemptEnd {
    AttemptEnd { number, claim: id(9), worker: "ada".to_owned(), started_at: time(1) }
}

/// Holds `text` against the file `path` of this crate; `UPDATE_GOLDEN=1` writes it.
pub(crate) fn golden(path: &str, text: &str) {
    dream_golden::golden(env!("CARGO_MANIFEST_DIR"), path, text);
}
