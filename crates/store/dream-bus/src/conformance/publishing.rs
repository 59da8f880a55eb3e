//! Promises about publishing and about what is kept.

use super::{
    Ground,
    ground::{LONG, channel, message},
};
use crate::{BusError, ChannelFilter, PublishError, ReadFrom};
use dream_id::{Limit, Scope};
use dream_messages::{MessageNumber, Space};
use std::{
    collections::BTreeSet,
    sync::Arc,
    task::{Context, Waker},
    time::Duration,
};

/// Messages of a channel have places from 1, in the order of the batch, and are read so from both ends.
pub async fn places_are_dense_and_in_order(ground: Ground) {
    let first = ground.send_many("topic/a", 3).await;
    let other = ground.send("topic/b", "x").await;
    let second = ground.send_many("topic/a", 2).await;
    let places: Vec<u64> = first.iter().chain(&second).map(|one| one.place).collect();
    assert_eq!((places, other.place), (vec![1, 2, 3, 4, 5], 1));
    let read = |from, limit| {
        let bus = Arc::clone(&ground.bus);
        let space = ground.space(1);
        async move {
            let found = bus.read(space, &channel("topic/a"), from, Limit::new(limit)).await.unwrap();
            found.iter().map(|message| message.place).collect::<Vec<_>>()
        }
    };
    assert_eq!(read(ReadFrom::After(0), 3).await, [1, 2, 3]);
    assert_eq!(read(ReadFrom::After(3), 3).await, [4, 5]);
    assert_eq!(read(ReadFrom::Before(None), 2).await, [5, 4]);
    assert_eq!(read(ReadFrom::Before(Some(3)), 9).await, [2, 1]);
    let info = ground.bus.channel(ground.space(1), &channel("topic/a")).await.unwrap().unwrap();
    assert_eq!((info.head, info.tail, info.messages(), info.bytes), (5, 0, 5, 5));
    let page = ground.bus.channels(ground.scope(1), ChannelFilter::default(), None, Limit::new(1)).await.unwrap();
    assert_eq!(page.items[0].channel, channel("topic/a"));
    let page = ground.bus.channels(ground.scope(1), ChannelFilter::default(), page.next, Limit::new(1)).await.unwrap();
    assert_eq!((page.items[0].channel.clone(), page.next), (channel("topic/b"), None));
}

/// Whoever has many publishes on their way finds them in the order in which they were begun, however long each takes to reach the disk.
pub async fn publishes_are_stored_in_the_order_of_their_first_polls(ground: Ground) {
    ground.send("topic/a", "first").await;
    let mut waker = Context::from_waker(Waker::noop());
    let mut begun: Vec<_> = (0..50_usize)
        .map(|number| ground.bus.publish(ground.space(1), vec![message("topic/a", &number.to_string()); 1 + number % 7]))
        .collect();
    for publishing in &mut begun {
        assert!(publishing.as_mut().poll(&mut waker).is_pending(), "nothing is on disk at once");
    }
    let mut places = Vec::new();
    for publishing in begun.into_iter().rev() {
        places.splice(0..0, publishing.await.unwrap().into_iter().map(|answer| answer.unwrap().place));
    }
    assert!(places.is_sorted() && places.len() > 150, "{places:?}");
}

/// However many publish at once, each channel's places are 1 to n.
pub async fn many_publishers_get_places_without_gaps(ground: Ground) {
    let (bus, space) = (Arc::clone(&ground.bus), ground.space(1));
    let publishing = (0..40).map(|publisher: u32| {
        let bus = Arc::clone(&bus);
        tokio::spawn(async move {
            let mut places = Vec::new();
            for number in 0..5 {
                let to = format!("topic/t{}", publisher % 2);
                let answer = bus.publish(space, vec![message(&to, &number.to_string())]).await.unwrap();
                places.push(answer[0].clone().unwrap().place);
            }
            assert!(places.is_sorted(), "one publisher's messages keep their order: {places:?}");
            (publisher % 2, places)
        })
    });
    let mut seen = [BTreeSet::new(), BTreeSet::new()];
    for task in publishing.collect::<Vec<_>>() {
        let (topic, places) = task.await.unwrap();
        for place in places {
            assert!(seen[topic as usize].insert(place), "place {place} was given twice");
        }
    }
    let wanted: BTreeSet<u64> = (1..=100).collect();
    assert_eq!(seen, [wanted.clone(), wanted]);
}

