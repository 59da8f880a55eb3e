//! Facts that only the ledger knows: who began something, and when something happened to it.

use crate::failure::Failure;
use dream_app::{AppError, Op};
use dream_clock::Timestamp;
use dream_id::{Limit, PersonId};
use dream_ledger::Envelope;
use dream_store::LogFilter;

/// How many entries of one thing are looked at.
const ENTRIES: u32 = 1_000;

/// The entries of one thing, newest first.
#[derive(Debug, Default)]
pub(crate) struct History(Vec<Envelope>);

impl History {
    /// The history of the thing with the id `stream`. On PostgreSQL an entry appears when the sequencer has given it its position,
    /// milliseconds after its commit.
    pub(crate) async fn of(op: &Op, stream: impl std::fmt::Display) -> Result<Self, Failure> {
        let filter = LogFilter { stream: Some(stream.to_string()), ..LogFilter::default() };
        let page = op.read().await?.log(op.scope(), &filter, None, Limit::new(ENTRIES)).await.map_err(AppError::from)?;
        Ok(Self(page.items.into_iter().map(|entry| entry.envelope).collect()))
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
