//! Outgoing webhooks: signed, retried on their schedule, disabled after long failure, and never to an address inside.

use super::{bridge, deliver, destination, enqueue, planned, refusal, rows, standing};
use async_trait::async_trait;
use dream_access::{NotificationKind, Role};
use dream_app::destinations::To;
use dream_app::subscriptions::{self, Change, NewSubscription};
use dream_app::{Kind, Op, notifications, orgs};
use dream_bridge::outgoing::{SigningKeys, sign};
use dream_clock::Timestamp;
use dream_id::Limit;
use dream_ports::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use dream_secret::Secret;
use dream_testkit::TestApp;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A receiver that keeps what it gets and answers as it is told; 200 when it is told nothing.
#[derive(Default)]
pub(super) struct Receiver {
    got: Mutex<Vec<HookRequest>>,
    answers: Mutex<VecDeque<u16>>,
}

#[async_trait]
impl Hook for Receiver {
    fn check(&self, url: &str) -> Result<(), HookFault> {
        if url.contains("127.0.0.1") { Err(HookFault::Refused("it leads inside".to_owned())) } else { Ok(()) }
    }

    async fn post(&self, request: HookRequest) -> Result<HookAnswer, HookFault> {
        self.got.lock().unwrap().push(request);
        let status = self.answers.lock().unwrap().pop_front().unwrap_or(200);
        Ok(HookAnswer { status, retry_after: None, body_start: "said".to_owned() })
    }

    async fn ask(&self, _: HookRequest, most: usize) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }

    async fn get(&self, url: &str, most: usize, _: Duration) -> Result<HookFetched, HookFault> {
        if !url.ends_with("/plan.txt") {
            return Err(HookFault::TooLarge { most });
        }
        Ok(HookFetched { status: 200, retry_after: None, media_type: None, bytes: b"the plan".to_vec() })
    }
}

impl Receiver {
    pub(super) fn put(app: &TestApp) -> Arc<Self> {
        let receiver = Arc::new(Self::default());
        app.outside.put_hooks(receiver.clone());
        receiver
    }

    pub(super) fn answer(&self, statuses: impl IntoIterator<Item = u16>) {
        self.answers.lock().unwrap().extend(statuses);
    }

    pub(super) fn got(&self) -> Vec<HookRequest> {
        self.got.lock().unwrap().clone()
    }
}

fn header<'r>(request: &'r HookRequest, name: &str) -> &'r str {
    request.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str()).unwrap()
}

async fn subscribe(app: &TestApp, types: &[&str]) -> Secret {
    let new = NewSubscription {
        name: "crm".to_owned(),
        url: Secret::new("https://example.com/hooks"),
        types: types.iter().map(|&each| each.to_owned()).collect(),
    };
    subscriptions::make(&app.owner(), new).await.unwrap().secret
}

async fn tell(app: &TestApp) {
    let op = Op::of_worker(app.app.clone(), "teller");
    app.sequence().await;
    while subscriptions::tell_all(&op).await.unwrap() {}
}

async fn events_are_told_once_signed_with_both_secrets(app: &TestApp) {
    let receiver = Receiver::put(app);
    tell(app).await;
    let first = subscribe(app, &["org.*"]).await;
    let second = subscriptions::rotate(&app.owner(), "crm").await.unwrap().secret;
    orgs::rename(&app.owner(), "acme".to_owned()).await.unwrap();
    tell(app).await;
    tell(app).await;
    deliver(&app.app).await;
    let got = receiver.got();
    assert_eq!(got.len(), 1, "one event was wanted, and it is told once");
    let body: serde_json::Value = serde_json::from_slice(&got[0].body).unwrap();
    assert_eq!(body["type"], "org.renamed");
    assert_eq!(body["data"]["stream"], app.org.to_string());
    let keys = SigningKeys { newest: second, replaced: Some(first) };
    let at = Timestamp::from_micros(header(&got[0], "webhook-timestamp").parse::<i64>().unwrap() * 1_000_000);
    let signed = sign(&keys, header(&got[0], "webhook-id"), at, &got[0].body).unwrap();
    assert_eq!(header(&got[0], "webhook-signature"), signed.signature);
}

async fn a_receiver_is_tried_on_schedule_and_disabled_after_days(app: &TestApp) {
    let receiver = Receiver::put(app);
    subscribe(app, &[]).await;
    receiver.answer(vec![500; 2]);
    let tested = subscriptions::test(&app.owner(), "crm").await.unwrap();
    deliver(&app.app).await;
    assert_eq!(receiver.got().len(), 1);
    app.clock.advance(Duration::from_secs(6));
    deliver(&app.app).await;
    app.clock.advance(Duration::from_mins(6));
    deliver(&app.app).await;
    let got = receiver.got();
    assert_eq!(got.len(), 3);
    let ids: Vec<&str> = got.iter().map(|request| header(request, "webhook-id")).collect();
    assert!(ids.iter().all(|id| *id == tested.id.to_string()), "a repetition has the id of the first: {ids:?}");
    assert_eq!(standing(app).await, ["crm sent"]);
    // Five days of failure.
    receiver.answer(vec![500; 100]);
    subscriptions::test(&app.owner(), "crm").await.unwrap();
    deliver(&app.app).await;
    app.clock.advance(Duration::from_hours(121));
    deliver(&app.app).await;
    assert!(!subscriptions::named(&app.owner(), "crm").await.unwrap().stream.switch.is_active());
    assert_eq!(refusal(subscriptions::test(&app.owner(), "crm").await), (Kind::Conflict, "subscription_disabled"));
    receiver.answers.lock().unwrap().clear();
    subscriptions::change(&app.owner(), "crm", Change::Enable).await.unwrap();
    app.clock.advance(Duration::from_hours(121));
    deliver(&app.app).await;
    assert_eq!(standing(app).await, ["crm sent", "crm sent"]);
}

