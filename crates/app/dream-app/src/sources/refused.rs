//! What was refused to senders, so that whoever made a source sees why nothing comes of it, and is told of forgeries. It decides nothing, and whoever
//! floods a source makes nobody write to a disk: a process counts in memory and writes its counts together, every few seconds.

use super::receive::NotTaken;
use super::watch::Opened;
use crate::{App, AppError, Op};
use dream_bridge::alert::{Alert, Watch};
use dream_bridge::text;
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, SourceId};
use dream_ledger::Stream;
use dream_store::source_refusals::RefusedCount;
use dream_store::{Filter, Reader};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many counts of this process wait at most; beyond them nothing more is counted until they are written.
const MOST_WAITING: usize = 10_000;
/// The most characters of a reason.
const MOST_WHY: usize = 300;
/// For how long counts are kept: longer than any alert looks back.
const KEPT: Duration = Duration::from_hours(8 * 24);
/// How many counts are forgotten at once.
const MOST_FORGOTTEN: u32 = 5_000;

/// What was refused to the sender of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// How many requests.
    pub count: u64,
    /// When the newest was.
    pub at: Timestamp,
    /// The code that it was answered with.
    pub code: String,
    /// What its sender was told.
    pub why: String,
}

/// What was refused and is not written yet, by source, code and second, each with the number of the newest. What came before an alert was made is not
/// counted with what came after it, but for what was refused in that same second.
type Waiting = HashMap<(SourceId, String, i64), (u64, RefusedCount)>;

/// What was refused and is not written yet, and how often something was.
#[derive(Default)]
pub(super) struct Refusals(Mutex<(u64, Waiting)>);

impl Refusals {
    /// Notes that something was not taken in. What failed on our side is no refusal.
    pub(super) fn note(&self, source: &Opened, not_taken: &NotTaken, at: Timestamp) {
        if let Some(code) = not_taken.code() {
            self.count(source, code, &not_taken.to_string(), at);
        }
    }

    /// Notes that a request was refused under this code, with these words.
    pub(super) fn count(&self, source: &Opened, code: &str, why: &str, at: Timestamp) {
        let why = text::shorten(why, MOST_WHY);
        self.add(RefusedCount { source: source.id, org: source.org, code: code.to_owned(), count: 1, from: at, at, why });
    }

    fn add(&self, more: RefusedCount) {
        let mut held = self.held();
        let (number, waiting) = &mut *held;
        *number = number.saturating_add(1);
        let second = more.from.micros().div_euclid(1_000_000);
        let (key, full) = ((more.source, more.code.clone(), second), waiting.len() >= MOST_WAITING);
        if let Some((newest, known)) = waiting.get_mut(&key) {
            let (count, from) = (known.count.saturating_add(more.count), known.from.min(more.from));
            if more.at >= known.at {
                (*newest, *known) = (*number, more);
            }
            (known.count, known.from) = (count, from);
        } else if !full {
            waiting.insert(key, (*number, more));
        }
    }

    fn held(&self) -> MutexGuard<'_, (u64, Waiting)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of an organisation, the newest last.
    fn of(&self, org: OrgId) -> Vec<RefusedCount> {
        let mut found: Vec<_> = self.held().1.values().filter(|(_, refused)| refused.org == org).cloned().collect();
        found.sort_unstable_by_key(|(number, _)| *number);
        found.into_iter().map(|(_, refused)| refused).collect()
    }
}

/// Writes down what this process has refused since it did so last. Whether there was anything.
///
/// # Errors
/// Those of the store; then it is written the next time.
pub async fn keep_refusals(op: &Op) -> Result<bool, AppError> {
    let refusals = op.app().gate().refusals();
    let waiting: Vec<RefusedCount> = std::mem::take(&mut refusals.held().1).into_values().map(|(_, refused)| refused).collect();
    if waiting.is_empty() {
        return Ok(false);
    }
    let kept = keep(op, &waiting).await;
    if kept.is_err() {
        for refused in waiting {
            refusals.add(refused);
        }
    }
    kept.map(|()| true)
}

async fn keep(op: &Op, refused: &[RefusedCount]) -> Result<(), AppError> {
    let mut tx = op.app().store.begin().await?;
    let alerts: Vec<Stream<Alert>> = tx.list(Scope::System(op.app().system), &Filter::default().eq("removed", false)).await?;
    let watching = alerts.iter().filter(|alert| matches!(alert.watch, Watch::Refusals { .. }));
    let cuts = watching.map(|alert| (alert.org(), alert.made_at)).collect();
    tx.count_refusals(op.app().system, refused, &cuts).await?;
    Ok(tx.commit().await?)
}

/// Forgets what was refused long ago. Returns whether there may be more.
pub async fn forget_refusals(op: &Op) -> Result<bool, AppError> {
    let kept = i64::try_from(KEPT.as_micros()).unwrap_or(i64::MAX);
    let before = Timestamp::from_micros(op.app().now().micros().saturating_sub(kept));
    let mut tx = op.app().store.begin().await?;
    let forgotten = tx.forget_refusals(op.app().system, before, MOST_FORGOTTEN).await?;
    tx.commit().await?;
    Ok(forgotten == u64::from(MOST_FORGOTTEN))
}

/// What was refused to the senders of an organisation's sources since, by source and code: by all processes, as far as they have written it down, and
/// by this one. Of what was refused before `cut`, the moment at which an alert was made, nothing.
pub(crate) async fn since(
    app: &App,
    reader: &mut Reader,
    org: OrgId,
    (since, cut): (Timestamp, Option<Timestamp>),
) -> Result<Vec<RefusedCount>, AppError> {
    let mut all = reader.refusals(org, since, cut).await?;
    // Behind those, since they are the newest.
    all.extend(app.gate().refusals().of(org).into_iter().filter(|refused| cut.is_none_or(|cut| refused.from >= cut)));
    Ok(all)
}

/// The same for each source, with what was told to the sender of the newest.
pub(crate) fn by_source(all: Vec<RefusedCount>) -> HashMap<SourceId, Refused> {
    let mut found: HashMap<SourceId, Refused> = HashMap::new();
    for RefusedCount { source, code, count, at, why, .. } in all {
        let refused = Refused { count, at, code, why };
        match found.get_mut(&source) {
            Some(known) => {
                let count = known.count.saturating_add(refused.count);
                if refused.at >= known.at {
                    *known = refused;
                }
                known.count = count;
            }
            None => {
                found.insert(source, refused);
            }
        }
    }
    found
}

/// Whether requests are refused under this code because nothing proves them.
pub(crate) fn is_unproved(code: &str) -> bool {
    // A wrong secret in an address is no such address.
    code.starts_with("proof_") || code == "no_such_route"
}
