//! All workers of a process: started together, drained together.

use crate::reconciler::{WokenBy, run};
use crate::supervisor::RENEW;
use crate::{
    AlertKeeper, ChannelKeeper, ClockKeeper, Constrainer, Deliverer, Expirer, GatePosts, Gateways, HistoryKeeper, Housekeeper, LogKeeper,
    Messenger, Mirror, Notifier, Pairer, Performer, Planner, RefusalKeeper, Scheduler, Sealer, SelfTeller, Sequencer, Supervisor,
    TaskKeeper, Teller,
};
use dream_app::App;
use dream_app::history::SealRule;
use dream_app::notifications::Outlets;
use dream_app::work::StageWorker;
use dream_id::OrgId;
use dream_ports::Cancel;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How the workers of a process run.
#[derive(Clone)]
pub struct Settings {
    /// This process's name among all that share the database.
    pub holder: String,
    /// How many attempts are worked on at once.
    pub slots: usize,
    /// Who does the work of attempts.
    pub worker: Arc<dyn StageWorker>,
    /// Which organisation's messages are mirrored to files; `None` where several processes share the database.
    pub mirror: Option<MirrorOf>,
}

/// Which messages are mirrored, and where.
#[derive(Debug, Clone)]
pub struct MirrorOf {
    /// The organisation.
    pub org: OrgId,
    /// The folder.
    pub folder: PathBuf,
}

/// The running workers.
pub struct Workers {
    stop: CancellationToken,
    cancel: Cancel,
    performer: Arc<Performer>,
    supervisor: Option<Supervisor>,
    gateways: Option<Gateways>,
    observer: Option<JoinHandle<()>>,
    /// What keeps hold of the agents until the last of them has ended, and what ends it.
    lead: Option<(CancellationToken, JoinHandle<()>)>,
    tasks: TaskTracker,
}

impl Workers {
    /// Starts all workers.
    #[must_use]
    pub fn start(app: &App, settings: Settings) -> Self {
        let workers = Self::start_bridge(app, settings);
        let Self { stop, performer, tasks, .. } = &workers;
        let store = || app.store.clone();
        tasks.spawn(run(Scheduler(app.clone()), store(), WokenBy::Feed, Duration::from_secs(2), stop.clone()));
        tasks.spawn(run(Arc::clone(performer), store(), WokenBy::Feed, Duration::from_secs(2), stop.clone()));
        tasks.spawn(run(Constrainer(app.clone()), store(), WokenBy::Feed, Duration::from_secs(2), stop.clone()));
        tasks.spawn(run(Expirer(app.clone()), store(), WokenBy::Timer, Duration::from_secs(1), stop.clone()));
        tasks.spawn(run(TaskKeeper::new(app.clone()), store(), WokenBy::Tasks, Duration::from_millis(250), stop.clone()));
        tasks.spawn(run(GatePosts(app.clone()), store(), WokenBy::Feed, Duration::from_secs(5), stop.clone()));
        workers
    }

    /// Starts the workers of the bridge and what they stand on: messages and the ledger, and nothing of runs, tasks and agents.
    #[must_use]
    pub fn start_bridge(app: &App, settings: Settings) -> Self {
        let deliverer = Deliverer::new(app.clone(), &settings.holder);
        let holder = settings.holder.clone();
        let workers = Self::start_own(app, settings);
        let Self { stop, tasks, .. } = &workers;
        let pairer = Pairer::new(app.clone(), &holder, tasks.clone());
        let store = || app.store.clone();
        tasks.spawn(run(Sequencer(app.clone()), store(), WokenBy::Ledger, Duration::from_millis(500), stop.clone()));
        tasks.spawn(run(Housekeeper(app.clone()), store(), WokenBy::Timer, Duration::from_mins(10), stop.clone()));
        tasks.spawn(run(HistoryKeeper::new(app.clone()), store(), WokenBy::Timer, Duration::from_millis(200), stop.clone()));
        tasks.spawn(run(ChannelKeeper(app.clone()), store(), WokenBy::Timer, Duration::from_secs(10), stop.clone()));
        tasks.spawn(run(AlertKeeper::new(app.clone(), &holder), store(), WokenBy::Timer, Duration::from_secs(15), stop.clone()));
        tasks.spawn(run(Teller(app.clone()), store(), WokenBy::Feed, Duration::from_secs(2), stop.clone()));
        tasks.spawn(deliverer.run(stop.clone()));
        tasks.spawn(run(pairer, store(), WokenBy::Timer, Duration::from_millis(200), stop.clone()));
        tasks.spawn(run(Notifier(app.clone()), store(), WokenBy::Feed, Duration::from_secs(5), stop.clone()));
        tasks.spawn(run(SelfTeller(app.clone()), store(), WokenBy::Feed, Duration::from_secs(2), stop.clone()));
        for planner in Planner::two(app) {
            tasks.spawn(run(planner, store(), WokenBy::Received, Duration::from_millis(250), stop.clone()));
        }
        let sealer = Sealer { app: app.clone(), rule: SealRule::default() };
        tasks.spawn(run(sealer, store(), WokenBy::Timer, Duration::from_secs(30), stop.clone()));
        workers
    }

