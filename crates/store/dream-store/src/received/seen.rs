//! By what a delivery is known again (trap 47), and forgetting what was kept long enough.

use crate::{Query, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{OrgId, ReceivedId, SystemKey};
use dream_sql::Sql;

/// What came in from `source` before under any of `keys`, which are still remembered at `now`.
pub async fn seen<Q: Query>(q: &mut Q, source: &str, keys: &[String], now: Timestamp) -> Result<Option<ReceivedId>, StoreError> {
    const FIND: Sql = Sql::both("SELECT event FROM seen_deliveries WHERE source = $1 AND key = $2 AND until > $3");
    for key in keys {
        let params = [source.into(), key.as_str().into(), now.micros().into()];
        if let Some(row) = q.row(&FIND, &params).await? {
            let text = row.text(0).map_err(StoreError::sql("looking whether it came before"))?;
            return text.parse().map(Some).map_err(|error| StoreError::damaged("seen_deliveries", text, error));
        }
    }
    Ok(None)
}

/// The version of the row of `source`, whatever organisation's it is; `None` when there is none.
pub async fn source_version<Q: Query>(q: &mut Q, _key: SystemKey, source: &str) -> Result<Option<i64>, StoreError> {
    const VERSION: Sql = Sql::both("SELECT version FROM sources WHERE id = $1");
    let Some(row) = q.row(&VERSION, &[source.into()]).await? else { return Ok(None) };
    row.int(0).map(Some).map_err(StoreError::sql("looking whether a source has changed"))
}

impl Unit {
    /// Remembers until then that `event` came from `source` under `key`. False when something came under it before and is still remembered.
    pub async fn remember_delivery(
        &mut self,
        source: &str,
        key: &str,
        event: ReceivedId,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<bool, StoreError> {
        const REMEMBER: Sql = Sql::both(
            "INSERT INTO seen_deliveries (source, key, event, until) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (source, key) DO UPDATE SET event = excluded.event, until = excluded.until WHERE seen_deliveries.until <= $5",
        );
        let params = [source.into(), key.into(), event.to_string().into(), until.micros().into(), now.micros().into()];
        Ok(self.execute(&REMEMBER, &params).await? == 1)
    }

    /// Forgets deliveries whose time to be remembered is over, at most 1,000 at a time. Returns how many.
    pub async fn forget_deliveries(&mut self, _key: SystemKey, now: Timestamp) -> Result<u64, StoreError> {
        const FORGET: Sql = Sql::both(
            "DELETE FROM seen_deliveries WHERE (source, key) IN \
             (SELECT source, key FROM seen_deliveries WHERE until <= $1 ORDER BY until LIMIT 1000)",
        );
        self.execute(&FORGET, &[now.micros().into()]).await
    }

    /// Forgets what came in to `org` before that id and was planned, at most 500 at a time. Returns how many.
    pub async fn forget_received(&mut self, _key: SystemKey, org: OrgId, before: ReceivedId) -> Result<u64, StoreError> {
        const FORGET: Sql = Sql::both(
            "DELETE FROM received_events WHERE id IN \
             (SELECT id FROM received_events WHERE org = $1 AND id < $2 AND planned_at IS NOT NULL ORDER BY id LIMIT 500)",
        );
        self.execute(&FORGET, &[org.to_string().into(), before.to_string().into()]).await
    }
}
