//! What agents ask of people: calls that they want to make, and questions; and what people say.
//!
//! What a worker does within a unit of work of its own is `…_in`: it takes the unit, decides and saves, and leaves the commit to the caller.

mod answer;
mod ask;
mod decide;
mod end;
mod governed;
mod opening;
mod question;
mod read;
mod wait;

pub use answer::answer;
pub use ask::{Asked, Standing, ask};
pub use decide::{Decision, NewGrant, decide};
pub use end::{end_due, withdraw_for_task, withdraw_for_task_in};
pub(crate) use governed::constraints;
pub(crate) use opening::Work;
pub use question::{AskedQuestion, QuestionStanding, ask_question, await_answer};
pub use read::{PermissionDetail, PermissionFilter, find, list, waiting};
pub use wait::ask_and_wait;

use crate::{AppError, Kind};
use dream_swarm::{PermissionRefusal, PermissionRefusalKind};

impl From<PermissionRefusal> for AppError {
    fn from(refusal: PermissionRefusal) -> Self {
        if let PermissionRefusal::Fold(fold) = refusal {
            return Self::internal("beginning a record of a permission", fold);
        }
        let kind = match refusal.kind() {
            PermissionRefusalKind::Invalid => Kind::Invalid,
            PermissionRefusalKind::Forbidden => Kind::Forbidden,
            PermissionRefusalKind::Conflict => Kind::Conflict,
            PermissionRefusalKind::Over => Kind::Over,
            PermissionRefusalKind::Defect => Kind::Internal,
        };
        let error = Self::new(kind, refusal.code(), refusal.to_string());
        match &refusal {
            PermissionRefusal::StaleDigest { seen, asked, .. } => error.with("seen", seen.to_string()).with("asked", asked.to_string()),
            _ => error,
        }
    }
}
