//! Attempts: one try at a stage, and the model calls that it made.

use crate::{AppError, Op, runs};
use dream_access::Action;
use dream_govern::{Attempt, RunSet};
use dream_id::AttemptId;
use dream_ledger::Stream;
use dream_store::calls;

pub use dream_store::CallRow;

/// The run of the attempt `id`, the attempt among its streams.
pub async fn run_of(op: &Op, id: AttemptId) -> Result<RunSet, AppError> {
    let found: Option<Stream<Attempt>> = op.read().await?.find(op.scope(), id).await?;
    let attempt = found.ok_or_else(|| AppError::not_found("attempt", id))?;
    runs::find(op, attempt.basis.run).await
}

/// With what an attempt made what it handed in: its recorded calls, added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The providers' names for the models that were asked, each once, in the order in which they were.
    pub models: Vec<String>,
    /// How many calls were recorded.
    pub calls: u32,
    /// How many tokens they read, from a cache or not.
    pub input_tokens: u64,
    /// How many they wrote, hidden reasoning included.
    pub output_tokens: u64,
}

impl Provenance {
    /// What these calls come to.
    #[must_use]
    pub fn of(calls: &[CallRow]) -> Self {
        let mut sum = Self::default();
        for call in calls {
            if !sum.models.contains(&call.model) {
                sum.models.push(call.model.clone());
            }
            sum.calls = sum.calls.saturating_add(1);
            sum.input_tokens = sum.input_tokens.saturating_add(call.input_tokens);
            sum.output_tokens = sum.output_tokens.saturating_add(call.output_tokens);
        }
        sum
    }
}

/// The recorded model calls of an attempt of the run `set`, in order.
pub async fn calls(op: &Op, set: &RunSet, id: AttemptId) -> Result<Vec<CallRow>, AppError> {
    op.allow(Action::RunRead, Some(set.run().project))?;
    set.attempt(id).ok_or_else(|| AppError::not_found("attempt", id))?;
    Ok(calls::of_attempt(&mut op.read().await?, op.scope(), id).await?)
}
