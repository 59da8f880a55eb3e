//! Leases: which process works on what, until when. A lost lease's holder is fenced off by its token.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_clock::Timestamp;
use dream_id::SystemKey;
use dream_sql::Sql;

/// The right to work on `name` until `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What is worked on.
    pub name: String,
    /// Who works on it.
    pub holder: String,
    /// Grows with every new holder: a write that carries an older one is refused.
    pub fence: u64,
    /// When it ends unless it is renewed.
    pub until: Timestamp,
}

impl Unit {
    /// Takes the lease `name` for `holder`, if nobody else holds it at `now`. The holder's own lease is renewed with its fence.
    pub async fn take_lease(
        &mut self,
        _key: SystemKey,
        name: &str,
        holder: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        const TAKE: Sql = Sql::both(
            "INSERT INTO leases (name, holder, fence, until) VALUES ($1, $2, 1, $4) ON CONFLICT (name) DO UPDATE SET \
             fence = leases.fence + CASE WHEN leases.holder = excluded.holder THEN 0 ELSE 1 END, \
             holder = excluded.holder, until = excluded.until \
             WHERE leases.holder = excluded.holder OR leases.until <= $3 RETURNING fence",
        );
        let params = [name.into(), holder.into(), now.micros().into(), until.micros().into()];
        let Some(row) = self.row(&TAKE, &params).await? else { return Ok(None) };
        let fence = u64::try_from(row.int(0).map_err(StoreError::sql("taking a lease"))?).unwrap_or(0);
        Ok(Some(Lease { name: name.to_owned(), holder: holder.to_owned(), fence, until }))
    }

    /// Whether `lease` is still its holder's: call it in the transaction that writes the work's result.
    pub async fn holds_lease(&mut self, lease: &Lease) -> Result<bool, StoreError> {
        // Locked where units run side by side, so that nobody takes the lease between this answer and the end of the unit.
        const HELD: Sql = Sql::each(
            "SELECT fence FROM leases WHERE name = $1 AND holder = $2 AND fence = $3",
            "SELECT fence FROM leases WHERE name = $1 AND holder = $2 AND fence = $3 FOR UPDATE",
        );
        let row = self.row(&HELD, &[lease.name.as_str().into(), lease.holder.as_str().into(), integer(lease.fence).into()]).await?;
        Ok(row.is_some())
    }

    /// Whether somebody holds the lease `name` at `now`.
    pub async fn is_leased(&mut self, _key: SystemKey, name: &str, now: Timestamp) -> Result<bool, StoreError> {
        const LEASED: Sql = Sql::both("SELECT fence FROM leases WHERE name = $1 AND until > $2");
        Ok(self.row(&LEASED, &[name.into(), now.micros().into()]).await?.is_some())
    }

    /// Gives a lease back.
    pub async fn release_lease(&mut self, lease: &Lease) -> Result<(), StoreError> {
        const RELEASE: Sql = Sql::both("UPDATE leases SET until = 0 WHERE name = $1 AND holder = $2 AND fence = $3");
        self.execute(&RELEASE, &[lease.name.as_str().into(), lease.holder.as_str().into(), integer(lease.fence).into()]).await?;
        Ok(())
    }
}
