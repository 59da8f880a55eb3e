//! Time: a question that nobody answers lapses, is never a yes, and can be asked again.

use crate::house::{
    approve, gated, idle, publish, refusal, review_of, runs_on_both_engines, stage_standing, stage_toml, standing, started, the_review,
    waiting,
};
use dream_access::Role;
use dream_app::{Kind, reviews, runs};
use dream_govern::{Decision, Reason, Status};
use dream_testkit::TestApp;
use std::time::Duration;

runs_on_both_engines!(
    trap_5_a_review_that_times_out_is_never_a_yes,
    an_expired_review_is_asked_again_with_all_votes_void,
    trap_27_asking_one_stage_again_leaves_the_other_as_it_is,
);

const DAY: &str = "approvers = [\"owner\", \"reviewer\"]\nquorum = 2\nexpires = \"1d\"";

async fn trap_5_a_review_that_times_out_is_never_a_yes(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\"]\nexpires = \"1d\"").await;
    let review = the_review(&op, run).await;
    app.clock.advance(Duration::from_hours(24) - Duration::from_micros(1));
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await, (Status::Waiting, Some(Reason::Approval)));
    app.clock.advance(Duration::from_micros(1));
    // Before any worker has noticed.
    assert_eq!(refusal(approve(&op, &review).await), (Kind::Over, "review_expired"));
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await, (Status::Blocked, Some(Reason::Expired)));
    assert_eq!(refusal(approve(&op, &review).await), (Kind::Over, "review_expired"));
    app.clock.advance(Duration::from_hours(24 * 400));
    idle(&app.app).await;
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(set.review(review.id()).unwrap().closed.as_ref().unwrap().decision, Decision::Expired);
    assert!(set.artifacts().all(|artifact| artifact.approved.is_none()));
    assert_eq!(stage_standing(&op, run, "architecture").await, (Status::Queued, Some(Reason::Dependency)));
}

async fn an_expired_review_is_asked_again_with_all_votes_void(app: &TestApp) {
    let (op, other) = (app.owner(), app.person(Role::Reviewer).await);
    let run = gated(app, &op, DAY).await;
    let review = the_review(&op, run).await;
    assert_eq!(refusal(reviews::ask_again(&op, review.id()).await), (Kind::Conflict, "review_not_expired"));
    approve(&op, &review).await.unwrap();
    app.clock.advance(Duration::from_hours(24));
    idle(&app.app).await;
    let viewer = app.person(Role::Viewer).await;
    assert_eq!(refusal(reviews::ask_again(&viewer, review.id()).await), (Kind::Forbidden, "role_too_low"));
    reviews::ask_again(&op, review.id()).await.unwrap();
    let again = the_review(&op, run).await;
    assert_eq!((again.id(), again.digest, again.votes.len()), (review.id(), review.digest, 0));
    assert_ne!(again.nonce, review.nonce);
    assert_eq!(approve(&other, &again).await.unwrap().approvals, Some(1), "the vote from before does not count");
    approve(&op, &again).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn trap_27_asking_one_stage_again_leaves_the_other_as_it_is(app: &TestApp) {
    let op = app.owner();
    let gate = "[stage.gate]\napprovers = [\"owner\"]\nexpires = \"1d\"\n";
    publish(app, &format!("name = \"twins\"\n{}{gate}{}{gate}", stage_toml("prd", &[]), stage_toml("docs", &[]))).await;
    let run = started(app, &op, "twins").await;
    let (prd, docs) = (review_of(&op, run, "prd").await, review_of(&op, run, "docs").await);
    app.clock.advance(Duration::from_hours(24));
    idle(&app.app).await;
    assert!(waiting(&op, run).await.is_empty());
    reviews::ask_again(&op, docs.id()).await.unwrap();
    idle(&app.app).await;
    assert_eq!(stage_standing(&op, run, "docs").await, (Status::Waiting, Some(Reason::Approval)));
    assert_eq!(stage_standing(&op, run, "prd").await, (Status::Blocked, Some(Reason::Expired)));
    approve(&op, &docs).await.unwrap();
    assert_eq!(stage_standing(&op, run, "prd").await, (Status::Blocked, Some(Reason::Expired)));
    assert_eq!(refusal(approve(&op, &prd).await), (Kind::Over, "review_expired"));
}
