//! What came in: shown, planned by the rules, and taken in once more when somebody asks for it.

mod again;
mod due;
mod forget;
mod meant;
mod own_feed;
mod plan;
mod reacted;
mod read;
mod tell;

pub use again::{Again, again};
pub use dream_store::received::{Raw, Received};
pub use due::plan_due;
pub use forget::forget;
pub(crate) use meant::Meant;
pub use own_feed::tell_own;
pub use plan::{Planning, plan_next};
pub use reacted::reacted;
pub(crate) use read::meant_by;
pub use read::{Asked, find, list, raw};
pub use tell::tell;
pub(crate) use tell::tell_with;
