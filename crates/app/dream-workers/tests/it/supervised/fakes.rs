//! A sandbox, agents and a gateway that are the test's own: what is started is seen, and what it does is told.

use async_trait::async_trait;
use dream_ports::{
    AgentAbout, AgentError, AgentHost, AgentLaunch, AgentLauncher, AgentProcess, AgentRef, ConfinedChild, ConfinedCommand, ConfinedProcess,
    Exit, HttpTools, Limit, OfferedServer, ProcessUsage, Sandbox, SandboxError, SandboxLevel, SandboxReport, ServedTools, Serving,
    SessionKey, SessionSetup, SessionWork, ToolError, ToolGateway, ToolHost, TurnEnd,
};
use dream_secret::Secret;
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

/// A sandbox that confines nothing, and starts nothing but a number. A check ends at once, as the test said, unless checks are run.
#[derive(Default)]
pub(super) struct FakeSandbox {
    started: AtomicU32,
    /// Whether the commands of checks, which are the test's own, are run.
    pub(super) runs: AtomicBool,
    /// How the next checks end, and what they write.
    pub(super) checks: Mutex<VecDeque<(i32, &'static str)>>,
    /// The checks that were run: the command, and what was in its file `index.html`.
    pub(super) checked: Mutex<Vec<(String, String)>>,
}

#[async_trait]
impl Sandbox for FakeSandbox {
    async fn report(&self) -> Arc<SandboxReport> {
        Arc::new(SandboxReport { level: SandboxLevel::Namespaces, measures: Vec::new(), cases: Vec::new(), limits: Vec::new() })
    }

    async fn start(&self, command: ConfinedCommand) -> Result<ConfinedChild, SandboxError> {
        let (mut exit, mut output) = (None, Vec::new());
        if command.label.starts_with("check/") && self.runs.load(Ordering::Relaxed) {
            let variables = command.environment.iter().map(|(name, value)| (name, value.expose()));
            let mut ran = std::process::Command::new(&command.program);
            let done = ran.args(&command.arguments).env_clear().envs(variables).current_dir(&command.workspace).output().unwrap();
            (exit, output) = (done.status.code().map(Exit::Code), [done.stdout, done.stderr].concat());
        } else if command.label.starts_with("check/") {
            let page = std::fs::read_to_string(command.workspace.join("index.html")).unwrap();
            self.checked.lock().unwrap().push((command.arguments[1].clone(), page));
            let (code, written) = self.checks.lock().unwrap().pop_front().unwrap();
            (exit, output) = (Some(Exit::Code(code)), written.as_bytes().to_vec());
        }
        let process = Process { number: self.started.fetch_add(1, Ordering::Relaxed) + 1, exit: watch::Sender::new(exit) };
        Ok(ConfinedChild {
            stdin: Box::new(tokio::io::sink()),
            stdout: Box::new(std::io::Cursor::new(output)),
            stderr: Box::new(tokio::io::empty()),
            process: Arc::new(process),
        })
    }

    async fn sweep(&self) -> Result<u32, SandboxError> {
        Ok(0)
    }
}

struct Process {
    number: u32,
    exit: watch::Sender<Option<Exit>>,
}

#[async_trait]
impl ConfinedProcess for Process {
    fn pid(&self) -> u32 {
        self.number
    }

    fn level(&self) -> SandboxLevel {
        SandboxLevel::Namespaces
    }

    fn unenforced(&self) -> &[Limit] {
        &[Limit::Memory]
    }

    fn usage(&self) -> Option<ProcessUsage> {
        Some(ProcessUsage::default())
    }

    async fn exited(&self) -> Exit {
        let mut exit = self.exit.subscribe();
        exit.wait_for(Option::is_some).await.unwrap().unwrap()
    }

    async fn stop(&self, _: Duration) -> Exit {
        self.exit.send_if_modified(|exit| exit.replace(exit.unwrap_or(Exit::Signal(15))).is_none());
        self.exited().await
    }

