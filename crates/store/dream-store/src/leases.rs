//! Leases: which process works on what, until when. A lost lease's holder is fenced off by its token.
//!
//! Where several processes share a database, its own clock says when a lease ends: a process whose clock is ahead cannot take what
//! another still holds, and one whose clock is behind cannot hold on to what has ended.

use crate::{Query, Store, StoreError, Unit, unit::integer};
use dream_clock::Timestamp;
use dream_id::{AttemptId, SystemKey};
use dream_sql::{Positions, Sql};
use std::time::Duration;

/// What stands before an attempt's id in the name of its lease.
const ATTEMPT: &str = "attempt:";
/// The time that is handed in where the database's own counts.
const ENGINES_OWN: i64 = -1;

/// The right to work on `name` until `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// What is worked on.
    pub name: String,
    /// Who works on it.
    pub holder: String,
    /// Grows with every new holder: a write that carries an older one is refused.
    pub fence: u64,
    /// When it ends unless it is renewed, by the clock that leases go by.
    pub until: Timestamp,
}

/// A statement in pieces, between which stands the present time: the parameter `$1`, or the engine's own clock where that counts.
macro_rules! timed {
    ($before:literal $(, $after:literal)*) => {
        Sql::each(
            concat!($before $(, "$1", $after)*),
            concat!($before $(, "(CASE WHEN $1::bigint < 0 THEN (extract(epoch FROM clock_timestamp()) * 1000000)::bigint ELSE $1::bigint END)", $after)*),
        )
    };
}

/// What stands before a server's name in the name of the lease by which it says that it runs.
const SERVER: &str = "server:";

/// A server that shares the database, or did within the last 30 days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenServer {
    /// Its name: the same after a restart.
    pub name: String,
    /// The machine it runs on.
    pub host: String,
    /// Whether it runs now, as far as its lease says.
    pub runs: bool,
}

/// The name of the lease by which a server says that it runs.
#[must_use]
pub fn server_lease(name: &str) -> String {
    format!("{SERVER}{name}")
}

/// The name of the lease on an attempt.
#[must_use]
pub fn attempt_lease(attempt: AttemptId) -> String {
    format!("{ATTEMPT}{attempt}")
}

/// The present time by the clock that leases go by, as a statement takes it.
fn time(store: &Store) -> i64 {
    match store.db().positions() {
        Positions::Sequenced if store.clock().is_of_the_world() => ENGINES_OWN,
        // An embedded database has one process, and so one clock.
        Positions::Sequenced | Positions::Inline => store.now().micros(),
    }
}

impl Store {
    /// The servers that share the database, by name, with those that ran within the last 30 days.
    pub async fn servers(&self, _key: SystemKey) -> Result<Vec<SeenServer>, StoreError> {
        const SEEN: Sql = timed!(
            "SELECT name, holder, CAST(CASE WHEN until > ",
            " THEN 1 ELSE 0 END AS bigint) FROM leases WHERE name LIKE 'server:%' AND until > ",
            " - 2592000000000 ORDER BY name"
        );
        let rows = self.read().await?.rows(&SEEN, &[time(self).into()]).await?;
        let column = StoreError::sql("reading which servers there are");
        let seen = rows.iter().map(|row| {
            let name = row.text(0).map_err(&column)?;
            let name = name.strip_prefix(SERVER).unwrap_or(name).to_owned();
            let (host, runs) = (row.text(1).map_err(&column)?.to_owned(), row.int(2).map_err(&column)? == 1);
            Ok(SeenServer { name, host, runs })
        });
        seen.collect()
    }
}

impl Unit {
    /// Takes the lease `name` for `holder` for `term` from now, if nobody else holds it. The holder's own is renewed with its fence.
    pub async fn take_lease(&mut self, _key: SystemKey, name: &str, holder: &str, term: Duration) -> Result<Option<Lease>, StoreError> {
        const TAKE: Sql = timed!(
            "INSERT INTO leases (name, holder, fence, until) VALUES ($2, $3, 1, ",
            " + $4) ON CONFLICT (name) DO UPDATE SET \
             fence = leases.fence + CASE WHEN leases.holder = excluded.holder THEN 0 ELSE 1 END, \
             holder = excluded.holder, until = excluded.until \
             WHERE leases.holder = excluded.holder OR leases.until <= ",
            " RETURNING fence, until"
        );
        let term = i64::try_from(term.as_micros()).unwrap_or(i64::MAX);
        let params = [time(self.store()).into(), name.into(), holder.into(), term.into()];
        let Some(row) = self.row(&TAKE, &params).await? else { return Ok(None) };
        let column = StoreError::sql("taking a lease");
        let fence = u64::try_from(row.int(0).map_err(&column)?).unwrap_or(0);
        let until = Timestamp::from_micros(row.int(1).map_err(&column)?);
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

    /// Whether somebody holds the lease `name` now.
    pub async fn is_leased(&mut self, _key: SystemKey, name: &str) -> Result<bool, StoreError> {
        const LEASED: Sql = timed!("SELECT fence FROM leases WHERE name = $2 AND until > ", "");
        Ok(self.row(&LEASED, &[time(self.store()).into(), name.into()]).await?.is_some())
    }

    /// Gives a lease back.
    pub async fn release_lease(&mut self, lease: &Lease) -> Result<(), StoreError> {
        const RELEASE: Sql = Sql::both("UPDATE leases SET until = 0 WHERE name = $1 AND holder = $2 AND fence = $3");
        self.execute(&RELEASE, &[lease.name.as_str().into(), lease.holder.as_str().into(), integer(lease.fence).into()]).await?;
        Ok(())
    }

    /// Ends every lease of `holder`, whose process is known to be gone: what it has still under way under one is refused. Returns how many.
    pub async fn end_leases_of(&mut self, _key: SystemKey, holder: &str) -> Result<u64, StoreError> {
        const END: Sql = Sql::both("UPDATE leases SET until = 0, fence = fence + 1 WHERE holder = $1 AND until > 0");
        self.execute(&END, &[holder.into()]).await
    }

    /// Forgets the leases that have ended on attempts that are over, at most 1,000 at a time. Returns how many.
    pub async fn forget_leases(&mut self, _key: SystemKey) -> Result<u64, StoreError> {
        const FORGET: Sql = timed!(
            "DELETE FROM leases WHERE name IN (SELECT l.name FROM leases l WHERE l.name LIKE 'attempt:%' AND l.until <= ",
            " AND NOT EXISTS (SELECT 1 FROM attempts a WHERE a.id = substr(l.name, 9) AND a.status = 'running') LIMIT 1000)"
        );
        let now = time(self.store());
        self.execute(&FORGET, &[now.into()]).await
    }
}
