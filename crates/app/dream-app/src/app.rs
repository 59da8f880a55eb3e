//! What every use case stands on.

use crate::PublicUrl;
use crate::agent_work::Desk;
use crate::rules::Shelf;
use crate::service_plans::Board;
use crate::sign_in::Guard;
use crate::sources::Gate;
use dream_access::SealingKey;
use dream_blobs::Blobs;
use dream_bridge::service_plan::{ServicePlan, ServicePlans};
use dream_bus::Bus;
use dream_clock::Timestamp;
use dream_id::{OrgId, SystemKey};
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
    /// Where people and senders outside reach this server, if somebody said it.
    pub public_url: Option<PublicUrl>,
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
    pairings: crate::pairings::Memory,
    gate: Gate,
    shelf: Shelf,
    board: Board,
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
            pairings: crate::pairings::Memory::default(),
            gate: Gate::default(),
            shelf: Shelf::default(),
            board: Board::default(),
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

    /// These plans of the bridge are in force from now on. Before the first call there is the built-in one alone, which limits nothing.
    pub fn publish_plans(&self, plans: ServicePlans) {
        self.0.board.publish(plans);
    }

    /// The plan of the bridge that `org` is on.
    #[must_use]
    pub fn plan(&self, org: OrgId) -> ServicePlan {
        self.0.board.plan(org)
    }

    /// The plans in force.
    pub(crate) fn board(&self) -> &Board {
        &self.0.board
    }

    /// What is remembered of Discord's channels for pairings.
    pub(crate) fn pairings(&self) -> &crate::pairings::Memory {
        &self.0.pairings
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
