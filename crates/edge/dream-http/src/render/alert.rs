//! Alerts of the bridge.

use dream_api::{BridgeAlert, BridgeWatch};
use dream_app::alerts::{AlertView, Watch};

/// An alert.
pub(crate) fn alert(view: &AlertView) -> BridgeAlert {
    let alert = &view.stream;
    BridgeAlert {
        id: alert.id(),
        name: alert.name.clone(),
        watch: shown(&alert.watch),
        made_at: alert.made_at,
        raised_at: view.raised.as_ref().map(|raised| raised.since),
        raised_because: view.raised.as_ref().map(|raised| raised.why.clone()),
    }
}

/// What somebody wants watched.
pub(crate) fn alert_watch(watch: BridgeWatch) -> Watch {
    match watch {
        BridgeWatch::SilentSource { source, minutes } => Watch::SilentSource { source, minutes },
        BridgeWatch::Backlog { destination, over } => Watch::Backlog { destination, over },
        BridgeWatch::FailingDestination { destination, failures, minutes } => Watch::FailingDestination { destination, failures, minutes },
        BridgeWatch::Refusals { source, least, minutes, forged } => Watch::Refusals { source, least, minutes, forged },
        BridgeWatch::LogSpike { minutes, factor, least } => Watch::LogSpike { minutes, factor, least },
    }
}

fn shown(watch: &Watch) -> BridgeWatch {
    match watch.clone() {
        Watch::SilentSource { source, minutes } => BridgeWatch::SilentSource { source, minutes },
        Watch::Backlog { destination, over } => BridgeWatch::Backlog { destination, over },
        Watch::FailingDestination { destination, failures, minutes } => BridgeWatch::FailingDestination { destination, failures, minutes },
        Watch::Refusals { source, least, minutes, forged } => BridgeWatch::Refusals { source, least, minutes, forged },
        Watch::LogSpike { minutes, factor, least } => BridgeWatch::LogSpike { minutes, factor, least },
    }
}
