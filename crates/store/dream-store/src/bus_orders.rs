//! What was decided about the bus and is to be done there. An order is kept by the transaction that decides, and dropped when it was
//! carried out, so that a process that dies in between leaves word of it.

use crate::{Query, Reader, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{EventId, OrgId, SystemKey};
use dream_sql::{Row, Sql};

/// Something that is to be done on the bus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusOrder {
    /// Its id; they rise in time.
    pub id: EventId,
    /// Whose it is.
    pub org: OrgId,
    /// What it is about: orders with one subject are carried out in their order.
    pub subject: String,
    /// What is to be done, as JSON.
    pub work: String,
    /// When it was decided.
    pub at: Timestamp,
}

impl Unit {
    /// Keeps an order, if this unit is committed.
    pub async fn keep_bus_order(&mut self, order: &BusOrder) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both("INSERT INTO bus_orders (id, org, subject, work, at) VALUES ($1, $2, $3, $4, $5)");
        let BusOrder { id, org, subject, work, at } = order;
        let params = [id.to_string().into(), org.to_string().into(), subject.into(), work.into(), at.micros().into()];
        self.execute(&KEEP, &params).await.map(drop)
    }

    /// Drops an order that was carried out; one that is gone already is no error.
    pub async fn drop_bus_order(&mut self, _key: SystemKey, id: EventId) -> Result<(), StoreError> {
        const DROP: Sql = Sql::both("DELETE FROM bus_orders WHERE id = $1");
        self.execute(&DROP, &[id.to_string().into()]).await.map(drop)
    }
}

impl Reader {
    /// The oldest orders that were decided before `before`, at most `limit`.
    pub async fn bus_orders_before(&mut self, _key: SystemKey, before: Timestamp, limit: u32) -> Result<Vec<BusOrder>, StoreError> {
        const OLD: Sql = Sql::both("SELECT id, org, subject, work, at FROM bus_orders WHERE at < $1 ORDER BY at, id LIMIT $2");
        self.rows(&OLD, &[before.micros().into(), limit.into()]).await?.iter().map(read).collect()
    }

    /// The orders about `subject` that were not carried out, oldest first.
    pub async fn bus_orders_about(&mut self, _key: SystemKey, org: OrgId, subject: &str) -> Result<Vec<BusOrder>, StoreError> {
        const ABOUT: Sql = Sql::both("SELECT id, org, subject, work, at FROM bus_orders WHERE org = $1 AND subject = $2 ORDER BY at, id");
        self.rows(&ABOUT, &[org.to_string().into(), subject.into()]).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<BusOrder, StoreError> {
    let column = StoreError::sql("reading an order to the bus");
    let id = row.text(0).map_err(&column)?;
    Ok(BusOrder {
        id: id.parse().map_err(|error| StoreError::damaged("bus_orders", id, error))?,
        org: row.text(1).map_err(&column)?.parse().map_err(|error| StoreError::damaged("bus_orders", id, error))?,
        subject: row.text(2).map_err(&column)?.to_owned(),
        work: row.text(3).map_err(&column)?.to_owned(),
        at: Timestamp::from_micros(row.int(4).map_err(&column)?),
    })
}
