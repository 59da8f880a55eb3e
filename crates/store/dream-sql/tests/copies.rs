//! Copies of a PostgreSQL database: whole, of one moment, and back into an empty database or not at all.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use dream_sql::{Db, Migration, Migrations, Sql, SqlError, Value, testing::TestDb};
use std::path::PathBuf;

const SCHEMA: Migrations = Migrations::new(&[
    Migration::both(
        1,
        "parts",
        "CREATE TABLE a_parts (id bigint NOT NULL PRIMARY KEY, whole bigint NOT NULL); \
         CREATE TABLE wholes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text, bytes blob, yes boolean); \
         ALTER TABLE a_parts ADD FOREIGN KEY (whole) REFERENCES wholes (id)",
    ),
    Migration::both(2, "more", "CREATE VIEW words AS SELECT word FROM wholes"),
]);
const NEWER: Migrations = Migrations::new(&[
    Migration::both(1, "parts", "CREATE TABLE a_parts (id bigint NOT NULL PRIMARY KEY)"),
    Migration::both(2, "more", "CREATE VIEW words AS SELECT word FROM wholes"),
]);
const INSERT: Sql = Sql::both("INSERT INTO wholes (word, bytes, yes) VALUES ($1, $2, $3)");
const PART: Sql = Sql::both("INSERT INTO a_parts (id, whole) VALUES ($1, $2)");
const ALL: Sql = Sql::both("SELECT w.id, w.word, w.bytes, w.yes, p.id FROM wholes w LEFT JOIN a_parts p ON p.whole = w.id ORDER BY w.id");
const RELATIONS: Sql = Sql::both("SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace");

async fn run(db: &Db, sql: &Sql, params: &[Value]) {
    let mut tx = db.begin().await.unwrap();
    tx.execute(sql, params).await.unwrap();
    tx.commit().await.unwrap();
}

async fn all(db: &Db) -> Vec<Vec<Value>> {
    let rows = db.read().await.unwrap().query(&ALL, &[]).await.unwrap();
    rows.iter().map(|row| row.values().to_vec()).collect()
}

/// A database with everything in it that a value can be, and its copy.
struct Ground {
    _test: TestDb,
    db: Db,
    folder: PathBuf,
}

impl Ground {
    async fn lay() -> Option<Self> {
        let test = TestDb::postgres().await?;
        let db = test.open().await;
        db.migrate(&SCHEMA).await.unwrap();
        let large = vec![7_u8; 300_000];
        for (word, bytes, yes) in [
            (Value::from("it's \\ \t\n „word“ \u{1F600}"), Value::from(&b"\0\xff"[..]), Value::from(true)),
            (Value::Null, Value::Null, Value::Null),
            (Value::from(""), Value::from(large), Value::from(false)),
        ] {
            run(&db, &INSERT, &[word, bytes, yes]).await;
        }
        run(&db, &PART, &[9.into(), 3.into()]).await;
        let folder = std::env::temp_dir().join(format!("dreamcopy_{}_{:p}", std::process::id(), &raw const test));
        std::fs::create_dir_all(&folder).unwrap();
        Some(Self { _test: test, db, folder })
    }

