//! A task as people see it: its row, its place in the queue, and the one status of both.

use dream_ledger::Stream;
use dream_store::tasks::QueueEntry;
use dream_swarm::{Standing, Task};

/// A task with its place in the queue.
#[derive(Debug, Clone)]
pub struct TaskView {
    /// The task.
    pub task: Stream<Task>,
    /// Its place in the queue while it is open.
    pub entry: Option<QueueEntry>,
}

impl TaskView {
    /// Its status and the reason for it.
    #[must_use]
    pub fn standing(&self) -> Standing {
        Standing::of(&self.task, self.entry.as_ref().map(|entry| entry.place))
    }

    /// The number of its newest attempt; 0 before the first.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        let ended = self.task.attempts.last().map_or(0, |attempt| attempt.attempt.number);
        self.entry.as_ref().map_or(0, |entry| entry.attempt).max(ended)
    }
}
