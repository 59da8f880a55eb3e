//! Idempotency keys: what was published under them.

use super::{
    insert::{Insert, Lengths},
    statement::{Columns, MOST_IN_LIST, Query, damaged, execute, failed, number, typed_tuples},
};
use crate::BusError;
use dream_clock::Timestamp;
use dream_ledger::Digest;
use dream_sql::{Sql, Value, WriteTx};
use std::{collections::HashMap, sync::LazyLock, time::Duration};

/// How long a key is remembered.
pub(crate) const KEPT: Duration = Duration::from_hours(24);

static INSERT: LazyLock<Insert> = LazyLock::new(|| Insert::new("bus_keys", "channel, key, place, sent_at, digest", ""));

/// What was published under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Used {
    pub(crate) place: u64,
    pub(crate) sent_at: Timestamp,
    pub(crate) digest: Digest,
}

/// Keys by channel.
pub(crate) type Keys = HashMap<(u32, String), Used>;

/// Which of the keys were used.
pub(crate) async fn used<Q: Query>(q: &mut Q, wanted: &[(u32, &str)]) -> Result<Keys, BusError> {
    let mut found = Keys::new();
    for part in wanted.chunks(MOST_IN_LIST) {
        let mut pairs = part.to_vec();
        if let Some(last) = part.last() {
            pairs.resize(part.len().next_power_of_two(), *last);
        }
        let params: Vec<Value> = pairs.iter().flat_map(|(channel, key)| [Value::from(*channel), Value::from(*key)]).collect();
        let values = typed_tuples(pairs.len(), &["bigint", "text"]);
        let select = format!(
            "SELECT used.channel, used.key, used.place, used.sent_at, used.digest FROM (VALUES {values}) AS wanted \
             JOIN bus_keys AS used ON used.channel = wanted.column1 AND used.key = wanted.column2"
        );
        for row in q.rows(&Sql::owned(select), &params).await? {
            let key = row.text_at(1)?.to_owned();
            let bytes = row.bytes(4).map_err(failed("reading a column"))?;
            let digest = <[u8; 32]>::try_from(bytes).map_err(|error| damaged("bus_keys", &key, &error))?;
            let used =
                Used { place: row.count_at(2)?, sent_at: Timestamp::from_micros(row.int_at(3)?), digest: Digest::from_bytes(digest) };
            found.insert((super::channels::number_at(&row, 0)?, key), used);
        }
    }
    Ok(found)
}

/// Remembers keys.
pub(crate) async fn remember(tx: &mut WriteTx, lengths: Lengths, keys: &[(u32, String, Used)]) -> Result<(), BusError> {
    let row = |(channel, key, used): &(u32, String, Used)| {
        [Value::from(*channel), key.into(), number(used.place).into(), used.sent_at.micros().into(), used.digest.as_bytes().to_vec().into()]
    };
    let values: Vec<Value> = keys.iter().flat_map(row).collect();
    INSERT.run(tx, lengths, &values).await.map(drop)
}

/// Forgets keys used before `before`, at most `most`. Returns how many.
pub(crate) async fn forget(tx: &mut WriteTx, before: Timestamp, most: u32) -> Result<u64, BusError> {
    const FORGET: Sql = Sql::both(
        "DELETE FROM bus_keys WHERE (channel, key) IN (SELECT channel, key FROM bus_keys WHERE sent_at < $1 ORDER BY sent_at LIMIT $2)",
    );
    execute(tx, &FORGET, &[before.micros().into(), most.into()]).await
}
