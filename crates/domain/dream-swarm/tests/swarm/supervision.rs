//! Supervision: each way through as a table, and what holds whatever happens.

use crate::support::time;
use dream_swarm::supervision::{
    FIRMLY_AGAIN, GRACE, GRACE_HELD, GREETING, GiveBack, Heard, LINGER, NudgeKind, Slot, SlotPolicy, Step, Wanted, Work,
};
use dream_swarm::{CrashLoop, Desired, EscalationKind, Observed, RestartPolicy, RestartWhen, Tried};
use std::time::Duration;

const IDLE: Duration = Duration::from_secs(100);

fn policy() -> SlotPolicy {
    let crash_loop = CrashLoop { crashes: 3, within_s: 1_000 };
    SlotPolicy {
        restart: RestartPolicy { when: RestartWhen::OnFailure, wait_min_ms: 1_000, wait_max_ms: 8_000, crash_loop },
        idle_timeout: IDLE,
    }
}

fn wanted(desired: Desired, work: Work) -> Wanted {
    Wanted { desired, held: false, draining: false, given_up: false, restarts_asked: 0, nudges_asked: 0, edition: 1, work }
}

/// A place and the time, which both go on together.
struct Story {
    slot: Slot,
    wanted: Wanted,
    now: i64,
}

impl Story {
    fn of(wanted: Wanted) -> Self {
        Self { slot: Slot::new(policy(), &wanted), wanted, now: 0 }
    }

    /// A process that has greeted and has work.
    fn at_work() -> Self {
        let mut story = Self::of(wanted(Desired::OnDemand, Work::Mine));
        assert_eq!(story.next(), [Step::Start { resume: false }]);
        story.hear(Heard::Started);
        assert_eq!(story.next(), []);
        story
    }

    fn next(&mut self) -> Vec<Step> {
        self.slot.next(&self.wanted, time(self.now))
    }

    fn hear(&mut self, heard: Heard) {
        self.slot.hear(heard, time(self.now), u32::MAX);
    }

    fn after(&mut self, span: Duration) -> Vec<Step> {
        self.now += i64::try_from(span.as_secs()).unwrap();
        self.next()
    }

    fn observed(&self) -> Observed {
        self.slot.observed(time(self.now))
    }
}

const STOP: Step = Step::Stop { grace: GRACE };

#[test]
fn a_process_runs_while_there_is_work_and_a_little_longer() {
    let mut story = Story::of(wanted(Desired::OnDemand, Work::None));
    assert_eq!((story.next(), story.observed()), (vec![], Observed::Stopped));
    story.wanted.work = Work::Mine;
    assert_eq!((story.next(), story.observed()), (vec![Step::Start { resume: false }], Observed::Starting));
    assert_eq!(story.next(), [], "one process is enough");
    story.hear(Heard::Started);
    assert_eq!((story.next(), story.observed()), (vec![], Observed::Working));
    story.wanted.work = Work::None;
    story.hear(Heard::WorkOver);
    assert_eq!((story.next(), story.observed()), (vec![], Observed::Ready));
    assert_eq!(story.slot.look_again(), Some(time(story.now).plus(LINGER)));
    assert_eq!(story.after(LINGER), [STOP]);
    story.hear(Heard::Ended { clean: true });
    assert_eq!((story.next(), story.observed()), (vec![], Observed::Stopped));
    story.wanted.desired = Desired::Running;
    assert_eq!(story.next(), [Step::Start { resume: false }]);
    story.hear(Heard::Started);
    assert_eq!(story.after(LINGER * 10), [], "what is wanted running stays without work");
}

