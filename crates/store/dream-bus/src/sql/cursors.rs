//! Cursors' rows: where a consumer stands in a channel.

use super::statement::{Columns, MOST_IN_LIST, Query, damaged, execute, failed, list, number, typed_tuples};
use crate::BusError;
use dream_clock::Timestamp;
use dream_messages::{Channel, Cursor};
use dream_sql::{Row, Sql, Value, WriteTx};

/// A cursor that is worked on; its consumer is locked.
#[derive(Debug, Clone)]
pub(crate) struct HotCursor {
    pub(crate) consumer: i64,
    pub(crate) channel: u32,
    /// Whether it stands in a channel of orders.
    pub(crate) first: bool,
    pub(crate) cursor: Cursor,
    /// How many messages were pending when it was loaded.
    pub(crate) before: u64,
}

/// Where a channel stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) head: u64,
    pub(crate) tail: u64,
    pub(crate) bytes: u64,
    pub(crate) channel: Channel,
}

/// What a consumer's cursors come to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums {
    pub(crate) channels: u64,
    pub(crate) backlog: u64,
    pub(crate) pending: u64,
}

/// A channel in which a consumer can be given something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ready {
    pub(crate) channel: u32,
    pub(crate) first: bool,
}

/// Puts a new cursor before `start`.
pub(crate) async fn create(tx: &mut WriteTx, consumer: i64, channel: u32, first: bool, start: u64) -> Result<(), BusError> {
    const INSERT: Sql = Sql::both(
        "INSERT INTO bus_cursors (consumer, channel, rank, floor, next, pending, due, state) VALUES ($1, $2, $3, $4, $5, 0, $6, $7) \
         ON CONFLICT DO NOTHING",
    );
    let cursor = Cursor::at(start);
    let rank = i64::from(!first);
    let (floor, next) = (number(cursor.floor()), number(cursor.next()));
    let params = [consumer.into(), channel.into(), rank.into(), floor.into(), next.into(), i64::MAX.into(), cursor.encode().into()];
    execute(tx, &INSERT, &params).await.map(drop)
}

fn hot(row: &Row) -> Result<HotCursor, BusError> {
    let (consumer, channel) = (row.int_at(0)?, super::channels::number_at(row, 1)?);
    let state = row.bytes(3).map_err(failed("reading a column"))?;
    let cursor = Cursor::decode(state).map_err(|error| damaged("bus_cursors", &format!("{consumer}, {channel}"), &error))?;
    Ok(HotCursor { consumer, channel, first: row.int_at(2)? == 0, before: cursor.pending(), cursor })
}

/// A consumer's cursors in some channels. Where it has none the answer has none.
pub(crate) async fn load<Q: Query>(q: &mut Q, consumer: i64, channels: &[u32]) -> Result<Vec<HotCursor>, BusError> {
    let mut found = Vec::with_capacity(channels.len());
    for part in channels.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|channel| Value::from(*channel)).collect();
        let places = list(2, &mut params);
        params.insert(0, consumer.into());
        let sql = format!("SELECT consumer, channel, rank, state FROM bus_cursors WHERE consumer = $1 AND channel IN ({places})");
        for row in q.rows(&Sql::owned(sql), &params).await? {
            found.push(hot(&row)?);
        }
    }
    Ok(found)
}

/// A consumer's cursors in some channels, with where these stand.
pub(crate) async fn load_standing<Q: Query>(q: &mut Q, consumer: i64, channels: &[u32]) -> Result<Vec<(HotCursor, Standing)>, BusError> {
    let mut found = Vec::with_capacity(channels.len());
    for part in channels.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|channel| Value::from(*channel)).collect();
        let places = list(2, &mut params);
        params.insert(0, consumer.into());
        let sql = format!(
            "SELECT c.consumer, c.channel, c.rank, c.state, h.head, h.tail, h.bytes, h.name FROM bus_cursors AS c \
             JOIN bus_channels AS h ON h.number = c.channel WHERE c.consumer = $1 AND c.channel IN ({places})"
        );
        for row in q.rows(&Sql::owned(sql), &params).await? {
            let standing = Standing {
                head: row.count_at(4)?,
                tail: row.count_at(5)?,
                bytes: row.count_at(6)?,
                channel: row.parsed_at(7, "bus_channels")?,
            };
            found.push((hot(&row)?, standing));
        }
    }
    Ok(found)
}

/// All cursors in a channel, by consumer.
pub(crate) async fn of_channel<Q: Query>(q: &mut Q, channel: u32) -> Result<Vec<HotCursor>, BusError> {
    const SELECT: Sql = Sql::both("SELECT consumer, channel, rank, state FROM bus_cursors WHERE channel = $1 ORDER BY consumer");
    q.rows(&SELECT, &[channel.into()]).await?.iter().map(hot).collect()
}

