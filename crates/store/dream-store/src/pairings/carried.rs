//! Which message was carried over as which other: the map by which edits and deletions follow, and by which nothing is carried twice.

use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{DeliveryId, OrgId, PairingId, Scope, SystemKey};
use dream_sql::{Row, Sql, Value};

/// A message that a pairing carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The pairing.
    pub pairing: PairingId,
    /// The id of the message where it was said.
    pub message: String,
    /// Whose it is.
    pub org: OrgId,
    /// Who said it.
    pub author: String,
    /// The digest of what was said last.
    pub digest: String,
    /// What it is on the other side, where that is known at once.
    pub other: Option<String>,
    /// The delivery that carried it.
    pub delivery: Option<DeliveryId>,
    /// Whether it was deleted.
    pub deleted: bool,
    /// When it was carried.
    pub at: Timestamp,
}

/// How much a pairing carried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairingCounts {
    /// How many messages within the last 30 days.
    pub messages: u64,
    /// When the newest was carried.
    pub newest: Option<Timestamp>,
}

/// How many messages one statement names.
const AT_ONCE: usize = 500;

const COLUMNS: &str = "pairing, message, org, author, digest, other, delivery, deleted, at";

fn read(row: &Row) -> Result<Carried, StoreError> {
    let column = StoreError::sql("reading a carried message");
    let message = row.text(1).map_err(&column)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("pairing_messages", message, what);
    Ok(Carried {
        pairing: row.text(0).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        message: message.to_owned(),
        org: row.text(2).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        author: row.text(3).map_err(&column)?.to_owned(),
        digest: row.text(4).map_err(&column)?.to_owned(),
        other: row.opt_text(5).map_err(&column)?.map(str::to_owned),
        delivery: row.opt_text(6).map_err(&column)?.map(str::parse).transpose().map_err(|error| damaged(&error))?,
        deleted: row.bool(7).map_err(&column)?,
        at: Timestamp::from_micros(row.int(8).map_err(&column)?),
    })
}

/// The pairings that carried the message with this id, and as what.
pub async fn find_carried<Q: Query>(q: &mut Q, scope: Scope, message: &str) -> Result<Vec<Carried>, StoreError> {
    let (mut text, mut params) = (format!("SELECT {COLUMNS} FROM pairing_messages WHERE message = $1"), vec![Value::from(message)]);
    if let Some(org) = scope.org() {
        params.push(org.to_string().into());
        text.push_str(" AND org = $2");
    }
    text.push_str(" ORDER BY pairing");
    q.rows(&Sql::owned(text), &params).await?.iter().map(read).collect()
}

/// What `pairing` carried to the other side as the message with the id `other` there.
pub async fn find_carried_as<Q: Query>(q: &mut Q, org: OrgId, pairing: PairingId, other: &str) -> Result<Option<Carried>, StoreError> {
    let text = format!("SELECT {COLUMNS} FROM pairing_messages WHERE pairing = $1 AND other = $2 AND org = $3 LIMIT 1");
    let row = q.row(&Sql::owned(text), &[pairing.to_string().into(), other.into(), org.to_string().into()]).await?;
    row.as_ref().map(read).transpose()
}

/// What these messages were carried as, each with its pairing; those of which that is not known are left out.
pub async fn find_others<Q: Query>(q: &mut Q, org: OrgId, messages: &[String]) -> Result<Vec<(PairingId, String)>, StoreError> {
    let column = StoreError::sql("reading what messages were carried as");
    let mut found = Vec::new();
    for messages in messages.chunks(AT_ONCE) {
        let places: Vec<String> = (2..).take(messages.len()).map(|n| format!("${n}")).collect();
        let text = format!(
            "SELECT pairing, other FROM pairing_messages WHERE org = $1 AND message IN ({}) AND other IS NOT NULL",
            places.join(", ")
        );
        let params: Vec<Value> =
            std::iter::once(org.to_string().into()).chain(messages.iter().map(|message| message.as_str().into())).collect();
        for row in q.rows(&Sql::owned(text), &params).await? {
            let pairing = row.text(0).map_err(&column)?;
            let pairing = pairing.parse().map_err(|error| StoreError::damaged("pairing_messages", pairing, error))?;
            found.push((pairing, row.text(1).map_err(&column)?.to_owned()));
        }
    }
    Ok(found)
}

/// The thread of the other side that belongs to `thread`.
pub async fn find_thread<Q: Query>(q: &mut Q, org: OrgId, pairing: PairingId, thread: &str) -> Result<Option<String>, StoreError> {
    const FIND: Sql = Sql::both("SELECT other FROM pairing_threads WHERE pairing = $1 AND thread = $2 AND org = $3");
    let row = q.row(&FIND, &[pairing.to_string().into(), thread.into(), org.to_string().into()]).await?;
    row.map(|row| row.text(0).map(str::to_owned).map_err(StoreError::sql("reading a thread's other side"))).transpose()
}

