//! The history: found by every filter, page by page, and provable.

use super::{refusal, sent};
use dream_access::Role;
use dream_app::history::{self, HistoryFilter, SealRule};
use dream_app::members::{self, NewMember, Who};
use dream_app::{Kind, Op, channels, messages};
use dream_id::{Cursor, Limit};
use dream_messages::ChannelSettings;
use dream_sql::Sql;
use dream_testkit::TestApp;
use std::time::Duration;

/// What a search finds, by its bodies, newest first.
async fn found(op: &Op, filter: HistoryFilter) -> Vec<String> {
    let found = history::search(op, filter, None, Limit::default()).await.unwrap();
    assert_eq!(found.behind.messages, 0);
    found.page.items.into_iter().map(|view| view.message.body).collect()
}

fn all() -> HistoryFilter {
    HistoryFilter::default()
}

async fn messages_are_found_by_text_channel_sender_and_time(app: &TestApp) {
    let (ada, bob) = (app.person(Role::Contributor).await, app.person(Role::Contributor).await);
    sent(&ada, "topic/build", "Build FAILED: main.rs, naïve").await;
    app.clock.advance(Duration::from_mins(1));
    let middle = app.app.now();
    sent(&bob, "topic/build", "build passed").await;
    app.clock.advance(Duration::from_mins(1));
    sent(&ada, "captain", "the build failed again").await;
    let text = |text: &str| HistoryFilter { text: Some(text.to_owned()), ..all() };
    assert_eq!(found(&bob, all()).await, ["the build failed again", "build passed", "Build FAILED: main.rs, naïve"]);
    assert_eq!(found(&bob, text("failed")).await, ["the build failed again", "Build FAILED: main.rs, naïve"]);
    assert_eq!(found(&bob, text("failed build NAÏVE")).await.len(), 1);
    assert!(found(&bob, text("\" OR 1=1 --")).await.is_empty() && found(&bob, text("...")).await.is_empty());
    let channel = |channel: &str| HistoryFilter { channel: Some(channel.to_owned()), ..all() };
    assert_eq!(found(&bob, channel("captain")).await.len(), 1);
    assert_eq!(refusal(history::search(&bob, channel("nowhere"), None, Limit::default()).await), (Kind::Invalid, "bad_channel"));
    let sender = HistoryFilter { sender: Some(ada.person().unwrap().to_string()), ..all() };
    assert_eq!(found(&bob, sender).await.len(), 2);
    let called = |name: &str| HistoryFilter { sender: Some(name.to_owned()), ..all() };
    assert_eq!(found(&bob, called("person 1")).await.len(), 2, "by name, too");
    let unknown = history::search(&bob, called("nobody"), None, Limit::default()).await;
    assert_eq!(refusal(unknown), (Kind::Invalid, "unknown_sender"));
    members::add(&app.owner(), NewMember { who: Who::New("person 1".to_owned()), role: Role::Viewer.into() }).await.unwrap();
    let ambiguous = history::search(&bob, called("person 1"), None, Limit::default()).await;
    assert_eq!(refusal(ambiguous), (Kind::Invalid, "ambiguous_sender"));
    assert_eq!(found(&bob, HistoryFilter { since: Some(middle), ..all() }).await.len(), 2);
    assert_eq!(found(&bob, HistoryFilter { until: Some(middle), ..text("build") }).await, ["Build FAILED: main.rs, naïve"]);
}

