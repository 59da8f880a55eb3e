//! The end of every test: it must come, and it must find what is broken.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use dream_access::{Role, Team};
use dream_app::teams;
use dream_sql::{Sql, Value};
use dream_testkit::{TestApp, TestDb};

/// Goes behind the store's back.
async fn tamper(app: &TestApp, statement: &'static str, params: &[Value]) {
    let mut tx = app.app.store.db().begin().await.unwrap();
    assert!(tx.execute(&Sql::both(statement), params).await.unwrap() > 0, "nothing was altered");
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[should_panic(expected = "the test did not call `finish()`")]
async fn a_test_that_does_not_finish_fails() {
    let app = TestApp::start(TestDb::sqlite()).await;
    drop(app);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[should_panic(expected = "rows are not what the ledger says")]
async fn an_altered_row_fails_the_test() {
    let app = TestApp::start(TestDb::sqlite()).await;
    teams::create(&app.owner(), "writers".to_owned()).await.unwrap();
    tamper(&app, "UPDATE teams SET name = 'robbers' WHERE name = $1", &["writers".into()]).await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[should_panic(expected = "is not intact")]
async fn an_altered_event_fails_the_test() {
    let app = TestApp::start(TestDb::sqlite()).await;
    tamper(&app, "UPDATE events SET at = 1 WHERE stream = $1", &[app.org.to_string().into()]).await;
    app.finish().await;
}

async fn people_and_a_second_organisation_are_made(app: &TestApp) {
    let reviewer = app.person(Role::Reviewer).await;
    assert_eq!(reviewer.identity().unwrap().org_role, Some(Role::Reviewer));
    assert_eq!(app.person(None).await.identity().unwrap().org_role, None);
    let second = dream_testkit::found(&app.app, "second").await;
    assert_ne!(second.org, app.org);
    app.run_until_idle().await;
    let teams = app.app.store.read().await.unwrap().list::<Team>(second.owner.scope(), &dream_store::Filter::default()).await.unwrap();
    assert!(teams.is_empty());
}

dream_testkit::for_both_engines!(people_and_a_second_organisation_are_made);
