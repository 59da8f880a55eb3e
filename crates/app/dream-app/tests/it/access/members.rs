//! Members: who is added, by whom, with which roles, and what is left of them when they go.

use super::{member, person, project, refusal, scoped};
use dream_access::{Action, Role, TokenScope};
use dream_app::{
    IdempotencyKey, Kind, Op, auth, delegations,
    members::{self, MemberChange, NewMember, RoleChange, Who},
    tokens::{self, MintToken},
};
use dream_id::{Limit, MemberId, ProjectId};
use dream_testkit::TestApp;
use std::collections::BTreeSet;
use std::time::Duration;

fn named(name: &str, role: impl Into<Option<Role>>) -> NewMember {
    NewMember { who: Who::New(name.to_owned()), role: role.into() }
}

fn role(role: impl Into<Option<Role>>) -> MemberChange {
    MemberChange { role: RoleChange::To(role.into()), ..MemberChange::default() }
}

fn grant(project: ProjectId, role: Role) -> MemberChange {
    MemberChange { grant: vec![(project, role)], ..MemberChange::default() }
}

fn revoke(project: ProjectId) -> MemberChange {
    MemberChange { revoke: vec![project], ..MemberChange::default() }
}

async fn a_person_is_added_with_a_name_and_a_role(app: &TestApp) {
    let ada = members::add(&app.owner(), named(" Ada ", Role::Reviewer)).await.unwrap();
    assert_eq!((ada.name.as_str(), ada.member.role), ("Ada", Some(Role::Reviewer)));
    let bob = members::add(&app.owner(), named("Bob", None)).await.unwrap();
    assert_eq!(members::show(&app.owner(), bob.member.id()).await.unwrap(), bob);
    let listed = members::list(&app.owner(), None, Limit::default()).await.unwrap();
    let names: BTreeSet<_> = listed.items.iter().map(|member| member.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["Ada", "Bob", "owner"]));
}

async fn a_list_longer_than_a_page_is_read_page_by_page(app: &TestApp) {
    let mut expected = BTreeSet::from([member(&app.owner()).await]);
    for number in 0..6 {
        expected.insert(members::add(&app.owner(), named(&format!("m{number}"), None)).await.unwrap().member.id());
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = members::list(&app.owner(), cursor, Limit::new(3)).await.unwrap();
        assert!(page.items.len() <= 3);
        seen.extend(page.items.iter().map(|view| view.member.id()));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), expected.len(), "an item came twice or is missing");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), expected);
}

async fn nobody_gives_or_takes_more_than_their_own_role(app: &TestApp) {
    let maintainer = app.person(Role::Maintainer).await;
    let owner = member(&app.owner()).await;
    let above = (Kind::Forbidden, "above_own_role");
    assert_eq!(refusal(members::add(&maintainer, named("Eve", Role::Owner)).await), above);
    assert_eq!(refusal(members::change(&maintainer, owner, role(Role::Viewer)).await), above);
    assert_eq!(refusal(members::remove(&maintainer, owner).await), above);
    let own = member(&maintainer).await;
    assert_eq!(refusal(members::change(&maintainer, own, role(Role::Owner)).await), above);
    assert!(members::add(&maintainer, named("Max", Role::Maintainer)).await.is_ok());
}

async fn only_those_whose_role_and_token_allow_it_manage_members(app: &TestApp) {
    let reviewer = app.person(Role::Reviewer).await;
    let target = member(&reviewer).await;
    for caller in [app.person(None).await, app.person(Role::Viewer).await, app.person(Role::Contributor).await, reviewer] {
        let too_low = (Kind::Forbidden, "role_too_low");
        assert_eq!(refusal(members::add(&caller, named("Eve", None)).await), too_low);
        assert_eq!(refusal(members::change(&caller, target, role(None)).await), too_low);
        assert_eq!(refusal(members::remove(&caller, target).await), too_low);
    }
    let without_admin = scoped(app, &app.owner(), &[TokenScope::Read, TokenScope::Write, TokenScope::Review]).await;
    assert_eq!(refusal(members::remove(&without_admin, target).await), (Kind::Forbidden, "scope_missing"));
    let without_read = scoped(app, &app.owner(), &[TokenScope::Admin]).await;
    assert_eq!(refusal(members::list(&without_read, None, Limit::default()).await), (Kind::Forbidden, "scope_missing"));
    assert!(members::add(&without_read, named("Ada", None)).await.is_ok(), "the answer to a command needs no right to read");
}

