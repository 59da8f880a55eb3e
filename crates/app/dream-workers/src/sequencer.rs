//! Gives feed positions where commits do not.

use crate::Reconciler;
use async_trait::async_trait;
use dream_app::{App, AppError};

/// The sequencer of a process; one of all processes works at a time.
pub struct Sequencer(pub App);

#[async_trait]
impl Reconciler for Sequencer {
    fn name(&self) -> &'static str {
        "sequencer"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        Ok(self.0.store.sequence().await? > 0)
    }
}
