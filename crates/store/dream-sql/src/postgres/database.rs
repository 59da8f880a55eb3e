//! An open PostgreSQL database: the pool and the courier.

use super::{
    connect::Connector,
    courier::Courier,
    dump, error, load, migrate, schema,
    session::Session,
    tx::{ReadTx, WriteTx},
};
use crate::{Column, Migrated, Migrations, Options, SqlError};
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime, Timeouts};
use std::{path::Path, sync::Arc};

/// An open PostgreSQL database.
pub(crate) struct Database {
    pool: Pool,
    timeouts: Timeouts,
    courier: Arc<Courier>,
    location: Arc<str>,
    strict_turns: bool,
}

impl Database {
    pub(crate) async fn open(url: &str, options: Options) -> Result<Self, SqlError> {
        let connector = Connector::new(url, &options)?;
        let location: Arc<str> = connector.location.clone().into();
        let config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let manager = Manager::from_connect(connector.config.clone(), connector.clone(), config);
        let timeouts = Timeouts { wait: Some(options.acquire_timeout), create: Some(options.connect_timeout), recycle: None };
        let pool = Pool::builder(manager).max_size(options.pool.max(1)).timeouts(timeouts).runtime(Runtime::Tokio1);
        let pool = pool.build().map_err(|source| SqlError::other("making the connection pool", source))?;
        let courier = Arc::new(Courier::start(connector));
        let database = Self { pool, timeouts, courier, location, strict_turns: options.strict_turns };
        if !options.allow_unsafe_durability {
            database.check_durability().await?;
        }
        Ok(database)
    }

    pub(crate) fn courier(&self) -> &Courier {
        &self.courier
    }

    pub(crate) async fn read(&self) -> Result<ReadTx, SqlError> {
        const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        Ok(ReadTx::new(self.session(BEGIN).await?))
    }

    pub(crate) async fn begin(&self) -> Result<WriteTx, SqlError> {
        const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
        Ok(WriteTx::new(self.session(BEGIN).await?, Arc::clone(&self.courier), self.strict_turns))
    }

    pub(crate) async fn migrate(&self, set: &Migrations) -> Result<Migrated, SqlError> {
        migrate::run(self.client().await?, &self.location, &set.for_postgres()).await
    }

    pub(crate) async fn backup(&self, to: &Path) -> Result<(), SqlError> {
        dump::write(self.client().await?, &self.location, to).await
    }

    pub(crate) async fn restore(&self, set: &Migrations, from: &Path) -> Result<(), SqlError> {
        load::read(self.client().await?, &self.location, &set.for_postgres(), from).await
    }

    pub(crate) async fn schema(&self) -> Result<Vec<Column>, SqlError> {
        schema::columns(&mut self.read().await?).await
    }

    pub(crate) async fn close(&self) {
        self.courier.close().await;
        self.pool.close();
    }

    async fn session(&self, begin: &'static str) -> Result<Session, SqlError> {
        Session::begin(self.client().await?, Arc::clone(&self.location), begin).await
    }

    async fn client(&self) -> Result<Object, SqlError> {
        self.pool.get().await.map_err(|source| error::pool(&self.location, &self.timeouts, source))
    }

    /// Refuses a server that would acknowledge what it has not written.
    async fn check_durability(&self) -> Result<(), SqlError> {
        let mut tx = self.read().await?;
        for setting in ["fsync", "full_page_writes", "synchronous_commit"] {
            let rows = tx.query("SELECT current_setting($1)", &[setting.into()]).await?;
            let value = rows.first().ok_or(SqlError::Closed)?.text(0)?;
            if !is_durable(setting, value) {
                return Err(SqlError::UnsafeDurability { setting, value: value.to_owned() });
            }
        }
        Ok(())
    }
}

fn is_durable(setting: &str, value: &str) -> bool {
    value == "on" || (setting == "synchronous_commit" && value == "remote_apply")
}

#[cfg(test)]
mod tests {
    use super::is_durable;

    #[test]
    fn only_settings_that_keep_commits_are_accepted() {
        assert!(is_durable("fsync", "on") && is_durable("synchronous_commit", "on") && is_durable("synchronous_commit", "remote_apply"));
        for value in ["off", "local", "remote_write"] {
            assert!(!is_durable("synchronous_commit", value), "{value}");
        }
        assert!(!is_durable("fsync", "off") && !is_durable("full_page_writes", "off") && !is_durable("fsync", "remote_apply"));
    }
}
