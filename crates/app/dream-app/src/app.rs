//! What every use case stands on.

use crate::agent_work::Desk;
use crate::sign_in::Guard;
use dream_blobs::Blobs;
use dream_bus::Bus;
use dream_clock::Timestamp;
use dream_id::SystemKey;
use dream_logs::Logs;
use dream_ports::ModelRegistry;
use dream_roles::Prompts;
use dream_store::{Store, authority::Authorities};
use std::sync::Arc;

/// The parts that the wiring chose.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// The bytes beside it.
    pub blobs: Blobs,
    /// The messages.
    pub bus: Arc<dyn Bus>,
    /// The log lines.
    pub logs: Logs,
    /// The models that may be called.
    pub models: Arc<dyn ModelRegistry>,
    /// What each craft is told.
    pub prompts: Prompts,
    /// A folder for files that live for one request.
    pub scratch: std::path::PathBuf,
    /// The right to act for all organisations; used by workers' operations only.
    pub system: SystemKey,
}

/// The product's core. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Core>);

struct Core {
    parts: Parts,
    desk: Desk,
    tools: crate::tools::Counters,
    guard: Guard,
    authorities: Authorities,
}

impl App {
    /// A core that stands on `parts`.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Core {
            parts,
            desk: Desk::default(),
            tools: crate::tools::Counters::default(),
            guard: Guard::default(),
            authorities: Authorities::default(),
        }))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.parts.store.now()
    }

    /// What agents of this process have in their hands.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.0.desk
    }

    /// Who called before.
    pub(crate) fn authorities(&self) -> &Authorities {
        &self.0.authorities
    }

    /// What is counted of tool calls.
    pub(crate) fn tool_counters(&self) -> &crate::tools::Counters {
        &self.0.tools
    }

    /// What stands between guesses and passwords.
    pub(crate) fn guard(&self) -> &Guard {
        &self.0.guard
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0.parts
    }
}
