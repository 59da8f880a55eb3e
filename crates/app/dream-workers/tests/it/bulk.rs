//! Several reviews at once: of low risk only, all of them or none; and whoever is late is told who decided.

use crate::house::{approve, gated, idle, put, run_of, runs_on_both_engines, the_review};
use dream_app::{Kind, reviews};
use dream_govern::{Review, Risk};
use dream_ledger::{Digest, Stream};
use dream_testkit::TestApp;

/// The gate of a document, whose review is of low risk while its checks pass.
const LOW: &str = "approvers = [\"owner\"]";

runs_on_both_engines!(
    reviews_of_low_risk_are_approved_together_or_not_at_all,
    whoever_is_late_is_told_who_decided,
    a_list_says_what_the_caller_may_decide
);

fn seen(review: &Stream<Review>) -> (dream_id::ReviewId, Digest) {
    (review.id(), review.digest)
}

async fn reviews_of_low_risk_are_approved_together_or_not_at_all(app: &TestApp) {
    let op = app.owner();
    let first = gated(app, &op, LOW).await;
    let project = dream_app::runs::find(&op, first).await.unwrap().run().project;
    let second = run_of(app, &op, project).await;
    let (one, two) = (the_review(&op, first).await, the_review(&op, second).await);
    assert_eq!((one.risk, two.risk), (Risk::Low, Risk::Low));
    let refused = async |wanted| reviews::approve_all(&op, wanted).await.unwrap_err().code;
    assert_eq!(refused(vec![]).await, "nothing_to_approve");
    assert_eq!(refused(vec![seen(&one), seen(&one)]).await, "named_twice");
    let stale = reviews::approve_all(&op, vec![seen(&one), (two.id(), one.digest)]).await.unwrap_err();
    assert_eq!(
        (stale.kind, stale.code, stale.facts["review"].as_str()),
        (Kind::Conflict, "stale_digest", Some(two.id().to_string().as_str()))
    );
    assert!(the_review(&op, first).await.is_open(), "one of them was approved");
    reviews::approve_all(&op, vec![seen(&one), seen(&two)]).await.unwrap();
    idle(&app.app).await;
    for run in [first, second] {
        assert_eq!(dream_app::runs::find(&op, run).await.unwrap().run().status, dream_govern::Status::Done);
    }
    let risky = run_of(app, &op, project).await;
    put(&op, risky, "prd", "# Nothing\n").await.unwrap();
    let risky = the_review(&op, risky).await;
    assert_eq!(risky.risk, Risk::High, "its checks fail");
    assert_eq!(refused(vec![seen(&risky)]).await, "risk_too_high");
}

async fn whoever_is_late_is_told_who_decided(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\", \"reviewer\"]").await;
    let review = the_review(&op, run).await;
    let other = app.person(dream_access::Role::Reviewer).await;
    approve(&other, &review).await.unwrap();
    let late = approve(&op, &review).await.unwrap_err();
    assert_eq!((late.kind, late.code, late.facts["decided_by_name"].as_str()), (Kind::Conflict, "already_decided", Some("person 1")));
    assert!(late.message.contains("person 1 ended it as approved"), "{}", late.message);
}

async fn a_list_says_what_the_caller_may_decide(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\"]").await;
    let other = app.person(dream_access::Role::Reviewer).await;
    let review = the_review(&op, run).await;
    let may = async |op: &dream_app::Op, list: &[Stream<Review>]| reviews::about(op, list).await.unwrap()[0].you_may_decide;
    assert_eq!((may(&op, std::slice::from_ref(&review)).await, may(&other, std::slice::from_ref(&review)).await), (true, false));
    approve(&op, &review).await.unwrap();
    let closed = reviews::find(&op, review.id()).await.unwrap();
    let closed = closed.review().unwrap().clone();
    let list = [Stream::loaded(app.org, review.id(), 2, closed)];
    assert!(!may(&op, &list).await, "it is decided");
}
