//! Promises about delivering.

use super::{
    Ground,
    ground::{LONG, bodies, channel, name},
};
use crate::{BusError, NewConsumer, Unsettled};
use dream_clock::{Clock, Timestamp};
use dream_messages::{ConsumerSettings, SettleError, Start, Verdict};
use std::{collections::BTreeSet, sync::Arc, time::Duration};

const SECOND: Duration = Duration::from_secs(1);

/// Two readers of one name share; another name gets everything, too.
pub async fn readers_of_one_name_share_and_names_get_all(ground: Ground) {
    ground.consumer("one", "topic/a").await;
    ground.consumer("two", "topic/*").await;
    ground.send_many("topic/a", 4).await;
    let ann = ground.fetch_as("ann", "one", 2, Duration::ZERO).await;
    let bob = ground.fetch_as("bob", "one", 9, Duration::ZERO).await;
    assert_eq!((bodies(&ann), bodies(&bob)), (vec!["1".to_owned(), "2".to_owned()], vec!["3".to_owned(), "4".to_owned()]));
    assert_eq!(ground.drain("two").await, ["1", "2", "3", "4"]);
    for delivery in ann.iter().chain(&bob) {
        ground.ack("one", delivery).await;
    }
    assert_eq!(ground.drain("one").await, [""; 0]);
    let info = ground.bus.consumer(ground.space(1), &name("one")).await.unwrap().unwrap();
    assert_eq!((info.channels, info.backlog, info.pending, info.dead), (1, 0, 0, 0));
}

/// A pattern covers channels that come into being after its consumer, from their first message.
pub async fn a_pattern_reads_channels_that_come_later(ground: Ground) {
    ground.consumer_with("c", "topic/build.*", |settings| settings.start = Start::New).await;
    ground.send("topic/build.a", "1").await;
    ground.send("topic/other", "2").await;
    ground.send("topic/build.b", "3").await;
    let got: BTreeSet<String> = ground.drain("c").await.into_iter().collect();
    assert_eq!(got, ["1", "3"].map(str::to_owned).into());
    let info = ground.bus.consumer(ground.space(1), &name("c")).await.unwrap().unwrap();
    assert_eq!(info.channels, 2);
}

/// In channels that exist, a consumer begins at the first message or at the next one, as it says.
pub async fn a_new_consumer_begins_where_it_says(ground: Ground) {
    ground.send("topic/a", "old").await;
    ground.consumer_with("first", "topic/a", |settings| settings.start = Start::First).await;
    ground.consumer_with("new", "topic/a", |settings| settings.start = Start::New).await;
    ground.send("topic/a", "young").await;
    assert_eq!(ground.drain("first").await, ["old", "young"]);
    assert_eq!(ground.drain("new").await, ["young"]);
    let unmade = NewConsumer { name: name("x"), pattern: "agent/nobody".parse().unwrap(), settings: ConsumerSettings::default() };
    assert!(matches!(ground.bus.create_consumer(ground.space(1), unmade).await, Err(BusError::NoSuchChannel(_))));
}

/// An agent reads the Captain's orders before its other messages, and also when it has as many messages as it may.
pub async fn orders_come_first_even_when_hands_are_full(ground: Ground) {
    ground.bus.create_channel(ground.space(1), &channel("agent/ada"), None).await.unwrap();
    ground.consumer_with("ada", "agent/ada", |settings| settings.max_in_flight = 2).await;
    ground.send_many("agent/ada", 5).await;
    ground.send("agent/ada/orders", "stop").await;
    let got = ground.fetch("ada", 3).await;
    assert_eq!(bodies(&got), ["stop", "1", "2"]);
    ground.ack("ada", &got[0]).await;
    assert_eq!(bodies(&ground.fetch("ada", 3).await), [""; 0]);
    ground.send("agent/ada/orders", "go").await;
    assert_eq!(bodies(&ground.fetch("ada", 3).await), ["go"]);
}

/// A delivery that is not answered in time counts as failed, and follows again after a wait that doubles, at its next attempt.
pub async fn what_is_not_answered_comes_again_after_a_backoff(ground: Ground) {
    ground
        .consumer_with("c", "topic/a", |settings| {
            (settings.ack_wait, settings.backoff_base, settings.backoff_max) = (10 * SECOND, 4 * SECOND, 60 * SECOND);
        })
        .await;
    ground.send("topic/a", "1").await;
    for (attempt, wait) in [(1, 4), (2, 8), (3, 16)] {
        let got = ground.fetch("c", 1).await;
        assert_eq!(got[0].attempt, attempt);
        assert_eq!(got[0].deadline, ground.clock.now().plus(10 * SECOND));
        ground.advance(10 * SECOND);
        assert_eq!(ground.fetch("c", 1).await.len(), 0, "half of the wait is certain");
        ground.advance(Duration::from_millis(wait * 500 - 1));
        assert_eq!(ground.fetch("c", 1).await.len(), 0, "half of the wait is certain");
        ground.advance(Duration::from_millis(wait * 500 + 1));
    }
    assert_eq!(ground.fetch("c", 1).await[0].attempt, 4);
}

