//! Members, teams, delegations and names: what is refused, and that a refusal records nothing.

use crate::support::{at_org, at_project, by, id, org, person, time};
use dream_access::{AccessRefusal, Delegation, Identity, MAX_DELEGATION, MAX_PROJECT_ROLES, MAX_TEAMS, Member, Org, Person, Role, Team};
use dream_id::{ProjectId, TypedId};
use dream_ledger::Stream;

fn member(role: Option<Role>) -> Stream<Member> {
    let mut member = Member::join(org(), id(7), &by(0), &at_org(Role::Owner), person(3), role).unwrap();
    assert_eq!(member.take_pending().len(), 1);
    member
}

fn team(roles: &[(ProjectId, Role)]) -> Stream<Team> {
    let mut team = Team::form(org(), id(5), &by(0), "Design").unwrap();
    for (project, role) in roles {
        Team::grant_project_role(&mut team, &by(0), &at_org(Role::Owner), *project, *role).unwrap();
    }
    team
}

/// Runs a decision; on a refusal nothing may be recorded. Returns the refusal's code, or how many events there are.
fn outcome(
    stream: &mut Stream<Member>,
    decide: impl FnOnce(&mut Stream<Member>) -> Result<(), AccessRefusal>,
) -> Result<usize, &'static str> {
    let before = stream.clone();
    let decided = decide(stream);
    if let Err(refusal) = decided {
        assert_eq!(*stream, before, "a refusal changes nothing");
        assert!(!refusal.to_string().is_empty());
        return Err(refusal.code());
    }
    Ok(stream.pending().len())
}

#[test]
fn the_last_owner_can_neither_go_nor_step_down() {
    let owner = at_org(Role::Owner);
    for others in [0, 1] {
        let expected = if others == 0 { Err("last_owner") } else { Ok(1) };
        let demote = |m: &mut Stream<Member>| Member::change_role(m, &by(1), &owner, Some(Role::Maintainer), others);
        assert_eq!(outcome(&mut member(Some(Role::Owner)), demote), expected);
        let strip = |m: &mut Stream<Member>| Member::change_role(m, &by(1), &owner, None, others);
        assert_eq!(outcome(&mut member(Some(Role::Owner)), strip), expected);
        let remove = |m: &mut Stream<Member>| Member::remove(m, &by(1), &owner, others);
        assert_eq!(outcome(&mut member(Some(Role::Owner)), remove), expected);
    }
    let same = |m: &mut Stream<Member>| Member::change_role(m, &by(1), &owner, Some(Role::Owner), 0);
    assert_eq!(outcome(&mut member(Some(Role::Owner)), same), Ok(0), "no change, no event");
}

#[test]
fn nobody_gives_or_takes_a_role_above_their_own() {
    let maintainer = at_org(Role::Maintainer);
    for (now, then, expected) in [
        (Some(Role::Viewer), Some(Role::Maintainer), Ok(1)),
        (Some(Role::Viewer), Some(Role::Owner), Err("above_own_role")),
        (Some(Role::Owner), Some(Role::Viewer), Err("above_own_role")),
        (None, Some(Role::Owner), Err("above_own_role")),
        (Some(Role::Maintainer), None, Ok(1)),
    ] {
        let change = |m: &mut Stream<Member>| Member::change_role(m, &by(1), &maintainer, then, 5);
        assert_eq!(outcome(&mut member(now), change), expected, "{now:?} to {then:?}");
    }
    let remove = |m: &mut Stream<Member>| Member::remove(m, &by(1), &maintainer, 5);
    assert_eq!(outcome(&mut member(Some(Role::Owner)), remove), Err("above_own_role"));
    let joined = Member::join(org(), id(8), &by(0), &maintainer, person(3), Some(Role::Owner));
    assert_eq!(joined.unwrap_err().code(), "above_own_role");
}

