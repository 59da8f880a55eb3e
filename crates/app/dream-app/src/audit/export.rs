//! The whole audit log, in order, batch by batch.

use crate::{AppError, Op};
use dream_access::Action;
use dream_id::{Limit, Scope};
use dream_store::FeedEntry;

/// How many entries one batch holds.
const BATCH: u32 = 1_000;

/// An export under way. It ends where the log ended when it began.
pub struct Export {
    op: Op,
    scope: Scope,
    after: u64,
    end: u64,
}

/// Begins to export the organisation's log.
pub async fn export(op: &Op) -> Result<Export, AppError> {
    op.allow(Action::AuditExport, None)?;
    let end = op.read().await?.feed_end().await?;
    Ok(Export { op: op.clone(), scope: Scope::Org(op.org()?), after: 0, end })
}

impl Export {
    /// The next entries, oldest first; `None` at the end. Between two batches nothing of the database is held.
    pub async fn next(&mut self) -> Result<Option<Vec<FeedEntry>>, AppError> {
        let mut batch = self.op.read().await?.feed(self.scope, self.after, Limit::new(BATCH)).await?;
        batch.retain(|entry| entry.position <= self.end);
        let Some(last) = batch.last() else { return Ok(None) };
        self.after = last.position;
        Ok(Some(batch))
    }
}
