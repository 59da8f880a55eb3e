//! Answers already given, so that a command sent twice is done once.

use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{OrgId, SystemKey};
use dream_ledger::Digest;
use dream_sql::Sql;

/// What is remembered of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The digest of the command as it was sent.
    pub fingerprint: Digest,
    /// The answer that was given, as JSON.
    pub answer: String,
}

/// The answer to the command that `via` sent under `key`, if there was one: a credential, or an agent's id.
pub async fn find<Q: Query>(q: &mut Q, org: OrgId, via: &str, key: &str) -> Result<Option<Remembered>, StoreError> {
    const FIND: Sql = Sql::both("SELECT fingerprint, answer FROM idempotency WHERE org = $1 AND credential = $2 AND key = $3");
    let Some(row) = q.row(&FIND, &[org.to_string().into(), via.into(), key.into()]).await? else {
        return Ok(None);
    };
    let column = StoreError::sql("reading a remembered answer");
    let text = row.text(0).map_err(&column)?;
    let fingerprint = text.parse().map_err(|error| StoreError::damaged("idempotency", key, error))?;
    Ok(Some(Remembered { fingerprint, answer: row.text(1).map_err(&column)?.to_owned() }))
}

impl Unit {
    /// Remembers the answer to a command, in the transaction that did it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the command was done before: there is an answer to it.
    pub async fn remember(&mut self, org: OrgId, via: &str, key: &str, answer: &Remembered, now: Timestamp) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both(
            "INSERT INTO idempotency (org, credential, key, fingerprint, answer, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        );
        let params = [
            org.to_string().into(),
            via.into(),
            key.into(),
            answer.fingerprint.to_string().into(),
            answer.answer.clone().into(),
            now.micros().into(),
        ];
        let added = self.execute(&SAVE, &params).await?;
        if added == 1 { Ok(()) } else { Err(StoreError::Conflict { noun: "command", id: key.to_owned() }) }
    }

    /// Forgets the answers given before `before`, at most 1,000 at a time. Returns how many.
    pub async fn forget_answers(&mut self, _key: SystemKey, before: Timestamp) -> Result<u64, StoreError> {
        const FORGET: Sql = Sql::both(
            "DELETE FROM idempotency WHERE (org, credential, key) IN \
             (SELECT org, credential, key FROM idempotency WHERE at < $1 ORDER BY at LIMIT 1000)",
        );
        self.execute(&FORGET, &[before.micros().into()]).await
    }
}
