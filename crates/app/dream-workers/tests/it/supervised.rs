//! The supervisor over a sandbox and agents that are the test's own, on both engines: what it does about agents that do not get on, crash,
//! are stopped, and wait for people.

mod checks;
mod crashes;
mod fakes;
mod full;
mod gates;
mod holding;
mod ladder;
mod models;
mod repository;
mod tools;
mod waiting;

use dream_app::escalations;
use dream_app::tasks::{self, NewTask};
use dream_app::tools::SwarmTools;
use dream_app::{Op, agents};
use dream_id::{Limit, TaskId};
use dream_ledger::Stream;
use dream_ports::{SandboxLevel, ToolAnswer};
use dream_swarm::{Agent, Escalation, Status};
use dream_testkit::TestApp;
use dream_workers::{Reconciler, Supervisor, SupervisorParts, SupervisorSettings, TaskTaker, TrackedSandbox};
use fakes::{FakeAgent, FakeGateway, FakeLauncher, FakeSandbox, Plan};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc;

/// As long as anything in these tests may take.
const SOON: Duration = Duration::from_secs(20);

/// What `comes`, unless it takes too long.
async fn soon<T>(what: &str, comes: impl Future<Output = T>) -> T {
    let came = tokio::time::timeout(SOON, comes).await;
    assert!(came.is_ok(), "in vain: {what}");
    came.unwrap()
}

/// Looks until `look` finds something: again whenever something was decided.
async fn until<T>(app: &TestApp, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let (mut feed, mut ledger) = (app.app.store.feed_wakeups(), app.app.store.ledger_wakeups());
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::select! {
                woken = feed.next() => woken.unwrap(),
                woken = ledger.next() => woken.unwrap(),
            }
        }
    };
    soon(what, looking).await
}

/// Looks again and again until `look` finds something, which nobody tells of.
async fn until_seen<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    let mut tick = tokio::time::interval(Duration::from_millis(5));
    let looking = async {
        loop {
            tick.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    soon(what, looking).await
}

/// A server's supervisor.
struct House<'a> {
    app: &'a TestApp,
    sandbox: Arc<FakeSandbox>,
    supervisor: Supervisor,
    taker: TaskTaker,
    launcher: Arc<FakeLauncher>,
    gateway: Arc<FakeGateway>,
    launched: tokio::sync::Mutex<mpsc::UnboundedReceiver<Arc<FakeAgent>>>,
    folder: tempfile::TempDir,
}

impl<'a> House<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self::with(app, true)
    }

    /// With agents that can take up a conversation of an earlier process, or not.
    fn with(app: &'a TestApp, takes_up: bool) -> Self {
        Self::of(app, takes_up, None)
    }

    /// One of several servers on the database, by this name.
    fn called(app: &'a TestApp, name: &str) -> Self {
        Self::of(app, true, Some(name.to_owned()))
    }

    fn of(app: &'a TestApp, takes_up: bool, holder: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fake = Arc::new(FakeSandbox::default());
        let sandbox = Arc::new(TrackedSandbox::new(fake.clone()));
        let (launched, seen) = mpsc::unbounded_channel();
        let launcher =
            Arc::new(FakeLauncher { sandbox: sandbox.clone(), plans: Mutex::default(), takes_up, tools_port: Mutex::default(), launched });
        let gateway = Arc::new(FakeGateway::default());
        let parts = SupervisorParts {
            sandbox,
            launcher: launcher.clone(),
            gateway: gateway.clone(),
            tools: Arc::new(SwarmTools::new(app.app.clone(), Duration::ZERO)),
        };
        let settings = SupervisorSettings {
            workspaces: folder.path().join("workspaces"),
            program: PathBuf::from("/bin/true"),
            floor: SandboxLevel::Landlock,
            path: "/bin".to_owned(),
            secrets: folder.path().join("secrets"),
            holder,
            task_beat: Duration::from_millis(20),
            task_rest: Duration::from_millis(1),
        };
        let supervisor = Supervisor::new(app.app.clone(), parts, settings);
        let taker = supervisor.task_taker();
        Self { app, sandbox: fake, supervisor, taker, launcher, gateway, launched: tokio::sync::Mutex::new(seen), folder }
    }

    /// Where its agents' folders lie.
    fn workspaces(&self) -> PathBuf {
        self.folder.path().join("workspaces")
    }

    /// Has written down what is seen, until the end.
    fn observing(&self) -> tokio::task::JoinHandle<()> {
        let supervisor = self.supervisor.clone();
        tokio::spawn(async move { supervisor.observe().await })
    }

    /// Reads what is wanted, wakes every place, and takes up what there is to do.
    async fn look(&self) {
        self.supervisor.reconcile().await.unwrap();
        self.taker.reconcile().await.unwrap();
    }

    /// Lets time pass, and looks.
    async fn after(&self, span: Duration) {
        self.app.clock.advance(span);
        self.look().await;
    }

    /// The next process that is started; time passes until it is.
    async fn started(&self) -> Arc<FakeAgent> {
        let mut launched = self.launched.lock().await;
        let starting = async {
            loop {
                if let Ok(agent) = launched.try_recv() {
                    return agent;
                }
                self.after(Duration::from_millis(500)).await;
            }
        };
        soon("a process", starting).await
    }

    /// Whether a process was started that nobody has looked at.
    async fn has_started(&self) -> bool {
        self.launched.lock().await.try_recv().is_ok()
    }

    fn plan(&self, plan: Plan) {
        self.launcher.plans.lock().unwrap().push_back(plan);
    }

    /// The agent of the newest conversation calls a tool.
    async fn call(&self, tool: &str, arguments: Value) -> ToolAnswer {
        let (serving, host) =
            self.gateway.served.lock().unwrap().last().map(|(serving, host)| (serving.clone(), Arc::clone(host))).unwrap();
        host.call(&serving.caller, tool, arguments).await
    }

    /// The server ends.
    async fn end(self) {
        soon("the supervisor's end", self.supervisor.drain()).await;
    }

    async fn agent(&self, name: &str) -> Stream<Agent> {
        agents::find(&self.app.owner(), name).await.unwrap().agent
    }

    async fn escalations(&self) -> Vec<Stream<Escalation>> {
        escalations::list(&self.app.owner(), None, None, Limit::default()).await.unwrap().items
    }

    async fn status(&self, task: TaskId) -> Status {
        tasks::find(&self.app.owner(), task).await.unwrap().standing().status
    }
}

/// An agent `ada` of the role `developer`, with more in its manifest.
async fn ada(app: &TestApp, more: &str) -> Stream<Agent> {
    let manifest = format!("name = \"ada\"\nrole = \"developer\"\n[runtime]\nkind = \"acp\"\ncommand = \"/bin/agent\"\n{more}\n");
    agents::register(&app.owner(), "ada.toml", manifest, None).await.unwrap()
}

/// A task for the role `developer`.
async fn task(op: &Op, title: &str) -> TaskId {
    let new = NewTask { role: Some("developer".to_owned()), ..NewTask::titled(title) };
    tasks::create(op, new).await.unwrap().task.id()
}
