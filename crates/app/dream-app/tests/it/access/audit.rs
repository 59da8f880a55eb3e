//! The audit log: what it shows, to whom, and that it is whole.

use super::{member, person, refusal};
use dream_access::Role;
use dream_app::{
    Kind,
    audit::{self, AuditQuery},
    members, orgs, teams,
};
use dream_id::{Cursor, Limit};
use dream_ledger::Envelope;
use dream_store::AuditResult;
use dream_testkit::TestApp;
use std::time::Duration;

/// Every entry that `query` names, read in pages of `size`.
async fn log(app: &TestApp, query: &AuditQuery, size: u32) -> Vec<Envelope> {
    let (mut entries, mut cursor) = (Vec::new(), None);
    loop {
        let page = audit::log(&app.owner(), query.clone(), cursor, Limit::new(size)).await.unwrap();
        assert!(page.items.len() <= usize::try_from(size).unwrap());
        entries.extend(page.items.into_iter().map(|entry| entry.envelope));
        cursor = page.next;
        if cursor.is_none() {
            return entries;
        }
    }
}

async fn the_log_shows_everything_newest_first(app: &TestApp) {
    orgs::rename(&app.owner(), "acme".to_owned()).await.unwrap();
    app.sequence().await;
    let whole = log(app, &AuditQuery::default(), 100).await;
    let kinds: Vec<&str> = whole.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, ["org.renamed", "token.minted", "member.joined", "person.created", "org.created"]);
    let newest = &whole[0];
    assert_eq!((newest.cause.as_deref(), newest.actor.person()), (Some("org.rename"), Some(person(&app.owner()))));
    for size in 1..=6 {
        assert_eq!(log(app, &AuditQuery::default(), size).await, whole, "in pages of {size}");
    }
}

async fn the_log_is_filtered_by_noun_stream_time_and_actor(app: &TestApp) {
    let ada = app.person(Role::Maintainer).await;
    app.clock.advance(Duration::from_mins(1));
    let later = app.app.now();
    let team = teams::create(&ada, "writers".to_owned()).await.unwrap().team.id();
    let target = member(&app.person(None).await).await;
    teams::add_member(&ada, team, target).await.unwrap();
    app.sequence().await;
    let check = |query: AuditQuery, expected: &'static [&'static str]| async move {
        for size in [1, 2, 100] {
            let kinds: Vec<String> = log(app, &query, size).await.into_iter().map(|entry| entry.kind).collect();
            assert_eq!(kinds, expected, "{query:?} in pages of {size}");
        }
    };
    let all = AuditQuery::default();
    check(AuditQuery { noun: Some("team".to_owned()), ..all.clone() }, &["team.created"]).await;
    check(AuditQuery { noun: Some("tea".to_owned()), ..all.clone() }, &[]).await;
    check(AuditQuery { stream: Some(target.to_string()), ..all.clone() }, &["member.team_joined", "member.joined"]).await;
    check(AuditQuery { actor: Some(person(&ada)), ..all.clone() }, &["member.team_joined", "team.created"]).await;
    check(AuditQuery { since: Some(later), noun: Some("person".to_owned()), ..all.clone() }, &["person.created"]).await;
    let of_ada = AuditQuery { actor: Some(person(&ada)), noun: Some("member".to_owned()), ..all };
    check(of_ada, &["member.team_joined"]).await;
}

async fn a_wrong_question_is_told_so(app: &TestApp) {
    let all = AuditQuery::default();
    let wrong = audit::log(&app.owner(), all.clone(), Some(Cursor("next".to_owned())), Limit::default()).await;
    assert_eq!(refusal(wrong), (Kind::Invalid, "invalid_cursor"));
    for noun in ["", "%", "Team", "team.created"] {
        let query = AuditQuery { noun: Some(noun.to_owned()), ..all.clone() };
        assert_eq!(refusal(audit::log(&app.owner(), query, None, Limit::default()).await), (Kind::Invalid, "invalid_noun"));
    }
}

async fn an_export_is_the_log_in_order(app: &TestApp) {
    orgs::rename(&app.owner(), "acme".to_owned()).await.unwrap();
    app.sequence().await;
    let mut export = audit::export(&app.owner()).await.unwrap();
    orgs::rename(&app.owner(), "too late".to_owned()).await.unwrap();
    app.sequence().await;
    let mut exported = Vec::new();
    while let Some(batch) = export.next().await.unwrap() {
        exported.extend(batch.into_iter().map(|entry| entry.envelope));
    }
    let mut logged = log(app, &AuditQuery::default(), 100).await;
    logged.remove(0);
    logged.reverse();
    assert_eq!(exported, logged);
}

async fn the_ledger_is_intact_and_says_so_to_every_viewer(app: &TestApp) {
    let viewer = app.person(Role::Viewer).await;
    app.sequence().await;
    let report = audit::verify(&viewer).await.unwrap();
    assert_eq!((report.result, report.broken_at), (AuditResult::Intact, None));
    assert_eq!(report.events, u64::try_from(log(app, &AuditQuery::default(), 100).await.len()).unwrap());
}

async fn the_log_is_not_for_everybody(app: &TestApp) {
    let nobody = app.person(None).await;
    let too_low = (Kind::Forbidden, "role_too_low");
    assert_eq!(refusal(audit::log(&nobody, AuditQuery::default(), None, Limit::default()).await), too_low);
    assert_eq!(refusal(audit::verify(&nobody).await), too_low);
    assert_eq!(refusal(audit::export(&app.person(Role::Reviewer).await).await), too_low);
    assert!(audit::export(&app.person(Role::Maintainer).await).await.is_ok());
}

/// Trap 31: what was decided is in the log, and a refusal left nothing there that looks like a deed.
async fn a_refused_command_leaves_no_entry(app: &TestApp) {
    app.sequence().await;
    let before = log(app, &AuditQuery::default(), 100).await;
    assert!(members::remove(&app.owner(), member(&app.owner()).await).await.is_err());
    app.sequence().await;
    assert_eq!(log(app, &AuditQuery::default(), 100).await, before);
}

dream_testkit::for_both_engines!(
    a_refused_command_leaves_no_entry,
    a_wrong_question_is_told_so,
    an_export_is_the_log_in_order,
    the_ledger_is_intact_and_says_so_to_every_viewer,
    the_log_is_filtered_by_noun_stream_time_and_actor,
    the_log_is_not_for_everybody,
    the_log_shows_everything_newest_first,
);
