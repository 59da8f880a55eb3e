//! Signing in: passwords, second factors, links, and what ends them.

use super::{member, person, refusal, scoped};
use dream_access::{Login, PasswordHash, Role, TokenScope, TotpSecret};
use dream_app::accounts::{self, NewPassword};
use dream_app::invitations::{self, Accept, Invitee, NewInvitation};
use dream_app::sign_in::{self, Browser, SignedIn};
use dream_app::{AppError, Kind, Op, auth, members, setup};
use dream_id::Scope;
use dream_secret::Secret;
use dream_store::AccountSecrets;
use dream_testkit::{TestApp, found};
use std::time::Duration;

const PASSWORD: &str = "plum cactus trolley";

fn here() -> Browser {
    Browser { client: "a test".to_owned(), local: true, ..Browser::default() }
}

fn with(session: &SignedIn) -> Browser {
    Browser { presented: Some(Secret::new(session.text.expose())), ..here() }
}

fn accepting(login: &str) -> Accept {
    Accept { login: login.to_owned(), password: Secret::new(PASSWORD), name: None, org_name: None }
}

/// The text of an invitation of `who`.
async fn invited(op: &Op, who: Invitee) -> Result<String, AppError> {
    let made = invitations::invite(op, NewInvitation { who }).await?;
    Ok(made.text.unwrap().expose().to_owned())
}

/// A new member with a login name and [`PASSWORD`], calling through a session.
async fn joined(app: &TestApp, op: &Op, login: &str, role: Role) -> (Op, SignedIn) {
    let link = invited(op, Invitee::New { name: "somebody".to_owned(), role: Some(role) }).await.unwrap();
    let signed_in = invitations::accept(&app.app, &link, accepting(login), &here()).await.unwrap();
    (calling(app, &signed_in).await.unwrap(), signed_in)
}

async fn calling(app: &TestApp, session: &SignedIn) -> Result<Op, AppError> {
    auth::authenticate_session(&app.app, session.text.expose()).await
}

async fn sign_in(app: &TestApp, login: &str, password: &str) -> Result<SignedIn, AppError> {
    sign_in::with_password(&app.app, login, Secret::new(password), &here()).await
}

fn new_password(current: Option<&str>, new: &str) -> NewPassword {
    NewPassword { login: None, current: current.map(Secret::new), new: Secret::new(new) }
}

/// The code of now.
fn code(app: &TestApp, secret: &TotpSecret) -> String {
    secret.code(TotpSecret::step_at(app.app.now())).unwrap()
}

/// Turns a second factor on; gives its secret and the recovery codes.
async fn second_factor(app: &TestApp, op: &Op) -> (TotpSecret, Vec<Secret>) {
    let secret = accounts::enrol(op, Some(Secret::new(PASSWORD))).await.unwrap().secret;
    let codes = accounts::confirm(op, &code(app, &secret)).await.unwrap();
    app.clock.advance(Duration::from_secs(30));
    (secret, codes)
}

async fn a_second_factor_is_asked_for_and_each_code_counts_once(app: &TestApp) {
    let (ada, _) = joined(app, &app.owner(), "ada", Role::Viewer).await;
    assert_eq!(refusal(accounts::enrol(&ada, Some(Secret::new("a wrong password"))).await), (Kind::Forbidden, "password_wrong"));
    assert_eq!(refusal(accounts::confirm(&ada, "000000").await), (Kind::Conflict, "no_second_factor"));
    let (secret, codes) = second_factor(app, &ada).await;
    assert_eq!(codes.len(), 10);

    let waiting = sign_in(app, "ada", PASSWORD).await.unwrap();
    assert!(waiting.awaits_code);
    assert_eq!(refusal(calling(app, &waiting).await), (Kind::Unauthenticated, "second_factor_needed"));
    assert_eq!(refusal(sign_in::with_code(&app.app, "000000", &with(&waiting)).await), (Kind::Forbidden, "code_wrong"));
    let now = code(app, &secret);
    let signed_in = sign_in::with_code(&app.app, &now, &with(&waiting)).await.unwrap();
    assert_eq!(person(&calling(app, &signed_in).await.unwrap()), person(&ada));
    assert_eq!(refusal(sign_in::with_code(&app.app, &now, &with(&waiting)).await).1, "session_ended", "the first step is used up");
    let again = sign_in(app, "ada", PASSWORD).await.unwrap();
    assert_eq!(refusal(sign_in::with_code(&app.app, &now, &with(&again)).await).1, "code_used", "somebody looked over the shoulder");
    let recovered = sign_in::with_code(&app.app, codes[0].expose(), &with(&again)).await.unwrap();
    assert!(calling(app, &recovered).await.is_ok());
    let third = sign_in(app, "ada", PASSWORD).await.unwrap();
    assert_eq!(
        refusal(sign_in::with_code(&app.app, codes[0].expose(), &with(&third)).await).1,
        "code_wrong",
        "a recovery code counts once"
    );
    assert_eq!(accounts::show(&ada).await.unwrap().recovery_codes_left, 9);

    app.clock.advance(Duration::from_mins(5));
    assert_eq!(refusal(sign_in::with_code(&app.app, &code(app, &secret), &with(&third)).await).1, "session_expired", "too late");
    accounts::remove(&ada, Some(Secret::new(PASSWORD))).await.unwrap();
    assert!(!sign_in(app, "ada", PASSWORD).await.unwrap().awaits_code);
}

