//! How a run goes: what starts when, how it ends, and how it is held.

use crate::kit::*;
use dream_govern::*;
use dream_ledger::Actor;

#[test]
fn a_team_of_one_takes_the_built_in_delivery_to_its_release() {
    let mut world = World::new(builtin_template("software-delivery").unwrap());
    assert_eq!(world.run_status(), ("queued", None));
    let mut order = Vec::new();
    while let Some(stage) = world.startable().first().cloned() {
        world.make(&stage);
        if world.stage(&stage).phase == Phase::Waiting {
            world.approve(ANN, &stage).unwrap();
        }
        order.push(stage);
    }
    assert_eq!(order, ["prd", "architecture", "plan", "build", "qa", "security", "docs", "release"]);
    assert_eq!(world.run_status(), ("done", Some("released")));
    let bundle = world.set.artifact_named("release").unwrap().newest.clone().unwrap();
    assert_eq!(world.set.run().release, Some(bundle.digest));
    assert_eq!(code(world.put(actor(ANN), "prd", true)), "run_finished");
}

#[test]
fn a_plan_ends_as_approved_since_nothing_is_released() {
    let mut world = World::new(builtin_template("planning-only").unwrap());
    world.finish();
    assert_eq!(world.run_status(), ("done", Some("approved")));
}

/// Trap 7: parallel branches skip the gate.
#[test]
fn the_release_waits_for_every_parallel_branch() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    assert_eq!(world.startable(), ["b", "c"]);
    world.make("b");
    assert_eq!(world.status("d"), ("queued", Some("dependency")));
    let refusal = world.start_stage("d").unwrap_err();
    assert_eq!(refusal, Refusal::NeedNotDone { stage: String::from("d"), need: String::from("c") });
    world.make("c");
    assert_eq!(code(world.start_stage("d")), "need_not_done", "c is made, but not approved");
    world.approve(BOB, "c").unwrap();
    assert_eq!(code(world.start_stage("d")), "need_not_done", "one of two has approved");
    world.approve(CAT, "c").unwrap();
    let attempt = world.start_stage("d").unwrap();
    let basis = &world.set.attempt(attempt).unwrap().basis;
    assert_eq!(basis.rests_on, [world.review("a").id, world.review("c").id], "b passed its checks without people");
    let inputs: Vec<&str> = basis.inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(inputs, ["a-doc", "b-report", "c-doc"]);
}

/// Trap 9: approved but never executed.
#[test]
fn what_an_approval_allows_can_start_at_once() {
    let mut world = World::diamond();
    world.make("a");
    assert!(world.startable().is_empty());
    world.approve(ANN, "a").unwrap();
    assert_eq!(world.startable(), ["b", "c"]);
}

/// Trap 24: stuck is reported as success.
#[test]
fn attempts_that_all_fail_end_as_failed_never_as_done() {
    let mut world = World::diamond();
    for last in [false, false, true] {
        world.start_stage("a").unwrap();
        assert_eq!(world.fail("a", true), Ok(!last));
    }
    assert_eq!((world.status("a"), world.run_status()), (("failed", Some("attempts")), ("failed", Some("attempts"))));
    assert!(world.startable().is_empty());
    assert_eq!(code(world.start_stage("a")), "run_failed");
    world.rerun("a").unwrap();
    assert_eq!((world.stage("a").failures, world.run_status()), (0, ("queued", None)));
    world.start_stage("a").unwrap();
    assert_eq!(world.fail("a", false), Ok(false), "what no other attempt could cure fails at once");
}

#[test]
fn without_a_gate_failed_checks_fail_the_attempt() {
    let toml = DIAMOND.replacen(
        "[stage.gate]\napprovers = [\"owner\", \"reviewer\"]",
        "checks = [\"links\"]\nmax_attempts = 2\ngate = \"none\"",
        1,
    );
    let mut world = World::new(&toml);
    world.start_stage("a").unwrap();
    assert_eq!(world.hand_in("a", false), Ok(Produced::Failed { will_retry: true }));
    world.start_stage("a").unwrap();
    assert_eq!(world.hand_in("a", false), Ok(Produced::Failed { will_retry: false }));
    assert_eq!(world.status("a"), ("failed", Some("attempts")));
    world.rerun("a").unwrap();
    world.make("a");
    assert_eq!(world.status("a"), ("done", Some("passed")));
    assert_eq!(code(world.put(actor(BOB), "a-doc", false)), "wrong_output");
    world.put(actor(BOB), "a-doc", true).unwrap();
    assert_eq!(world.status("a"), ("done", Some("passed")));
}

