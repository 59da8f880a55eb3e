//! Texts that people and models wrote, by their digests: what is shown beside the facts.

use crate::{AppError, Op, bodies};
use dream_ledger::Digest;
use std::collections::BTreeMap;

/// The texts under `digests`, as far as the caller's organisation has them. One that was erased is not among them.
pub async fn read(op: &Op, digests: Vec<Digest>) -> Result<BTreeMap<Digest, String>, AppError> {
    let mut texts = BTreeMap::new();
    if digests.is_empty() {
        return Ok(texts);
    }
    let (org, mut reader) = (op.org()?, op.read().await?);
    for digest in digests {
        if texts.contains_key(&digest) {
            continue;
        }
        match bodies::read_text(op, &mut reader, org, digest).await {
            Ok(text) => {
                texts.insert(digest, text);
            }
            Err(error) if error.code == bodies::ERASED => {}
            Err(error) => return Err(error),
        }
    }
    Ok(texts)
}
