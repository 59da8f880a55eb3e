//! The organisations of a service, as its operator makes, sees, suspends and resumes them.

mod invite;
mod make;
mod operator;
mod plan;
mod read;
mod suspend;
mod usage;

pub use invite::invite_owner;
pub use make::{MadeTenant, NewTenant, make};
pub use plan::choose_plan;
pub use read::{TenantView, find as show, list};
pub use suspend::{resume, suspend};
pub use usage::{TenantUsage, usage};
