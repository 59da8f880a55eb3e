//! Who may decide, when a review closes, and what an approval covers.

use crate::kit::*;
use dream_govern::*;
use dream_ledger::Actor;

fn at_c() -> World {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("c");
    world
}

/// Trap 1: an approval kept in memory is lost on restart. Here the world is loaded from the ledger after every decision.
#[test]
fn votes_survive_a_restart_and_still_count() {
    let mut world = at_c();
    assert_eq!(world.approve(BOB, "c"), Ok(Outcome::Waiting { approvals: 1, quorum: 2 }));
    world.save();
    assert_eq!(world.approve(CAT, "c"), Ok(Outcome::Closed(Decision::Approved)));
    assert_eq!(world.review("c").closed.as_ref().unwrap().by, [person(BOB), person(CAT)]);
}

/// Trap 2: the approver is taken from the request. Here it is taken from how the call was authenticated, and stored.
#[test]
fn the_approver_is_who_made_the_call() {
    let mut world = at_c();
    world.approve(BOB, "c").unwrap();
    let vote = &world.review("c").votes[0];
    assert_eq!((vote.person, vote.on_behalf_of, vote.roles.as_slice()), (person(BOB), None, [String::from("reviewer")].as_slice()));
    assert_eq!((vote.digest, vote.comment), (world.review("c").digest, Some(body("comment"))));
}

/// Trap 3: possession of the link is authority. Here whoever knows the review and its digest may still decide nothing.
#[test]
fn knowing_the_review_is_no_authority() {
    let mut world = World::diamond();
    world.make("a");
    for who in [DAN, EVE] {
        assert_eq!(code(world.approve(who, "a")), "not_eligible");
        assert_eq!(code(world.vote(who, "a", Verdict::Reject)), "not_eligible");
    }
}

/// Trap 4: a model interprets the decision or the risk. Here no agent, and not the server itself, can say anything.
#[test]
fn agents_and_the_server_decide_nothing() {
    let mut world = World::diamond();
    world.make("a");
    for who in [Actor::Agent { name: String::from("reviewer") }, Actor::system("scheduler")] {
        for verdict in Verdict::ALL {
            let ballot = world.ballot("a", *verdict);
            assert_eq!(code(world.cast(who.clone(), ballot)), "not_a_person");
        }
        assert_eq!(code(world.put(who.clone(), "a-doc", true)), "not_a_person");
    }
}

/// Trap 17: the author's bot satisfies "someone else must approve".
#[test]
fn bots_never_count_towards_a_quorum() {
    let mut world = at_c();
    world.approve(BOB, "c").unwrap();
    assert_eq!(code(world.approve(BOT, "c")), "not_eligible");
    let bot = Voter { human: false, decides_for: [person(CAT)].into(), ..voter(AccessRole::Reviewer) };
    world.voters = everybody().with(person(BOT), bot);
    let ballot = Ballot { on_behalf_of: Some(person(CAT)), ..world.ballot("c", Verdict::Approve) };
    assert_eq!(code(world.cast(actor(BOT), ballot)), "not_eligible");
    assert_eq!(world.stage("c").phase, Phase::Waiting);
}

/// Trap 5: a timeout that approves.
#[test]
fn silence_is_never_a_yes() {
    let mut world = World::diamond();
    world.make("a");
    assert_eq!(code(world.expire("a")), "review_not_expired");
    world.pass_time(7 * 86_400);
    assert_eq!(code(world.approve(ANN, "a")), "review_expired", "a vote that comes too late does not count");
    world.expire("a").unwrap();
    assert_eq!(world.review("a").status(), "expired");
    assert_eq!((world.status("a"), world.run_status()), (("blocked", Some("expired")), ("blocked", Some("expired"))));
    assert!(world.startable().is_empty());
    assert_eq!(code(world.approve(ANN, "a")), "review_expired");
    let index = world.index("a");
    assert_eq!(code(world.act(actor(ANN), |set, by, _| set.unblock(index, by))), "stage_not_ready", "only asking again helps");
    world.ask_again("a").unwrap();
    world.approve(ANN, "a").unwrap();
    assert_eq!(world.status("a"), ("done", Some("approved")));
}

