//! Leases, heartbeats, progress, and the writes of workers that lost their claim.

use super::{beat, claimed, completion, created, fault, offer, refusal, seconds, settle, standing, titled, view};
use dream_app::{
    Kind,
    tasks::{self, Beat, Completion},
};
use dream_swarm::{Reason, Status};
use dream_testkit::TestApp;

async fn heartbeats_keep_the_lease_and_carry_progress(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("long")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    for round in 1..=3 {
        app.clock.advance(seconds(50));
        let words = Some(format!("round {round}"));
        let told = tasks::heartbeat(&op, Beat { percent: Some(round * 30), words, ..beat(&work) }).await.unwrap();
        assert_eq!((told.cancel, told.lease_until), (false, Some(app.app.now().plus(seconds(60)))));
        assert_eq!(settle(app).await.lapsed, 0);
    }
    tasks::heartbeat(&op, beat(&work)).await.unwrap();
    let progress = view(&op, task).await.entry.unwrap().progress;
    assert_eq!((progress.percent, progress.words.as_deref()), (Some(90), Some("round 3")), "a bare heartbeat keeps what was said");
    assert_eq!(refusal(tasks::heartbeat(&op, Beat { percent: Some(101), ..beat(&work) }).await), (Kind::Invalid, "invalid_progress"));
}

async fn a_lost_lease_ends_the_attempt_and_fences_the_worker_off(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("slow")).await;
    let lost = claimed(&op, offer("ada")).await.remove(0);
    app.clock.advance(seconds(60));
    assert_eq!(settle(app).await.lapsed, 1);
    assert_eq!(standing(&op, task).await, (Status::Queued, Some(Reason::Retry)));
    app.clock.advance(seconds(2));
    let now = claimed(&op, offer("bob")).await.remove(0);
    assert_eq!((now.task.id, now.attempt), (task, 2));
    for refused in [
        refusal(tasks::heartbeat(&op, beat(&lost)).await),
        refusal(tasks::complete(&op, completion(&lost)).await),
        refusal(tasks::fail(&op, fault(&lost, true)).await),
        refusal(tasks::release(&op, task, None, Some(1)).await),
        refusal(tasks::complete(&op, Completion { attempt: None, worker: Some("ada".to_owned()), ..completion(&lost) }).await),
    ] {
        assert_eq!(refused, (Kind::Conflict, "stale_claim"));
    }
    tasks::complete(&op, completion(&now)).await.unwrap();
    let attempts = view(&op, task).await.task.attempts.clone();
    let failure = attempts[0].failure.as_ref().map(|failure| failure.reason.name());
    assert_eq!((attempts.len(), failure), (2, Some("lease_expired")));
}