    /// Has messages carried out to people, as one of the workers.
    #[must_use]
    pub fn announcing(self, app: &App, outlets: Outlets) -> Self {
        let messenger = Messenger { app: app.clone(), outlets };
        self.tasks.spawn(run(messenger, app.store.clone(), WokenBy::Timer, Duration::from_secs(1), self.stop.clone()));
        self
    }

    /// Has the supervisor look after agents, as one of the workers.
    #[must_use]
    pub fn supervised_by(mut self, app: &App, supervisor: Supervisor) -> Self {
        let (store, stop) = (|| app.store.clone(), &self.stop);
        self.tasks.spawn(run(supervisor.clone(), store(), WokenBy::Feed, supervisor.look_every(), stop.clone()));
        self.tasks.spawn(run(supervisor.task_taker(), store(), WokenBy::Ready, Duration::from_secs(2), stop.clone()));
        let (keeper, led) = (supervisor.lead_keeper(), CancellationToken::new());
        self.lead = Some((led.clone(), tokio::spawn(run(keeper, store(), WokenBy::Timer, RENEW, led))));
        let observer = supervisor.clone();
        self.observer = Some(tokio::spawn(async move { observer.observe().await }));
        self.supervisor = Some(supervisor);
        self
    }

    /// Has gateways to Discord kept open, as one of the workers.
    #[must_use]
    pub fn connected_by(mut self, app: &App, gateways: Gateways) -> Self {
        self.tasks.spawn(run(gateways.clone(), app.store.clone(), WokenBy::Feed, Duration::from_secs(5), self.stop.clone()));
        self.gateways = Some(gateways);
        self
    }

    /// Starts only the workers that look after this process's own files: for a process that leaves the rest to others.
    #[must_use]
    pub fn start_own(app: &App, settings: Settings) -> Self {
        let (stop, cancel, tasks) = (CancellationToken::new(), Cancel::new(), TaskTracker::new());
        let performer = Arc::new(Performer::new(app.clone(), settings.worker, settings.holder, settings.slots, cancel.clone()));
        if let Some(MirrorOf { org, folder }) = settings.mirror {
            let mirror = Mirror::new(app.clone(), org, folder);
            tasks.spawn(run(mirror, app.store.clone(), WokenBy::Timer, Duration::from_secs(1), stop.clone()));
        }
        tasks.spawn(run(LogKeeper(app.clone()), app.store.clone(), WokenBy::Timer, Duration::from_secs(15), stop.clone()));
        tasks.spawn(RefusalKeeper::run(app.clone(), stop.clone()));
        tasks.spawn(run(ClockKeeper(app.clone()), app.store.clone(), WokenBy::Timer, Duration::from_secs(15), stop.clone()));
        Self { stop, cancel, performer, supervisor: None, gateways: None, observer: None, lead: None, tasks }
    }

    /// Stops: nothing new begins; work under way has `grace` to end, then it is broken off, and resumes at the next start from what
    /// was recorded.
    pub async fn stop(self, grace: Duration) {
        self.stop.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        if tokio::time::timeout(grace, self.performer.drain()).await.is_err() {
            self.cancel.cancel();
            self.performer.drain().await;
        }
        if let Some(gateways) = self.gateways {
            gateways.drain().await;
        }
        if let Some(supervisor) = self.supervisor {
            supervisor.drain().await;
        }
        if let Some((led, keeper)) = self.lead {
            led.cancel();
            if let Err(error) = keeper.await {
                tracing::warn!(%error, "what keeps hold of this server's agents ended early");
            }
        }
        if let Some(observer) = self.observer {
            // It ends with the last place, and writes down that there is none.
            if let Err(error) = observer.await {
                tracing::warn!(%error, "the observer of agents ended early");
            }
        }
    }
}
