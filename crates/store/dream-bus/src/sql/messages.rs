//! Messages' rows.

use super::{
    channels, dead,
    insert::{Insert, Lengths},
    prepared::Stored,
    statement::{Columns, MOST_IN_LIST, Query, damaged, execute, failed, list, number},
};
use crate::{BusError, ReadFrom};
use dream_clock::Timestamp;
use dream_id::{Limit, MessageId, Scope};
use dream_ledger::Digest;
use dream_messages::{Message, MessageNumber};
use dream_sql::{Row, Sql, Value, WriteTx};
use std::sync::LazyLock;

static INSERT: LazyLock<Insert> = LazyLock::new(|| Insert::new("bus_messages", COLUMNS, ""));

/// The columns, in the order in which [`stored_at`] reads them.
pub(crate) const COLUMNS: &str = "number, sent_at, sender, body, meta, expires_at, erased";

/// The bytes that a message counts for in its channel's size.
pub(crate) const SIZE: &str = "octet_length(body) + octet_length(meta)";

/// The values of one row.
pub(crate) fn row_values(message: &Stored) -> [Value; 7] {
    [
        message.number.stored().into(),
        message.sent_at.micros().into(),
        message.sender.as_str().into(),
        message.body.as_str().into(),
        message.meta.as_str().into(),
        message.expires_at.map(Timestamp::micros).into(),
        message.erased.map(|digest| digest.to_string()).into(),
    ]
}

/// Inserts rows given one after the other.
pub(crate) async fn insert(tx: &mut WriteTx, lengths: Lengths, values: &[Value]) -> Result<(), BusError> {
    INSERT.run(tx, lengths, values).await.map(drop)
}

/// The message in the columns from `first` on.
pub(crate) fn stored_at(row: &Row, first: usize) -> Result<Stored, BusError> {
    let erased = row.opt_text_at(first + 6)?;
    let expires_at = row.opt_int(first + 5).map_err(failed("reading a column"))?;
    Ok(Stored {
        number: MessageNumber::from_stored(row.int_at(first)?),
        sent_at: Timestamp::from_micros(row.int_at(first + 1)?),
        sender: row.text_at(first + 2)?.to_owned(),
        body: row.text_at(first + 3)?.to_owned(),
        meta: row.text_at(first + 4)?.to_owned(),
        expires_at: expires_at.map(Timestamp::from_micros),
        erased: erased.map(|text| text.parse::<Digest>().map_err(|error| damaged("bus_messages", &text, &error))).transpose()?,
    })
}

/// A number as the store keeps it.
pub(crate) fn stored_number(channel: u32, place: u64) -> i64 {
    MessageNumber { channel, place: place.min(MessageNumber::LAST_PLACE) }.stored()
}

/// The messages of a channel from `first` to `last`, oldest first.
pub(crate) async fn range<Q: Query>(q: &mut Q, channel: u32, first: u64, last: u64) -> Result<Vec<Stored>, BusError> {
    static RANGE: LazyLock<Sql> =
        LazyLock::new(|| Sql::owned(format!("SELECT {COLUMNS} FROM bus_messages WHERE number >= $1 AND number <= $2 ORDER BY number")));
    let params = [stored_number(channel, first).into(), stored_number(channel, last).into()];
    q.rows(&RANGE, &params).await?.iter().map(|row| stored_at(row, 0)).collect()
}

/// Messages by number, in any order.
pub(crate) async fn by_number<Q: Query>(q: &mut Q, numbers: &[MessageNumber]) -> Result<Vec<Stored>, BusError> {
    let mut found = Vec::with_capacity(numbers.len());
    for part in numbers.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|number| number.stored().into()).collect();
        let places = list(1, &mut params);
        let sql = Sql::owned(format!("SELECT {COLUMNS} FROM bus_messages WHERE number IN ({places})"));
        for row in q.rows(&sql, &params).await? {
            found.push(stored_at(&row, 0)?);
        }
    }
    Ok(found)
}

/// The message `id`, where the scope covers it.
pub(crate) async fn find<Q: Query>(q: &mut Q, scope: Scope, id: MessageId) -> Result<Option<Message>, BusError> {
    let number = MessageNumber::of(id);
    let Some(channel) = channels::info_by_number(q, scope, number.channel).await? else { return Ok(None) };
    let Some(stored) = by_number(q, &[number]).await?.pop() else { return Ok(None) };
    let message = message(stored, &channel)?;
    // The number alone could be guessed; the time beside it belongs to the id.
    Ok((message.id == id).then_some(message))
}

/// The message of a row, which is on `channel`.
pub(crate) fn message(stored: Stored, channel: &crate::ChannelInfo) -> Result<Message, BusError> {
    let number = stored.number.stored();
    stored.message(channel.space, &channel.channel).map_err(|error| damaged("bus_messages", &number, &error))
}

