//! The record of model calls: what a resumed attempt and a replay read instead of calling again.

use crate::ModelReply;
use dream_id::AttemptId;
use dream_ledger::Digest;
use serde::{Deserialize, Serialize};

/// One recorded call, under its attempt and number. The store keeps it; a new attempt never reads another's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallRecord {
    /// The attempt that made it.
    pub attempt: AttemptId,
    /// Its number within the attempt, from 1.
    pub number: u32,
    /// The digest of the request's canonical JSON.
    pub request: Digest,
    /// The reply; `None` when none was ever recorded.
    pub reply: Option<ModelReply>,
}

/// The first call of an attempt that is not the recorded one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("call {call} of attempt {attempt} asks for {got}, but {}; what it was made from has changed", expected_words(*expected))]
pub struct Divergence {
    /// The attempt.
    pub attempt: AttemptId,
    /// The number of the call, from 1.
    pub call: u32,
    /// The digest of the request that was recorded; `None` when the record ends before.
    pub expected: Option<Digest>,
    /// The digest of the request that was made.
    pub got: Digest,
}

impl CallRecord {
    /// The recorded reply to a request with the digest `got`; `None` when no reply was recorded.
    ///
    /// # Errors
    /// [`Divergence`] when another request was recorded under this number.
    pub fn answer(&self, got: Digest) -> Result<Option<&ModelReply>, Divergence> {
        if self.request == got {
            Ok(self.reply.as_ref())
        } else {
            Err(Divergence { attempt: self.attempt, call: self.number, expected: Some(self.request), got })
        }
    }
}

fn expected_words(expected: Option<Digest>) -> String {
    expected.map_or_else(|| "the record holds no further call".to_owned(), |digest| format!("the record holds {digest}"))
}
