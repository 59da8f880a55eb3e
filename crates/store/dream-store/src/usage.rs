//! How much an organisation's bridge did in each month, by what.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::OrgId;
use dream_sql::Sql;

/// How much there was of something in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageCount {
    /// The month in UTC, such as `2026-11`.
    pub month: String,
    /// What was counted.
    pub what: String,
    /// How many.
    pub count: u64,
}

/// What was counted for `org`, newest month first; of one month alone when there is one.
pub async fn counts<Q: Query>(q: &mut Q, org: OrgId, month: Option<&str>) -> Result<Vec<UsageCount>, StoreError> {
    const ALL: Sql = Sql::both("SELECT month, what, count FROM usage_counts WHERE org = $1 ORDER BY month DESC, what LIMIT 1000");
    const ONE: Sql = Sql::both("SELECT month, what, count FROM usage_counts WHERE org = $1 AND month = $2 ORDER BY what");
    let rows = match month {
        Some(month) => q.rows(&ONE, &[org.to_string().into(), month.into()]).await?,
        None => q.rows(&ALL, &[org.to_string().into()]).await?,
    };
    let column = StoreError::sql("reading what was counted");
    let counted = rows.iter().map(|row| {
        Ok(UsageCount {
            month: row.text(0).map_err(&column)?.to_owned(),
            what: row.text(1).map_err(&column)?.to_owned(),
            count: u64::try_from(row.int(2).map_err(&column)?).unwrap_or(0),
        })
    });
    counted.collect()
}

impl Unit {
    /// Counts `more` of `what` for `org` in `month`.
    pub async fn count_usage(&mut self, org: OrgId, month: &str, what: &str, more: u64) -> Result<(), StoreError> {
        const COUNT: Sql = Sql::both(
            "INSERT INTO usage_counts (org, month, what, count) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (org, month, what) DO UPDATE SET count = usage_counts.count + excluded.count",
        );
        if more > 0 {
            self.execute(&COUNT, &[org.to_string().into(), month.into(), what.into(), integer(more).into()]).await?;
        }
        Ok(())
    }
}
