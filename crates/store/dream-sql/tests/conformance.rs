//! What both engines promise, run on both.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test that cannot go on fails")]

use dream_sql::{Db, Durability, Positions, ReadTx, Row, Sql, SqlError, Value, WriteTx, on_both_engines, testing::TestDb};
use std::time::Duration;

/// Both engines, and SQLite in each way to the disk.
macro_rules! on_every_engine {
    ($($name:ident),* $(,)?) => {
        on_both_engines!($($name),*);
        on_sqlite!(sqlite_own_sync, OwnSync, $($name),*);
        on_sqlite!(sqlite_full, Full, $($name),*);
    };
}

macro_rules! on_sqlite {
    ($module:ident, $durability:ident, $($name:ident),*) => {
        mod $module {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    let mut test = super::TestDb::sqlite();
                    test.options.durability = super::Durability::$durability;
                    super::$name(test).await;
                }
            )*
        }
    };
}

on_every_engine!(
    values_come_back_as_they_were,
    null_and_empty_are_different,
    parameters_are_bound_by_number,
    parameters_that_do_not_fit_are_refused,
    too_many_parameters_are_refused,
    text_with_a_nul_is_refused,
    columns_of_another_type_are_named,
    counts_what_was_changed,
    a_commit_is_seen_and_a_drop_is_not,
    a_snapshot_does_not_move,
    a_read_transaction_cannot_write,
    a_failed_statement_ends_the_transaction,
    broken_rules_are_told_apart,
    reading_then_writing_side_by_side_loses_nothing,
    cancelled_work_leaves_nothing_behind,
    wakes_up_on_commit_only,
    a_long_turn_is_caught,
    the_schema_can_be_read_back,
    a_closed_database_refuses,
    positions_fit_the_engine,
    a_rollback_and_a_witness_settle,
);

const INSERT: Sql = Sql::both("INSERT INTO notes (id, body) VALUES ($1, $2)");
const COUNT: Sql = Sql::both("SELECT count(*) FROM notes");

async fn notes(test: &TestDb) -> Db {
    let db = test.open().await;
    run(&db, &Sql::both("CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY, body text)"), &[]).await;
    db
}

async fn run(db: &Db, sql: &Sql, params: &[Value]) -> u64 {
    let mut tx = db.begin().await.unwrap();
    let changed = tx.execute(sql, params).await.unwrap();
    tx.commit().await.unwrap();
    changed
}

async fn ask(db: &Db, sql: &Sql, params: &[Value]) -> Row {
    db.read().await.unwrap().query_opt(sql, params).await.unwrap().unwrap()
}

async fn count(db: &Db) -> i64 {
    ask(db, &COUNT, &[]).await.int(0).unwrap()
}

async fn values_come_back_as_they_were(test: TestDb) {
    let db = test.open().await;
    let table = Sql::each(
        "CREATE TABLE kinds (n bigint NOT NULL PRIMARY KEY, t text, b blob, f boolean)",
        "CREATE TABLE kinds (n bigint NOT NULL PRIMARY KEY, t text, b bytea, f boolean)",
    );
    run(&db, &table, &[]).await;
    let every_byte: Vec<u8> = (0..=255).collect();
    let rows: [[Value; 4]; 4] = [
        [1.into(), "plain".into(), every_byte.into(), true.into()],
        [i64::MAX.into(), "Grüße, 世界 🌍 'quoted' \"twice\" \\ $1".into(), vec![0_u8].into(), false.into()],
        [i64::MIN.into(), "\u{1}\n\t".into(), Value::Null, Value::Null],
        [0.into(), Value::Null, b"text".as_slice().into(), Some(true).into()],
    ];
    for row in &rows {
        run(&db, &Sql::both("INSERT INTO kinds (n, t, b, f) VALUES ($1, $2, $3, $4)"), row).await;
    }
    for row in &rows {
        let back = ask(&db, &Sql::both("SELECT n, t, b, f FROM kinds WHERE n = $1"), &row[..1]).await;
        assert_eq!((back.len(), back.is_empty()), (4, false));
        assert_eq!(back.values()[..3], row[..3]);
        let wanted = if let Value::Bool(flag) = row[3] { Some(flag) } else { None };
        assert_eq!(back.opt_bool(3).unwrap(), wanted);
    }
}

