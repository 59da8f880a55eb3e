//! Channels' rows: found by name, made when they are missing, locked while something is added.

use super::{
    consumers,
    statement::{Columns, MOST_IN_LIST, Query, damaged, execute, failed, list, name_and_number, number, typed_tuples},
};
use crate::{BusError, ChannelFilter, ChannelInfo, Head};
use dream_clock::{Rng, Timestamp};
use dream_id::{Cursor, Limit, OrgId, Page, Scope};
use dream_messages::{Channel, ChannelSettings, MessageNumber, Space};
use dream_sql::{Row, Sql, Value, WriteTx};
use std::{sync::LazyLock, time::Duration};

/// How many numbers are drawn before it is given up: at 8 million channels each draw is free with a chance of one half.
const DRAWS: usize = 32;
/// How long answers to requests are kept.
const REPLIES_KEPT: Duration = Duration::from_hours(1);

static DEFAULT: LazyLock<String> = LazyLock::new(|| serde_json::to_string(&ChannelSettings::default()).unwrap_or_default());

/// What a publish needs of a channel.
#[derive(Debug, Clone)]
pub(crate) struct HotChannel {
    pub(crate) number: u32,
    pub(crate) head: u64,
    /// The head when it was locked: what is behind it is in the table.
    pub(crate) saved: u64,
    pub(crate) tail: u64,
    pub(crate) bytes: u64,
    pub(crate) oldest_at: Timestamp,
    pub(crate) settings: ChannelSettings,
}

/// A space as columns keep it.
pub(crate) fn space_values(space: Space) -> [Value; 2] {
    [space.org.to_string().into(), space.project.map(|project| project.to_string()).unwrap_or_default().into()]
}

/// The space in two columns from `index` on.
pub(crate) fn space_at(row: &Row, index: usize, table: &'static str) -> Result<Space, BusError> {
    let org: OrgId = row.parsed_at(index, table)?;
    let project = if row.text_at(index + 1)?.is_empty() { None } else { Some(row.parsed_at(index + 1, table)?) };
    Ok(Space { org, project })
}

/// The settings in column `index` of a row that begins with the channel's number.
fn settings_at(row: &Row, index: usize) -> Result<ChannelSettings, BusError> {
    let text = row.text_at(index)?;
    if text == DEFAULT.as_str() {
        return Ok(ChannelSettings::default());
    }
    let key = row.int_at(0)?;
    serde_json::from_str(text).map_err(|error| damaged("bus_channels", &key, &error))
}

fn settings_text(settings: &ChannelSettings) -> Result<String, BusError> {
    serde_json::to_string(settings).map_err(|error| damaged("bus_channels", &"settings", &error))
}

/// The number in column `index`.
pub(crate) fn number_at(row: &Row, index: usize) -> Result<u32, BusError> {
    let value = row.int_at(index)?;
    u32::try_from(value).map_err(|error| damaged("bus_channels", &value, &error))
}

/// The number of a channel, if it exists.
pub(crate) async fn find<Q: Query>(q: &mut Q, space: Space, name: &str) -> Result<Option<u32>, BusError> {
    const FIND: Sql = Sql::both("SELECT number FROM bus_channels WHERE org = $1 AND project = $2 AND name = $3");
    let [org, project] = space_values(space);
    q.row(&FIND, &[org, project, name.into()]).await?.map(|row| number_at(&row, 0)).transpose()
}

/// Locks channels in the order of their numbers, which must rise. Those that are gone are missing from the answer.
pub(crate) async fn lock(tx: &mut WriteTx, numbers: &[u32]) -> Result<Vec<HotChannel>, BusError> {
    let mut found = Vec::with_capacity(numbers.len());
    for part in numbers.chunks(MOST_IN_LIST) {
        let mut params: Vec<Value> = part.iter().map(|number| Value::from(*number)).collect();
        let places = list(1, &mut params);
        let select =
            format!("SELECT number, head, tail, bytes, oldest_at, settings FROM bus_channels WHERE number IN ({places}) ORDER BY number");
        let locking = format!("{select} FOR UPDATE");
        for row in tx.rows(&Sql::each_owned(select, locking), &params).await? {
            found.push(hot(&row)?);
        }
    }
    Ok(found)
}

fn hot(row: &Row) -> Result<HotChannel, BusError> {
    Ok(HotChannel {
        number: number_at(row, 0)?,
        head: row.count_at(1)?,
        saved: row.count_at(1)?,
        tail: row.count_at(2)?,
        bytes: row.count_at(3)?,
        oldest_at: Timestamp::from_micros(row.int_at(4)?),
        settings: settings_at(row, 5)?,
    })
}