/// A lease that is over but was given to nobody else is still the worker's: what it hands in is not lost.
async fn a_worker_that_is_late_but_not_replaced_may_hand_in(app: &TestApp) {
    let op = app.owner();
    created(&op, titled("slow")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    app.clock.advance(seconds(3_600));
    tasks::complete(&op, completion(&work)).await.unwrap();
    assert_eq!(settle(app).await.lapsed, 0);
}

async fn another_persons_claim_is_not_ones_own(app: &TestApp) {
    let (op, other) = (app.owner(), app.person(dream_access::Role::Contributor).await);
    created(&op, titled("mine")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    assert_eq!(refusal(tasks::complete(&other, completion(&work)).await), (Kind::Conflict, "stale_claim"));
    assert_eq!(refusal(tasks::heartbeat(&other, beat(&work)).await), (Kind::Conflict, "stale_claim"));
}

async fn what_is_given_back_is_claimed_again_at_once(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("given back")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    let released = tasks::release(&op, task, None, Some(work.attempt)).await.unwrap();
    assert_eq!((released.standing().status, released.task.failures), (Status::Queued, 0));
    assert_eq!(claimed(&op, offer("bob")).await[0].attempt, 2);
}

async fn somebody_who_names_no_attempt_takes_the_task_up(app: &TestApp) {
    let op = app.owner();
    let task = created(&op, titled("by hand")).await;
    let bare = Beat { task, worker: Some("ada".to_owned()), attempt: None, percent: Some(40), words: None };
    assert_eq!(tasks::heartbeat(&op, bare).await.unwrap().attempt, 1);
    assert_eq!(standing(&op, task).await, (Status::Running, None));
    let by_hand = Completion { task, worker: None, attempt: None, output: None, artifacts: vec![] };
    assert_eq!(tasks::complete(&op, by_hand.clone()).await.unwrap().standing().status, Status::Done);
    assert_eq!(refusal(tasks::complete(&op, by_hand).await), (Kind::Conflict, "task_done"));
    let paused = created(&op, titled("paused")).await;
    tasks::change(&op, paused, tasks::TaskChange { paused: Some(true), ..tasks::TaskChange::default() }).await.unwrap();
    let early = Completion { task: paused, worker: None, attempt: None, output: None, artifacts: vec![] };
    assert_eq!(refusal(tasks::complete(&op, early).await), (Kind::Conflict, "task_not_ready"));
}

async fn of_many_completions_one_that_is_refused_holds_up_no_other(app: &TestApp) {
    let op = app.owner();
    tasks::create_all(&op, (0..3).map(|n| titled(&format!("task {n}"))).collect()).await.unwrap();
    let work = claimed(&op, super::most(offer("ada"), 3)).await;
    tasks::release(&op, work[1].task.id, None, Some(1)).await.unwrap();
    let answers = tasks::complete_all(&op, work.iter().map(completion).collect()).await.unwrap();
    let codes: Vec<Option<&str>> = answers.iter().map(|answer| answer.as_ref().err().map(|refused| refused.code.as_str())).collect();
    assert_eq!(codes, [None, Some("stale_claim"), None]);
    assert_eq!(standing(&op, work[0].task.id).await.0, Status::Done);
    assert_eq!(standing(&op, work[1].task.id).await.0, Status::Queued);
}

/// The clock is set back by an hour: a live worker keeps its task, and a dead one's comes free after one lease, not after an hour.
async fn a_clock_set_back_keeps_no_task_from_being_worked_on(app: &TestApp) {
    let op = app.owner();
    tasks::create_all(&op, vec![titled("one"), titled("two")]).await.unwrap();
    let work = claimed(&op, super::most(offer("ada"), 2)).await;
    app.clock.set(app.app.now().plus(seconds(0)));
    let before = app.app.now();
    app.clock.set(dream_clock::Timestamp::from_micros(before.micros() - 3_600_000_000));
    let worker = dream_app::Op::of_worker(app.app.clone(), "tasks");
    tasks::settle_due(&worker, true).await.unwrap();
    app.clock.advance(seconds(30));
    tasks::heartbeat(&op, beat(&work[0])).await.unwrap();
    app.clock.advance(seconds(30));
    assert_eq!(settle(app).await.lapsed, 1);
    assert_eq!(standing(&op, work[0].task.id).await.0, Status::Running);
    assert_eq!(standing(&op, work[1].task.id).await.0, Status::Queued);
    created(&op, titled("three")).await;
    assert!(!claimed(&op, offer("bob")).await.is_empty(), "new tasks are claimed at once");
    app.clock.set(before.plus(seconds(60)));
}

dream_testkit::for_both_engines!(
    a_clock_set_back_keeps_no_task_from_being_worked_on,
    a_lost_lease_ends_the_attempt_and_fences_the_worker_off,
    a_worker_that_is_late_but_not_replaced_may_hand_in,
    another_persons_claim_is_not_ones_own,
    heartbeats_keep_the_lease_and_carry_progress,
    of_many_completions_one_that_is_refused_holds_up_no_other,
    somebody_who_names_no_attempt_takes_the_task_up,
    what_is_given_back_is_claimed_again_at_once,
);
