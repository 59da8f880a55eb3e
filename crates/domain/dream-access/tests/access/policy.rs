//! The policy table: what each role may do, and what no role can make up for.

use crate::support::{at_org, at_project, golden, id, org};
use dream_access::{
    Action, Denied, Identity, Level, Member, MemberEvent, Role, Scopes, Team, TokenScope, VisibleProjects, Who, decide, policy_reference,
    policy_text, policy_version,
};
use dream_id::ProjectId;
use dream_ledger::{Actor, Digest, Stream};
use proptest::prelude::*;

fn project() -> ProjectId {
    id(4)
}

#[test]
fn the_page_for_people_says_what_the_table_says() {
    golden("../../../docs/reference/policy.md", &policy_reference());
}

#[test]
fn the_version_is_the_digest_of_the_table() {
    assert_eq!(policy_version(), Digest::of(policy_text().as_bytes()));
    assert_eq!(policy_text().lines().count(), Action::ALL.len());
    assert!(policy_text().contains("review.decide project reviewer review people\n"));
}

#[test]
fn every_action_reads_back_from_its_word() {
    for action in Action::ALL {
        assert_eq!(action.as_str().parse(), Ok(*action));
        assert_eq!(serde_json::to_value(action).unwrap(), action.as_str());
    }
    assert!("review.approve_all".parse::<Action>().is_err());
}

#[test]
fn a_few_rows_that_must_never_change_unnoticed() {
    for (action, least) in [
        (Action::ProjectRead, Role::Viewer),
        (Action::RunStart, Role::Contributor),
        (Action::ReviewDecide, Role::Reviewer),
        (Action::ReviewBreakGlass, Role::Maintainer),
        (Action::RunRollback, Role::Maintainer),
        (Action::BudgetRaise, Role::Maintainer),
        (Action::StandardPublish, Role::Owner),
        (Action::TokenManage, Role::Owner),
        (Action::BackupCreate, Role::Owner),
    ] {
        for role in Role::ALL {
            let answer = decide(&at_org(role), action, Some(project()));
            assert_eq!(answer.is_ok(), role >= least, "{action} by {role}: {answer:?}");
        }
    }
}

#[test]
fn a_permission_carries_the_policy_version() {
    assert_eq!(decide(&at_org(Role::Owner), Action::RunStart, Some(project())).unwrap().policy_version, policy_version());
}

#[test]
fn a_refusal_says_what_is_needed_and_what_is_there() {
    let low = decide(&at_org(Role::Contributor), Action::ReviewDecide, Some(project())).unwrap_err();
    assert_eq!(low, Denied::Role { action: Action::ReviewDecide, needs: Role::Reviewer, has: Some(Role::Contributor) });
    assert_eq!((low.code(), low.action()), ("role_too_low", Action::ReviewDecide));
    assert!(low.to_string().contains("reviewer") && low.to_string().contains("contributor"));

    let read_only = Identity { scopes: [TokenScope::Read].into(), ..at_org(Role::Owner) };
    let narrow = decide(&read_only, Action::ReviewDecide, Some(project())).unwrap_err();
    assert_eq!(narrow.code(), "scope_missing");
    assert!(narrow.to_string().contains("review"), "{narrow}");
}

/// Trap 17: the author's bot satisfies "someone else must approve". Neither an agent nor a worker decides at a gate,
/// whatever authority it was given.
#[test]
fn no_agent_and_no_worker_ever_decides_at_a_gate() {
    let worker = Identity::system(org(), "scheduler");
    let agent = Identity { actor: Actor::Agent { name: "builder".into() }, ..at_org(Role::Owner) };
    for machine in [worker, agent] {
        for action in [Action::ReviewDecide, Action::ReviewBreakGlass, Action::ReviewSecondLook, Action::BudgetRaise] {
            let answer = decide(&machine, action, Some(project()));
            assert_eq!(answer, Err(Denied::PeopleOnly { action }), "{action} by {:?}", machine.actor);
        }
        assert!(decide(&machine, Action::RunRead, Some(project())).is_ok());
    }
}

/// Trap 3: possession of the link is authority. A person who knows a project's id and holds a token, but has no role, gets nothing.
#[test]
fn knowing_an_id_gives_no_authority() {
    let stranger = Identity { org_role: None, ..at_org(Role::Viewer) };
    for action in Action::ALL {
        assert!(decide(&stranger, *action, Some(project())).is_err(), "{action}");
    }
    assert_eq!(stranger.visible_projects(), VisibleProjects::Only([].into()));
}