#[test]
fn asking_again_voids_the_votes_on_the_old_question() {
    let mut world = at_c();
    world.approve(BOB, "c").unwrap();
    let nonce = world.review("c").nonce.clone();
    world.pass_time(7 * 86_400);
    world.expire("c").unwrap();
    world.ask_again("c").unwrap();
    assert_ne!(world.review("c").nonce, nonce);
    assert_eq!((world.review("c").votes.len(), world.review("c").requested_at), (0, world.now));
    assert_eq!(world.approve(CAT, "c"), Ok(Outcome::Waiting { approvals: 1, quorum: 2 }));
    assert_eq!(code(world.ask_again("c")), "review_not_expired");
    assert_eq!(world.approve(BOB, "c"), Ok(Outcome::Closed(Decision::Approved)), "Bob may answer the new question");
}

/// Trap 6: the approval reaches another or the next action.
#[test]
fn an_approval_covers_the_bytes_it_was_given_for_and_no_others() {
    let mut world = World::diamond();
    world.make("a");
    let old = world.ballot("a", Verdict::Approve);
    let review = old.review;
    world.put(actor(BOB), "a-doc", true).unwrap();
    let now = world.review("a").digest;
    let refusal = world.cast(actor(ANN), old.clone()).unwrap_err();
    assert_eq!(refusal, Refusal::StaleDigest { review, seen: old.seen, under_review: now });
    let text = refusal.to_string();
    assert!(text.contains(&old.seen.to_string()) && text.contains(&now.to_string()), "the message shows both: {text}");

    world.vote(CAT, "a", Verdict::RequestChanges).unwrap();
    world.make("a");
    assert_eq!(code(world.cast(actor(ANN), old)), "stale_digest", "nor does it reach the review of the next attempt");
    assert_eq!(world.stage("a").phase, Phase::Waiting);
}

#[test]
fn the_digest_is_over_the_run_the_stage_the_attempt_the_versions_and_the_policy() {
    let mut world = World::diamond();
    world.make("a");
    let review = world.review("a");
    let artifact = &review.artifacts[0];
    let json = format!(
        r#"{{"artifacts":[{{"digest":"{}","name":"a-doc","version":1}}],"attempt":"{}","policy_version":"{}","run":"{}","stage":"a"}}"#,
        artifact.digest,
        review.attempt,
        body("policy"),
        review.run
    );
    assert_eq!(review.digest, body(&json));
}

#[test]
fn the_second_approval_of_a_person_is_refused() {
    let mut world = at_c();
    world.approve(BOB, "c").unwrap();
    assert_eq!(code(world.approve(BOB, "c")), "already_voted");
    world.approve(CAT, "c").unwrap();
    assert_eq!(code(world.approve(BOB, "c")), "already_voted", "also when the review is closed");
    assert_eq!(code(world.vote(CAT, "c", Verdict::Reject)), "already_decided");
}

#[test]
fn a_person_counts_once_through_whatever_delegations() {
    let for_bob = |world: &World| Ballot { on_behalf_of: Some(person(BOB)), ..world.ballot("c", Verdict::Approve) };
    let mut world = at_c();
    let ballot = for_bob(&world);
    assert_eq!(world.cast(actor(DAN), ballot), Ok(Outcome::Waiting { approvals: 1, quorum: 2 }));
    assert_eq!(code(world.approve(BOB, "c")), "already_voted", "Bob's authority is used");
    let ballot = for_bob(&world);
    assert_eq!(code(world.cast(actor(DAN), ballot)), "already_voted");
    let ballot = for_bob(&world);
    assert_eq!(code(world.cast(actor(CAT), ballot)), "not_eligible", "Bob let Dan decide for him, not Cat");
    world.approve(CAT, "c").unwrap();
    let vote = &world.review("c").votes[0];
    assert_eq!((vote.person, vote.on_behalf_of), (person(DAN), Some(person(BOB))));

    let mut world = at_c();
    let reviewer = Voter { decides_for: [person(CAT)].into(), ..voter(AccessRole::Reviewer) };
    world.voters = everybody().with(person(BOB), reviewer);
    world.approve(BOB, "c").unwrap();
    let ballot = Ballot { on_behalf_of: Some(person(CAT)), ..world.ballot("c", Verdict::Approve) };
    assert_eq!(code(world.cast(actor(BOB), ballot)), "already_voted", "one person is not two by deciding for another");
}

