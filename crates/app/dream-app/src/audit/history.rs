//! What the ledger says of one thing.

use crate::{AppError, Op};
use dream_id::Limit;
use dream_ledger::Envelope;
use dream_store::LogFilter;

/// How many entries of one thing are looked at.
const ENTRIES: u32 = 1_000;

/// The entries of the thing with the id `stream`, newest first, for showing who began it and when: whoever may see the thing may see
/// them, so the caller has asked for it before. Where positions are given later, an entry appears milliseconds after its commit.
pub async fn history(op: &Op, stream: &str) -> Result<Vec<Envelope>, AppError> {
    let filter = LogFilter { stream: Some(stream.to_owned()), ..LogFilter::default() };
    let page = op.read().await?.log(op.scope(), &filter, None, Limit::new(ENTRIES)).await?;
    Ok(page.items.into_iter().map(|entry| entry.envelope).collect())
}
