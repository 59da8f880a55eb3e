//! Linking accounts: the code, its confirmation, and who an account is then.

use crate::access::scoped;
use dream_access::{DISCORD_LINK_LIFETIME, DiscordAccount, Role, TokenScope};
use dream_app::tokens::Whose;
use dream_app::{AppError, Kind, discord_links, members, orgs, swarm};
use dream_id::Limit;
use dream_testkit::{TestApp, for_both_engines};

for_both_engines!(
    an_account_acts_as_the_person_who_confirmed_its_code_with_that_persons_rights_and_no_more,
    a_code_is_of_one_account_counts_once_and_for_ten_minutes,
    an_account_acts_as_one_person_until_the_link_ends,
);

const AMY: &str = "300000000000000001";

fn account() -> DiscordAccount {
    DiscordAccount { id: AMY.to_owned(), name: "amy".to_owned() }
}

fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    match result {
        Ok(_) => panic!("it was allowed"),
        Err(error) => (error.kind, error.code),
    }
}

async fn code(app: &TestApp) -> String {
    discord_links::request(&app.app, app.org, &account()).await.unwrap().text.expose().to_owned()
}

async fn an_account_acts_as_the_person_who_confirmed_its_code_with_that_persons_rights_and_no_more(app: &TestApp) {
    assert_eq!(refusal(discord_links::op_of(&app.app, app.org, AMY).await), (Kind::Unauthenticated, "discord_not_linked"));
    let reviewer = app.person(Role::Reviewer).await;
    let code = code(app).await;
    assert_eq!(discord_links::pending(&reviewer, &code).await.unwrap().account, account());
    let typed = code.to_lowercase().replace('-', " ");
    let made = discord_links::confirm(&reviewer, &typed, AMY.to_owned()).await.unwrap();
    assert!(!made.link.scopes.contains(&TokenScope::Admin), "administration never goes through an account");

    let op = discord_links::op_of(&app.app, app.org, AMY).await.unwrap();
    assert_eq!(op.person().unwrap(), reviewer.person().unwrap());
    assert_eq!(op.identity().unwrap().credential().unwrap().discord_link(), Some(made.link.id()), "the ledger says how");
    swarm::stop_all(&op, None).await.unwrap();
    assert_eq!(refusal(swarm::start_all(&op).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(orgs::rename(&op, "mine".to_owned()).await), (Kind::Forbidden, "role_too_low"));

    // An owner's account is no way to an owner's administration.
    let bo = DiscordAccount { id: "300000000000000002".into(), name: "bo".into() };
    let other = discord_links::request(&app.app, app.org, &bo);
    discord_links::confirm(&app.owner(), other.await.unwrap().text.expose(), "300000000000000002".to_owned()).await.unwrap();
    let owner = discord_links::op_of(&app.app, app.org, "300000000000000002").await.unwrap();
    assert_eq!(refusal(orgs::rename(&owner, "mine".to_owned()).await), (Kind::Forbidden, "scope_missing"));
}

async fn a_code_is_of_one_account_counts_once_and_for_ten_minutes(app: &TestApp) {
    let person = app.person(Role::Viewer).await;
    let first = code(app).await;
    let second = code(app).await;
    assert_eq!(refusal(discord_links::pending(&person, &first).await).1, "link_code_unknown", "a new code takes the place of the old");
    assert_eq!(refusal(discord_links::confirm(&person, &second, "300000000000000009".into()).await).1, "link_account_differs");
    let narrow = scoped(app, &person, &[TokenScope::Read]).await;
    assert_eq!(refusal(discord_links::confirm(&narrow, &second, AMY.into()).await).1, "scope_missing");
    app.clock.advance(discord_links::CODE_LIFETIME);
    assert_eq!(refusal(discord_links::confirm(&person, &second, AMY.into()).await).1, "link_code_unknown");
    let third = code(app).await;
    discord_links::confirm(&person, &third, AMY.into()).await.unwrap();
    assert_eq!(refusal(discord_links::confirm(&person, &third, AMY.into()).await).1, "link_code_unknown", "it is used up");
    assert_eq!(discord_links::forget_codes(&dream_app::Op::of_worker(app.app.clone(), "test")).await.unwrap(), 0);
}

async fn an_account_acts_as_one_person_until_the_link_ends(app: &TestApp) {
    let (one, other) = (app.person(Role::Viewer).await, app.person(Role::Viewer).await);
    let made = discord_links::confirm(&one, &code(app).await, AMY.into()).await.unwrap();
    let stolen = code(app).await;
    assert_eq!(refusal(discord_links::confirm(&other, &stolen, AMY.into()).await).1, "discord_account_linked");
    assert_eq!(refusal(discord_links::end(&other, made.link.id()).await).1, "role_too_low");
    assert_eq!(refusal(discord_links::list(&other, Whose::Everybody, None, Limit::new(9)).await).1, "role_too_low");

    // Who renews their own link has one, not two.
    discord_links::confirm(&one, &code(app).await, AMY.into()).await.unwrap();
    let listed = discord_links::list(&one, Whose::Own, None, Limit::new(9)).await.unwrap();
    assert_eq!(listed.items.iter().filter(|view| view.link.ended_at.is_none()).count(), 1);

    // A member who is removed acts through nothing, nor does an operation that was under way; then the account is free.
    let op = discord_links::op_of(&app.app, app.org, AMY).await.unwrap();
    members::remove(&app.owner(), crate::access::member(&one).await).await.unwrap();
    assert_eq!(refusal(discord_links::op_of(&app.app, app.org, AMY).await).1, "discord_not_linked");
    assert_eq!(refusal(swarm::stop_all(&op, None).await).0, Kind::Unauthenticated);
    discord_links::confirm(&other, &code(app).await, AMY.into()).await.unwrap();
    app.clock.advance(DISCORD_LINK_LIFETIME);
    assert_eq!(refusal(discord_links::op_of(&app.app, app.org, AMY).await).1, "discord_link_over");
}