/// A key stands for one message of its channel: in the same batch, later, and with the same answer; for another message it is refused.
pub async fn a_key_is_published_once_and_answers_the_same(ground: Ground) {
    let keyed = |to: &str, body: &str| {
        let mut message = message(to, body);
        message.key = Some("key-1".to_owned());
        message
    };
    let batch = vec![keyed("topic/a", "x"), keyed("topic/a", "x"), keyed("topic/b", "y")];
    let answers = ground.bus.publish(ground.space(1), batch).await.unwrap();
    let answers: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
    assert_eq!(answers.iter().map(|one| (one.place, one.repeated)).collect::<Vec<_>>(), [(1, false), (1, true), (1, false)]);
    assert_eq!(answers[0].id, answers[1].id);
    ground.advance(Duration::from_mins(1));
    let again = ground.try_send(keyed("topic/a", "x")).await.unwrap();
    assert_eq!((again.id, again.sent_at, again.repeated), (answers[0].id, answers[0].sent_at, true));
    let other = ground.try_send(keyed("topic/a", "z")).await;
    assert!(matches!(other, Err(PublishError::KeyReused { .. })), "{other:?}");
    assert_eq!(ground.bus.channel(ground.space(1), &channel("topic/a")).await.unwrap().unwrap().head, 1);
    ground.advance(Duration::from_hours(25));
    assert_eq!(ground.upkeep().await.keys, 2);
    assert!(!ground.try_send(keyed("topic/a", "z")).await.unwrap().repeated, "a day later the key is free");
}

/// What is wrong with one message of a batch concerns that message alone.
pub async fn a_batch_answers_each_message(ground: Ground) {
    let mut nul = message("topic/a", "x");
    nul.body.push('\0');
    let batch = vec![message("topic/a", "1"), nul, message("agent/nobody", "2"), message("topic/a", "3")];
    let answers = ground.bus.publish(ground.space(1), batch).await.unwrap();
    let codes: Vec<_> = answers.iter().map(|one| one.as_ref().map(|one| one.place).map_err(PublishError::code)).collect();
    assert_eq!(codes, [Ok(1), Err("bad_message"), Err("no_such_channel"), Ok(2)]);
    let many = vec![message("topic/a", "x"); 1_001];
    assert_eq!(ground.bus.publish(ground.space(1), many).await.unwrap_err().code(), "too_much_at_once");
    let large = vec![message("topic/a", &"x".repeat(200_000)); 50];
    assert_eq!(ground.bus.publish(ground.space(1), large).await.unwrap_err().code(), "too_much_at_once");
}

/// An agent's channel comes with the channel of its orders, and neither by itself.
pub async fn an_agents_channel_must_have_been_made(ground: Ground) {
    let refused = ground.try_send(message("agent/ada", "x")).await;
    assert_eq!(refused, Err(PublishError::NoSuchChannel(channel("agent/ada"))));
    assert!(ground.try_send(message("agent/ada/orders", "x")).await.is_err());
    let made = ground.bus.create_channel(ground.space(1), &channel("agent/ada"), None).await.unwrap();
    let again = ground.bus.create_channel(ground.space(1), &channel("agent/ada"), None).await.unwrap();
    assert_eq!(made, again);
    assert_eq!(ground.send("agent/ada", "x").await.place, 1);
    assert_eq!(ground.send("agent/ada/orders", "x").await.place, 1);
    for open in ["captain", "broadcast", "topic/a"] {
        assert_eq!(ground.send(open, "x").await.place, 1);
    }
}

/// Spaces know nothing of each other: neither names, nor keys, nor consumers, nor numbers.
pub async fn another_organisations_channels_are_not_there(ground: Ground) {
    let sent = ground.send("topic/a", "x").await;
    ground.consumer("c", "topic/*").await;
    let (other, scope) = (ground.space(2), ground.scope(2));
    let project = Space::project(ground.space(1).org, dream_id::TypedId::from_parts(1, [9; 10]));
    for space in [other, project] {
        assert_eq!(ground.bus.channel(space, &channel("topic/a")).await.unwrap(), None);
        assert_eq!(ground.bus.read(space, &channel("topic/a"), ReadFrom::After(0), Limit::default()).await.unwrap(), []);
        let fetch = crate::Fetch { holder: "eve".to_owned(), max: 1, wait: Duration::ZERO };
        let refused = ground.bus.fetch(space, &super::ground::name("c"), fetch).await.unwrap_err();
        assert!(matches!(refused, BusError::NoSuchConsumer(_)), "{refused}");
        let answer = ground.bus.publish(space, vec![message("topic/a", "y")]).await.unwrap();
        assert_eq!(answer[0].as_ref().unwrap().place, 1, "a channel of its own");
    }
    assert_eq!(ground.bus.message(scope, sent.id).await.unwrap(), None);
    assert!(matches!(ground.bus.receipts(scope, sent.id).await, Err(BusError::NoSuchMessage)));
    assert!(matches!(ground.bus.erase(scope, sent.id).await, Err(BusError::NoSuchMessage)));
    assert_eq!(ground.bus.heads(scope, None, Limit::default()).await.unwrap().len(), 1);
    assert_eq!(ground.bus.heads(Scope::System(ground.key), None, Limit::default()).await.unwrap().len(), 3);
    assert_eq!(super::ground::bodies(&ground.fetch("c", 10).await), ["x"]);
    assert_eq!(ground.bus.consumers(scope, crate::ConsumerFilter::default(), None, Limit::default()).await.unwrap().items, []);
}

