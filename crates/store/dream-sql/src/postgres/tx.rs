//! Transactions on PostgreSQL.

use super::{courier::Courier, session::Session};
use crate::{Row, SqlError, Value, turn_watch::TurnWatch};
use std::sync::Arc;

/// A read transaction: one snapshot, fixed by its first query.
pub(crate) struct ReadTx {
    session: Option<Session>,
}

/// A write transaction.
pub(crate) struct WriteTx {
    session: Option<Session>,
    courier: Arc<Courier>,
    channels: Vec<&'static str>,
    watch: TurnWatch,
}

impl ReadTx {
    pub(super) fn new(session: Session) -> Self {
        Self { session: Some(session) }
    }

    pub(crate) async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        self.session.as_mut().ok_or(SqlError::Closed)?.query(sql, params).await
    }
}

impl Drop for ReadTx {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            session.roll_back();
        }
    }
}

impl WriteTx {
    pub(super) fn new(session: Session, courier: Arc<Courier>, strict: bool) -> Self {
        Self { session: Some(session), courier, channels: Vec::new(), watch: TurnWatch::start(strict) }
    }

    pub(crate) async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        self.watch.enter();
        let rows = self.session.as_mut().ok_or(SqlError::Closed)?.query(sql, params).await;
        self.watch.leave();
        rows
    }

    pub(crate) async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64, SqlError> {
        self.watch.enter();
        let changed = self.session.as_mut().ok_or(SqlError::Closed)?.execute(sql, params).await;
        self.watch.leave();
        changed
    }

    pub(crate) async fn advisory_lock(&mut self, key: i64) -> Result<(), SqlError> {
        self.query("SELECT pg_advisory_xact_lock($1)", &[key.into()]).await.map(drop)
    }

    pub(crate) fn notify(&mut self, channel: &'static str) {
        self.channels.push(channel);
    }

    pub(crate) async fn commit(mut self) -> Result<(), SqlError> {
        self.watch.enter();
        let mut session = self.session.take().ok_or(SqlError::Closed)?;
        let committed = session.commit().await;
        match committed {
            Ok(()) => self.channels.drain(..).for_each(|channel| self.courier.send(channel)),
            // It was never sent, so rolling back is what keeps the connection.
            Err(SqlError::TransactionFailed) => session.roll_back(),
            Err(_) => {}
        }
        self.watch.finish("commit");
        committed
    }
}

impl Drop for WriteTx {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else { return };
        session.roll_back();
        self.watch.enter();
        self.watch.finish("rollback");
    }
}
