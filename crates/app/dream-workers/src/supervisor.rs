//! The supervisor: runs agents' processes as the ledger wants them, gives them work, and watches that they get on with it.
//!
//! Every agent has as many places as it may work on tasks at once, and each place has one process at most and a task of its own here that
//! looks after it: [`place`]. What is done next is decided by the pure machine of `dream_swarm::supervision`; a place carries it out. A piece
//! of work is a conversation with the process: [`conversation`].

mod checks;
mod choice;
mod conversation;
mod launch;
mod lead;
mod observer;
mod place;
mod secrets;
mod settings;
mod tasks;
mod tracked;

pub(crate) use lead::RENEW;
pub use settings::{SupervisorParts, SupervisorSettings};
pub use tracked::TrackedSandbox;

use crate::Reconciler;
use async_trait::async_trait;
use choice::Work;
use dream_app::agent_work::{HandWork, Host, Roster, roster};
use dream_app::work::{Failure, Product, StageJob, StageWorker};
use dream_app::{App, AppError, Kind, Op, agents, swarm};
use dream_id::{AgentId, OrgId};
use dream_ports::{AgentHost, Sandbox as _, SandboxReport};
use lead::Lead;
use place::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, oneshot, watch};
use tokio_util::task::TaskTracker;

const NAME: &str = "supervisor";
/// The code of work that comes back because its agent was stopped.
const STOPPED: &str = "agent_stopped";
/// The roster is read this often at most, however much happens.
const READ_EVERY: Duration = Duration::from_millis(50);
/// How often it is read though nothing happened: alone on the database, and among others.
const LOOK: Duration = Duration::from_secs(2);
const LOOK_SHARED: Duration = Duration::from_millis(500);
/// It is looked for tasks this often at most.
const TASKS_EVERY: Duration = Duration::from_millis(250);

/// The supervisor of a process. Clones share it.
#[derive(Clone)]
pub struct Supervisor(Arc<Inner>);

struct Inner {
    app: App,
    parts: SupervisorParts,
    settings: SupervisorSettings,
    host: Arc<dyn AgentHost>,
    lead: Lead,
    roster: watch::Sender<Arc<Roster>>,
    places: Mutex<BTreeMap<(AgentId, u32), Place>>,
    /// How many tasks of each agent are under way, beside the work of stages.
    tasks: Mutex<BTreeMap<AgentId, u32>>,
    /// Agents of which places have ended, and are to be forgotten.
    left: Mutex<BTreeSet<AgentId>>,
    /// Whether every process ends, because the server does.
    draining: AtomicBool,
    /// Whether every process ends, because somebody said so to the server itself.
    halted: AtomicBool,
    /// A place may have become free, or there may be others.
    freed: Notify,
    /// Something that is seen of a process has changed.
    seen: Notify,
    running: TaskTracker,
}

impl Supervisor {
    /// A supervisor that looks at nothing yet.
    #[must_use]
    pub fn new(app: App, parts: SupervisorParts, settings: SupervisorSettings) -> Self {
        let (roster, _) = watch::channel(Arc::new(Roster::default()));
        Self(Arc::new(Inner {
            host: Arc::new(Host::new(app.clone())),
            app,
            parts,
            lead: Lead::new(settings.holder.clone()),
            settings,
            roster,
            places: Mutex::default(),
            tasks: Mutex::default(),
            left: Mutex::default(),
            draining: AtomicBool::new(false),
            halted: AtomicBool::new(false),
            freed: Notify::new(),
            seen: Notify::new(),
            running: TaskTracker::new(),
        }))
    }

    /// What the sandbox of this host holds agents to.
    pub async fn report(&self) -> Arc<SandboxReport> {
        self.0.parts.sandbox.report().await
    }

