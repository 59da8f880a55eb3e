//! What a rule does about repetition, quantity and silence.

use crate::event::Severity;
use crate::schedule::{Hours, Rhythm};
use std::time::Duration;

/// What counts as the same event again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dedup {
    /// For how long it is not told again.
    pub window: Duration,
}

/// Events that are collected and sent as one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Labels whose values tell one collection from another.
    pub by: Vec<String>,
    /// When a collection is sent.
    pub rhythm: Rhythm,
    /// How many events one message lists; the others are counted.
    pub most: usize,
}

/// When a rule keeps quiet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// The hours.
    pub hours: Hours,
    /// What is sent all the same: this severity and worse.
    pub except: Option<Severity>,
    /// What happens to the rest.
    pub then: QuietThen,
}

/// What happens to an event in quiet hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum QuietThen {
    /// It is collected and sent when they end.
    #[default]
    Hold,
    /// It is not sent.
    Drop,
}

/// How much a rule may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cap {
    /// So many messages …
    pub most: u32,
    /// … within this. What is over it is collected and sent as one message after it.
    pub per: Duration,
}

/// Who is told when nobody reacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// After so long without a reaction and without its end.
    pub after: Duration,
    /// These destinations.
    pub to: Vec<String>,
    /// How often it is told again, at the same distance.
    pub times: u32,
}

/// Whether news of the same thing edits the message about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Update {
    /// Each is a message of its own.
    #[default]
    New,
    /// There is one message, which shows how things stand.
    Edit,
}
