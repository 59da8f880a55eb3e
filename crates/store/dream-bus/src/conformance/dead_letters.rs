//! Promises about dead letters.

use super::{
    Ground,
    ground::{bodies, channel, name},
};
use crate::{BusError, DEAD_LETTERS_KEPT, DeadReason, DeadSelection};
use dream_id::Limit;
use dream_messages::{ChannelSettings, Headers, Status, Verdict};
use std::time::Duration;

/// A message whose delivery fails as often as allowed is given up, and those behind it go on.
pub async fn a_poison_message_becomes_a_dead_letter(ground: Ground) {
    ground.consumer_with("c", "topic/a", |settings| settings.max_deliveries = 3).await;
    let sent = ground.send("topic/a", "poison").await;
    for attempt in 1..=3 {
        let got = ground.fetch("c", 1).await;
        assert_eq!(got[0].attempt, attempt);
        if attempt == 2 {
            // A holder that dies says nothing.
            ground.advance(Duration::from_mins(6));
        } else {
            ground.settle("c", &got[0], Verdict::Fail { delay: Some(Duration::ZERO) }).await.unwrap();
        }
    }
    ground.send("topic/a", "next").await;
    assert_eq!(ground.drain("c").await, ["next"]);
    let page = ground.bus.dead_letters(ground.space(1), Some(&name("c")), None, Limit::default()).await.unwrap();
    let letter = &page.items[0];
    assert_eq!((page.items.len(), letter.message.id, letter.attempts, letter.reason), (1, sent.id, 3, DeadReason::Deliveries));
    assert_eq!((letter.detail.as_deref(), letter.message.body.as_str(), letter.edited), (Some("because"), "poison", false));
    assert_eq!(ground.bus.dead_letters(ground.space(2), None, None, Limit::default()).await.unwrap().items, []);
    assert_eq!(ground.bus.receipts(ground.scope(1), sent.id).await.unwrap().status, Status::Dead);
    assert_eq!(ground.bus.counters().dead, 1);
    ground.consumer_with("silent", "topic/a", |settings| settings.max_deliveries = 1).await;
    assert_eq!(ground.fetch("silent", 1).await.len(), 1);
    ground.advance(Duration::from_mins(6));
    assert_eq!(bodies(&ground.fetch("silent", 1).await), ["next"]);
    assert_eq!(ground.bus.consumer(ground.space(1), &name("silent")).await.unwrap().unwrap().dead, 1);
}

/// A holder that dies with the last delivery leaves a dead letter, though nobody reads the consumer any more; what may be delivered again
/// waits for a reader, whenever he comes.
pub async fn a_last_delivery_that_nobody_answers_dies_without_a_reader(ground: Ground) {
    ground.consumer_with("once", "topic/a", |settings| settings.max_deliveries = 1).await;
    ground.consumer_with("twice", "topic/a", |settings| settings.max_deliveries = 2).await;
    let sent = ground.send("topic/a", "1").await;
    assert_eq!((ground.fetch("once", 1).await.len(), ground.fetch("twice", 1).await.len()), (1, 1));
    ground.advance(Duration::from_secs(90));
    assert_eq!(ground.upkeep().await.unanswered, 0, "there is time left");
    ground.advance(Duration::from_mins(6));
    assert_eq!(ground.upkeep().await.unanswered, 1);
    assert_eq!(ground.upkeep().await.unanswered, 0);
    let letters = ground.bus.dead_letters(ground.space(1), None, None, Limit::default()).await.unwrap().items;
    let told: Vec<_> = letters.iter().map(|letter| (letter.consumer.as_str(), letter.message.id, letter.attempts, letter.reason)).collect();
    assert_eq!(told, [("once", sent.id, 1, DeadReason::Deliveries)]);
    assert_eq!(ground.bus.consumer(ground.space(1), &name("once")).await.unwrap().unwrap().pending, 0);
    assert_eq!(ground.bus.counters().dead, 1);
    ground.advance(Duration::from_mins(6));
    let got = ground.fetch("twice", 1).await;
    assert_eq!((got[0].message.id, got[0].attempt), (sent.id, 2));
    ground.advance(Duration::from_mins(9));
    assert_eq!(ground.upkeep().await.unanswered, 1);
    assert_eq!(ground.bus.receipts(ground.scope(1), sent.id).await.unwrap().status, Status::Dead);
}