    async fn copy(&self, name: &str) -> PathBuf {
        let path = self.folder.join(name);
        self.db.backup(&path).await.unwrap();
        path
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_comes_back_with_everything_and_goes_on_counting() {
    let Some(ground) = Ground::lay().await else { return };
    let copy = ground.copy("copy").await;
    run(&ground.db, &INSERT, &["after the copy".into(), Value::Null, Value::Null]).await;
    let test = TestDb::postgres().await.unwrap();
    let db = test.open().await;
    db.restore(&SCHEMA, &copy).await.unwrap();
    let (before, mut after) = (all(&ground.db).await, all(&db).await);
    assert_eq!(after, before[..3]);
    assert_eq!(db.schema().await.unwrap(), ground.db.schema().await.unwrap());
    assert_eq!(db.migrate(&SCHEMA).await.unwrap().applied, [0_u32; 0], "it knows which steps it has");
    run(&db, &INSERT, &["next".into(), Value::Null, Value::Null]).await;
    after = all(&db).await;
    assert_eq!(after[3][0], 4.into(), "the numbers go on where they were");
    let again = ground.db.backup(&copy).await.unwrap_err();
    assert!(matches!(again, SqlError::File { .. }), "nothing is overwritten: {again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_shows_one_moment_while_others_write() {
    let Some(ground) = Ground::lay().await else { return };
    let (db, stop) = (ground.db.clone(), std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false)));
    let stopped = std::sync::Arc::clone(&stop);
    let writing = tokio::spawn(async move {
        let mut id = 100_i64;
        while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
            // A part and its whole in one transaction: a copy that sees one without the other does not load.
            let mut tx = db.begin().await.unwrap();
            let made = Sql::both("INSERT INTO wholes (word) VALUES ('w') RETURNING id");
            let whole = tx.query(&made, &[]).await.unwrap()[0].int(0).unwrap();
            tx.execute(&PART, &[id.into(), whole.into()]).await.unwrap();
            tx.commit().await.unwrap();
            id += 1;
        }
        id
    });
    for turn in 0..5 {
        let copy = ground.copy(&turn.to_string()).await;
        let test = TestDb::postgres().await.unwrap();
        let db = test.open().await;
        db.restore(&SCHEMA, &copy).await.unwrap();
        let alone = all(&db).await.into_iter().skip(3).filter(|row| row[4] == Value::Null).count();
        assert_eq!(alone, 0, "wholes without their parts");
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(writing.await.unwrap() > 100, "others wrote meanwhile");
}

async fn refused(copy: &std::path::Path, known: &Migrations) -> SqlError {
    let test = TestDb::postgres().await.unwrap();
    let db = test.open().await;
    let error = db.restore(known, copy).await.unwrap_err();
    let left = db.read().await.unwrap().query(&RELATIONS, &[]).await.unwrap()[0].int(0).unwrap();
    assert_eq!(left, 0, "a refused restore leaves nothing: {error}");
    error
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_is_not_whole_leaves_nothing_behind() {
    let Some(ground) = Ground::lay().await else { return };
    let whole = std::fs::read(ground.copy("copy").await).unwrap();
    let cut = ground.folder.join("cut");
    for length in [0, 10, 60, 200, whole.len() / 2, whole.len() - 100_000, whole.len() - 5, whole.len() - 1] {
        std::fs::write(&cut, &whole[..length]).unwrap();
        let error = refused(&cut, &SCHEMA).await;
        assert!(matches!(error, SqlError::Copy { .. } | SqlError::File { .. }), "{length} of {}: {error:?}", whole.len());
    }
    let evil = String::from_utf8_lossy(&whole[..200]).replace("table a_parts ", "table a_parts\"; ");
    std::fs::write(&cut, evil).unwrap();
    assert!(matches!(refused(&cut, &SCHEMA).await, SqlError::Copy { .. }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_another_schema_is_refused() {
    let Some(ground) = Ground::lay().await else { return };
    let copy = ground.copy("copy").await;
    let changed = refused(&copy, &NEWER).await;
    assert!(matches!(changed, SqlError::ChecksumMismatch { id: 1, .. }), "{changed:?}");
    let older = Migrations::new(&[]);
    assert!(matches!(refused(&copy, &older).await, SqlError::NewerSchema { found: 2, known: 0 }));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_with_something_in_it_is_not_overwritten() {
    let Some(ground) = Ground::lay().await else { return };
    let copy = ground.copy("copy").await;
    let before = all(&ground.db).await;
    let error = ground.db.restore(&SCHEMA, &copy).await.unwrap_err();
    assert!(matches!(&error, SqlError::NotEmpty { found, .. } if found == "a_parts"), "{error:?}");
    assert_eq!(all(&ground.db).await, before);
}