/// Trap 24: an agent that is stuck is nudged, restarted, told of, and never taken for one that has done its work.
#[test]
fn trap_24_the_ladder_ends_in_an_escalation_and_work_that_is_not_done() {
    let mut story = Story::at_work();
    assert_eq!(story.after(IDLE.saturating_sub(Duration::from_secs(1))), []);
    assert_eq!(story.after(Duration::from_secs(1)), [Step::Nudge(NudgeKind::GoOn)]);
    assert_eq!(story.observed(), Observed::Idle);
    story.hear(Heard::Beat);
    assert_eq!(story.after(IDLE), [STOP], "to speak is not to get on");
    story.hear(Heard::Ended { clean: true });
    assert_eq!(story.next(), [Step::Start { resume: true }], "it is told again what it was at");
    story.hear(Heard::Started);
    assert_eq!(
        story.after(IDLE),
        [
            Step::Escalate { about: EscalationKind::Stuck, tried: vec![Tried::Nudged, Tried::Restarted] },
            Step::GiveBack(GiveBack::Failed),
            STOP,
        ]
    );
    story.hear(Heard::Ended { clean: true });
    assert_eq!(story.next(), [], "what was given back is not taken up again");
    story.wanted.work = Work::None;
    assert_eq!(story.next(), []);
    story.wanted.work = Work::Mine;
    assert_eq!(story.next(), [Step::Start { resume: false }], "other work begins anew");
}

/// Trap 25: a task that is cancelled again and again is no fault of the agent's.
#[test]
fn work_that_is_taken_away_ends_the_process_and_counts_as_no_crash() {
    let mut story = Story::at_work();
    for _ in 0..5 {
        story.wanted.work = Work::None;
        story.hear(Heard::TakenAway);
        assert_eq!(story.next(), [STOP], "it may still be at it");
        story.hear(Heard::Ended { clean: false });
        assert_eq!((story.next(), story.observed()), (vec![], Observed::Stopped));
        story.wanted.work = Work::Mine;
        assert_eq!(story.next(), [Step::Start { resume: false }]);
        story.hear(Heard::Started);
    }
}

#[test]
fn progress_and_waiting_for_people_hold_the_ladder_up() {
    let mut story = Story::at_work();
    for _ in 0..5 {
        story.now += 90;
        story.hear(Heard::Progress);
        assert_eq!((story.next(), story.observed()), (vec![], Observed::Working));
    }
    story.wanted.work = Work::Waiting;
    assert_eq!((story.after(IDLE * 10), story.observed()), (vec![], Observed::Working));
    story.wanted.work = Work::Mine;
    assert_eq!(story.after(IDLE.saturating_sub(Duration::from_secs(1))), []);
    assert_eq!(story.after(Duration::from_secs(1)), [Step::Nudge(NudgeKind::GoOn)]);
}

#[test]
fn one_that_does_not_answer_is_not_talked_to() {
    let mut story = Story::at_work();
    story.hear(Heard::Silent);
    assert_eq!(story.observed(), Observed::Unresponsive);
    assert_eq!(story.next(), [STOP]);
    assert_eq!(story.after(GRACE + FIRMLY_AGAIN), [Step::Kill], "it hangs on stop");
    assert_eq!(story.after(FIRMLY_AGAIN), [Step::Kill]);
    story.hear(Heard::Ended { clean: false });
    assert_eq!(story.next(), [Step::Start { resume: true }]);
    story.hear(Heard::Started);
    story.hear(Heard::Silent);
    assert_eq!(story.next()[0], Step::Escalate { about: EscalationKind::Stuck, tried: vec![Tried::Restarted] });
}

