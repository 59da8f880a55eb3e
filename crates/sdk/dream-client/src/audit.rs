//! The audit log.

use crate::call::Call;
use crate::{Client, ClientError, Download, PageOf};
use dream_api::{AuditReport, Event, Page};

impl Client {
    /// The entries of the ledger, newest first; with `stream`, those of one thing.
    pub async fn audit_log(&self, stream: Option<&str>, page: &PageOf) -> Result<Page<Event>, ClientError> {
        self.org_get(Call::get(&["audit"]).query("stream", stream).page(page)).await
    }

    /// Recomputes every hash and the tree head.
    pub async fn verify_audit(&self) -> Result<AuditReport, ClientError> {
        self.org_get(Call::get(&["audit", "verify"]).long()).await
    }

    /// Every entry in its canonical bytes, one a line, oldest first.
    pub async fn export_audit(&self) -> Result<Download, ClientError> {
        self.download(Call::get(&["audit", "export"])).await
    }
}
