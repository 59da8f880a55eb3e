//! One call, one gate, one use.

use super::{agent, allowed_by, approve, call, of_task, push, refusal, reviewer, verdict, waiting, why};
use dream_app::permissions::{self, Decision, PermissionFilter, Standing, ask, ask_and_wait};
use dream_app::tasks::{self, NewTask};
use dream_app::{Kind, Op};
use dream_id::Limit;
use dream_ledger::Digest;
use dream_swarm::{PermissionStatus, PermissionVerdict, ToolEffect};
use dream_testkit::TestApp;
use serde_json::json;
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);

/// Traps 1, 6, 9 and 13: the decision is in the store, reaches exactly the call that it is for, is used by it, and by no later one.
async fn an_approval_is_used_once_by_exactly_its_call(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let gate = waiting(&ada, push("main")).await;
    assert_eq!(waiting(&ada, push("main")).await, gate, "the same call meets the same gate");
    let other = waiting(&ada, push("release")).await;
    assert_ne!(other, gate);
    approve(&ann, gate).await;
    // As after a restart of the agent: somebody else's operation of the same agent asks again.
    let ada = agent(app, "builder").await;
    assert_eq!(waiting(&ada, push("release")).await, other, "what was approved is not what is asked");
    assert_eq!(ask(&ada, push("main")).await.unwrap(), allowed_by(gate));
    let next = waiting(&ada, push("main")).await;
    assert!(next != gate && next != other, "the next call of the tool is another question");
    assert_ne!(waiting(&agent(app, "qa").await, push("main")).await, next, "another agent's call is another question");
}

async fn of_many_that_ask_at_once_one_is_allowed(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let asking = |count: usize| {
        let ada = ada.clone();
        async move {
            let mut asked = tokio::task::JoinSet::new();
            for _ in 0..count {
                let ada = ada.clone();
                asked.spawn(async move { ask(&ada, push("main")).await.unwrap() });
            }
            asked.join_all().await
        }
    };
    let first = asking(6).await;
    let gate = waiting(&ada, push("main")).await;
    assert!(first.iter().all(|standing| *standing == Standing::Waiting { permission: gate }), "{first:?}");
    approve(&ann, gate).await;
    let after = asking(6).await;
    assert_eq!(after.iter().filter(|standing| **standing == allowed_by(gate)).count(), 1, "{after:?}");
    assert_eq!(after.iter().filter(|standing| matches!(standing, Standing::Waiting { .. })).count(), 5, "{after:?}");
}

async fn a_decision_is_about_what_was_seen(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let gate = waiting(&ada, push("main")).await;
    let seen = permissions::find(&ann, waiting(&ada, push("release")).await).await.unwrap().permission.digest();
    let decision = Decision { permission: gate, verdict: PermissionVerdict::Approve, seen, comment: None, grant: None };
    assert_eq!(refusal(permissions::decide(&ann, decision).await), (Kind::Conflict, "stale_digest"));
    approve(&ann, gate).await;
    let again = verdict(&ann, gate, PermissionVerdict::Reject, None).await;
    assert_eq!(refusal(again), (Kind::Conflict, "already_decided"));
}

/// Trap 15: a refusal is told as one, with the person's words, and stays on record as what it was.
async fn a_refusal_is_told_in_the_persons_words(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let (one, two) = (waiting(&ada, push("main")).await, waiting(&ada, push("release")).await);
    verdict(&ann, one, PermissionVerdict::Reject, Some("never to main")).await.unwrap();
    verdict(&ann, two, PermissionVerdict::RequestChanges, Some("without force")).await.unwrap();
    for _ in 0..2 {
        assert_eq!(why(ask(&ada, push("main")).await.unwrap()), "a person rejected this: never to main");
    }
    assert!(why(ask(&ada, push("release")).await.unwrap()).ends_with("without force"));
    let status = |status| PermissionFilter { status: Some(status), ..PermissionFilter::default() };
    for (id, word) in [(one, PermissionStatus::Rejected), (two, PermissionStatus::ChangesRequested)] {
        let listed = permissions::list(&ann, status(word), None, Limit::default()).await.unwrap();
        assert_eq!(listed.items.iter().map(dream_ledger::Stream::id).collect::<Vec<_>>(), [id]);
    }
}

/// Traps 5 and 10: silence is a no, and an approval is not good for ever.
async fn time_makes_no_yes(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let approved = waiting(&ada, push("release")).await;
    approve(&ann, approved).await;
    let status = PermissionFilter { status: Some(PermissionStatus::Waiting), ..PermissionFilter::default() };
    let waiter = tokio::spawn({
        let ada = ada.clone();
        async move { ask_and_wait(&ada, push("main"), MINUTE).await.unwrap() }
    });
    let silent = loop {
        let listed = permissions::list(&ann, status.clone(), None, Limit::default()).await.unwrap();
        match listed.items.first() {
            Some(asked) => break asked.id(),
            None => tokio::task::yield_now().await,
        }
    };
    app.clock.advance(Duration::from_hours(24));
    let worker = Op::of_worker(app.app.clone(), "expirer");
    assert_eq!(permissions::end_due(&worker).await.unwrap(), 2);
    let denied = waiter.await.unwrap();
    assert!(matches!(&denied, Standing::Denied { permission, .. } if *permission == Some(silent)), "{denied:?}");
    assert!(why(denied).contains("nobody decided in time"));
    assert_eq!(permissions::find(&ann, silent).await.unwrap().permission.status(), PermissionStatus::Expired);
    assert_ne!(waiting(&ada, push("release")).await, approved, "an old approval opens nothing");
    let late = verdict(&ann, silent, PermissionVerdict::Approve, None).await;
    assert_eq!(refusal(late), (Kind::Over, "permission_over"));
}

