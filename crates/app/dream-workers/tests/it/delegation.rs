//! Deciding for somebody else: once, while the delegation holds, and never for more people than there are.

use crate::house::{approve, cast, gated, idle, person, refusal, runs_on_both_engines, standing, the_review};
use dream_access::Role;
use dream_app::{
    AppError, Kind, Op,
    delegations::{self, NewDelegation},
    reviews,
};
use dream_govern::{Review, Status, Verdict};
use dream_ledger::Stream;
use dream_testkit::TestApp;
use std::time::Duration;

runs_on_both_engines!(
    a_delegate_votes_for_the_principal_and_the_principal_counts_once,
    a_delegate_counts_as_one_person_for_however_many_principals,
    a_delegation_that_expired_or_was_revoked_is_worth_nothing,
    a_delegation_does_not_lend_what_the_policy_refuses,
);

async fn decide_for(delegate: &Op, principal: &Op, review: &Stream<Review>) -> Result<reviews::Voted, AppError> {
    let on_behalf_of = Some(person(principal));
    reviews::vote(delegate, reviews::Cast { on_behalf_of, ..cast(review, Verdict::Approve) }).await
}

async fn grant(app: &TestApp, from: &Op, to: &Op) -> dream_id::DelegationId {
    let until = app.app.now().plus(Duration::from_hours(1));
    delegations::grant(from, NewDelegation { to: person(to), project: None, until }).await.unwrap().id()
}

fn named(people: &[&Op], quorum: u32) -> String {
    let names: Vec<String> = people.iter().map(|op| format!("person:{}", person(op))).collect();
    format!("approvers = {names:?}\nquorum = {quorum}")
}

async fn a_delegate_votes_for_the_principal_and_the_principal_counts_once(app: &TestApp) {
    let (op, principal, delegate) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, &named(&[&principal, &op], 2)).await;
    let review = the_review(&op, run).await;
    assert_eq!(refusal(approve(&delegate, &review).await), (Kind::Forbidden, "not_eligible"), "the gate names others");
    assert_eq!(refusal(decide_for(&delegate, &principal, &review).await), (Kind::Forbidden, "not_eligible"), "nobody let them");
    grant(app, &principal, &delegate).await;
    assert_eq!(decide_for(&delegate, &principal, &review).await.unwrap().approvals, Some(1));
    assert_eq!(refusal(approve(&principal, &review).await), (Kind::Conflict, "already_voted"));
    assert_eq!(refusal(decide_for(&delegate, &principal, &review).await), (Kind::Conflict, "already_voted"));
    approve(&op, &review).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done);
}

async fn a_delegate_counts_as_one_person_for_however_many_principals(app: &TestApp) {
    let (op, first, second) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let delegate = app.person(Role::Reviewer).await;
    let run = gated(app, &op, &named(&[&first, &second], 2)).await;
    let review = the_review(&op, run).await;
    grant(app, &first, &delegate).await;
    grant(app, &second, &delegate).await;
    assert_eq!(decide_for(&delegate, &first, &review).await.unwrap().approvals, Some(1));
    assert_eq!(refusal(decide_for(&delegate, &second, &review).await), (Kind::Conflict, "already_voted"));
    assert_eq!(standing(&op, run).await.0, Status::Waiting);
}

async fn a_delegation_that_expired_or_was_revoked_is_worth_nothing(app: &TestApp) {
    let (op, principal, delegate) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, &named(&[&principal], 1)).await;
    let review = the_review(&op, run).await;
    let revoked = grant(app, &principal, &delegate).await;
    delegations::revoke(&principal, revoked).await.unwrap();
    assert_eq!(refusal(decide_for(&delegate, &principal, &review).await), (Kind::Forbidden, "not_eligible"));
    grant(app, &principal, &delegate).await;
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(refusal(decide_for(&delegate, &principal, &review).await), (Kind::Forbidden, "not_eligible"));
    assert_eq!(the_review(&op, run).await, review, "a refused vote changes nothing");
}

async fn a_delegation_does_not_lend_what_the_policy_refuses(app: &TestApp) {
    let (op, principal, delegate) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Contributor).await);
    let run = gated(app, &op, &named(&[&principal], 1)).await;
    let review = the_review(&op, run).await;
    grant(app, &principal, &delegate).await;
    assert_eq!(refusal(decide_for(&delegate, &principal, &review).await), (Kind::Forbidden, "role_too_low"));
}
