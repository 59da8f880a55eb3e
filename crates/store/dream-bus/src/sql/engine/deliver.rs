//! Giving messages to the readers of a consumer.

use super::{Attention, FetchJob, serve::Serving};
use crate::{
    BusError, DeadReason, Delivery,
    sql::{
        cursors,
        dead::{self, Death},
        messages,
        prepared::Stored,
        statement::damaged,
    },
};
use dream_messages::{Places, Want};
use dream_sql::WriteTx;
use std::time::Duration;

/// Roughly the most bytes that one reader gets at a time.
const MOST_BYTES: u64 = 4 << 20;
/// The most messages that are read at once, before their sizes are known.
const AT_ONCE: u64 = 64;
/// The most channels that a look for what is ready finds.
const MOST_FOUND: u32 = 256;
/// Use is noted this often.
const USE_NOTED: Duration = Duration::from_mins(1);

/// The readers that were served, with what they get.
type Served = Vec<(i64, FetchJob, Result<Vec<Delivery>, BusError>)>;

/// One reader's order, as far as it is filled.
struct Order {
    holder: String,
    max: usize,
    bytes: u64,
    got: Vec<Delivery>,
    /// Channels that have only new messages, which the consumer may not be given now.
    held_back: Vec<(u32, bool)>,
}

impl Order {
    fn want(&self) -> u64 {
        if self.bytes >= MOST_BYTES { 0 } else { u64::try_from(self.max.saturating_sub(self.got.len())).unwrap_or(0) }
    }
}

