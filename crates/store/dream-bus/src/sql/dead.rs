//! Dead letters' rows.

use super::{
    consumers,
    messages::{COLUMNS, stored_at, stored_number},
    prepared::{Meta, Stored},
    statement::{Columns, MOST_IN_LIST, Query, damaged, execute, list, name_and_number},
};
use crate::{BusError, DeadLetter, DeadReason};
use dream_clock::Timestamp;
use dream_id::{Cursor, Limit, Page};
use dream_messages::{Channel, ConsumerName, MessageNumber, Places, Space};
use dream_sql::{Row, Sql, Value, WriteTx};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Why and when something died.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Death<'a> {
    pub(crate) reason: DeadReason,
    pub(crate) detail: Option<&'a str>,
    pub(crate) at: Timestamp,
}

/// Makes dead letters of places of a channel; copies that died again are dead letters again.
pub(crate) async fn bury(tx: &mut WriteTx, consumer: i64, channel: u32, places: Places, death: Death<'_>) -> Result<(), BusError> {
    static BURY: LazyLock<Sql> = LazyLock::new(|| {
        Sql::owned(format!(
            "INSERT INTO bus_dead_letters (consumer, reason, detail, attempts, at, edited, replayed, {COLUMNS}) \
             SELECT CAST($1 AS bigint), CAST($2 AS text), CAST($3 AS text), CAST($4 AS bigint), CAST($5 AS bigint), false, false, {COLUMNS} \
             FROM bus_messages WHERE number >= $6 AND number <= $7 \
             ON CONFLICT (consumer, number) DO NOTHING"
        ))
    });
    static AGAIN: Sql = Sql::both(
        "UPDATE bus_dead_letters SET replayed = false, reason = $2, detail = $3, attempts = $4, at = $5 \
         WHERE consumer = $1 AND number >= $6 AND number <= $7",
    );
    let params = [
        consumer.into(),
        death.reason.as_str().into(),
        death.detail.map(str::to_owned).into(),
        places.attempt.into(),
        death.at.micros().into(),
        stored_number(channel, places.first).into(),
        stored_number(channel, places.last).into(),
    ];
    execute(tx, if places.copy { &AGAIN } else { &BURY }, &params).await.map(drop)
}

/// Removes copies that are no longer needed.
pub(crate) async fn remove(tx: &mut WriteTx, consumer: i64, numbers: &[MessageNumber]) -> Result<u64, BusError> {
    let mut removed = 0;
    for part in numbers.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|number| number.stored().into()).collect();
        let places = list(2, &mut params);
        params.insert(0, consumer.into());
        let sql = format!("DELETE FROM bus_dead_letters WHERE consumer = $1 AND number IN ({places})");
        removed += execute(tx, &Sql::owned(sql), &params).await?;
    }
    Ok(removed)
}

/// Gives dead letters up. Of a message that is still there a mark stays, without a text, and listed and replayed no more: its sender is to read
/// of its death as long as it can be asked after. Its `meta` says what it is, where JSON or nothing stands otherwise. Returns how many.
pub(crate) async fn give_up(tx: &mut WriteTx, consumer: i64, numbers: &[MessageNumber]) -> Result<u64, BusError> {
    let mut given_up = 0;
    for part in numbers.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|number| number.stored().into()).collect();
        let places = list(2, &mut params);
        params.insert(0, consumer.into());
        let dead = format!("WHERE consumer = $1 AND number IN ({places}) AND NOT replayed");
        let mark = format!(
            "UPDATE bus_dead_letters SET replayed = true, detail = NULL, body = '', meta = 'given up' {dead} \
             AND EXISTS (SELECT 1 FROM bus_messages WHERE bus_messages.number = bus_dead_letters.number)"
        );
        given_up += execute(tx, &Sql::owned(mark), &params).await?;
        given_up += execute(tx, &Sql::owned(format!("DELETE FROM bus_dead_letters {dead}")), &params).await?;
    }
    Ok(given_up)
}

/// Removes what was left of given up dead letters, of messages that are no longer there.
pub(crate) async fn remove_marks(tx: &mut WriteTx, channel: u32, first: u64, last: u64) -> Result<(), BusError> {
    const MARKS: Sql = Sql::both("DELETE FROM bus_dead_letters WHERE number >= $1 AND number <= $2 AND meta = 'given up'");
    execute(tx, &MARKS, &[stored_number(channel, first).into(), stored_number(channel, last).into()]).await.map(drop)
}

/// The copies of places that are replayed.
pub(crate) async fn copies<Q: Query>(q: &mut Q, consumer: i64, channel: u32, places: Places) -> Result<Vec<Stored>, BusError> {
    static COPIES: LazyLock<Sql> = LazyLock::new(|| {
        Sql::owned(format!("SELECT {COLUMNS} FROM bus_dead_letters WHERE consumer = $1 AND number >= $2 AND number <= $3 ORDER BY number"))
    });
    let params = [consumer.into(), stored_number(channel, places.first).into(), stored_number(channel, places.last).into()];
    q.rows(&COPIES, &params).await?.iter().map(|row| stored_at(row, 0)).collect()
}

