//! How much came in from sources, counted.

use crate::{Query, Reader, StoreError};
use dream_clock::Timestamp;
use dream_id::OrgId;
use dream_sql::Sql;
use std::collections::BTreeMap;

/// What came from one source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReceivedCounts {
    /// How many events.
    pub received: u64,
    /// How many of them wait for the rules to be asked.
    pub waiting: u64,
    /// When the newest came.
    pub newest: Option<Timestamp>,
}

impl Reader {
    /// What came in since, by the name of its source.
    pub async fn received_counts(&mut self, org: OrgId, since: Timestamp) -> Result<BTreeMap<String, ReceivedCounts>, StoreError> {
        const COUNT: Sql = Sql::both(
            "SELECT source_name, count(*), CAST(sum(CASE WHEN planned_at IS NULL THEN 1 ELSE 0 END) AS bigint), max(received_at) \
             FROM received_events WHERE org = $1 AND received_at >= $2 GROUP BY source_name",
        );
        let column = StoreError::sql("counting what came in");
        let rows = self.rows(&COUNT, &[org.to_string().into(), since.micros().into()]).await?;
        let count = |row: &dream_sql::Row| {
            let number = |index| row.int(index).map(|count| u64::try_from(count).unwrap_or(0)).map_err(&column);
            let newest = row.opt_int(3).map_err(&column)?.map(Timestamp::from_micros);
            let counts = ReceivedCounts { received: number(1)?, waiting: number(2)?, newest };
            Ok((row.text(0).map_err(&column)?.to_owned(), counts))
        };
        rows.iter().map(count).collect()
    }
}
