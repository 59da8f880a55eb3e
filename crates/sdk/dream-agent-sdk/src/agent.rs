//! [`Agent`]: what an agent is called and what it does when it is spoken to.

use crate::{Context, Done, Error, Failure, Task, serve, task, tools::Connect};
use futures::future::BoxFuture;
use std::future::Future;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};

/// An agent that has a name and not yet anything to do.
#[derive(Debug, Clone)]
pub struct Agent {
    pub(crate) name: String,
    pub(crate) version: String,
}

impl Agent {
    /// An agent of this name: what it calls itself towards the server, which knows it by its manifest.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }

    /// Its version, shown beside its name. The SDK's own unless this is called.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// An agent that works on tasks. `work` is called for each prompt of the server with the task as it stands then: the first time, when
    /// a product was sent back, and when the server asks why nothing has happened. What it returns completes the task or fails it; work of
    /// a stage is completed by publishing its artifacts.
    ///
    /// When the server cancels the turn, the future is dropped.
    #[must_use]
    pub fn on_task<F, W>(self, work: F) -> ReadyAgent
    where
        F: Fn(Task, Context) -> W + Send + Sync + 'static,
        W: Future<Output = Result<Done, Failure>> + Send + 'static,
    {
        let work = Arc::new(work);
        self.on_prompt(move |prompt, context| {
            let work = Arc::clone(&work);
            async move { task::turn(&prompt, context, |task, context| work(task, context)).await }
        })
    }

    /// An agent that answers prompts: the layer below [`Agent::on_task`]. A failure ends the turn with an error that the server is told.
    ///
    /// When the server cancels the turn, the future is dropped.
    #[must_use]
    pub fn on_prompt<F, W>(self, answer: F) -> ReadyAgent
    where
        F: Fn(Prompt, Context) -> W + Send + Sync + 'static,
        W: Future<Output = Result<TurnEnd, Failure>> + Send + 'static,
    {
        ReadyAgent { agent: self, answer: Arc::new(move |prompt, context| Box::pin(answer(prompt, context))), connect: Connect::process() }
    }
}

/// What answers prompts.
pub(crate) type Answer = dyn Fn(Prompt, Context) -> BoxFuture<'static, Result<TurnEnd, Failure>> + Send + Sync;

/// An agent that can run.
#[derive(Clone)]
pub struct ReadyAgent {
    pub(crate) agent: Agent,
    pub(crate) answer: Arc<Answer>,
    pub(crate) connect: Connect,
}

impl ReadyAgent {
    /// Speaks on the program's input and output until the input ends: what `main` calls.
    ///
    /// # Errors
    /// [`Error::Connection`] when the other side broke the protocol or the output cannot be written.
    pub async fn run_stdio(self) -> Result<(), Error> {
        self.run(tokio::io::stdin(), tokio::io::stdout()).await
    }

    /// Speaks on `input` and `output` until the input ends.
    ///
    /// # Errors
    /// [`Error::Connection`] when the other side broke the protocol or `output` cannot be written.
    pub async fn run<R, W>(self, input: R, output: W) -> Result<(), Error>
    where
        R: AsyncRead + Send + 'static,
        W: AsyncWrite + Send + 'static,
    {
        serve::run(self, input, output).await
    }
}

impl std::fmt::Debug for ReadyAgent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadyAgent").field("agent", &self.agent).finish_non_exhaustive()
    }
}

/// What the server said.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Prompt {
    /// Its words. Attachments that are texts are part of them.
    pub text: String,
}

/// How a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TurnEnd {
    /// The agent has said what it had to say.
    Finished,
    /// Its model may write no more tokens.
    OutOfTokens,
    /// It has made as many requests as it may in one turn.
    OutOfRequests,
    /// It declines.
    Refused,
}
