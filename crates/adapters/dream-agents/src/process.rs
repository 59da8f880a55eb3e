//! An agent's process that was greeted: its conversations, and its end.

mod conversations;
mod turn;

use crate::complaints::Complaints;
use crate::connection::{Connection, Ended, Unanswered};
use crate::options::AcpOptions;
use crate::session::{Session, Sessions};
use agent_client_protocol::v1::schema::{AuthMethod, Error, InitializeResponse, RequestId};
use async_trait::async_trait;
use dream_ports::{
    AgentAbout, AgentError, AgentHost, AgentProcess, AgentRef, ConfinedCommand, ConfinedProcess, Exit, Limit, ProcessUsage, Sandbox,
    SandboxLevel, SessionKey, SessionSetup, TurnEnd,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How long what an ended process wrote last is still read.
pub(crate) const REST: Duration = Duration::from_millis(500);
/// How many characters of an agent's words an error holds.
const WORDS: usize = 2_000;

/// Everything about one agent's process that its tasks share.
pub(crate) struct Agent {
    pub(crate) of: AgentRef,
    pub(crate) host: Arc<dyn AgentHost>,
    pub(crate) process: Arc<dyn ConfinedProcess>,
    pub(crate) connection: Connection,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) complaints: Arc<Complaints>,
    pub(crate) sandbox: Arc<dyn Sandbox>,
    /// Its own command: its terminals are confined as it is.
    pub(crate) command: ConfinedCommand,
    pub(crate) options: AcpOptions,
    /// What it asked and was not answered yet.
    pub(crate) asked: Mutex<HashMap<RequestId, CancellationToken>>,
    /// How often it spoke of conversations that are not its own.
    pub(crate) foreign: AtomicU64,
    pub(crate) disk: Semaphore,
}

impl Agent {
    /// Asks the agent, and says of an error what was asked. `first` as in [`Connection::request`].
    pub(crate) async fn ask<P, R, T>(
        &self,
        method: &'static str,
        params: &P,
        first: impl FnOnce(R) -> Result<T, String> + Send + 'static,
    ) -> Result<T, AgentError>
    where
        P: Serialize,
        R: DeserializeOwned,
        T: Send + 'static,
    {
        self.connection.request(method, params, first).await.map_err(|unanswered| match unanswered {
            Unanswered::Ended(why) => why.into(),
            Unanswered::Refused(error) => answered(method, &error),
        })
    }

    /// As [`Agent::ask`], for at most as long as an agent may take.
    async fn ask_in_time<P, R, T>(
        &self,
        request: &'static str,
        params: &P,
        first: impl FnOnce(R) -> Result<T, String> + Send + 'static,
    ) -> Result<T, AgentError>
    where
        P: Serialize,
        R: DeserializeOwned,
        T: Send + 'static,
    {
        let waited = self.options.reply;
        tokio::time::timeout(waited, self.ask(request, params, first)).await.unwrap_or(Err(AgentError::Silent { request, waited }))
    }

    fn session(&self, key: &SessionKey, request: &'static str) -> Result<Arc<Session>, AgentError> {
        self.sessions.get(&key.0).ok_or_else(|| {
            if self.connection.ended().is_cancelled() {
                return self.connection.why().into();
            }
            let message = format!("no conversation {} is open in this process", key.0);
            AgentError::Answered { request, code: i64::from(i32::from(Error::invalid_params().code)), message }
        })
    }
}

fn answered(request: &'static str, error: &Error) -> AgentError {
    let mut message = error.message.clone();
    if let Some(data) = &error.data {
        message.push_str(": ");
        message.push_str(&data.as_str().map_or_else(|| data.to_string(), str::to_owned));
    }
    AgentError::Answered { request, code: i64::from(i32::from(error.code)), message: message.chars().take(WORDS).collect() }
}

/// What the agent said when it was greeted.
pub(crate) struct Greeting {
    about: AgentAbout,
    /// Whether it resumes conversations; one that takes them up otherwise loads them.
    resumes: bool,
    closes: bool,
    /// Whether it reaches tool servers over streamable HTTP.
    http: bool,
    /// The ways to authenticate that need nobody at a keyboard.
    unattended: Vec<AuthMethod>,
}