async fn codes_cannot_be_guessed_for_long(app: &TestApp) {
    let (ada, _) = joined(app, &app.owner(), "ada", Role::Viewer).await;
    let (secret, _) = second_factor(app, &ada).await;
    let waiting = sign_in(app, "ada", PASSWORD).await.unwrap();
    let mut last = "";
    for _ in 0..12 {
        last = refusal(sign_in::with_code(&app.app, "000000", &with(&waiting)).await).1;
    }
    assert_eq!(last, "too_many_tries");
    assert_eq!(refusal(sign_in::with_code(&app.app, &code(app, &secret), &with(&waiting)).await).1, "too_many_tries");
}

/// The same recovery code, sent from two browsers at once.
async fn of_two_uses_at_once_one_counts(app: &TestApp) {
    let (ada, _) = joined(app, &app.owner(), "ada", Role::Viewer).await;
    let (_, codes) = second_factor(app, &ada).await;
    let (one, two) = (sign_in(app, "ada", PASSWORD).await.unwrap(), sign_in(app, "ada", PASSWORD).await.unwrap());
    let (one, two) = (with(&one), with(&two));
    let both = tokio::join!(sign_in::with_code(&app.app, codes[0].expose(), &one), sign_in::with_code(&app.app, codes[0].expose(), &two));
    assert_eq!([&both.0, &both.1].iter().filter(|result| result.is_ok()).count(), 1);

    let link = invitations::make_sign_in_link(&app.owner()).await.unwrap().text.unwrap();
    let browser = here();
    let both = tokio::join!(sign_in::with_link(&app.app, link.expose(), &browser), sign_in::with_link(&app.app, link.expose(), &browser));
    assert_eq!([&both.0, &both.1].iter().filter(|result| result.is_ok()).count(), 1);
}

async fn a_new_password_ends_the_other_sessions_and_links(app: &TestApp) {
    let (ada, first) = joined(app, &app.owner(), "ada", Role::Viewer).await;
    let second = sign_in(app, "ada", PASSWORD).await.unwrap();
    let link = invitations::make_sign_in_link(&ada).await.unwrap().text.unwrap();
    for (current, code) in [(None, "password_wrong"), (Some("not the password"), "password_wrong")] {
        assert_eq!(refusal(accounts::set_password(&ada, new_password(current, "seven quiet lanterns")).await).1, code);
    }
    assert_eq!(refusal(accounts::set_password(&ada, new_password(Some(PASSWORD), "password1234")).await).1, "password_guessable");
    accounts::set_password(&ada, new_password(Some(PASSWORD), "seven quiet lanterns")).await.unwrap();
    assert!(calling(app, &first).await.is_ok(), "the session that changed it goes on");
    assert_eq!(refusal(calling(app, &second).await).1, "session_ended");
    assert_eq!(refusal(sign_in::with_link(&app.app, link.expose(), &here()).await).1, "link_revoked");
    assert_eq!(refusal(sign_in(app, "ada", PASSWORD).await).1, "sign_in_failed");
    assert!(sign_in(app, "ada", "seven quiet lanterns").await.is_ok());
}

