//! What only SQLite has: the shared commit, the lock on the file, copies, the disk.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use dream_sql::{Db, Durability, Location, Options, Sql, SqlError, Value, testing::TestDb};
use std::{
    future::Future,
    process::{Command, Stdio},
    task::{Context, Poll, Waker},
};

const TABLE: Sql = Sql::both("CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY, body blob)");
const INSERT: Sql = Sql::both("INSERT INTO notes (id) VALUES ($1)");
const COUNT: Sql = Sql::both("SELECT count(*) FROM notes");
/// More than any database of these tests may grow.
const FILL: Sql = Sql::both("INSERT INTO notes (id, body) VALUES ($1, zeroblob(4000000))");

async fn notes(test: &TestDb) -> Db {
    let db = test.open().await;
    let mut tx = db.begin().await.unwrap();
    tx.execute(&TABLE, &[]).await.unwrap();
    tx.commit().await.unwrap();
    db
}

async fn count(db: &Db) -> i64 {
    db.read().await.unwrap().query(&COUNT, &[]).await.unwrap()[0].int(0).unwrap()
}

async fn limit_pages(db: &Db, pages: u32) {
    let mut tx = db.begin().await.unwrap();
    tx.query(&Sql::owned(format!("PRAGMA max_page_count = {pages}")), &[]).await.unwrap();
    tx.commit().await.unwrap();
}

fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn operations_share_a_commit_and_a_dropped_one_does_not_harm_it() {
    let test = TestDb::sqlite();
    let db = notes(&test).await;
    let mut first = db.begin().await.unwrap();
    first.execute(&INSERT, &[1.into()]).await.unwrap();
    let mut second = Box::pin(db.begin());
    assert!(poll_once(second.as_mut()).is_pending(), "it waits for the turn");
    let mut committing = Box::pin(first.commit());
    assert!(poll_once(committing.as_mut()).is_pending(), "it waits for the batch, which the second joins");
    let mut second = second.await.unwrap();
    second.execute(&INSERT, &[2.into()]).await.unwrap();
    assert!(poll_once(committing.as_mut()).is_pending());
    assert_eq!(count(&db).await, 0, "nothing is acknowledged, nothing is seen");
    drop(second);
    committing.await.unwrap();
    assert_eq!(count(&db).await, 1);
}

#[tokio::test]
async fn a_batch_is_saved_when_those_who_waited_for_the_turn_are_gone() {
    let test = TestDb::sqlite();
    let db = notes(&test).await;
    // Once before its turn came, once after it was given and before it was noticed.
    for (id, gone_before) in [(1, true), (2, false)] {
        let mut first = db.begin().await.unwrap();
        first.execute(&INSERT, &[id.into()]).await.unwrap();
        let mut waiting = Some(Box::pin(db.begin()));
        assert!(poll_once(waiting.as_mut().unwrap().as_mut()).is_pending());
        if gone_before {
            waiting = None;
        }
        let mut committing = Box::pin(first.commit());
        assert!(poll_once(committing.as_mut()).is_pending());
        drop(waiting);
        committing.await.unwrap();
    }
    assert_eq!(count(&db).await, 2);
}

#[tokio::test]
async fn a_full_database_refuses_the_whole_batch_and_acknowledges_nothing() {
    let test = TestDb::sqlite();
    let db = notes(&test).await;
    limit_pages(&db, 100).await;
    let mut first = db.begin().await.unwrap();
    first.execute(&INSERT, &[1.into()]).await.unwrap();
    let mut second = Box::pin(db.begin());
    assert!(poll_once(second.as_mut()).is_pending());
    let mut committing = Box::pin(first.commit());
    assert!(poll_once(committing.as_mut()).is_pending());
    let mut second = second.await.unwrap();
    let error = second.execute(&FILL, &[2.into()]).await.unwrap_err();
    assert!(error.is_storage_full() && error.is_retryable(), "{error:?}");
    let error = committing.await.unwrap_err();
    assert!(error.is_storage_full() && error.is_retryable(), "{error:?}");
    assert!(matches!(second.execute(&INSERT, &[3.into()]).await, Err(SqlError::TransactionFailed)), "it would commit on its own");
    drop(second);
    assert_eq!(count(&db).await, 0);

    limit_pages(&db, 10_000).await;
    let mut again = db.begin().await.unwrap();
    again.execute(&INSERT, &[1.into()]).await.unwrap();
    again.commit().await.unwrap();
    assert_eq!(count(&db).await, 1, "with space, the same operation succeeds");
}

