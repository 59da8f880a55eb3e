//! What an organisation is told about its own bridge and log: once when it begins, once when it is over.

use dream_app::alerts::{self, Watch};
use dream_app::destinations::{self, NewDestination, To};
use dream_app::logs::{Level, Line, SetName, StreamName};
use dream_app::service_plans::ServicePlans;
use dream_app::sources::{self, NewSource, NotTaken};
use dream_app::summaries::{self, NewSummary, Schedule};
use dream_app::{App, AppError, Kind, Op, bridge, received, usage};
use dream_bridge::source::{Kind as SourceKind, Request};
use dream_id::{Limit, SourceId};
use dream_testkit::{TestApp, found};
use serde_json::{Value, json};
use std::time::Duration;

fn worker(app: &TestApp) -> Op {
    Op::of_worker(app.app.clone(), "test")
}

fn refusal<T>(result: Result<T, AppError>) -> (Kind, &'static str) {
    let error = result.err().unwrap();
    (error.kind, error.code)
}

async fn source(app: &TestApp, name: &str) {
    let new = NewSource { name: name.to_owned(), kind: SourceKind::Publish, proof: None, project: None, per_minute: None, secret: None };
    sources::make(&app.owner(), new).await.unwrap();
}

async fn inside(app: &TestApp) {
    let new = NewDestination { name: "inside".to_owned(), to: To::Channel("topic/alerts".to_owned()), fallback: None };
    destinations::make(&app.owner(), new).await.unwrap();
}

/// What the server told of itself, the oldest first: the event, and the facts beside it.
async fn told(app: &TestApp) -> Vec<(Value, Value)> {
    let asked = received::Asked { source: Some("dreamos".to_owned()) };
    let page = received::list(&app.owner(), asked, None, Limit::new(100)).await.unwrap();
    let mut told = Vec::new();
    for item in page.items.iter().rev() {
        let raw = received::raw(&app.owner(), item.id).await.unwrap();
        let body: Value = serde_json::from_slice(&raw.body).unwrap();
        told.push((body["event"].clone(), body["payload"].clone()));
    }
    told
}

/// The same, as `type phase summary`.
async fn said(app: &TestApp) -> Vec<String> {
    let text = |event: &Value, name: &str| event[name].as_str().unwrap_or_default().to_owned();
    let told = told(app).await;
    told.iter().map(|(event, _)| format!("{} {} {}", text(event, "type"), text(event, "phase"), text(event, "summary"))).collect()
}

async fn look(app: &TestApp) -> usize {
    alerts::look(&worker(app), true).await.unwrap()
}

/// A request whose proof is wrong, in the process of `core`.
async fn forge(core: &App, source: SourceId) {
    let request = Request { headers: &[("authorization", "Bearer wrong")], body: b"{}", path_secret: None };
    let refused = sources::receive(core, &source.to_string(), &request).await;
    assert!(matches!(refused, Err(NotTaken::Refused(_))), "{refused:?}");
}

async fn forgeries_are_counted_over_all_processes_and_told_once(app: &TestApp) {
    source(app, "ci").await;
    source(app, "other").await;
    let (owner, id) = (app.owner(), sources::find(&app.owner(), "ci").await.unwrap().id());
    let other = sources::find(&owner, "other").await.unwrap().id();
    let watch = Watch::Refusals { source: Some("ci".to_owned()), least: 4, minutes: 5, forged: true };
    alerts::make(&owner, "forgeries", watch).await.unwrap();
    app.clock.advance(Duration::from_mins(1));
    // Two processes: what one has counted and written down, another sees.
    let second = crate::deliveries::restarted(app);
    for _ in 0..3 {
        forge(&second, id).await;
    }
    forge(&app.app, other).await;
    assert_eq!(look(app).await, 0);
    assert!(sources::keep_refusals(&Op::of_worker(second.clone(), "test")).await.unwrap());
    assert!(!sources::keep_refusals(&Op::of_worker(second.clone(), "test")).await.unwrap(), "they are written down once");
    assert_eq!(bridge::status(&owner).await.unwrap().refused["ci"].count, 3);
    assert_eq!(look(app).await, 0, "three are not four");
    // What this process has not written down yet counts too.
    forge(&app.app, id).await;
    assert_eq!((look(app).await, look(app).await), (1, 0));
    let why = said(app).await.pop().unwrap();
    assert!(why.contains("4 unproved requests to addresses of the source `ci` were refused within 5 minutes"), "{why}");
    sources::keep_refusals(&worker(app)).await.unwrap();
    let seen = bridge::status(&owner).await.unwrap().refused["ci"].clone();
    assert_eq!((seen.count, seen.code.as_str()), (4, "proof_wrong"));
    app.clock.advance(Duration::from_mins(11));
    assert_eq!(look(app).await, 1, "it is over");
    app.clock.advance(Duration::from_hours(9 * 24));
    assert!(!sources::forget_refusals(&worker(app)).await.unwrap());
    assert!(bridge::status(&owner).await.unwrap().refused.is_empty());
}

