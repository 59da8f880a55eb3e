//! Two organisations, and two projects: nobody sees, names or touches what is another's.

use super::{outgoing, refusal, sent};
use dream_access::Role;
use dream_app::history::{self, HistoryFilter};
use dream_app::members::{self, MemberChange};
use dream_app::messages::{self, Outgoing, send};
use dream_app::{Kind, channels, consumers, dead_letters};
use dream_govern::{Project, ProjectEvent};
use dream_id::{Limit, ProjectId};
use dream_ledger::{Digest, Stream};
use dream_messages::ConsumerSettings;
use dream_testkit::{TestApp, found};
use std::time::Duration;

/// Trap 28: another organisation's messages, channels, consumers and dead letters are not found, and no list shows them.
async fn trap_28_nothing_of_another_organisation_is_found(app: &TestApp) {
    let (owner, stranger) = (app.owner(), found(&app.app, "second").await.owner);
    crate::agents::registered(app, "ada", "").await;
    consumers::create(&owner, "reader", None, "topic/*", ConsumerSettings::default()).await.unwrap();
    let message = sent(&owner, "topic/news", "ours").await.message.id;
    let wait = Duration::ZERO;
    let refusals = [
        refusal(messages::find(&stranger, message).await),
        refusal(messages::receipts(&stranger, message, None).await),
        refusal(messages::erase(&stranger, message, "x".to_owned()).await),
        refusal(send(&stranger, outgoing("agent/ada", "x")).await),
        refusal(channels::find(&stranger, "topic/news", None).await),
        refusal(messages::follow(&stranger, "agent/ada", None, None).await),
        refusal(consumers::find(&stranger, "reader", None).await),
        refusal(consumers::fetch(&stranger, "reader", None, 1, wait).await),
        refusal(consumers::remove(&stranger, "reader", None, "x".to_owned()).await),
        refusal(dead_letters::find(&stranger, "reader", None, message).await),
        refusal(dead_letters::replay(&stranger, "reader", None, None).await),
    ];
    for (number, (kind, code)) in refusals.into_iter().enumerate() {
        assert_eq!(kind, Kind::NotFound, "case {number}: {code}");
    }
    let theirs = sent(&stranger, "topic/news", "theirs").await.message;
    assert_eq!(theirs.place, 1, "a channel of the same name is another channel");
    let all = history::search(&stranger, HistoryFilter::default(), None, Limit::default()).await.unwrap().page.items;
    assert_eq!(all.into_iter().map(|view| view.message.id).collect::<Vec<_>>(), [theirs.id]);
    let words = HistoryFilter { text: Some("ours".to_owned()), ..HistoryFilter::default() };
    assert!(history::search(&stranger, words, None, Limit::default()).await.unwrap().page.items.is_empty());
    assert_eq!(channels::list(&stranger, None, None, Limit::default()).await.unwrap().items.len(), 1);
    assert!(consumers::list(&stranger, None, None, Limit::default()).await.unwrap().items.is_empty());
    assert!(consumers::fetch(&owner, "reader", None, 9, wait).await.unwrap().iter().all(|one| one.message.message.id == message));
}

async fn project(app: &TestApp, name: &str) -> ProjectId {
    let (op, store) = (app.owner(), &app.app.store);
    let event =
        ProjectEvent::Created { name: name.to_owned(), brief: Digest::of(b"brief"), brief_bytes: 5, template: "planning-only".to_owned() };
    let mut tx = store.begin().await.unwrap();
    let mut project = Stream::<Project>::create(op.org().unwrap(), store.new_id(), &op.by(), event).unwrap();
    tx.save(&mut project).await.unwrap();
    tx.commit().await.unwrap();
    project.id()
}

async fn who_belongs_to_one_project_sees_its_channels_alone(app: &TestApp) {
    let owner = app.owner();
    let (site, other) = (project(app, "site").await, project(app, "other").await);
    let op = app.person(None).await;
    let member = {
        let listed = members::list(&owner, None, Limit::default()).await.unwrap().items;
        listed.into_iter().find(|view| view.member.person == op.person().unwrap()).unwrap().member.id()
    };
    members::change(&owner, member, MemberChange { grant: vec![(site, Role::Contributor)], ..MemberChange::default() }).await.unwrap();
    let op = app.again(&op).await;
    let on = |project, body: &str| Outgoing { project: Some(project), ..outgoing("topic/news", body) };
    let ours = send(&op, on(site, "ours")).await.unwrap().message;
    let theirs = send(&owner, on(other, "theirs")).await.unwrap().message;
    let everybodys = sent(&owner, "topic/news", "everybody's").await.message;
    let denied = (Kind::Forbidden, "role_too_low");
    assert_eq!(refusal(send(&op, on(other, "x")).await), denied);
    assert_eq!(refusal(send(&op, outgoing("topic/news", "x")).await), denied);
    for message in [&theirs, &everybodys] {
        assert_eq!(refusal(messages::find(&op, message.id).await), denied);
    }
    let bodies = |found: history::Found| found.page.items.into_iter().map(|view| view.message.body).collect::<Vec<_>>();
    let search = async |op: &dream_app::Op, project| {
        history::search(op, HistoryFilter { project, ..HistoryFilter::default() }, None, Limit::default()).await
    };
    assert_eq!(bodies(search(&op, None).await.unwrap()), ["ours"]);
    assert_eq!(bodies(search(&op, Some(site)).await.unwrap()), ["ours"]);
    assert_eq!(refusal(search(&op, Some(other)).await), denied);
    assert_eq!(bodies(search(&owner, None).await.unwrap()).len(), 3);
    assert_eq!(refusal(search(&owner, Some(app.app.store.new_id())).await), (Kind::NotFound, "not_found"));
    assert_eq!(messages::find(&op, ours.id).await.unwrap().message.body, "ours");
}

dream_testkit::for_both_engines!(trap_28_nothing_of_another_organisation_is_found, who_belongs_to_one_project_sees_its_channels_alone);
