//! Facts that only the ledger knows: who began something, and when something happened to it.

use crate::failure::Failure;
use dream_app::{Op, audit};
use dream_clock::Timestamp;
use dream_id::PersonId;
use dream_ledger::Envelope;

/// The entries of one thing, newest first.
#[derive(Debug, Default)]
pub(crate) struct History(Vec<Envelope>);

impl History {
    /// The history of the thing with the id `stream`.
    pub(crate) async fn of(op: &Op, stream: impl std::fmt::Display) -> Result<Self, Failure> {
        Ok(Self(audit::history(op, &stream.to_string()).await?))
    }

    /// Who began it.
    pub(crate) fn first_person(&self) -> Option<PersonId> {
        self.0.iter().find(|entry| entry.version == 1)?.actor.person()
    }

    /// When something of this kind last happened to it.
    pub(crate) fn last_at(&self, kind: &str) -> Option<Timestamp> {
        self.find(|entry| entry.kind == kind).map(|entry| entry.at)
    }

    /// The newest entry that is meant.
    pub(crate) fn find(&self, meant: impl Fn(&Envelope) -> bool) -> Option<&Envelope> {
        self.0.iter().find(|entry| meant(entry))
    }
}