async fn one_that_is_gone_for_good_is_disabled_at_once_and_failures_hold_nothing_up(app: &TestApp) {
    let receiver = Receiver::put(app);
    subscribe(app, &[]).await;
    receiver.answer([500, 200, 410]);
    for _ in 0..3 {
        subscriptions::test(&app.owner(), "crm").await.unwrap();
    }
    deliver(&app.app).await;
    let mut states = standing(app).await;
    states.sort();
    assert_eq!(states, ["crm failed", "crm queued", "crm sent"]);
    assert!(!subscriptions::named(&app.owner(), "crm").await.unwrap().stream.switch.is_active());
}

/// What the owner is told of the bridge: whether it is done, and in which words.
async fn noticed(app: &TestApp, op: &Op) -> Vec<(bool, String)> {
    app.sequence().await;
    while notifications::follow(&Op::of_worker(app.app.clone(), "notifier")).await.unwrap() {}
    let told = notifications::list(op, false, None, Limit::default()).await.unwrap();
    let of_the_bridge = told.items.into_iter().filter(|one| one.kind == NotificationKind::BridgeDisabled);
    of_the_bridge.map(|one| (one.done_at.is_some(), one.title)).collect()
}

/// Nobody has to write a rule to hear that a receiver was given up.
async fn whoever_looks_after_the_bridge_is_told_that_nothing_is_sent_any_more(app: &TestApp) {
    let receiver = Receiver::put(app);
    let (owner, viewer) = (app.owner(), app.person(Role::Viewer).await);
    subscribe(app, &[]).await;
    subscriptions::change(&owner, "crm", Change::Disable("a pause".to_owned())).await.unwrap();
    assert!(noticed(app, &owner).await.is_empty(), "who disables it knows");
    let gone = (false, "subscription crm: the receiver answered 410: said".to_owned());
    for again in 0..2 {
        subscriptions::change(&owner, "crm", Change::Enable).await.unwrap();
        assert!(noticed(app, &owner).await.iter().all(|(done, _)| *done), "{again}: it is mended");
        receiver.answer([410]);
        subscriptions::test(&owner, "crm").await.unwrap();
        deliver(&app.app).await;
        assert_eq!(noticed(app, &owner).await, std::slice::from_ref(&gone), "{again}");
    }
    assert!(noticed(app, &viewer).await.is_empty(), "who cannot mend it is not told");
    subscriptions::remove(&owner, "crm").await.unwrap();
    assert!(noticed(app, &owner).await[0].0);
}

/// Trap 48: an address inside is refused before anything is kept.
async fn trap_48_an_address_inside_is_refused(app: &TestApp) {
    Receiver::put(app);
    let new = NewSubscription { name: "crm".to_owned(), url: Secret::new("https://127.0.0.1/"), types: Vec::new() };
    assert_eq!(refusal(subscriptions::make(&app.owner(), new).await), (Kind::Invalid, "address_refused"));
    let wrong = NewSubscription { name: "crm".to_owned(), url: Secret::new("https://a.b/"), types: vec!["a b".to_owned()] };
    assert_eq!(refusal(subscriptions::make(&app.owner(), wrong).await), (Kind::Invalid, "pattern_invalid"));
}

async fn messages_go_to_slack_to_receivers_and_to_channels_of_ours(app: &TestApp) {
    let (_fake, _) = bridge(app).await;
    let receiver = Receiver::put(app);
    subscribe(app, &[]).await;
    destination(app, "slack", To::SlackWebhook(Secret::new("https://hooks.slack.com/services/T/B/x")), None).await;
    destination(app, "out", To::Outgoing("crm".to_owned()), None).await;
    destination(app, "inside", To::Channel("topic/alerts".to_owned()), None).await;
    let named = dream_app::destinations::named(&app.owner(), "out").await.unwrap();
    let listed = dream_app::destinations::list(&app.owner()).await.unwrap();
    assert!(
        [Some(&named), listed.iter().find(|view| view.stream.name == "out")]
            .iter()
            .all(|view| view.unwrap().subscription.as_deref() == Some("crm"))
    );
    let all = ["slack", "out", "inside"].map(|name| planned(app, name, "hello <!channel>"));
    enqueue(app, &all).await;
    deliver(&app.app).await;
    assert_eq!(standing(app).await, ["slack sent", "out sent", "inside sent"]);
    let bodies: Vec<String> = receiver.got().iter().map(|request| String::from_utf8(request.body.clone()).unwrap()).collect();
    assert!(bodies.iter().any(|body| body.contains(r#""text":"hello &lt;!channel&gt;""#)), "{bodies:?}");
    assert!(bodies.iter().any(|body| body.contains(r#""type":"message.sent""#)), "{bodies:?}");
    receiver.answer([404]);
    enqueue(app, &[planned(app, "slack", "gone")]).await;
    deliver(&app.app).await;
    assert_eq!(rows(app).await[3].delivery.state.name(), "failed");
    assert!(!dream_app::destinations::named(&app.owner(), "slack").await.unwrap().stream.switch.is_active());
}

dream_testkit::for_both_engines!(
    events_are_told_once_signed_with_both_secrets,
    a_receiver_is_tried_on_schedule_and_disabled_after_days,
    one_that_is_gone_for_good_is_disabled_at_once_and_failures_hold_nothing_up,
    whoever_looks_after_the_bridge_is_told_that_nothing_is_sent_any_more,
    trap_48_an_address_inside_is_refused,
    messages_go_to_slack_to_receivers_and_to_channels_of_ours,
);
