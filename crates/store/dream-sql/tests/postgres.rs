//! What only PostgreSQL has: a server that may be away, connections, locks, wake-ups between processes.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dream_sql::{Db, Location, Sql, SqlError, Value, Wakeups, testing::TestDb};
use std::time::Duration;

const INSERT: Sql = Sql::both("INSERT INTO notes (id) VALUES ($1)");
const COUNT: Sql = Sql::both("SELECT count(*) FROM notes");
const SEEN: Duration = Duration::from_secs(10);

/// A database whose transactions may be held for long, which these tests do on purpose.
async fn server() -> Option<TestDb> {
    let mut test = TestDb::postgres().await?;
    test.options.strict_turns = false;
    Some(test)
}

async fn notes(test: &TestDb) -> Db {
    let db = test.open().await;
    run(&db, &Sql::both("CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY)"), &[]).await;
    run(&db, &INSERT, &[1.into()]).await;
    run(&db, &INSERT, &[2.into()]).await;
    db
}

async fn run(db: &Db, sql: &Sql, params: &[Value]) {
    let mut tx = db.begin().await.unwrap();
    tx.execute(sql, params).await.unwrap();
    tx.commit().await.unwrap();
}

fn url(test: &TestDb) -> &str {
    match &test.options.location {
        Location::Postgres { url } => url,
        Location::Sqlite { .. } => unreachable!(),
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_told_without_the_password() {
    let location = "postgres://ann:s3cret@127.0.0.1:1/dream".parse().unwrap();
    let error = Db::open(dream_sql::Options::at(location)).await.map(drop).unwrap_err();
    assert!(matches!(error, SqlError::Unreachable { .. }) && error.is_retryable(), "{error:?}");
    assert!(error.to_string().contains("postgres://ann@127.0.0.1:1/dream"), "{error}");
    assert!(!format!("{error:?}").contains("s3cret"));
}

#[tokio::test]
async fn a_wrong_login_is_told_apart() {
    let Some(mut test) = server().await else { return };
    let nowhere = url(&test).replace("dreamtest", "no_such_database");
    test.options.location = nowhere.parse().unwrap();
    let error = Db::open(test.options.clone()).await.map(drop).unwrap_err();
    assert!(matches!(error, SqlError::Authentication { .. }) && !error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn commits_are_on_disk_whatever_the_database_says() {
    const SETTING: Sql = Sql::both("SELECT current_setting('synchronous_commit')");
    let Some(mut test) = server().await else { return };
    let name = url(&test).rsplit('/').next().unwrap().to_owned();
    run(&test.open().await, &Sql::owned(format!("ALTER DATABASE {name} SET synchronous_commit = off")), &[]).await;
    let seen =
        async |test: &TestDb| test.open().await.read().await.unwrap().query(&SETTING, &[]).await.unwrap()[0].text(0).unwrap().to_owned();
    assert_eq!(seen(&test).await, "on");
    test.options.allow_unsafe_durability = true;
    assert_eq!(seen(&test).await, "off", "unless that is allowed knowingly");
}

#[tokio::test]
async fn a_dropped_transaction_gives_back_a_clean_connection() {
    const BACKEND: Sql = Sql::both("SELECT pg_backend_pid()");
    let Some(mut test) = server().await else { return };
    test.options.pool = 1;
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    let backend = tx.query(&BACKEND, &[]).await.unwrap();
    tx.execute(&INSERT, &[3.into()]).await.unwrap();
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    assert_eq!(tx.query(&BACKEND, &[]).await.unwrap(), backend, "rolled back, not thrown away");
    assert_eq!(tx.query(&COUNT, &[]).await.unwrap()[0].int(0).unwrap(), 2);
}

#[tokio::test]
async fn a_connection_whose_statement_was_abandoned_is_closed() {
    const BACKEND: Sql = Sql::both("SELECT pg_backend_pid()");
    let Some(mut test) = server().await else { return };
    test.options.pool = 1;
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    let backend = tx.query(&BACKEND, &[]).await.unwrap();
    tx.execute(&INSERT, &[3.into()]).await.unwrap();
    let sleeping = Sql::both("SELECT pg_sleep(0.3)");
    assert!(tokio::time::timeout(Duration::from_millis(30), tx.query(&sleeping, &[])).await.is_err());
    drop(tx);
    let mut tx = db.begin().await.unwrap();
    assert_ne!(tx.query(&BACKEND, &[]).await.unwrap(), backend);
    assert_eq!(tx.query(&COUNT, &[]).await.unwrap()[0].int(0).unwrap(), 2);
}

#[tokio::test]
async fn a_deadlock_is_broken_and_may_be_run_again() {
    let Some(test) = server().await else { return };
    let db = notes(&test).await;
    let lock = |id: i64| Sql::owned(format!("SELECT id FROM notes WHERE id = {id} FOR UPDATE"));
    let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    one.query(&lock(1), &[]).await.unwrap();
    two.query(&lock(2), &[]).await.unwrap();
    let (second, first) = (lock(2), lock(1));
    let (a, b) = tokio::join!(
        async {
            let result = one.query(&second, &[]).await;
            drop(one);
            result
        },
        async {
            let result = two.query(&first, &[]).await;
            drop(two);
            result
        }
    );
    let error = [a, b].into_iter().find_map(Result::err).unwrap();
    assert!(matches!(error, SqlError::Serialization { .. }) && error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn waiting_for_a_lock_or_a_connection_ends() {
    let Some(mut test) = server().await else { return };
    test.options.busy_timeout = Duration::from_millis(50);
    test.options.acquire_timeout = Duration::from_millis(100);
    test.options.pool = 2;
    let db = notes(&test).await;
    let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    one.advisory_lock(7).await.unwrap();
    let error = two.advisory_lock(7).await.unwrap_err();
    assert!(matches!(error, SqlError::Busy { .. }) && error.is_retryable(), "{error:?}");
    let error = db.begin().await.map(drop).unwrap_err();
    assert!(matches!(error, SqlError::Timeout { .. }), "{error:?}");
    one.commit().await.unwrap();
    drop(two);
    db.begin().await.unwrap().advisory_lock(7).await.unwrap();
}

/// Waits for the wake-up that comes when the channel is listened on. It is the only one on the single thread of these tests.
async fn woken(wakeups: &mut Wakeups) {
    tokio::time::timeout(SEEN, wakeups.next()).await.unwrap().unwrap();
}

#[tokio::test]
async fn wakes_up_other_processes() {
    let Some(test) = server().await else { return };
    let (here, there) = (notes(&test).await, test.open().await);
    let mut wakeups = there.listen("dream_test");
    woken(&mut wakeups).await;
    let mut tx = here.begin().await.unwrap();
    tx.execute(&INSERT, &[3.into()]).await.unwrap();
    tx.notify("dream_test");
    tx.commit().await.unwrap();
    woken(&mut wakeups).await;
    here.notify("dream_test");
    woken(&mut wakeups).await;
}

#[tokio::test]
async fn wakes_up_after_the_connection_broke() {
    const KILL: Sql =
        Sql::both("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
    let Some(test) = server().await else { return };
    let (here, there) = (notes(&test).await, test.open().await);
    let mut wakeups = there.listen("dream_test");
    woken(&mut wakeups).await;
    here.read().await.unwrap().query(&KILL, &[]).await.unwrap();
    woken(&mut wakeups).await;
    here.notify("dream_test");
    woken(&mut wakeups).await;
    assert_eq!(there.read().await.unwrap().query(&COUNT, &[]).await.unwrap()[0].int(0).unwrap(), 2, "its pool made new connections");
}

#[tokio::test]
async fn a_connection_that_breaks_at_commit_leaves_the_outcome_open() {
    let Some(test) = server().await else { return };
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    tx.execute(&INSERT, &[3.into()]).await.unwrap();
    let backend = tx.query(&Sql::both("SELECT pg_backend_pid()"), &[]).await.unwrap()[0].int(0).unwrap();
    let kill = Sql::both("SELECT pg_terminate_backend($1, 5000)");
    db.read().await.unwrap().query(&kill, &[backend.into()]).await.unwrap();
    let error = tx.commit().await.unwrap_err();
    assert!(matches!(error, SqlError::CommitUnknown { .. }) && !error.is_retryable(), "{error:?}");
    assert_eq!(db.read().await.unwrap().query(&COUNT, &[]).await.unwrap()[0].int(0).unwrap(), 2);
}
