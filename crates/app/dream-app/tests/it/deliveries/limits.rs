//! Rate limits: kept before anything is refused, by every process that sends.

use super::{bridge, bridge_with, deliver, deliver_all, enqueue, planned, restarted, rows, texts, webhook};
use dream_bridge::plan::Planned;
use dream_discord_fake::{ChannelKind, Options};
use dream_testkit::TestApp;
use std::time::Duration;

fn refused(fake: &dream_discord_fake::Fake) -> usize {
    fake.requests().iter().filter(|(_, status)| *status == 429).count()
}

async fn no_request_is_refused_once_a_limit_is_known(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let hooked = webhook(app, &fake, "hook").await;
    let messages: Vec<Planned> =
        (0..23).flat_map(|n| [planned(app, "ops", &format!("{n}")), planned(app, "hook", &format!("{n}"))]).collect();
    enqueue(app, &messages).await;
    let begun = app.app.now();
    deliver_all(app, &app.app).await;
    let wanted: Vec<String> = (0..23).map(|n| n.to_string()).collect();
    assert_eq!((texts(&fake, &channel), texts(&fake, &hooked)), (wanted.clone(), wanted));
    assert_eq!(refused(&fake), 0);
    // Five in five seconds: 23 take four windows and what begins the fifth.
    let took = app.app.now().since(begun);
    assert!((20..22).contains(&took.as_secs()), "{took:?}");
}

/// Trap 44: what was learnt of limits is not lost with the process.
async fn trap_44_a_restart_forgets_no_limit(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let messages: Vec<Planned> = (0..10).map(|n| planned(app, "ops", &format!("{n}"))).collect();
    enqueue(app, &messages).await;
    deliver(&restarted(app)).await;
    // Another lane to the same channel is not parked: only what is remembered holds it back.
    let to = dream_app::destinations::To::DiscordChannel { connection: "bot".to_owned(), channel: channel.clone() };
    super::destination(app, "again", to, None).await;
    for _ in 0..3 {
        enqueue(app, &[planned(app, "again", "more")]).await;
        deliver(&restarted(app)).await;
    }
    assert_eq!(texts(&fake, &channel).len(), 5, "no window is begun anew by a new process");
    deliver_all(app, &restarted(app)).await;
    assert_eq!((texts(&fake, &channel).len(), refused(&fake)), (13, 0));
}

async fn too_many_refused_requests_stop_us_before_discord_does(app: &TestApp) {
    let (fake, channel) = bridge_with(app, Options { invalid: 6_000, ..Options::default() }).await;
    fake.delete_channel(&channel);
    let mut known = dream_bridge::discord::Rate::default();
    let route = dream_bridge::discord::Route { name: "*".to_owned(), major: String::new(), exempt: true };
    let told = dream_bridge::discord::Answer { status: 401, ..dream_bridge::discord::Answer::default() };
    for _ in 0..5_000 {
        known.answered(&route, &told, app.app.now());
    }
    let mut tx = app.app.store.begin().await.unwrap();
    tx.save_rate(app.app.system, None, "address", &known).await.unwrap();
    tx.commit().await.unwrap();
    let before = fake.requests().len();
    let core = restarted(app);
    enqueue(app, &[planned(app, "ops", "one")]).await;
    deliver(&core).await;
    assert_eq!(fake.requests().len(), before, "nothing leaves while the address is near its ban");
    app.clock.advance(Duration::from_mins(12));
    deliver(&core).await;
    assert_eq!(fake.requests().len(), before + 1);
}

async fn a_channel_that_waits_holds_no_other_back(app: &TestApp) {
    let (fake, channel) = bridge(app).await;
    let other = fake.add_channel("other", ChannelKind::Text);
    let to = dream_app::destinations::To::DiscordChannel { connection: "bot".to_owned(), channel: other.clone() };
    super::destination(app, "other", to, None).await;
    let mut messages: Vec<Planned> = (0..8).map(|n| planned(app, "ops", &format!("{n}"))).collect();
    messages.push(planned(app, "other", "free"));
    enqueue(app, &messages).await;
    deliver(&app.app).await;
    assert_eq!((texts(&fake, &channel).len(), texts(&fake, &other).len()), (5, 1));
    assert_eq!(rows(app).await.iter().filter(|row| row.delivery.is_open()).count(), 3);
    deliver_all(app, &app.app).await;
}

dream_testkit::for_both_engines!(
    no_request_is_refused_once_a_limit_is_known,
    trap_44_a_restart_forgets_no_limit,
    too_many_refused_requests_stop_us_before_discord_does,
    a_channel_that_waits_holds_no_other_back,
);
