//! What every use case stands on.

use crate::agent_work::Desk;
use crate::rules::Shelf;
use crate::sign_in::Guard;
use crate::sources::Gate;
use dream_access::SealingKey;
use dream_blobs::Blobs;
use dream_bus::Bus;
use dream_clock::Timestamp;
use dream_id::SystemKey;
use dream_logs::Logs;
use dream_ports::{Discord, Hook, ModelRegistry};
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
    /// Discord.
    pub discord: Arc<dyn Discord>,
    /// Addresses outside that people wrote down.
    pub hooks: Arc<dyn Hook>,
    /// What each craft is told.
    pub prompts: Prompts,
    /// What secrets are sealed with.
    pub sealing: Arc<SealingKey>,
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
    senders: crate::senders::Senders,
    gate: Gate,
    shelf: Shelf,
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
            senders: crate::senders::Senders::default(),
            gate: Gate::default(),
            shelf: Shelf::default(),
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

    /// What requests of sources come to.
    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    /// The rules of organisations, compiled.
    pub(crate) fn shelf(&self) -> &Shelf {
        &self.0.shelf
    }

    /// Who sends to Discord, and their limits.
    pub(crate) fn senders(&self) -> &crate::senders::Senders {
        &self.0.senders
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
