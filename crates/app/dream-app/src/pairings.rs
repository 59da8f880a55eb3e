//! Pairings: a channel of Discord's joined with another channel, so that what is said in one is heard in the other.
//!
//! [`hear`] takes in what Discord's gateway tells, on disk before the gateway is read on, and `overhear` what Slack tells, before it is answered.
//! [`carry_in`] carries it over: into a channel of ours in the same transaction, elsewhere as a delivery. [`carry_out`] carries what is said in our
//! channels to Discord, behind a consumer of its own. What we say ourselves is carried no further (trap 45), and nobody acts as anybody by writing in
//! Discord.

mod bus;
mod ears;
mod erased;
mod files;
mod hear;
mod inward;
mod make;
mod manage;
mod memory;
mod ours;
mod outlived;
mod outward;
mod read;
mod readdressed;
mod retention;
mod sides;
mod slack;
mod speaker;
mod speech;
mod threads;

pub use dream_bridge::pairing::Direction;
pub use dream_store::pairings::{CarriedFile, HeardBy, PairingCounts};
pub use ears::listening;
pub(crate) use erased::erased;
pub use files::{File, file};
pub use hear::hear;
pub(crate) use hear::{Overheard, keep_overheard, overhear};
pub use inward::{carry_in, heard};
pub use make::{NewPairing, make};
pub use manage::{Change, change, check_unused, remove};
pub(crate) use memory::Memory;
pub(crate) use outlived::outlived;
pub use outward::{carry_out, is_anybody_speaking};
pub use read::{PairingView, list, named};
pub(crate) use readdressed::check_readdressed;
pub use retention::forget_old;
pub(crate) use speech::arrived;

/// Headers of messages that were carried into a channel of ours.
pub mod headers {
    /// The pairings that a message came over, separated by commas.
    pub const TRAIL: &str = "bridge-trail";
    /// The message that this one changes.
    pub const EDITS: &str = "edits";
    /// The message that is no longer said.
    pub const DELETES: &str = "deletes";
    /// The channel of Discord's.
    pub const CHANNEL: &str = "discord-channel";
    /// The message's id there.
    pub const MESSAGE: &str = "discord-message";
    /// The thread it was said in. In a message of ours to a forum: the thread, or the message of ours that began the post.
    pub const THREAD: &str = "discord-thread";
    /// What the post of a forum is called that this message begins; it is the first line of the message too.
    pub const TITLE: &str = "discord-title";
    /// The message that it answers.
    pub const REPLY_TO: &str = "discord-reply-to";
    /// The account of who said it.
    pub const AUTHOR: &str = "discord-author";
    /// The person whom the account was linked to.
    pub const PERSON: &str = "person";
    /// The files that came with it, as JSON: name, digest and size of each. A change of a message without this header leaves its files as they are.
    pub const FILES: &str = "files";
}
