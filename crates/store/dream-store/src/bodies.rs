//! Texts that people and models wrote, kept per organisation beside the ledger, under their digest.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::{OrgId, Scope};
use dream_ledger::Digest;
use dream_sql::{Sql, Value};

/// The largest body that is kept as a row, in bytes; larger ones go to the blobs first.
pub const INLINE_LIMIT: usize = 64 * 1024;

/// Where a body is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// In the row.
    Inline(Vec<u8>),
    /// In the organisation's blobs, under the same digest.
    InBlobs,
    /// Erased: the ledger still knows its digest.
    Erased,
}

impl Unit {
    /// Keeps a body of at most [`INLINE_LIMIT`] bytes with this unit. Keeping the same bytes twice is fine.
    pub async fn keep_body(&mut self, org: OrgId, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        self.keep(org, digest, bytes.len(), Value::Bytes(bytes.to_vec())).await?;
        Ok(digest)
    }

    /// Notes that a body is in the organisation's blobs, where it was put before.
    pub async fn note_body_in_blobs(&mut self, org: OrgId, digest: Digest, size: usize) -> Result<(), StoreError> {
        self.keep(org, digest, size, Value::Null).await
    }

    async fn keep(&mut self, org: OrgId, digest: Digest, size: usize, bytes: Value) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO bodies (org, digest, size, bytes, erased) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (org, digest) DO NOTHING",
        );
        let size = integer(u64::try_from(size).unwrap_or(u64::MAX));
        self.execute(&KEEP, &[org.to_string().into(), digest.to_string().into(), size.into(), bytes, false.into()]).await?;
        Ok(())
    }
}

/// The body of `digest`, if `scope` has one.
pub async fn find<Q: Query>(q: &mut Q, scope: Scope, digest: Digest) -> Result<Option<Body>, StoreError> {
    const ONE: Sql = Sql::both("SELECT bytes, erased FROM bodies WHERE digest = $1 AND org = $2");
    const ANY: Sql = Sql::both("SELECT bytes, erased FROM bodies WHERE digest = $1");
    let key = Value::from(digest.to_string());
    let row = match scope.org() {
        Some(org) => q.row(&ONE, &[key, org.to_string().into()]).await?,
        None => q.row(&ANY, &[key]).await?,
    };
    let Some(row) = row else { return Ok(None) };
    let column = StoreError::sql("reading a body");
    if row.bool(1).map_err(&column)? {
        return Ok(Some(Body::Erased));
    }
    Ok(Some(row.opt_bytes(0).map_err(&column)?.map_or(Body::InBlobs, |bytes| Body::Inline(bytes.to_vec()))))
}
