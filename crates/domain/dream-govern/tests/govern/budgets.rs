//! Money is stopped before, not counted after.

use crate::kit::*;
use dream_govern::*;
use dream_id::AttemptId;
use dream_ledger::Actor;

fn reserve(world: &mut World, attempt: AttemptId, number: u32, micros: u64) -> Result<(), Refusal> {
    world.act(Actor::system("worker"), |set, by, _| set.reserve(attempt, number, micros, by))
}

fn settle(world: &mut World, attempt: AttemptId, number: u32, micros: u64) -> Result<(), Refusal> {
    world.act(Actor::system("worker"), |set, by, _| set.settle_call(attempt, number, micros, by))
}

#[test]
fn nothing_is_called_beyond_the_cap() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    reserve(&mut world, attempt, 1, 700).unwrap();
    let refusal = reserve(&mut world, attempt, 2, 301).unwrap_err();
    assert_eq!(refusal, Refusal::OverBudget { asked_micros: 301, left_micros: 300, limit: "the run's cap" });
    settle(&mut world, attempt, 1, 100).unwrap();
    reserve(&mut world, attempt, 2, 900).unwrap();
    assert_eq!(world.set.budget().committed_micros(), 1_000);
}

#[test]
fn a_call_that_cost_more_than_it_might_is_recorded_in_full() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    reserve(&mut world, attempt, 1, 1_000).unwrap();
    settle(&mut world, attempt, 1, 1_400).unwrap();
    assert_eq!((world.set.budget().settled_micros, world.set.budget().is_exhausted()), (1_400, true));
    assert_eq!(code(reserve(&mut world, attempt, 2, 1)), "over_budget");
    reserve(&mut world, attempt, 2, 0).unwrap();
}

#[test]
fn a_run_that_comes_near_its_cap_says_so_once() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    let mut near = Vec::new();
    for number in 1..=5 {
        reserve(&mut world, attempt, number, 190).unwrap();
        settle(&mut world, attempt, number, 190).unwrap();
        near.push(world.set.budget().is_near_cap());
    }
    assert_eq!(near, [false, false, false, false, true], "four fifths of 1000");
    assert_eq!(world.told("neared_cap"), 1);
}

/// Trap 8: resuming replays side effects. A call that was paid for is never paid for again.
#[test]
fn a_resumed_attempt_pays_no_call_twice() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    reserve(&mut world, attempt, 1, 400).unwrap();
    settle(&mut world, attempt, 1, 400).unwrap();
    reserve(&mut world, attempt, 2, 500).unwrap();
    assert_eq!(code(reserve(&mut world, attempt, 1, 400)), "call_settled");
    assert_eq!(code(settle(&mut world, attempt, 1, 400)), "call_not_reserved");
    reserve(&mut world, attempt, 2, 600).unwrap();
    assert_eq!(world.set.budget().committed_micros(), 1_000, "the new reservation takes the place of the old one");
}

#[test]
fn a_call_that_was_never_made_gives_its_money_back() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    reserve(&mut world, attempt, 1, 1_000).unwrap();
    world.act(Actor::system("worker"), |set, by, _| set.release_call(attempt, 1, by)).unwrap();
    assert_eq!(world.set.budget().committed_micros(), 0);
    reserve(&mut world, attempt, 1, 1_000).unwrap();
}

#[test]
fn a_superseded_attempt_still_pays_for_what_it_called() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    let old = world.start_stage("b").unwrap();
    reserve(&mut world, old, 1, 300).unwrap();
    world.put(actor(BOB), "a-doc", true).unwrap();
    assert_eq!(code(reserve(&mut world, old, 2, 1)), "attempt_not_running");
    world.approve(ANN, "a").unwrap();
    let new = world.start_stage("b").unwrap();
    reserve(&mut world, new, 1, 100).unwrap();
    settle(&mut world, old, 1, 250).unwrap();
    settle(&mut world, new, 1, 90).unwrap();
    assert_eq!(world.set.budget().settled_micros, 340);
    assert_eq!(code(reserve(&mut world, new, 1, 100)), "call_settled");
}

#[test]
fn a_run_without_money_is_blocked_until_a_person_raises_the_cap_and_loses_nothing() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    reserve(&mut world, attempt, 1, 1_000).unwrap();
    settle(&mut world, attempt, 1, 1_000).unwrap();
    let index = world.index("a");
    world.act(Actor::system("worker"), |set, by, _| set.block(index, Reason::Budget, by)).unwrap();
    assert_eq!(world.run_status(), ("blocked", Some("budget")));
    assert_eq!(code(world.act(actor(ANN), |set, by, _| set.unblock(index, by))), "stage_not_ready");
    assert_eq!(code(world.act(actor(ANN), |set, by, _| set.raise_budget(1_000, None, by))), "bad_value");
    assert_eq!(code(world.act(Actor::system("worker"), |set, by, _| set.raise_budget(2_000, None, by))), "not_a_person");
    world.act(actor(ANN), |set, by, _| set.raise_budget(2_000, Some(body("go on")), by)).unwrap();
    assert_eq!((world.run_status(), world.stage("a").attempt), (("running", None), Some(attempt)), "the same attempt goes on");
    reserve(&mut world, attempt, 2, 1_000).unwrap();
}

#[test]
fn a_stage_that_only_lacks_money_can_be_told_from_one_that_is_not_ready() {
    let mut world = World::diamond();
    let attempt = world.start_stage("a").unwrap();
    reserve(&mut world, attempt, 1, 1_000).unwrap();
    settle(&mut world, attempt, 1, 1_000).unwrap();
    world.hand_in("a", true).unwrap();
    world.approve(ANN, "a").unwrap();
    assert!(world.startable().is_empty());
    assert_eq!(world.set.out_of_money(), [world.index("b"), world.index("c")]);
    assert_eq!(code(world.start_stage("b")), "over_budget");
}

#[test]
fn a_constraint_caps_what_it_binds() {
    let mut world = World::diamond();
    let scope = ConstraintScope::Stages { run: world.set.run().id, stages: vec![String::from("a")] };
    world.constrain(scope, vec![Rule::MaxCost { micros: 50 }], None).unwrap();
    let attempt = world.start_stage("a").unwrap();
    let refusal = reserve(&mut world, attempt, 1, 51).unwrap_err();
    assert_eq!(refusal, Refusal::OverBudget { asked_micros: 51, left_micros: 50, limit: "a constraint" });
    reserve(&mut world, attempt, 1, 50).unwrap();
    settle(&mut world, attempt, 1, 20).unwrap();
    assert_eq!(code(reserve(&mut world, attempt, 2, 31)), "over_budget");
    reserve(&mut world, attempt, 2, 30).unwrap();
    world.hand_in("a", true).unwrap();
    world.approve(ANN, "a").unwrap();
    let other = world.start_stage("b").unwrap();
    reserve(&mut world, other, 1, 900).unwrap();
}

#[test]
fn the_cap_is_the_template_s_but_never_more_than_five_dollars_unless_somebody_says_so() {
    let template = |cost: &str| Template::parse("t", &DIAMOND.replace("name = \"diamond\"", cost), &[]).unwrap();
    assert_eq!(template("name = \"diamond\"\nmax_cost_usd = \"0.50\"").cost_cap_micros(), 500_000);
    assert_eq!(template("name = \"diamond\"\nmax_cost_usd = \"50\"").cost_cap_micros(), 5_000_000);
    assert_eq!(template("name = \"diamond\"").cost_cap_micros(), 5_000_000);
}
