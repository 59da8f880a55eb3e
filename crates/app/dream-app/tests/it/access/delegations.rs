//! Delegations: given, ended, seen.

use super::{person, project, refusal, scoped};
use dream_access::{Role, TokenScope};
use dream_app::{
    Kind,
    delegations::{self, NewDelegation},
};
use dream_id::{DelegationId, Limit, PersonId};
use dream_testkit::TestApp;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

fn to(app: &TestApp, to: PersonId) -> NewDelegation {
    NewDelegation { to, project: None, until: app.app.now().plus(DAY) }
}

async fn one_person_lets_another_decide_until_a_time_or_sooner(app: &TestApp) {
    let (ada, bob) = (app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let site = project(&app.owner(), "site").await;
    let given = delegations::grant(&ada, NewDelegation { project: Some(site), ..to(app, person(&bob)) }).await.unwrap();
    assert_eq!((given.from, given.to, given.project), (person(&ada), person(&bob), Some(site)));
    assert!(given.valid(app.app.now(), site) && !given.valid(app.app.now().plus(DAY), site));
    let listed = delegations::list(&bob, None, Limit::default()).await.unwrap();
    assert_eq!(listed.items, std::slice::from_ref(&given));
    let ended = delegations::revoke(&ada, given.id()).await.unwrap();
    assert!(!ended.valid(app.app.now(), site));
    assert_eq!(refusal(delegations::revoke(&ada, given.id()).await), (Kind::Conflict, "delegation_revoked"));
}

async fn others_end_it_only_where_they_manage_the_organisation(app: &TestApp) {
    let (ada, bob) = (app.person(Role::Reviewer).await, app.person(Role::Reviewer).await);
    let given = delegations::grant(&ada, to(app, person(&bob))).await.unwrap().id();
    assert_eq!(refusal(delegations::revoke(&bob, given).await), (Kind::Forbidden, "role_too_low"));
    let maintainer = app.person(Role::Maintainer).await;
    assert!(delegations::revoke(&maintainer, given).await.is_ok());
}

async fn what_cannot_be_is_refused(app: &TestApp) {
    let ada = app.person(Role::Reviewer).await;
    let bob = person(&app.person(Role::Viewer).await);
    let missing = (Kind::NotFound, "not_found");
    assert_eq!(refusal(delegations::grant(&ada, to(app, person(&ada))).await), (Kind::Invalid, "self_delegation"));
    assert_eq!(refusal(delegations::grant(&ada, to(app, app.app.store.new_id())).await), missing);
    let elsewhere = NewDelegation { project: Some(app.app.store.new_id()), ..to(app, bob) };
    assert_eq!(refusal(delegations::grant(&ada, elsewhere).await), missing);
    for until in [app.app.now(), app.app.now().plus(91 * DAY)] {
        let new = NewDelegation { until, ..to(app, bob) };
        assert_eq!(refusal(delegations::grant(&ada, new).await), (Kind::Invalid, "end_out_of_range"));
    }
    let unknown: DelegationId = app.app.store.new_id();
    assert_eq!(refusal(delegations::revoke(&ada, unknown).await), missing);
    let cannot_review = scoped(app, &ada, &[TokenScope::Read, TokenScope::Write, TokenScope::Admin]).await;
    assert_eq!(refusal(delegations::grant(&cannot_review, to(app, bob)).await), (Kind::Forbidden, "scope_missing"));
    assert!(delegations::list(&ada, None, Limit::default()).await.unwrap().items.is_empty());
}

dream_testkit::for_both_engines!(
    one_person_lets_another_decide_until_a_time_or_sooner,
    others_end_it_only_where_they_manage_the_organisation,
    what_cannot_be_is_refused,
);
