//! A command: what a caller wants changed, as a value.

use crate::{AppError, Op};
use dream_store::Unit;
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;

/// A use case that changes something. Its JSON is its fingerprint: the same key with another fingerprint is refused.
pub trait Command: Serialize + Sync {
    /// The name, `noun.verb`: the cause of the events that it leads to.
    const NAME: &'static str;
    /// What the caller is told. Kept with the idempotency key, so a repeated command gets the same answer.
    type Answer: Serialize + DeserializeOwned + Send;

    /// Authorises, loads, decides and saves, within `tx`. May run up to three times; must not talk to the outside.
    fn decide(&self, op: &Op, tx: &mut Unit) -> impl Future<Output = Result<Self::Answer, AppError>> + Send;
}
