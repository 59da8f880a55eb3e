//! Several servers on one database, each with a log of its own.

use crate::clocks::beside;
use dream_app::logs::{self, Filter, Search, ServerName};
use dream_app::{App, Op};
use dream_testkit::TestApp;
use std::time::Duration;

async fn announced(app: &App, name: &str) {
    app.call_server(ServerName { name: name.to_owned(), host: format!("host-{name}") });
    logs::announce_server(&Op::of_worker(app.clone(), "log-keeper")).await.unwrap();
}

async fn problems(op: &Op) -> Vec<String> {
    let found = logs::search(op, Search { limit: 10, ..Search::default() }).await.unwrap().problems;
    let now = op.app().now();
    let filter = Filter { from: Some(now), until: Some(now.plus(Duration::from_secs(1))), ..Filter::default() };
    assert_eq!(found, logs::summary(op, filter.clone()).await.unwrap().problems);
    assert_eq!(found, logs::histogram(op, filter, Duration::from_secs(1)).await.unwrap().problems);
    assert_eq!(found, exported(op).await);
    found
}

/// What the last line of an export says of what is not in it.
async fn exported(op: &Op) -> Vec<String> {
    let mut export = logs::export(op, Filter::default()).await.unwrap();
    let mut last = String::new();
    while let Some(frame) = export.next().await.unwrap() {
        let text = String::from_utf8(zstd::decode_all(frame.as_slice()).unwrap()).unwrap();
        text.lines().last().unwrap().clone_into(&mut last);
    }
    let line = serde_json::from_str::<serde_json::Value>(&last).unwrap_or_default();
    let incomplete = line["source"] == logs::INCOMPLETE;
    let problems = line["fields"]["problems"].as_array().filter(|_| incomplete).cloned().unwrap_or_default();
    problems.iter().map(|problem| problem.as_str().unwrap().to_owned()).collect()
}

async fn whose_log_was_not_searched_is_said(app: &TestApp) {
    let owner = app.owner();
    let other = beside(&app.app, app.app.store.clone());
    announced(&other, "other").await;
    assert_eq!(problems(&owner).await, Vec::<String>::new(), "a server that has a database of its own knows of no other");
    announced(&app.app, "this").await;
    let told = problems(&owner).await;
    assert!(told.len() == 1 && told[0].contains("server other on host-other was not searched") && told[0].contains("ask it"), "{told:?}");
    announced(&app.app, "this").await;
    logs::retire_server(&Op::of_worker(other.clone(), "log-keeper")).await.unwrap();
    let told = problems(&owner).await;
    assert!(told.len() == 1 && told[0].contains("does not run now"), "it said so when it ended: {told:?}");
    announced(&other, "other").await;
    app.clock.advance(Duration::from_mins(2));
    let told = problems(&owner).await;
    assert!(told.len() == 1 && told[0].contains("does not run now"), "{told:?}");
    app.clock.advance(Duration::from_hours(24 * 31));
    assert_eq!(problems(&owner).await, Vec::<String>::new(), "what was gone for a month is not told of");
}

dream_testkit::for_both_engines!(whose_log_was_not_searched_is_said);
