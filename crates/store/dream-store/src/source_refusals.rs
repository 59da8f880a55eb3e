//! How much was refused to the senders of sources, counted in spans of five minutes at most over all processes.

use crate::{Query, Reader, StoreError, Unit};
use dream_clock::Timestamp;
use dream_id::{OrgId, SourceId, SystemKey};
use dream_sql::{Row, Sql};
use std::collections::{BTreeMap, BTreeSet};

/// How long a span is, in microseconds: five minutes.
const SPAN: i64 = 300_000_000;

/// What was refused to the sender of one source under one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedCount {
    /// The source.
    pub source: SourceId,
    /// Whose it is.
    pub org: OrgId,
    /// The code that was answered.
    pub code: String,
    /// How many requests.
    pub count: u64,
    /// None of them was before this.
    pub from: Timestamp,
    /// When the newest was.
    pub at: Timestamp,
    /// What its sender was told.
    pub why: String,
}

/// The span that holds `at`.
fn span_of(at: Timestamp) -> i64 {
    at.micros() - at.micros().rem_euclid(SPAN)
}

/// Where the span begins in which it is counted.
fn begin_of(one: &RefusedCount, cuts: &BTreeSet<(OrgId, Timestamp)>) -> i64 {
    let earliest = (one.org, Timestamp::from_micros(i64::MIN));
    let cut = cuts.range(earliest..=(one.org, one.from)).next_back().map(|(_, at)| at.micros());
    span_of(one.from).max(cut.unwrap_or(i64::MIN))
}

impl Unit {
    /// Counts what was refused, beside what was counted before in the same span. A span ends, and another begins, at each of the organisation's `cuts`
    /// too: what was refused before one is never counted with what was refused after it.
    pub async fn count_refusals(
        &mut self,
        _key: SystemKey,
        refused: &[RefusedCount],
        cuts: &BTreeSet<(OrgId, Timestamp)>,
    ) -> Result<(), StoreError> {
        const COUNT: Sql = Sql::both(
            "INSERT INTO source_refusals (source, span, code, org, count, last_at, why) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (source, span, code) DO UPDATE SET count = source_refusals.count + excluded.count, \
             why = CASE WHEN excluded.last_at >= source_refusals.last_at THEN excluded.why ELSE source_refusals.why END, \
             last_at = CASE WHEN excluded.last_at >= source_refusals.last_at THEN excluded.last_at ELSE source_refusals.last_at END",
        );
        for one in refused {
            let params = [
                one.source.to_string().into(),
                begin_of(one, cuts).into(),
                one.code.as_str().into(),
                one.org.to_string().into(),
                i64::try_from(one.count).unwrap_or(i64::MAX).into(),
                one.at.micros().into(),
                one.why.as_str().into(),
            ];
            self.execute(&COUNT, &params).await?;
        }
        Ok(())
    }

    /// Forgets what was refused in spans that began before `before`, at most `most` rows. How many those were.
    pub async fn forget_refusals(&mut self, _key: SystemKey, before: Timestamp, most: u32) -> Result<u64, StoreError> {
        const FORGET: Sql = Sql::each(
            "DELETE FROM source_refusals WHERE rowid IN (SELECT rowid FROM source_refusals WHERE span < $1 ORDER BY span LIMIT $2)",
            "DELETE FROM source_refusals WHERE ctid IN (SELECT ctid FROM source_refusals WHERE span < $1 ORDER BY span LIMIT $2)",
        );
        self.execute(&FORGET, &[before.micros().into(), most.into()]).await
    }
}

impl Reader {
    /// What was refused to the senders of an organisation's sources since, by source and code: from the beginning of the span that holds `since`, and
    /// nothing of a span that began before `cut`.
    pub async fn refusals(&mut self, org: OrgId, since: Timestamp, cut: Option<Timestamp>) -> Result<Vec<RefusedCount>, StoreError> {
        const ALL: Sql =
            Sql::both("SELECT source, org, code, count, last_at, why, span FROM source_refusals WHERE org = $1 AND span >= $2");
        let first = span_of(since).max(cut.map_or(i64::MIN, Timestamp::micros));
        let rows = self.rows(&ALL, &[org.to_string().into(), first.into()]).await?;
        let mut found: BTreeMap<(String, String), RefusedCount> = BTreeMap::new();
        for row in rows.iter().map(read) {
            let row = row?;
            let key = (row.source.to_string(), row.code.clone());
            let known = found.remove(&key);
            let count = known.as_ref().map_or(0, |known| known.count).saturating_add(row.count);
            let from = known.as_ref().map_or(row.from, |known| known.from.min(row.from));
            let newest = known.filter(|known| known.at > row.at).unwrap_or(row);
            found.insert(key, RefusedCount { count, from, ..newest });
        }
        Ok(found.into_values().collect())
    }
}

fn read(row: &Row) -> Result<RefusedCount, StoreError> {
    let column = StoreError::sql("reading what was refused");
    let source = row.text(0).map_err(&column)?;
    let damaged = |what: &dyn std::fmt::Display| StoreError::damaged("source_refusals", source, what);
    Ok(RefusedCount {
        source: source.parse().map_err(|error| damaged(&error))?,
        org: row.text(1).map_err(&column)?.parse().map_err(|error| damaged(&error))?,
        code: row.text(2).map_err(&column)?.to_owned(),
        count: u64::try_from(row.int(3).map_err(&column)?).unwrap_or(0),
        at: Timestamp::from_micros(row.int(4).map_err(&column)?),
        why: row.text(5).map_err(&column)?.to_owned(),
        from: Timestamp::from_micros(row.int(6).map_err(&column)?),
    })
}
