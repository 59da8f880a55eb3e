//! The port's operations, each a transaction or a request to the task.

use super::{
    SqlBus, at_most, cache, channels, consumers, cursors, dead,
    engine::{FetchJob, Job, PublishJob, SettleJob},
    fill_in, messages, prepare, receipts,
    statement::failed,
    waits::Wait,
};
use crate::{
    Bus, BusError, ChannelFilter, ChannelInfo, ConsumerFilter, ConsumerInfo, Counters, DeadLetter, DeadSelection, Delivery, Erased, Fetch,
    Head, NewConsumer, PublishError, Published, ReadFrom, Settlement, Unsettled, Upkeep, WaitFor,
};
use async_trait::async_trait;
use dream_id::{Cursor, Limit, MessageId, Page, Scope, SystemKey};
use dream_messages::{
    Channel, ChannelSettings, ConsumerName, ConsumerSettings, Headers, MAX_BATCH_MESSAGES, MAX_HOLDER, Message, MessageNumber, NewMessage,
    Receipts, Space,
};
use dream_sql::{ReadTx, WriteTx};
use std::{sync::Arc, time::Duration};
use tokio::sync::oneshot;

/// How many dead letters one call replays or drops.
const MOST_DEAD: u32 = 1_000;
/// How many replayed ones one transaction puts back.
const DEAD_AT_ONCE: usize = 200;

impl SqlBus {
    async fn reading(&self) -> Result<ReadTx, BusError> {
        self.shared.db.read().await.map_err(failed("beginning to read messages"))
    }

    async fn writing(&self) -> Result<WriteTx, BusError> {
        self.shared.db.begin().await.map_err(failed("beginning to work on messages"))
    }

    /// Has the task do something, and waits for its answer.
    async fn have<T>(&self, job: impl FnOnce(oneshot::Sender<Result<T, BusError>>) -> Job) -> Result<T, BusError> {
        let (reply, answer) = oneshot::channel();
        self.jobs.send(job(reply)).await.map_err(|_| BusError::Closed)?;
        answer.await.map_err(|_| BusError::Closed)?
    }

    /// A locked consumer's id.
    async fn lock_consumer(&self, tx: &mut WriteTx, space: Space, name: &ConsumerName) -> Result<i64, BusError> {
        let missing = || BusError::NoSuchConsumer(name.clone());
        let id = consumers::find(tx, space, name.as_str()).await?.ok_or_else(missing)?;
        consumers::lock(tx, &[id]).await?.pop().map(|consumer| consumer.id).ok_or_else(missing)
    }

    async fn chosen(&self, tx: &mut WriteTx, consumer: i64, which: &DeadSelection) -> Result<Vec<MessageNumber>, BusError> {
        let these = match which {
            DeadSelection::All => None,
            DeadSelection::These(ids) => {
                at_most("dead letters", ids.len(), MAX_BATCH_MESSAGES)?;
                Some(ids.iter().map(|id| MessageNumber::of(*id)).collect::<Vec<_>>())
            }
        };
        dead::numbers(tx, consumer, these.as_deref(), MOST_DEAD).await
    }

    async fn put_back(&self, tx: &mut WriteTx, consumer: i64, numbers: &[MessageNumber]) -> Result<u64, BusError> {
        let now = self.shared.clock.now();
        let mut hot = consumers::lock(tx, &[consumer]).await?;
        let mut channels: Vec<u32> = numbers.iter().map(|number| number.channel).collect();
        channels.sort_unstable();
        channels.dedup();
        let mut rows = cursors::load(tx, consumer, &channels).await?;
        let attempts = dead::attempts(tx, consumer, numbers).await?;
        let mut back = Vec::with_capacity(numbers.len());
        for number in numbers {
            if let Some(row) = rows.iter_mut().find(|row| row.channel == number.channel)
                && row.cursor.replay(number.place, attempts.get(number).copied().unwrap_or(0), now)
            {
                back.push(*number);
            }
        }
        dead::replayed(tx, consumer, &back).await?;
        if let Some(hot) = hot.first_mut() {
            for row in &rows {
                hot.count(row);
            }
            consumers::save(tx, std::iter::once(&*hot)).await?;
        }
        cursors::save(tx, &rows).await?;
        Ok(u64::try_from(back.len()).unwrap_or(0))
    }

    /// Has the task look again what a consumer can be given.
    async fn look_again(&self, consumer: i64) {
        // Without the task nobody waits.
        let _ = self.jobs.send(Job::Look(consumer)).await;
    }

