//! Lists and counts of deliveries.

use super::{COLUMNS, DeliveryRow, read};
use crate::{Query, Reader, StoreError};
use dream_clock::Timestamp;
use dream_id::{Cursor, DeliveryId, Limit, OrgId, Page, ReceivedId, Scope};
use dream_sql::{Sql, Value};
use std::collections::BTreeMap;

/// Which deliveries a list holds.
#[derive(Debug, Clone, Default)]
pub struct DeliveryFilter {
    /// Those to the destination or subscription of this name.
    pub name: Option<String>,
    /// Those that stand so: `queued`, `failed` and the like.
    pub status: Option<String>,
    /// Those that this event led to.
    pub event: Option<ReceivedId>,
    /// Those whose cause was received since.
    pub since: Option<Timestamp>,
    /// Those whose cause was received before.
    pub until: Option<Timestamp>,
}

/// How the deliveries to one destination or subscription stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeliveryCounts {
    /// How many stand how, by the word for it.
    pub by_status: BTreeMap<String, u64>,
    /// When the cause of the newest was received.
    pub newest: Option<Timestamp>,
}

impl DeliveryFilter {
    fn conditions(&self, scope: Scope) -> (String, Vec<Value>) {
        let (mut text, mut params) = (String::from("1 = 1"), Vec::new());
        let mut condition = |column: &str, value: Value| {
            params.push(value);
            text.push_str(&format!(" AND {column} ${}", params.len()));
        };
        let texts = [
            ("org =", scope.org().map(|org| org.to_string())),
            ("name =", self.name.clone()),
            ("status =", self.status.clone()),
            ("event =", self.event.map(|event| event.to_string())),
        ];
        for (column, value) in texts {
            if let Some(value) = value {
                condition(column, value.into());
            }
        }
        for (column, value) in [("received_at >=", self.since), ("received_at <", self.until)] {
            if let Some(value) = value {
                condition(column, value.micros().into());
            }
        }
        (text, params)
    }
}

impl Reader {
    /// A page of deliveries, the newest first.
    pub async fn deliveries(
        &mut self,
        scope: Scope,
        filter: &DeliveryFilter,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<DeliveryRow>, StoreError> {
        let (mut conditions, mut params) = filter.conditions(scope);
        if let Some(Cursor(before)) = cursor {
            params.push(before.parse::<i64>().map_err(|_| StoreError::Cursor)?.into());
            conditions.push_str(&format!(" AND number < ${}", params.len()));
        }
        let text = format!("SELECT {COLUMNS} FROM deliveries WHERE {conditions} ORDER BY number DESC LIMIT {}", u64::from(limit.get()) + 1);
        let rows = self.rows(&Sql::owned(text), &params).await?;
        let rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::cut(rows, limit, |row| row.number.to_string()))
    }

    /// How the deliveries of an organisation stand whose causes were received since, by the name of where they go. Open ones count whenever they came.
    pub async fn delivery_counts(&mut self, org: OrgId, since: Timestamp) -> Result<BTreeMap<String, DeliveryCounts>, StoreError> {
        // Every lane has a name: named here, and where open ones are counted below, so that the index of the open ones is what fits best.
        const COUNT: Sql = Sql::both(
            "SELECT name, status, count(*), max(received_at) FROM \
             (SELECT name, status, received_at FROM deliveries WHERE org = $1 AND open AND lane > '' \
             UNION ALL SELECT name, status, received_at FROM deliveries WHERE org = $1 AND ended_at >= $2 AND received_at >= $2 AND NOT open) \
             AS counted GROUP BY name, status",
        );
        let column = StoreError::sql("counting deliveries");
        let mut found: BTreeMap<String, DeliveryCounts> = BTreeMap::new();
        for row in self.rows(&COUNT, &[org.to_string().into(), since.micros().into()]).await? {
            let counts = found.entry(row.text(0).map_err(&column)?.to_owned()).or_default();
            let count = u64::try_from(row.int(2).map_err(&column)?).unwrap_or(0);
            counts.by_status.insert(row.text(1).map_err(&column)?.to_owned(), count);
            counts.newest = counts.newest.max(row.opt_int(3).map_err(&column)?.map(Timestamp::from_micros));
        }
        Ok(found)
    }

    /// How long after its cause was received the first request of each of the last deliveries to `name` left, in microseconds, the newest first.
    pub async fn delivery_latencies(&mut self, org: OrgId, name: &str, most: u32) -> Result<Vec<u64>, StoreError> {
        const LAST: Sql = Sql::both(
            "SELECT sent_at - received_at FROM deliveries WHERE org = $1 AND name = $2 AND sent_at IS NOT NULL ORDER BY number DESC LIMIT $3",
        );
        let column = StoreError::sql("reading how long deliveries took");
        let rows = self.rows(&LAST, &[org.to_string().into(), name.into(), most.into()]).await?;
        rows.iter().map(|row| Ok(u64::try_from(row.int(0).map_err(&column)?).unwrap_or(0))).collect()
    }

    /// The same of the deliveries that the newest `events` of `source` led to, in no order.
    pub async fn source_latencies(&mut self, org: OrgId, source: &str, events: u32) -> Result<Vec<u64>, StoreError> {
        const LAST: Sql = Sql::both(
            "SELECT d.sent_at - d.received_at FROM (SELECT id FROM received_events WHERE org = $1 AND source = $2 ORDER BY id DESC LIMIT $3) AS newest \
             JOIN deliveries d ON d.org = $1 AND d.event = newest.id WHERE d.sent_at IS NOT NULL",
        );
        let column = StoreError::sql("reading how long the deliveries of a source took");
        let rows = self.rows(&LAST, &[org.to_string().into(), source.into(), events.into()]).await?;
        rows.iter().map(|row| Ok(u64::try_from(row.int(0).map_err(&column)?).unwrap_or(0))).collect()
    }

    /// Whether another of the newest deliveries of `sender` has made or changed the message that the platform calls `message`.
    pub async fn is_claimed(&mut self, org: OrgId, sender: &str, not: DeliveryId, message: &str) -> Result<bool, StoreError> {
        const CLAIMED: Sql = Sql::both(
            "SELECT 1 FROM (SELECT id, sender, state, progress FROM deliveries WHERE org = $1 ORDER BY number DESC LIMIT 5000) AS newest \
             WHERE sender = $2 AND id <> $3 AND (state LIKE $4 OR progress LIKE $4) LIMIT 1",
        );
        let named = format!("%\"{message}\"%");
        let params = [org.to_string().into(), sender.into(), not.to_string().into(), named.into()];
        Ok(self.row(&CLAIMED, &params).await?.is_some())
    }

    /// How many deliveries in `scope` have not ended.
    pub async fn waiting_deliveries(&mut self, scope: Scope) -> Result<u64, StoreError> {
        const ALL: Sql = Sql::both("SELECT count(*) FROM deliveries WHERE open");
        const ONE: Sql = Sql::both("SELECT count(*) FROM deliveries WHERE open AND org = $1 AND lane > ''");
        let row = match scope.org() {
            None => self.row(&ALL, &[]).await?,
            Some(org) => self.row(&ONE, &[org.to_string().into()]).await?,
        };
        let Some(row) = row else { return Ok(0) };
        Ok(u64::try_from(row.int(0).map_err(StoreError::sql("counting deliveries"))?).unwrap_or(0))
    }
}