#[test]
fn crashes_wait_longer_each_time_and_end_in_a_loop_that_people_break() {
    let mut story = Story::at_work();
    story.hear(Heard::Ended { clean: true });
    assert_eq!((story.next(), story.observed()), (vec![Step::Crashed], Observed::BackingOff), "with work left no end is a good one");
    assert_eq!(story.after(Duration::from_secs(1)), [Step::Start { resume: true }]);
    story.hear(Heard::NotStarted { lasting: false });
    assert_eq!(story.next(), [Step::Crashed]);
    assert_eq!(story.after(Duration::from_secs(1)), [], "the second wait is twice as long");
    assert_eq!(story.after(Duration::from_secs(1)), [Step::Start { resume: true }]);
    story.hear(Heard::Ended { clean: false });
    let given_up = [
        Step::Crashed,
        Step::Escalate { about: EscalationKind::CrashLoop, tried: vec![] },
        Step::GiveBack(GiveBack::Failed),
        Step::GiveUp { code: "crash_loop" },
    ];
    assert_eq!((story.next(), story.observed()), (given_up.to_vec(), Observed::Crashed));
    story.wanted.given_up = true;
    story.wanted.work = Work::None;
    assert_eq!(story.after(Duration::from_secs(9_999)), []);
    story.wanted.given_up = false;
    story.wanted.work = Work::Mine;
    assert_eq!(story.next(), [Step::Start { resume: false }], "a person said so");
    story.hear(Heard::Ended { clean: false });
    assert_eq!(story.next(), [Step::Crashed], "what was before counts no longer");
}

#[test]
fn what_was_given_up_is_said_again_until_it_is_recorded() {
    let mut story = Story::at_work();
    story.hear(Heard::Ended { clean: false });
    drop(story.next());
    drop(story.after(Duration::from_secs(1)));
    story.hear(Heard::NotStarted { lasting: true });
    assert!(story.next().contains(&Step::GiveUp { code: "not_started" }));
    story.wanted.work = Work::None;
    assert_eq!(story.after(Duration::from_secs(9)), []);
    assert_eq!(story.after(Duration::from_secs(1)), [Step::GiveUp { code: "not_started" }]);
}

#[test]
fn what_cannot_be_started_is_not_tried_again_and_what_never_restarts_stays_down() {
    let mut story = Story::of(wanted(Desired::OnDemand, Work::Mine));
    drop(story.next());
    story.hear(Heard::NotStarted { lasting: true });
    assert_eq!(
        story.next(),
        [
            Step::Escalate { about: EscalationKind::NotStarted, tried: vec![] },
            Step::GiveBack(GiveBack::Failed),
            Step::GiveUp { code: "not_started" },
        ]
    );
    let mut story = Story::at_work();
    let never = RestartPolicy { when: RestartWhen::Never, ..policy().restart };
    story.slot.set_policy(SlotPolicy { restart: never, ..policy() });
    story.hear(Heard::Ended { clean: false });
    assert!(story.next().contains(&Step::GiveUp { code: "restart_never" }));
}

#[test]
fn a_clean_end_without_work_is_restarted_only_where_the_manifest_says_always() {
    for (when, restarted) in [(RestartWhen::Always, true), (RestartWhen::OnFailure, false), (RestartWhen::Never, false)] {
        let mut story = Story::of(wanted(Desired::Running, Work::None));
        story.slot.set_policy(SlotPolicy { restart: RestartPolicy { when, ..policy().restart }, ..policy() });
        drop(story.next());
        story.hear(Heard::Started);
        story.hear(Heard::Ended { clean: true });
        assert_eq!(story.next().contains(&Step::Start { resume: false }), restarted, "{when}");
        story.wanted.restarts_asked += 1;
        let expected = if restarted { vec![] } else { vec![Step::Start { resume: false }] };
        assert_eq!(story.next(), expected, "{when}: a person asked");
    }
}

#[test]
fn a_hold_stops_at_once_and_keeps_everything_down() {
    let mut story = Story::at_work();
    story.wanted.held = true;
    assert_eq!(story.next(), [Step::Stop { grace: GRACE_HELD }, Step::GiveBack(GiveBack::Released)]);
    assert_eq!(story.after(Duration::from_secs(2)), [Step::Kill]);
    story.hear(Heard::Ended { clean: false });
    assert_eq!((story.next(), story.observed()), (vec![], Observed::Stopped), "an end that was asked for is no crash");
    assert_eq!(story.after(Duration::from_secs(9_999)), []);
    // One that is ending in its own time is hurried.
    let mut story = Story::at_work();
    story.wanted.restarts_asked = 1;
    assert_eq!(story.next(), [STOP]);
    story.wanted.held = true;
    drop(story.next());
    assert_eq!(story.after(Duration::from_secs(1)), [Step::Kill]);
}

