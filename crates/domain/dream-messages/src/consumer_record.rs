//! What the ledger knows of a consumer: that somebody made it, took it away, or decided over its dead letters.

use crate::channel_record::not_first;
use crate::{ConsumerName, ConsumerSettings, Pattern};
use dream_id::{ConsumerId, MessageId, ProjectId};
use dream_ledger::{Aggregate, Digest, EventData, FoldError, Recorded};
use serde::{Deserialize, Serialize};

/// What happens to a consumer that the ledger keeps. Deliveries and acknowledgements are none of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum ConsumerEvent {
    /// The ledger begins to know it.
    Registered {
        /// Its name.
        name: ConsumerName,
        /// The project whose channels it reads; absent for those of the organisation.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        project: Option<ProjectId>,
        /// What it reads.
        pattern: Pattern,
        /// How it is served.
        settings: ConsumerSettings,
    },
    /// Somebody took it away, with its place and its dead letters.
    Removed {
        /// The digest of the text why.
        reason: Digest,
    },
    /// Somebody changed what a dead letter says.
    DeadLetterEdited {
        /// The message.
        message: MessageId,
        /// The digest of what it says now.
        body: Digest,
    },
    /// Somebody had dead letters handed over again.
    DeadLettersReplayed {
        /// Those named; absent for all there were.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        messages: Option<Vec<MessageId>>,
    },
    /// Somebody gave dead letters up.
    DeadLettersDropped {
        /// Those named; absent for all there were.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        messages: Option<Vec<MessageId>>,
    },
}

impl EventData for ConsumerEvent {}

/// A consumer as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerRecord {
    /// Its name.
    pub name: ConsumerName,
    /// The project whose channels it reads; `None` for those of the organisation.
    pub project: Option<ProjectId>,
    /// What it reads.
    pub pattern: Pattern,
    /// How it is served.
    pub settings: ConsumerSettings,
    /// Whether it was taken away.
    pub removed: bool,
}

impl Aggregate for ConsumerRecord {
    type Id = ConsumerId;
    type Event = ConsumerEvent;
    const NOUN: &'static str = "consumer";

    fn create(_: ConsumerId, first: &Recorded<ConsumerEvent>) -> Result<Self, FoldError> {
        let ConsumerEvent::Registered { name, project, pattern, settings } = &first.event else {
            return Err(not_first::<Self>(&first.event));
        };
        Ok(Self { name: name.clone(), project: *project, pattern: pattern.clone(), settings: *settings, removed: false })
    }

    fn apply(&mut self, event: &Recorded<ConsumerEvent>) {
        if let ConsumerEvent::Removed { .. } = &event.event {
            self.removed = true;
        }
    }
}
