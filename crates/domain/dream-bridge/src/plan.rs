//! What becomes of an event: rules are asked in order, and every answer is explained.
//!
//! [`plan`] decides about one event, [`due`] about what time has brought: collections to be sent, quiet hours that ended, and people who
//! did not react. Both change a [`Memory`], which is plain data to be stored beside the deliveries, in the same transaction.

mod due;
mod event;
mod memory;
mod trace;

pub use due::due;
pub use event::plan;
pub use memory::{Collected, MOST_SLOTS, Memory, Watch};
pub use trace::{Decided, Step};

use crate::message::Message;
use dream_clock::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// What is to be sent, and what was decided on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Messages, in the order in which they are to be queued.
    pub planned: Vec<Planned>,
    /// What each rule decided, and why.
    pub trace: Vec<Step>,
}

/// One message for one destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The rule that planned it.
    pub rule: String,
    /// The destination's name.
    pub destination: String,
    /// What is said.
    pub message: Message,
    /// Where it is said.
    pub place: Place,
    /// When it was planned.
    pub at: Timestamp,
    /// Whether a send whose answer was lost is sent again, where that may double it.
    pub repeat_unknown: bool,
}

/// Where a message goes within its destination.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// What it is about; deliveries of one rule with the same value are about the same thing.
    pub about: Option<String>,
    /// Whether it replaces the text of the message about the same thing, if there is one.
    pub edit: bool,
    /// The thread of the thing it is about: its name if it must be made, and after how long in silence a new one is begun.
    pub thread: Option<(String, Duration)>,
    /// The thread that it goes into, by its id, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<String>,
    /// Whether what was said about it before is taken away, and nothing said.
    #[serde(default)]
    pub remove: bool,
    /// What the post is called that it begins, in a forum; its first words where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether an edit replaces the files of the message too; else they stay.
    #[serde(default)]
    pub files: bool,
}
