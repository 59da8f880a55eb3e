//! The bridge as a service: what is used is counted, and past the plan nothing is lost in silence.

use super::{bridge, deliver, destination, enqueue, planned, refusal, rows, standing, texts};
use dream_app::destinations::To;
use dream_app::service_plans::{self, ServicePlans};
use dream_app::sources::{self, NewSource};
use dream_app::tenants::{self, NewTenant};
use dream_app::{Kind, Op, deliveries, received, usage};
use dream_bridge::source::Kind as SourceKind;
use dream_testkit::{TestApp, found};
use serde_json::json;
use std::time::Duration;

/// A plan for the organisations that no other plan names.
fn publish(app: &TestApp, plan: &str) {
    let text = format!("default = \"small\"\n[[plan]]\nname = \"small\"\n{plan}\n");
    app.app.publish_plans(ServicePlans::parse("plans.toml", &text).unwrap());
}

async fn source(app: &TestApp, name: &str) -> Result<(), dream_app::AppError> {
    let new = NewSource { name: name.to_owned(), kind: SourceKind::Publish, proof: None, project: None, per_minute: None, secret: None };
    sources::make(&app.owner(), new).await.map(drop)
}

/// What was counted, as `what name count`.
async fn counted(app: &TestApp, by_name: bool) -> Vec<String> {
    let rows = usage::list(&app.owner(), None, by_name).await.unwrap();
    rows.iter().map(|row| format!("{} {} {} {}", row.month, row.what, row.name.as_deref().unwrap_or("*"), row.count)).collect()
}

fn worker(app: &TestApp) -> Op {
    Op::of_worker(app.app.clone(), "test")
}

async fn what_came_in_and_what_arrived_is_counted_by_month_and_name(app: &TestApp) {
    let (_fake, _) = bridge(app).await;
    destination(app, "inside", To::Channel("topic/alerts".to_owned()), None).await;
    source(app, "ci").await.unwrap();
    sources::publish(&app.owner(), "ci", vec![json!({ "title": "one" }), json!({ "title": "two" })]).await.unwrap();
    app.run_until_idle().await;
    enqueue(app, &[planned(app, "ops", "a"), planned(app, "inside", "b"), planned(app, "nowhere", "c")]).await;
    deliver(&app.app).await;
    app.clock.advance(Duration::from_hours(24 * 31));
    enqueue(app, &[planned(app, "ops", "d")]).await;
    deliver(&app.app).await;
    assert_eq!(counted(app, false).await, ["2026-02 delivered * 1", "2026-01 delivered * 2", "2026-01 received * 2"]);
    let named = ["2026-02 delivered ops 1", "2026-01 delivered inside 1", "2026-01 delivered ops 1", "2026-01 received ci 2"];
    assert_eq!(counted(app, true).await, named, "what did not arrive is not counted");
    let csv = usage::export(&app.owner(), Some("2026-01")).await.unwrap();
    let lines = "month,what,name,count\r\n2026-01,delivered,inside,1\r\n2026-01,delivered,ops,1\r\n2026-01,received,ci,2\r\n";
    assert_eq!(csv, lines);
    let stranger = found(&app.app, "second").await.owner;
    assert!(usage::list(&stranger, None, true).await.unwrap().is_empty(), "trap 28: of no other organisation");
}

async fn past_the_plan_messages_are_held_and_events_refused_until_the_month_turns(app: &TestApp) {
    publish(app, "messages_per_month = 2");
    let (fake, channel) = bridge(app).await;
    source(app, "ci").await.unwrap();
    enqueue(app, &[planned(app, "ops", "1"), planned(app, "ops", "2"), planned(app, "ops", "3")]).await;
    deliver(&app.app).await;
    assert_eq!(
        (texts(&fake, &channel), standing(app).await),
        (vec!["1".to_owned(), "2".to_owned()], vec!["ops sent".to_owned(), "ops sent".to_owned(), "ops queued".to_owned()])
    );
    app.clock.advance(Duration::from_mins(6));
    deliver(&app.app).await;
    let held = rows(app).await.remove(2);
    let notes: Vec<&str> = held.history.iter().map(|note| note.why.as_str()).filter(|why| why.starts_with("held: ")).collect();
    assert_eq!((notes.len(), notes[0].contains("2026-02-01")), (1, true), "said once, with its end: {notes:?}");
    let owner = app.owner();
    let event = || sources::publish(&owner, "ci", vec![json!({ "title": "one" })]);
    assert_eq!(refusal(event().await), (Kind::Exhausted, "plan_messages_used"));
    let shown = service_plans::show(&app.owner()).await.unwrap();
    assert_eq!(
        (shown.delivered, shown.bridges, shown.held_until.map(|at| at.to_string())),
        (2, 2, Some("2026-02-01T00:00:00.000000Z".to_owned()))
    );
    // The month turns.
    app.clock.advance(Duration::from_hours(24 * 31));
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["1", "2", "3"]);
    event().await.unwrap();
    assert_eq!(service_plans::show(&app.owner()).await.unwrap().held_until, None);
}

