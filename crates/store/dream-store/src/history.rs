//! The history of messages: what can be searched for, filled behind the bus, and how far it has come in each channel.

mod search;
mod words;

pub use search::{HistoryHit, HistoryQuery};

use crate::{Query, Reader, StoreError, Unit, unit::integer};
use dream_clock::Timestamp;
use dream_id::{MessageId, OrgId, ProjectId, Scope, SystemKey};
use dream_messages::MessageNumber;
use dream_sql::{Row, Sql, Value};
use std::collections::BTreeMap;

/// How a project is written in a column: empty where there is none.
pub(crate) fn project_text(project: Option<ProjectId>) -> String {
    project.map(|project| project.to_string()).unwrap_or_default()
}

/// How far a channel's messages have come: places, each the last that is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HistoryCursor {
    /// Up to here they can be searched for.
    pub indexed: u64,
    /// Up to here they were removed from the history again, as retention has removed them.
    pub pruned: u64,
    /// Up to here their digests are in the ledger.
    pub sealed: u64,
}

/// A message on its way into the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedMessage {
    /// Its number.
    pub number: MessageNumber,
    /// Its organisation.
    pub org: OrgId,
    /// Its channel's project.
    pub project: Option<ProjectId>,
    /// Its channel.
    pub channel: String,
    /// Who sent it.
    pub sender: String,
    /// When.
    pub sent_at: Timestamp,
    /// What it says; empty once it was erased.
    pub body: String,
}

impl Reader {
    /// How far the channels whose numbers are within `first..=last` have come; those that are missing have not begun.
    pub async fn history_cursors(&mut self, scope: Scope, first: u32, last: u32) -> Result<BTreeMap<u32, HistoryCursor>, StoreError> {
        const ALL: Sql = Sql::both("SELECT channel, indexed, pruned, sealed FROM history_cursors WHERE channel >= $1 AND channel <= $2");
        const ONE: Sql =
            Sql::both("SELECT channel, indexed, pruned, sealed FROM history_cursors WHERE channel >= $1 AND channel <= $2 AND org = $3");
        let mut params = vec![first.into(), last.into()];
        let sql = match scope.org() {
            None => &ALL,
            Some(org) => {
                params.push(org.to_string().into());
                &ONE
            }
        };
        self.rows(sql, &params).await?.iter().map(cursor).collect()
    }
}

fn cursor(row: &Row) -> Result<(u32, HistoryCursor), StoreError> {
    let column = StoreError::sql("reading how far the history has come");
    let place = |index| row.int(index).map(|place| u64::try_from(place).unwrap_or(0)).map_err(&column);
    let channel = u32::try_from(place(0)?).unwrap_or(u32::MAX);
    Ok((channel, HistoryCursor { indexed: place(1)?, pruned: place(2)?, sealed: place(3)? }))
}

impl Unit {
    /// How far a channel has come, locked until the end of the unit.
    pub async fn lock_history(&mut self, _key: SystemKey, org: OrgId, channel: u32) -> Result<HistoryCursor, StoreError> {
        const MAKE: Sql = Sql::both(
            "INSERT INTO history_cursors (channel, org, indexed, pruned, sealed) VALUES ($1, $2, 0, 0, 0) ON CONFLICT (channel) DO NOTHING",
        );
        const LOCK: Sql = Sql::each(
            "SELECT channel, indexed, pruned, sealed FROM history_cursors WHERE channel = $1",
            "SELECT channel, indexed, pruned, sealed FROM history_cursors WHERE channel = $1 FOR UPDATE",
        );
        self.execute(&MAKE, &[channel.into(), org.to_string().into()]).await?;
        let row = self.row(&LOCK, &[channel.into()]).await?;
        row.as_ref().map(cursor).transpose().map(|found| found.map(|(_, cursor)| cursor).unwrap_or_default())
    }

    /// Says how far a channel has come now, in the unit that locked it.
    pub async fn save_history(&mut self, _key: SystemKey, channel: u32, cursor: HistoryCursor) -> Result<(), StoreError> {
        const SAVE: Sql = Sql::both("UPDATE history_cursors SET indexed = $2, pruned = $3, sealed = $4 WHERE channel = $1");
        let params = [channel.into(), integer(cursor.indexed).into(), integer(cursor.pruned).into(), integer(cursor.sealed).into()];
        self.execute(&SAVE, &params).await.map(drop)
    }

