//! How far each worker has read the feed.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::SystemKey;
use dream_sql::Sql;

/// The position up to which `worker` has done its work; 0 at the beginning.
pub async fn position<Q: Query>(q: &mut Q, _key: SystemKey, worker: &str) -> Result<u64, StoreError> {
    const FIND: Sql = Sql::both("SELECT position FROM worker_cursors WHERE worker = $1");
    let Some(row) = q.row(&FIND, &[worker.into()]).await? else { return Ok(0) };
    Ok(u64::try_from(row.int(0).map_err(StoreError::sql("reading a cursor"))?).unwrap_or(0))
}

impl Unit {
    /// Moves a worker's cursor forward; never back.
    pub async fn advance_cursor(&mut self, _key: SystemKey, worker: &str, position: u64) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both(
            "INSERT INTO worker_cursors (worker, position) VALUES ($1, $2) \
             ON CONFLICT (worker) DO UPDATE SET position = excluded.position WHERE worker_cursors.position < excluded.position",
        );
        self.execute(&SAVE, &[worker.into(), integer(position).into()]).await?;
        Ok(())
    }
}
