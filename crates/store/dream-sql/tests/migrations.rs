//! Migrations, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use dream_sql::{Migration, Migrations, Options, Sql, SqlError, TypeClass, Value, on_both_engines, testing::TestDb};

on_both_engines!(
    applies_each_step_once,
    what_other_texts_made_is_refused,
    a_newer_database_is_refused,
    a_failed_step_leaves_nothing,
    processes_that_start_together_migrate_once,
);

const ONE: Migration = Migration::both(1, "notes", "CREATE TABLE notes (id bigint NOT NULL PRIMARY KEY, body blob NOT NULL)");
const TWO: Migration = Migration {
    id: 2,
    name: "titles",
    sqlite: "ALTER TABLE notes ADD COLUMN title text; CREATE INDEX notes_title ON notes (title);",
    postgres: "ALTER TABLE notes ADD COLUMN title text; CREATE INDEX notes_title ON notes (title); ANALYZE notes;",
};
const FIRST: Migrations = Migrations::new(&[ONE]);
const BOTH: Migrations = Migrations::new(&[ONE, TWO]);

async fn applies_each_step_once(test: TestDb) {
    let db = test.open().await;
    assert_eq!(db.migrate(&FIRST).await.unwrap().applied, [1]);
    let mut tx = db.begin().await.unwrap();
    let row = [1.into(), Value::from(vec![1_u8])];
    tx.execute(&Sql::both("INSERT INTO notes (id, body) VALUES ($1, $2)"), &row).await.unwrap();
    tx.commit().await.unwrap();

    let second = db.migrate(&BOTH).await.unwrap();
    assert_eq!((second.applied.as_slice(), second.version), ([2].as_slice(), 2));
    let again = db.migrate(&BOTH).await.unwrap();
    assert_eq!((again.applied.as_slice(), again.version, again.backup), ([].as_slice(), 2, None));

    let columns = db.schema().await.unwrap();
    let body = columns.iter().find(|c| c.table == "notes" && c.column == "body").unwrap();
    assert_eq!((&body.class, body.nullable), (&TypeClass::Bytes, false), "blob is written for both engines");
    let mut tx = db.read().await.unwrap();
    let rows = tx.query(&Sql::both("SELECT id, name, applied_at FROM schema_migrations ORDER BY id"), &[]).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.int(0).unwrap(), row.text(1).unwrap())).collect();
    assert_eq!(told, [(1, "notes"), (2, "titles")]);
    assert!(rows.iter().all(|row| row.int(2).unwrap() > 1_600_000_000_000_000), "in microseconds");
    drop(tx);
    if let Some(path) = test.path() {
        check_copy(&second.backup.unwrap(), path).await;
    }
}

/// The copy made before the second step is a database as the first left it.
async fn check_copy(copy: &std::path::Path, of: &std::path::Path) {
    assert_eq!(copy.to_str().unwrap(), format!("{}.backup-before-2", of.display()));
    let location = dream_sql::Location::Sqlite { path: copy.to_owned() };
    let db = dream_sql::Db::open(Options::at(location)).await.unwrap();
    assert!(db.schema().await.unwrap().iter().all(|c| c.column != "title"));
    let rows = db.read().await.unwrap().query(&Sql::both("SELECT id FROM notes"), &[]).await.unwrap();
    assert_eq!(rows.len(), 1);
}

async fn what_other_texts_made_is_refused(test: TestDb) {
    const EDITED: Migrations = Migrations::new(&[Migration::both(1, "notes", "CREATE TABLE notes (id bigint)"), TWO]);
    let db = test.open().await;
    db.migrate(&FIRST).await.unwrap();
    let error = db.migrate(&EDITED).await.unwrap_err();
    assert!(matches!(error, SqlError::ChecksumMismatch { id: 1, .. }), "{error:?}");
    assert_eq!(db.migrate(&FIRST).await.unwrap().version, 1, "nothing was applied");
}

async fn a_newer_database_is_refused(test: TestDb) {
    let db = test.open().await;
    db.migrate(&BOTH).await.unwrap();
    let error = db.migrate(&FIRST).await.unwrap_err();
    assert!(matches!(error, SqlError::NewerSchema { found: 2, known: 1 }), "{error:?}");
    assert!(error.to_string().contains("run the newer version"), "{error}");
}

async fn a_failed_step_leaves_nothing(test: TestDb) {
    const BROKEN: Migrations =
        Migrations::new(&[ONE, Migration::both(2, "broken", "CREATE TABLE half (id bigint); INSERT INTO nowhere VALUES (1)")]);
    let db = test.open().await;
    let error = db.migrate(&BROKEN).await.unwrap_err();
    assert!(matches!(&error, SqlError::Migration { id: 2, name: "broken", .. }), "{error:?}");
    assert!(db.schema().await.unwrap().iter().all(|c| c.table != "half"));
    assert_eq!(db.migrate(&BOTH).await.unwrap().applied, [2], "the step before it stayed");
}

async fn processes_that_start_together_migrate_once(test: TestDb) {
    let db = test.open().await;
    // A second process can only have the PostgreSQL database at the same time.
    let other = if test.path().is_some() { db.clone() } else { test.open().await };
    let (one, two) = tokio::join!(db.migrate(&BOTH), other.migrate(&BOTH));
    let mut applied = [one.unwrap().applied, two.unwrap().applied].concat();
    applied.sort_unstable();
    assert_eq!(applied, [1, 2]);
}

/// A step may build a table anew, and may not leave rows that point nowhere.
#[tokio::test]
async fn foreign_keys_are_checked_at_the_end_of_a_step() {
    const TABLES: Migration = Migration::both(
        1,
        "tables",
        "CREATE TABLE a (id bigint NOT NULL PRIMARY KEY); CREATE TABLE b (a bigint REFERENCES a (id)); \
         INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);",
    );
    const ANEW: Migration = Migration::both(
        2,
        "anew",
        "CREATE TABLE a2 (id bigint NOT NULL PRIMARY KEY, x text); INSERT INTO a2 SELECT id, 'x' FROM a; DROP TABLE a; \
         ALTER TABLE a2 RENAME TO a;",
    );
    const BROKEN: Migration = Migration::both(3, "broken", "DELETE FROM a");
    let test = TestDb::sqlite();
    let db = test.open().await;
    db.migrate(&Migrations::new(&[TABLES, ANEW])).await.unwrap();
    let error = db.migrate(&Migrations::new(&[TABLES, ANEW, BROKEN])).await.unwrap_err();
    assert!(matches!(error, SqlError::Migration { id: 3, .. }), "{error:?}");
    let mut tx = db.begin().await.unwrap();
    assert!(tx.execute(&Sql::both("INSERT INTO b VALUES (9)"), &[]).await.is_err(), "keys are enforced again");
}
