//! Consumers' rows.

use super::{
    channels::{self, space_at, space_values, within},
    cursors,
    statement::{Columns, MOST_IN_LIST, Query, damaged, execute, list, name_and_number, number, typed_tuples},
};
use crate::{BusError, ConsumerFilter, ConsumerInfo, NewConsumer};
use dream_clock::{Rng, Timestamp};
use dream_id::{Cursor, Limit, Page, Scope};
use dream_messages::{Channel, ConsumerName, ConsumerSettings, Pattern, Space, Start};
use dream_sql::{Row, Sql, Value, WriteTx};

/// What serving a consumer needs of it.
#[derive(Debug, Clone)]
pub(crate) struct HotConsumer {
    pub(crate) id: i64,
    pub(crate) space: Space,
    pub(crate) pattern: Pattern,
    pub(crate) settings: ConsumerSettings,
    /// How many messages are in flight or wait for another delivery, without orders.
    pub(crate) pending: u64,
    pub(crate) used_at: Timestamp,
}

impl HotConsumer {
    /// Takes note of what changed in one of its cursors since it was loaded.
    pub(crate) fn count(&mut self, row: &cursors::HotCursor) {
        if !row.first {
            self.pending = (self.pending + row.cursor.pending()).saturating_sub(row.before);
        }
    }
}

/// The settings in column `index` of a row that begins with the consumer's number.
fn settings_at(row: &Row, index: usize) -> Result<ConsumerSettings, BusError> {
    let text = row.text_at(index)?;
    let key = row.int_at(0)?;
    serde_json::from_str(text).map_err(|error| damaged("bus_consumers", &key, &error))
}

fn settings_values(settings: &ConsumerSettings) -> Result<[Value; 2], BusError> {
    let text = serde_json::to_string(settings).map_err(|error| damaged("bus_consumers", &"settings", &error))?;
    let idle = settings.idle.map(|idle| i64::try_from(idle.as_micros()).unwrap_or(i64::MAX));
    Ok([text.into(), idle.into()])
}

/// The id of a consumer, if it exists.
pub(crate) async fn find<Q: Query>(q: &mut Q, space: Space, name: &str) -> Result<Option<i64>, BusError> {
    const FIND: Sql = Sql::both("SELECT id FROM bus_consumers WHERE org = $1 AND project = $2 AND name = $3");
    let [org, project] = space_values(space);
    q.row(&FIND, &[org, project, name.into()]).await?.map(|row| row.int_at(0)).transpose()
}

/// Locks consumers in the order of their ids, which must rise. Those that are gone are missing from the answer.
pub(crate) async fn lock(tx: &mut WriteTx, ids: &[i64]) -> Result<Vec<HotConsumer>, BusError> {
    let mut found = Vec::with_capacity(ids.len());
    for part in ids.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|id| Value::from(*id)).collect();
        let places = list(1, &mut params);
        let select =
            format!("SELECT id, org, project, pattern, settings, pending, used_at FROM bus_consumers WHERE id IN ({places}) ORDER BY id");
        let locking = format!("{select} FOR UPDATE");
        for row in tx.rows(&Sql::each_owned(select, locking), &params).await? {
            found.push(HotConsumer {
                id: row.int_at(0)?,
                space: space_at(&row, 1, "bus_consumers")?,
                pattern: row.parsed_at(3, "bus_consumers")?,
                settings: settings_at(&row, 4)?,
                pending: row.count_at(5)?,
                used_at: Timestamp::from_micros(row.int_at(6)?),
            });
        }
    }
    Ok(found)
}

/// Saves what changed of locked consumers.
pub(crate) async fn save<'c>(tx: &mut WriteTx, consumers: impl Iterator<Item = &'c HotConsumer> + Send) -> Result<(), BusError> {
    const KINDS: [&str; 3] = ["bigint", "bigint", "bigint"];
    let rows: Vec<[Value; 3]> =
        consumers.map(|consumer| [consumer.id.into(), number(consumer.pending).into(), consumer.used_at.micros().into()]).collect();
    let mut left = rows.as_slice();
    while !left.is_empty() {
        let size = 1 << left.len().min(16).ilog2();
        let (now, rest) = left.split_at(size);
        left = rest;
        let update = format!(
            "UPDATE bus_consumers SET pending = changed.column2, used_at = changed.column3 FROM (VALUES {}) AS changed \
             WHERE bus_consumers.id = changed.column1",
            typed_tuples(size, &KINDS)
        );
        execute(tx, &Sql::owned(update), now.as_flattened()).await?;
    }
    Ok(())
}

/// The channel names whose exact readers also read `channel`.
fn exact_readers(channel: &Channel) -> [String; 2] {
    let name = channel.to_string();
    let with = if let Channel::Orders(agent) = channel { Channel::Agent(agent.clone()).to_string() } else { name.clone() };
    [name, with]
}