/// Whoever had a delivery that went to somebody else meanwhile can no longer settle it; who is merely late can.
pub async fn a_late_holder_changes_nothing(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send_many("topic/a", 2).await;
    let mine = ground.fetch_as("ann", "c", 2, Duration::ZERO).await;
    ground.advance(60 * SECOND);
    ground.ack("c", &mine[1]).await;
    let again = ground.fetch_as("bob", "c", 2, Duration::ZERO).await;
    assert_eq!((again.len(), again[0].attempt), (1, 2));
    for verdict in [Verdict::Acknowledge, Verdict::Fail { delay: None }, Verdict::InProgress, Verdict::Reject] {
        let refused = ground.settle("c", &mine[0], verdict).await;
        assert_eq!(refused, Err(Unsettled::Delivery(SettleError::Stale { given: 1, current: 2 })));
    }
    ground.ack("c", &again[0]).await;
    assert_eq!(ground.settle("c", &again[0], Verdict::Acknowledge).await, Err(Unsettled::Delivery(SettleError::NotPending)));
}

/// A holder that says it is still working keeps the delivery.
pub async fn progress_puts_off_the_deadline(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send("topic/a", "1").await;
    let mine = ground.fetch("c", 1).await;
    for _ in 0..3 {
        ground.advance(29 * SECOND);
        ground.settle("c", &mine[0], Verdict::InProgress).await.unwrap();
        assert_eq!(ground.fetch("c", 1).await.len(), 0);
    }
    ground.ack("c", &mine[0]).await;
}

/// A failure that names its delay is delivered again then.
pub async fn a_failure_may_name_its_delay(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send("topic/a", "1").await;
    let mine = ground.fetch("c", 1).await;
    ground.settle("c", &mine[0], Verdict::Fail { delay: Some(7 * SECOND) }).await.unwrap();
    ground.advance(Duration::from_millis(6_999));
    assert_eq!(ground.fetch("c", 1).await.len(), 0);
    ground.advance(Duration::from_millis(1));
    let again = ground.fetch("c", 1).await;
    assert_eq!(again[0].attempt, 2);
    ground.settle("c", &again[0], Verdict::Fail { delay: Some(Duration::ZERO) }).await.unwrap();
    assert_eq!(ground.fetch("c", 1).await[0].attempt, 3);
}

/// A consumer has no more messages in hand, or waiting for another delivery, than it may; each acknowledgement lets another one come.
pub async fn no_more_is_in_flight_than_allowed(ground: Ground) {
    ground.consumer_with("c", "topic/*", |settings| settings.max_in_flight = 3).await;
    ground.send_many("topic/a", 4).await;
    ground.send_many("topic/b", 4).await;
    let got = ground.fetch("c", 10).await;
    assert_eq!(got.len(), 3);
    assert_eq!(ground.fetch("c", 10).await.len(), 0);
    let (bus, space) = (Arc::clone(&ground.bus), ground.space(1));
    let fetch = crate::Fetch { holder: "bob".to_owned(), max: 10, wait: LONG };
    let waiting = tokio::spawn(async move { bus.fetch(space, &name("c"), fetch).await.unwrap() });
    tokio::task::yield_now().await;
    ground.settle("c", &got[0], Verdict::Fail { delay: Some(60 * SECOND) }).await.unwrap();
    ground.ack("c", &got[1]).await;
    let more = waiting.await.unwrap();
    assert_eq!(more.len(), 1, "a failed one still counts, an acknowledged one does not");
    ground.ack("c", &more[0]).await;
    ground.ack("c", &got[2]).await;
    assert_eq!(ground.drain("c").await.len(), 4);
    ground.advance(60 * SECOND);
    assert_eq!(ground.drain("c").await.len(), 1);
}

