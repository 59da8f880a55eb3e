//! Tokens: made, shown once, used, ended.

use super::{person, refusal, scoped};
use dream_access::{Role, TokenScope};
use dream_app::{
    IdempotencyKey, Kind, audit, auth,
    tokens::{self, MintToken, Whose},
};
use dream_clock::Timestamp;
use dream_id::{Limit, TokenId};
use dream_sql::Sql;
use dream_testkit::TestApp;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

fn token(scopes: &[TokenScope]) -> MintToken {
    MintToken { name: "laptop".to_owned(), scopes: scopes.iter().copied().collect(), expires_at: None, person: None }
}

async fn a_token_works_until_it_is_revoked(app: &TestApp) {
    let ada = app.person(Role::Contributor).await;
    let minted = tokens::mint(&ada, token(&[TokenScope::Read, TokenScope::Admin])).await.unwrap();
    assert_eq!(minted.token.expires_at, app.app.now().plus(90 * DAY));
    let text = minted.text.unwrap();
    let op = auth::authenticate(&app.app, text.expose()).await.unwrap();
    assert_eq!(person(&op), person(&ada));
    let revoked = tokens::revoke(&op, minted.token.id(), Some("lost".to_owned())).await.unwrap();
    assert_eq!(revoked.revoked_at, Some(app.app.now()));
    assert_eq!(refusal(auth::authenticate(&app.app, text.expose()).await).0, Kind::Unauthenticated);
    assert_eq!(refusal(tokens::revoke(&op, minted.token.id(), None).await), (Kind::Unauthenticated, "token_revoked"));
}

async fn a_token_ends_when_it_says(app: &TestApp) {
    let until = app.app.now().plus(DAY);
    let minted = tokens::mint(&app.owner(), MintToken { expires_at: Some(until), ..token(&[TokenScope::Read]) }).await.unwrap();
    let text = minted.text.unwrap();
    app.clock.set(Timestamp::from_micros(until.micros() - 1));
    assert!(auth::authenticate(&app.app, text.expose()).await.is_ok());
    app.clock.set(until);
    assert_eq!(refusal(auth::authenticate(&app.app, text.expose()).await), (Kind::Unauthenticated, "token_expired"));
    for outside in [app.app.now(), app.app.now().plus(401 * DAY)] {
        let new = MintToken { expires_at: Some(outside), ..token(&[TokenScope::Read]) };
        assert_eq!(refusal(tokens::mint(&app.owner(), new).await), (Kind::Invalid, "end_out_of_range"));
    }
}

async fn the_text_is_nowhere_but_in_the_answer(app: &TestApp) {
    let keyed = app.owner().with_key(Some(IdempotencyKey::parse("mint-1").unwrap()));
    let minted = tokens::mint(&keyed, token(&[TokenScope::Read])).await.unwrap();
    let text = minted.text.as_ref().unwrap().expose().to_owned();
    assert!(!format!("{minted:?}").contains(&text));
    app.sequence().await;
    let mut export = audit::export(&app.owner()).await.unwrap();
    let mut ledger = String::new();
    while let Some(batch) = export.next().await.unwrap() {
        for entry in batch {
            ledger.push_str(&String::from_utf8(entry.envelope.canonical().unwrap()).unwrap());
        }
    }
    assert!(ledger.contains(&minted.token.digest.to_string()));
    assert!(!ledger.contains(&text[4..20]));
    // Beside the ledger: the row of the token, and the answer that is kept for the key.
    for kept in ["SELECT state FROM tokens", "SELECT answer FROM idempotency"] {
        let rows = app.app.store.db().read().await.unwrap().query(&Sql::owned(kept.to_owned()), &[]).await.unwrap();
        assert!(!rows.is_empty() && rows.iter().all(|row| !row.text(0).unwrap().contains(&text[4..20])), "{kept}");
    }
}

