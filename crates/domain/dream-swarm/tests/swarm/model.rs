//! The state machine of a task against a model that is simpler than it: any sequence of steps, allowed or not.

use crate::support::{attempt, by, id, plain, task};
use dream_ledger::{Aggregate as _, Recorded, Stream};
use dream_swarm::{Failure, FailureReason, Next, Phase, Priority, RetryPolicy, Task, TaskCreated, TaskEvent, TaskRefusal, TaskResult};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Assign(bool),
    Urgent(bool),
    Pause(bool),
    Release,
    Complete { children: u32 },
    ChildrenDone,
    Fail { retryable: bool },
    Miss,
    Retry,
    Cancel,
}

/// What the model knows of a task.
#[derive(Debug, PartialEq)]
struct Model {
    phase: Phase,
    paused: bool,
    failures: u32,
    ended_attempts: u32,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<bool>().prop_map(Step::Assign),
        any::<bool>().prop_map(Step::Urgent),
        any::<bool>().prop_map(Step::Pause),
        Just(Step::Release),
        (0..3_u32).prop_map(|children| Step::Complete { children }),
        Just(Step::ChildrenDone),
        any::<bool>().prop_map(|retryable| Step::Fail { retryable }),
        Just(Step::Miss),
        Just(Step::Retry),
        Just(Step::Cancel),
    ]
}

/// Takes the step on the task; the refusal's code.
fn take(task: &mut Stream<Task>, step: &Step, now: i64) -> Result<Option<Next>, TaskRefusal> {
    let (by, end) = (by(now), attempt(u32::try_from(now).unwrap()));
    let failure = Failure { reason: FailureReason::Error, detail: None };
    match step {
        Step::Assign(named) => Task::assign(task, &by, named.then(|| "ada".to_owned()))?,
        Step::Urgent(urgent) => Task::reprioritise(task, &by, if *urgent { Priority::Critical } else { Priority::Low })?,
        Step::Pause(paused) => Task::pause(task, &by, *paused)?,
        Step::Release => Task::release(task, &by, end)?,
        Step::Complete { children } => drop(Task::complete(task, &by, end, TaskResult::default(), *children)?),
        Step::ChildrenDone => Task::children_done(task, &by)?,
        Step::Fail { retryable } => return Task::fail(task, &by, end, failure, *retryable, 0).map(Some),
        Step::Miss => Task::miss_deadline(task, &by, None)?,
        Step::Retry => Task::retry(task, &by)?,
        Step::Cancel => drop(Task::cancel(task, &by, None, None, false)?),
    }
    Ok(None)
}

impl Model {
    /// Takes the step on the model; the code of the refusal it expects.
    fn take(&mut self, step: &Step, waits: bool, most: u32) -> Result<(), &'static str> {
        let over = match self.phase {
            Phase::Open => None,
            Phase::Done => Some("task_done"),
            Phase::Failed => Some("task_failed"),
            Phase::Cancelled => Some("task_cancelled"),
        };
        match (step, over) {
            (Step::Retry, Some("task_failed")) => (self.phase, self.failures) = (Phase::Open, 0),
            (Step::Retry, Some("task_cancelled")) => return Err("task_cancelled"),
            (Step::Retry, _) => return Err("task_not_failed"),
            (Step::Cancel, Some("task_done")) => return Err("task_done"),
            (Step::Cancel, _) => self.phase = Phase::Cancelled,
            (_, Some(code)) => return Err(code),
            (Step::Assign(_) | Step::Urgent(_), None) => {}
            (Step::Pause(paused), None) => self.paused = *paused,
            (Step::Release, None) => self.ended_attempts += 1,
            (Step::Complete { children }, None) => {
                self.ended_attempts += 1;
                if !(waits && *children > 0) {
                    self.phase = Phase::Done;
                }
            }
            (Step::ChildrenDone, None) => self.phase = Phase::Done,
            (Step::Fail { retryable }, None) => {
                self.ended_attempts += 1;
                self.failures += 1;
                if !(*retryable && self.failures < most) {
                    self.phase = Phase::Failed;
                }
            }
            (Step::Miss, None) => {
                self.failures += 1;
                self.phase = Phase::Failed;
            }
        }
        Ok(())
    }
}

/// The state folded anew from the events, through their JSON.
fn folded(events: &[Recorded<TaskEvent>]) -> Task {
    let through_json = |event: &Recorded<TaskEvent>| {
        let json = serde_json::to_string(&event.event).unwrap();
        Recorded { event: serde_json::from_str(&json).unwrap(), ..event.clone() }
    };
    let mut task = Task::create(id(2), &through_json(&events[0])).unwrap();
    events[1..].iter().for_each(|event| task.apply(&through_json(event)));
    task
}

proptest! {
    #[test]
    fn the_state_machine_is_the_models(waits in any::<bool>(), most in 1..4_u32, steps in prop::collection::vec(step(), 0..40)) {
        let retry = RetryPolicy { max_attempts: most, ..RetryPolicy::default() };
        let mut task = task(TaskCreated { waits_for_children: waits, retry, ..plain() });
        let mut model = Model { phase: Phase::Open, paused: false, failures: 0, ended_attempts: 0 };
        for (now, step) in (1..).zip(&steps) {
            let before = task.clone();
            let (found, expected) = (take(&mut task, step, now), model.take(step, waits, most));
            prop_assert_eq!(found.as_ref().map(drop).map_err(TaskRefusal::code), expected, "{:?}", step);
            if expected.is_err() {
                prop_assert_eq!(&task, &before, "a refusal changes nothing");
            }
            if let Ok(Some(Next::Retry(at))) = found {
                prop_assert!(at > by(now).at && task.not_before == Some(at));
            }
            prop_assert_eq!((task.phase, task.paused, task.failures), (model.phase, model.paused, model.failures));
            prop_assert_eq!(task.ended_at.is_some(), task.phase != Phase::Open);
            prop_assert_eq!(task.attempts.len(), usize::try_from(model.ended_attempts.min(10)).unwrap());
        }
        prop_assert_eq!(&folded(task.pending()), task.state());
    }
}
