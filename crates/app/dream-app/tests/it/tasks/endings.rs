//! Failing, retrying, dead letters, deadlines, cancelling.

use super::{beat, claimed, completion, created, fault, kinds, offer, refusal, seconds, settle, standing, titled, view};
use dream_app::{
    Kind,
    tasks::{self, NewTask, TaskChange},
};
use dream_swarm::{Reason, RetryPolicy, Status};
use dream_testkit::TestApp;

async fn a_failed_attempt_is_tried_again_later_and_at_last_is_a_dead_letter(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("flaky")).await;
    for attempt in 1..=3 {
        let work = claimed(&op, offer("ada")).await.remove(0);
        assert_eq!(work.attempt, attempt);
        tasks::fail(&op, fault(&work, true)).await.unwrap();
        assert!(claimed(&op, offer("ada")).await.is_empty(), "not at once");
        app.clock.advance(seconds(5));
    }
    let dead = view(&op, task).await;
    assert_eq!((dead.standing().status, dead.standing().reason), (Status::Failed, Some(Reason::Error)));
    assert!(dead.task.dead_letter && dead.entry.is_none());
    let told: Vec<String> = kinds(app).await.into_iter().filter(|kind| kind.starts_with("task.")).collect();
    assert_eq!(told, ["task.created", "task.failed", "task.failed", "task.failed", "task.dead_lettered"]);

    tasks::retry(&op, task).await.unwrap();
    let again = claimed(&op, offer("ada")).await.remove(0);
    assert_eq!((again.attempt, again.task.failures), (4, 0), "numbers go on, so that old workers stay fenced off");
    tasks::complete(&op, completion(&again)).await.unwrap();
    assert_eq!(refusal(tasks::retry(&op, task).await), (Kind::Conflict, "task_not_failed"));
}

async fn a_failure_that_no_attempt_mends_is_a_dead_letter_at_once(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("hopeless")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    let failed = tasks::fail(&op, fault(&work, false)).await.unwrap();
    assert_eq!(failed.standing().status, Status::Failed);
    let detail = failed.task.attempts[0].failure.as_ref().unwrap().detail.unwrap();
    assert_eq!(dream_app::texts::read(&op, vec![detail]).await.unwrap()[&detail], "it broke");
    assert_eq!(standing(&op, task).await, (Status::Failed, Some(Reason::Error)));
}

async fn a_deadline_that_passes_fails_the_task_whatever_it_waits_for(app: &TestApp) {
    let op = app.owner();
    let deadline = Some(app.app.now().plus(seconds(60)));
    let queued = created(&op, NewTask { deadline, ..titled("queued") }).await;
    let running = created(&op, NewTask { deadline, assignee: Some("ada".to_owned()), ..titled("running") }).await;
    let work = claimed(&op, super::role("ada", "none")).await.remove(0);
    let paused = created(&op, NewTask { deadline, ..titled("paused") }).await;
    tasks::change(&op, paused, TaskChange { paused: Some(true), ..TaskChange::default() }).await.unwrap();
    app.clock.advance(seconds(60));
    assert!(claimed(&op, offer("bob")).await.is_empty(), "nobody begins what is too late");
    assert_eq!(settle(app).await.late, 3);
    for task in [queued, running, paused] {
        assert_eq!(standing(&op, task).await, (Status::Failed, Some(Reason::Deadline)));
    }
    assert_eq!(refusal(tasks::complete(&op, completion(&work)).await), (Kind::Conflict, "task_failed"));
    let again = tasks::retry(&op, queued).await.unwrap();
    assert_eq!((again.standing().status, again.task.deadline), (Status::Queued, None));
}

async fn a_cancelled_task_tells_its_worker_and_refuses_what_it_hands_in(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("unwanted")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    tasks::cancel(&op, task, Some("no longer wanted".to_owned()), false).await.unwrap();
    let told = tasks::heartbeat(&op, beat(&work)).await.unwrap();
    assert_eq!((told.cancel, told.lease_until), (true, None));
    assert_eq!(refusal(tasks::complete(&op, completion(&work)).await), (Kind::Over, "task_cancelled"));
    tasks::cancel(&op, task, None, false).await.unwrap();
    assert_eq!(kinds(app).await, ["task.created", "claim.made", "task.cancelled"]);
}

async fn a_task_is_cancelled_while_queued_paused_delayed_or_failed(app: &TestApp) {
    let op = app.owner();
    let not_before = Some(app.app.now().plus(seconds(60)));
    let delayed = created(&op, NewTask { not_before, ..titled("delayed") }).await;
    let paused = created(&op, titled("paused")).await;
    tasks::change(&op, paused, TaskChange { paused: Some(true), ..TaskChange::default() }).await.unwrap();
    let failed = created(&op, NewTask { retry: RetryPolicy::never(), ..titled("failed") }).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    tasks::fail(&op, fault(&work, true)).await.unwrap();
    let queued = created(&op, titled("queued")).await;
    for task in [delayed, paused, failed, queued] {
        tasks::cancel(&op, task, None, false).await.unwrap();
        assert_eq!(standing(&op, task).await, (Status::Cancelled, None));
    }
    app.clock.advance(seconds(60));
    assert!(claimed(&op, offer("ada")).await.is_empty());
    assert_eq!(refusal(tasks::retry(&op, failed).await), (Kind::Over, "task_cancelled"));
}

async fn a_done_task_is_neither_cancelled_nor_changed(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("done")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    tasks::complete(&op, completion(&work)).await.unwrap();
    assert_eq!(refusal(tasks::cancel(&op, task, None, true).await), (Kind::Conflict, "task_done"));
    let change = TaskChange { assignee: Some(Some("bob".to_owned())), ..TaskChange::default() };
    assert_eq!(refusal(tasks::change(&op, task, change).await), (Kind::Conflict, "task_done"));
}

async fn a_change_moves_the_task_to_where_it_belongs(app: &TestApp) {
    let op = app.owner();
    let (one, two) = (created(&op, titled("one")).await, created(&op, titled("two")).await);
    let change = |change: TaskChange| tasks::change(&op, two, change);
    change(TaskChange { assignee: Some(Some("bob".to_owned())), paused: Some(true), ..TaskChange::default() }).await.unwrap();
    assert_eq!(claimed(&op, super::most(offer("bob"), 9)).await[0].task.id, one);
    change(TaskChange { paused: Some(false), ..TaskChange::default() }).await.unwrap();
    assert!(claimed(&op, offer("ada")).await.is_empty());
    change(TaskChange { assignee: Some(None), priority: Some(dream_swarm::Priority::Low), ..TaskChange::default() }).await.unwrap();
    assert_eq!(claimed(&op, offer("ada")).await[0].task.id, two);
}

dream_testkit::for_both_engines!(
    a_cancelled_task_tells_its_worker_and_refuses_what_it_hands_in,
    a_change_moves_the_task_to_where_it_belongs,
    a_deadline_that_passes_fails_the_task_whatever_it_waits_for,
    a_done_task_is_neither_cancelled_nor_changed,
    a_failed_attempt_is_tried_again_later_and_at_last_is_a_dead_letter,
    a_failure_that_no_attempt_mends_is_a_dead_letter_at_once,
    a_task_is_cancelled_while_queued_paused_delayed_or_failed,
);
