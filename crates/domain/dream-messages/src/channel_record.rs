//! What the ledger knows of a channel: deliberate changes, and digests of what was sent.

use crate::{Channel, ChannelSettings};
use dream_id::{ChannelId, MessageId, ProjectId};
use dream_ledger::{Aggregate, Digest, Envelope, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// What happens to a channel that the ledger keeps. What is sent and delivered is none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum ChannelEvent {
    /// The ledger begins to know it, for what comes next. It may have been there before, by a message that was sent.
    Registered {
        /// Its name.
        name: Channel,
        /// Its project; absent for one of the organisation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        project: Option<ProjectId>,
    },
    /// Somebody said what it keeps.
    Configured {
        /// What it keeps from now on.
        settings: ChannelSettings,
    },
    /// A range of its messages was sealed: see [`crate::Seal`].
    Sealed {
        /// The place of the first message.
        from: u64,
        /// The place of the last message.
        to: u64,
        /// The digest of the range.
        digest: Digest,
    },
    /// Somebody erased what a message says.
    MessageErased {
        /// The message.
        message: MessageId,
        /// The digest of the text why.
        reason: Digest,
    },
}

impl EventData for ChannelEvent {}

/// A channel as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChannelRecord {
    /// Its name.
    pub name: Channel,
    /// Its project; `None` for one of the organisation.
    pub project: Option<ProjectId>,
    /// What it keeps, if somebody said so.
    pub settings: Option<ChannelSettings>,
    /// The place of the last message that is sealed; 0 before the first seal.
    pub sealed: u64,
}

impl Aggregate for ChannelRecord {
    type Id = ChannelId;
    type Event = ChannelEvent;
    const NOUN: &'static str = "channel";

    fn create(_: ChannelId, first: &Recorded<ChannelEvent>) -> Result<Self, FoldError> {
        let ChannelEvent::Registered { name, project } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self { name: name.clone(), project: *project, settings: None, sealed: 0 })
    }

    fn apply(&mut self, event: &Recorded<ChannelEvent>) {
        match &event.event {
            ChannelEvent::Configured { settings } => self.settings = Some(*settings),
            ChannelEvent::Sealed { to, .. } => self.sealed = *to,
            ChannelEvent::Registered { .. } | ChannelEvent::MessageErased { .. } => {}
        }
    }
}

/// The error for a stream of `A` that begins with `event`.
pub(crate) fn not_first<A: Aggregate>(event: &A::Event) -> FoldError {
    let kind = Envelope::split(event).map_or_else(|_| "an unknown event".to_owned(), |(kind, _)| kind);
    FoldError::First { noun: A::NOUN, kind }
}