/// What a holder rejects is not delivered again.
pub async fn a_rejected_message_is_dead_at_once(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send("topic/a", "1").await;
    let got = ground.fetch("c", 1).await;
    ground.settle("c", &got[0], Verdict::Reject).await.unwrap();
    assert_eq!(ground.drain("c").await, [""; 0]);
    let letter = ground.bus.dead_letter(ground.space(1), &name("c"), got[0].message.id).await.unwrap();
    assert_eq!((letter.reason, letter.attempts), (DeadReason::Rejected, 1));
}

/// A dead letter can be mended and sent again: to the consumer whose it is, and counted anew; history stays as it was.
pub async fn a_dead_letter_is_edited_and_replayed_to_its_consumer_alone(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.consumer("other", "topic/a").await;
    let sent = ground.send_many("topic/a", 3).await;
    ground.drain("other").await;
    for delivery in ground.fetch("c", 3).await {
        ground.settle("c", &delivery, Verdict::Reject).await.unwrap();
    }
    let (space, c) = (ground.space(1), name("c"));
    let headers: Headers = [("mended".to_owned(), "yes".to_owned())].into();
    let edited = ground.bus.edit_dead_letter(space, &c, sent[1].id, "mended".to_owned(), headers.clone()).await.unwrap();
    assert_eq!((edited.message.body.as_str(), edited.edited), ("mended", true));
    let refused = ground.bus.edit_dead_letter(space, &c, sent[1].id, "\0".to_owned(), Headers::new()).await;
    assert!(matches!(refused, Err(BusError::Message(_))), "{refused:?}");
    let these = DeadSelection::These(vec![sent[1].id, sent[1].id]);
    assert_eq!(ground.bus.replay(space, &c, these).await.unwrap(), 1);
    assert!(matches!(ground.bus.dead_letter(space, &c, sent[1].id).await, Err(BusError::NoSuchDeadLetter)));
    let got = ground.fetch("c", 9).await;
    assert_eq!((bodies(&got), got[0].attempt, got[0].message.headers.clone()), (vec!["mended".to_owned()], 2, headers));
    assert_eq!(ground.bus.message(ground.scope(1), sent[1].id).await.unwrap().unwrap().body, "2");
    ground.settle("c", &got[0], Verdict::Reject).await.unwrap();
    assert_eq!(ground.bus.dead_letter(space, &c, sent[1].id).await.unwrap().message.body, "mended", "dead again, as it was mended");
    assert_eq!(ground.bus.replay(space, &c, DeadSelection::All).await.unwrap(), 3);
    let mut all = ground.drain("c").await;
    all.sort();
    assert_eq!(all, ["1", "3", "mended"]);
    assert_eq!(ground.drain("other").await, [""; 0]);
    assert_eq!(ground.bus.dead_letters(space, None, None, Limit::default()).await.unwrap().items, []);
    assert_eq!(ground.bus.receipts(ground.scope(1), sent[1].id).await.unwrap().status, Status::Acknowledged);
    assert_eq!(ground.bus.replay(space, &c, DeadSelection::All).await.unwrap(), 0);
}