    /// Ends what an earlier life of the server left behind: processes, folders, and what was seen of them; the last not where `shared` says
    /// that other servers note in the same database what they see.
    ///
    /// # Errors
    /// What keeps it from that; nothing is started then.
    pub async fn sweep(&self, shared: bool) -> Result<(), AppError> {
        let swept = self.0.parts.sandbox.sweep().await.map_err(|error| {
            let code = error.code();
            AppError::new(Kind::Internal, code, error.to_string()).because(error)
        })?;
        if swept > 0 {
            tracing::warn!(processes.count = swept, "processes that an earlier life of the server had left behind were ended");
        }
        let folder = self.0.settings.workspaces.clone();
        let cleared = tokio::task::spawn_blocking(move || dream_app::agent_work::clear(&folder)).await;
        let cleared = cleared.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        cleared.map_err(|error| AppError::internal("clearing the agents' folders", error))?;
        if shared { Ok(()) } else { agents::forget_all(&self.0.op()).await }
    }

    /// Ends every process of an agent at once and starts none, because somebody said so to the server itself, and records it as soon as it
    /// can be recorded. Only a person's word starts them again.
    pub async fn halt(&self) {
        self.0.halted.store(true, Ordering::Release);
        self.0.parts.sandbox.kill_all();
        self.0.roster.send_modify(|_| {});
        let op = self.0.op();
        while let Err(error) = swarm::stop_all(&op, Some("The server was told by a signal to stop every agent.".to_owned())).await {
            tracing::error!(error.code = error.code, %error, "that every agent is stopped could not be recorded; trying again");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        if self.0.read_roster().await.is_ok() {
            // From here on what the ledger says is the same, until a person lifts it.
            self.0.halted.store(false, Ordering::Release);
            self.0.parts.sandbox.resume();
            self.0.roster.send_modify(|_| {});
        }
    }

    /// Ends every process, politely, and waits until none is left.
    pub async fn drain(&self) {
        self.0.draining.store(true, Ordering::Release);
        self.0.roster.send_modify(|_| {});
        self.0.seen.notify_one();
        self.0.running.close();
        self.0.running.wait().await;
        self.0.lead.end(&self.0.op()).await;
    }

    /// Writes down what is seen of the processes, whenever it changes, until the supervisor is drained.
    pub async fn observe(&self) {
        observer::run(&self.0).await;
    }

    /// The worker that keeps hold of the agents that are this server's to look after.
    #[must_use]
    pub fn lead_keeper(&self) -> LeadKeeper {
        LeadKeeper(Arc::clone(&self.0))
    }

    /// How often it looks though nothing happened: another server's end is no event.
    pub(crate) fn look_every(&self) -> Duration {
        if self.0.lead.is_shared() { LOOK_SHARED } else { LOOK }
    }

    /// The worker that takes up tasks that are not the work of stages, for agents that have room.
    #[must_use]
    pub fn task_taker(&self) -> TaskTaker {
        TaskTaker(Arc::clone(&self.0))
    }
}

impl Inner {
    fn op(&self) -> Op {
        Op::of_worker(self.app.clone(), NAME)
    }

    fn places(&self) -> MutexGuard<'_, BTreeMap<(AgentId, u32), Place>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    fn is_halted(&self) -> bool {
        self.halted.load(Ordering::Acquire)
    }

    /// Reads which agents there are; whether that is other than before.
    async fn read_roster(&self) -> Result<(), AppError> {
        let mut read = roster(&self.op()).await?;
        self.lead.renew(&self.op()).await?;
        self.lead.leave_mine(&mut read);
        self.give_on_what_was_lost(&read).await?;
        self.roster.send_replace(Arc::new(read));
        self.freed.notify_waiters();
        Ok(())
    }

    /// An agent that is new here has no process yet: what it had taken up under a server that is gone nobody works on.
    async fn give_on_what_was_lost(&self, read: &Roster) -> Result<(), AppError> {
        let before = self.roster.borrow().clone();
        let new = read.agents.iter().filter(|(id, _)| !before.agents.contains_key(id));
        let new = new.map(|(_, agent)| (agent.org, agent.agent.name())).collect();
        dream_app::tasks::end_lost(&self.op(), &new).await.map(drop)
    }

    /// Gives work to a place of an agent that suits, as soon as there is one, and waits for what comes of it.
    async fn give(self: &Arc<Self>, work: Work) -> Result<Vec<Product>, Failure> {
        let mut work = work;
        loop {
            let freed = self.freed.notified();
            tokio::pin!(freed);
            freed.as_mut().enable();
            if self.is_draining() {
                return Err(stopped());
            }
            match self.try_give(work) {
                Ok(done) => return done.await.unwrap_or_else(|_| Err(stopped())),
                Err(back) => work = back,
            }
            freed.await;
        }
    }