/// Gives a new channel a cursor for every consumer whose pattern covers it.
pub(crate) async fn follow_new_channel(tx: &mut WriteTx, space: Space, channel: &Channel, number: u32) -> Result<(), BusError> {
    const READERS: Sql =
        Sql::both("SELECT id, pattern FROM bus_consumers WHERE org = $1 AND project = $2 AND exact IN ('', $3, $4) ORDER BY id");
    let [org, project] = space_values(space);
    let [name, with] = exact_readers(channel);
    for row in tx.rows(&READERS, &[org, project, name.into(), with.into()]).await? {
        let pattern: Pattern = row.parsed_at(1, "bus_consumers")?;
        if pattern.covers(channel) {
            cursors::create(tx, row.int_at(0)?, number, channel.comes_first(), 1).await?;
        }
    }
    Ok(())
}

/// Makes a consumer, unless one of the same name and pattern exists.
pub(crate) async fn make(tx: &mut WriteTx, rng: &dyn Rng, now: Timestamp, space: Space, new: &NewConsumer) -> Result<i64, BusError> {
    const INSERT: Sql = Sql::both(
        "INSERT INTO bus_consumers (id, org, project, name, pattern, exact, settings, idle, pending, created_at, used_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $9)",
    );
    new.settings.check()?;
    channels::exclude_makers(tx, space).await?;
    if let Some(id) = find(tx, space, new.name.as_str()).await? {
        return same_pattern(tx, id, new).await;
    }
    if let Some(channel) = new.pattern.channel() {
        match channels::find(tx, space, &channel.to_string()).await? {
            Some(_) => {}
            None if channel.makes_itself() => drop(channels::make(tx, rng, now, space, channel, None).await?),
            None => return Err(BusError::NoSuchChannel(channel.clone())),
        }
    }
    let id = draw(rng);
    let [org, project] = space_values(space);
    let exact = new.pattern.channel().map(ToString::to_string).unwrap_or_default();
    let [settings, idle] = settings_values(&new.settings)?;
    let name = new.name.as_str().into();
    let params = [id.into(), org, project, name, new.pattern.to_string().into(), exact.into(), settings, idle, now.micros().into()];
    execute(tx, &INSERT, &params).await?;
    follow_channels(tx, space, id, new).await?;
    Ok(id)
}

/// 62 random bits: with millions of consumers, two of them are the same once in a million installations, and then refused.
fn draw(rng: &dyn Rng) -> i64 {
    let mut bytes = [0; 8];
    rng.fill(&mut bytes);
    i64::from_le_bytes(bytes) & (i64::MAX >> 1)
}

async fn same_pattern(tx: &mut WriteTx, id: i64, new: &NewConsumer) -> Result<i64, BusError> {
    const PATTERN: Sql = Sql::both("SELECT pattern FROM bus_consumers WHERE id = $1");
    let row = tx.row(&PATTERN, &[id.into()]).await?;
    let pattern = row.map(|row| row.text_at(0).map(str::to_owned)).transpose()?.unwrap_or_default();
    if pattern == new.pattern.to_string() { Ok(id) } else { Err(BusError::ConsumerExists { name: new.name.clone(), pattern }) }
}

/// Gives a new consumer a cursor in every channel that it covers.
async fn follow_channels(tx: &mut WriteTx, space: Space, id: i64, new: &NewConsumer) -> Result<(), BusError> {
    const ALL: Sql = Sql::both("SELECT number, name, head, tail FROM bus_channels WHERE org = $1 AND project = $2 ORDER BY number");
    const SOME: Sql =
        Sql::both("SELECT number, name, head, tail FROM bus_channels WHERE org = $1 AND project = $2 AND name IN ($3, $4) ORDER BY number");
    let [org, project] = space_values(space);
    let rows = match new.pattern.channel() {
        None => tx.rows(&ALL, &[org, project]).await?,
        Some(channel) => {
            let orders = if let Channel::Agent(name) = channel { Channel::Orders(name.clone()) } else { channel.clone() };
            tx.rows(&SOME, &[org, project, channel.to_string().into(), orders.to_string().into()]).await?
        }
    };
    for row in rows {
        let channel: Channel = row.parsed_at(1, "bus_channels")?;
        if new.pattern.covers(&channel) {
            let before = match new.settings.start {
                Start::First => row.count_at(3)?,
                Start::New => row.count_at(2)?,
            };
            cursors::create(tx, id, channels::number_at(&row, 0)?, channel.comes_first(), before + 1).await?;
        }
    }
    Ok(())
}

/// Changes how a consumer is served.
pub(crate) async fn configure(tx: &mut WriteTx, id: i64, settings: &ConsumerSettings) -> Result<(), BusError> {
    const UPDATE: Sql = Sql::both("UPDATE bus_consumers SET settings = $2, idle = $3 WHERE id = $1");
    settings.check()?;
    let [text, idle] = settings_values(settings)?;
    execute(tx, &UPDATE, &[id.into(), text, idle]).await.map(drop)
}

