//! Random commands by random people, against the model and against what must hold whatever happens.

use crate::kit::*;
use crate::model::{Command, Model, NAMES, Phase as Expected, Say};
use dream_govern::*;
use dream_ledger::{Actor, Digest};
use proptest::{prelude::*, strategy::ValueTree};
use std::collections::BTreeMap;

/// What the generator asks for: a command, or whatever would bring the run forward.
#[derive(Debug, Clone)]
enum Wish {
    Forward(usize),
    Do(Command),
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let stage = || 0_usize..4;
    let who = || prop::sample::select(vec![ANN, BOB, CAT, DAN, BOT, EVE]);
    let say = prop::sample::select(vec![Say::Approve, Say::Approve, Say::Changes, Say::Fresh, Say::Reject]);
    let vote = (who(), stage(), say, prop::bool::weighted(0.9), prop::bool::weighted(0.2))
        .prop_map(|(who, stage, say, fresh, for_bob)| Command::Vote { who, stage, say, fresh, for_bob });
    let command = prop_oneof![
        3 => stage().prop_map(Command::Start),
        3 => (stage(), any::<bool>()).prop_map(|(n, passed)| Command::HandIn(n, passed)),
        3 => (stage(), prop::bool::weighted(0.8)).prop_map(|(n, retryable)| Command::Fail(n, retryable)),
        8 => vote,
        3 => stage().prop_map(Command::Expire),
        2 => stage().prop_map(Command::AskAgain),
        2 => prop::sample::select(vec![3_600, 8 * 86_400]).prop_map(Command::PassTime),
        3 => (who(), stage()).prop_map(|(who, n)| Command::Put(who, n)),
        2 => stage().prop_map(Command::Rollback),
        2 => stage().prop_map(Command::Rerun),
        1 => Just(Command::Pause),
        2 => Just(Command::Resume),
        1 => prop::bool::weighted(0.2).prop_map(|cancel| if cancel { Command::Cancel } else { Command::Restore }),
        1 => stage().prop_map(Command::Block),
        2 => stage().prop_map(Command::Unblock),
        2 => (prop::option::of(stage()), prop::option::of(stage())).prop_map(|(scope, review)| Command::Constrain { scope, review }),
        3 => (stage(), 0_u64..700).prop_map(|(n, micros)| Command::Reserve(n, micros)),
        2 => (stage(), 0_u64..300).prop_map(|(n, micros)| Command::Settle(n, micros)),
        1 => (500_u64..5_000).prop_map(Command::Raise),
        2 => (who(), stage()).prop_map(|(who, n)| Command::BreakGlass(who, n)),
        2 => (who(), stage(), any::<bool>()).prop_map(|(who, n, confirmed)| Command::SecondLook(who, n, confirmed)),
        1 => prop::sample::select(vec![BOB, CAT]).prop_map(Command::Demote),
        1 => Just(Command::Restore),
    ];
    let wish =
        prop_oneof![3 => any::<prop::sample::Index>().prop_map(|index| Wish::Forward(index.index(1_000))), 2 => command.prop_map(Wish::Do)];
    prop::collection::vec(wish, 1..80)
}

struct Run {
    world: World,
    model: Model,
    /// What people approved or checks passed, and nothing has changed since: by artifact.
    usable: BTreeMap<String, Digest>,
    /// How often each end was reached, so that the commands are known to go deep.
    finished: usize,
}

impl Run {
    fn new() -> Self {
        Self { world: World::diamond(), model: Model::new(), usable: BTreeMap::new(), finished: 0 }
    }

    fn step(&mut self, wish: &Wish) {
        let command = match wish {
            Wish::Do(command) => command.clone(),
            Wish::Forward(n) => match self.model.useful().as_slice() {
                [] => Command::Rerun(n % 4),
                useful => useful[n % useful.len()].clone(),
            },
        };
        let was_finished = self.model.finished() && !self.model.cancelled;
        let before = self.world.set.clone();
        let mut model = self.model.clone();
        let expected = model.apply(&command);
        let done = self.act(&command);
        assert_eq!(done.is_ok(), expected, "{command:?} gave {done:?}\nin {:#?}", self.model);
        if expected {
            self.model = model;
        }
        self.compare(&command);
        self.note_usable();
        if was_finished && !matches!(command, Command::Rerun(_) | Command::Rollback(_) | Command::SecondLook(..)) {
            let same = before.run() == self.world.set.run() && before.stages().eq(self.world.set.stages());
            assert!(same, "{command:?} changed a finished run");
        }
        self.finished += usize::from(self.model.finished() && !was_finished);
    }

