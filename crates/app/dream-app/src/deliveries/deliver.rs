//! The deliverer: takes the head of each lane, and does with it what is to be done now.

use super::outcome::{Ended, settle};
use super::what::Progress;
use super::{What, channel, discord, hook, slack};
use crate::senders::Sender;
use crate::{App, AppError, Op, orgs, service_plans};
use dream_bridge::connection::Connection;
use dream_bridge::delivery::{Effect, Outcome, State};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::outgoing::Endpoint;
use dream_bridge::service_plan::Month;
use dream_bridge::subscription::Subscription;
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope};
use dream_ledger::Stream;
use dream_store::deliveries::{self as store, DeliveryRow, DueLane};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// How many deliveries of one lane are sent before other lanes have their turn.
const MOST_IN_A_ROW: usize = 25;
/// How many lanes one look takes of an organisation that is alone.
const MOST_LANES: u32 = 256;
/// How many of each it takes at the least: more than are worked on at once, so that some are found on which nobody works.
const LEAST_LANES: u32 = 65;
/// How many organisations one look takes.
const MOST_ORGS: u32 = 32;
/// When a lane is looked at again whose destination is disabled: when somebody enables it.
pub(super) const NEVER: Timestamp = Timestamp::from_micros(i64::MAX);
/// After how long it is looked at again whether a message may leave that the plan did not allow, or that is of a suspended organisation.
const HELD: Duration = Duration::from_mins(5);

/// Sends what waits. One of each process that delivers.
#[derive(Clone)]
pub struct Deliverer {
    app: App,
    holder: Arc<str>,
}

/// Whose turn it is, and who has as many places as may be.
#[derive(Debug, Clone, Default)]
pub struct Turns {
    /// The organisation whose turn was the first one the last time.
    pub after: Option<OrgId>,
    /// Organisations that have all their places.
    pub busy_orgs: BTreeSet<OrgId>,
    /// Senders that have all their places.
    pub busy_senders: Vec<String>,
}

/// What became of a look at a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worked {
    /// There is nothing to do in it now.
    Done,
    /// There is more to do in it.
    More,
    /// Another process has its sender.
    Elsewhere,
}

/// The head of a lane, with all that sending it needs.
pub(super) struct Head {
    pub(super) row: DeliveryRow,
    pub(super) what: What,
    pub(super) destination: Option<Stream<Destination>>,
    pub(super) connection: Option<Stream<Connection>>,
    pub(super) subscription: Option<Stream<Subscription>>,
    pub(super) sender: Arc<Sender>,
}

/// What a carrier did with a head.
pub(super) enum Carried {
    /// A request was made, or is of no use: this became of it.
    Ended(Box<Ended>),
    /// Nothing was done: not before then.
    NotBefore(Timestamp),
    /// Another process has the sender now: nothing was done.
    Elsewhere,
}

impl Deliverer {
    /// A deliverer; `holder` names this process among all that share the database.
    #[must_use]
    pub fn new(app: App, holder: &str) -> Self {
        Self { app, holder: holder.into() }
    }

    pub(super) fn app(&self) -> &App {
        &self.app
    }

    pub(super) fn op(&self) -> Op {
        Op::of_worker(self.app.clone(), "deliverer")
    }

    /// The lanes that are to be looked at now: one of each organisation by turns, so that one for which much waits makes none of the others wait.
    pub async fn due(&self, turns: &Turns) -> Result<Vec<DueLane>, AppError> {
        let (system, now) = (self.app.system, self.app.now());
        let mut reader = self.app.store.read_ahead().await?;
        let mut orgs = reader.orgs_with_due_lanes(system, now, turns.after, MOST_ORGS).await?;
        orgs.retain(|org| !turns.busy_orgs.contains(org));
        let each = (MOST_LANES / u32::try_from(orgs.len()).unwrap_or(MOST_ORGS).max(1)).max(LEAST_LANES);
        let mut waiting = Vec::with_capacity(orgs.len());
        for org in orgs {
            waiting.push(reader.due_lanes(system, (org, now), &turns.busy_senders, each).await?.into_iter());
        }
        let mut due = Vec::new();
        while !waiting.is_empty() {
            waiting.retain_mut(|lanes| lanes.next().map(|lane| due.push(lane)).is_some());
        }
        Ok(due)
    }

