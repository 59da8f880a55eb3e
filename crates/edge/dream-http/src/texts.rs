//! Texts that people and models wrote, by their digests: what renderers show beside the facts.

use crate::failure::Failure;
use dream_app::{AppError, Op};
use dream_ledger::Digest;
use dream_store::{Body, Reader, find_body};
use std::collections::BTreeMap;

/// Texts by digest. One that was erased is not among them.
#[derive(Debug, Default)]
pub(crate) struct Texts(BTreeMap<Digest, String>);

impl Texts {
    /// Reads the texts under `digests`.
    pub(crate) async fn read(op: &Op, digests: Vec<Digest>) -> Result<Self, Failure> {
        let mut texts = Self::default();
        if digests.is_empty() {
            return Ok(texts);
        }
        let mut reader = op.read().await?;
        for digest in digests {
            if !texts.0.contains_key(&digest)
                && let Some(text) = read(op, &mut reader, digest).await?
            {
                texts.0.insert(digest, text);
            }
        }
        Ok(texts)
    }

    /// The text under `digest`.
    pub(crate) fn get(&self, digest: Digest) -> Option<&str> {
        self.0.get(&digest).map(String::as_str)
    }
}

async fn read(op: &Op, reader: &mut Reader, digest: Digest) -> Result<Option<String>, AppError> {
    let bytes = match find_body(reader, op.scope(), digest).await? {
        Some(Body::Inline(bytes)) => bytes,
        Some(Body::InBlobs) => op.app().blobs.get(op.org()?, digest).await?.to_vec(),
        Some(Body::Erased) | None => return Ok(None),
    };
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
