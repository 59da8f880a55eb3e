//! Break-glass: one person approves alone, with a reason; another looks at it later.

use crate::house::{gated, idle, refusal, runs_on_both_engines, stage_standing, standing, the_review};
use dream_access::Role;
use dream_app::{Kind, reviews, runs};
use dream_govern::{Reason, Status, Why};
use dream_ledger::Digest;
use dream_testkit::TestApp;

runs_on_both_engines!(
    one_maintainer_approves_alone_and_another_person_confirms,
    a_contested_emergency_approval_stands_no_more_and_what_rested_on_it_starts_over,
    an_emergency_approval_needs_the_role_a_reason_and_the_exact_bytes,
);

const STRICT: &str = "approvers = [\"owner\", \"maintainer\", \"reviewer\"]\nquorum = 3\nexclude_requester = true";

async fn one_maintainer_approves_alone_and_another_person_confirms(app: &TestApp) {
    let (op, alone, other) = (app.owner(), app.person(Role::Maintainer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, STRICT).await;
    let review = the_review(&op, run).await;
    let early = reviews::second_look(&other, review.id(), true, None).await;
    assert_eq!(refusal(early), (Kind::Conflict, "no_second_look"));
    reviews::break_glass(&alone, review.id(), review.digest, "the shop is down".to_owned()).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done, "the run goes on at once");
    let set = runs::find(&op, run).await.unwrap();
    assert!(set.review(review.id()).unwrap().owes_second_look());
    let same = reviews::second_look(&alone, review.id(), true, None).await;
    assert_eq!(refusal(same), (Kind::Forbidden, "second_look_by_same_person"));
    reviews::second_look(&other, review.id(), true, None).await.unwrap();
    let twice = reviews::second_look(&other, review.id(), false, Some("no".to_owned())).await;
    assert_eq!(refusal(twice), (Kind::Conflict, "no_second_look"));
    let set = runs::find(&op, run).await.unwrap();
    let looked = set.review(review.id()).unwrap();
    assert!(looked.stands() && !looked.owes_second_look());
}

async fn a_contested_emergency_approval_stands_no_more_and_what_rested_on_it_starts_over(app: &TestApp) {
    let (op, alone, other) = (app.owner(), app.person(Role::Maintainer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, STRICT).await;
    let review = the_review(&op, run).await;
    reviews::break_glass(&alone, review.id(), review.digest, "the shop is down".to_owned()).await.unwrap();
    idle(&app.app).await;
    let silent = reviews::second_look(&other, review.id(), false, None).await;
    assert_eq!(refusal(silent), (Kind::Invalid, "comment_required"));
    reviews::second_look(&other, review.id(), false, Some("nobody had looked at it".to_owned())).await.unwrap();
    idle(&app.app).await;
    assert_eq!(stage_standing(&op, run, "prd").await, (Status::Waiting, Some(Reason::Approval)));
    assert_eq!(stage_standing(&op, run, "architecture").await, (Status::Queued, Some(Reason::Dependency)));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(set.review(review.id()).unwrap().voided, Some(Why::Contested));
    let again = the_review(&op, run).await;
    assert!(again.id() != review.id() && again.artifacts == review.artifacts, "the same bytes are asked about anew");
    let superseded = set.versions().find(|version| version.made.name == "architecture").unwrap().superseded;
    assert_eq!(superseded, Some(Why::Contested));
}

async fn an_emergency_approval_needs_the_role_a_reason_and_the_exact_bytes(app: &TestApp) {
    let (op, reviewer) = (app.owner(), app.person(Role::Reviewer).await);
    let run = gated(app, &op, STRICT).await;
    let review = the_review(&op, run).await;
    let why = || "the shop is down".to_owned();
    let cases = [
        (reviews::break_glass(&reviewer, review.id(), review.digest, why()).await, (Kind::Forbidden, "role_too_low")),
        (reviews::break_glass(&op, review.id(), review.digest, " ".to_owned()).await, (Kind::Invalid, "reason_required")),
        (reviews::break_glass(&op, review.id(), Digest::of(b"other"), why()).await, (Kind::Conflict, "stale_digest")),
    ];
    for (result, refused) in cases {
        assert_eq!(refusal(result), refused);
    }
    assert_eq!(the_review(&op, run).await, review, "a refused approval changes nothing");
}
