//! What constraints bind, and what they make stale.

use crate::kit::*;
use dream_govern::*;

fn run_scope(world: &World) -> ConstraintScope {
    ConstraintScope::Run { run: world.set.run().id }
}

fn stages(world: &World, names: &[&str]) -> ConstraintScope {
    ConstraintScope::Stages { run: world.set.run().id, stages: names.iter().map(|name| (*name).to_owned()).collect() }
}

fn bound(world: &World, stage: &str) -> Vec<dream_id::ConstraintId> {
    world.set.attempt(world.stage(stage).attempt.unwrap()).unwrap().basis.constraints.clone()
}

#[test]
fn a_constraint_leaves_the_review_open_and_binds_what_starts_later() {
    let mut world = World::diamond();
    world.make("a");
    let (review, digest) = (world.review("a").id, world.review("a").digest);
    let scope = run_scope(&world);
    let id = world.constrain(scope, vec![Rule::DeniedHost { host: String::from("example.com") }], Some(review)).unwrap();
    assert_eq!((world.status("a"), world.review("a").digest), (("waiting", Some("approval")), digest));
    assert_eq!(world.review("a").constraints, [id]);
    world.approve(ANN, "a").unwrap();
    world.start_stage("b").unwrap();
    assert_eq!(bound(&world, "b"), [id]);
}

#[test]
fn a_constraint_combines_with_a_fresh_attempt() {
    let mut world = World::diamond();
    world.make("a");
    let (scope, review) = (run_scope(&world), world.review("a").id);
    let id = world.constrain(scope, Vec::new(), Some(review)).unwrap();
    world.vote(ANN, "a", Verdict::Regenerate).unwrap();
    world.start_stage("a").unwrap();
    assert_eq!(bound(&world, "a"), [id]);
}

#[test]
fn during_a_review_what_the_stage_does_not_rest_on_is_stale() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("b");
    world.make("c");
    let (scope, review) = (run_scope(&world), world.review("c").id);
    world.constrain(scope, Vec::new(), Some(review)).unwrap();
    assert_eq!(world.status("a"), ("done", Some("approved")), "c rests on a");
    assert_eq!(world.status("c"), ("waiting", Some("approval")), "the review stays open");
    assert_eq!(world.status("b"), ("queued", None), "b could have been different");
}

#[test]
fn running_attempts_in_scope_start_over_with_the_constraint() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    let (b, c) = (world.start_stage("b").unwrap(), world.start_stage("c").unwrap());
    let scope = stages(&world, &["c"]);
    let id = world.constrain(scope, Vec::new(), None).unwrap();
    assert_eq!(world.set.attempt(c).unwrap().status, AttemptStatus::Superseded);
    assert!(world.set.attempt(b).unwrap().is_running());
    world.start_stage("c").unwrap();
    assert_eq!(bound(&world, "c"), [id]);
    assert!(bound(&world, "b").is_empty());
}

#[test]
fn naming_a_done_stage_makes_it_and_what_rests_on_it_stale() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("c");
    let review = world.review("c").id;
    let scope = ConstraintScope::Artifact { run: world.set.run().id, name: String::from("a-doc") };
    world.constrain(scope, Vec::new(), Some(review)).unwrap();
    assert_eq!((world.status("a"), world.stage("c").phase), (("queued", None), Phase::Queued));
    assert_eq!(world.set.review(review).unwrap().status(), "withdrawn");
}

#[test]
fn a_lifted_constraint_binds_nothing_that_starts_later() {
    let mut world = World::diamond();
    let scope = run_scope(&world);
    let id = world.constrain(scope, Vec::new(), None).unwrap();
    world.act(actor(BOB), |set, by, _| set.lift_constraint(id, body("over"), by)).unwrap();
    assert_eq!(code(world.act(actor(BOB), |set, by, _| set.lift_constraint(id, body("over"), by))), "unknown_constraint");
    world.start_stage("a").unwrap();
    assert!(bound(&world, "a").is_empty());
}

#[test]
fn a_scope_must_be_of_this_run() {
    let mut world = World::diamond();
    let other = dream_id::TypedId::from_parts(7, [7; 10]);
    let run = world.set.run().id;
    for (scope, refused) in [
        (ConstraintScope::Run { run: other }, "bad_value"),
        (ConstraintScope::Stages { run, stages: Vec::new() }, "bad_value"),
        (ConstraintScope::Stages { run, stages: vec![String::from("z")] }, "unknown_stage"),
        (ConstraintScope::Artifact { run, name: String::from("z") }, "unknown_artifact"),
        (ConstraintScope::Organisation {}, "done"),
        (ConstraintScope::Project { project: world.set.run().project }, "done"),
    ] {
        assert_eq!(code(world.constrain(scope.clone(), Vec::new(), None)), refused, "{scope:?}");
    }
}

