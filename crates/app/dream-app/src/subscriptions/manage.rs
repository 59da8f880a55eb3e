//! Changing subscriptions.

use super::make::check_types;
use super::read::{SubscriptionView, missing, named, of_id};
use super::{Made, NEWEST, REPLACED, URL, keys};
use crate::destinations::probe::address;
use crate::{AppError, Command, Op, secrets};
use dream_access::Action;
use dream_bridge::destination::Destination;
use dream_bridge::outgoing::Endpoint;
use dream_bridge::subscription::Subscription;
use dream_bridge::switch::Switched as _;
use dream_clock::Timestamp;
use dream_id::{OrgId, Scope, SubscriptionId};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// What changes about a subscription.
#[derive(Debug, Clone, Serialize)]
pub enum Change {
    /// It is used again: what waits for it is sent.
    Enable,
    /// Nothing is sent to it.
    Disable(String),
    /// It is told of other types.
    Types(Vec<String>),
}

/// What a command does.
#[derive(Serialize)]
enum Doing {
    Change(Change),
    Rotate {
        #[serde(skip)]
        secret: Secret,
    },
    Address {
        host: String,
        tag: Digest,
        #[serde(skip)]
        url: Secret,
    },
    Remove,
}

/// Changes the subscription called `name`.
///
/// # Errors
/// `not_found`, `pattern_invalid`.
pub async fn change(op: &Op, name: &str, change: Change) -> Result<SubscriptionView, AppError> {
    if let Change::Types(types) = &change {
        check_types(types)?;
    }
    op.run(&Manage { name, doing: Doing::Change(change) }).await?;
    named(op, name).await
}

/// Gives the subscription called `name` a new secret, which is shown this once. Until the next time everything is signed with both.
pub async fn rotate(op: &Op, name: &str) -> Result<Made, AppError> {
    let secret = keys::fresh(op.app());
    op.run(&Manage { name, doing: Doing::Rotate { secret: secret.clone() } }).await?;
    let view = named(op, name).await?;
    let kept = keys::sealed(op.app(), &mut op.read().await?, op.org()?, view.stream.id()).await?;
    Ok(Made { secret: kept.map_or(secret, |(_, keys)| keys.newest), view })
}

/// Tells the subscription called `name` at another address from now on, with the same secret: what waits for it goes there too. One that was disabled
/// stays so until it is enabled.
///
/// # Errors
/// `address_refused`, `not_found`.
pub async fn replace_address(op: &Op, name: &str, url: &Secret) -> Result<SubscriptionView, AppError> {
    op.allow(Action::BridgeManage, None)?;
    let url = Secret::new(url.expose().trim());
    let (host, tag) = (address(op, &url)?, op.app().sealing.tag(&url));
    op.run(&Manage { name, doing: Doing::Address { host, tag, url } }).await?;
    named(op, name).await
}

/// Removes the subscription called `name`, and with it its address and secrets. What it was.
pub async fn remove(op: &Op, name: &str) -> Result<SubscriptionView, AppError> {
    let id = op.run(&Manage { name, doing: Doing::Remove }).await?;
    of_id(op, id).await
}

#[derive(Serialize)]
struct Manage<'a> {
    name: &'a str,
    doing: Doing,
}

impl Command for Manage<'_> {
    const NAME: &'static str = "subscription.manage";
    type Answer = SubscriptionId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SubscriptionId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let (by, now) = (op.by(), op.app().now());
        let mut subscription: Stream<Subscription> = crate::named::lock(op, tx, self.name).await?.ok_or_else(|| missing(self.name))?;
        let id = subscription.id();
        let (org, owner) = (subscription.org(), id.to_string());
        match &self.doing {
            Doing::Change(Change::Enable) => {
                Subscription::enable(&mut subscription, &by);
                mended(tx, org, &owner, now).await?;
            }
            Doing::Change(Change::Disable(why)) => {
                Subscription::disable(&mut subscription, why, &by);
            }
            Doing::Change(Change::Types(types)) => Subscription::set_types(&mut subscription, types.clone(), &by),
            Doing::Rotate { secret } => {
                if let Some(old) = secrets::open_in(op.app(), tx, org, &owner, NEWEST).await? {
                    secrets::seal(op.app(), tx, org, &owner, REPLACED, &old).await?;
                }
                secrets::seal(op.app(), tx, org, &owner, NEWEST, secret).await?;
                Subscription::rotate(&mut subscription, &by);
            }
            Doing::Address { host, url, .. } => {
                Subscription::replace_address(&mut subscription, host.clone(), &by);
                secrets::seal(op.app(), tx, org, &owner, URL, url).await?;
                if subscription.switch.is_active() {
                    mended(tx, org, &owner, now).await?;
                }
            }
            Doing::Remove => {
                Subscription::remove(&mut subscription, &by);
                secrets::forget(tx, org, &owner).await?;
                tx.wake_sender(org, &owner, now).await?;
            }
        }
        tx.save(&mut subscription).await?;
        Ok(id)
    }
}

/// Nothing of what its receiver answered is held against a subscription any more, and what waits for its next try is tried at once.
async fn mended(tx: &mut Unit, org: OrgId, owner: &str, now: Timestamp) -> Result<(), AppError> {
    tx.save_health(org, owner, &Endpoint::mended(now)).await?;
    Ok(tx.wake_sender(org, owner, now).await?)
}

/// Whether another address was given to `subscription` since it was read as it stands here: what the one before answered says nothing about it any
/// more.
pub(crate) async fn is_replaced_since(tx: &mut Unit, subscription: &Stream<Subscription>) -> Result<bool, AppError> {
    let now: Option<Stream<Subscription>> = tx.find(Scope::Org(subscription.org()), subscription.id()).await?;
    Ok(now.is_some_and(|now| now.replaced_at != subscription.replaced_at))
}

/// Disables a subscription within the caller's unit of work, because its receiver has taken nothing for too long. The fallbacks of the destinations
/// that lead to it are told so, once.
pub(crate) async fn disable(op: &Op, tx: &mut Unit, org: OrgId, id: SubscriptionId, why: &str) -> Result<(), AppError> {
    let found: Option<Stream<Subscription>> = tx.lock(Scope::Org(org), id).await?;
    let Some(mut subscription) = found else { return Ok(()) };
    let changed = Subscription::disable(&mut subscription, why, &op.by());
    tx.save(&mut subscription).await?;
    if !changed {
        return Ok(());
    }
    let name = subscription.name.clone();
    tracing::warn!(subscription.id = %id, subscription.name = name, why, "a subscription was disabled");
    let title = format!("The subscription `{name}` was disabled");
    crate::deliveries::alert(op, tx, org, "bridge.subscription_disabled", &title, why, &name).await?;
    let filter = Filter::default().eq("kind", "outgoing").eq("removed", false);
    let leading: Vec<Stream<Destination>> = tx.list(Scope::Org(org), &filter).await?;
    let to = dream_bridge::destination::DestinationKind::Outgoing { subscription: id };
    for fallback in leading.iter().filter(|each| each.to == to).filter_map(|each| each.fallback.clone()) {
        let text = format!("{why}\nMend its receiver, then `dreamos bridge subscription enable {name}`.");
        crate::deliveries::notice(op, tx, org, &fallback, &title, text).await?;
    }
    Ok(())
}
