//! What a new version of an artifact does to everything that rests on the old one.

use crate::kit::*;
use dream_govern::*;
use dream_ledger::Actor;

#[test]
fn a_new_version_voids_the_votes_and_asks_again_about_the_new_bytes() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("c");
    world.approve(BOB, "c").unwrap();
    let (id, digest, nonce) = (world.review("c").id, world.review("c").digest, world.review("c").nonce.clone());
    world.pass_time(60);
    let version = world.put(actor(DAN), "c-doc", true).unwrap();
    let review = world.review("c");
    assert_eq!(review.requested_at, world.now, "the new question is asked now");
    assert_eq!((review.id, review.votes.len(), version.number), (id, 0, 2));
    assert_ne!((review.digest, review.nonce.as_str()), (digest, nonce.as_str()));
    assert_eq!(review.artifacts, [version]);
    assert_eq!(review.authors, [ProducedBy::Person { id: person(DAN) }]);
    world.approve(BOB, "c").unwrap();
    world.approve(CAT, "c").unwrap();
}

#[test]
fn a_new_version_of_an_approved_artifact_makes_everything_that_used_it_stale() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("b");
    world.make("c");
    world.approve(BOB, "c").unwrap();
    world.approve(CAT, "c").unwrap();
    let running = world.start_stage("d").unwrap();
    let (old_a, old_c) = (world.review("a").id, world.review("c").id);
    let c_version = world.stage("c").output.as_ref().unwrap().artifacts[0].version;
    world.put(actor(BOB), "a-doc", true).unwrap();

    assert_eq!(world.set.review(old_a).unwrap().voided, Some(Why::NewVersion));
    assert_eq!(world.set.review(old_c).unwrap().voided, Some(Why::StaleInput));
    assert_eq!(world.set.attempt(running).unwrap().status, AttemptStatus::Superseded);
    assert_eq!(world.set.version(c_version).unwrap().superseded, Some(Why::StaleInput));
    assert!(world.set.version(c_version).unwrap().approvals.is_empty());
    assert!(world.set.artifact_named("c-doc").unwrap().approved.is_none());
    assert_eq!(world.status("a"), ("waiting", Some("approval")));
    for stage in ["b", "c", "d"] {
        assert_eq!(world.status(stage), ("queued", Some("dependency")), "{stage}");
    }
    assert!(world.startable().is_empty(), "nothing starts on a version that nobody approved");
    world.approve(ANN, "a").unwrap();
    world.finish();
    assert_eq!(world.run_status(), ("done", Some("released")));
    let c = world.set.artifact_named("c-doc").unwrap();
    assert_eq!(c.newest.as_ref().unwrap().number, 2);
}

#[test]
fn a_superseded_attempt_hands_in_nothing() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    let attempt = world.start_stage("b").unwrap();
    let work = world.work("b", true);
    world.put(actor(BOB), "a-doc", true).unwrap();
    let late = world.act(Actor::system("worker"), |set, by, ids| set.produced(attempt, work, by, ids));
    assert_eq!(late, Err(Refusal::AttemptNotRunning { attempt }));
}

#[test]
fn a_person_s_version_takes_the_place_of_the_next_attempt() {
    let mut world = World::diamond();
    world.make("a");
    world.vote(BOB, "a", Verdict::RequestChanges).unwrap();
    let attempt = world.start_stage("a").unwrap();
    world.put(actor(BOB), "a-doc", true).unwrap();
    assert_eq!(world.set.attempt(attempt).unwrap().status, AttemptStatus::Superseded);
    assert_eq!(world.status("a"), ("waiting", Some("approval")));
    world.approve(ANN, "a").unwrap();
}

#[test]
fn a_person_s_version_of_a_checked_artifact_is_always_asked_about() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("b");
    world.put(actor(CAT), "b-report", true).unwrap();
    assert_eq!(world.status("b"), ("waiting", Some("approval")));
}

#[test]
fn a_new_version_reopens_an_expired_question() {
    let mut world = World::diamond();
    world.make("a");
    world.pass_time(7 * 86_400);
    world.expire("a").unwrap();
    world.put(actor(BOB), "a-doc", true).unwrap();
    assert_eq!(world.status("a"), ("waiting", Some("approval")));
    world.approve(ANN, "a").unwrap();
}

#[test]
fn what_cannot_be_put_is_refused() {
    let mut world = World::diamond();
    assert_eq!(code(world.put(actor(BOB), "a-doc", true)), "unknown_artifact");
    world.make("a");
    world.put_bytes(actor(BOB), "a-doc", "mine", true).unwrap();
    assert_eq!(code(world.put_bytes(actor(BOB), "a-doc", "mine", true)), "unchanged");
    world.vote(ANN, "a", Verdict::Reject).unwrap();
    assert_eq!(code(world.put(actor(BOB), "a-doc", true)), "stage_not_ready");
    world.rerun("a").unwrap();
    assert_eq!(code(world.put(actor(BOB), "a-doc", true)), "stage_not_ready", "its work was superseded");
}
