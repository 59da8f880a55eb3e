//! An address that is replaced in place: what waits goes to the new one, what was stays, and nobody reads it in the ledger.

use super::hooks::Receiver;
use super::{bridge, deliver, destination, enqueue, planned, refusal, rows, standing, texts, webhook};
use async_trait::async_trait;
use dream_app::destinations::{self, Change, Replacement, To};
use dream_app::subscriptions::{self, NewSubscription};
use dream_app::{Kind, Op, deliveries};
use dream_bridge::plan::{Place, Planned};
use dream_discord_fake::{ChannelKind, Fake, Fault};
use dream_ports::{Hook, HookAnswer, HookFault, HookFetched, HookRequest};
use dream_secret::Secret;
use dream_testkit::TestApp;
use std::sync::Arc;
use std::time::Duration;

/// A new webhook in a channel: its address.
fn address(fake: &Fake, channel: &str) -> Secret {
    let (id, token) = fake.add_webhook(channel, "alerts").unwrap();
    Secret::new(format!("{}/webhooks/{id}/{token}", fake.rest_url()))
}

async fn replace(app: &TestApp, name: &str, url: &str) -> Result<Vec<String>, dream_app::AppError> {
    destinations::replace(&app.owner(), name, Replacement::Address(Secret::new(url))).await.map(|(_, missing)| missing)
}

/// All that the ledger says of this organisation.
async fn ledger(app: &TestApp) -> String {
    app.sequence().await;
    let (mut said, mut export) = (String::new(), dream_app::audit::export(&app.owner()).await.unwrap());
    while let Some(lines) = export.next().await.unwrap() {
        said.push_str(&format!("{lines:?}"));
    }
    said
}

async fn a_webhook_that_is_gone_is_replaced_and_what_waited_arrives(app: &TestApp) {
    let (fake, _) = bridge(app).await;
    webhook(app, &fake, "hook").await;
    fake.fail_next([Fault::Status(404)]);
    enqueue(app, &[planned(app, "hook", "one"), planned(app, "hook", "two")]).await;
    deliver(&app.app).await;
    assert_eq!(standing(app).await, ["hook failed", "hook queued"]);
    let (there, owner) = (fake.add_channel("there", ChannelKind::Text), app.owner());
    let url = address(&fake, &there);
    let (view, missing) = destinations::replace(&owner, "hook", Replacement::Address(url.clone())).await.unwrap();
    assert!(!view.stream.switch.is_active(), "whoever mends it says when it is used again");
    assert!(missing[0].contains("404") && missing[0].ends_with("dreamos bridge destination enable hook"), "{missing:?}");
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &there), [""; 0]);
    destinations::change(&owner, "hook", Change::Enable).await.unwrap();
    deliver(&app.app).await;
    assert_eq!(
        (texts(&fake, &there), standing(app).await),
        (vec!["two".to_owned()], vec!["hook failed".to_owned(), "hook sent".to_owned()])
    );
    deliveries::replay(&owner, rows(app).await[0].id).await.unwrap();
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &there), ["two", "one"], "its history stayed, and can be sent again");
    let said = ledger(app).await;
    assert!(said.contains("destination.address_replaced"), "{said}");
    assert!(!said.contains(url.expose().rsplit('/').next().unwrap()), "the address is a secret");
}

async fn what_the_webhook_before_said_is_said_anew_where_it_changes(app: &TestApp) {
    let (fake, _) = bridge(app).await;
    let channel = webhook(app, &fake, "hook").await;
    let status = |text: &str| {
        let place = Place { about: Some("deploy".to_owned()), edit: true, ..Place::default() };
        Planned { place, ..planned(app, "hook", text) }
    };
    enqueue(app, &[status("red"), status("yellow")]).await;
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["yellow"]);
    assert_eq!(replace(app, "hook", address(&fake, &channel).expose()).await.unwrap(), [""; 0]);
    enqueue(app, &[status("green"), status("greener")]).await;
    deliver(&app.app).await;
    assert_eq!(texts(&fake, &channel), ["yellow", "greener"], "no webhook changes what another one said");
}

async fn only_what_has_an_address_gets_another_and_never_one_inside(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let receiver = Receiver::put(app);
    webhook(app, &fake, "hook").await;
    destination(app, "slack", To::SlackWebhook(Secret::new("https://hooks.slack.com/services/T/B/x")), None).await;
    destination(app, "inside", To::Channel("topic/alerts".to_owned()), None).await;
    let refused = async |name: &str, url: &str| refusal(replace(app, name, url).await);
    assert_eq!(refused("slack", "https://127.0.0.1/services/T/B/y").await, (Kind::Invalid, "address_refused"));
    assert_eq!(refused("hook", "https://example.com/").await, (Kind::Invalid, "discord_webhook_invalid"));
    let unknown = format!("{}/webhooks/{channel}/none", fake.rest_url());
    assert_eq!(refused("hook", &unknown).await, (Kind::Conflict, "discord_refused"));
    for name in ["ops", "inside"] {
        assert_eq!(refused(name, "https://example.com/").await, (Kind::Conflict, "destination_kind_differs"));
    }
    let token = destinations::replace(&app.owner(), "hook", Replacement::Token(Secret::new("a token"))).await;
    assert_eq!(refusal(token), (Kind::Conflict, "destination_kind_differs"));
    assert_eq!(refused("nowhere", "https://example.com/").await, (Kind::NotFound, "not_found"));
    replace(app, "slack", " https://hooks.slack.com/services/T/B/y\n").await.unwrap();
    enqueue(app, &[planned(app, "slack", "hello")]).await;
    deliver(&app.app).await;
    let urls: Vec<String> = receiver.got().iter().map(|request| request.url.expose().to_owned()).collect();
    assert_eq!(urls, ["https://hooks.slack.com/services/T/B/y"]);
}