async fn who_leaves_leaves_nothing_to_sign_in_with(app: &TestApp) {
    let (ada, session) = joined(app, &app.owner(), "ada", Role::Viewer).await;
    let id = member(&ada).await;
    let link = invited(&app.owner(), Invitee::Member(id)).await.unwrap();
    members::remove(&app.owner(), id).await.unwrap();
    assert_eq!(refusal(calling(app, &session).await).1, "session_ended");
    assert_eq!(refusal(sign_in(app, "ada", PASSWORD).await).1, "sign_in_failed");
    assert_eq!(refusal(invitations::accept(&app.app, &link, accepting("ada"), &here()).await).1, "link_revoked");
    let (mut reader, login) = (app.app.store.read().await.unwrap(), Login::parse("ada").unwrap());
    let known = dream_store::accounts::by_login(&mut reader, app.app.system, &login).await.unwrap();
    assert_eq!(known.len(), 0, "the login name is erased");
    drop(reader);
    joined(app, &app.owner(), "ada", Role::Viewer).await;
}

async fn no_link_leads_to_more_than_its_maker_may(app: &TestApp) {
    let maintainer = app.person(Role::Maintainer).await;
    let owner = member(&app.owner()).await;
    let new = |role| Invitee::New { name: "new".to_owned(), role: Some(role) };
    assert_eq!(refusal(invited(&maintainer, new(Role::Owner)).await), (Kind::Forbidden, "above_own_role"));
    assert_eq!(refusal(invited(&maintainer, Invitee::Member(owner)).await), (Kind::Forbidden, "above_own_role"));
    let reviewer = app.person(Role::Reviewer).await;
    assert_eq!(refusal(invited(&reviewer, new(Role::Viewer)).await), (Kind::Forbidden, "role_too_low"));
    // For somebody who has a password, an invitation is a way to act as them: that is the owner's to decide.
    let (ada, _) = joined(app, &app.owner(), "ada", Role::Viewer).await;
    assert_eq!(refusal(invited(&maintainer, Invitee::Member(member(&ada).await)).await), (Kind::Forbidden, "role_too_low"));
    let link = invited(&app.owner(), Invitee::Member(member(&ada).await)).await.unwrap();
    let (_, before) = (&ada, sign_in(app, "ada", PASSWORD).await.unwrap());
    let reset = Accept { password: Secret::new("seven quiet lanterns"), ..accepting("ada") };
    invitations::accept(&app.app, &link, reset, &here()).await.unwrap();
    assert_eq!(refusal(calling(app, &before).await).1, "session_ended");

    // A session has every scope, so a token with fewer makes none, and sets no first password either.
    let limited = scoped(app, &app.owner(), &[TokenScope::Read, TokenScope::Admin]).await;
    assert_eq!(refusal(invitations::make_sign_in_link(&limited).await), (Kind::Forbidden, "wider_than_own"));
    let first = NewPassword { login: Some("owner".to_owned()), ..new_password(None, PASSWORD) };
    assert_eq!(refusal(accounts::set_password(&limited, first).await), (Kind::Forbidden, "wider_than_own"));
    let link = invitations::make_sign_in_link(&app.owner()).await.unwrap().text.unwrap();
    let elsewhere = Browser { local: false, ..here() };
    assert_eq!(refusal(sign_in::with_link(&app.app, link.expose(), &elsewhere).await), (Kind::Forbidden, "link_local_only"));
}

async fn one_login_name_may_belong_to_two_organisations(app: &TestApp) {
    let other = found(&app.app, "other").await;
    let (ours, _) = joined(app, &app.owner(), "ada@example.org", Role::Viewer).await;
    let (theirs, _) = joined(app, &other.owner, "ada@example.org", Role::Viewer).await;
    let set = new_password(Some(PASSWORD), "seven quiet lanterns");
    accounts::set_password(&theirs, set).await.unwrap();
    for (password, op) in [(PASSWORD, &ours), ("seven quiet lanterns", &theirs)] {
        let signed_in = sign_in(app, "ada@example.org", password).await.unwrap();
        let found = calling(app, &signed_in).await.unwrap();
        assert_eq!((found.org().unwrap(), person(&found)), (op.org().unwrap(), person(op)));
    }
    // Within one organisation it belongs to one person.
    let link = invited(&app.owner(), Invitee::New { name: "Eve".to_owned(), role: None }).await.unwrap();
    let taken = invitations::accept(&app.app, &link, accepting("ADA@example.org"), &here()).await;
    assert_eq!(refusal(taken), (Kind::Conflict, "login_taken"));
    invitations::accept(&app.app, &link, accepting("eve@example.org"), &here()).await.unwrap();
}

