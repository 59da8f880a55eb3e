//! Several approvers: how many, who does not count, and what a person's authority is worth when the review closes.

use crate::house::{OWN_PRD, approve, cast, gated, idle, person, put, refusal, runs_on_both_engines, standing, the_review};
use dream_access::Role;
use dream_app::{
    Kind, Op,
    members::{self, MemberChange, RoleChange},
    reviews, runs,
};
use dream_govern::{Decision, Reason, Status, Verdict};
use dream_id::MemberId;
use dream_store::people;
use dream_testkit::TestApp;

runs_on_both_engines!(
    two_of_many_must_approve_and_any_other_verdict_closes_at_once,
    whoever_started_the_run_does_not_count_where_the_gate_says_so,
    whoever_made_the_version_does_not_count_where_the_gate_says_so,
    a_new_version_voids_the_votes_on_the_old_one,
    a_voter_who_lost_the_role_before_the_close_counts_no_more,
);

const TWO: &str = "approvers = [\"owner\", \"maintainer\", \"reviewer\"]\nquorum = 2";

async fn two_of_many_must_approve_and_any_other_verdict_closes_at_once(app: &TestApp) {
    let (op, second, third) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Maintainer).await);
    let run = gated(app, &op, TWO).await;
    let review = the_review(&op, run).await;
    let voted = approve(&op, &review).await.unwrap();
    assert_eq!((voted.approvals, voted.quorum), (Some(1), Some(2)));
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await, (Status::Waiting, Some(Reason::Approval)), "one is not enough");
    let comment = Some("Say who repairs broken tools.".to_owned());
    reviews::vote(&third, reviews::Cast { comment, ..cast(&review, Verdict::RequestChanges) }).await.unwrap();
    idle(&app.app).await;
    let again = the_review(&op, run).await;
    assert_eq!((again.votes.len(), again.artifacts[0].number), (0, 2), "the vote was on the first version alone");
    approve(&second, &again).await.unwrap();
    let voted = approve(&third, &again).await.unwrap();
    assert_eq!((voted.approvals, voted.quorum), (None, None), "the review is closed");
    idle(&app.app).await;
    let set = runs::find(&op, run).await.unwrap();
    let closed = set.review(again.id()).unwrap().closed.clone().unwrap();
    assert_eq!((closed.decision, set.run().status), (Decision::Approved, Status::Done));
    assert!(closed.by.contains(&person(&second)) && closed.by.contains(&person(&third)));
}

async fn whoever_started_the_run_does_not_count_where_the_gate_says_so(app: &TestApp) {
    let (op, other) = (app.owner(), app.person(Role::Reviewer).await);
    let run = gated(app, &op, "approvers = [\"owner\", \"reviewer\"]\nexclude_requester = true").await;
    let review = the_review(&op, run).await;
    assert_eq!(refusal(approve(&op, &review).await), (Kind::Forbidden, "not_eligible"));
    approve(&other, &review).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn whoever_made_the_version_does_not_count_where_the_gate_says_so(app: &TestApp) {
    let (op, author, other) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, "approvers = [\"owner\", \"reviewer\"]\nexclude_author = true").await;
    assert_eq!(put(&author, run, "prd", OWN_PRD).await.unwrap(), 2);
    let review = the_review(&op, run).await;
    assert_eq!(refusal(approve(&author, &review).await), (Kind::Forbidden, "not_eligible"));
    approve(&other, &review).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn a_new_version_voids_the_votes_on_the_old_one(app: &TestApp) {
    let (op, second) = (app.owner(), app.person(Role::Reviewer).await);
    let run = gated(app, &op, TWO).await;
    let before = the_review(&op, run).await;
    approve(&op, &before).await.unwrap();
    put(&op, run, "prd", OWN_PRD).await.unwrap();
    let after = the_review(&op, run).await;
    assert_eq!((after.id(), after.votes.len(), after.digest == before.digest), (before.id(), 0, false));
    assert_eq!(refusal(approve(&second, &before).await), (Kind::Conflict, "stale_digest"));
    approve(&second, &after).await.unwrap();
    assert_eq!(standing(&op, run).await.0, Status::Waiting, "the vote on the old bytes is no vote on the new ones");
    approve(&op, &after).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn a_voter_who_lost_the_role_before_the_close_counts_no_more(app: &TestApp) {
    let (op, demoted, removed) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, TWO).await;
    let review = the_review(&op, run).await;
    approve(&demoted, &review).await.unwrap();
    let role = RoleChange::To(Some(Role::Viewer));
    members::change(&op, member(&demoted).await, MemberChange { role, ..MemberChange::default() }).await.unwrap();
    let voted = approve(&removed, &review).await.unwrap();
    assert_eq!((voted.approvals, voted.quorum), (Some(1), Some(2)), "the demoted voter does not count");
    members::remove(&op, member(&removed).await).await.unwrap();
    let voted = approve(&op, &review).await.unwrap();
    assert_eq!((voted.approvals, voted.quorum), (Some(1), Some(2)), "nor does one who left");
    let last = app.person(Role::Reviewer).await;
    assert_eq!(approve(&last, &review).await.unwrap().approvals, None);
    let set = runs::find(&op, run).await.unwrap();
    let mut by = set.review(review.id()).unwrap().closed.clone().unwrap().by;
    by.sort();
    let mut counted = vec![person(&op), person(&last)];
    counted.sort();
    assert_eq!(by, counted);
}

async fn member(op: &Op) -> MemberId {
    let mut reader = op.read().await.unwrap();
    people::member_of(&mut reader, op.org().unwrap(), person(op)).await.unwrap().unwrap().id()
}