impl Greeting {
    pub(crate) fn of(answer: InitializeResponse) -> Self {
        let (loads, sessions) = (answer.agent_capabilities.load_session, answer.agent_capabilities.session_capabilities);
        let http = answer.agent_capabilities.mcp_capabilities.http;
        let resumes = sessions.resume.is_some();
        let (name, version) = answer.agent_info.map_or_else(Default::default, |info| (info.name, info.version));
        let short = |text: String| text.chars().take(200).collect();
        Self {
            about: AgentAbout {
                name: short(name),
                version: short(version),
                takes_up: loads || resumes,
                authentication: answer.auth_methods.iter().map(|method| method.id().0.to_string()).collect(),
            },
            resumes,
            closes: sessions.close.is_some(),
            http,
            unattended: answer.auth_methods.into_iter().filter(|method| matches!(method, AuthMethod::Agent(_))).collect(),
        }
    }
}

/// An agent's process that was greeted. Dropping it ends the process.
pub(crate) struct AcpProcess {
    agent: Arc<Agent>,
    greeting: Greeting,
}

impl AcpProcess {
    pub(crate) fn new(agent: Arc<Agent>, greeting: Greeting) -> Self {
        Self { agent, greeting }
    }

    /// Asks the agent to end every turn and every conversation, and waits until it has.
    async fn close_all(&self) {
        let keys = self.agent.sessions.keys();
        futures::future::join_all(keys.iter().map(async |key| {
            turn::finish(&self.agent, key).await;
            self.close(key).await;
        }))
        .await;
    }
}

#[async_trait]
impl AgentProcess for AcpProcess {
    fn pid(&self) -> u32 {
        self.agent.process.pid()
    }

    fn level(&self) -> SandboxLevel {
        self.agent.process.level()
    }

    fn unenforced(&self) -> &[Limit] {
        self.agent.process.unenforced()
    }

    fn about(&self) -> &AgentAbout {
        &self.greeting.about
    }

    fn usage(&self) -> Option<ProcessUsage> {
        self.agent.process.usage()
    }

    fn last_words(&self) -> Vec<String> {
        self.agent.complaints.last()
    }

    fn tools_port(&self) -> Option<u16> {
        self.agent.process.tools_port().filter(|_| self.greeting.http)
    }

    async fn open(&self, setup: SessionSetup) -> Result<SessionKey, AgentError> {
        conversations::open(&self.agent, &self.greeting, &setup).await
    }

    async fn take_up(&self, key: &SessionKey, setup: SessionSetup) -> Result<bool, AgentError> {
        conversations::take_up(&self.agent, &self.greeting, key, &setup).await
    }

    async fn prompt(&self, key: &SessionKey, text: String) -> Result<TurnEnd, AgentError> {
        turn::prompt(&self.agent, key, text).await
    }

    async fn cancel(&self, key: &SessionKey) {
        turn::cancel(&self.agent, key);
    }

    async fn close(&self, key: &SessionKey) {
        conversations::close(&self.agent, &self.greeting, key).await;
    }

    async fn exited(&self) -> Exit {
        let exit = self.agent.process.exited().await;
        // What it wrote last still counts. A pipe that somebody holds open does not.
        let _ = tokio::time::timeout(REST, self.agent.complaints.over()).await;
        exit
    }

    async fn stop(&self, grace: Duration) -> Exit {
        let began = Instant::now();
        // Half of the time is for words. An agent that does not listen is stopped all the same.
        let _ = tokio::time::timeout(grace / 2, self.close_all()).await;
        self.agent.sessions.clear();
        self.agent.process.stop(grace.saturating_sub(began.elapsed())).await
    }

    fn kill(&self) {
        self.agent.process.kill();
        self.agent.sessions.clear();
    }
}

impl Drop for AcpProcess {
    fn drop(&mut self) {
        self.agent.process.kill();
        self.agent.sessions.clear();
        self.agent.connection.end(Ended::Protocol("nobody needs the process any longer".to_owned()));
    }
}