impl Serving<'_> {
    /// Serves those who wait, in the order of their coming.
    pub(super) async fn deliver(&mut self, tx: &mut WriteTx, attention: &mut Attention, served: &mut Served) -> Result<(), BusError> {
        attention.blocked = false;
        if !attention.waiting.is_empty() && self.now.since(self.consumer.used_at) > USE_NOTED {
            (self.consumer.used_at, self.used) = (self.now, true);
        }
        for channel in self.changed.clone() {
            self.look_at(channel, attention);
        }
        let mut held_back = Vec::new();
        while let Some(job) = attention.waiting.front() {
            if job.reply.is_closed() {
                attention.waiting.pop_front();
                continue;
            }
            let max = usize::try_from(job.max).unwrap_or(usize::MAX);
            let mut order = Order { holder: job.holder.clone(), max, bytes: 0, got: Vec::new(), held_back };
            self.fill(tx, attention, &mut order).await?;
            held_back = order.held_back;
            if order.got.is_empty() {
                break;
            }
            if let Some(job) = attention.waiting.pop_front() {
                served.push((self.consumer.id, job, Ok(order.got)));
            }
        }
        for (channel, first) in held_back {
            attention.ready(channel, first);
        }
        if self.room() == 0 && !attention.waiting.is_empty() {
            // Until something is settled or due, there is nothing to do.
            attention.changes_at(cursors::due(tx, self.consumer.id).await?);
            (attention.blocked, attention.scan) = (true, true);
        }
        for (row, _) in self.rows.values() {
            attention.changes_at(row.cursor.due());
        }
        Ok(())
    }

    /// How many new messages the consumer may be given, without orders.
    fn room(&self) -> u64 {
        u64::from(self.consumer.settings.max_in_flight).saturating_sub(self.consumer.pending)
    }

    fn look_at(&self, channel: u32, attention: &mut Attention) {
        if let Some((row, standing)) = self.rows.get(&channel)
            && row.cursor.is_ready(self.now, standing.head)
        {
            attention.ready(channel, row.first);
        }
    }

    async fn fill(&mut self, tx: &mut WriteTx, attention: &mut Attention, order: &mut Order) -> Result<(), BusError> {
        while order.want() > 0 {
            if !attention.has_ready() {
                if !attention.scan {
                    break;
                }
                self.scan(tx, attention).await?;
            }
            let most = usize::try_from(order.want()).unwrap_or(1).min(crate::sql::statement::MOST_IN_LIST);
            let channels = attention.take_ready(most);
            if channels.is_empty() {
                break;
            }
            self.load(tx, &channels).await?;
            for channel in channels {
                let before = order.got.len();
                if order.want() > 0 {
                    self.give(tx, channel, order).await?;
                }
                let Some((row, standing)) = self.rows.get(&channel) else { continue };
                if !row.cursor.is_ready(self.now, standing.head) {
                    continue;
                }
                let held_back = order.want() > 0 && order.got.len() == before;
                if held_back { order.held_back.push((channel, row.first)) } else { attention.ready(channel, row.first) }
            }
        }
        Ok(())
    }

    /// Finds out where there is something.
    async fn scan(&mut self, tx: &mut WriteTx, attention: &mut Attention) -> Result<(), BusError> {
        let found = cursors::ready(tx, self.consumer.id, self.now, self.room() > 0, MOST_FOUND).await?;
        attention.scan = found.len() >= usize::try_from(MOST_FOUND).unwrap_or(usize::MAX);
        let mut news = false;
        for ready in found {
            // One that is loaded already may stand elsewhere by now.
            let over = self.rows.get(&ready.channel).is_some_and(|(row, standing)| !row.cursor.is_ready(self.now, standing.head));
            if !over {
                attention.ready(ready.channel, ready.first);
                news = true;
            }
        }
        if !news {
            attention.scan = false;
        }
        if !attention.scan {
            attention.due = cursors::due(tx, self.consumer.id).await?;
        }
        Ok(())
    }

    /// Gives what one channel has.
    async fn give(&mut self, tx: &mut WriteTx, channel: u32, order: &mut Order) -> Result<(), BusError> {
        self.lapse(tx, channel).await?;
        let room = self.room();
        let Some((row, standing)) = self.rows.get_mut(&channel) else { return Ok(()) };
        let messages = (standing.head - standing.tail).max(1);
        let at_once = (MOST_BYTES * messages / standing.bytes.max(1)).clamp(1, AT_ONCE);
        let mut room = if row.first { u64::from(self.consumer.settings.max_in_flight).saturating_sub(row.cursor.pending()) } else { room };
        loop {
            let most = order.want().min(at_once);
            let Some((row, standing)) = self.rows.get_mut(&channel) else { break };
            let ack_wait = self.consumer.settings.ack_wait;
            let want = Want { most, fresh: most.min(room), holder: &order.holder, ack_wait };
            let before = row.cursor.pending();
            let taken = if most == 0 { Vec::new() } else { row.cursor.take(self.now, want, standing.tail, standing.head) };
            room = room.saturating_sub(row.cursor.pending() - before);
            if taken.is_empty() {
                break;
            }
            self.changed.insert(channel);
            for places in taken {
                self.hand_over(tx, channel, places, order).await?;
            }
            self.recount(channel);
        }
        Ok(())
    }

    /// Ends deliveries that were not answered in time.
    pub(super) async fn lapse(&mut self, tx: &mut WriteTx, channel: u32) -> Result<(), BusError> {
        let bits = self.shared.random_bits();
        let Some((row, _)) = self.rows.get_mut(&channel) else { return Ok(()) };
        let before = row.cursor.clone();
        let dead = row.cursor.lapse(self.now, &self.consumer.settings, bits);
        if row.cursor == before {
            return Ok(());
        }
        self.changed.insert(channel);
        for places in dead {
            let death = Death { reason: DeadReason::Deliveries, detail: Some("the last delivery was not answered in time"), at: self.now };
            dead::bury(tx, self.consumer.id, channel, places, death).await?;
            self.done.dead += places.len();
        }
        self.recount(channel);
        Ok(())
    }

    /// Reads what was taken; what is too old goes to the dead letters instead.
    async fn hand_over(&mut self, tx: &mut WriteTx, channel: u32, places: Places, order: &mut Order) -> Result<(), BusError> {
        let found = if places.copy {
            dead::copies(tx, self.consumer.id, channel, places).await?
        } else {
            messages::range(tx, channel, places.first, places.last).await?
        };
        let mut found = found.into_iter().peekable();
        for place in places.each() {
            match found.next_if(|stored| stored.number.place == place) {
                Some(stored) if stored.expires_at.is_none_or(|at| at > self.now) => self.hand(channel, places.attempt, stored, order)?,
                Some(_) => {
                    // The attempt that was to be is none: nobody was handed the message.
                    let places = Places { first: place, last: place, attempt: places.attempt.saturating_sub(1), ..places };
                    let death = Death { reason: DeadReason::Expired, detail: Some("its time was over"), at: self.now };
                    dead::bury(tx, self.consumer.id, channel, places, death).await?;
                    self.done.dead += 1;
                    self.done.expired += 1;
                    self.withdraw(channel, place);
                }
                None => self.withdraw(channel, place),
            }
        }
        Ok(())
    }

    fn withdraw(&mut self, channel: u32, place: u64) {
        if let Some((row, _)) = self.rows.get_mut(&channel) {
            row.cursor.withdraw(place);
        }
    }

    fn hand(&mut self, channel: u32, attempt: u32, stored: Stored, order: &mut Order) -> Result<(), BusError> {
        let Some((_, standing)) = self.rows.get(&channel) else { return Ok(()) };
        let number = stored.number.stored();
        order.bytes += u64::try_from(stored.body.len() + stored.meta.len()).unwrap_or(0);
        let message = stored.message(self.consumer.space, &standing.channel);
        let message = message.map_err(|error| damaged("bus_messages", &number, &error))?;
        order.got.push(Delivery { message, attempt, deadline: self.now.plus(self.consumer.settings.ack_wait) });
        self.done.delivered += 1;
        self.done.redelivered += u64::from(attempt > 1);
        Ok(())
    }
}