/// Channels of every organisation, by number.
pub(crate) async fn stretch<Q: Query>(q: &mut Q, after: Option<u32>, most: u32) -> Result<Vec<HotChannel>, BusError> {
    const STRETCH: Sql =
        Sql::both("SELECT number, head, tail, bytes, oldest_at, settings FROM bus_channels WHERE number > $1 ORDER BY number LIMIT $2");
    q.rows(&STRETCH, &[after.map_or(-1, i64::from).into(), most.into()]).await?.iter().map(hot).collect()
}

/// Saves where locked channels stand now.
pub(crate) async fn save(tx: &mut WriteTx, channels: &[HotChannel]) -> Result<(), BusError> {
    const KINDS: [&str; 5] = ["bigint", "bigint", "bigint", "bigint", "bigint"];
    for part in channels.chunks(MOST_IN_LIST) {
        let mut left = part;
        // Powers of two, so that few texts serve all lengths.
        while !left.is_empty() {
            let size = if left.len().is_power_of_two() { left.len() } else { left.len().next_power_of_two() / 2 };
            let (now, rest) = left.split_at(size);
            left = rest;
            let values = typed_tuples(now.len(), &KINDS);
            let update = format!(
                "UPDATE bus_channels SET head = changed.column2, tail = changed.column3, bytes = changed.column4, \
                 oldest_at = changed.column5 FROM (VALUES {values}) AS changed WHERE bus_channels.number = changed.column1"
            );
            let params: Vec<Value> = now.iter().flat_map(row_values).collect();
            execute(tx, &Sql::owned(update), &params).await?;
        }
    }
    Ok(())
}

fn row_values(channel: &HotChannel) -> [Value; 5] {
    [
        channel.number.into(),
        number(channel.head).into(),
        number(channel.tail).into(),
        number(channel.bytes).into(),
        channel.oldest_at.micros().into(),
    ]
}

/// Holds off others who make channels or consumers in `space`, so that neither misses the other.
pub(crate) async fn exclude_makers(tx: &mut WriteTx, space: Space) -> Result<(), BusError> {
    let bits = dream_id::TypedId::bits(space.org) ^ space.project.map_or(0, dream_id::TypedId::bits);
    let folded = (bits >> 64) ^ (bits & u128::from(u64::MAX));
    let key = u64::try_from(folded).unwrap_or_default().cast_signed();
    tx.advisory_lock(key).await.map_err(failed("taking the lock of a space"))
}

/// The number of a channel, which is made where it is missing, with a cursor for each consumer whose pattern covers it.
pub(crate) async fn make(
    tx: &mut WriteTx,
    rng: &dyn Rng,
    now: Timestamp,
    space: Space,
    channel: &Channel,
    settings: Option<ChannelSettings>,
) -> Result<u32, BusError> {
    exclude_makers(tx, space).await?;
    let name = channel.to_string();
    if let Some(found) = find(tx, space, &name).await? {
        return Ok(found);
    }
    let settings = settings.unwrap_or_else(|| default_settings(channel));
    let [org, project] = space_values(space);
    for _ in 0..DRAWS {
        const INSERT: Sql = Sql::both(
            "INSERT INTO bus_channels (number, org, project, name, head, tail, bytes, oldest_at, settings, created_at) \
             VALUES ($1, $2, $3, $4, 0, 0, 0, $6, $5, $6) ON CONFLICT DO NOTHING",
        );
        let number = draw(rng);
        let params =
            [number.into(), org.clone(), project.clone(), name.clone().into(), settings_text(&settings)?.into(), now.micros().into()];
        if execute(tx, &INSERT, &params).await? == 1 {
            consumers::follow_new_channel(tx, space, channel, number).await?;
            return Ok(number);
        }
    }
    Err(BusError::TooMuch { what: "channels in all", given: DRAWS, most: 1 << 24 })
}

fn draw(rng: &dyn Rng) -> u32 {
    let mut bytes = [0; 4];
    rng.fill(&mut bytes);
    u32::from_le_bytes(bytes) & MessageNumber::LAST_CHANNEL
}

fn default_settings(channel: &Channel) -> ChannelSettings {
    match channel {
        Channel::Reply(_) => ChannelSettings { max_age: Some(REPLIES_KEPT), ..ChannelSettings::default() },
        _ => ChannelSettings::default(),
    }
}

