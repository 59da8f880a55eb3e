//! Work that is broken off is taken up where it was: what was recorded is not paid again, and who lost the lease hands nothing in.

use crate::fake::{Fake, Next};
use crate::house::{begun, idle, pays_on_both_engines, project, publish, standing, two_stages};
use dream_app::{Op, runs, work};
use dream_govern::{AttemptStatus, RunSet, Status};
use dream_id::{AttemptId, RunId};
use dream_ports::{Cancel, ModelError, Usage};
use dream_testkit::{InProcess, TestApp};
use dream_workers::{Performer, Reconciler};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

pays_on_both_engines!(
    work_that_a_shutdown_breaks_off_goes_on_without_paying_twice,
    a_call_that_was_never_sent_costs_nothing_when_it_is_made_later,
    a_lost_call_is_counted_once_when_a_rate_limit_meets_its_repetition,
    an_attempt_whose_worker_died_is_taken_up_when_its_lease_has_ended,
    trap_8_a_worker_that_lost_its_lease_hands_nothing_in,
    an_attempt_that_was_superseded_while_its_model_thought_hands_nothing_in,
    a_lost_call_of_an_attempt_that_is_over_is_charged_once_its_worker_is_gone,
    an_attempt_that_another_model_began_starts_over_with_the_one_selected_now,
);

/// A reply that its checks refuse, so that an attempt makes a second call.
const SHORT: &str = "# Lending library\n\n## Goals\n\nShare tools.\n";

/// A run whose first attempt has been started and waits for a worker.
async fn begin(app: &TestApp, op: &Op) -> (RunId, AttemptId) {
    publish(app, &two_stages("approvers = [\"owner\"]")).await;
    let project = project(op, "two-stages").await;
    let run = runs::start(op, runs::NewRun { project, cost_cap_micros: None }).await.unwrap();
    assert!(begun(&app.app).await);
    let set = runs::find(op, run).await.unwrap();
    let attempt = set.attempts().next().unwrap().id;
    (run, attempt)
}

fn worker(app: &TestApp) -> Op {
    Op::of_worker(app.app.clone(), "performer")
}

/// Takes up the one attempt that waits.
async fn take(op: &Op, holder: &str) -> work::Taken {
    let taken = work::take_up(op, holder, 1, &InProcess).await.unwrap();
    taken.into_iter().next().unwrap()
}

async fn found(op: &Op, run: RunId) -> RunSet {
    runs::find(op, run).await.unwrap()
}

/// The text of a call's request: the same text is the same call made again.
fn asked(fake: &Fake, number: usize) -> String {
    fake.calls()[number].messages[0].text()
}

async fn work_that_a_shutdown_breaks_off_goes_on_without_paying_twice(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, attempt) = begin(app, &op).await;
    fake.tell([Next::Text(SHORT), Next::Hang]);
    let cancel = Cancel::new();
    let performer = Arc::new(Performer::new(app.app.clone(), Arc::new(InProcess), "before".to_owned(), 4, cancel.clone()));
    assert!(performer.reconcile().await.unwrap());
    fake.called(2).await;
    cancel.cancel();
    performer.drain().await;
    assert!(!performer.reconcile().await.unwrap(), "who is stopping begins nothing");
    let set = found(&op, run).await;
    assert_eq!((set.attempt(attempt).unwrap().status, fake.count()), (AttemptStatus::Running, 2));
    fake.tell([Next::Used(Usage { output_tokens: 100, ..Usage::default() })]);
    idle(&app.app).await;
    let set = found(&op, run).await;
    assert_eq!((set.run().status, set.attempts().count()), (Status::Waiting, 1), "the same attempt went on");
    assert_eq!(fake.count(), 3);
    assert_eq!(asked(fake, 1), asked(fake, 2), "the call without an answer is made again, the answered one is read");
    let first = 10 * 3 + 10 * 15;
    assert_eq!(set.attempt(attempt).unwrap().cost_micros, first + fake.worst_case(1) + 1_500, "what may have been paid stays spent");
    assert_eq!(set.budget().settled_micros, set.attempt(attempt).unwrap().cost_micros);
    assert!(runs::replay(&op, run).await.unwrap().is_identical());
}

async fn a_call_that_was_never_sent_costs_nothing_when_it_is_made_later(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, _) = begin(app, &op).await;
    let usage = Usage { output_tokens: 100, ..Usage::default() };
    fake.tell([Next::Fail(ModelError::Cancelled { provider: "fake".to_owned(), sent: false }), Next::Used(usage)]);
    idle(&app.app).await;
    let set = found(&op, run).await;
    assert_eq!((set.run().status, fake.count(), set.budget().settled_micros), (Status::Waiting, 2, 1_500));
    assert!(set.budget().open.is_empty());
}

async fn a_lost_call_is_counted_once_when_a_rate_limit_meets_its_repetition(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, attempt) = begin(app, &op).await;
    let sent = ModelError::Cancelled { provider: "fake".to_owned(), sent: true };
    let wait = Duration::from_mins(2);
    let limited = ModelError::RateLimited { provider: "fake".to_owned(), message: "slow down".to_owned(), retry_after: Some(wait) };
    let usage = Usage { output_tokens: 100, ..Usage::default() };
    fake.tell([Next::Fail(sent), Next::Fail(limited), Next::Used(usage)]);
    idle(&app.app).await;
    app.clock.advance(wait + Duration::from_mins(1));
    idle(&app.app).await;
    app.clock.advance(wait + Duration::from_mins(1));
    idle(&app.app).await;
    let set = found(&op, run).await;
    assert_eq!((set.run().status, set.attempts().count(), fake.count()), (Status::Waiting, 1, 3), "{:?}", set.attempt(attempt));
    assert_eq!(set.budget().settled_micros, fake.worst_case(0) + 1_500, "what may have been paid, and what was");
    assert!(set.budget().open.is_empty());
}