/// Whether a message is a dead letter of a consumer, or was until it was given up: why, at which attempt, and since when.
pub(crate) async fn death_of<Q: Query>(
    q: &mut Q,
    consumer: i64,
    message: MessageNumber,
) -> Result<Option<(DeadReason, u32, Timestamp)>, BusError> {
    const FIND: Sql = Sql::both(
        "SELECT reason, attempts, at FROM bus_dead_letters WHERE consumer = $1 AND number = $2 AND (NOT replayed OR meta = 'given up')",
    );
    let Some(row) = q.row(&FIND, &[consumer.into(), message.stored().into()]).await? else { return Ok(None) };
    let attempts = u32::try_from(row.count_at(1)?).unwrap_or(u32::MAX);
    Ok(Some((reason_at(&row, 0)?, attempts, Timestamp::from_micros(row.int_at(2)?))))
}

fn reason_at(row: &Row, index: usize) -> Result<DeadReason, BusError> {
    let text = row.text_at(index)?;
    let reasons = [DeadReason::Deliveries, DeadReason::Rejected, DeadReason::Expired];
    let found = reasons.into_iter().find(|reason| reason.as_str() == text);
    found.ok_or_else(|| damaged("bus_dead_letters", &text, &"the reason is unknown"))
}

/// The dead letters of a page with the cursors that lead to them.
static PAGE: LazyLock<String> = LazyLock::new(|| {
    let columns: Vec<String> = COLUMNS.split(", ").map(|column| format!("d.{column}")).collect();
    format!(
        "SELECT c.name, h.name, d.reason, d.detail, d.attempts, d.at, d.edited, {} FROM bus_consumers AS c \
         JOIN bus_dead_letters AS d ON d.consumer = c.id \
         JOIN bus_channels AS h ON h.number = d.number / {} \
         WHERE c.org = $1 AND c.project = $2 AND NOT d.replayed",
        columns.join(", "),
        MessageNumber { channel: 1, place: 0 }.stored()
    )
});

fn letter(row: &Row, space: Space) -> Result<DeadLetter, BusError> {
    let channel: Channel = row.parsed_at(1, "bus_channels")?;
    let stored = stored_at(row, 7)?;
    let number = stored.number.stored();
    Ok(DeadLetter {
        consumer: row.parsed_at::<ConsumerName>(0, "bus_consumers")?,
        message: stored.message(space, &channel).map_err(|error| damaged("bus_dead_letters", &number, &error))?,
        reason: reason_at(row, 2)?,
        detail: row.opt_text_at(3)?.map(str::to_owned),
        attempts: u32::try_from(row.count_at(4)?).unwrap_or(u32::MAX),
        at: Timestamp::from_micros(row.int_at(5)?),
        edited: row.bool(6).map_err(super::statement::failed("reading a column"))?,
    })
}

/// A page of dead letters of a space, or of one consumer in it; oldest first.
pub(crate) async fn page<Q: Query>(
    q: &mut Q,
    space: Space,
    consumer: Option<&ConsumerName>,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<DeadLetter>, BusError> {
    let mut params: Vec<Value> = super::channels::space_values(space).into();
    let mut sql = PAGE.clone();
    if let Some(name) = consumer {
        params.push(name.as_str().into());
        sql.push_str(&format!(" AND c.name = ${}", params.len()));
    }
    if let Some(cursor) = &cursor {
        let (at, number) = name_and_number(cursor)?;
        params.extend([at.parse::<i64>().map_err(|_| BusError::Cursor)?.into(), number.into()]);
        let (by_at, by_number) = (params.len() - 1, params.len());
        sql.push_str(&format!(" AND (d.at > ${by_at} OR (d.at = ${by_at} AND d.number > ${by_number}))"));
    }
    params.push((limit.get() + 1).into());
    sql.push_str(&format!(" ORDER BY d.at, d.number LIMIT ${}", params.len()));
    let rows = q.rows(&Sql::owned(sql), &params).await?;
    let found = rows.iter().map(|row| letter(row, space)).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(found, limit, |letter| format!("{}@{}", letter.at.micros(), MessageNumber::of(letter.message.id).stored())))
}

/// One dead letter.
pub(crate) async fn find<Q: Query>(
    q: &mut Q,
    space: Space,
    consumer: &ConsumerName,
    message: MessageNumber,
) -> Result<Option<DeadLetter>, BusError> {
    let mut params: Vec<Value> = super::channels::space_values(space).into();
    params.extend([consumer.as_str().into(), message.stored().into()]);
    let sql = Sql::owned(format!("{} AND c.name = $3 AND d.number = $4", *PAGE));
    q.row(&sql, &params).await?.map(|row| letter(&row, space)).transpose()
}

