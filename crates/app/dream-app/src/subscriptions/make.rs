//! Making a subscription.

use super::read::{self, SubscriptionView};
use super::{NEWEST, URL, keys};
use crate::connections::{check_name, taken};
use crate::destinations::probe::address;
use crate::{AppError, Command, Kind, Op, secrets};
use dream_access::Action;
use dream_bridge::Pattern;
use dream_bridge::subscription::{MOST_TYPES, Subscription};
use dream_id::SubscriptionId;
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// The most subscriptions of one organisation.
const MOST: usize = 200;

/// A subscription to make.
#[derive(Debug, Clone)]
pub struct NewSubscription {
    /// Its name.
    pub name: String,
    /// Where events go.
    pub url: Secret,
    /// Which types it is told of: `run.*`.
    pub types: Vec<String>,
}

/// A subscription that was made.
#[derive(Debug, Clone)]
pub struct Made {
    /// The subscription.
    pub view: SubscriptionView,
    /// The secret that its events are signed with: shown this once.
    pub secret: Secret,
}

/// Makes a subscription. Its secret is shown this once.
///
/// # Errors
/// `name_invalid`, `name_taken`, `address_refused`, `pattern_invalid`.
pub async fn make(op: &Op, new: NewSubscription) -> Result<Made, AppError> {
    op.allow(Action::BridgeManage, None)?;
    check_name(&new.name)?;
    check_types(&new.types)?;
    let url = Secret::new(new.url.expose().trim());
    let host = address(op, &url)?;
    let (tag, secret) = (op.app().sealing.tag(&url), keys::fresh(op.app()));
    op.run(&Make { name: &new.name, host, types: new.types, tag, url, secret: secret.clone() }).await?;
    let view = read::named(op, &new.name).await?;
    // A repeated command made it before, with another secret, which was shown then.
    let kept = keys::sealed(op.app(), &mut op.read().await?, op.org()?, view.stream.id()).await?;
    let secret = kept.map_or(secret, |(_, keys)| keys.newest);
    Ok(Made { view, secret })
}

/// Refuses patterns that cannot be read, and too many of them.
pub(super) fn check_types(types: &[String]) -> Result<(), AppError> {
    if types.len() > MOST_TYPES {
        return Err(AppError::invalid(
            "pattern_invalid",
            format!("there are {} patterns, and {MOST_TYPES} is the most; use `*`", types.len()),
        ));
    }
    for text in types {
        let fits = (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        let read = Pattern::parse(text).map(|_| ());
        let read = if fits {
            read
        } else {
            Err(format!("`{}` is no type of event; write such as run.* or review.opened", text.chars().take(100).collect::<String>()))
        };
        read.map_err(|why| AppError::invalid("pattern_invalid", why))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Make<'a> {
    name: &'a str,
    host: String,
    types: Vec<String>,
    tag: Digest,
    #[serde(skip)]
    url: Secret,
    #[serde(skip)]
    secret: Secret,
}

impl Command for Make<'_> {
    const NAME: &'static str = "subscription.make";
    type Answer = SubscriptionId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<SubscriptionId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        let there: Vec<Stream<Subscription>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
        if there.iter().any(|other| other.name == self.name) {
            return Err(taken("subscription", self.name));
        }
        if there.len() >= MOST {
            let message = format!("there are {MOST} subscriptions already; remove one first");
            return Err(AppError::new(Kind::Conflict, "too_many_subscriptions", message));
        }
        let (org, id) = (op.org()?, op.app().store.new_id::<SubscriptionId>());
        let mut stream = Subscription::make(org, id, self.name.to_owned(), self.host.clone(), self.types.clone(), &op.by())?;
        tx.save(&mut stream).await?;
        secrets::seal(op.app(), tx, org, &id.to_string(), URL, &self.url).await?;
        secrets::seal(op.app(), tx, org, &id.to_string(), NEWEST, &self.secret).await?;
        Ok(id)
    }
}