async fn what_was_refused_before_an_alert_was_made_does_not_count(app: &TestApp) {
    source(app, "ci").await;
    let (owner, id) = (app.owner(), sources::find(&app.owner(), "ci").await.unwrap().id());
    let second = crate::deliveries::restarted(app);
    // Some of it is written down, some is counted in memory, here and in another process.
    forge(&app.app, id).await;
    sources::keep_refusals(&worker(app)).await.unwrap();
    forge(&app.app, id).await;
    forge(&second, id).await;
    app.clock.advance(Duration::from_secs(1));
    alerts::make(&owner, "forgeries", Watch::Refusals { source: Some("ci".to_owned()), least: 2, minutes: 5, forged: true }).await.unwrap();
    forge(&app.app, id).await;
    for process in [&app.app, &second] {
        assert_eq!(look(app).await, 0, "one is not two");
        sources::keep_refusals(&Op::of_worker(process.clone(), "test")).await.unwrap();
    }
    assert_eq!(look(app).await, 0, "nor when all of it is written down");
    assert_eq!(bridge::status(&owner).await.unwrap().refused["ci"].count, 4, "the status counts them all");
    forge(&second, id).await;
    sources::keep_refusals(&Op::of_worker(second.clone(), "test")).await.unwrap();
    assert_eq!(look(app).await, 1);
    let why = said(app).await.pop().unwrap();
    assert!(why.contains("2 unproved requests"), "{why}");
}

async fn a_source_shows_how_long_what_it_led_to_took(app: &TestApp) {
    source(app, "ci").await;
    inside(app).await;
    let rules = "[[rule]]\nname = \"all\"\nsources = [\"ci\"]\nto = [\"inside\", \"nowhere\"]\n";
    dream_app::rules::write(&app.owner(), rules.to_owned(), None).await.unwrap();
    assert!(bridge::status(&app.owner()).await.unwrap().latencies.is_empty());
    sources::publish(&app.owner(), "ci", vec![json!({"title": "hello"})]).await.unwrap();
    app.clock.advance(Duration::from_millis(40));
    received::plan_next(&worker(app), None, |_| true).await.unwrap();
    crate::deliveries::deliver(&app.app).await;
    let status = bridge::status(&app.owner()).await.unwrap();
    assert_eq!(status.latencies["ci"], (Duration::from_millis(40), Duration::from_millis(40)));
    // What was to go where nothing is stays in sight.
    let nowhere = status.places.iter().find(|place| place.name == "nowhere").unwrap();
    assert_eq!((nowhere.kind, nowhere.counts.by_status.get("failed")), ("missing", Some(&1)));
    assert_eq!(nowhere.disabled.as_deref(), Some("there is no destination or subscription of this name"));
}

async fn a_silent_source_is_told_once_and_its_return_once(app: &TestApp) {
    source(app, "ci").await;
    alerts::make(&app.owner(), "quiet", Watch::SilentSource { source: "ci".to_owned(), minutes: 10 }).await.unwrap();
    app.clock.advance(Duration::from_mins(9));
    assert_eq!(look(app).await, 0);
    app.clock.advance(Duration::from_mins(1));
    assert_eq!((look(app).await, look(app).await), (1, 0), "raised once, however often it is looked at");
    let status = bridge::status(&app.owner()).await.unwrap();
    assert_eq!((status.alerts[0].name.as_str(), status.alerts[0].since), ("quiet", app.app.now()));
    sources::publish(&app.owner(), "ci", vec![json!({ "title": "one" })]).await.unwrap();
    assert_eq!((look(app).await, look(app).await), (1, 0), "over once");
    let status = bridge::status(&app.owner()).await.unwrap();
    assert_eq!((status.alerts.len(), status.sources["ci"].last_5, status.sources["ci"].last_60), (0, 1, 1));
    app.clock.advance(Duration::from_mins(6));
    let status = bridge::status(&app.owner()).await.unwrap();
    assert_eq!((status.sources["ci"].last_5, status.sources["ci"].last_60), (0, 1));
    let all = said(app).await;
    assert_eq!(all[0], "bridge.alert firing nothing came from the source `ci` for 10 minutes");
    assert!(all.len() == 2 && all[1].starts_with("bridge.alert resolved "), "{all:?}");
    let (first, last) = (told(app).await[0].0.clone(), told(app).await[1].0.clone());
    assert_eq!(first["key"], last["key"], "the end is about the same");
    assert_eq!((&first["source"], &first["labels"]["source"]), (&json!("dreamos"), &json!("ci")));
}