/// Trap 31: attempts are audited, but not their outcomes.
#[test]
fn every_attempt_records_how_it_ended() {
    let mut world = World::diamond();
    let failed = world.start_stage("a").unwrap();
    world.fail("a", true).unwrap();
    let produced = world.start_stage("a").unwrap();
    world.hand_in("a", true).unwrap();
    let failed = world.set.attempt(failed).unwrap();
    assert_eq!((failed.status, failed.cost_micros), (AttemptStatus::Failed, 3));
    assert_eq!(failed.failure, Some(AttemptFailure { code: String::from("model_timeout"), message: Some(body("message")) }));
    let produced = world.set.attempt(produced).unwrap();
    assert_eq!((produced.status, produced.calls, produced.ended_at), (AttemptStatus::Produced, 1, Some(world.now)));
    assert_eq!(produced.basis.failed, Some(failed.id), "the next attempt sees what failed");
}

#[test]
fn only_exactly_what_the_template_asks_for_is_taken_in() {
    let mut world = World::diamond();
    world.start_stage("a").unwrap();
    let good = world.work("a", true);
    let with = |products: Vec<Product>| Work { products, ..good.clone() };
    let product = good.products[0].clone();
    let extra = Product { name: String::from("extra"), ..product.clone() };
    let large = Product { bytes: (1 << 20) + 1, ..product.clone() };
    let attempt = world.stage("a").attempt.unwrap();
    for wrong in [vec![], vec![product.clone(), product.clone()], vec![product.clone(), extra], vec![large]] {
        let work = with(wrong);
        assert_eq!(code(world.act(Actor::system("worker"), |set, by, ids| set.produced(attempt, work, by, ids))), "wrong_output");
    }
    world.hand_in("a", true).unwrap();
    assert_eq!(code(world.hand_in("a", true)), "attempt_not_running");
}

/// Trap 25: stop does nothing on a paused run.
#[test]
fn cancelling_works_on_paused_and_waiting_and_running_and_failed_runs() {
    for how in ["queued", "paused", "waiting", "running", "failed", "blocked"] {
        let mut world = World::diamond();
        let index = world.index("a");
        match how {
            "paused" => {
                world.make("a");
                world.act(actor(ANN), |set, by, _| set.pause(None, by)).unwrap();
            }
            "waiting" => world.make("a"),
            "running" => drop(world.start_stage("a").unwrap()),
            "failed" => {
                world.start_stage("a").unwrap();
                world.fail("a", false).unwrap();
            }
            "blocked" => world.act(actor(ANN), |set, by, _| set.block(index, Reason::RateLimit, by)).unwrap(),
            _ => {}
        }
        world.act(actor(ANN), |set, by, _| set.cancel(Some(body("enough")), by)).unwrap();
        assert_eq!(world.run_status(), ("cancelled", None), "{how}");
        assert!(world.set.reviews().all(|review| !review.is_open()), "{how}");
        assert!(world.set.attempts().all(|attempt| !attempt.is_running()), "{how}");
        assert_eq!(world.status("d"), ("cancelled", None));
        assert!(world.startable().is_empty());
        assert_eq!(code(world.act(actor(ANN), |set, by, _| set.cancel(None, by))), "run_cancelled");
        assert_eq!(code(world.rerun("a")), "run_cancelled");
        assert_eq!(code(world.act(actor(ANN), |set, by, _| set.pause(None, by))), "run_cancelled");
    }
}

#[test]
fn a_cancelled_attempt_hands_in_nothing() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    let work = world.work("a", true);
    world.act(actor(ANN), |set, by, _| set.cancel(None, by)).unwrap();
    let late = world.act(Actor::system("worker"), |set, by, ids| set.produced(attempt, work, by, ids));
    assert_eq!(late, Err(Refusal::AttemptNotRunning { attempt }));
    assert_eq!(world.set.attempt(attempt).unwrap().status, AttemptStatus::Cancelled);
}

#[test]
fn a_pause_lets_attempts_end_and_people_decide_but_nothing_start() {
    let mut world = World::diamond();
    world.start_stage("a").unwrap();
    world.act(actor(BOB), |set, by, _| set.pause(Some(body("lunch")), by)).unwrap();
    assert_eq!(world.run_status(), ("running", Some("paused")));
    assert_eq!(code(world.act(actor(BOB), |set, by, _| set.pause(None, by))), "run_paused");
    world.hand_in("a", true).unwrap();
    assert_eq!((world.status("a"), world.run_status()), (("blocked", Some("paused")), ("blocked", Some("paused"))));
    world.approve(ANN, "a").unwrap();
    assert_eq!(code(world.start_stage("b")), "run_paused");
    assert!(world.startable().is_empty());
    world.act(actor(BOB), |set, by, _| set.resume(by)).unwrap();
    assert_eq!((world.run_status(), world.startable().len()), (("queued", None), 2));
    assert_eq!(code(world.act(actor(BOB), |set, by, _| set.resume(by))), "run_not_paused");
}

