//! Gives feed positions to events where commits do not (PostgreSQL): one sequencer at a time, in the order of insertion.

use crate::{Query, Store, StoreError, heads, unit::integer};
use dream_id::OrgId;
use dream_ledger::Digest;
use dream_sql::{Positions, Sql};
use std::collections::BTreeMap;

/// The advisory lock that makes the sequencer one.
const LOCK: i64 = 0x6472_6561_6d01;
/// How many events one transaction of the sequencer takes.
const BATCH: i64 = 2_000;

impl Store {
    /// Gives positions to the events that wait for one, and extends their organisations' trees. Returns how many there were.
    ///
    /// Commits never wait for it: they put their events into `outbox`, from which it takes them.
    pub async fn sequence(&self) -> Result<u64, StoreError> {
        const INSERT: Sql = Sql::both(
            "INSERT INTO feed (position, seq, org) \
             SELECT $1 + row_number() OVER (ORDER BY o.seq), o.seq, e.org \
             FROM (SELECT seq FROM outbox ORDER BY seq LIMIT $2) o JOIN events e ON e.seq = o.seq",
        );
        const TAKEN: Sql = Sql::both("DELETE FROM outbox WHERE seq IN (SELECT seq FROM feed WHERE position > $1)");
        const END: Sql = Sql::both("SELECT coalesce(max(position), 0) FROM feed");
        if self.db.positions() == Positions::Inline {
            return Ok(0);
        }
        let mut unit = self.begin().await?;
        unit.advisory_lock(LOCK).await?;
        let end = unit.row(&END, &[]).await?;
        let end = end.map_or(Ok(0), |row| row.int(0)).map_err(StoreError::sql("reading the feed's end"))?;
        let count = unit.execute(&INSERT, &[end.into(), BATCH.into()]).await?;
        if count == 0 {
            return Ok(0);
        }
        for (org, leaves) in leaves_after(&mut unit, end).await? {
            heads::extend(&mut unit, org, &leaves).await?;
        }
        unit.execute(&TAKEN, &[end.into()]).await?;
        unit.notify(crate::feed::FEED);
        unit.commit().await?;
        tracing::debug!(events.count = count, feed.end = end + integer(count), "positions given");
        Ok(count)
    }
}

async fn leaves_after(unit: &mut crate::Unit, end: i64) -> Result<BTreeMap<OrgId, Vec<Digest>>, StoreError> {
    const LEAVES: Sql =
        Sql::both("SELECT f.org, e.leaf FROM feed f JOIN events e ON e.seq = f.seq WHERE f.position > $1 ORDER BY f.position");
    let mut leaves: BTreeMap<OrgId, Vec<Digest>> = BTreeMap::new();
    for row in unit.rows(&LEAVES, &[end.into()]).await? {
        let column = StoreError::sql("reading the feed");
        let text = row.text(0).map_err(&column)?;
        let org = text.parse().map_err(|error| StoreError::damaged("feed", text, error))?;
        leaves.entry(org).or_default().push(leaf(row.bytes(1).map_err(&column)?, text)?);
    }
    Ok(leaves)
}

/// A leaf hash as stored.
pub(crate) fn leaf(bytes: &[u8], key: &str) -> Result<Digest, StoreError> {
    bytes.try_into().map(Digest::from_bytes).map_err(|_| StoreError::damaged("events", key, "a leaf hash is not 32 bytes"))
}