    /// When the next lane is to be looked at.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, AppError> {
        Ok(self.app.store.read_ahead().await?.next_lane_due(self.app.system).await?)
    }

    /// Works on a lane until there is nothing to do in it now. Two calls for the same lane must not run at once in one process.
    ///
    /// # Errors
    /// [`AppError`]; the lane stays due.
    pub async fn work(&self, lane: &DueLane) -> Result<Worked, AppError> {
        let sender = self.app.senders().of(&self.app, &lane.sender).await?;
        if !sender.is_held(self.app.now()) {
            let mut tx = self.app.store.begin().await?;
            let taken = sender.take(&self.app, &mut tx, &self.holder).await?;
            tx.commit().await?;
            if !taken {
                return Ok(Worked::Elsewhere);
            }
        }
        for _ in 0..MOST_IN_A_ROW {
            let Some(head) = self.head(lane, &sender).await? else {
                self.park(lane, None).await?;
                return Ok(Worked::Done);
            };
            match Box::pin(self.carry(head)).await? {
                Carried::Ended(ended) => settle(self, *ended).await?,
                Carried::NotBefore(at) => {
                    self.park(lane, Some(at)).await?;
                    return Ok(Worked::Done);
                }
                Carried::Elsewhere => {
                    sender.let_go();
                    return Ok(Worked::Elsewhere);
                }
            }
        }
        Ok(Worked::More)
    }

    async fn park(&self, lane: &DueLane, due: Option<Timestamp>) -> Result<(), AppError> {
        let mut tx = self.app.store.begin().await?;
        tx.park_lane(self.app.system, lane, due).await?;
        Ok(tx.commit().await?)
    }

    async fn head(&self, lane: &DueLane, sender: &Arc<Sender>) -> Result<Option<Head>, AppError> {
        let (scope, mut reader) = (Scope::Org(lane.org), self.app.store.read_ahead().await?);
        let Some(row) = store::head_of_lane(&mut reader, scope, &lane.lane).await? else { return Ok(None) };
        let what = What::of(&row)?;
        let destination: Option<Stream<Destination>> = match row.destination {
            Some(id) => reader.find(scope, id).await?,
            None => None,
        };
        let connection: Option<Stream<Connection>> = match destination.as_ref().and_then(|destination| destination.to.connection()) {
            Some(id) => reader.find(scope, id).await?,
            None => None,
        };
        let subscription: Option<Stream<Subscription>> = match row.subscription {
            Some(id) => reader.find(scope, id).await?,
            None => None,
        };
        Ok(Some(Head { row, what, destination, connection, subscription, sender: Arc::clone(sender) }))
    }

    /// Does with the head of a lane what is to be done now.
    async fn carry(&self, mut head: Head) -> Result<Carried, AppError> {
        let now = self.app.now();
        if matches!(head.row.delivery.state, State::Sending { .. }) {
            // This process works on a lane once at a time: whoever sent it is gone, and with it the answer.
            let (random, why) = (self.random(), "the process that sent it ended before the answer came");
            if Progress::of(&head.row)?.repeatable {
                return Ok(Carried::Ended(Box::new(Ended::of(head, Outcome::NotSent { why: why.to_owned() }, now, random))));
            }
            head.row.delivery = head.row.delivery.recovered(now, random);
            return Ok(Carried::Ended(Box::new(Ended::noted(head, why))));
        }
        if let Some(suspended) = &orgs::standing(&self.app, head.row.org).await?.suspended {
            let why = format!("held: the operator of this service suspended the organisation at {}", suspended.at);
            return self.hold(head, why, now.plus(HELD)).await;
        }
        if let Some(held) = held_back(&head) {
            return Ok(match held {
                Held::Gone(why) => Carried::Ended(Box::new(Ended::of(head, Outcome::Refused { why }, now, self.random()))),
                Held::Disabled => Carried::NotBefore(NEVER),
            });
        }
        let effect = match head.row.delivery.effect(now) {
            Effect::WaitUntil(_) if self.is_mended(&head).await? => Effect::Send,
            effect => effect,
        };
        let look = match effect {
            Effect::WaitUntil(at) => return Ok(Carried::NotBefore(at)),
            // What was begun is brought to its end.
            Effect::Send if head.row.sent_at.is_none() => match service_plans::message(&self.app, head.row.org, now).await? {
                Ok(()) => false,
                Err(refusal) => {
                    let why = format!("held: {refusal}");
                    return self.hold(head, why, now.plus(HELD.min(Month::of(now).left(now)))).await;
                }
            },
            Effect::Send => false,
            Effect::Look => {
                // It asks outside without saving anything before.
                self.app.store.glance().await?.end().settled().await?;
                true
            }
            Effect::None => return Ok(Carried::NotBefore(NEVER)),
        };
        let kind = head.destination.as_ref().map(|destination| destination.to.clone());
        match kind {
            Some(DestinationKind::DiscordChannel { .. } | DestinationKind::DiscordWebhook { .. }) => {
                Box::pin(discord::carry(self, head, look)).await
            }
            Some(DestinationKind::SlackWebhook { .. }) => hook::slack(self, head).await,
            Some(DestinationKind::SlackChannel { .. }) => Box::pin(slack::carry(self, head)).await,
            Some(DestinationKind::Channel { channel: name }) => channel::carry(self, head, &name).await,
            Some(DestinationKind::Outgoing { .. }) | None => hook::outgoing(self, head).await,
        }
    }

    /// Whether what the head waits for is over before its time, because people mended where it goes since its last try.
    async fn is_mended(&self, head: &Head) -> Result<bool, AppError> {
        let Some(tried) = head.row.history.last().map(|note| note.at) else { return Ok(false) };
        if head.destination.as_ref().and_then(|destination| destination.replaced_at).is_some_and(|replaced| replaced > tried) {
            return Ok(true);
        }
        let Some(subscription) = &head.subscription else { return Ok(false) };
        let (mut reader, owner) = (self.app.store.read_ahead().await?, subscription.id().to_string());
        let known: Option<Endpoint> = store::find_health(&mut reader, Scope::Org(head.row.org), &owner).await?;
        Ok(known.is_some_and(|endpoint| endpoint.is_mended_since(tried)))
    }

    /// Holds the head back until `until`, because the month's messages were delivered or the organisation is suspended: nothing is lost, and it is
    /// looked at again for the case that this changed. Why stands in its record, once.
    async fn hold(&self, mut head: Head, why: String, until: Timestamp) -> Result<Carried, AppError> {
        let now = self.app.now();
        if head.row.history.last().is_none_or(|last| last.why != why) {
            let before = head.row.delivery.clone();
            head.row.note(now, why);
            let mut tx = self.app.store.begin().await?;
            let there = tx.lock_delivery(Scope::Org(head.row.org), head.row.id).await?;
            if there.is_some_and(|there| there.delivery == before) {
                tx.save_delivery(&head.row).await?;
                tx.commit().await?;
            }
        }
        Ok(Carried::NotBefore(until))
    }

    pub(super) fn random(&self) -> u64 {
        let mut bytes = [0; 8];
        self.app.store.rng().fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

enum Held {
    /// Where it goes is gone.
    Gone(String),
    /// Nothing is sent there now.
    Disabled,
}

/// Whether anything is sent to where it goes.
fn held_back(head: &Head) -> Option<Held> {
    if head.destination.as_ref().is_some_and(|destination| destination.switch.removed) {
        return Some(Held::Gone("the destination was removed".to_owned()));
    }
    if head.subscription.as_ref().is_some_and(|subscription| subscription.switch.removed) {
        return Some(Held::Gone("the subscription was removed".to_owned()));
    }
    if head.destination.is_none() && head.subscription.is_none() {
        return Some(Held::Gone("where it goes is not known".to_owned()));
    }
    let active = head.destination.as_ref().is_none_or(|destination| destination.switch.is_active())
        && head.connection.as_ref().is_none_or(|connection| connection.switch.is_active())
        && head.subscription.as_ref().is_none_or(|subscription| subscription.switch.is_active());
    (!active).then_some(Held::Disabled)
}

impl Deliverer {
    /// Notes that the head is being sent, on disk before the request leaves. False when another process has the sender.
    pub(super) async fn sending(&self, head: &mut Head) -> Result<bool, AppError> {
        let (now, before) = (self.app.now(), head.row.delivery.clone());
        head.row.delivery = before.clone().sending(now);
        head.row.sent_at.get_or_insert(now);
        head.row.note(now, "");
        let mut tx = self.app.store.begin().await?;
        if !head.sender.take(&self.app, &mut tx, &self.holder).await? {
            return Ok(false);
        }
        // Somebody may have taken it back since it was read.
        let there = tx.lock_delivery(Scope::Org(head.row.org), head.row.id).await?;
        if there.is_none_or(|there| there.delivery != before) {
            return Ok(false);
        }
        tx.save_delivery(&head.row).await?;
        tx.commit().await?;
        Ok(true)
    }
}
