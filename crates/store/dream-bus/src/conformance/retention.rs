//! Promises about what is kept, and for how long.

use super::{
    Ground,
    ground::{channel, name},
};
use crate::{DeadReason, ReadFrom};
use dream_id::Limit;
use dream_messages::ChannelSettings;
use std::time::Duration;

const HOUR: Duration = Duration::from_hours(1);

async fn kept(ground: &Ground) -> Vec<String> {
    let found = ground.bus.read(ground.space(1), &channel("topic/a"), ReadFrom::After(0), Limit::default()).await.unwrap();
    found.into_iter().map(|message| message.body).collect()
}

async fn keep(ground: &Ground, change: impl FnOnce(&mut ChannelSettings)) {
    let mut settings = ChannelSettings { max_age: None, max_bytes: None, ..ChannelSettings::default() };
    change(&mut settings);
    ground.bus.configure_channel(ground.space(1), &channel("topic/a"), settings).await.unwrap();
}

/// What is past a limit goes, the oldest first, but what a consumer still owes stays until it is done.
pub async fn retention_by_count_age_and_size_keeps_what_is_owed(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send_many("topic/a", 4).await;
    let got = ground.fetch("c", 2).await;
    ground.ack("c", &got[1]).await;
    keep(&ground, |settings| settings.max_messages = Some(1)).await;
    assert_eq!(ground.upkeep().await.removed, 0, "the first is in somebody's hands");
    ground.ack("c", &got[0]).await;
    assert_eq!((ground.upkeep().await.removed, kept(&ground).await), (2, vec!["3".to_owned(), "4".to_owned()]));
    ground.drain("c").await;
    ground.upkeep().await;
    assert_eq!(kept(&ground).await, ["4"]);
    ground.advance(HOUR);
    keep(&ground, |settings| settings.max_age = Some(HOUR)).await;
    ground.send("topic/a", "5").await;
    ground.upkeep().await;
    assert_eq!(kept(&ground).await, ["4", "5"], "not older than an hour");
    ground.advance(Duration::from_micros(1));
    ground.upkeep().await;
    assert_eq!(kept(&ground).await, ["5"]);
    keep(&ground, |settings| settings.max_bytes = Some(1_024)).await;
    ground.drain("c").await;
    for letter in ["a", "b", "c"] {
        ground.send("topic/a", &letter.repeat(500)).await;
    }
    ground.drain("c").await;
    ground.upkeep().await;
    let sizes: Vec<usize> = kept(&ground).await.iter().map(String::len).collect();
    assert_eq!(sizes, [500, 500]);
    let info = ground.bus.channel(ground.space(1), &channel("topic/a")).await.unwrap().unwrap();
    assert_eq!((info.bytes, info.head, info.tail), (1_000, 8, 6));
    assert_eq!(ground.bus.counters().removed, 6);
}

/// Past the hard age nothing is kept: what was owed becomes dead letters, and is counted.
pub async fn past_the_hard_age_what_is_owed_is_dead(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send_many("topic/a", 2).await;
    ground.fetch("c", 1).await;
    ground.advance(2 * HOUR);
    ground.send("topic/a", "3").await;
    keep(&ground, |settings| settings.hard_age = Some(HOUR)).await;
    let done = ground.upkeep().await;
    assert_eq!((done.removed, done.expired, kept(&ground).await), (2, 2, vec!["3".to_owned()]));
    assert_eq!(ground.drain("c").await, ["3"]);
    let letters = ground.bus.dead_letters(ground.space(1), Some(&name("c")), None, Limit::default()).await.unwrap().items;
    assert_eq!(
        letters.iter().map(|one| (one.message.body.as_str(), one.reason)).collect::<Vec<_>>(),
        [("1", DeadReason::Expired), ("2", DeadReason::Expired)]
    );
}

/// A consumer that nobody used for as long as it allows is removed; one that allows any time, or is used, stays.
pub async fn consumers_that_nobody_uses_are_removed(ground: Ground) {
    ground.consumer("lasting", "topic/a").await;
    ground.consumer_with("brief", "topic/a", |settings| settings.idle = Some(HOUR)).await;
    ground.consumer_with("used", "topic/a", |settings| settings.idle = Some(HOUR)).await;
    ground.advance(HOUR);
    ground.fetch("used", 1).await;
    ground.advance(Duration::from_mins(2));
    assert_eq!(ground.upkeep().await.consumers, 1);
    for (consumer, stays) in [("lasting", true), ("brief", false), ("used", true)] {
        assert_eq!(ground.bus.consumer(ground.space(1), &name(consumer)).await.unwrap().is_some(), stays, "{consumer}");
    }
}