#[test]
fn people_restart_and_nudge() {
    let mut story = Story::at_work();
    story.wanted.nudges_asked = 1;
    assert_eq!(story.next(), [Step::Nudge(NudgeKind::Asked)]);
    assert_eq!(story.next(), []);
    story.wanted.restarts_asked = 1;
    assert_eq!(story.next(), [STOP]);
    story.hear(Heard::Ended { clean: false });
    assert_eq!(story.next(), [Step::Start { resume: true }]);
    assert_eq!(story.slot.restarts(), 1);
    // Another manifest waits until the work is over.
    story.hear(Heard::Started);
    story.wanted.edition = 2;
    assert_eq!(story.next(), []);
    story.wanted.work = Work::None;
    assert_eq!(story.next(), [STOP]);
}

#[test]
fn one_that_never_greets_is_ended_and_counts_as_a_crash() {
    let mut story = Story::of(wanted(Desired::Running, Work::None));
    drop(story.next());
    assert_eq!(story.after(GREETING), [Step::Kill]);
    story.hear(Heard::NotStarted { lasting: false });
    assert_eq!((story.next(), story.observed()), (vec![Step::Crashed], Observed::BackingOff));
}

mod always {
    use super::{IDLE, policy, wanted};
    use crate::support::time;
    use dream_swarm::supervision::{Heard, Slot, Step, Wanted, Work};
    use dream_swarm::{Desired, Tried};
    use proptest::prelude::*;
    use std::time::Duration;

    #[derive(Debug, Clone)]
    enum Act {
        Pass(u64),
        Want(Desired),
        Hold(bool),
        Drain(bool),
        Ask(u8),
        Work(Work),
        Hear(Heard),
        /// What the steps asked for happens: the process greets, or ends.
        Obey,
    }

    fn act() -> impl Strategy<Value = Act> {
        let heard = prop::sample::select(vec![
            Heard::Started,
            Heard::NotStarted { lasting: false },
            Heard::NotStarted { lasting: true },
            Heard::Beat,
            Heard::Progress,
            Heard::Silent,
            Heard::Ended { clean: true },
            Heard::Ended { clean: false },
            Heard::WorkOver,
        ]);
        prop_oneof![
            4 => (1_u64..400).prop_map(Act::Pass),
            1 => prop::sample::select(Desired::ALL).prop_map(Act::Want),
            1 => any::<bool>().prop_map(Act::Hold),
            1 => any::<bool>().prop_map(Act::Drain),
            1 => (0_u8..3).prop_map(Act::Ask),
            3 => prop::sample::select(vec![Work::None, Work::Mine, Work::Waiting]).prop_map(Act::Work),
            4 => heard.prop_map(Act::Hear),
            5 => Just(Act::Obey),
        ]
    }

    /// Counts what the steps come to, as the one who carries them out.
    #[derive(Default)]
    struct World {
        alive: bool,
        stopping: bool,
        tried: Vec<Tried>,
        given_back: bool,
    }

