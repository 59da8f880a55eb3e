//! Taking the words out of the record of deliveries.

use super::{COLUMNS, DeliveryRow, read};
use crate::{Query as _, StoreError, Unit};
use dream_id::OrgId;
use dream_sql::Sql;

impl Unit {
    /// The deliveries of `org` about a message of a pairing, the oldest first, locked until the end of the unit.
    pub async fn lock_deliveries_about(&mut self, org: OrgId, about: &str) -> Result<Vec<DeliveryRow>, StoreError> {
        // The index has those of pairings alone.
        let text =
            format!("SELECT {COLUMNS} FROM deliveries WHERE org = $1 AND about = $2 AND substr(about, 1, 8) = 'pairing:' ORDER BY number");
        let sql = Sql::each_owned(text.clone(), text + " FOR UPDATE");
        self.rows(&sql, &[org.to_string().into(), about.into()]).await?.iter().map(read).collect()
    }

    /// What a delivery says is `row.what` from now on. False when it is not there any more.
    pub async fn save_what(&mut self, row: &DeliveryRow) -> Result<bool, StoreError> {
        const SAVE: Sql = Sql::both("UPDATE deliveries SET what = $3 WHERE id = $1 AND org = $2");
        let params = [row.id.to_string().into(), row.org.to_string().into(), row.what.as_str().into()];
        Ok(self.execute(&SAVE, &params).await? == 1)
    }
}
