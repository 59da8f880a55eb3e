//! Following a channel as messages are sent.

use super::view::named;
use super::{MessageView, channel, space};
use crate::{AppError, Kind, Op};
use dream_access::Action;
use dream_id::{Limit, ProjectId};
use dream_messages::{Channel, Space, Status};
use std::time::Duration;

/// How many messages one look takes.
const BATCH: u32 = 100;

/// A place in a channel.
pub struct Followed {
    op: Op,
    space: Space,
    channel: Channel,
    after: u64,
}

/// Follows a channel from the message after the place `after` on, or from now on.
pub async fn follow(op: &Op, name: &str, project: Option<ProjectId>, after: Option<u64>) -> Result<Followed, AppError> {
    let channel = channel(name)?;
    let space = space(op, Action::MessageRead, project).await?;
    let head = match op.app().bus.channel(space, &channel).await? {
        Some(info) => info.head,
        // A topic may be followed before its first message.
        None if channel.makes_itself() => 0,
        None => {
            let message = format!("there is no channel {channel} here; make it with `dreamos message channels create {channel}`");
            return Err(AppError::new(Kind::NotFound, "no_such_channel", message));
        }
    };
    Ok(Followed { op: op.clone(), space, channel, after: after.map_or(head, |after| after.min(head)) })
}

impl Followed {
    /// The place after which it stands.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.after
    }

    /// The messages that came since the last look, oldest first; waits for the first as long as `wait`.
    pub async fn look(&mut self, wait: Duration) -> Result<Vec<MessageView>, AppError> {
        let found = self.op.app().bus.follow(self.space, &self.channel, self.after, Limit::new(BATCH), wait).await?;
        self.after = found.last().map_or(self.after, |message| message.place);
        // What was just sent stands on disk; who wants to know more asks for its receipts.
        named(&self.op, found.into_iter().map(|message| (message, Status::Stored)).collect()).await
    }

    /// Whether the caller still may.
    ///
    /// # Errors
    /// As [`Op::allow`].
    pub fn allowed(&self, op: &Op) -> Result<(), AppError> {
        op.allow(Action::MessageRead, self.space.project)
    }
}