/// A stretch of a channel.
pub(crate) async fn read<Q: Query>(
    q: &mut Q,
    channel: &crate::ChannelInfo,
    from: ReadFrom,
    limit: Limit,
) -> Result<Vec<Message>, BusError> {
    static AFTER: LazyLock<Sql> = LazyLock::new(|| {
        Sql::owned(format!("SELECT {COLUMNS} FROM bus_messages WHERE number > $1 AND number <= $2 ORDER BY number LIMIT $3"))
    });
    static BEFORE: LazyLock<Sql> = LazyLock::new(|| {
        Sql::owned(format!("SELECT {COLUMNS} FROM bus_messages WHERE number > $1 AND number < $2 ORDER BY number DESC LIMIT $3"))
    });
    let at = |place| Value::from(stored_number(channel.number, place));
    let (sql, first, last) = match from {
        ReadFrom::After(place) => (&*AFTER, at(place), at(channel.head)),
        ReadFrom::Before(place) => (&*BEFORE, at(0), at(place.unwrap_or(channel.head + 1))),
    };
    let rows = q.rows(sql, &[first, last, limit.get().into()]).await?;
    rows.iter().map(|row| stored_at(row, 0).and_then(|stored| message(stored, channel))).collect()
}

/// The bytes of places `first` to `last`.
pub(crate) async fn bytes<Q: Query>(q: &mut Q, channel: u32, first: u64, last: u64) -> Result<u64, BusError> {
    static BYTES: LazyLock<Sql> = LazyLock::new(|| {
        Sql::owned(format!("SELECT CAST(coalesce(sum({SIZE}), 0) AS bigint) FROM bus_messages WHERE number >= $1 AND number <= $2"))
    });
    let params = [stored_number(channel, first).into(), stored_number(channel, last).into()];
    q.row(&BYTES, &params).await?.map_or(Ok(0), |row| row.count_at(0))
}

/// The bytes of each message from `first` to `last`, oldest first.
pub(crate) async fn sizes<Q: Query>(q: &mut Q, channel: u32, first: u64, last: u64) -> Result<Vec<(u64, u64)>, BusError> {
    static SIZES: LazyLock<Sql> = LazyLock::new(|| {
        Sql::owned(format!("SELECT number, CAST({SIZE} AS bigint) FROM bus_messages WHERE number >= $1 AND number <= $2 ORDER BY number"))
    });
    let params = [stored_number(channel, first).into(), stored_number(channel, last).into()];
    let size = |row: &Row| Ok((MessageNumber::from_stored(row.int_at(0)?).place, row.count_at(1)?));
    q.rows(&SIZES, &params).await?.iter().map(size).collect()
}

/// Removes places `first` to `last`.
pub(crate) async fn remove(tx: &mut WriteTx, channel: u32, first: u64, last: u64) -> Result<u64, BusError> {
    const REMOVE: Sql = Sql::both("DELETE FROM bus_messages WHERE number >= $1 AND number <= $2");
    dead::remove_marks(tx, channel, first, last).await?;
    execute(tx, &REMOVE, &[stored_number(channel, first).into(), stored_number(channel, last).into()]).await
}

/// When the message at `place` was stored.
pub(crate) async fn sent_at<Q: Query>(q: &mut Q, channel: u32, place: u64) -> Result<Option<Timestamp>, BusError> {
    const SENT: Sql = Sql::both("SELECT sent_at FROM bus_messages WHERE number = $1");
    let row = q.row(&SENT, &[stored_number(channel, place).into()]).await?;
    row.map(|row| row.int_at(0).map(Timestamp::from_micros)).transpose()
}

/// Empties a body, here and in every dead letter, and keeps its digest. Edited copies go, too: they were made of it.
pub(crate) async fn erase(tx: &mut WriteTx, message: &Message) -> Result<Digest, BusError> {
    const BODY: Sql = Sql::both("UPDATE bus_messages SET body = '', erased = $2 WHERE number = $1 AND erased IS NULL");
    const COPIES: Sql = Sql::both("UPDATE bus_dead_letters SET body = '', erased = $2 WHERE number = $1 AND erased IS NULL");
    const BYTES: Sql = Sql::both("UPDATE bus_channels SET bytes = bytes - $2 WHERE number = $1");
    if let Some(digest) = message.erased {
        return Ok(digest);
    }
    let digest = Digest::of(message.body.as_bytes());
    let place = MessageNumber::of(message.id);
    let params = [place.stored().into(), digest.to_string().into()];
    if execute(tx, &BODY, &params).await? == 1 {
        let bytes = number(u64::try_from(message.body.len()).unwrap_or(0));
        execute(tx, &BYTES, &[place.channel.into(), bytes.into()]).await?;
    }
    execute(tx, &COPIES, &params).await?;
    Ok(digest)
}