async fn a_growing_backlog_and_a_failing_destination_are_told(app: &TestApp) {
    inside(app).await;
    let owner = app.owner();
    alerts::make(&owner, "backlog", Watch::Backlog { destination: Some("inside".to_owned()), over: 1 }).await.unwrap();
    let failing = Watch::FailingDestination { destination: "inside".to_owned(), failures: 1, minutes: 5 };
    alerts::make(&owner, "failing", failing).await.unwrap();
    assert_eq!(look(app).await, 0);
    for _ in 0..2 {
        destinations::test(&owner, "inside").await.unwrap();
    }
    assert_eq!(look(app).await, 1, "two wait");
    destinations::change(&owner, "inside", destinations::Change::Disable("by hand".to_owned())).await.unwrap();
    assert_eq!(look(app).await, 1, "and nothing is sent there");
    let listed = alerts::list(&owner).await.unwrap();
    let raised: Vec<&str> = listed.iter().filter_map(|view| view.raised.as_ref()).map(|raised| raised.why.as_str()).collect();
    assert_eq!(raised, ["2 messages wait for `inside`, more than 1", "nothing is sent to `inside`: by hand"]);
    alerts::remove(&owner, "backlog").await.unwrap();
    destinations::change(&owner, "inside", destinations::Change::Enable).await.unwrap();
    assert_eq!(look(app).await, 1, "what was removed is over without a word");
    assert!(bridge::status(&owner).await.unwrap().alerts.is_empty());
}

async fn say(app: &TestApp, level: Level, message: &str) {
    let stream = StreamName::Agent("builder".to_owned());
    app.clock.advance(Duration::from_millis(1));
    let line = Line::new(app.app.now(), level, stream, "test", message);
    app.app.logs.append_acknowledged(SetName::Org(app.org), line).await.unwrap();
}

async fn more_errors_than_usual_are_a_spike(app: &TestApp) {
    alerts::make(&app.owner(), "errors", Watch::LogSpike { minutes: 5, factor: 3, least: 3 }).await.unwrap();
    for _ in 0..12 {
        say(app, Level::Error, "a usual error").await;
        app.clock.advance(Duration::from_mins(5));
        assert_eq!(look(app).await, 0);
    }
    for _ in 0..4 {
        say(app, Level::Error, "something is broken").await;
    }
    app.clock.advance(Duration::from_secs(1));
    assert_eq!(alerts::look(&worker(app), false).await.unwrap(), 0, "the log is read only when it is asked for");
    assert_eq!((look(app).await, look(app).await), (1, 0));
    app.clock.advance(Duration::from_mins(6));
    assert_eq!(look(app).await, 1);
    let all = said(app).await;
    assert!(
        all[0].starts_with("logs.spike firing 4 errors in the log within 5 minutes") && all[1].starts_with("logs.spike resolved"),
        "{all:?}"
    );
}

async fn the_log_is_summed_up_on_its_schedule_once(app: &TestApp) {
    let new = NewSummary { name: "hourly".to_owned(), schedule: Schedule::Every("1h".to_owned()) };
    let made = summaries::make(&app.owner(), new).await.unwrap();
    assert!(made.server, "the owner of the local organisation may read the server's own log");
    say(app, Level::Error, "the disk is full").await;
    say(app, Level::Warn, "the disk is nearly full").await;
    app.clock.advance(Duration::from_mins(59));
    let due = || async { summaries::tell_due(&worker(app)).await.unwrap() };
    assert_eq!(due().await, 0);
    app.clock.advance(Duration::from_mins(1));
    assert_eq!((due().await, due().await), (1, 0));
    let (event, facts) = told(app).await.remove(0);
    assert_eq!((&event["type"], &event["labels"]["summary"]), (&json!("logs.summary"), &json!("hourly")));
    assert!(event["title"].as_str().unwrap().ends_with("1 errors, 1 warnings"), "{event:#}");
    assert!(event["summary"].as_str().unwrap().contains("1× error test: the disk is full"), "{event:#}");
    assert_eq!((&facts["levels"]["error"], &facts["errors"][0]["message"]), (&json!(1), &json!("the disk is full")));
    // A server that was off tells once what it missed.
    app.clock.advance(Duration::from_hours(5));
    assert_eq!((due().await, due().await), (1, 0));
    assert!(told(app).await[1].0["title"].as_str().unwrap().ends_with("0 errors, 0 warnings"));
    summaries::remove(&app.owner(), "hourly").await.unwrap();
    app.clock.advance(Duration::from_hours(2));
    assert_eq!(due().await, 0);
}

