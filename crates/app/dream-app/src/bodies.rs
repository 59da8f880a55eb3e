//! Texts on their way in and out: small ones in the database with the command, larger ones in the blobs before it.

use crate::{AppError, Kind, Op};
use dream_id::{OrgId, Scope};
use dream_ledger::Digest;
use dream_store::{Body, INLINE_LIMIT, Query, Unit, find_body};
use serde::Serialize;

/// The code of a text that was erased.
pub(crate) const ERASED: &str = "erased";

/// A text that is ready to be kept. Serialises as its digest alone.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(crate) struct Text {
    pub(crate) digest: Digest,
    #[serde(skip)]
    pub(crate) size: usize,
    #[serde(skip)]
    inline: Option<Vec<u8>>,
}

impl Text {
    /// Prepares `bytes`: what is too large for a row goes to the blobs now, before any command begins.
    pub(crate) async fn prepare(op: &Op, org: OrgId, bytes: Vec<u8>) -> Result<Self, AppError> {
        let (digest, size) = (Digest::of(&bytes), bytes.len());
        if size <= INLINE_LIMIT {
            return Ok(Self { digest, size, inline: Some(bytes) });
        }
        op.app().blobs.put(org, bytes.into()).await?;
        Ok(Self { digest, size, inline: None })
    }

    /// Keeps the text with the command's unit of work.
    pub(crate) async fn keep(&self, tx: &mut Unit, org: OrgId) -> Result<Digest, AppError> {
        match &self.inline {
            Some(bytes) => tx.keep_body(org, bytes).await?,
            None => {
                tx.note_body_in_blobs(org, self.digest, self.size).await?;
                self.digest
            }
        };
        Ok(self.digest)
    }
}

/// The bytes of a text that was kept.
pub(crate) async fn read<Q: Query>(op: &Op, q: &mut Q, org: OrgId, digest: Digest) -> Result<Vec<u8>, AppError> {
    match find_body(q, Scope::Org(org), digest).await? {
        Some(Body::Inline(bytes)) => Ok(bytes),
        Some(Body::InBlobs) => Ok(op.app().blobs.get(org, digest).await?.to_vec()),
        Some(Body::Erased) => {
            Err(AppError::new(Kind::NotFound, ERASED, format!("the text {digest} was erased; the ledger keeps its digest alone")))
        }
        None => Err(AppError::new(Kind::Internal, "body_missing", format!("the text {digest} is not in the store; restore a backup"))),
    }
}

/// A text that was kept, as UTF-8.
pub(crate) async fn read_text<Q: Query>(op: &Op, q: &mut Q, org: OrgId, digest: Digest) -> Result<String, AppError> {
    Ok(String::from_utf8_lossy(&read(op, q, org, digest).await?).into_owned())
}
