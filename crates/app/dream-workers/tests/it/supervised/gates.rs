//! What an agent asks people outlives its process and the server: the same call meets the same question, and an answer is used once.

use super::fakes::FakeAgent;
use super::{House, ada, soon, task, until};
use dream_app::permissions::{self, Decision, PermissionFilter};
use dream_id::{Limit, PermissionId};
use dream_ledger::Stream;
use dream_ports::{PermissionAnswer, PermissionAsked, PermissionChoice, PermissionKind};
use dream_swarm::{PermissionStatus, PermissionVerdict};
use dream_testkit::TestApp;
use serde_json::json;
use std::sync::Arc;
use tokio::task::JoinHandle;

dream_testkit::for_both_engines!(
    trap_1_an_approval_outlives_the_server_and_is_used_once,
    trap_1_a_question_that_is_open_outlives_the_server,
);

fn push() -> PermissionAsked {
    let option = |id: &str, kind| PermissionChoice { id: id.to_owned(), name: id.to_owned(), kind };
    PermissionAsked {
        call: "1".to_owned(),
        title: "Push it".to_owned(),
        kind: Some("execute".to_owned()),
        arguments: json!({ "command": "git push" }),
        options: vec![option("yes", PermissionKind::AllowOnce), option("no", PermissionKind::RejectOnce)],
    }
}

/// The agent asks, as its protocol does: beside everything else.
fn asks(agent: &Arc<FakeAgent>) -> JoinHandle<PermissionAnswer> {
    let agent = Arc::clone(agent);
    let (key, work) = agent.session();
    tokio::spawn(async move { agent.host.permission(&agent.of, &key, work, push()).await })
}

async fn open(app: &TestApp) -> Vec<PermissionId> {
    let waiting = PermissionFilter { status: Some(PermissionStatus::Waiting), ..PermissionFilter::default() };
    permissions::list(&app.owner(), waiting, None, Limit::default()).await.unwrap().items.iter().map(Stream::id).collect()
}

/// The one question that is open.
async fn the_gate(app: &TestApp) -> PermissionId {
    until(app, "a question", async || open(app).await.first().copied()).await
}

async fn approve(app: &TestApp, permission: PermissionId) {
    let seen = permissions::find(&app.owner(), permission).await.unwrap().permission.digest();
    let decision = Decision { permission, verdict: PermissionVerdict::Approve, seen, comment: None, grant: None };
    permissions::decide(&app.owner(), decision).await.unwrap();
}

fn chosen(answer: &PermissionAnswer) -> &str {
    match answer {
        PermissionAnswer::Chosen(id) => id,
        PermissionAnswer::Cancelled => "cancelled",
    }
}

async fn trap_1_an_approval_outlives_the_server_and_is_used_once(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    task(&app.owner(), "Push the branch").await;
    let agent = house.started().await;
    let _turn = agent.turn().await;
    let asking = asks(&agent);
    let gate = the_gate(app).await;
    house.end().await;
    asking.abort();
    approve(app, gate).await;
    let house = House::new(app);
    let agent = house.started().await;
    let _turn = agent.turn().await;
    let answer = soon("the answer", asks(&agent)).await.unwrap();
    assert_eq!((chosen(&answer), open(app).await), ("yes", vec![]), "decided while nobody was there");
    let again = asks(&agent);
    let other = the_gate(app).await;
    assert_ne!(other, gate, "used once, the next call of it is a new question");
    approve(app, other).await;
    assert_eq!(chosen(&soon("the answer", again).await.unwrap()), "yes");
    house.end().await;
}

async fn trap_1_a_question_that_is_open_outlives_the_server(app: &TestApp) {
    let house = House::new(app);
    ada(app, "").await;
    task(&app.owner(), "Push the branch").await;
    let agent = house.started().await;
    let _turn = agent.turn().await;
    let asking = asks(&agent);
    let gate = the_gate(app).await;
    house.end().await;
    asking.abort();
    let house = House::new(app);
    let agent = house.started().await;
    let _turn = agent.turn().await;
    let asking = asks(&agent);
    assert_eq!(the_gate(app).await, gate, "asked again, it is the same");
    approve(app, gate).await;
    assert_eq!(chosen(&soon("the answer", asking).await.unwrap()), "yes");
    assert_eq!(open(app).await, vec![]);
    house.end().await;
}
