//! Trap 36: the two engines have the same tables and columns, but for what is listed here with its reason.

use crate::fixture::Fixture;
use dream_sql::{Column, testing::TestDb};
use dream_store::GOVERNED_TABLES;
use std::collections::BTreeSet;

/// What one engine has and the other has not, or has otherwise.
const DIFFERENT: &[(&str, &str)] = &[
    ("message_words", "the index of words: a virtual table with tables of its own on SQLite, a tsvector on PostgreSQL"),
    ("outbox", "on PostgreSQL alone: events that wait for the sequencer, where SQLite's one writer gives positions itself"),
    ("feed", "a view of the events on SQLite, where their number is their position; a view's columns count as nullable"),
];

/// The tables that are not rebuilt from the ledger.
const NOT_REBUILT: &[(&str, &str)] = &[
    ("account_secrets", "login names, hashes and shared secrets, of which the ledger knows the digests alone"),
    ("agent_processes", "what is seen of the processes of agents right now, which decides nothing"),
    ("bodies", "texts, of which the ledger knows the digests alone"),
    ("bridge_cursors", "how far the bridge has read the feed"),
    ("bridge_marks", "which alerts are raised and what was warned of or summed up already: what is lost is told again"),
    ("bridge_memory", "what the rules remember between events: collections, repetitions, who was told"),
    ("bridge_usage", "how much came in and went out in each month, by source and destination"),
    ("bus_channels", "where each channel stands: published to thousands of times a second"),
    ("bus_consumers", "who reads messages, and how"),
    ("bus_cursors", "how far each consumer has come, and who has what right now"),
    ("bus_dead_letters", "what consumers did not take, until people deal with it"),
    ("bus_keys", "messages' idempotency keys, remembered for a day"),
    ("bus_messages", "the messages themselves; the ledger seals digests of them"),
    ("bus_orders", "what was decided about the bus and is to be done there: doing it again does no harm"),
    ("deliveries", "messages on their way out of the bridge, and their record for a time"),
    ("delivery_lanes", "when the first delivery of each lane is to be looked at"),
    ("destination_health", "how receivers answer; what disables one is an event"),
    ("drafts", "notes that were not sent yet: they decide nothing and change with every pause in typing"),
    ("events", "the ledger itself"),
    ("feed", "the order of the ledger"),
    ("gate_messages", "messages that show gates, until they show how those ended"),
    ("gateway_sessions", "how far Discord's gateway was read: what is lost is told again, or a session begun anew"),
    ("history_cursors", "how far the history of messages has come, which it finds out anew"),
    ("idempotency", "answers that are repeated for a time"),
    ("leases", "who works on what at the moment"),
    ("link_codes", "codes that accounts of Discord's and Slack's asked for, for ten minutes"),
    ("message_index", "the history of messages, filled from the bus"),
    ("message_words", "the words of messages, filled from the bus"),
    ("message_words_config", "SQLite's own part of message_words"),
    ("message_words_content", "SQLite's own part of message_words"),
    ("message_words_data", "SQLite's own part of message_words"),
    ("message_words_docsize", "SQLite's own part of message_words"),
    ("message_words_idx", "SQLite's own part of message_words"),
    ("model_calls", "the record of calls, sealed by digests in the ledger"),
    ("notification_sends", "messages on their way to people: losing one loses a notification"),
    ("notifications", "what people were told of, which follows from the ledger and decides nothing"),
    ("outbox", "what waits for its place in the feed"),
    ("pairing_files", "which files messages of pairings brought"),
    ("pairing_heard", "what Discord and Slack told of messages, until it is carried over"),
    ("pairing_messages", "which message was carried over as which other, for a time"),
    ("pairing_threads", "which thread of one side is which of the other, for a time"),
    ("rate_limits", "what others allow us: learnt again from their next answers at worst"),
    ("received_events", "what came in from outside, as bytes, until its time is over"),
    ("schema_migrations", "which schema this is"),
    ("sealed_secrets", "encrypted values, of which the ledger knows that they were set"),
    ("seen_deliveries", "by what a delivery is known again, for a time"),
    ("sent_messages", "which message a later one about the same thing edits or follows"),
    ("session_uses", "when sessions were last used: what is lost ends an unused session earlier"),
    ("settings", "facts about the installation"),
    ("source_refusals", "how much was refused to the senders of sources, counted for a time: it decides nothing"),
    ("subscription_cursor", "how far the feed was told to subscriptions"),
    ("reaching_constraints", "how far a constraint was carried through the runs that were under way: carrying it again does no harm"),
    ("task_edges", "the dependencies of tasks, seen from the other end"),
    ("task_queue", "who works on which open task right now, and what changes with every heartbeat"),
    ("task_trees", "cancelled tasks whose descendants are being cancelled: going on from the start does no harm"),
    ("task_turns", "which organisation was served last"),
    ("touched_runs", "which runs somebody has yet to look at"),
    ("tree_heads", "the sealed head that verifying holds the ledger against"),
];

fn portable(columns: &[Column]) -> BTreeSet<&Column> {
    columns.iter().filter(|column| !DIFFERENT.iter().any(|(table, _)| column.table.starts_with(table))).collect()
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