#[test]
fn the_defaults_of_the_standard_bind_from_the_start() {
    let seed =
        SeedConstraint { title: String::from("Plain words"), text: body("text"), rules: Vec::new(), stages: vec![String::from("a")] };
    let mut world = World::with_constraints(DIAMOND, vec![seed]);
    let id = world.set.run().constraints[0];
    world.make("a");
    assert_eq!(world.set.attempt(world.stage("a").output.as_ref().unwrap().attempt).unwrap().basis.constraints, [id]);
    world.approve(ANN, "a").unwrap();
    world.start_stage("b").unwrap();
    assert!(bound(&world, "b").is_empty());
}

/// A constraint that binds the run's project or organisation, added outside of it: the run sees it from now on.
fn added_outside(world: &mut World, scope: ConstraintScope) -> dream_id::ConstraintId {
    let mut streams = world.set.clone().into_streams();
    let (org, added) = (
        world.set.org(),
        ConstraintAdded { scope, title: String::from("No trackers"), text: body("No trackers."), rules: Vec::new(), from_review: None },
    );
    let (id, stream) = world
        .act(dream_ledger::Actor::system("test"), |_, by, ids| {
            let stream = add_constraint(org, added, by, ids)?;
            Ok((stream.id(), stream))
        })
        .unwrap();
    streams.constraints.push(stream);
    world.set = RunSet::from_streams(streams).unwrap();
    id
}

fn carry(world: &mut World, id: dream_id::ConstraintId) -> bool {
    world.act(dream_ledger::Actor::system("test"), |set, by, _| Ok(set.carry_constraint(id, by))).unwrap()
}

#[test]
fn a_constraint_of_the_organisation_restarts_what_runs_and_shows_in_reviews_once() {
    for organisation in [true, false] {
        let mut world = World::diamond();
        world.make("a");
        world.approve(ANN, "a").unwrap();
        let b = world.start_stage("b").unwrap();
        world.make("c");
        let project = world.set.run().project;
        let scope = if organisation { ConstraintScope::Organisation {} } else { ConstraintScope::Project { project } };
        let id = added_outside(&mut world, scope);
        assert!(carry(&mut world, id));
        assert_eq!(world.set.attempt(b).unwrap().status, AttemptStatus::Superseded);
        assert_eq!(world.status("a"), ("done", Some("approved")), "done work stays, as with a constraint of the run");
        assert_eq!((world.status("c"), world.review("c").constraints.clone()), (("waiting", Some("approval")), vec![id]));
        let b = world.start_stage("b").unwrap();
        assert_eq!(bound(&world, "b"), [id]);
        let before = world.set.pending_count();
        assert!(!carry(&mut world, id), "carried again it changes nothing");
        assert_eq!((world.set.pending_count(), world.set.attempt(b).unwrap().is_running()), (before, true));
    }
}

#[test]
fn a_constraint_is_not_carried_into_what_began_with_it_or_is_over() {
    let mut world = World::diamond();
    let id = added_outside(&mut world, ConstraintScope::Organisation {});
    let a = world.start_stage("a").unwrap();
    assert!(!carry(&mut world, id), "the attempt was started with it");
    assert!(world.set.attempt(a).unwrap().is_running());
    let other = added_outside(&mut world, ConstraintScope::Project { project: dream_id::TypedId::from_parts(9, [9; 10]) });
    assert!(!carry(&mut world, other), "another project's");
    let late = added_outside(&mut world, ConstraintScope::Organisation {});
    world.act(dream_ledger::Actor::system("test"), |set, by, _| set.cancel(None, by)).unwrap();
    assert!(!carry(&mut world, late), "a cancelled run is over");
}

#[test]
fn a_rule_that_would_hold_nothing_back_is_refused() {
    let (tool, path) = (|tool: &str| Rule::DeniedTool { tool: tool.into() }, |path: &str| Rule::DeniedPath { path: path.into() });
    let host = |host: &str| Rule::DeniedHost { host: host.into() };
    let section = |heading: &str| Rule::RequiredSection { artifact: None, heading: heading.into() };
    let (scope, mut world) = (ConstraintScope::Organisation {}, World::diamond());
    let before = world.set.clone();
    for rule in [
        tool(""),
        tool("a\nb"),
        path("/"),
        path("../etc"),
        path("./a"),
        path("*.js"),
        host("https://tracker.example"),
        host("*.tracker.example"),
        host("tracker.example:80"),
        host("tracker..example"),
        section("## Risks"),
        section(" Risks"),
    ] {
        let refused = world.constrain(scope.clone(), vec![rule.clone()], None).unwrap_err();
        assert!(matches!(refused, Refusal::BadValue { what: "the constraint's rule", .. }), "{rule:?}: {refused}");
    }
    assert_eq!(world.set, before, "nothing was added");
    let rules =
        vec![tool("git *"), path("/scripts/old/"), path("app/[id].tsx"), host("Tracker.example"), section("#1 risk"), section("Risks")];
    world.constrain(scope, rules, None).unwrap();
}