#[test]
fn a_projects_maintainer_gives_roles_there_and_nowhere_else() {
    let (here, there): (ProjectId, ProjectId) = (id(4), id(9));
    let granter = at_project(here, Role::Maintainer);
    let mut member = member(None);
    let grant = |project, role| move |m: &mut Stream<Member>| Member::grant_project_role(m, &by(1), &granter_of(here), project, role);
    assert_eq!(granter.effective(Some(here)), Some(Role::Maintainer));
    assert_eq!(outcome(&mut member, grant(there, Role::Viewer)), Err("above_own_role"));
    assert_eq!(outcome(&mut member, grant(here, Role::Owner)), Err("above_own_role"));
    assert_eq!(outcome(&mut member, grant(here, Role::Maintainer)), Ok(1));
    assert_eq!(outcome(&mut member, grant(here, Role::Maintainer)), Ok(1), "again: no event");
    assert_eq!(outcome(&mut member, grant(here, Role::Viewer)), Ok(2));
    assert_eq!(outcome(&mut member, |m| Member::revoke_project_role(m, &by(1), &granter, there)), Err("no_project_role"));
    assert_eq!(outcome(&mut member, |m| Member::revoke_project_role(m, &by(1), &granter, here)), Ok(3));
    assert!(member.projects.is_empty());
}

fn granter_of(project: ProjectId) -> Identity {
    at_project(project, Role::Maintainer)
}

/// Whoever manages teams could otherwise join one that owns a project, and so own it.
#[test]
fn a_team_is_no_way_around_ones_own_role() {
    let project: ProjectId = id(4);
    let maintainer = at_org(Role::Maintainer);
    let owning = team(&[(project, Role::Owner)]);
    assert_eq!(outcome(&mut member(None), |m| Member::join_team(m, &by(1), &maintainer, &owning)), Err("above_own_role"));
    let reviewing = team(&[(project, Role::Reviewer)]);
    let mut one = member(None);
    assert_eq!(outcome(&mut one, |m| Member::join_team(m, &by(1), &maintainer, &reviewing)), Ok(1));
    assert_eq!(outcome(&mut one, |m| Member::join_team(m, &by(1), &maintainer, &reviewing)), Ok(1), "again: no event");
    assert_eq!(outcome(&mut one, |m| Member::leave_team(m, &by(2), reviewing.id())), Ok(2));
    assert_eq!(outcome(&mut one, |m| Member::leave_team(m, &by(2), reviewing.id())), Err("not_in_team"));

    let mut grown = team(&[]);
    let refused = Team::grant_project_role(&mut grown, &by(1), &maintainer, project, Role::Owner).unwrap_err();
    assert_eq!(refused.code(), "above_own_role");
    let mut lowered = team(&[(project, Role::Owner)]);
    assert_eq!(Team::grant_project_role(&mut lowered, &by(1), &maintainer, project, Role::Viewer).unwrap_err().code(), "above_own_role");
    assert_eq!(Team::revoke_project_role(&mut lowered, &by(1), &maintainer, project).unwrap_err().code(), "above_own_role");
    Team::revoke_project_role(&mut lowered, &by(1), &at_org(Role::Owner), project).unwrap();
    assert!(lowered.projects.is_empty());
}

#[test]
fn a_removed_member_has_nothing_left_and_gets_nothing() {
    let owner = at_org(Role::Owner);
    let mut gone = member(Some(Role::Maintainer));
    Member::grant_project_role(&mut gone, &by(1), &owner, id(4), Role::Owner).unwrap();
    Member::remove(&mut gone, &by(1), &owner, 1).unwrap();
    assert_eq!((gone.role, gone.projects.len(), gone.removed), (None, 0, true));
    assert_eq!(outcome(&mut gone, |m| Member::change_role(m, &by(2), &owner, Some(Role::Viewer), 1)), Err("member_removed"));
    assert_eq!(outcome(&mut gone, |m| Member::grant_project_role(m, &by(2), &owner, id(4), Role::Viewer)), Err("member_removed"));
    assert_eq!(outcome(&mut gone, |m| Member::join_team(m, &by(2), &owner, &team(&[]))), Err("member_removed"));
    assert_eq!(outcome(&mut gone, |m| Member::remove(m, &by(2), &owner, 1)), Err("member_removed"));
}