async fn a_plan_that_is_nearly_used_up_is_told_once_a_month(app: &TestApp) {
    let text = "default = \"small\"\n[[plan]]\nname = \"small\"\nmessages_per_month = 10\n";
    app.app.publish_plans(ServicePlans::parse("plans.toml", text).unwrap());
    let near = || async { alerts::near_limits(&worker(app)).await.unwrap() };
    let deliver = |count: u64| async move {
        // Each is told later than the one before.
        app.clock.advance(Duration::from_secs(15));
        let mut tx = app.app.store.begin().await.unwrap();
        let month = app.app.now().to_string().chars().take(7).collect::<String>();
        tx.count_usage(app.org, &month, (usage::DELIVERED, "ops"), count).await.unwrap();
        tx.commit().await.unwrap();
    };
    deliver(7).await;
    assert_eq!(near().await, 0);
    deliver(1).await;
    assert_eq!((near().await, near().await), (1, 0));
    deliver(2).await;
    assert_eq!((near().await, near().await), (1, 0));
    app.clock.advance(Duration::from_hours(24 * 31));
    assert_eq!(near().await, 0);
    deliver(9).await;
    assert_eq!((near().await, near().await), (1, 0), "the next month says it anew");
    let types: Vec<String> = told(app).await.iter().map(|(event, _)| event["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(types, ["bridge.plan_near", "bridge.plan_used", "bridge.plan_near"]);
}

async fn what_cannot_be_watched_is_refused_and_nobody_sees_another_s(app: &TestApp) {
    let owner = app.owner();
    let watch = || Watch::Backlog { destination: None, over: 1 };
    assert_eq!(refusal(alerts::make(&owner, "a b", watch()).await), (Kind::Invalid, "name_invalid"));
    assert_eq!(refusal(alerts::make(&owner, "a", Watch::Backlog { destination: None, over: 0 }).await), (Kind::Invalid, "alert_invalid"));
    alerts::make(&owner, "a", watch()).await.unwrap();
    assert_eq!(refusal(alerts::make(&owner, "a", watch()).await), (Kind::Conflict, "name_taken"));
    let summary = |every: &str| NewSummary { name: "s".to_owned(), schedule: Schedule::Every(every.to_owned()) };
    assert_eq!(refusal(summaries::make(&owner, summary("1m")).await), (Kind::Invalid, "schedule_invalid"));
    summaries::make(&owner, summary("1h")).await.unwrap();
    assert_eq!(refusal(summaries::make(&owner, summary("1h")).await), (Kind::Conflict, "name_taken"));
    let other = found(&app.app, "second").await.owner;
    assert!(alerts::list(&other).await.unwrap().is_empty() && summaries::list(&other).await.unwrap().is_empty());
    assert_eq!(refusal(alerts::remove(&other, "a").await), (Kind::NotFound, "not_found"));
    assert_eq!(refusal(summaries::remove(&other, "s").await), (Kind::NotFound, "not_found"));
    let viewer = app.person(dream_access::Role::Viewer).await;
    assert_eq!(refusal(alerts::make(&viewer, "b", watch()).await).0, Kind::Forbidden);
    assert_eq!(refusal(summaries::make(&viewer, summary("2h")).await).0, Kind::Forbidden);
}

/// Each server has a log of its own: two that looked would raise and end the same alert by turns.
async fn of_two_servers_one_looks(app: &TestApp) {
    let turn = |holder: &'static str| async move { alerts::take_turn(&worker(app), holder).await.unwrap() };
    assert_eq!((turn("one").await, turn("two").await, turn("one").await), (true, false, true));
    app.clock.advance(Duration::from_secs(61));
    assert_eq!((turn("two").await, turn("one").await), (true, false), "whoever is silent for a minute has lost it");
}

dream_testkit::for_both_engines!(
    forgeries_are_counted_over_all_processes_and_told_once,
    what_was_refused_before_an_alert_was_made_does_not_count,
    a_source_shows_how_long_what_it_led_to_took,
    of_two_servers_one_looks,
    a_silent_source_is_told_once_and_its_return_once,
    a_growing_backlog_and_a_failing_destination_are_told,
    more_errors_than_usual_are_a_spike,
    the_log_is_summed_up_on_its_schedule_once,
    a_plan_that_is_nearly_used_up_is_told_once_a_month,
    what_cannot_be_watched_is_refused_and_nobody_sees_another_s,
);