/// A reader waits for its message by signal.
pub async fn a_reader_that_waits_is_woken_by_a_message(ground: Ground) {
    ground.consumer("exact", "topic/a").await;
    ground.consumer("wide", "*").await;
    for (round, consumer) in ["exact", "wide", "exact"].into_iter().enumerate() {
        ground.drain(consumer).await;
        let (bus, space) = (Arc::clone(&ground.bus), ground.space(1));
        let fetch = crate::Fetch { holder: "ann".to_owned(), max: 10, wait: LONG };
        let waiting = tokio::spawn(async move { bus.fetch(space, &name(consumer), fetch).await.unwrap() });
        tokio::task::yield_now().await;
        ground.send("topic/a", &round.to_string()).await;
        let got = waiting.await.unwrap();
        assert_eq!(bodies(&got), [round.to_string()]);
        ground.ack(consumer, &got[0]).await;
    }
}

/// A wait without a message ends, and takes nothing with it.
pub async fn a_reader_that_waits_long_enough_gets_nothing(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    assert_eq!(ground.fetch_as("ann", "c", 1, Duration::from_millis(5)).await.len(), 0);
    ground.send("topic/a", "1").await;
    assert_eq!(ground.fetch_as("ann", "c", 1, LONG).await[0].attempt, 1);
}

/// When the server drains, every wait ends at once.
pub async fn waits_end_when_the_server_drains(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let (bus, space) = (Arc::clone(&ground.bus), ground.space(1));
    let fetch = crate::Fetch { holder: "ann".to_owned(), max: 1, wait: Duration::from_hours(1) };
    let again = fetch.clone();
    let waiting = tokio::spawn(async move { bus.fetch(space, &name("c"), fetch).await.unwrap() });
    tokio::task::yield_now().await;
    ground.bus.end_waits();
    assert_eq!(waiting.await.unwrap(), []);
    assert_eq!(ground.bus.fetch(ground.space(1), &name("c"), again).await.unwrap(), []);
    let followed = ground.bus.follow(ground.space(1), &channel("topic/a"), 0, dream_id::Limit::default(), Duration::from_hours(1)).await;
    assert_eq!(followed.unwrap(), []);
}

/// A clock that was an hour ahead and is set back: what is in hand stays there for its time and no longer, and nothing comes twice.
pub async fn a_clock_set_back_neither_loses_nor_doubles(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send_many("topic/a", 2).await;
    let got = ground.fetch("c", 2).await;
    ground.settle("c", &got[1], Verdict::Fail { delay: Some(20 * SECOND) }).await.unwrap();
    let now = ground.clock.now();
    ground.clock.set(Timestamp::from_micros(now.micros() - 3_600_000_000));
    assert_eq!(ground.fetch("c", 9).await.len(), 0, "nothing is due yet");
    // The deadline is looked at when something is delivered or settled.
    ground.send("topic/a", "3").await;
    let third = ground.fetch("c", 9).await;
    assert_eq!(bodies(&third), ["3"]);
    ground.advance(20 * SECOND);
    assert_eq!(bodies(&ground.fetch("c", 9).await), ["2"], "its delay of 20 seconds is over");
    ground.ack("c", &got[0]).await;
    assert_eq!(ground.send("topic/a", "4").await.place, 4, "places do not go back with the clock");
}

/// A consumer that was removed is gone with all that it owed.
pub async fn a_consumer_that_is_removed_owes_nothing(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send("topic/a", "1").await;
    let got = ground.fetch("c", 1).await;
    assert!(ground.bus.remove_consumer(ground.space(1), &name("c")).await.unwrap());
    assert!(!ground.bus.remove_consumer(ground.space(1), &name("c")).await.unwrap());
    let (message, attempt) = (got[0].message.id, got[0].attempt);
    let late = crate::Settlement { message, attempt, verdict: Verdict::Acknowledge, reason: None };
    let refused = ground.bus.settle(ground.space(1), &name("c"), vec![late]).await.unwrap_err();
    assert!(matches!(refused, BusError::NoSuchConsumer(_)), "{refused}");
    ground.consumer("c", "topic/*").await;
    assert_eq!(ground.drain("c").await, ["1"], "another one of the same name begins anew");
}

/// A name is one consumer: made again with the same pattern it stays, with another it is refused.
pub async fn a_consumer_exists_once(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send("topic/a", "1").await;
    ground.drain("c").await;
    ground.consumer("c", "topic/a").await;
    assert_eq!(ground.drain("c").await, [""; 0]);
    let other = NewConsumer { name: name("c"), pattern: "topic/b".parse().unwrap(), settings: ConsumerSettings::default() };
    assert!(matches!(ground.bus.create_consumer(ground.space(1), other).await, Err(BusError::ConsumerExists { .. })));
    let changed = ConsumerSettings { max_deliveries: 9, ..ConsumerSettings::default() };
    assert_eq!(ground.bus.configure_consumer(ground.space(1), &name("c"), changed).await.unwrap().settings.max_deliveries, 9);
}
