//! The check before every start, on its own: streams are altered behind the decisions' back, as a defect elsewhere or another
//! process could, and the start must refuse what was not approved exactly as it is.

use crate::kit::*;
use dream_govern::*;
use dream_id::TypedId;
use dream_ledger::{By, Stream};

/// The diamond with `a` approved, after `alter` has had its way with the streams.
fn altered(alter: impl FnOnce(&mut RunStreams, &By)) -> World {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    alter_now(&mut world, alter);
    world
}

fn alter_now(world: &mut World, alter: impl FnOnce(&mut RunStreams, &By)) {
    assert!(!world.startable().is_empty());
    let mut streams = world.set.clone().into_streams();
    alter(&mut streams, &By { at: world.now, actor: actor(ANN) });
    world.set = RunSet::from_streams(streams).unwrap();
    world.save();
}

fn stage<'a>(streams: &'a mut RunStreams, name: &str) -> &'a mut Stream<Stage> {
    streams.stages.iter_mut().find(|stage| stage.spec.name == name).unwrap()
}

fn check(mut world: World, stage: &str, refused: &str, says: &str) {
    assert!(world.startable().is_empty(), "what cannot start is not offered");
    let refusal = world.start_stage(stage).unwrap_err();
    assert_eq!(refusal.code(), refused);
    assert!(refusal.to_string().contains(says), "{refusal}");
}

#[test]
fn not_on_an_approval_that_is_stale() {
    let world = altered(|streams, by| streams.reviews[0].record(by, ReviewEvent::Voided { why: Why::StaleInput }));
    check(world, "b", "approval_not_standing", "an approval that no longer stands");
}

#[test]
fn not_on_a_review_that_was_never_approved() {
    let world = altered(|streams, by| {
        streams.reviews[0].record(by, ReviewEvent::Closed { decision: Decision::Rejected, by: Vec::new(), model: None });
    });
    check(world, "b", "approval_not_standing", "is not approved");
}

#[test]
fn not_on_a_version_that_is_newer_than_the_approved_one() {
    let world = altered(|streams, by| {
        let event = ArtifactEvent::Versioned { version: TypedId::from_parts(9, [9; 10]), number: 2, digest: body("newer") };
        streams.artifacts[0].record(by, event);
    });
    check(world, "c", "input_not_approved", &body("newer").to_string());
}

#[test]
fn not_on_an_output_that_was_replaced_after_its_approval() {
    let other = body("other");
    let world = altered(|streams, by| {
        let mut artifacts = stage(streams, "a").output.clone().unwrap().artifacts;
        artifacts[0].digest = other;
        let event = ArtifactEvent::Versioned { version: artifacts[0].version, number: 1, digest: other };
        streams.artifacts[0].record(by, event);
        stage(streams, "a").record(by, StageEvent::OutputReplaced { artifacts, checks_passed: true, checks: None });
    });
    check(world, "b", "approval_not_standing", "has changed since it was approved");
}

#[test]
fn not_on_the_approval_of_another_digest() {
    let world = altered(|streams, by| {
        let review = &streams.reviews[0];
        let event = ReviewEvent::Rebound {
            why: Why::NewVersion,
            artifacts: review.artifacts.clone(),
            authors: Vec::new(),
            digest: body("another digest"),
            policy_version: review.policy_version,
            risk: Risk::Low,
            nonce: String::new(),
            expires_at: review.expires_at,
        };
        streams.reviews[0].record(by, event);
        streams.reviews[0].record(by, ReviewEvent::Closed { decision: Decision::Approved, by: Vec::new(), model: None });
    });
    check(world, "b", "approval_not_standing", "has changed since it was approved");
}

#[test]
fn not_on_what_passed_no_gate() {
    let world = altered(|streams, by| stage(streams, "a").record(by, StageEvent::Passed {}));
    check(world, "b", "approval_not_standing", "passed no gate");
}

#[test]
fn not_on_what_was_made_from_something_that_has_changed_since() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("b");
    world.make("c");
    world.approve_with_all("c");
    alter_now(&mut world, |streams, by| {
        let old = stage(streams, "a").output.clone().unwrap();
        let (version, digest) = (TypedId::from_parts(9, [9; 10]), body("newer"));
        let newer = VersionRef { version, number: 2, digest, ..old.artifacts[0].clone() };
        streams.artifacts[0].record(by, ArtifactEvent::Versioned { version, number: 2, digest });
        let made = VersionMade { number: 2, digest, ..streams.versions[0].made.clone() };
        let made = Stream::create(streams.run.org(), version, by, VersionEvent::Made(Box::new(made))).unwrap();
        streams.versions.push(made);
        let artifacts = vec![newer];
        stage(streams, "a").record(by, StageEvent::OutputReplaced { artifacts: artifacts.clone(), checks_passed: true, checks: None });
        let review = streams.reviews.iter().position(|review| review.stage_name == "a").unwrap();
        let (attempt, policy_version) = (old.attempt, body("policy"));
        let subject = UnderReview { run: streams.run.id(), stage: "a", attempt, artifacts: &artifacts, policy_version };
        let digest = digest_under_review(&subject);
        let (authors, nonce, expires_at) = (Vec::new(), String::new(), by.at);
        let (why, risk) = (Why::NewVersion, Risk::Low);
        let event = ReviewEvent::Rebound { why, artifacts, authors, digest, policy_version, risk, nonce, expires_at };
        streams.reviews[review].record(by, event);
        streams.reviews[review].record(by, ReviewEvent::Closed { decision: Decision::Approved, by: Vec::new(), model: None });
    });
    check(world, "d", "approval_not_standing", "was made from something that has changed");
}

#[test]
fn an_approval_closes_only_while_its_output_still_stands() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("c");
    world.approve(BOB, "c").unwrap();
    alter_now(&mut world, |streams, by| {
        let mut artifacts = stage(streams, "c").output.clone().unwrap().artifacts;
        artifacts[0].digest = body("other");
        stage(streams, "c").record(by, StageEvent::OutputReplaced { artifacts, checks_passed: true, checks: None });
    });
    assert_eq!(code(world.approve(CAT, "c")), "stage_not_ready");
    assert_eq!(code(world.break_glass(ANN, "c", true)), "stage_not_ready");
}