#[test]
fn requester_and_author_are_excluded_also_through_a_delegation() {
    let mut world = at_c();
    let refused = |why, world: &mut World, who, ballot| {
        let refusal = world.cast(actor(who), ballot).unwrap_err();
        assert!(matches!(refusal, Refusal::NotEligible { why: found, .. } if found == why), "{refusal:?}");
    };
    let ballot = world.ballot("c", Verdict::Approve);
    refused(Ineligible::Requester, &mut world, ANN, ballot);
    let dan = Voter { decides_for: [person(ANN)].into(), ..voter(AccessRole::Reviewer) };
    let ann = Voter { decides_for: [person(BOB)].into(), ..voter(AccessRole::Owner) };
    world.voters = everybody().with(person(DAN), dan).with(person(ANN), ann);
    let ballot = Ballot { on_behalf_of: Some(person(ANN)), ..world.ballot("c", Verdict::Approve) };
    refused(Ineligible::Principal, &mut world, DAN, ballot);
    let ballot = Ballot { on_behalf_of: Some(person(BOB)), ..world.ballot("c", Verdict::Approve) };
    refused(Ineligible::Requester, &mut world, ANN, ballot);
    world.put(actor(CAT), "c-doc", true).unwrap();
    let ballot = world.ballot("c", Verdict::Approve);
    refused(Ineligible::Author, &mut world, CAT, ballot);
    world.approve(BOB, "c").unwrap();
}

#[test]
fn an_earlier_vote_counts_only_if_the_voter_still_may_when_the_review_closes() {
    let mut world = at_c();
    world.approve(BOB, "c").unwrap();
    world.voters = everybody().with(person(BOB), voter(AccessRole::Viewer)).with(person(DAN), voter(AccessRole::Reviewer));
    assert_eq!(world.approve(CAT, "c"), Ok(Outcome::Waiting { approvals: 1, quorum: 2 }), "Bob is no reviewer any more");
    assert_eq!(world.approve(DAN, "c"), Ok(Outcome::Closed(Decision::Approved)));
    assert_eq!(world.review("c").closed.as_ref().unwrap().by, [person(CAT), person(DAN)]);
}

#[test]
fn a_delegation_that_ended_counts_no_more() {
    let mut world = at_c();
    let ballot = Ballot { on_behalf_of: Some(person(BOB)), ..world.ballot("c", Verdict::Approve) };
    world.cast(actor(DAN), ballot).unwrap();
    world.voters = everybody().with(person(DAN), voter(AccessRole::Contributor));
    assert_eq!(world.approve(CAT, "c"), Ok(Outcome::Waiting { approvals: 1, quorum: 2 }));
}

