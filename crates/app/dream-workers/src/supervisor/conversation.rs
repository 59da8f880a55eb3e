//! One piece of work as a conversation with an agent's process: its folder is laid out, its tools are served, it is prompted until the work
//! is done or has come to nothing.

use super::secrets::Known;
use super::{Inner, launch};
use dream_app::AppError;
use dream_app::agent_work::{After, Hand, Rostered};
use dream_app::work::{Failure, Product};
use dream_ports::{AgentError, AgentProcess, ServedTools, Serving, SessionKey, SessionSetup, ToolError, TurnEnd};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

/// How long an agent has to end a turn whose work has come to nothing.
const TO_END: Duration = Duration::from_secs(5);

/// Who talks with whom about what.
pub(super) struct Conversation {
    pub(super) inner: Arc<Inner>,
    pub(super) agent: Rostered,
    pub(super) process: Arc<dyn AgentProcess>,
    pub(super) hand: Arc<Hand>,
    /// The conversation that an earlier process had about the same.
    pub(super) session: Arc<Mutex<Option<SessionKey>>>,
    /// Whether the agent was at it before.
    pub(super) resumed: bool,
    /// Words that the agent is nudged with.
    pub(super) nudges: mpsc::UnboundedReceiver<String>,
}

/// Why a conversation broke off.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broke {
    #[error(transparent)]
    Agent(#[from] AgentError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Tools(#[from] ToolError),
    #[error(transparent)]
    Launch(#[from] launch::LaunchError),
}

/// What a turn came to.
enum Turn {
    Ended(TurnEnd),
    Nudged(String),
}

impl Conversation {
    /// Talks until the work is over. Dropped, it leaves the rest to whoever ends the process.
    pub(super) async fn run(mut self) -> Result<Result<Vec<Product>, Failure>, Broke> {
        let (desk, hand) = (self.inner.app.clone(), Arc::clone(&self.hand));
        let _laid = desk.desk().lay(hand);
        if !self.resumed
            && let Err(failure) = self.hand.prepare(&self.inner.app).await?
        {
            return Ok(Err(failure));
        }
        let served = self.serve().await?;
        let (key, told) = self.open(&*served).await?;
        let mut text = told;
        let ended = loop {
            let turn = match self.turn(&key, text).await {
                Err(Broke::Agent(AgentError::Answered { message, .. })) => break Err(self.answered(message).await?),
                other => other?,
            };
            match turn {
                Turn::Nudged(words) => text = words,
                Turn::Ended(end) => match self.hand.after(&self.inner.app, &*self.inner, end).await? {
                    After::Done(products) => break Ok(products),
                    After::Failed(failure) => break Err(failure),
                    After::Say(words) => text = words,
                },
            }
        };
        self.process.close(&key).await;
        drop(served);
        Ok(ended)
    }

    async fn serve(&self) -> Result<Box<dyn ServedTools>, Broke> {
        let (inner, folder) = (&self.inner, self.hand.folder());
        let known = Known::of_servers(&inner.app, &inner.settings, &self.agent).await?;
        let servers = launch::servers(&inner.settings, &self.agent, folder, &known)?;
        let serving = Serving { caller: self.hand.caller(), socket: launch::socket(folder), servers, http: self.process.tools_port() };
        Ok(inner.parts.gateway.serve(serving, Arc::clone(&inner.parts.tools)).await?)
    }

    /// Opens the conversation, or takes up an earlier one; also what is said in it first.
    async fn open(&self, served: &dyn ServedTools) -> Result<(SessionKey, String), Broke> {
        let tool_servers = vec![launch::tools(&self.inner.settings, self.hand.folder(), served.over_http())];
        let setup = SessionSetup { folder: self.hand.folder().to_owned(), work: self.hand.session_work(), tool_servers };
        let before = self.session.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(key) = before
            && self.process.take_up(&key, setup.clone()).await?
        {
            return Ok((key, self.hand.nudge(None)));
        }
        let key = self.process.open(setup).await?;
        *self.session.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.clone());
        Ok((key, self.hand.opening()))
    }

    /// One turn: until the agent ends it, is nudged, or the work has come to nothing.
    async fn turn(&mut self, key: &SessionKey, text: String) -> Result<Turn, Broke> {
        let process = Arc::clone(&self.process);
        let prompted = process.prompt(key, text);
        tokio::pin!(prompted);
        let hand = Arc::clone(&self.hand);
        let nudged = tokio::select! {
            ended = &mut prompted => return Ok(Turn::Ended(ended?)),
            () = hand.failed() => None,
            Some(words) = self.nudges.recv() => Some(words),
        };
        if nudged.is_none() {
            // It is told why by the answer to its own question, and usually ends by itself.
            if let Ok(ended) = tokio::time::timeout(TO_END, &mut prompted).await {
                // What it says of the end of a turn that has failed changes nothing.
                return Ok(Turn::Ended(ended.unwrap_or(TurnEnd::Finished)));
            }
        }
        process.cancel(key).await;
        let ended = prompted.await?;
        Ok(nudged.map_or(Turn::Ended(ended), Turn::Nudged))
    }

    /// The agent ended its turn with an error of its own.
    async fn answered(&self, message: String) -> Result<Failure, Broke> {
        if let After::Failed(failure) = self.hand.after(&self.inner.app, &*self.inner, TurnEnd::Refused).await?
            && !matches!(failure, Failure::Agent { code: "agent_no_result", .. })
        {
            return Ok(failure);
        }
        let agent = &self.hand.agent().name;
        Ok(Failure::Agent { code: "agent_error", message: format!("the agent {agent} ended its turn with an error: {message}") })
    }
}