/// Saves cursors.
pub(crate) async fn save(tx: &mut WriteTx, cursors: &[HotCursor]) -> Result<(), BusError> {
    let mut left = cursors;
    while !left.is_empty() {
        let size = 1 << left.len().min(8).ilog2();
        let (now, rest) = left.split_at(size);
        left = rest;
        let text = |blob: &str| {
            format!(
                "UPDATE bus_cursors SET floor = changed.column3, next = changed.column4, pending = changed.column5, due = changed.column6, \
                 state = changed.column7 FROM (VALUES {}) AS changed \
                 WHERE bus_cursors.consumer = changed.column1 AND bus_cursors.channel = changed.column2",
                typed_tuples(size, &["bigint", "bigint", "bigint", "bigint", "bigint", "bigint", blob])
            )
        };
        let params: Vec<Value> = now.iter().flat_map(row_values).collect();
        execute(tx, &Sql::each_owned(text("blob"), text("bytea")), &params).await?;
    }
    Ok(())
}

fn row_values(row: &HotCursor) -> [Value; 7] {
    let cursor = &row.cursor;
    [
        row.consumer.into(),
        row.channel.into(),
        number(cursor.floor()).into(),
        number(cursor.next()).into(),
        number(cursor.pending()).into(),
        cursor.due().map_or(i64::MAX, Timestamp::micros).into(),
        cursor.encode().into(),
    ]
}

/// Channels in which a consumer can be given something, orders first. Without `fresh`, new messages count in channels of orders alone.
pub(crate) async fn ready<Q: Query>(q: &mut Q, consumer: i64, now: Timestamp, fresh: bool, most: u32) -> Result<Vec<Ready>, BusError> {
    const READY: Sql = Sql::both(
        "SELECT c.channel, c.rank FROM bus_cursors AS c JOIN bus_channels AS h ON h.number = c.channel \
         WHERE c.consumer = $1 AND ((c.next <= h.head AND c.rank <= $4) OR c.due <= $2) ORDER BY c.rank, c.channel LIMIT $3",
    );
    let ready = |row: &Row| Ok(Ready { channel: super::channels::number_at(row, 0)?, first: row.int_at(1)? == 0 });
    let params = [consumer.into(), now.micros().into(), most.into(), i64::from(fresh).into()];
    q.rows(&READY, &params).await?.iter().map(ready).collect()
}

/// Channels in which something pending of a consumer has changed by itself.
pub(crate) async fn overdue<Q: Query>(q: &mut Q, consumer: i64, now: Timestamp, most: u32) -> Result<Vec<u32>, BusError> {
    const OVERDUE: Sql = Sql::both("SELECT channel FROM bus_cursors WHERE consumer = $1 AND due <= $2 ORDER BY due LIMIT $3");
    let params = [consumer.into(), now.micros().into(), most.into()];
    q.rows(&OVERDUE, &params).await?.iter().map(|row| super::channels::number_at(row, 0)).collect()
}

/// The channels that a consumer reads.
pub(crate) async fn channels<Q: Query>(q: &mut Q, consumer: i64) -> Result<Vec<u32>, BusError> {
    const CHANNELS: Sql = Sql::both("SELECT channel FROM bus_cursors WHERE consumer = $1");
    q.rows(&CHANNELS, &[consumer.into()]).await?.iter().map(|row| super::channels::number_at(row, 0)).collect()
}

/// The earliest moment at which something of a consumer changes by itself.
pub(crate) async fn due<Q: Query>(q: &mut Q, consumer: i64) -> Result<Option<Timestamp>, BusError> {
    const DUE: Sql = Sql::both("SELECT min(due) FROM bus_cursors WHERE consumer = $1");
    let due = q.row(&DUE, &[consumer.into()]).await?.map(|row| row.opt_int(0).map_err(failed("reading a column"))).transpose()?.flatten();
    Ok(due.filter(|due| *due != i64::MAX).map(Timestamp::from_micros))
}

/// Up to which place every consumer of a channel is done; `None` where it has no consumer.
pub(crate) async fn floor<Q: Query>(q: &mut Q, channel: u32) -> Result<Option<u64>, BusError> {
    const FLOOR: Sql = Sql::both("SELECT min(floor) FROM bus_cursors WHERE channel = $1");
    let floor = q.row(&FLOOR, &[channel.into()]).await?.map(|row| row.opt_int(0).map_err(failed("reading a column"))).transpose()?;
    Ok(floor.flatten().map(|floor| u64::try_from(floor).unwrap_or(0)))
}

/// What a consumer's cursors come to.
pub(crate) async fn sums<Q: Query>(q: &mut Q, consumer: i64) -> Result<Sums, BusError> {
    const SUMS: Sql = Sql::both(
        "SELECT CAST(count(*) AS bigint), \
         CAST(coalesce(sum(CASE WHEN h.head >= c.next THEN h.head - c.next + 1 ELSE 0 END), 0) AS bigint), \
         CAST(coalesce(sum(c.pending), 0) AS bigint) \
         FROM bus_cursors AS c JOIN bus_channels AS h ON h.number = c.channel WHERE c.consumer = $1",
    );
    let Some(row) = q.row(&SUMS, &[consumer.into()]).await? else { return Ok(Sums::default()) };
    Ok(Sums { channels: row.count_at(0)?, backlog: row.count_at(1)?, pending: row.count_at(2)? })
}
