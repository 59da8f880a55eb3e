//! Deliveries: what was planned to be sent, in its order, with all that became of it.

mod beside;
mod erase;
mod lanes;
mod list;

pub use beside::{SentMessages, find_health, find_rate, find_sent, told_position};
pub use lanes::DueLane;
pub use list::{DeliveryCounts, DeliveryFilter};

use crate::{Query, StoreError, Unit};
use dream_bridge::delivery::Delivery;
use dream_clock::Timestamp;
use dream_id::{DeliveryId, DestinationId, OrgId, ReceivedId, Scope, SubscriptionId};
use dream_sql::{Row, Sql, Value};
use serde::{Deserialize, Serialize};

/// The most entries of a delivery's history that are kept: the first and the newest.
const MOST_HISTORY: usize = 30;

/// A delivery as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Its place in the order in which deliveries were queued; 0 until it is stored.
    pub number: i64,
    /// Its id.
    pub id: DeliveryId,
    /// Whose it is.
    pub org: OrgId,
    /// By whom it is sent: a connection, a destination or a subscription; limits are counted for each.
    pub sender: String,
    /// The lane in which it waits.
    pub lane: String,
    /// Where it goes, if that is a destination that was known.
    pub destination: Option<DestinationId>,
    /// The subscription it is for.
    pub subscription: Option<SubscriptionId>,
    /// The name of where it goes.
    pub name: String,
    /// The rule that planned it, or what else did.
    pub rule: String,
    /// The event that led to it.
    pub event: Option<ReceivedId>,
    /// What it is about.
    pub about: Option<String>,
    /// What is sent, as JSON that its owner understands.
    pub what: String,
    /// Where it stands.
    pub delivery: Delivery,
    /// How far its parts have come, as JSON that its owner understands.
    pub progress: String,
    /// What became of it so far, the oldest first.
    pub history: Vec<DeliveryNote>,
    /// When what led to it was received.
    pub received_at: Timestamp,
    /// When its first request left.
    pub sent_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Since when what it says is kept, as retention counts: when it came in first, whenever it was sent again. `None` once the words were taken
    /// out.
    pub words_from: Option<Timestamp>,
}

/// One thing that became of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryNote {
    /// When.
    pub at: Timestamp,
    /// Where it stood from then on: `queued`, `sending`, `sent` and the like.
    pub status: String,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

impl DeliveryRow {
    /// Notes where it stands now, and why.
    pub fn note(&mut self, at: Timestamp, why: impl Into<String>) {
        self.history.push(DeliveryNote { at, status: self.delivery.state.name().to_owned(), why: why.into() });
        if self.history.len() > MOST_HISTORY {
            self.history.remove(1);
        }
        if self.delivery.is_open() {
            self.ended_at = None;
        } else {
            self.ended_at.get_or_insert(at);
        }
    }

    fn values(&self) -> Result<[Value; 7], StoreError> {
        let damaged = |error| StoreError::damaged("deliveries", self.id, error);
        Ok([
            self.delivery.state.name().into(),
            self.delivery.is_open().into(),
            serde_json::to_string(&self.delivery).map_err(damaged)?.into(),
            self.progress.as_str().into(),
            serde_json::to_string(&self.history).map_err(damaged)?.into(),
            self.sent_at.map(Timestamp::micros).into(),
            self.ended_at.map(Timestamp::micros).into(),
        ])
    }
}

/// The columns that [`read`] reads, in its order.
const COLUMNS: &str = "number, id, org, sender, lane, destination, subscription, name, rule, event, about, what, state, progress, history, received_at, sent_at, ended_at, words_from";

fn read(row: &Row) -> Result<DeliveryRow, StoreError> {
    let column = StoreError::sql("reading a delivery");
    let id = row.text(1).map_err(&column)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("deliveries", id, what);
    let text = |index| row.text(index).map(str::to_owned).map_err(&column);
    let at = |index| row.opt_int(index).map(|micros| micros.map(Timestamp::from_micros)).map_err(&column);
    Ok(DeliveryRow {
        number: row.int(0).map_err(&column)?,
        id: id.parse().map_err(|error| damaged(&error))?,
        org: row.text(2).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        sender: text(3)?,
        lane: text(4)?,
        destination: row.opt_text(5).map_err(&column)?.map(str::parse).transpose().map_err(|error| damaged(&error))?,
        subscription: row.opt_text(6).map_err(&column)?.map(str::parse).transpose().map_err(|error| damaged(&error))?,
        name: text(7)?,
        rule: text(8)?,
        event: row.opt_text(9).map_err(&column)?.map(str::parse).transpose().map_err(|error| damaged(&error))?,
        about: row.opt_text(10).map_err(&column)?.map(str::to_owned),
        what: text(11)?,
        delivery: serde_json::from_str(row.text(12).map_err(&column)?).map_err(|error| damaged(&error))?,
        progress: text(13)?,
        history: serde_json::from_str(row.text(14).map_err(&column)?).map_err(|error| damaged(&error))?,
        received_at: Timestamp::from_micros(row.int(15).map_err(&column)?),
        sent_at: at(16)?,
        ended_at: at(17)?,
        words_from: at(18)?,
    })
}

