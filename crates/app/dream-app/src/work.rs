//! The work of attempts: what one works from, what it calls, what it hands in, and how it is done again from the record.

mod assignment;
mod begin;
mod bundle;
mod feedback;
mod finish;
mod job;
mod live;
mod lost;
mod perform;
mod recorded;
mod take;
mod wait;

pub(crate) use assignment::Task;
pub use begin::{start_ready, touched_runs};
pub(crate) use bundle::{BUNDLE_MEDIA_TYPE, bundle};
pub use finish::work_on;
pub use job::{StageJob, StageWorker};
pub(crate) use live::recorded;
pub use perform::{CallPath, Failure, Product, perform};
pub(crate) use recorded::Recorded;
pub use take::{Taken, take_up, taken_before};
