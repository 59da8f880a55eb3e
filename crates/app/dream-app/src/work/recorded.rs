//! Calls answered from the record alone: what a replay uses.

use super::perform::{CallPath, Failure};
use async_trait::async_trait;
use dream_id::AttemptId;
use dream_ports::{CallRecord, Divergence, ModelError, ModelReply, ModelRequest};

/// The recorded calls of one attempt.
pub(crate) struct Recorded {
    attempt: AttemptId,
    records: Vec<CallRecord>,
}

impl Recorded {
    /// The record of `attempt`.
    pub(crate) fn new(attempt: AttemptId, records: Vec<CallRecord>) -> Self {
        Self { attempt, records }
    }
}

#[async_trait]
impl CallPath for Recorded {
    async fn call(&mut self, number: u32, request: &ModelRequest) -> Result<ModelReply, Failure> {
        let got = request.digest().map_err(Failure::Model)?;
        let diverged = |expected| Failure::Model(ModelError::Diverged(Divergence { attempt: self.attempt, call: number, expected, got }));
        let record = self.records.iter().find(|record| record.number == number).ok_or_else(|| diverged(None))?;
        let reply = record.answer(got).map_err(|divergence| Failure::Model(ModelError::Diverged(divergence)))?;
        reply.cloned().ok_or_else(|| diverged(Some(record.request)))
    }
}
