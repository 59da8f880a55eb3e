//! Things that happen at the same moment: each ends as if they had come one after the other.

use crate::fake::{Fake, Next};
use crate::house::{
    OWN_PRD, approve, begun, cast, gated, idle, pays_on_both_engines, project, publish, put, standing, the_review, two_stages,
};
use dream_access::Role;
use dream_app::{reviews, runs};
use dream_govern::{Decision, Status, Verdict};
use dream_id::Limit;
use dream_ports::Cancel;
use dream_store::Wakeups;
use dream_testkit::{InProcess, TestApp};
use dream_workers::{Performer, Reconciler, Settings, Workers};
use std::sync::Arc;
use std::time::Duration;

pays_on_both_engines!(
    two_votes_at_once_both_count_and_close_the_review_once,
    an_approval_and_a_new_version_at_once_never_approve_what_was_not_seen,
    an_approval_and_a_rejection_at_once_end_as_one_of_them,
    two_processes_work_on_an_attempt_once,
    the_workers_of_a_server_take_a_run_to_its_gate_and_stop,
    a_server_that_stops_breaks_off_what_takes_too_long,
);

async fn two_votes_at_once_both_count_and_close_the_review_once(app: &TestApp, _: &Fake) {
    let (op, one, two) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, "approvers = [\"reviewer\"]\nquorum = 2").await;
    let review = the_review(&op, run).await;
    let (first, second) = tokio::join!(approve(&one, &review), approve(&two, &review));
    let mut approvals = [first.unwrap().approvals, second.unwrap().approvals];
    approvals.sort_unstable();
    assert_eq!(approvals, [None, Some(1)]);
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn an_approval_and_a_new_version_at_once_never_approve_what_was_not_seen(app: &TestApp, _: &Fake) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\"]").await;
    let review = the_review(&op, run).await;
    let (approved, number) = tokio::join!(approve(&op, &review), put(&op, run, "prd", OWN_PRD));
    assert_eq!(number.unwrap(), 2);
    if let Err(error) = approved {
        assert_eq!(error.code, "stale_digest");
    }
    idle(&app.app).await;
    let again = the_review(&op, run).await;
    assert_eq!((again.stage_name.as_str(), again.artifacts[0].number), ("prd", 2), "the new version is still to be decided");
    let set = runs::find(&op, run).await.unwrap();
    assert!(set.artifacts().all(|artifact| artifact.approved.is_none()));
}

async fn an_approval_and_a_rejection_at_once_end_as_one_of_them(app: &TestApp, _: &Fake) {
    let (op, other) = (app.owner(), app.person(Role::Reviewer).await);
    let run = gated(app, &op, "approvers = [\"owner\", \"reviewer\"]").await;
    let review = the_review(&op, run).await;
    let (yes, no) = tokio::join!(approve(&op, &review), reviews::vote(&other, cast(&review, Verdict::Reject)));
    idle(&app.app).await;
    let set = runs::find(&op, run).await.unwrap();
    let decision = set.review(review.id()).unwrap().closed.as_ref().unwrap().decision;
    let ended = (yes.is_ok(), no.is_ok(), decision, set.run().status);
    let wanted = [(true, false, Decision::Approved, Status::Done), (false, true, Decision::Rejected, Status::Failed)];
    assert!(wanted.contains(&ended), "{ended:?}");
}

async fn two_processes_work_on_an_attempt_once(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    publish(app, &two_stages("approvers = [\"owner\"]")).await;
    let of = project(&op, "two-stages").await;
    for _ in 0..5 {
        runs::start(&op, runs::NewRun { project: of, cost_cap_micros: None }).await.unwrap();
    }
    assert!(begun(&app.app).await);
    let process = |name: &str| Arc::new(Performer::new(app.app.clone(), Arc::new(InProcess), name.to_owned(), 8, Cancel::new()));
    let (one, two) = (process("one"), process("two"));
    let (first, second) = tokio::join!(one.reconcile(), two.reconcile());
    assert!(first.unwrap() | second.unwrap());
    tokio::join!(one.drain(), two.drain());
    idle(&app.app).await;
    assert_eq!(fake.count(), 5);
    let filter = reviews::ReviewFilter { status: Some("waiting".to_owned()), run: None };
    assert_eq!(reviews::list(&op, filter, None, Limit::default()).await.unwrap().items.len(), 5);
}

async fn the_workers_of_a_server_take_a_run_to_its_gate_and_stop(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    publish(app, &two_stages("approvers = [\"owner\"]")).await;
    let of = project(&op, "two-stages").await;
    let mut feed = app.app.store.feed_wakeups();
    let workers = Workers::start(&app.app, Settings { holder: "server".to_owned(), slots: 2, mirror: None, worker: Arc::new(InProcess) });
    let run = runs::start(&op, runs::NewRun { project: of, cost_cap_micros: None }).await.unwrap();
    until(&mut feed, app, run, Status::Waiting).await;
    approve(&op, &the_review(&op, run).await).await.unwrap();
    until(&mut feed, app, run, Status::Done).await;
    workers.stop(Duration::from_secs(5)).await;
    assert_eq!(fake.count(), 2);
    let late = runs::start(&op, runs::NewRun { project: of, cost_cap_micros: None }).await.unwrap();
    assert_eq!(standing(&op, late).await.0, Status::Queued, "who has stopped starts nothing");
}

async fn a_server_that_stops_breaks_off_what_takes_too_long(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    publish(app, &two_stages("approvers = [\"owner\"]")).await;
    let of = project(&op, "two-stages").await;
    fake.tell([Next::Hang]);
    let workers = Workers::start(&app.app, Settings { holder: "server".to_owned(), slots: 2, mirror: None, worker: Arc::new(InProcess) });
    let run = runs::start(&op, runs::NewRun { project: of, cost_cap_micros: None }).await.unwrap();
    fake.called(1).await;
    workers.stop(Duration::ZERO).await;
    assert_eq!(standing(&op, run).await.0, Status::Running);
    idle(&app.app).await;
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Waiting, 2), "the lease was given back, and the work is taken up");
}

async fn until(feed: &mut Wakeups, app: &TestApp, run: dream_id::RunId, status: Status) {
    while standing(&app.owner(), run).await.0 != status {
        tokio::time::timeout(Duration::from_secs(30), feed.next()).await.unwrap().unwrap();
    }
}
