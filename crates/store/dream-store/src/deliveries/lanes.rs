//! Lanes: where deliveries wait behind each other, and when the first of each is to be looked at.

use super::DeliveryRow;
use crate::{Query, Reader, Store, StoreError, Unit};
use dream_bridge::delivery::State;
use dream_clock::Timestamp;
use dream_id::{DestinationId, OrgId, SystemKey};
use dream_sql::{Sql, Value, Wakeups};

/// The wake-up that says: something waits to be delivered.
const DELIVERIES: &str = "dreamos_deliveries";

/// A lane whose first delivery is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLane {
    /// The lane.
    pub lane: String,
    /// Whose it is.
    pub org: OrgId,
    /// By whom its deliveries are sent.
    pub sender: String,
    /// How many deliveries were ever added while it was there: tells whether one came since.
    pub added: i64,
}

impl Store {
    /// A wake-up that fires when something may wait to be delivered.
    #[must_use]
    pub fn delivery_wakeups(&self) -> Wakeups {
        self.db.listen(DELIVERIES)
    }
}

impl Reader {
    /// The organisations that have lanes due at `now`, in their order from behind `after` on and then from the beginning: at most `most`, each once.
    pub async fn orgs_with_due_lanes(
        &mut self,
        _key: SystemKey,
        now: Timestamp,
        after: Option<OrgId>,
        most: u32,
    ) -> Result<Vec<OrgId>, StoreError> {
        // From one organisation to the next by the index, whatever waits for each.
        const BEHIND: Sql = Sql::both(
            "WITH RECURSIVE waiting(org) AS (\
               SELECT (SELECT min(org) FROM delivery_lanes WHERE org > $1) \
               UNION ALL \
               SELECT (SELECT min(org) FROM delivery_lanes WHERE org > waiting.org) FROM waiting WHERE waiting.org IS NOT NULL\
             ) SELECT org FROM waiting WHERE org IS NOT NULL \
             AND EXISTS (SELECT 1 FROM delivery_lanes WHERE delivery_lanes.org = waiting.org AND due_at <= $2) LIMIT $3",
        );
        let after = after.map(|org| org.to_string()).unwrap_or_default();
        let mut found: Vec<OrgId> = Vec::new();
        let starts: &[&str] = if after.is_empty() { &[""] } else { &[&after, ""] };
        for start in starts {
            for row in self.rows(&BEHIND, &[(*start).into(), now.micros().into(), most.into()]).await? {
                let text = row.text(0).map_err(StoreError::sql("looking for lanes"))?;
                let org = text.parse().map_err(|error| StoreError::damaged("delivery_lanes", text, error))?;
                if found.len() < usize::try_from(most).unwrap_or(usize::MAX) && !found.contains(&org) {
                    found.push(org);
                }
            }
        }
        Ok(found)
    }

    /// The lanes of `org` that are due at `now`, the longest due first, without those of the senders `busy`.
    pub async fn due_lanes(
        &mut self,
        _key: SystemKey,
        (org, now): (OrgId, Timestamp),
        busy: &[String],
        most: u32,
    ) -> Result<Vec<DueLane>, StoreError> {
        let mut text = "SELECT lane, org, sender, added FROM delivery_lanes WHERE org = $3 AND due_at <= $1".to_owned();
        let mut params = vec![Value::from(now.micros()), Value::from(most), Value::from(org.to_string())];
        if !busy.is_empty() {
            // Filled up with the last one to a power of two, so that there are few statements to prepare.
            let size = busy.len().next_power_of_two();
            let filled = busy.iter().chain(busy.last().into_iter().cycle()).take(size);
            params.extend(filled.map(Value::from));
            let places: Vec<String> = (4..4 + size).map(|place| format!("${place}")).collect();
            text.push_str(&format!(" AND sender NOT IN ({})", places.join(", ")));
        }
        text.push_str(" ORDER BY due_at LIMIT $2");
        let column = StoreError::sql("reading lanes");
        let rows = self.rows(&Sql::owned(text), &params).await?;
        let lane = |row: &dream_sql::Row| {
            let lane = row.text(0).map_err(&column)?.to_owned();
            let org = row.text(1).map_err(&column)?.parse().map_err(|error| StoreError::damaged("delivery_lanes", &lane, error))?;
            Ok(DueLane { lane, org, sender: row.text(2).map_err(&column)?.to_owned(), added: row.int(3).map_err(&column)? })
        };
        rows.iter().map(lane).collect()
    }