async fn the_last_owner_stays(app: &TestApp) {
    let owner = member(&app.owner()).await;
    let last = (Kind::Conflict, "last_owner");
    assert_eq!(refusal(members::change(&app.owner(), owner, role(Role::Maintainer)).await), last);
    assert_eq!(refusal(members::remove(&app.owner(), owner).await), last);
    let second = app.person(Role::Owner).await;
    assert!(members::change(&second, owner, role(Role::Maintainer)).await.is_ok());
    assert_eq!(refusal(members::remove(&second, member(&second).await).await), last);
}

async fn what_was_taken_away_after_signing_in_no_longer_counts(app: &TestApp) {
    let second = app.person(Role::Owner).await;
    members::change(&app.owner(), member(&second).await, role(Role::Viewer)).await.unwrap();
    assert_eq!(refusal(members::add(&second, named("Eve", None)).await), (Kind::Forbidden, "role_too_low"));
    members::remove(&app.owner(), member(&second).await).await.unwrap();
    assert_eq!(refusal(members::add(&second, named("Eve", None)).await), (Kind::Unauthenticated, "token_revoked"));
}

async fn roles_on_projects_are_granted_by_those_who_run_the_project(app: &TestApp) {
    let (ours, other) = (project(&app.owner(), "ours").await, project(&app.owner(), "other").await);
    let lead = app.person(None).await;
    let newcomer = member(&app.person(None).await).await;
    members::change(&app.owner(), member(&lead).await, grant(ours, Role::Maintainer)).await.unwrap();
    let view = members::change(&lead, newcomer, grant(ours, Role::Contributor)).await.unwrap();
    assert_eq!(view.member.projects.get(&ours), Some(&Role::Contributor));
    assert_eq!(refusal(members::change(&lead, newcomer, grant(ours, Role::Owner)).await), (Kind::Forbidden, "above_own_role"));
    assert_eq!(refusal(members::change(&lead, newcomer, grant(other, Role::Viewer)).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(members::change(&lead, newcomer, role(Role::Viewer)).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(members::change(&lead, newcomer, revoke(other)).await), (Kind::Forbidden, "role_too_low"));
    let view = members::change(&lead, newcomer, revoke(ours)).await.unwrap();
    assert!(view.member.projects.is_empty());
    assert_eq!(refusal(members::change(&lead, newcomer, revoke(ours)).await), (Kind::Conflict, "no_project_role"));
}

async fn several_changes_happen_together_or_not_at_all(app: &TestApp) {
    let known = project(&app.owner(), "known").await;
    let unknown: ProjectId = app.app.store.new_id();
    let target = member(&app.person(None).await).await;
    let both = MemberChange { grant: vec![(known, Role::Viewer), (unknown, Role::Viewer)], ..role(Role::Reviewer) };
    assert_eq!(refusal(members::change(&app.owner(), target, both).await), (Kind::NotFound, "not_found"));
    let view = members::show(&app.owner(), target).await.unwrap();
    assert!(view.member.projects.is_empty() && view.member.role.is_none());
    let view = members::change(&app.owner(), target, MemberChange { ..grant(known, Role::Viewer) }).await.unwrap();
    assert_eq!(view.member.saved_version(), 2);
    let nothing = members::change(&app.owner(), target, MemberChange::default()).await;
    assert_eq!(refusal(nothing), (Kind::Invalid, "nothing_to_change"));
}

async fn a_removed_member_leaves_nothing_that_acts(app: &TestApp) {
    let (gone, friend) = (app.person(Role::Maintainer).await, app.person(Role::Reviewer).await);
    let until = app.app.now().plus(Duration::from_hours(1));
    let to_friend = delegations::NewDelegation { to: person(&friend), project: None, until };
    let given = delegations::grant(&gone, to_friend).await.unwrap().id();
    let to_gone = delegations::NewDelegation { to: person(&gone), project: None, until };
    let received = delegations::grant(&friend, to_gone).await.unwrap().id();
    let text = mint(&gone).await;

    let view = members::remove(&app.owner(), member(&gone).await).await.unwrap();
    assert!(view.member.removed);
    assert_eq!(refusal(auth::authenticate(&app.app, &text).await).0, Kind::Unauthenticated);
    for id in [given, received] {
        assert!(delegations::show(&app.owner(), id).await.unwrap().revoked_at.is_some());
    }
    assert_eq!(refusal(members::remove(&app.owner(), view.member.id()).await), (Kind::Conflict, "member_removed"));
    let listed = members::list(&app.owner(), None, Limit::default()).await.unwrap();
    assert!(listed.items.iter().all(|member| member.member.id() != view.member.id()));
}

async fn somebody_who_comes_back_does_not_get_their_old_tokens_back(app: &TestApp) {
    let gone = app.person(Role::Maintainer).await;
    let text = mint(&gone).await;
    let before = member(&gone).await;
    let back = || NewMember { who: Who::Known(person(&gone)), role: Some(Role::Viewer) };
    assert_eq!(refusal(members::add(&app.owner(), back()).await), (Kind::Conflict, "already_member"));
    members::remove(&app.owner(), before).await.unwrap();
    let again = members::add(&app.owner(), back()).await.unwrap();
    assert_ne!(again.member.id(), before);
    assert_eq!((again.member.person, again.member.role), (person(&gone), Some(Role::Viewer)));
    assert_eq!(refusal(auth::authenticate(&app.app, &text).await).0, Kind::Unauthenticated);
    let stranger = NewMember { who: Who::Known(app.app.store.new_id()), role: None };
    assert_eq!(refusal(members::add(&app.owner(), stranger).await), (Kind::NotFound, "not_found"));
}

async fn a_command_sent_twice_under_one_key_is_done_once(app: &TestApp) {
    let keyed = app.owner().with_key(Some(IdempotencyKey::parse("k-1").unwrap()));
    let first = members::add(&keyed, named("Ada", Role::Viewer)).await.unwrap();
    let again = members::add(&keyed, named("Ada", Role::Viewer)).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(refusal(members::add(&keyed, named("Bob", Role::Viewer)).await), (Kind::Conflict, "idempotency_key_reused"));
    let listed = members::list(&app.owner(), None, Limit::default()).await.unwrap();
    assert_eq!(listed.items.len(), 2);
}

async fn names_that_cannot_be_shown_are_refused(app: &TestApp) {
    for name in ["", "  ", "a\u{202e}b", "a\nb", &"x".repeat(101)] {
        assert_eq!(refusal(members::add(&app.owner(), named(name, None)).await), (Kind::Invalid, "name_invalid"), "{name:?}");
    }
}

async fn a_worker_is_nobody_who_manages_people(app: &TestApp) {
    let worker = Op::of_worker(app.app.clone(), "scheduler");
    assert!(worker.allow(Action::MemberManage, None).is_ok(), "the policy lets workers pass; the use case does not");
    assert_eq!(refusal(members::add(&worker, named("Eve", None)).await), (Kind::Forbidden, "people_only"));
    let target: MemberId = member(&app.owner()).await;
    assert_eq!(refusal(members::remove(&worker, target).await), (Kind::Forbidden, "people_only"));
}

/// The text of a new token of the caller.
async fn mint(op: &Op) -> String {
    let new = MintToken { name: "own".to_owned(), scopes: TokenScope::all(), expires_at: None, person: None };
    tokens::mint(op, new).await.unwrap().text.unwrap().expose().to_owned()
}

dream_testkit::for_both_engines!(
    a_command_sent_twice_under_one_key_is_done_once,
    a_list_longer_than_a_page_is_read_page_by_page,
    a_person_is_added_with_a_name_and_a_role,
    a_removed_member_leaves_nothing_that_acts,
    a_worker_is_nobody_who_manages_people,
    names_that_cannot_be_shown_are_refused,
    nobody_gives_or_takes_more_than_their_own_role,
    only_those_whose_role_and_token_allow_it_manage_members,
    roles_on_projects_are_granted_by_those_who_run_the_project,
    several_changes_happen_together_or_not_at_all,
    somebody_who_comes_back_does_not_get_their_old_tokens_back,
    the_last_owner_stays,
    what_was_taken_away_after_signing_in_no_longer_counts,
);
