//! Tasks: what is to be done, in which order, by whom, and what becomes of it: pure decisions.
//!
//! A [`Task`] is an aggregate of its own. Who works on it right now, until when and how far is a [`Hold`], kept in a plain table beside it;
//! that somebody took tasks up is one event of a [`Claim`], which names all that were taken together. What a task is waiting for is its
//! [`Place`] in the queue, and [`Standing::of`] makes the one status of both that people see.
//!
//! # Adding what can happen to a task
//!
//! Add a variant to [`TaskEvent`], fold it in `task/fold.rs`, decide it in `task/decide.rs`, and extend the model in `tests/`.
#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod claim;
mod dependencies;
mod fold;
mod hold;
mod lane;
mod limits;
mod priority;
mod refusal;
mod retry;
mod standing;
mod task;
mod words;

pub use claim::{Claim, ClaimEvent, ClaimedTask};
pub use dependencies::Dependencies;
pub use hold::{Claimant, Hold, LEASE_LONGEST, LEASE_SHORTEST, LEASE_USUAL, lease};
pub use lane::{Lane, Offer};
pub use limits::{LimitOf, LimitsEvent, TaskLimits};
pub use priority::Priority;
pub use refusal::{TaskRefusal, TaskRefusalKind};
pub use retry::RetryPolicy;
pub use standing::{Place, Reason, Standing, Status};
pub use task::{
    Attempt, AttemptEnd, Ended, Failure, FailureReason, MAX_ARTIFACTS, MAX_CAPABILITIES, MAX_DEPENDENCIES, Next, Phase, StageWork, Task,
    TaskCreated, TaskEvent, TaskResult, WorkEnd, name as checked_name,
};
pub use words::UnknownWord;
