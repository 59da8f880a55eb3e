//! What the operations of a shared commit write together.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use dream_sql::{Cause, Db, Last, Positions, Sql, SqlError, Together, testing::TestDb};
use std::{
    future::Future,
    task::{Context, Poll, Waker},
};

dream_sql::on_both_engines!(a_transaction_writes_it_or_gets_it_back);

const INSERT: Sql = Sql::both("INSERT INTO notes (id) VALUES ($1)");
const TOTAL: Sql = Sql::both("SELECT id, times FROM totals");

/// A running total, and how often it was written.
struct Sum(i64);

impl Together for Sum {
    fn add(&mut self, later: Self) {
        self.0 += later.0;
    }

    fn write(self, last: &mut Last<'_>) -> Result<(), SqlError> {
        const FIND: Sql = Sql::both("SELECT id FROM totals");
        const SAVE: Sql = Sql::both("UPDATE totals SET id = $1, times = times + 1");
        if self.0 < 0 {
            return Err(SqlError::Other { doing: "adding up", source: Cause::from("less than nothing") });
        }
        let before = last.query(&FIND, &[])?[0].int(0)?;
        assert_eq!(last.execute(&SAVE, &[(before + self.0).into()])?, 1);
        Ok(())
    }
}

async fn totals(test: &TestDb) -> Db {
    let db = test.open().await;
    let mut tx = db.begin().await.unwrap();
    tx.execute(&Sql::both("CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY)"), &[]).await.unwrap();
    tx.execute(&Sql::both("CREATE TABLE totals (id bigint NOT NULL, times bigint NOT NULL)"), &[]).await.unwrap();
    tx.execute(&Sql::both("INSERT INTO totals (id, times) VALUES (0, 0)"), &[]).await.unwrap();
    tx.commit().await.unwrap();
    db
}

/// The total, how often it was written, and how many notes there are.
async fn seen(db: &Db) -> (i64, i64, i64) {
    let mut tx = db.read().await.unwrap();
    let total = tx.query(&TOTAL, &[]).await.unwrap();
    let notes = tx.query(&Sql::both("SELECT count(*) FROM notes"), &[]).await.unwrap();
    (total[0].int(0).unwrap(), total[0].int(1).unwrap(), notes[0].int(0).unwrap())
}

fn poll_once<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

async fn a_transaction_writes_it_or_gets_it_back(test: TestDb) {
    let db = totals(&test).await;
    let mut tx = db.begin().await.unwrap();
    let back = tx.together(Sum(5));
    assert_eq!(back.map(|sum| sum.0), (db.positions() == Positions::Sequenced).then_some(5));
    tx.commit().await.unwrap();
    let written = if db.positions() == Positions::Inline { (5, 1, 0) } else { (0, 0, 0) };
    assert_eq!(seen(&db).await, written);
}

/// Three operations share a commit; one of them is dropped, and what it added with it.
#[tokio::test]
async fn it_is_written_once_for_the_operations_that_stay() {
    let test = TestDb::sqlite();
    let db = totals(&test).await;
    let mut first = db.begin().await.unwrap();
    first.execute(&INSERT, &[1.into()]).await.unwrap();
    assert!(first.together(Sum(1)).is_none());
    let mut second = Box::pin(db.begin());
    assert!(poll_once(second.as_mut()).is_pending());
    let mut committing = Box::pin(first.commit());
    assert!(poll_once(committing.as_mut()).is_pending());
    let mut second = second.await.unwrap();
    second.execute(&INSERT, &[2.into()]).await.unwrap();
    assert!(second.together(Sum(100)).is_none());
    let mut third = Box::pin(db.begin());
    assert!(poll_once(third.as_mut()).is_pending());
    drop(second);
    let mut third = third.await.unwrap();
    third.execute(&INSERT, &[3.into()]).await.unwrap();
    assert!(third.together(Sum(10)).is_none());
    let (committed, third) = tokio::join!(committing, third.commit());
    committed.unwrap();
    third.unwrap();
    assert_eq!(seen(&db).await, (11, 1, 2));
}

#[tokio::test]
async fn where_it_cannot_be_written_every_operation_of_the_commit_is_refused() {
    let test = TestDb::sqlite();
    let db = totals(&test).await;
    let mut first = db.begin().await.unwrap();
    first.execute(&INSERT, &[1.into()]).await.unwrap();
    let mut second = Box::pin(db.begin());
    assert!(poll_once(second.as_mut()).is_pending());
    let mut committing = Box::pin(first.commit());
    assert!(poll_once(committing.as_mut()).is_pending());
    let mut second = second.await.unwrap();
    assert!(second.together(Sum(-1)).is_none());
    let (first, second) = tokio::join!(committing, second.commit());
    for refused in [first, second] {
        let error = refused.unwrap_err();
        assert!(matches!(error, SqlError::Refused { .. }) && error.is_retryable(), "{error:?}");
    }
    assert_eq!(seen(&db).await, (0, 0, 0));
    let mut again = db.begin().await.unwrap();
    again.execute(&INSERT, &[1.into()]).await.unwrap();
    again.commit().await.unwrap();
    assert_eq!(seen(&db).await, (0, 0, 1));
}

/// An operation has a savepoint from its first statement that writes on: neither one that only read, nor one whose first write was refused
/// takes anything of the others with it.
#[tokio::test]
async fn what_ends_before_or_at_its_first_write_leaves_the_commit_to_the_others() {
    let test = TestDb::sqlite();
    let db = totals(&test).await;
    let mut first = db.begin().await.unwrap();
    first.execute(&INSERT, &[1.into()]).await.unwrap();
    let mut reading = Box::pin(db.begin());
    assert!(poll_once(reading.as_mut()).is_pending());
    let mut committing = Box::pin(first.commit());
    assert!(poll_once(committing.as_mut()).is_pending());
    let mut reading = reading.await.unwrap();
    assert_eq!(reading.query(&TOTAL, &[]).await.unwrap().len(), 1);
    let mut failing = Box::pin(db.begin());
    assert!(poll_once(failing.as_mut()).is_pending());
    drop(reading);
    let mut failing = failing.await.unwrap();
    assert!(failing.execute(&INSERT, &[1.into()]).await.unwrap_err().is_unique());
    drop(failing);
    committing.await.unwrap();
    assert_eq!(seen(&db).await, (0, 0, 1));
}