/// Trap 27: resuming one of two suspended stages resumes the wrong one.
#[test]
fn resuming_one_held_stage_leaves_the_other_held() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    let (b, c) = (world.index("b"), world.index("c"));
    world.start_stage("c").unwrap();
    for index in [b, c] {
        world.act(Actor::system("worker"), |set, by, _| set.block(index, Reason::RateLimit, by)).unwrap();
    }
    assert_eq!(code(world.act(Actor::system("worker"), |set, by, _| set.block(b, Reason::Policy, by))), "stage_not_ready");
    world.act(actor(ANN), |set, by, _| set.unblock(b, by)).unwrap();
    assert_eq!((world.status("b"), world.status("c")), (("queued", None), ("blocked", Some("rate_limit"))));
    world.act(actor(ANN), |set, by, _| set.unblock(c, by)).unwrap();
    assert_eq!(world.status("c"), ("running", None), "it goes on from where it was, with the same attempt");
    assert_eq!(code(world.act(actor(ANN), |set, by, _| set.unblock(c, by))), "stage_not_ready");
}

#[test]
fn two_reviews_at_once_are_decided_each_for_itself() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.start_stage("b").unwrap();
    world.hand_in("b", false).unwrap();
    world.make("c");
    let crossed = Ballot { seen: world.review("c").digest, ..world.ballot("b", Verdict::Approve) };
    assert_eq!(code(world.cast(actor(BOB), crossed)), "stale_digest");
    world.approve(BOB, "b").unwrap();
    assert_eq!((world.status("b"), world.status("c")), (("done", Some("approved")), ("waiting", Some("approval"))));
}

#[test]
fn a_question_or_a_missing_credential_is_waiting_not_blocked() {
    let mut world = World::diamond();
    world.start_stage("a").unwrap();
    let index = world.index("a");
    for (reason, word) in [(Reason::Question, "question"), (Reason::Credential, "credential")] {
        world.act(Actor::system("worker"), |set, by, _| set.block(index, reason, by)).unwrap();
        assert_eq!((world.status("a"), world.run_status()), (("waiting", Some(word)), ("waiting", Some(word))));
        world.act(actor(ANN), |set, by, _| set.unblock(index, by)).unwrap();
    }
}

#[test]
fn a_gate_of_named_people_is_refused_when_the_requester_leaves_too_few() {
    let approvers = format!(r#"approvers = ["person:{}"]{}"#, person(ANN), "\nexclude_requester = true");
    let toml = DIAMOND.replacen(r#"approvers = ["owner", "reviewer"]"#, &approvers, 1);
    let template = Template::parse("test.toml", &toml, &[]).unwrap();
    assert_eq!(World::start(&template, Vec::new()).map(|_| ()).unwrap_err().code(), "bad_value");
}

#[test]
fn streams_that_do_not_make_up_the_run_are_refused() {
    let mut world = World::diamond();
    world.make("a");
    let whole = || world.set.clone().into_streams();
    let other = World::new(DIAMOND).set.into_streams();
    assert!(RunSet::from_streams(whole()).is_ok());
    assert!(matches!(RunSet::from_streams(RunStreams { stages: Vec::new(), ..whole() }), Err(RunSetError::Stage(_))));
    assert!(matches!(RunSet::from_streams(RunStreams { reviews: Vec::new(), ..whole() }), Err(RunSetError::Missing { .. })));
    assert!(matches!(RunSet::from_streams(RunStreams { attempts: Vec::new(), ..whole() }), Err(RunSetError::Missing { .. })));
    assert!(matches!(RunSet::from_streams(RunStreams { versions: Vec::new(), ..whole() }), Err(RunSetError::Missing { .. })));
    let mut unsorted = whole();
    unsorted.stages.reverse();
    assert_eq!(RunSet::from_streams(unsorted).unwrap().stages().next().unwrap().1.name(), "a");
    let mut foreign = whole();
    let mut streams = other;
    foreign.stages.append(&mut streams.stages);
    // The same randomness gives both runs the same ids; a stage of a run that knows fewer stages is foreign to it.
    let small = World::new(builtin_template("planning-only").unwrap()).set.into_streams();
    assert!(matches!(
        RunSet::from_streams(RunStreams { stages: foreign.stages, ..small }),
        Err(RunSetError::Stage(_) | RunSetError::Budget)
    ));
}