    fn act(&mut self, command: &Command) -> Result<(), Refusal> {
        let world = &mut self.world;
        match *command {
            Command::Start(n) => {
                let attempt = world.start_stage(NAMES[n])?;
                self.check_basis(attempt);
                Ok(())
            }
            Command::HandIn(n, passed) => world.hand_in(NAMES[n], passed).map(drop),
            Command::Fail(n, retryable) => world.fail(NAMES[n], retryable).map(drop),
            Command::Vote { who, stage, say, fresh, for_bob } => {
                let Some(mut ballot) = self.question(stage, say) else { return Err(Refusal::CommentRequired) };
                if !fresh {
                    ballot.seen = body("something else");
                }
                ballot.on_behalf_of = for_bob.then(|| person(BOB));
                self.world.cast(actor(who), ballot).map(drop)
            }
            Command::Expire(n) => self.asked(n)?.expire(NAMES[n]),
            Command::AskAgain(n) => self.asked(n)?.ask_again(NAMES[n]),
            Command::Put(who, n) => {
                let name = self.model_artifact(n);
                self.world.put(actor(who), &name, true).map(drop)
            }
            Command::Rollback(n) => {
                let plan = world.set.plan_rollback(world.index(NAMES[n]));
                let done = world.rollback(NAMES[n]);
                assert_eq!(plan, done, "a rollback does what its plan says");
                done.map(drop)
            }
            Command::Rerun(n) => world.rerun(NAMES[n]).map(drop),
            Command::BreakGlass(who, n) => self.asked(n)?.break_glass(who, NAMES[n], who == ANN),
            Command::SecondLook(who, n, confirmed) => self.asked(n)?.second_look(who, NAMES[n], confirmed),
            _ => self.act_on_run(command),
        }
    }

    fn act_on_run(&mut self, command: &Command) -> Result<(), Refusal> {
        let world = &mut self.world;
        let system = Actor::system("worker");
        match *command {
            Command::Pause => world.act(actor(ANN), |set, by, _| set.pause(None, by)),
            Command::Resume => world.act(actor(ANN), |set, by, _| set.resume(by)),
            Command::Cancel => world.act(actor(ANN), |set, by, _| set.cancel(None, by)),
            Command::Block(n) => {
                let index = world.index(NAMES[n]);
                world.act(system, |set, by, _| set.block(index, Reason::RateLimit, by))
            }
            Command::Unblock(n) => {
                let index = world.index(NAMES[n]);
                world.act(system, |set, by, _| set.unblock(index, by))
            }
            Command::Constrain { scope, review } => {
                let run = world.set.run().id;
                let review = match review {
                    Some(n) => Some(self.asked(n)?.review(NAMES[n]).id),
                    None => None,
                };
                let stages = |n: usize| ConstraintScope::Stages { run, stages: vec![NAMES[n].to_owned()] };
                let scope = scope.map_or(ConstraintScope::Run { run }, stages);
                self.world.constrain(scope, Vec::new(), review).map(drop)
            }
            Command::Reserve(n, micros) => {
                let Some(attempt) = world.stage(NAMES[n]).attempt else { return Err(Refusal::CommentRequired) };
                let number = self.model.next_call(n);
                world.act(system, |set, by, _| set.reserve(attempt, number, micros, by))
            }
            Command::Settle(n, micros) => {
                let Some(attempt) = world.stage(NAMES[n]).attempt else { return Err(Refusal::CommentRequired) };
                let number = self.model.next_call(n);
                world.act(system, |set, by, _| set.settle_call(attempt, number, micros, by))
            }
            Command::Raise(cap) => world.act(actor(ANN), |set, by, _| set.raise_budget(cap, None, by)),
            Command::Demote(who) => {
                world.voters = world.voters.clone().with(person(who), voter(AccessRole::Viewer));
                Ok(())
            }
            Command::Restore => {
                world.voters = everybody();
                Ok(())
            }
            Command::PassTime(seconds) => {
                world.pass_time(seconds);
                Ok(())
            }
            _ => Err(Refusal::CommentRequired),
        }
    }

    fn model_artifact(&self, n: usize) -> String {
        self.world.stage(NAMES[n]).spec.produces[0].name.clone()
    }

