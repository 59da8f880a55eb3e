//! What Discord and Slack told of messages, in its order, until it was carried over.

use crate::{Query, Reader, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{ConnectionId, OrgId, ParseIdError, ReceivedId, SourceId, SystemKey};
use dream_sql::{Row, Sql};

/// By what something is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HeardBy {
    /// A bot of Discord's, over its gateway.
    Connection(ConnectionId),
    /// A source that Slack tells.
    Source(SourceId),
}

impl std::fmt::Display for HeardBy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connection(id) => id.fmt(f),
            Self::Source(id) => id.fmt(f),
        }
    }
}

impl std::str::FromStr for HeardBy {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::Connection).or_else(|_| text.parse().map(Self::Source))
    }
}

/// Something that was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardRow {
    /// By what it was heard.
    pub by: HeardBy,
    /// Its place in the order in which it was told there.
    pub number: i64,
    /// Whose it is.
    pub org: OrgId,
    /// The channel or thread it happened in.
    pub channel: String,
    /// What happened, as JSON that its owner understands.
    pub happened: String,
    /// When it was heard.
    pub heard_at: Timestamp,
    /// What came in from outside and told of it; `None` for what a gateway told.
    pub event: Option<ReceivedId>,
    /// How often it could not be carried over.
    pub tries: u32,
}

impl Unit {
    /// Keeps what was heard, behind what was heard by the same before; `event` told of it. Two units that keep something heard by the same must not
    /// run at once.
    pub async fn keep_heard(
        &mut self,
        org: OrgId,
        (by, event): (HeardBy, Option<ReceivedId>),
        channel: &str,
        happened: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        const KEEP: Sql = Sql::both(
            "INSERT INTO pairing_heard (connection, number, org, channel, happened, heard_at, due_at, tries, event) \
             VALUES ($1, (SELECT coalesce(max(number), 0) + 1 FROM pairing_heard WHERE connection = $1), $2, $3, $4, $5, $5, 0, $6)",
        );
        let event = event.map(|event| event.to_string());
        let params = [by.to_string().into(), org.to_string().into(), channel.into(), happened.into(), at.micros().into(), event.into()];
        self.execute(&KEEP, &params).await.map(drop)
    }

    /// Forgets what was carried over. False when somebody else did.
    pub async fn forget_heard(&mut self, row: &HeardRow) -> Result<bool, StoreError> {
        const FORGET: Sql = Sql::both("DELETE FROM pairing_heard WHERE connection = $1 AND number = $2 AND org = $3 AND happened = $4");
        let params = [row.by.to_string().into(), row.number.into(), row.org.to_string().into(), row.happened.as_str().into()];
        Ok(self.execute(&FORGET, &params).await? == 1)
    }

    /// What could not be carried over is looked at again at `due`; what came later in its channel waits behind it.
    pub async fn put_off_heard(&mut self, row: &HeardRow, due: Timestamp) -> Result<(), StoreError> {
        const PUT_OFF: Sql =
            Sql::both("UPDATE pairing_heard SET due_at = $3, tries = tries + 1 WHERE connection = $1 AND number = $2 AND org = $4");
        let params = [row.by.to_string().into(), row.number.into(), due.micros().into(), row.org.to_string().into()];
        self.execute(&PUT_OFF, &params).await.map(drop)
    }
}

impl Reader {
    /// By what something was heard that is to be carried over at `now`, at most 1,000.
    pub async fn heard_by(&mut self, _key: SystemKey, now: Timestamp) -> Result<Vec<HeardBy>, StoreError> {
        const DUE: Sql = Sql::both(
            "SELECT DISTINCT h.connection FROM pairing_heard h WHERE h.due_at <= $1 \
             AND NOT EXISTS (SELECT 1 FROM pairing_heard e WHERE e.connection = h.connection AND e.channel = h.channel \
             AND e.number < h.number AND e.due_at > $1) ORDER BY h.connection LIMIT 1000",
        );
        let column = StoreError::sql("reading what was heard");
        let found = self.rows(&DUE, &[now.micros().into()]).await?;
        let by = |row: &Row| {
            let text = row.text(0).map_err(&column)?;
            text.parse().map_err(|error| StoreError::damaged("pairing_heard", text, error))
        };
        found.iter().map(by).collect()
    }

    /// What was heard by `by` and is to be carried over at `now`, the oldest first; nothing that stands behind something that is put off.
    pub async fn heard(&mut self, _key: SystemKey, by: HeardBy, now: Timestamp, most: u32) -> Result<Vec<HeardRow>, StoreError> {
        const DUE: Sql = Sql::both(
            "SELECT h.connection, h.number, h.org, h.channel, h.happened, h.heard_at, h.tries, h.event FROM pairing_heard h \
             WHERE h.connection = $1 AND h.due_at <= $2 \
             AND NOT EXISTS (SELECT 1 FROM pairing_heard e WHERE e.connection = h.connection AND e.channel = h.channel \
             AND e.number < h.number AND e.due_at > $2) ORDER BY h.number LIMIT $3",
        );
        self.rows(&DUE, &[by.to_string().into(), now.micros().into(), most.into()]).await?.iter().map(read).collect()
    }
}

fn read(row: &Row) -> Result<HeardRow, StoreError> {
    let column = StoreError::sql("reading what was heard");
    let number = row.int(1).map_err(&column)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("pairing_heard", number, what);
    Ok(HeardRow {
        by: row.text(0).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        number,
        org: row.text(2).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        channel: row.text(3).map_err(&column)?.to_owned(),
        happened: row.text(4).map_err(&column)?.to_owned(),
        heard_at: Timestamp::from_micros(row.int(5).map_err(&column)?),
        tries: u32::try_from(row.int(6).map_err(&column)?).unwrap_or(u32::MAX),
        event: row.opt_text(7).map_err(&column)?.map(str::parse).transpose().map_err(|error| damaged(&error))?,
    })
}
