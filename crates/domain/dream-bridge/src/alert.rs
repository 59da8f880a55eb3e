//! Alerts: what an organisation wants to be told about its own bridge and its own log.

mod watch;

pub use watch::{Seen, Watch, WatchFault};

use crate::fold::cannot_begin;
use dream_clock::Timestamp;
use dream_id::{AlertId, OrgId};
use dream_ledger::{Aggregate, By, EventData, FoldError, Recorded, Stream};
use serde::{Deserialize, Serialize};

/// An alert, as folded from its events. Whether it is raised right now is kept beside it: that follows from what is seen, and changes often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its name, unique in its organisation.
    pub name: String,
    /// What is watched.
    pub watch: Watch,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it was removed.
    #[serde(default)]
    pub removed: bool,
}

/// What can happen to an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum AlertEvent {
    /// It was made.
    Made {
        /// Its name.
        name: String,
        /// What is watched.
        watch: Watch,
    },
    /// It was removed.
    Removed {},
}

impl EventData for AlertEvent {}

impl Alert {
    /// A new alert.
    ///
    /// # Errors
    /// [`FoldError`], which is a defect.
    pub fn make(org: OrgId, id: AlertId, name: String, watch: Watch, by: &By) -> Result<Stream<Self>, FoldError> {
        Stream::create(org, id, by, AlertEvent::Made { name, watch })
    }

    /// It is removed; records nothing when it was.
    pub fn remove(stream: &mut Stream<Self>, by: &By) {
        if !stream.removed {
            stream.record(by, AlertEvent::Removed {});
        }
    }
}

impl Aggregate for Alert {
    type Id = AlertId;
    type Event = AlertEvent;
    const NOUN: &'static str = "alert";

    fn create(_: AlertId, first: &Recorded<AlertEvent>) -> Result<Self, FoldError> {
        let AlertEvent::Made { name, watch } = &first.event else { return Err(cannot_begin::<Self>(&first.event)) };
        Ok(Self { name: name.clone(), watch: watch.clone(), made_at: first.at, removed: false })
    }

    fn apply(&mut self, event: &Recorded<AlertEvent>) {
        match &event.event {
            AlertEvent::Made { .. } => {}
            AlertEvent::Removed {} => self.removed = true,
        }
    }
}