/// Trap 39.
async fn null_and_empty_are_different(test: TestDb) {
    let db = notes(&test).await;
    run(&db, &INSERT, &[1.into(), "".into()]).await;
    run(&db, &INSERT, &[2.into(), Value::Null]).await;
    let one = ask(&db, &Sql::both("SELECT body FROM notes WHERE id = 1"), &[]).await;
    let two = ask(&db, &Sql::both("SELECT body FROM notes WHERE id = 2"), &[]).await;
    assert_eq!((one.opt_text(0).unwrap(), two.opt_text(0).unwrap()), (Some(""), None));
    assert!(matches!(two.text(0), Err(SqlError::Column { index: 0, wanted: "text", found }) if found == "null"));
}

async fn parameters_are_bound_by_number(test: TestDb) {
    let db = notes(&test).await;
    // The second appears before the first, and again after it.
    run(&db, &Sql::both("INSERT INTO notes (body, id) VALUES ($2, $1)"), &[7.into(), "seven".into()]).await;
    let sql = Sql::both("SELECT id, body FROM notes WHERE body = $2 AND id = $1 AND ($2 = 'seven' OR body <> $2) AND id < $1 + $3");
    let row = ask(&db, &sql, &[7.into(), "seven".into(), 1.into()]).await;
    assert_eq!((row.int(0).unwrap(), row.text(1).unwrap()), (7, "seven"));
    let eleven: Vec<Value> = (1..=11).map(|n| Value::Int(n * 10)).collect();
    let sql = "SELECT count(*) FROM notes WHERE id IN ($11, $10, $9, $8, $7, $6, $5, $4, $3, $2) OR id + 3 = $1";
    assert_eq!(ask(&db, &Sql::both(sql), &eleven).await.int(0).unwrap(), 1);
}

async fn parameters_that_do_not_fit_are_refused(test: TestDb) {
    let db = notes(&test).await;
    let check = async |sql: &'static str, params: &[Value]| {
        let error = db.read().await.unwrap().query(&Sql::both(sql), params).await.unwrap_err();
        assert!(matches!(error, SqlError::Parameters { .. }), "{sql}: {error:?}");
    };
    check("SELECT id FROM notes WHERE id = $1 AND body = $2", &[1.into()]).await;
    check("SELECT id FROM notes WHERE id = $1", &[1.into(), 2.into()]).await;
    check("SELECT id FROM notes", &[1.into()]).await;
}

/// Trap 37.
async fn too_many_parameters_are_refused(test: TestDb) {
    let db = notes(&test).await;
    let many = |n: usize| -> (Sql, Vec<Value>) {
        let places: Vec<String> = (1..=n).map(|n| format!("${n}")).collect();
        let sql = format!("SELECT count(*) FROM notes WHERE id IN ({})", places.join(", "));
        // Only the last one is in the table.
        (Sql::owned(sql), (1..=n).map(|place| Value::Int(i64::from(place == n))).collect())
    };
    run(&db, &INSERT, &[1.into(), "x".into()]).await;
    let (sql, params) = many(32_766);
    assert_eq!(ask(&db, &sql, &params).await.int(0).unwrap(), 1);
    let (sql, params) = many(32_767);
    let error = db.read().await.unwrap().query(&sql, &params).await.unwrap_err();
    assert!(error.to_string().contains("32766 is the most"), "{error}");
}

async fn text_with_a_nul_is_refused(test: TestDb) {
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    let error = tx.execute(&INSERT, &[1.into(), "a\0b".into()]).await.unwrap_err();
    assert!(matches!(&error, SqlError::Parameters { why } if why.contains("$2")), "{error:?}");
}

async fn columns_of_another_type_are_named(test: TestDb) {
    let db = notes(&test).await;
    run(&db, &INSERT, &[1.into(), "x".into()]).await;
    let row = ask(&db, &Sql::both("SELECT id, body FROM notes"), &[]).await;
    let check = |error: SqlError, message: &str| assert_eq!(error.to_string(), message);
    check(row.int(1).unwrap_err(), "column 1 holds text, not an integer");
    check(row.bytes(0).unwrap_err(), "column 0 holds an integer, not bytes");
    check(row.text(2).unwrap_err(), "column 2 holds no such column, not text");
    let error = db.read().await.unwrap().query(&Sql::both("SELECT 1.5 * id FROM notes"), &[]).await.unwrap_err();
    assert!(matches!(error, SqlError::Column { index: 0, .. }), "{error:?}");
}

