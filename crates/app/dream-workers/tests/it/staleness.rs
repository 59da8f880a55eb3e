//! What no longer stands: a person's own version upstream, rollback, re-run.

use crate::house::{
    OWN_PRD, approve_all, document, idle, pass, project, publish, put, refusal, run_of, runs_on_both_engines, stage, stage_standing,
    standing, started, the_review, two_stages,
};
use dream_app::{Kind, artifacts, runs};
use dream_govern::{ProducedBy, Reason, RunSet, Status, Why};
use dream_testkit::TestApp;

runs_on_both_engines!(
    a_persons_version_upstream_voids_approvals_and_has_the_rest_done_again,
    a_rollback_does_exactly_what_its_preview_says,
    a_rerun_from_a_stage_does_what_its_preview_says,
    a_rerun_as_a_whole_follows_the_same_template_version_and_brief,
    a_put_that_changes_nothing_or_comes_too_late_is_refused,
);

async fn a_persons_version_upstream_voids_approvals_and_has_the_rest_done_again(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "planning-only").await;
    pass(app, &op, run).await;
    pass(app, &op, run).await;
    let plan_before = the_review(&op, run).await;
    assert_eq!(put(&op, run, "prd", OWN_PRD).await.unwrap(), 2);
    idle(&app.app).await;
    assert_eq!(stage_standing(&op, run, "prd").await, (Status::Waiting, Some(Reason::Approval)));
    for stale in ["architecture", "plan"] {
        assert_eq!(stage_standing(&op, run, stale).await, (Status::Queued, Some(Reason::Dependency)), "{stale}");
    }
    assert_eq!(the_review(&op, run).await.stage_name, "prd", "the question about the plan is withdrawn");
    assert_eq!(refusal(crate::house::approve(&op, &plan_before).await).0, Kind::Conflict);
    pass(app, &op, run).await;
    let set = runs::find(&op, run).await.unwrap();
    let architecture = set.artifacts().find(|artifact| artifact.name == "architecture").unwrap();
    let (_, versions) = artifacts::versions(&op, architecture.id).await.unwrap();
    assert_eq!(versions.len(), 2, "superseded work is still listed");
    assert_eq!(versions[0].superseded, Some(Why::StaleInput));
    assert!(artifacts::all_files(&op, architecture.id, Some(1)).await.is_ok(), "and can be read");
    let lineage = artifacts::lineage(&op, architecture.id, None).await.unwrap();
    let by_person = ProducedBy::Person { id: op.person().unwrap() };
    assert!(lineage.made_from.iter().any(|version| version.made.produced_by == by_person));
    let done = approve_all(app, &op, run).await;
    assert_eq!(done.run().status, Status::Done);
    assert!(runs::replay(&op, run).await.unwrap().is_identical());
}

/// What the plan of an undoing says of each stage, and whether it came true.
fn check(plan: &dream_govern::UndoPlan, before: &RunSet, after: &RunSet, why: Why) {
    for (_, old) in before.stages() {
        let planned = plan.superseded.iter().find(|superseded| superseded.stage == old.spec.name);
        let new = stage(after, &old.spec.name);
        assert_eq!(new.generation > old.generation, planned.is_some(), "{}", old.spec.name);
        let Some(planned) = planned else { continue };
        for version in &planned.versions {
            assert_eq!(after.version(version.version).unwrap().superseded, Some(why), "{}", version.name);
        }
        if let Some(review) = planned.review.and_then(|id| after.review(id)) {
            assert!(!review.stands() && !review.is_open(), "{}", review.stage_name);
        }
    }
    let undone = plan.superseded.iter().flat_map(|stage| &stage.versions);
    assert!(undone.clone().all(|version| after.version(version.version).is_some()), "nothing is erased");
}

async fn a_rollback_does_exactly_what_its_preview_says(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "content-campaign").await;
    let before = approve_all(app, &op, run).await;
    assert_eq!(before.run().status, Status::Done);
    let plan = runs::plan_rollback(&op, run, "calendar").await.unwrap();
    let names: Vec<&str> = plan.superseded.iter().map(|superseded| superseded.stage.as_str()).collect();
    assert_eq!(names, ["content", "release"]);
    assert_eq!(plan.cannot_undo.released, before.run().release, "whoever has the bundle keeps it");
    assert_eq!(runs::find(&op, run).await.unwrap(), before, "a preview changes nothing");
    let silent = runs::rollback(&op, run, "calendar".to_owned(), String::new()).await;
    assert_eq!(refusal(silent), (Kind::Invalid, "reason_required"));
    let unknown = runs::rollback(&op, run, "nothing".to_owned(), "x".to_owned()).await;
    assert_eq!(refusal(unknown), (Kind::NotFound, "unknown_stage"));
    runs::rollback(&op, run, "calendar".to_owned(), "the dates moved".to_owned()).await.unwrap();
    idle(&app.app).await;
    let after = runs::find(&op, run).await.unwrap();
    check(&plan, &before, &after, Why::Rollback);
    let review = the_review(&op, run).await;
    assert_eq!((review.artifacts.clone(), after.run().release), (plan.review_again, None));
    let done = approve_all(app, &op, run).await;
    assert_eq!(done.run().status, Status::Done);
    assert!(runs::replay(&op, run).await.unwrap().is_identical());
}

async fn a_rerun_from_a_stage_does_what_its_preview_says(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "planning-only").await;
    pass(app, &op, run).await;
    pass(app, &op, run).await;
    let before = runs::find(&op, run).await.unwrap();
    let plan = runs::plan_rerun(&op, run, "architecture").await.unwrap();
    runs::from_stage(&op, run, "architecture".to_owned()).await.unwrap();
    check(&plan, &before, &runs::find(&op, run).await.unwrap(), Why::Rerun);
    idle(&app.app).await;
    let review = the_review(&op, run).await;
    assert_eq!((review.stage_name.as_str(), review.artifacts[0].number), ("architecture", 2));
}

async fn a_rerun_as_a_whole_follows_the_same_template_version_and_brief(app: &TestApp) {
    let op = app.owner();
    publish(app, &two_stages("approvers = [\"owner\"]")).await;
    let project = project(&op, "two-stages").await;
    let first = run_of(app, &op, project).await;
    publish(app, &two_stages("approvers = [\"owner\"]\nquorum = 2")).await;
    let again = runs::again(&op, first).await.unwrap();
    idle(&app.app).await;
    let (one, two) = (runs::find(&op, first).await.unwrap(), runs::find(&op, again).await.unwrap());
    assert_ne!(first, again);
    assert_eq!((&one.run().template, one.run().brief), (&two.run().template, two.run().brief));
    assert_eq!(the_review(&op, again).await.gate.quorum, 1);
    assert_eq!(document(&op, first, "prd").await, document(&op, again, "prd").await);
    let newest = run_of(app, &op, project).await;
    assert_eq!(the_review(&op, newest).await.gate.quorum, 2);
}

async fn a_put_that_changes_nothing_or_comes_too_late_is_refused(app: &TestApp) {
    let op = app.owner();
    let run = started(app, &op, "planning-only").await;
    let same = document(&op, run, "prd").await;
    assert_eq!(refusal(put(&op, run, "prd", &same).await), (Kind::Conflict, "unchanged"));
    runs::cancel(&op, run, None).await.unwrap();
    assert_eq!(refusal(put(&op, run, "prd", OWN_PRD).await), (Kind::Over, "run_cancelled"));
    assert_eq!(standing(&op, run).await.0, Status::Cancelled);
}