    impl World {
        fn carry_out(&mut self, steps: &[Step], wanted: &Wanted) -> Result<(), TestCaseError> {
            for step in steps {
                match step {
                    Step::Start { .. } => {
                        prop_assert!(!self.alive, "two processes in one place");
                        prop_assert!(!wanted.is_down() && !wanted.given_up, "started under a hold: {wanted:?}");
                        prop_assert!(!self.given_back, "work that was given back was begun again");
                        (self.alive, self.stopping) = (true, false);
                    }
                    Step::Stop { .. } | Step::Kill => {
                        prop_assert!(self.alive, "something was stopped that is not there");
                        self.stopping = true;
                    }
                    Step::Nudge(_) => prop_assert!(self.alive && !self.stopping, "nobody is there to hear it"),
                    Step::Escalate { tried, .. } => {
                        prop_assert!(tried.len() <= 2 && tried.windows(2).all(|pair| pair == [Tried::Nudged, Tried::Restarted]));
                        self.tried.clone_from(tried);
                    }
                    Step::GiveBack(_) => {
                        prop_assert!(!self.given_back, "given back twice");
                        self.given_back = true;
                    }
                    Step::GiveUp { .. } | Step::Crashed => {}
                }
            }
            Ok(())
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_happens(acts in prop::collection::vec(act(), 1..120), jitter in any::<u32>()) {
            let mut wanted = wanted(Desired::OnDemand, Work::None);
            let (mut slot, mut world, mut now) = (Slot::new(policy(), &wanted), World::default(), 0_i64);
            for act in acts {
                match act {
                    Act::Pass(seconds) => now += i64::try_from(seconds).unwrap(),
                    Act::Want(desired) => (wanted.desired, wanted.given_up) = (desired, false),
                    Act::Hold(held) => wanted.held = held,
                    Act::Drain(draining) => wanted.draining = draining,
                    Act::Ask(0) => wanted.restarts_asked += 1,
                    Act::Ask(1) => wanted.nudges_asked += 1,
                    Act::Ask(_) => wanted.edition += 1,
                    Act::Work(work) => wanted.work = work,
                    // What is heard of a process is heard while there is one.
                    Act::Hear(heard @ (Heard::Ended { .. } | Heard::NotStarted { .. })) if world.alive => {
                        world.alive = false;
                        slot.hear(heard, time(now), jitter);
                    }
                    Act::Hear(Heard::Ended { .. } | Heard::NotStarted { .. }) => {}
                    Act::Hear(heard) => {
                        if heard == Heard::WorkOver {
                            wanted.work = Work::None;
                        }
                        slot.hear(heard, time(now), jitter);
                    }
                    Act::Obey if world.alive && world.stopping => {
                        world.alive = false;
                        slot.hear(Heard::Ended { clean: true }, time(now), jitter);
                    }
                    Act::Obey => if world.alive { slot.hear(Heard::Started, time(now), jitter) },
                }
                if wanted.work == Work::None {
                    world.given_back = false;
                }
                let steps = slot.next(&wanted, time(now));
                world.carry_out(&steps, &wanted)?;
                wanted.given_up |= steps.iter().any(|step| matches!(step, Step::GiveUp { .. }));
                prop_assert_eq!(slot.has_process(), world.alive, "the place knows whether there is a process");
                if wanted.is_down() && world.alive {
                    prop_assert!(world.stopping, "left running though nothing may run");
                }
                prop_assert!(slot.next(&wanted, time(now)).is_empty(), "the same moment asks for nothing twice");
            }
        }

        /// Work that never gets on is given back after at most three timeouts, and started at most twice for it.
        #[test]
        fn stuck_work_is_bounded(pass in prop::collection::vec(1_u64..60, 40..80)) {
            let wanted = wanted(Desired::OnDemand, Work::Mine);
            let (mut slot, mut now, mut starts, mut back_at) = (Slot::new(policy(), &wanted), 0_i64, 0, None);
            for seconds in pass {
                for step in slot.next(&wanted, time(now)) {
                    match step {
                        Step::Start { .. } => {
                            starts += 1;
                            slot.hear(Heard::Started, time(now), 0);
                        }
                        Step::Stop { .. } => slot.hear(Heard::Ended { clean: true }, time(now), 0),
                        Step::GiveBack(_) => back_at = Some(now),
                        _ => {}
                    }
                }
                now += i64::try_from(seconds).unwrap();
            }
            // Each of three rungs is seen up to a look late, and so is the end of the process that is replaced.
            let late = 5 * Duration::from_mins(1).as_secs() + 3 * IDLE.as_secs();
            prop_assert!(starts <= 2);
            if now > i64::try_from(late).unwrap() + 120 {
                prop_assert!(back_at.is_some_and(|at| at <= i64::try_from(late).unwrap()), "{back_at:?} of {now}");
            }
        }
    }
}