async fn counts_what_was_changed(test: TestDb) {
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    for id in 1..=3 {
        assert_eq!(tx.execute(&INSERT, &[id.into(), "x".into()]).await.unwrap(), 1);
    }
    let check = async |tx: &mut WriteTx, sql, wanted| assert_eq!(tx.execute(&Sql::both(sql), &[]).await.unwrap(), wanted);
    check(&mut tx, "UPDATE notes SET body = 'y' WHERE id > 1", 2).await;
    check(&mut tx, "UPDATE notes SET body = 'y' WHERE id > 9", 0).await;
    check(&mut tx, "CREATE TABLE other (id bigint)", 0).await;
    check(&mut tx, "INSERT INTO other (id) SELECT id FROM notes RETURNING id", 3).await;
    let rows = tx.query(&Sql::both("DELETE FROM notes WHERE id < 3 RETURNING id"), &[]).await.unwrap();
    assert_eq!(rows.len(), 2);
    let upsert = "INSERT INTO notes (id, body) VALUES (3, 'z') ON CONFLICT (id) DO UPDATE SET body = excluded.body";
    check(&mut tx, upsert, 1).await;
    tx.commit().await.unwrap();
    assert_eq!(count(&db).await, 1);
}

async fn a_commit_is_seen_and_a_drop_is_not(test: TestDb) {
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    tx.execute(&INSERT, &[1.into(), "kept".into()]).await.unwrap();
    assert_eq!(tx.query(&COUNT, &[]).await.unwrap()[0].int(0).unwrap(), 1, "a transaction sees its own work");
    assert_eq!(count(&db).await, 0, "others do not");
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.execute(&INSERT, &[2.into(), "dropped".into()]).await.unwrap();
    drop(tx);
    assert_eq!(count(&db).await, 1);
    db.close().await.unwrap();
    assert_eq!(count(&test.open().await).await, 1, "after opening again");
}

async fn a_snapshot_does_not_move(test: TestDb) {
    let db = notes(&test).await;
    let mut snapshot = db.read().await.unwrap();
    let seen = snapshot.query(&COUNT, &[]).await.unwrap();
    run(&db, &INSERT, &[1.into(), "later".into()]).await;
    assert_eq!(snapshot.query(&COUNT, &[]).await.unwrap(), seen);
    drop(snapshot);
    assert_eq!(count(&db).await, 1);
}

/// Trap 34.
async fn a_read_transaction_cannot_write(test: TestDb) {
    let db = notes(&test).await;
    let mut tx = db.read().await.unwrap();
    let error = tx.query(&INSERT, &[1.into(), "x".into()]).await.unwrap_err();
    assert!(matches!(error, SqlError::ReadOnly { .. }), "{error:?}");
    assert!(matches!(tx.query(&COUNT, &[]).await, Err(SqlError::TransactionFailed)));
    drop(tx);
    assert_eq!(count(&db).await, 0);
}

async fn a_failed_statement_ends_the_transaction(test: TestDb) {
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    tx.execute(&INSERT, &[1.into(), "x".into()]).await.unwrap();
    let error = tx.execute(&INSERT, &[1.into(), "again".into()]).await.unwrap_err();
    assert!(error.is_unique() && !error.is_retryable(), "{error:?}");
    assert!(matches!(tx.execute(&INSERT, &[2.into(), "y".into()]).await, Err(SqlError::TransactionFailed)));
    assert!(matches!(tx.commit().await, Err(SqlError::TransactionFailed)));
    assert_eq!(count(&db).await, 0);
    run(&db, &INSERT, &[3.into(), "the next one works".into()]).await;
}

