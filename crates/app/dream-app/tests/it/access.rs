//! Organisations, members, teams, tokens, delegations and the audit log.

mod audit;
mod delegations;
mod members;
mod orgs;
mod races;
mod repeats;
mod send;
mod sign_in;
mod teams;
mod tenancy;
mod tenants;
mod tokens;

use dream_access::TokenScope;
use dream_app::{
    AppError, Kind, Op, auth,
    tokens::{MintToken, mint},
};
use dream_govern::{Project, ProjectEvent};
use dream_id::{MemberId, PersonId, ProjectId};
use dream_ledger::{Digest, Stream};
use dream_store::people;
use dream_testkit::TestApp;

/// The kind and code of a refusal.
fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => (error.kind, error.code),
    }
}

/// A project in the organisation of `op`.
pub(crate) async fn project(op: &Op, name: &str) -> ProjectId {
    let store = &op.app().store;
    let event =
        ProjectEvent::Created { name: name.to_owned(), brief: Digest::of(b"brief"), brief_bytes: 5, template: "planning-only".to_owned() };
    let mut tx = store.begin().await.unwrap();
    let mut project = Stream::<Project>::create(op.org().unwrap(), store.new_id(), &op.by(), event).unwrap();
    tx.save(&mut project).await.unwrap();
    tx.commit().await.unwrap();
    project.id()
}

fn person(op: &Op) -> PersonId {
    op.person().unwrap()
}

/// The membership of the person who calls.
pub(crate) async fn member(op: &Op) -> MemberId {
    let mut reader = op.read().await.unwrap();
    people::member_of(&mut reader, op.org().unwrap(), person(op)).await.unwrap().unwrap().id()
}

/// `op` with a token that has these scopes alone.
pub(crate) async fn scoped(app: &TestApp, op: &Op, scopes: &[TokenScope]) -> Op {
    let scopes = scopes.iter().copied().collect();
    let new = MintToken { name: "scoped".to_owned(), scopes, expires_at: None, person: Some(person(op)) };
    let minted = mint(&app.owner(), new).await.unwrap();
    auth::authenticate(&app.app, minted.text.unwrap().expose()).await.unwrap()
}
