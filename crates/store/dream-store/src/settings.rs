//! Facts about this installation, such as which blob store belongs to this database.

use crate::{Query, StoreError, Unit};
use dream_id::SystemKey;
use dream_sql::Sql;

/// The setting `name`, if it was ever made.
pub async fn find<Q: Query>(q: &mut Q, _key: SystemKey, name: &str) -> Result<Option<String>, StoreError> {
    const FIND: Sql = Sql::both("SELECT value FROM settings WHERE name = $1");
    let Some(row) = q.row(&FIND, &[name.into()]).await? else { return Ok(None) };
    Ok(Some(row.text(0).map_err(StoreError::sql("reading a setting"))?.to_owned()))
}

impl Unit {
    /// The setting `name`, if it was ever made; nobody else changes it until the end of the unit.
    pub async fn lock_setting(&mut self, _key: SystemKey, name: &str) -> Result<Option<String>, StoreError> {
        const LOCK: Sql = Sql::each("SELECT value FROM settings WHERE name = $1", "SELECT value FROM settings WHERE name = $1 FOR UPDATE");
        let Some(row) = self.row(&LOCK, &[name.into()]).await? else { return Ok(None) };
        Ok(Some(row.text(0).map_err(StoreError::sql("reading a setting"))?.to_owned()))
    }

    /// Gives the setting `name` another value.
    pub async fn change_setting(&mut self, _key: SystemKey, name: &str, value: &str) -> Result<(), StoreError> {
        const CHANGE: Sql = Sql::both("UPDATE settings SET value = $2 WHERE name = $1");
        self.execute(&CHANGE, &[name.into(), value.into()]).await?;
        Ok(())
    }

    /// Makes the setting `name`, unless somebody made it before; gives what it is now.
    pub async fn make_setting(&mut self, key: SystemKey, name: &str, value: &str) -> Result<String, StoreError> {
        const MAKE: Sql = Sql::both("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING");
        self.execute(&MAKE, &[name.into(), value.into()]).await?;
        Ok(find(self, key, name).await?.unwrap_or_else(|| value.to_owned()))
    }
}
