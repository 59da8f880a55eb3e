//! Teams: people who share roles on projects.

use super::{member, project, refusal};
use dream_access::{Action, Role};
use dream_app::{
    Kind, Op, members,
    teams::{self, TeamChange, TeamView},
};
use dream_id::{Limit, ProjectId, TeamId};
use dream_testkit::TestApp;

fn grant(project: ProjectId, role: Role) -> TeamChange {
    TeamChange { grant: vec![(project, role)], ..TeamChange::default() }
}

fn revoke(project: ProjectId) -> TeamChange {
    TeamChange { revoke: vec![project], ..TeamChange::default() }
}

async fn team(op: &Op, name: &str) -> TeamView {
    teams::create(op, name.to_owned()).await.unwrap()
}

async fn a_team_gives_its_people_its_roles_while_they_are_in_it(app: &TestApp) {
    let site = project(&app.owner(), "site").await;
    let writer = app.person(None).await;
    let id = team(&app.owner(), "writers").await.team.id();
    teams::change(&app.owner(), id, grant(site, Role::Contributor)).await.unwrap();
    assert!(app.again(&writer).await.allow(Action::RunStart, Some(site)).is_err());
    let view = teams::add_member(&app.owner(), id, member(&writer).await).await.unwrap();
    assert_eq!(view.members, [member(&writer).await]);
    assert!(app.again(&writer).await.allow(Action::RunStart, Some(site)).is_ok());
    teams::change(&app.owner(), id, revoke(site)).await.unwrap();
    assert!(app.again(&writer).await.allow(Action::RunStart, Some(site)).is_err());
    teams::change(&app.owner(), id, grant(site, Role::Contributor)).await.unwrap();
    let view = teams::remove_member(&app.owner(), id, member(&writer).await).await.unwrap();
    assert!(view.members.is_empty());
    assert!(app.again(&writer).await.allow(Action::RunStart, Some(site)).is_err());
}

async fn a_team_is_no_way_around_ones_own_role(app: &TestApp) {
    let site = project(&app.owner(), "site").await;
    let maintainer = app.person(Role::Maintainer).await;
    let id = team(&maintainer, "leads").await.team.id();
    let above = (Kind::Forbidden, "above_own_role");
    assert_eq!(refusal(teams::change(&maintainer, id, grant(site, Role::Owner)).await), above);
    teams::change(&app.owner(), id, grant(site, Role::Owner)).await.unwrap();
    assert_eq!(refusal(teams::add_member(&maintainer, id, member(&maintainer).await).await), above);
    assert_eq!(refusal(teams::change(&maintainer, id, revoke(site)).await), above);
    let reviewer = app.person(Role::Reviewer).await;
    for refused in [
        refusal(teams::create(&reviewer, "x".to_owned()).await),
        refusal(teams::change(&reviewer, id, revoke(site)).await),
        refusal(teams::add_member(&reviewer, id, member(&reviewer).await).await),
        refusal(teams::remove_member(&reviewer, id, member(&reviewer).await).await),
    ] {
        assert_eq!(refused, (Kind::Forbidden, "role_too_low"));
    }
}

async fn what_cannot_be_is_refused(app: &TestApp) {
    let view = team(&app.owner(), "writers").await;
    let (id, site) = (view.team.id(), project(&app.owner(), "site").await);
    let (unknown_team, unknown_project): (TeamId, ProjectId) = (app.app.store.new_id(), app.app.store.new_id());
    let someone = member(&app.person(None).await).await;
    let missing = (Kind::NotFound, "not_found");
    assert_eq!(refusal(teams::show(&app.owner(), unknown_team).await), missing);
    assert_eq!(refusal(teams::change(&app.owner(), unknown_team, grant(site, Role::Viewer)).await), missing);
    assert_eq!(refusal(teams::change(&app.owner(), id, grant(unknown_project, Role::Viewer)).await), missing);
    assert_eq!(refusal(teams::add_member(&app.owner(), unknown_team, someone).await), missing);
    assert_eq!(refusal(teams::add_member(&app.owner(), id, app.app.store.new_id()).await), missing);
    assert_eq!(refusal(teams::change(&app.owner(), id, revoke(site)).await), (Kind::Conflict, "no_project_role"));
    assert_eq!(refusal(teams::change(&app.owner(), id, TeamChange::default()).await), (Kind::Invalid, "nothing_to_change"));
    assert_eq!(refusal(teams::remove_member(&app.owner(), id, someone).await), (Kind::Conflict, "not_in_team"));
    assert_eq!(refusal(teams::create(&app.owner(), String::new()).await), (Kind::Invalid, "name_invalid"));
    assert_eq!(teams::show(&app.owner(), id).await.unwrap(), view, "a refused command changes nothing");
}

async fn a_name_is_that_of_one_team(app: &TestApp) {
    let writers = team(&app.owner(), "writers").await;
    let editors = team(&app.owner(), "editors").await;
    let named = |name: &str| TeamChange { name: Some(name.to_owned()), ..TeamChange::default() };
    let taken = (Kind::Conflict, "name_taken");
    assert_eq!(refusal(teams::create(&app.owner(), "writers".to_owned()).await), taken);
    assert_eq!(refusal(teams::change(&app.owner(), editors.team.id(), named("writers")).await), taken);
    assert_eq!(teams::show(&app.owner(), editors.team.id()).await.unwrap(), editors, "a refused command changes nothing");
    teams::change(&app.owner(), writers.team.id(), named("writers")).await.unwrap();
    teams::change(&app.owner(), writers.team.id(), named("authors")).await.unwrap();
    teams::change(&app.owner(), editors.team.id(), named("writers")).await.unwrap();
    let owner = app.owner();
    let (one, other) = tokio::join!(teams::create(&owner, "twice".to_owned()), teams::create(&owner, "twice".to_owned()));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|made| **made).count(), 1, "of two at once, one");
}

async fn a_removed_member_is_in_no_team(app: &TestApp) {
    let id = team(&app.owner(), "writers").await.team.id();
    let someone = member(&app.person(None).await).await;
    teams::add_member(&app.owner(), id, someone).await.unwrap();
    members::remove(&app.owner(), someone).await.unwrap();
    assert!(teams::show(&app.owner(), id).await.unwrap().members.is_empty());
    assert_eq!(refusal(teams::add_member(&app.owner(), id, someone).await), (Kind::Conflict, "member_removed"));
    let listed = teams::list(&app.owner(), None, Limit::default()).await.unwrap();
    assert_eq!(listed.items.iter().map(|view| view.team.id()).collect::<Vec<_>>(), [id]);
}

dream_testkit::for_both_engines!(
    a_name_is_that_of_one_team,
    a_removed_member_is_in_no_team,
    a_team_gives_its_people_its_roles_while_they_are_in_it,
    a_team_is_no_way_around_ones_own_role,
    what_cannot_be_is_refused,
);
