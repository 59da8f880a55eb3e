//! Giving every agent an order.

use crate::messages::{Outgoing, send_batch};
use crate::{AppError, Op, agents};
use dream_access::Action;
use dream_messages::MAX_BATCH_MESSAGES;

/// What became of an order to every agent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Broadcast {
    /// How many agents it was sent to.
    pub sent: u32,
    /// Those to whom it could not be sent, and why.
    pub failed: Vec<(String, String)>,
}

/// Gives every agent that the caller may see the order `text`, on its own channel of orders, which it reads before anything else.
///
/// # Errors
/// `forbidden`; `empty_order`; as for any message otherwise.
pub async fn broadcast(op: &Op, text: &str) -> Result<Broadcast, AppError> {
    op.allow(Action::SwarmBroadcast, None)?;
    if text.trim().is_empty() {
        return Err(AppError::invalid("empty_order", "an order has words; say what every agent is to do"));
    }
    let names: Vec<String> = agents::list(op).await?.into_iter().map(|view| view.agent.name().to_owned()).collect();
    let mut outcome = Broadcast::default();
    for names in names.chunks(MAX_BATCH_MESSAGES) {
        let orders = names.iter().map(|name| order(name, text)).collect();
        for (name, sent) in names.iter().zip(send_batch(op, orders).await?) {
            match sent {
                Ok(_) => outcome.sent = outcome.sent.saturating_add(1),
                Err(error) => outcome.failed.push((name.clone(), error.message)),
            }
        }
    }
    Ok(outcome)
}

/// The order `text` to the agent called `name`.
pub(crate) fn order(name: &str, text: &str) -> Outgoing {
    Outgoing {
        channel: format!("agent/{name}/orders"),
        project: None,
        body: text.to_owned(),
        headers: dream_messages::Headers::default(),
        key: None,
        expires_in: None,
        reply_to: None,
        correlation: None,
    }
}
