//! Texts that people and models wrote, by their digests: what is shown beside the facts.

use crate::{AppError, Op, bodies};
use dream_id::Scope;
use dream_ledger::Digest;
use dream_store::Body;
use std::collections::{BTreeMap, BTreeSet};

/// The texts under `digests`, as far as the caller's organisation has them. One that was erased is not among them.
pub async fn read(op: &Op, digests: Vec<Digest>) -> Result<BTreeMap<Digest, String>, AppError> {
    let mut texts = BTreeMap::new();
    if digests.is_empty() {
        return Ok(texts);
    }
    let (org, mut reader) = (op.org()?, op.read().await?);
    let digests: Vec<Digest> = digests.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let kept = dream_store::find_bodies(&mut reader, Scope::Org(org), &digests).await?;
    for digest in digests {
        let bytes = match kept.get(&digest) {
            Some(Body::Erased) => continue,
            Some(Body::Inline(bytes)) => bytes.clone(),
            Some(Body::InBlobs) | None => bodies::read(op, &mut reader, org, digest).await?,
        };
        texts.insert(digest, String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(texts)
}
