//! Putting what was planned into the lanes of its destinations.

use super::What;
use crate::destinations::by_name;
use crate::{AppError, Op};
use dream_bridge::connection::Connection;
use dream_bridge::delivery::{Delivery, State, Way};
use dream_bridge::destination::{Destination, DestinationKind};
use dream_bridge::plan::Planned;
use dream_clock::Timestamp;
use dream_id::{DeliveryId, OrgId, ReceivedId, Scope};
use dream_ledger::Stream;
use dream_store::deliveries::DeliveryRow;
use dream_store::{Filter, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// What led to deliveries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cause {
    /// The event; `None` for what no event led to.
    pub event: Option<ReceivedId>,
    /// When it was received: latency counts from here.
    pub received_at: Timestamp,
}

/// What was planned for one cause.
#[derive(Debug, Clone, Copy)]
pub struct Batch<'p> {
    /// The cause.
    pub cause: Cause,
    /// What was planned, in order.
    pub planned: &'p [Planned],
}

/// What stands as the rule of a message that was sent elsewhere because its own destination could not be.
pub(super) const FALLBACK: &str = "fallback";

/// Queues what was planned, in its order, within the caller's unit of work. A destination that is not there has a delivery that failed and says so; so
/// has one that is disabled, and the message goes to its fallback. Without a fallback it waits. Returns how many were queued.
pub async fn enqueue(op: &Op, tx: &mut Unit, org: OrgId, batches: &[Batch<'_>]) -> Result<usize, AppError> {
    Ok(queue(op, tx, org, batches).await?.len())
}

/// The same, with the ids of the deliveries: one for each message, in order; those to fallbacks come last.
pub(crate) async fn queue(op: &Op, tx: &mut Unit, org: OrgId, batches: &[Batch<'_>]) -> Result<Vec<DeliveryId>, AppError> {
    let names: BTreeSet<&str> = batches.iter().flat_map(|batch| batch.planned).map(|planned| planned.destination.as_str()).collect();
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let known = Resolved::of(tx, org, names).await?;
    let mut rows = Vec::new();
    let mut elsewhere: Vec<(Planned, Cause)> = Vec::new();
    for batch in batches {
        for planned in batch.planned {
            let row = known.row(op, org, planned, batch.cause)?;
            if let State::Failed { why, .. } = &row.delivery.state
                && let Some(copy) = known.copy(planned, why)
            {
                elsewhere.push((copy, batch.cause));
            }
            rows.push(row);
        }
    }
    if !elsewhere.is_empty() {
        let names = elsewhere.iter().map(|(planned, _)| planned.destination.as_str()).collect();
        let fallbacks = Resolved::of(tx, org, names).await?;
        for (planned, cause) in &elsewhere {
            rows.push(fallbacks.row(op, org, planned, *cause)?);
        }
    }
    tx.add_deliveries(&rows).await?;
    Ok(rows.iter().map(|row| row.id).collect())
}

/// Destinations as they are now.
pub(crate) struct Resolved {
    destinations: BTreeMap<String, Stream<Destination>>,
    /// Connections that are disabled, and why.
    down: BTreeMap<String, String>,
}

impl Resolved {
    pub(crate) async fn of(tx: &mut Unit, org: OrgId, names: BTreeSet<&str>) -> Result<Self, AppError> {
        let there = Filter::default().eq("removed", false);
        let mut destinations = BTreeMap::new();
        for names in names.into_iter().collect::<Vec<_>>().chunks(500) {
            let found = tx.list(Scope::Org(org), &there.clone().one_of("name", names.iter().copied())).await?;
            destinations.extend(by_name(found));
        }
        let through: BTreeSet<String> =
            destinations.values().filter_map(|destination| destination.to.connection()).map(|id| id.to_string()).collect();
        let mut down = BTreeMap::new();
        if !through.is_empty() {
            let connections: Vec<Stream<Connection>> = tx.list(Scope::Org(org), &Filter::default().one_of("id", through)).await?;
            for connection in connections {
                if let Some((_, why)) = &connection.switch.disabled {
                    down.insert(connection.id().to_string(), format!("its connection `{}` is disabled: {why}", connection.name));
                }
            }
        }
        Ok(Self { destinations, down })
    }

    /// The destination, or why nothing is sent to it.
    fn find(&self, name: &str) -> Result<&Stream<Destination>, String> {
        let found = self.destinations.get(name).ok_or_else(|| format!("there is no destination called `{name}`"))?;
        if let Some((since, why)) = &found.switch.disabled {
            // It stands below messages to the fallback, where Discord shows no times of its own.
            return Err(format!("the destination is disabled since {}: {why}", since.to_the_minute()));
        }
        match found.to.connection().and_then(|id| self.down.get(&id.to_string())) {
            Some(why) => Err(why.clone()),
            None => Ok(found),
        }
    }

    /// The delivery of one message.
    pub(crate) fn row(&self, op: &Op, org: OrgId, planned: &Planned, cause: Cause) -> Result<DeliveryRow, AppError> {
        let (now, id) = (op.app().now(), op.app().store.new_id::<DeliveryId>());
        let what = What::Message { message: Box::new(planned.message.clone()), place: planned.place.clone() };
        let known = self.destinations.get(&planned.destination);
        let mut delivery = Delivery::queued(known.map_or(Way::Webhook, |known| way_of(&known.to)), planned.repeat_unknown, now);
        let mut why = String::new();
        if let Err(problem) = self.find(&planned.destination) {
            why.clone_from(&problem);
            if known.is_none() || self.elsewhere(planned).is_some() {
                delivery.state = State::Failed { at: now, why: problem };
            }
        }
        let (sender, lane, subscription) = match known {
            Some(known) => (sender_of(known), lane_of(known, &planned.place, id), known.to.subscription()),
            None => (String::new(), String::new(), None),
        };
        let mut row = DeliveryRow {
            number: 0,
            id,
            org,
            sender,
            lane,
            destination: known.map(Stream::id),
            subscription,
            name: planned.destination.clone(),
            rule: planned.rule.clone(),
            event: cause.event,
            about: planned.place.about.clone(),
            what: what.text()?,
            delivery,
            progress: String::new(),
            history: Vec::new(),
            received_at: cause.received_at,
            sent_at: None,
            ended_at: None,
            words_from: Some(cause.received_at),
        };
        row.note(now, why);
        Ok(row)
    }

    /// The message for the fallback of a destination that cannot be told. What came from a fallback goes no further.
    pub(super) fn copy(&self, planned: &Planned, why: &str) -> Option<Planned> {
        Some(copy_to(planned, self.elsewhere(planned)?.clone(), why))
    }

    /// The fallback that a message goes to when its own destination cannot be told.
    fn elsewhere(&self, planned: &Planned) -> Option<&String> {
        let fallback = self.destinations.get(&planned.destination)?.fallback.as_ref()?;
        (planned.rule != FALLBACK).then_some(fallback)
    }
}

/// `planned` for another destination, with why it is told there.
pub(super) fn copy_to(planned: &Planned, fallback: String, why: &str) -> Planned {
    let mut copy = planned.clone();
    let footer = format!("For `{}`, which could not be told: {why}", planned.destination);
    copy.message.footer = dream_bridge::text::shorten(&footer, 400);
    copy.destination = fallback;
    FALLBACK.clone_into(&mut copy.rule);
    // An edit or a thread belongs to messages that are elsewhere.
    copy.place = dream_bridge::plan::Place { about: planned.place.about.clone(), ..dream_bridge::plan::Place::default() };
    copy
}

fn way_of(kind: &DestinationKind) -> Way {
    match kind {
        DestinationKind::DiscordChannel { forum: false, .. } => Way::Bot,
        // A post in a forum has no nonce.
        DestinationKind::DiscordChannel { forum: true, .. }
        | DestinationKind::DiscordWebhook { .. }
        | DestinationKind::SlackWebhook { .. }
        | DestinationKind::SlackChannel { .. } => Way::Webhook,
        // Who receives it knows a repetition by its id.
        DestinationKind::Outgoing { .. } | DestinationKind::Channel { .. } => Way::Outgoing,
    }
}

/// By whom messages for it are sent: limits are counted for each.
pub(super) fn sender_of(destination: &Stream<Destination>) -> String {
    match &destination.to {
        DestinationKind::DiscordChannel { connection, .. } => connection.to_string(),
        DestinationKind::DiscordWebhook { webhook } => format!("webhook:{webhook}"),
        DestinationKind::Outgoing { subscription } => subscription.to_string(),
        DestinationKind::SlackWebhook { .. } | DestinationKind::SlackChannel { .. } | DestinationKind::Channel { .. } => {
            destination.id().to_string()
        }
    }
}

/// The lane: the destination, or a thread in it. Outgoing webhooks are retried over days, so that none of them waits for another.
pub(crate) fn lane_of(destination: &Stream<Destination>, place: &dream_bridge::plan::Place, id: DeliveryId) -> String {
    match (&destination.to, &place.thread, &place.about) {
        (DestinationKind::Outgoing { .. }, ..) => id.to_string(),
        (_, Some(_), Some(about)) => format!("{}/{about}", destination.id()),
        _ => destination.id().to_string(),
    }
}
