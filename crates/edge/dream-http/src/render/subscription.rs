//! Subscriptions.

use dream_app::subscriptions::{Made, SubscriptionView};

/// A subscription with how its receiver does.
pub(crate) fn subscription(view: &SubscriptionView) -> dream_api::Subscription {
    let stream = &view.stream;
    dream_api::Subscription {
        id: stream.id(),
        name: stream.name.clone(),
        host: stream.host.clone(),
        types: stream.types.clone(),
        made_at: stream.made_at,
        rotated_at: stream.rotated_at,
        failing_since: view.health.failing_since,
        disabled_at: stream.switch.disabled.as_ref().map(|(at, _)| *at),
        disabled_reason: stream.switch.disabled.as_ref().map(|(_, why)| why.clone()),
    }
}

/// A subscription with its secret, which is shown once.
pub(crate) fn made_subscription(made: &Made) -> dream_api::MadeSubscription {
    dream_api::MadeSubscription { subscription: subscription(&made.view), secret: made.secret.expose().to_owned() }
}
