//! What a promise is tested on, and the few words in which the tests speak.

use crate::{Bus, Delivery, Fetch, NewConsumer, PublishError, Published, Settlement, Unsettled};
use dream_clock::Frozen;
use dream_id::{OrgId, Scope, SystemKey, TypedId};
use dream_messages::{Channel, ConsumerName, ConsumerSettings, NewMessage, Space, Start, Verdict};
use std::{sync::Arc, time::Duration};

/// A bus of its own, whose clock stands still until it is moved.
pub struct Ground {
    /// The bus.
    pub bus: Arc<dyn Bus>,
    /// Its clock.
    pub clock: Arc<Frozen>,
    /// A key for what concerns every organisation.
    pub key: SystemKey,
}

/// As long as a wait takes that ends before.
pub(super) const LONG: Duration = Duration::from_secs(20);

impl Ground {
    /// A space of an organisation of its own.
    #[expect(clippy::unused_self, reason = "the tests speak of a ground's spaces")]
    pub(super) fn space(&self, number: u8) -> Space {
        Space::org(OrgId::from_parts(1, [number; 10]))
    }

    pub(super) fn scope(&self, number: u8) -> Scope {
        Scope::Org(self.space(number).org)
    }

    pub(super) fn advance(&self, by: Duration) {
        self.clock.advance(by);
    }

    /// Publishes one message with the body `body` to `channel` of the first space.
    pub(super) async fn send(&self, channel: &str, body: &str) -> Published {
        self.try_send(message(channel, body)).await.unwrap()
    }

    pub(super) async fn try_send(&self, message: NewMessage) -> Result<Published, PublishError> {
        self.bus.publish(self.space(1), vec![message]).await.unwrap().pop().unwrap()
    }

    /// Publishes messages `1` to `count`.
    pub(super) async fn send_many(&self, channel: &str, count: u32) -> Vec<Published> {
        let messages = (1..=count).map(|number| message(channel, &number.to_string())).collect();
        self.bus.publish(self.space(1), messages).await.unwrap().into_iter().map(Result::unwrap).collect()
    }

    /// Makes a consumer that begins at the first message.
    pub(super) async fn consumer(&self, consumer: &str, pattern: &str) {
        self.consumer_with(consumer, pattern, |_| {}).await;
    }

    pub(super) async fn consumer_with(&self, consumer: &str, pattern: &str, change: impl FnOnce(&mut ConsumerSettings)) {
        let mut settings = ConsumerSettings { start: Start::First, ..ConsumerSettings::default() };
        change(&mut settings);
        let new = NewConsumer { name: name(consumer), pattern: pattern.parse().unwrap(), settings };
        self.bus.create_consumer(self.space(1), new).await.unwrap();
    }

    /// What `consumer` gets at once.
    pub(super) async fn fetch(&self, consumer: &str, max: u32) -> Vec<Delivery> {
        self.fetch_as("ann", consumer, max, Duration::ZERO).await
    }

    pub(super) async fn fetch_as(&self, holder: &str, consumer: &str, max: u32, wait: Duration) -> Vec<Delivery> {
        let fetch = Fetch { holder: holder.to_owned(), max, wait };
        self.bus.fetch(self.space(1), &name(consumer), fetch).await.unwrap()
    }

    pub(super) async fn settle(&self, consumer: &str, delivery: &Delivery, verdict: Verdict) -> Result<(), Unsettled> {
        let (message, attempt) = (delivery.message.id, delivery.attempt);
        let settlement = Settlement { message, attempt, verdict, reason: Some("because".to_owned()) };
        self.bus.settle(self.space(1), &name(consumer), vec![settlement]).await.unwrap().pop().unwrap()
    }

    pub(super) async fn ack(&self, consumer: &str, delivery: &Delivery) {
        self.settle(consumer, delivery, Verdict::Acknowledge).await.unwrap();
    }

    /// Fetches and acknowledges until nothing is left; returns the bodies.
    pub(super) async fn drain(&self, consumer: &str) -> Vec<String> {
        let mut all = Vec::new();
        loop {
            let got = self.fetch(consumer, 100).await;
            if got.is_empty() {
                return all;
            }
            for delivery in &got {
                self.ack(consumer, delivery).await;
            }
            all.extend(bodies(&got));
        }
    }

    /// Does all the upkeep there is.
    pub(super) async fn upkeep(&self) -> crate::Upkeep {
        let mut all = crate::Upkeep::default();
        loop {
            let done = self.bus.upkeep(self.key).await.unwrap();
            all.removed += done.removed;
            all.expired += done.expired;
            all.unanswered += done.unanswered;
            all.consumers += done.consumers;
            all.dead_letters += done.dead_letters;
            all.keys += done.keys;
            if !done.more {
                return all;
            }
        }
    }
}

pub(super) fn name(text: &str) -> ConsumerName {
    text.parse().unwrap()
}

pub(super) fn channel(text: &str) -> Channel {
    text.parse().unwrap()
}

pub(super) fn message(to: &str, body: &str) -> NewMessage {
    NewMessage::new(channel(to), "sender", body)
}

pub(super) fn bodies(deliveries: &[Delivery]) -> Vec<String> {
    deliveries.iter().map(|delivery| delivery.message.body.clone()).collect()
}