/// What is replayed has as many deliveries as it had at first, and whoever still has an earlier one cannot settle it.
pub async fn what_is_replayed_is_not_settled_by_who_had_it_before(ground: Ground) {
    ground.consumer_with("c", "topic/a", |settings| settings.max_deliveries = 2).await;
    let sent = ground.send("topic/a", "1").await;
    let at_once = Verdict::Fail { delay: Some(Duration::ZERO) };
    let mut had = Vec::new();
    for _ in 0..2 {
        had.push(ground.fetch("c", 1).await.remove(0));
        ground.settle("c", had.last().unwrap(), at_once).await.unwrap();
    }
    assert_eq!(ground.bus.replay(ground.space(1), &name("c"), DeadSelection::All).await.unwrap(), 1);
    for attempt in [3, 4] {
        let again = ground.fetch("c", 1).await.remove(0);
        assert_eq!((again.message.id, again.attempt), (sent.id, attempt));
        for earlier in &had {
            let refused = ground.settle("c", earlier, Verdict::Acknowledge).await.unwrap_err();
            assert_eq!(refused.code(), "stale_delivery");
        }
        ground.settle("c", &again, at_once).await.unwrap();
    }
    let letter = ground.bus.dead_letter(ground.space(1), &name("c"), sent.id).await.unwrap();
    assert_eq!((letter.reason, letter.attempts), (DeadReason::Deliveries, 4), "dead again after as many deliveries");
}

/// Whatever died first, was edited or was replayed first: what is due comes in the order in which it was sent, and before what was never
/// delivered. What was delivered meanwhile has overtaken it.
pub async fn what_is_replayed_comes_in_the_order_of_its_channel(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let sent = ground.send_many("topic/a", 5).await;
    let got = ground.fetch("c", 4).await;
    for delivery in [&got[3], &got[1]] {
        ground.settle("c", delivery, Verdict::Reject).await.unwrap();
    }
    ground.ack("c", &got[0]).await;
    ground.settle("c", &got[2], Verdict::Fail { delay: Some(Duration::ZERO) }).await.unwrap();
    let (space, c) = (ground.space(1), name("c"));
    ground.bus.edit_dead_letter(space, &c, sent[3].id, "4, mended".to_owned(), Headers::new()).await.unwrap();
    for number in [3, 1] {
        assert_eq!(ground.bus.replay(space, &c, DeadSelection::These(vec![sent[number].id])).await.unwrap(), 1);
    }
    assert_eq!(bodies(&ground.fetch("c", 9).await), ["2", "3", "4, mended", "5"]);
    let receipts = ground.bus.receipts(ground.scope(1), sent[3].id).await.unwrap();
    assert_eq!((receipts.status, receipts.receipts.len()), (Status::Delivered, 1), "its receipts stay those of the message as it was sent");
}

/// Retention does not take a dead letter away, and it can be replayed when its message is gone.
pub async fn a_dead_letter_outlives_its_message(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    ground.send_many("topic/a", 2).await;
    for delivery in ground.fetch("c", 2).await {
        ground.settle("c", &delivery, Verdict::Reject).await.unwrap();
    }
    let settings = ChannelSettings { max_messages: Some(1), ..ChannelSettings::default() };
    ground.bus.configure_channel(ground.space(1), &channel("topic/a"), settings).await.unwrap();
    assert_eq!(ground.upkeep().await.removed, 1);
    assert_eq!(ground.bus.replay(ground.space(1), &name("c"), DeadSelection::All).await.unwrap(), 2);
    ground.send("topic/a", "3").await;
    assert_eq!(ground.upkeep().await.removed, 1, "what is replayed holds nothing back");
    assert_eq!(ground.drain("c").await, ["1", "2", "3"]);
}