async fn broken_rules_are_told_apart(test: TestDb) {
    let db = notes(&test).await;
    let table = "CREATE TABLE rules (id bigint NOT NULL PRIMARY KEY, name text NOT NULL UNIQUE CHECK (name <> 'no'), \
                 note bigint REFERENCES notes (id))";
    run(&db, &Sql::both(table), &[]).await;
    let insert = |tail: &str| Sql::owned(format!("INSERT INTO rules (id, name, note) VALUES {tail}"));
    run(&db, &insert("(1, 'one', NULL)"), &[]).await;
    let fails = async |sql: Sql| db.begin().await.unwrap().execute(&sql, &[]).await.unwrap_err();
    let rule = |error: SqlError| match error {
        SqlError::UniqueViolation { .. } => "unique",
        SqlError::Constraint { rule, .. } => rule,
        other => panic!("{other:?}"),
    };
    assert_eq!(rule(fails(insert("(1, 'two', NULL)")).await), "unique");
    assert_eq!(rule(fails(insert("(2, 'one', NULL)")).await), "unique");
    assert_eq!(rule(fails(insert("(2, 'no', NULL)")).await), "check");
    assert_eq!(rule(fails(insert("(2, NULL, NULL)")).await), "not null");
    assert_eq!(rule(fails(insert("(2, 'two', 77)")).await), "foreign key");
    assert!(matches!(fails(Sql::both("SELECT nothing FROM nowhere")).await, SqlError::Other { .. }));
}

/// Trap 33: a transaction that reads first and writes then neither fails nor works on what is old.
async fn reading_then_writing_side_by_side_loses_nothing(test: TestDb) {
    const READ: Sql = Sql::each("SELECT body FROM notes WHERE id = 1", "SELECT body FROM notes WHERE id = 1 FOR UPDATE");
    const WRITE: Sql = Sql::both("UPDATE notes SET body = $1 WHERE id = 1");
    let db = notes(&test).await;
    run(&db, &INSERT, &[1.into(), "0".into()]).await;
    let worker = |db: Db| async move {
        for _ in 0..10 {
            let mut tx = db.begin().await.unwrap();
            let number: i64 = tx.query_opt(&READ, &[]).await.unwrap().unwrap().text(0).unwrap().parse().unwrap();
            tx.execute(&WRITE, &[(number + 1).to_string().into()]).await.unwrap();
            tx.commit().await.unwrap();
        }
    };
    let tasks: Vec<_> = (0..16).map(|_| tokio::spawn(worker(db.clone()))).collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(ask(&db, &Sql::both("SELECT body FROM notes"), &[]).await.text(0).unwrap(), "160");
}

/// Futures dropped at every stage: while waiting for the turn, while a statement runs, while committing.
async fn cancelled_work_leaves_nothing_behind(test: TestDb) {
    const HALVES: Sql =
        Sql::both("SELECT count(*) FROM notes a WHERE id < 1000 AND NOT EXISTS (SELECT 1 FROM notes b WHERE b.id = a.id + 1000)");
    let db = notes(&test).await;
    let work = |db: Db, n: i64| async move {
        let mut tx = db.begin().await.unwrap();
        tx.execute(&INSERT, &[n.into(), "x".into()]).await.unwrap();
        tx.execute(&INSERT, &[(n + 1_000).into(), "x".into()]).await.unwrap();
        tx.commit().await.unwrap();
    };
    let tasks = (0..200_u32).map(|n| {
        let patience = Duration::from_micros(u64::from(n) * 50);
        tokio::spawn(tokio::time::timeout(patience, work(db.clone(), n.into())))
    });
    let tasks: Vec<_> = tasks.collect();
    let mut finished = Vec::new();
    for (n, task) in (0_i64..).zip(tasks) {
        if task.await.unwrap().is_ok() {
            finished.push(n);
        }
    }
    run(&db, &INSERT, &[5_000.into(), "the next one works".into()]).await;
    assert_eq!(ask(&db, &HALVES, &[]).await.int(0).unwrap(), 0, "nothing is half done");
    for n in finished {
        let found = db.read().await.unwrap().query_opt(&Sql::both("SELECT 1 FROM notes WHERE id = $1"), &[n.into()]).await.unwrap();
        assert!(found.is_some(), "what was acknowledged is there: {n}");
    }
}