    /// The messages of a channel at the places `from..=to`, as far as they are in the history, the oldest first.
    pub async fn history_between(&mut self, _key: SystemKey, channel: u32, from: u64, to: u64) -> Result<Vec<MessageId>, StoreError> {
        const BETWEEN: Sql = Sql::both("SELECT number, sent_at FROM message_index WHERE number >= $1 AND number <= $2 ORDER BY number");
        let column = StoreError::sql("reading which messages are in the history");
        let number = |place| Value::Int(MessageNumber { channel, place }.stored());
        let id = |row: &Row| {
            let sent_at = Timestamp::from_micros(row.int(1).map_err(&column)?);
            Ok(MessageNumber::from_stored(row.int(0).map_err(&column)?).id(sent_at))
        };
        self.rows(&BETWEEN, &[number(from), number(to)]).await?.iter().map(id).collect()
    }

    /// Puts messages into the history.
    pub async fn index_messages(&mut self, _key: SystemKey, messages: &[IndexedMessage]) -> Result<(), StoreError> {
        if messages.is_empty() {
            return Ok(());
        }
        let mut params = Vec::with_capacity(messages.len() * 6);
        for message in messages {
            params.extend([
                Value::Int(message.number.stored()),
                message.org.to_string().into(),
                project_text(message.project).into(),
                message.channel.clone().into(),
                message.sender.clone().into(),
                message.sent_at.micros().into(),
            ]);
        }
        let text = "INSERT INTO message_index (number, org, project, channel, sender, sent_at) VALUES ".to_owned()
            + &rows(
                messages.len(),
                |first| format!("(${}, ${}, ${}, ${}, ${}, ${})", first, first + 1, first + 2, first + 3, first + 4, first + 5),
                6,
            )
            + " ON CONFLICT (number) DO NOTHING";
        self.execute(&Sql::owned(text), &params).await?;
        self.index_words(messages).await
    }

    async fn index_words(&mut self, messages: &[IndexedMessage]) -> Result<(), StoreError> {
        let worded = messages.iter().filter(|message| !message.body.is_empty());
        let params: Vec<Value> = worded
            .flat_map(|message| [Value::Int(message.number.stored()), words::of_message(message.org, &message.body).into()])
            .collect();
        if params.is_empty() {
            return Ok(());
        }
        let count = params.len() / 2;
        let sqlite = rows(count, |first| format!("(${first}, ${})", first + 1), 2);
        let postgres = rows(count, |first| format!("(${first}, strip(to_tsvector('simple', ${})))", first + 1), 2);
        let sql = Sql::each_owned(
            format!("INSERT INTO message_words (rowid, words) VALUES {sqlite}"),
            format!("INSERT INTO message_words (number, words) VALUES {postgres} ON CONFLICT (number) DO NOTHING"),
        );
        self.execute(&sql, &params).await.map(drop)
    }

    /// Forgets what a message says: it is not found by its words any more.
    pub async fn forget_words(&mut self, _key: SystemKey, number: MessageNumber) -> Result<(), StoreError> {
        const FORGET: Sql = Sql::each("DELETE FROM message_words WHERE rowid = $1", "DELETE FROM message_words WHERE number = $1");
        self.execute(&FORGET, &[Value::Int(number.stored())]).await.map(drop)
    }

    /// Removes the messages of a channel with the places `from..=to` from the history.
    pub async fn prune_history(&mut self, _key: SystemKey, channel: u32, from: u64, to: u64) -> Result<(), StoreError> {
        const ROWS: Sql = Sql::both("DELETE FROM message_index WHERE number >= $1 AND number <= $2");
        const WORDS: Sql = Sql::each(
            "DELETE FROM message_words WHERE rowid >= $1 AND rowid <= $2",
            "DELETE FROM message_words WHERE number >= $1 AND number <= $2",
        );
        let number = |place| Value::Int(MessageNumber { channel, place }.stored());
        let range = [number(from), number(to)];
        self.execute(&ROWS, &range).await?;
        self.execute(&WORDS, &range).await.map(drop)
    }
}

/// The places of `count` rows with `width` parameters each.
fn rows(count: usize, row: impl Fn(usize) -> String, width: usize) -> String {
    (0..count).map(|n| row(n * width + 1)).collect::<Vec<_>>().join(", ")
}
