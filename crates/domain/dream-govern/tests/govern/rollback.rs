//! Rolling back and running again: the plan says what will happen, and exactly that happens.

use crate::kit::*;
use dream_govern::*;

fn finished() -> World {
    let mut world = World::diamond();
    world.finish();
    assert_eq!(world.run_status(), ("done", Some("released")));
    world
}

fn names(plan: &UndoPlan) -> Vec<&str> {
    plan.superseded.iter().map(|stage| stage.stage.as_str()).collect()
}

#[test]
fn a_rollback_does_what_its_plan_says() {
    let mut world = finished();
    let plan = world.set.plan_rollback(world.index("a")).unwrap();
    assert_eq!(names(&plan), ["b", "c", "d"]);
    assert_eq!(plan.cannot_undo.released, world.set.run().release);
    assert!(plan.cannot_undo.released.is_some());
    assert_eq!(plan.review_again, world.stage("a").output.as_ref().unwrap().artifacts);
    let (old_review, old_output) = (world.review("a").id, world.stage("a").output.clone());
    let before = world.events();
    assert_eq!(world.rollback("a").unwrap(), plan);
    assert!(world.events() > before, "nothing is erased");

    for undone in &plan.superseded {
        let stage = world.stage(&undone.stage);
        assert_eq!((stage.phase, stage.generation, stage.output.is_none()), (Phase::Queued, 1, true));
        assert!(undone.attempts.iter().all(|id| world.set.attempt(*id).unwrap().status == AttemptStatus::Superseded));
        assert!(undone.versions.iter().all(|version| world.set.version(version.version).unwrap().superseded == Some(Why::Rollback)));
        assert!(undone.review.is_none_or(|id| !world.set.review(id).unwrap().stands()));
    }
    assert_eq!(world.set.review(old_review).unwrap().voided, Some(Why::Rollback));
    assert_eq!(world.stage("a").output, old_output);
    assert_eq!((world.status("a"), world.run_status()), (("waiting", Some("approval")), ("waiting", Some("approval"))));
    assert_eq!(world.set.run().release, None);
    world.approve(ANN, "a").unwrap();
    world.finish();
    assert_eq!(world.run_status(), ("done", Some("released")));
}

#[test]
fn a_rollback_asks_people_even_where_the_checks_had_passed() {
    let mut world = finished();
    let plan = world.rollback("b").unwrap();
    assert_eq!(names(&plan), ["d"]);
    assert_eq!((world.status("b"), world.status("c")), (("waiting", Some("approval")), ("done", Some("approved"))));
}

#[test]
fn a_rollback_needs_an_output_that_stands() {
    let mut world = World::diamond();
    assert_eq!(code(world.rollback("a")), "stage_not_ready");
    world.make("a");
    world.approve(ANN, "a").unwrap();
    assert_eq!(code(world.rollback("c")), "stage_not_ready");
    world.rollback("a").unwrap();
    assert_eq!(code(world.rollback("b")), "stage_not_ready");
}

#[test]
fn a_rejected_stage_is_revived_by_a_rollback_to_it() {
    let mut world = World::diamond();
    world.make("a");
    world.vote(ANN, "a", Verdict::Reject).unwrap();
    world.rollback("a").unwrap();
    assert_eq!(world.run_status(), ("waiting", Some("approval")));
    world.approve(ANN, "a").unwrap();
}

#[test]
fn a_rollback_while_the_stage_works_again_puts_its_last_output_under_review() {
    let mut world = World::diamond();
    world.make("a");
    world.vote(ANN, "a", Verdict::RequestChanges).unwrap();
    let attempt = world.start_stage("a").unwrap();
    world.rollback("a").unwrap();
    assert_eq!(world.set.attempt(attempt).unwrap().status, AttemptStatus::Superseded);
    world.approve(ANN, "a").unwrap();
}

#[test]
fn a_rerun_starts_the_stage_and_what_rests_on_it_afresh() {
    let mut world = finished();
    let plan = world.set.plan_rerun(world.index("c")).unwrap();
    assert_eq!((names(&plan), plan.review_again.len()), (vec!["c", "d"], 0));
    assert_eq!(world.rerun("c").unwrap(), plan);
    assert_eq!(world.startable(), ["c"]);
    assert_eq!(world.status("b"), ("done", Some("passed")));
    world.start_stage("c").unwrap();
    assert_eq!(world.set.attempt(world.stage("c").attempt.unwrap()).unwrap().basis.number, 2, "numbers are never used again");
}

#[test]
fn a_rerun_revives_every_failed_stage() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.start_stage("b").unwrap();
    world.hand_in("b", false).unwrap();
    world.make("c");
    world.vote(BOB, "b", Verdict::Reject).unwrap();
    world.vote(BOB, "c", Verdict::Reject).unwrap();
    assert_eq!(names(&world.rerun("c").unwrap()), ["b", "c"]);
    assert_eq!(world.startable(), ["b", "c"]);
}

#[test]
fn a_failed_run_takes_decisions_on_what_was_asked_but_starts_nothing() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("c");
    world.start_stage("b").unwrap();
    world.fail("b", false).unwrap();
    assert_eq!(world.run_status(), ("failed", Some("attempts")));
    world.approve(BOB, "c").unwrap();
    world.approve(CAT, "c").unwrap();
    assert_eq!((world.status("c"), world.startable().len()), (("done", Some("approved")), 0));
    assert_eq!(names(&world.rerun("b").unwrap()), ["b"]);
    assert_eq!(world.startable(), ["b"]);
}

#[test]
fn there_is_nothing_to_run_again_in_what_has_not_begun() {
    let mut world = World::diamond();
    assert_eq!(code(world.rerun("a")), "stage_not_ready");
    let name = String::from("nowhere");
    assert!(matches!(world.set.stage_named(&name), Err(Refusal::UnknownStage { known, .. }) if known == "a, b, c, d"));
}