/// Changes what a channel keeps.
pub(crate) async fn configure(tx: &mut WriteTx, channel: u32, settings: &ChannelSettings) -> Result<(), BusError> {
    const UPDATE: Sql = Sql::both("UPDATE bus_channels SET settings = $2 WHERE number = $1");
    execute(tx, &UPDATE, &[channel.into(), settings_text(settings)?.into()]).await.map(drop)
}

const INFO: &str = "SELECT number, org, project, name, settings, head, tail, bytes, created_at FROM bus_channels";

fn info_of(row: &Row) -> Result<ChannelInfo, BusError> {
    Ok(ChannelInfo {
        number: number_at(row, 0)?,
        space: space_at(row, 1, "bus_channels")?,
        channel: row.parsed_at(3, "bus_channels")?,
        settings: settings_at(row, 4)?,
        head: row.count_at(5)?,
        tail: row.count_at(6)?,
        bytes: row.count_at(7)?,
        created_at: Timestamp::from_micros(row.int_at(8)?),
    })
}

/// A channel as it stands.
pub(crate) async fn info<Q: Query>(q: &mut Q, space: Space, name: &str) -> Result<Option<ChannelInfo>, BusError> {
    let sql = Sql::owned(format!("{INFO} WHERE org = $1 AND project = $2 AND name = $3"));
    let [org, project] = space_values(space);
    q.row(&sql, &[org, project, name.into()]).await?.as_ref().map(info_of).transpose()
}

/// A channel by its number, where the scope covers it.
pub(crate) async fn info_by_number<Q: Query>(q: &mut Q, scope: Scope, number: u32) -> Result<Option<ChannelInfo>, BusError> {
    let sql = Sql::owned(format!("{INFO} WHERE number = $1"));
    let found = q.row(&sql, &[number.into()]).await?.as_ref().map(info_of).transpose()?;
    Ok(found.filter(|channel| scope.covers(channel.space.org)))
}

/// Conditions and parameters of a scope and, within it, a space; the next placeholder is one past the parameters.
pub(crate) fn within(scope: Scope, space: Option<Space>) -> (String, Vec<Value>) {
    let (mut conditions, mut params) = ("true".to_owned(), Vec::new());
    let mut add = |column: &str, value: Value| {
        params.push(value);
        conditions.push_str(&format!(" AND {column} = ${}", params.len()));
    };
    if let Some(org) = scope.org() {
        add("org", org.to_string().into());
    }
    if let Some(space) = space {
        let [org, project] = space_values(space);
        add("org", org);
        add("project", project);
    }
    (conditions, params)
}

/// A page of channels, by name; names of several spaces are told apart by the number.
pub(crate) async fn page<Q: Query>(
    q: &mut Q,
    scope: Scope,
    filter: ChannelFilter,
    cursor: Option<Cursor>,
    limit: Limit,
) -> Result<Page<ChannelInfo>, BusError> {
    let (mut conditions, mut params) = within(scope, filter.space);
    if let Some(cursor) = &cursor {
        let (name, number) = name_and_number(cursor)?;
        params.extend([name.into(), number.into()]);
        let (by_name, by_number) = (params.len() - 1, params.len());
        conditions.push_str(&format!(" AND (name > ${by_name} OR (name = ${by_name} AND number > ${by_number}))"));
    }
    params.push((limit.get() + 1).into());
    let sql = Sql::owned(format!("{INFO} WHERE {conditions} ORDER BY name, number LIMIT ${}", params.len()));
    let found = q.rows(&sql, &params).await?.iter().map(info_of).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::cut(found, limit, |channel| format!("{}@{}", channel.channel, channel.number)))
}

/// Where channels stand, by number.
pub(crate) async fn heads<Q: Query>(q: &mut Q, scope: Scope, after: Option<u32>, limit: Limit) -> Result<Vec<Head>, BusError> {
    let (conditions, mut params) = within(scope, None);
    params.extend([after.map_or(-1, i64::from).into(), limit.get().into()]);
    let (from, most) = (params.len() - 1, params.len());
    let sql = Sql::owned(format!(
        "SELECT number, org, project, name, head, tail FROM bus_channels WHERE {conditions} AND number > ${from} ORDER BY number LIMIT ${most}"
    ));
    let head = |row: &Row| {
        Ok(Head {
            number: number_at(row, 0)?,
            space: space_at(row, 1, "bus_channels")?,
            channel: row.parsed_at(3, "bus_channels")?,
            head: row.count_at(4)?,
            tail: row.count_at(5)?,
        })
    };
    q.rows(&sql, &params).await?.iter().map(head).collect()
}
