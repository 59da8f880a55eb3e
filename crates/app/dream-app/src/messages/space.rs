//! Which channels a caller means, and whether they may.

use crate::{AppError, Op};
use dream_access::{Action, VisibleProjects};
use dream_govern::Project;
use dream_id::{MessageId, ProjectId};
use dream_ledger::Digest;
use dream_messages::{Channel, ConsumerName, Message, Space};

/// The organisation's own channels or those of one of its projects, if the caller may do `action` there.
pub(crate) async fn space(op: &Op, action: Action, project: Option<ProjectId>) -> Result<Space, AppError> {
    let org = op.org()?;
    if let Some(id) = project {
        let found = op.read().await?.find::<Project>(op.scope(), id).await?;
        found.ok_or_else(|| AppError::not_found("project", id))?;
    }
    op.allow(action, project)?;
    Ok(Space { org, project })
}

/// The channel of that name.
pub(crate) fn channel(name: &str) -> Result<Channel, AppError> {
    name.parse().map_err(|error: dream_messages::ParseChannelError| AppError::invalid(error.code(), error.to_string()))
}

/// The consumer of that name.
pub(crate) fn consumer_name(name: &str) -> Result<ConsumerName, AppError> {
    name.parse().map_err(|error: dream_messages::ParseConsumerNameError| AppError::invalid(error.code(), error.to_string()))
}

/// The message `id`, if the caller may do `action` where it is.
pub(crate) async fn found(op: &Op, action: Action, id: MessageId) -> Result<Message, AppError> {
    let found = op.app().bus.message(op.scope(), id).await?;
    let message = found.ok_or_else(|| {
        let text = format!("there is no message {id} in this organisation, or its channel's retention has removed it");
        AppError::new(crate::Kind::NotFound, "no_such_message", text)
    })?;
    op.allow(action, message.space.project)?;
    Ok(message)
}

/// The spaces that a search may look into; `None` for all of the organisation.
pub(crate) fn visible(op: &Op, project: Option<ProjectId>) -> Result<Option<Vec<Option<ProjectId>>>, AppError> {
    Ok(match (project, op.visible_projects()?) {
        (Some(project), _) => Some(vec![Some(project)]),
        (None, VisibleProjects::All) => None,
        (None, VisibleProjects::Only(projects)) => Some(projects.into_iter().map(Some).collect()),
    })
}

/// How keys begin that callers did not choose themselves.
pub(super) const OF_REQUEST: &str = "request/";

/// The key of the `number`th message of a call that was sent under an idempotency key: nobody else's call has it.
pub(crate) fn key_of(op: &Op, number: usize) -> Option<String> {
    let key = op.key()?;
    let caller = op.keys_of()?;
    Some(key_at(Digest::of(format!("{caller}\n{key}").as_bytes()), number))
}

/// The keys of one call stand beside each other, so that all of them are in a few pages of the index.
fn key_at(call: Digest, number: usize) -> String {
    format!("{OF_REQUEST}{}/{number:04}", call.hex())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dream_messages::MAX_BATCH_MESSAGES;

    #[test]
    fn the_keys_of_one_call_are_in_the_order_of_its_messages_with_none_between() {
        let calls = [Digest::of(b"one"), Digest::of(b"another")];
        let mut keys: Vec<String> = calls.iter().flat_map(|call| (0..MAX_BATCH_MESSAGES).map(|number| key_at(*call, number))).collect();
        let (one, another) = (keys[..MAX_BATCH_MESSAGES].to_vec(), keys[MAX_BATCH_MESSAGES..].to_vec());
        keys.sort_unstable();
        assert!(keys == [one.clone(), another.clone()].concat() || keys == [another, one].concat());
    }
}
