//! Verdicts beyond approval: regenerate, reject, add constraints; and who may give none.

use crate::house::{
    OWN_PRD, approve, cast, demand, document, gated, idle, pass, put, refusal, run_of, runs_on_both_engines, stage, stage_standing,
    standing, started, the_review,
};
use dream_access::{Role, TokenScope};
use dream_app::{
    Kind, auth, constraints, reviews, runs,
    tokens::{self, MintToken},
};
use dream_govern::{ConstraintScope, Reason, Risk, Rule, Status, Verdict};
use dream_testkit::{TestApp, found};

runs_on_both_engines!(
    regenerating_makes_a_fresh_attempt_of_another_variant,
    a_rejection_fails_the_run_until_a_rerun_or_a_rollback_revives_it,
    a_constraint_binds_the_stages_that_start_later,
    a_constraint_on_an_open_review_is_shown_there_and_binds_the_next_attempt,
    constraints_of_a_project_and_of_the_organisation_bind_later_runs,
    a_lifted_constraint_binds_nothing_that_starts_later,
    paths_and_hosts_that_a_constraint_forbids_are_found_by_the_machine,
    a_person_approves_once_and_a_closed_review_stays_closed,
    whoever_the_policy_does_not_let_decide_is_told_why,
);

const ONE: &str = "approvers = [\"owner\", \"reviewer\"]";

async fn regenerating_makes_a_fresh_attempt_of_another_variant(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let (review, text) = (the_review(&op, run).await, document(&op, run, "prd").await);
    reviews::vote(&op, cast(&review, Verdict::Regenerate)).await.unwrap();
    idle(&app.app).await;
    let again = the_review(&op, run).await;
    assert_eq!((again.artifacts[0].number, again.digest == review.digest), (2, false));
    let set = runs::find(&op, run).await.unwrap();
    let attempt = set.attempt(again.attempt).unwrap();
    assert_eq!((attempt.basis.variant, attempt.basis.previous, attempt.basis.feedback), (1, None, None));
    assert_ne!(document(&op, run, "prd").await, text, "another variant has other words");
}

async fn a_rejection_fails_the_run_until_a_rerun_or_a_rollback_revives_it(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    for revive in ["rerun", "rollback"] {
        let review = the_review(&op, run).await;
        reviews::vote(&op, cast(&review, Verdict::Reject)).await.unwrap();
        idle(&app.app).await;
        assert_eq!(standing(&op, run).await, (Status::Failed, Some(Reason::Rejected)));
        assert_eq!(stage_standing(&op, run, "architecture").await.0, Status::Queued, "nothing starts in a failed run");
        assert_eq!(refusal(approve(&op, &review).await), (Kind::Conflict, "already_voted"));
        match revive {
            "rerun" => assert_eq!(runs::from_stage(&op, run, "prd".to_owned()).await.unwrap(), run),
            _ => runs::rollback(&op, run, "prd".to_owned(), "it was good after all".to_owned()).await.unwrap(),
        }
        idle(&app.app).await;
        assert_eq!(standing(&op, run).await, (Status::Waiting, Some(Reason::Approval)), "{revive}");
        let number = the_review(&op, run).await.artifacts[0].number;
        assert_eq!(number, 2, "a re-run makes a new version, a rollback asks about the one there is");
    }
    pass(app, &op, run).await;
    assert_eq!(standing(&op, run).await, (Status::Done, Some(Reason::Approved)));
}

async fn a_constraint_binds_the_stages_that_start_later(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let constraints = vec![demand(ConstraintScope::Run { run }, "Rollout")];
    reviews::vote(&op, reviews::Cast { constraints, ..cast(&review, Verdict::Approve) }).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Done, "the approval counts, the constraint binds what comes after");
    assert!(document(&op, run, "architecture").await.contains("## Rollout"));
    assert!(!document(&op, run, "prd").await.contains("## Rollout"));
}

async fn a_constraint_on_an_open_review_is_shown_there_and_binds_the_next_attempt(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let added = constraints::add(&op, demand(ConstraintScope::Run { run }, "Rollout"), Some(review.id())).await.unwrap();
    let open = the_review(&op, run).await;
    assert_eq!((open.digest, &open.constraints), (review.digest, &vec![added]), "the review stays open and shows it");
    let empty = constraints::NewConstraint { scope: ConstraintScope::Run { run }, text: " ".to_owned(), rules: Vec::new() };
    assert_eq!(refusal(constraints::add(&op, empty, None).await), (Kind::Invalid, "constraint_empty"));
    reviews::vote(&op, cast(&open, Verdict::Regenerate)).await.unwrap();
    idle(&app.app).await;
    assert!(document(&op, run, "prd").await.contains("## Rollout"));
}

