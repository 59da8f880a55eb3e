//! A gate that too few people of this organisation could satisfy is told before a run waits at it, and while it does.

use crate::kit::{ANN, BOB, CAT, DAN, DIAMOND, EVE, World, actor, everybody, person, voter};
use dream_govern::*;

/// One stage whose gate has these lines.
fn gate(lines: &str) -> Template {
    let stage =
        "name = \"t\"\n[[stage]]\nname = \"s\"\nrole = \"writer\"\nproduces = [{ name = \"d\", kind = \"document\" }]\n[stage.gate]\n";
    Template::parse("t.toml", &format!("{stage}{lines}"), &[]).unwrap()
}

/// With these people on a project, so many can approve at most; `None` when they are enough.
#[track_caller]
fn check(lines: &str, projects: &[Voters], can: Option<u32>) {
    let found = shortages(&gate(lines), projects);
    assert_eq!(found.iter().map(|shortage| shortage.can).next(), can, "{lines}: {found:?}");
}

#[test]
fn a_gate_that_too_few_could_satisfy_is_found() {
    let ann = Voters::new().with(person(ANN), voter(AccessRole::Owner));
    check("approvers = [\"owner\"]", &[everybody()], None);
    check("approvers = [\"owner\"]\nquorum = 2", &[everybody()], Some(1));
    check("approvers = [\"owner\", \"reviewer\"]\nquorum = 3", &[everybody()], None);
    check("approvers = [\"owner\", \"reviewer\"]\nquorum = 4", &[everybody()], Some(3));
    check("approvers = [\"maintainer\"]", &[everybody()], Some(0));
    check("approvers = [\"team:nobody-made-it\"]", &[everybody()], Some(0));
    check("approvers = [\"owner\"]", &[], Some(0));
    check("approvers = [\"owner\"]\nquorum = 3\nexclude_requester = true", &[ann], Some(0));
}

/// Trap 17: bots never count, nor does somebody whom the access policy does not let decide, whatever the gate names.
#[test]
fn who_cannot_decide_is_not_counted_17() {
    let eve = Voter { teams: [String::from("design")].into(), ..voter(AccessRole::Contributor) };
    check("approvers = [\"team:design\"]", &[everybody().with(person(EVE), eve.clone())], Some(0));
    check("approvers = [\"team:design\"]", &[everybody().with(person(EVE), Voter { role: Some(AccessRole::Reviewer), ..eve })], None);
    let gone = Voter { active: false, ..voter(AccessRole::Reviewer) };
    check("approvers = [\"reviewer\"]\nquorum = 2", &[everybody().with(person(CAT), gone)], Some(1));
}

#[test]
fn who_starts_the_run_is_left_out_only_where_nobody_else_could_start_one() {
    let excluded = "approvers = [\"owner\"]\nexclude_requester = true";
    let alone = Voters::new().with(person(ANN), voter(AccessRole::Owner));
    check(excluded, std::slice::from_ref(&alone), Some(0));
    check(excluded, &[alone.clone().with(person(DAN), voter(AccessRole::Contributor))], None);
    check(excluded, &[alone.with(person(DAN), voter(AccessRole::Viewer))], Some(0));
}

#[test]
fn one_project_with_enough_people_is_enough() {
    let nobody = Voters::new().with(person(ANN), voter(AccessRole::Viewer));
    check("approvers = [\"reviewer\"]\nquorum = 2", &[nobody.clone(), everybody()], None);
    check("approvers = [\"reviewer\"]\nquorum = 2", &[nobody.clone(), nobody], Some(0));
}

#[test]
fn it_says_what_is_missing_and_what_to_do() {
    let found = shortages(&gate("approvers = [\"owner\"]\nquorum = 3\nexclude_requester = true"), &[everybody()]);
    let told = found.first().unwrap().of_template();
    for part in ["stage `s`", "3 different people of owner", "1 can at most", "who started the run may not", "add members", "quorum"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let told = shortages(&gate("approvers = [\"owner\"]"), &[]).first().unwrap().of_review();
    for part in ["1 person of owner", "nobody can", "approve alone"] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

/// `c` needs two of Ann, who started the run and is excluded, Bob and Cat.
fn at_c() -> World {
    let mut world = World::new(DIAMOND);
    world.make("a");
    world.approve(ANN, "a").unwrap();
    world.make("c");
    world
}

#[test]
fn a_review_that_too_few_can_decide_says_so_while_it_waits() {
    let mut world = at_c();
    assert_eq!(world.voters.shortage(world.review("c")), None);
    let without_cat = everybody().with(person(CAT), voter(AccessRole::Viewer));
    assert_eq!(without_cat.shortage(world.review("c")).unwrap().can, 1, "Bob alone");
    world.approve(BOB, "c").unwrap();
    assert_eq!(world.voters.shortage(world.review("c")), None, "Bob's vote counts, and Cat is there");
    assert_eq!(without_cat.shortage(world.review("c")).unwrap().can, 1, "Bob's vote, and nobody else");
    let without_bob = everybody().with(person(BOB), voter(AccessRole::Viewer));
    assert_eq!(without_bob.shortage(world.review("c")).unwrap().can, 1, "Bob's vote counts no more, Cat's would");
    world.approve(CAT, "c").unwrap();
    assert_eq!(without_cat.shortage(world.review("c")), None, "it is decided and waits for nobody");
}

#[test]
fn a_vote_for_another_uses_up_both() {
    let mut world = at_c();
    let bob = Voter { decides_for: [person(CAT)].into(), ..voter(AccessRole::Reviewer) };
    world.voters = everybody().with(person(BOB), bob);
    let ballot = Ballot { on_behalf_of: Some(person(CAT)), ..world.ballot("c", Verdict::Approve) };
    world.cast(actor(BOB), ballot).unwrap();
    assert_eq!(world.voters.shortage(world.review("c")).unwrap().can, 1, "neither Bob nor Cat may vote again");
}