async fn what_waits_for_a_subscription_is_tried_at_its_new_address_at_once(app: &TestApp) {
    let receiver = Receiver::put(app);
    let new = NewSubscription { name: "crm".to_owned(), url: Secret::new("https://example.com/old"), types: Vec::new() };
    let secret = subscriptions::make(&app.owner(), new).await.unwrap().secret;
    subscriptions::test(&app.owner(), "crm").await.unwrap();
    receiver.answer([500, 500]);
    deliver(&app.app).await;
    app.clock.advance(Duration::from_secs(10));
    deliver(&app.app).await;
    app.clock.advance(Duration::from_secs(1));
    let inside = subscriptions::replace_address(&app.owner(), "crm", &Secret::new("https://127.0.0.1/")).await;
    assert_eq!(refusal(inside), (Kind::Invalid, "address_refused"));
    deliver(&app.app).await;
    assert_eq!(receiver.got().len(), 2, "its next try is minutes away");
    let view = subscriptions::replace_address(&app.owner(), "crm", &Secret::new("https://example.org/new")).await.unwrap();
    assert_eq!((view.stream.host.as_str(), view.health.failing_since), ("example.org", None));
    deliver(&app.app).await;
    let got = receiver.got();
    assert_eq!((got.len(), got[2].url.expose()), (3, "https://example.org/new"));
    assert_eq!(standing(app).await, ["crm sent"]);
    let at = app.app.now();
    let keys = dream_bridge::outgoing::SigningKeys { newest: secret, replaced: None };
    let signed = dream_bridge::outgoing::sign(&keys, &rows(app).await[0].id.to_string(), at, &got[2].body).unwrap();
    assert!(got[2].headers.contains(&("webhook-signature".to_owned(), signed.signature)), "the secret is the same");
    assert!(!ledger(app).await.contains("example.org/new"), "an address may be a secret");
}

/// Who was disabled after long failure and is used again need not wait for a try that may be a day away.
async fn what_waits_is_tried_at_once_when_a_subscription_is_used_again(app: &TestApp) {
    let receiver = Receiver::put(app);
    let new = NewSubscription { name: "crm".to_owned(), url: Secret::new("https://example.com/"), types: Vec::new() };
    subscriptions::make(&app.owner(), new).await.unwrap();
    subscriptions::test(&app.owner(), "crm").await.unwrap();
    receiver.answer([500, 500]);
    deliver(&app.app).await;
    app.clock.advance(Duration::from_secs(10));
    deliver(&app.app).await;
    subscriptions::change(&app.owner(), "crm", subscriptions::Change::Disable("a pause".to_owned())).await.unwrap();
    app.clock.advance(Duration::from_secs(1));
    subscriptions::change(&app.owner(), "crm", subscriptions::Change::Enable).await.unwrap();
    deliver(&app.app).await;
    assert_eq!((receiver.got().len(), standing(app).await), (3, vec!["crm sent".to_owned()]));
}

/// A receiver whose address is replaced while it answers that it is gone.
struct Leaving(Op);

#[async_trait]
impl Hook for Leaving {
    fn check(&self, _: &str) -> Result<(), HookFault> {
        Ok(())
    }

    async fn post(&self, request: HookRequest) -> Result<HookAnswer, HookFault> {
        let status = if request.url.expose().ends_with("/new") { 200 } else { 410 };
        if status == 410 {
            let url = Secret::new("https://example.com/new");
            destinations::replace(&self.0, "slack", Replacement::Address(url.clone())).await.unwrap();
            subscriptions::replace_address(&self.0, "crm", &url).await.unwrap();
        }
        Ok(HookAnswer { status, retry_after: None, body_start: String::new() })
    }

    async fn ask(&self, _: HookRequest, most: usize) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }

    async fn get(&self, _: &str, most: usize, _: Duration) -> Result<HookFetched, HookFault> {
        Err(HookFault::TooLarge { most })
    }
}

async fn what_an_address_answers_that_was_replaced_meanwhile_disables_nothing(app: &TestApp) {
    app.outside.put_hooks(Arc::new(Leaving(app.owner())));
    destination(app, "slack", To::SlackWebhook(Secret::new("https://example.com/old")), None).await;
    let new = NewSubscription { name: "crm".to_owned(), url: Secret::new("https://example.com/old"), types: Vec::new() };
    subscriptions::make(&app.owner(), new).await.unwrap();
    enqueue(app, &[planned(app, "slack", "one"), planned(app, "slack", "two")]).await;
    deliver(&app.app).await;
    assert_eq!(standing(app).await, ["slack failed", "slack sent"]);
    assert!(destinations::named(&app.owner(), "slack").await.unwrap().stream.switch.is_active());
    // The address that the two share was replaced by now, so this one begins anew.
    subscriptions::replace_address(&app.owner(), "crm", &Secret::new("https://example.com/old")).await.unwrap();
    app.clock.advance(Duration::from_secs(1));
    subscriptions::test(&app.owner(), "crm").await.unwrap();
    deliver(&app.app).await;
    assert!(subscriptions::named(&app.owner(), "crm").await.unwrap().stream.switch.is_active());
}

dream_testkit::for_both_engines!(
    a_webhook_that_is_gone_is_replaced_and_what_waited_arrives,
    what_the_webhook_before_said_is_said_anew_where_it_changes,
    only_what_has_an_address_gets_another_and_never_one_inside,
    what_waits_for_a_subscription_is_tried_at_its_new_address_at_once,
    what_waits_is_tried_at_once_when_a_subscription_is_used_again,
    what_an_address_answers_that_was_replaced_meanwhile_disables_nothing,
);
