//! Two people who act at the same moment.

use super::{member, person, refusal};
use dream_access::{Role, TokenScope};
use dream_app::{
    AppError, IdempotencyKey, Kind, Op, auth,
    members::{self, MemberChange, RoleChange},
    tokens::{self, MintToken},
};
use dream_id::{Limit, MemberId};
use dream_store::people;
use dream_testkit::TestApp;

/// How often each race is run: without the locks, one round in two or three goes wrong on PostgreSQL.
const ROUNDS: usize = 12;

fn demotion() -> MemberChange {
    MemberChange { role: RoleChange::To(Some(Role::Viewer)), ..MemberChange::default() }
}

async fn owners(app: &TestApp) -> usize {
    let mut reader = app.app.store.read().await.unwrap();
    let members = people::members(&mut reader, app.org).await.unwrap();
    members.iter().filter(|member| member.role == Some(Role::Owner)).count()
}

async fn two_owners_who_step_down_at_once_leave_one(app: &TestApp) {
    let mut last = app.owner();
    for _ in 0..ROUNDS {
        let other = promoted(app, &last).await;
        let (one, two) = (member(&last).await, member(&other).await);
        let (first, second) = both(step_down(last.clone(), one), step_down(other.clone(), two)).await;
        assert_eq!(owners(app).await, 1);
        let refused = if first.is_ok() { second } else { first };
        assert_eq!(refusal(refused), (Kind::Conflict, "last_owner"));
        last = the_owner(app, [last, other]).await;
    }
}

async fn two_owners_who_demote_each_other_leave_one(app: &TestApp) {
    let mut last = app.owner();
    for _ in 0..ROUNDS {
        let other = promoted(app, &last).await;
        let (one, two) = (member(&last).await, member(&other).await);
        let (first, second) = both(step_down(last.clone(), two), step_down(other.clone(), one)).await;
        assert_eq!(owners(app).await, 1);
        let refused = if first.is_ok() { second } else { first };
        assert_eq!(refusal(refused), (Kind::Forbidden, "role_too_low"));
        last = the_owner(app, [last, other]).await;
    }
}

async fn a_token_made_while_its_member_is_removed_is_revoked_or_refused(app: &TestApp) {
    for _ in 0..ROUNDS {
        let going = app.person(Role::Maintainer).await;
        let id = member(&going).await;
        let new = MintToken { name: "late".to_owned(), scopes: TokenScope::all(), expires_at: None, person: Some(person(&going)) };
        let (remover, caller) = (app.owner(), app.owner());
        let removal = async move { members::remove(&remover, id).await.map(drop) };
        let minting = async move { tokens::mint(&caller, new).await };
        let (removed, answer) = both(removal, minting).await;
        removed.unwrap();
        match answer {
            Err(error) => assert_eq!((error.kind, error.code), (Kind::NotFound, "not_found")),
            Ok(late) => {
                let text = late.text.unwrap();
                assert_eq!(refusal(auth::authenticate(&app.app, text.expose()).await).0, Kind::Unauthenticated);
            }
        }
    }
}

async fn a_command_sent_twice_at_once_under_one_key_is_done_once(app: &TestApp) {
    for round in 0..ROUNDS {
        let key = IdempotencyKey::parse(&format!("round-{round}")).unwrap();
        let op = app.owner().with_key(Some(key));
        let name = format!("person of round {round}");
        let add = |op: Op, name: String| async move {
            let new = members::NewMember { who: members::Who::New(name), role: None };
            members::add(&op, new).await.map(|view| view.member.id())
        };
        let (first, second) = both(add(op.clone(), name.clone()), add(op, name.clone())).await;
        assert_eq!(first.unwrap(), second.unwrap());
    }
    let listed = members::list(&app.owner(), None, Limit::default()).await.unwrap();
    assert_eq!(listed.items.len(), ROUNDS + 1);
}

/// Both at once, each on a task of its own.
async fn both<A: Send + 'static, B: Send + 'static>(
    one: impl Future<Output = A> + Send + 'static,
    two: impl Future<Output = B> + Send + 'static,
) -> (A, B) {
    let (one, two) = (tokio::spawn(one), tokio::spawn(two));
    (one.await.unwrap(), two.await.unwrap())
}

async fn step_down(op: Op, id: MemberId) -> Result<(), AppError> {
    members::change(&op, id, demotion()).await.map(drop)
}

/// A new owner, made by `owner`.
async fn promoted(app: &TestApp, owner: &Op) -> Op {
    let new = members::NewMember { who: members::Who::New("another owner".to_owned()), role: Some(Role::Owner) };
    let added = members::add(owner, new).await.unwrap();
    let new = MintToken { name: "race".to_owned(), scopes: TokenScope::all(), expires_at: None, person: Some(added.member.person) };
    let minted = tokens::mint(owner, new).await.unwrap();
    auth::authenticate(&app.app, minted.text.unwrap().expose()).await.unwrap()
}

async fn the_owner(app: &TestApp, ops: [Op; 2]) -> Op {
    for op in ops {
        let now = app.again(&op).await;
        if now.identity().unwrap().org_role == Some(Role::Owner) {
            return now;
        }
    }
    panic!("neither owns the organisation");
}

dream_testkit::for_both_engines!(
    a_command_sent_twice_at_once_under_one_key_is_done_once,
    a_token_made_while_its_member_is_removed_is_revoked_or_refused,
    two_owners_who_demote_each_other_leave_one,
    two_owners_who_step_down_at_once_leave_one,
);
