//! Two organisations on one database: neither sees, names or touches what is the other's.

use super::{member, person, project, refusal};
use dream_access::{Role, TokenScope};
use dream_app::{
    Kind, audit, delegations,
    members::{self, MemberChange, NewMember, RoleChange, Who},
    orgs, teams, tokens, whoami,
};
use dream_id::Limit;
use dream_testkit::{TestApp, found};
use std::time::Duration;

async fn ids_of_another_organisation_are_not_found(app: &TestApp) {
    let stranger = found(&app.app, "second").await.owner;
    let ours = app.person(Role::Reviewer).await;
    let (their_member, their_person) = (member(&ours).await, person(&ours));
    let team = teams::create(&app.owner(), "writers".to_owned()).await.unwrap().team.id();
    let site = project(&app.owner(), "site").await;
    let until = app.app.now().plus(Duration::from_mins(1));
    let delegation = delegations::NewDelegation { to: person(&app.owner()), project: None, until };
    let delegation = delegations::grant(&ours, delegation).await.unwrap().id();
    let token = ours.identity().unwrap().token().unwrap();
    let own_member = member(&stranger).await;
    let own_team = teams::create(&stranger, "ours".to_owned()).await.unwrap().team.id();

    let role = || MemberChange { role: RoleChange::To(Some(Role::Viewer)), ..MemberChange::default() };
    let on_site = || MemberChange { grant: vec![(site, Role::Viewer)], ..MemberChange::default() };
    let team_on_site = || teams::TeamChange { name: None, grant: vec![(site, Role::Viewer)], revoke: vec![] };
    let known = NewMember { who: Who::Known(their_person), role: None };
    let for_them = tokens::MintToken { name: "x".to_owned(), scopes: TokenScope::all(), expires_at: None, person: Some(their_person) };
    let to_them = delegations::NewDelegation { to: their_person, project: None, until };
    let refusals = [
        refusal(members::show(&stranger, their_member).await),
        refusal(members::change(&stranger, their_member, role()).await),
        refusal(members::change(&stranger, own_member, on_site()).await),
        refusal(members::remove(&stranger, their_member).await),
        refusal(members::add(&stranger, known).await),
        refusal(teams::show(&stranger, team).await),
        refusal(teams::change(&stranger, team, team_on_site()).await),
        refusal(teams::change(&stranger, own_team, team_on_site()).await),
        refusal(teams::add_member(&stranger, team, own_member).await),
        refusal(teams::add_member(&stranger, own_team, their_member).await),
        refusal(teams::remove_member(&stranger, team, their_member).await),
        refusal(tokens::mint(&stranger, for_them).await),
        refusal(tokens::show(&stranger, token).await),
        refusal(tokens::revoke(&stranger, token, None).await),
        refusal(delegations::grant(&stranger, to_them).await),
        refusal(delegations::show(&stranger, delegation).await),
        refusal(delegations::revoke(&stranger, delegation).await),
    ];
    for (number, refused) in refusals.into_iter().enumerate() {
        assert_eq!(refused, (Kind::NotFound, "not_found"), "case {number}");
    }
}

/// Trap 28: every list is filtered by the caller's organisation.
async fn lists_hold_nothing_of_another_organisation(app: &TestApp) {
    let stranger = found(&app.app, "second").await;
    app.person(Role::Reviewer).await;
    teams::create(&app.owner(), "writers".to_owned()).await.unwrap();
    app.sequence().await;
    let op = &stranger.owner;
    let limit = Limit::default();
    assert_eq!(members::list(op, None, limit).await.unwrap().items.len(), 1);
    assert!(teams::list(op, None, limit).await.unwrap().items.is_empty());
    assert!(delegations::list(op, None, limit).await.unwrap().items.is_empty());
    assert_eq!(tokens::list(op, tokens::Whose::Everybody, None, limit).await.unwrap().items.len(), 1);
    assert_eq!(orgs::show(op).await.unwrap().name, "second");
    assert_eq!(whoami(op).await.unwrap().org_name, "second");
    let log = audit::log(op, audit::AuditQuery::default(), None, limit).await.unwrap();
    assert!(log.items.len() == 4 && log.items.iter().all(|entry| entry.envelope.org == stranger.org));
    assert_eq!(audit::verify(op).await.unwrap().events, 4);
    let mut export = audit::export(op).await.unwrap();
    assert_eq!(export.next().await.unwrap().unwrap().len(), 4);
    assert!(export.next().await.unwrap().is_none());
}

dream_testkit::for_both_engines!(ids_of_another_organisation_are_not_found, lists_hold_nothing_of_another_organisation);
