//! How much came in from sources, counted.

use crate::{Query, Reader, StoreError};
use dream_clock::Timestamp;
use dream_id::{OrgId, SourceId};
use dream_sql::Sql;
use std::collections::BTreeMap;

/// What came from one source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReceivedCounts {
    /// How many events.
    pub received: u64,
    /// How many of them wait for the rules to be asked.
    pub waiting: u64,
    /// How many came within the last five minutes.
    pub last_5: u64,
    /// How many came within the last hour.
    pub last_60: u64,
    /// When the newest came.
    pub newest: Option<Timestamp>,
}

/// Minutes in microseconds.
const MINUTE: i64 = 60_000_000;

impl Reader {
    /// What came in from `since` to `now`, by the name of its source.
    pub async fn received_counts(
        &mut self,
        org: OrgId,
        (since, now): (Timestamp, Timestamp),
    ) -> Result<BTreeMap<String, ReceivedCounts>, StoreError> {
        const COUNT: Sql = Sql::both(
            "SELECT source_name, count(*), CAST(sum(CASE WHEN planned_at IS NULL THEN 1 ELSE 0 END) AS bigint), max(received_at), \
             CAST(sum(CASE WHEN received_at > $3 THEN 1 ELSE 0 END) AS bigint), \
             CAST(sum(CASE WHEN received_at > $4 THEN 1 ELSE 0 END) AS bigint) \
             FROM received_events WHERE org = $1 AND received_at >= $2 GROUP BY source_name",
        );
        let column = StoreError::sql("counting what came in");
        let ago = |minutes: i64| now.micros().saturating_sub(minutes * MINUTE);
        let rows = self.rows(&COUNT, &[org.to_string().into(), since.micros().into(), ago(5).into(), ago(60).into()]).await?;
        let count = |row: &dream_sql::Row| {
            let number = |index| row.int(index).map(|count| u64::try_from(count).unwrap_or(0)).map_err(&column);
            let newest = row.opt_int(3).map_err(&column)?.map(Timestamp::from_micros);
            let counts = ReceivedCounts { received: number(1)?, waiting: number(2)?, last_5: number(4)?, last_60: number(5)?, newest };
            Ok((row.text(0).map_err(&column)?.to_owned(), counts))
        };
        rows.iter().map(count).collect()
    }

    /// When something last came in from a source.
    pub async fn last_received(&mut self, org: OrgId, source: SourceId) -> Result<Option<Timestamp>, StoreError> {
        // Ids begin with the time at which they were made.
        const LAST: Sql = Sql::both("SELECT received_at FROM received_events WHERE org = $1 AND source = $2 ORDER BY id DESC LIMIT 1");
        let row = self.row(&LAST, &[org.to_string().into(), source.to_string().into()]).await?;
        let at = row.map(|row| row.int(0)).transpose().map_err(StoreError::sql("looking when something last came in"))?;
        Ok(at.map(Timestamp::from_micros))
    }

    /// How many deliveries of an organisation wait: to the destination or subscription `name`, or all.
    pub async fn waiting_to(&mut self, org: OrgId, name: Option<&str>) -> Result<u64, StoreError> {
        const ALL: Sql = Sql::both("SELECT count(*) FROM deliveries WHERE org = $1 AND status IN ('queued', 'sending')");
        const ONE: Sql = Sql::both("SELECT count(*) FROM deliveries WHERE org = $1 AND status IN ('queued', 'sending') AND name = $2");
        let org = dream_sql::Value::from(org.to_string());
        let row = match name {
            Some(name) => self.row(&ONE, &[org, name.into()]).await?,
            None => self.row(&ALL, &[org]).await?,
        };
        counted(row.as_ref())
    }

    /// How many deliveries to `name` ended since without having arrived.
    pub async fn failed_since(&mut self, org: OrgId, name: &str, since: Timestamp) -> Result<u64, StoreError> {
        const FAILED: Sql = Sql::both(
            "SELECT count(*) FROM deliveries WHERE org = $1 AND ended_at IS NOT NULL AND ended_at >= $2 AND name = $3 \
             AND status IN ('failed', 'dead')",
        );
        let row = self.row(&FAILED, &[org.to_string().into(), since.micros().into(), name.into()]).await?;
        counted(row.as_ref())
    }
}

fn counted(row: Option<&dream_sql::Row>) -> Result<u64, StoreError> {
    let count = row.map(|row| row.int(0)).transpose().map_err(StoreError::sql("counting deliveries"))?;
    Ok(u64::try_from(count.unwrap_or(0)).unwrap_or(0))
}