    /// The world, if the stage has a review to talk about; else there is nothing to do, as the model says too.
    fn asked(&mut self, n: usize) -> Result<&mut World, Refusal> {
        if self.world.stage(NAMES[n]).review.is_some() { Ok(&mut self.world) } else { Err(Refusal::CommentRequired) }
    }

    fn question(&self, n: usize, say: Say) -> Option<Ballot> {
        self.world.stage(NAMES[n]).review?;
        let verdict = match say {
            Say::Approve => Verdict::Approve,
            Say::Changes => Verdict::RequestChanges,
            Say::Fresh => Verdict::Regenerate,
            Say::Reject => Verdict::Reject,
        };
        Some(self.world.ballot(NAMES[n], verdict))
    }

    /// No stage starts on inputs that are not exactly those approved.
    fn check_basis(&self, attempt: dream_id::AttemptId) {
        let basis = &self.world.set.attempt(attempt).unwrap().basis;
        for input in &basis.inputs {
            assert_eq!(self.usable.get(&input.name), Some(&input.digest), "{} is exactly what was approved", input.name);
        }
        for review in &basis.rests_on {
            assert!(self.world.set.review(*review).unwrap().stands(), "an attempt rests on approvals that stand");
        }
    }

    fn compare(&self, command: &Command) {
        let (world, model) = (&self.world, &self.model);
        assert_eq!(world.run_status().0, model.status(), "after {command:?}: {model:#?}");
        assert_eq!(world.set.budget().settled_micros, model.settled);
        assert_eq!(world.set.budget().committed_micros(), model.committed());
        let running = |id| world.set.stages().any(|(_, stage)| stage.attempt == Some(id));
        assert!(world.set.attempts().all(|attempt| attempt.is_running() == running(attempt.id)), "only a stage's own attempt runs");
        let asked = |id| world.set.stages().any(|(_, stage)| stage.review == Some(id) && stage.phase == Phase::Waiting);
        assert!(world.set.reviews().all(|review| !review.is_open() || asked(review.id)), "only a waiting stage's own review is open");
        for (n, name) in NAMES.iter().enumerate() {
            let (stage, expected) = (world.stage(name), &model.stages[n]);
            let phase = match stage.phase {
                Phase::Queued => Expected::Queued,
                Phase::Running => Expected::Running,
                Phase::Waiting => Expected::Waiting,
                Phase::Approved | Phase::Passed => Expected::Done,
                Phase::Rejected | Phase::Exhausted => Expected::Failed,
                Phase::Cancelled => Expected::Cancelled,
            };
            assert_eq!(
                (phase, stage.hold.is_some(), stage.output.is_some()),
                (expected.phase, expected.held, expected.output),
                "{name} after {command:?}"
            );
            assert_eq!((stage.failures, world.status(name).0), (expected.fails, model.stage_status(n)), "{name} after {command:?}");
            let approvals = stage.review.map(|id| world.set.review(id).unwrap().votes.iter().filter(|vote| vote.approves()).count());
            assert_eq!(approvals, expected.question.as_ref().map(|question| question.votes.len()), "{name} after {command:?}");
        }
    }

    /// Keeps, apart from the decisions, what later stages may use: the newest bytes of every stage that the model calls done.
    fn note_usable(&mut self) {
        for (n, stage) in self.model.stages.iter().enumerate() {
            let name = self.model_artifact(n);
            if stage.phase == Expected::Done {
                let newest = self.world.set.artifact_named(&name).and_then(|artifact| artifact.newest.clone()).unwrap();
                let before = self.usable.insert(name, newest.digest);
                assert!(before.is_none_or(|before| before == newest.digest), "bytes change only through a new decision");
            } else {
                self.usable.remove(&name);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_run_does_what_the_model_does(wishes in wishes()) {
        let mut run = Run::new();
        for wish in &wishes {
            run.step(wish);
        }
    }
}

/// The random commands are worth something only if they get somewhere.
#[test]
fn random_commands_reach_the_end_of_runs() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut finished = 0;
    for _ in 0..100 {
        let wishes = wishes().new_tree(&mut runner).unwrap().current();
        let mut run = Run::new();
        for wish in &wishes {
            run.step(wish);
        }
        finished += run.finished;
    }
    assert!(finished >= 20, "{finished} of 100 random runs were finished");
}