    /// When the next lane is due; `None` when nothing waits.
    pub async fn next_lane_due(&mut self, _key: SystemKey) -> Result<Option<Timestamp>, StoreError> {
        const NEXT: Sql = Sql::both("SELECT min(due_at) FROM delivery_lanes");
        let Some(row) = self.row(&NEXT, &[]).await? else { return Ok(None) };
        Ok(row.opt_int(0).map_err(StoreError::sql("reading lanes"))?.map(Timestamp::from_micros))
    }
}

impl Unit {
    /// A delivery was added to its lane.
    pub(super) async fn wake_lane(&mut self, row: &DeliveryRow) -> Result<(), StoreError> {
        const WAKE: Sql = Sql::both(
            "INSERT INTO delivery_lanes (lane, org, sender, destination, due_at, added) VALUES ($1, $2, $3, $4, $5, 1) \
             ON CONFLICT (lane) DO UPDATE SET added = delivery_lanes.added + 1",
        );
        let due = match row.delivery.state {
            State::Queued { not_before } => not_before,
            _ => row.received_at,
        };
        let params = [
            row.lane.as_str().into(),
            row.org.to_string().into(),
            row.sender.as_str().into(),
            row.destination.map(|id| id.to_string()).into(),
            due.micros().into(),
        ];
        self.execute(&WAKE, &params).await?;
        self.notify(DELIVERIES);
        Ok(())
    }

    /// The lane is looked at again at `due`; with `None` never, because nothing is in it. Where a delivery was added since `lane` was read, it stays
    /// due as it is. Returns whether it was changed.
    pub async fn park_lane(&mut self, _key: SystemKey, lane: &DueLane, due: Option<Timestamp>) -> Result<bool, StoreError> {
        const LATER: Sql = Sql::both("UPDATE delivery_lanes SET due_at = $2 WHERE lane = $1");
        const EMPTY: Sql = Sql::both("DELETE FROM delivery_lanes WHERE lane = $1 AND added = $2");
        let name = Value::from(lane.lane.as_str());
        let changed = match due {
            // What is added stands behind the one that is waited for.
            Some(due) => self.execute(&LATER, &[name, due.micros().into()]).await?,
            None => self.execute(&EMPTY, &[name, lane.added.into()]).await?,
        };
        Ok(changed == 1)
    }

    /// Lanes of a destination are looked at again at once: it works again, or one of its deliveries was taken back.
    pub async fn wake_destination(&mut self, org: OrgId, destination: DestinationId, now: Timestamp) -> Result<(), StoreError> {
        const WAKE: Sql = Sql::both("UPDATE delivery_lanes SET due_at = $3 WHERE destination = $1 AND org = $2 AND due_at > $3");
        self.execute(&WAKE, &[destination.to_string().into(), org.to_string().into(), now.micros().into()]).await?;
        self.notify(DELIVERIES);
        Ok(())
    }

    /// All lanes of an organisation are looked at again at once: it was let go on.
    pub async fn wake_org(&mut self, org: OrgId, now: Timestamp) -> Result<(), StoreError> {
        const WAKE: Sql = Sql::both("UPDATE delivery_lanes SET due_at = $2 WHERE org = $1 AND due_at > $2");
        self.execute(&WAKE, &[org.to_string().into(), now.micros().into()]).await?;
        self.notify(DELIVERIES);
        Ok(())
    }

    /// Lanes of a sender are looked at again at once.
    pub async fn wake_sender(&mut self, org: OrgId, sender: &str, now: Timestamp) -> Result<(), StoreError> {
        const WAKE: Sql = Sql::both("UPDATE delivery_lanes SET due_at = $3 WHERE sender = $1 AND org = $2 AND due_at > $3");
        self.execute(&WAKE, &[sender.into(), org.to_string().into(), now.micros().into()]).await?;
        self.notify(DELIVERIES);
        Ok(())
    }
}