    async fn info(&self, space: Space, channel: &Channel) -> Result<ChannelInfo, BusError> {
        self.channel(space, channel).await?.ok_or_else(|| BusError::NoSuchChannel(channel.clone()))
    }
}

#[async_trait]
impl Bus for SqlBus {
    async fn publish(&self, space: Space, messages: Vec<NewMessage>) -> Result<Vec<Result<Published, PublishError>>, BusError> {
        let (messages, mut answers) = prepare(messages)?;
        if !messages.is_empty() {
            let kib: u64 = messages.iter().map(|message| message.bytes() / 1_024 + 1).sum();
            let kib = u32::try_from(kib).unwrap_or(u32::MAX);
            let _memory = Arc::clone(&self.memory).acquire_many_owned(kib).await.map_err(|_| BusError::Closed)?;
            let published = self.have(|reply| Job::Publish(PublishJob { space, messages, reply, _memory })).await?;
            fill_in(&mut answers, published);
        }
        answers.into_iter().map(|answer| answer.ok_or(BusError::Closed)).collect()
    }

    async fn publish_within(
        &self,
        tx: &mut WriteTx,
        space: Space,
        messages: Vec<NewMessage>,
    ) -> Result<Vec<Result<Published, PublishError>>, BusError> {
        self.publish_in(tx, space, messages).await
    }

    async fn create_channel(&self, space: Space, channel: &Channel, settings: Option<ChannelSettings>) -> Result<ChannelInfo, BusError> {
        settings.map_or(Ok(()), |settings| settings.check())?;
        let known = if settings.is_none() { self.channel(space, channel).await? } else { None };
        if let Some(info) = known {
            return Ok(info);
        }
        let mut tx = self.writing().await?;
        let (rng, now) = (self.shared.rng.as_ref(), self.shared.clock.now());
        let both = match channel {
            Channel::Agent(name) | Channel::Orders(name) => vec![Channel::Agent(name.clone()), Channel::Orders(name.clone())],
            other => vec![other.clone()],
        };
        for one in both {
            let own = settings.filter(|_| one == *channel);
            let number = channels::make(&mut tx, rng, now, space, &one, own).await?;
            if let Some(settings) = own {
                channels::configure(&mut tx, number, &settings).await?;
            }
        }
        let info = channels::info(&mut tx, space, &channel.to_string()).await?;
        tx.commit().await.map_err(failed("making a channel"))?;
        info.ok_or_else(|| BusError::NoSuchChannel(channel.clone()))
    }

    async fn configure_channel(&self, space: Space, channel: &Channel, settings: ChannelSettings) -> Result<ChannelInfo, BusError> {
        settings.check()?;
        let mut tx = self.writing().await?;
        let missing = || BusError::NoSuchChannel(channel.clone());
        let number = channels::find(&mut tx, space, &channel.to_string()).await?.ok_or_else(missing)?;
        channels::configure(&mut tx, number, &settings).await?;
        let info = channels::info(&mut tx, space, &channel.to_string()).await?;
        tx.commit().await.map_err(failed("changing a channel"))?;
        info.ok_or_else(missing)
    }

    async fn channel(&self, space: Space, channel: &Channel) -> Result<Option<ChannelInfo>, BusError> {
        channels::info(&mut self.reading().await?, space, &channel.to_string()).await
    }