    fn kill(&self) {
        self.exit.send_if_modified(|exit| exit.replace(exit.unwrap_or(Exit::Signal(9))).is_none());
    }
}

/// What comes of the next start. Starts that nobody told anything greet.
pub(super) enum Plan {
    /// It is refused.
    Refused,
    /// It greets once a permit is there.
    Waits(Arc<Semaphore>),
}

/// Starts fakes.
pub(super) struct FakeLauncher {
    pub(super) sandbox: Arc<dyn Sandbox>,
    pub(super) plans: Mutex<VecDeque<Plan>>,
    pub(super) takes_up: bool,
    /// Where agents reach tools over HTTP.
    pub(super) tools_port: Mutex<Option<u16>>,
    pub(super) launched: mpsc::UnboundedSender<Arc<FakeAgent>>,
}

#[async_trait]
impl AgentLauncher for FakeLauncher {
    async fn launch(&self, launch: AgentLaunch, host: Arc<dyn AgentHost>) -> Result<Arc<dyn AgentProcess>, AgentError> {
        let plan = self.plans.lock().unwrap().pop_front();
        match plan {
            Some(Plan::Refused) => return Err(AgentError::Protocol("it said nothing that makes sense".to_owned())),
            Some(Plan::Waits(permits)) => permits.acquire().await.unwrap().forget(),
            None => {}
        }
        let folder = launch.command.workspace.clone();
        let child = self.sandbox.start(launch.command).await.map_err(AgentError::Sandbox)?;
        let (turns, told) = mpsc::unbounded_channel();
        let agent = Arc::new(FakeAgent {
            of: launch.agent,
            folder,
            host,
            process: child.process,
            about: AgentAbout { takes_up: self.takes_up, ..AgentAbout::default() },
            turns,
            told: tokio::sync::Mutex::new(told),
            tools_port: *self.tools_port.lock().unwrap(),
            servers: Mutex::default(),
            taken_up: Mutex::default(),
            work: Mutex::default(),
            cancelled: Mutex::default(),
        });
        // A test that looks at nothing more has dropped its end.
        let _ = self.launched.send(Arc::clone(&agent));
        Ok(agent)
    }
}

/// An agent that greeted.
pub(super) struct FakeAgent {
    pub(super) of: AgentRef,
    pub(super) folder: PathBuf,
    pub(super) host: Arc<dyn AgentHost>,
    pub(super) process: Arc<dyn ConfinedProcess>,
    about: AgentAbout,
    turns: mpsc::UnboundedSender<Turn>,
    told: tokio::sync::Mutex<mpsc::UnboundedReceiver<Turn>>,
    tools_port: Option<u16>,
    /// The tool servers that it was told of last.
    pub(super) servers: Mutex<Vec<OfferedServer>>,
    pub(super) taken_up: Mutex<Vec<SessionKey>>,
    pub(super) work: Mutex<SessionWork>,
    cancelled: Mutex<CancellationToken>,
}

/// A turn of an agent: what it was told. It goes on until the test ends it, it is cancelled or its process has ended.
pub(super) struct Turn {
    pub(super) text: String,
    end: oneshot::Sender<Ending>,
}

/// What a turn comes to, told to whoever waits for it.
type Ending = Box<dyn FnOnce() -> Result<TurnEnd, AgentError> + Send>;

/// A conversation that has broken off, and is held up before it can say so. Dropped, it goes on too.
pub(super) struct HeldUp {
    go_on: std::sync::mpsc::Sender<()>,
    heard: oneshot::Receiver<()>,
}

impl HeldUp {
    /// Lets it say so, and returns when it was listened to.
    pub(super) async fn go_on(self) {
        drop(self.go_on);
        assert!(super::soon("whoever listens to it", self.heard).await.is_err());
    }
}

/// An error that tells when nobody has it any more.
#[derive(Debug, thiserror::Error)]
#[error("it broke off")]
struct BrokeOff(oneshot::Sender<()>);

impl Turn {
    /// The agent has said what it had to say.
    pub(super) fn finish(self) {
        self.fail_with(Ok(TurnEnd::Finished));
    }

    pub(super) fn fail_with(self, how: Result<TurnEnd, AgentError>) {
        // The supervisor may have stopped waiting.
        let _ = self.end.send(Box::new(move || how));
    }

