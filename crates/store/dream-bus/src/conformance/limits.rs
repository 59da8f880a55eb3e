//! Promises about limits.

use super::{
    Ground,
    ground::{bodies, channel, message, name},
};
use crate::{DeadReason, NewConsumer, PublishError};
use dream_clock::Clock;
use dream_id::Limit;
use dream_messages::{ChannelSettings, ConsumerSettings, MAX_BODY, MessageError, Status, WhenFull};
use std::time::Duration;

async fn limit(ground: &Ground, settings: ChannelSettings) {
    ground.bus.create_channel(ground.space(1), &channel("topic/a"), Some(settings)).await.unwrap();
}

/// A full channel refuses, with its name and size, as long as what it has is owed; then it takes again.
pub async fn a_full_channel_refuses_until_consumers_caught_up(ground: Ground) {
    limit(&ground, ChannelSettings { hard_messages: 3, ..ChannelSettings::default() }).await;
    ground.consumer("c", "topic/a").await;
    ground.send_many("topic/a", 3).await;
    let refused = ground.try_send(message("topic/a", "4")).await;
    assert_eq!(refused, Err(PublishError::ChannelFull { channel: channel("topic/a"), messages: 3, bytes: 3 }));
    let got = ground.fetch("c", 1).await;
    assert!(ground.try_send(message("topic/a", "4")).await.is_err(), "delivered is not done");
    ground.ack("c", &got[0]).await;
    assert_eq!(ground.send("topic/a", "4").await.place, 4);
    assert_eq!(ground.drain("c").await, ["2", "3", "4"]);
    let answers = ground.bus.publish(ground.space(1), vec![message("topic/a", "x"); 4]).await.unwrap();
    assert_eq!(answers.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, true, false], "old ones make room, not new ones");
}

/// A channel that is set so makes room by expiring its oldest messages, which those who are owed find among their dead letters.
pub async fn a_channel_may_expire_what_is_owed_instead(ground: Ground) {
    limit(&ground, ChannelSettings { hard_messages: 2, when_full: WhenFull::Expire, ..ChannelSettings::default() }).await;
    ground.consumer("c", "topic/a").await;
    ground.consumer("quick", "topic/a").await;
    let sent = ground.send_many("topic/a", 2).await;
    ground.drain("quick").await;
    ground.fetch("c", 1).await;
    ground.send("topic/a", "3").await;
    assert_eq!(ground.drain("quick").await, ["3"]);
    assert_eq!(ground.drain("c").await, ["2", "3"]);
    let letters = ground.bus.dead_letters(ground.space(1), None, None, Limit::default()).await.unwrap().items;
    assert_eq!(letters.iter().map(|one| (one.message.id, one.reason)).collect::<Vec<_>>(), [(sent[0].id, DeadReason::Expired)]);
    assert_eq!(ground.bus.counters().expired, 1);
    assert_eq!(ground.bus.consumer(ground.space(1), &name("c")).await.unwrap().unwrap().pending, 0);
}

/// A body over the limit is refused with both sizes, by the bus's limit and by the channel's own.
pub async fn what_is_too_large_is_refused(ground: Ground) {
    limit(&ground, ChannelSettings { max_body: 10, ..ChannelSettings::default() }).await;
    let refused = ground.try_send(message("topic/a", "12345678901")).await;
    assert_eq!(refused, Err(PublishError::Message(MessageError::TooLarge { bytes: 11, limit: 10 })));
    assert!(ground.try_send(message("topic/b", &"x".repeat(MAX_BODY))).await.is_ok());
    let refused = ground.try_send(message("topic/b", &"x".repeat(MAX_BODY + 1))).await;
    assert_eq!(refused.unwrap_err().code(), "message_too_large");
}

/// Settings that make no sense are refused by name, before anything happens.
pub async fn settings_out_of_range_are_refused(ground: Ground) {
    let settings = ChannelSettings { hard_messages: 0, ..ChannelSettings::default() };
    let refused = ground.bus.create_channel(ground.space(1), &channel("topic/a"), Some(settings)).await.unwrap_err();
    assert_eq!((refused.code(), refused.to_string().contains("hard_messages")), ("setting_out_of_range", true));
    let settings = ConsumerSettings { max_deliveries: 0, ..ConsumerSettings::default() };
    let consumer = NewConsumer { name: name("c"), pattern: "topic/a".parse().unwrap(), settings };
    assert_eq!(ground.bus.create_consumer(ground.space(1), consumer).await.unwrap_err().code(), "setting_out_of_range");
    assert_eq!(ground.bus.channel(ground.space(1), &channel("topic/a")).await.unwrap(), None);
}

/// A message whose time is over is not delivered; who was owed it finds it among the dead letters.
pub async fn an_expired_message_is_not_delivered_but_kept_as_dead_letter(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let mut brief = message("topic/a", "brief");
    brief.expires_at = Some(ground.clock.now().plus(Duration::from_secs(10)));
    let sent = ground.try_send(brief.clone()).await.unwrap();
    ground.send("topic/a", "lasting").await;
    ground.advance(Duration::from_secs(10));
    assert_eq!(ground.bus.receipts(ground.scope(1), sent.id).await.unwrap().status, Status::Expired);
    assert_eq!(bodies(&ground.fetch("c", 1).await), ["lasting"]);
    assert_eq!(ground.bus.receipts(ground.scope(1), sent.id).await.unwrap().status, Status::Expired);
    let letter = ground.bus.dead_letter(ground.space(1), &name("c"), sent.id).await.unwrap();
    assert_eq!((letter.reason, letter.attempts), (DeadReason::Expired, 0), "it was never handed to anybody");
    let refused = ground.try_send(brief).await.unwrap_err();
    assert_eq!(refused.code(), "already_expired");
}

/// However much is asked for, a reader gets some megabytes at a time, and all in the end.
pub async fn large_messages_come_in_portions(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let body = "x".repeat(MAX_BODY);
    for _ in 0..3 {
        let messages = vec![message("topic/a", &body); 20];
        ground.bus.publish(ground.space(1), messages).await.unwrap().into_iter().for_each(|answer| assert!(answer.is_ok()));
    }
    let first = ground.fetch("c", 1_000).await;
    assert!((1..60).contains(&first.len()), "{}", first.len());
    let mut all = first.len();
    while let more @ 1.. = ground.fetch("c", 1_000).await.len() {
        all += more;
    }
    assert_eq!(all, 60);
}