/// Trap 28: list endpoints without the filter. Whoever is a member through projects alone sees those in lists, and no other.
#[test]
fn lists_show_only_projects_that_may_be_read() {
    let here = at_project(project(), Role::Viewer);
    let other: ProjectId = id(9);
    for seen in [project(), other] {
        let may = decide(&here, Action::ProjectRead, Some(seen)).is_ok();
        assert_eq!(here.visible_projects().contains(seen), may);
    }
    assert!(!here.visible_projects().contains(other));
    assert!(at_org(Role::Viewer).visible_projects().contains(other));
}

#[test]
fn a_projects_owner_has_no_say_in_the_organisation() {
    let owner = at_project(project(), Role::Owner);
    for action in Action::ALL {
        let expected = action.rule().level == Level::Project;
        assert_eq!(decide(&owner, *action, Some(project())).is_ok(), expected, "{action}");
        assert!(decide(&owner, *action, None).is_err(), "{action} without a project");
        assert!(decide(&owner, *action, Some(id(9))).is_err(), "{action} at another project");
    }
}

#[test]
fn the_highest_role_counts_own_or_through_a_team() {
    let by = crate::support::by(0);
    let owner = at_org(Role::Owner);
    let mut team = Team::form(org(), id(5), &by, "Design").unwrap();
    Team::grant_project_role(&mut team, &by, &owner, project(), Role::Maintainer).unwrap();
    let mut elsewhere = Team::form(org(), id(6), &by, "Others").unwrap();
    Team::grant_project_role(&mut elsewhere, &by, &owner, project(), Role::Owner).unwrap();
    let mut member: Stream<Member> = Member::join(org(), id(7), &by, &owner, id(3), Some(Role::Viewer)).unwrap();
    Member::grant_project_role(&mut member, &by, &owner, project(), Role::Contributor).unwrap();
    Member::join_team(&mut member, &by, &owner, &team).unwrap();

    let teams = [(team.id(), team.state()), (elsewhere.id(), elsewhere.state())];
    let identity = Identity::of_member(org(), id::<dream_id::TokenId>(8), TokenScope::all(), &member, teams);
    assert_eq!(identity.effective(Some(project())), Some(Role::Maintainer));
    assert_eq!(identity.effective(Some(id(9))), Some(Role::Viewer));
    assert_eq!(identity.effective(None), Some(Role::Viewer));
    assert_eq!(identity.teams, [team.id()].into());
    assert_eq!((identity.person(), identity.token()), (Some(id(3)), Some(id(8))));

    member.record(&by, MemberEvent::Removed {});
    let removed = Identity::of_member(org(), id::<dream_id::TokenId>(8), TokenScope::all(), &member, teams);
    assert_eq!(removed.effective(Some(project())), None);
    assert_eq!(removed.teams, [].into());
}

fn roles() -> impl Strategy<Value = Option<Role>> {
    proptest::option::of(proptest::sample::select(Role::ALL.to_vec()))
}

fn scopes() -> impl Strategy<Value = Scopes> {
    proptest::sample::subsequence(TokenScope::ALL.to_vec(), 0..=4).prop_map(|scopes| scopes.into_iter().collect())
}

proptest! {
    #[test]
    fn more_authority_never_permits_less(
        at in 0..Action::ALL.len(), org_role in roles(), project_role in roles(), scopes in scopes(), more in roles(), wider in scopes(),
    ) {
        let action = Action::ALL[at];
        let mut who = Identity { org_role, scopes, ..at_org(Role::Viewer) };
        who.project_roles = project_role.map(|role| (project(), role)).into_iter().collect();
        let before = decide(&who, action, Some(project()));
        let mut stronger = who.clone();
        stronger.org_role = who.org_role.max(more);
        stronger.scopes.extend(wider);
        if before.is_ok() {
            prop_assert!(decide(&stronger, action, Some(project())).is_ok());
        }
        // And never anything beyond the table.
        let rule = action.rule();
        let role = if rule.level == Level::Project { who.effective(Some(project())) } else { who.org_role };
        prop_assert_eq!(before.is_ok(), role >= Some(rule.role) && who.scopes.contains(&rule.scope));
    }

    #[test]
    fn whoever_is_no_person_may_do_only_what_is_open_to_anyone(at in 0..Action::ALL.len()) {
        let action = Action::ALL[at];
        let allowed = decide(&Identity::system(org(), "scheduler"), action, None).is_ok();
        prop_assert_eq!(allowed, action.rule().who == Who::Anyone);
    }
}
