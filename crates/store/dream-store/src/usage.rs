//! How much an organisation's bridge did in each month, by what it was and which source or destination it was of.

use crate::{Query, StoreError, Unit, unit::integer};
use dream_id::OrgId;
use dream_sql::{Row, Sql, Value};

/// The most rows of one answer.
const MOST: u32 = 10_000;

/// How much there was of something in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageCount {
    /// The month in UTC, such as `2026-11`.
    pub month: String,
    /// What was counted.
    pub what: String,
    /// Of which source or destination; `None` for all of them together. Empty for what was counted before names were.
    pub name: Option<String>,
    /// How many.
    pub count: u64,
}

/// What was counted for `org`, newest month first; of one month alone when there is one, and by name when `by_name` says so.
pub async fn counts<Q: Query>(q: &mut Q, org: OrgId, month: Option<&str>, by_name: bool) -> Result<Vec<UsageCount>, StoreError> {
    let (name, grouped) = if by_name { ("name, count", "") } else { ("NULL, CAST(sum(count) AS bigint)", " GROUP BY month, what") };
    let (month_is, order) = if month.is_some() { (" AND month = $2", "") } else { ("", "month DESC, ") };
    let named = if by_name { ", name" } else { "" };
    let text =
        format!("SELECT month, what, {name} FROM bridge_usage WHERE org = $1{month_is}{grouped} ORDER BY {order}what{named} LIMIT {MOST}");
    let mut params: Vec<Value> = vec![org.to_string().into()];
    params.extend(month.map(Value::from));
    let rows = q.rows(&Sql::owned(text), &params).await?;
    rows.iter().map(read).collect()
}

/// How many of `what` were counted for `org` in `month`.
pub async fn total<Q: Query>(q: &mut Q, org: OrgId, month: &str, what: &str) -> Result<u64, StoreError> {
    const TOTAL: Sql = Sql::both("SELECT CAST(sum(count) AS bigint) FROM bridge_usage WHERE org = $1 AND month = $2 AND what = $3");
    let row = q.row(&TOTAL, &[org.to_string().into(), month.into(), what.into()]).await?;
    let total = row.map(|row| row.opt_int(0)).transpose().map_err(StoreError::sql("adding up what was counted"))?;
    Ok(u64::try_from(total.flatten().unwrap_or(0)).unwrap_or(0))
}

fn read(row: &Row) -> Result<UsageCount, StoreError> {
    let column = StoreError::sql("reading what was counted");
    Ok(UsageCount {
        month: row.text(0).map_err(&column)?.to_owned(),
        what: row.text(1).map_err(&column)?.to_owned(),
        name: row.opt_text(2).map_err(&column)?.map(str::to_owned),
        count: u64::try_from(row.int(3).map_err(&column)?).unwrap_or(0),
    })
}

impl Unit {
    /// Counts `more` of `what` for `org` in `month`, of the source or destination `name`. To be the last of a unit's statements: on PostgreSQL the
    /// row stays locked until its end.
    pub async fn count_usage(&mut self, org: OrgId, month: &str, (what, name): (&str, &str), more: u64) -> Result<(), StoreError> {
        const COUNT: Sql = Sql::both(
            "INSERT INTO bridge_usage (org, month, what, name, count) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (org, month, what, name) DO UPDATE SET count = bridge_usage.count + excluded.count",
        );
        if more > 0 {
            self.execute(&COUNT, &[org.to_string().into(), month.into(), what.into(), name.into(), integer(more).into()]).await?;
        }
        Ok(())
    }
}
