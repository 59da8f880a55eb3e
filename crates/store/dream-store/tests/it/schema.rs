//! Trap 36: the two engines have the same tables and columns, but for what is listed here with its reason.

use crate::fixture::Fixture;
use dream_sql::{Column, testing::TestDb};
use dream_store::GOVERNED_TABLES;
use std::collections::BTreeSet;

/// What one engine has and the other has not, or has otherwise.
const DIFFERENT: &[(&str, &str)] = &[
    ("outbox", "on PostgreSQL alone: events that wait for the sequencer, where SQLite's one writer gives positions itself"),
    ("feed", "a view of the events on SQLite, where their number is their position; a view's columns count as nullable"),
];

/// The tables that are not rebuilt from the ledger.
const NOT_REBUILT: &[(&str, &str)] = &[
    ("bodies", "texts, of which the ledger knows the digests alone"),
    ("events", "the ledger itself"),
    ("feed", "the order of the ledger"),
    ("idempotency", "answers that are repeated for a time"),
    ("leases", "who works on what at the moment"),
    ("model_calls", "the record of calls, sealed by digests in the ledger"),
    ("outbox", "what waits for its place in the feed"),
    ("schema_migrations", "which schema this is"),
    ("settings", "facts about the installation"),
    ("touched_runs", "which runs somebody has yet to look at"),
    ("tree_heads", "the sealed head that verifying holds the ledger against"),
];

fn portable(columns: &[Column]) -> BTreeSet<&Column> {
    columns.iter().filter(|column| DIFFERENT.iter().all(|(table, _)| *table != column.table)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_engines_have_the_same_schema() {
    let Some(postgres) = TestDb::postgres().await else { return };
    let sqlite = Fixture::on(TestDb::sqlite()).await.store.db().schema().await.unwrap();
    let postgres = Fixture::on(postgres).await.store.db().schema().await.unwrap();
    let (ours, theirs) = (portable(&sqlite), portable(&postgres));
    let differing: Vec<_> = ours.symmetric_difference(&theirs).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    let names = |columns: &[Column]| -> BTreeSet<(String, String)> {
        let feed = columns.iter().filter(|column| column.table == "feed");
        feed.map(|column| (column.table.clone(), column.column.clone())).collect()
    };
    assert_eq!(names(&sqlite), names(&postgres), "the feed has the same columns");
}

async fn every_table_is_rebuilt_or_has_a_reason(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let known: BTreeSet<&str> = GOVERNED_TABLES.iter().copied().chain(NOT_REBUILT.iter().map(|(table, _)| *table)).collect();
    for column in fixture.store.db().schema().await.unwrap() {
        assert!(known.contains(column.table.as_str()), "{} is neither governed nor listed with a reason", column.table);
    }
}

dream_sql::on_both_engines!(every_table_is_rebuilt_or_has_a_reason);
