//! What every use case stands on.

use crate::agent_work::Desk;
use crate::logs::ServerName;
use crate::orgs::{self, Standings};
use crate::rules::Shelf;
use crate::service_plans::Board;
use crate::sign_in::Guard;
use crate::sources::Gate;
use crate::{AppError, PublicUrl};
use dream_access::SealingKey;
use dream_blobs::Blobs;
use dream_bridge::service_plan::{ServicePlan, ServicePlans};
use dream_bus::Bus;
use dream_clock::Timestamp;
use dream_id::{OrgId, SystemKey};
use dream_logs::Logs;
use dream_ports::{Discord, Hook, ModelRegistry, Repositories};
use dream_roles::Prompts;
use dream_store::{Store, authority::Authorities};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};

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
    /// Git repositories on this machine.
    pub repositories: Arc<dyn Repositories>,
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
    names: crate::messages::Names,
    gate: Gate,
    shelf: Shelf,
    board: Board,
    standings: Standings,
    slack_api: OnceLock<String>,
    bridge_alone: AtomicBool,
    clock_ahead: AtomicI64,
    room: crate::readiness::Refusals,
    server: OnceLock<ServerName>,
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
            names: crate::messages::Names::default(),
            gate: Gate::default(),
            shelf: Shelf::default(),
            board: Board::default(),
            standings: Standings::default(),
            slack_api: OnceLock::new(),
            bridge_alone: AtomicBool::new(false),
            clock_ahead: AtomicI64::new(0),
            room: crate::readiness::Refusals::default(),
            server: OnceLock::new(),
            authorities: Authorities::default(),
        }))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.parts.store.now()
    }

    /// Now, by the clock that all servers on one database share: this one's, less what it was ahead of the database's when they were last
    /// compared. Leases of tasks begin and end by it. The same as [`App::now`] where there is one clock alone.
    #[must_use]
    pub fn shared_now(&self) -> Timestamp {
        Timestamp::from_micros(self.now().micros().saturating_sub(self.clock_ahead_micros()))
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

    /// What senders of messages are called.
    pub(crate) fn names(&self) -> &crate::messages::Names {
        &self.0.names
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
    ///
    /// # Errors
    /// Those of the store.
    pub async fn plan(&self, org: OrgId) -> Result<ServicePlan, AppError> {
        let standing = orgs::standing(self, org).await?;
        Ok(self.0.board.plan(&standing))
    }

    /// What was lately read of organisations.
    pub(crate) fn standings(&self) -> &Standings {
        &self.0.standings
    }

    /// Slack's Web API is at `url` from now on. The first call counts.
    pub fn reach_slack_at(&self, url: &str) {
        self.0.slack_api.get_or_init(|| url.trim_end_matches('/').to_owned());
    }

    /// Where Slack's Web API is.
    pub(crate) fn slack_api(&self) -> &str {
        self.0.slack_api.get().map_or(crate::slack::API, String::as_str)
    }

    /// This process runs the bridge alone from now on: nobody here works on projects, runs and tasks, and no agents are started.
    pub fn serve_bridge_alone(&self) {
        self.0.bridge_alone.store(true, Ordering::Relaxed);
    }

    /// Whether this process runs the bridge alone.
    #[must_use]
    pub fn is_bridge_alone(&self) -> bool {
        self.0.bridge_alone.load(Ordering::Relaxed)
    }

    /// How far this machine's clock was ahead of the database's when they were last compared, in microseconds.
    #[must_use]
    pub fn clock_ahead_micros(&self) -> i64 {
        self.0.clock_ahead.load(Ordering::Relaxed)
    }

    /// Keeps what a comparison found.
    pub(crate) fn keep_clock_ahead(&self, micros: i64) {
        self.0.clock_ahead.store(micros, Ordering::Relaxed);
    }

    /// Where room was lately tried in vain.
    pub(crate) fn room(&self) -> &crate::readiness::Refusals {
        &self.0.room
    }

    /// This process is one of several on its database, and called so. The first call counts.
    pub fn call_server(&self, name: ServerName) {
        self.0.server.get_or_init(|| name);
    }

    /// What this process is called among those that share its database; nothing where it has a database of its own.
    #[must_use]
    pub fn server_name(&self) -> Option<&ServerName> {
        self.0.server.get()
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
