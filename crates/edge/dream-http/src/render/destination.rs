//! Destinations.

use dream_api::{DestinationKind as Wire, MakeDestinationKind};
use dream_app::destinations::{DestinationView, To};
use dream_bridge::destination::DestinationKind;
use dream_secret::Secret;

/// A destination with how it does.
pub(crate) fn destination(view: &DestinationView) -> dream_api::Destination {
    let stream = &view.stream;
    dream_api::Destination {
        id: stream.id(),
        name: stream.name.clone(),
        to: kind(view),
        fallback: stream.fallback.clone(),
        made_at: stream.made_at,
        disabled_at: stream.switch.disabled.as_ref().map(|(at, _)| *at),
        disabled_reason: stream.switch.disabled.as_ref().map(|(_, why)| why.clone()),
        last_arrived_at: view.health.last_arrived,
        failures: view.health.failures,
    }
}

fn kind(view: &DestinationView) -> Wire {
    match view.stream.to.clone() {
        DestinationKind::DiscordChannel { connection, channel, forum } => {
            Wire::DiscordChannel { connection: view.connection.clone().unwrap_or_else(|| connection.to_string()), channel, forum }
        }
        DestinationKind::DiscordWebhook { webhook } => Wire::DiscordWebhook { webhook },
        DestinationKind::SlackWebhook { host } => Wire::SlackWebhook { host },
        DestinationKind::SlackChannel { channel, team, source, .. } => {
            Wire::SlackChannel { channel, team, source: source.map(|source| view.source.clone().unwrap_or_else(|| source.to_string())) }
        }
        DestinationKind::Outgoing { subscription } => {
            let id = subscription.to_string();
            Wire::Outgoing { subscription_name: view.subscription.clone().unwrap_or_else(|| id.clone()), subscription: id }
        }
        DestinationKind::Channel { channel } => Wire::Channel { channel },
    }
}

/// What a destination is to be.
pub(crate) fn destination_to(wire: MakeDestinationKind) -> To {
    match wire {
        MakeDestinationKind::DiscordChannel { connection, channel } => To::DiscordChannel { connection, channel },
        MakeDestinationKind::DiscordWebhook { url } => To::DiscordWebhook(Secret::new(url)),
        MakeDestinationKind::SlackWebhook { url } => To::SlackWebhook(Secret::new(url)),
        MakeDestinationKind::SlackChannel { channel, token, source } => To::SlackChannel { channel, token: Secret::new(token), source },
        MakeDestinationKind::Outgoing { subscription } => To::Outgoing(subscription),
        MakeDestinationKind::Channel { channel } => To::Channel(channel),
    }
}