    /// The turn breaks off, and the conversation's task is held up in the middle of hearing so: from there on it cannot be broken off by others.
    pub(super) async fn break_off_held_up(self) -> HeldUp {
        let (go_on, held) = std::sync::mpsc::channel::<()>();
        let (tell, heard) = oneshot::channel();
        let (begin, begun) = oneshot::channel();
        let ending = move || {
            begin.send(()).unwrap();
            // Nothing is sent: the other end is dropped.
            let _ = tokio::task::block_in_place(|| held.recv());
            let source = std::io::Error::other(BrokeOff(tell));
            Err(AgentError::Sandbox(SandboxError::Io { doing: "hearing of its end".to_owned(), source }))
        };
        assert!(self.end.send(Box::new(ending)).is_ok(), "nobody waits for the turn's end");
        super::soon("the conversation", begun).await.unwrap();
        HeldUp { go_on, heard }
    }
}

impl FakeAgent {
    /// The next thing that it is told.
    pub(super) async fn turn(&self) -> Turn {
        let next = async { self.told.lock().await.recv().await.unwrap() };
        super::soon("a prompt", next).await
    }

    /// Its process ends by itself.
    pub(super) fn crash(&self) {
        self.process.kill();
    }

    pub(super) fn session(&self) -> (SessionKey, SessionWork) {
        (key(), *self.work.lock().unwrap())
    }
}

fn key() -> SessionKey {
    SessionKey("conversation".to_owned())
}

#[async_trait]
impl AgentProcess for FakeAgent {
    fn pid(&self) -> u32 {
        self.process.pid()
    }

    fn level(&self) -> SandboxLevel {
        self.process.level()
    }

    fn unenforced(&self) -> &[Limit] {
        self.process.unenforced()
    }

    fn about(&self) -> &AgentAbout {
        &self.about
    }

    fn usage(&self) -> Option<ProcessUsage> {
        self.process.usage()
    }

    fn tools_port(&self) -> Option<u16> {
        self.tools_port
    }

    async fn open(&self, setup: SessionSetup) -> Result<SessionKey, AgentError> {
        *self.work.lock().unwrap() = setup.work;
        *self.servers.lock().unwrap() = setup.tool_servers;
        Ok(key())
    }

    async fn take_up(&self, key: &SessionKey, setup: SessionSetup) -> Result<bool, AgentError> {
        *self.work.lock().unwrap() = setup.work;
        *self.servers.lock().unwrap() = setup.tool_servers;
        if self.about.takes_up {
            self.taken_up.lock().unwrap().push(key.clone());
        }
        Ok(self.about.takes_up)
    }

    async fn prompt(&self, _: &SessionKey, text: String) -> Result<TurnEnd, AgentError> {
        let (end, ended) = oneshot::channel();
        let cancelled = CancellationToken::new();
        *self.cancelled.lock().unwrap() = cancelled.clone();
        // A test that asks for no more turns holds the other end all the same.
        let _ = self.turns.send(Turn { text, end });
        tokio::select! {
            () = cancelled.cancelled() => Ok(TurnEnd::Cancelled),
            exit = self.process.exited() => Err(AgentError::Ended(exit)),
            Ok(ended) = ended => ended(),
        }
    }

    async fn cancel(&self, _: &SessionKey) {
        self.cancelled.lock().unwrap().cancel();
    }

    async fn close(&self, _: &SessionKey) {}

    async fn exited(&self) -> Exit {
        self.process.exited().await
    }

    async fn stop(&self, grace: Duration) -> Exit {
        self.process.stop(grace).await
    }

    fn kill(&self) {
        self.process.kill();
    }
}

/// A gateway that serves nothing, and remembers to whom.
#[derive(Default)]
pub(super) struct FakeGateway {
    pub(super) served: Mutex<Vec<(Serving, Arc<dyn ToolHost>)>>,
    /// How many of the next find the disk full.
    pub(super) full: AtomicU32,
}

struct Nothing(Option<HttpTools>);

impl ServedTools for Nothing {
    fn unreachable(&self) -> BTreeMap<String, String> {
        BTreeMap::new()
    }

    fn over_http(&self) -> Option<&HttpTools> {
        self.0.as_ref()
    }
}

#[async_trait]
impl ToolGateway for FakeGateway {
    async fn serve(&self, serving: Serving, host: Arc<dyn ToolHost>) -> Result<Box<dyn ServedTools>, ToolError> {
        if self.full.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |full| full.checked_sub(1)).is_ok() {
            return Err(ToolError::Socket { path: serving.socket, source: std::io::ErrorKind::StorageFull.into() });
        }
        let http = serving.http.map(|port| HttpTools { url: format!("http://127.0.0.1:{port}/tools"), token: Secret::new("token") });
        self.served.lock().unwrap().push((serving, host));
        Ok(Box::new(Nothing(http)))
    }
}
