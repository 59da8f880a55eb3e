//! The feed: the ledger in commit order, with a dense position from 1.

use crate::{Query, Reader, Store, StoreError, unit::integer};
use dream_id::{Limit, Scope};
use dream_ledger::{Envelope, EnvelopeError};
use dream_sql::Sql;

/// The wake-up that says: the feed has grown.
pub(crate) const FEED: &str = "dreamos_feed";
/// The wake-up that says: events wait for a position.
pub(crate) const LEDGER: &str = "dreamos_ledger";

/// One entry of the feed.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedEntry {
    /// Its place in the feed, from 1.
    pub position: u64,
    /// The event.
    pub envelope: Envelope,
}

/// Reads the canonical bytes of an event.
pub(crate) fn parse(body: &[u8]) -> Result<Envelope, StoreError> {
    serde_json::from_slice(body).map_err(|source| EnvelopeError::Unreadable { kind: "of the ledger".to_owned(), schema: 0, source }.into())
}

impl Reader {
    /// The entries after `position` that are in `scope`, oldest first.
    pub async fn feed(&mut self, scope: Scope, position: u64, limit: Limit) -> Result<Vec<FeedEntry>, StoreError> {
        const ALL: Sql = Sql::both(
            "SELECT f.position, e.body FROM feed f JOIN events e ON e.seq = f.seq WHERE f.position > $1 ORDER BY f.position LIMIT $2",
        );
        const ONE: Sql = Sql::both(
            "SELECT f.position, e.body FROM feed f JOIN events e ON e.seq = f.seq \
             WHERE f.position > $1 AND f.org = $3 ORDER BY f.position LIMIT $2",
        );
        let mut params = vec![integer(position).into(), i64::from(limit.get()).into()];
        let sql = match scope.org() {
            None => &ALL,
            Some(org) => {
                params.push(org.to_string().into());
                &ONE
            }
        };
        let column = StoreError::sql("reading the feed");
        let mut entries = Vec::new();
        for row in self.rows(sql, &params).await? {
            let position = u64::try_from(row.int(0).map_err(&column)?).unwrap_or(0);
            entries.push(FeedEntry { position, envelope: parse(row.bytes(1).map_err(&column)?)? });
        }
        Ok(entries)
    }

    /// The last position of the feed; 0 when it is empty.
    pub async fn feed_end(&mut self) -> Result<u64, StoreError> {
        const END: Sql = Sql::both("SELECT coalesce(max(position), 0) FROM feed");
        let Some(row) = self.row(&END, &[]).await? else { return Ok(0) };
        Ok(u64::try_from(row.int(0).map_err(StoreError::sql("reading the feed"))?).unwrap_or(0))
    }
}

impl Store {
    /// A wake-up that fires when the feed may have grown. Take it before reading, so that nothing is missed.
    #[must_use]
    pub fn feed_wakeups(&self) -> dream_sql::Wakeups {
        self.db.listen(FEED)
    }

    /// A wake-up that fires when events wait for a position.
    #[must_use]
    pub fn ledger_wakeups(&self) -> dream_sql::Wakeups {
        self.db.listen(LEDGER)
    }
}