/// Changes what a dead letter says.
pub(crate) async fn edit(tx: &mut WriteTx, consumer: i64, letter: &DeadLetter) -> Result<(), BusError> {
    const EDIT: Sql = Sql::both(
        "UPDATE bus_dead_letters SET body = $3, meta = $4, edited = true, erased = NULL \
         WHERE consumer = $1 AND number = $2 AND NOT replayed",
    );
    let message = &letter.message;
    let meta = Meta {
        headers: message.headers.clone(),
        key: message.key.clone(),
        reply_to: message.reply_to.clone(),
        correlation: message.correlation.clone(),
    };
    let number = MessageNumber::of(message.id).stored();
    let text = meta.encode().map_err(|error| damaged("bus_dead_letters", &number, &error))?;
    execute(tx, &EDIT, &[consumer.into(), number.into(), message.body.as_str().into(), text.into()]).await.map(drop)
}

/// The numbers of a consumer's dead letters: of all, oldest first, or of those asked for.
pub(crate) async fn numbers<Q: Query>(
    q: &mut Q,
    consumer: i64,
    these: Option<&[MessageNumber]>,
    most: u32,
) -> Result<Vec<MessageNumber>, BusError> {
    const ALL: Sql = Sql::both("SELECT number FROM bus_dead_letters WHERE consumer = $1 AND NOT replayed ORDER BY at, number LIMIT $2");
    let number = |row: &Row| row.int_at(0).map(MessageNumber::from_stored);
    let Some(these) = these else {
        return q.rows(&ALL, &[consumer.into(), most.into()]).await?.iter().map(number).collect();
    };
    let mut found = Vec::with_capacity(these.len());
    for part in these.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|number| number.stored().into()).collect();
        let places = list(2, &mut params);
        params.insert(0, consumer.into());
        let sql = format!("SELECT number FROM bus_dead_letters WHERE consumer = $1 AND number IN ({places}) AND NOT replayed");
        for row in q.rows(&Sql::owned(sql), &params).await? {
            found.push(number(&row)?);
        }
    }
    Ok(found)
}

/// At which delivery each of a consumer's dead letters died.
pub(crate) async fn attempts(tx: &mut WriteTx, consumer: i64, these: &[MessageNumber]) -> Result<BTreeMap<MessageNumber, u32>, BusError> {
    let mut found = BTreeMap::new();
    for part in these.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|number| number.stored().into()).collect();
        let places = list(2, &mut params);
        params.insert(0, consumer.into());
        let sql = format!("SELECT number, attempts FROM bus_dead_letters WHERE consumer = $1 AND number IN ({places})");
        for row in tx.rows(&Sql::owned(sql), &params).await? {
            found.insert(MessageNumber::from_stored(row.int_at(0)?), u32::try_from(row.count_at(1)?).unwrap_or(u32::MAX));
        }
    }
    Ok(found)
}

/// Removes dead letters that died before `before`, the oldest first, at most `most`. Returns how many.
pub(crate) async fn forget(tx: &mut WriteTx, before: Timestamp, most: u32) -> Result<u64, BusError> {
    const OLD: Sql = Sql::both("SELECT consumer, number FROM bus_dead_letters WHERE at < $1 AND NOT replayed ORDER BY at LIMIT $2");
    let rows = tx.rows(&OLD, &[before.micros().into(), most.into()]).await?;
    let mut by_consumer: BTreeMap<i64, Vec<MessageNumber>> = BTreeMap::new();
    for row in &rows {
        by_consumer.entry(row.int_at(0)?).or_default().push(MessageNumber::from_stored(row.int_at(1)?));
    }
    // As everybody locks them: nobody edits or replays what is being removed.
    let consumers: Vec<i64> = by_consumer.keys().copied().collect();
    consumers::lock(tx, &consumers).await?;
    let mut removed = 0;
    for (consumer, numbers) in by_consumer {
        let still = still_dead(tx, consumer, &numbers).await?;
        removed += give_up(tx, consumer, &still).await?;
    }
    Ok(removed)
}

/// Those of `these` that nobody has replayed meanwhile.
async fn still_dead(tx: &mut WriteTx, consumer: i64, these: &[MessageNumber]) -> Result<Vec<MessageNumber>, BusError> {
    numbers(tx, consumer, Some(these), u32::MAX).await
}

/// Notes that dead letters are on their way again; they may not expire on it.
pub(crate) async fn replayed(tx: &mut WriteTx, consumer: i64, numbers: &[MessageNumber]) -> Result<(), BusError> {
    for part in numbers.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|number| number.stored().into()).collect();
        let places = list(2, &mut params);
        params.insert(0, consumer.into());
        let sql = format!("UPDATE bus_dead_letters SET replayed = true, expires_at = NULL WHERE consumer = $1 AND number IN ({places})");
        execute(tx, &Sql::owned(sql), &params).await?;
    }
    Ok(())
}
