//! Tasks: creating, claiming, working, handing in, failing, cancelling, and what time makes due.
//!
//! What workers of the server do within a unit of work of their own is `…_in`: it takes the unit, decides and saves, and leaves the commit to
//! the caller.

mod cancel;
mod change;
mod claim;
mod complete;
mod create;
mod cycles;
mod due;
mod fail;
mod held;
mod limits;
mod lost;
mod read;
mod release;
mod retry;
pub(crate) mod stage_work;
mod tree;
mod view;
mod work;

pub use cancel::{cancel, cancel_in};
pub use change::{TaskChange, change};
pub use claim::{ClaimRequest, ClaimedWork, claim, claim_in, claim_waiting, ready_lanes};
pub use complete::{Completion, MOST_COMPLETIONS, complete, complete_all, complete_in};
pub use create::{MOST_CREATED, NewTask, PreparedTask, create, create_all, create_in};
pub use due::{Due, settle_due};
pub use fail::{Fault, fail, fail_in};
pub use limits::{limits, set_limit};
pub use lost::end_lost;
pub use read::{Counts, TaskFilter, counts, dependencies, find, list};
pub use release::{release, release_in, release_of};
pub use retry::retry;
pub use tree::{Branch, Tree};
pub use view::TaskView;
pub use work::{Beat, Heartbeat, heartbeat};

use crate::{AppError, Kind};
use dream_swarm::{TaskRefusal, TaskRefusalKind};

impl From<TaskRefusal> for AppError {
    fn from(refusal: TaskRefusal) -> Self {
        if let TaskRefusal::Fold(fold) = refusal {
            return Self::internal("beginning a task", fold);
        }
        let kind = match refusal.kind() {
            TaskRefusalKind::Invalid => Kind::Invalid,
            TaskRefusalKind::Conflict => Kind::Conflict,
            TaskRefusalKind::Over => Kind::Over,
            TaskRefusalKind::Defect => Kind::Internal,
        };
        Self::new(kind, refusal.code(), refusal.to_string())
    }
}
