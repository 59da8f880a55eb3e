//! What goes wrong on the way: answers that are lost, a server that ends, a Discord that is away.

use super::{bridge, deliver, deliver_all, enqueue, planned, restarted, rows, standing, texts, webhook};
use async_trait::async_trait;
use dream_app::deliveries::{self, Deliverer};
use dream_app::{connections, destinations};
use dream_bridge::plan::Planned;
use dream_discord_fake::Fault;
use dream_ports::{Discord, DiscordAnswer, DiscordCall, DiscordFault};
use dream_secret::Secret;
use dream_testkit::TestApp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

async fn a_lost_answer_doubles_nothing_of_a_bot(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "one"), planned(app, "ops", "two")]).await;
    fake.fail_next([Fault::LoseAnswer, Fault::DoneBut(502), Fault::Status(503), Fault::Status(500)]);
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"]);
    assert_eq!(standing(app).await, ["ops sent", "ops sent"]);
}

async fn past_its_nonce_a_message_is_looked_for_in_its_channel(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "one"), planned(app, "ops", "one")]).await;
    fake.fail_next([Fault::LoseAnswer]);
    deliver(&app.app).await;
    app.clock.advance(Duration::from_mins(30));
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "one"], "each of two that say the same arrives once");
    let reads = fake.requests().iter().filter(|(request, _)| request.starts_with("GET") && request.ends_with("/messages")).count();
    assert_eq!(reads, 2, "once when the destination was made, and once to look: {:?}", fake.requests());
}

async fn a_message_of_the_same_words_is_not_taken_for_one_that_never_arrived(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "one")]).await;
    deliver(&app.app).await;
    enqueue(app, &[planned(app, "ops", "one")]).await;
    fake.fail_next([Fault::Status(500)]);
    deliver(&app.app).await;
    app.clock.advance(Duration::from_mins(30));
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "one"], "the first is the first delivery's");
    assert_eq!(standing(app).await, ["ops sent", "ops sent"]);
}

async fn what_never_arrived_is_looked_for_and_sent_anew(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "one")]).await;
    fake.fail_next([Fault::Status(500)]);
    deliver(&app.app).await;
    app.clock.advance(Duration::from_mins(30));
    deliver_all(app, &app.app).await;
    assert_eq!((texts(&fake, &channel), standing(app).await), (vec!["one".to_owned()], vec!["ops sent".to_owned()]));
}

async fn a_webhook_whose_answer_was_lost_is_unknown_and_not_repeated_unless_its_rule_says_so(app: &TestApp) {
    let (fake, _) = bridge(app).await;
    let channel = webhook(app, &fake, "hook").await;
    fake.fail_next([Fault::LoseAnswer]);
    enqueue(app, &[planned(app, "hook", "one"), planned(app, "hook", "two")]).await;
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"]);
    assert_eq!(standing(app).await, ["hook unknown", "hook sent"]);
    fake.fail_next([Fault::LoseAnswer]);
    enqueue(app, &[Planned { repeat_unknown: true, ..planned(app, "hook", "three") }]).await;
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel)[2..], ["three", "three"]);
}

/// Without Discord's own code too: what stands in front of it may say so.
async fn a_webhook_that_is_not_authorised_any_more_is_disabled(app: &TestApp) {
    let (fake, _) = bridge(app).await;
    webhook(app, &fake, "hook").await;
    fake.fail_next([Fault::Status(401)]);
    enqueue(app, &[planned(app, "hook", "one")]).await;
    deliver_all(app, &app.app).await;
    assert_eq!(standing(app).await, ["hook failed"]);
    let view = destinations::named(&app.owner(), "hook").await.unwrap();
    assert!(view.stream.switch.disabled.as_ref().unwrap().1.contains("401"), "{view:?}");
}

async fn what_was_to_be_looked_for_waits_for_another_token(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    fake.fail_next([Fault::LoseAnswer]);
    enqueue(app, &[planned(app, "ops", "one")]).await;
    deliver(&app.app).await;
    app.clock.advance(Duration::from_mins(30));
    fake.revoke_token();
    deliver_all(app, &app.app).await;
    assert_eq!(standing(app).await, ["ops queued"]);
    connections::replace_token(&app.owner(), "bot", Secret::new(fake.token())).await.unwrap();
    deliver_all(app, &app.app).await;
    assert_eq!((texts(&fake, &channel), standing(app).await), (vec!["one".to_owned()], vec!["ops sent".to_owned()]));
}