async fn a_repeated_command_answers_with_the_token_and_not_its_text(app: &TestApp) {
    let keyed = app.owner().with_key(Some(IdempotencyKey::parse("mint-1").unwrap()));
    let first = tokens::mint(&keyed, token(&[TokenScope::Read])).await.unwrap();
    app.clock.advance(DAY);
    let again = tokens::mint(&keyed, token(&[TokenScope::Read])).await.unwrap();
    assert!(first.text.is_some() && again.text.is_none());
    assert_eq!(first.token, again.token);
    let listed = tokens::list(&app.owner(), Whose::Own, None, Limit::default()).await.unwrap();
    assert_eq!(listed.items.len(), 2, "the token in use and the one that was made");
}

async fn a_token_makes_none_that_may_do_more_than_itself(app: &TestApp) {
    let limited = scoped(app, &app.owner(), &[TokenScope::Read, TokenScope::Admin]).await;
    assert_eq!(refusal(tokens::mint(&limited, token(&[TokenScope::Review])).await), (Kind::Forbidden, "wider_than_own"));
    assert!(tokens::mint(&limited, token(&[TokenScope::Read])).await.is_ok());
    assert_eq!(refusal(tokens::mint(&limited, token(&[])).await), (Kind::Invalid, "no_scopes"));
    let reader = scoped(app, &app.owner(), &[TokenScope::Read]).await;
    assert_eq!(refusal(tokens::mint(&reader, token(&[TokenScope::Read])).await), (Kind::Forbidden, "scope_missing"));
}

async fn tokens_of_others_are_an_owners_business(app: &TestApp) {
    let (ada, bob) = (app.person(Role::Maintainer).await, app.person(Role::Viewer).await);
    let for_bob = || MintToken { person: Some(person(&bob)), ..token(&[TokenScope::Read]) };
    let bobs = bob.identity().unwrap().token().unwrap();
    let too_low = (Kind::Forbidden, "role_too_low");
    assert_eq!(refusal(tokens::mint(&ada, for_bob()).await), too_low);
    assert_eq!(refusal(tokens::revoke(&ada, bobs, None).await), too_low);
    assert_eq!(refusal(tokens::show(&ada, bobs).await), too_low);
    assert_eq!(refusal(tokens::list(&ada, Whose::Of(person(&bob)), None, Limit::default()).await), too_low);
    assert_eq!(refusal(tokens::list(&ada, Whose::Everybody, None, Limit::default()).await), too_low);

    let minted = tokens::mint(&app.owner(), for_bob()).await.unwrap();
    assert_eq!((minted.token.person, minted.token.minted_by), (person(&bob), Some(person(&app.owner()))));
    let listed = tokens::list(&app.owner(), Whose::Of(person(&bob)), None, Limit::default()).await.unwrap();
    assert!(listed.items.len() == 2 && listed.items.iter().all(|token| token.person == person(&bob)));
    assert_eq!(tokens::list(&app.owner(), Whose::Everybody, None, Limit::default()).await.unwrap().items.len(), 4);
    assert_eq!(tokens::list(&bob, Whose::Own, None, Limit::default()).await.unwrap().items, listed.items);
    assert!(tokens::revoke(&app.owner(), bobs, None).await.unwrap().revoked_at.is_some());
}

async fn a_token_is_for_a_member(app: &TestApp) {
    let stranger = MintToken { person: Some(app.app.store.new_id()), ..token(&[TokenScope::Read]) };
    assert_eq!(refusal(tokens::mint(&app.owner(), stranger).await), (Kind::NotFound, "not_found"));
    let unknown: TokenId = app.app.store.new_id();
    assert_eq!(refusal(tokens::revoke(&app.owner(), unknown, None).await), (Kind::NotFound, "not_found"));
    assert_eq!(refusal(tokens::show(&app.owner(), unknown).await), (Kind::NotFound, "not_found"));
}

dream_testkit::for_both_engines!(
    a_repeated_command_answers_with_the_token_and_not_its_text,
    a_token_ends_when_it_says,
    a_token_is_for_a_member,
    a_token_makes_none_that_may_do_more_than_itself,
    a_token_works_until_it_is_revoked,
    the_text_is_nowhere_but_in_the_answer,
    tokens_of_others_are_an_owners_business,
);