    async fn channels(
        &self,
        scope: Scope,
        filter: ChannelFilter,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<ChannelInfo>, BusError> {
        channels::page(&mut self.reading().await?, scope, filter, cursor, limit).await
    }

    async fn create_consumer(&self, space: Space, consumer: NewConsumer) -> Result<ConsumerInfo, BusError> {
        let mut tx = self.writing().await?;
        consumers::make(&mut tx, self.shared.rng.as_ref(), self.shared.clock.now(), space, &consumer).await?;
        let info = consumers::info(&mut tx, space, consumer.name.as_str()).await?;
        tx.commit().await.map_err(failed("making a consumer"))?;
        info.ok_or(BusError::NoSuchConsumer(consumer.name))
    }

    async fn configure_consumer(&self, space: Space, name: &ConsumerName, settings: ConsumerSettings) -> Result<ConsumerInfo, BusError> {
        let mut tx = self.writing().await?;
        let id = self.lock_consumer(&mut tx, space, name).await?;
        consumers::configure(&mut tx, id, &settings).await?;
        let info = consumers::info(&mut tx, space, name.as_str()).await?;
        tx.commit().await.map_err(failed("changing a consumer"))?;
        info.ok_or_else(|| BusError::NoSuchConsumer(name.clone()))
    }

    async fn consumer(&self, space: Space, name: &ConsumerName) -> Result<Option<ConsumerInfo>, BusError> {
        consumers::info(&mut self.reading().await?, space, name.as_str()).await
    }

    async fn consumers(
        &self,
        scope: Scope,
        filter: ConsumerFilter,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<ConsumerInfo>, BusError> {
        consumers::page(&mut self.reading().await?, scope, filter, cursor, limit).await
    }

    async fn remove_consumer(&self, space: Space, name: &ConsumerName) -> Result<bool, BusError> {
        let mut tx = self.writing().await?;
        let id = match self.lock_consumer(&mut tx, space, name).await {
            Ok(id) => id,
            Err(BusError::NoSuchConsumer(_)) => return tx.rollback().await.map(|()| false).map_err(failed("looking for a consumer")),
            Err(error) => return Err(error),
        };
        let channels = cursors::channels(&mut tx, id).await?;
        consumers::remove(&mut tx, id).await?;
        tx.commit().await.map_err(failed("removing a consumer"))?;
        cache::locked(&self.shared.cache).forget_consumer(space, name.as_str());
        // What senders wait for may not come any more.
        self.shared.signals.ring(channels);
        self.look_again(id).await;
        Ok(true)
    }

    async fn fetch(&self, space: Space, consumer: &ConsumerName, fetch: Fetch) -> Result<Vec<Delivery>, BusError> {
        at_most("messages", usize::try_from(fetch.max).unwrap_or(usize::MAX), MAX_BATCH_MESSAGES)?;
        at_most("bytes of a holder's name", fetch.holder.len(), MAX_HOLDER)?;
        let ended = *self.shared.ended.borrow();
        let until = Wait::of(if ended { Duration::ZERO } else { fetch.wait }).until();
        let (consumer, Fetch { holder, max, .. }) = (consumer.clone(), fetch);
        self.have(|reply| Job::Fetch(FetchJob { space, consumer, holder, max: max.max(1), until, reply })).await
    }

    async fn settle(
        &self,
        space: Space,
        consumer: &ConsumerName,
        settlements: Vec<Settlement>,
    ) -> Result<Vec<Result<(), Unsettled>>, BusError> {
        at_most("settlements", settlements.len(), MAX_BATCH_MESSAGES)?;
        let consumer = consumer.clone();
        self.have(|reply| Job::Settle(SettleJob { space, consumer, settlements, reply })).await
    }

    async fn receipts(&self, scope: Scope, message: MessageId) -> Result<Receipts, BusError> {
        receipts::of(&mut self.reading().await?, scope, message, self.shared.clock.now()).await
    }

    async fn await_receipts(&self, scope: Scope, message: MessageId, wait: WaitFor) -> Result<Receipts, BusError> {
        let timer = Wait::of(wait.timeout);
        let channel = receipts::channel_of(&mut self.reading().await?, scope, message).await?;
        let mut news = self.shared.signals.wait_for(channel);
        loop {
            let receipts = self.receipts(scope, message).await?;
            let status = match &wait.consumer {
                None => Some(receipts.status),
                Some(name) => receipts.receipts.iter().find(|receipt| receipt.consumer == *name).map(|receipt| receipt.status),
            };
            let done = status.is_some_and(|status| status.satisfies(wait.status));
            if done || !timer.for_event(&self.shared, news.next()).await {
                return Ok(receipts);
            }
        }
    }

    async fn request(&self, space: Space, message: NewMessage, timeout: Duration) -> Result<Message, BusError> {
        self.ask(space, message, timeout).await
    }

    async fn dead_letters(
        &self,
        space: Space,
        consumer: Option<&ConsumerName>,
        cursor: Option<Cursor>,
        limit: Limit,
    ) -> Result<Page<DeadLetter>, BusError> {
        dead::page(&mut self.reading().await?, space, consumer, cursor, limit).await
    }

    async fn dead_letter(&self, space: Space, consumer: &ConsumerName, message: MessageId) -> Result<DeadLetter, BusError> {
        let mut tx = self.reading().await?;
        if consumers::find(&mut tx, space, consumer.as_str()).await?.is_none() {
            return Err(BusError::NoSuchConsumer(consumer.clone()));
        }
        dead::find(&mut tx, space, consumer, MessageNumber::of(message)).await?.ok_or(BusError::NoSuchDeadLetter)
    }

    async fn edit_dead_letter(
        &self,
        space: Space,
        consumer: &ConsumerName,
        message: MessageId,
        body: String,
        headers: Headers,
    ) -> Result<DeadLetter, BusError> {
        let mut tx = self.writing().await?;
        let id = self.lock_consumer(&mut tx, space, consumer).await?;
        let number = MessageNumber::of(message);
        let mut letter = dead::find(&mut tx, space, consumer, number).await?.ok_or(BusError::NoSuchDeadLetter)?;
        let mut checked = NewMessage::new(letter.message.channel.clone(), letter.message.sender.clone(), body);
        checked.headers = headers;
        checked.check(dream_messages::MAX_BODY as u64)?;
        (letter.message.body, letter.message.headers) = (checked.body, checked.headers);
        dead::edit(&mut tx, id, &letter).await?;
        let edited = dead::find(&mut tx, space, consumer, number).await?;
        tx.commit().await.map_err(failed("changing a dead letter"))?;
        edited.ok_or(BusError::NoSuchDeadLetter)
    }

    async fn replay(&self, space: Space, consumer: &ConsumerName, which: DeadSelection) -> Result<u64, BusError> {
        let mut tx = self.writing().await?;
        let id = self.lock_consumer(&mut tx, space, consumer).await?;
        let numbers = self.chosen(&mut tx, id, &which).await?;
        tx.rollback().await.map_err(failed("looking for dead letters"))?;
        let mut replayed = 0;
        for part in numbers.chunks(DEAD_AT_ONCE) {
            let mut tx = self.writing().await?;
            let id = self.lock_consumer(&mut tx, space, consumer).await?;
            let still = dead::numbers(&mut tx, id, Some(part), MOST_DEAD).await?;
            replayed += self.put_back(&mut tx, id, &still).await?;
            tx.commit().await.map_err(failed("replaying dead letters"))?;
            self.shared.signals.ring(still.iter().map(|number| number.channel));
            self.look_again(id).await;
        }
        Ok(replayed)
    }

    async fn drop_dead_letters(&self, space: Space, consumer: &ConsumerName, which: DeadSelection) -> Result<u64, BusError> {
        let mut tx = self.writing().await?;
        let id = self.lock_consumer(&mut tx, space, consumer).await?;
        let numbers = self.chosen(&mut tx, id, &which).await?;
        let dropped = dead::give_up(&mut tx, id, &numbers).await?;
        tx.commit().await.map_err(failed("dropping dead letters"))?;
        Ok(dropped)
    }

    async fn message(&self, scope: Scope, message: MessageId) -> Result<Option<Message>, BusError> {
        messages::find(&mut self.reading().await?, scope, message).await
    }

    async fn read(&self, space: Space, channel: &Channel, from: ReadFrom, limit: Limit) -> Result<Vec<Message>, BusError> {
        let mut tx = self.reading().await?;
        let Some(info) = channels::info(&mut tx, space, &channel.to_string()).await? else { return Ok(Vec::new()) };
        messages::read(&mut tx, &info, from, limit).await
    }

    async fn follow(&self, space: Space, channel: &Channel, after: u64, limit: Limit, wait: Duration) -> Result<Vec<Message>, BusError> {
        let timer = Wait::of(wait);
        let number = self.info(space, channel).await?.number;
        let mut news = self.shared.signals.wait_for(number);
        loop {
            let found = self.read(space, channel, ReadFrom::After(after), limit).await?;
            if !found.is_empty() || !timer.for_event(&self.shared, news.next()).await {
                return Ok(found);
            }
        }
    }

    async fn heads(&self, scope: Scope, after: Option<u32>, limit: Limit) -> Result<Vec<Head>, BusError> {
        channels::heads(&mut self.reading().await?, scope, after, limit).await
    }

    async fn await_news(&self, _key: SystemKey, seen: u64, wait: Duration) -> Result<u64, BusError> {
        let mut news = self.shared.news.subscribe();
        let changed = async {
            // The sender lives as long as the bus.
            let _ = news.wait_for(|count| *count != seen).await;
        };
        Wait::of(wait).for_event(&self.shared, changed).await;
        let count = *self.shared.news.borrow();
        Ok(count)
    }

    async fn erase(&self, scope: Scope, message: MessageId) -> Result<Erased, BusError> {
        let mut tx = self.writing().await?;
        let found = messages::find(&mut tx, scope, message).await?.ok_or(BusError::NoSuchMessage)?;
        let digest = messages::erase(&mut tx, &found).await?;
        tx.commit().await.map_err(failed("erasing a message"))?;
        Ok(Erased { message, digest })
    }

    async fn upkeep(&self, _key: SystemKey) -> Result<Upkeep, BusError> {
        self.tidy().await
    }

    fn counters(&self) -> Counters {
        self.shared.totals.get()
    }

    fn end_waits(&self) {
        self.shared.ended.send_replace(true);
    }
}
