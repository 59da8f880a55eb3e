//! Texts that people and models wrote, by their digests: what renderers show beside the facts.

use crate::failure::Failure;
use dream_app::{Op, texts};
use dream_ledger::Digest;
use std::collections::BTreeMap;

/// Texts by digest. One that was erased is not among them.
#[derive(Debug, Default)]
pub(crate) struct Texts(BTreeMap<Digest, String>);

impl Texts {
    /// Reads the texts under `digests`.
    pub(crate) async fn read(op: &Op, digests: Vec<Digest>) -> Result<Self, Failure> {
        Ok(Self(texts::read(op, digests).await?))
    }

    /// The text under `digest`.
    pub(crate) fn get(&self, digest: Digest) -> Option<&str> {
        self.0.get(&digest).map(String::as_str)
    }
}
