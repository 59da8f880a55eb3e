//! Pairings.

use dream_api::PairingDirection;
use dream_app::pairings::{Direction, PairingView};

/// A pairing with how much it carried.
pub(crate) fn pairing(view: &PairingView) -> dream_api::Pairing {
    let stream = &view.stream;
    dream_api::Pairing {
        id: stream.id(),
        name: stream.name.clone(),
        discord: view.discord.clone(),
        webhook: view.webhook.clone(),
        joined_with: view.with.clone(),
        with_webhook: view.with_webhook.clone(),
        direction: match stream.joined.direction {
            Direction::In => PairingDirection::In,
            Direction::Out => PairingDirection::Out,
            Direction::Both => PairingDirection::Both,
        },
        bots: stream.joined.bots,
        made_at: stream.made_at,
        disabled_at: stream.switch.disabled.as_ref().map(|(at, _)| *at),
        disabled_reason: stream.switch.disabled.as_ref().map(|(_, why)| why.clone()),
        messages: view.counts.messages,
        last_carried_at: view.counts.newest,
    }
}

/// The direction that is asked for.
pub(crate) fn pairing_direction_of(direction: PairingDirection) -> Direction {
    match direction {
        PairingDirection::In => Direction::In,
        PairingDirection::Out => Direction::Out,
        PairingDirection::Both => Direction::Both,
    }
}
