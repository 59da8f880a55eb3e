//! Workers that ask at the same moment.

use super::{claimed, completion, most, offer, seconds, settle, titled};
use dream_app::{
    Op,
    tasks::{self, ClaimedWork},
};
use dream_id::TaskId;
use dream_swarm::{LimitOf, Status};
use dream_testkit::TestApp;
use std::collections::BTreeMap;

/// Lets `workers` claim at once, until none of them finds anything.
async fn drain(op: &Op, workers: usize, each: u32) -> Vec<ClaimedWork> {
    let mut running = tokio::task::JoinSet::new();
    for worker in 0..workers {
        let op = op.clone();
        running.spawn(async move {
            let mut got = Vec::new();
            loop {
                let claimed = claimed(&op, most(offer(&format!("worker {worker}")), each)).await;
                if claimed.is_empty() {
                    return got;
                }
                got.extend(claimed);
            }
        });
    }
    running.join_all().await.into_iter().flatten().collect()
}

async fn no_task_is_in_two_hands(app: &TestApp) {
    let op = app.owner();
    tasks::create_all(&op, (0..120).map(|n| titled(&format!("task {n}"))).collect()).await.unwrap();
    let work = drain(&op, 6, 7).await;
    let mut hands: BTreeMap<TaskId, usize> = BTreeMap::new();
    for work in &work {
        *hands.entry(work.task.id).or_default() += 1;
    }
    assert_eq!((hands.len(), work.len()), (120, 120), "each of them once");
}

/// Leases end while their workers are still at it: whoever is slower is refused, and each task is done exactly once.
async fn nothing_is_done_twice_when_leases_end(app: &TestApp) {
    let op = app.owner();
    tasks::create_all(&op, (0..20).map(|n| titled(&format!("task {n}"))).collect()).await.unwrap();
    let slow = drain(&op, 2, 5).await;
    app.clock.advance(seconds(60));
    assert_eq!(settle(app).await.lapsed, 20);
    app.clock.advance(seconds(60));
    let quick = drain(&op, 2, 5).await;
    let hand_in = |work: Vec<ClaimedWork>, op: Op| async move {
        let mut done = 0;
        for work in work {
            done += usize::from(tasks::complete(&op, completion(&work)).await.is_ok());
        }
        done
    };
    let (late, early) = tokio::join!(hand_in(slow, op.clone()), hand_in(quick, op.clone()));
    assert_eq!((late, early), (0, 20));
}

async fn a_limit_holds_against_claims_at_the_same_moment(app: &TestApp) {
    let op = app.owner();
    tasks::set_limit(&op, LimitOf::Organisation {}, Some(5)).await.unwrap();
    tasks::create_all(&op, (0..40).map(|n| titled(&format!("task {n}"))).collect()).await.unwrap();
    assert_eq!(drain(&op, 4, 2).await.len(), 5);
}

async fn a_cancel_and_a_completion_at_the_same_moment_agree(app: &TestApp) {
    let op = app.owner();
    for _ in 0..10 {
        let task = super::created(&op, titled("contested")).await;
        let work = claimed(&op, offer("ada")).await.remove(0);
        let (canceller, worker) = (op.clone(), op.clone());
        let cancelling = tokio::spawn(async move { tasks::cancel(&canceller, task, None, false).await.is_ok() });
        let completing = tokio::spawn(async move { tasks::complete(&worker, completion(&work)).await.is_ok() });
        let (cancelled, completed) = (cancelling.await.unwrap(), completing.await.unwrap());
        assert!(cancelled != completed, "one of the two, and not both");
        let expected = if completed { Status::Done } else { Status::Cancelled };
        assert_eq!(super::standing(&op, task).await.0, expected);
    }
}

dream_testkit::for_both_engines!(
    a_cancel_and_a_completion_at_the_same_moment_agree,
    a_limit_holds_against_claims_at_the_same_moment,
    no_task_is_in_two_hands,
    nothing_is_done_twice_when_leases_end,
);