/// How much a pairing carried.
pub async fn counts<Q: Query>(q: &mut Q, org: OrgId, pairing: PairingId) -> Result<PairingCounts, StoreError> {
    const COUNT: Sql = Sql::both("SELECT count(*), max(at) FROM pairing_messages WHERE pairing = $1 AND org = $2");
    let Some(row) = q.row(&COUNT, &[pairing.to_string().into(), org.to_string().into()]).await? else {
        return Ok(PairingCounts::default());
    };
    let column = StoreError::sql("counting carried messages");
    Ok(PairingCounts {
        messages: u64::try_from(row.int(0).map_err(&column)?).unwrap_or(0),
        newest: row.opt_int(1).map_err(&column)?.map(Timestamp::from_micros),
    })
}

impl Unit {
    /// Notes that a message is carried over. False when it was before: then nothing is noted.
    pub async fn note_carried(&mut self, carried: &Carried) -> Result<bool, StoreError> {
        const NOTE: Sql = Sql::both(
            "INSERT INTO pairing_messages (pairing, message, org, author, digest, other, delivery, deleted, at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (pairing, message) DO NOTHING",
        );
        let params = [
            carried.pairing.to_string().into(),
            carried.message.as_str().into(),
            carried.org.to_string().into(),
            carried.author.as_str().into(),
            carried.digest.as_str().into(),
            carried.other.clone().into(),
            carried.delivery.map(|delivery| delivery.to_string()).into(),
            carried.deleted.into(),
            carried.at.micros().into(),
        ];
        Ok(self.execute(&NOTE, &params).await? == 1)
    }

    /// Notes what a carried message says now, what it is on the other side, and whether it was deleted. False when that was noted before.
    pub async fn change_carried(&mut self, carried: &Carried) -> Result<bool, StoreError> {
        const CHANGE: Sql = Sql::both(
            "UPDATE pairing_messages SET digest = $4, deleted = $5, other = $6, delivery = $7 \
             WHERE pairing = $1 AND message = $2 AND org = $3 AND NOT deleted",
        );
        let params = [
            carried.pairing.to_string().into(),
            carried.message.as_str().into(),
            carried.org.to_string().into(),
            carried.digest.as_str().into(),
            carried.deleted.into(),
            carried.other.clone().into(),
            carried.delivery.map(|delivery| delivery.to_string()).into(),
        ];
        Ok(self.execute(&CHANGE, &params).await? == 1)
    }

    /// Notes what a carried message is on the other side, once that is known.
    pub async fn note_carried_as(&mut self, org: OrgId, pairing: PairingId, message: &str, other: &str) -> Result<(), StoreError> {
        const NOTE: Sql = Sql::both(
            "UPDATE pairing_messages SET other = $4 WHERE pairing = $1 AND message = $2 AND org = $3 AND (other IS NULL OR other <> $4)",
        );
        let params = [pairing.to_string().into(), message.into(), org.to_string().into(), other.into()];
        self.execute(&NOTE, &params).await.map(drop)
    }

    /// Notes which thread of the other side belongs to `thread`.
    pub async fn note_thread(
        &mut self,
        org: OrgId,
        pairing: PairingId,
        thread: &str,
        other: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        const NOTE: Sql = Sql::both(
            "INSERT INTO pairing_threads (pairing, thread, org, other, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (pairing, thread) DO NOTHING",
        );
        let params = [pairing.to_string().into(), thread.into(), org.to_string().into(), other.into(), at.micros().into()];
        self.execute(&NOTE, &params).await.map(drop)
    }

    /// Forgets what was carried before `before`: edits of it are carried no more. How many messages that were.
    pub async fn forget_carried(&mut self, _key: SystemKey, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        const THREADS: Sql = Sql::both("DELETE FROM pairing_threads WHERE at < $1");
        const FORGET: Sql = Sql::each(
            "DELETE FROM pairing_messages WHERE rowid IN (SELECT rowid FROM pairing_messages WHERE at < $1 ORDER BY at LIMIT $2)",
            "DELETE FROM pairing_messages WHERE ctid IN (SELECT ctid FROM pairing_messages WHERE at < $1 ORDER BY at LIMIT $2)",
        );
        self.execute(&THREADS, &[before.micros().into()]).await?;
        self.execute(&FORGET, &[before.micros().into(), most.into()]).await
    }
}
