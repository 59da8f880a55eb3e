//! What became of a try, stored in one unit of work with all that follows from it.

use super::deliver::{Deliverer, Head};
use super::{What, erase, redirect};
use crate::senders::Settled;
use crate::{AppError, connections, destinations, pairings, subscriptions, usage};
use dream_bridge::delivery::{Outcome, State};
use dream_bridge::destination::{Consequence, Health};
use dream_bridge::discord::Meaning;
use dream_bridge::outgoing::Endpoint;
use dream_clock::Timestamp;
use dream_id::Scope;
use dream_store::Unit;
use dream_store::deliveries::{SentMessages, find_health};

/// What became of a try.
pub(super) struct Ended {
    pub(super) head: Head,
    /// Why, in words; empty where the state says it.
    pub(super) why: String,
    /// What the answer means for the destination.
    pub(super) meaning: Option<Meaning>,
    /// How the receiver of a subscription does from now on.
    pub(super) endpoint: Option<Endpoint>,
    /// Whose limits have changed.
    pub(super) settled: Option<Settled>,
    /// What the next message about the same thing finds.
    pub(super) sent: Option<(String, SentMessages)>,
}

impl Ended {
    /// The delivery of `head` ended so.
    pub(super) fn of(mut head: Head, outcome: Outcome, now: Timestamp, random: u64) -> Self {
        let why = match &outcome {
            Outcome::NotSent { why } | Outcome::Refused { why } => why.clone(),
            Outcome::Limited { until } => format!("a rate limit: not before {until}"),
            Outcome::Lost => "no answer came".to_owned(),
            Outcome::NotFound => "it was looked for and not found: it is sent anew".to_owned(),
            Outcome::Sent { .. } | Outcome::Edited { .. } => String::new(),
        };
        head.row.delivery = head.row.delivery.clone().ended(outcome, now, random);
        Self::noted(head, why)
    }

    /// The delivery of `head` stands as it says.
    pub(super) fn noted(head: Head, why: impl Into<String>) -> Self {
        Self { head, why: why.into(), meaning: None, endpoint: None, settled: None, sent: None }
    }

    pub(super) fn meaning(mut self, meaning: Meaning) -> Self {
        self.meaning = Some(meaning);
        self
    }

    pub(super) fn settled(mut self, settled: Option<Settled>) -> Self {
        self.settled = settled;
        self
    }
}

/// Stores what became of a try.
pub(super) async fn settle(deliverer: &Deliverer, mut ended: Ended) -> Result<(), AppError> {
    let (app, op, now) = (deliverer.app(), deliverer.op(), deliverer.app().now());
    let org = ended.head.row.org;
    ended.head.row.note(now, std::mem::take(&mut ended.why));
    let mut consequence = Consequence::None;
    let mut tx = app.store.begin().await?.caused_by(Some("delivery.settle".to_owned()), None);
    forget_what_is_replaced(&mut tx, &mut ended).await?;
    let row = &ended.head.row;
    let words = row.history.last().map(|note| note.why.clone()).unwrap_or_default();
    if let (Some(meaning), Some(destination)) = (ended.meaning, &ended.head.destination) {
        let id = destination.id().to_string();
        let known: Option<Health> = find_health(&mut tx, Scope::Org(org), &id).await?;
        let mut health = known.unwrap_or_default();
        let before = health.clone();
        consequence = health.answered(meaning, &words, now);
        if health != before {
            tx.save_health(org, &id, &health).await?;
        }
    }
    if let (Some(endpoint), Some(subscription)) = (&ended.endpoint, &ended.head.subscription) {
        tx.save_health(org, &subscription.id().to_string(), endpoint).await?;
        if endpoint.disabled_at.is_some() {
            subscriptions::disable(&op, &mut tx, org, subscription.id(), &words).await?;
        }
    }
    if let (Some((about, sent)), Some(destination)) = (&ended.sent, &ended.head.destination) {
        tx.save_sent(org, destination.id(), about, sent, now).await?;
    }
    if let Some(settled) = &mut ended.settled {
        if let Consequence::Shut(until) = consequence {
            settled.shut(app, until).await?;
        }
        settled.save(app, &mut tx, org).await?;
    }
    match (consequence, &ended.head.destination, &ended.head.connection) {
        (Consequence::Disabled, Some(destination), _) => {
            if let Some(disabled) = destinations::disable(&op, &mut tx, org, destination.id(), &words).await? {
                redirect::disabled(&op, &mut tx, &disabled, row, &words).await?;
            }
        }
        (Consequence::ConnectionDisabled, Some(destination), Some(connection)) => {
            // The destination's own health says nothing: with another token it works again.
            tx.save_health(org, &destination.id().to_string(), &Health::default()).await?;
            connections::disable(&op, &mut tx, org, connection.id(), &words).await?;
        }
        _ => {}
    }
    if let State::Dead { why, .. } = &row.delivery.state {
        redirect::dead(&op, &mut tx, ended.head.destination.as_ref(), row, why).await?;
    }
    tx.save_delivery(row).await?;
    if let (What::Message { place, .. }, false) = (&ended.head.what, row.delivery.is_open())
        && let (Some(about), true) = (&place.about, place.remove)
    {
        // Whatever said it has ended before this.
        erase(&op, &mut tx, org, about).await?;
    }
    arrived(&mut tx, &ended.head, now).await?;
    Ok(tx.commit().await?)
}

/// What an address answered that was replaced meanwhile is held against nobody.
async fn forget_what_is_replaced(tx: &mut Unit, ended: &mut Ended) -> Result<(), AppError> {
    if let (Some(Meaning::DestinationGone), Some(destination)) = (ended.meaning, &ended.head.destination)
        && destinations::is_replaced_since(tx, destination).await?
    {
        ended.meaning = None;
    }
    if let (Some(endpoint), Some(subscription)) = (&ended.endpoint, &ended.head.subscription)
        && endpoint.failing_since.is_some()
        && subscriptions::is_replaced_since(tx, subscription).await?
    {
        ended.endpoint = None;
    }
    Ok(())
}

/// What arrived is counted, and known by what it is there.
async fn arrived(tx: &mut Unit, head: &Head, now: Timestamp) -> Result<(), AppError> {
    let row = &head.row;
    if let (State::Sent { message, .. }, Some(about), Some(destination)) = (&row.delivery.state, &row.about, &head.destination) {
        pairings::arrived(tx, row.org, about, &destination.to, message).await?;
    }
    if matches!(row.delivery.state, State::Sent { .. } | State::Edited { .. }) {
        usage::count(tx, row.org, (usage::DELIVERED, &row.name), 1, now).await?;
    }
    Ok(())
}
