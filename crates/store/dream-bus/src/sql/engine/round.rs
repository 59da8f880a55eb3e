//! The work of one transaction: lock, publish, settle, deliver, save.

use super::{Answers, Engine, LOOK_ANYWAY, MOST_REMEMBERED, serve::Serving};
use crate::{
    BusError,
    sql::{
        cache,
        consumers::{self, HotConsumer},
        cursors, publish,
    },
};
use dream_messages::{ConsumerName, Space};
use dream_sql::WriteTx;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

/// The most consumers that one transaction serves because of hints; the others come next.
const MOST_SERVED: usize = 256;

impl Engine {
    /// Does what is in the inbox, and serves whoever can be served.
    pub(super) async fn work(&mut self, tx: &mut WriteTx, answers: &mut Answers) -> Result<(), BusError> {
        let settling = self.settling(tx).await?;
        self.admit_readers(tx, answers).await?;
        answers.served = self.to_be_served(&settling).into_iter().collect();
        let locked = consumers::lock(tx, &answers.served).await?;
        self.publish(tx, answers).await?;
        self.serve(tx, answers, locked, &settling).await?;
        let changed = !answers.touched.is_empty() || !answers.moved.is_empty();
        if changed && self.shared.is_shared() {
            tx.notify(crate::sql::NEWS);
        }
        Ok(())
    }

    /// The consumers of the settlements, one for each.
    async fn settling(&self, tx: &mut WriteTx) -> Result<Vec<Option<i64>>, BusError> {
        let mut ids = Vec::with_capacity(self.inbox.settles.len());
        for job in &self.inbox.settles {
            ids.push(self.find(tx, job.space, &job.consumer).await?);
        }
        Ok(ids)
    }

    async fn find(&self, tx: &mut WriteTx, space: Space, name: &ConsumerName) -> Result<Option<i64>, BusError> {
        if let Some(id) = cache::locked(&self.shared.cache).consumer(space, name.as_str()) {
            return Ok(Some(id));
        }
        let found = consumers::find(tx, space, name.as_str()).await?;
        if let Some(id) = found {
            cache::locked(&self.shared.cache).remember_consumer(space, name.as_str(), id);
        }
        Ok(found)
    }

    /// Moves new readers to those who wait.
    async fn admit_readers(&mut self, tx: &mut WriteTx, answers: &mut Answers) -> Result<(), BusError> {
        let mut ids = Vec::with_capacity(self.inbox.fetches.len());
        for job in &self.inbox.fetches {
            ids.push(self.find(tx, job.space, &job.consumer).await?);
        }
        for (job, id) in std::mem::take(&mut self.inbox.fetches).into_iter().zip(ids) {
            match id {
                Some(id) => self.wait(id, job),
                None => {
                    let missing = BusError::NoSuchConsumer(job.consumer.clone());
                    answers.fetched.push((0, job, Err(missing)));
                }
            }
        }
        Ok(())
    }

    fn to_be_served(&self, settling: &[Option<i64>]) -> BTreeSet<i64> {
        let wanting = self.attention.iter().filter(|(_, attention)| attention.wants_round()).map(|(id, _)| *id);
        let mut ids: BTreeSet<i64> = wanting.take(MOST_SERVED).collect();
        ids.extend(settling.iter().flatten());
        // Those who wait for what is published now get it by the same transaction.
        let mut before = None;
        for job in &self.inbox.publishes {
            for message in &job.messages {
                if before.replace((job.space, &message.channel)) == Some((job.space, &message.channel)) {
                    continue;
                }
                let listening = self.listeners.of(job.space, &message.channel);
                let waits = |id: &i64| self.attention.get(id).is_some_and(|attention| !attention.waiting.is_empty());
                ids.extend(listening.into_iter().filter(waits));
            }
        }
        ids
    }

    async fn publish(&mut self, tx: &mut WriteTx, answers: &mut Answers) -> Result<(), BusError> {
        if self.inbox.publishes.is_empty() {
            return Ok(());
        }
        let batch: Vec<_> = self.inbox.publishes.iter().flat_map(|job| job.messages.iter().map(|message| (job.space, message))).collect();
        let outcome = publish::run(tx, &self.shared.tools(), &batch).await?;
        let counted = super::super::counted(&outcome.answers);
        answers.done.published += counted.published;
        answers.done.repeated += counted.repeated;
        answers.done.refused += counted.refused;
        answers.done.removed += outcome.removed;
        answers.done.expired += outcome.expired;
        answers.done.dead += outcome.expired;
        answers.published = outcome.answers;
        for touched in &outcome.touched {
            for consumer in self.listeners.of(touched.space, &touched.channel) {
                if let Some(attention) = self.attention.get_mut(&consumer) {
                    attention.ready(touched.number, touched.channel.comes_first());
                }
            }
        }
        answers.touched = outcome.touched;
        Ok(())
    }

