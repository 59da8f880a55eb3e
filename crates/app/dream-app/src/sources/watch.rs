//! What is known of sources between their requests: their keys, opened, and how often each has sent.

use super::keys;
use super::refused::Refusals;
use crate::limits::Table;
use crate::{App, AppError};
use dream_access::{Rate, RateDecision};
use dream_bridge::source::{Keys, Kind, Proof, Source};
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, SourceId};
use dream_ledger::Stream;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How many sources are kept open: beyond them all are opened anew as they send.
const MOST_OPEN: usize = 10_000;

/// The gate that requests of sources come to. What it knows is checked against the rows by every request that is taken.
#[derive(Default)]
pub(crate) struct Gate {
    open: Mutex<HashMap<SourceId, Arc<Opened>>>,
    /// By the rate too: whoever is given another one begins anew.
    rates: Mutex<Table<(SourceId, u32)>>,
    refusals: Refusals,
}

/// A source with its keys, as of one version of its row.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) id: SourceId,
    pub(super) org: OrgId,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) proof: Proof,
    pub(super) keys: Keys,
    pub(super) per_minute: u32,
    pub(super) version: u64,
    pub(super) disabled: bool,
}

/// How much more a source may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many events a minute.
    pub per_minute: u32,
    /// How many at once now.
    pub remaining: u32,
    /// After how long it may send as many as ever.
    pub reset: Duration,
}

impl Gate {
    /// The source `id` with its keys; `None` when there is none, or it was removed.
    pub(super) async fn open(&self, app: &App, id: SourceId) -> Result<Option<Arc<Opened>>, AppError> {
        let known = self.open.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned();
        if known.is_some() {
            return Ok(known);
        }
        let mut reader = app.store.read().await?;
        let found: Option<Stream<Source>> = reader.find(Scope::System(app.system), id).await?;
        let Some(source) = found.filter(|source| !source.switch.removed) else { return Ok(None) };
        let opened = Arc::new(Opened {
            id,
            org: source.org(),
            name: source.name.clone(),
            kind: source.kind,
            proof: source.proof.clone(),
            keys: keys::load_all(app, &mut reader, &source).await?,
            per_minute: source.per_minute,
            version: source.saved_version(),
            disabled: source.switch.disabled.is_some(),
        });
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MOST_OPEN {
            open.clear();
        }
        open.insert(id, Arc::clone(&opened));
        Ok(Some(opened))
    }

    /// What was refused to senders and is not written down yet.
    pub(super) const fn refusals(&self) -> &Refusals {
        &self.refusals
    }

    /// What was known of the source `id` is old.
    pub(super) fn forget(&self, id: SourceId) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// Lets one event of a source pass, or says after how long the next may.
    pub(super) fn let_pass(&self, source: &Opened, now: Timestamp) -> Result<Pace, Duration> {
        let (rate, key) = (Rate::new(source.per_minute, Duration::from_mins(1)), (source.id, source.per_minute));
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        let decision = rates.ask(rate, key, now);
        rates.keep(key, decision, now);
        match decision {
            RateDecision::Allowed { remaining, reset, .. } => Ok(Pace { per_minute: source.per_minute, remaining, reset }),
            RateDecision::Limited { retry_after, .. } => Err(retry_after),
        }
    }
}
