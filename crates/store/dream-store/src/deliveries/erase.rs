//! Taking the words out of the record of deliveries.

use super::{COLUMNS, DeliveryRow, read};
use crate::{Query as _, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{OrgId, SystemKey};
use dream_sql::{Sql, Value};

/// How many things one statement names.
const AT_ONCE: usize = 500;

impl Unit {
    /// The deliveries of `org` about a message of a pairing, the oldest first, locked until the end of the unit.
    pub async fn lock_deliveries_about(&mut self, org: OrgId, about: &str) -> Result<Vec<DeliveryRow>, StoreError> {
        // The index has those of pairings alone.
        let text =
            format!("SELECT {COLUMNS} FROM deliveries WHERE org = $1 AND about = $2 AND substr(about, 1, 8) = 'pairing:' ORDER BY number");
        let sql = Sql::each_owned(text.clone(), text + " FOR UPDATE");
        self.rows(&sql, &[org.to_string().into(), about.into()]).await?.iter().map(read).collect()
    }

    /// The deliveries of `org` that have ended and still hold words from before `before`, the oldest words first, at most `most`; locked until the
    /// end of the unit.
    pub async fn lock_old_words(&mut self, org: OrgId, before: Timestamp, most: u32) -> Result<Vec<DeliveryRow>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM deliveries WHERE org = $1 AND words_from < $2 AND NOT open ORDER BY words_from, number LIMIT $3"
        );
        let sql = Sql::each_owned(text.clone(), text + " FOR UPDATE");
        self.rows(&sql, &[org.to_string().into(), before.micros().into(), most.into()]).await?.iter().map(read).collect()
    }

    /// Says that where these messages of pairings were said keeps them no longer: what deliveries say of them counts as old, whatever the plan keeps.
    /// Returns how many deliveries that are.
    pub async fn outlive_words(&mut self, _key: SystemKey, org: OrgId, about: &[String]) -> Result<u64, StoreError> {
        let mut marked = 0;
        for about in about.chunks(AT_ONCE) {
            let places: Vec<String> = (2..).take(about.len()).map(|n| format!("${n}")).collect();
            let text = format!(
                "UPDATE deliveries SET words_from = 0 WHERE org = $1 AND about IN ({}) AND substr(about, 1, 8) = 'pairing:' AND words_from > 0",
                places.join(", ")
            );
            let params: Vec<Value> =
                std::iter::once(org.to_string().into()).chain(about.iter().map(|about| about.as_str().into())).collect();
            marked += self.execute(&Sql::owned(text), &params).await?;
        }
        Ok(marked)
    }

    /// What a delivery says is `row.what` from now on, in which nothing is left of its words. False when it is not there any more.
    pub async fn save_erased(&mut self, row: &DeliveryRow) -> Result<bool, StoreError> {
        const SAVE: Sql = Sql::both("UPDATE deliveries SET what = $3, words_from = NULL WHERE id = $1 AND org = $2");
        let params = [row.id.to_string().into(), row.org.to_string().into(), row.what.as_str().into()];
        Ok(self.execute(&SAVE, &params).await? == 1)
    }
}
