//! Tasks that wait for others, and parents that wait for their children.

use super::{claimed, completion, created, fault, most, offer, refusal, standing, titled, titles};
use dream_app::{
    Kind, Op,
    tasks::{self, NewTask, TaskChange},
};
use dream_id::TaskId;
use dream_swarm::{Reason, Status};
use dream_testkit::TestApp;

async fn after(op: &Op, title: &str, on: &[TaskId]) -> TaskId {
    created(op, NewTask { depends_on: on.to_vec(), ..titled(title) }).await
}

async fn do_next(op: &Op) -> String {
    let work = claimed(op, offer("ada")).await.remove(0);
    tasks::complete(op, completion(&work)).await.unwrap();
    work.task.title
}

async fn a_task_waits_for_all_that_it_depends_on(app: &TestApp) {
    let op = app.owner();
    let (one, two) = (created(&op, titled("one")).await, created(&op, titled("two")).await);
    let last = after(&op, "last", &[one, two]).await;
    let (first, second) = (do_next(&op).await, {
        assert_eq!(standing(&op, last).await, (Status::Blocked, Some(Reason::Dependency)));
        do_next(&op).await
    });
    assert_ne!(first, second);
    assert_eq!(do_next(&op).await, "last");
    let tree = tasks::dependencies(&op, last).await.unwrap();
    assert_eq!(tree.depends_on.iter().map(|branch| branch.depth).collect::<Vec<_>>(), [0, 1, 1]);
    assert_eq!(tasks::dependencies(&op, one).await.unwrap().dependents[0].task.id(), last);
    let late = after(&op, "on what is done", &[one]).await;
    assert_eq!(standing(&op, late).await, (Status::Queued, None));
}

async fn what_depends_on_something_failed_or_cancelled_stays_blocked(app: &TestApp) {
    let op = app.owner();
    let (failing, unwanted) = (created(&op, titled("failing")).await, created(&op, titled("unwanted")).await);
    tasks::cancel(&op, unwanted, None, false).await.unwrap();
    let (one, two) = (after(&op, "one", &[failing]).await, after(&op, "two", &[unwanted]).await);
    let work = claimed(&op, most(offer("ada"), 9)).await.remove(0);
    tasks::fail(&op, fault(&work, false)).await.unwrap();
    assert_eq!(standing(&op, one).await, (Status::Blocked, Some(Reason::Dependency)));
    assert_eq!(standing(&op, two).await, (Status::Blocked, Some(Reason::Dependency)));
    tasks::retry(&op, failing).await.unwrap();
    assert_eq!((do_next(&op).await, do_next(&op).await), ("failing".to_owned(), "one".to_owned()));
    tasks::change(&op, two, TaskChange { undepend: vec![unwanted], ..TaskChange::default() }).await.unwrap();
    assert_eq!(do_next(&op).await, "two");
}

async fn a_cycle_is_refused_by_name_and_a_task_that_does_not_exist_too(app: &TestApp) {
    let op = app.owner();
    let one = created(&op, titled("one")).await;
    let two = after(&op, "two", &[one]).await;
    let three = after(&op, "three", &[two]).await;
    let depend = |task, on| tasks::change(&op, task, TaskChange { depend: vec![on], ..TaskChange::default() });
    let error = depend(one, three).await.unwrap_err();
    assert_eq!((error.kind, error.code), (Kind::Invalid, "dependency_cycle"));
    assert!(error.message.contains(&format!("{one} → {three} → {two} → {one}")), "{}", error.message);
    assert_eq!(refusal(depend(one, one).await), (Kind::Invalid, "dependency_cycle"));
    let nobody: TaskId = app.app.store.new_id();
    assert_eq!(refusal(depend(one, nobody).await), (Kind::NotFound, "not_found"));
    let new = NewTask { depends_on: vec![nobody], ..titled("lost") };
    assert_eq!(refusal(tasks::create(&op, new).await), (Kind::NotFound, "not_found"));
    depend(three, one).await.unwrap();
    assert_eq!(standing(&op, one).await, (Status::Queued, None), "a refusal changes nothing");
}

