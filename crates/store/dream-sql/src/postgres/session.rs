//! A connection that one transaction owns.

use super::{error, types};
use crate::{Row, SqlError, Value, value};
use deadpool_postgres::Object;
use std::sync::Arc;
use tokio_postgres::{Statement, types::ToSql};

/// A connection keeps at most this many prepared statements, then begins anew.
const CACHED_STATEMENTS: usize = 512;

/// A pooled connection inside a transaction. Dropping this closes the connection, unless the transaction was seen to end.
pub(super) struct Session {
    client: Option<Object>,
    location: Arc<str>,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Waits for the next statement.
    Ready,
    /// A statement is on its way; its future may have been dropped.
    Working,
    /// A statement failed: only rolling back is left.
    Failed,
    /// No transaction: the connection may be used again.
    Ended,
}

impl Session {
    /// Begins a transaction by `begin`.
    pub(super) async fn begin(client: Object, location: Arc<str>, begin: &'static str) -> Result<Self, SqlError> {
        let mut session = Self { client: Some(client), location, state: State::Working };
        let result = session.client()?.batch_execute(begin).await;
        session.finish("beginning a transaction", result)?;
        Ok(session)
    }

    pub(super) async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        let statement = self.prepare(sql, params).await?;
        self.state = State::Working;
        let found = self.client()?.query(&statement, &borrowed(params)).await;
        let rows = self.finish("running a query", found)?;
        let rows = rows.iter().map(types::decode).collect();
        // An answer that cannot be read ends the transaction, as it does on SQLite.
        self.state = if Result::is_err(&rows) { State::Failed } else { State::Ready };
        rows
    }

    pub(super) async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, SqlError> {
        let statement = self.prepare(sql, params).await?;
        self.state = State::Working;
        let changed = self.client()?.execute(&statement, &borrowed(params)).await;
        self.finish("running a statement", changed)
    }

    async fn prepare(&mut self, sql: &str, params: &[Value]) -> Result<Statement, SqlError> {
        if self.state != State::Ready {
            return Err(SqlError::TransactionFailed);
        }
        // From here until it is known that all went well, the transaction counts as failed.
        self.state = State::Failed;
        value::check(params)?;
        let client = self.client()?;
        if client.statement_cache.size() >= CACHED_STATEMENTS {
            client.statement_cache.clear();
        }
        self.state = State::Working;
        let prepared = self.client()?.prepare_cached(sql).await;
        let statement = self.finish("preparing a statement", prepared)?;
        if statement.params().len() != params.len() {
            self.state = State::Failed;
            let why = format!("it uses {} and {} were given", statement.params().len(), params.len());
            return Err(SqlError::Parameters { why });
        }
        Ok(statement)
    }

    /// Ends the transaction by saving it.
    pub(super) async fn commit(&mut self) -> Result<(), SqlError> {
        if self.state != State::Ready {
            // COMMIT of a failed transaction would roll back and report success.
            return Err(SqlError::TransactionFailed);
        }
        self.state = State::Working;
        let committed = self.client()?.batch_execute("COMMIT").await;
        match committed {
            Ok(()) => {
                self.state = State::Ended;
                Ok(())
            }
            Err(source) => Err(error::commit(&self.location, source)),
        }
    }

    /// Ends the transaction without saving it, in the background: the connection goes back to the pool when that is done.
    pub(super) fn roll_back(mut self) {
        let runtime = tokio::runtime::Handle::try_current();
        let (State::Ready | State::Failed, Ok(runtime)) = (self.state, runtime) else { return };
        self.state = State::Working;
        runtime.spawn(async move { self.end().await });
    }

    async fn end(&mut self) {
        let Ok(client) = self.client() else { return };
        match client.batch_execute("ROLLBACK").await {
            Ok(()) => self.state = State::Ended,
            Err(error) => tracing::debug!(error = &error as &dyn std::error::Error, "a connection is closed instead of rolled back"),
        }
    }

    fn finish<T>(&mut self, doing: &'static str, result: Result<T, tokio_postgres::Error>) -> Result<T, SqlError> {
        self.state = if result.is_ok() { State::Ready } else { State::Failed };
        result.map_err(|source| error::statement(doing, &self.location, source))
    }

    fn client(&self) -> Result<&Object, SqlError> {
        self.client.as_ref().ok_or(SqlError::Closed)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(client) = self.client.take()
            && self.state != State::Ended
        {
            drop(Object::take(client));
        }
    }
}

fn borrowed(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}
