//! Events are forever: each one's JSON is checked in, and reads back.

use crate::support::{attempt, golden, id, plain, time};
use dream_id::TypedId;
use dream_ledger::{Actor, Aggregate, Digest, Envelope, EventData, Recorded, jcs};
use dream_swarm::{
    Claim, ClaimEvent, ClaimedTask, Failure, FailureReason, LimitOf, LimitsEvent, Priority, RetryPolicy, StageWork, Task, TaskCreated,
    TaskEvent, TaskLimits, TaskResult,
};

/// Holds the events of a noun, which make one stream in this order, against its golden file, and the file against the events.
pub(crate) fn check<A: Aggregate + std::fmt::Debug>(events: &[A::Event]) {
    check_by::<A>(&Actor::system("test"), events);
}

/// As [`check`], for events that `actor` caused.
pub(crate) fn check_by<A: Aggregate + std::fmt::Debug>(actor: &Actor, events: &[A::Event]) {
    let mut lines = String::new();
    let mut state: Option<A> = None;
    for (version, event) in (1..).zip(events) {
        let (kind, data) = Envelope::split(event).unwrap();
        let envelope = Envelope {
            id: id(200),
            org: id(1),
            stream: id::<A::Id>(2).to_string(),
            version,
            kind: format!("{}.{kind}", A::NOUN),
            schema: A::Event::SCHEMA,
            at: time(0),
            actor: actor.clone(),
            cause: None,
            trace: None,
            data,
        };
        let line = String::from_utf8(envelope.canonical().unwrap()).unwrap();
        let read: Envelope = serde_json::from_str(&line).unwrap();
        let recorded: Recorded<A::Event> = read.event().unwrap();
        assert_eq!(&recorded.event, event);
        let folded = match state.take() {
            None => A::create(id(2), &recorded).unwrap(),
            Some(mut state) => {
                state.apply(&recorded);
                state
            }
        };
        let json = jcs::to_vec(&folded).unwrap();
        assert_eq!(serde_json::from_slice::<A>(&json).unwrap(), folded, "a row reads back");
        assert!(json.len() < 8 * 1024, "a row stays small, and this one has {} bytes", json.len());
        state = Some(folded);
        lines.push_str(&line);
        lines.push('\n');
    }
    golden(&format!("tests/golden/{}.jsonl", A::NOUN), &lines);
    assert_eq!(A::Id::PREFIX.len(), 3);
}

#[test]
fn tasks() {
    let full = TaskCreated {
        body: Some(Digest::of(b"what is to be done")),
        project: Some(id(3)),
        work: Some(StageWork { run: id(4), stage: id(5), attempt: id(6) }),
        parent: Some(id(7)),
        depends_on: vec![id(8)],
        priority: Priority::High,
        role: Some("developer".to_owned()),
        capabilities: vec!["gpu".to_owned()],
        assignee: Some("ada".to_owned()),
        deadline: Some(time(3_600)),
        not_before: Some(time(60)),
        retry: RetryPolicy::default(),
        waits_for_children: true,
        ..plain()
    };
    let failure = |reason| Failure { reason, detail: Some(Digest::of(b"why")) };
    let result = TaskResult { output: Some(Digest::of(b"output")), artifacts: vec![id(10)] };
    check::<Task>(&[
        TaskEvent::Created(Box::new(full)),
        TaskEvent::Assigned { assignee: Some("bob".to_owned()) },
        TaskEvent::Assigned { assignee: None },
        TaskEvent::Reprioritised { priority: Priority::Critical },
        TaskEvent::DependenciesChanged { added: vec![id(11)], removed: vec![id(8)] },
        TaskEvent::Paused {},
        TaskEvent::Resumed {},
        TaskEvent::Released { attempt: attempt(1) },
        TaskEvent::Failed { attempt: Some(attempt(2)), failure: failure(FailureReason::Error), retry_at: Some(time(90)) },
        TaskEvent::Failed { attempt: Some(attempt(3)), failure: failure(FailureReason::LeaseExpired), retry_at: None },
        TaskEvent::DeadLettered { failures: 2 },
        TaskEvent::Retried { deadline: Some(time(7_200)) },
        TaskEvent::Failed { attempt: None, failure: failure(FailureReason::Deadline), retry_at: None },
        TaskEvent::Retried { deadline: None },
        TaskEvent::HandedIn { attempt: attempt(4), result: result.clone() },
        TaskEvent::Completed { attempt: None, result: None },
        TaskEvent::Completed { attempt: Some(attempt(5)), result: Some(result) },
        TaskEvent::Cancelled { attempt: Some(attempt(6)), reason: Some(Digest::of(b"no longer wanted")), tree: true },
    ]);
}

#[test]
fn claims() {
    let tasks = vec![ClaimedTask { task: id(3), attempt: 1 }, ClaimedTask { task: id(4), attempt: 7 }];
    check::<Claim>(&[ClaimEvent::Made { worker: "ada".to_owned(), tasks, lease_until: time(60) }]);
}

#[test]
fn limits() {
    let set = |of, most| LimitsEvent::Set { of, most };
    check::<TaskLimits>(&[
        set(LimitOf::Organisation {}, Some(10)),
        set(LimitOf::Role { role: "developer".to_owned() }, Some(2)),
        set(LimitOf::Project { project: id(3) }, Some(4)),
        set(LimitOf::Organisation {}, None),
    ]);
}