async fn constraints_of_a_project_and_of_the_organisation_bind_later_runs(app: &TestApp) {
    let op = app.owner();
    let first = gated(app, &op, ONE).await;
    let of = runs::find(&op, first).await.unwrap().run().project;
    constraints::add(&op, demand(ConstraintScope::Project { project: of }, "Of the project"), None).await.unwrap();
    constraints::add(&op, demand(ConstraintScope::Organisation {}, "Of everybody"), None).await.unwrap();
    assert!(!document(&op, first, "prd").await.contains("Of everybody"), "what was made before is as it was");
    let (same, other) = (run_of(app, &op, of).await, started(app, &op, "two-stages").await);
    let (same, other) = (document(&op, same, "prd").await, document(&op, other, "prd").await);
    assert!(same.contains("## Of the project") && same.contains("## Of everybody"));
    assert!(!other.contains("Of the project") && other.contains("## Of everybody"));
    let contributor = app.person(Role::Contributor).await;
    let forbidden = constraints::add(&contributor, demand(ConstraintScope::Organisation {}, "x"), None).await;
    assert_eq!(refusal(forbidden), (Kind::Forbidden, "role_too_low"));
}

async fn a_lifted_constraint_binds_nothing_that_starts_later(app: &TestApp) {
    let op = app.owner();
    let added = constraints::add(&op, demand(ConstraintScope::Organisation {}, "Of everybody"), None).await.unwrap();
    assert_eq!(refusal(constraints::lift(&op, added, String::new()).await), (Kind::Invalid, "reason_required"));
    let bound = gated(app, &op, ONE).await;
    constraints::lift(&op, added, "no longer needed".to_owned()).await.unwrap();
    let free = started(app, &op, "two-stages").await;
    assert!(document(&op, bound, "prd").await.contains("Of everybody"));
    assert!(!document(&op, free, "prd").await.contains("Of everybody"));
}

async fn paths_and_hosts_that_a_constraint_forbids_are_found_by_the_machine(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let rules = vec![Rule::DeniedHost { host: "tracker.example".to_owned() }, Rule::DeniedPath { path: "secret".to_owned() }];
    let scope = ConstraintScope::Organisation {};
    constraints::add(&op, constraints::NewConstraint { scope, text: "No trackers.".to_owned(), rules }, None).await.unwrap();
    reviews::vote(&op, cast(&the_review(&op, run).await, Verdict::Regenerate)).await.unwrap();
    idle(&app.app).await;
    assert_eq!(the_review(&op, run).await.risk, Risk::Low, "what the provider wrote names none");
    put(&op, run, "prd", &format!("{OWN_PRD}\nSee https://cdn.tracker.example/a.js\n")).await.unwrap();
    assert_eq!(the_review(&op, run).await.risk, Risk::High, "the reviewer is warned");
    put(&op, run, "prd", OWN_PRD).await.unwrap();
    assert_eq!(the_review(&op, run).await.risk, Risk::Low);
}

async fn a_person_approves_once_and_a_closed_review_stays_closed(app: &TestApp) {
    let (op, other, late) = (app.owner(), app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let run = gated(app, &op, "approvers = [\"owner\", \"reviewer\"]\nquorum = 2").await;
    let review = the_review(&op, run).await;
    approve(&op, &review).await.unwrap();
    assert_eq!(refusal(approve(&op, &review).await), (Kind::Conflict, "already_voted"));
    assert_eq!(the_review(&op, run).await.votes.len(), 1, "a refused vote changes nothing");
    approve(&other, &review).await.unwrap();
    assert_eq!(refusal(approve(&other, &review).await), (Kind::Conflict, "already_voted"));
    assert_eq!(refusal(approve(&late, &review).await), (Kind::Conflict, "already_decided"));
    assert_eq!(refusal(reviews::vote(&late, cast(&review, Verdict::Reject)).await), (Kind::Conflict, "already_decided"));
    let set = runs::find(&op, run).await.unwrap();
    assert_eq!(stage(&set, "prd").review, Some(review.id()));
}

async fn whoever_the_policy_does_not_let_decide_is_told_why(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, ONE).await;
    let review = the_review(&op, run).await;
    let stranger = found(&app.app, "second").await.owner;
    let reviewer = app.person(Role::Reviewer).await;
    let new =
        MintToken { name: "no verdicts".to_owned(), scopes: [TokenScope::Read].into(), expires_at: None, person: reviewer.person().ok() };
    let text = tokens::mint(&op, new).await.unwrap().text.unwrap();
    let cases = [
        (stranger, (Kind::NotFound, "not_found")),
        (app.person(Role::Viewer).await, (Kind::Forbidden, "role_too_low")),
        (app.person(Role::Contributor).await, (Kind::Forbidden, "role_too_low")),
        (app.person(Role::Maintainer).await, (Kind::Forbidden, "not_eligible")),
        (auth::authenticate(&app.app, text.expose()).await.unwrap(), (Kind::Forbidden, "scope_missing")),
    ];
    for (who, refused) in cases {
        for verdict in [Verdict::Approve, Verdict::Reject, Verdict::Regenerate] {
            assert_eq!(refusal(reviews::vote(&who, cast(&review, verdict)).await), refused, "{verdict:?}");
        }
    }
    assert_eq!(the_review(&op, run).await, review, "a refused verdict changes nothing");
}