/// An answer such as a refusal rests on what was read, which may not be saved yet.
#[tokio::test]
async fn what_a_dropped_operation_saw_settles_with_its_batch() {
    let test = TestDb::sqlite();
    let db = notes(&test).await;
    limit_pages(&db, 100).await;
    for full in [false, true] {
        let mut first = db.begin().await.unwrap();
        first.execute(&INSERT, &[1.into()]).await.unwrap();
        let (mut second, mut third) = (Box::pin(db.begin()), Box::pin(db.begin()));
        assert!(poll_once(second.as_mut()).is_pending() && poll_once(third.as_mut()).is_pending());
        let mut committing = Box::pin(first.commit());
        assert!(poll_once(committing.as_mut()).is_pending());
        let mut second = second.await.unwrap();
        assert_eq!(second.query(&COUNT, &[]).await.unwrap()[0].int(0).unwrap(), 1, "it sees what is not saved");
        let mut settling = Box::pin(second.rollback());
        assert!(poll_once(settling.as_mut()).is_pending(), "so its answer waits");
        let mut third = third.await.unwrap();
        if full {
            assert!(third.execute(&FILL, &[2.into()]).await.is_err());
            assert!(settling.await.unwrap_err().is_retryable(), "what it saw never happened: the operation is run again");
            assert!(committing.await.is_err());
        } else {
            drop(third);
            settling.await.unwrap();
            committing.await.unwrap();
            let mut tx = db.begin().await.unwrap();
            tx.execute(&Sql::both("DELETE FROM notes"), &[]).await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_second_process_is_told_who_has_the_file() {
    let test = TestDb::sqlite();
    let db = test.open().await;
    let error = Db::open(test.options.clone()).await.map(drop).unwrap_err();
    assert!(matches!(&error, SqlError::Locked { pid: Some(pid), .. } if *pid == std::process::id()), "{error:?}");
    assert!(error.to_string().contains("stop it first"), "{error}");
    db.close().await.unwrap();
    drop(test.open().await);
}

#[tokio::test]
async fn what_is_no_database_is_not_touched() {
    let test = TestDb::sqlite();
    let path = test.path().unwrap();
    let letter = "This is a letter, not a database. ".repeat(100);
    std::fs::write(path, &letter).unwrap();
    let error = Db::open(test.options.clone()).await.map(drop).unwrap_err();
    assert!(matches!(error, SqlError::Damaged { .. }), "{error:?}");
    assert_eq!(std::fs::read_to_string(path).unwrap(), letter);
}

#[tokio::test]
async fn a_missing_folder_is_named() {
    let path = std::path::PathBuf::from("/nowhere/at/all/dream.db");
    let error = Db::open(Options::at(Location::Sqlite { path })).await.map(drop).unwrap_err();
    assert!(error.to_string().contains("/nowhere/at/all/dream.db"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_whole_while_others_write() {
    let test = TestDb::sqlite();
    let db = notes(&test).await;
    let pair = |db: Db, id: i64| async move {
        let mut tx = db.begin().await.unwrap();
        tx.execute(&INSERT, &[id.into()]).await.unwrap();
        tx.execute(&Sql::both("INSERT INTO notes (id, body) VALUES ($1, zeroblob(5000))"), &[(-id).into()]).await.unwrap();
        tx.commit().await.unwrap();
    };
    for id in 1..=200 {
        pair(db.clone(), id).await;
    }
    let writing = tokio::spawn({
        let db = db.clone();
        async move {
            for id in 201..=400 {
                pair(db.clone(), id).await;
            }
        }
    });
    let copy = test.path().unwrap().with_file_name("copy.db");
    db.backup(&copy).await.unwrap();
    writing.await.unwrap();
    assert!(matches!(db.backup(&copy).await, Err(SqlError::File { .. })), "it replaces nothing");

    let restored = Db::open(Options::at(Location::Sqlite { path: copy })).await.unwrap();
    let rows = count(&restored).await;
    assert!((400..=800).contains(&rows) && rows % 2 == 0, "{rows}: every operation is whole");
    let check = restored.read().await.unwrap().query(&Sql::both("PRAGMA integrity_check"), &[]).await.unwrap();
    assert_eq!(check[0].text(0).unwrap(), "ok");
}

#[tokio::test]
async fn waiting_for_a_turn_or_a_reader_ends() {
    let mut test = TestDb::sqlite();
    test.options.acquire_timeout = std::time::Duration::from_millis(30);
    test.options.readers = 1;
    test.options.strict_turns = false;
    let db = notes(&test).await;
    let held = (db.begin().await.unwrap(), db.read().await.unwrap());
    assert!(matches!(db.begin().await.map(drop), Err(SqlError::Timeout { .. })));
    assert!(matches!(db.read().await.map(drop), Err(SqlError::Timeout { .. })));
    drop(held);
    db.begin().await.unwrap();
    db.read().await.unwrap();
}

/// Writes numbers from several tasks and acknowledges each on stdout, until the process ends: for tests that end it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child_that_writes_until_it_ends() {
    const ROW: Sql = Sql::both("INSERT INTO notes (id, body) VALUES ($1, $2)");
    let Ok(path) = std::env::var("DREAM_SQL_TEST_FILE") else { return };
    let durability = if std::env::var("DREAM_SQL_TEST_SYNC").is_ok() { Durability::OwnSync } else { Durability::Full };
    let db = Db::open(Options { durability, ..Options::at(Location::Sqlite { path: path.into() }) }).await.unwrap();
    let write = |db: Db, task: i64| async move {
        for id in (task..).step_by(8) {
            let mut tx = db.begin().await.unwrap();
            tx.execute(&ROW, &[id.into(), Value::Bytes(vec![7; 1_000])]).await.unwrap();
            if tx.commit().await.is_ok() {
                println!("acknowledged {id}");
            }
        }
    };
    let tasks: Vec<_> = (0..8).map(|task| tokio::spawn(write(db.clone(), task))).collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test]
async fn a_failing_disk_ends_the_process_and_loses_nothing() {
    for own_sync in [false, true] {
        let test = TestDb::sqlite();
        notes(&test).await.close().await.unwrap();
        // The signal that the limit on the size of files sends is ignored, so that the write fails instead: as on a broken disk.
        let limited = "trap '' XFSZ; ulimit -f 1000; exec \"$0\" --exact child_that_writes_until_it_ends --nocapture";
        let mut command = Command::new("sh");
        command.args(["-c", limited]).arg(std::env::current_exe().unwrap()).env("DREAM_SQL_TEST_FILE", test.path().unwrap());
        if own_sync {
            command.env("DREAM_SQL_TEST_SYNC", "own");
        }
        let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains("the process ends"), "{:?}: {told}", output.status);
        let lines = String::from_utf8(output.stdout).unwrap();
        let acknowledged: Vec<i64> = lines.lines().filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok()).collect();
        assert!(acknowledged.len() > 10, "{}", acknowledged.len());
        let db = test.open().await;
        let mut tx = db.read().await.unwrap();
        for id in acknowledged {
            let found = tx.query_opt(&Sql::both("SELECT 1 FROM notes WHERE id = $1"), &[id.into()]).await.unwrap();
            assert!(found.is_some(), "{id} was acknowledged");
        }
    }
}

/// With our own sync, a reader is not given what is not on disk, and its wait ends.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_and_writers_go_on_side_by_side_with_our_own_sync() {
    let mut test = TestDb::sqlite();
    test.options.durability = Durability::OwnSync;
    let db = notes(&test).await;
    let write = |db: Db, task: i64| async move {
        for id in (task..400).step_by(4) {
            let mut tx = db.begin().await.unwrap();
            tx.execute(&INSERT, &[id.into()]).await.unwrap();
            tx.commit().await.unwrap();
            assert!(count(&db).await > id / 4, "what was acknowledged is seen");
        }
    };
    let tasks: Vec<_> = (0..4).map(|task| tokio::spawn(write(db.clone(), task))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    db.begin().await.unwrap().rollback().await.unwrap();
    assert_eq!(count(&db).await, 400);
    let copy = test.path().unwrap().with_file_name("copy.db");
    db.backup(&copy).await.unwrap();
    db.close().await.unwrap();
    assert_eq!(count(&Db::open(Options::at(Location::Sqlite { path: copy })).await.unwrap()).await, 400);
}
