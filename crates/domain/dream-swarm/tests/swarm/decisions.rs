//! What creating, depending and limiting refuse.

use crate::support::{by, id, plain, task, time};
use dream_id::TaskId;
use dream_swarm::{LimitOf, Place, Reason, RetryPolicy, Standing, Status, Task, TaskCreated, TaskLimits, TaskRefusal};

#[test]
fn what_cannot_be_a_task_is_refused_with_its_code() {
    let check = |new: TaskCreated, expected: Option<&str>| {
        let found = Task::open(id(1), id(2), &by(0), new).err();
        assert_eq!(found.as_ref().map(TaskRefusal::code), expected);
    };
    let many = |count: u8| (0..count).map(id::<TaskId>).collect::<Vec<_>>();
    check(plain(), None);
    check(TaskCreated { title: " ".to_owned(), ..plain() }, Some("invalid_title"));
    check(TaskCreated { role: Some(String::new()), ..plain() }, Some("invalid_name"));
    check(TaskCreated { assignee: Some("a\nb".to_owned()), ..plain() }, Some("invalid_name"));
    check(TaskCreated { capabilities: vec![" gpu".to_owned()], ..plain() }, Some("invalid_name"));
    check(TaskCreated { capabilities: (0..17).map(|n| n.to_string()).collect(), ..plain() }, Some("too_many"));
    check(TaskCreated { depends_on: many(100), ..plain() }, None);
    check(TaskCreated { depends_on: many(101), ..plain() }, Some("too_many"));
    check(TaskCreated { retry: RetryPolicy { max_attempts: 0, ..RetryPolicy::default() }, ..plain() }, Some("invalid_retry"));
    check(TaskCreated { deadline: Some(time(0)), ..plain() }, Some("invalid_deadline"));
    check(TaskCreated { deadline: Some(time(60)), not_before: Some(time(60)), ..plain() }, Some("invalid_deadline"));
    check(TaskCreated { deadline: Some(time(61)), not_before: Some(time(60)), ..plain() }, None);
}

#[test]
fn dependencies_are_added_and_removed_once() {
    let mut task = task(TaskCreated { depends_on: vec![id(3)], ..plain() });
    let depend = |task: &mut _, add: &[TaskId], remove: &[TaskId]| Task::depend(task, &by(1), add, remove).unwrap();
    assert_eq!(depend(&mut task, &[id(3)], &[id(9)]), (vec![], vec![]), "as it was records nothing");
    assert_eq!(task.pending().len(), 1);
    assert_eq!(depend(&mut task, &[id(4), id(4)], &[id(3)]), (vec![id(4)], vec![id(3)]));
    assert_eq!(task.depends_on, vec![id(4)]);
}

#[test]
fn every_place_has_its_status_and_reason() {
    let open = task(plain());
    let check = |place, status, reason| assert_eq!(Standing::of(&open, place), Standing { status, reason });
    check(Some(Place::Ready), Status::Queued, None);
    check(Some(Place::Delayed), Status::Queued, Some(Reason::Scheduled));
    check(Some(Place::Blocked), Status::Blocked, Some(Reason::Dependency));
    check(Some(Place::Paused), Status::Blocked, Some(Reason::Paused));
    check(Some(Place::Running), Status::Running, None);
    check(Some(Place::Waiting), Status::Waiting, Some(Reason::Children));
    let mut late = open.clone();
    Task::miss_deadline(&mut late, &by(9), None).unwrap();
    assert_eq!(Standing::of(&late, None), Standing { status: Status::Failed, reason: Some(Reason::Deadline) });
}

#[test]
fn limits_are_set_lifted_and_bounded() {
    let mut limits = TaskLimits::first(id(1), id(2), &by(0), LimitOf::Organisation {}, Some(3)).unwrap();
    let role = |n: usize| LimitOf::Role { role: format!("role {n}") };
    TaskLimits::set(&mut limits, &by(1), LimitOf::Organisation {}, Some(3)).unwrap();
    assert_eq!(limits.pending().len(), 1, "as it was records nothing");
    (0..64).for_each(|n| TaskLimits::set(&mut limits, &by(1), role(n), Some(1)).unwrap());
    assert_eq!(TaskLimits::set(&mut limits, &by(1), role(64), Some(1)).unwrap_err().code(), "too_many");
    TaskLimits::set(&mut limits, &by(1), role(0), None).unwrap();
    TaskLimits::set(&mut limits, &by(1), role(64), Some(1)).unwrap();
    assert_eq!((limits.organisation, limits.roles.len()), (Some(3), 64));
}
