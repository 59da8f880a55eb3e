//! What the built-in agent and the server say to each other beyond the agent protocol: the methods, and what they carry.
//!
//! The built-in agent finds what it is to do in its folder: [`ASSIGNMENT`] for the work of a stage, [`BRIEFING`] for any other task.

use crate::ModelRequest;
use serde::{Deserialize, Serialize};

/// The file with the work of a stage, as `dream_roles::Assignment` in JSON.
pub const ASSIGNMENT: &str = "in/assignment.json";
/// The file with a [`Briefing`] for any other task.
pub const BRIEFING: &str = "in/briefing.json";
/// The folder in which an agent hands in: a folder in it for each artifact.
pub const OUT: &str = "out";

/// Calls the model: a [`ModelCall`], answered by a [`crate::ModelReply`].
pub const MODEL: &str = "_dreamos/model";
/// Tells that a reply was not accepted: a [`Refusal`].
pub const REFUSED: &str = "_dreamos/refused";
/// Tells that the work came to nothing: a [`GivenUp`].
pub const GIVE_UP: &str = "_dreamos/give_up";

/// A call to the model. The server chooses the model, pays for it and records it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelCall {
    /// Its number in this work, from 1: asked again under the same number, the same call is answered from the record.
    pub number: u32,
    /// The call; the name of its model is not looked at.
    pub request: ModelRequest,
}

/// A reply that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The number of the call.
    pub number: u32,
    /// The artifact that it was for.
    pub artifact: String,
    /// How many faults were found.
    pub faults: usize,
}

/// Why the work of a stage came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum GivenUp {
    /// What was handed in for an artifact never passed its checks.
    Checks {
        /// The artifact.
        artifact: String,
        /// What the checks found last, a sentence each.
        failures: Vec<String>,
    },
    /// Something else.
    Other {
        /// What, for people.
        message: String,
    },
}

/// What the built-in agent is told of a task that is not the work of a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Briefing {
    /// Who it is and the rules that it is held to.
    pub system: String,
    /// How many calls to the model it makes at most in one turn.
    pub turns: u32,
    /// How many tokens it may read and write altogether.
    pub tokens: u64,
    /// How many tokens fit into the model's window.
    pub window_tokens: u64,
}