/// Rule: secrets never enter events. What the ledger holds are digests, and a hash that was exchanged in the database is found out.
async fn the_ledger_knows_no_secret_and_finds_an_exchanged_hash_out(app: &TestApp) {
    let (ada, session) = joined(app, &app.owner(), "ada@example.org", Role::Viewer).await;
    let (secret, codes) = second_factor(app, &ada).await;
    let link = invitations::make_sign_in_link(&ada).await.unwrap().text.unwrap();
    app.sequence().await;
    let mut ledger = String::new();
    let mut export = dream_app::audit::export(&app.owner()).await.unwrap();
    while let Some(lines) = export.next().await.unwrap() {
        ledger.push_str(&format!("{lines:?}"));
    }
    assert!(ledger.contains("account.opened") && ledger.contains("session.opened") && ledger.contains("link.made"));
    let found = dream_store::accounts::account_of(&mut app.app.store.read().await.unwrap(), app.org, person(&ada)).await.unwrap().unwrap();
    let kept = dream_store::accounts::secrets(&mut app.app.store.read().await.unwrap(), app.org, found.id()).await.unwrap().unwrap();
    let texts = [
        PASSWORD,
        kept.password.text(),
        "ada@example.org",
        secret.text(),
        codes[0].expose(),
        session.text.expose(),
        link.expose(),
        session.text.csrf_token().expose(),
    ]
    .map(str::to_owned);
    for text in texts {
        assert!(!ledger.contains(&text), "{text} is in the ledger");
    }

    let planted = PasswordHash::make(&Secret::new("a planted password"), [1; 16]).unwrap();
    let mut tx = app.app.store.begin().await.unwrap();
    tx.keep_secrets(app.org, found.id(), &AccountSecrets { password: planted, ..kept }).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(refusal(sign_in(app, "ada@example.org", "a planted password").await).1, "sign_in_failed");
}

async fn the_first_owner_sets_the_server_up_once(app: &TestApp) {
    let local = setup::start_local(&app.app, "here").await.unwrap();
    let early = setup::set_up_link(&app.app, &local).await.unwrap().unwrap();
    let link = setup::set_up_link(&app.app, &local).await.unwrap().unwrap();
    assert_eq!(refusal(invitations::accept(&app.app, early.expose(), accepting("ada"), &here()).await).1, "link_revoked");
    let view = sign_in::look_at(&app.app, link.expose()).await.unwrap();
    assert_eq!((view.org_name.as_str(), view.name.as_str()), ("first", "owner"));
    let named = Accept { name: Some("Ada".to_owned()), org_name: Some("Acme".to_owned()), ..accepting("ada") };
    let signed_in = invitations::accept(&app.app, link.expose(), named, &here()).await.unwrap();
    let who = dream_app::whoami(&calling(app, &signed_in).await.unwrap()).await.unwrap();
    assert_eq!((who.org_name.as_str(), who.name.as_str(), who.identity.org_role), ("Acme", "Ada", Some(Role::Owner)));
    assert!(setup::set_up_link(&app.app, &local).await.unwrap().is_none(), "that has been done");
}

async fn when_a_session_was_used_is_forgotten_with_the_session(app: &TestApp) {
    let (ada, session) = joined(app, &app.owner(), "ada", Role::Viewer).await;
    let id = ada.identity().unwrap().credential().unwrap().session().unwrap();
    let used =
        || async { dream_store::sessions::used_at(&mut app.app.store.read().await.unwrap(), Scope::Org(app.org), id).await.unwrap() };
    assert_eq!(used().await, Some(app.app.now()));
    app.clock.advance(Duration::from_secs(59));
    calling(app, &session).await.unwrap();
    assert_eq!(used().await, Some(dream_clock::Timestamp::from_micros(app.app.now().micros() - 59_000_000)), "to the minute");
    let worker = Op::of_worker(app.app.clone(), "housekeeper");
    assert_eq!(dream_app::housekeeping::forget_uses(&worker).await.unwrap(), 0);
    app.clock.advance(dream_access::SESSION_LIFETIME);
    assert_eq!(dream_app::housekeeping::forget_uses(&worker).await.unwrap(), 1);
    assert_eq!(used().await, None);
}

dream_testkit::for_both_engines!(
    a_second_factor_is_asked_for_and_each_code_counts_once,
    codes_cannot_be_guessed_for_long,
    of_two_uses_at_once_one_counts,
    a_new_password_ends_the_other_sessions_and_links,
    who_leaves_leaves_nothing_to_sign_in_with,
    no_link_leads_to_more_than_its_maker_may,
    one_login_name_may_belong_to_two_organisations,
    the_ledger_knows_no_secret_and_finds_an_exchanged_hash_out,
    the_first_owner_sets_the_server_up_once,
    when_a_session_was_used_is_forgotten_with_the_session,
);