async fn a_larger_plan_lets_go_what_a_smaller_one_held(app: &TestApp) {
    publish(app, "messages_per_month = 0");
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "1")]).await;
    deliver(&app.app).await;
    assert!(texts(&fake, &channel).is_empty());
    publish(app, "messages_per_month = 10");
    app.clock.advance(Duration::from_mins(5));
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["1"]);
}

async fn one_organisation_s_plan_is_not_another_s(app: &TestApp) {
    let text = "[[plan]]\nname = \"small\"\nmessages_per_month = 0\n";
    app.app.publish_plans(ServicePlans::parse("plans.toml", text).unwrap());
    let new = NewTenant { name: "second".to_owned(), owner: "ada".to_owned(), plan: Some("small".to_owned()) };
    let other = tenants::make(&app.owner(), new).await.unwrap().view.org.id();
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "1")]).await;
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["1"]);
    assert_eq!(app.app.plan(other).await.unwrap().name, "small");
}

async fn no_more_sources_and_destinations_are_made_than_the_plan_allows(app: &TestApp) {
    publish(app, "bridges = 2\nbidirectional = false");
    source(app, "ci").await.unwrap();
    destination(app, "inside", To::Channel("topic/alerts".to_owned()), None).await;
    assert_eq!(refusal(source(app, "more").await), (Kind::Exhausted, "plan_bridges_used"));
    let change = dream_app::destinations::remove(&app.owner(), "inside").await;
    change.unwrap();
    source(app, "more").await.unwrap();
    assert_eq!(service_plans::show(&app.owner()).await.unwrap().bridges, 2);
}

async fn each_organisation_s_events_and_deliveries_are_kept_for_as_long_as_its_plan_says(app: &TestApp) {
    publish(app, "retention_days = 2");
    let (_fake, _) = bridge(app).await;
    source(app, "ci").await.unwrap();
    sources::publish(&app.owner(), "ci", vec![json!({ "title": "one" })]).await.unwrap();
    app.run_until_idle().await;
    enqueue(app, &[planned(app, "ops", "1")]).await;
    deliver(&app.app).await;
    for (days, kept) in [(1, 1), (2, 0)] {
        app.clock.advance(Duration::from_hours(24 * days));
        received::forget(&worker(app)).await.unwrap();
        deliveries::forget_old(&worker(app)).await.unwrap();
        let events = received::list(&app.owner(), received::Asked::default(), None, dream_id::Limit::new(10)).await.unwrap();
        assert_eq!((events.items.len(), rows(app).await.len()), (kept, kept), "after {days} days more");
    }
}

/// Sending something again does not keep its words for longer than the plan keeps what led to it.
async fn words_leave_with_what_led_to_them_however_often_they_were_sent_again(app: &TestApp) {
    publish(app, "retention_days = 2");
    let (fake, channel) = bridge(app).await;
    let has_words = async || -> Vec<bool> { rows(app).await.iter().map(|row| row.what.contains("private")).collect() };
    enqueue(app, &[planned(app, "ops", "private")]).await;
    deliver(&app.app).await;
    app.clock.advance(Duration::from_hours(36));
    let again = deliveries::replay(&app.owner(), rows(app).await[0].id).await.unwrap();
    deliver(&app.app).await;
    enqueue(app, &[planned(app, "ops", "private, and waits")]).await;
    deliveries::forget_old(&worker(app)).await.unwrap();
    assert_eq!(has_words().await, [true, true, true]);
    // The event is two days old, its second delivery one.
    app.clock.advance(Duration::from_hours(24));
    deliveries::forget_old(&worker(app)).await.unwrap();
    assert_eq!((has_words().await, rows(app).await[0].id), (vec![false, true], again.id), "the record stays for its own two days");
    assert_eq!(refusal(deliveries::replay(&app.owner(), again.id).await), (Kind::Over, "delivery_erased"));
    app.clock.advance(Duration::from_hours(48));
    deliveries::forget_old(&worker(app)).await.unwrap();
    assert_eq!(has_words().await, [true], "what is owed keeps its words, however old they are");
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["private", "private", "private, and waits"]);
    deliveries::forget_old(&worker(app)).await.unwrap();
    assert_eq!(has_words().await, [false]);
}

dream_testkit::for_both_engines!(
    what_came_in_and_what_arrived_is_counted_by_month_and_name,
    past_the_plan_messages_are_held_and_events_refused_until_the_month_turns,
    a_larger_plan_lets_go_what_a_smaller_one_held,
    one_organisation_s_plan_is_not_another_s,
    no_more_sources_and_destinations_are_made_than_the_plan_allows,
    each_organisation_s_events_and_deliveries_are_kept_for_as_long_as_its_plan_says,
    words_leave_with_what_led_to_them_however_often_they_were_sent_again,
);
