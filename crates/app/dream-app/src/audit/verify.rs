//! Recomputing the ledger's hashes.

use crate::{AppError, Op};
use dream_access::Action;
use dream_store::AuditReport;

/// Recomputes every leaf hash and the tree head of the caller's organisation. Reads the whole log: about 5 s per million events.
pub async fn verify(op: &Op) -> Result<AuditReport, AppError> {
    op.allow(Action::AuditVerify, None)?;
    Ok(op.read().await?.verify(op.org()?).await?)
}