#[test]
fn a_full_row_stays_small() {
    let owner = at_org(Role::Owner);
    let mut full = member(Some(Role::Contributor));
    for n in 0..MAX_PROJECT_ROLES {
        Member::grant_project_role(&mut full, &by(1), &owner, id(u8::try_from(n).unwrap()), Role::Contributor).unwrap();
    }
    assert_eq!(outcome(&mut full, |m| Member::grant_project_role(m, &by(1), &owner, id(200), Role::Viewer)), Err("too_many"));
    for n in 0..MAX_TEAMS {
        let team = Team::form(org(), id(u8::try_from(n).unwrap()), &by(0), "Team").unwrap();
        Member::join_team(&mut full, &by(1), &owner, &team).unwrap();
    }
    let more = Team::form(org(), id(200), &by(0), "One more").unwrap();
    assert_eq!(outcome(&mut full, |m| Member::join_team(m, &by(1), &owner, &more)), Err("too_many"));
    let row = serde_json::to_vec(full.state()).unwrap();
    assert!(row.len() <= 8 * 1024, "{} bytes", row.len());
    assert_eq!(serde_json::from_slice::<Member>(&row).unwrap(), *full.state());
}

#[test]
fn organisations_and_people_have_names() {
    let mut acme = Org::found(org(), &by(0), " Acme ").unwrap();
    assert_eq!((acme.name.as_str(), acme.id().bits()), ("Acme", acme.org().bits()));
    Org::rename(&mut acme, &by(1), "Acme").unwrap();
    assert_eq!(acme.pending().len(), 1, "the same name records nothing");
    Org::rename(&mut acme, &by(1), "Apex").unwrap();
    assert_eq!(acme.name, "Apex");
    assert_eq!(Org::rename(&mut acme, &by(1), "").unwrap_err().code(), "name_invalid");
    assert_eq!(Person::register(org(), person(3), &by(0), "\u{7}").unwrap_err().code(), "name_invalid");
    assert_eq!(Person::register(org(), person(3), &by(0), "Ada").unwrap().created_at, time(0));
}

#[test]
fn an_organisation_is_suspended_and_resumed_once_each_and_the_operator_s_own_never() {
    let mut acme = Org::found(org(), &by(0), "Acme").unwrap();
    let refused = |result: Result<(), AccessRefusal>| result.unwrap_err().code();
    assert_eq!(refused(Org::resume(&mut acme, &by(1))), "not_suspended");
    assert_eq!(refused(Org::suspend(&mut acme, &by(1), "\u{7}")), "name_invalid");
    Org::suspend(&mut acme, &by(1), "unpaid").unwrap();
    assert_eq!(acme.suspended.as_ref().map(|suspended| (suspended.at, suspended.reason.as_str())), Some((time(1), "unpaid")));
    assert_eq!(refused(Org::suspend(&mut acme, &by(2), "again")), "already_suspended");
    Org::resume(&mut acme, &by(3)).unwrap();
    assert_eq!(acme.suspended, None);
    Org::choose_plan(&mut acme, &by(4), Some("team"));
    Org::choose_plan(&mut acme, &by(5), Some("team"));
    assert_eq!((acme.plan.as_deref(), acme.pending().len()), (Some("team"), 4), "the same plan records nothing");
    let mut own = Org::found_operator(org(), &by(0), "local").unwrap();
    assert_eq!(refused(Org::suspend(&mut own, &by(1), "by mistake")), "operator_organisation");
}

#[test]
fn a_delegation_has_an_end_and_a_reach() {
    let (here, there): (ProjectId, ProjectId) = (id(4), id(9));
    let grant = |to: u8, until| Delegation::grant(org(), id(7), &by(0), (person(3), person(to)), Some(here), until);
    assert_eq!(grant(3, time(60)).unwrap_err().code(), "self_delegation");
    assert_eq!(grant(6, time(0)).unwrap_err().code(), "end_out_of_range");
    assert_eq!(grant(6, time(0).plus(MAX_DELEGATION).plus(std::time::Duration::from_micros(1))).unwrap_err().code(), "end_out_of_range");
    let mut delegation = grant(6, time(60)).unwrap();
    assert!(delegation.valid(time(59), here));
    assert!(!delegation.valid(time(60), here), "it ends");
    assert!(!delegation.valid(time(59), there), "another project");
    Delegation::revoke(&mut delegation, &by(10)).unwrap();
    assert!(!delegation.valid(time(11), here));
    assert_eq!(Delegation::revoke(&mut delegation, &by(11)).unwrap_err().code(), "delegation_revoked");
    let all = Delegation::grant(org(), id(7), &by(0), (person(3), person(6)), None, time(60)).unwrap();
    assert!(all.valid(time(1), there));
}