async fn wakes_up_on_commit_only(test: TestDb) {
    const SEEN: Duration = Duration::from_secs(10);
    let db = notes(&test).await;
    let mut kept = db.listen("dream_kept");
    let mut tx = db.begin().await.unwrap();
    tx.execute(&INSERT, &[1.into(), "x".into()]).await.unwrap();
    tx.notify("dream_kept");
    tx.commit().await.unwrap();
    tokio::time::timeout(SEEN, kept.next()).await.unwrap().unwrap();
    assert_eq!(count(&db).await, 1, "what it tells of is there");

    let mut tx = db.begin().await.unwrap();
    tx.notify("dream_dropped");
    let mut dropped = db.listen("dream_dropped");
    drop(tx);
    db.close().await.unwrap();
    // Closing ends the channel. Before that PostgreSQL rings when it begins to listen and when it is connected.
    let mut rings = 0;
    while tokio::time::timeout(SEEN, dropped.next()).await.unwrap().is_some() {
        rings += 1;
    }
    assert!(rings <= if test.path().is_some() { 0 } else { 2 }, "{rings}");
}

async fn a_long_turn_is_caught(test: TestDb) {
    let db = notes(&test).await;
    let slow = |db: Db| async move {
        let mut tx = db.begin().await.unwrap();
        tx.execute(&INSERT, &[1.into(), "x".into()]).await.unwrap();
        let began = std::time::Instant::now();
        while began.elapsed() < Duration::from_millis(420) {
            std::hint::spin_loop();
        }
        tx.commit().await.unwrap();
    };
    assert!(tokio::spawn(slow(db.clone())).await.unwrap_err().is_panic());
    run(&db, &INSERT, &[2.into(), "the next one works".into()]).await;
}

/// Trap 36: what a parity test compares.
async fn the_schema_can_be_read_back(test: TestDb) {
    let db = test.open().await;
    let table = "CREATE TABLE things (id text NOT NULL PRIMARY KEY, size bigint NOT NULL, body BYTES, live boolean NOT NULL)";
    let table = Sql::each_owned(table.replace("BYTES", "blob"), table.replace("BYTES", "bytea"));
    run(&db, &table, &[]).await;
    run(&db, &Sql::both("CREATE VIEW small AS SELECT id, size FROM things WHERE size < 10"), &[]).await;
    let line = |c: dream_sql::Column| format!("{}.{} {:?}{}", c.table, c.column, c.class, if c.nullable { "?" } else { "" });
    let lines: Vec<String> = db.schema().await.unwrap().into_iter().map(line).collect();
    let wanted =
        ["small.id Text?", "small.size Integer?", "things.body Bytes?", "things.id Text", "things.live Boolean", "things.size Integer"];
    assert_eq!(lines, wanted);
}

async fn a_closed_database_refuses(test: TestDb) {
    let db = notes(&test).await;
    db.ping().await.unwrap();
    let other = db.clone();
    db.close().await.unwrap();
    assert!(matches!(other.read().await.map(drop), Err(SqlError::Closed)));
    assert!(matches!(other.begin().await.map(drop), Err(SqlError::Closed)));
    assert!(matches!(other.ping().await, Err(SqlError::Closed)));
}

async fn positions_fit_the_engine(test: TestDb) {
    let wanted = if test.path().is_some() { Positions::Inline } else { Positions::Sequenced };
    assert_eq!(test.open().await.positions(), wanted);
}

async fn a_rollback_and_a_witness_settle(test: TestDb) {
    let db = notes(&test).await;
    let mut tx = db.begin().await.unwrap();
    tx.execute(&INSERT, &[1.into(), "x".into()]).await.unwrap();
    tx.rollback().await.unwrap();
    let witness = db.begin().await.unwrap().witness();
    witness.settled().await.unwrap();
    assert_eq!(count(&db).await, 0);
}

/// Every use case's future moves between threads.
#[test]
fn every_future_is_send() {
    fn send<T: Send>(_: T) {}
    fn never_called(db: &Db, read: &mut ReadTx) {
        send(db.read());
        send(db.begin());
        send(db.ping());
        send(db.schema());
        send(read.query(&COUNT, &[]));
        send(async {
            let mut tx = db.begin().await.unwrap();
            tx.advisory_lock(1).await.unwrap();
            tx.query(&COUNT, &[]).await.unwrap();
            tx.execute(&COUNT, &[]).await.unwrap();
            tx.query_opt(&COUNT, &[]).await.unwrap();
            tx.commit().await.unwrap();
        });
    }
    let _: fn(&Db, &mut ReadTx) = never_called;
}
