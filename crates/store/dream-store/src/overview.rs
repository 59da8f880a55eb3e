//! How many things of an organisation stand how.

use crate::{Query, Reader, StoreError};
use dream_id::Scope;
use dream_sql::Sql;
use std::collections::BTreeMap;

impl Reader {
    /// How many runs there are of each status, by its word.
    pub async fn run_counts(&mut self, scope: Scope) -> Result<BTreeMap<String, u64>, StoreError> {
        const ALL: Sql = Sql::both("SELECT status, count(*) FROM runs GROUP BY status");
        const ONE: Sql = Sql::both("SELECT status, count(*) FROM runs WHERE org = $1 GROUP BY status");
        self.counts(scope, &ALL, &ONE).await
    }

    /// How many reviews wait for people, under the word `waiting`; none when there are none.
    pub async fn waiting_review_counts(&mut self, scope: Scope) -> Result<BTreeMap<String, u64>, StoreError> {
        const ALL: Sql = Sql::both("SELECT status, count(*) FROM reviews WHERE status = 'waiting' GROUP BY status");
        const ONE: Sql = Sql::both("SELECT status, count(*) FROM reviews WHERE status = 'waiting' AND org = $1 GROUP BY status");
        self.counts(scope, &ALL, &ONE).await
    }

    /// How many permissions wait for people, under the word `waiting`; none when there are none.
    pub async fn waiting_permission_counts(&mut self, scope: Scope) -> Result<BTreeMap<String, u64>, StoreError> {
        const ALL: Sql = Sql::both("SELECT status, count(*) FROM permissions WHERE status = 'waiting' GROUP BY status");
        const ONE: Sql = Sql::both("SELECT status, count(*) FROM permissions WHERE status = 'waiting' AND org = $1 GROUP BY status");
        self.counts(scope, &ALL, &ONE).await
    }

    /// How many tasks were cancelled, under the word `cancelled`; none when there are none.
    pub async fn cancelled_task_counts(&mut self, scope: Scope) -> Result<BTreeMap<String, u64>, StoreError> {
        const ALL: Sql = Sql::both("SELECT phase, count(*) FROM tasks WHERE phase = 'cancelled' GROUP BY phase");
        const ONE: Sql = Sql::both("SELECT phase, count(*) FROM tasks WHERE phase = 'cancelled' AND org = $1 GROUP BY phase");
        self.counts(scope, &ALL, &ONE).await
    }

    async fn counts(&mut self, scope: Scope, all: &Sql, one: &Sql) -> Result<BTreeMap<String, u64>, StoreError> {
        let rows = match scope.org() {
            None => self.rows(all, &[]).await?,
            Some(org) => self.rows(one, &[org.to_string().into()]).await?,
        };
        let column = StoreError::sql("counting");
        let count = |row: &dream_sql::Row| {
            let (word, count) = (row.text(0).map_err(&column)?, row.int(1).map_err(&column)?);
            Ok((word.to_owned(), u64::try_from(count).unwrap_or(0)))
        };
        rows.iter().map(count).collect()
    }
}
