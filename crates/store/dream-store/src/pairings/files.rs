//! The files that messages of pairings brought: what may be fetched by whoever may read the messages, and nothing else of the blobs.

use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{OrgId, PairingId, Scope};
use dream_ledger::Digest;
use dream_sql::{Sql, Value};

/// A file that a message brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedFile {
    /// The pairing that it came over.
    pub pairing: PairingId,
    /// Its bytes.
    pub digest: Digest,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
}

/// The file with these bytes that a pairing of the scope brought; of one pairing, where it is named.
pub async fn find_file<Q: Query>(
    q: &mut Q,
    scope: Scope,
    pairing: Option<PairingId>,
    digest: Digest,
) -> Result<Option<CarriedFile>, StoreError> {
    let mut text = "SELECT pairing, name, size FROM pairing_files WHERE digest = $1".to_owned();
    let mut params: Vec<Value> = vec![digest.to_string().into()];
    let more = [("org", scope.org().map(|org| org.to_string())), ("pairing", pairing.map(|pairing| pairing.to_string()))];
    for (column, value) in more {
        if let Some(value) = value {
            params.push(value.into());
            text.push_str(&format!(" AND {column} = ${}", params.len()));
        }
    }
    text.push_str(" ORDER BY pairing LIMIT 1");
    let Some(row) = q.row(&Sql::owned(text), &params).await? else { return Ok(None) };
    let column = StoreError::sql("reading a carried file");
    let pairing = row.text(0).map_err(&column)?.parse().map_err(|error| StoreError::damaged("pairing_files", digest, error))?;
    let size = u64::try_from(row.int(2).map_err(&column)?).unwrap_or(0);
    Ok(Some(CarriedFile { pairing, digest, name: row.text(1).map_err(&column)?.to_owned(), size }))
}

impl Unit {
    /// Notes that a pairing brought a file.
    pub async fn note_file(&mut self, org: OrgId, file: &CarriedFile, at: Timestamp) -> Result<(), StoreError> {
        const NOTE: Sql = Sql::both(
            "INSERT INTO pairing_files (org, digest, pairing, name, size, at) VALUES ($1, $2, $3, $4, $5, $6) \
             ON CONFLICT (org, digest, pairing) DO NOTHING",
        );
        let params = [
            org.to_string().into(),
            file.digest.to_string().into(),
            file.pairing.to_string().into(),
            file.name.as_str().into(),
            crate::unit::integer(file.size).into(),
            at.micros().into(),
        ];
        self.execute(&NOTE, &params).await.map(drop)
    }
}
