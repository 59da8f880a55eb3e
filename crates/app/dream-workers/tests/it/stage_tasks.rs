//! The stages of a run are tasks: they open, wait and end with their attempts, and the run alone decides about them.

use crate::house::{begun, gated, idle, pass, project, publish, runs_on_both_engines, started, two_stages};
use dream_app::tasks::{self, ClaimRequest, Completion, TaskChange, TaskFilter, TaskView};
use dream_app::{AppError, Op, runs};
use dream_id::{Limit, RunId};
use dream_swarm::{LimitOf, Offer, Priority, Reason, Status};
use dream_testkit::TestApp;

runs_on_both_engines!(
    each_stage_of_a_run_is_a_task_that_ends_with_its_artifacts,
    a_task_is_held_up_and_cancelled_with_its_run,
    nobody_but_its_run_decides_about_the_work_of_a_stage,
    stages_wait_under_the_limits_of_tasks,
);

async fn of_run(op: &Op, run: RunId) -> Vec<TaskView> {
    let filter = TaskFilter { run: Some(run), ..TaskFilter::default() };
    let mut found = tasks::list(op, &filter, None, Limit::default()).await.unwrap().items;
    // The clock stands still, so ids of the same moment are in no order.
    found.sort_by_key(|view| std::cmp::Reverse(view.task.role.clone()));
    found
}

fn standings(tasks: &[TaskView]) -> Vec<(&str, Status, Option<Reason>)> {
    let standing = |view: &TaskView| (view.standing().status, view.standing().reason);
    tasks.iter().map(|view| (view.task.role.as_deref().unwrap(), standing(view).0, standing(view).1)).collect()
}

fn code<T>(result: Result<T, AppError>) -> &'static str {
    result.err().unwrap().code
}

/// A run whose first attempt has been started and waits for a worker.
async fn waiting(app: &TestApp, op: &Op) -> RunId {
    publish(app, &two_stages("approvers = [\"owner\"]")).await;
    let project = project(op, "two-stages").await;
    let run = runs::start(op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    assert!(begun(&app.app).await);
    run
}

async fn each_stage_of_a_run_is_a_task_that_ends_with_its_artifacts(app: &TestApp) {
    let op = app.owner();
    let run = gated(app, &op, "approvers = [\"owner\"]").await;
    pass(app, &op, run).await;
    let tasks = of_run(&op, run).await;
    assert_eq!(standings(&tasks), [("product-manager", Status::Done, None), ("architect", Status::Done, None)]);
    let set = runs::find(&op, run).await.unwrap();
    for task in &tasks {
        let work = task.task.work.unwrap();
        let made = set.attempt(work.attempt).unwrap().artifacts.iter().map(|version| version.version).collect::<Vec<_>>();
        assert_eq!((work.run, &task.task.result.as_ref().unwrap().artifacts), (run, &made));
        assert_eq!((task.task.project, task.attempt()), (Some(set.run().project), 1));
    }
}

async fn a_task_is_held_up_and_cancelled_with_its_run(app: &TestApp) {
    let op = app.owner();
    let run = waiting(app, &op).await;
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Queued, None)]);
    runs::pause(&op, run, None).await.unwrap();
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Blocked, Some(Reason::Paused))]);
    idle(&app.app).await;
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Blocked, Some(Reason::Paused))], "nobody claims it");
    runs::resume(&op, run).await.unwrap();
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Queued, None)]);
    runs::cancel(&op, run, None).await.unwrap();
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Cancelled, None)]);
}

async fn nobody_but_its_run_decides_about_the_work_of_a_stage(app: &TestApp) {
    let op = app.owner();
    let run = waiting(app, &op).await;
    let task = of_run(&op, run).await[0].task.id();
    let offer = |stage_work| Offer { worker: "ada".to_owned(), stage_work, ..Offer::default() };
    let request = |stage_work| ClaimRequest { offer: offer(stage_work), most: 1, lease: None };
    assert!(tasks::claim(&op, request(false)).await.unwrap().is_empty());
    assert_eq!(code(tasks::claim(&op, request(true)).await), "stage_work");
    let completion = Completion { task, worker: None, attempt: None, output: None, artifacts: vec![] };
    assert_eq!(code(tasks::complete(&op, completion).await), "stage_work");
    assert_eq!(code(tasks::cancel(&op, task, None, false).await), "stage_work");
    let paused = TaskChange { paused: Some(true), ..TaskChange::default() };
    assert_eq!(code(tasks::change(&op, task, paused).await), "stage_work");
    let urgent = TaskChange { priority: Some(Priority::Critical), ..TaskChange::default() };
    assert_eq!(tasks::change(&op, task, urgent).await.unwrap().task.priority, Priority::Critical);
    idle(&app.app).await;
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Done, None)]);
}

async fn stages_wait_under_the_limits_of_tasks(app: &TestApp) {
    let op = app.owner();
    let none = LimitOf::Role { role: "product-manager".to_owned() };
    tasks::set_limit(&op, none.clone(), Some(0)).await.unwrap();
    let run = started(app, &op, "software-delivery").await;
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Queued, None)], "no room for its role");
    tasks::set_limit(&op, none, None).await.unwrap();
    idle(&app.app).await;
    assert_eq!(standings(&of_run(&op, run).await), [("product-manager", Status::Done, None)]);
}
