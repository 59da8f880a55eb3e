//! Giving a destination another address or another token where it stands: its name, its history and what waits for it stay.

use super::probe::{self, Probed};
use super::read::{self, DestinationView, missing};
use super::{To, URL};
use crate::{AppError, Command, Kind, Op, pairings, secrets};
use dream_access::Action;
use dream_bridge::destination::{Destination, DestinationKind, Health};
use dream_id::{DestinationId, Scope};
use dream_ledger::{Digest, Stream};
use dream_secret::Secret;
use dream_store::{Unit, deliveries};
use serde::Serialize;

/// What is replaced about a destination.
#[derive(Debug, Clone)]
pub enum Replacement {
    /// The address of a webhook.
    Address(Secret),
    /// The token of the app by which a channel of Slack's is written to.
    Token(Secret),
}

/// Replaces the address, or the token, of the destination called `name`, once it is known that the new one can be written to. What is left to do is
/// told with it: a destination that was disabled stays so until it is enabled.
///
/// # Errors
/// `destination_kind_differs` where it has no such address or token, `application_differs` for the token of another app of Slack's,
/// `pairing_sides_invalid` and `pairing_loops` where a pairing speaks by it, `address_refused`, `discord_webhook_invalid`, `discord_refused`,
/// `slack_refused`, `not_found`.
pub async fn replace(op: &Op, name: &str, with: Replacement) -> Result<(DestinationView, Vec<String>), AppError> {
    op.allow(Action::BridgeManage, None)?;
    let known = read::named(op, name).await?.stream;
    let Probed { kind, url, channel, mut missing } = probe::probe(op, target(&known, with)?).await?;
    let Some(secret) = url else { return Err(kind_differs(&known)) };
    check_app(&known, &kind)?;
    let tag = op.app().sealing.tag(&secret);
    op.run(&Replace { id: known.id(), name, kind, channel, tag, secret }).await?;
    let view = read::named(op, name).await?;
    if let Some((since, why)) = &view.stream.switch.disabled {
        missing.push(format!(
            "it is disabled since {}: {why}; what waits for it is sent when it is enabled: dreamos bridge destination enable {name}",
            since.to_the_minute()
        ));
    }
    Ok((view, missing))
}

/// The destination as it would be made with what is new.
fn target(known: &Stream<Destination>, with: Replacement) -> Result<To, AppError> {
    match (&known.to, with) {
        (DestinationKind::DiscordWebhook { .. }, Replacement::Address(url)) => Ok(To::DiscordWebhook(url)),
        (DestinationKind::SlackWebhook { .. }, Replacement::Address(url)) => Ok(To::SlackWebhook(url)),
        // The source by which it is heard stays.
        (DestinationKind::SlackChannel { channel, .. }, Replacement::Token(token)) => {
            Ok(To::SlackChannel { channel: channel.clone(), token, source: None })
        }
        _ => Err(kind_differs(known)),
    }
}

/// What is replaced of such a destination, and how.
fn kind_differs(known: &Destination) -> AppError {
    let name = &known.name;
    let message = match &known.to {
        DestinationKind::DiscordWebhook { .. } | DestinationKind::SlackWebhook { .. } => {
            format!("`{name}` is a webhook: replace its address, with `dreamos bridge destination address {name}`")
        }
        DestinationKind::SlackChannel { .. } => {
            format!("`{name}` is a channel of Slack's: replace its app's token, with `dreamos bridge destination token {name}`")
        }
        DestinationKind::DiscordChannel { .. } => {
            format!(
                "`{name}` is a channel that a bot writes to: replace the bot's token, with `dreamos bridge connection token CONNECTION`"
            )
        }
        DestinationKind::Outgoing { .. } => {
            format!("`{name}` leads to a subscription: replace its address, with `dreamos bridge subscription address SUBSCRIPTION`")
        }
        DestinationKind::Channel { channel } => format!("`{name}` is the channel {channel} of Dream.OS: it has no address and no token"),
    };
    AppError::new(Kind::Conflict, "destination_kind_differs", message)
}

/// Refuses the token of another app of Slack's: what the one before said would not be known as ours any more, and could not be changed.
fn check_app(known: &Destination, kind: &DestinationKind) -> Result<(), AppError> {
    let bot_of = |kind: &DestinationKind| match kind {
        DestinationKind::SlackChannel { team, bot, .. } => Some((team.clone(), bot.clone())),
        _ => None,
    };
    if bot_of(&known.to) == bot_of(kind) {
        return Ok(());
    }
    let message = format!(
        "this token is of another app of Slack's than that of `{}`; take one of the same app, or make another destination",
        known.name
    );
    Err(AppError::new(Kind::Conflict, "application_differs", message))
}

#[derive(Serialize)]
struct Replace<'a> {
    id: DestinationId,
    name: &'a str,
    kind: DestinationKind,
    channel: Option<String>,
    tag: Digest,
    #[serde(skip)]
    secret: Secret,
}

impl Command for Replace<'_> {
    const NAME: &'static str = "destination.replace";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        op.allow(Action::BridgeManage, None)?;
        let found: Option<Stream<Destination>> = tx.lock(op.scope(), self.id).await?;
        let mut destination = found.filter(|found| !found.switch.removed).ok_or_else(|| missing(self.name))?;
        let (org, owner, by) = (destination.org(), self.id.to_string(), op.by());
        match &self.kind {
            DestinationKind::SlackChannel { .. } => Destination::replace_token(&mut destination, &by),
            to => Destination::replace_address(&mut destination, to.clone(), &by),
        }
        pairings::check_readdressed(op, tx, &destination, self.channel.as_deref()).await?;
        secrets::seal(op.app(), tx, org, &owner, URL, &self.secret).await?;
        if destination.switch.is_active() {
            // What the address before answered says nothing about this one.
            let known: Option<Health> = deliveries::find_health(tx, Scope::Org(org), &owner).await?;
            let mut health = known.unwrap_or_default();
            health.enable();
            tx.save_health(org, &owner, &health).await?;
            tx.wake_destination(org, self.id, op.app().now()).await?;
        }
        tx.save(&mut destination).await?;
        Ok(())
    }
}