/// The delivery `id`, if it is in `scope`.
pub async fn find<Q: Query>(q: &mut Q, scope: Scope, id: DeliveryId) -> Result<Option<DeliveryRow>, StoreError> {
    let (org, mut params) = (scope.org(), vec![Value::from(id.to_string())]);
    let mut text = format!("SELECT {COLUMNS} FROM deliveries WHERE id = $1");
    if let Some(org) = org {
        params.push(org.to_string().into());
        text.push_str(" AND org = $2");
    }
    q.row(&Sql::owned(text), &params).await?.as_ref().map(read).transpose()
}

/// The first delivery of a lane that has not ended.
pub async fn head_of_lane<Q: Query>(q: &mut Q, scope: Scope, lane: &str) -> Result<Option<DeliveryRow>, StoreError> {
    let (org, mut params) = (scope.org(), vec![Value::from(lane)]);
    let mut text = format!("SELECT {COLUMNS} FROM deliveries WHERE lane = $1 AND open");
    if let Some(org) = org {
        params.push(org.to_string().into());
        text.push_str(" AND org = $2");
    }
    text.push_str(" ORDER BY number LIMIT 1");
    q.row(&Sql::owned(text), &params).await?.as_ref().map(read).transpose()
}

impl Unit {
    /// Stores new deliveries in their order, and wakes who delivers when this unit is on disk.
    pub async fn add_deliveries(&mut self, rows: &[DeliveryRow]) -> Result<(), StoreError> {
        const ADD: Sql = Sql::both(
            "INSERT INTO deliveries (id, org, sender, lane, destination, subscription, name, rule, event, about, what, received_at, words_from, \
             status, open, state, progress, history, sent_at, ended_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        );
        for row in rows {
            let mut params: Vec<Value> = vec![
                row.id.to_string().into(),
                row.org.to_string().into(),
                row.sender.as_str().into(),
                row.lane.as_str().into(),
                row.destination.map(|id| id.to_string()).into(),
                row.subscription.map(|id| id.to_string()).into(),
                row.name.as_str().into(),
                row.rule.as_str().into(),
                row.event.map(|id| id.to_string()).into(),
                row.about.clone().into(),
                row.what.as_str().into(),
                row.received_at.micros().into(),
                row.words_from.map(Timestamp::micros).into(),
            ];
            params.extend(row.values()?);
            self.execute(&ADD, &params).await?;
            if row.delivery.is_open() {
                self.wake_lane(row).await?;
            }
        }
        Ok(())
    }

    /// Stores where a delivery stands now. False when it is not there any more.
    pub async fn save_delivery(&mut self, row: &DeliveryRow) -> Result<bool, StoreError> {
        const SAVE: Sql = Sql::both(
            "UPDATE deliveries SET status = $3, open = $4, state = $5, progress = $6, history = $7, sent_at = $8, ended_at = $9 \
             WHERE id = $1 AND org = $2",
        );
        let mut params = vec![row.id.to_string().into(), row.org.to_string().into()];
        params.extend(row.values()?);
        Ok(self.execute(&SAVE, &params).await? == 1)
    }

    /// The delivery `id`, locked until the end of the unit, if it is in `scope`.
    pub async fn lock_delivery(&mut self, scope: Scope, id: DeliveryId) -> Result<Option<DeliveryRow>, StoreError> {
        let mut text = format!("SELECT {COLUMNS} FROM deliveries WHERE id = $1");
        let mut params = vec![Value::from(id.to_string())];
        if let Some(org) = scope.org() {
            params.push(org.to_string().into());
            text.push_str(" AND org = $2");
        }
        let sql = Sql::each_owned(text.clone(), text + " FOR UPDATE");
        self.row(&sql, &params).await?.as_ref().map(read).transpose()
    }
}