/// Dropping takes them away for good: some, or all.
pub async fn dead_letters_are_dropped(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let sent = ground.send_many("topic/a", 3).await;
    for delivery in ground.fetch("c", 3).await {
        ground.settle("c", &delivery, Verdict::Reject).await.unwrap();
    }
    let (space, c) = (ground.space(1), name("c"));
    let first = ground.bus.dead_letters(space, Some(&c), None, Limit::new(2)).await.unwrap();
    assert_eq!(first.items.len(), 2);
    let rest = ground.bus.dead_letters(space, Some(&c), first.next, Limit::new(2)).await.unwrap();
    assert_eq!((rest.items.len(), rest.next), (1, None));
    assert_eq!(ground.bus.drop_dead_letters(space, &c, DeadSelection::These(vec![sent[0].id])).await.unwrap(), 1);
    assert_eq!(ground.bus.drop_dead_letters(space, &c, DeadSelection::These(vec![sent[0].id])).await.unwrap(), 0);
    assert_eq!(ground.bus.drop_dead_letters(space, &c, DeadSelection::All).await.unwrap(), 2);
    let missing = ground.bus.drop_dead_letters(space, &name("nobody"), DeadSelection::All).await;
    assert!(matches!(missing, Err(BusError::NoSuchConsumer(_))));
}

/// Whoever sent what nobody took never reads that it was acknowledged, also when the dead letter was dropped.
pub async fn what_is_dropped_stays_dead_for_its_sender(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let sent = ground.send_many("topic/a", 3).await;
    for delivery in ground.fetch("c", 3).await {
        ground.settle("c", &delivery, Verdict::Reject).await.unwrap();
    }
    let (space, c) = (ground.space(1), name("c"));
    let status = async |number: usize| ground.bus.receipts(ground.scope(1), sent[number].id).await.unwrap().status;
    assert_eq!(ground.bus.drop_dead_letters(space, &c, DeadSelection::These(vec![sent[0].id, sent[1].id])).await.unwrap(), 2);
    assert_eq!([status(0).await, status(1).await, status(2).await], [Status::Dead; 3]);
    assert_eq!(ground.bus.consumer(space, &c).await.unwrap().unwrap().dead, 1);
    assert!(matches!(ground.bus.dead_letter(space, &c, sent[0].id).await, Err(BusError::NoSuchDeadLetter)));
    assert_eq!(ground.bus.replay(space, &c, DeadSelection::These(vec![sent[0].id])).await.unwrap(), 0);
    // Nobody decides about the third, and the messages stay.
    let kept = ChannelSettings { max_age: None, ..ChannelSettings::default() };
    ground.bus.configure_channel(space, &channel("topic/a"), kept).await.unwrap();
    ground.advance(DEAD_LETTERS_KEPT + Duration::from_micros(1));
    assert_eq!(ground.upkeep().await.dead_letters, 1);
    assert_eq!(status(2).await, Status::Dead);
    ground.bus.erase(ground.scope(1), sent[1].id).await.unwrap();
    assert_eq!(status(1).await, Status::Dead);
    // The marks go with their messages.
    let few = ChannelSettings { max_messages: Some(1), ..kept };
    ground.bus.configure_channel(space, &channel("topic/a"), few).await.unwrap();
    assert_eq!(ground.upkeep().await.removed, 2);
    assert_eq!((ground.upkeep().await.dead_letters, status(2).await), (0, Status::Dead));
}

/// Nobody has to look after dead letters for ever; what is on its way again is none.
pub async fn a_dead_letter_that_nobody_decides_about_goes_in_the_end(ground: Ground) {
    ground.consumer("c", "topic/a").await;
    let sent = ground.send_many("topic/a", 2).await;
    for delivery in ground.fetch("c", 2).await {
        ground.settle("c", &delivery, Verdict::Reject).await.unwrap();
    }
    ground.advance(DEAD_LETTERS_KEPT);
    assert_eq!(ground.upkeep().await.dead_letters, 0, "not older than that");
    let (space, c) = (ground.space(1), name("c"));
    assert_eq!(ground.bus.replay(space, &c, DeadSelection::These(vec![sent[1].id])).await.unwrap(), 1);
    ground.advance(Duration::from_micros(1));
    assert_eq!(ground.upkeep().await.dead_letters, 1);
    assert_eq!(ground.bus.dead_letters(space, None, None, Limit::default()).await.unwrap().items, []);
    assert_eq!(ground.drain("c").await, ["2"]);
    assert_eq!(ground.bus.consumer(space, &c).await.unwrap().unwrap().dead, 0);
}
