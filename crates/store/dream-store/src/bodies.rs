//! Texts that people and models wrote, kept per organisation beside the ledger, under their digest.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::{OrgId, Scope};
use dream_ledger::Digest;
use dream_sql::{Row, Sql, Value};
use std::collections::BTreeMap;

/// The largest body that is kept as a row, in bytes; larger ones go to the blobs first.
pub const INLINE_LIMIT: usize = 64 * 1024;

/// How many bodies one statement asks for.
const CHUNK: usize = 50;

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
    const ONE: Sql = Sql::both("SELECT digest, bytes, erased FROM bodies WHERE digest = $1 AND org = $2");
    const ANY: Sql = Sql::both("SELECT digest, bytes, erased FROM bodies WHERE digest = $1");
    let key = Value::from(digest.to_string());
    let row = match scope.org() {
        Some(org) => q.row(&ONE, &[key, org.to_string().into()]).await?,
        None => q.row(&ANY, &[key]).await?,
    };
    row.map(|row| body(&row)).transpose()
}

/// The bodies of `digests` that `scope`'s organisation has.
pub async fn find_all<Q: Query>(q: &mut Q, scope: Scope, digests: &[Digest]) -> Result<BTreeMap<Digest, Body>, StoreError> {
    let mut found = BTreeMap::new();
    let column = StoreError::sql("reading bodies");
    for chunk in digests.chunks(CHUNK) {
        // Filled up with the last one, so that there is one statement to prepare.
        let keys = chunk.iter().chain(chunk.last().into_iter().cycle()).take(CHUNK);
        let mut params: Vec<Value> = keys.map(|digest| Value::from(digest.to_string())).collect();
        let places: Vec<String> = (1..=CHUNK).map(|place| format!("${place}")).collect();
        let mut text = format!("SELECT digest, bytes, erased FROM bodies WHERE digest IN ({})", places.join(", "));
        if let Some(org) = scope.org() {
            text.push_str(&format!(" AND org = ${}", CHUNK + 1));
            params.push(org.to_string().into());
        }
        for row in q.rows(&Sql::owned(text), &params).await? {
            let name = row.text(0).map_err(&column)?;
            let digest = name.parse().map_err(|error| StoreError::damaged("bodies", name, error))?;
            found.insert(digest, body(&row)?);
        }
    }
    Ok(found)
}

/// The body in a row whose second and third columns are `bytes` and `erased`.
fn body(row: &Row) -> Result<Body, StoreError> {
    let column = StoreError::sql("reading a body");
    if row.bool(2).map_err(&column)? {
        return Ok(Body::Erased);
    }
    Ok(row.opt_bytes(1).map_err(&column)?.map_or(Body::InBlobs, |bytes| Body::Inline(bytes.to_vec())))
}
