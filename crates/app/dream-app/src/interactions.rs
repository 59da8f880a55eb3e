//! What people do in Discord: commands, buttons and forms. Each is done by the person whom the account is linked to, through the use case
//! that every other surface uses, with that person's rights and no others.
//!
//! An interaction must be answered within three seconds. [`receive`] gives that first answer, and what is to be done once it was given; the
//! answer to that follows by the interaction's own token. Everything is shown to the one who asked alone.

mod agents;
mod complete;
mod follow;
mod gates;
mod logs;
mod messages;
mod named;
mod perform;
mod receive;
mod register;
mod reply;
mod runs;
mod status;
mod tasks;

pub use receive::{Answered, Origin, receive, signed};
pub use register::register;
