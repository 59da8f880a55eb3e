//! Making a destination.

use super::probe::{self, Probed};
use super::{DestinationView, URL, read};
use crate::connections::{check_name, taken};
use crate::{AppError, Command, Kind, Op, secrets, service_plans, subscriptions};
use dream_access::Action;
use dream_bridge::destination::{Destination, DestinationKind};
use dream_id::DestinationId;
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Filter, Unit};
use serde::Serialize;

/// The most destinations of one organisation.
const MOST: usize = 1_000;

/// A destination to make.
#[derive(Debug, Clone)]
pub struct NewDestination {
    /// Its name: what rules call it.
    pub name: String,
    /// What it is.
    pub to: To,
    /// The destination that is told when this one cannot be.
    pub fallback: Option<String>,
}

/// What a destination is, as people say it.
#[derive(Debug, Clone)]
pub enum To {
    /// A channel of Discord's: the connection's name, and the channel's id.
    DiscordChannel {
        /// The connection, by its name.
        connection: String,
        /// The channel, by its id.
        channel: String,
    },
    /// A webhook of Discord's, by its address.
    DiscordWebhook(Secret),
    /// A webhook that takes what Slack's take, by its address.
    SlackWebhook(Secret),
    /// A channel of Slack's.
    SlackChannel {
        /// The channel, by its id.
        channel: String,
        /// The token of an app's bot.
        token: Secret,
        /// The source by which Slack tells what is said there, by its name.
        source: Option<String>,
    },
    /// The receiver of a subscription, by its name.
    Outgoing(String),
    /// A channel of Dream.OS, such as `topic/alerts`.
    Channel(String),
}

/// Makes a destination, once it is known that it is there and can be written to. What is missing is told with it.
///
/// # Errors
/// `name_invalid`, `name_taken`, `fallback_invalid`, `discord_refused`, `slack_refused`, `slack_id_invalid`, `slack_source_invalid`, `address_refused`,
/// `not_found`.
pub async fn make(op: &Op, new: NewDestination) -> Result<(DestinationView, Vec<String>), AppError> {
    op.allow(Action::BridgeManage, None)?;
    check_name(&new.name)?;
    let Probed { kind, url, missing, .. } = probe::probe(op, new.to).await?;
    let tag = url.as_ref().map(|url| op.app().sealing.tag(url));
    op.run(&Make { name: &new.name, kind, fallback: new.fallback, tag, url }).await?;
    Ok((read::named(op, &new.name).await?, missing))
}

#[derive(Serialize)]
struct Make<'a> {
    name: &'a str,
    kind: DestinationKind,
    fallback: Option<String>,
    tag: Option<Digest>,
    #[serde(skip)]
    url: Option<Secret>,
}

impl Command for Make<'_> {
    const NAME: &'static str = "destination.make";
    type Answer = DestinationId;

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<DestinationId, AppError> {
        op.allow(Action::BridgeManage, None)?;
        service_plans::bridges(op, tx).await?;
        let there: Vec<Stream<Destination>> = tx.list(op.scope(), &Filter::default().eq("removed", false)).await?;
        if there.iter().any(|other| other.name == self.name) {
            return Err(taken("destination", self.name));
        }
        if there.len() >= MOST {
            let message = format!("there are {MOST} destinations already; remove one first");
            return Err(AppError::new(Kind::Conflict, "too_many_destinations", message));
        }
        check_fallback(&there, self.name, self.fallback.as_deref())?;
        if let DestinationKind::Outgoing { subscription } = &self.kind {
            subscriptions::check_there(op, tx, *subscription).await?;
        }
        let (org, id) = (op.org()?, op.app().store.new_id::<DestinationId>());
        let mut stream = Destination::make(org, id, self.name.to_owned(), self.kind.clone(), self.fallback.clone(), &op.by())?;
        tx.save(&mut stream).await?;
        if let Some(url) = &self.url {
            secrets::seal(op.app(), tx, org, &id.to_string(), URL, url).await?;
        }
        Ok(id)
    }
}

/// Refuses a fallback that is not there, or is the destination itself.
pub(super) fn check_fallback(there: &[Stream<Destination>], name: &str, fallback: Option<&str>) -> Result<(), AppError> {
    let Some(fallback) = fallback else { return Ok(()) };
    if fallback == name {
        return Err(AppError::invalid("fallback_invalid", "a destination cannot be its own fallback; name another one"));
    }
    if there.iter().any(|other| other.name == fallback) {
        return Ok(());
    }
    let message = format!("there is no destination called `{fallback}` to fall back to; make it first");
    Err(AppError::invalid("fallback_invalid", message))
}