/// A Discord that takes a request on, and says nothing any more.
struct Hanging {
    inner: Arc<dyn Discord>,
    taken: Arc<Notify>,
}

#[async_trait]
impl Discord for Hanging {
    async fn call(&self, call: DiscordCall) -> Result<DiscordAnswer, DiscordFault> {
        let done = self.inner.call(call).await;
        self.taken.notify_one();
        std::future::pending::<()>().await;
        done
    }
}

async fn a_server_that_ends_while_it_sends_sends_once(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    enqueue(app, &[planned(app, "ops", "one"), planned(app, "ops", "two")]).await;
    let taken = Arc::new(Notify::new());
    let rest: Arc<dyn Discord> = Arc::new(dream_discord::Rest::new(&fake.rest_url()).unwrap());
    app.outside.put_discord(Arc::new(Hanging { inner: rest.clone(), taken: taken.clone() }));
    let deliverer = Deliverer::new(app.app.clone(), "test");
    let lane = deliverer.due(&dream_app::deliveries::Turns::default()).await.unwrap().remove(0);
    let work = tokio::spawn(async move { deliverer.work(&lane).await });
    taken.notified().await;
    work.abort();
    assert!(work.await.unwrap_err().is_cancelled());
    assert_eq!(standing(app).await, ["ops sending", "ops queued"]);
    app.outside.put_discord(rest);
    deliver_all(app, &restarted(app)).await;
    assert_eq!(texts(&fake, &channel), ["one", "two"]);
    assert_eq!(standing(app).await, ["ops sent", "ops sent"]);
}

async fn an_outage_of_an_hour_loses_nothing_and_keeps_the_order(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let messages: Vec<Planned> = (0..20).map(|n| planned(app, "ops", &format!("{n}"))).collect();
    // Nobody listens at this address.
    app.outside.put_discord(Arc::new(dream_discord::Rest::new("http://127.0.0.1:9").unwrap()));
    enqueue(app, &messages).await;
    deliver(&app.app).await;
    for _ in 0..60 {
        app.clock.advance(Duration::from_mins(1));
        deliver(&app.app).await;
    }
    app.outside.put_discord(Arc::new(dream_discord::Rest::new(&fake.rest_url()).unwrap()));
    deliver_all(app, &app.app).await;
    assert_eq!(texts(&fake, &channel), (0..20).map(|n| n.to_string()).collect::<Vec<_>>());
}

async fn what_cannot_be_sent_for_a_day_is_dead_and_told(app: &TestApp) {
    let (fake, _) = bridge(app).await;
    let elsewhere = webhook(app, &fake, "backup").await;
    let change = dream_app::destinations::Change::Fallback(Some("backup".to_owned()));
    dream_app::destinations::change(&app.owner(), "ops", change).await.unwrap();
    fake.fail_next([Fault::Status(503)]);
    enqueue(app, &[planned(app, "ops", "one")]).await;
    deliver(&app.app).await;
    app.clock.advance(Duration::from_hours(25));
    fake.fail_next([Fault::Status(503)]);
    deliver_all(app, &app.app).await;
    assert_eq!(standing(app).await, ["ops dead", "backup sent"]);
    assert_eq!(texts(&fake, &elsewhere), ["one"]);
    deliveries::forget_old(&dream_app::Op::of_worker(app.app.clone(), "test")).await.unwrap();
    assert!(!rows(app).await.is_empty(), "what ended today is kept");
    app.clock.advance(Duration::from_hours(24 * 31));
    deliveries::forget_old(&dream_app::Op::of_worker(app.app.clone(), "test")).await.unwrap();
    assert!(rows(app).await.is_empty());
}

dream_testkit::for_both_engines!(
    a_lost_answer_doubles_nothing_of_a_bot,
    past_its_nonce_a_message_is_looked_for_in_its_channel,
    a_message_of_the_same_words_is_not_taken_for_one_that_never_arrived,
    what_never_arrived_is_looked_for_and_sent_anew,
    a_webhook_whose_answer_was_lost_is_unknown_and_not_repeated_unless_its_rule_says_so,
    a_webhook_that_is_not_authorised_any_more_is_disabled,
    what_was_to_be_looked_for_waits_for_another_token,
    a_server_that_ends_while_it_sends_sends_once,
    an_outage_of_an_hour_loses_nothing_and_keeps_the_order,
    what_cannot_be_sent_for_a_day_is_dead_and_told,
);
