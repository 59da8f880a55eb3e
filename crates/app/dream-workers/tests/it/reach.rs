//! How a constraint of a project or the organisation comes to the runs that are under way: as if it had been added to each.

use crate::house::{begun, demand, idle, pass, project, run_of, runs_on_both_engines, stage, stage_standing, the_review};
use dream_app::{App, Op, constraints, runs};
use dream_govern::{AttemptStatus, ConstraintScope, Status};
use dream_id::{AttemptId, ConstraintId, ProjectId, RunId};
use dream_store::LogFilter;
use dream_testkit::TestApp;

runs_on_both_engines!(
    what_runs_begins_again_and_what_waits_shows_it_in_that_project_alone,
    every_run_of_the_organisation_is_reached_once_however_often_the_work_is_broken_off,
    two_processes_carry_it_together_without_doing_anything_twice,
    a_run_that_began_with_it_or_is_over_is_left_alone,
);

/// A run whose first attempt has begun, and nobody works on it.
async fn running(app: &TestApp, op: &Op, project: ProjectId) -> (RunId, AttemptId) {
    let run = runs::start(op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    assert!(begun(&app.app).await);
    (run, attempt(op, run).await.unwrap())
}

async fn attempt(op: &Op, run: RunId) -> Option<AttemptId> {
    stage(&runs::find(op, run).await.unwrap(), "prd").attempt
}

async fn ids(op: &Op, run: RunId) -> Vec<ConstraintId> {
    constraints::of_run(op, run).await.unwrap().iter().map(|constraint| constraint.id).collect()
}

async fn add(op: &Op, scope: ConstraintScope) -> ConstraintId {
    constraints::add(op, demand(scope, "Privacy"), None).await.unwrap()
}

/// How often the ledger says that `constraint` came to a run.
async fn times_reached(app: &TestApp, constraint: ConstraintId) -> usize {
    app.sequence().await;
    let filter = LogFilter { noun: Some("run".to_owned()), ..LogFilter::default() };
    let log = app.app.store.read().await.unwrap().log(app.owner().scope(), &filter, None, dream_id::Limit::new(1_000)).await.unwrap();
    let reached = |entry: &&dream_store::FeedEntry| {
        entry.envelope.kind == "run.constrained" && entry.envelope.data["constraint"] == constraint.to_string()
    };
    log.items.iter().filter(reached).count()
}

async fn what_runs_begins_again_and_what_waits_shows_it_in_that_project_alone(app: &TestApp) {
    let op = app.owner();
    let (ours, theirs) = (project(&op, "planning-only").await, project(&op, "planning-only").await);
    let waits = run_of(app, &op, ours).await;
    let (runs_here, before) = running(app, &op, ours).await;
    let (runs_there, other) = running(app, &op, theirs).await;
    let id = add(&op, ConstraintScope::Project { project: ours }).await;
    while constraints::carry_next(&Op::of_worker(app.app.clone(), "test")).await.unwrap() {}
    assert_eq!(the_review(&op, waits).await.constraints, [id], "the review stays open and shows it");
    let set = runs::find(&op, runs_here).await.unwrap();
    assert_eq!((set.attempt(before).unwrap().status, stage(&set, "prd").attempt), (AttemptStatus::Superseded, None));
    assert_eq!(attempt(&op, runs_there).await, Some(other), "another project goes on");
    assert_eq!((ids(&op, waits).await, ids(&op, runs_here).await, ids(&op, runs_there).await), (vec![id], vec![id], vec![]));
    idle(&app.app).await;
    assert!(crate::house::document(&op, runs_here, "prd").await.contains("## Privacy"), "and what begins again follows it");
    assert!(!crate::house::document(&op, waits, "prd").await.contains("## Privacy"), "what was under review was made without it");
    pass(app, &op, waits).await;
    assert!(crate::house::document(&op, waits, "architecture").await.contains("## Privacy"));
}

async fn every_run_of_the_organisation_is_reached_once_however_often_the_work_is_broken_off(app: &TestApp) {
    let op = app.owner();
    let mut started = Vec::new();
    for _ in 0..3 {
        let project = project(&op, "planning-only").await;
        started.push(running(app, &op, project).await);
        app.clock.advance(std::time::Duration::from_millis(1));
    }
    let id = add(&op, ConstraintScope::Organisation {}).await;
    let mut steps = 0;
    // Each step is another process's: nothing but the database knows how far it came.
    while constraints::carry_next(&Op::of_worker(app.app.clone(), "test")).await.unwrap() {
        steps += 1;
        assert_eq!(times_reached(app, id).await, steps.min(3));
    }
    assert_eq!(steps, 4, "three runs, and one step that found no further");
    for (run, before) in started {
        assert_eq!((attempt(&op, run).await, ids(&op, run).await), (None, vec![id]));
        let set = runs::find(&op, run).await.unwrap();
        assert_eq!(set.attempt(before).unwrap().status, AttemptStatus::Superseded);
    }
}

async fn two_processes_carry_it_together_without_doing_anything_twice(app: &TestApp) {
    let op = app.owner();
    let project = project(&op, "planning-only").await;
    for _ in 0..6 {
        running(app, &op, project).await;
    }
    let id = add(&op, ConstraintScope::Organisation {}).await;
    let carry = |app: App| async move { while constraints::carry_next(&Op::of_worker(app.clone(), "test")).await.unwrap() {} };
    tokio::join!(carry(app.app.clone()), carry(app.app.clone()));
    assert_eq!(times_reached(app, id).await, 6);
}

async fn a_run_that_began_with_it_or_is_over_is_left_alone(app: &TestApp) {
    let op = app.owner();
    let project = project(&op, "planning-only").await;
    let over = run_of(app, &op, project).await;
    runs::cancel(&op, over, None).await.unwrap();
    let id = add(&op, ConstraintScope::Project { project }).await;
    let (later, attempt_then) = running(app, &op, project).await;
    while constraints::carry_next(&Op::of_worker(app.app.clone(), "test")).await.unwrap() {}
    assert_eq!(times_reached(app, id).await, 0);
    assert_eq!(attempt(&op, later).await, Some(attempt_then), "it was started with the constraint");
    assert_eq!(stage_standing(&op, over, "prd").await.0, Status::Cancelled);
}
