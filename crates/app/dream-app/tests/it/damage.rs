//! Rows that somebody or something damaged behind the store's back: told as what they are, not as a passing fault.

use dream_app::{AppError, Kind, channels, consumers, tasks};
use dream_id::Limit;
use dream_sql::{Sql, Value};
use dream_testkit::TestApp;

async fn alter(app: &TestApp, statement: &str, params: &[Value]) {
    let mut tx = app.app.store.db().begin().await.unwrap();
    assert_eq!(tx.execute(&Sql::owned(statement.to_owned()), params).await.unwrap(), 1);
    tx.commit().await.unwrap();
}

/// The one text that `statement` finds.
async fn found(app: &TestApp, statement: &str, params: &[Value]) -> String {
    let row = app.app.store.db().read().await.unwrap().query_opt(&Sql::owned(statement.to_owned()), params).await.unwrap();
    row.unwrap().text(0).unwrap().to_owned()
}

fn check(error: &AppError, table: &str, key: &str) {
    assert_eq!((error.kind, error.code, error.is_retryable()), (Kind::Internal, "data_damaged", false), "{error:?}");
    assert_eq!((&error.facts["table"], &error.facts["key"]), (&table.into(), &key.into()), "it names the row: {error}");
    assert!(error.message.contains("audit verify") && error.message.contains("restore a backup"), "it says what to do: {error}");
}

async fn a_damaged_row_is_named_and_is_no_passing_fault(app: &TestApp) {
    let owner = app.owner();
    let task = crate::tasks::created(&owner, crate::tasks::titled("one")).await.to_string();
    let of = [Value::from(task.as_str())];
    let whole = found(app, "SELECT state FROM tasks WHERE id = $1", &of).await;
    alter(app, "UPDATE tasks SET state = '{' WHERE id = $1", &of).await;
    let error = tasks::find(&owner, task.parse().unwrap()).await.unwrap_err();
    check(&error, "tasks", &task);
    assert!(error.message.contains("audit rebuild"), "what the ledger tells of is folded anew: {error}");
    alter(app, "UPDATE tasks SET state = $2 WHERE id = $1", &[task.as_str().into(), whole.into()]).await;
    assert!(tasks::find(&owner, task.parse().unwrap()).await.is_ok());
}

async fn a_damaged_channel_is_named_and_is_no_passing_fault(app: &TestApp) {
    let owner = app.owner();
    crate::messages::sent(&owner, "topic/broken", "hello").await;
    let of = [Value::from("topic/broken")];
    let whole = found(app, "SELECT settings FROM bus_channels WHERE name = $1", &of).await;
    let number = found(app, "SELECT CAST(number AS text) FROM bus_channels WHERE name = $1", &of).await;
    alter(app, "UPDATE bus_channels SET settings = '{' WHERE name = $1", &of).await;
    let error = channels::list(&owner, None, None, Limit::new(10)).await.unwrap_err();
    check(&error, "bus_channels", &number);
    assert!(!error.message.contains("audit rebuild"), "no event tells of it: {error}");
    alter(app, "UPDATE bus_channels SET settings = $2 WHERE name = $1", &["topic/broken".into(), whole.into()]).await;
    assert!(channels::list(&owner, None, None, Limit::new(10)).await.is_ok() && consumers::backlog(&app.app).await.is_ok());
}

dream_testkit::for_both_engines!(a_damaged_channel_is_named_and_is_no_passing_fault, a_damaged_row_is_named_and_is_no_passing_fault);
