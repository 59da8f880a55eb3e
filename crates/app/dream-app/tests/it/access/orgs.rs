//! The organisation, and who the caller is in it.

use super::{person, refusal, scoped};
use dream_access::{Role, TokenScope};
use dream_app::{Kind, orgs, whoami};
use dream_testkit::TestApp;

async fn an_owner_renames_the_organisation(app: &TestApp) {
    assert_eq!(orgs::show(&app.owner()).await.unwrap().name, "first");
    let renamed = orgs::rename(&app.owner(), " Acme ".to_owned()).await.unwrap();
    assert_eq!((renamed.name.as_str(), renamed.saved_version()), ("Acme", 2));
    let same = orgs::rename(&app.owner(), "Acme".to_owned()).await.unwrap();
    assert_eq!(same.saved_version(), 2, "the same name records nothing");
    assert_eq!(refusal(orgs::rename(&app.owner(), "\n".to_owned()).await), (Kind::Invalid, "name_invalid"));
    let maintainer = app.person(Role::Maintainer).await;
    assert_eq!(refusal(orgs::rename(&maintainer, "Mine".to_owned()).await), (Kind::Forbidden, "role_too_low"));
}

async fn everybody_who_is_signed_in_may_ask_who_they_are(app: &TestApp) {
    let nobody = app.person(None).await;
    assert_eq!(refusal(orgs::show(&nobody).await), (Kind::Forbidden, "role_too_low"));
    let limited = scoped(app, &nobody, &[TokenScope::Write]).await;
    let answer = whoami(&limited).await.unwrap();
    assert_eq!((answer.org_name.as_str(), answer.name.as_str(), answer.person), ("first", "person 1", person(&nobody)));
    assert_eq!((answer.identity.org, answer.identity.org_role), (app.org, None));
    assert_eq!(answer.identity.scopes, [TokenScope::Write].into());
    assert!(answer.expires_at > app.app.now());
    assert_eq!(answer.token, limited.identity().unwrap().token());
}

dream_testkit::for_both_engines!(an_owner_renames_the_organisation, everybody_who_is_signed_in_may_ask_who_they_are);
