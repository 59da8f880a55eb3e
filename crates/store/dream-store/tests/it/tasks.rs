//! The queue of tasks: what is kept reads back, and statements take any number of tasks.

use crate::fixture::Fixture;
use dream_id::{ClaimId, TaskId};
use dream_ledger::Stream;
use dream_sql::testing::TestDb;
use dream_store::tasks::{self, Progress, QueueEntry};
use dream_swarm::{Hold, Place, Priority, RetryPolicy, Task, TaskCreated};
use std::time::Duration;

fn created(title: &str) -> TaskCreated {
    TaskCreated {
        title: title.to_owned(),
        body: None,
        project: None,
        work: None,
        parent: None,
        depends_on: Vec::new(),
        priority: Priority::High,
        role: Some("qa".to_owned()),
        capabilities: vec!["gpu".to_owned()],
        assignee: None,
        deadline: None,
        not_before: None,
        retry: RetryPolicy::default(),
        waits_for_children: false,
    }
}

async fn a_place_in_the_queue_reads_back(db: TestDb) {
    let fixture = Fixture::on(db).await;
    let (by, now) = (fixture.by(), fixture.store.now());
    let mut task: Stream<Task> = Task::open(fixture.org, fixture.store.new_id(), &by, created("t")).unwrap();
    let mut entry = QueueEntry::new(fixture.org, &task, now, 2);
    assert_eq!(entry.place, Place::Blocked);
    let mut tx = fixture.store.begin().await.unwrap();
    tx.save(&mut task).await.unwrap();
    tx.enqueue_task(&entry).await.unwrap();
    assert_eq!(tx.lock_queue_entry(fixture.scope(), task.id()).await.unwrap().as_ref(), Some(&entry));
    let claim: ClaimId = fixture.store.new_id();
    let (holder, worker) = ("person/1".to_owned(), "ada".to_owned());
    entry.place = Place::Running;
    entry.attempt = 3;
    entry.has_dependents = true;
    entry.deadline = Some(now.plus(Duration::from_secs(9)));
    entry.lease = Some(Duration::from_mins(1));
    entry.heartbeat_at = Some(now);
    entry.hold = Some(Hold { attempt: 3, holder, worker, claim, started_at: now, lease_until: now.plus(Duration::from_mins(1)) });
    entry.progress = Progress { percent: Some(40), words: Some("half".to_owned()) };
    tx.requeue_task(&entry).await.unwrap();
    tx.commit().await.unwrap();
    let mut reader = fixture.store.read().await.unwrap();
    assert_eq!(tasks::queue_entry(&mut reader, fixture.scope(), task.id()).await.unwrap(), Some(entry));
}

/// Trap 37: more ids than a statement has parameters for.
async fn forty_thousand_ids_are_one_parameter(db: TestDb) {
    let fixture = Fixture::patient(db).await;
    let mut task: Stream<Task> = Task::open(fixture.org, fixture.store.new_id(), &fixture.by(), created("t")).unwrap();
    let mut tx = fixture.store.begin().await.unwrap();
    tx.save(&mut task).await.unwrap();
    tx.commit().await.unwrap();
    let mut ids: Vec<TaskId> = (0..40_000).map(|_| fixture.store.new_id()).collect();
    ids.push(task.id());
    let found = tasks::tasks(&mut fixture.store.read().await.unwrap(), fixture.scope(), &ids).await.unwrap();
    assert_eq!(found.iter().map(Stream::id).collect::<Vec<_>>(), [task.id()]);
}

dream_sql::on_both_engines!(a_place_in_the_queue_reads_back, forty_thousand_ids_are_one_parameter);
