//! A database of its own for each test, on each engine.
//!
//! ```text
//! async fn keeps_what_was_saved(db: TestDb) { … }
//! dream_sql::on_both_engines!(keeps_what_was_saved);
//! ```
//!
//! PostgreSQL is reached by `DREAMOS_TEST_POSTGRES`, the URL of a superuser; `make test` starts a server and sets it. Without it the
//! PostgreSQL half fails, unless `DREAMOS_SKIP_POSTGRES=1`.

use crate::{Db, Location, Options};
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

/// A place for a database that is gone when this is dropped.
#[derive(Debug)]
pub struct TestDb {
    /// How to open it: strict about long turns.
    pub options: Options,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Folder(PathBuf),
    Server { admin: String, name: String },
}

/// Makes a test of each named function, once per engine. Each takes a [`TestDb`]; the crate needs tokio as a dev-dependency.
#[macro_export]
macro_rules! on_both_engines {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    super::$name($crate::testing::TestDb::sqlite()).await;
                }
            )*
        }
        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    if let Some(db) = $crate::testing::TestDb::postgres().await {
                        super::$name(db).await;
                    }
                }
            )*
        }
    };
}

impl TestDb {
    /// A SQLite file in a folder of its own.
    #[expect(clippy::panic, reason = "a test that has no place to run must fail")]
    #[must_use]
    pub fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(unique());
        // What an earlier process of the same number left behind, if anything.
        let _ = std::fs::remove_dir_all(&folder);
        if let Err(error) = std::fs::create_dir(&folder) {
            panic!("cannot make {}: {error}", folder.display());
        }
        let location = Location::Sqlite { path: folder.join("test.db") };
        Self { options: Options { strict_turns: true, ..Options::at(location) }, place: Place::Folder(folder) }
    }

    /// A new PostgreSQL database, or `None` where those tests are skipped.
    #[expect(clippy::panic, reason = "a test that has no place to run must fail")]
    pub async fn postgres() -> Option<Self> {
        let Ok(admin) = std::env::var("DREAMOS_TEST_POSTGRES") else {
            if std::env::var("DREAMOS_SKIP_POSTGRES").is_ok_and(|value| value == "1") {
                return None;
            }
            panic!("DREAMOS_TEST_POSTGRES is not set: run `make test`, which starts a server, or set DREAMOS_SKIP_POSTGRES=1");
        };
        let name = unique();
        let sql = [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")];
        if let Err(error) = administer(&admin, &sql).await {
            panic!("cannot make a database by DREAMOS_TEST_POSTGRES: {error}");
        }
        let location = Location::Postgres { url: with_database(&admin, &name) };
        let options = Options { strict_turns: true, pool: 8, ..Options::at(location) };
        Some(Self { options, place: Place::Server { admin, name } })
    }

    /// Opens it.
    #[expect(clippy::panic, reason = "a test that cannot open its database must fail")]
    pub async fn open(&self) -> Db {
        match Db::open(self.options.clone()).await {
            Ok(db) => db,
            Err(error) => panic!("cannot open the test's database: {error}: {:?}", std::error::Error::source(&error)),
        }
    }

    /// The SQLite file, on that engine.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.options.location {
            Location::Sqlite { path } => Some(path),
            Location::Postgres { .. } => None,
        }
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        match &self.place {
            // What cannot be removed stays in the system's temporary folder.
            Place::Folder(folder) => drop(std::fs::remove_dir_all(folder)),
            Place::Server { admin, name } => {
                let (admin, sql) = (admin.clone(), [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")]);
                // A thread of its own: the test's runtime is busy dropping this.
                let dropping = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                    runtime.map(|runtime| runtime.block_on(administer(&admin, &sql)))
                });
                if !matches!(dropping.join(), Ok(Ok(Ok(())))) {
                    tracing::warn!(database = name, "a test's database could not be dropped");
                }
            }
        }
    }
}

/// How many steps of SQLite's virtual machine the statements of this process have taken. Unlike time, it says how much work was done however busy
/// the machine is: what takes more of them the more is stored looks through what it does not need. Counted in debug builds only.
#[must_use]
pub fn sqlite_steps() -> u64 {
    crate::sqlite::STEPS.load(Ordering::Relaxed)
}

/// A name that no other living test on this machine has.
fn unique() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("dreamtest_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

async fn administer(url: &str, statements: &[String]) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let connection = tokio::spawn(connection);
    for sql in statements {
        client.batch_execute(sql).await?;
    }
    connection.abort();
    Ok(())
}

/// The same URL with another database.
fn with_database(url: &str, name: &str) -> String {
    let (url, query) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let server = rest.split_once('/').map_or(rest, |(server, _)| server);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{scheme}://{server}/{name}{query}")
}
