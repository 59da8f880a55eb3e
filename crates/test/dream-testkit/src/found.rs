//! Organisations, made from nothing.

use dream_access::{Identity, Member, NewToken, Org, Person, Role, Token, TokenScope, TokenText};
use dream_app::{App, Op, auth};
use dream_id::{OrgId, PersonId, Scope};
use dream_ledger::{Actor, By, Stream};
use dream_store::Filter;
use std::time::Duration;

/// An organisation that was made.
#[derive(Clone)]
pub struct Founded {
    /// The organisation.
    pub org: OrgId,
    /// Its owner, calling.
    pub owner: Op,
}

/// Makes an organisation with an owner. The first one is the operator's, as on every server; a second one is what tests of the walls between
/// organisations need.
pub async fn found(app: &App, name: &str) -> Founded {
    let store = &app.store;
    let (org, person): (OrgId, PersonId) = (store.new_id(), store.new_id());
    let by = By { at: store.now(), actor: Actor::system("setup") };
    let setup = Identity::system(org, "setup");
    let mut bits = [0; 32];
    store.rng().fill(&mut bits);
    let text = TokenText::from_random(bits);
    let expires_at = by.at.plus(Duration::from_hours(365 * 24));
    let new = NewToken { person, name: "test".to_owned(), digest: text.digest(), scopes: TokenScope::all(), expires_at };
    let mut tx = store.begin().await.unwrap().caused_by(Some("setup.start".to_owned()), None);
    let others: Vec<Stream<Org>> = tx.list(Scope::System(app.system), &Filter::default()).await.unwrap();
    let made = if others.is_empty() { Org::found_operator(org, &by, name) } else { Org::found(org, &by, name) };
    tx.save(&mut made.unwrap()).await.unwrap();
    tx.save(&mut Person::register(org, person, &by, "owner").unwrap()).await.unwrap();
    tx.save(&mut Member::join(org, store.new_id(), &by, &setup, person, Some(Role::Owner)).unwrap()).await.unwrap();
    tx.save(&mut Token::mint(org, store.new_id(), &by, &setup, new).unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    Founded { org, owner: auth::authenticate(app, text.expose()).await.unwrap() }
}
