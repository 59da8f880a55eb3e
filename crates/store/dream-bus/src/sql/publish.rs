//! Publishing within a transaction: places are given under the channels' locks.

use super::{
    cache::Cache,
    channels::{self, HotChannel},
    insert::Lengths,
    keys::{self, Keys, Used},
    messages,
    prepared::{Prepared, Stored},
    retention,
};
use crate::{BusError, PublishError, Published};
use dream_clock::{Rng, Timestamp};
use dream_messages::{Channel, ChannelSettings, MessageError, MessageNumber, Space};
use dream_sql::{Value, WriteTx};
use std::{
    collections::{HashMap, HashSet},
    sync::Mutex,
};

/// What publishing needs beside the transaction.
pub(crate) struct Tools<'a> {
    pub(crate) cache: &'a Mutex<Cache>,
    pub(crate) rng: &'a dyn Rng,
    pub(crate) now: Timestamp,
    pub(crate) lengths: Lengths,
}

/// What publishing did.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// One for each message, in order.
    pub(crate) answers: Vec<Result<Published, PublishError>>,
    /// The channels that have more now.
    pub(crate) touched: Vec<Touched>,
    pub(crate) removed: u64,
    pub(crate) expired: u64,
}

/// A channel that has more now.
#[derive(Debug, Clone)]
pub(crate) struct Touched {
    pub(crate) number: u32,
    pub(crate) space: Space,
    pub(crate) channel: Channel,
}

/// A channel that is published to.
struct Target<'a> {
    space: Space,
    message: &'a Prepared,
    number: Option<u32>,
    /// Its place among the locked ones.
    locked: Option<usize>,
    filled: bool,
}

/// Stores messages in the order given.
pub(crate) async fn run(tx: &mut WriteTx, tools: &Tools<'_>, batch: &[(Space, &Prepared)]) -> Result<Outcome, BusError> {
    let (mut targets, of) = targets(batch);
    let mut locked = lock(tx, tools, &mut targets).await?;
    let used = used_keys(tx, batch, &targets, &of).await?;
    let mut round = Round { tools, used, rows: Vec::with_capacity(batch.len() * 7), keys: Vec::new(), outcome: Outcome::default() };
    let (mut relieved, mut stuck) = (HashSet::new(), HashSet::new());
    for (&(_, message), &target) in batch.iter().zip(&of) {
        let Some(target) = targets.get_mut(target) else { continue };
        let answer = match target.locked.and_then(|place| locked.get_mut(place)) {
            None => Err(PublishError::NoSuchChannel(message.channel.clone())),
            Some(channel) => {
                if is_full(channel, message) && !stuck.contains(&channel.number) {
                    let done = retention::relieve(tx, tools.now, channel, message.bytes()).await?;
                    relieved.insert(channel.number);
                    if done.removed == 0 {
                        stuck.insert(channel.number);
                    }
                    round.outcome.removed += done.removed;
                    round.outcome.expired += done.expired;
                }
                round.add(channel, message)
            }
        };
        target.filled |= answer.as_ref().is_ok_and(|published| !published.repeated);
        round.outcome.answers.push(answer);
    }
    let Round { rows, keys, mut outcome, .. } = round;
    messages::insert(tx, tools.lengths, &rows).await?;
    keys::remember(tx, tools.lengths, &keys).await?;
    let filled = targets.iter().filter(|target| target.filled);
    outcome.touched = filled
        .filter_map(|target| Some(Touched { number: target.number?, space: target.space, channel: target.message.channel.clone() }))
        .collect();
    let changed: HashSet<u32> = outcome.touched.iter().map(|touched| touched.number).chain(relieved).collect();
    locked.retain(|channel| changed.contains(&channel.number));
    channels::save(tx, &locked).await?;
    Ok(outcome)
}

/// The channels of a batch, and for each message which of them it goes to.
fn targets<'a>(batch: &[(Space, &'a Prepared)]) -> (Vec<Target<'a>>, Vec<usize>) {
    let (mut targets, mut of) = (Vec::<Target<'_>>::new(), Vec::with_capacity(batch.len()));
    let mut known: HashMap<(Space, &str), usize> = HashMap::new();
    for &(space, message) in batch {
        let next = targets.len();
        let target = *known.entry((space, message.name.as_str())).or_insert(next);
        if target == next {
            targets.push(Target { space, message, number: None, locked: None, filled: false });
        }
        of.push(target);
    }
    (targets, of)
}

/// Finds, makes and locks the channels.
async fn lock(tx: &mut WriteTx, tools: &Tools<'_>, targets: &mut [Target<'_>]) -> Result<Vec<HotChannel>, BusError> {
    for target in &mut *targets {
        let name = target.message.name.as_str();
        target.number = super::cache::locked(tools.cache).channel(target.space, name);
        if target.number.is_none() {
            resolve(tx, tools, target).await?;
        }
    }
    let mut locked = lock_found(tx, targets).await?;
    let mut gone = false;
    for target in targets.iter_mut().filter(|target| target.number.is_some() && target.locked.is_none()) {
        // The number that was remembered is of a channel that was removed meanwhile.
        super::cache::locked(tools.cache).forget_channel(target.space, &target.message.name);
        resolve(tx, tools, target).await?;
        gone = true;
    }
    if gone {
        locked = lock_found(tx, targets).await?;
    }
    Ok(locked)
}