    async fn serve(
        &mut self,
        tx: &mut WriteTx,
        answers: &mut Answers,
        locked: Vec<HotConsumer>,
        settling: &[Option<i64>],
    ) -> Result<(), BusError> {
        answers.settled = self.inbox.settles.iter().map(|job| Err(BusError::NoSuchConsumer(job.consumer.clone()))).collect();
        let mut settlements: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (index, id) in settling.iter().enumerate() {
            if let Some(id) = id {
                settlements.entry(*id).or_default().push(index);
            }
        }
        self.forget_missing(&locked, answers, settling);
        let (mut changed, mut moved) = (Vec::new(), Vec::new());
        for consumer in locked {
            let id = consumer.id;
            self.introduce(&consumer);
            let mut serving = Serving::new(&self.shared, consumer);
            for index in settlements.remove(&id).unwrap_or_default() {
                let (Some(job), Some(answer)) = (self.inbox.settles.get(index), answers.settled.get_mut(index)) else { continue };
                *answer = serving.settle(tx, &job.settlements).await.map_or_else(tolerate, |done| Ok(Ok(done)))?;
            }
            if let Some(attention) = self.attention.get_mut(&id) {
                let served = serving.deliver(tx, attention, &mut answers.fetched).await;
                if let Err(error) = served {
                    let error = tolerate::<()>(error)?.err().unwrap_or(BusError::Closed);
                    attention.scan = false;
                    while let Some(job) = attention.waiting.pop_front() {
                        answers.fetched.push((id, job, Err(error.clone())));
                    }
                }
                let anyway = self.shared.is_shared().then_some(LOOK_ANYWAY);
                self.moments.watch(id, attention, Instant::now(), self.shared.clock.now(), anyway);
            }
            serving.finish(&mut answers.done, &mut answers.moved, &mut changed, &mut moved);
        }
        cursors::save(tx, &moved).await?;
        consumers::save(tx, changed.iter()).await
    }

    /// Registers a consumer that is read for the first time.
    fn introduce(&mut self, consumer: &HotConsumer) {
        let reads = self.attention.get(&consumer.id).is_some_and(|attention| !attention.waiting.is_empty());
        if !reads || !self.introduced.insert(consumer.id) {
            return;
        }
        if self.introduced.len() > MOST_REMEMBERED {
            let waiting = |id: i64| self.attention.get(&id).is_some_and(|attention| !attention.waiting.is_empty());
            self.introduced.retain(|id| waiting(*id));
            self.listeners.retain(waiting);
            self.attention.retain(|_, attention| !attention.waiting.is_empty());
        }
        self.listeners.add(consumer.space, &consumer.pattern, consumer.id);
    }

    /// Consumers that were removed: whoever waits for them is told, and their numbers are forgotten.
    fn forget_missing(&mut self, locked: &[HotConsumer], answers: &mut Answers, settling: &[Option<i64>]) {
        let is_locked = |id: i64| locked.binary_search_by_key(&id, |consumer| consumer.id).is_ok();
        for (job, id) in self.inbox.settles.iter().zip(settling) {
            if id.is_some_and(|id| !is_locked(id)) {
                cache::locked(&self.shared.cache).forget_consumer(job.space, job.consumer.as_str());
            }
        }
        let gone: Vec<i64> = answers.served.iter().copied().filter(|id| !is_locked(*id)).collect();
        for id in gone {
            let Some(mut attention) = self.attention.remove(&id) else { continue };
            while let Some(job) = attention.waiting.pop_front() {
                cache::locked(&self.shared.cache).forget_consumer(job.space, job.consumer.as_str());
                let missing = BusError::NoSuchConsumer(job.consumer.clone());
                answers.fetched.push((id, job, Err(missing)));
            }
            self.introduced.remove(&id);
            self.listeners.retain(|consumer| consumer != id);
        }
    }
}

/// What is damaged concerns one consumer; what else fails, fails the transaction.
fn tolerate<T>(error: BusError) -> Result<Result<T, BusError>, BusError> {
    if matches!(error, BusError::Damaged { .. }) { Ok(Err(error)) } else { Err(error) }
}