async fn an_attempt_whose_worker_died_is_taken_up_when_its_lease_has_ended(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, _) = begin(app, &op).await;
    fake.tell([Next::Text(SHORT), Next::Hang]);
    let dead = worker(app);
    let taken = take(&dead, "dead").await;
    let task = tokio::spawn(async move { work::work_on(&dead, &taken, &InProcess, Duration::ZERO, &Cancel::new()).await });
    fake.called(2).await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    idle(&app.app).await;
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Running, 2), "the lease still holds");
    app.clock.advance(Duration::from_secs(16));
    idle(&app.app).await;
    assert_eq!((standing(&op, run).await.0, fake.count()), (Status::Waiting, 3));
    assert_eq!(asked(fake, 1), asked(fake, 2), "what the dead worker had recorded is not asked again");
    assert_eq!(found(&op, run).await.attempts().count(), 1);
}

async fn trap_8_a_worker_that_lost_its_lease_hands_nothing_in(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, _) = begin(app, &op).await;
    let answered = Arc::new(Semaphore::new(0));
    fake.tell([Next::Wait(Arc::clone(&answered))]);
    let slow = worker(app);
    let taken = take(&slow, "slow").await;
    let task = tokio::spawn(async move { work::work_on(&slow, &taken, &InProcess, Duration::ZERO, &Cancel::new()).await });
    fake.called(1).await;
    app.clock.advance(Duration::from_secs(16));
    fake.tell([Next::Used(Usage { output_tokens: 100, ..Usage::default() })]);
    idle(&app.app).await;
    let before = found(&op, run).await;
    assert_eq!((before.run().status, fake.count()), (Status::Waiting, 2));
    answered.add_permits(1);
    task.await.unwrap().unwrap();
    idle(&app.app).await;
    assert_eq!(found(&op, run).await, before, "the late answer changes nothing");
    assert_eq!(before.budget().settled_micros, fake.worst_case(0) + 1_500, "and is paid for as its worst case");
}

async fn an_attempt_that_was_superseded_while_its_model_thought_hands_nothing_in(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, attempt) = begin(app, &op).await;
    let answered = Arc::new(Semaphore::new(0));
    fake.tell([Next::Wait(Arc::clone(&answered))]);
    let slow = worker(app);
    let taken = take(&slow, "slow").await;
    let task = tokio::spawn(async move { work::work_on(&slow, &taken, &InProcess, Duration::ZERO, &Cancel::new()).await });
    fake.called(1).await;
    runs::from_stage(&op, run, "prd".to_owned()).await.unwrap();
    answered.add_permits(1);
    task.await.unwrap().unwrap();
    let set = found(&op, run).await;
    assert_eq!((set.attempt(attempt).unwrap().status, set.versions().count()), (AttemptStatus::Superseded, 0));
    assert!(set.budget().settled_micros > 0 && set.budget().open.is_empty(), "what it cost is recorded all the same");
    idle(&app.app).await;
    assert_eq!(standing(&op, run).await.0, Status::Waiting);
}

async fn a_lost_call_of_an_attempt_that_is_over_is_charged_once_its_worker_is_gone(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, _) = begin(app, &op).await;
    fake.tell([Next::Hang]);
    let dead = worker(app);
    let taken = take(&dead, "dead").await;
    let task = tokio::spawn(async move { work::work_on(&dead, &taken, &InProcess, Duration::ZERO, &Cancel::new()).await });
    fake.called(1).await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    runs::cancel(&op, run, None).await.unwrap();
    idle(&app.app).await;
    let budget = found(&op, run).await.budget().clone();
    assert_eq!((budget.settled_micros, budget.reserved_micros()), (0, fake.worst_case(0)), "its worker may still tell");
    app.clock.advance(Duration::from_secs(16));
    idle(&app.app).await;
    let budget = found(&op, run).await.budget().clone();
    assert_eq!((budget.settled_micros, budget.reserved_micros()), (fake.worst_case(0), 0));
}

async fn an_attempt_that_another_model_began_starts_over_with_the_one_selected_now(app: &TestApp, fake: &Fake) {
    let op = app.owner();
    let (run, attempt) = begin(app, &op).await;
    fake.tell([Next::Text(SHORT), Next::Hang]);
    let cancel = Cancel::new();
    let performer = Arc::new(Performer::new(app.app.clone(), Arc::new(InProcess), "before".to_owned(), 4, cancel.clone()));
    assert!(performer.reconcile().await.unwrap());
    fake.called(2).await;
    cancel.cancel();
    performer.drain().await;
    fake.select("two");
    idle(&app.app).await;
    let set = found(&op, run).await;
    assert_eq!(set.attempt(attempt).unwrap().failure.as_ref().unwrap().code, "replay_diverged");
    assert_eq!((set.run().status, set.attempts().count()), (Status::Waiting, 2));
    assert_eq!(fake.calls()[2].model, "two");
}
