//! Whether the database has room for what is to be written.

use crate::{Store, StoreError};
use dream_sql::Sql;

/// How much is written to find out, in bytes: more than a small write finds in pages that are there already.
const TRIED: usize = 256 << 10;
/// The name under which it is written, among the settings.
const NAME: &str = "room_tried";

impl Store {
    /// Whether the database has room. It is taken to have it until a write of this process is refused for want of space; from then on this
    /// writes 256 KiB and removes them, until that succeeds.
    ///
    /// # Errors
    /// [`StoreError::Sql`] when the database fails for another reason.
    pub async fn has_room(&self) -> Result<bool, StoreError> {
        if !self.db.wanted_space() {
            return Ok(true);
        }
        match self.try_room().await {
            Ok(()) => {
                self.db.forget_want_of_space();
                Ok(true)
            }
            Err(StoreError::Sql { source, .. }) if source.is_storage_full() => Ok(false),
            Err(other) => Err(other),
        }
    }

    async fn try_room(&self) -> Result<(), StoreError> {
        const WRITE: Sql =
            Sql::both("INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        const REMOVE: Sql = Sql::both("DELETE FROM settings WHERE name = $1");
        let mut tx = self.begin().await?;
        tx.execute(&WRITE, &[NAME.into(), self.incompressible().into()]).await?;
        tx.commit().await?;
        let mut tx = self.begin().await?;
        tx.execute(&REMOVE, &[NAME.into()]).await?;
        tx.commit().await
    }

    /// A text that no engine makes much shorter: of 64 letters, as they come.
    fn incompressible(&self) -> String {
        let mut bytes = vec![0; TRIED];
        self.rng().fill(&mut bytes);
        bytes.iter().map(|byte| char::from(b'0' + (byte & 63))).collect()
    }
}
