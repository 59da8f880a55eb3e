//! Searching the history.

use super::{project_text, words};
use crate::{Query, Reader, StoreError};
use dream_clock::Timestamp;
use dream_id::{ProjectId, Scope};
use dream_messages::MessageNumber;
use dream_sql::{Sql, Value};

/// Which messages are asked for; all in the scope unless told otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Only those of the channel with this name.
    pub channel: Option<String>,
    /// Only those of channels of these projects; `Some(None)` stands for the organisation's own.
    pub projects: Option<Vec<Option<ProjectId>>>,
    /// Only those of this sender.
    pub sender: Option<String>,
    /// Only those that hold all words of this text.
    pub text: Option<String>,
    /// Only those that were sent then or later.
    pub since: Option<Timestamp>,
    /// Only those that were sent before then.
    pub until: Option<Timestamp>,
}

/// A message that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistoryHit {
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Its number.
    pub number: MessageNumber,
}

impl Reader {
    /// Up to `limit` messages that `query` asks for, newest first, from before `before` on.
    pub async fn search_history(
        &mut self,
        scope: Scope,
        query: &HistoryQuery,
        before: Option<HistoryHit>,
        limit: u32,
    ) -> Result<Vec<HistoryHit>, StoreError> {
        let Some((sql, params)) = select(scope, query, before, limit) else { return Ok(Vec::new()) };
        let column = StoreError::sql("searching the history");
        let hit = |row: &dream_sql::Row| {
            let sent_at = Timestamp::from_micros(row.int(1).map_err(&column)?);
            Ok(HistoryHit { sent_at, number: MessageNumber::from_stored(row.int(0).map_err(&column)?) })
        };
        self.rows(&sql, &params).await?.iter().map(hit).collect()
    }
}

/// A statement that is put together: one text per engine, and the values.
#[derive(Default)]
struct Statement {
    sqlite: String,
    postgres: String,
    params: Vec<Value>,
}

impl Statement {
    fn text(&mut self, text: &str) {
        self.sqlite.push_str(text);
        self.postgres.push_str(text);
    }

    /// The place of a value.
    fn place(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    fn condition(&mut self, start: &str, value: impl Into<Value>) {
        let place = self.place(value);
        self.text(&format!(" AND {start} {place}"));
    }
}

/// `None` when nothing can match.
fn select(scope: Scope, query: &HistoryQuery, before: Option<HistoryHit>, limit: u32) -> Option<(Sql, Vec<Value>)> {
    let mut statement = Statement::default();
    statement.text("SELECT i.number, i.sent_at FROM message_index i WHERE 1 = 1");
    if let Some(org) = scope.org() {
        statement.condition("i.org =", org.to_string());
    }
    if let Some(channel) = &query.channel {
        statement.condition("i.channel =", channel);
    }
    if let Some(projects) = &query.projects {
        if projects.is_empty() {
            return None;
        }
        let places: Vec<String> = projects.iter().map(|project| statement.place(project_text(*project))).collect();
        statement.text(&format!(" AND i.project IN ({})", places.join(", ")));
    }
    if let Some(sender) = &query.sender {
        statement.condition("i.sender =", sender);
    }
    if let Some(since) = query.since {
        statement.condition("i.sent_at >=", since.micros());
    }
    if let Some(until) = query.until {
        statement.condition("i.sent_at <", until.micros());
    }
    if let Some(hit) = before {
        let (at, number) = (statement.place(hit.sent_at.micros()), statement.place(hit.number.stored()));
        statement.text(&format!(" AND (i.sent_at, i.number) < ({at}, {number})"));
    }
    if let Some(text) = &query.text {
        with_words(&mut statement, words::question(scope.org(), text)?);
    }
    statement.text(&format!(" ORDER BY i.sent_at DESC, i.number DESC LIMIT {limit}"));
    Some((Sql::each_owned(statement.sqlite, statement.postgres), statement.params))
}

/// Both texts use both values, each in its own way, so that their places agree.
fn with_words(statement: &mut Statement, (sqlite, postgres): (String, String)) {
    let (ours, theirs) = (statement.place(sqlite), statement.place(postgres));
    statement
        .sqlite
        .push_str(&format!(" AND {theirs} IS NOT NULL AND i.number IN (SELECT rowid FROM message_words WHERE message_words MATCH {ours})"));
    statement.postgres.push_str(&format!(
        " AND {ours}::text IS NOT NULL AND EXISTS (SELECT 1 FROM message_words w WHERE w.number = i.number AND w.words @@ plainto_tsquery('simple', {theirs}))"
    ));
}
