//! The log: the feed read backwards, filtered by what the ledger has columns for.

use crate::{FeedEntry, Noun, Query, Reader, StoreError, feed, unit::integer};
use dream_clock::Timestamp;
use dream_id::{Limit, Page, RunId, Scope};
use dream_ledger::Recorded;
use dream_sql::{Sql, Value};

/// Which entries a reader of the log wants; all unless told otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogFilter {
    /// Only of this noun, in lowercase letters: the first half of the entries' kind.
    pub noun: Option<String>,
    /// Only of this stream.
    pub stream: Option<String>,
    /// Only of this run, its stages, attempts, reviews, artifacts and their versions, its budget, and the constraints,
    /// tasks and permissions that name it.
    pub run: Option<RunId>,
    /// Only what was decided then or later.
    pub since: Option<Timestamp>,
}

/// The streams that belong to the run `$RUN`: its own and those of every governed row that names it.
const OF_RUN: &str = "e.stream IN (SELECT id FROM runs WHERE id = $RUN UNION ALL SELECT id FROM stages WHERE run = $RUN \
    UNION ALL SELECT id FROM attempts WHERE run = $RUN UNION ALL SELECT id FROM reviews WHERE run = $RUN \
    UNION ALL SELECT id FROM artifacts WHERE run = $RUN UNION ALL SELECT id FROM versions WHERE run = $RUN \
    UNION ALL SELECT id FROM budgets WHERE run = $RUN UNION ALL SELECT id FROM constraints WHERE run = $RUN \
    UNION ALL SELECT id FROM tasks WHERE run = $RUN UNION ALL SELECT id FROM permissions WHERE run = $RUN)";

impl Reader {
    /// A page of the entries in `scope` that `filter` names, newest first, before the position `before` or from the end. The page's
    /// cursor is the position of its last entry.
    pub async fn log(
        &mut self,
        scope: Scope,
        filter: &LogFilter,
        before: Option<u64>,
        limit: Limit,
    ) -> Result<Page<FeedEntry>, StoreError> {
        let (sql, params) = select(scope, filter, before, limit);
        let column = StoreError::sql("reading the log");
        let mut entries = Vec::new();
        for row in self.rows(&sql, &params).await? {
            let position = u64::try_from(row.int(0).map_err(&column)?).unwrap_or(0);
            entries.push(FeedEntry { position, envelope: feed::parse(row.bytes(1).map_err(&column)?)? });
        }
        Ok(Page::cut(entries, limit, |entry| entry.position.to_string()))
    }
}

impl Reader {
    /// Every event of the stream `id`, oldest first, if it is in `scope`: also those that have no place in the feed yet.
    pub async fn events_of<A: Noun>(&mut self, scope: Scope, id: A::Id) -> Result<Vec<Recorded<A::Event>>, StoreError> {
        const EVENTS: Sql = Sql::both("SELECT body FROM events WHERE stream = $1 ORDER BY version");
        let mut events = Vec::new();
        for row in self.rows(&EVENTS, &[id.to_string().into()]).await? {
            let envelope = feed::parse(row.bytes(0).map_err(StoreError::sql("reading a stream"))?)?;
            if scope.covers(envelope.org) {
                events.push(envelope.event::<A::Event>()?);
            }
        }
        Ok(events)
    }
}

fn select(scope: Scope, filter: &LogFilter, before: Option<u64>, limit: Limit) -> (Sql, Vec<Value>) {
    // The entries of a stream lie side by side in the index of the streams, and within it positions grow with versions. SQLite reads the
    // tables of a CROSS JOIN in their order: by the streams where some are named, or it would walk through all that the organisation has.
    let (from, order) = match (&filter.stream, filter.run) {
        (Some(_), _) => ("events e CROSS JOIN feed f", "e.version"),
        (None, Some(_)) => ("events e CROSS JOIN feed f", "f.position"),
        (None, None) => ("feed f CROSS JOIN events e", "f.position"),
    };
    let mut text = format!("SELECT f.position, e.body FROM {from} WHERE e.seq = f.seq AND f.position < $1");
    let mut params = vec![Value::from(before.map_or(i64::MAX, integer))];
    let mut condition = |start: &str, value: Value| {
        params.push(value);
        text.push_str(&format!(" AND {start} ${}", params.len()));
    };
    if let Some(org) = scope.org() {
        condition("f.org =", org.to_string().into());
    }
    if let Some(noun) = &filter.noun {
        condition("e.kind LIKE", format!("{noun}.%").into());
    }
    if let Some(stream) = &filter.stream {
        condition("e.stream =", stream.into());
    }
    if let Some(since) = filter.since {
        condition("e.at >=", since.micros().into());
    }
    if let Some(run) = filter.run {
        params.push(run.to_string().into());
        text.push_str(" AND ");
        text.push_str(&OF_RUN.replace("$RUN", &format!("${}", params.len())));
    }
    text.push_str(&format!(" ORDER BY {order} DESC LIMIT {}", u64::from(limit.get()) + 1));
    (Sql::owned(text), params)
}