async fn pages_follow_one_another_without_gaps(app: &TestApp) {
    let op = app.person(Role::Contributor).await;
    for n in 0..7 {
        sent(&op, if n % 2 == 0 { "topic/even" } else { "topic/odd" }, &format!("message {n}")).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page =
            history::search(&op, HistoryFilter { text: Some("message".to_owned()), ..all() }, cursor, Limit::new(3)).await.unwrap().page;
        seen.extend(page.items.into_iter().map(|view| view.message.body));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    seen.sort();
    assert_eq!(seen, (0..7).map(|n| format!("message {n}")).collect::<Vec<_>>());
    let wrong = history::search(&op, all(), Some(Cursor("x".to_owned())), Limit::default()).await;
    assert_eq!(refusal(wrong), (Kind::Invalid, "invalid_cursor"));
}

async fn what_is_erased_is_found_no_more_and_leaves_its_digest(app: &TestApp) {
    let owner = app.owner();
    let secret = sent(&owner, "topic/news", "the password is plum").await.message;
    assert_eq!(found(&owner, HistoryFilter { text: Some("plum".to_owned()), ..all() }).await.len(), 1);
    let maintainer = app.person(Role::Contributor).await;
    let because = || "a password".to_owned();
    assert_eq!(refusal(messages::erase(&maintainer, secret.id, because()).await), (Kind::Forbidden, "role_too_low"));
    assert_eq!(refusal(messages::erase(&owner, secret.id, String::new()).await), (Kind::Invalid, "reason_required"));
    let erased = messages::erase(&owner, secret.id, because()).await.unwrap().message;
    assert_eq!((erased.body.as_str(), erased.body_digest()), ("", secret.body_digest()));
    messages::erase(&owner, secret.id, because()).await.unwrap();
    assert!(found(&owner, HistoryFilter { text: Some("plum".to_owned()), ..all() }).await.is_empty());
    assert_eq!(found(&owner, all()).await, [""]);
}

/// The seals that are due are made at once.
const AT_ONCE: SealRule = SealRule { messages: 3, age: Duration::ZERO };

async fn the_ledger_tells_whether_history_was_changed(app: &TestApp) {
    let owner = app.owner();
    let empty = channels::put(&owner, "topic/news", None, None).await.unwrap();
    assert_eq!(empty.messages(), 0);
    assert_eq!(history::verify(&owner, "topic/news", None).await.unwrap(), history::Report::default());
    let mut ids = Vec::new();
    for n in 0..7 {
        ids.push(sent(&owner, "topic/news", &format!("message {n}")).await.message.id);
    }
    let worker = Op::of_worker(app.app.clone(), "sealer");
    let late = SealRule { messages: 100, age: Duration::from_mins(1) };
    assert_eq!(history::seal(&worker, late).await.unwrap(), 0, "nothing is due");
    assert_eq!(history::seal(&worker, AT_ONCE).await.unwrap(), 3);
    assert_eq!(history::seal(&worker, AT_ONCE).await.unwrap(), 0);
    app.sequence().await;
    let intact = history::verify(&owner, "topic/news", None).await.unwrap();
    assert_eq!((intact.sealed, intact.compared, intact.removed, intact.broken_at), (7, 7, 0, None));
    messages::erase(&owner, ids[0], "personal".to_owned()).await.unwrap();
    assert_eq!(history::verify(&owner, "topic/news", None).await.unwrap().broken_at, None, "an erased message still fits its seal");

    let mut tx = app.app.store.db().begin().await.unwrap();
    let tamper = Sql::both("UPDATE bus_messages SET body = 'message 9' WHERE body = 'message 4'");
    assert_eq!(tx.execute(&tamper, &[]).await.unwrap(), 1);
    tx.commit().await.unwrap();
    let broken = history::verify(&owner, "topic/news", None).await.unwrap().broken_at.unwrap();
    assert_eq!((broken.from, broken.to), (4, 6));
}

async fn what_retention_removes_is_no_longer_in_the_history(app: &TestApp) {
    let owner = app.owner();
    let settings = ChannelSettings { max_messages: Some(2), ..ChannelSettings::default() };
    channels::put(&owner, "topic/news", None, Some(settings)).await.unwrap();
    for n in 0..5 {
        sent(&owner, "topic/news", &format!("message {n}")).await;
    }
    assert_eq!(found(&owner, all()).await.len(), 5);
    let worker = Op::of_worker(app.app.clone(), "channel-keeper");
    history::seal(&worker, AT_ONCE).await.unwrap();
    while history::upkeep(&worker).await.unwrap() {}
    assert_eq!(channels::find(&owner, "topic/news", None).await.unwrap().messages(), 2);
    assert_eq!(found(&owner, all()).await.len(), 2, "what is gone is not shown, pruned or not");
    assert_eq!(history::prune(&worker).await.unwrap(), 3);
    assert_eq!(history::prune(&worker).await.unwrap(), 0);
    assert_eq!(found(&owner, HistoryFilter { text: Some("message".to_owned()), ..all() }).await, ["message 4", "message 3"]);
    app.sequence().await;
    let report = history::verify(&owner, "topic/news", None).await.unwrap();
    assert_eq!((report.sealed, report.removed, report.compared, report.broken_at), (5, 3, 2, None));
}

dream_testkit::for_both_engines!(
    messages_are_found_by_text_channel_sender_and_time,
    pages_follow_one_another_without_gaps,
    what_is_erased_is_found_no_more_and_leaves_its_digest,
    the_ledger_tells_whether_history_was_changed,
    what_retention_removes_is_no_longer_in_the_history,
);
