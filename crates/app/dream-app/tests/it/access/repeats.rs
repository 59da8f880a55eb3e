//! Commands that are sent again under their key, and what became of them the first time.

use super::{member, refusal};
use dream_access::Role;
use dream_app::{
    IdempotencyKey, Kind, Op, auth,
    members::{self, MemberChange, RoleChange},
    tokens::{self, MintToken},
};
use dream_id::{Limit, MemberId};
use dream_testkit::TestApp;

fn keyed(op: &Op, key: &str) -> Op {
    op.clone().with_key(Some(IdempotencyKey::parse(key).unwrap()))
}

/// The second time the command is in its own way: what is answered is what was answered before, and nothing more is done.
async fn a_command_that_could_not_be_done_twice_is_answered_as_before(app: &TestApp) {
    let going = member(&app.person(Role::Viewer).await).await;
    let remover = keyed(&app.owner(), "remove-1");
    for _ in 0..2 {
        members::remove(&remover, going).await.unwrap();
    }
    assert_eq!(refusal(members::remove(&keyed(&app.owner(), "remove-2"), going).await).1, "member_removed");
    assert_eq!(members::list(&app.owner(), None, Limit::default()).await.unwrap().items.len(), 1);
}

/// Whether the other command could be done or not.
async fn a_key_is_for_one_command_whatever_became_of_the_other(app: &TestApp) {
    let going = member(&app.person(Role::Viewer).await).await;
    let staying = member(&app.person(Role::Viewer).await).await;
    let op = keyed(&app.owner(), "one");
    members::remove(&op, going).await.unwrap();
    let promotion = || MemberChange { role: RoleChange::To(Some(Role::Contributor)), ..MemberChange::default() };
    let unknown: MemberId = app.app.store.new_id();
    for other in [staying, going, unknown] {
        assert_eq!(refusal(members::change(&op, other, promotion()).await), (Kind::Conflict, "idempotency_key_reused"));
    }
}

/// A refusal is not remembered: under the same key the command may be sent again, and be done.
async fn a_command_that_was_refused_may_be_sent_again(app: &TestApp) {
    let person = app.person(Role::Viewer).await;
    let id = member(&person).await;
    let change = || MemberChange { role: RoleChange::To(Some(Role::Owner)), ..MemberChange::default() };
    let maintainer = app.person(Role::Maintainer).await;
    let op = keyed(&maintainer, "again");
    assert_eq!(refusal(members::change(&op, id, change()).await).0, Kind::Forbidden);
    let own = MemberChange { role: RoleChange::To(Some(Role::Owner)), ..MemberChange::default() };
    members::change(&app.owner(), member(&maintainer).await, own).await.unwrap();
    members::change(&op, id, change()).await.unwrap();
}

/// Whoever may no longer call is not told what came of the call either.
async fn a_revoked_token_is_told_nothing_of_before(app: &TestApp) {
    let new = MintToken { name: "t".to_owned(), scopes: dream_access::TokenScope::all(), expires_at: None, person: None };
    let minted = tokens::mint(&app.owner(), new).await.unwrap();
    let op = keyed(&auth::authenticate(&app.app, minted.text.unwrap().expose()).await.unwrap(), "told");
    let going = member(&app.person(Role::Viewer).await).await;
    members::remove(&op, going).await.unwrap();
    tokens::revoke(&app.owner(), minted.token.id(), None).await.unwrap();
    assert_eq!(refusal(members::remove(&op, going).await), (Kind::Unauthenticated, "token_revoked"));
}

dream_testkit::for_both_engines!(
    a_command_that_could_not_be_done_twice_is_answered_as_before,
    a_command_that_was_refused_may_be_sent_again,
    a_key_is_for_one_command_whatever_became_of_the_other,
    a_revoked_token_is_told_nothing_of_before,
);