/// An id finds its message; one that was guessed, with another time beside the number, does not.
pub async fn an_id_finds_its_message_and_nobody_elses(ground: Ground) {
    let mut new = message("topic/a", "text");
    new.headers.insert("a".to_owned(), "1".to_owned());
    (new.key, new.correlation, new.reply_to) = (Some("k".to_owned()), Some("c".to_owned()), Some(channel("captain")));
    let sent = ground.try_send(new.clone()).await.unwrap();
    let found = ground.bus.message(ground.scope(1), sent.id).await.unwrap().unwrap();
    assert_eq!((found.id, found.place, found.sent_at, found.space), (sent.id, 1, sent.sent_at, ground.space(1)));
    assert_eq!((found.body, found.headers, found.sender, found.channel), (new.body, new.headers, new.sender, new.channel));
    assert_eq!((found.key, found.correlation, found.reply_to), (new.key, new.correlation, new.reply_to));
    let guessed = MessageNumber::of(sent.id).id(sent.sent_at.plus(Duration::from_millis(1)));
    assert_eq!(ground.bus.message(ground.scope(1), guessed).await.unwrap(), None);
}

/// Erasing empties the body and keeps what proves it; doing it again changes nothing.
pub async fn an_erased_body_leaves_its_digest(ground: Ground) {
    let sent = ground.send("topic/a", "secret").await;
    let erased = ground.bus.erase(ground.scope(1), sent.id).await.unwrap();
    assert_eq!(erased.digest, dream_ledger::Digest::of(b"secret"));
    assert_eq!(ground.bus.erase(ground.scope(1), sent.id).await.unwrap(), erased);
    let found = ground.bus.message(ground.scope(1), sent.id).await.unwrap().unwrap();
    assert_eq!((found.body.as_str(), found.erased), ("", Some(erased.digest)));
    assert_eq!(ground.bus.channel(ground.space(1), &channel("topic/a")).await.unwrap().unwrap().bytes, 0);
}

/// Who follows a channel gets what is there, and else waits for it.
pub async fn a_follower_is_woken_by_a_message(ground: Ground) {
    let (bus, space) = (Arc::clone(&ground.bus), ground.space(1));
    ground.send("topic/a", "1").await;
    let follow = |after, wait| {
        let bus = Arc::clone(&bus);
        async move { bus.follow(space, &channel("topic/a"), after, Limit::default(), wait).await.unwrap() }
    };
    assert_eq!(follow(0, LONG).await.len(), 1);
    assert_eq!(follow(1, Duration::from_millis(1)).await.len(), 0);
    let waiting = tokio::spawn(follow(1, LONG));
    tokio::task::yield_now().await;
    ground.send("topic/a", "2").await;
    assert_eq!(waiting.await.unwrap()[0].body, "2");
}

/// Whoever follows all channels learns that there is something new, once for many, and not before; at the latest when its sender has an answer.
pub async fn those_who_follow_everything_are_woken(ground: Ground) {
    let mut seen = ground.bus.await_news(ground.key, 0, Duration::ZERO).await.unwrap();
    for _ in 0..100 {
        ground.send("topic/a", "0").await;
        let now = ground.bus.await_news(ground.key, 0, Duration::ZERO).await.unwrap();
        assert_ne!(now, seen);
        seen = now;
    }
    let (bus, key) = (Arc::clone(&ground.bus), ground.key);
    let waiting = tokio::spawn(async move { bus.await_news(key, seen, LONG).await.unwrap() });
    tokio::task::yield_now().await;
    ground.send("topic/a", "1").await;
    assert_ne!(waiting.await.unwrap(), seen);
}