#[test]
fn teams_and_named_people_can_be_asked() {
    let toml = DIAMOND.replacen(r#"["owner", "reviewer"]"#, &format!(r#"["team:design", "person:{}"]"#, person(DAN)), 1);
    let mut world = World::new(&toml);
    world.make("a");
    assert_eq!(code(world.approve(ANN, "a")), "not_eligible", "an owner is not asked here");
    let eve = Voter { teams: [String::from("design")].into(), ..voter(AccessRole::Viewer) };
    world.voters = everybody().with(person(EVE), eve);
    let mut other = world.clone();
    world.approve(EVE, "a").unwrap();
    assert_eq!(world.review("a").votes[0].roles, ["team:design"]);
    other.approve(DAN, "a").unwrap();
}

#[test]
fn one_request_for_changes_closes_the_review_and_the_next_attempt_sees_it() {
    let mut world = at_c();
    world.approve(BOB, "c").unwrap();
    let silent = Ballot { comment: None, ..world.ballot("c", Verdict::RequestChanges) };
    assert_eq!(code(world.cast(actor(CAT), silent)), "comment_required");
    let (review, first) = (world.review("c").id, world.stage("c").output.clone().unwrap().attempt);
    world.vote(CAT, "c", Verdict::RequestChanges).unwrap();
    assert_eq!(world.set.review(review).unwrap().status(), "changes_requested");
    world.start_stage("c").unwrap();
    let attempt = world.set.attempt(world.stage("c").attempt.unwrap()).unwrap();
    assert_eq!((attempt.basis.feedback, attempt.basis.previous, attempt.basis.variant), (Some(review), Some(first), 0));
    assert_eq!(attempt.basis.number, 2);
}

#[test]
fn who_approved_may_still_stop_it() {
    let mut world = at_c();
    world.approve(BOB, "c").unwrap();
    assert_eq!(world.vote(BOB, "c", Verdict::RequestChanges), Ok(Outcome::Closed(Decision::ChangesRequested)));
}

#[test]
fn a_fresh_attempt_sees_nothing_of_the_old_one_and_may_have_another_model() {
    let mut world = World::diamond();
    world.make("a");
    let ballot = Ballot { model: Some(String::from("other")), comment: None, ..world.ballot("a", Verdict::Regenerate) };
    world.cast(actor(ANN), ballot).unwrap();
    world.start_stage("a").unwrap();
    let basis = &world.set.attempt(world.stage("a").attempt.unwrap()).unwrap().basis;
    assert_eq!((basis.feedback, basis.previous, basis.variant, basis.model.as_deref()), (None, None, 1, Some("other")));
}

/// Trap 15: history shows a rejection as an approval.
#[test]
fn a_rejection_stays_a_rejection_in_history() {
    let mut world = World::diamond();
    world.make("a");
    let review = world.review("a").id;
    world.vote(BOB, "a", Verdict::Reject).unwrap();
    assert_eq!((world.status("a"), world.run_status()), (("failed", Some("rejected")), ("failed", Some("rejected"))));
    assert!(world.startable().is_empty());
    world.rerun("a").unwrap();
    world.finish();
    let review = world.set.review(review).unwrap();
    assert_eq!((review.status(), review.stands()), ("rejected", false));
}

#[test]
fn breaking_the_glass_approves_alone_and_owes_another_person_s_look() {
    let mut world = at_c();
    assert_eq!(code(world.break_glass(ANN, "c", false)), "break_glass_not_permitted");
    assert_eq!(code(world.break_glass(BOT, "c", true)), "break_glass_not_permitted");
    world.break_glass(ANN, "c", true).unwrap();
    let review = world.review("c");
    assert_eq!((review.status(), review.owes_second_look()), ("approved", true));
    assert_eq!(review.broken_glass.as_ref().unwrap().person, person(ANN));
    assert!(world.set.overdue_second_looks(world.now).is_empty());
    world.pass_time(3_600);
    assert_eq!(world.set.overdue_second_looks(world.now).len(), 1);
    assert_eq!(code(world.second_look(ANN, "c", true)), "second_look_by_same_person");
    assert_eq!(code(world.second_look(EVE, "c", true)), "not_eligible");
    world.second_look(BOB, "c", true).unwrap();
    assert_eq!(code(world.second_look(CAT, "c", true)), "no_second_look");
    assert_eq!(world.status("c"), ("done", Some("approved")));
}

#[test]
fn a_contested_break_glass_approval_no_longer_stands() {
    let mut world = at_c();
    world.break_glass(ANN, "c", true).unwrap();
    let broken = world.review("c").id;
    world.finish();
    assert_eq!(world.run_status(), ("done", Some("released")));
    world.second_look(BOB, "c", false).unwrap();
    assert_eq!(world.set.review(broken).unwrap().voided, Some(Why::Contested));
    assert_eq!((world.status("c"), world.stage("d").phase), (("waiting", Some("approval")), Phase::Queued));
    assert_ne!(world.review("c").id, broken);
    assert_eq!(code(world.start_stage("d")), "need_not_done");
}

/// Trap 26: governance is absent when its configuration is missing.
#[test]
fn a_check_without_a_result_is_a_failed_check() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.start_stage("b").unwrap();
    let work = Work { checks: Vec::new(), ..world.work("b", true) };
    let attempt = world.stage("b").attempt.unwrap();
    let produced = world.act(Actor::system("worker"), |set, by, ids| set.produced(attempt, work, by, ids)).unwrap();
    assert!(matches!(produced, Produced::Review(_)), "{produced:?}");
    assert_eq!(world.review("b").risk, Risk::High);
}

#[test]
fn a_gate_that_asks_on_failed_checks_passes_good_work_and_asks_about_bad() {
    let mut world = World::diamond();
    world.make("a");
    world.approve(ANN, "a").unwrap();
    let mut bad = world.clone();
    world.make("b");
    assert_eq!((world.status("b"), world.stage("b").review), (("done", Some("passed")), None));
    bad.start_stage("b").unwrap();
    bad.hand_in("b", false).unwrap();
    assert_eq!(bad.status("b"), ("waiting", Some("approval")));
    bad.approve(BOB, "b").unwrap();
    assert_eq!(bad.status("b"), ("done", Some("approved")));
}
