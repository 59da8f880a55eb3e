//! Saying in messages what became of an escalation. The escalation itself is in the ledger, so a message to people that is lost loses nothing:
//! the inbox shows it, and people are told when its term is over. Agents have no inbox, so what they are told is part of the decision.

use super::read;
use crate::{AppError, Op};
use dream_id::{EscalationId, OrgId, Scope};
use dream_ledger::Stream;
use dream_messages::{Channel, NewMessage, Space};
use dream_store::Unit;
use dream_swarm::Escalation;

/// The channel on which people are told of what no captain answered.
const OWNERS: &str = "owners";

/// Tells the captain that `id` was raised.
pub(super) async fn captain(op: &Op, org: OrgId, id: EscalationId) {
    said(id, told(op, org, id, Channel::Captain, "raised").await);
}

/// Tells people that no captain answered in time.
pub(super) async fn people(op: &Op, org: OrgId, id: EscalationId) {
    said(id, told(op, org, id, Channel::Topic(OWNERS.to_owned()), "unanswered").await);
}

/// Tells the agent, as an order, what it was answered: in the transaction of the answer, which alone would be lost on the way to it.
pub(super) async fn agent(op: &Op, tx: &mut Unit, escalation: &Stream<Escalation>, answer: &str) -> Result<(), AppError> {
    let Some(name) = &escalation.raised.agent_name else { return Ok(()) };
    let mut message = NewMessage::new(Channel::Orders(name.clone()), sender(op), answer.to_owned());
    let version = escalation.saved_version() + u64::try_from(escalation.pending().len()).unwrap_or_default();
    message.key = Some(format!("escalation/{}/{version}", escalation.id()));
    message.correlation = Some(escalation.id().to_string());
    let sent = op.app().bus.publish_within(tx.beside(), Space::org(escalation.org()), vec![message]).await?;
    if let Some(Err(error)) = sent.first() {
        tracing::info!(escalation.id = %escalation.id(), agent.name = name, %error, "an answer has no channel to go to");
    }
    Ok(())
}

async fn told(op: &Op, org: OrgId, id: EscalationId, channel: Channel, what: &str) -> Result<(), AppError> {
    let found = op.read().await?.find::<Escalation>(Scope::Org(org), id).await?;
    let escalation = found.ok_or_else(|| AppError::not_found("escalation", id))?;
    let text = read::words(op, org, escalation.raised.text).await?.unwrap_or_default();
    let body = format!("{}\n\n{text}\n\nAnswer: dreamos captain answer {id} TEXT", escalation.raised.title);
    let mut message = NewMessage::new(channel, "system/supervisor".to_owned(), body);
    message.key = Some(format!("escalation/{id}/{what}"));
    message.correlation = Some(id.to_string());
    publish(op, org, message).await
}

async fn publish(op: &Op, org: OrgId, message: NewMessage) -> Result<(), AppError> {
    let mut answers = op.app().bus.publish(Space::org(org), vec![message]).await?;
    match answers.pop() {
        Some(Err(error)) => Err(error.into()),
        Some(Ok(_)) | None => Ok(()),
    }
}

fn sender(op: &Op) -> String {
    match op.by().actor {
        dream_ledger::Actor::Person { id, .. } => id.to_string(),
        dream_ledger::Actor::Agent { name } => format!("agent/{name}"),
        dream_ledger::Actor::System { worker } => format!("system/{worker}"),
    }
}

fn said(id: EscalationId, outcome: Result<(), AppError>) {
    if let Err(error) = outcome {
        tracing::warn!(escalation.id = %id, error.code = error.code, %error, "nobody could be sent a message about an escalation");
    }
}
