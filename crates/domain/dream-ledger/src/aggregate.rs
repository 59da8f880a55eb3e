//! A governed noun: a state that is the fold of its events.

use crate::Actor;
use dream_clock::Timestamp;
use dream_id::TypedId;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A state folded from events. `apply` is the one interpretation of an event; it never fails on an event that a decision made.
pub trait Aggregate: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The id of the stream.
    type Id: TypedId;
    /// What can happen to it.
    type Event: EventData;
    /// The field's word for it, singular: the first half of its event kinds (`run` in `run.started`).
    const NOUN: &'static str;

    /// The state after the first event.
    ///
    /// # Errors
    /// [`FoldError`] when `first` is not an event that begins a stream of this noun.
    fn create(id: Self::Id, first: &Recorded<Self::Event>) -> Result<Self, FoldError>;

    /// The state after a later event.
    fn apply(&mut self, event: &Recorded<Self::Event>);
}

/// The events of one noun: an enum with `#[serde(tag = "kind", content = "data", rename_all = "snake_case")]`.
///
/// Every variant carries a struct or named fields (never nothing), so that fields can be added later.
pub trait EventData: Clone + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The version of the enum's JSON that is written today.
    const SCHEMA: u16 = 1;

    /// Turns the JSON of an older schema into today's; `kind` is the second half of the event's kind.
    /// The default takes every older version as it is.
    #[must_use]
    fn upcast(kind: String, schema: u16, data: Value) -> (String, Value) {
        let _ = schema;
        (kind, data)
    }
}

/// An event with what the ledger knows of it, as `apply` sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<E> {
    /// When it was decided.
    pub at: Timestamp,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub event: E,
}

/// Who does something, and when: what a decision passes on to the events it records.
#[derive(Debug, Clone, PartialEq)]
pub struct By {
    /// When.
    pub at: Timestamp,
    /// Who: computed by the server, never taken from a request's body.
    pub actor: Actor,
}

/// An event that cannot be folded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FoldError {
    /// A stream began with an event that cannot begin it.
    #[error("a stream of {noun} cannot begin with {kind}")]
    First {
        /// The noun.
        noun: &'static str,
        /// The event's kind.
        kind: String,
    },
}