async fn lock_found(tx: &mut WriteTx, targets: &mut [Target<'_>]) -> Result<Vec<HotChannel>, BusError> {
    let mut numbers: Vec<u32> = targets.iter().filter_map(|target| target.number).collect();
    numbers.sort_unstable();
    let locked = channels::lock(tx, &numbers).await?;
    for target in targets {
        target.locked = target.number.and_then(|number| locked.binary_search_by_key(&number, |channel| channel.number).ok());
    }
    Ok(locked)
}

async fn resolve(tx: &mut WriteTx, tools: &Tools<'_>, target: &mut Target<'_>) -> Result<(), BusError> {
    let (channel, name) = (&target.message.channel, target.message.name.as_str());
    target.number = match channels::find(tx, target.space, name).await? {
        Some(number) => {
            // Remembered only where it was there before this transaction, which may not be saved.
            super::cache::locked(tools.cache).remember_channel(target.space, name, number);
            Some(number)
        }
        None if channel.makes_itself() => Some(channels::make(tx, tools.rng, tools.now, target.space, channel, None).await?),
        None => None,
    };
    Ok(())
}

async fn used_keys(tx: &mut WriteTx, batch: &[(Space, &Prepared)], targets: &[Target<'_>], of: &[usize]) -> Result<Keys, BusError> {
    let wanted = batch.iter().zip(of).filter_map(|(&(_, message), &target)| {
        let (key, _) = message.key.as_ref()?;
        Some((targets.get(target)?.number?, key.as_str()))
    });
    let wanted: Vec<_> = wanted.collect();
    if wanted.is_empty() { Ok(Keys::new()) } else { keys::used(tx, &wanted).await }
}

fn is_full(channel: &HotChannel, message: &Prepared) -> bool {
    let ChannelSettings { hard_messages, hard_bytes, .. } = channel.settings;
    channel.head - channel.tail >= hard_messages || channel.bytes + message.bytes() > hard_bytes
}

/// A batch on its way into the channels.
struct Round<'a> {
    tools: &'a Tools<'a>,
    used: Keys,
    rows: Vec<Value>,
    keys: Vec<(u32, String, Used)>,
    outcome: Outcome,
}

impl Round<'_> {
    /// Gives the message its place.
    fn add(&mut self, channel: &mut HotChannel, message: &Prepared) -> Result<Published, PublishError> {
        let key = message.key.as_ref().map(|(key, digest)| ((channel.number, key.clone()), *digest));
        if let Some((key, digest)) = &key
            && let Some(used) = self.used.get(key)
        {
            if used.digest != *digest {
                return Err(PublishError::KeyReused { channel: message.channel.clone(), at: used.sent_at });
            }
            return Ok(published(channel.number, used.place, used.sent_at, true));
        }
        let now = self.tools.now;
        let (bytes, limit) = (u64::try_from(message.body.len()).unwrap_or(u64::MAX), channel.settings.max_body);
        if bytes > limit {
            return Err(MessageError::TooLarge { bytes, limit }.into());
        }
        if let Some(at) = message.expires_at.filter(|at| *at <= now) {
            return Err(PublishError::Expired(at));
        }
        if is_full(channel, message) || channel.head >= MessageNumber::LAST_PLACE {
            let (messages, bytes) = (channel.head - channel.tail, channel.bytes);
            return Err(PublishError::ChannelFull { channel: message.channel.clone(), messages, bytes });
        }
        if channel.head == channel.tail {
            channel.oldest_at = now;
        }
        channel.head += 1;
        channel.bytes += message.bytes();
        let place = channel.head;
        if let Some((key, digest)) = key {
            let used = Used { place, sent_at: now, digest };
            self.keys.push((key.0, key.1.clone(), used));
            self.used.insert(key, used);
        }
        self.rows.extend(messages::row_values(&Stored {
            number: MessageNumber { channel: channel.number, place },
            sent_at: now,
            sender: message.sender.clone(),
            body: message.body.clone(),
            meta: message.meta.clone(),
            expires_at: message.expires_at,
            erased: None,
        }));
        Ok(published(channel.number, place, now, false))
    }
}

fn published(channel: u32, place: u64, sent_at: Timestamp, repeated: bool) -> Published {
    Published { id: MessageNumber { channel, place }.id(sent_at), place, sent_at, repeated }
}