    /// Gives work to a place that is free; the work itself, when there is none.
    #[expect(clippy::result_large_err, reason = "it is no error: the work goes back to where it is kept")]
    fn try_give(self: &Arc<Self>, work: Work) -> Result<oneshot::Receiver<Result<Vec<Product>, Failure>>, Work> {
        let roster = self.roster.borrow().clone();
        for agent in choice::candidates(&roster, &work) {
            for index in 0..agent.agent.manifest.concurrency.max(1) {
                if let Some(hand) = self.take_place(agent.agent.id, index) {
                    let (done, receiver) = oneshot::channel();
                    // A place that ended between the two has dropped its receiver; whoever waits finds out and is given another.
                    let _ = hand.send(place::Given { work: work.into_hand(), done });
                    return Ok(receiver);
                }
            }
        }
        Err(work)
    }

    /// The inbox of a place, if it is free; it is not from then on.
    fn take_place(self: &Arc<Self>, agent: AgentId, index: u32) -> Option<tokio::sync::mpsc::UnboundedSender<place::Given>> {
        let mut places = self.places();
        let place = places.entry((agent, index)).or_insert_with(|| Place::start(self, agent, index));
        place.take()
    }

    /// Makes the places that are to have a process without work.
    fn keep_up(self: &Arc<Self>) {
        let roster = self.roster.borrow().clone();
        for (id, rostered) in &roster.agents {
            if rostered.may_work() && rostered.agent.desired == dream_swarm::Desired::Running && !self.is_draining() {
                self.places().entry((*id, 0)).or_insert_with(|| Place::start(self, *id, 0));
            }
        }
    }
}

fn stopped() -> Failure {
    Failure::Internal(AppError::new(Kind::Unavailable, STOPPED, "the agent was stopped; the work is taken up again"))
}

#[async_trait]
impl StageWorker for Supervisor {
    fn takes(&self, org: OrgId, role: Option<&str>) -> bool {
        let roster = self.0.roster.borrow();
        !self.0.is_draining() && !self.0.is_halted() && choice::anybody(&roster, org, role)
    }

    async fn refuses(&self) -> Option<Failure> {
        let report = self.0.parts.sandbox.report().await;
        if report.level >= self.0.settings.floor && report.failed().all(|case| case.level > report.level) {
            return None;
        }
        let why = format!(
            "it confines at level {} at most, and {} is asked for; `dreamos doctor` shows what is missing",
            report.level, self.0.settings.floor
        );
        Some(Failure::Unconfined(why))
    }

    async fn work(&self, job: Arc<StageJob>) -> Result<Vec<Product>, Failure> {
        let work =
            Work { org: job.org(), project: Some(job.project()), role: job.role().to_owned(), agent: None, hand: HandWork::Stage(job) };
        self.0.give(work).await
    }
}

#[async_trait]
impl Reconciler for Supervisor {
    fn name(&self) -> &'static str {
        NAME
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        self.0.read_roster().await?;
        self.0.keep_up();
        tokio::time::sleep(READ_EVERY).await;
        Ok(false)
    }
}

/// Takes up tasks that are not the work of stages, for agents that have room.
pub struct TaskTaker(Arc<Inner>);

#[async_trait]
impl Reconciler for TaskTaker {
    fn name(&self) -> &'static str {
        "agent-tasks"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        tasks::take(&self.0).await?;
        tokio::time::sleep(TASKS_EVERY).await;
        Ok(false)
    }
}

/// Renews this server's hold on its agents, whatever else takes time: a server that works hard is not gone.
pub struct LeadKeeper(Arc<Inner>);

#[async_trait]
impl Reconciler for LeadKeeper {
    fn name(&self) -> &'static str {
        "agent-lead"
    }

    async fn reconcile(&self) -> Result<bool, AppError> {
        match self.0.lead.renew(&self.0.op()).await {
            Err(error) if !self.0.lead.is_lost() => {
                tracing::warn!(error.code = error.code, %error, "the hold on this server's agents could not be renewed; trying again before it ends");
                Ok(false)
            }
            renewed => renewed.map(|()| false),
        }
    }
}
