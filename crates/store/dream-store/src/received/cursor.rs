//! How far the bridge has read the feed.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::SystemKey;
use dream_sql::Sql;

/// How far `name` has read the feed; `None` before its first look.
pub async fn cursor<Q: Query>(q: &mut Q, _key: SystemKey, name: &str) -> Result<Option<u64>, StoreError> {
    const FIND: Sql = Sql::both("SELECT position FROM bridge_cursors WHERE name = $1");
    let Some(row) = q.row(&FIND, &[name.into()]).await? else { return Ok(None) };
    Ok(u64::try_from(row.int(0).map_err(StoreError::sql("reading how far the feed was read"))?).ok())
}

impl Unit {
    /// Notes that `name` has read the feed up to `to`, when it had read it up to `from` before. False when it had not: somebody else reads it.
    pub async fn advance_cursor(&mut self, _key: SystemKey, name: &str, from: Option<u64>, to: u64) -> Result<bool, StoreError> {
        const FIRST: Sql = Sql::both("INSERT INTO bridge_cursors (name, position) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");
        const NEXT: Sql = Sql::both("UPDATE bridge_cursors SET position = $2 WHERE name = $1 AND position = $3");
        let changed = match from {
            None => self.execute(&FIRST, &[name.into(), integer(to).into()]).await?,
            Some(from) => self.execute(&NEXT, &[name.into(), integer(to).into(), integer(from).into()]).await?,
        };
        Ok(changed == 1)
    }
}