/// Trap 14: what waits holds up nothing else, and a decision wakes the one it is for.
async fn a_decision_wakes_the_call_that_it_is_for(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let (main, release) = (waiting(&ada, push("main")).await, waiting(&ada, push("release")).await);
    let waiter = |branch: &'static str| {
        let ada = ada.clone();
        tokio::spawn(async move { ask_and_wait(&ada, push(branch), MINUTE).await.unwrap() })
    };
    let (one, two) = (waiter("main"), waiter("release"));
    approve(&ann, release).await;
    assert_eq!(two.await.unwrap(), allowed_by(release));
    assert!(!one.is_finished());
    approve(&ann, main).await;
    assert_eq!(one.await.unwrap(), allowed_by(main));
    let bound = ask_and_wait(&ada, push("main"), Duration::from_millis(1)).await.unwrap();
    assert!(matches!(bound, Standing::Waiting { .. }));
}

async fn what_nobody_asks_for_any_more_is_withdrawn(app: &TestApp) {
    let (ada, ann, owner) = (agent(app, "builder").await, reviewer(app).await, app.owner());
    let new = |title: &str| tasks::create(&owner, NewTask::titled(title));
    let (one, two) = (new("one").await.unwrap().task.id(), new("two").await.unwrap().task.id());
    let (first, second) = (waiting(&ada, of_task(one, push("main"))).await, waiting(&ada, of_task(two, push("main"))).await);
    assert_ne!(first, second, "the same call for another task is another question");
    approve(&ann, first).await;
    let worker = Op::of_worker(app.app.clone(), "supervisor");
    assert_eq!(permissions::withdraw_for_task(&worker, app.org, one).await.unwrap(), 1);
    assert_ne!(waiting(&ada, of_task(one, push("main"))).await, first, "an approval of work that has ended opens nothing");
    tasks::cancel(&owner, two, None, false).await.unwrap();
    assert_eq!(permissions::end_due(&worker).await.unwrap(), 1);
    assert_eq!(permissions::find(&ann, second).await.unwrap().permission.status(), PermissionStatus::Withdrawn);
    assert_eq!(refusal(ask(&ada, of_task(two, push("main"))).await), (Kind::Over, "task_over"));
}

async fn rules_allow_and_deny_without_a_question(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let with = |effect| ask(&ada, dream_app::permissions::Asked { rules_effect: effect, ..push("main") });
    let plainly = Standing::Allowed { grant: None, permission: None };
    assert_eq!(with(ToolEffect::Allow).await.unwrap(), plainly);
    assert!(why(with(ToolEffect::Deny).await.unwrap()).contains("git__push"));
    for unusable in
        [call("", json!({})), call("a\nb", json!({})), call("t", json!({ "n": u64::MAX })), call("t", json!("x".repeat(1 << 20)))]
    {
        assert!(!why(ask(&ada, unusable).await.unwrap()).is_empty());
    }
    let listed = permissions::list(&ann, PermissionFilter::default(), None, Limit::default()).await.unwrap();
    assert!(listed.items.is_empty(), "nobody was asked");
}

async fn exact_arguments_are_shown_whole_to_those_who_decide(app: &TestApp) {
    let (ada, ann) = (agent(app, "builder").await, reviewer(app).await);
    let long = "x".repeat(200_000);
    let gate = waiting(&ada, call("deploy", json!({ "b": 1, "a": long, "password": "hunter2" }))).await;
    let exact = permissions::find(&ann, gate).await.unwrap();
    assert_eq!(exact.text, format!("{{\"a\":\"{long}\",\"b\":1,\"password\":\"hunter2\"}}"));
    assert!(exact.exact && exact.why_not.is_none());
    assert_eq!(exact.permission.opened.text, Digest::of(exact.text.as_bytes()));
    let viewer = app.person(dream_access::Role::Viewer).await;
    let shown = permissions::find(&viewer, gate).await.unwrap();
    assert!(!shown.exact && !shown.text.contains("hunter2") && shown.why_not.is_some());
}

dream_testkit::for_both_engines!(
    an_approval_is_used_once_by_exactly_its_call,
    of_many_that_ask_at_once_one_is_allowed,
    a_decision_is_about_what_was_seen,
    a_refusal_is_told_in_the_persons_words,
    time_makes_no_yes,
    a_decision_wakes_the_call_that_it_is_for,
    what_nobody_asks_for_any_more_is_withdrawn,
    rules_allow_and_deny_without_a_question,
    exact_arguments_are_shown_whole_to_those_who_decide,
);
