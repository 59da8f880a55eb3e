//! Cancelling down a tree.

use super::{beat, claimed, created, offer, settle, standing, titled};
use dream_app::{
    Op,
    tasks::{self, NewTask, TaskFilter},
};
use dream_id::{Limit, TaskId};
use dream_swarm::Status;
use dream_testkit::TestApp;

fn below(parent: TaskId, title: &str) -> NewTask {
    NewTask { parent: Some(parent), ..titled(title) }
}

async fn open_below(op: &Op, parent: TaskId, status: Status) -> usize {
    let filter = TaskFilter { parent: Some(parent), status: Some(status), ..TaskFilter::default() };
    let (mut count, mut cursor) = (0, None);
    loop {
        let page = tasks::list(op, &filter, cursor, Limit::new(1_000)).await.unwrap();
        count += page.items.len();
        match page.next {
            Some(next) => cursor = Some(next),
            None => return count,
        }
    }
}

async fn everything_below_is_cancelled_done_or_not(app: &TestApp) {
    let op = app.owner();
    let root = created(&op, titled("root")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    let (done, open) = (created(&op, below(root, "done")).await, created(&op, below(root, "open")).await);
    let deep = created(&op, below(done, "deep")).await;
    let by_hand = tasks::Completion { task: done, worker: None, attempt: None, output: None, artifacts: vec![] };
    tasks::complete(&op, by_hand).await.unwrap();
    let other = created(&op, titled("another")).await;
    tasks::cancel(&op, root, Some("stop all of it".to_owned()), true).await.unwrap();
    for task in [root, open, deep] {
        assert_eq!(standing(&op, task).await.0, Status::Cancelled);
    }
    assert_eq!(standing(&op, done).await.0, Status::Done);
    assert_eq!(standing(&op, other).await.0, Status::Queued);
    assert!(tasks::heartbeat(&op, beat(&work)).await.unwrap().cancel);
}

/// What a crash leaves of a cancelled tree: the root is cancelled, the rest noted. The worker goes on.
async fn a_tree_that_was_left_half_cancelled_is_cancelled_to_the_end(app: &TestApp) {
    let op = app.owner();
    let root = created(&op, titled("root")).await;
    let child = created(&op, below(root, "child")).await;
    created(&op, below(child, "grandchild")).await;
    let mut tx = app.app.store.begin().await.unwrap();
    tasks::cancel_in(&Op::of_worker(app.app.clone(), "scheduler"), &mut tx, root, None, true).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open_below(&op, root, Status::Queued).await, 1);
    assert!(settle(app).await.steps > 0);
    assert_eq!((open_below(&op, root, Status::Cancelled).await, open_below(&op, child, Status::Cancelled).await), (1, 1));
    assert!(!settle(app).await.any());
}

/// Ten thousand children: created, listed in pages, cancelled in steps that each keep the turn at the writer short. A tenth of them where
/// every statement is a journey.
async fn ten_thousand_children_are_cancelled(app: &TestApp) {
    let op = app.owner();
    let children = if app.app.store.db().positions() == dream_sql::Positions::Inline { 10_000 } else { 1_000 };
    let root = created(&op, titled("root")).await;
    for _ in 0..children / 20 {
        tasks::create_all(&op, (0..20).map(|n| below(root, &format!("child {n}"))).collect()).await.unwrap();
    }
    assert_eq!(open_below(&op, root, Status::Queued).await, children);
    let began = std::time::Instant::now();
    tasks::cancel(&op, root, None, true).await.unwrap();
    assert!(began.elapsed() < std::time::Duration::from_secs(10), "the caller waited {:?}", began.elapsed());
    while settle(app).await.any() {}
    assert_eq!(open_below(&op, root, Status::Cancelled).await, children);
    assert!(claimed(&op, offer("ada")).await.is_empty());
}

dream_testkit::for_both_engines!(
    a_tree_that_was_left_half_cancelled_is_cancelled_to_the_end,
    everything_below_is_cancelled_done_or_not,
    ten_thousand_children_are_cancelled,
);
