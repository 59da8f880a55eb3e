//! A person answers a question; the agent hears it on its channel.

use crate::{AppError, Command, Op, bodies::Text};
use dream_access::Action;
use dream_id::PermissionId;
use dream_ledger::Stream;
use dream_messages::{Channel, NewMessage, Space};
use dream_store::{INLINE_LIMIT, Unit};
use dream_swarm::Permission;
use serde::Serialize;

/// The header of an answer that names its question.
const QUESTION: &str = "question";

/// Answers the question `permission` with `text`. The answer goes to the agent's channel in the same transaction.
///
/// # Errors
/// `answer_not_offered`, `already_decided`, `permission_over`, `permission_is_call`, `people_only`.
pub async fn answer(op: &Op, permission: PermissionId, text: String) -> Result<(), AppError> {
    op.person()?;
    if text.len() > INLINE_LIMIT {
        let message = format!("an answer may have {INLINE_LIMIT} bytes, and this has {}; hand in the rest as an artifact", text.len());
        return Err(AppError::invalid("answer_too_large", message));
    }
    let body = Text::prepare(op, op.org()?, text.clone().into_bytes()).await?;
    op.run(&Answer { permission, text, body }).await
}

#[derive(Serialize)]
struct Answer {
    permission: PermissionId,
    #[serde(skip)]
    text: String,
    body: Text,
}

impl Command for Answer {
    const NAME: &'static str = "permission.answer";
    type Answer = ();

    async fn decide(&self, op: &Op, tx: &mut Unit) -> Result<(), AppError> {
        let found = tx.lock::<Permission>(op.scope(), self.permission).await?;
        let mut gate = found.ok_or_else(|| AppError::not_found("permission", self.permission))?;
        op.allow(Action::PermissionAnswer, gate.project())?;
        let body = self.body.keep(tx, gate.org()).await?;
        Permission::answer(&mut gate, &op.by(), &self.text, body)?;
        tx.save(&mut gate).await?;
        tx.wake_permissions();
        self.tell(op, tx, &gate).await
    }
}

impl Answer {
    /// An agent that has no channel any more still finds the answer by the question's id.
    async fn tell(&self, op: &Op, tx: &mut Unit, gate: &Stream<Permission>) -> Result<(), AppError> {
        let mut message = NewMessage::new(Channel::Agent(gate.opened.agent_name.clone()), op.person()?.to_string(), self.text.clone());
        message.headers.insert(QUESTION.to_owned(), gate.id().to_string());
        message.correlation = Some(gate.id().to_string());
        message.key = Some(format!("answer/{}", gate.id()));
        let sent = op.app().bus.publish_within(tx.beside(), Space::org(gate.org()), vec![message]).await?;
        if let Some(Err(error)) = sent.first() {
            tracing::info!(permission.id = %gate.id(), agent.name = gate.opened.agent_name, %error, "an answer has no channel to go to");
        }
        Ok(())
    }
}