/// Removes a locked consumer with all that it owes and its dead letters.
pub(crate) async fn remove(tx: &mut WriteTx, id: i64) -> Result<(), BusError> {
    const REMOVE: [Sql; 3] = [
        Sql::both("DELETE FROM bus_cursors WHERE consumer = $1"),
        Sql::both("DELETE FROM bus_dead_letters WHERE consumer = $1"),
        Sql::both("DELETE FROM bus_consumers WHERE id = $1"),
    ];
    for sql in &REMOVE {
        execute(tx, sql, &[id.into()]).await?;
    }
    Ok(())
}

/// Consumers that nobody used for longer than they allow.
pub(crate) async fn unused<Q: Query>(q: &mut Q, now: Timestamp, most: u32) -> Result<Vec<i64>, BusError> {
    const UNUSED: Sql = Sql::both("SELECT id FROM bus_consumers WHERE idle IS NOT NULL AND used_at < $1 - idle ORDER BY id LIMIT $2");
    q.rows(&UNUSED, &[now.micros().into(), most.into()]).await?.iter().map(|row| row.int_at(0)).collect()
}

/// Consumers that nobody has read since `before`, by id.
pub(crate) async fn unread<Q: Query>(q: &mut Q, before: Timestamp, after: Option<i64>, most: u32) -> Result<Vec<i64>, BusError> {
    const UNREAD: Sql = Sql::both("SELECT id FROM bus_consumers WHERE used_at < $1 AND id > $2 ORDER BY id LIMIT $3");
    let params = [before.micros().into(), after.unwrap_or(-1).into(), most.into()];
    q.rows(&UNREAD, &params).await?.iter().map(|row| row.int_at(0)).collect()
}

const INFO: &str = "SELECT id, org, project, name, pattern, settings, created_at, used_at FROM bus_consumers";

/// A consumer as it stands.
pub(crate) async fn info<Q: Query>(q: &mut Q, space: Space, name: &str) -> Result<Option<ConsumerInfo>, BusError> {
    let sql = Sql::owned(format!("{INFO} WHERE org = $1 AND project = $2 AND name = $3"));
    let [org, project] = space_values(space);
    let rows = q.rows(&sql, &[org, project, name.into()]).await?;
    Ok(infos(q, &rows).await?.pop())
}

/// A page of consumers, by name; names of several spaces are told apart by the id.
pub(crate) async fn page<Q: Query>(
    q: &mut Q,
    scope: Scope,
    filter: ConsumerFilter,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<ConsumerInfo>, BusError> {
    let (mut conditions, mut params) = within(scope, filter.space);
    if let Some(cursor) = &cursor {
        let (name, id) = name_and_number(cursor)?;
        params.extend([name.into(), id.into()]);
        let (by_name, by_id) = (params.len() - 1, params.len());
        conditions.push_str(&format!(" AND (name > ${by_name} OR (name = ${by_name} AND id > ${by_id}))"));
    }
    params.push((limit.get() + 1).into());
    let sql = Sql::owned(format!("{INFO} WHERE {conditions} ORDER BY name, id LIMIT ${}", params.len()));
    let rows = q.rows(&sql, &params).await?;
    let ids = rows.iter().map(|row| row.int_at(0)).collect::<Result<Vec<_>, _>>()?;
    let found: Vec<_> = infos(q, &rows).await?.into_iter().zip(ids).collect();
    Ok(Page::cut(found, limit, |(consumer, id)| format!("{}@{id}", consumer.name)).map(|(consumer, _)| consumer))
}

async fn infos<Q: Query>(q: &mut Q, rows: &[Row]) -> Result<Vec<ConsumerInfo>, BusError> {
    const DEAD: Sql = Sql::both("SELECT CAST(count(*) AS bigint) FROM bus_dead_letters WHERE consumer = $1 AND NOT replayed");
    let mut infos = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.int_at(0)?;
        let sums = cursors::sums(q, id).await?;
        let dead = q.row(&DEAD, &[id.into()]).await?.map_or(Ok(0), |row| row.count_at(0))?;
        infos.push(ConsumerInfo {
            space: space_at(row, 1, "bus_consumers")?,
            name: row.parsed_at::<ConsumerName>(3, "bus_consumers")?,
            pattern: row.parsed_at(4, "bus_consumers")?,
            settings: settings_at(row, 5)?,
            channels: sums.channels,
            backlog: sums.backlog,
            pending: sums.pending,
            dead,
            created_at: Timestamp::from_micros(row.int_at(6)?),
            used_at: Timestamp::from_micros(row.int_at(7)?),
        });
    }
    Ok(infos)
}