async fn a_child_cannot_wait_for_the_parent_that_waits_for_it(app: &TestApp) {
    let op = app.owner();
    let parent = created(&op, NewTask { waits_for_children: true, ..titled("parent") }).await;
    let later = after(&op, "later", &[parent]).await;
    let child = |on: TaskId| NewTask { parent: Some(parent), depends_on: vec![on], ..titled("child") };
    for on in [parent, later] {
        let error = tasks::create(&op, child(on)).await.unwrap_err();
        assert_eq!((error.kind, error.code), (Kind::Invalid, "dependency_cycle"));
        assert!(error.message.contains(&parent.to_string()), "{}", error.message);
    }
    let before = created(&op, titled("before")).await;
    let fine = tasks::create(&op, child(before)).await.unwrap().task.id();
    let depend = |task, on| tasks::change(&op, task, TaskChange { depend: vec![on], ..TaskChange::default() });
    for (task, on) in [(fine, later), (before, parent)] {
        assert_eq!(refusal(depend(task, on).await), (Kind::Invalid, "dependency_cycle"), "{task} on {on}");
    }
    // Who does not wait for its children may be waited for by them.
    let split = created(&op, titled("split")).await;
    tasks::create(&op, NewTask { parent: Some(split), depends_on: vec![split], ..titled("afterwards") }).await.unwrap();
}

async fn a_parent_that_waits_is_done_when_its_last_child_is(app: &TestApp) {
    let op = app.owner();
    let parent = created(&op, NewTask { waits_for_children: true, ..titled("parent") }).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    let child = |title: &str| created(&op, NewTask { parent: Some(parent), ..titled(title) });
    let (_, unwanted) = (child("one").await, child("two").await);
    let last = after(&op, "after the parent", &[parent]).await;
    let handed_in = tasks::complete(&op, completion(&work)).await.unwrap();
    assert_eq!((handed_in.standing().status, handed_in.standing().reason), (Status::Waiting, Some(Reason::Children)));
    assert_eq!(refusal(tasks::complete(&op, completion(&work)).await), (Kind::Conflict, "stale_claim"));
    tasks::cancel(&op, unwanted, None, false).await.unwrap();
    assert_eq!(standing(&op, parent).await.0, Status::Waiting);
    assert_eq!(do_next(&op).await, "one");
    assert_eq!(standing(&op, parent).await, (Status::Done, None));
    assert_eq!(standing(&op, last).await, (Status::Queued, None));
}

async fn a_parent_that_waits_for_nobody_is_done_at_once(app: &TestApp) {
    let op = app.owner();
    let parent = created(&op, titled("parent")).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    created(&op, NewTask { parent: Some(parent), ..titled("child") }).await;
    tasks::complete(&op, completion(&work)).await.unwrap();
    assert_eq!(standing(&op, parent).await, (Status::Done, None));
    assert_eq!(titles(&op, offer("ada")).await, ["child"]);
    let late = NewTask { parent: Some(parent), ..titled("late") };
    assert_eq!(refusal(tasks::create(&op, late).await), (Kind::Conflict, "task_done"));
}

async fn a_child_that_failed_keeps_its_parent_waiting_until_it_is_settled(app: &TestApp) {
    let op = app.owner();
    let parent = created(&op, NewTask { waits_for_children: true, ..titled("parent") }).await;
    let work = claimed(&op, offer("ada")).await.remove(0);
    let child = created(&op, NewTask { parent: Some(parent), ..titled("child") }).await;
    tasks::complete(&op, completion(&work)).await.unwrap();
    let failing = claimed(&op, offer("ada")).await.remove(0);
    tasks::fail(&op, fault(&failing, false)).await.unwrap();
    assert_eq!(standing(&op, parent).await, (Status::Waiting, Some(Reason::Children)));
    tasks::retry(&op, child).await.unwrap();
    assert_eq!(do_next(&op).await, "child");
    assert_eq!(standing(&op, parent).await, (Status::Done, None));
}

dream_testkit::for_both_engines!(
    a_child_that_failed_keeps_its_parent_waiting_until_it_is_settled,
    a_child_cannot_wait_for_the_parent_that_waits_for_it,
    a_cycle_is_refused_by_name_and_a_task_that_does_not_exist_too,
    a_parent_that_waits_for_nobody_is_done_at_once,
    a_parent_that_waits_is_done_when_its_last_child_is,
    a_task_waits_for_all_that_it_depends_on,
    what_depends_on_something_failed_or_cancelled_stays_blocked,
);
